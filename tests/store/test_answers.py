"""Asking: kinds, formats, datasets, errors, threads."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import QueryError, StopError
from kg.store import FORMATS, Store, TooLargeError, format_for
from tests.store.conftest import ALL, QUADS, E, numbered

S = ox.NamedNode(f"{E}s")
DATA_FORMATS = [each.name for each in FORMATS.values() if "graph" in each.kinds]
ROW_FORMATS = [each.name for each in FORMATS.values() if "bindings" in each.kinds]


# --- rows ------------------------------------------------------------------------------------


def test_rows_are_plain_values_in_the_order_of_the_query(store: Store) -> None:
    rows = store.rows(ALL)
    assert rows.columns == ("s", "p", "o")
    assert rows == [
        {"s": f"{E}o", "p": "http://www.w3.org/2000/01/rdf-schema#label", "o": "the object"},
        {"s": f"{E}s", "p": f"{E}p", "o": "one"},
        {"s": f"{E}s", "p": f"{E}p", "o": "two"},
        {"s": f"{E}s", "p": f"{E}q", "o": f"{E}o"},
    ]


def test_triple_of_two_graphs_is_one_row_and_unbound_is_none(store: Store) -> None:
    rows = store.rows(f"SELECT ?o ?nothing {{ <{E}s> <{E}q> ?o }}")
    assert rows == [{"o": f"{E}o", "nothing": None}]
    assert store.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": "4"}]


def test_values_are_bound_as_terms_never_as_text(store: Store) -> None:
    ask = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o"
    assert [row["o"] for row in store.rows(ask, {"s": S})] == [f"{E}o", "one", "two"]
    evil = ox.Literal('one" } INSERT DATA { <a:b> <a:c> "')
    assert store.rows(ask, {"o": evil}) == []
    assert store.rows(ask, {"o": ox.Literal("one")}) == [{"s": f"{E}s", "o": "one"}]


def test_value_for_a_variable_that_is_not_projected_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match=r"does not contains? variable \?p"):
        store.rows(ALL.replace("?s ?p ?o WHERE", "?s WHERE"), {"p": S})


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "DESCRIBE <http://example.org/s>"])
def test_rows_need_a_select(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="only be had from a SELECT"):
        store.rows(text)


# --- kinds and formats -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ALL, "bindings"),
        ("# CONSTRUCT\nASK { ?s ?p 'SELECT' }", "boolean"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("PREFIX select: <http://a/> DESCRIBE select:ask", "graph"),
    ],
)
def test_kind_is_the_engines_answer(store: Store, text: str, kind: str) -> None:
    assert store.kind_of(text) == kind
    for fmt in FORMATS.values():
        if kind in fmt.kinds:
            assert isinstance(store.answer(text, fmt), bytes)
        else:
            with pytest.raises(QueryError, match="cannot hold .*Formats that can: "):
                store.answer(text, fmt.name)


def test_unknown_format_is_told_with_those_there_are(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no format 'xlsx'.*json, xml, csv, tsv\."):
        store.answer(ALL, "xlsx")
    with pytest.raises(QueryError, match="cannot hold the triples of a graph.*turtle, ntriples"):
        store.dump("json")


def test_table_of_formats_names_each_once() -> None:
    for attribute in ("media_type", "ending", "label", "name"):
        values = [getattr(each, attribute) for each in FORMATS.values()]
        assert len(set(values)) == len(values), attribute
    assert format_for(FORMATS["csv"], "boolean") is FORMATS["csv"]
    assert [n for n, f in FORMATS.items() if f.keeps_graphs] == ["jsonld", "trig", "nquads"]


def test_formats_of_rows_hold_the_same(store: Store) -> None:
    ask = f"SELECT ?o {{ <{E}s> <{E}p> ?o }} ORDER BY ?o"
    answers = {name: store.answer(ask, name) for name in ROW_FORMATS}
    assert list(csv.reader(io.StringIO(answers["csv"].decode()))) == [["o"], ["one"], ["two"]]
    assert answers["tsv"] == b'?o\n"one"\n"two"@en\n'
    bindings = json.loads(answers["json"])["results"]["bindings"]
    assert bindings[1]["o"] == {"type": "literal", "xml:lang": "en", "value": "two"}
    texts = [text for text in ElementTree.fromstring(answers["xml"]).itertext() if text.strip()]
    assert texts == ["one", "two"]


@pytest.mark.parametrize("name", DATA_FORMATS)
def test_formats_of_graphs_parse_back(store: Store, name: str) -> None:
    fmt = FORMATS[name]
    answer = store.answer("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", name)
    back = {quad.triple for quad in ox.parse(answer, fmt.engine)}  # type: ignore[arg-type]
    whole = {quad.triple for quad in ox.parse(store.dump("nquads"), ox.RdfFormat.N_QUADS)}
    assert back == whole
    dumped = list(ox.parse(store.dump(name), fmt.engine))  # type: ignore[arg-type]
    assert len(dumped) == (5 if fmt.keeps_graphs else 4)
    assert {quad.triple for quad in dumped} == whole
    buffer = io.BytesIO()
    store.dump(fmt, buffer)
    assert buffer.getvalue() == store.dump(name)


def test_characters_that_xml_cannot_hold_are_replaced_there_and_only_there() -> None:
    odd = "nul\\u0000 bell\\u0007 last\\uFFFF tab\\t line\\n ok"
    store = Store.from_quads([f'<{E}s> <{E}p> "{odd}" .'])
    ElementTree.fromstring(store.answer(ALL, "xml"))
    ElementTree.fromstring(store.dump("rdfxml"))
    ElementTree.fromstring(store.answer("CONSTRUCT WHERE { ?s ?p ?o }", "rdfxml"))
    assert "nul\ufffd bell\ufffd last\ufffd tab\t" in store.answer(ALL, "xml").decode()
    for name in ("json", "csv"):
        text = store.answer(ALL, name).decode()
        assert "nul\x00" in text.replace("\\u0000", "\x00")
    assert store.rows(ALL)[0]["o"] == "nul\x00 bell\x07 last\uffff tab\t line\n ok"


def test_answers_stop_at_the_largest_size_allowed() -> None:
    store = Store.from_quads(numbered(500))
    whole = store.answer(ALL, "json")
    assert store.answer(ALL, "json", largest=len(whole)) == whole
    with pytest.raises(TooLargeError, match="larger than 1,000 bytes"):
        store.answer(ALL, "json", largest=1000)
    for name in DATA_FORMATS:
        with pytest.raises(TooLargeError):
            store.answer("CONSTRUCT WHERE { ?s ?p ?o }", name, largest=1000)


# --- datasets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "default", "named", "expected"),
    [
        ("", None, None, {"one", "two"}),
        (f"FROM <{E}g>", None, None, {"one"}),
        (f"FROM <{E}g> FROM <{E}h>", None, None, {"one", "two"}),
        (f"FROM NAMED <{E}g>", None, None, set()),
        ("", [f"{E}h"], None, {"two"}),
        ("", [f"{E}g", f"{E}h"], [], {"one", "two"}),
        (f"FROM <{E}g>", [f"{E}h"], None, {"two"}),
        ("", None, [f"{E}g"], set()),
        ("", [], [], set()),
    ],
)
def test_default_graph_is_the_union_unless_a_dataset_is_named(
    store: Store,
    clause: str,
    default: list[str] | None,
    named: list[str] | None,
    expected: set[str],
) -> None:
    answer = store.answer(
        f"SELECT ?o {clause} {{ ?s <{E}p> ?o }}", "csv", default_graphs=default, named_graphs=named
    )
    assert set(answer.decode().split()[1:]) == expected


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        (None, None, {"one", "two"}),
        (None, [f"{E}g"], {"one"}),
        ([f"{E}g"], None, set()),
        ([f"{E}g"], [f"{E}h"], {"two"}),
    ],
)
def test_named_graphs_are_those_of_the_dataset(
    store: Store, default: list[str] | None, named: list[str] | None, expected: set[str]
) -> None:
    answer = store.answer(
        f"SELECT ?o {{ GRAPH ?g {{ ?s <{E}p> ?o }} }}",
        "csv", default_graphs=default, named_graphs=named,
    )  # fmt: skip
    assert set(answer.decode().split()[1:]) == expected


def test_address_that_is_none_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="cannot be run"):
        store.answer(ALL, "json", default_graphs=["no address"])
    with pytest.raises(QueryError, match="Invalid base IRI"):
        store.answer(ALL, "json", base_iri="no address")


# --- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("SELECT * {\n  ?s ?p }", r"line 2, column \d+"),
        ("SELECT ?x { ?s nope:x ?x }", r"line 1, column \d+: Prefix not found"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", r"contains a variable that is unbound"),
        ("", r"line 1, column 1"),
        ("SELECT * { ?s ?p ?o }\x00", r"line 1, column"),
        ("SELECT '\ud800' {}", r"cannot be run"),
        ("INSERT DATA { <a:b> <a:c> 1 }", r"INSERT is refused: this store is read-only"),
        ("# quiet\nPREFIX e: <http://e/>\ndelete where { ?s ?p ?o }", r"DELETE is refused"),
        ("LOAD <http://127.0.0.1/>", r"LOAD is refused"),
        ("CLEAR ALL", r"CLEAR is refused"),
        ("WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", r"WITH is refused"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", r"line 1, column"),
    ],
)
def test_query_that_cannot_be_run_says_why_and_where(
    store: Store, text: str, complaint: str
) -> None:
    before = store.dump("nquads")
    asks: list[Callable[[], object]] = [
        lambda: store.rows(text),
        lambda: store.answer(text, "json"),
        lambda: store.kind_of(text),
    ]
    for ask in asks:
        with pytest.raises(QueryError, match=complaint) as caught:
            ask()
        assert "\\u{" not in str(caught.value), "the parser's tables of characters"
    assert store.dump("nquads") == before


# --- one thing, texts, rdflib ----------------------------------------------------------------


def test_description_of_a_thing_has_its_triples_and_the_labels_of_what_they_name(
    store: Store,
) -> None:
    described = store.describe(f"{E}s", "ntriples")
    assert described is not None
    assert described.decode().splitlines() == [
        f'<{E}o> <http://www.w3.org/2000/01/rdf-schema#label> "the object" .',
        f'<{E}s> <{E}p> "one" .',
        f'<{E}s> <{E}p> "two"@en .',
        f"<{E}s> <{E}q> <{E}o> .",
    ]
    with_graphs = store.describe(f"{E}s", "nquads")
    assert with_graphs is not None and sorted(with_graphs.splitlines()) == sorted(
        line.encode() for line in QUADS
    )


@pytest.mark.parametrize("iri", [f"{E}nothing", "no address", "", "<>", 'x"y'])
def test_nothing_is_said_about_what_is_not_there(store: Store, iri: str) -> None:
    assert store.describe(iri, "turtle") is None


def test_project_prefixes_are_used() -> None:
    cw = "https://w3id.org/coldwire/ontology#"
    store = Store.from_quads([f'<{E}s> <{cw}note> "x" .'])
    for written in (store.dump("turtle"), store.describe(f"{E}s", "turtle") or b""):
        assert b"cw:note" in written
        assert b"@prefix cw: <https://w3id.org/coldwire/ontology#>" in written


def test_texts_come_back_as_they_were_read(tmp_path: Path) -> None:
    odd = "nul\x00 half \ud800 \r\n end\x1a \u2028"
    store = Store.from_quads([], [("m-1", "a/ö.md", odd), ("m-2", "a/ö.md", odd)])
    found = store.text_of("m-1")
    assert found is not None
    assert (found.identifier, found.source, found.text, found.record) == (
        "m-1", "a/ö.md", odd, None,
    )  # fmt: skip
    assert store.text_of("m-3") is None
    assert store.manifest["texts"] == 2


def test_record_of_a_message_or_what_to_do() -> None:
    cw = "https://w3id.org/coldwire/ontology#"
    quads = [
        f'<https://w3id.org/coldwire/id/message/m-1> <{cw}number> "88/kt" .',
        f"<https://w3id.org/coldwire/id/message/m-1>"
        f" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{cw}Message> .",
    ]
    store = Store.from_quads(quads, [("m-1", "a.md", "text", '{"id":"m-1"}')])  # type: ignore[list-item]
    for named in ("m-1", "88/kt", "message/m-1"):
        assert store.record_of(named) == '{"id":"m-1"}'
    with pytest.raises(StopError, match="Nothing here is called 'm-9'"):
        store.record_of("m-9")
    bare = Store.from_quads(quads, [("m-1", "a.md", "text")])
    with pytest.raises(StopError, match="no record of 'm-1'"):
        bare.record_of("m-1")


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib 7 warns of itself
@pytest.mark.parametrize("in_memory", [True, False])
def test_rdflib_sees_the_union_and_each_graph(directory: Path, in_memory: bool) -> None:
    with Store.open(directory, in_memory=in_memory) as store:
        dataset = store.dataset()
        assert len(dataset) == len(list(dataset.triples((None, None, None)))) == 4
        assert len(list(dataset.quads())) == 5
        assert len(dataset.graph(rdflib.URIRef(f"{E}g"))) == 2
        assert {str(graph.identifier) for graph in dataset.graphs()} >= {f"{E}g", f"{E}h"}
        assert rdflib.Literal("two", lang="en") in set(dataset.objects())
        rows = dataset.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert [str(row[0]) for row in rows] == ["4"]  # type: ignore[index]
        rows = dataset.query(f"SELECT ?o {{ GRAPH <{E}g> {{ <{E}s> <{E}p> ?o }} }}")
        assert [str(row[0]) for row in rows] == ["one"]  # type: ignore[index]
        again = rdflib.Dataset()
        again.parse(data=dataset.serialize(format="nquads"), format="nquads")
        assert len(list(again.quads())) == 5


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib 7 warns of itself
@pytest.mark.parametrize("in_memory", [True, False])
def test_rdflib_cannot_change_the_store_or_reach_out(directory: Path, in_memory: bool) -> None:
    with Store.open(directory, in_memory=in_memory) as store:
        dataset = store.dataset()
        triple = rdflib.URIRef(f"{E}s"), rdflib.URIRef(f"{E}p"), rdflib.Literal("three")
        changes: list[Callable[[], object]] = [
            lambda: dataset.add(triple),
            lambda: dataset.graph(rdflib.URIRef(f"{E}g")).add(triple),
            lambda: dataset.remove((triple[0], None, None)),
            lambda: dataset.update("CLEAR ALL"),
            lambda: dataset.parse(data="<a:b> <a:c> 1 .", format="turtle"),
        ]
        for change in changes:
            with pytest.raises(StopError, match="read-only"):
                change()
        with pytest.raises(QueryError, match="SERVICE is refused"):
            dataset.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
        assert len(store.rows(ALL)) == 4


def test_statement_without_a_graph_stays_one() -> None:
    store = Store.from_quads([*QUADS, f'<{E}x> <{E}p> "nowhere" .', f'<{E}s> <{E}p> "one" .'])
    assert len(store) == 7
    assert len(store.rows(ALL)) == 5
    assert f'<{E}x> <{E}p> "nowhere" .\n'.encode() in store.dump("nquads")
    assert store.dump("trig").count(b"nowhere") == 1
    assert store.describe(f"{E}x", "nquads") == f'<{E}x> <{E}p> "nowhere" .\n'.encode()
    seen = [(str(o), str(g)) for _, _, o, g in store.dataset().quads()]
    assert ("nowhere", "urn:x-rdflib:default") in seen
    assert len(seen) == 6


def test_closed_store_says_so(directory: Path) -> None:
    with Store.open(directory) as store:
        pass
    with pytest.raises(StopError, match="store is closed"):
        store.rows(ALL)


# --- threads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("in_memory", [True, False])
def test_eight_threads_ask_one_store(directory: Path, in_memory: bool) -> None:
    start = threading.Barrier(8)

    def ask(number: int) -> set[bytes]:
        start.wait()
        answers = set()
        for _ in range(40):
            answers.add(store.answer(ALL, "json"))
            answers.add(store.dump("nquads"))
            with pytest.raises(QueryError):
                store.answer(ALL, "json", largest=10)
            assert store.text_of("m-1") is not None
            assert len(store.rows(ALL)) == 4
        return answers

    with Store.open(directory, in_memory=in_memory) as store, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert all(each == found[0] and len(each) == 2 for each in found)


def test_error_of_one_thread_can_be_handled_in_another(store: Store) -> None:
    """An error that kept results alive would end the process when it is dropped elsewhere."""
    errors: list[QueryError] = []

    def ask() -> None:
        try:
            store.answer(ALL, "json", largest=10)
        except QueryError as error:
            errors.append(error)

    for _ in range(20):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert len(errors) == 20
    errors.clear()
    assert len(store.rows(ALL)) == 4
