"""What can go wrong, in two kinds only.

* `SkipError`: this one source (a file, a row) cannot be used; it is recorded, counted and
  shown at the end, and the rest goes on.
* `StopError`: the run cannot go on; the command line prints the message and exits with 2.

Every message says where (file and place), what, and what to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


class ColdwireError(Exception):
    """Base of all errors that Coldwire raises on purpose."""


class StopError(ColdwireError):
    """The run cannot go on: the message says what to do."""


_PLACE = re.compile(r"at line (\d+), column (\d+)")


class QueryError(StopError):
    """A query cannot be parsed, or asks for what a reading endpoint refuses; says why and where."""

    @property
    def place(self) -> tuple[int, int] | None:
        """The line and column that the words name, from 1; they cross processes as words.

        >>> QueryError("The query cannot be read at line 2, column 9.").place
        (2, 9)
        """
        found = _PLACE.search(str(self))
        return None if found is None else (int(found[1]), int(found[2]))


class SkipError(ColdwireError):
    """One source cannot be used; the others go on."""

    def __init__(self, source: str, place: str, reason: str, advice: str) -> None:
        super().__init__(f"{source}, {place}: {reason}. {advice}")
        self.source = source
        self.place = place
        self.reason = reason
        self.advice = advice

    def __reduce__(self) -> tuple[type[SkipError], tuple[str, str, str, str]]:
        """How another process gets it: an exception is rebuilt from its four words, not one."""
        return type(self), (self.source, self.place, self.reason, self.advice)


@dataclass(frozen=True, slots=True)
class Problem:
    """One skipped source or doubtful place, as it is shown at the end of a run.

    `severity` is "skipped" (nothing of the source was used) or "warning" (it was used, with
    the doubt that `message` names).
    """

    source: str
    message: str
    severity: str = "skipped"
