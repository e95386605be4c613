"""The invented correspondence of `example.trig`, as a store."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import Store


@pytest.fixture(scope="package")
def example() -> Store:
    quads = ox.parse((Path(__file__).parent / "example.trig").read_bytes(), ox.RdfFormat.TRIG)
    return Store.from_quads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
