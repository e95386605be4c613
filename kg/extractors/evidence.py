"""Where a finding rests: the three fields that every extractor fills the same way."""

from __future__ import annotations

from typing import TypedDict

from kg.document import Document
from kg.spans import Span


class Evidence(TypedDict):
    """Keyword arguments of every `kg.findings.Finding`."""

    span: Span
    quote: str
    extractor: str
    confidence: float


def evidence(document: Document, span: Span, extractor: str, confidence: float) -> Evidence:
    """The evidence at a place of the document's stored text."""
    return Evidence(
        span=span, quote=span.of(document.text), extractor=extractor, confidence=confidence
    )
