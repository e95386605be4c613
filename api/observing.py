"""What an operator sees of the server: a line for each request, figures, and whether it lives.

A line holds no address of a client, no name of its program, and neither the query nor the rest of
the address: only the route.

    GET /id/{local} 200 5123 B 12.3 ms
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.description import dataset_of
from api.engine import Engine
from api.errors import RefusedError, template_of
from api.graph import Graph
from api.metrics import Metrics
from api.workers.answers import BusyError, CrashError, TimeLimitError
from api.workers.frames import Question
from kg.errors import StopError

_log = logging.getLogger("coldwire.access")
_NOBODY_LEFT = 499
_MOST_KEPT = 4_096
_LONGEST_KEPT = 200
_READY_S = 5.0
_READY = Question("ASK { ?s ?p ?o }", {"boolean": "json"})
_UNANSWERED = (BusyError, CrashError, TimeLimitError, StopError, TimeoutError)


class Observed:
    """Counts each request, and logs it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._routes: dict[tuple[str, str], str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and takes note of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, sent = time.perf_counter(), _NOBODY_LEFT, 0

        async def noted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._note(scope, status, sent, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, sent: int, seconds: float) -> None:
        method, route = scope["method"], self._route(scope)
        self._metrics.answered(route, method, status, seconds, sent)
        _log.info("%s %s %d %d B %.1f ms", method, route, status, sent, seconds * 1e3)

    def _route(self, scope: Scope) -> str:
        """The route of a request; matching takes a quarter of a millisecond, so it is kept."""
        key = ("GET" if scope["method"] == "HEAD" else scope["method"], scope["path"])
        known = self._routes.get(key)
        if known is None:
            known = template_of(scope["app"], {**scope, "method": key[0]})
            if len(self._routes) >= _MOST_KEPT:
                self._routes.clear()
            if len(key[1]) <= _LONGEST_KEPT:
                self._routes[key] = known
        return known


def log_to_output() -> None:
    """Have the lines of the access log on standard output."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False


def observing_router(engine: Engine, graph: Graph, metrics: Metrics) -> APIRouter:
    """The routes for those who run the server."""
    router = APIRouter(tags=["Service"], default_response_class=PlainTextResponse)

    @router.get("/healthz", summary="Does the process live?")
    async def lives() -> PlainTextResponse:
        """Answers without asking the graph."""
        return PlainTextResponse("ok\n")

    @router.get(
        "/readyz",
        summary="Can the graph be asked?",
        responses={503: {"description": "Not now: the store is away, or nobody is free."}},
    )
    async def ready() -> PlainTextResponse:
        """Answers when a worker has answered a query."""
        try:
            async with asyncio.timeout(_READY_S):
                await (await engine.ask(_READY, "")).whole()
        except _UNANSWERED as error:
            words = str(error) or f"No worker answered in {_READY_S:g} seconds."
            raise RefusedError(503, words, {"Retry-After": "5"}) from error
        return PlainTextResponse("ok\n")

    @router.get("/metrics", summary="The figures of the server, as Prometheus reads them")
    async def figures(request: Request) -> Response:
        """Requests, times, bytes, the workers and the dataset; nothing about clients."""
        metrics.dataset.statements = await _counted(graph)
        content, media_type = metrics.text(request.headers.get("accept"))
        return Response(content, headers={"Content-Type": media_type})

    return router


async def _counted(graph: Graph) -> int | None:
    """How many statements the dataset says it has; None while nobody can be asked."""
    try:
        return (await run_in_threadpool(dataset_of, graph)).statements
    except _UNANSWERED:
        return None
