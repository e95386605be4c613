"""The pages to read: home, the list of messages, a message, the description of the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, FastAPI, Path, Query
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.dataset import description
from api.documenting import operations
from api.embedded import message_data
from api.errors import RefusedError
from api.evidence import evidence_links
from api.finding_aid import FindingAid, things_of
from api.graph import Graph
from api.linking import Link, alternates, described, link_header, record_links
from api.listing import counts, message_list, period, with_text
from api.messages import message_page
from api.records import is_known
from api.settings import Settings
from api.templating import Pages
from kg.queries import questions

_ON_HOME = 5


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
        links = (*described(graph), *_described_by_data(graph))
        return pages.render(
            "home.html",
            headers=link_header(links),
            links=links,
            dataset_href=_dataset_page(graph),
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
        links = described(graph)
        return pages.render(
            "messages.html", headers=link_header(links), links=links, list=found, held=held
        )

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
        links = record_links(graph, found.thing.address)
        if found.source is not None:
            links = (*links, *evidence_links(graph, found.thing.address))
        return pages.render(
            "message.html",
            headers=link_header(links),
            links=links,
            message=found,
            embedded=message_data(graph, found),
        )

    @router.get("/health", summary="Is the server there?", response_class=JSONResponse)
    def health() -> Health:
        """Answers as long as the graph can be asked."""
        graph.answer("exists", "csv", graph.addresses.vocabulary)
        return Health(status="ok", version=graph.store.version)

    return router


def _dataset_page(graph: Graph) -> str | None:
    """The page about the dataset, None when the graph has no description of it."""
    return None if description(graph) is None else "/id/dataset.html"


def _described_by_data(graph: Graph) -> tuple[Link, ...]:
    """The data that describe what this site holds."""
    path = graph.addresses.path(graph.addresses.dataset) or "/"
    return alternates(path, f"{path}.html") if description(graph) is not None else ()


def _path_of(graph: Graph, wanted: str) -> str:
    """The path of the one message that a number, a title or an address in part means.

    What is only pointed to, and said nothing of, has a record but no page to read.
    """
    this = graph.addresses.message(wanted)
    if is_known(graph, this):
        return f"{graph.addresses.record(this)}.html"
    aid = FindingAid.of(graph)
    local = wanted.removeprefix(graph.addresses.base).removeprefix("message/")
    found = [near for near in aid.named(local) if graph.addresses.kind(near.address) == "message"]
    if len(found) == 1:
        return graph.addresses.path(found[0].address) or "/messages"
    several = f" alone: {len(found)} messages are called so" if found else ""
    near = things_of(graph, found or aid.nearest(local))
    raise RefusedError(404, f"The graph has no message {wanted}{several}.", suggestions=near)


def add_description(app: FastAPI, pages: Pages) -> None:
    """The description of the API as a document and as a page that asks no other host."""

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return pages.render("docs.html", api=app.openapi(), operations=operations(app.openapi()))
