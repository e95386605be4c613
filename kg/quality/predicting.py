"""From a file of printed texts to a file of predictions: the way of somebody's held-back sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.authority.people import People
from kg.authority.volumes import ListedPerson, Volume
from kg.quality.inputs import VolumeInput, lists_of_persons, volumes_of
from kg.quality.lines import Note
from kg.quality.predictions import Record
from kg.quality.running import Predicted, predict, side_by_side


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the extractors may know beside the texts: lists of persons, the series' register.

    `persons` is a file, or None when there is none.
    """

    persons: Path | None = None
    register: People | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """One volume for another process: all plain values."""

    given: VolumeInput
    persons: tuple[ListedPerson, ...]
    register: People | None
    bare: bool


def predictions_of(
    inputs: Path, knowledge: Knowledge, note: Note, *, bare: bool = False, workers: int = 1
) -> Iterator[Record]:
    """A prediction for each text of a file, in the order of the file.

    Every line that cannot be used and every document in which an extractor fails is told to
    `note`; the first have no prediction, the second an empty one.

    Raises:
        StopError: when a file cannot be opened.
    """
    lists = lists_of_persons(knowledge.persons, note) if knowledge.persons else {}
    held: dict[int, Record] = {}
    following = 0
    for places, predicted in _by_volume(inputs, lists, knowledge.register, note, bare, workers):
        for problem in predicted.problems:
            note(problem)
        held.update(zip(places, predicted.records, strict=True))
        while following in held:
            yield held.pop(following)
            following += 1


def _by_volume(
    inputs: Path,
    lists: Mapping[str, tuple[ListedPerson, ...]],
    register: People | None,
    note: Note,
    bare: bool,
    workers: int,
) -> Iterator[tuple[tuple[int, ...], Predicted]]:
    tasks = (
        _Task(given, lists.get(given.volume, ()), register, bare)
        for given in volumes_of(inputs, note, bare=bare)
    )
    return side_by_side(_run, tasks, workers)


def _run(task: _Task) -> tuple[tuple[int, ...], Predicted]:
    volume = Volume(task.given.volume, task.persons, task.register and known_here(task.register))
    return task.given.places, predict(volume, task.given.prints, bare=task.bare)


@lru_cache(maxsize=2)
def known_here(register: People) -> People:
    """The register as this process has it: its file is read once, not once a volume."""
    return register
