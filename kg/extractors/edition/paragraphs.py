"""The paragraphs of a printed document: what blank lines part.

Only those that are asked for are read; a document may be a book.
"""

from __future__ import annotations

from kg.document import Document
from kg.extractors.edition.remembered import Remembered
from kg.spans import Span


def paragraphs(document: Document, count: int) -> list[Span]:
    """The first `count` paragraphs of the body, at most `MOST`; each without outer blanks."""
    return _opening(document)[:count]


MOST = 80
"""So many paragraphs of a body are read: a list of participants ends before."""


def _read(document: Document) -> list[Span]:
    text = document.text
    start, last = document.body
    found: list[Span] = []
    while start < last and len(found) < MOST:
        gap = text.find("\n\n", start, last)
        end = last if gap < 0 else gap
        span = _new(Span, (start, end))
        if text[start].isspace() or text[end - 1].isspace():
            span = span.stripped(text)
        if span.start < span.end:
            found.append(span)
        start = end + 2
    return found


_new = tuple.__new__
"""Makes a span without a call of Python, as its ends are known to be in order."""

_opening = Remembered(_read)
