"""`coldwire serve` answers on the address it says, and ends when it is told to."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            httpx.get(address)
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def address(built_store: Path) -> Iterator[str]:
    port = free_port()
    words = ["serve", "--store", str(built_store), "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *words], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            assert f"http://127.0.0.1:{port}" in server.stderr.readline()
            wait_for(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            assert server.wait(20) is not None


def test_the_server_answers_sparql_and_linked_data(address: str) -> None:
    query = "ASK { <https://w3id.org/coldwire/id/message/wilson-117312> ?p ?o }"
    assert httpx.get(f"{address}/sparql", params={"query": query}).json()["boolean"] is True
    answer = httpx.get(f"{address}/id/person/stalin-joseph", headers={"Accept": "text/turtle"})
    assert answer.headers["Content-Type"].startswith("text/turtle")
    assert "Joseph Stalin" in answer.text


def test_the_server_does_not_write(address: str) -> None:
    update = "INSERT DATA { <a:a> <a:b> <a:c> }"
    assert httpx.post(f"{address}/sparql", data={"update": update}).status_code == 403
    assert httpx.get(f"{address}/sparql", params={"query": update}).status_code == 400
