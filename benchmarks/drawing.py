"""A network as a page: ours against what pyvis writes by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import networkx as nx
from pyvis.network import Network

from benchmarks.measure import Figure, compare
from kg import pipeline
from kg.network import build_network
from kg.network.drawing import draw_html
from kg.store import Store


def figures() -> Iterator[Figure]:
    """The correspondence network of the shipped data."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build([pipeline.shipped_data()], Path(folder) / "store", print)
        with Store.open(Path(folder) / "store") as store:
            graph = build_network(store)
    ours, theirs = draw_html(graph, "Coldwire"), _pyvis(graph)
    yield compare(
        f"page of {graph.number_of_nodes()} nodes with layout, evidence and tables"
        f" ({len(ours) // 1000} kB, no request)",
        f"pyvis generate_html, no layout ({len(theirs) // 1000} kB, asks a host)",
        partial(draw_html, graph, "Coldwire"),
        partial(_pyvis, graph),
    )


def _pyvis(graph: nx.MultiDiGraph) -> str:
    network = Network(directed=True, cdn_resources="in_line")
    for node, values in graph.nodes(data=True):
        network.add_node(node, label=values["label"])
    for source, target, values in graph.edges(data=True):
        network.add_edge(source, target, width=values["weight"])
    return str(network.generate_html())
