"""What the SPARQL endpoint says of itself in RDF.

Source: W3C Recommendation "SPARQL 1.1 Service Description" (2013); the names of formats are
those of http://www.w3.org/ns/formats/.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.store import FORMATS
from kg.store.formats import Format

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}


def service_description(endpoint: str, title: str, written_as: Format) -> bytes:
    """The description of the endpoint at that address, in one of the graph formats."""
    assert isinstance(written_as.engine, ox.RdfFormat)  # noqa: S101 - the caller offers graphs
    prefixes = {"sd": _SD, "formats": _FORMATS, "rdfs": PREFIXES["rdfs"]}
    found = ox.serialize(_triples(endpoint, title), format=written_as.engine, prefixes=prefixes)
    return found or b""


def _triples(endpoint: str, title: str) -> Iterator[ox.Triple]:
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(endpoint + "#dataset")
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    yield ox.Triple(service, kind, _sd("Service"))
    yield ox.Triple(service, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal(title))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, _sd("Dataset"))
    for name in FORMATS:
        written = ox.NamedNode(_FORMATS + _FORMAT_NAMES[name])
        yield ox.Triple(service, _sd("resultFormat"), written)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
