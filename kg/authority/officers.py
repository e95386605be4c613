"""Who held the high offices of the United States, and when: `data/extractors/officers.csv`.

The Presidents, the heads of State and Defense and those below them, the Joint Chiefs, the agencies.
A day is ISO ("1951-01-12"); a term is open where the table has no last day.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.cleaning import plain
from kg.files import shipped


@dataclass(frozen=True, slots=True)
class Officer:
    """One term of one office: `name` "Dean Rusk", `office` "Secretary of State"."""

    name: str
    office: str
    since: str
    until: str

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


def holder(office: str, day: str) -> Officer | None:
    """Who held the office on a day, or None.

    >>> holder("Secretary of State", "1951-01-12").surname
    'Acheson'
    """
    terms = (o for o in _officers() if o.office == office and o.since <= day)
    return next((o for o in terms if not o.until or day <= o.until), None)


def offices_of(surname: str, day: str) -> list[Officer]:
    """The terms that somebody of that surname served on a day, in the order of the table."""
    served = _by_surname().get(plain(surname).lower(), ())
    return [o for o in served if o.since <= day and (not o.until or day <= o.until)]


def officers_on(day: str) -> list[Officer]:
    """Everybody in office on a day, in the order of the table."""
    return [o for o in _officers() if o.since <= day and (not o.until or day <= o.until)]


@cache
def _officers() -> tuple[Officer, ...]:
    path = shipped("data") / "extractors" / "officers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Officer(r["name"], r["office"], r["since"], r["until"]) for r in rows)


@cache
def _by_surname() -> Mapping[str, tuple[Officer, ...]]:
    found: dict[str, list[Officer]] = {}
    for officer in _officers():
        found.setdefault(officer.surname.lower(), []).append(officer)
    return {surname: tuple(terms) for surname, terms in found.items()}
