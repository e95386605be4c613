"""A public repository of volumes, on loopback: it has whatever volume is asked for, invented."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath

from tests.pipeline.conftest import DOCUMENT, VOLUME


def invented(name: str) -> bytes:
    """A volume of that name with three telegrams."""
    documents = "".join(
        DOCUMENT.format(n=n, page=n, day=n, number=100 + n, more="") for n in (1, 2, 3)
    )
    return VOLUME.format(name=name, documents=documents).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        volume = invented(PurePosixPath(self.path).stem)
        self.send_response(200)
        self.send_header("Content-Length", str(len(volume)))
        self.end_headers()
        self.wfile.write(volume)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def volumes_server() -> Iterator[str]:
    """The address of the folder of volumes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
