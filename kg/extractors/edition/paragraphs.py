"""The paragraphs of a printed document: what blank lines part.

Only those that are asked for are read; a document may be a book.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.document import Document
from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without outer blanks; it may have several lines."""

    span: Span


def paragraphs(document: Document, within: Span, count: int) -> list[Paragraph]:
    """The first `count` paragraphs of a stretch."""
    found: list[Paragraph] = []
    for span in _spans(document.text, within):
        kept = span.stripped(document.text)
        if kept.start < kept.end:
            found.append(Paragraph(kept))
            if len(found) == count:
                break
    return found


def _spans(text: str, within: Span) -> Iterator[Span]:
    start = within.start
    while start < within.end:
        gap = text.find("\n\n", start, within.end)
        end = within.end if gap < 0 else gap
        yield Span(start, end)
        start = end + 2
