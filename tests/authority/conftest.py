"""The telegram as it ships."""

from __future__ import annotations

import pytest

from kg.files import shipped


@pytest.fixture(scope="session")
def telegram_text() -> str:
    path = shipped("data") / "documents" / "telegram-75352.md"
    return path.read_text(encoding="utf-8")
