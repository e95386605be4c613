"""For crawlers: where the pages are, and what they better leave alone.

The sitemap lists the messages and the people, offices, organizations, groups and places; records
of findings are reached from there. What costs the engine much is closed to crawlers.

Source: sitemaps.org protocol 0.9 (at most 50,000 addresses a file); RFC 9309 (robots.txt).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from xml.sax.saxutils import escape

from fastapi import APIRouter, Path, Request
from starlette.responses import PlainTextResponse, Response

from api.errors import RefusedError
from api.finding_aid import FindingAid
from api.graph import Graph
from api.settings import Settings
from api.sparql import own_address
from api.templating import Pages

PART = 50_000
"""Addresses in one part of the sitemap."""
_FIXED = ("/", "/messages", "/questions", "/ontology", "/vocabulary", "/docs")
_CLOSED = ("/sparql", "/network/", "/questions/*?", "/messages?", "/*.ttl$", "/*.nt$", "/*.rdf$",
           "/*.jsonld$", "/*.trig$", "/*.nq$", "/id/finding/", "/id/identification/",
           "/id/graph/")  # fmt: skip
_XML = "application/xml"
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_router(graph: Graph, _: Pages, settings: Settings) -> APIRouter:
    """The routes for crawlers over one graph."""
    router = APIRouter(include_in_schema=False)

    @router.get("/robots.txt")
    def robots(request: Request) -> Response:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), "Crawl-delay: 2"]
        sitemap = f"Sitemap: {own_address(request, settings)}/sitemap.xml"
        return PlainTextResponse("\n".join([*lines, "", sitemap, ""]))

    @router.get("/sitemap.xml")
    def sitemap(request: Request) -> Response:
        own = own_address(request, settings)
        parts = [f"{own}/sitemap-{number}.xml" for number in range(1, _parts(graph) + 1)]
        return _document("sitemapindex", "sitemap", parts, _changed(graph))

    @router.get("/sitemap-{number}.xml")
    def part(request: Request, number: Annotated[int, Path(ge=1, le=1_000_000)]) -> Response:
        if number > _parts(graph):
            raise RefusedError(404, "The sitemap has no such part.")
        own = own_address(request, settings)
        pages = [own + path for path in _paths(graph, number)]
        return _document("urlset", "url", pages, _changed(graph))

    return router


def _parts(graph: Graph) -> int:
    return -(-(FindingAid.of(graph).size() + len(_FIXED)) // PART)


def _paths(graph: Graph, number: int) -> list[str]:
    """The paths of one part, counted from 1: first the fixed pages, then those of the graph."""
    first = (number - 1) * PART - len(_FIXED)
    fixed = list(_FIXED) if number == 1 else []
    addresses = FindingAid.of(graph).addresses(max(first, 0), PART - len(fixed))
    return fixed + [page for each in addresses if (page := _page(graph, each))]


def _page(graph: Graph, address: str) -> str | None:
    """The path of the page of an address, whatever form a crawler says it takes."""
    path = graph.addresses.path(address)
    return f"{path}.html" if path and graph.addresses.kind(address) != "message" else path


def _changed(graph: Graph) -> str | None:
    """The day on which the data that are served were built; None when nobody knows."""
    built = getattr(graph.store, "built", None)
    return None if built is None else datetime.fromtimestamp(built, UTC).date().isoformat()


def _document(root: str, entry: str, places: list[str], changed: str | None) -> Response:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    entries = "".join(f"<{entry}><loc>{escape(at)}</loc>{day}</{entry}>\n" for at in places)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{entries}</{root}>\n'
    )
    return Response(text, media_type=_XML)
