"""Validation against `ontology/shapes.ttl`: what is wrong with a graph, in words for people.

pySHACL works on an rdflib graph; it is run without inference and without its advanced features,
on as much as possible at once, since it pays for every run. Graphs that speak about the same
message (a page and the row of an index) are validated apart: each must be right by itself.

Source: Shapes Constraint Language (SHACL), W3C Recommendation of 20 July 2017.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, SH
from rdflib.plugins.stores.memory import SimpleMemory

from kg.files import shipped
from kg.namespaces import CW

Triple: TypeAlias = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]

_MESSAGE = rdflib.URIRef(f"{CW}Message")
_DIRECTIVE = rdflib.URIRef(f"{CW}Directive")
_QUIET = logging.getLogger("kg.rdf.shapes.pyshacl")
_QUIET.setLevel(logging.CRITICAL)


class _OneGraph(SimpleMemory):
    """rdflib's quickest store, which knows one graph only; pySHACL asks for the promise but never
    for a second one."""

    context_aware = True
    graph_aware = True

    def __len__(self, context: rdflib.Graph | None = None) -> int:
        """1 when there is anything: pySHACL asks for nothing else, once for each result."""
        return int(any(True for _ in self.triples((None, None, None))))


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong.

    `focus` is the address of what it is wrong with, `path` the property (None when several
    are concerned), `value` the value that breaks the rule (None when it is one that lacks),
    `severity` "violation" or "warning".
    """

    focus: str
    path: str | None
    value: str | None
    message: str
    severity: str = "violation"

    def __str__(self) -> str:
        place = (
            f"{self.focus} {self.path.rsplit('#', 1)[-1].rsplit('/', 1)[-1]}"
            if self.path
            else self.focus
        )
        shown = f" ({self.value!r})" if self.value is not None else ""
        return f"{place}{shown}: {self.message}"


def validate(data: Iterable[str] | rdflib.Graph, known: Iterable[str] = ()) -> list[Violation]:
    """Everything in `data` that breaks a shape, sorted.

    `data` are N-Quads lines or an rdflib graph or dataset; it is not changed. `known` are lines
    of graphs that need no validation now but say of what type things are: the authority, when
    single documents are validated.

    Raises:
        SyntaxError: when a line is no N-Quad.
    """
    graphs = _graphs(data)
    typed = [t for group in (graphs, _by_graph(known)) for g in group.values() for t in g]
    said = [triple for triple in typed if triple[1] in (RDF.type, RDFS.label)]
    found: set[Violation] = set()
    for batch in _batches(graphs):
        found.update(_validated(batch, said))
    return sorted(found, key=lambda v: (v.focus, v.path or "", v.message, v.value or ""))


def _graphs(data: Iterable[str] | rdflib.Graph) -> dict[str, list[Triple]]:
    if isinstance(data, rdflib.Dataset):
        return {str(graph.identifier): list(graph) for graph in data.graphs()}
    if isinstance(data, rdflib.Graph):
        return {"": list(data)}
    return _by_graph(data)


def _by_graph(lines: Iterable[str]) -> dict[str, list[Triple]]:
    """The triples of each named graph, as rdflib terms."""
    text = "\n".join(line.rstrip("\n") for line in lines)
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
        triple = (_term(quad.subject), _term(quad.predicate), _term(quad.object))
        graphs[str(quad.graph_name)].append(triple)
    return graphs


@lru_cache(maxsize=100_000)
def _term(value: object) -> rdflib.term.Node:
    if isinstance(value, ox.NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return rdflib.BNode(value.value)
    if isinstance(value, ox.Literal):
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value))
    raise TypeError(f"not a term of RDF 1.1: {value}")


def _batches(graphs: dict[str, list[Triple]]) -> Iterator[list[Triple]]:
    """The graphs put together in as few batches as keep each message's statements apart."""
    batches: list[tuple[set[rdflib.term.Node], list[Triple]]] = []
    for name in sorted(graphs):
        triples = graphs[name]
        messages = {s for s, p, o in triples if o == _MESSAGE}
        for taken, batch in batches:
            if taken.isdisjoint(messages):
                taken.update(messages)
                batch.extend(triples)
                break
        else:
            batches.append((messages, list(triples)))
    return (batch for _, batch in batches)


def _validated(batch: list[Triple], said: Iterable[Triple]) -> Iterator[Violation]:
    """What is wrong with the batch.

    Types and labels `said` in other graphs only tell what its values are, and what a message is
    called that an index row shares with a page.
    """
    # Imported here: it takes as long as all the rest, and few commands need it.
    import pyshacl  # noqa: PLC0415

    described, values = {s for s, p, _ in batch if p == RDF.type}, {o for _, _, o in batch}
    graph = rdflib.Graph(store=_OneGraph(), bind_namespaces="none")
    for triple in (*batch, *_agents(), *(t for t in said if t[0] in values)):
        graph.add(triple)
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=_shapes(), inference="none", inplace=True, logger=_QUIET
    )
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        if focus in described or focus == _DIRECTIVE:
            yield _violation(report, result)


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    """The shapes, with each property's shape aimed at the classes of the node shapes that have it.

    It means the same; but pySHACL enters a property shape once for each node when it comes
    from a node shape, and once for all nodes together when it has a target of its own.
    """
    shapes = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl", format="turtle")
    for node, _, rule in list(shapes.triples((None, SH.property, None))):
        for target in shapes.objects(node, SH.targetClass):
            shapes.add((rule, SH.targetClass, target))
        shapes.remove((node, SH.property, rule))
    return shapes


@lru_cache(maxsize=1)
def _agents() -> tuple[Triple, ...]:
    """Which classes are kinds of agents: the subclass statements of the ontology about classes."""
    ontology = rdflib.Graph().parse(shipped("ontology") / "coldwire.ttl", format="turtle")
    return tuple(t for t in ontology.triples((None, RDFS.subClassOf, None)))


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    def text(predicate: rdflib.URIRef) -> str | None:
        value = report.value(result, predicate)
        return None if value is None else str(value)

    focus, value = text(SH.focusNode) or "", text(SH.value)
    if focus == str(_DIRECTIVE):  # the one check that is aimed at all directives at once
        focus, value = value or focus, None
    return Violation(
        focus=focus,
        path=text(SH.resultPath),
        value=value,
        message=text(SH.resultMessage) or "",
        severity="warning" if text(SH.resultSeverity) == str(SH.Warning) else "violation",
    )
