"""The dates of a document with the order of day and month settled, for every extractor.

`kg.dates` knows what a printed date can mean; here the whole document helps: the day of the
page heading or index row, the weekday-free dates written in words, and the other dates of one
hand. Only head, tail, notes and the first stretch of the text are compared, so that a text of
any size is read in linear time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kg.dates import DateValue, PrintedDate, choose, find_dates, from_edtf, value_of, with_year
from kg.document import Document
from kg.extractors.lines import LONGEST
from kg.extractors.parts import HEAD, NOTE, TAIL, TEXT, papers
from kg.spans import Span

_COMPARED = 80
"""So many dates are compared with each other; the comparison is quadratic."""
_READ = 20_000
"""So much of each stretch of text is searched for dates that help to settle the others."""


def dates_in(document: Document, span: Span) -> list[PrintedDate]:
    """The dates printed in a span, settled by the document, with the document's own year.

    Both readings stay where the document settles nothing (`PrintedDate.is_open`).
    """
    found = find_dates(document.folded, span)
    settled: list[PrintedDate] = []
    samples = list(_samples(document))
    for start in range(0, len(found), _COMPARED):
        chunk = found[start : start + _COMPARED]
        settled += choose([*samples, *chunk], anchors(document))[len(samples) :]
    return [with_year(printed, message_day(document)) for printed in settled]


def values_in(document: Document, span: Span) -> list[DateValue]:
    """What the dates in a span mean."""
    return [value_of(printed) for printed in dates_in(document, span)]


@lru_cache(maxsize=4)
def anchors(document: Document) -> tuple[date, ...]:
    """Days that the page or index gives for the message."""
    field = document.field("date")
    if field is None:
        return ()
    printed = [d for d in find_dates(document.folded, field.span) if not d.is_open]
    return tuple(date(*d.readings[0]) for d in printed if all(d.readings[0]))


@lru_cache(maxsize=4)
def message_day(document: Document) -> date | None:
    """The day of the message for dates without a year: of the heading, else of its head or tail."""
    days = [*anchors(document)]
    for printed in _settled(document):
        days += [date(*printed.readings[0])] if all(printed.readings[0]) else []
    return days[0] if days else None


@lru_cache(maxsize=4)
def _settled(document: Document) -> tuple[PrintedDate, ...]:
    printed: list[PrintedDate] = []
    for span in _stretches(document):
        if len(printed) >= _COMPARED:
            break
        printed += find_dates(document.folded, span)
    return tuple(choose(printed[:_COMPARED], anchors(document)))


def _stretches(document: Document) -> Iterator[Span]:
    """Heads, tails and notes first, then the text: where a document's dates are compared."""
    for kinds in ((HEAD, TAIL, NOTE), (TEXT,)):
        for paper in papers(document):
            for part in paper.of(*kinds):
                longest = _READ if part.kind == TEXT else LONGEST * len(part.pieces)
                yield Span(part.span.start, min(part.span.end, part.span.start + longest))


@lru_cache(maxsize=4)
def _samples(document: Document) -> tuple[PrintedDate, ...]:
    """One settled date of each style, which settles the others of that style."""
    samples: dict[str, PrintedDate] = {}
    for printed in _settled(document):
        year, month, day = printed.readings[0]
        if len(printed.orders) == 1 and month != day and year:
            samples.setdefault(printed.style, printed)
    return tuple(samples.values())


def value_of_field(words: str) -> DateValue | None:
    """The value of a date as a table or page states it: EDTF, else a printed date.

    >>> value_of_field("[1950-09-29,1950-09-30]").earliest, value_of_field("October 1, 1950").edtf
    ('1950-09-29', '1950-10-01')
    >>> value_of_field("spring") is None
    True
    """
    try:
        return from_edtf(words.strip())
    except ValueError:
        printed = find_dates(words)
        return value_of(printed[0]) if printed else None
