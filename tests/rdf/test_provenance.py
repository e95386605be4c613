"""The dataset describes itself, without a clock; ontology and vocabularies are part of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.identities import Resolved
from kg.namespaces import PREFIXES
from kg.rdf import Accuracy, Counts, Source, count, dataset_quads, quads, vocabulary_quads
from kg.rdf.provenance import _term

SOURCES = (Source("papers/one.md", "paper-1", "sha256:ab", "https://example.org/license"),)
FIGURES = (Accuracy("mentions", "precision", 0.91, "against 12 records encoded by hand"),)
PREFIX = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())


def asked(lines: list[str], pattern: str) -> bool:
    store = ox.Store()
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return bool(store.query(f"{PREFIX} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def described(version: str = "0.1") -> list[str]:
    return list(dataset_quads(version, Counts(521, {"Message": 2}), SOURCES, FIGURES))


def test_counts_are_those_of_the_lines(resolved: Resolved) -> None:
    lines = list(quads(resolved))
    counts = count(lines)
    assert counts.quads == len(lines)
    assert counts.classes["Message"] == 2
    assert counts.classes["Vote"] == 2
    assert list(counts.classes) == sorted(counts.classes)


def test_a_literal_that_looks_like_a_type_is_not_counted() -> None:
    text = '"<a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '
    line = f'<a> <b> {text}<https://w3id.org/coldwire/ontology#Message> " <g> .'
    assert count([line]) == Counts(1, {})


def test_the_description_has_counts_license_version_and_sources() -> None:
    assert asked(
        described(),
        """<https://w3id.org/coldwire/id/dataset> a void:Dataset , dcat:Dataset ;
        void:triples 521 ; dcat:version "0.1" ; dcterms:license ?license ;
        void:classPartition [ void:class cw:Message ; void:entities 2 ] ;
        prov:wasGeneratedBy [ prov:used ?file ; prov:wasAssociatedWith ?program ] .
        ?file rdfs:label "papers/one.md" ; dcterms:identifier "sha256:ab" .
        <https://w3id.org/coldwire/id/graph/source/paper-1> prov:wasDerivedFrom ?file""",
    )


def test_measured_accuracy_is_part_of_it() -> None:
    assert asked(
        described(),
        """?dataset dqv:hasQualityMeasurement ?measured .
        ?measured dqv:computedOn ?dataset ; dqv:value 0.91 ; dqv:isMeasurementOf ?metric .
        ?metric skos:prefLabel "precision of mentions" ;
        skos:definition "against 12 records encoded by hand" """,
    )


def test_the_description_depends_on_nothing_but_its_input() -> None:
    assert described() == described()
    assert described("0.2") != described()
    assert all(
        line.endswith(" <https://w3id.org/coldwire/id/graph/dataset> .") for line in described()
    )


def test_ontology_and_vocabularies_are_in_the_graph_of_the_vocabulary() -> None:
    lines = list(vocabulary_quads())
    assert asked(
        lines,
        """GRAPH <https://w3id.org/coldwire/id/graph/vocabulary> {
        cw:sender rdfs:label "sender"@en .
        <https://w3id.org/coldwire/vocabulary/form/cable> skos:prefLabel "cable"@en }""",
    )
    assert not any("_:" in line.split('"')[0] for line in lines)


def test_typed_literals_of_the_turtle_files_keep_their_type() -> None:
    typed = ox.Literal("1950", datatype=ox.NamedNode("http://example.org/year"))
    assert _term(typed) == '"1950"^^<http://example.org/year>'
    assert _term(ox.Literal("plain")) == '"plain"'


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(ValueError, match="blank nodes"):
        _term(ox.BlankNode("b"))
