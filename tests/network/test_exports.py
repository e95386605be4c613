"""Each file can be read again with what was in the graph; the graph itself stays as it was."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import StopError
from kg.network import build_network, exports, write_network
from kg.network.exports import WRITERS
from kg.network.layers import LAYERS

STALIN = "https://w3id.org/coldwire/id/person/stalin-joseph"
SHTYKOV = "https://w3id.org/coldwire/id/person/shtykov-terenty"


@pytest.fixture
def graph(store: Any) -> nx.MultiDiGraph:
    return build_network(store, layers=list(LAYERS))


@pytest.mark.parametrize(("ending", "read"), [(".gexf", nx.read_gexf), (".graphml", None)])
def test_gexf_and_graphml_are_read_again_whole(
    graph: nx.MultiDiGraph, tmp_path: Path, ending: str, read: Any
) -> None:
    path = tmp_path / f"network{ending}"
    write_network(graph, path, "Telegram No. 1")
    found = read(path) if read else nx.read_graphml(path, force_multigraph=True)
    assert set(found) == set(graph)
    assert found.number_of_edges() == graph.number_of_edges()
    assert found.nodes[STALIN]["label"] == "Joseph Stalin"
    lines = found.get_edge_data(STALIN, SHTYKOV).values()
    written = next(line for line in lines if line["layer"] == "correspondence")
    assert written["messages"] == "https://w3id.org/coldwire/id/message/one"
    assert written["certain"] is True
    assert written["weight"] == 1


def test_json_keeps_all_evidence(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    write_network(graph, path, "Telegram No. 1")
    content = json.loads(path.read_text(encoding="utf-8"))
    found = nx.node_link_graph(content, edges="edges")
    assert dict(found.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(found.edges(keys=True)) == sorted(graph.edges(keys=True))
    for *ends, values in graph.edges(keys=True, data=True):
        assert found.edges[tuple(ends)] == values
    assert found.graph["title"] == "Telegram No. 1"


def test_csv_has_a_line_for_each_edge(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "network.csv"
    write_network(graph, path, "")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == graph.number_of_edges()
    assert {(row["source_iri"], row["target_iri"]) for row in rows} == set(graph.edges())


@pytest.mark.parametrize("ending", list(WRITERS))
def test_the_same_graph_gives_the_same_bytes_and_stays_as_it_was(
    hostile_graph: nx.MultiDiGraph, tmp_path: Path, ending: str
) -> None:
    before = copy.deepcopy(nx.node_link_data(hostile_graph, edges="edges"))
    one, other = tmp_path / f"one{ending}", tmp_path / f"other{ending.upper()}"
    write_network(hostile_graph, one, "a \x00 title <b>")
    write_network(hostile_graph, other, "a \x00 title <b>")
    assert one.read_bytes() == other.read_bytes()
    assert nx.node_link_data(hostile_graph, edges="edges") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([one.name, other.name])


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_hostile_names_survive_xml_as_names(
    hostile_graph: nx.MultiDiGraph, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"network{ending}"
    write_network(hostile_graph, path, "</graph>")
    found = nx.read_gexf(path) if ending == ".gexf" else nx.read_graphml(path)
    for node, values in hostile_graph.nodes(data=True):
        read = str(found.nodes[node]["label"])
        assert len(read) == len(values["label"])
        assert read == values["label"] or "\ufffd" in read
    assert found.number_of_edges() == hostile_graph.number_of_edges()


def test_json_keeps_hostile_names_letter_by_letter(
    hostile_graph: nx.MultiDiGraph, tmp_path: Path
) -> None:
    path = tmp_path / "network.json"
    write_network(hostile_graph, path, "")
    found = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    assert dict(found.nodes(data=True)) == dict(hostile_graph.nodes(data=True))


def test_no_cell_of_the_csv_is_a_formula(hostile_graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "network.csv"
    write_network(hostile_graph, path, "")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_an_unknown_ending_names_the_known_ones(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    with pytest.raises(StopError, match=r"Known: \.html, \.gexf, \.graphml, \.json, \.csv"):
        write_network(graph, tmp_path / "network.docx", "")
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file(
    graph: nx.MultiDiGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "network.csv"
    path.write_text("old")
    monkeypatch.setattr(exports.Path, "replace", _full)
    with pytest.raises(StopError, match="No space left"):
        write_network(graph, path, "")
    assert [file.name for file in tmp_path.iterdir()] == ["network.csv"]
    assert path.read_text() == "old"


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_that_is_not_there_is_said_to_be_so(
    graph: nx.MultiDiGraph, tmp_path: Path
) -> None:
    with pytest.raises(StopError, match="cannot be written"):
        write_network(graph, tmp_path / "missing" / "network.json", "")
