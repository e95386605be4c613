"""The stamps of a telegram: what was done with it, by whom, where and when.

One line may hold several ("Received: May 3 at 0815 Proofread: May 3 at 10:40") and a clock may
run over a line break ("at 21 hours / 40 minutes"). A `Stamp` is only the parse: places in the
stored text. `kg.extractors.datelines` makes the date of the message of it, and
`kg.extractors.handling` what the offices did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.dates import PrintedDate, PrintedTime, find_times
from kg.document import Document
from kg.extractors.dating import dates_in
from kg.extractors.lines import EVENT_WORD
from kg.extractors.parties import gloss_of
from kg.extractors.parts import HEAD, NOTE, TAIL, Piece, papers
from kg.extractors.vocabulary import value_of_term
from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp: `kind` as in `kg.findings.Handling`, the words and their parts.

    `by` is the phrase that names who did it, `origin` the words after "from", `place` a place
    name after "from", "in" or "at", with `is_from` for "from". `sent` is the first of two days
    in one date ("14/15/IX/61": sent day, received day); `day` the day of the stamp itself.
    """

    kind: str
    span: Span
    day: PrintedDate | None
    sent: PrintedDate | None
    time: PrintedTime | None
    by: Span | None
    origin: Span | None
    place: Span | None
    is_from: bool


@lru_cache(maxsize=4)
def stamps(document: Document) -> tuple[Stamp, ...]:
    """The stamps of all papers of the document, in the order of the text."""
    found: list[Stamp] = []
    for paper in papers(document):
        pieces = paper.pieces(HEAD, TAIL, NOTE)
        for index, piece in enumerate(pieces):
            if piece.kind == "event" or (piece.kind == "note" and STAMPED.match(piece.folded)):
                found += _of_line(document, pieces, index)
    return tuple(found)


STAMPED = re.compile(r"\W*(?:stamp|seal)\b", re.IGNORECASE)
"""How an editor's bracket around a stamp begins: "[Stamp: Incoming No. 3344"."""

_NEXT = r"\s*(?::|\b(?:by|on|at|in|from|to)\b|\d)"


def _of_line(document: Document, pieces: Sequence[Piece], index: int) -> Iterator[Stamp]:
    area = _with_next_line(pieces, index)
    words = area.of(document.folded)
    starts = [m for m in EVENT_WORD.finditer(words) if m.start() == 0 or _begins(words, m)]
    if not starts:
        return
    edges = " \n;,]" if pieces[index].kind == "note" else " \n;,"
    ends = [m.start() for m in starts[1:]] + [len(words)]
    for match, end in zip(starts, ends, strict=True):
        leads = match is starts[0] and pieces[index].kind == "event"
        first = 0 if leads else match.start()
        span = Span(area.start + first, area.start + end).stripped(document.folded, edges)
        yield _stamp(document, span, value_of_term("handling", match[0]))


def _begins(words: str, match: re.Match[str]) -> bool:
    """A later word of the line begins a stamp of its own when a stamp's words follow it."""
    follows = re.match(_NEXT, words[match.end() :], re.IGNORECASE)
    return follows is not None and (match[0][0].isupper() or words.lower().startswith("from"))


_GOES_ON = re.compile(r"(?:\d{1,2}\s+min|\d{1,2}[:.]\d\d\b|at\s+\d)", re.IGNORECASE)
_OPEN = re.compile(r"(?:\b(?:on|at|hours?)|[,\d])$", re.IGNORECASE)


def _with_next_line(pieces: Sequence[Piece], index: int) -> Span:
    span = pieces[index].span
    if index + 1 == len(pieces):
        return span
    after = pieces[index + 1]
    if (
        _OPEN.search(pieces[index].folded)
        and _GOES_ON.match(after.folded)
        and len(after.folded) < 60
    ):
        return Span(span.start, after.span.end)
    return span


def _stamp(document: Document, span: Span, kind: str) -> Stamp:
    folded = document.folded
    dates = dates_in(document, span)
    times = find_times(folded, span)
    double = len(dates) == 2 and dates[0].span == dates[1].span
    limit = min([span.end, *(d.span.start for d in dates), *(t.span.start for t in times)])
    words = Span(span.start, limit)
    origin, place, is_from = _where(folded, words)
    return Stamp(
        kind=kind,
        span=span,
        day=(dates[1] if double else dates[0]) if dates else None,
        sent=dates[0] if double else None,
        time=times[0] if times else None,
        by=_by(folded, words),
        origin=origin,
        place=place,
        is_from=is_from,
    )


_BY = re.compile(r"(?:\bby:?\s+|^[^\W\d_][\w -]*:\s*)(?=[A-Z\[]|c(?:om)?de\.)")
_END_OF_NAME = re.compile(
    r"\s+(?:on|at|in|from|to)\b|\s*[,;(]?\s*$|[,;]\s*(?:on|at)\b", re.IGNORECASE
)
_NO_PERSON = re.compile(
    r"(?:on|at|in|from|to|date|time|wire|telegraph|radio|telephone|courier)\b", re.I
)


def _by(folded: str, words: Span) -> Span | None:
    """The phrase after "by", or after the colon of "Typed: Pell"."""
    text = words.of(folded)
    match = _BY.search(text)
    if match is None or _NO_PERSON.match(text[match.end() :]):
        return None
    bracket = re.match(r"\[([^\[\]]*)", text[match.end() :])
    if bracket and gloss_of(bracket[1]) is None:  # "Proofread by [illegible]"
        return None
    end = _END_OF_NAME.search(text, match.end())
    stop = end.start() if end else len(text)
    span = Span(match.end(), max(stop, match.end())).shifted(words.start).stripped(folded, " .,;(")
    return span if span.start < span.end else None


_NAME = r"(?:(?!(?:ON|AT|IN|BY|FROM|TO|THE)\b)[^\W\d_a-z][\w'-]*\s?){1,4}"
_ORIGIN = re.compile(
    r"\b(?i:from)\s+(?P<words>(?i:the\s+)?[^\W\d_].*?)(?=\s+(?i:on|at|received|sent|by)\b|[/,;:\d]|$)"
)
_IN = re.compile(rf"\b(?i:in|at)\s+(?P<place>{_NAME})")


def _where(folded: str, words: Span) -> tuple[Span | None, Span | None, bool]:
    """Origin, place and whether the place is the origin's."""
    origin = _ORIGIN.search(words.of(folded))
    if origin is None:
        return None, _place_in(folded, words), False
    phrase = Span(*origin.span("words")).shifted(words.start).stripped(folded)
    bare = re.fullmatch(_NAME, phrase.of(folded)) is not None
    return phrase, _place_in(folded, phrase) or (phrase if bare else None), True


def _place_in(folded: str, phrase: Span) -> Span | None:
    """The name after "in" or "at"."""
    match = _IN.search(phrase.of(folded))
    return Span(*match.span("place")).shifted(phrase.start).stripped(folded) if match else None
