"""Date and place of a dateline as encoded, checked against what is printed there."""

from __future__ import annotations

import re

from kg.quality.gold_heads import trimmed
from kg.quality.gold_records import GoldDate
from kg.quality.gold_xml import OTHER_TEXTS, Node, named, one_line, raw_words, tag, within, words

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
_MONTHS = _MONTH_NAMES.split()
MONTH = "(" + "|".join(_MONTHS) + ")"

_MONTH_FIRST = re.compile(MONTH + r"\s+(\d{1,2})(?:\s*[–/-]\s*(\d{1,2}))?,?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s+" + MONTH + r",?\s+(\d{4})")
_HOURS = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:[–—-]|to|and)\s*"
    r"(?=(?:\d{1,2}(?:[:.]\d{2})?\s*([ap])\.?\s?m\b|(noon|midnight)))",
    re.I,
)
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s*m\b", re.I)
_NAMED_HOUR = re.compile(r"\b(noon|midnight)\b", re.I)
_MILITARY = re.compile(r"\b(\d{2}):?(\d{2})\s?(Z|hours?|local|GMT)\b", re.I)


def dateline_of(div: Node, head: Node | None) -> tuple[Node | None, bool]:
    """The element that holds the date, and whether the document has a dateline at all.

    It is the first dateline with a date, else the first dateline, else a head with a date.
    """
    lines = [n for n in div.iter(named("dateline")) if not within(n, div, OTHER_TEXTS)]
    dated = (n for n in lines if n.find(f".//{named('date')}") is not None)
    line = next(dated, lines[0] if lines else None)
    if line is None and head is not None and head.find(f".//{named('date')}") is not None:
        line = head
    return line, bool(lines)


def date_of(line: Node) -> GoldDate:
    """The first date of a dateline."""
    printed = words(line)
    date = _empty(printed)
    dates = (
        n
        for n in line.iter(named("date"))
        if not any(tag(around) == "note" for around in n.iterancestors())
    )
    marked = next(dates, None)
    if marked is None:
        return date
    date["text"] = words(marked)
    start = marked.get("when") or marked.get("from") or marked.get("notBefore")
    if start:
        _fill(date, line, printed, start, marked.get("to") or marked.get("notAfter"))
    return date


def _empty(printed: str) -> GoldDate:
    return {
        "iso": None,
        "time": None,
        "end": None,
        "edtf": None,
        "tz": None,
        "text": printed,
        "undated": "undated" in printed.lower(),
        "supplied": bool(re.search(r"\[[^\]]*\d", printed)),
        "suspect": None,
    }


def _fill(date: GoldDate, line: Node, printed: str, start: str, end: str | None) -> None:
    clock = _printed_hours(printed)
    date["iso"] = start[:10]
    date["time"] = _hour(line, start, clock)
    date["tz"] = "Z" if start.endswith("Z") or re.search(r"\d{4}\s?Z\b", printed) else None
    date["end"] = end[:10] if end else None
    date["edtf"] = _edtf(start, clock) + (f"/{_edtf(end, clock)}" if end else "")
    days = _printed_days(printed)
    if days and len(start[:10]) == 10 and not days & {start[:10], date["end"] or ""}:
        date["suspect"] = "day"
    elif clock and date["time"] not in clock:
        date["suspect"] = "time"


def _hour(line: Node, start: str, clock: list[str]) -> str | None:
    """The hour of the mark; midnight only where the print has an hour at all."""
    if len(start) > 15 and (start[11:16] != "00:00" or clock):
        return start[11:16]
    marked = line.find(f".//{named('time')}")
    value = None if marked is None else marked.get("when") or marked.get("from")
    return value[:5] if value else None


def _edtf(value: str, clock: list[str]) -> str:
    return value if len(value) > 10 and (value[11:16] != "00:00" or clock) else value[:10]


def _printed_days(printed: str) -> set[str]:
    low = printed.lower()
    days = {(m[4], m[1], m[2]) for m in _MONTH_FIRST.finditer(low)}
    days |= {(m[3], m[2], m[1]) for m in _DAY_FIRST.finditer(low)}
    return {f"{y}-{_MONTHS.index(m) + 1:02}-{int(d):02}" for y, m, d in days}


def _printed_hours(printed: str) -> list[str]:
    """The hours that are printed, the beginning of a range read both ways."""
    hours = []
    for m in _HOURS.finditer(printed):
        half = m[3] or ("a" if m[4].lower() == "noon" else "p")
        other = "a" if half.lower() == "p" else "p"
        hours += [_on_the_clock(m[1], m[2], half), _on_the_clock(m[1], m[2], other)]
    hours += (_on_the_clock(m[1], m[2], m[3]) for m in _HOUR.finditer(printed))
    for m in _NAMED_HOUR.finditer(printed):
        hours += ["12:00"] if m[1].lower() == "noon" else ["00:00", "24:00", "23:59"]
    hours += (f"{m[1]}:{m[2]}" for m in _MILITARY.finditer(printed))
    return hours


def _on_the_clock(hour: str, minute: str | None, half: str) -> str:
    """Of twelve hours and half a day, the hour of twenty-four."""
    return f"{int(hour) % 12 + (12 if half.lower() == 'p' else 0):02}:{int(minute or 0):02}"


_NOT_DECLASSIFIED = "not declassified"
_NO_PLACE = re.compile(rf"(?i){MONTH}|undated|noon|midnight|[ap]\.? ?m\b|[^a-z]")


def place_of(line: Node | None) -> tuple[str | None, bool]:
    """The first place of a dateline, and whether it was blacked out."""
    if line is None:
        return None, False
    places = (trimmed(words(p)).strip("[]() ") for p in line.iter(named("placeName")))
    place = next((p for p in places if p), None)
    hidden = bool(place and _NOT_DECLASSIFIED in place)
    return (None if hidden else place), hidden


def is_bare_of_place(line: Node) -> bool:
    """True when a dateline has nothing but a date and an hour."""
    return len(_NO_PLACE.sub("", raw_words(line))) < 4


__all__ = ["date_of", "dateline_of", "is_bare_of_place", "one_line", "place_of"]
