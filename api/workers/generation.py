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
        self.generation.order({"kill": self.process})

    def close(self) -> None:
        """Close the channel: a worker that waits for a question ends."""
        self._writer.close()


class Owner(Protocol):
    """Who is told of what happens to a generation."""

    def comes(self, worker: Process) -> None:
        """A worker is there."""

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
        self._keeper = keeper
        self._control = control
        self._told = b""
        self._handles: list[int] = []

    @classmethod
    async def started(cls, task: Task, owner: Owner) -> Generation:
        """A generation whose keeper has opened the store.

        Raises:
            StopError: when the store cannot be opened.
        """
        control, theirs = socket.socketpair()
        control.setblocking(False)
        command = [sys.executable, "-m", "api.workers.keeper", str(theirs.fileno())]
        keeper = subprocess.Popen(  # noqa: S603 - returns at once; our own program
            [*command, json.dumps(asdict(task))], pass_fds=[theirs.fileno()], start_new_session=True
        )
        theirs.close()
        new = cls(keeper, control)
        try:
            await new._opened()
        except BaseException:
            new._end()
            raise
        new._listen(owner)
        return new

    async def _opened(self) -> None:
        loop = asyncio.get_running_loop()
        while b"\n" not in self._told:
            part = await loop.sock_recv(self._control, LARGEST_ORDER)
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
                if not self.is_retired:
                    owner.keeper_gone(self)
                return
            self._handles += handles
            *lines, self._told = (self._told + part).split(b"\n")
            for line in lines:
                self._heard(json.loads(line), owner)

        loop.add_reader(self._control, told)

    def _heard(self, facts: Mapping[str, Any], owner: Owner) -> None:
        if "worker" in facts:
            channel = socket.socket(fileno=self._handles.pop(0))
            _coming.add(task := asyncio.ensure_future(self._met(facts["worker"], channel, owner)))
            task.add_done_callback(_coming.discard)
        elif "gone" in facts:
            if facts["status"]:
                _log.info("worker %d ended with status %d", facts["gone"], facts["status"])
            for worker in [each for each in self.workers if each.process == facts["gone"]]:
                owner.gone(worker)

    async def _met(self, process: int, channel: socket.socket, owner: Owner) -> None:
        channel.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=channel, limit=_READ_AHEAD)
        self.ordered -= 1
        worker = Process(self, process, reader, writer)
        self.workers.add(worker)
        owner.comes(worker)

    def order(self, facts: Mapping[str, Any]) -> None:
        """Tell the keeper something."""
        try:
            self._control.send(json.dumps(facts).encode() + b"\n")
        except OSError:  # the keeper has gone; its workers answer to us then
            if "kill" in facts:
                with suppress(ProcessLookupError):
                    os.kill(facts["kill"], signal.SIGKILL)

    def order_worker(self) -> None:
        """Have one worker more; it comes later."""
        self.ordered += 1
        self.order({"fork": 1})

    @property
    def size(self) -> int:
        """The workers that are there or coming."""
        return len(self.workers) + self.ordered

    def lost(self, worker: Process) -> None:
        """A worker that will not be used again."""
        self.workers.discard(worker)
        worker.close()
        if self.is_retired and not self.workers:
            self._end()

    def retire(self) -> None:
        """Take no more questions: the keeper ends when the last worker has been lost."""
        self.is_retired = True
        if not self.workers:
            self._end()

    async def close(self) -> None:
        """End the keeper and its workers now, and wait for it."""
        self.is_retired = True
        for worker in self.workers:
            worker.close()
        self._end()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._keeper.wait, _ENDS_WITHIN_S)
            return
        self._keeper.kill()
        await asyncio.to_thread(self._keeper.wait)

    def _end(self) -> None:
        """Close the control channel: the keeper ends and takes its workers along."""
        with suppress(ValueError):
            asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        for handle in self._handles:
            os.close(handle)
        self._handles.clear()
        _ended.append(self._keeper)
        _ended[:] = [each for each in _ended if each.poll() is None]


_coming: set[asyncio.Future[None]] = set()
"""Tasks that nobody else holds."""
_ended: list[subprocess.Popen[bytes]] = []
"""Keepers that were told to end, until they have been waited for."""
