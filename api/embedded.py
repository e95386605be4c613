"""What search engines read in our pages: the thing of the page in the words of schema.org.

Each function gives a JSON-LD document as plain values; the template writes it into a data block
with Jinja's `tojson`, which escapes <, >, & and ', so that no text can end the block.

Source: schema.org 29; JSON-LD 1.1, section 7 (embedding in HTML); HTML, "data block".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.dataset import Description, description
from api.graph import Graph
from api.views import MessagePage, Party, RecordPage, Thing
from kg.namespaces import PREFIXES

_CONTEXT = "https://schema.org"
_KINDS = {
    "person": "Person",
    "organization": "Organization",
    "group": "Organization",
    "place": "Place",
}
_SAME = frozenset(
    {
        PREFIXES["owl"] + "sameAs",
        PREFIXES["skos"] + "exactMatch",
        PREFIXES["schema"] + "sameAs",
    }
)
_MOST = 50


def message_data(graph: Graph, message: MessagePage) -> dict[str, Any]:
    """A message with its correspondents and what it mentions."""
    about = description(graph)
    by_role = {
        name: [_named(p.thing) for p in message.correspondents if p.role == role]
        for role, name in (("from", "sender"), ("to", "recipient"))
    }
    return _whole({
        "@context": _CONTEXT,
        "@type": "Message",
        "@id": message.thing.address,
        "name": message.title,
        "dateCreated": message.date,
        **by_role,
        "mentions": _mentions(message.mentions),
        "sameAs": [thing.address for thing in message.outside],
        "isPartOf": {"@type": "Dataset", "@id": graph.addresses.dataset},
        "license": about.license if about else "",
    })  # fmt: skip


def record_data(record: RecordPage) -> dict[str, Any] | None:
    """A person, organization or place; None for what schema.org has no word for."""
    kind = _KINDS.get(record.thing.kind)
    if kind is None:
        return None
    same = [
        statement.value.address
        for property_ in record.about
        if property_.thing.address in _SAME
        for statement in property_.statements
        if isinstance(statement.value, Thing)
    ]
    return _whole({
        "@context": _CONTEXT,
        "@type": kind,
        "@id": record.thing.address,
        "name": record.thing.label,
        "sameAs": same,
    })  # fmt: skip


def dataset_data(description: Description, address: str, own: str) -> dict[str, Any]:
    """The dataset with the forms it can be had in; `own` is where this server is."""
    return _whole({
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "name": description.title,
        "description": description.text,
        "license": description.license,
        "version": description.version,
        "creator": {"@type": "Organization", "name": description.creator},
        "url": f"{own}/id/dataset.html",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "SPARQL endpoint",
                "contentUrl": f"{own}/sparql",
                "encodingFormat": "application/sparql-results+json",
            }
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": f"{name} of {row.statement}", "value": value}
            for row in description.accuracy
            for name, value in sorted(row.figures.items())
        ],
    })  # fmt: skip


def _mentions(parties: Iterable[Party]) -> list[dict[str, Any]]:
    return [_named(party.thing) for party in parties if party.thing.kind in _KINDS][:_MOST]


def _named(thing: Thing) -> dict[str, Any]:
    return {
        "@type": _KINDS.get(thing.kind, "Thing"), "@id": thing.address, "name": thing.label,
    }  # fmt: skip


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what is empty."""
    return {name: value for name, value in document.items() if value not in (None, "", [])}
