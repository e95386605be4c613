"""What the pool gives for a question: an answer that comes in, or why there is none."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator

from api.workers.frames import Begin, Failure
from kg.errors import QueryError
from kg.store import TooLargeError

_log = logging.getLogger("coldwire.workers")
_IN_MEMORY = 1 << 20
_CHUNK = 1 << 18


class BusyError(Exception):
    """Nobody has time for this question now; `is_of_client` when its client asks too much."""

    def __init__(self, words: str, *, is_of_client: bool = False) -> None:
        super().__init__(words)
        self.is_of_client = is_of_client


class TimeLimitError(Exception):
    """A query needed more time than it may; the message says how much that is."""


class CrashError(Exception):
    """The engine did not survive a query, or its memory was at an end."""


class NotAcceptableError(Exception):
    """The client takes no form that the answer can have; `kind` says what it would be."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def error_of(failure: Failure) -> Exception:
    """The error that a worker told of."""
    match failure.error:
        case "NotAcceptableError":
            return NotAcceptableError(failure.words)
        case "TooLargeError":
            return TooLargeError(failure.words)
        case "QueryError":
            return QueryError(failure.words)
        case "MemoryError":
            return CrashError("The query needed more memory than it may have. Ask for less.")
        case "StopError":
            _log.error("the store cannot be asked: %s", failure.words)
            return BusyError("The store behind this server does not answer; try again in a while.")
        case _:
            _log.error("a query failed: %s", failure.words)
            return CrashError("The query failed; why has been written to the server's log.")


class NoRoomError(Exception):
    """What waits to be read is as much as it may be."""


class Room:
    """How many bytes of answers may wait for their readers, of all answers together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    def take(self, size: int) -> None:
        """Use so many bytes more.

        Raises:
            NoRoomError: when they are too many.
        """
        if self.taken + size > self.most:
            raise NoRoomError
        self.taken += size

    def give(self, size: int) -> None:
        """Let so many bytes go."""
        self.taken -= size


class Spool:
    """Bytes between one writer and one reader: in memory while few, then in a file without a name.

    The writer never waits for the reader.
    """

    def __init__(self, room: Room) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - by close
        self._room = room
        self._written = self._read = self._size = 0
        self._more = asyncio.Event()
        self._is_ended = False
        self._error: Exception | None = None

    def write(self, data: bytes) -> None:
        """Add to the end.

        Raises:
            NoRoomError: when there is no room for it, here or on the disk.
        """
        grown = max(0, self._written + len(data) - self._size)
        self._room.take(grown)
        self._size += grown
        try:
            self._file.seek(self._written)
            self._file.write(data)
        except OSError as error:
            raise NoRoomError from error
        self._written += len(data)
        self._more.set()

    def end(self, error: Exception | None = None) -> None:
        """Nothing more comes; with an error, because it broke off. Only the first end counts."""
        if not self._is_ended:
            self._is_ended, self._error = True, error
            self._more.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """What was written, until the end; raises the error with which it ended."""
        while True:
            if self._read < self._written:
                self._file.seek(self._read)
                chunk = self._file.read(min(_CHUNK, self._written - self._read))
                self._read += len(chunk)
                if self._read == self._written:
                    self._read = self._written = 0  # the reader keeps up: begin at the front again
                yield chunk
            elif self._is_ended:
                break
            else:
                self._more.clear()
                await self._more.wait()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Let the bytes go."""
        self._room.give(self._size)
        self._size = 0
        self._file.close()


class Answer:
    """The answer to a question while it comes in; `content` is there when it is whole already.

    `version` is that of the store that answered. Whoever has an answer reads `chunks` to the end
    or calls `close`.
    """

    def __init__(self, begin: Begin, version: str) -> None:
        self.kind = begin.kind
        self.written_as = begin.written_as
        self.version = version
        self.content: bytes | None = None
        self._spool: Spool | None = None
        self._filled: asyncio.Task[None] | None = None

    def coming(self, spool: Spool, filled: asyncio.Task[None]) -> Answer:
        """The same, of which the rest comes through a spool that a task fills."""
        self._spool, self._filled = spool, filled
        return self

    async def chunks(self) -> AsyncIterator[bytes]:
        """The parts of the answer.

        Raises:
            TimeLimitError, CrashError, BusyError, QueryError: when it breaks off.
        """
        if self._spool is None:
            yield self.content or b""
            return
        try:
            async for chunk in self._spool.chunks():
                yield chunk
        finally:
            self.close()

    async def whole(self) -> bytes:
        """All of the answer; raises as `chunks`."""
        if self.content is not None:
            return self.content
        return b"".join([chunk async for chunk in self.chunks()])

    def close(self) -> None:
        """Let what is not yet there go; its worker, if it still works on it, is killed."""
        if self._filled is not None:
            self._filled.cancel()
        if self._spool is not None:
            self._spool.close()
