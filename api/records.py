"""Every address of the graph answers here: with data or with a page, as the client likes.

`/id/person/stalin-joseph` gives RDF to a program and a page to a browser; with an ending
(`.ttl`, `.nt`, `.rdf`, `.jsonld`, `.trig`, `.nq`, `.html`) everybody gets that form. The page of a
message is the reading page under `/messages/`; its statements stand under `.html`.

Source: W3C Interest Group Note "Cool URIs for the Semantic Web" (2008); RFC 8288 (Link).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import RefusedError
from api.forms import answered, chosen, formats_of
from api.graph import Graph
from api.settings import Settings
from api.statements import named_graph_size, record_page, term_groups
from api.templating import Pages
from kg.namespaces import CW, VOCABULARY
from kg.store import FORMATS
from kg.store.formats import Format

_ENDINGS = {each.ending: each for each in FORMATS.values() if "graph" in each.kinds}
_VARY = {"Vary": "Accept"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address and the form it is wanted in; `written_as` None is a page.

    `is_by_ending` when the path itself says which form.
    """

    address: str
    written_as: Format | None
    is_by_ending: bool


def records_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the addresses under /id/, /ontology and /vocabulary."""
    router = APIRouter(tags=["Linked data"])

    @router.get("/id/{local:path}", summary="The record of an address",
                response_class=Response, responses=_responses())  # fmt: skip
    def record(
        request: Request,
        local: Annotated[str, Path(description="As person/stalin-joseph, with or without ending.")],
    ) -> Response:
        """Everything the graph says about one of its addresses, as data or as a page."""
        base = graph.addresses.base
        wanted = _wanted(graph, request, base + _as_sent(request, "/id/"), base + local)
        return _record(graph, pages, settings, wanted)

    @router.get("/ontology", summary="The ontology", response_class=Response)
    def ontology(request: Request) -> Response:
        """The classes and properties with their definitions."""
        return _terms(graph, pages, request, None, "ontology", CW)

    @router.get("/ontology.{ending}", include_in_schema=False)
    def ontology_file(request: Request, ending: str) -> Response:
        return _terms(graph, pages, request, ending, "ontology", CW)

    @router.get("/vocabulary", summary="The vocabularies", response_class=Response)
    @router.get("/vocabulary/", include_in_schema=False)
    def vocabularies(request: Request) -> Response:
        """The concepts that forms, forces, roles and kinds of handling are taken from."""
        return _terms(graph, pages, request, None, "vocabulary", VOCABULARY)

    @router.get("/vocabulary.{ending}", include_in_schema=False)
    def vocabularies_file(request: Request, ending: str) -> Response:
        return _terms(graph, pages, request, ending, "vocabulary", VOCABULARY)

    @router.get("/vocabulary/{term:path}", summary="A concept or a scheme of concepts",
                response_class=Response, responses=_responses())  # fmt: skip
    def concept(
        request: Request, term: Annotated[str, Path(description="As force/order, or force.")]
    ) -> Response:
        """Everything the graph says about a concept, as data or as a page."""
        sent = _as_sent(request, "/vocabulary/")
        wanted = _wanted(graph, request, VOCABULARY + sent, VOCABULARY + term)
        return _record(graph, pages, settings, wanted)

    return router


def _responses() -> dict[int | str, dict[str, object]]:
    types = [each.media_type for each in formats_of("graph")] + ["text/html"]
    return {
        200: {"content": {name: {"schema": {"type": "string"}} for name in types}},
        303: {"description": "The page of a message is at another address."},
        404: {"description": "The graph does not know the address."},
    }


def _as_sent(request: Request, before: str) -> str:
    """The path after `before` with its percent-encoding: the addresses of the graph have it too."""
    sent = bytes(request.scope.get("raw_path") or b"").decode("ascii", "replace")
    return sent.partition(before)[2]


def _wanted(graph: Graph, request: Request, *addresses: str) -> Wanted:
    """The address that is meant and its form: an ending counts where the rest is known."""
    accept = request.headers.get("accept")
    for address in dict.fromkeys(addresses):
        if _exists(graph, address):
            return Wanted(address, chosen(accept, "graph"), is_by_ending=False)
        stem, _, ending = address.rpartition(".")
        if (ending in _ENDINGS or ending == "html") and _exists(graph, stem):
            return Wanted(stem, _ENDINGS.get(ending), is_by_ending=True)
    raise RefusedError(404, f"The graph does not know {addresses[0]}.", _VARY)


def _exists(graph: Graph, address: str) -> bool:
    try:
        return b"true" in graph.answer("exists", "csv", address)
    except ValueError:  # blanks and brackets, say: no address at all
        return False


def _record(graph: Graph, pages: Pages, settings: Settings, wanted: Wanted) -> Response:
    address = wanted.address
    if wanted.written_as is not None:
        return _data(graph, wanted.written_as, address)
    if graph.addresses.kind(address) == "message" and not wanted.is_by_ending:
        path = graph.addresses.path(address) or "/messages"
        return RedirectResponse(path, status_code=303, headers=_VARY)
    return pages.render(
        "record.html",
        headers=_VARY | {"Link": f'<{address}>; rel="canonical"'},
        record=record_page(graph, address, settings.most_neighbors),
        size=named_graph_size(graph, address),
    )


def _data(graph: Graph, written_as: Format, address: str) -> Response:
    is_graph = graph.addresses.kind(address) == "graph"
    content = graph.answer("graph-data" if is_graph else "record-data", written_as, address)
    return answered(content, written_as, Link=f'<{address}>; rel="canonical"')


def _terms(
    graph: Graph, pages: Pages, request: Request, ending: str | None, name: str, namespace: str
) -> Response:
    """A page of definitions, or the same as data."""
    if ending is not None and ending not in {*_ENDINGS, "html"}:
        raise RefusedError(404, f"The {name} cannot be had as .{ending}.")
    by_ending = _ENDINGS.get(ending or "")
    written_as = by_ending if ending else chosen(request.headers.get("accept"), "graph")
    if written_as is not None:
        content = graph.answer(f"{name}-data", written_as, graph.addresses.vocabulary)
        return answered(content, written_as)
    return pages.render(
        f"{name}.html",
        headers=_VARY,
        groups=term_groups(graph, namespace),
        formats=[(each.label, f"/{name}.{each.ending}") for each in formats_of("graph")],
    )
