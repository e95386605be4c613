"""The plain-text extractors over the documents of a volume: text in, predictions out.

Nothing here sees the encoding of an edition. The documents of a volume go together, because a
message cites others of the same volume; volumes are independent, so they may run side by side.
A defect met in one document costs that document its prediction, and is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

from kg.authority.volumes import Volume
from kg.errors import Problem
from kg.extractors.edition import extract_edition
from kg.findings import Findings
from kg.identities import Resolution
from kg.quality.inputs import Print
from kg.quality.predictions import Record, prediction
from kg.readers.printed_edition import document
from kg.resolve.citations import resolve_citations

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Predicted:
    """The predictions of one volume, in the order of its documents, and what went wrong."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()


def predict(volume: Volume, prints: Sequence[Print], *, bare: bool = False) -> Predicted:
    """The predictions for these documents of one volume; `bare` when head and notes are missing.

    A document in which an extractor fails gets an empty prediction.
    """
    problems: list[Problem] = []
    found = [_found(volume, each, bare, problems) for each in prints]
    resolved = _resolved(volume, [f for f in found if f is not None], problems)
    records = [
        {"id": each.identifier} if f is None else prediction(each.identifier, f, next(resolved))
        for each, f in zip(prints, found, strict=True)
    ]
    return Predicted(tuple(records), tuple(problems))


def _found(volume: Volume, each: Print, bare: bool, problems: list[Problem]) -> Findings | None:
    try:
        name = each.identifier.replace("/", "-")
        return extract_edition(document(name, volume.identifier, each.text, bare=bare), volume)
    except Exception as error:  # a defect met in one document stops no other
        problems.append(_defect(each.identifier, error))
        return None


def _resolved(
    volume: Volume, found: Sequence[Findings], problems: list[Problem]
) -> Iterator[Sequence[Resolution]]:
    try:
        return iter(resolve_citations(found, volume))
    except Exception as error:  # without links the rest still stands
        problems.append(_defect(f"{volume.identifier}, links", error))
        return iter([()] * len(found))


def _defect(place: str, error: Exception) -> Problem:
    return Problem(
        place,
        f"{place}: {type(error).__name__}: {error}. This is a defect of Coldwire; please report"
        " it with the text.",
    )


def side_by_side(
    run: Callable[[Task], Outcome], tasks: Iterable[Task], workers: int
) -> Iterator[Outcome]:
    """The outcome of each task in the order of the tasks, on several cores.

    At most `workers` + 1 tasks are in work or waiting to be fetched, so memory does not grow with
    their number. `run` and the tasks must be importable (the processes are started anew).
    """
    if workers < 2:
        yield from map(run, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[Outcome]] = []
        for task in tasks:
            waiting.append(pool.submit(run, task))
            if len(waiting) > workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
