"""The server: uvicorn, with a deadline for receiving a request.

uvicorn waits for ever for a client that sends half a request. Here each connection has so many
seconds for the head of a request, from its first byte (of a new connection: from its opening), and
so many more for the body (`receiving_limit_s`), however slowly either trickles in; then it is
closed. So is one whose client takes nothing of its answer for a minute.
"""

from __future__ import annotations

import asyncio
import resource
from contextlib import suppress
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD_S = 10.0
_KEPT_S = 15
_BACKLOG = 2048
_STALLED_S = 60.0
_ENDS_S = 40
"""Seconds that answers may still take when the server is told to end."""
_HANDLES = 10_000


class DeadlineProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it; a request whose head is too slow ends its connection."""

    _late: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first request."""
        super().connection_made(transport)
        self._start()

    def on_headers_complete(self) -> None:
        """The head is there: stop the clock."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks."""
        self._stop()
        self._flows()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request: start the clock."""
        super().on_message_begin()
        self._start()

    def pause_writing(self) -> None:
        """The client takes no more for now: start the clock of its silence."""
        super().pause_writing()
        self._flows()
        self._stalled = self.loop.call_later(_STALLED_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It takes more: stop that clock."""
        self._flows()
        super().resume_writing()

    def _flows(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

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


def run(host: str, port: int, processes: int = 1, **more: Any) -> None:
    """Serve the application of the environment until Ctrl-C, in so many processes.

    Raises:
        StopError: when there is no store.
    """
    _allow_many_connections()
    uvicorn.run(
        "api.app:application",
        factory=True,
        host=host,
        port=port,
        http=cast(Any, DeadlineProtocol),
        log_level="warning",
        workers=processes,
        timeout_keep_alive=_KEPT_S,
        timeout_graceful_shutdown=_ENDS_S,
        backlog=_BACKLOG,
        server_header=False,
        **more,
    )


def _allow_many_connections() -> None:
    """Have as many open files as the system grants: some start a process with 256 or 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _HANDLES if hard == resource.RLIM_INFINITY else min(_HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
