"""Measures of a node's place in the network, each a visible function, and communities.

All work on the graph that `build_network` gives. Distances and flows are counted on the
simple graph behind it: parallel edges joined, their weights added. What a measure says holds
for the messages that were kept and read, not for all that were ever sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import networkx as nx

_SEED = 1950


def degree(graph: nx.MultiDiGraph) -> dict[str, float]:
    """How many different nodes each node touches, in either direction."""
    simple = nx.Graph(graph)
    return {node: float(len(set(simple[node]) - {node})) for node in graph}


def strength(graph: nx.MultiDiGraph) -> dict[str, float]:
    """The sum of the weights of all edges of each node."""
    return {node: float(total) for node, total in graph.degree(weight="weight")}


def betweenness(graph: nx.MultiDiGraph) -> dict[str, float]:
    """The share of shortest paths that lead over each node; directions and weights ignored.

    Source: L. C. Freeman, "A set of measures of centrality based on betweenness",
    Sociometry 40 (1977); computed as U. Brandes (2001).
    """
    found: dict[str, float] = nx.betweenness_centrality(_joined(graph, directed=False))
    return found


def pagerank(graph: nx.MultiDiGraph) -> dict[str, float]:
    """The weight that flows to each node along the directions (damping 0.85).

    Source: S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search
    engine", 1998.
    """
    found: dict[str, float] = nx.pagerank(_joined(graph, directed=True), weight="weight")
    return found


MEASURES: Mapping[str, Callable[[nx.MultiDiGraph], dict[str, float]]] = {
    "degree": degree,
    "strength": strength,
    "betweenness": betweenness,
    "pagerank": pagerank,
}
"""Every measure by name."""


def measured(graph: nx.MultiDiGraph) -> dict[str, dict[str, float]]:
    """For each node every measure of the table, rounded to six places."""
    columns = {name: measure(graph) for name, measure in MEASURES.items()}
    return {
        node: {name: round(column[node], 6) for name, column in columns.items()} for node in graph
    }


def communities(graph: nx.MultiDiGraph) -> list[list[str]]:
    """Groups of nodes that are more with each other than with others, the largest first.

    Source: V. D. Blondel and others, "Fast unfolding of communities in large networks"
    (2008), with a fixed seed and a fixed order of nodes.
    """
    found = nx.community.louvain_communities(_joined(graph, directed=False), seed=_SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def _joined(graph: nx.MultiDiGraph, *, directed: bool) -> nx.Graph:
    """The simple graph with weights added and nodes in sorted order."""
    simple = nx.DiGraph() if directed else nx.Graph()
    simple.add_nodes_from(sorted(graph))
    for source, target, weight in sorted(graph.edges(data="weight", default=1)):
        known = simple.get_edge_data(source, target, {"weight": 0})["weight"]
        simple.add_edge(source, target, weight=known + weight)
    return simple
