"""What several extractors make of one document, made once: they run one after the other on it.

>>> from kg.document import Document
>>> document = Document("d", "d.xml", "d", "Ask the king. Ask him.", "test", ())
>>> words = Remembered(lambda document: document.text.split())
>>> words(document) is words(document)
True
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kg.document import Document

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """A function of a document that keeps its answer for the document asked about last."""

    def __init__(self, make: Callable[[Document], Made]) -> None:
        self._make = make
        self._last: tuple[Document, Made] | None = None

    def __call__(self, document: Document) -> Made:
        """What is made of the document; nobody may change it."""
        last = self._last
        if last is None or last[0] is not document:
            last = self._last = (document, self._make(document))
        return last[1]
