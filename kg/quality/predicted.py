"""A prediction as it is scored: read from a record that anybody's program may have written.

The format leaves much open (a party may be a string, a date may have an hour); here it becomes
frozen values of one shape. What is not understood counts as nothing found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_OFFICE = re.compile(
    r"embassy|department|secretary|mission|legation|consul|council|staff|agency|delegation|posts?$"
    r"|committee|government",
    re.I,
)
"""Words of offices: they tell the kind of a party for which none was given."""


@dataclass(frozen=True, slots=True)
class PredictedParty:
    """A sender, recipient or person: `ref` of the volume's list, `person_id` of the register."""

    name: str
    kind: str
    role: str | None = None
    ref: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PredictedItem:
    """A name or a pointer: `text` as printed, `target` where it points."""

    text: str
    target: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was found in one document; by default nothing."""

    senders: tuple[PredictedParty, ...] = ()
    recipients: tuple[PredictedParty, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    signed: tuple[PredictedItem, ...] = ()
    participants: tuple[PredictedItem, ...] = ()
    persons: tuple[PredictedParty, ...] = ()
    references: tuple[PredictedItem, ...] = ()
    links: tuple[PredictedItem, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)

    def value(self, name: str) -> str | None:
        """The value of a field that has one at most."""
        return self.values.get(name)


_VALUES = (
    "place",
    "classification",
    "precedence",
    "telegram_number",
    "subject",
    "doc_type",
)


def prediction_of(record: Mapping[str, Any]) -> Prediction:
    """The prediction that a record of the format states."""
    return Prediction(
        senders=_parties(record.get("from")),
        recipients=_parties(record.get("to")),
        values=_single_values(record),
        signed=_items(record.get("signed"), "name"),
        participants=_items(record.get("participants"), "name"),
        persons=tuple(_person(each) for each in _listed(record.get("persons"))),
        references=_items(record.get("references"), "surface"),
        links=_items(record.get("links"), "surface"),
        confidence=_confidences(record.get("confidence")),
    )


def _single_values(record: Mapping[str, Any]) -> dict[str, str]:
    values = {name: str(record[name]) for name in _VALUES if record.get(name)}
    for name in ("classification", "precedence"):
        if name in values:
            values[name] = values[name].lower().strip()
    date = record.get("date")
    date = date.get("iso") if isinstance(date, dict) else date
    if date:
        values["date"] = str(date)
    time = record.get("time") or _hour_of(values.get("date", ""))
    if time:
        values["time"] = str(time)
    values = {name: value for name, value in values.items() if value}
    if record.get("place") == "":  # the format counts an empty place as a place
        values["place"] = ""
    return values


def _hour_of(date: str) -> str:
    """The hour in a date with an hour: 1951-01-12T21:00."""
    return date[11:16] if len(date) > 15 and "T" in date else ""


def _parties(value: Any) -> tuple[PredictedParty, ...]:
    return tuple(_party(each) for each in _listed(value))


def _party(value: Any) -> PredictedParty:
    given = value if isinstance(value, dict) else {"name": value}
    name = str(given.get("name") or given.get("text") or given.get("role") or "")
    ref = str(given.get("person_id") or given.get("ref") or "").lstrip("#")
    role = given.get("role")
    return PredictedParty(
        name=name,
        kind=str(given.get("kind") or ("office" if _OFFICE.search(name) else "person")),
        role=str(role) if role else None,
        ref=ref or None,
        confidence=_confidence(given.get("confidence")),
    )


def _person(value: Any) -> PredictedParty:
    """Somebody mentioned: an entry or a name, nothing else."""
    kept = ("name", "ref", "person_id", "confidence")
    given = {k: value.get(k) for k in kept} if isinstance(value, dict) else {"name": value}
    return _party({**given, "kind": "person"})


def _items(value: Any, text: str) -> tuple[PredictedItem, ...]:
    return tuple(_item(each, text) for each in _listed(value))


def _item(value: Any, text: str) -> PredictedItem:
    if not isinstance(value, dict):
        return PredictedItem(str(value or ""), str(value or ""))
    return PredictedItem(
        str(value.get(text) or ""),
        str(value.get("target") or ""),
        _confidence(value.get("confidence")),
    )


def _listed(value: Any) -> list[Any]:
    """A list as it is, a single value as a list of one."""
    if isinstance(value, list):
        return value
    return [value] if value else []


def _confidences(value: Any) -> dict[str, float]:
    given = value.items() if isinstance(value, dict) else ()
    read = {str(name): _confidence(number) for name, number in given}
    return {name: number for name, number in read.items() if number is not None}


def _confidence(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None
