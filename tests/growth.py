"""Whether work grows with its size or faster: a ratio within one run, not a time.

Four times the size may take twelve times as long, which a busy machine stays below and quadratic
work (sixteen times) does not; what is over before the clock can tell is not compared. How long
things take is measured in `benchmarks/`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_NOISE_S = 0.5


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fails when `work(4 * size)` takes far more than four times the time of `work(size)`."""
    work(size // 10)  # what is loaded and compiled once
    short, long = seconds(lambda: work(size)), seconds(lambda: work(4 * size))
    assert long < 12 * short + _NOISE_S, f"{size}: {short:.2f} s, {4 * size}: {long:.2f} s"


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process for the work."""
    start = time.process_time()
    work()
    return time.process_time() - start
