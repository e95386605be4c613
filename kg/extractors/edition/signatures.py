"""Who signed: the name in the last lines of the message.

The reader of the edition finds the block of the signature, above enclosures and notes; its first
line is the name ("McConaughy", "[Johnson]", "/s/ John Doe", "J. M. Allison"), those below it rank
and office ("Brigadier General, USA"). Brackets say that the editors supplied the name. Letters in
print set names in capitals ("ANTHONY").

Confidence: 0.98 a name alone, 0.96 with an office below, 0.9 in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.authority.volumes import Volume
from kg.cleaning import title_case
from kg.document import Document
from kg.extractors.edition.lines import Line, lines
from kg.extractors.evidence import evidence
from kg.findings import Finding, Findings, Mention, Party
from kg.spans import Span

NAME = "signatures"
_SIGN = re.compile(r"[\s\"'(\[]*(?:/?s/|\[?signed\]?|sgd\.?)[\s:/]*", re.IGNORECASE)
_BEHALF = re.compile(r"(?:For\b.*|By\s(?:order|direction)\b.*|On\sbehalf\b.*):?", re.IGNORECASE)
_POINTED = re.compile(r"\b(?:Jr|Sr|Esq|Ret|[A-Z])\Z")
"""What keeps its point at the end of a name: an initial, "Jr."."""
_OUTER = " \n\t.,;:[]()\"'_-"


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The signatory, at most one."""
    document = findings.document
    block = document.block("signed")
    if block is None or findings.marking("form") == "editorial note":
        return ()
    signed = [line for line in lines(document, block, 8) if not _BEHALF.fullmatch(line.words)]
    return () if not signed else tuple(_signatory(document, signed))


def _signatory(document: Document, signed: list[Line]) -> Iterable[Mention]:
    line = signed[0]
    sign = _SIGN.match(line.words)
    start = sign.end() if sign else 0
    span = Span(start, len(line.words)).stripped(line.words, _OUTER)
    if span.start == span.end:
        return
    if _POINTED.search(line.words, span.start, span.end) and line.words.startswith(".", span.end):
        span = Span(span.start, span.end + 1)
    office = ", ".join(" ".join(below.words.split()).strip(" ,") for below in signed[1:]) or None
    sure = 0.9 if line.words.startswith("[") else 0.96 if office else 0.98
    place = span.shifted(line.span.start)
    party = Party(
        written=place.of(document.text),
        name=title_case(" ".join(span.of(line.words).split())),
        kind="person",
        office=office,
        span=place,
    )
    yield Mention(**evidence(document, place, NAME, sure), party=party, role="signatory")
