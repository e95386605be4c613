"""The union of all graphs, as the default graph of a query.

The engine can form the union when it answers, at no cost, but then counts a triple that stands in
two graphs twice (Oxigraph issue 1919). So where no triple does (`kg.pipeline` builds such graphs:
the first source that says a thing holds the plain triple, every source its own evidence), the
engine forms it. Otherwise each triple is also loaded once without a graph, which doubles the
time of loading and the memory, and the engine's own default graph is the union; where graphs are
told, the copies must not show, while a statement that had no graph when it came does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.store.lines import as_file, triple_of, triples_of


class Repeated:
    """Passes sorted lines on and notes whether a triple came in more than one graph."""

    def __init__(self) -> None:
        self.any = False

    def __call__(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines."""
        last = b""
        for line in lines:
            if not self.any:
                triple = triple_of(line)
                self.any = triple == last
                last = triple
            yield line


def load_union(engine: ox.Store, lines: Iterable[bytes]) -> None:
    """Make the default graph of the engine the union of all graphs, given as sorted lines."""
    with as_file(triples_of(lines)) as triples:
        engine.bulk_load(triples, ox.RdfFormat.N_TRIPLES)


def stated(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads without the copies: with all quads of a triple given, those as they came."""
    every = set(quads)
    named = {quad for quad in every if not isinstance(quad.graph_name, ox.DefaultGraph)}
    triples = {quad.triple for quad in named}
    return named | {quad for quad in every - named if quad.triple not in triples}
