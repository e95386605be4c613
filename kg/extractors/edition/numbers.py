"""The number of a message: in the head, or before its first sentence.

A telegram opens with its number ("1691. Deptel 1047, January 6."), at conferences with the name of
a series ("Secto 3.", "Dulte 21."), in military traffic with the office ("JCS 982211."); volumes
that are published electronically print it in the head ("Telegram 58725 From ..."). A despatch has
"No. 252" above its text. A first paragraph may be numbered, too: a small number without a series
is the number of a paragraph when the next one follows it ("2. ...") or when it is 1.

Confidence: 0.99 in the head or of a series, 0.98 a number above 30, 0.97 a smaller one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from kg.authority.volumes import Volume
from kg.dates import MONTHS
from kg.document import Document
from kg.extractors.edition.lines import Line, alike, body_lines
from kg.extractors.evidence import evidence
from kg.findings import Finding, Findings, Number
from kg.spans import Span

NAME = "numbers"
WIRES = frozenset({"telegram", "message", "airgram", "instruction"})
"""Forms that open with a number; a memorandum opens with numbered paragraphs."""
_PAPERS = frozenset({"despatch", "instruction", "airgram"})
_OF_HEAD = re.compile(
    r"\b(?:Telegram|Airgram|Despatch|Instruction)\s(?:No\.\s)?(?P<number>(?:[A-Z]\w+\s)?(?=[A-Z-]{0,5}\d)[\w/-]+)"
    r"\.?\s+(?=From\b|from\b)"
)
_NUMBERED = ("Telegram", "Airgram", "Despatch", "Instruction")
_OPENING = re.compile(
    r"(?P<number>(?P<series>[A-Z][a-z]{2,8}\s|[A-Z]{2,8}(?:\s(?:[A-Z]{2,4}|[A-Z]-\d|[A-Z]{2}\d))?[\s-])?"
    r"(?P<figures>[A-Z]{0,3}-?\d{1,6}(?:-\d\d?)?(?:/(?:[A-Z][a-z]+\s)?\d+)?))"
    r"\.(?=\s|$|\d|[A-Z\"])"
)
_OF_PAPER = re.compile(r"(?:Desp(?:atch)?\.?\s)?No\.\s?(?P<number>(?:[A-Z]{1,4}-)?\d{1,6})\b")
_NO_SERIES = frozenset(
    [
        "part",
        "paragraph",
        "section",
        "document",
        "annex",
        "tab",
        "item",
        "re",
        "ref",
        "phase",
        "no",
        "number",
        "page",
        *MONTHS,
        "article",
        "chapter",
        "title",
        "group",
        "category",
        "point",
        "option",
        "case",
        "note",
        "appendix",
        "step",
    ]
)
_HEAD = 300
_SKIPPED = 10
"""So many lines (date line, classification, "[Extract]") may stand before the first paragraph."""
_SMALL = 30
"""Up to this a number may be that of a paragraph."""
_NEXT = 12
"""So many lines on, the next paragraph's number is looked for."""


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The number of the message, at most once."""
    document = findings.document
    form = findings.marking("form")
    found = _of_head(document)
    if found is None and form in WIRES:
        found = _of_opening(document)
    if found is None and form in _PAPERS:
        found = _of_paper(document)
    return () if found is None else (found,)


def _of_head(document: Document) -> Number | None:
    head = document.block("head")
    words = head.of(document.text)[:_HEAD] if head else ""
    if head is None or not any(word in words for word in _NUMBERED):
        return None
    named = _OF_HEAD.search(alike(words))
    if named is None:
        return None
    return _number(document, Span(*named.span("number")).shifted(head.start), 0.99)


def _of_opening(document: Document) -> Number | None:
    opening = iter(body_lines(document))
    for line in islice(opening, _SKIPPED):
        named = _OPENING.match(line.words)
        if named and (named["series"] or "").strip().lower() not in _NO_SERIES:
            if _is_paragraph(named, islice(opening, _NEXT)):
                return None
            small = named["figures"].isdigit() and int(named["figures"]) <= _SMALL
            sure = 0.99 if named["series"] else 0.97 if small else 0.98
            return _number(document, line.place(*named.span("number")), sure)
        if len(line.words) > _LINE and not line.words.startswith("["):
            return None
    return None


_LINE = 80
"""A line of this length belongs to the text."""


def _is_paragraph(named: re.Match[str], following: Iterable[Line]) -> bool:
    """True for the number of a first paragraph."""
    if named["series"] or not named["figures"].isdigit() or int(named["figures"]) > _SMALL:
        return False
    after = re.compile(rf"\(?{int(named['figures']) + 1}[.)]")
    return int(named["figures"]) == 1 or any(after.match(line.words) for line in following)


def _of_paper(document: Document) -> Number | None:
    for line in islice(body_lines(document), 6):
        named = _OF_PAPER.match(line.words)
        if named:
            return _number(document, line.place(*named.span("number")), 0.98)
    return None


def _number(document: Document, span: Span, confidence: float) -> Number:
    value = " ".join(alike(span.of(document.text)).split())
    return Number(**evidence(document, span, NAME, confidence), value=value, kind="telegram")
