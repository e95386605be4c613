"""What the offices did with the paper: stamps, copies, certification, typist, handwriting.

Input: head, tail and notes of all papers. Clerks and readers of copies appear once, at the very
end, and are no correspondents. What is printed stays: a message received before it was sent is
flagged, not corrected; a printed total that is not the sum of the counts is kept beside them.

Distribution lists: `A - 2, B-1`, `A (2), B, C`, numbered lines, `Copy No. 1 to A`,
`2 copies - 1 - A / 2. - B`, `Copies: A, B`, `Distributed to A and B`, `in 6 copies for:` with
a dash list. An entry without a number is one copy where other entries have counts; in a list
without any count `copies` is None. A number before a name is the number of the copy, one after
it a count.

Confidence: 0.95 a stamp or an entry of a labeled list; 0.9 a certification; 0.85 handwriting,
and a count that is only implied; 0.7 an hour that no words explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.authority import Authority
from kg.cleaning import plain
from kg.dates import DateValue, PrintedDate, find_dates, find_times, value_of
from kg.document import Document
from kg.extractors.dating import values_in
from kg.extractors.evidence import evidence
from kg.extractors.lines import NUMBER_SIGN, is_names
from kg.extractors.parties import gloss_of, is_place, parties, party, split_names
from kg.extractors.parts import HEAD, NOTE, TAIL, Piece, papers
from kg.extractors.stamps import STAMPED, Stamp, stamps
from kg.extractors.vocabulary import is_term
from kg.findings import Copy, Dateline, Finding, Findings, Handling, Party
from kg.spans import Span

NAME = "handling"
EARLY = "received before sent"


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:
    """Handlings, then the entries of the distribution list, each in the order of the text."""
    document = findings.document
    found = [*_of_stamps(findings, authority), *_of_lines(document, authority)]
    yield from sorted(_flagged(found), key=lambda handling: handling.span.start)
    for group in _copy_lists(document):
        yield from _copies(document, group, authority)


# Stamps


def _of_stamps(findings: Findings, authority: Authority) -> Iterator[Handling]:
    document = findings.document
    for stamp in stamps(document):
        if stamp.sent is not None and stamp.kind == "received":
            yield _sent_before(findings, stamp, stamp.sent)
        people: Sequence[Party | None] = _people(document, stamp.by, authority) or [None]
        for person in people:
            yield _handling(document, stamp, person)


def _sent_before(findings: Findings, stamp: Stamp, day: PrintedDate) -> Handling:
    """The sending that a stamp of arrival tells of: "RECEIVED ... ON/14/15/IX/61"."""
    same = [d for d in findings.of(Dateline) if d.span == day.span and d.role == "sent"]
    return Handling(
        **evidence(findings.document, day.span, NAME, 0.85),
        kind="sent",
        date=value_of(day),
        time=same[0].time if same else None,
        place=_place(findings.document, stamp),
    )


def _place(document: Document, stamp: Stamp) -> str | None:
    return plain(stamp.place.of(document.text)) if stamp.place else None


def _people(document: Document, span: Span | None, authority: Authority) -> list[Party]:
    return [n.party for n in parties(document.folded, span, authority)] if span else []


def _handling(document: Document, stamp: Stamp, person: Party | None) -> Handling:
    return Handling(
        **evidence(document, stamp.span, NAME, 0.95),
        kind=stamp.kind,
        by=person,
        date=value_of(stamp.day) if stamp.day else None,
        time=stamp.time.value if stamp.time else None,
        place=None if stamp.kind == "received" and stamp.is_from else _place(document, stamp),
    )


def _flagged(found: list[Handling]) -> list[Handling]:
    """A flag on both stamps of a message that was received before it was sent.

    Source: in two of 31 documents the cipher section received the draft and then sent it; in one
    the stamps contradict each other. Which it is, the paper does not say.
    """
    moments = {
        kind: [m for h in found if h.kind == kind and (m := _moment(h))]
        for kind in ("sent", "received")
    }
    if not moments["sent"] or not moments["received"]:
        return found
    if min(moments["received"]) >= min(moments["sent"]):
        return found
    return [replace(h, flag=EARLY) if h.kind in moments else h for h in found]


def _moment(handling: Handling) -> tuple[str, str] | None:
    """The day and hour of a stamp, where both are certain."""
    if handling.date is None or not handling.date.is_day or handling.time is None:
        return None
    return str(handling.date.earliest), handling.time


# Certification, handwriting, hours without words


def _of_lines(document: Document, authority: Authority) -> Iterator[Handling]:
    for paper in papers(document):
        certified: list[Piece] = []
        for piece in paper.pieces(HEAD, TAIL, NOTE):
            if piece.kind == "certified":
                certified.append(piece)
            elif piece.kind == "note":
                yield from _annotation(document, piece, authority)
            elif piece.kind in {"date", ""}:
                yield from _unlabelled(document, piece)
        if certified:
            span = Span(certified[0].span.start, certified[-1].span.end)
            yield _certification(document, span, authority)


def _certification(document: Document, span: Span, authority: Authority) -> Handling:
    """ "Correct: head of dispatch ... Colonel Ogurtsov." """
    words = span.of(document.folded)
    label = re.match(r"[\w\s]*?(?:[:.-]|\bby:?)\s*", words, re.IGNORECASE)
    start = span.start + (label.end() if label else 0)
    dates = values_in(document, span)
    times = find_times(document.folded, span)
    who = parties(document.folded, _until_date(document, Span(start, span.end)), authority)
    return Handling(
        **evidence(document, span, NAME, 0.9),
        kind="certified",
        by=_officer([named.party for named in who]),
        date=dates[0] if dates else None,
        time=times[0].value if times else None,
    )


def _officer(who: Sequence[Party]) -> Party | None:
    """The person among the phrases, with the post beside the name; else the post."""
    people = [p for p in who if p.kind == "person" and not is_term("rank", p.written)]
    posts = [p for p in who if p.kind != "person"]
    if people and posts and people[0].office is None:
        return replace(people[0], office=posts[0].written)
    return next(iter([*people, *posts]), None)


def _until_date(document: Document, span: Span) -> Span:
    dates = find_dates(document.folded, span)
    return Span(span.start, dates[0].span.start) if dates else span


def _annotation(document: Document, piece: Piece, authority: Authority) -> Iterator[Handling]:
    """Handwriting: what it says, and whose it is where a last bracket or "by" tells."""
    if STAMPED.match(piece.folded):
        return
    lead = re.match(r"\[[^\[\]]*(?:\]|$)\s*|[^:]{0,40}:\s*", piece.folded)
    rest = piece.folded[lead.end() :] if lead else piece.folded
    by = _hand(document, piece, authority)
    note = (
        plain(piece.span.of(document.text)[-len(rest) :])
        if rest
        else plain(piece.folded.strip("[]"))
    )
    dates = values_in(document, piece.span)
    yield Handling(
        **evidence(document, piece.span, NAME, 0.85),
        kind="annotated",
        by=by,
        date=dates[0] if dates else None,
        note=note,
    )


_BY_HAND = re.compile(r"\bby\s+(?!hand\b)(?P<name>[^\]\d,:;]{2,60})")


def _hand(document: Document, piece: Piece, authority: Authority) -> Party | None:
    """The last bracket that holds a name: `"I" [Stalin]`; else a name after "by"."""
    for match in reversed(list(re.finditer(r"\[([^\[\]]{2,60})\]", piece.folded))):
        if match.start() > 0 and gloss_of(match[1]) and not _is_sentence(match[1]):
            named = party(
                document.folded, Span(*match.span(1)).shifted(piece.span.start), authority
            )
            if named is not None:
                return named.party
    written = _BY_HAND.search(piece.folded)
    span = Span(*written.span("name")).shifted(piece.span.start) if written else None
    named = party(document.folded, span or _last_words(document, piece), authority)
    return named.party if named and named.party.name[:1].isupper() else None


def _last_words(document: Document, piece: Piece) -> Span:
    """The name that ends a note, before its date: '"Agreed." Osterly, May 5'; else no words."""
    words = _until_date(document, piece.span)
    sentences = list(re.finditer(r"[.!?][\"']?\s+", words.of(document.folded)))
    start = words.start + (sentences[-1].end() if sentences else 0)
    last = Span(start, words.end).stripped(document.folded, " \n.,;]\"'")
    named = bool(sentences) and is_names(last.of(document.folded))
    return last if named else Span(last.start, last.start)


def _is_sentence(words: str) -> bool:
    return words.rstrip().endswith("?") or sum(word.islower() for word in words.split()) > 2


def _unlabelled(document: Document, piece: Piece) -> Iterator[Handling]:
    """An hour on a line that says nothing of what happened then and holds no date."""
    times = find_times(piece.folded)
    if len(times) != 1 or find_dates(piece.folded) or len(piece.folded) > 40:
        return
    yield Handling(
        **evidence(document, piece.span, NAME, 0.7), kind="unlabelled", time=times[0].value
    )


# Copies


def _copy_lists(document: Document) -> Iterator[tuple[Piece, ...]]:
    """Consecutive lines of copies, all papers; one group is one list."""
    for paper in papers(document):
        group: list[Piece] = []
        for piece in paper.pieces():
            if piece.kind == "copies":
                if group and _LABEL.match(piece.folded) and not _TOTAL_LINE.match(piece.folded):
                    yield tuple(group)
                    group = []
                group.append(piece)
            elif group and piece.kind != "note":
                yield tuple(group)
                group = []
        if group:
            yield tuple(group)


_TOTAL = re.compile(
    # "9 copies", "in 6 copies for:"
    r"(?P<total>\d{1,3})\s+cop(?:y|ies)\b",
    re.IGNORECASE,
)
_SAID_TOTAL = re.compile(
    # "Total of 8 copies", "Total copies: 8"
    r"\btotal(?:\s+of|(?:\s+number\s+of)?\s+copies)?\s*[:-]?\s*(?P<total>\d{1,3})\b",
    re.IGNORECASE,
)
_TOTAL_LINE = re.compile(r"total\b", re.IGNORECASE)
_COUNT_FIRST = re.compile(
    # "1 copy - Marrek; 2 copies to file"
    r"(?:^|(?<=[\s,;]))(?P<count>\d{1,3})\s+cop(?:y|ies)\s*(?:-|to\b|for\b)\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
_TOTAL_AT_END = re.compile(r"[.;,]?\s*\(?total\b.*$", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(
    r"(?:(?:distribution(?:\s+list)?|mailing\s+list|circulation)\b\s*(?:\([^()]*\))?"
    r"(?:\s*[-:]\s*\d+\s+cop(?:y|ies)\b)?\s*[:-]?\s*"
    r"|(?:distributed|circulated|copies(?:\s+sent)?)\s+to\b\s*:?\s*"
    r"|(?:printed\s+|typed\s+|made\s+)?(?:in\s+)?\d+\s+cop(?:y|ies)\b\s*(?:[-:,]|for\b|to\b)*\s*:?\s*"
    r"|(?:copies|copy)\s*[:-]\s*)",
    re.IGNORECASE,
)  # fmt: skip
_NUMBERED = re.compile(
    # before the name: the number of the copy: "1 - A", "2. - B", "Copy No. 1 to A", "1. A"
    rf"(?:cop(?:y|ies)\s*)?(?:{NUMBER_SIGN}\s*)?(?P<number>\d{{1,3}})\s*(?:[.)]\s*[-:]?|[-:]|to\b)\s*(?:to\b\s*)?"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-/]\s*|to\s+(?=\S)", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:-\s*(?P<dash>\d{1,3})|\((?P<round>\d{1,3})(?:\s+cop(?:y|ies))?\))\s*\.?$"
)


def _copies(document: Document, group: Sequence[Piece], authority: Authority) -> Iterator[Copy]:
    span = Span(group[0].span.start, group[-1].span.end)
    total = _total(span.of(document.folded))
    entries = [entry for piece in group for entry in _entries(document, piece, authority)]
    counted = any(copy.copies is not None for copy in entries)
    for copy in entries:
        implied = counted and copy.copies is None
        yield replace(
            copy,
            total=total,
            copies=1 if implied else copy.copies,
            confidence=0.85 if implied else copy.confidence,
        )


def _total(words: str) -> int | None:
    """The printed total; counts of single entries ("1 copy - A; 2 copies to B") are none."""
    said = _SAID_TOTAL.search(words)
    first = None if said or _counts_first(words) else _TOTAL.search(words)
    match = said or first
    return int(match["total"]) if match else None


def _counts_first(words: str) -> bool:
    return len(_COUNT_FIRST.findall(words)) > 1


def _entries(document: Document, piece: Piece, authority: Authority) -> Iterator[Copy]:
    if _TOTAL_LINE.match(piece.folded):
        return
    label = None if _counts_first(piece.folded) else _LABEL.match(piece.folded)
    start = piece.span.start + (label.end() if label else 0)
    end = _TOTAL_AT_END.search(document.folded, start, piece.span.end)
    span = Span(start, end.start() if end else piece.span.end)
    for part in _split_entries(document.folded, span):
        entry = _entry(document, part, authority)
        if entry is not None:
            yield entry


def _split_entries(folded: str, span: Span) -> Iterator[Span]:
    """Entries: a slash parts only before a number ("/ 2. - B"), not inside "GRU/NKVD"."""
    start = span.start
    for match in re.finditer(r"\s*/\s*(?=\d{1,3}\s*[.)-])", span.of(folded)):
        yield from _listed(folded, Span(start, span.start + match.start()))
        start = span.start + match.end()
    yield from _listed(folded, Span(start, span.end))


def _listed(folded: str, span: Span) -> Iterator[Span]:
    """The entries of a list; a date after a comma belongs to the entry before it."""
    parts: list[Span] = []
    for part in split_names(folded, span):
        if parts and re.match(r"\W*\d", part.of(folded)) and find_dates(part.of(folded)):
            parts[-1] = Span(parts[-1].start, part.end)
        else:
            parts.append(part)
    yield from parts


_MARK_OF_COPY = re.compile(rf"copy\s*{NUMBER_SIGN}\s*\d{{1,3}}", re.IGNORECASE)
"""The number of the copy in hand ("Copy No. 1" in the head) names no reader."""


def _entry(document: Document, span: Span, authority: Authority) -> Copy | None:
    span = _after(_BULLET, document.folded, span)
    first = _COUNT_FIRST.match(document.folded, span.start, span.end)
    numbered = None if first else _NUMBERED.match(document.folded, span.start, span.end)
    lead = first or numbered
    named = Span(lead.end() if lead else span.start, span.end)
    named = named.stripped(document.folded, " \n.,;")
    dates = values_in(document, named)
    name = _until_date(document, named)
    counted = _COUNTED.search(name.of(document.folded))
    if counted:
        name = Span(name.start, name.start + counted.start())
    found = party(document.folded, name, authority)
    if found is None or _MARK_OF_COPY.fullmatch(name.of(document.folded)):
        return None
    count = counted["dash"] or counted["round"] if counted else first["count"] if first else None
    printed = int(count) if count else None
    reader = found.party
    if is_place(reader.written, authority):  # "Copy: PORT SELM, to Comrade QUILL"
        reader = replace(reader, kind="place")
    return _copy(document, named, reader, (numbered, printed), dates)


def _copy(
    document: Document,
    span: Span,
    reader: Party,
    printed: tuple[re.Match[str] | None, int | None],
    dates: list[DateValue],
) -> Copy:
    """`printed`: the number before the name and the count after it."""
    numbered, count = printed
    return Copy(
        **evidence(document, span, NAME, 0.95),
        party=reader,
        copies=count if count is not None else 1 if numbered else None,
        number=int(numbered["number"]) if numbered else None,
        date=dates[0] if dates else None,
    )


def _after(pattern: re.Pattern[str], folded: str, span: Span) -> Span:
    match = pattern.match(folded, span.start, span.end)
    return Span(match.end(), span.end) if match else span
