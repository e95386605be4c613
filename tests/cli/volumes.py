"""A public repository of volumes, on loopback: it has whatever volume is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>\n'


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(_TEI)))
        self.end_headers()
        self.wfile.write(_TEI)

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
