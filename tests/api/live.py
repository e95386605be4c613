"""`coldwire serve` as it is run: a process of its own, for tests of what only that shows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.store.servers import free_port

_STARTS_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Live:
    """A running server: where it is and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def served(store: Path | str, *options: str, **settings: str) -> Iterator[Live]:
    """`coldwire serve --store STORE OPTIONS` with COLDWIRE_ settings, until the block ends."""
    port = free_port()
    program = "import sys; from kg.cli import main; sys.argv[0] = 'coldwire'; main()"
    command = [sys.executable, "-c", program, "serve", "--store", str(store), "--port", str(port)]
    named = {f"COLDWIRE_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        [*command, *options], env={**os.environ, **named}, stderr=subprocess.DEVNULL
    ) as process:
        try:
            live = Live(f"http://127.0.0.1:{port}", process)
            _wait(live)
            yield live
        finally:
            process.terminate()
            try:
                process.wait(20)
            finally:
                process.kill()


def _wait(live: Live) -> None:
    ends = time.monotonic() + _STARTS_WITHIN_S
    with httpx.Client(base_url=live.address, trust_env=False, timeout=30) as client:
        while time.monotonic() < ends:
            assert live.process.poll() is None, "the server ended"
            try:
                client.get("/sparql", params={"query": "ASK {}"})
                return
            except httpx.TransportError:
                time.sleep(0.1)
    raise AssertionError("the server does not answer")
