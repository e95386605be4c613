"""The dataset as it describes itself, for a page: counts, sources, license, measured accuracy.

Source: what `kg.rdf.provenance` writes: VoID, DCAT, PROV-O and the Data Quality Vocabulary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.graph import Graph, Names, Node
from api.views import Count, Thing
from api.wording import words
from kg.namespaces import PREFIXES

_LABEL = PREFIXES["rdfs"] + "label"
_MEASURES = ("precision", "recall", "f1")
"""The order in which figures of accuracy are shown; others follow."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How right one kind of statement is: figures from 0 to 1 by measure, and how measured."""

    statement: str
    figures: Mapping[str, float]
    method: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file the graph was made from: its checksum, and its license where it states one."""

    thing: Thing
    digest: str
    license: str


@dataclass(frozen=True, slots=True)
class Description:
    """What the dataset says of itself; empty texts where it says nothing."""

    title: str
    text: str
    creator: str
    license: str
    version: str
    statements: int
    classes: tuple[Count, ...]
    sources: tuple[SourceFile, ...]
    accuracy: tuple[Accuracy, ...]
    build: Thing | None

    @property
    def measures(self) -> list[str]:
        """The measures that figures are there for, in the order they are shown."""
        found = {measure for row in self.accuracy for measure in row.figures}
        known = [measure for measure in _MEASURES if measure in found]
        return known + sorted(found - set(known))


def description(graph: Graph) -> Description | None:
    """The description of the dataset, None when there is none in the graph."""
    return graph.kept("description", lambda: _description(graph))


def _description(graph: Graph) -> Description | None:
    found = graph.nodes("dataset-facts", graph.addresses.dataset_graph)
    nodes = {node.address: node for node in found}
    dataset = nodes.get(graph.addresses.dataset)
    if dataset is None:
        return None
    names = _names(graph, found)
    builds = names.things(dataset.addresses(PREFIXES["prov"] + "wasGeneratedBy"))
    return Description(
        title=_text(dataset, "dcterms", "title") or "Dataset",
        text=_text(dataset, "dcterms", "description"),
        creator=_text(dataset, "dcterms", "creator"),
        license=_text(dataset, "dcterms", "license"),
        version=_text(dataset, "dcat", "version"),
        statements=int(dataset.number(PREFIXES["void"] + "triples") or 0),
        classes=_classes(dataset, nodes),
        sources=tuple(_source(names, nodes[a]) for b in builds for a in _used(nodes, b.address)),
        accuracy=_accuracy(nodes.values()),
        build=builds[0] if builds else None,
    )


def _names(graph: Graph, found: Iterable[Node]) -> Names:
    labels = {node.address: node.text(_LABEL) or "" for node in found}
    return Names(graph.addresses, labels)


def _text(node: Node, prefix: str, name: str) -> str:
    return node.text(PREFIXES[prefix] + name) or ""


def _classes(dataset: Node, nodes: dict[str, Node]) -> tuple[Count, ...]:
    """How many things of each class, the most first."""
    partitions = [
        nodes[a] for a in dataset.addresses(PREFIXES["void"] + "classPartition") if a in nodes
    ]
    counts = [
        Count(
            label=words(_text(each, "void", "class")).capitalize(),
            count=int(each.number(PREFIXES["void"] + "entities") or 0),
            href="/ontology#" + _text(each, "void", "class").rpartition("#")[2],
        )
        for each in partitions
    ]
    return tuple(sorted(counts, key=lambda it: (-it.count, it.label)))


def _used(nodes: dict[str, Node], build: str) -> list[str]:
    used = nodes[build].addresses(PREFIXES["prov"] + "used") if build in nodes else []
    return sorted(address for address in used if address in nodes)


def _source(names: Names, node: Node) -> SourceFile:
    return SourceFile(
        names.thing(node.address),
        _text(node, "dcterms", "identifier"),
        _text(node, "dcterms", "license"),
    )


def _accuracy(nodes: Iterable[Node]) -> tuple[Accuracy, ...]:
    """The measurements by the kind of statement that was measured."""
    by_address = {node.address: node for node in nodes}
    figures: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for node in by_address.values():
        value = node.number(PREFIXES["dqv"] + "value")
        metric = by_address.get(_text(node, "dqv", "isMeasurementOf"))
        if value is None or metric is None:
            continue
        measure, _, statement = _text(metric, "skos", "prefLabel").partition(" of ")
        figures[(statement, _text(metric, "skos", "definition"))][measure] = value
    return tuple(
        Accuracy(statement, found, method) for (statement, method), found in sorted(figures.items())
    )
