"""Files that tests write, read as a build would read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.document import Document
from kg.errors import Problem
from kg.readers import read

Reading = tuple[list[Document], list[Problem]]


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[[str, str | bytes], Reading]:
    """Writes a file of that name and content, and reads it: its documents and its doubts."""

    def written_and_read(name: str, content: str | bytes) -> Reading:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        problems: list[Problem] = []
        return list(read(path, tmp_path, problems.append)), problems

    return written_and_read
