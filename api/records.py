"""Every address of the graph answers here: with data or with a page, as the client likes.

`/id/person/stalin-joseph` gives RDF to a program and a page to a browser; with an ending
(`.ttl`, `.nt`, `.rdf`, `.jsonld`, `.trig`, `.nq`, `.html`) everybody gets that form. The page of a
message is the reading page under `/messages/`; its statements stand under `.html`. Data streams,
so that a whole named graph can be had. An address that the graph does not know is 404, with the
nearest that it knows.

Source: W3C Interest Group Note "Cool URIs for the Semantic Web" (2008); RFC 8288 (Link).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Path, Request
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.dataset import description
from api.embedded import dataset_data, record_data
from api.engine import Engine
from api.errors import RefusedError
from api.finding_aid import FindingAid, things_of
from api.forms import answered, chosen, formats_of
from api.graph import Graph, query
from api.linking import Link, document_links, link_header, record_links
from api.settings import Settings
from api.sparql import client_of, own_address, streamed
from api.statements import named_graph_size, record_page, term_groups
from api.templating import Pages
from api.workers.frames import Question
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


@dataclass(frozen=True, slots=True)
class Site:
    """What the answers are made with."""

    engine: Engine
    graph: Graph
    pages: Pages
    settings: Settings


def records_router(engine: Engine, graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the addresses under /id/, /ontology and /vocabulary."""
    router = APIRouter(tags=["Linked data"])
    site = Site(engine, graph, pages, settings)

    @router.get("/id/{local:path}", summary="The record of an address",
                response_class=Response, responses=_responses())  # fmt: skip
    async def record(
        request: Request,
        local: Annotated[str, Path(description="As person/stalin-joseph, with or without ending.")],
    ) -> Response:
        """Everything the graph says about one of its addresses, as data or as a page."""
        base = graph.addresses.base
        return await _record(site, request, base + _as_sent(request, "/id/"), base + local)

    @router.get("/.well-known/void", include_in_schema=False)
    def void() -> Response:
        """Where the dataset is described (VoID, section 7.2)."""
        path = graph.addresses.path(graph.addresses.dataset) or "/"
        return RedirectResponse(path, status_code=303)

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
    async def concept(
        request: Request, term: Annotated[str, Path(description="As force/order, or force.")]
    ) -> Response:
        """Everything the graph says about a concept, as data or as a page."""
        sent = _as_sent(request, "/vocabulary/")
        return await _record(site, request, VOCABULARY + sent, VOCABULARY + term)

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


async def _record(site: Site, request: Request, *addresses: str) -> Response:
    wanted, links = await run_in_threadpool(_found, site.graph, request, addresses)
    if wanted.written_as is not None:
        return await _data(site, request, wanted.written_as, wanted.address, links)
    return await run_in_threadpool(_page, site, request, wanted, links)


def _found(
    graph: Graph, request: Request, addresses: Sequence[str]
) -> tuple[Wanted, tuple[Link, ...]]:
    wanted = _wanted(graph, request, addresses)
    return wanted, record_links(graph, wanted.address)


def _wanted(graph: Graph, request: Request, addresses: Sequence[str]) -> Wanted:
    """The address that is meant and its form: an ending counts where the rest is known.

    Raises:
        RefusedError: 404 with what may have been meant; 406 when the client takes no form.
    """
    accept = request.headers.get("accept")
    for address in dict.fromkeys(addresses):
        if is_known(graph, address):
            return Wanted(address, chosen(accept, "graph"), is_by_ending=False)
        stem, _, ending = address.rpartition(".")
        if (ending in _ENDINGS or ending == "html") and is_known(graph, stem):
            return Wanted(stem, _ENDINGS.get(ending), is_by_ending=True)
    raise not_known(graph, addresses[-1])


def not_known(graph: Graph, address: str) -> RefusedError:
    """The refusal of an address of the graph that it does not know, with the nearest it knows."""
    stem, _, ending = address.rpartition(".")
    without_form = stem if ending in {*_ENDINGS, "html"} else address
    last = unquote(without_form.rstrip("/").rpartition("/")[2])
    near = things_of(graph, FindingAid.of(graph).nearest(last))
    return RefusedError(404, f"The graph does not know {address}.", _VARY, suggestions=near)


def is_known(graph: Graph, address: str) -> bool:
    """True when the address stands anywhere in the graph."""
    try:
        return b"true" in graph.answer("exists", "csv", address)
    except ValueError:  # blanks and brackets, say: no address at all
        return False


def _page(site: Site, request: Request, wanted: Wanted, links: tuple[Link, ...]) -> Response:
    graph, address, headers = site.graph, wanted.address, _VARY | link_header(links)
    if Link("type", CW + "Message") in links and not wanted.is_by_ending:
        path = graph.addresses.path(address) or "/messages"
        return RedirectResponse(path, status_code=303, headers=headers)
    if address == graph.addresses.dataset and (found := description(graph)) is not None:
        own = own_address(request, site.settings)
        return site.pages.render(
            "dataset.html", headers=headers, links=links, it=found, address=address,
            formats=_formats("/id/dataset"), most=site.settings.most_rows_on_page,
            embedded=dataset_data(found, address, own),
        )  # fmt: skip
    shown = record_page(graph, address, site.settings.most_neighbors)
    return site.pages.render(
        "record.html",
        headers=headers,
        links=links,
        record=shown,
        size=named_graph_size(graph, address),
        embedded=record_data(shown),
    )


async def _data(
    site: Site, request: Request, written_as: Format, address: str, links: tuple[Link, ...]
) -> Response:
    """The statements as they come in, up to the size that any answer may have."""
    addresses = site.graph.addresses
    name, this = "record-data", address
    if address == addresses.dataset:
        name, this = "dataset-data", addresses.dataset_graph
    elif addresses.kind(address) == "graph":
        name = "graph-data"
    question = Question(
        query(name),
        {"graph": written_as.name},
        {"this": NamedNode(this)},
        largest=site.settings.largest_answer_bytes,
    )
    response = streamed(await site.engine.ask(question, client_of(request)))
    response.headers.update(link_header(links))
    return response


def _formats(path: str) -> list[tuple[str, str]]:
    return [(each.label, f"{path}.{each.ending}") for each in formats_of("graph")]


def _terms(
    graph: Graph, pages: Pages, request: Request, ending: str | None, name: str, namespace: str
) -> Response:
    """A page of definitions, or the same as data."""
    if ending is not None and ending not in {*_ENDINGS, "html"}:
        raise RefusedError(404, f"The {name} cannot be had as .{ending}.")
    links = document_links(graph, namespace.rstrip("#"), f"/{name}")
    by_ending = _ENDINGS.get(ending or "")
    written_as = by_ending if ending else chosen(request.headers.get("accept"), "graph")
    if written_as is not None:
        content = graph.answer(f"{name}-data", written_as, graph.addresses.vocabulary)
        return answered(content, written_as, **link_header(links))
    return pages.render(
        f"{name}.html",
        headers=_VARY | link_header(links),
        links=links,
        groups=graph.kept(f"{name} terms", lambda: term_groups(graph, namespace)),
        formats=_formats(f"/{name}"),
    )
