"""Timing two ways of doing a thing against each other.

The two are run in turn, so that a busy machine slows both; the figure is CPU time, the median of
several runs, and what is reported is the ratio.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was compared: seconds of CPU for ours and for the bare work, and how often it ran."""

    what: str
    against: str
    ours_s: float
    bare_s: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the bare work ours takes."""
        return self.ours_s / self.bare_s


def compare(what: str, against: str, ours: Work, bare: Work, runs: int = 5) -> Figure:
    """Runs both in turn, `runs` times after one run that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):
        for place, work in enumerate((ours, bare)):
            start = time.process_time()
            work()
            if turn:
                times[place].append(time.process_time() - start)
    return Figure(what, against, median(times[0]), median(times[1]))


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| ours | against | ours, CPU ms | bare, CPU ms | ratio |", "|---|---|---|---|---|"]
    lines += [
        f"| {f.what} | {f.against} | {f.ours_s * 1000:.2f} | {f.bare_s * 1000:.2f}"
        f" | {f.ratio:.2f} |"
        for f in figures
    ]
    return "\n".join(lines)


def machine(packages: Sequence[str]) -> str:
    """What the figures were measured with: Python, system and versions of packages."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    return f"Python {platform.python_version()} on {platform.system()}, {versions}"
