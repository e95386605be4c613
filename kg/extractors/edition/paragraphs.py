"""The paragraphs of a printed document: what blank lines part.

Only those that are asked for are read; a document may be a book.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Document
from kg.extractors.edition.remembered import Remembered
from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without outer blanks; it may have several lines."""

    span: Span


def paragraphs(document: Document, count: int) -> list[Paragraph]:
    """The first `count` paragraphs of the body, at most `MOST`."""
    return _opening(document)[:count]


MOST = 80
"""So many paragraphs of a body are read: a list of participants ends before."""


def _read(document: Document) -> list[Paragraph]:
    text, body = document.text, document.body
    found: list[Paragraph] = []
    start = body.start
    while start < body.end and len(found) < MOST:
        gap = text.find("\n\n", start, body.end)
        end = body.end if gap < 0 else gap
        words = text[start:end]
        kept = words.strip()
        if kept:
            first = start if kept == words else start + len(words) - len(words.lstrip())
            found.append(Paragraph(Span(first, first + len(kept))))
        start = end + 2
    return found


_opening = Remembered(_read)
