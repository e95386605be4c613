"""The inputs of an evaluation: printed texts and lists of persons, one JSON object a line.

A text is `{"id": "frus1951v07p2/d4", "volume": "frus1951v07p2", "text": ..., "text_bare": ...}`,
an entry of a list `{"volume": ..., "ref": "p_AD1", "name": "Acheson, Dean G.", "about": ...}`.
The texts of a volume are handed on together, however they are mixed in the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.authority.volumes import ListedPerson
from kg.errors import Problem
from kg.quality.lines import Note, json_lines

Places = tuple[int, ...]
"""Places of texts among all good lines of the file, counted from 0."""


@dataclass(frozen=True, slots=True)
class Print:
    """A document as printed: `identifier` "frus1951v07p2/d4", `volume`, `text`."""

    identifier: str
    volume: str
    text: str


@dataclass(frozen=True, slots=True)
class VolumeInput:
    """All texts of one volume with their places in the file."""

    volume: str
    prints: tuple[Print, ...]
    places: Places


def volumes_of(path: Path, note: Note, *, bare: bool = False) -> Iterator[VolumeInput]:
    """The texts of a file by volume, each volume as soon as its last line was read.

    The file is read twice: first to learn where each volume ends. When volumes stand together,
    only one is in memory at a time. A line without id or text is told to `note` and left out.

    Raises:
        StopError: when the file cannot be opened.
    """
    left = Counter(each.volume for each in _prints(path, note, bare=bare))
    held: dict[str, list[tuple[int, Print]]] = defaultdict(list)
    for place, each in enumerate(_prints(path, lambda _: None, bare=bare)):
        held[each.volume].append((place, each))
        left[each.volume] -= 1
        if not left[each.volume]:
            places, prints = zip(*held.pop(each.volume), strict=True)
            yield VolumeInput(each.volume, prints, places)


def _prints(path: Path, note: Note, *, bare: bool) -> Iterator[Print]:
    field = "text_bare" if bare else "text"
    for number, value in json_lines(path, note):
        missing = [name for name in ("id", field) if not isinstance(value.get(name), str)]
        if missing or not value["id"]:
            what = " and ".join(missing or ["id"])
            note(Problem(str(path), f"{path}, line {number}: no text in {what!r}. Left out."))
            continue
        yield Print(value["id"], _volume(value), value[field])


def _volume(value: dict[str, Any]) -> str:
    """The volume as given, or the part of the id before the slash."""
    named = value.get("volume")
    return named if isinstance(named, str) and named else str(value["id"]).partition("/")[0]


def lists_of_persons(path: Path, note: Note) -> dict[str, tuple[ListedPerson, ...]]:
    """The lists of persons of a file, by volume, in the order of the file.

    Raises:
        StopError: when the file cannot be opened.
    """
    lists: dict[str, list[ListedPerson]] = defaultdict(list)
    for number, value in json_lines(path, note):
        if all(isinstance(value.get(name), str) for name in ("volume", "ref", "name")):
            about = value.get("about")
            person = ListedPerson(value["ref"], value["name"], about if about else "")
            lists[value["volume"]].append(person)
        else:
            note(
                Problem(str(path), f"{path}, line {number}: needs volume, ref and name. Left out.")
            )
    return {volume: tuple(persons) for volume, persons in lists.items()}
