"""A store on a server: the same graphs and answers there as here."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.connections import Patience
from kg.errors import QueryError, StopError
from kg.queries import questions
from kg.store import Store
from kg.store.protocol import SparqlClient
from kg.store.remote import RemoteStore, bound
from kg.store.servers import LAYOUTS, server_at
from tests.store.conftest import ALL, QUADS, TEXTS, E
from tests.store.servers import Door, busy, cut, cut_answer, door_before, oxigraph, pass_, reply

NOW = Patience(tries=4, sleep=lambda _: None)


@pytest.fixture(scope="module")
def whole(coldwire: Store) -> Iterator[RemoteStore]:
    """The shipped data on an Oxigraph server."""
    with oxigraph("--union-default-graph") as address:
        with SparqlClient(server_at(address, {})) as client:
            graphs: dict[str, list[str]] = {}
            for quad in ox.parse(coldwire.dump("nquads"), ox.RdfFormat.N_QUADS):
                graphs.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n")
            for name, lines in graphs.items():
                client.put_graph(name, "".join(lines).encode())
        with RemoteStore.at(address, {}) as store:
            yield store


@pytest.fixture
def door() -> Iterator[Door]:
    """A door before a server with a few quads."""
    with oxigraph("--union-default-graph") as behind, door_before(behind) as door:
        with SparqlClient(server_at(behind, {})) as client:
            triples = f'<{E}s> <{E}p> "one" .\n<{E}s> <{E}q> <{E}o> .\n'.encode()
            client.put_graph(f"{E}g", triples)
        yield door


@pytest.fixture
def remote(door: Door) -> Iterator[RemoteStore]:
    with RemoteStore.at(door.address, {}, NOW) as store:
        door.asked.clear()
        yield store


# --- answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 15))
def test_named_questions_have_the_same_rows_on_a_server(
    number: int, whole: RemoteStore, coldwire: Store
) -> None:
    asked = list(questions())[number - 1]
    values = asked.bind({})
    here, there = coldwire.rows(asked.text, values), whole.rows(asked.text, values)
    assert there.columns == here.columns
    # The server joins the graphs while it answers and may give a row once for each of them.
    assert {tuple(row.items()) for row in there} == {tuple(row.items()) for row in here}


def test_bound_values_choose_the_same_rows_on_a_server(whole: RemoteStore, coldwire: Store) -> None:
    text = "SELECT DISTINCT ?m ?p ?o WHERE { ?m ?p ?o OPTIONAL { ?o ?q ?r } } ORDER BY ?p ?o"
    message = ox.NamedNode("https://w3id.org/coldwire/id/message/wilson-117312")
    here = coldwire.rows(text, {"m": message})
    assert here
    assert Counter(map(str, whole.rows(text, {"m": message}))) == Counter(map(str, here))


def test_a_bound_literal_is_never_read_as_sparql(whole: RemoteStore) -> None:
    word = ox.Literal('a" } \\u0022 \\\\U00000022 # \n {')
    assert whole.rows("SELECT ?word { }", {"word": word}) == [{"word": word.value}]


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"])
def test_things_are_described_as_by_the_local_store(
    fmt: str, whole: RemoteStore, coldwire: Store
) -> None:
    iri = "https://w3id.org/coldwire/id/person/stalin-joseph"
    assert whole.describe(iri, fmt) == coldwire.describe(iri, fmt)
    assert whole.describe(f"{iri}-nobody", fmt) is None
    assert whole.describe("no address", fmt) is None


@pytest.mark.parametrize("fmt", ["json", "xml", "csv", "tsv"])
def test_rows_come_in_each_format(fmt: str, remote: RemoteStore) -> None:
    here = Store.from_quads([line for line in QUADS if f"<{E}g>" in line], TEXTS)
    assert remote.answer(ALL, fmt) == here.answer(ALL, fmt)


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld"])
def test_graphs_come_in_each_format(fmt: str, remote: RemoteStore) -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    here = Store.from_quads([line for line in QUADS if f"<{E}g>" in line], TEXTS)
    assert sorted(remote.answer(text, fmt).split(b"\n")) == sorted(
        here.answer(text, fmt).split(b"\n")
    )


def test_yes_and_no_come_too(remote: RemoteStore) -> None:
    assert remote.answer(f"ASK {{ <{E}s> ?p ?o }}", "csv").strip() == b"true"
    assert remote.answer(f"ASK {{ <{E}x> ?p ?o }}", "csv").strip() == b"false"


def test_service_and_updates_are_refused_before_the_server_hears_of_them(
    remote: RemoteStore, door: Door
) -> None:
    for text in ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "CLEAR ALL", "SELEC"):
        with pytest.raises(QueryError):
            remote.answer(text, "json")
    assert door.asked == []


def test_texts_and_records_stay_here(remote: RemoteStore) -> None:
    assert remote.text_of("m-1") is None
    with pytest.raises(StopError, match="stay in the local store"):
        remote.record_of("m-1")


def test_query_without_pattern_cannot_be_bound() -> None:
    with pytest.raises(QueryError, match="no { ... }"):
        bound("DESCRIBE <urn:a>", {"x": ox.Literal("1")})
    with pytest.raises(QueryError):
        bound("SELECT * { }", {"no name": ox.Literal("1")})


# --- what goes wrong on the way ------------------------------------------------------------------


def test_server_without_union_is_refused_with_advice() -> None:
    with oxigraph() as address:
        with SparqlClient(server_at(address, {})) as client:
            client.put_graph(f"{E}g", f"<{E}s> <{E}p> <{E}o> .\n".encode())
        with pytest.raises(StopError, match="union"):
            RemoteStore.at(address, {}, NOW)


def test_busy_server_is_asked_again(remote: RemoteStore, door: Door) -> None:
    door.plan += [busy(), busy(429), busy(504)]
    assert len(remote.rows(ALL)) == 2
    assert len(door.asked) == 4


def test_server_that_stays_busy_is_given_up(remote: RemoteStore, door: Door) -> None:
    door.plan += [busy()] * 4
    with pytest.raises(StopError, match="status 503: too busy; given up after 4 tries"):
        remote.rows(ALL)


def test_connection_that_is_cut_is_made_again(remote: RemoteStore, door: Door) -> None:
    door.plan += [cut, cut_answer]
    assert len(remote.rows(ALL)) == 2


def test_nobody_there_is_said_without_a_traceback() -> None:
    with pytest.raises(StopError, match=r"http://127.0.0.1:9 cannot be reached"):
        RemoteStore.at("http://127.0.0.1:9", {}, NOW)


def test_answer_broken_off_with_status_200_is_an_error_not_fewer_rows(
    remote: RemoteStore, door: Door
) -> None:
    start = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"1"}}'
    media = {"Content-Type": "application/sparql-results+json"}
    for end in (b"The SPARQL operation has been cancelled", b"", b",{}"):
        door.plan.append(lambda handler, _, end=end: reply(handler, 200, start + end, media))
        with pytest.raises(QueryError, match="broke off"):
            remote.rows(ALL)
    door.plan.append(
        lambda handler, _: reply(handler, 200, b"<html>", {"Content-Type": "text/html"})
    )
    with pytest.raises(QueryError, match="no SPARQL JSON"):
        remote.rows(ALL)


def test_slow_server_is_not_waited_for_longer_than_allowed(door: Door) -> None:
    ended = threading.Event()

    def slow(*_: object) -> bool:
        ended.wait(20)
        return False

    with SparqlClient(server_at(door.address, {}), query_s=0.3, patience=NOW) as client:
        door.plan += [slow]
        with pytest.raises(QueryError, match=r"within 0\.3 seconds"):
            client.results(ALL)
        ended.set()
        assert len(door.asked) == 1, "a query that takes too long is not sent again"


def test_too_large_answer_is_not_read_to_its_end(door: Door) -> None:
    small = SparqlClient(server_at(door.address, {}), largest=100, patience=NOW)
    with small as client, pytest.raises(QueryError, match="larger than 100 bytes"):
        client.results(ALL)


def test_server_says_what_is_wrong_in_its_own_words(door: Door) -> None:
    with SparqlClient(server_at(door.address, {}), patience=NOW) as client:
        with pytest.raises(QueryError, match="refuses the query.*expected"):
            client.results("SELEC")
        with pytest.raises(StopError, match="/update, status 400: the server answers:.*expected"):
            client.update("INSERT NONSENSE")


def test_redirection_is_told_not_followed(door: Door) -> None:
    with SparqlClient(server_at(door.address, {}), patience=NOW) as client:
        door.plan += [busy(307, Location="https://elsewhere.example/")]
        with pytest.raises(StopError, match="sends elsewhere"):
            client.update("CLEAR ALL")
    assert len(door.asked) == 1


# --- addresses and credentials --------------------------------------------------------------------


def test_each_product_has_its_doors() -> None:
    for kind, layout in LAYOUTS.items():
        server = server_at(
            "https://example.org/x/", {"COLDWIRE_STORE_KIND": kind, "COLDWIRE_STORE_USER": "me"}
        )
        assert server.query == f"https://example.org/x{layout.query}"
        assert server.update == f"https://example.org/x{layout.update}"
        assert server.graphs == f"https://example.org/x{layout.graphs}"


def test_three_addresses_may_be_given_instead() -> None:
    doors = {f"COLDWIRE_STORE_{n}": f"https://a.example/{n}" for n in ("QUERY", "UPDATE", "GRAPHS")}
    server = server_at("https://example.org", doors)
    assert [server.query, server.update, server.graphs] == list(doors.values())


@pytest.mark.parametrize(
    "address",
    ["https://me:secret@example.org/", "ftp://example.org/", "https://", "store", "http://h:no/"],
)
def test_what_is_no_address_or_shows_a_password_is_refused(address: str) -> None:
    with pytest.raises(StopError) as caught:
        server_at(address, {})
    assert "secret" not in str(caught.value)


def test_unknown_product_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StopError, match="fuseki"):
        server_at("https://example.org", {"COLDWIRE_STORE_KIND": "access"})


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"TOKEN": "s3cret"}, "Bearer s3cret"),
        ({"USER": "me", "PASSWORD": "s3cret"}, "Basic bWU6czNjcmV0"),
    ],
)
def test_credentials_are_sent_and_shown_nowhere(
    given: dict[str, str], sent: str, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server = server_at(door.address, {f"COLDWIRE_STORE_{name}": v for name, v in given.items()})
    with SparqlClient(server, patience=NOW) as client:
        door.plan += [pass_, lambda handler, asked: reply(handler, 403, b"no: s3cret")]
        client.results(ALL)
        with pytest.raises(StopError, match="COLDWIRE_STORE_TOKEN") as caught:
            client.update("CLEAR ALL")
        door.plan += [lambda handler, asked: reply(handler, 400, b"not s3cret enough")]
        with pytest.raises(StopError, match=r"not \*\*\* enough") as other:
            client.update("CLEAR ALL")
    assert door.asked[0].headers["Authorization"] == sent
    shown = f"{caught.value} {other.value} {server!r} {caplog.text}"
    assert "s3cret" not in shown
    assert sent.split()[1] not in shown
