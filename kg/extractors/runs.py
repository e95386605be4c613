"""Runs of capitalized words: where names can stand.

A run is as many capitalized words (with initials before them) as follow each other with single
blanks or one line end between them. Everything about it is looked up in sets of words, so that
a text of megabytes costs one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extractors.vocabulary import terms
from kg.spans import Span

LONGEST = 8
"""A longer run is a heading or shouted text, not a name."""
_WORD = r"(?>[A-Z](?:\w|['-](?=\w))+)"
CAPITAL = _WORD
_RUN = re.compile(
    rf"(?<![\w'])(?<!\w-)(?>(?:[A-Z]\.\s?){{0,3}}+{_WORD}(?:[ \n](?:[A-Z]\.\s?){{0,3}}+{_WORD})*+)"
)
WORD = re.compile(rf"(?:[A-Z]\.\s?)*{_WORD}")
_BRACKET_BEFORE = re.compile(r"\[[^\[\]]{1,40}\]\s*$")
_BRACKET_AFTER = re.compile(r"\s*\[[^\[\]\n]{1,60}\]")
_SOME_WORDS = re.compile(r"\s*([A-Za-z]+)(?:\s+([A-Za-z]+))?")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalized words, its words' places, and what stands around it.

    `before` holds the last one, two and three words before it in lower case, brackets between
    left out; `after` the first two words behind it.
    """

    span: Span
    words: tuple[Span, ...]
    before: tuple[str, str, str]
    after: tuple[str, str]


def runs(folded: str, area: Span) -> Iterator[Run]:
    """The runs inside an area, in text order, without those that are too long for a name.

    >>> text = "Then cde. KIM IL SUNG told M.V. Zakharov so."
    >>> [(run.span.of(text), run.before[0]) for run in runs(text, Span(0, len(text)))]
    [('Then', ''), ('KIM IL SUNG', 'cde.'), ('M.V. Zakharov', 'told')]
    """
    for match in _RUN.finditer(folded, area.start, area.end):
        span = Span(*match.span())
        words = tuple(Span(*w.span()) for w in WORD.finditer(folded, span.start, span.end))
        if len(words) <= LONGEST:
            yield Run(span, words, _before(folded, area, span), _after(folded, area, span))


def _before(folded: str, area: Span, span: Span) -> tuple[str, str, str]:
    text = folded[max(area.start, span.start - 60) : span.start]
    if text.rstrip().endswith("]"):
        text = _BRACKET_BEFORE.sub("", text)
    if "\n\n" in text:
        text = text.rsplit("\n\n", 1)[1]
    last = text.lower().replace('"', " ").replace("(", " ").split()[-3:]
    return ("".join(last[-1:]), " ".join(last[-2:]), " ".join(last[-3:]))


def _after(folded: str, area: Span, span: Span) -> tuple[str, str]:
    position = span.end
    bracket = _BRACKET_AFTER.match(folded, position, area.end)
    match = _SOME_WORDS.match(folded, bracket.end() if bracket else position, area.end)
    if match is None:
        return ("", "")
    return (match[1].lower(), (match[2] or "").lower())


@cache
def lexicon(*classes: str) -> frozenset[str]:
    """The terms of the vocabulary's classes in lower case, without the full stop of "cde."."""
    return frozenset(term.rstrip(".") for name in classes for term in terms(name))


def is_in(words: tuple[str, str, str], lexicon_: frozenset[str]) -> str | None:
    """The longest of the last words that the lexicon has, None for none."""
    return next((w for w in reversed(words) if w.rstrip(".") in lexicon_), None)
