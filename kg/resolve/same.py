"""Recognizing one message under two identifiers.

The page of telegram 75352 and the row of the index that lists it are one message. Certain is

* the same record of the publisher, with no contradiction of day or sender; or
* the same number, the same day and the same sender, with no contradiction of recipients.

A number alone proves nothing (each office numbers anew), nor does a day with correspondents
(Mao wired Stalin three times on 30 June 1951). What is not certain is not linked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.dates import DateValue
from kg.identities import Entity, Envelope
from kg.resolve.envelopes import plain_number

_CROWD = 50


@dataclass(frozen=True, slots=True, order=True)
class SameMessage:
    """Two identifiers of one message: `message` stays, `other` is the same; and why."""

    message: str
    other: str
    reasons: tuple[str, ...]


def same_messages(envelopes: Iterable[Envelope]) -> list[SameMessage]:
    """The pairs of envelopes that are certainly one message, in the order of identifiers.

    The one whose text we hold comes first, so that it stays; two of the same standing come in
    alphabetical order.
    """
    found: dict[tuple[str, str], SameMessage] = {}
    for one, other in _pairs(envelopes):
        first, second = sorted((one, other), key=lambda e: (not e.held, e.message))
        place = (first.message, second.message)
        if place not in found and (reasons := _reasons(first, second)):
            found[place] = SameMessage(*place, reasons)
    return sorted(found.values())


def merged_identifiers(
    links: Iterable[SameMessage], envelopes: Mapping[str, Envelope]
) -> dict[str, str]:
    """Which identifier gives way to which: only a listed message to the one we hold.

    Two pages of one message (two translations) stay two, linked; so does a row that would
    belong to two pages.
    """
    held: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if envelopes[link.message].held and not envelopes[link.other].held:
            held[link.other].add(link.message)
    return {other: next(iter(kept)) for other, kept in held.items() if len(kept) == 1}


def _pairs(envelopes: Iterable[Envelope]) -> Iterator[tuple[Envelope, Envelope]]:
    """Pairs that share a record or a number; a number shared by a crowd proves nothing."""
    groups: dict[tuple[str, str], list[Envelope]] = defaultdict(list)
    for each in envelopes:
        for record in each.records:
            groups["record", record].append(each)
        for number in each.numbers:
            groups["number", plain_number(number)].append(each)
    for group in groups.values():
        if len(group) <= _CROWD:
            yield from combinations(group, 2)


def _reasons(one: Envelope, other: Envelope) -> tuple[str, ...]:
    """Why they are one message; empty when that is not certain."""
    records = sorted(set(one.records) & set(other.records))
    if not days_agree(one.value, other.value) or not _meet(one.senders, other.senders):
        return ()
    if records:
        return (f"Both are record {records[0]} of the publisher.", *_also(one, other))
    numbers = _numbers(one) & _numbers(other)
    if not numbers or not _same_day(one, other) or not (one.senders and other.senders):
        return ()
    if not _meet(one.recipients, other.recipients):
        return ()
    return (f"Both bear the number {min(numbers)}.", *_also(one, other))


def _also(one: Envelope, other: Envelope) -> Iterator[str]:
    if one.value and _same_day(one, other):
        yield f"Both are of {one.value.edtf}."
    shared = [entity.label for entity in one.senders if entity in other.senders]
    if shared:
        yield f"Both are from {', '.join(shared)}."
    shared = [entity.label for entity in one.recipients if entity in other.recipients]
    if shared:
        yield f"Both are to {', '.join(shared)}."


def _numbers(each: Envelope) -> set[str]:
    return {plain_number(number) for number in each.numbers}


def days_agree(one: DateValue | None, other: DateValue | None) -> bool:
    """True unless the two dates exclude each other; an unknown one excludes nothing."""
    if not (one and other and one.earliest and one.latest and other.earliest and other.latest):
        return True
    return one.earliest <= other.latest and other.earliest <= one.latest


def _same_day(one: Envelope, other: Envelope) -> bool:
    first, second = one.value, other.value
    if first is None or second is None or not (first.is_day and second.is_day):
        return False
    return first.earliest == second.earliest


def _meet(one: tuple[Entity, ...], other: tuple[Entity, ...]) -> bool:
    """True unless both are known and have nobody in common.

    Entities of one document only say nothing here: another document calls them otherwise.
    """
    first = {entity for entity in one if not entity.is_local}
    second = {entity for entity in other if not entity.is_local}
    return not first or not second or bool(first & second)
