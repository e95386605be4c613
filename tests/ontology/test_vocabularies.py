"""Every value that a finding can have is a term, and every term is explained."""

from __future__ import annotations

import re

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from kg import authority, findings
from kg.cleaning import key
from kg.files import shipped
from kg.namespaces import VOCABULARY
from kg.rdf.concepts import concept, is_known
from kg.rdf.page import CLASSES

GRAPH = rdflib.Graph().parse(shipped("ontology") / "vocabularies.ttl", format="turtle")
CONCEPTS = sorted(GRAPH.subjects(RDF.type, SKOS.Concept))

# For each kind of finding the schemes that its documented values belong to, and those words in
# its documentation that are examples of free text.
SCHEMES: dict[type, tuple[tuple[str, ...], set[str]]] = {
    findings.Alias: (("name-kind",), set()),
    findings.Mention: (("role",), {"place", "p_AD1"}),
    findings.Dateline: (("date-role",), set()),
    findings.Number: (("number-kind",), set()),
    findings.Marking: (("marking-kind",), set()),
    findings.Handling: (("handling",), {"HH:MM", "received before sent"}),
    findings.Directive: (("force",), {"First", "2", "but never in writing"}),
    findings.Vote: (("choice",), set()),
    findings.Decision: (("decision-concern",), set()),
    findings.Reference: (
        ("reference-kind",),
        {"document", "page", "volume", "frus1950v06#pg_618", "frus1951v07p2#d18"},
    ),
}


@pytest.mark.parametrize("kind", SCHEMES, ids=lambda kind: kind.__name__)
def test_every_documented_value_of_a_finding_is_a_term(kind: type) -> None:
    schemes, examples = SCHEMES[kind]
    values = set(re.findall(r'"([^"]+)"', str(kind.__doc__))) - examples
    assert len(values) >= 2
    missing = {v for v in values if not any(is_known(scheme, v) for scheme in schemes)}
    assert missing == set()


def test_the_kinds_of_parties_are_classes() -> None:
    documented = set(re.findall(r'"([a-z]+)"', str(findings.Party.__doc__)))
    assert documented <= set(CLASSES)
    assert set(authority.KINDS) <= set(CLASSES)


def test_the_kinds_of_numbers_and_names_are_terms() -> None:
    assert all(is_known("number-kind", kind) for kind in findings.NUMBER_KINDS)
    assert all(is_known("name-kind", kind) for kind in authority.NAME_KINDS)


@pytest.mark.parametrize(
    "word",
    ["telegram", "ciphered telegram", "cable", "memorandum", "letter", "resolution",
     "record of conversation", "cypher telegram", "answer"],
)  # fmt: skip
def test_the_forms_of_the_index_and_of_references_are_terms(word: str) -> None:
    assert is_known("form", word)


@pytest.mark.parametrize("node", CONCEPTS, ids=lambda n: str(n).removeprefix(VOCABULARY))
def test_each_term_is_explained_and_stands_at_the_address_of_its_label(
    node: rdflib.URIRef,
) -> None:
    (label,) = GRAPH.objects(node, SKOS.prefLabel)
    (definition,) = GRAPH.objects(node, SKOS.definition)
    (scheme,) = GRAPH.objects(node, SKOS.inScheme)
    assert str(definition).endswith(".")
    assert concept(str(scheme).removeprefix(VOCABULARY), str(label)) == f"<{node}>"
    assert str(node) == f"{scheme}/{'-'.join(key(str(label)).split())}"


def test_each_scheme_has_a_title_and_terms() -> None:
    schemes = set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == set(GRAPH.objects(None, SKOS.inScheme))
    assert all(GRAPH.value(scheme, DCTERMS.title) for scheme in schemes)


def test_no_word_means_two_terms_of_one_scheme() -> None:
    seen: dict[tuple[str, str], rdflib.term.Node] = {}
    for node in CONCEPTS:
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for label in GRAPH.objects(node, predicate):
                place = (str(GRAPH.value(node, SKOS.inScheme)), key(str(label)))
                assert seen.setdefault(place, node) == node, label
