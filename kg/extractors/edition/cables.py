"""Sender and recipient of a message that stands alone, without the editors' head line.

Input: a document without a head block; one that has it is answered by `heads`. What speaks: the
place of the dateline (a post sends from New Delhi, the Department from Washington), address
lines (FM AMEMBASSY, MEMORANDUM FOR), the series of the number (Tosec goes to the Secretary abroad),
salutation and signature. A record of talk, an estimate or an editorial note has no sender.

How the editors name the parties changed: up to 1954 "The Ambassador in India (Henderson) to the
Secretary of State", afterwards "Telegram From the Embassy in India to the Department of State".
So a post's telegram has its signatory as sender, with the post as his office; the Department's
has the Secretary or Acting Secretary up to 1954, the Department later.

To whom a telegram from Washington went often stands nowhere in it; here only its own words are
used, and `kg.resolve.correspondents` judges from the other messages of the volume.

Confidence, set from the shares right in all 24 development volumes: 0.95 a post's telegram, an
address line or FROM; 0.93 whoever else signs a telegram; 0.85 the Department's own telegrams; 0.8
the signature of a letter or memorandum; 0.65 the holder of an office that form or salutation
implies; 0.55 whom such a writer mostly addresses; 0.46 the office of an unsigned telegram; 0.35 the
post in the country most spoken of; 0.25 a first name nobody bears.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.authority.officers import holder, offices_of
from kg.authority.posts import Post, city_pattern, countries_named, post_in, series_office
from kg.authority.volumes import Volume
from kg.extractors.edition.layout import LETTER, MEMORANDUM, TELEGRAM, Layout
from kg.extractors.edition.signers import Known
from kg.extractors.edition.writers import recipients_of_paper, sender_of_paper
from kg.extractors.evidence import evidence
from kg.findings import Finding, Findings, Mention, Party
from kg.spans import Span

NAME = "cables"
SENDER, RECIPIENT = "sender", "recipient"
SURE, LIKELY, GUESS = 0.95, 0.65, 0.35
SIGNED, DEPARTMENT, UNSIGNED = 0.93, 0.85, 0.46

LAST_YEAR_OF_PERSONS = 1954
"""Until this year the head lines name the Secretary, afterwards the Department."""


@dataclass(frozen=True, slots=True)
class Found:
    """A party at a place of the text."""

    role: str
    span: Span
    known: Known
    kind: str
    confidence: float


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:
    """Mentions with the roles sender and recipient, of a document without a head line."""
    document = findings.document
    if document.block("head") is not None or document.block("body") is None:
        return
    layout = Layout(document)
    for found in _parties(layout, volume):
        known = found.known
        written = found.span.of(document.text)
        party = Party(written, known.name, found.kind, known.office, found.span)
        where = evidence(document, found.span, NAME, found.confidence)
        yield Mention(**where, party=party, role=found.role, identity=known.reference)


def _parties(layout: Layout, volume: Volume) -> Iterator[Found]:
    if layout.kind == TELEGRAM:
        yield from _Telegram(layout, volume).parties()
    elif layout.kind in {LETTER, MEMORANDUM}:
        for role, written in (
            (SENDER, sender_of_paper(layout, volume)),
            (RECIPIENT, recipients_of_paper(layout, volume)),
        ):
            for span, known, kind, confidence in written:
                yield Found(role, span, known, kind, confidence)


_ADDRESSEE = re.compile(
    # "Sent Tehran 210 repeated London 16", "ACTION:\n\nAmembassy LAGOS IMMEDIATE"
    r"(?:\bsent (?:to )?(?:am)?(?:emb(?:assy)?|legation)? ?"
    r"|\nACTION:?\s{1,3}(?:amembassy|amconsul|usmission)? ?)"
    rf"({city_pattern()})",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(r"\nFM\s{1,3}(?:AM\w+|US\w+) ([A-Z][A-Z .]{2,25})")
_TO_LINE = re.compile(r"\nTO\s{1,3}SECSTATE|\nTO\s{1,3}RUEHC")
_CIRCULAR = re.compile(
    r"\b(?:[Cc]irc(?:ular)?\b.{0,6}\d|CIRCULAR|[Mm]essage addressed|[Aa]ddressees|all posts"
    r"|[Ff]or action)"
)
_SERIES_FROM = re.compile(r"[A-Z][A-Za-z]+")
_COMMANDS = {
    "MAC": "Commander, Military Assistance Command, Vietnam",
    "MACV": "Commander, Military Assistance Command, Vietnam",
    "JCS": "Chairman of the Joint Chiefs of Staff",
}
# "Ref: CAS Washington ...": CAS is the cover of the Agency's stations in cables
_STATION = re.compile(r"\bCAS (?:Washington|\d|Station)|[Rr]efs?:? (?:[A-Z]\. )?(?:DIR|CAS)\b")
_PACIFIC = ("Honolulu", "Pearl Harbor", "Camp H.M. Smith")


@dataclass(frozen=True)
class _Telegram:
    """What a telegram says of its way."""

    layout: Layout
    volume: Volume

    @cached_property
    def year(self) -> int:
        """The year of the day, else the first of the volume."""
        if self.layout.day:
            return int(self.layout.day[:4])
        return self.volume.years[0] if self.volume.years else 1960

    @cached_property
    def anchor(self) -> Span:
        """The words a party rests on where no name is printed: the dateline, else the number."""
        first = self.layout.dateline or self.layout.number or self.layout.paragraphs[0]
        end = first.start + min(first.end - first.start, 60)
        return Span(first.start, end)

    @cached_property
    def series(self) -> str:
        """The letters before the number, "" where it is a bare number."""
        number = self.layout.number
        found = _SERIES_FROM.match(self.layout.of(number)) if number else None
        return found[0] if found else ""

    @cached_property
    def post(self) -> Post | None:
        """The post that the dateline or the line FM names."""
        line = _FROM_LINE.search(self.layout.top)
        city = line[1].strip().title() if line else self.layout.place
        return post_in(city, self.year)

    @cached_property
    def signed(self) -> str:
        """The name below the telegram, "" where there is none."""
        span = self.layout.signature
        return self.layout.of(span) if span else ""

    @cached_property
    def from_washington(self) -> bool:
        """True when the Department (or an agency at the capital) sends."""
        place, top = self.layout.place, self.layout.top
        if _FROM_LINE.search(top):
            return False
        if place.startswith("Washington") or series_office(self.series, "abroad"):
            return True
        return not place and bool(re.search(r"\nACTION:|Department of State", top))

    def parties(self) -> Iterator[Found]:
        """Sender, then recipient."""
        yield from self._sender()
        yield from self._recipient()

    def _found(
        self, role: str, known: Known, kind: str, confidence: float, at: Span | None = None
    ) -> Found:
        return Found(role, at or self.anchor, known, kind, confidence)

    def _sender(self) -> Iterator[Found]:
        at = self.layout.signature
        if self.from_washington:
            yield from self._capital(at)
            return
        command = self._command()
        if command:
            name = self.signed or self._holder_name(command)
            yield self._found(SENDER, Known(name or command, command), "person", SIGNED, at)
        elif self._travelling():
            yield self._found(SENDER, Known(self.signed, self._delegation()), "person", SIGNED, at)
        elif self.post and not at and _STATION.search(self.layout.top):
            office = f"Central Intelligence Agency Station in {self.post.city}"
            yield self._found(SENDER, Known(office), "office", UNSIGNED)
        elif self.layout.is_zulu and not at and self.year < 1962 and self.post:
            yield self._found(SENDER, Known(f"CIA Station in {self.post.place}"), "office", GUESS)
        elif series_office(self.series, "home") and not self.signed:
            yield self._found(SENDER, Known(series_office(self.series, "home")), "office", UNSIGNED)
        elif self.post and at:
            office = series_office(self.series, "home") or self.post.office
            yield self._found(SENDER, Known(self.signed, office), "person", SURE, at)
        elif self.post:
            yield self._found(SENDER, Known(self.post.office), "office", UNSIGNED)
        elif at:
            yield self._found(SENDER, Known(self.signed), "person", SIGNED, at)

    def _command(self) -> str | None:
        """The military command that sends, by place or series."""
        if self.layout.place in _PACIFIC:
            return "Commander in Chief, Pacific"
        return _COMMANDS.get(self.series)

    def _holder_name(self, office: str) -> str | None:
        held = holder(office, self.layout.day)
        return held.name if held else None

    def _delegation(self) -> str:
        """What the Secretary heads abroad: the series Secto is used at meetings of ministers."""
        if self.series.lower() != "secto":
            return "Secretary of State"
        if self.layout.place == "Paris":
            return "Delegation to the North Atlantic Council Ministerial Meeting"
        return "Delegation to the Foreign Ministers Meeting"

    def _travelling(self) -> bool:
        """The Secretary of State himself signs, away from Washington."""
        held = (
            offices_of(self.signed.rsplit(maxsplit=1)[-1], self.layout.day) if self.signed else []
        )
        return any(o.office == "Secretary of State" for o in held)

    def _capital(self, at: Span | None) -> Iterator[Found]:
        if self.series == "CAP":
            held = holder(
                "President's Special Assistant for National Security Affairs", self.layout.day
            )
            if held:
                yield self._found(SENDER, Known(held.name, held.office), "person", GUESS)
            return
        if self.series == "JCS":
            held = holder("Chairman of the Joint Chiefs of Staff", self.layout.day)
            if held:
                yield self._found(SENDER, Known(held.name, held.office), "person", SIGNED)
            return
        if self.layout.is_zulu and not at and self.year < 1962:
            yield self._found(SENDER, Known("Central Intelligence Agency"), "office", UNSIGNED)
            return
        yield self._found(SENDER, Known(self._department()), "office", DEPARTMENT, at)

    def _department(self) -> str:
        if self.year > LAST_YEAR_OF_PERSONS or not (self.signed or self.year < 1952):
            return "Department of State"
        return secretary(self.layout.day, self.signed) if self.signed else "Secretary of State"

    def _recipient(self) -> Iterator[Found]:
        if not self.from_washington:
            yield from self._home()
            return
        mission = series_office(self.series, "abroad")
        if mission == "Secretary of State":
            held = holder(mission, self.layout.day)
            if held:
                yield self._found(RECIPIENT, Known(held.name, mission), "person", GUESS)
            return
        if mission:
            yield self._found(RECIPIENT, Known(mission), "office", LIKELY)
            return
        named = _ADDRESSEE.search(self.layout.document.text, self.layout.document.body.start)
        post = post_in(named[1], self.year) if named else None
        if named and post:
            yield self._found(RECIPIENT, Known(post.office), "office", SURE, Span(*named.span(1)))
        elif self._is_circular():
            yield self._found(RECIPIENT, Known(circular(self.year)), "office", GUESS)
        elif not (self.layout.is_zulu and self.year < 1962):
            yield from self._most_named()

    def _is_circular(self) -> bool:
        opening = self.layout.of(self.layout.text[0])[:250] if self.layout.text else ""
        return bool(_CIRCULAR.search(opening))

    def _home(self) -> Iterator[Found]:
        if self._command():
            chairman = holder("Chairman of the Joint Chiefs of Staff", self.layout.day)
            if chairman:
                yield self._found(
                    RECIPIENT, Known(chairman.name, "Joint Chiefs of Staff"), "person", GUESS
                )
            return
        if (
            self.layout.is_zulu
            and not self.layout.signature
            and self.year < 1962
            and not _TO_LINE.search(self.layout.top)
        ):
            yield self._found(RECIPIENT, Known("Central Intelligence Agency"), "office", GUESS)
            return
        if self.post and not self.layout.signature and _STATION.search(self.layout.top):
            yield self._found(RECIPIENT, Known("Central Intelligence Agency"), "office", GUESS)
            return
        if self.layout.place or _TO_LINE.search(self.layout.top):
            yield self._found(RECIPIENT, Known(self._home_office()), "office", SURE)

    def _home_office(self) -> str:
        """While the Secretary is abroad somebody acts for him."""
        home_office = home(self.year)
        abroad = home_office == "Secretary of State" and self._travelling()
        return f"Acting {home_office}" if abroad else home_office

    def _most_named(self) -> Iterator[Found]:
        """The post in the country that the message speaks of most."""
        body = self.layout.document.body
        said = countries_named(self.layout.document.text[body.start : body.start + 4000])
        said.pop("Washington", None)
        for city, times in said.most_common(1):
            post = post_in(city, self.year)
            if post and times > 1:
                yield self._found(RECIPIENT, Known(post.office), "office", GUESS)


def home(year: int) -> str:
    """To whom a post's telegram goes, as the head lines of that time say.

    >>> home(1948), home(1958)
    ('Secretary of State', 'Department of State')
    """
    return "Secretary of State" if year < 1952 else "Department of State"


def circular(year: int) -> str:
    """The addressees of a circular, as the head lines of that time say."""
    if year <= LAST_YEAR_OF_PERSONS:
        return "Certain Diplomatic and Consular Offices"
    return "Certain Diplomatic Missions" if year < 1964 else "Certain Posts"


def secretary(day: str, signed: str) -> str:
    """The Secretary or, when another name stands below, the Acting Secretary of State.

    >>> secretary("1951-01-12", "Webb")
    'Acting Secretary of State'
    """
    held = holder("Secretary of State", day)
    acting = (
        held is not None and held.surname.casefold() != signed.rsplit(maxsplit=1)[-1].casefold()
    )
    return "Acting Secretary of State" if acting else "Secretary of State"
