"""The numbers a message bears: telegram, sender's own, special, registration, protocol item.

Input: head and tail of the papers, and the page's title where they give no telegram number. A
number in a reference line ("RE: # 77") or a copy mark ("Copy No. 1") is no number of the
message, nor is a bare number that opens the first sentence: that is the telegram answered
(`kg.extractors.references`).

Confidence: 0.95 a number with its sign in the head; 0.9 one near the signature, in a stamp or
of a protocol; 0.8 a bare number in the head; 0.7 one from the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.authority import Authority
from kg.document import Document
from kg.extractors.evidence import evidence
from kg.extractors.lines import DASHED_SIGNATURE, NUMBER_SIGN, NUMBER_VALUE
from kg.extractors.parts import HEAD, NOTE, TAIL, Piece, main_paper
from kg.extractors.stamps import STAMPED
from kg.extractors.titles import read_title
from kg.findings import Finding, Findings, Number
from kg.spans import Span

NAME = "numbers"
_NEVER = frozenset(["reference", "copies", "certified", "address", "salutation", "instruction"])


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:  # noqa: ARG001
    """The numbers of the main paper, else of the title."""
    document = findings.document
    found = list(_of_paper(document))
    if not any(number.kind in {"telegram", "protocol item"} for number in found):
        found += _of_title(document, {number.value for number in found})
    return found


def _of_paper(document: Document) -> Iterator[Number]:
    paper = main_paper(document)
    if paper is None:
        return
    in_head = [n for piece in paper.pieces(HEAD) for n in _of_piece(document, piece, "telegram")]
    yield from in_head
    for piece in paper.pieces(TAIL):
        yield from _of_piece(document, piece, "sender's own")
        yield from _dashed(document, piece, "sender's own" if in_head else "telegram")
    for piece in paper.pieces(NOTE):
        if STAMPED.match(piece.folded):
            yield from _of_piece(document, piece, "incoming")


def _of_title(document: Document, known: set[str]) -> Iterator[Number]:
    title = document.field("title")
    if title is None:
        return
    span = read_title(document.folded, title.span).number
    if span is not None and span.of(document.folded) not in known:
        yield _number(document, span, "telegram", 0.7)


def _of_piece(document: Document, piece: Piece, kind: str) -> Iterator[Number]:
    if piece.kind in _NEVER:
        return
    signed = list(_signed().finditer(piece.folded))
    for match in signed:
        words = match["words"] or ""
        if not re.search(r"copy|form|file", words, re.IGNORECASE):
            span = Span(*match.span("value")).shifted(piece.span.start)
            yield _number(document, span, _kind(words, match["value"], kind, piece), _sure(kind))
    if not signed:
        yield from _bare(document, piece)


@cache
def _signed() -> re.Pattern[str]:
    """A number with its sign: "# 410277/kt", "No. 98/sh", "Special No. 5", "Spets. No 7"."""
    words = (
        r"(?:special|spec\.?|spets\.?|protocol|registration|reg\.?|incoming|inc\.?|copy|form|file)"
    )
    return re.compile(
        rf"(?P<words>{words}\s*)?(?<!\w){NUMBER_SIGN}\s*[:.]?\s*(?P<value>{NUMBER_VALUE})",
        re.IGNORECASE,
    )


_PROTOCOL_ITEM = re.compile(r"[A-Z]{1,2}\d+/\d+$")
_BARE = re.compile(r"(?P<value>[A-Z]{1,2}\d+/\d+|\d{1,6})(?=\s*-|[\s.,;]*$)")
_REGISTERED = re.compile(
    # "RECEIVED 9.417 FROM": a ministry's registration, a dot as thousands mark
    r"\b(?:received|registered|incoming)\s+(?P<value>\d{1,3}[./]\d{3})\b(?![./]\d)",
    re.IGNORECASE,
)


def _kind(words: str, value: str, default: str, piece: Piece) -> str:
    if _PROTOCOL_ITEM.match(value) or "protocol" in words.lower():
        return "protocol item"
    for word, kind in (("sp", "special"), ("reg", "registration"), ("inc", "incoming")):
        if words.lower().startswith(word):
            return kind
    return "registration" if piece.kind == "event" else default


def _sure(kind: str) -> float:
    return 0.95 if kind == "telegram" else 0.9


def _bare(document: Document, piece: Piece) -> Iterator[Number]:
    """Numbers without a sign, only where nothing else can be meant."""
    start = piece.span.start
    registered = _REGISTERED.search(piece.folded)
    if registered:
        yield _number(document, Span(*registered.span("value")).shifted(start), "registration", 0.9)
    bare = _BARE.match(piece.folded) if piece.kind == "number" else None
    if bare:
        kind = "protocol item" if _PROTOCOL_ITEM.match(bare["value"]) else "telegram"
        yield _number(document, Span(*bare.span("value")).shifted(start), kind, 0.8)


def _dashed(document: Document, piece: Piece, kind: str) -> Iterator[Number]:
    """The number in "- Molk - 52 -"."""
    match = DASHED_SIGNATURE.match(piece.folded) if piece.kind == "signature" else None
    if match:
        span = Span(*match.span("number")).shifted(piece.span.start)
        yield _number(document, span, kind, 0.9)


def _number(document: Document, span: Span, kind: str, confidence: float) -> Number:
    found = evidence(document, span, NAME, confidence)
    return Number(**found, value=span.of(document.folded), kind=kind)
