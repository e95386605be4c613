"""The values of the register: entries, names and tenures, each with its source.

Dates are EDTF strings as the tables hold them; `None` is "not recorded", never "always".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from kg.dates import DateValue, from_edtf
from kg.spans import Span

KINDS = ("person", "organization", "office", "place")
"""The kinds of entries; an identifier is unique within its kind."""

NAME_KINDS = ("real", "cover name", "romanization", "short form", "title")
"""The kinds of names; "short form" is a family name, an abbreviation or a name with initials."""

CONFIDENCES = ("high", "medium", "unverified")
"""high: two sources or one made by hand; medium: one; unverified: nobody has checked it yet."""


@dataclass(frozen=True, slots=True)
class NameRecord:
    """One form of a name and who bears it.

    `kind` is one of `NAME_KINDS`; `valid_from` and `valid_to` bound the time in which the
    bearer is known to have used it (cover names), as EDTF.
    """

    entity_kind: str
    entity: str
    name: str
    kind: str
    language: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = ""
    license: str = ""
    confidence: str = "high"

    def valid_on(self, on: DateValue | None) -> bool:
        """False when the name was certainly not in use on that day.

        >>> name = NameRecord("person", "x", "Lark", "cover name", valid_from="1950-09")
        >>> name.valid_on(from_edtf("1950-10-01")), name.valid_on(from_edtf("1949"))
        (True, False)
        """
        return within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person held an office, from and to (EDTF, both days included)."""

    office: str
    person: str
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = ""
    license: str = ""
    confidence: str = "high"

    def covers(self, on: DateValue | None) -> bool:
        """False when the office was certainly held by somebody else, or nobody, that day."""
        return within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something of the register.

    `subkind` says more about organizations (party, ministry ...) and places (city, country,
    region, line). `birth` and `death` are a person's, `valid_from` and `valid_to` those of a
    place or organization. `country` is the identifier of a place (nationality for persons),
    `part_of` an organization, `seat` the place an office is at. `qid` is empty unless a source
    had it beside the name.
    """

    kind: str
    identifier: str
    label: str
    description: str = ""
    names: tuple[NameRecord, ...] = field(default=(), repr=False)
    subkind: str | None = None
    family_name: str | None = None
    birth: str | None = None
    death: str | None = None
    active_from: str | None = None
    active_to: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    country: str | None = None
    part_of: str | None = None
    seat: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    qid: str | None = None
    viaf: str | None = None
    source: str = ""
    license: str = ""
    confidence: str = "high"

    def alive_on(self, on: DateValue | None) -> bool | None:
        """Whether the person lived then; None when the register or the date cannot tell.

        >>> stalin = Entry("person", "stalin-joseph", "Joseph Stalin", birth="1878", death="1953")
        >>> [stalin.alive_on(from_edtf(day)) for day in ("1950-10-01", "1954-01-01")]
        [True, False]
        """
        if on is None or on.earliest is None or not (self.birth or self.death):
            return None
        return within(on, self.birth, self.death)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name found in a text: where, and every record it may be."""

    span: Span
    records: tuple[NameRecord, ...]


def within(on: DateValue | None, start: str | None, end: str | None) -> bool:
    """True unless `on` lies certainly before `start` or after `end` (EDTF, either unknown).

    >>> within(from_edtf("1950-10-01"), "1950-10", None), within(None, "1950", "1951")
    (True, True)
    """
    if on is None or on.earliest is None or on.latest is None:
        return True
    first = _bound(start)[0] if start else None
    last = _bound(end)[1] if end else None
    return not ((first and on.latest < first) or (last and on.earliest > last))


@lru_cache(maxsize=4096)
def _bound(edtf: str) -> tuple[str | None, str | None]:
    value = from_edtf(edtf)
    return value.earliest, value.latest
