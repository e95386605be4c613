"""The register of people of the whole series: who occurs in which volumes, and under which number.

The register is a table that the Office of the Historian keeps (HistoryAtState/people, public
domain); Coldwire does not ship it. `People.found` looks for it: the file that a command names,
the environment variable COLDWIRE_PEOPLE, or `shared/authority/frus_people.csv` beside the
project. Columns used: id, preferred_name, variants ("A | B"), volumes ("frus1950v01 frus1951v02"),
remarks ("office ¦ office"). Beside it may lie frus_person_refs.csv (person_id, volume, xml_id),
which says who is meant by an entry of a volume's list.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "people.csv").write_text(
...     "id,preferred_name,variants,volumes,remarks\\n"
...     '7,"Rusk, David Dean","Rusk, Dean",frus1961-63v05 frus1964-68v01,Secretary of State\\n'
... )
>>> People(folder / "people.csv").around("frus1961-63v09", (1961, 1963)).find("Dean Rusk").reference
'7'
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import log2
from pathlib import Path

from kg.authority.listed import ListedPerson, PersonList
from kg.authority.printed_names import GIVEN, NICKNAMES
from kg.errors import StopError
from kg.files import shipped

VARIABLE = "COLDWIRE_PEOPLE"
"""The environment variable that names the register."""

_YEARS = re.compile(r"frus(\d{4})(?:-(\d\d))?")
_REACH_YEARS = 6
"""How far from a volume's years the volumes may lie in which its people occur."""
_PLACE = Path("shared") / "authority" / "frus_people.csv"
_COLUMNS = ("id", "preferred_name", "variants", "volumes", "remarks")


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """A row of the register: his number, names, offices, and the volumes that list him."""

    number: str
    name: str
    variants: tuple[str, ...]
    remarks: str
    volumes: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """The register in a file, read when it is first asked; cheap to send to other processes.

    `hidden` is a volume whose own list the register is to forget, for fair tests: a new volume
    is not in the register yet.

    Raises:
        StopError: when it is first asked and the file is missing or has other columns.
    """

    path: Path
    hidden: str | None = None

    @classmethod
    def found(cls, path: Path | None = None) -> People | None:
        """The register at `path`, where the environment says, or beside the project; or None.

        Raises:
            StopError: when a file is named but missing.
        """
        named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
        if named is not None:
            return cls.load(named)
        beside = Path(__file__).resolve().parents[3] / _PLACE
        return cls(beside) if beside.is_file() else None

    @classmethod
    def load(cls, path: Path) -> People:
        """The register at `path`, which must be there.

        Raises:
            StopError: when it is not.
        """
        if not path.is_file():
            raise StopError(
                f"{path}: no such file. Name the register of people (frus_people.csv) with"
                f" --people or {VARIABLE}, or leave it out."
            )
        return cls(path)

    def without(self, volume: str) -> People:
        """The register as it was before `volume` was added."""
        return replace(self, hidden=volume)

    def __getstate__(self) -> dict[str, object]:
        return {"path": self.path, "hidden": self.hidden}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @cached_property
    def rows(self) -> tuple[RegisteredPerson, ...]:
        """Everybody who occurs in some volume, in the order of the table."""
        return tuple(person for person in _read(self.path) if person.volumes)

    def around(self, volume: str, years: tuple[int, int] | None) -> PersonList:
        """Those who may occur in a volume: listed by it, or by volumes of about its years.

        Who is named in more volumes near it is the likelier bearer of a shared surname.
        """
        near = {v: _nearness(v, volume, years, self.hidden) for v in self._volumes}
        reached = {v for v, nearness in near.items() if nearness > 0}
        persons: list[ListedPerson] = []
        priors: dict[str, float] = {}
        variants: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            if not reached.isdisjoint(row.volumes):
                about = row.remarks.replace(" ¦ ", "; ")
                persons.append(ListedPerson(row.number, row.name, about))
                priors[row.number] = log2(1 + sum(near[v] for v in row.volumes))
                variants[row.number] = row.variants
        return PersonList(persons, priors, variants, doubtful_surnames())

    @cached_property
    def _volumes(self) -> frozenset[str]:
        return frozenset(v for row in self.rows for v in row.volumes)

    @cached_property
    def _entries(self) -> tuple[dict[str, int], list[str]]:
        """The columns of the table of entries and its lines; nothing when there is none."""
        table = self.path.with_name("frus_person_refs.csv")
        lines = table.read_text(encoding="utf-8").splitlines() if table.is_file() else []
        header = next(csv.reader(lines[:1]), [])
        return {name: place for place, name in enumerate(header)}, lines[1:]

    @cached_property
    def _numbers(self) -> dict[str, Mapping[str, str]]:
        """For each volume that was asked for: number by entry."""
        return {}

    def number_of(self, volume: str, reference: str) -> str | None:
        """The number in the register of an entry of a volume's list ("p_AD1"), or None."""
        if volume not in self._numbers:
            self._numbers[volume] = dict(self._of_volume(volume))
        return self._numbers[volume].get(reference)

    def _of_volume(self, volume: str) -> Iterator[tuple[str, str]]:
        """Entry and number; only the lines that name the volume are read."""
        columns, lines = self._entries
        for cells in csv.reader(line for line in lines if volume in line):
            if len(cells) == len(columns) and cells[columns["volume"]] == volume:
                yield cells[columns["xml_id"]], cells[columns["person_id"]]


@cache
def doubtful_surnames() -> Mapping[str, str]:
    """Surnames that are common words, by class; the table data/extractors/surnames.csv."""
    with (shipped("data") / "extractors" / "surnames.csv").open(encoding="utf-8") as lines:
        listed = {row["word"]: row["class"] for row in csv.DictReader(lines)}
    return dict.fromkeys(GIVEN | NICKNAMES.keys(), "given name") | listed


def _nearness(volume: str, own: str, years: tuple[int, int] | None, hidden: str | None) -> float:
    """How much it says that another volume lists a person: 8 the volume itself, 1 its years."""
    if volume == hidden:
        return 0.0
    if volume == own:
        return 40.0
    found = _YEARS.match(volume)
    if found is None or years is None:
        return 0.2
    first = int(found[1])
    last = int(found[1][:2] + found[2]) if found[2] else first
    apart = max(first - years[1], years[0] - last, 0)
    return max(0.0, 1.0 - apart / _REACH_YEARS)


def _read(path: Path) -> Iterator[RegisteredPerson]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            if missing := [c for c in _COLUMNS if c not in header]:
                raise StopError(
                    f"{path.name}: no column {missing[0]!r}. The register of people needs the"
                    f" columns {', '.join(_COLUMNS)}."
                )
            at = [header.index(c) for c in _COLUMNS]
            for cells in reader:
                if len(cells) == len(header):
                    number, name, variants, volumes, remarks = (cells[i] for i in at)
                    others = tuple(v for v in variants.split(" | ") if v)
                    yield RegisteredPerson(number, name, others, remarks, tuple(volumes.split()))
    except (OSError, UnicodeDecodeError) as error:
        raise StopError(f"{path}: cannot be read ({error}). Give another with --people.") from error
