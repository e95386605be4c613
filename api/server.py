"""The server: uvicorn, with a deadline for receiving a request.

uvicorn waits for ever for a client that sends half a request. Here each connection has so many
seconds from its first byte (or from the end of the answer before) to the end of the next head,
and so many more for the body, however slowly either trickles in; then it is closed.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD_S = 10.0
_KEPT_S = 15
_BACKLOG = 2048


class DeadlineProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it; a request whose head is too slow ends its connection."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first request."""
        super().connection_made(transport)
        self._start()

    def on_headers_complete(self) -> None:
        """The head is there: stop the clock."""
        self._stop()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The answer is out: the next request has its own time (or the connection is let go)."""
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request: start the clock."""
        super().on_message_begin()
        self._start()

    def _start(self) -> None:
        self._stop()
        self._late = self.loop.call_later(_HEAD_S, self._close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def run(host: str, port: int, **more: Any) -> None:
    """Serve the application of the environment until Ctrl-C.

    Raises:
        StopError: when there is no store.
    """
    uvicorn.run(
        "api.app:application",
        factory=True,
        host=host,
        port=port,
        http=cast(Any, DeadlineProtocol),
        log_level="warning",
        timeout_keep_alive=_KEPT_S,
        backlog=_BACKLOG,
        server_header=False,
        **more,
    )
