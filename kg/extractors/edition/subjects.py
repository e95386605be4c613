"""What a paper says it is about: the line after SUBJECT.

Printed as a heading with the subject on the lines below ("SUBJECT", a blank line, "Berlin and
Germany"; several lines where there are several), or on one line ("Subject: NSC 104/2"), in a
telegram also after the number ("5757. Subject: 155mm guns for Jordan."). The heading stands among
the first lines, beside the list of participants, before the text.

Confidence: 0.97 below a heading, 0.95 on the line itself, 0.9 inside the first paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.lines import alike
from kg.extractors.edition.paragraphs import paragraphs
from kg.extractors.evidence import evidence
from kg.findings import Description, Finding, Findings
from kg.spans import Span

NAME = "subjects"
_HEADING = re.compile(
    r"(?:SUBJECTS?|SUBJ|Subjects?|RE|Re)(?:\s?[:.]|(?=[\s¹²³⁰⁴-⁹]*$)|(?<=[CJ]TS)\s|(?<=CT)\s)[\s¹²³⁰⁴-⁹]*"
)
_INSIDE = re.compile(r"\b(?:Subject|SUBJECT|Subj|SUBJ):\s*")
_SENTENCE = re.compile(r"[.](?=\s|$)(?<![A-Z][.])(?<!U\.S\.)|\n")
_OPENING = 24
"""So many paragraphs may stand before the subject: lists of participants are long."""
_INSIDE_OF = 400
"""A subject inside a paragraph ends before this."""
_FIRST_WORDS = 160
"""It begins before this, after the number and whom the message is for."""


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The subject, at most once."""
    document = findings.document
    opening = paragraphs(document, _OPENING)
    for position, span in enumerate(opening):
        found = _of_heading(document, opening, position) or _inside(document, span)
        if found:
            return (found,)
    return ()


def _of_heading(document: Document, opening: list[Span], position: int) -> Description | None:
    span = opening[position]
    if document.text[span.start] not in "SR":
        return None
    heading = _HEADING.match(document.text, span.start, min(span.end, span.start + _INSIDE_OF))
    if heading is None:
        return None
    if heading.end() < span.end:
        return _subject(document, Span(heading.end(), span.end), 0.95)
    if position + 1 == len(opening):
        return None
    return _subject(document, opening[position + 1], 0.97)


def _inside(document: Document, span: Span) -> Description | None:
    first = document.text[span.start : min(span.end, span.start + _FIRST_WORDS)]
    if "ubj" not in first and "UBJ" not in first:
        return None
    named = _INSIDE.search(document.text, span.start, span.start + len(first))
    if named is None:
        return None
    end = _SENTENCE.search(document.text, named.end(), min(span.end, span.start + _INSIDE_OF))
    last = end.start() if end else min(span.end, span.start + _INSIDE_OF)
    return _subject(document, Span(named.end(), last), 0.9)


def _subject(document: Document, span: Span, confidence: float) -> Description | None:
    span = span.stripped(document.text, " \n.\t¹²³⁴⁵⁶⁷⁸⁹⁰*")
    if span.start == span.end:
        return None
    value = " ".join(alike(span.of(document.text)).split())
    return Description(**evidence(document, span, NAME, confidence), name="subject", value=value)
