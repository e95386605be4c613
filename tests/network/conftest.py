"""A small store for the tests of the network: telegrams in TriG, asked through pyoxigraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    'see <a href="javascript:alert(1)">href</a>',
    "\"double\" 'single' `back` {{ 7*7 }} ]]> <!-- -->",
    "\u202egnihtemos\u202c \u200fعربي\u200e \u2028\u2029",
    "x" * 10_000,
    "nul\x00 bell\x07 escape\x1b delete\x7f half \ud800 last\uffff",
    "=HYPERLINK(1)",
    "",
)
"""Names that documents could hold and that must stay names."""


class FakeStore:
    """The least that `build_network` asks of a store."""

    def __init__(self, trig: str) -> None:
        self._store = pyoxigraph.Store()
        self._store.load(trig.encode(), format=pyoxigraph.RdfFormat.TRIG)

    def rows(
        self, text: str, substitutions: Mapping[str, object] | None = None
    ) -> list[dict[str, str | None]]:
        assert substitutions is None
        found = self._store.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        return [
            {name: None if row[name] is None else row[name].value for name in names}
            for row in found
        ]


@pytest.fixture(scope="session")
def trig() -> str:
    return (Path(__file__).parent / "telegrams.trig").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def store(trig: str) -> FakeStore:
    return FakeStore(trig)


@pytest.fixture(scope="session")
def store_of() -> Callable[[str], FakeStore]:
    return FakeStore


def add_node(graph: nx.MultiDiGraph, name: str, label: str, kind: str = "person") -> None:
    graph.add_node(name, label=label, kind=kind, iri=name, country=label[:50], degree=1, strength=1)


def add_edge(graph: nx.MultiDiGraph, source: str, target: str, words: str) -> None:
    message = {
        "iri": "https://example.org/message/1", "label": words, "date": "1950-10-01",
        "earliest": "1950-10-01", "latest": "1950-10-01", "quote": words, "note": words,
        "via": [words], "confidence": 0.5,
    }  # fmt: skip
    graph.add_edge(
        source, target, key="correspondence", layer="correspondence", relayed=False, weight=1,
        first="1950-10-01", last=None, undated=0, confidence=0.5, certain=False,
        messages=[message],
    )  # fmt: skip


@pytest.fixture
def hostile_graph() -> nx.MultiDiGraph:
    """A ring of nodes whose names, quotes and titles attack page and file formats."""
    graph = nx.MultiDiGraph(layers=["correspondence"], ego=None, hops=None)
    names = [f"https://example.org/person/{number}" for number in range(len(HOSTILE))]
    for name, label in zip(names, HOSTILE, strict=True):
        add_node(graph, name, label)
    for number, name in enumerate(names):
        add_edge(graph, name, names[(number + 1) % len(names)], HOSTILE[number])
    return graph
