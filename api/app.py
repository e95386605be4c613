"""The web application: a thin skin over a store.

    settings = Settings()
    uvicorn.run(create_app(Engine("store", settings), settings))

Everything is made here once and handed down: no route looks for a store or a setting of its
own. Queries run in worker processes (`api.workers`) that live as long as the application does
(its lifespan). Pages are plain functions, which the server runs in threads.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from api.addresses import Addresses
from api.caching import Cached, Compressed
from api.clients import RateLimit, TrustedProxies
from api.dumps import dumps_router
from api.editor import editor_router
from api.engine import Engine
from api.errors import PROBLEM, add_error_answers
from api.evidence import evidence_router
from api.graph import Graph
from api.metrics import Metrics
from api.networks import networks_router
from api.observing import Observed, log_to_output, observing_router
from api.pages import add_description, pages_router
from api.questions import questions_router
from api.records import records_router
from api.rest import rest_router
from api.security import HeadAsGet, SecurityHeaders
from api.settings import Settings
from api.sitemap import sitemap_router
from api.sparql import sparql_router
from api.templating import Pages
from kg.errors import StopError

_STATIC = Path(__file__).parent / "static"
_ROUTERS = (
    dumps_router,
    evidence_router,  # before the pages, whose addresses may end in anything
    pages_router,
    questions_router,
    networks_router,
    rest_router,
    sitemap_router,
    editor_router,
)


def create_app(engine: Engine, settings: Settings) -> FastAPI:
    """The application over one store, which is opened when the application starts."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with engine.running():
            yield

    app = FastAPI(
        lifespan=lifespan,
        title=settings.title,
        summary="A knowledge graph of Cold War correspondence; everything here only reads.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={"4XX": {"description": "Refused; says why.", "content": PROBLEM}},
    )
    graph = Graph(engine, Addresses(settings.base_iri))
    pages = Pages(settings)
    for router in _ROUTERS:
        app.include_router(router(graph, pages, settings))
    app.include_router(records_router(engine, graph, pages, settings))
    metrics = Metrics(engine)
    app.include_router(sparql_router(engine, graph, pages, settings))
    app.include_router(observing_router(engine, graph, metrics))
    add_description(app, pages)
    add_error_answers(app, pages, metrics.refused)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _add_layers(app, engine, pages, settings)
    app.add_middleware(Observed, metrics=metrics)
    return app


def _add_layers(app: FastAPI, engine: Engine, pages: Pages, settings: Settings) -> None:
    """What every request passes, the last added first."""
    app.add_middleware(Compressed, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Cached, engine=engine, settings=settings)
    app.add_middleware(RateLimit, settings=settings, pages=pages)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "Retry-After"],
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    app.add_middleware(TrustedProxies, settings=settings)


def application() -> FastAPI:
    """The application over the store named by COLDWIRE_STORE: what a server starts.

    Raises:
        StopError: when the variable is not set or there is no store in the folder.
    """
    store = os.environ.get("COLDWIRE_STORE")
    if not store:
        raise StopError(
            "No store is named. Set COLDWIRE_STORE to the folder of a built store, or to the"
            " address of a SPARQL server."
        )
    settings = Settings()
    if settings.access_log:
        log_to_output()
    return create_app(Engine(store, settings), settings)
