"""What is said once for a volume or a series."""

from __future__ import annotations

import pyoxigraph as ox

from kg.authority.volumes import ListedPerson, Volume
from kg.identities import Entity
from kg.namespaces import BASE
from kg.rdf import link_quads, series_quads, validate, volume_graph

VOLUME = Volume(
    "frus1951v99",
    (ListedPerson("p_DW1", "Drey, Wanda", "Minister of Barges"), ListedPerson("p_X1", "Pell, X.")),
)
LOCAL = Entity("person", "frus1951v99~p_DW1", "Wanda Drey")


def graphs(lines: list[str]) -> set[str]:
    return {str(q.graph_name) for q in ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)}


def test_an_entry_that_was_met_becomes_a_name_with_its_bearer_and_a_judgment() -> None:
    lines = volume_graph(VOLUME, {"p_DW1": LOCAL}).lines()
    assert graphs(lines) == {f"<{BASE}graph/source/frus1951v99>"}
    said = "\n".join(lines)
    assert f"<{BASE}name/frus1951v99~p_DW1>" in said
    assert '"Drey, Wanda"' in said
    assert '"Minister of Barges"' in said
    assert f"<{BASE}identification/frus1951v99~p_DW1>" in said
    assert "p_X1" not in said
    assert validate(lines) == []


def test_an_entry_that_the_list_lacks_is_left_out() -> None:
    assert volume_graph(VOLUME, {"p_OTHER": LOCAL}).lines() == []


def test_a_document_that_nobody_holds_is_a_message_known_by_reference() -> None:
    lines = list(series_quads([Entity("office", "frus-x", "Embassy in X")], ["frus1950v06-d618"]))
    assert graphs(lines) == {f"<{BASE}graph/series/frus>"}
    assert any('"frus1950v06, document 618"' in line for line in lines)
    assert validate(lines) == []


def test_a_link_says_which_reference_supports_it() -> None:
    node = f"<{BASE}finding/a-d1~encoded-1>"
    lines = list(link_quads([("a-d1", node, "b-d2")]))
    assert len(lines) == 3
    assert sum(line.startswith(node) for line in lines) == 2
