"""What depends on nothing but the version of the dataset is worked out once and kept.

Counts, labels of the vocabulary, the finding aid: the first request that needs one of them waits
for it. Another version of the data drops everything. A SPARQL server has no version that could
be compared, so what was learnt from one is asked anew after ten minutes.
"""

from __future__ import annotations

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

_Made = TypeVar("_Made")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ASKED_AGAIN_S = 600.0
_MOST = 512


@dataclass(slots=True)
class _Cell:
    """One value with the lock under which it is made."""

    lock: Lock = field(default_factory=Lock)
    until: float = -math.inf
    value: Any = None


class Kept:
    """Values by name for one version; the ones not used for longest go first.

    >>> kept = Kept()
    >>> [kept.get("1", "answer", lambda: 42), kept.get("1", "answer", lambda: 43)]
    [42, 42]
    >>> kept.get("2", "answer", lambda: 44)
    44
    """

    def __init__(self, most: int = _MOST) -> None:
        """At most `most` values are kept."""
        self._most = most
        self._lock = Lock()
        self._version = ""
        self._cells: OrderedDict[str, _Cell] = OrderedDict()

    def get(self, version: str, name: str, make: Callable[[], _Made]) -> _Made:
        """The value of that name for that version; made once, even when many ask together.

        What `make` raises is raised, and it is tried again the next time.
        """
        cell = self._cell(version, name)
        with cell.lock:
            if time.monotonic() >= cell.until:
                cell.value = make()
                lasts = math.inf if _DIGEST.fullmatch(version) else _ASKED_AGAIN_S
                cell.until = time.monotonic() + lasts
            return cast(_Made, cell.value)

    def _cell(self, version: str, name: str) -> _Cell:
        with self._lock:
            if version != self._version:
                self._cells.clear()
                self._version = version
            cell = self._cells.setdefault(name, _Cell())
            self._cells.move_to_end(name)
            while len(self._cells) > self._most:
                self._cells.popitem(last=False)
            return cell
