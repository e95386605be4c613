"""A small store, pools over it, and what must be left of a pool: nothing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from api.workers.frames import Question
from api.workers.keeper import Task
from api.workers.pool import Pool, Terms
from kg.store import write_store

E = "http://example.org/"
FORMATS = {"bindings": "json", "boolean": "json", "graph": "ntriples"}
YES = Question("ASK {}", FORMATS)
ALL = Question("SELECT ?s ?p ?o { ?s ?p ?o }", FORMATS)
MANY = Question("SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } LIMIT 30000", FORMATS)
"""Some three million bytes."""
RUNAWAY = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", FORMATS)
"""Some 10^11 rows: nothing but the clock ends it."""
CRASH = Question("SELECT (" + "+".join(["1"] * 100_000) + " AS ?n) {}", FORMATS)
"""Too deep for the stack of the engine."""
QUADS = 500


def quads(count: int = QUADS) -> list[str]:
    return [f'<{E}s{n}> <{E}p> "{n}" <{E}g{n % 7}> .' for n in range(count)]


def asked(text: str, **more: Any) -> Question:
    return Question(text, FORMATS, **more)


@asynccontextmanager
async def pool_over(
    store: Path | str,
    *,
    in_memory: bool | None = True,
    memory: int = 400_000_000,
    seconds: int = 60,
    grown: int = 256 << 20,
    **terms: Any,
) -> AsyncIterator[Pool]:
    """A pool that has started; afterwards none of its processes is left."""
    pool = Pool(Task(str(store), in_memory, memory, seconds, grown=grown), Terms(**terms))
    seen: set[int] = set()
    listed = pool.comes

    def comes(worker: Any) -> None:
        seen.add(worker.process)
        listed(worker)

    pool.comes = comes  # type: ignore[method-assign]
    await pool.start()
    keeper = pool.generation.keeper
    try:
        yield pool
    finally:
        await pool.close()
        assert keeper.poll() is not None
        await until(lambda: not any(map(is_alive, seen)))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def until(holds: Callable[[], bool], most_s: float = 20.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(most_s):
        while not holds():
            await asyncio.sleep(0.01)


async def outcome(pool: Pool, question: Question, client: str = "") -> str:
    """The whole answer as text, or the name of the error."""
    try:
        return (await (await pool.ask(question, client)).whole()).decode()
    except Exception as error:
        return type(error).__name__


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of five hundred quads."""
    folder = tmp_path_factory.mktemp("small")
    write_store(folder, quads(), [], {})
    return folder
