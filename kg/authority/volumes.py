"""A volume of an edition as its reader knows it: its list of persons, its years, the register.

The list of persons is the editors' own authority for one volume ("p_AD1" is one man in one
volume and another in the next); the register of people of the whole series knows who is the same
in several volumes. Both are optional: a volume of 1948 has no list, and the register is a
download of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from kg.authority.listed import ListedPerson, PersonList
from kg.authority.people import People

__all__ = ["ListedPerson", "Volume"]

_YEARS = re.compile(r"frus(\d{4})(?:-(\d\d))?")


@dataclass(frozen=True)
class Volume:
    """What the extractors may know about the volume a document stands in.

    `identifier` is "frus1951v07p2"; `persons` the volume's own list, empty when there is none;
    `register` the register of people of the series, None when nobody gave one.
    """

    identifier: str
    persons: tuple[ListedPerson, ...] = field(default=())
    register: People | None = field(default=None, compare=False, repr=False)

    @cached_property
    def people(self) -> PersonList:
        """Whom names of this volume may mean: its own list, else the register's people.

        References of the register are its numbers ("100034"), those of a list are not.

        >>> Volume("frus1951v07p2", (ListedPerson("p_1", "Rusk, Dean"),)).people.find("Mr. Rusk")
        ListedPerson(reference='p_1', name='Rusk, Dean', about='')
        """
        if self.persons or self.register is None:
            return PersonList(self.persons)
        return self.register.around(self.identifier, self.years)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year of the volume's title, or None.

        >>> Volume("frus1952-54v14p2").years, Volume("frus1951v07p2").years
        ((1952, 1954), (1951, 1951))
        """
        found = _YEARS.match(self.identifier)
        if not found:
            return None
        first = int(found[1])
        return first, int(f"{found[1][:2]}{found[2]}") if found[2] else first
