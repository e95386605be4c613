"""The first and last lines of a printed document, ready for patterns.

Patterns want plain print: footnote marks, curly quotes and dashes of every length make each rule
longer. A `Line` therefore carries its words with marks blanked and variants made alike, of the same
length as its span, so that a match in the words is a place in the stored text. Only the lines that
are asked for are read: a document may be a book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from itertools import islice, tee
from typing import NamedTuple

from kg.document import Document
from kg.extractors.edition.remembered import Remembered
from kg.print_shapes import SUPERSCRIPT
from kg.spans import Span, known_span

_SAME_LENGTH = (
    dict.fromkeys(f"{SUPERSCRIPT}*†‡\u00a0\u2009\u200a\u202f\u200b\u00ad\t", " ")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’ʼ`", "'")
    | dict.fromkeys("“”", '"')
)
"""Footnote marks and odd blanks become blanks, dashes "-", quotes straight."""
_ODD = re.compile(f"[{''.join(map(re.escape, _SAME_LENGTH))}]")
LONGEST = 400
"""So much of a line is read: a heading, an address and a date line are shorter."""


def alike(words: str) -> str:
    """The words with footnote marks blanked, dashes and quotes made alike; same length.

    >>> alike("Washington,¹ May 3—noon")
    'Washington,  May 3-noon'
    """
    if words.isascii() and "*" not in words and "\t" not in words and "`" not in words:
        return words
    return _ODD.sub(lambda odd: _SAME_LENGTH[odd[0]], words)


class Line(NamedTuple):
    """A line without outer blanks and marks; `words` has the length of the span."""

    span: Span
    words: str

    def place(self, start: int, end: int) -> Span:
        """The place in the document of a stretch of the words, without outer blanks."""
        return Span(start, end).stripped(self.words).shifted(self.span.start)


def lines(document: Document, within: Span, count: int, longest: int = LONGEST) -> list[Line]:
    """The first `count` lines of a stretch that hold more than blanks and marks."""
    return list(islice(every_line(document, within, longest), count))


def every_line(document: Document, within: Span, longest: int = LONGEST) -> Iterator[Line]:
    """The lines of a stretch that hold more than blanks and marks, read one by one.

    Of a long line only the first `longest` characters are read.
    """
    text = document.text
    start, last = within
    while start < last:
        end = text.find("\n", start, last)
        end = last if end < 0 else end
        read = _line(text, start, end, longest) if start < end else None
        if read:
            yield read
        start = end + 1


class _Body:
    """The lines of a body, read one by one as they are asked for and kept."""

    def __init__(self, document: Document) -> None:
        (self._first,) = tee(every_line(document, document.body), 1)

    def __iter__(self) -> Iterator[Line]:
        return copy(self._first)


body_lines = Remembered(_Body)
"""The lines of the body of a document as `every_line` gives them."""


NOTE = 4000
"""So much of a source note is read."""


def _of_note(document: Document) -> str:
    note = document.block("source note")
    return alike(document.text[note.start : min(note.end, note.start + NOTE)]) if note else ""


source_note = Remembered(_of_note)
"""The words of the first source note, made alike; "" where there is none."""


def last_lines(document: Document, within: Span, count: int) -> list[Line]:
    """The last `count` lines of a stretch that hold more than blanks and marks, the last first."""
    found: list[Line] = []
    for line in _backward(document.text, within):
        read = _line(document.text, line.start, line.end, LONGEST)
        if read:
            found.append(read)
            if len(found) == count:
                break
    return found


def _line(text: str, start: int, end: int, longest: int) -> Line | None:
    words = alike(text[start : min(end, start + longest)])
    kept = words.strip()
    if not kept:
        return None
    if len(kept) < len(words):
        start += len(words) - len(words.lstrip())
    return Line(known_span((start, start + len(kept))), kept)


def _backward(text: str, within: Span) -> Iterator[Span]:
    end = within.end
    while end > within.start:
        start = text.rfind("\n", within.start, end)
        yield Span(start + 1 if start >= 0 else within.start, end)
        end = start if start >= 0 else within.start
