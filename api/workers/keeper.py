"""The keeper: one thread, one store, and the workers that are forked from it.

    python -m api.workers.keeper CONTROL '{"store": "DIR", "in_memory": true, ...}'

It has the store open (in memory) before it forks, so workers share it; a store on the disk or on
a server is opened by each worker itself: threads and connections do not outlive a fork. Orders come
over the control channel, a line of JSON each: `fork`, `kill` with a process, nothing else. It
answers `ready` with the version of the store, `worker` with its process (and its channel beside
the line) or `unborn` when it could not be made, `gone` with the process and how it ended, or
`failed` with words. When the channel closes it ends, and its workers with it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from api.workers.worker import Limits, leave_network, work
from kg.connections import Patience
from kg.errors import StopError
from kg.store import Store, is_address
from kg.store.remote import RemoteStore

LARGEST_ORDER = 1 << 16
_LOOKS_EVERY_S = 0.5
_FAILED = 3
_HANDLES_OF_ASKING = 64
_HANDLES_OF_DISK = 64
_IMPATIENT = Patience(tries=2, first_pause_s=0.2, longest_wait_s=1.0)
"""A reader waits for the answer: a server that is away is told soon."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a keeper is to keep and what a worker may use.

    `store` is the folder of a store, held as `in_memory` says, or the address of a server;
    `services` are the addresses that SERVICE may name. A worker that has grown by `grown` bytes
    is replaced.
    """

    store: str
    in_memory: bool | None
    memory: int
    seconds: int
    services: Sequence[str] = ()
    grown: int = 256 << 20

    @property
    def asks_others(self) -> bool:
        """Whether workers may open connections."""
        return is_address(self.store) or bool(self.services)

    def limits(self, store: Store | RemoteStore) -> Limits:
        """The limits of a worker over the opened store.

        The engine opens the files of a store on the disk when it first reads in them, so there
        handles are left over; a store in memory needs none.
        """
        handles = _HANDLES_OF_ASKING if self.asks_others else 0
        handles += 0 if store.is_in_memory else store.files + _HANDLES_OF_DISK
        return Limits(self.memory, self.seconds, handles, self.grown)

    def opened(self, in_memory: bool | None, *, is_first: bool = True) -> Store | RemoteStore:
        """The store; what is known of it after the first time is not looked at again.

        Raises:
            StopError: when it cannot be opened.
        """
        store: Store | RemoteStore
        if is_address(self.store):
            patience = Patience() if is_first else _IMPATIENT
            store = RemoteStore.at(self.store, os.environ, patience, is_checked=is_first)
        else:
            store = Store.open(Path(self.store), in_memory=in_memory)
        store.services = frozenset(self.services)
        return store


def keep(control: socket.socket, task: Task) -> None:
    """Open the store, and fork and kill workers as told until nobody tells any more."""
    try:
        store = task.opened(task.in_memory)
    except StopError as error:
        _tell(control, {"failed": str(error)})
        return
    _tell(control, {"ready": store.version, "in_memory": store.is_in_memory})
    shared = store if store.is_in_memory else None
    if shared is None:
        store.close()
    _Keeper(control, task, shared, store.version).run()


class _Keeper:
    def __init__(
        self, control: socket.socket, task: Task, store: Store | RemoteStore | None, version: str
    ) -> None:
        self._control = control
        self._task = task
        self._store = store
        self._version = version
        self._workers: set[int] = set()
        self._orders = b""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._woken, wakes = socket.socketpair()
        wakes.setblocking(False)
        self._woken.setblocking(False)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        self._wakes = wakes

    def run(self) -> None:
        try:
            while self._turn():
                pass
        finally:
            signal.set_wakeup_fd(-1)
            for process in self._workers:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def _turn(self) -> bool:
        """Wait for something to do and do it; False when the pool has gone."""
        ready, _, _ = select.select([self._control, self._woken], [], [], _LOOKS_EVERY_S)
        if self._woken in ready:
            with suppress(BlockingIOError):
                self._woken.recv(LARGEST_ORDER)
        self._bury()
        if self._control not in ready:
            return True
        received = self._control.recv(LARGEST_ORDER)
        *orders, self._orders = (self._orders + received).split(b"\n")
        for order in orders:
            self._obey(json.loads(order))
        return bool(received)

    def _obey(self, order: Mapping[str, Any]) -> None:
        if "fork" in order:
            self._fork()
        elif order.get("kill") in self._workers:
            os.kill(order["kill"], signal.SIGKILL)

    def _bury(self) -> None:
        """Tell of each worker that has ended."""
        for process in sorted(self._workers):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                self._workers.discard(process)
                _tell(self._control, {"gone": process, "status": os.waitstatus_to_exitcode(status)})

    def _fork(self) -> None:
        try:
            ours, theirs = socket.socketpair()
        except OSError:
            _tell(self._control, {"unborn": 1})
            return
        with ours, theirs:
            try:
                process = os.fork()
            except OSError:  # too many processes, or no memory for one more
                _tell(self._control, {"unborn": 1})
                return
            if process == 0:
                ours.close()
                self._become_worker(theirs)
            self._workers.add(process)
            _tell(self._control, {"worker": process}, ours)

    def _become_worker(self, channel: socket.socket) -> NoReturn:
        status = _FAILED
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for each in (self._control, self._woken, self._wakes):
                each.close()
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a handle, not a file
                os.dup2(nowhere.fileno(), sys.stderr.fileno())  # the engine's words when it dies
            if not (self._task.asks_others or self._store is not None):
                leave_network()
            store = self._own_store()
            work(channel, store, self._task.limits(store))
            status = 0
        except (ConnectionError, StopError, MemoryError):
            pass  # the pool went away, the build was replaced, or the memory ended
        finally:
            os._exit(status)

    def _own_store(self) -> Store | RemoteStore:
        if self._store is not None:
            return self._store
        store = self._task.opened(in_memory=False, is_first=False)
        if store.version != self._version:
            raise StopError("the store was built anew")
        return store


def _tell(
    control: socket.socket, facts: Mapping[str, Any], channel: socket.socket | None = None
) -> None:
    handles = [] if channel is None else [channel.fileno()]
    with suppress(ConnectionError):  # the pool has gone; the next turn ends the keeper
        socket.send_fds(control, [json.dumps(facts).encode() + b"\n"], handles)


def main() -> None:
    """Keep what the command line says."""
    handle, task = sys.argv[1:]
    for each in (signal.SIGINT, signal.SIGTERM):  # for the server, which answers what it still
        signal.signal(each, signal.SIG_IGN)  # has and then closes the channel
    with socket.socket(fileno=int(handle)) as control:
        keep(control, Task(**json.loads(task)))


if __name__ == "__main__":
    main()
