"""What the author promises: never a directive, never lost.

Input: the running text of the messages with who speaks to whom (`kg.extractors.scopes`). A
commitment is a clause in which the author (we, I, our government) will do something for
somebody ("We will fully supply all these troops"), or the recipient will get something ("You
will receive in a few days ..."). It is quoted as the part of its sentence between semicolons.

Not counted: plans of the author that promise nothing to anybody ("I will leave tomorrow"),
expectations ("we will see"), promises reported of others, questions.

Confidence: 0.9 where the verb is one of giving, helping or answering; 0.8 "you will receive";
0.7 a readiness ("we are ready to send").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.authority import Authority
from kg.extractors import clauses
from kg.extractors.grammar import holds_any, through_brackets
from kg.extractors.language import any_of
from kg.extractors.scopes import Spoken, spoken
from kg.findings import Commitment, Finding, Findings
from kg.spans import Span

NAME = "commitments"

_WORDS_BETWEEN = (
    r"(?:(?:also|certainly|fully|gladly|soon|then|now|do|not|all|ourselves|myself|therefore|always|again|"
    r"\w+ly|of\s+course|in\s+\w+\s+\w+|at\s+once|without\s+delay|on\s+our\s+part)\s+){0,3}"
)
_PROMISES = any_of("promise")
_WILL = re.compile(
    rf"\b(?:we|I|our\s+government|our\s+side)(?:,[^,;]{{1,40}},)?\s+(?:will|shall)\s+"
    rf"{_WORDS_BETWEEN}{_PROMISES}\b",
    re.IGNORECASE,
)
_READY = re.compile(
    rf"\b(?:we|I)\s+(?:(?:are|am)\s+(?:ready|prepared|willing)|agree)\s+to\s+{_WORDS_BETWEEN}{_PROMISES}\b|"
    rf"\b(?:we|I)\s+(?:hereby\s+)?(?:promise|undertake|pledge|guarantee)\s+(?:to\s+|that\s+|you\b)",
    re.IGNORECASE,
)
_YOU_WILL_GET = re.compile(
    r"\byou\s+(?:will|shall)\s+(?:\w+ly\s+|soon\s+)?(?:receive|get|be\s+(?:sent|given|supplied|"
    r"informed|notified|told|provided|paid|assisted))\b|"
    r"\bwill\s+be\s+(?:\w+ly\s+)?(?:sent|given|supplied|delivered|provided|shipped|dispatched|handed)\s+"
    r"(?:\w+\s+){0,3}to\s+you\b",
    re.IGNORECASE,
)
_NOT_PROMISED = re.compile(
    # a condition, a question put to somebody, what another says "we" will do
    r"\b(?:whether|if|when|how|what|until|before|after)\s+$"
    r"|\b(?:said|says|stated|states|told|replied|answered|declared|writes|wrote|added)\b"
    r"[^.;]{0,120}(?:\bthat|:)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_STEMS = (
    " will", " shall", " agree", " ready", " prepared", " promise", " undertake", " pledge",
    " guarantee",
)  # fmt: skip
"""A sentence without any of these promises nothing."""
_PATTERNS = ((_WILL, 0.9), (_YOU_WILL_GET, 0.8), (_READY, 0.7))


def extract(findings: Findings, authority: Authority) -> Iterator[Finding]:
    """The author's commitments in the order of the text."""
    del authority  # who promises is known from the envelope
    for item in spoken(findings):
        sentence = item.sentence
        if sentence.is_note or sentence.is_question or item.scope.reported:
            continue
        if holds_any(sentence.words, _STEMS):
            yield from _of_sentence(findings, item)


def _of_sentence(findings: Findings, item: Spoken) -> Iterator[Commitment]:
    masked = through_brackets(item.sentence.words)
    for part in _independent(masked):
        words = part.of(masked)
        confidence = next((c for pattern, c in _PATTERNS if _stands(pattern, words)), None)
        if confidence is None:
            continue
        span = part.shifted(item.sentence.span.start)
        yield Commitment(
            span=span,
            quote=span.of(findings.document.text),
            extractor=NAME,
            confidence=confidence,
            by=item.scope.speakers,
            to=item.scope.addressed,
            deadline=clauses.words_at(words, clauses.deadline(words)),
        )


def _stands(pattern: re.Pattern[str], words: str) -> bool:
    return any(
        not _NOT_PROMISED.search(words[max(0, m.start() - 200) : m.start()])
        for m in pattern.finditer(words)
    )


def _independent(masked: str) -> Iterator[Span]:
    """The parts of a sentence between semicolons."""
    start = 0
    for match in re.finditer(r";\s+|$", masked):
        span = Span(start, match.start()).stripped(masked)
        if span.start < span.end:
            yield span
        start = match.end()
