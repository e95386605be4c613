"""Web Annotations: the standard's words, quotations at their place, dump and server alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, XSD, Literal, Namespace, URIRef

from kg.annotations import CONTEXT, annotation_lines, annotations_of, collection, sound
from kg.namespaces import BASE, CW
from kg.store import Store

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
ADDRESS = "https://example.org/coldwire.annotations.jsonl.gz"
TELEGRAM = f"{BASE}message/wilson-117312"

# The terms of http://www.w3.org/ns/anno.jsonld that we use, said once more, so that nothing is
# fetched: what each means, and whether its value is an address, a word of the standard, or a list.
OA_TERMS = {
    **{name: str(OA[name]) for name in (
        "Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector",
        "TextPositionSelector", "classifying", "describing", "identifying", "linking", "tagging",
        "exact", "prefix", "suffix",
    )},
    "Software": str(AS.Application),
    "AnnotationCollection": str(AS.OrderedCollection),
    "AnnotationPage": str(AS.OrderedCollectionPage),
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    **{name: {"@id": str(iri), "@type": "@id"} for name, iri in (
        ("body", OA.hasBody), ("target", OA.hasTarget), ("source", OA.hasSource),
        ("selector", OA.hasSelector), ("scope", OA.hasScope), ("generator", AS.generator),
        ("creator", "http://purl.org/dc/terms/creator"), ("partOf", AS.partOf),
        ("first", AS["first"]), ("last", AS.last), ("next", AS.next),
    )},
    "items": {"@id": str(AS["items"]), "@type": "@id", "@container": "@list"},
    "motivation": {"@id": str(OA.motivatedBy), "@type": "@vocab"},
    "purpose": {"@id": str(OA.hasPurpose), "@type": "@vocab"},
    **{name: {"@id": str(iri), "@type": str(XSD.nonNegativeInteger)} for name, iri in (
        ("start", OA.start), ("end", OA.end), ("total", AS.totalItems),
        ("startIndex", AS.startIndex),
    )},
}  # fmt: skip
INLINE: dict[str, Any] = {"id": "@id", "type": "@type", **OA_TERMS}


def lines_of(store: Store) -> list[dict[str, Any]]:
    return [json.loads(line) for line in annotation_lines(store, ADDRESS)]


@pytest.fixture(scope="module")
def lines(coldwire: Store) -> list[dict[str, Any]]:
    """The dump of the shipped data."""
    return lines_of(coldwire)


def items_in(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (item for document in lines for item in document.get("items", ()))


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "@context":
                yield name
                yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def as_graph(document: dict[str, Any]) -> rdflib.Dataset:
    """The document as RDF, without asking the host of the context."""
    assert document["@context"] == CONTEXT
    inline = {**document, "@context": [INLINE, *CONTEXT[1:]]}
    found = rdflib.Dataset(default_union=True)
    found.parse(data=json.dumps(inline), format="json-ld")
    return found


def text_behind(store: Store, source: str) -> str:
    assert source.startswith(f"{BASE}message/")
    assert source.endswith("/text")
    stored = store.text_of(unquote(source.removeprefix(f"{BASE}message/").removesuffix("/text")))
    assert stored is not None, source
    return sound(stored.text)


def test_every_quotation_stands_in_the_text_where_the_position_says(
    coldwire: Store, lines: list[dict[str, Any]]
) -> None:
    count = 0
    for item in items_in(lines):
        text = text_behind(coldwire, item["target"]["source"])
        place, words = item["target"]["selector"]
        start, end = place["start"], place["end"]
        assert words["exact"] == text[start:end]
        assert text[:start].endswith(words["prefix"])
        assert text[end:].startswith(words["suffix"])
        assert len(words["prefix"]) == min(32, start)
        count += 1
    asked = f"SELECT DISTINCT ?f {{ ?f <{CW}quote> ?q ; <{CW}inMessage> ?m }}"
    assert count == len(coldwire.rows(asked)) > 1000


def test_only_words_of_the_standard_and_declared_ones_are_used(
    coldwire: Store, lines: list[dict[str, Any]]
) -> None:
    known = {*INLINE, *CONTEXT[1]}
    for document in [*lines, collection(TELEGRAM, annotations_of(coldwire, TELEGRAM))]:
        assert document["@context"] == CONTEXT
        assert set(keys_of(document)) <= known


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of its own JSON-LD parser
def test_annotations_read_as_rdf_say_what_the_graph_says(coldwire: Store) -> None:
    graph = as_graph(collection(TELEGRAM, annotations_of(coldwire, TELEGRAM)))
    found = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(found) > 50
    rows = coldwire.rows(
        f"SELECT ?f ?c ?p {{ ?f <{CW}inMessage> <{TELEGRAM}> ; <{CW}confidence> ?c"
        f" OPTIONAL {{ ?f <{CW}supports> ?p }} }}"
    )
    assert {URIRef(str(row["f"])) for row in rows} == found
    for row in rows:
        finding = URIRef(str(row["f"]))
        confidence = Literal(row["c"], datatype=XSD.decimal)
        assert (finding, URIRef(f"{CW}confidence"), confidence) in graph
        if row["p"]:
            assert (finding, URIRef(f"{CW}supports"), URIRef(row["p"])) in graph
        (target,) = graph.objects(finding, OA.hasTarget)
        kinds = {graph.value(each, RDF.type) for each in graph.objects(target, OA.hasSelector)}
        assert kinds == {OA.TextPositionSelector, OA.TextQuoteSelector}
        assert graph.value(finding, OA.motivatedBy) in (OA.identifying, OA.classifying, OA.linking)


def test_bodies_name_the_person_the_role_and_the_value(coldwire: Store) -> None:
    found = annotations_of(coldwire, TELEGRAM)
    sender = next(e for e in found if e["body"][0]["value"] == "mention: sender")
    assert sender["motivation"] == "identifying"
    (person,) = (body for body in sender["body"] if body["purpose"] == "identifying")
    assert person["label"] == "Joseph Stalin"
    assert person["predicate"] == f"{CW}refersTo"
    assert sender["supports"] == [f"{CW}sender"]
    orders = [e for e in found if e["body"][0]["value"].startswith("directive: ")]
    assert orders
    doers = [b for e in orders for b in e["body"] if b.get("predicate") == f"{CW}toBeDoneBy"]
    assert {body["purpose"] for body in doers} == {"linking"}
    references = [e for e in found if e["body"][0]["value"].startswith("reference")]
    assert {each["motivation"] for each in references} == {"linking"}


def test_pages_follow_one_another_and_the_collection_counts_them(
    lines: list[dict[str, Any]],
) -> None:
    *pages, whole = lines
    assert whole["type"] == "AnnotationCollection"
    assert whole["id"] == ADDRESS
    assert (whole["first"], whole["last"]) == (pages[0]["id"], pages[-1]["id"])
    assert [page.get("next") for page in pages] == [*(page["id"] for page in pages[1:]), None]
    count = 0
    for page in pages:
        assert page["type"] == "AnnotationPage"
        assert page["partOf"] == ADDRESS
        assert page["startIndex"] == count
        count += len(page["items"])
    assert whole["total"] == count


def test_the_server_and_the_dump_have_the_same_annotations(
    coldwire: Store, lines: list[dict[str, Any]]
) -> None:
    by_message: dict[str, dict[str, Any]] = {}
    for item in items_in(lines):
        by_message.setdefault(item["target"]["scope"], {})[item["id"]] = item
    chosen = [TELEGRAM, *sorted(by_message)[::40]]
    for message in chosen:
        assert {each["id"]: each for each in annotations_of(coldwire, message)} == by_message[
            message
        ]


def test_the_same_store_gives_the_same_bytes(coldwire: Store) -> None:
    assert list(annotation_lines(coldwire, ADDRESS)) == list(annotation_lines(coldwire, ADDRESS))


def invented(quote: str, start: int, end: int) -> bytes:
    """One finding in one message."""
    finding, message = ox.NamedNode(f"{BASE}finding/a~x-1"), ox.NamedNode(f"{BASE}message/a")
    values: dict[str, ox.NamedNode | ox.Literal] = {
        "inMessage": message, "quote": ox.Literal(quote), "start": ox.Literal(start),
        "end": ox.Literal(end), "extractor": ox.Literal("x"),
    }  # fmt: skip
    graph = ox.NamedNode(f"{BASE}graph/g")
    quads = [ox.Quad(finding, ox.NamedNode(CW + n), value, graph) for n, value in values.items()]
    kind = ox.NamedNode(f"{CW}Mention")
    quads.append(ox.Quad(finding, ox.NamedNode(str(RDF.type)), kind, graph))
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


@pytest.mark.parametrize(
    ("text", "quote", "start"),
    [
        ("a \U0001f600 wire", "wire", 4),
        ("half \ud83d pair", "\ufffd pair", 5),
        ("one\r\ntwo\u0085", "two", 5),
    ],
    ids=["beyond the first plane", "half a pair", "line ends"],
)
def test_positions_count_code_points_of_the_text_as_it_is_served(
    text: str, quote: str, start: int
) -> None:
    end = start + len(quote)
    with Store.from_quads(invented(quote, start, end), [("a", "a.txt", text)]) as store:
        (found,) = annotations_of(store, f"{BASE}message/a")
        json.dumps(found, ensure_ascii=False).encode()
    place, words = found["target"]["selector"]
    assert (place["start"], place["end"], words["exact"]) == (start, end, quote)
    assert sound(text).encode().decode()[start:end] == quote


def test_words_that_are_not_at_their_place_have_no_position() -> None:
    with Store.from_quads(invented("wire", 0, 4), [("a", "a.txt", "cold wire")]) as store:
        (found,) = annotations_of(store, f"{BASE}message/a")
    assert found["target"]["selector"] == [{"type": "TextQuoteSelector", "exact": "wire"}]


def test_a_store_without_findings_gives_an_empty_collection() -> None:
    (whole,) = lines_of(Store.from_quads([]))
    assert whole["total"] == 0
    assert "first" not in whole
