"""A worker: takes a question, answers it, takes the next, until its channel is closed.

It runs in a process of its own with limits of the system on memory, processor time and open
files; whatever the engine does, only this process can end by it. Without a handle left no query
can open a connection; where the files of the store need some, there is no network instead.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from api.workers.frames import (
    ASK,
    BEGIN,
    DATA,
    END,
    FAIL,
    LAST,
    READY,
    Begin,
    Failure,
    Question,
    content_of,
    frame,
    received,
)
from kg.errors import QueryError, StopError
from kg.store import Store, TooLargeError
from kg.store.formats import FORMATS, Format, Kind
from kg.store.remote import RemoteStore

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_AT_ONCE = 1 << 16
"""Bytes that are sent together."""
_WAITS_S = 0.02
"""Longer than this nothing that was written lies here."""
_ROW_ENDS = {"json": b"},{", "xml": b"</result>", "csv": b"\r\n", "tsv": b"\n"}
"""What stands after rows, seldom in them: the limit on rows is not exact to the row."""
_BEFORE_ROWS = {"json": 1, "csv": -1, "tsv": -1}
"""The last row of JSON has no such end; the head of CSV and TSV has one and is no row."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use.

    Bytes of memory beyond the store, seconds of processor a query, handles of files and
    connections; and the bytes by which its memory may grow before it is replaced.
    """

    memory: int
    seconds: int
    handles: int
    grown: int


class NotAcceptableError(Exception):
    """The client takes no format that can hold an answer of this kind."""


def work(channel: socket.socket, store: Store | RemoteStore, limits: Limits) -> None:
    """Answer what comes through the channel until it is closed, or memory has grown too far."""
    _limit(limits)
    channel.sendall(frame(READY))
    grown = _peak() + limits.grown
    is_last = False
    while not is_last and (found := received(channel)) is not None:
        letter, content = found
        if letter != ASK:
            return
        _limit_processor(limits.seconds)
        is_last = _peak() > grown
        _answer(channel, store, Question.decoded(content), is_last=is_last)


def _answer(
    channel: socket.socket, store: Store | RemoteStore, question: Question, *, is_last: bool
) -> None:
    output = _Output(channel, question)
    try:
        if question.is_kind_only:
            output.begin(store.kind_of(question.text, base_iri=question.base_iri))
        else:
            store.stream(
                question.text,
                output,
                substitutions=question.substitutions,
                base_iri=question.base_iri,
                default_graphs=question.default_graphs,
                named_graphs=question.named_graphs,
            )
        output.end(is_last=is_last)
    except ConnectionError:
        raise
    except (StopError, NotAcceptableError, MemoryError, ValueError) as error:
        _fail(channel, Failure(_name(error), str(error), is_last))
    except Exception:
        _fail(channel, Failure("Exception", traceback.format_exc(), is_last))


def _name(error: Exception) -> str:
    """What an error is called between the processes."""
    if isinstance(error, QueryError | NotAcceptableError | MemoryError):
        return type(error).__name__
    return "StopError" if isinstance(error, StopError) else "QueryError"


def _fail(channel: socket.socket, failure: Failure) -> None:
    channel.sendall(frame(FAIL, content_of(failure)))


class _Output:
    """Where an answer is written: gathers it into frames and stops it at its limits."""

    def __init__(self, channel: socket.socket, question: Question) -> None:
        self._channel = channel
        self._question = question
        self._gathered = bytearray()
        self._begun: tuple[str, str] | None = None
        self._is_told = False
        self._size = self._rows = 0
        self._row_end = b""
        self._last = time.monotonic()

    def begin(self, kind: Kind) -> Format:
        """Say what the answer is.

        Raises:
            NotAcceptableError: when the client takes no format for that kind.
        """
        name = self._question.formats.get(kind)
        if name is None:
            raise NotAcceptableError(kind)
        self._begun = (kind, name)
        self._row_end = _ROW_ENDS.get(name, b"") if self._question.most_rows else b""
        self._rows = _BEFORE_ROWS.get(name, 0)
        return FORMATS[name]

    def write(self, data: bytes) -> int:
        """Take a part of the answer.

        Raises:
            TooLargeError: when it is more than the question allows.
        """
        self._size += len(data)
        largest, most = self._question.largest, self._question.most_rows
        if largest is not None and self._size > largest:
            raise TooLargeError(
                f"The answer is larger than {largest:,} bytes, the limit of this server. Ask for"
                " less: fewer columns, a FILTER, or LIMIT and OFFSET."
            )
        if most and self._row_end:
            self._rows += data.count(self._row_end)
            if self._rows > most:
                raise TooLargeError(
                    f"The answer has more than {most:,} rows, the limit of this server. Ask for"
                    " less with a FILTER, or for parts with LIMIT and OFFSET."
                )
        self._gathered += data
        now = time.monotonic()
        if len(self._gathered) >= _AT_ONCE or now - self._last > _WAITS_S:
            self._send(b"", is_whole=False)
            self._last = now
        return len(data)

    def flush(self) -> None:
        """Nothing: what is gathered is sent soon enough."""

    def end(self, *, is_last: bool) -> None:
        """Send what is left, and that it is all; of the worker too when it is its last answer."""
        self._send(frame(END, LAST if is_last else b""), is_whole=True)

    def _send(self, after: bytes, *, is_whole: bool) -> None:
        before = b""
        if not self._is_told and self._begun is not None:
            before = frame(BEGIN, content_of(Begin(*self._begun, is_whole)))
            self._is_told = True
        data = frame(DATA, bytes(self._gathered)) if self._gathered or is_whole else b""
        self._gathered.clear()
        self._channel.sendall(before + data + after)


def _limit(limits: Limits) -> None:
    """Bound the memory, and the handles so that none can be opened but those the store needs.

    Memory counts as address space (what shares the store included), which only Linux bounds.
    """
    pages = Path("/proc/self/statm")
    if pages.exists():
        used = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _bound(resource.RLIMIT_AS, used + limits.memory)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_NOFILE, limits.handles)


def leave_network() -> bool:
    """Go where there is no network at all; False where the system does not allow that.

    For workers that must keep handles for the files of their store: a second wall behind the
    refusal of SERVICE. To be called before the process has threads.

    Source: Linux, user_namespaces(7), network_namespaces(7).
    """
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and unshare(_NEW_USER | _NEW_NETWORK) == 0


def _bound(kind: int, most: int) -> None:
    """Bound one resource for good; a lower bound that was there before stays."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _limit_processor(seconds: int) -> None:
    """Give the next query so much processor time: a net below the deadline that the pool keeps."""
    used = sum(os.times()[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used) + seconds + 1
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _peak() -> int:
    """The most memory that this process has had, in bytes (macOS counts in bytes already)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10
