"""Reading one file: decode it, find its reader, give its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kg.document import Document
from kg.errors import SkipError
from kg.readers import archive_page, cmif, frus_tei, message_index, plain_text
from kg.readers.base import (
    WHOLE_FILE,
    FileReader,
    Reader,
    Report,
    Source,
    opened,
    relative_name,
    unreadable,
)
from kg.readers.decoding import decode

LONGEST_LINE = 1_000_000
"""Characters of the longest line that is read: a page flattened to one line has some ten
thousand; what has a hundred times more is not a message, whatever its ending says."""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of the largest file that is read: far above any volume of telegrams, below trouble."""

READERS: dict[str, Reader | FileReader] = {
    "cmif": cmif.READER,
    "frus_tei": frus_tei.READER,
    "message_index": message_index.READER,
    "archive_page": archive_page.READER,
    "plain_text": plain_text.READER,
}
"""Every reader, the most particular first. The first that claims a file's ending and recognizes
its text reads it; of several `FileReader`s the last takes what no other means."""


def read(path: Path, root: Path, report: Report) -> Iterator[Document]:
    """The documents of one file that lies under `root`.

    Doubtful places are given to `report` as they are met; the rows of an index and the documents
    of a volume are read as they are asked for.

    Raises:
        SkipError: when the file cannot be used: it cannot be opened, is empty, binary or too
            large, has an endless line, is XML under the name of a text, no reader claims it, or
            its reader finds no message in it. Raised by the call, never while the documents are
            taken.
    """
    name = relative_name(path, root)
    claiming = _claiming(name, path.name)
    own = [reader for reader in claiming if isinstance(reader, FileReader)]
    for reader in own:
        if reader is own[-1] or reader.is_document(path):
            return reader.read(path, name, report)
    text = decode(_bytes(path, name), name, report)
    _refuse_endless_lines(text, name)
    _refuse_markup(text, name)
    source = Source(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest())
    texts = [reader for reader in claiming if isinstance(reader, Reader)]
    return next(r for r in texts if r.recognizes(text)).read(source, report)


def volume_name(path: Path) -> str | None:
    """The name of an edition's volume, without endings; None when the file is none.

    >>> volume_name(Path("telegram.md")) is None
    True
    """
    own = [reader for reader in claimed_by(path.name) if isinstance(reader, FileReader)]
    meant = next((r for r in own if r is own[-1] or _means(r, path)), None)
    return frus_tei.stem(path.name) if meant is frus_tei.READER else None


def _means(reader: FileReader, path: Path) -> bool:
    try:
        return reader.is_document(path)
    except SkipError:
        return False


def _claiming(name: str, file_name: str) -> list[Reader | FileReader]:
    """The readers that claim this file's ending."""
    readers = claimed_by(file_name)
    if not readers:
        known = ", ".join(sorted(claimed_endings()))
        ending = Path(file_name).suffix.lower()
        reason = f"no reader for files ending in {ending!r}" if ending else "no ending"
        raise SkipError(name, WHOLE_FILE, reason, f"Coldwire reads {known}.")
    return readers


def claimed_by(file_name: str) -> list[Reader | FileReader]:
    """The readers that claim the ending of a file of that name; a bare ending is no name."""
    name = file_name.lower()
    return [
        reader
        for reader in READERS.values()
        if name.endswith(reader.endings) and name not in reader.endings
    ]


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


_MARKUP = ("<?xml", "<TEI", "<!DOCTYPE")


def _refuse_markup(text: str, name: str) -> None:
    """A page whose words are tags was meant to be read as XML, whatever its ending says."""
    if text[:100].lstrip("\ufeff \n").startswith(_MARKUP):
        reason = "its text is XML or HTML"
        raise SkipError(name, "line 1", reason, "Give XML the ending .xml, or save plain text.")


def _bytes(path: Path, name: str) -> bytes:
    """The content of a regular file of bearable size."""
    with opened(path, name) as file:
        try:
            content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise unreadable(name, error) from error
    if len(content) > LARGEST_FILE:
        reason = f"it is larger than {LARGEST_FILE // 1024**2} MiB"
        raise SkipError(name, WHOLE_FILE, reason, "Split it into smaller files.")
    return content
