"""Positions that are the same for the same graph, with room for the names.

Each connected part is laid out by itself (a spring layout that starts from a circle or, for
small parts, from the distances between the nodes), then names that overlap are pushed apart,
then the parts are packed in rows. Positions are pixels, rounded, so that the bytes of a page
do not depend on the last digit of a floating-point sum.

Limit: the work grows with the square of the number of nodes. Up to 300 nodes, the most a page
shows, it is a matter of a second or two; `positions` refuses more than 500.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.errors import StopError

LIMIT = 500
_SEED = 1950
_KAMADA_KAWAI_UP_TO = 120
_ROUNDS = 300
_ASPECT = 1.5
_GAP = 70.0

Array = NDArray[np.float64]
Box = tuple[float, float]
"""Width and height in pixels that a node needs with its name."""


def positions(
    graph: nx.MultiDiGraph, boxes: Mapping[str, Box] | None = None
) -> dict[str, tuple[float, float]]:
    """The place of every node in pixels, y downwards, the middle of the picture at 0, 0.

    `boxes` tells how much room each node needs; without it every node gets the same.

    Raises:
        StopError: when the graph has more than 500 nodes.
    """
    if graph.number_of_nodes() > LIMIT:
        raise StopError(f"{graph.number_of_nodes()} nodes are too many to lay out (most {LIMIT}).")
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from((s, t) for s, t in sorted(graph.edges()) if s != t)
    parts = sorted((sorted(p) for p in nx.connected_components(simple)), key=lambda p: (-len(p), p))
    room = {node: (boxes or {}).get(node, (110.0, 60.0)) for node in simple}
    placed = [(part, _one_part(simple.subgraph(part), part, room)) for part in parts]
    return _packed(placed, room)


def _one_part(part: nx.Graph, nodes: list[str], room: Mapping[str, Box]) -> Array:
    """Places of one connected part, names pushed apart, its corner at 0, 0."""
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(part.edges()))
    size = np.array([room[node] for node in nodes], dtype=np.float64)
    if len(nodes) == 1:
        return np.zeros((1, 2)) + size / 2
    start = nx.circular_layout(ordered)
    if len(nodes) <= _KAMADA_KAWAI_UP_TO:
        found = nx.kamada_kawai_layout(ordered, pos=start, weight=None)
    else:
        found = nx.spring_layout(
            ordered, pos=start, seed=_SEED, iterations=150, weight=None, method="force"
        )
    xy = np.array([found[node] for node in nodes], dtype=np.float64)
    xy = _upright(xy) * 60.0 * math.sqrt(len(nodes))
    xy = _apart(np.round(xy, 1), size)
    corner: Array = (xy - size / 2).min(axis=0)
    return xy - corner


def _upright(xy: Array) -> Array:
    """Turned so that the longest extent lies across; the screen is wider than high."""
    centred = xy - xy.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    if values[1] - values[0] < 1e-6 * max(values[1], 1e-9):  # round: no direction is longest
        return _unit(centred)
    return _unit(centred @ vectors[:, ::-1])


def _unit(xy: Array) -> Array:
    reach = np.abs(xy).max()
    return xy / reach if reach > 0 else xy


def _apart(xy: Array, size: Array) -> Array:
    """Pushes overlapping boxes apart along the shorter way, until none overlap or time is up."""
    need = (size[:, None, :] + size[None, :, :]) / 2
    for _ in range(_ROUNDS):
        delta = xy[:, None, :] - xy[None, :, :]
        missing = need - np.abs(delta)
        overlap = np.triu((missing > 0.5).all(axis=2), k=1)
        if not overlap.any():
            break
        along_x = missing[:, :, 0] * 0.6 < missing[:, :, 1]
        sign = np.where(delta >= 0, 1.0, -1.0)
        push = np.stack(
            [np.where(overlap & along_x, missing[:, :, 0], 0.0) * sign[:, :, 0],
             np.where(overlap & ~along_x, missing[:, :, 1], 0.0) * sign[:, :, 1]], axis=2
        )  # fmt: skip
        counted = np.maximum((overlap | overlap.T).sum(axis=1), 1)[:, None]
        xy = xy + (push.sum(axis=1) - push.sum(axis=0)) * 0.55 / np.sqrt(counted)
    return np.round(xy, 1)


def _packed(
    placed: list[tuple[list[str], Array]], room: Mapping[str, Box]
) -> dict[str, tuple[float, float]]:
    """The parts in rows, the largest first, about one and a half times as wide as high."""
    sizes = [_extent(nodes, xy, room) for nodes, xy in placed]
    area = sum((w + _GAP) * (h + _GAP) for w, h in sizes)
    width = max([math.sqrt(area * _ASPECT), *(w for w, _ in sizes)], default=0.0)
    x = y = row = right = 0.0
    corners: dict[str, tuple[float, float]] = {}
    for (nodes, xy), (w, h) in zip(placed, sizes, strict=True):
        if x and x + w > width:
            x, y, row = 0.0, y + row + _GAP, 0.0
        corners.update(
            (node, (x + float(px), y + float(py))) for node, (px, py) in zip(nodes, xy, strict=True)
        )
        x, row, right = x + w + _GAP, max(row, h), max(right, x + w)
    middle = (right / 2, (y + row) / 2)
    return {
        n: (float(round(a - middle[0])), float(round(b - middle[1])))
        for n, (a, b) in corners.items()
    }


def _extent(nodes: list[str], xy: Array, room: Mapping[str, Box]) -> Box:
    size = np.array([room[node] for node in nodes], dtype=np.float64)
    far = (xy + size / 2).max(axis=0)
    return float(far[0]), float(far[1])
