"""Measures and communities say the same for the same graph, and what their names promise."""

from __future__ import annotations

from typing import Any

import pytest

from kg.errors import StopError
from kg.network import build_network, communities, measured
from kg.network.layout import positions
from kg.network.measures import MEASURES

STALIN = "https://w3id.org/coldwire/id/person/stalin-joseph"


def test_the_one_in_the_middle_ranks_first_in_every_measure(store: Any) -> None:
    table = measured(build_network(store))
    for name in MEASURES:
        assert max(table, key=lambda node: table[node][name]) == STALIN, name


def test_degree_and_strength_agree_with_the_nodes(store: Any) -> None:
    graph = build_network(store, layers=["correspondence", "directives"])
    for node, row in measured(graph).items():
        assert row["degree"] == graph.nodes[node]["degree"]
        assert row["strength"] == graph.nodes[node]["strength"]


def test_communities_are_the_same_each_time_and_hold_each_node_once(store: Any) -> None:
    graph = build_network(store)
    found = communities(graph)
    assert found == communities(graph)
    assert sorted(node for group in found for node in group) == list(graph)


def test_positions_are_the_same_each_time_and_leave_room(store: Any) -> None:
    graph = build_network(store, layers=["correspondence", "handling", "votes"])
    found = positions(graph)
    assert found == positions(graph)
    places = list(found.values())
    for number, (x, y) in enumerate(places):
        assert all(abs(x - a) > 105 or abs(y - b) > 55 for a, b in places[number + 1 :])


def test_too_many_nodes_are_not_laid_out(store: Any) -> None:
    graph = build_network(store)
    graph.add_nodes_from(range(501))
    with pytest.raises(StopError, match="too many"):
        positions(graph)
