"""Volumes of an edition as their own test: `coldwire evaluate frus VOLUME...`.

Each volume gives gold records and, with the markup forgotten, printed texts; the plain-text
extractors read those, and what they find is scored against the marks. A volume is one task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.authority.people import People
from kg.authority.volumes import Volume
from kg.errors import Problem, SkipError
from kg.quality.comparisons import person_index
from kg.quality.gold import GoldVolume, gold_of
from kg.quality.inputs import Print
from kg.quality.predicted import prediction_of
from kg.quality.predicting import known_here
from kg.quality.running import predict, side_by_side
from kg.quality.scores import Tally
from kg.quality.scoring import Rules, score_all


@dataclass(frozen=True, slots=True)
class Measured:
    """What the measuring of volumes gave: the sums, which volumes, what went wrong."""

    tally: Tally
    volumes: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    rules: Rules
    register: People | None


def measure(
    paths: Sequence[Path], rules: Rules, register: People | None = None, workers: int = 1
) -> Measured:
    """The sums over all documents of these volumes, without what cannot be used."""
    tally = Tally()
    volumes: list[str] = []
    problems: list[Problem] = []
    for measured in _each(paths, rules, register, workers):
        tally.merge(measured.tally)
        volumes += measured.volumes
        problems += measured.problems
    return Measured(tally, tuple(volumes), tuple(problems))


def _each(
    paths: Sequence[Path], rules: Rules, register: People | None, workers: int
) -> Iterator[Measured]:
    """The largest volumes first, so that no core waits for the last."""
    ordered = sorted(paths, key=lambda path: (-_size(path), path))
    tasks = (_Task(path, rules, register) for path in ordered)
    return side_by_side(_measure_one, tasks, min(workers, len(paths)))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _measure_one(task: _Task) -> Measured:
    problems: list[Problem] = []
    try:
        gold = gold_of(task.path, problems.append, bare=task.rules.bare)
    except SkipError as error:
        return Measured(Tally(), (), (Problem(error.source, str(error)),))
    volume = Volume(gold.volume, gold.persons, task.register and known_here(task.register))
    predicted = predict(volume, _prints(gold, bare=task.rules.bare), bare=task.rules.bare)
    predictions = {record["id"]: prediction_of(record) for record in predicted.records}
    index = person_index({gold.volume: gold.persons}, {})
    tally = score_all(gold.records, predictions, index, task.rules)
    return Measured(tally, (gold.volume,), (*problems, *predicted.problems))


def _prints(gold: GoldVolume, *, bare: bool) -> list[Print]:
    """The texts alone: nothing of the marks goes on from here."""
    return [
        Print(record["id"], gold.volume, record["text_bare"] if bare else record["text"])
        for record in gold.records
        if record["doc_type"] != "calendar-entry"
    ]
