"""The union of all graphs, as the engine's default graph.

The engine could form the union when it answers, but would count a triple that stands in two
graphs twice (Oxigraph issue 1919), and the page and the index row of one message share many. So
each triple is also loaded once without a graph: it costs half as much again on the disk, nearly
twice the memory and the time of loading, and makes queries over everything right. Where graphs
are told, the copies must not show; a statement that had no graph when it came does.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.store.lines import as_file, triples_of


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
