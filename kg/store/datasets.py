"""The store behind rdflib's interface: the union of all graphs, each graph, and no writing.

oxrdflib would form the union itself and count shared triples twice; here the engine's default
graph is the union already where triples are shared (see `union`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, NoReturn, cast

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import StopError
from kg.store.lexical import names_dataset, refuse_service

_UNION = "__UNION__"
"""How rdflib asks a store for the union of all graphs."""

Found = tuple[Any, Iterator[rdflib.Graph]]
"""A triple, and the graphs it stands in."""


class ReadOnlyStore(OxigraphStore):
    """An rdflib store over an engine that others use: everything that would change it raises."""

    def __init__(self, engine: ox.Store, union: bool) -> None:
        """`union` when the engine is to join the graphs, because none shares a triple."""
        super().__init__(store=engine)
        self._union = union

    def triples(self, pattern: Any, context: rdflib.Graph | None = None) -> Iterator[Found]:
        """The triples of one graph; of the union, each once with every graph it stands in."""
        if context is not None:
            if context.identifier != DATASET_DEFAULT_GRAPH_ID:
                yield from cast(Iterator[Found], super().triples(pattern, context))
            return
        union = rdflib.Graph(self, DATASET_DEFAULT_GRAPH_ID)
        if self._union:
            yield from cast(Iterator[Found], super().triples(pattern, None))
            return
        for triple, _ in super().triples(pattern, union):
            yield triple, self._graphs_of(triple, union)

    def _graphs_of(self, triple: Any, union: rdflib.Graph) -> Iterator[rdflib.Graph]:
        named = list(self.contexts(triple))
        yield from named or [union]

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:
        """The named graphs: all, or those that hold a triple."""
        found = super().contexts(triple)
        yield from (graph for graph in found if graph.identifier != DATASET_DEFAULT_GRAPH_ID)

    def __len__(self, context: rdflib.Graph | None = None) -> int:
        return sum(1 for _ in self.triples((None, None, None), context))

    def query(  # the names of the parameters are rdflib's
        self,
        query: Any,
        initNs: Any,  # noqa: N803
        initBindings: Any,  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **options: object,
    ) -> Any:
        """The engine's answer; SERVICE is refused.

        Raises:
            QueryError: when the text holds SERVICE.
        """
        if isinstance(query, str):
            refuse_service(query)
        asked: Any = queryGraph
        if queryGraph in (_UNION, DATASET_DEFAULT_GRAPH_ID):
            joined = self._union and isinstance(query, str) and not names_dataset(query)
            asked = _UNION if joined else None
        return super().query(query, initNs, initBindings, asked, **options)

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise StopError(
            "This store is read-only. Copy what you need into a graph of your own:"
            " rdflib.Graph().parse(data=store.dump('turtle'))."
        )

    add = addN = remove = update = remove_graph = open = destroy = _refused  # noqa: N815

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Do nothing: rdflib announces a graph also when it only reads from it."""
