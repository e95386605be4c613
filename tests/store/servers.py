"""Servers for tests, on loopback: a real Oxigraph, and a door before it that can misbehave."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


def oxigraph_program() -> str:
    """The server's program; the test is skipped when it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("the Oxigraph server is not installed (package `oxigraph` of the dev extra)")
    return found


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """An empty Oxigraph server in memory; its address."""
    port = free_port()
    command = [oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "the Oxigraph server ended"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@dataclass
class Asked:
    """One request as it came to the door."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


Misbehave = Callable[[BaseHTTPRequestHandler, Asked], bool]
"""What the door does with a request; False lets it through to the server behind."""


@dataclass
class Door:
    """An HTTP server that passes requests on, unless the next of `plan` does something else."""

    behind: str
    plan: list[Misbehave] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""


@contextmanager
def door_before(behind: str) -> Iterator[Door]:
    door = Door(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, body, dict(self.headers))
            door.asked.append(asked)
            if door.plan and door.plan.pop(0)(self, asked):
                return
            _pass_on(self, asked, door.behind)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    door.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield door
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pass_on(handler: BaseHTTPRequestHandler, asked: Asked, behind: str) -> None:
    connection = http.client.HTTPConnection(behind.removeprefix("http://"), timeout=30)
    names = ("Content-Type", "Accept")
    headers = {name: asked.headers[name] for name in names if name in asked.headers}
    connection.request(asked.method, asked.path, asked.body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    reply(handler, answer.status, content, {"Content-Type": answer.getheader("Content-Type", "")})


def reply(
    handler: BaseHTTPRequestHandler,
    status: int,
    content: bytes = b"",
    headers: dict[str, str] | None = None,
) -> bool:
    handler.send_response(status)
    for name, value in (headers or {}).items():
        if value:
            handler.send_header(name, value)
    if status != 204:
        handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    if status != 204:
        handler.wfile.write(content)
    return True


def pass_(_handler: BaseHTTPRequestHandler, _asked: Asked) -> bool:
    return False


def busy(status: int = 503, **headers: str) -> Misbehave:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: reply(handler, status, b"too busy", named)


def cut(handler: BaseHTTPRequestHandler, _asked: Asked) -> bool:
    """Hang up without a word."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
    return True


def cut_answer(handler: BaseHTTPRequestHandler, _asked: Asked) -> bool:
    """Hang up in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
    handler.wfile.flush()
    return cut(handler, _asked)
