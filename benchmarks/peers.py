"""SPARQL engines over one and the same graph: ours, and those beside which it is measured.

A peer answers a query with the bytes of JSON results. Servers are processes of their own on
loopback. A peer whose program is not installed is left out (rdflib-endpoint is best put into an
environment of its own, on the PATH); further endpoints that hold the same graph can be named in
COLDWIRE_BENCH_PEERS ("virtuoso=http://127.0.0.1:8890/sparql ...").
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import rdflib

_JSON = "application/sparql-results+json"
_STARTS_WITHIN_S = 600
_TIME_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Peer:
    """One engine. `ask` is for one thread; `client` makes another of the same."""

    name: str
    client: Callable[[], Callable[[str], bytes]]
    process: int | None = None

    @property
    def memory_mb(self) -> float | None:
        """Memory of the process and its children (shared parts once), in MB; None in process."""
        return None if self.process is None else _memory(self.process)


@contextmanager
def peers(store: Path, graph: Path) -> Iterator[list[Peer]]:
    """Every peer there is, with the graph loaded: `store` is ours, `graph` the same as N-Quads."""
    with ExitStack() as stack:
        found = [_bare(graph)]
        found.append(stack.enter_context(_coldwire("Coldwire, in memory", store, in_memory=True)))
        found.append(stack.enter_context(_coldwire("Coldwire, on disk", store, in_memory=False)))
        if program := _program("oxigraph"):
            found.append(stack.enter_context(_oxigraph(program, graph)))
        if program := _program("rdflib-endpoint"):
            found.append(stack.enter_context(_rdflib_endpoint(program, graph)))
        for named in os.environ.get("COLDWIRE_BENCH_PEERS", "").split():
            name, _, address = named.partition("=")
            found.append(Peer(name, lambda address=address: _http(address)))  # type: ignore[misc]
        yield found


def in_python(graph: Path) -> Peer:
    """rdflib in this process and in memory; it needs some 2 kB a statement."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(graph, format="nquads")

    def ask(query: str) -> bytes:
        return dataset.query(query).serialize(format="json") or b""

    return Peer("rdflib, in process", lambda: ask)


def _bare(graph: Path) -> Peer:
    engine = ox.Store()
    engine.bulk_load(path=str(graph), format=ox.RdfFormat.N_QUADS)

    def ask(query: str) -> bytes:
        results = engine.query(query, use_default_graph_as_union=True)
        return results.serialize(format=ox.QueryResultsFormat.JSON) or b""  # type: ignore[call-overload]

    return Peer("pyoxigraph, in process", lambda: ask)


@contextmanager
def _coldwire(name: str, store: Path, *, in_memory: bool) -> Iterator[Peer]:
    port = _free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", str(port)]
    settings = {"COLDWIRE_IN_MEMORY": str(in_memory), "COLDWIRE_TIME_LIMIT_S": str(_TIME_LIMIT_S)}
    with _running(command, port, settings) as process:
        yield Peer(name, lambda: _http(f"http://127.0.0.1:{port}/sparql"), process)


@contextmanager
def _oxigraph(program: str, graph: Path) -> Iterator[Peer]:
    """The Oxigraph server in memory, its default graph the union of all."""
    port = _free_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running(command, port) as process:
        _post(port, "/store?no_transaction", graph.read_bytes(), "application/n-quads")
        yield Peer("Oxigraph server", lambda: _http(f"http://127.0.0.1:{port}/query"), process)


@contextmanager
def _rdflib_endpoint(program: str, graph: Path) -> Iterator[Peer]:
    port = _free_port()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--store", "Oxigraph", str(graph)]
    with _running(command, port) as process:
        yield Peer("rdflib-endpoint", lambda: _http(f"http://127.0.0.1:{port}/"), process)


@contextmanager
def _running(
    command: Sequence[str], port: int, settings: dict[str, str] | None = None
) -> Iterator[int]:
    """A server that answers; its process."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **(settings or {})}
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment)  # noqa: S603
    try:
        ends = time.monotonic() + _STARTS_WITHIN_S
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > ends:
                raise SystemExit(f"{command[0]} did not start")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _http(address: str) -> Callable[[str], bytes]:
    """Asks an endpoint by form POST over one connection that is kept."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=_TIME_LIMIT_S)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _JSON}

    def ask(query: str) -> bytes:
        connection.request("POST", parts.path, urlencode({"query": query}), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{address} answered {answer.status}: {content[:200]!r}")
        return content

    return ask


def _post(port: int, path: str, data: bytes, media_type: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_STARTS_WITHIN_S)
    connection.request("POST", path, data, {"Content-Type": media_type})
    answer = connection.getresponse()
    if answer.status >= http.client.BAD_REQUEST:
        raise SystemExit(f"the graph could not be loaded: {answer.status}")
    answer.read()
    connection.close()


def _program(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _memory(process: int) -> float | None:
    """Proportional set size of a process and all below it, in MB; None where it is not told."""
    total = 0
    for each in [process, *_below(process)]:
        rollup = Path(f"/proc/{each}/smaps_rollup")
        if not rollup.exists():
            return None
        lines = rollup.read_text(encoding="ascii").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def _below(process: int) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        parent = int(
            file.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
        )
        if parent == process:
            child = int(file.parent.name)
            found += [child, *_below(child)]
    return found
