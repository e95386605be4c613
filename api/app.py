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
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.addresses import Addresses
from api.engine import Engine
from api.errors import PROBLEM, add_error_answers
from api.graph import Graph
from api.networks import networks_router
from api.pages import add_description, pages_router
from api.questions import questions_router
from api.records import records_router
from api.security import HeadAsGet, SecurityHeaders
from api.settings import Settings
from api.sparql import sparql_router
from api.templating import Pages
from kg.errors import StopError

_STATIC = Path(__file__).parent / "static"
_ROUTERS = (pages_router, questions_router, networks_router, records_router)


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
    app.include_router(sparql_router(engine, graph, pages, settings))
    add_description(app, pages)
    add_error_answers(app, pages)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _add_layers(app)
    return app


def _add_layers(app: FastAPI) -> None:
    """What every request passes, the last added first."""
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=["Link"],
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)


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
    return create_app(Engine(store, settings), settings)
