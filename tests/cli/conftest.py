"""Running the command line inside the test's own process: what loads once need not load again."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main


@dataclass(frozen=True)
class Done:
    """What a call left: exit status and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Calls `coldwire` with these words, in `cwd` (an empty folder when not given)."""

    def call(*words: str | Path, cwd: Path = tmp_path) -> Done:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            patch.delenv("COLDWIRE_STORE", raising=False)
            patch.setattr(sys, "argv", ["coldwire", *map(str, words)])
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            status = _status()
        return Done(status, *(_written(stream) for stream in streams))

    return call


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
