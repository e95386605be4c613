"""The network of who wrote to, ordered, mentioned or voted on whom, as a page and as files.

The picture is a page of its own with its own security policy (two scripts known by their
checksums); the page here shows it in a sandboxed frame, so that its scripts reach nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, cast

import networkx as nx
from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import HTMLResponse, Response

from api.errors import RefusedError
from api.graph import Graph
from api.keeping import Kept
from api.security import PICTURE_POLICY
from api.settings import Settings
from api.templating import Pages, parameters
from api.views import Count
from kg.errors import StopError
from kg.network import LAYERS, Layer, build_network
from kg.network.drawing import MOST_EDGES, MOST_NODES, draw_html
from kg.network.exports import WRITERS

FILES = {
    "gexf": ("GEXF (Gephi)", "application/gexf+xml"),
    "graphml": ("GraphML", "application/graphml+xml"),
    "json": ("JSON with all evidence", "application/json"),
    "csv": ("CSV of the lines", "text/csv; charset=utf-8"),
}
"""The files a network can be had as: words for people and media type, by ending."""
_PROPOSED = 12
_NETWORKS_KEPT = 4
"""Networks kept in memory; a large one has some ten thousand lines with their words."""
_KEPT = 32
"""Pictures kept in memory, about 0.7 MB each."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part of the network is wanted."""

    layers: tuple[str, ...] = ("correspondence",)
    ego: str = ""
    hops: int = 1
    date_from: str = ""
    date_to: str = ""

    @property
    def query(self) -> str:
        """The wish as a query string."""
        pairs = [parameters({"layer": layer}) for layer in self.layers]
        rest = {"ego": self.ego, "from": self.date_from, "to": self.date_to}
        hops = {"hops": self.hops} if self.ego else {}
        return "&".join(part for part in (*pairs, parameters({**rest, **hops})) if part)


def wished(
    layer: Annotated[
        list[str] | None, Query(description=f"{', '.join(LAYERS)}; may be repeated.")
    ] = None,
    ego: Annotated[str, Query(max_length=500, description="A name or an identifier.")] = "",
    hops: Annotated[int, Query(ge=0, le=5, description="Lines away from the ego.")] = 1,
    date_from: Annotated[
        str, Query(alias="from", max_length=20, description="First day, month or year.")
    ] = "",
    date_to: Annotated[
        str, Query(alias="to", max_length=20, description="Last day, month or year.")
    ] = "",
) -> Wish:
    """The wish in the parameters of a request."""
    layers = tuple(dict.fromkeys(layer or ["correspondence"]))
    return Wish(layers, ego.strip(), hops, date_from.strip(), date_to.strip())


Build = Callable[[Wish], nx.MultiDiGraph]
"""Makes the network somebody wishes."""


def networks_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the network over one graph."""
    router = APIRouter(tags=["Network"], default_response_class=HTMLResponse)
    chosen = Depends(wished)

    # A layout costs seconds, and a page is followed by its picture and perhaps a file of the same
    # network, so the last few of the version that is served are kept.
    networks, pictures = Kept(_NETWORKS_KEPT), Kept(_KEPT)

    def built(wish: Wish) -> nx.MultiDiGraph:
        return networks.get(graph.store.version, wish.query, lambda: _built(graph, wish))

    def drawn(wish: Wish) -> str:
        return pictures.get(
            graph.store.version, wish.query, lambda: draw_html(built(wish), _title(wish))
        )

    @router.get("/network", summary="The network with its choices")
    def network(wish: Wish = chosen) -> HTMLResponse:
        """The picture with a form to choose layers, an ego, a period; and the files."""
        return _page(built, pages, wish)

    @router.get("/network/picture", summary="The picture alone, a page that needs nothing else")
    def picture(wish: Wish = chosen) -> HTMLResponse:
        """The picture; a network that is too large to be read is refused with advice."""
        headers = {"Content-Security-Policy": PICTURE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse(drawn(wish), headers=headers)

    @router.get("/network.{ending}", summary="The network as a file", response_class=Response)
    def file(
        ending: Annotated[str, Path(description=", ".join(FILES))], wish: Wish = chosen
    ) -> Response:
        """GEXF, GraphML, JSON or CSV."""
        if ending not in FILES:
            raise RefusedError(
                404, f"The network can be had as {', '.join(FILES)}, not as {ending}."
            )
        content = WRITERS["." + ending](built(wish), settings.title)
        name = {"Content-Disposition": f'attachment; filename="network.{ending}"'}
        return Response(content, media_type=FILES[ending][1], headers=name)

    return router


def _built(graph: Graph, wish: Wish) -> nx.MultiDiGraph:
    return build_network(
        graph.store,
        layers=cast(tuple[Layer, ...], wish.layers),
        ego=wish.ego or None,
        hops=wish.hops,
        date_from=wish.date_from or None,
        date_to=wish.date_to or None,
    )


def _title(wish: Wish) -> str:
    return f"Network: {', '.join(wish.layers)}" + (f", around {wish.ego}" if wish.ego else "")


def _page(build: Build, pages: Pages, wish: Wish) -> HTMLResponse:
    """The page; what cannot be built is explained where the picture would be."""
    built, problem = nx.MultiDiGraph(), ""
    try:
        built = build(wish)
    except StopError as error:
        problem = str(error)
    nodes, edges = built.number_of_nodes(), built.number_of_edges()
    return pages.render(
        "network.html",
        status_code=400 if problem else 200,
        wish=wish,
        layers=list(LAYERS),
        problem=problem,
        nodes=nodes,
        edges=edges,
        is_too_large=nodes > MOST_NODES or edges > MOST_EDGES,
        most=(MOST_NODES, MOST_EDGES),
        proposals=_proposals(built, wish),
        files=[(f"/network.{ending}?{wish.query}", label) for ending, (label, _) in FILES.items()],
    )


def _proposals(built: nx.MultiDiGraph, wish: Wish) -> list[Count]:
    """The strongest points of the network: whom one could look at more closely."""
    agents = [v for _, v in built.nodes(data=True) if v["kind"] not in ("message", "decision")]
    ranked = sorted(agents, key=lambda v: (-v["strength"], v["label"], v["iri"]))
    return [Count(str(v["label"]), v["strength"], _around(wish, v)) for v in ranked[:_PROPOSED]]


def _around(wish: Wish, node: dict[str, Any]) -> str:
    ego = "/".join(str(node["iri"]).rsplit("/", 2)[-2:])
    return "/network?" + replace(wish, ego=ego, hops=1).query
