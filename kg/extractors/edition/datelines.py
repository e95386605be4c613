"""Place, day and hour under the head of a document, or at the end of the head itself.

The edition prints a date line as the first line below the head ("Tokyo, 23 February 1951-2:25
p. m."); some volumes, and those that are published electronically only, put it at the end of the
head instead ("..., Washington, October 11, 1956"). What the editors supplied stands in square
brackets ("[Washington,]"); an undated paper says so. The hour is kept as printed, without a shift
of time zone; a zone or "local" stays in the quote. Of a range of days both ends are kept, of a
range of hours the first.

Confidence: 0.99 day and place of a date line; 0.97 those in a head; 0.9 a day whose year is
taken from the file number or the volume; 0.4 the month of a day that no calendar has
("February 30"); 0.6 a day with a question mark.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kg.authority.volumes import Volume
from kg.dates import MONTHS, DateValue, from_edtf
from kg.document import Document
from kg.extractors.edition.lines import Line, alike, body_lines, lines
from kg.extractors.evidence import evidence
from kg.findings import Dateline, Finding, Findings, Mention, Party
from kg.spans import Span

NAME = "datelines"
_LONGEST = 200
"""A date line is shorter; a sentence with a date in it usually is not."""
_REST = 90
"""So much may follow the day: "5:01-5:45 p.m., Session III", zones, "[Received May 4.]"."""

_FILE_NUMBER = 400
"""So much of a source note is searched for the file number."""
_CLOCK_ONLY = 30
"""So little follows the day when another line, such as "[Extracts]", stands above the date line."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"[1Il]9\d\d|18\d\d|20\d\d"  # "February 8, I960": letters that look like the figure 1
_TO = r"\s*(?:-|,|\band\b|\bto\b|\bthrough\b|\bor\b)\s*"
_NOT_HOUR = r"(?![\d:.]*\s*(?:-\s*[\d:.]+\s*)?[ap]\.?\s?m\b)"  # "May 3-5 p.m." is one day
_DAY = re.compile(
    # "23 February 1951", "11-13 January 1954"
    rf"\b(?P<d1>\d{{1,2}})(?:{_TO}(?P<e1>\d{{1,2}}))?[\s,]*(?P<m1>{_MONTH})\b\.?,?\s*(?P<y1>{_YEAR})\b"
    # "July 7, 1969", "December2, 1961", "February 25-26, 1959", "April 30-May 2, 1959", "May 12"
    rf"|\b(?P<m2>{_MONTH})\.?,?\s*(?P<d2>\d{{1,2}})(?:(?!\d)|(?={_YEAR}))(?:st|nd|rd|th|d)?"
    rf"(?:[\s,]*(?P<y>{_YEAR})(?={_TO}(?:{_MONTH})))?"
    rf"(?:{_TO}(?:(?P<n2>{_MONTH})\s*)?(?P<e2>\d{{1,2}})(?!\d|:){_NOT_HOUR})?"
    rf"(?:[\s,]*(?P<y2>{_YEAR})(?!\d))?"
    # "April 1951"
    rf"|\b(?P<m3>{_MONTH})\b\.?[\s,]*(?P<y3>{_YEAR})\b",
    re.IGNORECASE,
)
_UNDATED = re.compile(r"\b(?:undated|no date|not dated|date not declassified)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:circa|about|approximately|probably|ca\.|before|after)", re.IGNORECASE)
_HALF = r"(?P<half>[ap])\.?\s*m\b"
_END = r"\d{1,2}(?:[:.]\d\d)?\s*(?P<endhalf>[ap])\.?\s*m\b"
_CLOCK = re.compile(
    # "4:30-5:20 p.m.", "11:33 a.m.-noon", "12.30 p.m.", "9 p. m. and 11 p. m."
    rf"(?<![\d:.])(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?(?:\s*{_HALF}|\s*(?:-|\bto\b|\band\b)\s*"
    rf"(?:{_END}|(?:12\s*)?(?P<word>noon|midnight)\b))"
    # "noon", "12 midnight"
    r"|(?:\b12(?:\s|:00))?\s*\b(?P<alone>noon|midnight)\b"
    # "1325Z", "0735 hours", "18:30 GMT"
    r"|(?<![\d:.])(?P<h24>[01]\d|2[0-4])[:.]?(?P<m24>[0-5]\d)\s?(?:Z|hours?|hrs?|GMT|local)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "of",
        "the",
        "on",
        "de",
        "del",
        "della",
        "des",
        "es",
        "la",
        "le",
        "les",
        "du",
        "da",
        "do",
        "di",
        "das",
        "dos",
        "el",
        "al",
        "an",
        "am",
        "y",
        "en",
        "route",
        "to",
        "and",
        "in",
        "by",
        "at",
        "near",
        "off",
        "aboard",
        "a",
        "for",
        "from",
        "between",
        "not",
        "declassified",
        "with",
        "no",
        "place",
        "uss",
        "via",
        "residence",
        "ranch",
        "embassy",
        "hotel",
        "airplane",
        "plane",
        "aircraft",
        "train",
    ]
)
"""Words without a capital that a place of a date line may hold ("aboard the airplane")."""
_NO_PLACE = re.compile(
    r"\b(?:Meetings?|Council|Committee|Department|House|Office|Building|Board|State|Staff|Group|Party"
    r"|Residence|Home|Suite|Pentagon|Embassy|Agency|Conference|Conversations?|Memorandum|Treasury"
    r"|Defense|Estimates?|President|Undated|Session|Number|No|Day|Room|Hotel|Club|Mission)\b"
)
_OF_HEAD = re.compile(
    r"(?:,\s|\)\s|\b[Hh]eld\s(?:in|at)\s)(?P<place>[^\W\d_][\w.'-]*(?:\s[^\W\d_][\w.'-]*){0,3}),?\s*$"
)
_SYMBOL = re.compile(
    # "SecDel/MC/12 New York", "ES/D-26 (Rev.) Washington", "No. 252 Taipei", "Issue No. 673 ..."
    r"(?:(?:[A-Z]\w*[/-][\w/-]*\d[\w/.-]*|(?:Issue\s)?No\.\s\d+)\s+(?:\(\w+\.?\)\s+)?)+(?=[A-Z])"
)
_FILED = re.compile(r"[/-](?P<month>1[0-2]|[1-9])-(?P<day>\d{1,2}?)(?P<year>[4-9]\d)\b")


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:
    """The place and the day of the document, each at most once."""
    document = findings.document
    if findings.marking("form") == "editorial note":
        return ()
    first = document.body.start
    for line in islice(body_lines(document), 2):
        read = _read(line)
        if read and (line.span.start == first or len(line.words) - read.rest < _CLOCK_ONLY):
            return [*_place(document, read), *_day(document, read, volume)]
    return list(_from_head(document, volume))


@dataclass(frozen=True, slots=True)
class _Read:
    """A date line taken apart: its place (may be empty), the match of its day, what follows."""

    line: Line
    place: Span
    day: re.Match[str] | None
    rest: int
    about: bool = False
    sure: float = 0.99


def _read(line: Line) -> _Read | None:
    words = _without_brackets(line.words)
    if len(words) > _LONGEST:
        return None
    day, undated = _DAY.search(words), _UNDATED.search(words)
    named = day or undated
    if named is None or len(words) - named.end() > _REST:
        return None
    first = min(m.start() for m in (day, undated) if m)
    about = _ABOUT.search(words, 0, first)
    place = Span(0, about.start() if about else first)
    if not _is_place(place.of(words)):
        return None
    return _Read(line, place, day, day.end() if day else len(words), bool(about or undated))


def _without_brackets(words: str) -> str:
    """Square brackets, which tell what the editors supplied, are blanks to the patterns."""
    return words.replace("[", " ").replace("]", " ")


def _is_place(words: str) -> bool:
    """True for nothing, or for a few words of which each has a capital or is a small one."""
    parts = re.findall(r"[^\W\d_][\w'-]*", words)
    if parts and all(part.lower() in _SMALL for part in parts):
        return "not declassified" in words
    if len(parts) > 12 or ":" in words or ";" in words or '"' in words:
        return False
    return all(part[0].isupper() or part in _SMALL for part in parts) and not _numbered(words)


def _numbered(words: str) -> bool:
    """True for the number of a message or paragraph before a date ("1895. Deptel, May 3")."""
    return bool(re.match(r"\W*\d+[.)]", words))


def _place(document: Document, read: _Read) -> Iterator[Mention]:
    words = read.place.of(read.line.words)
    if "not declassified" in words:
        return
    symbol = _SYMBOL.match(words)
    place = Span(read.place.start + (symbol.end() if symbol else 0), read.place.end)
    place = place.stripped(read.line.words, " ,.;:-[]()?_")
    if place.start == place.end:
        return
    name = " ".join(_without_brackets(place.of(read.line.words)).split()).replace(" ,", ",")
    yield _sent_from(document, place.shifted(read.line.span.start), name, read.sure)


def _sent_from(document: Document, span: Span, name: str, confidence: float) -> Mention:
    party = Party(written=span.of(document.text), name=name, kind="place", span=span)
    return Mention(**evidence(document, span, NAME, confidence), party=party, role="sent from")


def _day(document: Document, read: _Read, volume: Volume) -> Iterator[Dateline]:
    if read.day is None:
        return
    words = _without_brackets(read.line.words)
    time, end = _time(words, read.rest)
    value, sure = _value(read.day, document, volume)
    if value is None:
        return
    doubtful = "?" in words[read.day.start() : read.day.end() + 2] or read.about
    if doubtful and value.is_day:
        value, sure = from_edtf(f"{value.edtf}?"), min(sure, 0.6)
    span = read.line.place(read.day.start(), end)
    found = evidence(document, span, NAME, min(sure, read.sure))
    yield Dateline(**found, value=value, time=time)


def _value(
    day: re.Match[str], document: Document, volume: Volume
) -> tuple[DateValue | None, float]:
    """What the printed day means, and how sure that is."""
    parts = day.groupdict()
    month = MONTHS[str(parts["m1"] or parts["m2"] or parts["m3"]).lower()]
    first = int(parts["d1"] or parts["d2"] or 0)
    last = int(parts["e1"] or parts["e2"] or 0)
    until = MONTHS[parts["n2"].lower()] if parts["n2"] else month
    printed = parts["y1"] or parts["y2"] or parts["y3"] or parts["y"]
    year, sure = (
        (int("1" + printed[1:] if printed[0] in "Il" else printed), 0.99)
        if printed
        else (_year_elsewhere(document, volume, month, first), 0.9)
    )
    if not year:
        return (from_edtf(f"XXXX-{month:02d}-{first:02d}"), 0.9) if first else (None, 0.0)
    if first > calendar.monthrange(year, month)[1]:
        return from_edtf(f"{year}-{month:02d}"), 0.4
    begin = f"{int(parts['y'] or year):04d}-{month:02d}" + (f"-{first:02d}" if first else "")
    if not last or ((until, last) <= (month, first) and not parts["y"]):
        return from_edtf(begin), sure
    if last > calendar.monthrange(year, until)[1]:
        return from_edtf(begin), 0.6
    return from_edtf(f"{begin}/{year}-{until:02d}-{last:02d}"), sure


def _year_elsewhere(document: Document, volume: Volume, month: int, day: int) -> int | None:
    """The year of a day printed without one: of the file number, or of a volume of one year.

    Source: a decimal file number of the Department ends in the day of the paper ("762.00/2-359"
    is February 3, 1959).
    """
    note = document.block("source note")
    filed = _FILED.search(alike(note.of(document.text)[:_FILE_NUMBER])) if note else None
    if filed and (int(filed["month"]), int(filed["day"])) == (month, day):
        return 1900 + int(filed["year"])
    years = volume.years
    return years[0] if years and years[0] == years[1] else None


def _time(words: str, start: int) -> tuple[str | None, int]:
    """The hour printed after the day as HH:MM, and where its words end."""
    clock = _CLOCK.search(words, start, start + _REST)
    if clock is None:
        return None, start
    return _hour(clock), clock.end()


def _hour(clock: re.Match[str]) -> str | None:
    parts = clock.groupdict()
    if parts["h24"]:
        return f"{parts['h24']}:{parts['m24']}"
    if parts["alone"]:
        return "12:00" if parts["alone"].lower() == "noon" else "00:00"
    hour = int(parts["h"])
    if not 1 <= hour <= 12:
        return f"{hour:02d}:{parts['m'] or '00'}" if hour < 24 else None
    late = _is_afternoon(hour, clock)
    return f"{hour % 12 + (12 if late else 0):02d}:{parts['m'] or '00'}"


def _is_afternoon(hour: int, clock: re.Match[str]) -> bool:
    """The half of the day of the first hour; without one of its own it has that of the last.

    "10-noon" began in the morning and "11:30-1 p.m." too: an hour that is later than the last
    one belongs to the other half.
    """
    if clock["half"]:
        return clock["half"].lower() == "p"
    if clock["word"]:
        return clock["word"].lower() == "midnight"
    late = clock["endhalf"].lower() == "p"
    end = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s*[ap]\.?\s*m\Z", clock[0], re.IGNORECASE)
    if end is None:
        return late
    first = (hour % 12, int(clock["m"] or 0))
    return late if first <= (int(end[1]) % 12, int(end[2] or 0)) else not late


def _from_head(document: Document, volume: Volume) -> Iterator[Finding]:
    """Day, hour and place at the end of a head ("..., White House, Washington, June 2, 1958")."""
    head = document.block("head")
    for line in reversed(lines(document, head, 4) if head else []):
        words = _without_brackets(line.words)
        days = list(_DAY.finditer(words))
        undated = _UNDATED.search(words)
        if not days and not undated:
            continue
        day = days[-1] if days else None
        if day is not None and len(words) - day.end() > _REST:
            return
        start = day.start() if day else undated.start() if undated else 0
        named = _OF_HEAD.search(words, 0, start)
        place = Span(*named.span("place")) if named else Span(start, start)
        if _NO_PLACE.search(place.of(words)) or not _is_place(place.of(words)):
            place = Span(start, start)
        read = _Read(line, place, day, day.end() if day else len(words), sure=0.97)
        yield from _place(document, read)
        yield from _day(document, read, volume)
        return
