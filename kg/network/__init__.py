"""The network of a store: a networkx graph, measures of it, a page to look at, files."""

from kg.network.exports import write_network
from kg.network.graph import build_network
from kg.network.layers import LAYERS, Layer
from kg.network.measures import communities, measured

__all__ = ["LAYERS", "Layer", "build_network", "communities", "measured", "write_network"]
