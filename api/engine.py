"""The store as the web application asks it: through the pool of workers, never in this process.

The SPARQL endpoint asks on the event loop (`ask`); pages ask from the threads they are made in,
with the asking methods of `kg.store.Store` (`rows`, `answer`, `kind_of`, `text_of` ...), each
answer whole. The texts of the messages are the one thing that is read here.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Mapping
from concurrent.futures import Future, wait
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import pyoxigraph as ox

from api.settings import Settings
from api.workers.answers import Answer
from api.workers.frames import Question
from api.workers.keeper import Task
from api.workers.pool import Load, Pool, Terms
from kg.errors import StopError
from kg.store import ResultFormat, Rows, StoredText, Term, format_for, is_address, rows_of
from kg.store.folders import TEXTS, newest, read_build
from kg.store.formats import FORMATS, Kind
from kg.store.texts import Texts

_log = logging.getLogger("coldwire.engine")
_Got = TypeVar("_Got")
_LOOKS_EVERY_S = 2.0


class Engine:
    """A store in a folder, or on a server, asked through workers. Ready inside `running`."""

    def __init__(self, store: str | Path, settings: Settings) -> None:
        """`store` is the folder of a built store or the address of a SPARQL server.

        Raises:
            StopError: when there is no store in the folder.
        """
        self._store = str(store)
        self._largest = settings.largest_page_bytes
        self._looks = settings.reload
        self.is_remote = is_address(self._store)
        folder = settings.texts if self.is_remote else self._store
        self._folder = None if folder is None else Path(folder)
        self._texts: Texts | None = None
        self._texts_of: Path | None = None
        self._put_there: float | None = None
        self._build: Mapping[str, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pool = Pool(_task(self._store, settings), _terms(settings))
        if self._folder is not None:
            self._open_texts(self._folder)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The engine at work; a build that ends meanwhile is taken in.

        Raises:
            StopError: when the store cannot be opened.
        """
        self._loop = asyncio.get_running_loop()
        await self._pool.start()
        watch = asyncio.create_task(self._watch()) if self._looks else None
        try:
            yield
        finally:
            if watch is not None:
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch
            await self._pool.close()
            if self._texts is not None:
                self._texts.close()

    @property
    def version(self) -> str:
        """The version of the dataset: SHA-256 of its N-Quads; of a server, its address."""
        return self._pool.generation.version

    @property
    def built(self) -> float | None:
        """When the version in use was put there, in seconds of the epoch; None on a server."""
        return self._put_there

    @property
    def load(self) -> Load:
        """What the workers have to do."""
        return self._pool.load

    @property
    def pool(self) -> Pool:
        """The workers."""
        return self._pool

    async def ask(self, question: Question, client: str) -> Answer:
        """The answer to a question of a client; raises as `Pool.ask`."""
        return await self._pool.ask(question, client)

    async def reload(self) -> None:
        """Take in the build that is in the folder now.

        Raises:
            StopError: when it cannot be opened; the old one is served on.
        """
        await self._pool.reload()
        if self._folder is not None:
            self._open_texts(self._folder)

    def rows(self, text: str, substitutions: Mapping[str, Term] | None = None, /) -> Rows:
        """The rows of a SELECT over the union of all graphs, as plain values.

        Raises:
            QueryError: when the query cannot be read, is refused, or is no SELECT.
        """
        found = self.answer(text, "json", substitutions=substitutions)
        return rows_of(ox.parse_query_results(found, ox.QueryResultsFormat.JSON))

    def answer(
        self,
        text: str,
        media: ResultFormat,
        *,
        substitutions: Mapping[str, Term] | None = None,
        largest: int | None = None,
    ) -> bytes:
        """The whole answer to a query, in the format `media` (a `Format` or its name).

        Raises:
            QueryError: when the query cannot be read or is refused, or the format cannot hold
                its kind of answer; `TooLargeError` when it is more than `largest` bytes.
            BusyError, TimeLimitError, CrashError: when it cannot be had.
        """
        fmt = FORMATS.get(media) if isinstance(media, str) else media
        if fmt is None:
            fmt = format_for(media, "bindings")  # there is none: its error says which there are
        formats: dict[str, str] = dict.fromkeys(fmt.kinds, fmt.name)
        question = Question(text, formats, substitutions or {}, largest=largest or self._largest)
        return self._now(self._whole(question))

    async def _whole(self, question: Question) -> bytes:
        return await (await self._pool.ask(question)).whole()

    def kind_of(self, text: str) -> Kind:
        """What a query will answer with, without running it on the data.

        Raises:
            QueryError: when it cannot be read or is refused.
        """
        formats = {"bindings": "json", "boolean": "json", "graph": "ntriples"}
        question = Question(text, formats, is_kind_only=True)
        return cast(Kind, self._now(self._pool.ask(question)).kind)

    def text_of(self, message: str) -> StoredText | None:
        """The text that a message was read from, by its identifier ("wilson-117312")."""
        return None if self._texts is None else self._texts.get(message)

    def _now(self, asked: Coroutine[Any, Any, _Got]) -> _Got:
        if self._loop is None or not self._loop.is_running():
            asked.close()
            raise StopError("The engine is not running.")
        return _waited(asyncio.run_coroutine_threadsafe(asked, self._loop), self._loop)

    def _open_texts(self, folder: Path) -> None:
        """Read the texts of the newest build from now on."""
        found = newest(folder)
        try:
            build, texts = read_build(found), Texts.open(found / TEXTS)
            put_there = found.stat().st_mtime  # now: the next build removes the folder
        except (OSError, ValueError, sqlite3.Error) as error:
            raise StopError(
                f"The store in {folder} cannot be used ({error}). Run `coldwire build --store"
                f" {folder}` to build it anew."
            ) from error
        old, self._texts = self._texts, texts
        self._texts_of, self._build, self._put_there = found, build, put_there
        if old is not None and self._loop is not None:
            self._loop.call_later(_LOOKS_EVERY_S, old.close)  # somebody may be reading in it

    @property
    def _is_mixed(self) -> bool:
        """Whether graph and texts are of two builds: one ended while the other was opened."""
        return not self.is_remote and self._build["version"] != self.version

    async def _watch(self) -> None:
        """Look whether another build was put in use, and take it in."""
        while self._folder is not None:
            await asyncio.sleep(_LOOKS_EVERY_S)
            try:
                if newest(self._folder) != self._texts_of or self._is_mixed:
                    await self.reload()
                    _log.info("serves version %s", self.version)
            except (StopError, OSError) as error:
                _log.error("the new build is not served: %s", error)


def _waited(coming: Future[_Got], loop: asyncio.AbstractEventLoop) -> _Got:
    """What the loop will have; a thread does not wait for a loop that has ended."""
    while not wait([coming], _LOOKS_EVERY_S).done:
        if not loop.is_running():
            raise StopError("The server is ending.")
    return coming.result()


def _task(store: str, settings: Settings) -> Task:
    return Task(
        store=store,
        in_memory=settings.in_memory,
        memory=settings.worker_memory_bytes,
        seconds=int(settings.time_limit_s) + 1,
        services=settings.service_endpoints,
    )


def _terms(settings: Settings) -> Terms:
    return Terms(
        time_s=settings.time_limit_s,
        waits_s=settings.waiting_limit_s,
        standing=settings.workers,
        most=max(settings.most_workers, settings.workers),
        most_waiting=settings.most_waiting,
        most_of_client=settings.most_queries_of_client,
        most_unread=settings.largest_unread_bytes,
    )
