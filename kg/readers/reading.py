"""Reading one file: decode it, find its reader, give its documents."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kg.document import Document
from kg.errors import SkipError
from kg.readers import archive_page, message_index, plain_text
from kg.readers.base import WHOLE_FILE, Reader, Report, Source
from kg.readers.decoding import decode

LONGEST_LINE = 1_000_000
"""Characters of the longest line that is read: a page flattened to one line has some ten
thousand; what has a hundred times more is not a message, whatever its ending says."""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of the largest file that is read: far above any volume of telegrams, below trouble."""

READERS: dict[str, Reader] = {
    "message_index": message_index.READER,
    "archive_page": archive_page.READER,
    "plain_text": plain_text.READER,
}
"""Every reader, the most particular first. The first that claims a file's ending and recognizes
its text reads it."""


def read(path: Path, root: Path, report: Report) -> Iterator[Document]:
    """The documents of one file that lies under `root`.

    Doubtful places are given to `report` as they are met; the rows of an index are read as they
    are asked for.

    Raises:
        SkipError: when the file cannot be used: it cannot be opened, is empty, binary or too
            large, has an endless line, no reader claims it, or its reader finds no message in
            it. Raised by the call, never while the documents are taken.
    """
    name = _name(path, root)
    reader = _claiming(name, path.suffix.lower())
    text = decode(_bytes(path, name), name, report)
    _refuse_endless_lines(text, name)
    source = Source(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest())
    return next(r for r in reader if r.recognizes(text)).read(source, report)


def _name(path: Path, root: Path) -> str:
    """The path relative to the root, with "/" and without bytes that are no text."""
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path(path.name)
    return os.fsencode(relative.as_posix()).decode("utf-8", "replace")


def _claiming(name: str, ending: str) -> list[Reader]:
    """The readers that claim this ending."""
    readers = [reader for reader in READERS.values() if ending in reader.endings]
    if not readers:
        known = ", ".join(sorted(claimed_endings()))
        reason = f"no reader for files ending in {ending!r}" if ending else "no ending"
        raise SkipError(name, WHOLE_FILE, reason, f"Coldwire reads {known}.")
    return readers


def claimed_endings() -> set[str]:
    """The endings that some reader claims."""
    return {ending for reader in READERS.values() for ending in reader.endings}


def _refuse_endless_lines(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise SkipError(
                name,
                f"line {number}",
                f"a line of {len(line):,} characters, which no message has",
                f"Break the text into lines of at most {LONGEST_LINE:,} characters.",
            )


def _bytes(path: Path, name: str) -> bytes:
    """The content of a regular file of bearable size."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise SkipError(name, WHOLE_FILE, "it is a folder", "Name it as a source of its own.")
        if not stat.S_ISREG(state.st_mode):  # reading a pipe or device would never end
            raise SkipError(name, WHOLE_FILE, "it is no regular file", "Copy it to a file.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = f"it cannot be opened ({getattr(error, 'strerror', None) or error})"
        raise SkipError(name, WHOLE_FILE, reason, "Check the path and who may read it.") from error
    if len(content) > LARGEST_FILE:
        reason = f"it is larger than {LARGEST_FILE // 1024**2} MiB"
        raise SkipError(name, WHOLE_FILE, reason, "Split it into smaller files.")
    return content
