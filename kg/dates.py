"""Dates and clock times as they are printed in telegrams, and what they can mean.

Input is folded text (`kg.cleaning.fold`); places are spans of it. A `PrintedDate` keeps every
reading that the words allow; `choose` settles the order of day and month where the document
itself decides it, and keeps both readings where it does not (promise 4: uncertainty is data).
Values are EDTF level 1 and 2 (ISO 8601-2:2019; Library of Congress, Extended Date/Time Format
specification of 4 February 2019) with the earliest and latest day they allow.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from kg.spans import Span

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6,
    "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip


Reading = tuple[int, int, int]
"""Year, month, day; 0 for what is not printed."""


@dataclass(frozen=True, slots=True)
class DateValue:
    """What a printed date means: EDTF, and the first and last day it allows (ISO 8601).

    `earliest` and `latest` are None when the year is not known.
    """

    edtf: str
    earliest: str | None
    latest: str | None

    @property
    def is_day(self) -> bool:
        """True when one single day is meant."""
        return self.earliest is not None and self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text with every reading it allows.

    A reading is (year, month, day); 0 for a part that is not printed. `style` groups dates
    that one hand is likely to have written in one order: "slash", "dot", "dash", else "words",
    "iso" or "roman". `orders` says for each reading whether the day ("dm") or the month ("md")
    is printed first; it is empty where the words leave no doubt.
    """

    span: Span
    readings: tuple[Reading, ...]
    style: str
    orders: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """True when the order of day and month is not settled."""
        return len(self.readings) > 1


_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_WORDS = [
    # "1 October 1950", "1. Oct. 1950", "30 September" (telegram 75352)
    rf"\b{_DAY}\.?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?",
    # "October 1, 1950", "May 3"
    rf"\b{_MONTH}\s+{_DAY}\b(?!:)(?:(?:,\s*|\s+){_YEAR}\b)?",
    # "1974 March 3." (Hungarian and Chinese order)
    rf"\b{_YEAR}\.?\s+{_MONTH}\s+{_DAY}\b",
    # "October 1950"
    rf"\b{_MONTH},?\s+{_YEAR}\b",
]
_WRITTEN = [re.compile(pattern, re.IGNORECASE) for pattern in _WORDS]
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?"
    r"(?P<year>\d{4}|\d{2})(?![\d/-])(?!\.\d)"
)
_ISO = re.compile(r"(?<![\d-])(?P<year>1[89]\d\d|20\d\d)-(?P<a>\d\d)-(?P<b>\d\d)(?![\d-])")
_ROMAN_MONTH = re.compile(
    # "9.VIII.1948", and "14/15/IX/61": sent day, received day, month, year; also "ON/14/15/IX/61"
    r"(?<!\d)(?<!\d[./])(?P<day>\d{1,2})(?P<sep>[./ ])\s?(?:(?P<second>\d{1,2})(?P=sep)\s?)?"
    r"(?P<month>XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)(?P=sep)\s?(?P<year>\d{4}|\d{2})\b"
)


def find_dates(folded: str, within: Span | None = None) -> list[PrintedDate]:
    """All dates printed in `folded` (inside `within`), in text order, without overlaps.

    >>> [d.readings for d in find_dates("typed 2.10.50, sent 14/15/IX/61")]
    [((1950, 10, 2), (1950, 2, 10)), ((1961, 9, 14),), ((1961, 9, 15),)]
    """
    area = within or Span(0, len(folded))
    found = [*_written(folded, area), *_numeric(folded, area), *_roman(folded, area)]
    return _first_and_longest(found)


def _first_and_longest(found: list[PrintedDate]) -> list[PrintedDate]:
    kept: list[PrintedDate] = []
    for item in sorted(found, key=lambda d: (d.span.start, -d.span.end)):
        same = kept and item.span == kept[-1].span and item.style == "roman"
        if not kept or same or item.span.start >= kept[-1].span.end:
            kept.append(item)
    return kept


def _written(folded: str, area: Span) -> Iterable[PrintedDate]:
    for pattern in _WRITTEN:
        for match in pattern.finditer(folded, area.start, area.end):
            parts = match.groupdict()
            reading = (
                int(parts["year"] or 0),
                MONTHS[parts["month"].lower()],
                int(parts.get("day") or 0),
            )
            if _possible(*reading) and _is_a_month_name(match):
                yield PrintedDate(Span(*match.span()), (reading,), "words")


def _is_a_month_name(match: re.Match[str]) -> bool:
    """False for the verb "may" and "march": "you may 3" is no date, "May 3" is."""
    return match["month"][0].isupper()


def _numeric(folded: str, area: Span) -> Iterable[PrintedDate]:
    for match in _ISO.finditer(folded, area.start, area.end):
        reading = (int(match["year"]), int(match["a"]), int(match["b"]))
        if _possible(*reading):
            yield PrintedDate(Span(*match.span()), (reading,), "iso")
    for match in _NUMERIC.finditer(folded, area.start, area.end):
        year, a, b = _full_year(match["year"]), int(match["a"]), int(match["b"])
        by_order = {"dm": (year, b, a), "md": (year, a, b)}
        kept = {o: r for o, r in by_order.items() if _possible(*r) and r[2]}
        if a == b:
            kept.pop("md", None)
        style = {".": "dot", "/": "slash", "-": "dash"}[match["sep"]]
        if kept:
            yield PrintedDate(Span(*match.span()), tuple(kept.values()), style, tuple(kept))


def _roman(folded: str, area: Span) -> Iterable[PrintedDate]:
    for match in _ROMAN_MONTH.finditer(folded, area.start, area.end):
        for name in ("day", "second"):
            if match[name] is None:
                continue
            reading = (_full_year(match["year"]), _ROMAN[match["month"]], int(match[name]))
            if _possible(*reading):
                yield PrintedDate(Span(*match.span()), (reading,), "roman")


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def _possible(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    return day <= (calendar.monthrange(year, month)[1] if year else (29 if month == 2 else 31))


def with_year(printed: PrintedDate, context: date | None) -> PrintedDate:
    """The date with the missing year taken from `context`, the day of the message itself.

    The year is the document's own, unless the date would then lie after the message by more
    than half a year ("your cable of 30 December" in a telegram of January).
    """
    if context is None or all(year for year, _, _ in printed.readings):
        return printed
    filled = tuple(
        (year or _year_near(month, context), month, day) for year, month, day in printed.readings
    )
    return PrintedDate(printed.span, filled, printed.style, printed.orders)


def _year_near(month: int, context: date) -> int:
    months_ahead = month - context.month
    return context.year - 1 if months_ahead > 6 else context.year


def choose(dates: Sequence[PrintedDate], anchors: Sequence[date] = ()) -> list[PrintedDate]:
    """The dates with the order of day and month settled wherever the document settles it.

    Steps, each only for dates that are still open: a date of the same style with one reading
    fixes the order of that style; then the orders of the open styles that bring the dates of
    the document nearest to each other and to `anchors` (page heading, index) win, if they are
    clearly nearer than any other choice. What stays open keeps both readings.
    Source: stamps and body of one telegram may use opposite orders, so the styles are settled
    apart.
    """
    orders = _fixed_orders(dates)
    open_styles = sorted({d.style for d in dates if d.is_open and d.style not in orders})
    known = [*anchors, *_settled_days(dates, orders)]
    orders |= _nearest_orders([d for d in dates if d.style in open_styles], open_styles, known)
    return [_in_order(d, orders.get(d.style)) for d in dates]


def _fixed_orders(dates: Sequence[PrintedDate]) -> dict[str, str]:
    """Style to order, where every date of the style that leaves no doubt agrees."""
    seen: dict[str, set[str]] = {}
    for item in dates:
        if len(item.orders) == 1 and item.readings[0][1] != item.readings[0][2]:
            seen.setdefault(item.style, set()).add(item.orders[0])
    return {style: orders.pop() for style, orders in seen.items() if len(orders) == 1}


def _settled_days(dates: Iterable[PrintedDate], orders: dict[str, str]) -> list[date]:
    days = []
    for item in dates:
        settled = _in_order(item, orders.get(item.style))
        if not settled.is_open and all(settled.readings[0]):
            days.append(date(*settled.readings[0]))
    return days


def _nearest_orders(
    dates: Sequence[PrintedDate], styles: Sequence[str], known: Sequence[date]
) -> dict[str, str]:
    if not styles or not (known or len(styles) > 1):
        return {}
    ranked = sorted(
        (_distance(dates, dict(zip(styles, choice, strict=True)), known), choice)
        for choice in product(("dm", "md"), repeat=len(styles))
    )
    (best, choice), (second, _) = ranked[0], ranked[1]
    return dict(zip(styles, choice, strict=True)) if 2 * best < second else {}


def _distance(dates: Sequence[PrintedDate], orders: dict[str, str], known: Sequence[date]) -> int:
    """Sum over the dates of the days to the nearest known date or date of another style."""
    days = [(d.style, date(*_in_order(d, orders[d.style]).readings[0])) for d in dates]
    total = 0
    for style, day in days:
        others = [*known, *(other for name, other in days if name != style)]
        total += min((abs((day - other).days) for other in others), default=0)
    return total


def _in_order(item: PrintedDate, order: str | None) -> PrintedDate:
    if order is None or not item.is_open or order not in item.orders:
        return item
    index = item.orders.index(order)
    return PrintedDate(item.span, (item.readings[index],), item.style, (order,))


def value_of(printed: PrintedDate) -> DateValue:
    """EDTF and bounds of a printed date.

    Two readings become an EDTF set "one of": [1952-06-11,1952-11-06]. A missing part is
    written X.

    >>> value_of(find_dates("06/11/52")[0])
    DateValue(edtf='[1952-06-11,1952-11-06]', earliest='1952-06-11', latest='1952-11-06')
    >>> value_of(find_dates("May 3")[0])
    DateValue(edtf='XXXX-05-03', earliest=None, latest=None)
    """
    parts = sorted(_edtf(*reading) for reading in printed.readings)
    edtf = parts[0] if len(parts) == 1 else f"[{','.join(parts)}]"
    return from_edtf(edtf)


def _edtf(year: int, month: int, day: int) -> str:
    year_text = f"{year:04d}" if year else "XXXX"
    return f"{year_text}-{month:02d}" + (f"-{day:02d}" if day else "")


_EDTF_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[?~%]?$")


@lru_cache(maxsize=4096)
def from_edtf(edtf: str) -> DateValue:
    """The bounds of an EDTF value: a day, a month, a year, or a set of them.

    Raises:
        ValueError: when the value is none of these, or no day of the calendar.

    >>> from_edtf("1950-10")
    DateValue(edtf='1950-10', earliest='1950-10-01', latest='1950-10-31')
    """
    if edtf.startswith("XXXX-"):
        return DateValue(edtf, None, None)
    inner = edtf[1:-1] if edtf.startswith("[") and edtf.endswith("]") else edtf
    bounds = [_bounds(part) for part in re.split(r"\.\.|,|/", inner)]
    return DateValue(edtf, min(b[0] for b in bounds), max(b[1] for b in bounds))


def _bounds(part: str) -> tuple[str, str]:
    match = _EDTF_PART.match(part)
    if match is None:
        raise ValueError(f"not a date we know: {part!r} (use EDTF: 1950-10-01, 1950-10, 1950)")
    year, month, day = (int(group) if group else 0 for group in match.groups())
    if not _possible(year, month or 1, day or 1):
        raise ValueError(f"no such day: {part!r}")
    last = day or calendar.monthrange(year, month or 12)[1]
    return (
        date(year, month or 1, day or 1).isoformat(),
        date(year, month or 12, last).isoformat(),
    )


_CLOCK = [
    # "21 hours 40 minutes", also over a line break
    r"(?P<h>\d{1,2})\s+hours?(?:[\s,]+(?:and\s+)?(?P<m>\d{1,2})\s+min(?:ute)?s?\b\.?)?",
    # "0930hs", "0325 hours"
    r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s?(?:hs|hrs?|hours|h)\b\.?",
    # "6:00 [am]", "14:15 p.m.", "5:20 am", "15:20"
    r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?:\s*\[?(?P<half>[ap])\.?\s?m\b\.?\]?)?",
    # "6 a.m."
    r"(?P<h>1?\d)\s?(?P<half>[ap])\.?m\b\.?",
    # "at 0815", "on 9 May at 1800"
    r"(?<=\bat\s)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\b",
]
_CLOCKS = [re.compile(rf"(?<![\d:.]){pattern}", re.IGNORECASE) for pattern in _CLOCK]


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A clock time in a text: where, and "HH:MM" on the 24-hour clock."""

    span: Span
    value: str


def find_times(folded: str, within: Span | None = None) -> list[PrintedTime]:
    """The clock times printed in `folded`, in text order.

    A half-day mark that contradicts a 24-hour figure ("14:15 p.m.") adds nothing.

    >>> [t.value for t in find_times("at 02:40 a.m., 14:15 p.m., 6:00 [am], 0930hs")]
    ['02:40', '14:15', '06:00', '09:30']
    """
    area = within or Span(0, len(folded))
    found: dict[int, PrintedTime] = {}
    for pattern in _CLOCKS:
        for match in pattern.finditer(folded, area.start, area.end):
            value = _clock(match)
            span = Span(*match.span())
            if value and not any(span.overlaps(other.span) for other in found.values()):
                found[span.start] = PrintedTime(span, value)
    return [found[start] for start in sorted(found)]


def _clock(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    hour, minute = int(parts["h"]), int(parts.get("m") or 0)
    half = (parts.get("half") or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
