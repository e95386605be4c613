"""All envelopes of a build, quick to ask also for hundreds of thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from kg.dates import DateValue
from kg.identities import Entity, Envelope
from kg.resolve.envelopes import plain_number
from kg.resolve.same import merged_identifiers, same_messages


class EnvelopeIndex:
    """All envelopes of a build, quick to ask by number, day and correspondents.

    Envelopes of one message under two identifiers (an index row and the page of the same
    telegram) are made one: `merged` maps the identifier that went to the one that stays, so
    that the graph has one message, and a reference to it finds one candidate.
    """

    def __init__(self, envelopes: Iterable[Envelope]) -> None:
        every = {envelope.message: envelope for envelope in envelopes}
        self.links = tuple(same_messages(every.values()))
        self.merged: Mapping[str, str] = merged_identifiers(self.links, every)
        self._envelopes = {name: e for name, e in every.items() if name not in self.merged}
        self._by_number: dict[str, list[Envelope]] = defaultdict(list)
        self._by_day: dict[str, list[Envelope]] = defaultdict(list)
        self._by_pair: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for each in self._envelopes.values():
            self._add(each)
        for pair in self._by_pair.values():
            pair.sort()

    def _add(self, each: Envelope) -> None:
        for number in each.numbers:
            self._by_number[plain_number(number)].append(each)
        if each.value and each.value.earliest:
            for day in days(each.value):
                self._by_day[day].append(each)
            for sender in each.senders:
                for other in (*each.recipients, *each.relays, None):
                    pair = (_name(sender), _name(other))
                    self._by_pair[pair].append((each.value.earliest, each.message))

    def __len__(self) -> int:
        return len(self._envelopes)

    def get(self, message: str) -> Envelope | None:
        """The envelope of a message, also by the identifier that went."""
        return self._envelopes.get(self.merged.get(message, message))

    def numbered(self, number: str) -> list[Envelope]:
        """The messages that bear a number, whatever its spelling (No. 98/sh, 98/SH)."""
        return list(self._by_number.get(plain_number(number), ()))

    def dated(self, value: DateValue, tolerance_days: int) -> list[Envelope]:
        """The messages of a day, give or take some days."""
        found = (each for day in days(value, tolerance_days) for each in self._by_day.get(day, ()))
        return list({each.message: each for each in found}.values())

    def between(
        self, sender: Entity, recipient: Entity | None, first: date, last: date
    ) -> list[Envelope]:
        """The messages of a sender (to a recipient or through a relay) in a period."""
        pair = self._by_pair.get((_name(sender), _name(recipient)), [])
        start = bisect_left(pair, (first.isoformat(), ""))
        end = bisect_right(pair, (last.isoformat(), "\U0010ffff"))
        return [self._envelopes[message] for _, message in pair[start:end]]


def _name(entity: Entity | None) -> str:
    return f"{entity.kind}/{entity.identifier}" if entity else ""


_MANY_DAYS = 62


def days(value: DateValue, tolerance: int = 0) -> Iterator[str]:
    """The days a date allows, widened on both sides; none for more than two months.

    >>> from kg.dates import from_edtf
    >>> list(days(from_edtf("1950-10-01"), 1))
    ['1950-09-30', '1950-10-01', '1950-10-02']
    """
    if value.earliest is None or value.latest is None:
        return
    first = date.fromisoformat(value.earliest) - timedelta(tolerance)
    count = (date.fromisoformat(value.latest) - first).days + tolerance + 1
    if count <= _MANY_DAYS:
        yield from ((first + timedelta(step)).isoformat() for step in range(count))
