"""One build of the store with its keeper process and its workers, as the pool sees them."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Protocol

from api.workers.frames import HEAD
from api.workers.keeper import LARGEST_ORDER, Task
from kg.errors import StopError

_log = logging.getLogger("coldwire.workers")
_READ_AHEAD = 1 << 18
_MOST_HANDLES = 8
_ENDS_WITHIN_S = 3.0


class Process:
    """A worker process and the channel to it."""

    def __init__(
        self,
        generation: Generation,
        process: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.generation = generation
        self.process = process
        self._reader = reader
        self._writer = writer

    @property
    def is_gone(self) -> bool:
        """Whether the process is known to have ended, of a worker that says nothing now."""
        return self._reader.at_eof() or self._reader.exception() is not None

    def write(self, data: bytes) -> None:
        """Send bytes; whether they arrive shows at the next frame."""
        with suppress(ConnectionError):
            self._writer.write(data)

    async def frame(self) -> tuple[bytes, bytes]:
        """The letter and content of the next frame.

        Raises:
            EOFError: when the worker has ended.
        """
        try:
            letter, length = HEAD.unpack(await self._reader.readexactly(HEAD.size))
            return letter, await self._reader.readexactly(length)
        except ConnectionError as error:
            raise EOFError from error

    def kill(self) -> None:
        """End the process, whatever it does."""
        self.generation.kill(self.process)

    def close(self) -> None:
        """Close the channel: a worker that waits for a question ends."""
        self._writer.close()


class Owner(Protocol):
    """Who is told of what happens to a generation."""

    def comes(self, worker: Process) -> None:
        """A worker is there."""

    def unborn(self, generation: Generation) -> None:
        """A worker that was ordered does not come."""

    def gone(self, worker: Process) -> None:
        """The process of a worker has ended."""

    def keeper_gone(self, generation: Generation) -> None:
        """The keeper has ended without having been told to."""


class Generation:
    """A build that is served: its version, and orders to its keeper. Made by `started`."""

    def __init__(self, keeper: subprocess.Popen[bytes], control: socket.socket) -> None:
        self.version = ""
        self.is_in_memory = False
        self.is_retired = False
        self.ordered = 0
        """Workers that were ordered and have not come yet."""
        self.workers: set[Process] = set()
        self.keeper = keeper
        self._control = control
        self._is_orphaned = False
        self._told = self._unsent = b""
        self._meetings: set[asyncio.Task[None]] = set()
        self._end: asyncio.Task[None] | None = None

    @classmethod
    async def started(cls, task: Task, owner: Owner) -> Generation:
        """A generation whose keeper has opened the store.

        Raises:
            StopError: when the store cannot be opened.
        """
        control, theirs = socket.socketpair()
        control.setblocking(False)
        # -P: a folder `api` where the server was started is not taken for ours
        command = [sys.executable, "-P", "-m", "api.workers.keeper", str(theirs.fileno())]
        with theirs:
            keeper = subprocess.Popen(  # noqa: S603 - returns at once; our own program
                [*command, json.dumps(asdict(task))],
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        new = cls(keeper, control)
        try:
            await new._opened()
        except BaseException:
            keeper.kill()  # it may be loading for long, and has no workers yet
            await new.close()
            raise
        new._listen(owner)
        return new

    async def _opened(self) -> None:
        loop = asyncio.get_running_loop()
        while b"\n" not in self._told:
            try:
                part = await loop.sock_recv(self._control, LARGEST_ORDER)
            except ConnectionError:
                part = b""
            if not part:
                raise StopError("The process that keeps the store ended before it was open.")
            self._told += part
        line, _, self._told = self._told.partition(b"\n")
        facts = json.loads(line)
        if "failed" in facts:
            raise StopError(facts["failed"])
        self.version, self.is_in_memory = facts["ready"], facts["in_memory"]

    def _listen(self, owner: Owner) -> None:
        loop = asyncio.get_running_loop()

        def told() -> None:
            try:
                part, handles, _, _ = socket.recv_fds(self._control, LARGEST_ORDER, _MOST_HANDLES)
            except BlockingIOError:
                return
            except ConnectionError:
                part, handles = b"", []
            if not part:
                loop.remove_reader(self._control)
                self._is_orphaned = True
                if not self.is_retired:
                    owner.keeper_gone(self)
                return
            *lines, self._told = (self._told + part).split(b"\n")
            for line in lines:
                self._heard(json.loads(line), handles, owner)

        loop.add_reader(self._control, told)

    def _heard(self, facts: Mapping[str, Any], handles: list[int], owner: Owner) -> None:
        """Act on one line; the channel of a worker came with it (none when we have no handles)."""
        if "worker" in facts and handles:
            channel = socket.socket(fileno=handles.pop(0))
            meeting = asyncio.create_task(self._met(facts["worker"], channel, owner))
            self._meetings.add(meeting)
            meeting.add_done_callback(self._meetings.discard)
        elif "worker" in facts or "unborn" in facts:
            self._does_not_come(owner)
        elif "gone" in facts:
            if facts["status"]:
                _log.info("worker %d ended with status %d", facts["gone"], facts["status"])
            for worker in [each for each in self.workers if each.process == facts["gone"]]:
                owner.gone(worker)

    async def _met(self, process: int, channel: socket.socket, owner: Owner) -> None:
        """Wait until a new worker has its store open."""
        try:
            reader, writer = await asyncio.open_connection(sock=channel, limit=_READ_AHEAD)
        except BaseException:
            channel.close()
            raise
        worker = Process(self, process, reader, writer)
        try:
            await worker.frame()
        except EOFError:
            worker.close()
            self._does_not_come(owner)
            return
        except BaseException:
            worker.close()
            raise
        self.ordered -= 1
        self.workers.add(worker)
        owner.comes(worker)

    def _does_not_come(self, owner: Owner) -> None:
        self.ordered -= 1
        owner.unborn(self)

    def kill(self, process: int) -> None:
        """End a worker, whatever it does."""
        self._order({"kill": process})
        if self._is_orphaned:  # nobody else obeys
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)

    def order_worker(self) -> None:
        """Have one worker more; it comes later."""
        self.ordered += 1
        self._order({"fork": 1})

    def _order(self, facts: Mapping[str, Any]) -> None:
        self._unsent += json.dumps(facts).encode() + b"\n"
        self._send()

    def _send(self) -> None:
        """Send as many orders as the channel takes now, the others when it takes more."""
        if self._end is not None:
            return
        loop = asyncio.get_running_loop()
        try:
            sent = self._control.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._is_orphaned = True
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if self._unsent:
            loop.add_writer(self._control, self._send)
        else:
            loop.remove_writer(self._control)

    @property
    def size(self) -> int:
        """The workers that are there or coming."""
        return len(self.workers) + self.ordered

    def lost(self, worker: Process) -> None:
        """A worker that will not be used again."""
        self.workers.discard(worker)
        worker.close()
        self._end_if_unused()

    def retire(self) -> None:
        """Take no more questions: the keeper ends when the last worker has been lost."""
        self.is_retired = True
        self._end_if_unused()

    def _end_if_unused(self) -> None:
        if self.is_retired and not self.workers:
            self._ending()

    async def close(self) -> None:
        """End the keeper and its workers now, and wait for it."""
        self.is_retired = True
        for worker in self.workers:
            worker.close()
        await asyncio.shield(self._ending())

    @property
    def is_ended(self) -> bool:
        """Whether the keeper has ended and has been waited for."""
        return self._end is not None and self._end.done()

    def _ending(self) -> asyncio.Task[None]:
        if self._end is None:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._control)
            loop.remove_writer(self._control)
            self._control.close()  # the keeper ends then and takes its workers along
            for meeting in self._meetings:
                meeting.cancel()
            self._end = asyncio.create_task(self._buried())
        return self._end

    async def _buried(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.keeper.wait, _ENDS_WITHIN_S)
            return
        self.keeper.kill()
        await asyncio.to_thread(self.keeper.wait)
