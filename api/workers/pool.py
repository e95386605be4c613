"""The pool: hands questions to workers, keeps the time, and swaps in a new build.

All of it lives on one event loop. A question waits for a free worker (fairly: clients take
turns), runs until its time limit, and its answer is taken off the worker at the worker's speed,
so a slow reader holds no worker. A worker that is too late, or whose client has gone, is killed.
Long queries never take up all workers, and one that lasts gives way to those that begin (`nice`).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from api.workers.answers import (
    Answer,
    BusyError,
    CrashError,
    NoRoomError,
    Room,
    Spool,
    TimeLimitError,
    error_of,
)
from api.workers.frames import ASK, DATA, END, FAIL, LAST, Begin, Failure, Question, frame
from api.workers.generation import Generation, Process
from api.workers.keeper import Task
from kg.errors import StopError

_log = logging.getLogger("coldwire.workers")
_NICE = 19
_SPARE = 4
"""Workers that are never taken up by long queries."""
_TRIES_AGAIN_S = 1.0
_LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms queries run.

    `time_s` bounds a query from its start to its last byte, `waits_s` the wait for a worker;
    `standing` workers are always there, up to `most` are made when needed; after `long_s` a
    query counts as long. `most_waiting` questions may wait, `most_of_client` of one client may
    wait or run (the pages of the server itself, client "", as many as they need). `most_unread`
    bytes of answers may wait for slow readers.
    """

    time_s: float = 30.0
    waits_s: float = 10.0
    standing: int = 4
    most: int = 16
    long_s: float = 0.5
    most_waiting: int = 512
    most_of_client: int = 128
    most_unread: int = 4_000_000_000

    @property
    def most_long(self) -> int:
        """So many long queries run at once; one more is cut off."""
        return max(1, self.most - _SPARE)


@dataclass(frozen=True, slots=True)
class Load:
    """What a pool has to do: workers that are there, run, run long; questions that wait."""

    workers: int
    running: int
    long: int
    waiting: int


class Pool:
    """Workers over the store in a folder. Made usable by `start`, ended by `close`."""

    def __init__(self, task: Task, terms: Terms) -> None:
        self.terms = terms
        self.cut_off = 0
        """Queries that were ended at the time limit, since the start."""
        self.crashed = 0
        """Workers that died of a query, since the start."""
        self._task = task
        self._now: Generation | None = None
        self._idle: list[Process] = []
        self._running = self._long = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[Process]]] = OrderedDict()
        self._clients: dict[str, int] = {}
        self._room = Room(terms.most_unread)
        self._retired: list[Generation] = []
        self._swapping = asyncio.Lock()
        self._restarts = count(1)
        self._restart: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def generation(self) -> Generation:
        """The build that is asked now.

        Raises:
            StopError: before `start`.
        """
        if self._now is None:
            raise StopError("The pool of workers has not been started.")
        return self._now

    @property
    def load(self) -> Load:
        """What there is to do."""
        return Load(self.generation.size, self._running, self._long, self._number_waiting)

    @property
    def _number_waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    async def start(self) -> None:
        """Open the store and order the standing workers.

        Raises:
            StopError: when the store cannot be opened.
        """
        await self.reload()

    async def reload(self) -> None:
        """Serve what is in the folder now; questions that run go on with the old build.

        Raises:
            StopError: when it cannot be opened; the old one stays.
        """
        async with self._swapping:
            new = await Generation.started(self._task, self)
            if self._is_closed:
                await new.close()
                raise StopError("The server is ending.")
            old, self._now = self._now, new
            self._complete()
            if old is not None:
                self._retire(old)

    def _retire(self, old: Generation) -> None:
        old.retire()
        for worker in [each for each in self._idle if each.generation is old]:
            self._idle.remove(worker)
            old.lost(worker)
        self._retired = [each for each in (*self._retired, old) if not each.is_ended]

    async def close(self) -> None:
        """End every worker and every keeper; questions that wait are told so."""
        self._is_closed = True
        while (place := self._next_place()) is not None:
            place.set_exception(BusyError("The server is ending."))
        if self._restart is not None:
            self._restart.cancel()
            await asyncio.wait({self._restart})
        for generation in (*self._retired, *([] if self._now is None else [self._now])):
            await generation.close()

    async def ask(self, question: Question, client: str = "") -> Answer:
        """The answer to a question, as soon as its first part is there.

        Raises:
            QueryError: when the query cannot be read or is refused; `TooLargeError`.
            NotAcceptableError: when the question allows no format for such an answer.
            BusyError, TimeLimitError, CrashError: when it cannot be had.
        """
        self._count(client)
        try:
            worker = await self._worker_for(client)
        except BaseException:
            self._uncount(client)
            raise
        run = _Run(self, worker, client)
        try:
            return await self._begun(run, question)
        except EOFError:
            raise run.failed() from None
        except BaseException:
            run.abandon()
            raise

    async def _begun(self, run: _Run, question: Question) -> Answer:
        worker = run.worker
        worker.write(frame(ASK, question.encoded()))
        letter, content = await worker.frame()
        if letter == FAIL:
            raise _told(run, content)
        begin = Begin(**json.loads(content))
        answer = Answer(begin, worker.generation.version)
        if not begin.is_whole:
            return answer.coming(*_filling(run, self._room))
        _, answer.content = await worker.frame()
        _, last = await worker.frame()
        run.done(is_usable=last != LAST)
        return answer

    def _count(self, client: str) -> None:
        if client and self._clients.get(client, 0) >= self.terms.most_of_client:
            raise BusyError(
                f"{self.terms.most_of_client} of your queries are running or waiting already.",
                is_of_client=True,
            )
        self._clients[client] = self._clients.get(client, 0) + 1

    def _uncount(self, client: str) -> None:
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]

    async def _worker_for(self, client: str) -> Process:
        """A free worker of the build that is served now."""
        if self._is_closed:
            raise BusyError("The server is ending.")
        while self._idle:
            worker = self._idle.pop()
            if not worker.is_gone:
                return self._taken(worker)
            self._replace(worker)
        if self._number_waiting >= self.terms.most_waiting:
            raise BusyError("The server has too many queries to answer; try again in a while.")
        return await self._when_free(client)

    async def _when_free(self, client: str) -> Process:
        """The worker that is free when it is this question's turn."""
        place: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        self._order_if_needed()
        try:
            async with asyncio.timeout(self.terms.waits_s):
                return await place
        except BaseException as error:
            self._withdraw(client, place)
            if isinstance(error, TimeoutError):
                raise BusyError(
                    f"No worker was free for {self.terms.waits_s:g} seconds; try again in a while."
                ) from None
            raise

    def _withdraw(self, client: str, place: asyncio.Future[Process]) -> None:
        """Nobody waits at a place any more; a worker that came to it just now is free again."""
        if place.done() and not place.cancelled() and place.exception() is None:
            self._free(place.result())
            return
        places = self._waiting.get(client, deque())
        if place in places:
            places.remove(place)
            if not places:
                del self._waiting[client]

    def _taken(self, worker: Process) -> Process:
        self._running += 1
        return worker

    def _order_if_needed(self) -> None:
        """Have more workers while questions wait for more than are coming."""
        now = self.generation
        while now.ordered < self._number_waiting and now.size < self.terms.most:
            now.order_worker()

    def comes(self, worker: Process) -> None:
        """A worker is there: it gets the question that waits, or waits itself."""
        if worker.generation is not self._now or self._is_closed:
            worker.generation.lost(worker)
        elif (place := self._next_place()) is not None:
            place.set_result(self._taken(worker))
        else:
            self._idle.append(worker)

    def _next_place(self) -> asyncio.Future[Process] | None:
        """The place of the question whose turn it is: one of each client, then the next."""
        while self._waiting:
            client, places = self._waiting.popitem(last=False)
            place = places.popleft()
            if places:
                self._waiting[client] = places
            if not place.done():
                return place
        return None

    def _free(self, worker: Process) -> None:
        """A worker has nothing to do any more."""
        self._running -= 1
        self.comes(worker)

    def ended(self, run: _Run, *, is_usable: bool) -> None:
        """A run is over; its worker is used again or replaced."""
        worker, generation = run.worker, run.worker.generation
        self._uncount(run.client)
        if run.is_long:
            self._long -= 1
        if is_usable and generation is self._now:
            self._free(worker)
            return
        self._running -= 1
        self._replace(worker)

    def _replace(self, worker: Process) -> None:
        """A worker is not used any more; have another one if it is needed."""
        worker.generation.lost(worker)
        if worker.generation is self._now:
            self._complete()

    def _complete(self) -> None:
        """Order the workers that are missing."""
        if self._is_closed:
            return
        while self.generation.size < self.terms.standing:
            self.generation.order_worker()
        self._order_if_needed()

    def becomes_long(self) -> bool:
        """Count one more long run, if there may be one."""
        if self._long >= self.terms.most_long:
            return False
        self._long += 1
        return True

    def unborn(self, generation: Generation) -> None:
        """A worker could not be made: try again soon, not at once."""
        if generation is self._now:
            asyncio.get_running_loop().call_later(_TRIES_AGAIN_S, self._complete)

    def gone(self, worker: Process) -> None:
        """A worker has ended. While it runs that shows at its channel; while idle only here."""
        if worker in self._idle:
            self._idle.remove(worker)
            self._replace(worker)

    def keeper_gone(self, generation: Generation) -> None:
        """A keeper ended by itself (the system may have needed its memory): begin anew."""
        if self._is_closed or generation is not self._now:
            return
        _log.error("the keeper of the store ended; start %d of a new one", next(self._restarts))
        self._restart = asyncio.create_task(self._restarted(generation))

    async def _restarted(self, dead: Generation) -> None:
        """Open the store anew until it succeeds; idle workers of the dead keeper still answer."""
        pause_s = _TRIES_AGAIN_S
        while self._now is dead and not self._is_closed:
            try:
                await self.reload()
            except StopError as error:
                _log.error("the store cannot be opened: %s", error)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


class _Run:
    """One question on one worker: its clock, and why it was ended."""

    def __init__(self, pool: Pool, worker: Process, client: str) -> None:
        self.worker = worker
        self.client = client
        self.is_long = False
        self._pool = pool
        self._reason: Exception | None = None
        self._is_over = False
        loop, terms = asyncio.get_running_loop(), pool.terms
        self._deadline = loop.call_later(terms.time_s, self._too_late)
        self._mark = loop.call_later(terms.long_s, self._lasts)

    def _too_late(self) -> None:
        self._pool.cut_off += 1
        self._end(
            TimeLimitError(
                f"The query took longer than {self._pool.terms.time_s:g} seconds, the limit of"
                " this server. Ask for less, or begin with the pattern that fits the fewest."
            )
        )

    def _lasts(self) -> None:
        if not self._pool.becomes_long():
            self._end(BusyError("Too many long queries are running; try again in a while."))
            return
        self.is_long = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.worker.process, _NICE)

    def _end(self, reason: Exception) -> None:
        self._reason = self._reason or reason
        self.worker.kill()

    def done(self, *, is_usable: bool = True) -> None:
        """The worker has answered. One that was long stays niced, so it is replaced."""
        self._over(is_usable=is_usable and not self.is_long and self._reason is None)

    def abandon(self) -> None:
        """Nobody wants the answer any more, if it is not there already."""
        if not self._is_over:
            self.worker.kill()
            self._over(is_usable=False)

    def failed(self) -> Exception:
        """The worker says no more: why."""
        self._over(is_usable=False)
        if self._reason is None:
            self._pool.crashed += 1
        return self._reason or CrashError(
            "The query was too much for the engine: its memory was at an end, or it is too deeply"
            " nested. Ask for less, or write it flatter."
        )

    def _over(self, *, is_usable: bool) -> None:
        """Once: stop the clocks and give the worker back."""
        if not self._is_over:
            self._is_over = True
            self._deadline.cancel()
            self._mark.cancel()
            self._pool.ended(self, is_usable=is_usable)


def _told(run: _Run, content: bytes) -> Exception:
    """The failure that a worker told of; its run is over."""
    failure = Failure(**json.loads(content))
    run.done(is_usable=not failure.is_last)
    return error_of(failure)


def _filling(run: _Run, room: Room) -> tuple[Spool, asyncio.Task[None]]:
    """The rest of an answer, and the task that takes it off its worker."""
    spool = Spool(room)
    task = asyncio.create_task(_fill(spool, run))

    def ended(_: asyncio.Task[None]) -> None:
        run.abandon()  # also when the task was cancelled before its first step
        spool.end(CrashError("The answer was given up."))

    task.add_done_callback(ended)
    return spool, task


async def _fill(spool: Spool, run: _Run) -> None:
    try:
        while True:
            letter, content = await run.worker.frame()
            if letter != DATA:
                break
            spool.write(content)
    except EOFError:
        spool.end(run.failed())
    except NoRoomError:
        run.abandon()
        spool.end(BusyError("Too much of other answers waits to be read; try again in a while."))
    else:
        if letter == END:
            run.done(is_usable=content != LAST)
        spool.end(None if letter == END else _told(run, content))
