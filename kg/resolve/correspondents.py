"""To whom the telegrams from Washington went, judged from the other messages of the volume.

Find first, resolve later: `kg.extractors.edition.cables` reads one message, and a telegram of the
Department rarely says which post it was sent to. The messages of one volume speak of each other:
"your 402" is the telegram 402 that New Delhi had sent, and New Delhi's next one answers "Deptel
375". Evidence, in points: such a citation of a number (3 each), the country the message speaks of
(up to 2), how much of the volume's traffic of those months is with a post (up to 1.5).

Input are the findings of all documents of one volume, in its order; only documents without head
line are touched, and only senders and recipients that `cables` found. A recipient the message
itself names stays. Confidence is 0.75 with a citation, else 0.55; 0.35 where the first choice is
less than half a point ahead.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from kg.authority.posts import countries_named, post_in
from kg.authority.volumes import Volume
from kg.findings import Findings, Mention, Party

EXTRACTOR = "cables"
CAPITAL = frozenset({"Department of State", "Secretary of State", "Acting Secretary of State"})
NAMED = 0.9
"""From this confidence on the message itself names its recipient."""

_MONTHS = tuple(calendar.month_name[1:])
_DAY = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{1,2}})[,.]? ?(19\d\d)")
_NUMBER = re.compile(r"\n(?:[A-Z][a-z]{2,9} )?(?:[A-Z]{1,2}[-– ]{1,3})?(\d{1,6})\. ")
_POST = re.compile(r"Embassy|Legation|Consulate|Mission|Office of the|Liaison|Special Rep")
_LIST = r"(\d{1,6}(?:(?:,| and|, and) \d{1,6})*)"
# "your 402", "urtels 148 and 150", "Embtel 1151", "Vientiane's 545"
_THEIRS = re.compile(
    rf"\b(?:[Rr]e)?(?:[Yy]ou?r|[Uu]r)(?: ?tels?)?(?:egrams?)? {_LIST}"
    rf"|\b(?:[Rr]e)?(?:[Ee]mb|[Ll]eg|[Cc]on)(?:gen|assy)?(?: ?tels?| telegrams?) {_LIST}"
    rf"|\b[A-Z][a-z]+(?:’s|'s)? {_LIST}\b"
)
# "Deptel 375", "Department telegram 797", "ReDeptel 809", "State 244745", "your 428"
_OURS = re.compile(
    rf"\b(?:[Rr]e)?(?:[Dd]ep(?:artmen)?t?(?:’s)?(?: ?tels?| telegrams?)"
    rf"|State|STATE|DEPTEL|[Yy]our|[Uu]r(?:tels?)?) {_LIST}"
)
_ANSWER_DAYS, _CITED_DAYS, _TRAFFIC_DAYS = 45, 120, 60


@dataclass(frozen=True)
class _Message:
    """One message as this step sees it."""

    findings: Findings

    @cached_property
    def text(self) -> str:
        """The body, of which the opening says most."""
        body = self.findings.document.body
        return self.findings.document.text[body.start : body.start + 6000]

    @cached_property
    def day(self) -> date | None:
        """The day of the dateline."""
        found = _DAY.search(self.text[:400])
        try:
            return (
                date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2])) if found else None
            )
        except ValueError:
            return None

    @cached_property
    def number(self) -> str:
        """The telegram's number without its series, "" where it has none."""
        found = _NUMBER.search(self.text[:400])
        return found[1] if found else ""

    def one(self, role: str) -> Mention | None:
        """The only mention of that role which `cables` found."""
        found = [
            m for m in self.findings.of(Mention) if m.role == role and m.extractor == EXTRACTOR
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def office(self) -> str:
        """The office that sends."""
        sender = self.one("sender")
        return (sender.party.office or sender.party.name) if sender else ""

    @property
    def from_capital(self) -> bool:
        """True for a telegram of the Department."""
        return self.office in CAPITAL and bool(self.day) and "Washington" in self.text[:200]

    @cached_property
    def to_capital(self) -> bool:
        """True for a post's telegram to the Department."""
        recipient = self.one("recipient")
        return (
            recipient is not None and recipient.party.name in CAPITAL and self.office not in CAPITAL
        )


def complete_correspondents(
    found: Sequence[Findings],
    volume: Volume,  # noqa: ARG001 (the signature of the step)
) -> list[Findings]:
    """The findings of a volume's documents, with the recipients that its messages prove."""
    if all(findings.document.block("head") for findings in found):
        return list(found)
    messages = [_Message(f) if f.document.block("head") is None else None for f in found]
    bare = [m for m in messages if m is not None]
    traffic = _Traffic([m for m in bare if m.to_capital and m.day and _POST.match(m.office)])
    return [
        _completed(message, traffic) if message is not None and message.from_capital else findings
        for findings, message in zip(found, messages, strict=True)
    ]


@dataclass(frozen=True)
class _Traffic:
    """The telegrams that the posts sent home."""

    messages: Sequence[_Message]

    @cached_property
    def numbered(self) -> Mapping[str, list[_Message]]:
        """By their number."""
        found: dict[str, list[_Message]] = defaultdict(list)
        for message in self.messages:
            if message.number:
                found[message.number].append(message)
        return found

    @cached_property
    def citing(self) -> Mapping[str, list[_Message]]:
        """By the numbers of the Department's telegrams they cite."""
        found: dict[str, list[_Message]] = defaultdict(list)
        for message in self.messages:
            for number in _cited(_OURS, message.text):
                found[number].append(message)
        return found

    def points(self, message: _Message) -> tuple[Counter[str], bool]:
        """What speaks for each office as recipient, and whether a citation is among it."""
        points: Counter[str] = Counter()
        for office in self._answered(message):
            points[office] += 3
        cited = bool(points)
        for office, weight in [*self._spoken_of(message), *self._shares(message)]:
            points[office] += weight  # type: ignore[assignment]
        return points, cited

    def _answered(self, message: _Message) -> set[str]:
        theirs = {
            m.office
            for number in _cited(_THEIRS, message.text[:3000])
            for m in self.numbered.get(number, ())
            if 0 <= _days(m, message) <= _CITED_DAYS
        }
        ours = {
            m.office
            for m in self.citing.get(message.number, ())
            if message.number and 0 <= _days(message, m) <= _ANSWER_DAYS
        }
        return theirs | ours

    def _spoken_of(self, message: _Message) -> list[tuple[str, float]]:
        said = countries_named(message.text)
        said.pop("Washington", None)
        whole = sum(said.values())
        year = message.day.year if message.day else 0
        posts = [(post_in(city, year), times) for city, times in said.items()]
        return [(post.office, 2 * times / whole) for post, times in posts if post]

    def _shares(self, message: _Message) -> list[tuple[str, float]]:
        near = Counter(m.office for m in self.messages if abs(_days(m, message)) <= _TRAFFIC_DAYS)
        whole = sum(near.values())
        return [(office, 1.5 * times / whole) for office, times in near.items()]

    def writer(self, office: str, day: date | None) -> Mention | None:
        """Who signs for an office, nearest to the day."""
        same = [m for m in self.messages if m.office == office and m.day and day]
        nearest = min(same, key=lambda m: abs((m.day - day).days), default=None)  # type: ignore[operator]
        return nearest.one("sender") if nearest else None


def _completed(message: _Message, traffic: _Traffic) -> Findings:
    named, sender = message.one("recipient"), message.one("sender")
    if sender is None or (named is not None and named.confidence >= NAMED) or _is_settled(named):
        return message.findings
    points, cited = traffic.points(message)
    if not points:
        return message.findings
    (office, most), *others = points.most_common(2)
    close = bool(others) and most - others[0][1] < 0.5
    sure = 0.75 if cited and not close else 0.35 if close else 0.55
    party = Party(sender.party.written, office, "office", None, sender.party.span)
    writer = traffic.writer(office, message.day)
    if writer is not None and not office.startswith(("Embassy", "Legation")):
        party = replace(party, name=writer.party.name, kind=writer.kind, office=writer.party.office)
    mention = replace(sender, role="recipient", party=party, confidence=sure)
    kept = tuple(item for item in message.findings if item is not named)
    return Findings(message.findings.document, (*kept, mention))


def _is_settled(named: Mention | None) -> bool:
    """A circular, or a recipient that the series of the number names."""
    return named is not None and not named.party.name.startswith(
        ("Embassy", "Legation", "Consulate", "Mission in", "Office of")
    )


def _cited(pattern: re.Pattern[str], text: str) -> set[str]:
    lists = (next(g for g in m.groups() if g) for m in pattern.finditer(text))
    return {number for words in lists for number in re.findall(r"\d+", words)}


def _days(earlier: _Message, later: _Message) -> int:
    """Days from one message to the other; far apart where one has no day."""
    if earlier.day is None or later.day is None:
        return 100_000
    return (later.day - earlier.day).days
