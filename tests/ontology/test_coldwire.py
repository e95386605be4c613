"""The ontology is small, explained, aligned to terms that exist, and used in every part."""

from __future__ import annotations

import re
from itertools import chain

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ODRL2,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SKOS,
    DefinedNamespace,
)  # fmt: skip

import kg.rdf
from kg.authority import Authority
from kg.files import shipped
from kg.namespaces import CW, PREFIXES
from kg.rdf import authority_quads

GRAPH = rdflib.Graph().parse(shipped("ontology") / "coldwire.ttl", format="turtle")
CLASSES = {s for s in GRAPH.subjects(RDF.type, OWL.Class) if str(s).startswith(CW)}
PROPERTIES = {
    s
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
    for s in GRAPH.subjects(RDF.type, kind)
    if str(s).startswith(CW)
}
TERMS = sorted(CLASSES | PROPERTIES)
ALIGNING = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)

# Terms of vocabularies that rdflib does not ship, each looked up in the list of its makers.
LOOKED_UP = {
    # RiC-O 1.1, list of classes and of object properties (ICA Expert Group on Archival Description)
    "rico": "Agent AgentName CorporateBody Event Group Mandate Name Person Position Record"
    " hasAddressee hasOrHadAgentName hasReceiver hasSender isReplyTo",
    # CIDOC CRM 7.1, and "Implementing the CIDOC CRM in RDF" for the bounds of time-spans
    "crm": "E13_Attribute_Assignment E53_Place E7_Activity P14_carried_out_by P67_refers_to"
    " P7_took_place_at P82a_begin_of_the_begin P82b_end_of_the_end P140_assigned_attribute_to"
    " P141_assigned",
    # Web Annotation Vocabulary, W3C Recommendation of 23 February 2017
    "oa": "Annotation end exact hasBody hasTarget start",
    # Popolo: contexts of motion, vote event, vote and membership
    "opengov": "Motion Vote VoteEvent post",
    # SKOS eXtension for Labels
    "skosxl": "Label literalForm",
    "edtf": "EDTF",
    "vann": "preferredNamespacePrefix preferredNamespaceUri",
}
NAMESPACES = {
    **PREFIXES,
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "vann": "http://purl.org/vocab/vann/",
}
SHIPPED: dict[str, type[DefinedNamespace]] = {
    str(space): space for space in (DCTERMS, FOAF, ODRL2, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS)
}


def used_in_code_and_examples() -> set[str]:
    """Every name of the ontology that the mapping writes or an example shows."""
    code = "".join(p.read_text(encoding="utf-8") for p in RDF_CODE.glob("*.py"))
    names = set(re.findall(r'"([A-Za-z]+)"', code)) | set(re.findall(r"\bcw:([A-Za-z]+)", code))
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in (shipped("ontology") / "examples" / "valid").iterdir()
    )
    return names | set(re.findall(r"\bcw:([A-Za-z]+)", shown))


RDF_CODE = shipped("ontology").parent / "kg" / "rdf"


def test_the_code_that_is_read_here_is_the_code_that_runs() -> None:
    assert str(RDF_CODE / "__init__.py") == kg.rdf.__file__


def test_it_stays_small() -> None:
    """A new class or property has to make its case by changing these numbers."""
    assert len(CLASSES) == 16
    assert len(PROPERTIES) <= 63


def test_the_header_says_what_it_is() -> None:
    (header,) = GRAPH.subjects(RDF.type, OWL.Ontology)
    assert str(header) == CW.rstrip("#")
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert GRAPH.value(header, predicate), predicate
    assert str(GRAPH.value(header, DCTERMS.creator)) == "Coldwire"
    vann = rdflib.Namespace(NAMESPACES["vann"])
    assert str(GRAPH.value(header, vann.preferredNamespacePrefix)) == "cw"


@pytest.mark.parametrize("node", TERMS, ids=lambda n: str(n).removeprefix(CW))
def test_each_term_is_explained(node: rdflib.URIRef) -> None:
    for predicate in (RDFS.label, RDFS.comment, SKOS.example):
        values = list(GRAPH.objects(node, predicate))
        assert len(values) == 1, f"{predicate} of {node}"
        assert str(values[0]).strip()


@pytest.mark.parametrize("node", TERMS, ids=lambda n: str(n).removeprefix(CW))
def test_each_term_is_aligned_or_says_why_not(node: rdflib.URIRef) -> None:
    targets = chain.from_iterable(GRAPH.objects(node, predicate) for predicate in ALIGNING)
    notes = [str(note) for note in GRAPH.objects(node, SKOS.editorialNote)]
    aligned = any(not str(target).startswith(CW) for target in targets)
    assert aligned or any(note.startswith("No alignment: ") for note in notes)


def test_every_term_of_others_exists() -> None:
    mentioned = {
        str(node)
        for triple in GRAPH
        for node in triple
        if isinstance(node, rdflib.URIRef) and not str(node).startswith(CW)
    }
    listed = {
        NAMESPACES[prefix] + name for prefix, names in LOOKED_UP.items() for name in names.split()
    }
    xsd = {f"{PREFIXES['xsd']}{name}" for name in ("string", "integer", "decimal", "boolean")}
    own = {CW.rstrip("#"), "https://w3id.org/coldwire/vocabulary/", kg.rdf.provenance.LICENSE}
    for address in sorted(mentioned - listed - xsd - own):
        space, name = _split(address)
        assert name in SHIPPED[space], f"{address} is not a term of {space}"


def _split(address: str) -> tuple[str, str]:
    cut = max(address.rfind("#"), address.rfind("/")) + 1
    return address[:cut], address[cut:]


def test_no_alignment_is_looked_up_in_vain() -> None:
    text = (shipped("ontology") / "coldwire.ttl").read_text(encoding="utf-8")
    for prefix, names in LOOKED_UP.items():
        for name in names.split():
            assert re.search(rf"\b{prefix}:{name}\b", text), f"{prefix}:{name}"


def test_object_and_data_properties_do_not_mix() -> None:
    """OWL 2 DL: one name is not two kinds of property, and subproperties are of one kind."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = [set(GRAPH.subjects(RDF.type, kind)) for kind in kinds]
    assert not declared[0] & declared[1]
    assert not (declared[0] | declared[1]) & declared[2]
    for lower, upper in GRAPH.subject_objects(RDFS.subPropertyOf):
        assert any({lower, upper} <= kind for kind in declared), f"{lower} under {upper}"


def test_each_term_is_written_or_shown_somewhere() -> None:
    names = {str(node).removeprefix(CW) for node in TERMS}
    assert names - used_in_code_and_examples() == set()


def test_the_mapping_writes_nothing_that_is_not_declared() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in RDF_CODE.glob("*.py"))
    declared = {str(s) for s in GRAPH.subjects(RDF.type, None)}
    for name in re.findall(r'\bcw\("([A-Za-z]+)"\)', text):
        assert CW + name in declared, name
    prefixed = set(re.findall(r'"((?:cw|dcterms|schema|skos|org|opengov|prov):\w+)"', text))
    described = {"prov:Entity", "prov:Activity", "prov:SoftwareAgent", "skos:definition"} | {
        name for name in prefixed if name in _DATASET_TERMS
    }
    for name in prefixed - described:
        prefix, local = name.split(":")
        assert PREFIXES[prefix] + local in declared, name


_DATASET_TERMS = {
    "prov:used", "prov:wasAssociatedWith", "prov:wasGeneratedBy", "skos:inScheme", "skos:prefLabel",
}  # fmt: skip
"""What only the description of the dataset or of a concept says; not part of the model."""


def test_every_property_in_the_shipped_register_is_declared() -> None:
    declared = {str(s) for s in GRAPH.subjects(RDF.type, None)} | {str(RDF.type), str(RDFS.label)}
    text = "\n".join(authority_quads(Authority.load()))
    written = {q.predicate.value for q in ox.parse(text, format=ox.RdfFormat.N_QUADS)}
    assert written <= declared
