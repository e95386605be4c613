"""The web application: a thin skin over a store.

    uvicorn.run(create_app(Store.open(Path("store")), Settings()))

Everything is made here once and handed down: no route looks for a store or a setting of its
own. All endpoints that touch the store are plain functions, which the server runs in threads;
each asks and reads in one call, because results of the engine belong to the thread that made
them.
"""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.addresses import Addresses
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
from kg.store import Store

_STATIC = Path(__file__).parent / "static"
_ROUTERS = (pages_router, questions_router, networks_router, records_router, sparql_router)


def create_app(store: Store, settings: Settings) -> FastAPI:
    """The application over one store; the store stays the caller's to close."""
    app = FastAPI(
        title=settings.title,
        summary="A knowledge graph of Cold War correspondence; everything here only reads.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={"4XX": {"description": "Refused; says why.", "content": PROBLEM}},
    )
    graph = Graph(store, Addresses(settings.base_iri), settings.largest_answer_bytes)
    pages = Pages(settings)
    for router in _ROUTERS:
        app.include_router(router(graph, pages, settings))
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
        StopError: when the variable is not set or there is no store.
    """
    directory = os.environ.get("COLDWIRE_STORE")
    if not directory:
        raise StopError("No store is named. Set COLDWIRE_STORE to the folder of a built store.")
    return create_app(Store.open(Path(directory), in_memory=None), Settings())
