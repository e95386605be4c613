"""The server as it is run: many connections, slow clients, several processes, the end."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import uvicorn
from pydantic import ValidationError

from api import server
from api.app import create_app
from api.engine import Engine
from api.settings import Settings
from kg.store import write_store
from tests.api.conftest import fill
from tests.api.live import Live, served
from tests.store.servers import oxigraph

_LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 400000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("served")
    write_store(place, [f'<urn:s{n}> <urn:p> "{n}" <urn:g> .' for n in range(200)], [], {})
    return place


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[Live]:
    with served(folder, time_limit_s="20") as live:
        yield live


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=60) as client:
        yield client


def _ask(client: httpx.Client, live: Live, query: str = "ASK {}") -> httpx.Response:
    return client.get(live.address + "/sparql", params={"query": query})


def _connected(live: Live) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(live.address.rpartition(":")[2])))


def test_many_clients_at_once_are_all_answered(live: Live, client: httpx.Client) -> None:
    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(lambda _: _ask(client, live).status_code, range(640)))
    assert set(found) == {200}


def test_requests_in_a_row_on_one_connection_are_answered_in_order(live: Live) -> None:
    """Sent before the answers came (pipelining); HEAD among them has no body."""
    head = b"HEAD /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: a\r\n\r\n"
    get = b"GET /sparql?query=SELECT%20(7%20AS%20?n)%20%7B%7D HTTP/1.1\r\nHost: a\r\n"
    with _connected(live) as channel:
        channel.settimeout(20)
        channel.sendall(head + get + b"\r\n" + head + get + b"Connection: close\r\n\r\n")
        found = b"".join(iter(lambda: channel.recv(1 << 16), b""))
    assert found.count(b"HTTP/1.1 200 OK") == 4
    assert found.count(b'"value":"7"') == 2
    assert found.count(b'"boolean"') == 0


@contextmanager
def _in_this_process(engine: Engine, settings: Settings) -> Iterator[int]:
    """uvicorn in a thread, with our protocol; the port."""
    config = uvicorn.Config(
        create_app(engine, settings), port=0, http=cast(Any, server.DeadlineProtocol),
        log_level="critical", lifespan="on", ws="none",
    )  # fmt: skip
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        _until(lambda: running.started)
        yield int(running.servers[0].sockets[0].getsockname()[1])
    finally:
        running.should_exit = True
        thread.join(20)


def _until(holds: Callable[[], bool], most_s: float = 30.0) -> None:
    ends = time.monotonic() + most_s
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_client_that_takes_nothing_is_let_go_and_its_file_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a shorter patience than a minute."""
    monkeypatch.setattr(server, "_STALLED_S", 0.5)
    engine = Engine(folder, settings := Settings(reload=False))
    query = _LARGE.replace(" ", "%20").encode()
    with (
        _in_this_process(engine, settings) as port,
        socket.create_connection(("127.0.0.1", port)) as channel,
    ):
        channel.sendall(b"GET /sparql?query=" + query + b" HTTP/1.1\r\nHost: a\r\n\r\n")
        _until(lambda: engine.pool._room.taken > 1_000_000)
        _until(lambda: engine.pool._room.taken == 0)


def test_half_a_request_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_HEAD_S", 0.5)
    settings = Settings(reload=False, receiving_limit_s=0.5)
    with _in_this_process(Engine(folder, settings), settings) as port:
        body = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        for sent, answer in (
            (b"", b""),
            (b"GET /sparql HT", b""),
            (b"GET /sparql HTTP/1.1\r\nHost: a\r\n", b""),
            (body + b"Content-Length: 9\r\n\r\nASK", b"HTTP/1.1 408 "),
        ):
            with socket.create_connection(("127.0.0.1", port)) as channel:
                channel.settimeout(20)
                channel.sendall(sent)
                found = b"".join(iter(lambda: channel.recv(1 << 16), b""))
                assert found.startswith(answer)
                assert bool(found) == bool(answer)


def _processes_below(process: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    pairs = [tuple(map(int, line.split())) for line in listed]
    found, todo = [], [process]
    while todo:
        parent = todo.pop()
        below = [child for child, of in pairs if of == parent]
        found += below
        todo += below
    return found


def _is_alive(process: int) -> bool:
    state = _ps(process, "stat=")
    return bool(state.strip()) and not state.startswith("Z")


def _ps(process: int, what: str) -> str:
    command = ["ps", "-o", what, "-p", str(process)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_the_server_ends_no_process_is_left(folder: Path, how: signal.Signals) -> None:
    with served(folder) as live:
        below = _processes_below(live.process.pid)
        assert len(below) >= 2
        os.kill(live.process.pid, how)
        live.process.wait(30)
        _until(lambda: not any(map(_is_alive, below)))


def test_what_runs_is_answered_before_the_server_ends(folder: Path, client: httpx.Client) -> None:
    """Also when everything below it is told to end at once, as supervisors do."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with served(folder) as live, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(_ask, client, live, query)
        time.sleep(0.3)
        for process in (live.process.pid, *_processes_below(live.process.pid)):
            os.kill(process, signal.SIGTERM)
        (row,) = answer.result().json()["results"]["bindings"]
        assert row["n"]["value"] == str(200**3)
        assert live.process.wait(30) in (0, -signal.SIGTERM)


def test_the_graph_may_be_on_a_server(client: httpx.Client) -> None:
    with oxigraph("--union-default-graph") as store:
        fill(store, b'<urn:a> <urn:b> "c" <urn:g> .')
        with served(store) as live:
            answer = _ask(client, live, "SELECT ?o { <urn:a> <urn:b> ?o }")
    assert answer.json()["results"]["bindings"] == [{"o": {"type": "literal", "value": "c"}}]


@pytest.mark.parametrize(
    "address", ["", "here", "file:///etc/passwd", "http://a/>", "http://a/\\u"]
)
def test_service_endpoints_must_be_addresses(address: str) -> None:
    with pytest.raises(ValidationError, match="service_endpoints"):
        Settings(service_endpoints=(address,))


def test_the_deployment_manual_has_every_limit_as_it_is() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
    told = re.findall(r"`([A-Z_]+)`, (no limit|[\d,]+)", manual)
    assert len(told) >= 13
    for name, value in told:
        default = Settings.model_fields[name.lower()].default
        assert default == (0 if value == "no limit" else float(value.replace(",", ""))), name
    for name in re.findall(r"COLDWIRE_([A-Z_]+)=", manual):
        assert name.lower() in Settings.model_fields or name == "STORE_KIND", name


def test_several_processes_serve_one_address(folder: Path, client: httpx.Client) -> None:
    with served(folder, "--processes", "2", workers="1") as live:
        _until(lambda: len(_keepers(live)) == 2)
        below = _processes_below(live.process.pid)
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: _ask(client, live).json()["boolean"], range(80)))
        assert found == [True] * 80
        live.process.terminate()
        live.process.wait(30)
        _until(lambda: not any(map(_is_alive, below)))


def _keepers(live: Live) -> set[int]:
    """The keepers, one of each process that serves; their workers go by the same words."""
    below = _processes_below(live.process.pid)
    named = {process for process in below if "api.workers.keeper" in _ps(process, "args=")}
    return named - {child for process in named for child in _processes_below(process)}


def test_a_start_with_few_handles_asks_for_more(folder: Path) -> None:
    code = (
        "import resource; from api.server import _allow_many_connections as allow;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard)); allow();"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = 10_000 if hard == resource.RLIM_INFINITY else min(hard, 10_000)
    assert int(run.stdout) == wanted
