"""Places in a text: half-open intervals of Unicode code points.

A span always belongs to one stored text. `text[start:end]` is the quote; nothing in Coldwire
computes offsets in bytes or in a cleaned copy of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple, Self


class _Interval(NamedTuple):
    start: int
    end: int


class Span(_Interval):
    """The interval `start` (inclusive) to `end` (exclusive), in code points.

    A tuple, because a volume has ten thousands of them: they are made, compared and sorted at the
    speed of the machine.

    Raises:
        ValueError: when the interval is negative or starts before the text.

    >>> Span(0, 7).of("SHTRAUS [pseudonym ...]")
    'SHTRAUS'
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:  # noqa: D102 - as __init__
        if not 0 <= start <= end:
            raise ValueError(f"not a span: {start}..{end}")
        return tuple.__new__(cls, (start, end))

    def of(self, text: str) -> str:
        """The words at this place of `text`."""
        return text[self.start : self.end]

    def shifted(self, offset: int) -> Span:
        """The same interval, `offset` code points further on."""
        return Span(self.start + offset, self.end + offset)

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def stripped(self, text: str, characters: str | None = None) -> Span:
        """The span without white space (or `characters`) at its ends.

        >>> Span(0, 6).stripped("  hi  ")
        Span(start=2, end=4)
        """
        words = self.of(text)
        left = len(words) - len(words.lstrip(characters))
        kept = words.strip(characters)
        return Span(self.start + left, self.start + left + len(kept))


known_span: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)
"""The span of a start and end that are known to be in order; half the cost of asking."""


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The spans that do not overlap an earlier or longer one, in text order.

    Of two that start together the longer wins: "North Korea" before "North".

    >>> without_overlaps([Span(0, 5), Span(0, 11), Span(6, 11), Span(12, 14)])
    [Span(start=0, end=11), Span(start=12, end=14)]
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
