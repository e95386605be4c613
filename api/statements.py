"""Everything the graph says about one address, statement by statement.

A statement is shown with the named graph it stands in, because that is who says it: a source
document, the authority or a judgment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.forms import formats_of
from api.graph import LABELS, Graph, Names, Node, Row, Term, named
from api.views import (
    Attestation,
    Count,
    Property,
    RecordPage,
    Statement,
    TermEntry,
    Thing,
    Value,
)
from api.wording import prefixed, words
from kg.namespaces import CW, PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
_COMMENT = (PREFIXES["rdfs"] + "comment", PREFIXES["skos"] + "definition")
_CLASSES = {"Class": "Classes", "ObjectProperty": "Properties", "DatatypeProperty": "Properties"}


def record_page(graph: Graph, this: str, most: int) -> RecordPage:
    """The record of an address: of each property at most `most` statements."""
    about = graph.ask("record", this)
    names = named(graph.addresses, [*graph.ask("record-labels", this), *_own_names(this, about)])
    evidence = graph.ask("record-evidence", this)
    path = graph.addresses.record(this) or this
    classes = names.things(r["value"].value for r in about if r["property"].value == _TYPE)
    return RecordPage(
        thing=names.thing(this),
        prefixed=prefixed(this),
        classes=classes,
        about=_properties(names, about, most),
        pointing=_properties(names, graph.ask("record-pointing", this), most),
        evidence=tuple(_attestation(names, row) for row in evidence[:most]),
        evidence_hidden=max(0, len(evidence) - most),
        page_href=graph.addresses.path(this) if graph.addresses.kind(this) == "message" else None,
        formats=tuple((each.label, f"{path}.{each.ending}") for each in formats_of("graph")),
    )


def _own_names(this: str, about: Sequence[Row]) -> list[Row]:
    """The statements about a thing that name or classify it, as rows of (?thing ?by ?label)."""
    thing = Term(this, is_address=True)
    return [
        {"thing": thing, "by": row["property"], "label": row["value"]}
        for row in about
        if row["property"].value in (_TYPE, *LABELS)
    ]


def named_graph_size(graph: Graph, this: str) -> Count | None:
    """How many statements stand in the named graph of that address; None when it is none."""
    found = graph.ask("graph-size", this)
    return Count("statements", int(found[0]["count"].value)) if found else None


def _properties(names: Names, rows: Sequence[Row], most: int) -> tuple[Property, ...]:
    """The statements by property; the same statement of several graphs stands there for each."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["property"].value].append(row)
    return tuple(
        Property(
            thing=_property(names, property_),
            statements=tuple(_statement(names, row) for row in found[:most]),
            hidden=max(0, len(found) - most),
        )
        for property_, found in sorted(grouped.items(), key=lambda item: words(item[0]))
    )


def _property(names: Names, address: str) -> Thing:
    """A property under its label, else under the words of its address."""
    return replace(names.thing(address), label=names.labels.get(address, words(address)))


def _statement(names: Names, row: Row) -> Statement:
    return Statement(names.value(row["value"]), names.thing(row["graph"].value))


def _attestation(names: Names, row: Row) -> Attestation:
    supports, confidence = row.get("supports"), row.get("confidence")
    return Attestation(
        message=names.thing(row["message"].value),
        supports=words(supports.value) if supports else "",
        quote=row["quote"].value,
        finding=names.thing(row["finding"].value),
        confidence=float(confidence.value) if confidence else None,
    )


def term_groups(graph: Graph, namespace: str) -> Mapping[str, Sequence[TermEntry]]:
    """The terms whose addresses begin with the namespace, in groups for a page."""
    nodes = [
        node
        for node in graph.nodes("terms", graph.addresses.vocabulary)
        if node.address.startswith(namespace)
    ]
    labels = {node.address: _first(node, _LABEL) for node in nodes}
    names = Names(graph.addresses, {a: label for a, label in labels.items() if label})
    groups: dict[str, list[TermEntry]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: names.thing(n.address).label.casefold()):
        groups[_group(node, namespace)].append(_term(node, names, namespace))
    return dict(sorted(groups.items()))


def _group(node: Node, namespace: str) -> str:
    if namespace == CW:
        kinds = [address.rsplit("#", 1)[-1] for address in node.addresses(_TYPE)]
        return next((_CLASSES[kind] for kind in kinds if kind in _CLASSES), "Other terms")
    return words(node.address.removeprefix(namespace).partition("/")[0])


def _term(node: Node, names: Names, namespace: str) -> TermEntry:
    left_out = {_TYPE, *_LABEL, *_COMMENT}
    details: list[tuple[str, tuple[Thing | Value, ...]]] = [
        (words(property_), tuple(names.value(term) for term in node.terms(property_)))
        for property_ in sorted(set(node.properties) - left_out, key=words)
    ]
    return TermEntry(
        thing=names.thing(node.address),
        anchor=node.address.removeprefix(namespace),
        short=prefixed(node.address) if namespace == CW else node.address.removeprefix(namespace),
        comment=_first(node, _COMMENT) or "",
        details=tuple(details),
    )


def _first(node: Node, properties: Sequence[str]) -> str | None:
    """The first English (or plain) text under one of the properties."""
    terms = [term for property_ in properties for term in node.terms(property_)]
    ranked = sorted(terms, key=lambda term: (term.language or "en") != "en")
    return ranked[0].value if ranked else None
