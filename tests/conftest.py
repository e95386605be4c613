"""What tests of several rooms share: one store built from the shipped data, and one browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kg import pipeline
from kg.errors import Problem
from kg.store import Store

# The same examples each time, so that a change fails by its own fault only; to search for new ones:
# pytest --hypothesis-profile search
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("same")


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium without a window; one for a module, since Playwright runs once at a time.

    Its event loop runs in this thread as long as it is open, so no test in it may have its own.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("COLDWIRE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium found: install one or set COLDWIRE_CHROMIUM")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()
