"""Everything the graph says about one address, statement by statement.

A statement is shown with the named graph it stands in, because that is who says it: a source
document, the authority or a judgment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    back = {
        row["property"].value: int(row["count"].value) for row in graph.ask("record-back", this)
    }
    pointing = [row for each in sorted(back) for row in _pointing(graph, this, each)]
    evidence = graph.ask("record-evidence", this) if CW + "refersTo" in back else []
    names = named(graph.addresses, _namings(this, about, pointing, evidence))
    shown = _distinct(row for row in evidence if "quote" in row and "message" in row)
    path = graph.addresses.record(this) or this
    classes = names.things(r["value"].value for r in about if r["property"].value == _TYPE)
    return RecordPage(
        thing=names.thing(this),
        prefixed=prefixed(this),
        classes=classes,
        about=_properties(names, about, most, {}),
        pointing=_properties(names, pointing, most, back),
        evidence=tuple(_attestation(names, row) for row in shown[:most]),
        is_evidence_cut=len(shown) > most,
        page_href=graph.addresses.path(this) if graph.addresses.kind(this) == "message" else None,
        formats=tuple((each.label, f"{path}.{each.ending}") for each in formats_of("graph")),
    )


def _pointing(graph: Graph, this: str, property_: str) -> list[Row]:
    """The first statements with that property whose value is the thing."""
    return graph.ask("record-pointing", this, property=property_)


def _namings(
    this: str, about: Sequence[Row], pointing: Sequence[Row], evidence: Sequence[Row]
) -> list[Row]:
    """What names or classifies a thing and its neighbors, as rows of (?thing ?by ?label)."""
    thing = Term(this, is_address=True)
    own = [
        {"thing": thing, "by": row["property"], "label": row["value"]}
        for row in about
        if row["property"].value in (_TYPE, *LABELS)
    ]
    neighbors = [
        {"thing": row["value"], "by": row["by"], "label": row["label"]}
        for row in (*about, *pointing)
        if "label" in row
    ]
    return [*own, *neighbors, *_message_names(evidence)]


def _message_names(evidence: Sequence[Row]) -> list[Row]:
    """The names of the messages in rows of evidence, and of the findings themselves."""
    ways = (("message", "name", LABELS[0]), ("message", "title", LABELS[2]),
            ("finding", "quote", LABELS[3]))  # fmt: skip
    return [
        {"thing": row[thing], "by": Term(by, is_address=True), "label": row[name]}
        for row in evidence
        for thing, name, by in ways
        if thing in row and name in row
    ]


def _distinct(evidence: Iterable[Row]) -> list[Row]:
    """One row for each finding and what it supports, in the order of the messages."""
    found = {
        (row["message"].value, _start(row), row["finding"].value, str(row.get("supports"))): row
        for row in evidence
    }
    return [found[place] for place in sorted(found)]


def _start(row: Row) -> int:
    start = row["start"].value if "start" in row else ""
    return int(start) if start.isdecimal() else 0


def named_graph_size(graph: Graph, this: str) -> Count | None:
    """How many statements stand in the named graph of that address; None when it is none."""
    if graph.addresses.kind(this) != "graph":
        return None
    found = graph.kept(f"size of {this}", lambda: graph.ask("graph-size", this))
    return Count("statements", int(found[0]["count"].value)) if found else None


def _properties(
    names: Names, rows: Iterable[Row], most: int, counts: Mapping[str, int]
) -> tuple[Property, ...]:
    """The statements by property; the same statement of several graphs stands there for each.

    `counts` says how many there are of a property where not all were asked for.
    """
    grouped: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in rows:
        grouped[row["property"].value][(_said(row["value"]), row["graph"].value)] = row
    found = {property_: [each[k] for k in sorted(each)] for property_, each in grouped.items()}
    return tuple(
        Property(
            thing=_property(names, property_),
            statements=tuple(_statement(names, row) for row in each[:most]),
            hidden=max(0, max(len(each), counts.get(property_, 0)) - min(len(each), most)),
        )
        for property_, each in sorted(found.items(), key=lambda item: words(item[0]))
    )


def _said(term: Term) -> str:
    return "\x00".join((term.value, term.language or "", term.datatype or ""))


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
