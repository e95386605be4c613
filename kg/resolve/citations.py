"""Finding the printed document that a citation means, among the documents of one volume.

Two kinds of evidence:

* The editors say so. "Your 402.²" with the footnote "² Document 16." or "Supra." is that document
  (a footnote that only goes on to say where else something stands names the document as well).
* The envelope fits: the number, whose message it is, and the day, where one is printed. Numbers of
  telegrams begin anew each year and each post has its own, so a number alone proves nothing: the
  message must come from the side that the citation names and lie before the citing document,
  without a printed day not further back than half a year. The number of a series ("Secto 3")
  names its sender, for a month. Two that fit equally are none.

What is not found stays a message known by reference only ("frus1951v07p2-d4~ref-1"). "Reftel" and
repetitions share the target of the first citation.

Confidence: the score of an accepted candidate; 0.97 by a footnote, from 0.85 by the envelope.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kg.authority.volumes import Volume
from kg.document import Document
from kg.findings import Findings, Mention, Number, Party, Reference
from kg.identities import Candidate, Resolution
from kg.spans import Span

_BACK_DAYS = 183
_SERIES_DAYS = 30
_SERIES = re.compile(r"[a-z]{3,}\d")
_SHOWN = 5
_SURE = 0.85
_MARK = re.compile(r"[)\]”’\",.;:]{0,3} ?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_NOTE_MARK = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+) ")
_NAMES_IT = re.compile(
    r"(?:(?:See|Printed as|For text,? see|The text is printed as|Reference is to|Presumably"
    r"|Apparent reference to|Apparently|Also printed as) )?"
    r"(?:[Tt]elegram \S+(?: (?:from|to) [A-Z]\w+)?,(?: [A-Z]\w+ \d+(?:, \d{4})?,)? )?\Z"
)
_DEPARTMENT = re.compile(r"department|secretary of state(?! for)|washington|\bstate\b|\bdept\b")
_POST_OF = re.compile(r"\b(?:in|at|to) (?:the )?([a-z .'-]+)")


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a correspondence: the Department, or a post known by country and town."""

    names: frozenset[str] = frozenset()

    @property
    def is_department(self) -> bool:
        return "department" in self.names

    def meets(self, other: _Side) -> bool | None:
        """Whether both may be the same; None when one is not known."""
        if not self.names or not other.names:
            return None
        return bool(self.names & other.names)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is known of one printed document: its target, number, day and two sides."""

    target: str
    numbers: frozenset[str]
    day: date | None
    sender: _Side
    recipient: _Side


@dataclass
class _Shelf:
    """The documents of a volume by number, and the towns that posts write from."""

    printed: list[_Printed]
    by_number: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, item in enumerate(self.printed):
            for number in item.numbers:
                self.by_number.setdefault(number, []).append(place)


def resolve_citations(
    documents: Sequence[Findings], volume: Volume
) -> list[tuple[Resolution, ...]]:
    """A resolution for every cited message, document by document, in the order given.

    The documents are all those of one volume that are at hand. References of the editors
    to places of an edition say themselves what they mean; they get no resolution.
    """
    parties = [_Parties.of(each) for each in documents]
    towns = _towns(parties)
    shelf = _Shelf(
        [_printed(each, volume, p, towns) for each, p in zip(documents, parties, strict=True)]
    )
    return [
        tuple(_of_document(each, shelf.printed[place], shelf))
        for place, each in enumerate(documents)
    ]


def _of_document(findings: Findings, own: _Printed, shelf: _Shelf) -> Iterable[Resolution]:
    references = findings.of(Reference)
    if all(reference.kind == "printed" for reference in references):
        return
    notes = _notes(findings.document, references)
    found: dict[int, Resolution] = {}
    for position, reference in enumerate(references):
        if reference.kind == "printed":
            continue
        said = _by_note(findings.document, reference, notes)
        if said:
            reason = f"The footnote to it names {said}."
            found[position] = Resolution(position, said, True, (Candidate(said, 0.97, (reason,)),))
        else:
            found[position] = _by_envelope(position, reference, own, shelf, findings)
    yield from _shared(found, references)


def _shared(found: dict[int, Resolution], references: list[Reference]) -> Iterable[Resolution]:
    """A repetition shares what the first, or another repetition, was found to mean."""
    first = {position: references[position].same_as for position in found}
    heads = {position: position if same is None else same for position, same in first.items()}
    known: dict[int, Resolution] = {}
    for position, resolution in sorted(found.items()):
        if resolution.accepted:
            known.setdefault(heads[position], resolution)
    for position, resolution in sorted(found.items()):
        same = known.get(heads[position], found.get(heads[position], resolution))
        yield resolution if resolution.accepted else replace(same, position=position)


# By the footnote


def _notes(document: Document, references: Iterable[Reference]) -> dict[str, str]:
    """Mark of a footnote to the one document that it says is meant."""
    printed = [r for r in references if r.kind == "printed" and r.form == "document" and r.target]
    printed.sort(key=lambda reference: reference.span)
    starts = [reference.span.start for reference in printed]
    found: dict[str, str] = {}
    for block in document.blocks if printed else ():
        place = bisect_left(starts, block.span.start) if block.kind == "note" else len(starts)
        if place == len(starts) or not block.span.covers(printed[place].span):
            continue
        mark = _NOTE_MARK.match(document.text, block.span.start, block.span.end)
        if mark and _is_said(document, Span(mark.end(), block.span.end), printed[place]):
            found.setdefault(mark[1], printed[place].target or "")
    return found


def _is_said(document: Document, note: Span, reference: Reference) -> bool:
    """True when the note opens with the document, not with something else about it."""
    text = document.text
    if not _NAMES_IT.match(text[note.start : reference.span.start]):
        return False
    follows = text[reference.span.end : min(note.end, reference.span.end + 40)]
    return not re.match(r",? (?:and|or|,|footnote)|[–-]\d|, footnote", follows)


def _by_note(document: Document, reference: Reference, notes: dict[str, str]) -> str | None:
    mark = _MARK.match(document.text, reference.span.end) if notes else None
    return notes.get(mark[1]) if mark else None


# By the envelope


def _by_envelope(
    position: int, reference: Reference, own: _Printed, shelf: _Shelf, findings: Findings
) -> Resolution:
    unknown = f"{findings.document.identifier}~ref-{position + 1}"
    number = plain(reference.number)
    if not number:
        return Resolution(position, unknown, False)
    author = _side(reference.author)
    scored = [
        candidate
        for place in shelf.by_number.get(number, ())
        if shelf.printed[place] is not own
        for candidate in [_scored(shelf.printed[place], reference, author, own)]
        if candidate
    ]
    scored.sort(key=lambda candidate: (-candidate.score, candidate.message))
    best = [c for c in scored if c.score >= _SURE and c.score == scored[0].score]
    if len(best) == 1:
        return Resolution(position, best[0].message, True, tuple(scored[:_SHOWN]))
    return Resolution(position, unknown, False, tuple(scored[:_SHOWN]))


def _scored(item: _Printed, reference: Reference, author: _Side, own: _Printed) -> Candidate | None:
    """The candidate with its reasons; None when something contradicts."""
    reasons = [f"It bears the number {reference.number}."]
    score = 0.5
    meets = item.sender.meets(author)
    if meets is False:
        return None
    if meets:
        score += 0.25
        reasons.append("It is from the author of the cited message.")
    elif _is_of_series(reference, item, own):
        score += 0.2
        reasons.append("The series was in use by few senders at that time.")
    to = _side(reference.addressee)
    reaches = item.recipient.meets(to)
    if reaches is False and (to.is_department or item.recipient.is_department):
        return None
    if reaches:
        score += 0.1
        reasons.append("It is to the addressee of the cited message.")
    days = _days(item, reference, own)
    if days is None:
        return None
    points, reason = days
    return Candidate(item.target, round(min(score + points, 0.96), 2), (*reasons, reason))


def _is_of_series(reference: Reference, item: _Printed, own: _Printed) -> bool:
    """A number of a series ("Secto 3") names its sender, as long as the conference goes on."""
    if not _SERIES.match(plain(reference.number)) or item.day is None or own.day is None:
        return False
    return abs((own.day - item.day).days) <= _SERIES_DAYS


def _days(item: _Printed, reference: Reference, own: _Printed) -> tuple[float, str] | None:
    """What the day adds; None when it contradicts."""
    if item.day is None:
        return 0.0, "Its day is not known."
    value = reference.date
    if value and value.is_day and value.earliest:
        apart = abs((date.fromisoformat(value.earliest) - item.day).days)
        if apart > 1:
            return None
        return (0.25 if apart == 0 else 0.2), f"It is of {item.day}."
    if own.day is None:
        return 0.0, f"It is of {item.day}."
    back = (own.day - item.day).days
    if not -1 <= back <= _BACK_DAYS:
        return None
    return 0.15, f"It is of {item.day}, {max(back, 0)} days before."


# What is known of the documents


@dataclass(frozen=True, slots=True)
class _Parties:
    """Sender and recipient as found, the place it was sent from, the two sides of the head."""

    sender: tuple[Party, ...]
    recipient: tuple[Party, ...]
    place: str | None
    head: tuple[str, str, str]

    @classmethod
    def of(cls, findings: Findings) -> _Parties:
        """Those of one document."""
        found: dict[str, list[Party]] = {"sender": [], "recipient": [], "sent from": []}
        for item in findings.items:
            if isinstance(item, Mention) and item.role in found:
                found[item.role].append(item.party)
        head = findings.document.block("head")
        said = (head.of(findings.document.text) if head else "").rpartition(" to the ")
        place = next((party.name for party in found["sent from"]), None)
        return cls(tuple(found["sender"]), tuple(found["recipient"]), place, said)


def _printed(
    findings: Findings, volume: Volume, parties: _Parties, towns: dict[str, str]
) -> _Printed:
    name = findings.document.identifier.rpartition("-")[2]
    line = findings.dateline()
    day = line.value.earliest if line and line.value.is_day else None
    sender, recipient = _side(parties.sender), _side(parties.recipient)
    if not sender.names and parties.head[1]:
        sender, recipient = _named(parties.head[0]), _named(parties.head[2])
    return _Printed(
        f"{volume.identifier}#{name}",
        frozenset(n for n in (plain(number.value) for number in findings.of(Number)) if n),
        date.fromisoformat(day) if day else None,
        _with_town(sender, parties.place, towns),
        _with_town(recipient, None, towns),
    )


def _towns(parties: Sequence[_Parties]) -> dict[str, str]:
    """Country to the town that its post writes from, learned from the volume."""
    found: dict[str, str] = {}
    for each in parties:
        place = each.place.lower() if each.place else ""
        if place and not _DEPARTMENT.search(place):
            for name in _named(each.head[0]).names - {"department"}:
                found.setdefault(name, place)
    return found


def _with_town(side: _Side, place: str | None, towns: dict[str, str]) -> _Side:
    names = set(side.names)
    if place and not names:
        names.add("department" if _DEPARTMENT.search(place.lower()) else place.lower())
    elif place and not side.is_department:
        names.add(place.lower())
    names |= {towns[name] for name in side.names if name in towns}
    return _Side(frozenset(names))


def _side(parties: Iterable[Party]) -> _Side:
    names: set[str] = set()
    for party in parties:
        words = f"{party.name} {party.office or ''}"
        names |= _named(words).names or {party.name.lower()}
    return _Side(frozenset(names))


@lru_cache(maxsize=8192)
def _named(words: str) -> _Side:
    """The side that the words of a head name: "Embassy in Japan" is "japan".

    >>> sorted(_named("Telegram From the Embassy in Japan").names)
    ['japan']
    """
    low = words.lower()
    post = _POST_OF.search(low)
    if post and not low[post.start() :].startswith(("in the department", "to the department")):
        return _Side(frozenset({post[1].strip()}))
    if _DEPARTMENT.search(low):
        return _Side(frozenset({"department"}))
    return _Side()


def plain(number: str | None) -> str:
    """A number for comparing: lower case, without blanks and dashes.

    >>> plain("Secto 3"), plain("A–696"), plain(None)
    ('secto3', 'a696', '')
    """
    return re.sub(r"[^a-z0-9]", "", (number or "").lower())
