"""A worker stops at its limits: memory, processor, bytes, rows, connections."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.workers.answers import CrashError
from api.workers.frames import Question
from kg.errors import QueryError
from kg.store import TooLargeError
from tests.api.workers.conftest import ALL, FORMATS, QUADS, RUNAWAY, YES, asked, outcome, pool_over

_LARGE = (
    'SELECT (STRLEN(?x) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(25))
    + " BIND(?x25 AS ?x) }"
)
"""A text of half a billion letters."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_a_query_that_needs_too_much_memory_ends_alone(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, memory=300_000_000) as pool:
            with pytest.raises(CrashError, match="memory"):
                await (await pool.ask(asked(_LARGE))).whole()
            assert "true" in await outcome(pool, YES)

    asyncio.run(run())


def test_the_processor_limit_is_a_net_below_the_clock(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, seconds=0, time_s=60.0) as pool:
            with pytest.raises(CrashError):
                await pool.ask(RUNAWAY)
            for _ in range(3):
                assert "true" in await outcome(pool, YES)

    asyncio.run(run())


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_more_rows_or_bytes_than_allowed_are_cut_off_by_name(small: Path, form: str) -> None:
    formats = {**FORMATS, "bindings": form}

    async def run() -> None:
        async with pool_over(small, standing=1) as pool:

            async def ask(**limits: int) -> bytes:
                question = Question(ALL.text, formats, **limits)  # type: ignore[arg-type]
                return await (await pool.ask(question)).whole()

            whole = await ask(most_rows=QUADS, largest=1_000_000)
            assert whole == await ask()
            with pytest.raises(TooLargeError, match="more than 400 rows, the limit"):
                await ask(most_rows=400)
            with pytest.raises(TooLargeError, match="larger than 5,000 bytes, the limit"):
                await ask(largest=5_000)
            assert await ask(largest=len(whole)) == whole

    asyncio.run(run())


_PAST_THE_CHECK = """
import sys
from pathlib import Path
from api.workers.worker import Limits, _limit
from kg.store import Store
store = Store.open(Path(sys.argv[1]), in_memory=True)
_limit(Limits(400_000_000, 10, int(sys.argv[2]), 1 << 28))
list(store._engine.query("SELECT * { SERVICE <" + sys.argv[3] + "> { ?s ?p ?o } }"))
"""


@pytest.mark.parametrize("handles", [0, 64])
def test_without_a_handle_no_query_can_open_a_connection(small: Path, handles: int) -> None:
    """Even past the check of its text; with handles it would, so the test can fail."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        command = [sys.executable, "-c", _PAST_THE_CHECK, str(small), str(handles), address]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            came = _comes(listening, process)
            assert came == bool(handles)
            process.kill()


def _comes(listening: socket.socket, process: subprocess.Popen[bytes]) -> bool:
    while True:
        is_over = process.poll() is not None
        try:
            listening.accept()[0].close()
        except TimeoutError:
            if is_over:
                return False
        else:
            return True


def test_what_the_engine_says_of_itself_when_it_dies_is_not_for_clients(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1) as pool:
            with pytest.raises(QueryError) as refused:
                await pool.ask(asked("ASK { ?s ?p ?o FILTER(REGEX(?s, ?p) && ) }"))
            words = json.dumps(str(refused.value))
            assert "rust" not in words
            assert str(small) not in words

    asyncio.run(run())
