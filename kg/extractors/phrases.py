"""Where the names stand in a line of head or tail: without "To", "From:", "By order of" ..."""

from __future__ import annotations

import re

from kg.extractors.lines import (
    ADDRESS_LABEL,
    DASHED_SIGNATURE,
    FROM_LABEL,
    SIGNATURE_LEAD,
    SIGNED_MARK,
)
from kg.extractors.parts import Piece
from kg.spans import Span

_POLITE = re.compile(r"[\"']?(?:(?:dear|esteemed|respected|honou?red|highly)\s+)*", re.IGNORECASE)
_END_OF_SALUTATION = re.compile(r"[!,:]\W*(?:\([^()]*\))?\s*$")


def name_phrase(piece: Piece) -> Span:
    """The place of the names in an address, sender, salutation or signature line.

    For a line of another kind it is the whole line.

    >>> piece = Piece(Span(10, 28), "From: TARN [Envoy]", "sender")
    >>> name_phrase(piece)
    Span(start=16, end=28)
    """
    find = {
        "sender": _after_from,
        "address": _after_label,
        "salutation": _salutation,
        "signature": _signature,
    }.get(piece.kind)
    span = find(piece.folded) if find else Span(0, len(piece.folded))
    return span.shifted(piece.span.start)


def _after_from(line: str) -> Span:
    match = FROM_LABEL.match(line)
    return Span(match.end() if match else 0, len(line))


def _after_label(line: str) -> Span:
    match = ADDRESS_LABEL.match(line)
    return Span(match.end() if match else 0, len(line))


def _salutation(line: str) -> Span:
    match, end = _POLITE.match(line), _END_OF_SALUTATION.search(line)
    return Span(match.end() if match else 0, end.start() if end else len(line))


def _signature(line: str) -> Span:
    """Without closing formula, "(ss)", or the dashes and number of "- Molk - 52 -"."""
    dashed = DASHED_SIGNATURE.match(line)
    if dashed:
        return Span(*dashed.span("name"))
    leads = (SIGNATURE_LEAD.match(line), SIGNED_MARK.match(line))
    return Span(max(match.end() if match else 0 for match in leads), len(line))
