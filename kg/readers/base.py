"""What every reader works on and gives, and how to add one.

A reader turns one file into Documents. To add one:

1. Write `kg/readers/{name}.py` with a `READER`: a `Reader` for files that are decoded text, a
   `FileReader` for those that say their encoding themselves or are compressed. Both tell the
   endings they claim, how they know their files, how they read them.
2. Put it into `READERS` in `kg/readers/reading.py`, before any reader that is less particular.
3. Write its twin `tests/readers/test_{name}.py`.

`tests/readers/test_reading.py` fails when a step is forgotten.

A reader may raise `SkipError` when the file cannot be used, and nothing else; a doubtful place
in a file that can be used is a `Problem`, given to `report`. Both say file, place, reason and
what to do, in the same words.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kg.cleaning import ascii_fold, fold, plain
from kg.document import Document, Field
from kg.errors import Problem, SkipError
from kg.spans import Span

Report = Callable[[Problem], None]
"""Takes each doubtful place as it is met."""

WHOLE_FILE = "whole file"


@dataclass(frozen=True, slots=True)
class Source:
    """One file as decoded.

    `name` is its path relative to the folder that was read, with "/"; `text` has "\\n" line
    ends; `digest` is the SHA-256 of `text` in UTF-8, as hexadecimal digits.
    """

    name: str
    text: str
    digest: str

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return PurePosixPath(self.name).stem

    @property
    def ending(self) -> str:
        """The file's ending in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    def skip(self, place: str, reason: str, advice: str) -> SkipError:
        """The error that leaves this file out."""
        return SkipError(self.name, place, reason, advice)


def _any_text(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of source: `endings` it claims, whether it `recognizes` a text, how to `read` it.

    `is_document` looks at the beginning of a file that lies in a folder and says whether
    anybody meant it to be read at all: a table of people is no table of messages.
    """

    endings: tuple[str, ...]
    recognizes: Callable[[str], bool]
    read: Callable[[Source, Report], Iterator[Document]]
    is_document: Callable[[str], bool] = _any_text


@dataclass(frozen=True, slots=True)
class FileReader:
    """One kind of source that opens its files itself: XML and what is compressed.

    `endings` may have several parts (".xml.gz"). `read` gets the file and the name it is known
    by. `is_document` looks at a file that lies in a folder, as in `Reader`, but opens it itself;
    what cannot be opened shall be read, and so reported.
    """

    endings: tuple[str, ...]
    read: Callable[[Path, str, Report], Iterator[Document]]
    is_document: Callable[[Path], bool]


def relative_name(path: Path, root: Path) -> str:
    """The path relative to the root, with "/" and without bytes that are no text.

    >>> relative_name(Path("letters/1950/a.txt"), Path("letters"))
    '1950/a.txt'
    """
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path(path.name)
    return os.fsencode(relative.as_posix()).decode("utf-8", "replace")


def opened(path: Path, name: str) -> BinaryIO:
    """A regular file, open for reading.

    Raises:
        SkipError: when it is none or cannot be opened.
    """
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise SkipError(name, WHOLE_FILE, "it is a folder", "Name it as a source of its own.")
        if not stat.S_ISREG(state.st_mode):  # reading a pipe or device would never end
            raise SkipError(name, WHOLE_FILE, "it is no regular file", "Copy it to a file.")
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: OSError | ValueError) -> SkipError:
    """The error that leaves out a file which the system does not let us read."""
    reason = f"it cannot be opened ({getattr(error, 'strerror', None) or error})"
    return SkipError(name, WHOLE_FILE, reason, "Check the path and who may read it.")


def problem(error: SkipError, severity: str) -> Problem:
    """A skipped part or doubtful place, worded as the error is.

    >>> problem(SkipError("a.csv", "line 3", "no id", "Give the row an id."), "skipped").message
    'a.csv, line 3: no id. Give the row an id.'
    """
    return Problem(error.source, str(error), severity)


def line_number(text: str, offset: int) -> int:
    """The number of the line that holds `text[offset]`, counted from 1."""
    return text.count("\n", 0, offset) + 1


def slug(name: str) -> str:
    """A name as part of an address: ASCII letters and digits, joined with "-"; may be empty.

    >>> slug("Telegram 75352, Pak Hŏn-yŏng")
    'telegram-75352-pak-hon-yong'
    """
    return "-".join(re.findall(r"[a-z0-9]+", ascii_fold(name)))


def trimmed(text: str, span: Span, characters: str | None = None) -> Span:
    """The span without blanks and Markdown marks (or without `characters`) at its ends.

    >>> trimmed("**Top Secret**  ", Span(0, 16))
    Span(start=2, end=12)
    """
    if characters is not None:
        words = fold(span.of(text))
        return Span(0, len(words)).stripped(words, characters).shifted(span.start)
    before = None
    while span != before:
        before, span = span, span.stripped(text).stripped(text, MARKS)
    return span


MARKS = "*\\|\u200b\u00ad\ufeff"
"""What `kg.cleaning.fold` takes for a blank though Python does not."""


def facts(name: str, text: str, span: Span) -> Iterator[Field]:
    """The field of that name, whose value is what stands at `span`; none when that is blank.

    An address keeps every character; other values are cleaned (`kg.cleaning.plain`), and the
    kind of text is a term in small letters.

    >>> list(facts("title", "  **Cable to** LARK", Span(0, 19)))
    [Field(name='title', value='Cable to LARK', span=Span(start=4, end=19))]
    """
    span = trimmed(text, span)
    value = cleaned(name, span.of(text))
    if value:
        yield Field(name, value, span)


def cleaned(name: str, words: str) -> str:
    """The value of a field of that name whose words stand in the text like this."""
    return _CLEANING.get(name, plain)(words)


_CLEANING: dict[str, Callable[[str], str]] = {
    "url": str.strip,
    "evidence": str.strip,
    "kind_of_text": lambda words: plain(words).lower(),
}
"""How the values of a field are cleaned, where `plain` will not do."""
