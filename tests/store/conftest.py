"""Small graphs for the tests of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store import Store, write_store

E = "http://example.org/"
QUADS = [
    f'<{E}s> <{E}p> "one" <{E}g> .',
    f'<{E}s> <{E}p> "two"@en <{E}h> .',
    f"<{E}s> <{E}q> <{E}o> <{E}g> .",
    f'<{E}o> <http://www.w3.org/2000/01/rdf-schema#label> "the object" <{E}h> .',
    f"<{E}s> <{E}q> <{E}o> <{E}h> .",
]
"""Five quads in two graphs; one triple stands in both."""
TEXTS = [("m-1", "one.md", "To Pyongyang\n"), ("m-2", "two.md", "From Selm\n")]
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


def numbered(count: int, name: str = "s") -> list[str]:
    return [f'<{E}{name}{n}> <{E}p> "{n}" <{E}g{n % 7}> .' for n in range(count)]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A folder with a built store in it."""
    place = tmp_path / "store"
    write_store(place, QUADS, TEXTS, {"sources": ["one.md"]})
    return place


@pytest.fixture
def store() -> Store:
    return Store.from_quads(QUADS, TEXTS)
