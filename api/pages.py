"""The pages to read: home, the list of messages, a message, the description of the API."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.errors import RefusedError
from api.graph import Graph
from api.listing import counts, message_list, period, with_text
from api.messages import message_page
from api.settings import Settings
from api.templating import Pages
from kg.errors import StopError
from kg.queries import questions
from kg.store import address_of

_ON_HOME = 5
_METHODS = ("get", "post")


class Health(BaseModel):
    """Whether the server answers, and which version of the data it serves."""

    status: str
    version: str


def pages_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the reading pages over one graph."""
    router = APIRouter(tags=["Pages"], default_response_class=HTMLResponse)

    @router.get("/", summary="What the graph holds")
    def home() -> HTMLResponse:
        """The home page: counts, the named questions, ways to go on."""
        return pages.render(
            "home.html",
            messages=with_text(graph, _ON_HOME),
            counts=counts(graph),
            period=period(graph),
            questions=questions(),
        )

    @router.get("/messages", summary="The messages in the order of their dates")
    def messages(
        page: Annotated[int, Query(ge=1, le=10_000_000, description="From 1.")] = 1,
        held: Annotated[str, Query(max_length=100, description="How it is known.")] = "all",
    ) -> HTMLResponse:
        """The list of messages, those without a date at its end."""
        found = message_list(graph, held, page, settings.page_size)
        return pages.render("messages.html", list=found, held=held)

    @router.get("/messages/{identifier:path}", summary="A message with its facts")
    def message(
        identifier: Annotated[str, Path(description="As wilson-117312, or a number: 75352.")],
    ) -> Response:
        """The text with the found words marked, and every fact beside it.

        A number or title that means one message leads to its page.
        """
        found = message_page(graph, identifier)
        if found is None:
            return RedirectResponse(_path_of(graph, identifier), status_code=303)
        return pages.render("message.html", message=found)

    @router.get("/health", summary="Is the server there?", response_class=JSONResponse)
    def health() -> Health:
        """Answers as long as the graph can be asked."""
        graph.ask("period")
        return Health(status="ok", version=graph.store.version)

    return router


def _path_of(graph: Graph, wanted: str) -> str:
    """The path of the one message that a number or a title means."""
    with suppress(StopError):
        address = address_of(graph.store, wanted)
        if graph.addresses.kind(address) == "message":
            return graph.addresses.path(address) or "/messages"
    raise RefusedError(404, f"The graph has no message {wanted}.")


def add_description(app: FastAPI, pages: Pages) -> None:
    """The description of the API as a document and as a page that asks no other host."""

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return pages.render("docs.html", api=app.openapi(), operations=_operations(app.openapi()))


def _operations(api: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations by tag, each with its path and method."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                entry = {"path": path, "method": method.upper(), **_whole(operation)}
                found.setdefault((operation.get("tags") or ["Service"])[0], []).append(entry)
    return found


def _whole(operation: dict[str, Any]) -> dict[str, Any]:
    """The parts of an operation that the page shows, none of them missing."""
    responses = operation.get("responses", {})
    return {
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "bodies": sorted(operation.get("requestBody", {}).get("content", {})),
        "responses": [
            (status, response.get("description", ""), sorted(response.get("content", {})))
            for status, response in responses.items()
        ],
    }
