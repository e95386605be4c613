"""Files with one JSON value a line (JSON Lines), plain or compressed.

The ending says how a file is packed: `.gz`, `.xz`, anything else is plain. Lines are decoded one
by one, so a bad byte costs one line. Source: jsonlines.org.
"""

from __future__ import annotations

import gzip
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import Problem, StopError

Note = Callable[[Problem], None]
"""Told each line that cannot be used."""


def json_lines(path: Path, note: Note) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file, each with the number of its line, counted from 1.

    A line that is no JSON object is told to `note` and passed over; empty lines are passed over.
    What follows a damaged place of a compressed file is lost, which is told as well.

    Raises:
        StopError: when the file cannot be opened.
    """
    number = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield from _value(path, number, line, note)
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        note(Problem(str(path), f"{path}, after line {number}: damaged file: {error}. Pack anew."))


def _opened(path: Path) -> IO[bytes]:
    try:
        if path.suffix == ".gz":
            return cast(IO[bytes], gzip.open(path))
        if path.suffix == ".xz":
            return lzma.open(path)
        return path.open("rb")
    except OSError as error:
        raise StopError(f"{path} cannot be read: {error.strerror or error}.") from error


def _value(
    path: Path, number: int, line: bytes, note: Note
) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        note(Problem(str(path), f"{path}, line {number}: not JSON ({error}). Mend the line."))
        return
    if isinstance(value, dict):
        yield number, value
    else:
        note(Problem(str(path), f"{path}, line {number}: not an object {{...}}. Mend the line."))
