"""What a run tells while it goes on: problems as they are met, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.document import Document
from kg.errors import Problem, SkipError

Report = Callable[[Problem], None]
Step = Callable[[str, int, int], None]
"""Told the stage, how many are done and how many there are."""


def untold(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class Run:
    """One run: what it was told to tell, and what it met."""

    report: Report
    step: Step = untold
    problems: list[Problem] = field(default_factory=list)

    def note(self, problem: Problem) -> None:
        """A doubtful place, or a part that is left out."""
        self.problems.append(problem)
        self.report(problem)

    def skip(self, error: SkipError) -> None:
        """A source that is left out."""
        self.note(Problem(error.source, str(error)))


def defect(document: Document, error: Exception) -> Problem:
    """A document that is left out because a step failed on it."""
    return Problem(
        document.source,
        f"{document.source}, message {document.identifier}: {type(error).__name__}: {error}."
        " This is a defect of Coldwire; please report it with the file.",
    )
