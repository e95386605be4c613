"""What tests of several rooms share: one store, built once from the data that Coldwire ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import Problem
from kg.store import Store

SHARED = Path(__file__).parents[2] / "shared"
"""Where the documents for reading and testing lie that the project does not ship."""


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store built from `data/`; nothing in it may give a problem."""
    problems: list[Problem] = []
    folder = tmp_path_factory.mktemp("built") / "store"
    pipeline.build([pipeline.shipped_data()], folder, problems.append)
    assert not problems, problems
    return folder


@pytest.fixture(scope="session")
def coldwire(built_store: Path) -> Iterator[Store]:
    """That store, opened."""
    with Store.open(built_store) as store:
        yield store
