"""Finding the messages that a document speaks of.

"We have received your cable of 30 September" has an author, an addressee and a day, and often
no number. Candidates are looked up by number, by day, and by the correspondents; each is
scored by visible features, and each score explains itself. One is accepted only when

* it is the only one with the number or the exact day, and
* author and addressee are known and are its own, and
* nothing contradicts: no other number, day or author.

An index is no census: that it lists one message of a day does not mean there was no other. So
a message of the day before (sent 29, received 30 September) stays a candidate, and so does the
one letter that fits the correspondents without a printed date. What is not accepted becomes a
message known by reference only ("wilson-117312~ref-1").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates import DateValue
from kg.findings import Party, Reference
from kg.identities import Candidate, Entity, Envelope, Resolution, Resolved
from kg.resolve.envelopes import plain_number
from kg.resolve.index import EnvelopeIndex

_SHOWN = 5
_NEAR_DAYS = 2
_BACK_DAYS, _AHEAD_DAYS = 60, 30
_LEAST = 0.2

_FAMILIES = {
    "wire": ("telegram", "cable", "wire", "ciphered telegram", "cipher", "ciphergram", "dispatch"),
    "letter": ("letter", "note", "message"),
    "paper": ("memorandum", "report", "record of conversation", "protocol"),
    "decision": ("resolution", "decision", "directive", "instruction"),
}
"""Forms that may be called by each other's name. An answer or message may have any form, and a
letter is often carried by a telegram, so only a paper, a decision and the rest exclude."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reference tells of the message it means."""

    kind: str
    form: str
    number: str | None
    value: DateValue | None
    authors: tuple[Entity, ...]
    addressees: tuple[Entity, ...]
    day: date | None
    document: str


@dataclass(frozen=True, slots=True)
class _Point:
    """What one feature adds, says, and whether it is exact or contradicts."""

    score: float
    reason: str
    exact: bool = False
    contradicts: bool = False


def resolve_references(resolved: Resolved, envelopes: EnvelopeIndex) -> Resolved:
    """The same, with a resolution for every reference of the document, in their order.

    A repeated reference (`same_as`) shares the target of the first.
    """
    found: list[Resolution] = []
    for position, reference in enumerate(resolved.findings.of(Reference)):
        first = reference.same_as
        if first is not None and 0 <= first < position:
            found.append(replace(found[first], position=position))
        else:
            found.append(_resolution(position, _sought(reference, resolved), envelopes))
    return replace(resolved, resolutions=tuple(found))


def _sought(reference: Reference, resolved: Resolved) -> Sought:
    def entities(parties: tuple[Party, ...]) -> tuple[Entity, ...]:
        return tuple(dict.fromkeys(resolved.entity(party) for party in parties))

    dateline = resolved.findings.dateline()
    day = dateline.value.earliest if dateline else None
    return Sought(
        reference.kind,
        reference.form,
        reference.number,
        reference.date,
        entities(reference.author),
        entities(reference.addressee),
        date.fromisoformat(day) if day else None,
        resolved.findings.document.identifier,
    )


def _resolution(position: int, sought: Sought, envelopes: EnvelopeIndex) -> Resolution:
    own = envelopes.get(sought.document)
    scored = [
        (candidate, sure)
        for each in _looked_up(sought, envelopes)
        if own is None or each.message != own.message
        for candidate, sure in [_scored(each, sought)]
        if candidate.score >= _LEAST
    ]
    scored.sort(key=lambda pair: (not pair[1], -pair[0].score, pair[0].message))
    certain = [candidate for candidate, sure in scored if sure]
    ranked = tuple(candidate for candidate, _ in scored[:_SHOWN])
    if len(certain) == 1:
        return Resolution(position, certain[0].message, True, ranked)
    return Resolution(position, f"{sought.document}~ref-{position + 1}", False, ranked)


def _looked_up(sought: Sought, envelopes: EnvelopeIndex) -> Iterable[Envelope]:
    found: list[Envelope] = []
    if sought.number:
        found += envelopes.numbered(sought.number)
    if sought.value:
        found += envelopes.dated(sought.value, _NEAR_DAYS)
    elif sought.day:
        first, last = _period(sought.kind, sought.day)
        for author in sought.authors:
            for addressee in sought.addressees or (None,):
                found += envelopes.between(author, addressee, first, last)
    return {each.message: each for each in found}.values()


def _period(kind: str, day: date) -> tuple[date, date]:
    """When a message without a printed date may have been sent."""
    if kind == "announced":
        return day, day + timedelta(_AHEAD_DAYS)
    return day - timedelta(_BACK_DAYS), day


def _scored(each: Envelope, sought: Sought) -> tuple[Candidate, bool]:
    """The candidate, and whether it is certain as far as it alone can tell."""
    points = {name: point for name, feature in FEATURES.items() if (point := feature(each, sought))}
    exact = {name for name, point in points.items() if point.exact}
    sure = (
        {"author", "addressee"} <= exact
        and bool({"number", "day"} & exact)
        and not any(point.contradicts for point in points.values())
    )
    score = round(min(max(sum(p.score for p in points.values()), 0.0), 0.99), 2)
    return Candidate(each.message, score, tuple(p.reason for p in points.values())), sure


# Features


def number(each: Envelope, sought: Sought) -> _Point | None:
    """The number that the reference prints is one of the message's numbers."""
    if not sought.number or not each.numbers:
        return None
    if plain_number(sought.number) in {plain_number(n) for n in each.numbers}:
        return _Point(0.45, f"It bears the number {sought.number}.", exact=True)
    return _Point(-0.3, f"Its number is {', '.join(each.numbers)}.", contradicts=True)


def day(each: Envelope, sought: Sought) -> _Point | None:
    """The day that the reference prints is the day of the message, or near it."""
    wanted, known = sought.value, each.value
    if not (
        wanted and known and wanted.earliest and wanted.latest and known.earliest and known.latest
    ):
        return None
    apart = _days_apart(wanted, known)
    if apart == 0 and wanted.is_day and known.is_day:
        doubt = known.edtf.endswith("?")
        said = f"It is of {known.edtf}" + (", a date the index calls uncertain." if doubt else ".")
        return _Point(0.3, said, exact=not doubt)
    if apart == 0:
        return _Point(0.15, f"Its date {known.edtf} and the printed {wanted.edtf} overlap.")
    if apart <= _NEAR_DAYS:
        days = "one day" if apart == 1 else f"{apart} days"
        return _Point(
            0.2 - 0.075 * apart,
            f"It is of {known.edtf}, {days} from the printed {wanted.edtf}: it may have been sent"
            " on one day and received on another.",
        )
    return _Point(-0.3, f"It is of {known.edtf}, not of {wanted.edtf}.", contradicts=True)


def _days_apart(one: DateValue, other: DateValue) -> int:
    first, last = sorted((one, other), key=lambda value: value.earliest or "")
    gap = date.fromisoformat(last.earliest or "") - date.fromisoformat(first.latest or "")
    return max(gap.days, 0)


def nearness(each: Envelope, sought: Sought) -> _Point | None:
    """Without a printed date, the message nearest to the document is the likeliest."""
    if sought.value or sought.day is None or each.value is None or each.value.earliest is None:
        return None
    apart = abs((date.fromisoformat(each.value.earliest) - sought.day).days)
    span = _AHEAD_DAYS if sought.kind == "announced" else _BACK_DAYS
    if sought.number and apart > span:
        return _Point(-0.1, _distance(each.value, apart))
    points = round(0.15 * (1 - min(apart, span) / span), 3)
    return _Point(points, _distance(each.value, apart))


def _distance(value: DateValue, apart: int) -> str:
    far = {0: "the day of the document", 1: "a day from the document"}
    return f"It is of {value.edtf}, {far.get(apart, f'{apart} days from the document')}."


def turn(each: Envelope, sought: Sought) -> _Point | None:
    """What is spoken of was sent before the document, what is announced after it.

    A day's grace: the day of a telegram is that of sending or of receiving.
    """
    value = each.value
    if sought.day is None or value is None or value.earliest is None or value.latest is None:
        return None
    first, last = date.fromisoformat(value.earliest), date.fromisoformat(value.latest)
    if sought.kind == "announced" and last < sought.day - timedelta(1):
        return _Point(-0.3, "It is older than the document that announces it.", contradicts=True)
    if sought.kind != "announced" and first > sought.day + timedelta(1):
        return _Point(-0.3, "It is later than the document that speaks of it.", contradicts=True)
    return None


def author(each: Envelope, sought: Sought) -> _Point | None:
    """An author is a sender of the message; a relay is not quite one."""
    return _correspondent(each.senders, each.relays, sought.authors, "from", 0.25)


def addressee(each: Envelope, sought: Sought) -> _Point | None:
    """An addressee is a recipient of the message; a relay is not quite one."""
    return _correspondent(each.recipients, each.relays, sought.addressees, "to", 0.2)


def _correspondent(
    known: tuple[Entity, ...], relays: tuple[Entity, ...], wanted: tuple[Entity, ...], way: str,
    points: float,
) -> _Point | None:  # fmt: skip
    """Points for the part of the wanted that is known; exact when it is all of them.

    "Your cable" of a telegram to two may have been signed by one of them: that is near, not
    exact.
    """
    sought = [entity for entity in wanted if not entity.is_local]
    if not sought or not known:
        return None
    names = _labels(known)
    found = [entity for entity in sought if entity in known]
    if len(found) == len(wanted):
        return _Point(points, f"It is {way} {_labels(found)}.", exact=True)
    if found:
        rest = _labels(entity for entity in wanted if entity not in found)
        return _Point(points * 0.8, f"It is {way} {_labels(found)}, not {rest}.")
    through = [entity for entity in sought if entity in relays]
    if through:
        return _Point(points / 2, f"It is {way} {names}, through {_labels(through)}.")
    return _Point(-0.25, f"It is {way} {names}, not {_labels(sought)}.", contradicts=True)


def _labels(entities: Iterable[Entity]) -> str:
    return ", ".join(entity.label for entity in entities)


def form(each: Envelope, sought: Sought) -> _Point | None:
    """The form fits the word that the reference uses."""
    wanted, known = _family(sought.form), _family(each.form)
    if wanted is None or known is None:
        return None
    if wanted == known:
        return _Point(0.05, f"It is a {each.form}.")
    if {wanted, known} == {"wire", "letter"}:
        return _Point(0.0, f"It is a {each.form}: telegrams carry letters.")
    return _Point(-0.1, f"It is a {each.form}, not a {sought.form}.", contradicts=True)


def _family(word: str | None) -> str | None:
    return next((name for name, words in _FAMILIES.items() if word in words), None)


FEATURES: dict[str, Callable[[Envelope, Sought], _Point | None]] = {
    "number": number,
    "day": day,
    "nearness": nearness,
    "turn": turn,
    "author": author,
    "addressee": addressee,
    "form": form,
}
"""All features by name, in the order their sentences are read."""
