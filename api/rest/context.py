"""The JSON-LD context of the records: which property of the ontology each member is.

Members that are not in it (links to pages and lists, counts, words for terms) are for readers and
say nothing in RDF. What JSON-LD says, the graph says: a test holds it to that.

Source: W3C Recommendation "JSON-LD 1.1" (2020), sections 4.1.3 (aliasing), 4.1.8 (scoped
contexts), 4.2.3 (type coercion), 4.8 (reverse properties).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.rest.shelves import SHELVES
from kg.namespaces import CW, PREFIXES

_CONCEPTS = ("form", "classification", "precedence", "held", "force", "kind", "choice", "role")
_TYPES = {
    "date": "edtf:EDTF",
    "earliest": "xsd:date",
    "latest": "xsd:date",
    "born": "edtf:EDTF",
    "died": "edtf:EDTF",
    "confidence": "xsd:decimal",
    "latitude": "xsd:decimal",
    "longitude": "xsd:decimal",
    "start": "xsd:integer",
    "end": "xsd:integer",
    "ordinal": "xsd:integer",
    "reported": "xsd:boolean",
    "accepted": "xsd:boolean",
    "source": "@id",
    "wikidata": "@id",
    "supports": "@vocab",
    "relation": "@vocab",
}
_MORE = {"supports": CW + "supports", "role": CW + "role"}
_PREFIXES = ("cw", "rdfs", "dcterms", "skos", "schema", "xsd", "edtf")


def context() -> dict[str, Any]:
    """The context document.

    >>> context()["@context"]["sender"]
    {'@id': 'cw:sender'}
    """
    properties = {
        name: address for shelf in SHELVES for name, address in shelf.properties.items()
    } | _MORE
    del properties["bearer"]  # a name stands under its bearer, as one of its names
    return {
        "@context": {
            "@version": 1.1,
            **{prefix: PREFIXES[prefix] for prefix in _PREFIXES},
            "id": "@id",
            "type": "@type",
            **{name: {"@id": f"cw:{name}"} for shelf in SHELVES for name in shelf.classes},
            **{name: _term(name, _short(properties[name])) for name in sorted(properties)},
            "names": {"@reverse": "cw:bearer"},
        }
    }


def _term(name: str, address: str) -> Mapping[str, Any]:
    typed = {"@type": _TYPES[name]} if name in _TYPES else {}
    # The words of a term are for readers: its label is another thing.
    scoped = {"@context": {"name": None}} if name in _CONCEPTS else {}
    return {"@id": address, **typed, **scoped}


def _short(address: str) -> str:
    for prefix in _PREFIXES:
        if address.startswith(PREFIXES[prefix]):
            return f"{prefix}:{address.removeprefix(PREFIXES[prefix])}"
    raise ValueError(f"no prefix for {address}")
