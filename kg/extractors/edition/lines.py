"""The first and last lines of a printed document, ready for patterns.

Patterns want plain print: footnote marks, curly quotes and dashes of every length make each rule
longer. A `Line` therefore carries its words with marks blanked and variants made alike, of the same
length as its span, so that a match in the words is a place in the stored text. Only the lines that
are asked for are read: a document may be a book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kg.document import Document
from kg.print_shapes import SUPERSCRIPT
from kg.spans import Span

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
    return _ODD.sub(lambda odd: _SAME_LENGTH[odd[0]], words)


@dataclass(frozen=True, slots=True)
class Line:
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
    for line in _forward(document.text, within):
        read = _line(document.text, line, longest)
        if read:
            yield read


def last_lines(document: Document, within: Span, count: int) -> list[Line]:
    """The last `count` lines of a stretch that hold more than blanks and marks, the last first."""
    found: list[Line] = []
    for line in _backward(document.text, within):
        read = _line(document.text, line, LONGEST)
        if read:
            found.append(read)
            if len(found) == count:
                break
    return found


def _line(text: str, span: Span, longest: int) -> Line | None:
    short = Span(span.start, min(span.end, span.start + longest))
    words = alike(short.of(text))
    kept = Span(0, len(words)).stripped(words)
    return Line(kept.shifted(short.start), kept.of(words)) if kept.start < kept.end else None


def _forward(text: str, within: Span) -> Iterator[Span]:
    start = within.start
    while start < within.end:
        end = text.find("\n", start, within.end)
        end = within.end if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _backward(text: str, within: Span) -> Iterator[Span]:
    end = within.end
    while end > within.start:
        start = text.rfind("\n", within.start, end)
        yield Span(start + 1 if start >= 0 else within.start, end)
        end = start if start >= 0 else within.start
