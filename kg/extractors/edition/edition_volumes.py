"""The name of a volume as the editors cite it, as the identifier that the edition gives it.

"Foreign Relations, 1952-1954, vol. XII, Part 1" is `frus1952-54v12p1`, "volume E-6" of 1969-1976
is `frus1969-76ve06`, "vols. VII/VIII, Microfiche Supplement" `frus1961-63v07-08mSupp`. Volumes
that bear a name in place of a number stand in `data/extractors/edition_volumes.csv`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from kg.files import shipped

DASH = "[–-]"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_NUMBER = rf"(?:E{DASH}\d{{1,2}}|[IVXLivxl]+(?![A-Za-z])|\d{{1,2}}(?!\d))"
_YEARS = rf"1[89]\d\d(?:{DASH}(?:1[89])?\d\d)?(?!\d)"
_PART = r"(?:[,.]? [Pp]art (?P<part>\d|[IVX]{1,4}\b))?"
_VOLUMES = (
    rf"[Vv]ol(?:ume|\.)?(?:s\.?)? (?P<volume>{_NUMBER}(?:/{_NUMBER})*){_PART}"
    rf"(?P<more>(?:,? (?:and|or) {_NUMBER}(?=[,.;)\s]))?)"
)

VOLUMES = re.compile(_VOLUMES)
"""From "vol." on: number, part, a second number."""
SERIES = re.compile(
    rf"Foreign Relations(?: of the United States)?,? "
    rf"(?:(?P<years>{_YEARS}),? (?=[Vv]ol)(?:{_VOLUMES}))"
)
NAMED = re.compile(r"Foreign Relations(?: of the United States)?,? ")
YEAR_ALONE = re.compile(r"(1[89]\d\d), (?=pp?\. )")
"""A year that had one volume, without a number: "Foreign Relations, 1900, p. 77"."""
YEARS_BEFORE = re.compile(rf"(?P<years>{_YEARS}),? \Z")


@dataclass(frozen=True, slots=True)
class NamedVolume:
    """A volume with a name in place of a number, and what it is called in the edition."""

    words: str
    identifier: str
    numbered: bool


@cache
def named_volumes() -> tuple[NamedVolume, ...]:
    """The volumes that are cited by name, the longest name first."""
    path = shipped("data") / "extractors" / "edition_volumes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            NamedVolume(row["words"], row["identifier"], row["numbered"] == "yes")
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: -len(row.words)))


@cache
def _parts() -> dict[str, tuple[str, int, int]]:
    """Part 2 of a volume to Part 1, and the first page and document of Part 2 (0: unknown)."""
    path = shipped("data") / "extractors" / "edition_parts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["identifier"]: (
                f"{row['identifier'][:-1]}1",
                int(row["first_page"] or 0),
                int(row["first_document"] or 0),
            )
            for row in csv.DictReader(file)
        }


def part_with_page(volume: str, page: int) -> str:
    """The part of the volume that has the page: the parts share one run of page numbers.

    >>> part_with_page("frus1951v07p2", 881), part_with_page("frus1951v07p2", 1992)
    ('frus1951v07p1', 'frus1951v07p2')
    """
    return _part(volume, page, 1)


def part_with_document(volume: str, number: int) -> str:
    """The part of the volume that has the document: the parts share one count of documents.

    >>> part_with_document("frus1952-54v14p2", 93)
    'frus1952-54v14p1'
    """
    return _part(volume, number, 2)


def first_part(volume: str) -> str:
    """Part 1 of a volume in parts, which editors name without a part; any other volume itself.

    >>> first_part("frus1952-54v06"), first_part("frus1952-54v03"), first_part("frus1951v07p2")
    ('frus1952-54v06p1', 'frus1952-54v03', 'frus1951v07p2')
    """
    known = _parts().get(f"{volume}p2")
    return known[0] if known else volume


def _part(volume: str, number: int, column: int) -> str:
    second = f"{volume[:-1]}2" if volume.endswith(("p1", "p2")) else f"{volume}p2"
    known = _parts().get(second)
    if known is None or not known[column]:
        return first_part(volume)
    return str(known[0]) if number < int(known[column]) else second


def prefix(years: str) -> str:
    """The beginning of an identifier, from the years as printed.

    >>> prefix("1952–1954"), prefix("1951")
    ('frus1952-54', 'frus1951')
    """
    first, _, last = years.replace("–", "-").partition("-")
    return f"frus{first}-{last[-2:]}" if last else f"frus{first}"


def identifiers(start: str, match: re.Match[str]) -> list[str]:
    """The volumes that a match of `VOLUMES` or `SERIES` names, after the `prefix`.

    >>> identifiers("frus1952-54", VOLUMES.match("vol. XII, Part 1, p. 300"))
    ['frus1952-54v12p1']
    >>> identifiers("frus1946", VOLUMES.match("volumes ix and x."))
    ['frus1946v09', 'frus1946v10']
    """
    numbers = match["volume"].split("/")
    part = f"p{_value(match['part'])}" if match["part"] else ""
    more = re.sub(r"^,? (?:and|or) ", "", match["more"])
    if len(numbers) > 1:
        ends = f"v{_value(numbers[0]):02d}-{_value(numbers[-1]):02d}"
        return [f"{start}{ends}mSupp"]
    return [f"{start}v{_written(n)}{part}" for n in (numbers[0], more) if n]


def _written(number: str) -> str:
    electronic = number[0] == "E"
    return f"e{int(number[2:]):02d}" if electronic else f"{_value(number):02d}"


def _value(number: str) -> int:
    """The value of a Roman or Arabic number."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
