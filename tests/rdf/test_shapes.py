"""Validation finds what is wrong, says where, and leaves the data alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from kg.identities import Resolved
from kg.rdf import Violation, quads, validate
from kg.rdf.shapes import _by_graph

CW = "https://w3id.org/coldwire/ontology#"
ID = "https://w3id.org/coldwire/id/"


def as_dataset(lines: list[str]) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    for name, triples in _by_graph(lines).items():
        graph = dataset.graph(rdflib.URIRef(name.strip("<>")))
        for triple in triples:
            graph.add(triple)
    return dataset


def test_the_telegram_keeps_the_shapes_when_its_people_are_known(
    resolved: Resolved, known: list[str]
) -> None:
    assert validate(quads(resolved), known) == []


def test_people_nobody_describes_are_named(resolved: Resolved) -> None:
    found = validate(quads(resolved))
    assert (
        Violation(
            f"{ID}message/paper-1",
            f"{CW}sender",
            f"{ID}person/drey-arden",
            "The sender must be a person, office, organization or group that is described.",
        )
        in found
    )


def test_what_only_says_types_is_not_validated_itself(known: list[str]) -> None:
    assert validate([], known) == []
    assert len(validate(known)) == len(known)  # as data they lack labels


def test_lines_graph_and_dataset_give_the_same(resolved: Resolved) -> None:
    lines = list(quads(resolved))
    graph = rdflib.Graph()
    for triples in _by_graph(lines).values():
        for triple in triples:
            graph.add(triple)
    size = len(graph)
    assert validate(lines) == validate(graph) == validate(as_dataset(lines)) != []
    assert len(graph) == size


def test_a_page_and_the_row_of_the_same_message_are_validated_apart() -> None:
    lines = [
        f"<{ID}message/a> <{predicate}> {value} <{ID}graph/source/{graph}> ."
        for graph, date in (("page", "1950-10-01"), ("index", "1950-10-02"))
        for predicate, value in (
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{CW}Message>"),
            ("http://www.w3.org/2000/01/rdf-schema#label", '"A message"'),
            (f"{CW}date", f'"{date}"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
        )
    ]
    assert validate(lines) == []
    together = [line.replace("/index>", "/page>") for line in lines]
    assert [found.path for found in validate(together)] == [f"{CW}date"]


def test_a_directive_out_of_order_is_itself_the_focus(resolved: Resolved, known: list[str]) -> None:
    lines = [line.replace('#ordinal> "2"', '#ordinal> "1"') for line in quads(resolved)]
    (found,) = validate(lines, known)
    assert found.focus == f"{ID}finding/paper-1~directives-2"
    assert (found.path, found.value, found.severity) == (None, None, "violation")


def test_a_doubt_is_a_warning(resolved: Resolved, known: list[str]) -> None:
    lines = [line for line in quads(resolved) if "#cue>" not in line]
    assert {(v.path, v.severity) for v in validate(lines, known)} == {(f"{CW}cue", "warning")}


def test_a_violation_reads_as_a_sentence() -> None:
    found = Violation("https://example.org/a", f"{CW}time", "6 am", "Write HH:MM.")
    assert str(found) == "https://example.org/a time ('6 am'): Write HH:MM."


def test_a_line_that_is_no_quad_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        validate(["<a> <b> ."])


def test_terms_of_every_kind_can_be_validated() -> None:
    quad = ox.Quad(
        ox.BlankNode("b"), ox.NamedNode("http://example.org/p"), ox.Literal("x", language="en")
    )
    assert validate([f"{quad} ."]) == []
