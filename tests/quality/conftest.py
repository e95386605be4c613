"""What measuring needs: a volume of the series and the reference programs, where they lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[3] / "shared"
VOLUME = SHARED / "frus" / "frus1952-54Guat.xml.gz"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with volumes and reference programs; the test is left out without it."""
    if not VOLUME.exists() or not (SHARED / "frus-eval").is_dir():
        pytest.skip("the volumes and the reference programs are not beside the project")
    return SHARED


def write_lines(path: Path, values: list[Any]) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path
