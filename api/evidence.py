"""The text of a message exactly as it was read, and the evidence in it as Web Annotations.

Both stand under the address of the message in the graph (`/id/message/.../text`, which the
annotations name as what they are about) and beside its page.

Source: W3C Recommendation "Web Annotation Data Model" (2017), section 5; RFC 6657 (charset).
"""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import PlainTextResponse, Response

from api.errors import RefusedError
from api.graph import Graph
from api.linking import Link, described, link_header
from api.records import is_known, not_known
from api.settings import Settings
from api.templating import Pages
from kg.annotations import MEDIA_TYPE, annotations_of, collection, sound

_PLAIN = "text/plain"
_Identifier = Annotated[str, Path(description="As wilson-117312.")]


def evidence_router(graph: Graph, _: Pages, __: Settings) -> APIRouter:
    """The routes of texts and annotations over one graph."""
    router = APIRouter(tags=["Linked data"])

    @router.get("/id/message/{identifier:path}/text", include_in_schema=False)
    @router.get("/messages/{identifier:path}/text", summary="The text as it was read",
                response_class=PlainTextResponse)  # fmt: skip
    def text(identifier: _Identifier) -> Response:
        """The text in which the positions of the evidence count, in UTF-8, nothing changed."""
        stored = graph.store.text_of(identifier)
        if stored is None:
            raise RefusedError(404, f"No text of {identifier} is held here.")
        message = graph.addresses.message(identifier)
        links = [Link("canonical", f"{message}/text"), Link("about", message)]
        links.append(_annotations_link(graph, message))
        content = sound(stored.text).encode()
        return PlainTextResponse(content, headers=link_header(links))

    @router.get("/id/message/{identifier:path}/annotations", include_in_schema=False)
    @router.get("/messages/{identifier:path}/annotations.jsonld",
                summary="The evidence as Web Annotations", response_class=Response,
                responses={200: {"content": {"application/ld+json": {}}}})  # fmt: skip
    def evidence(identifier: _Identifier) -> Response:
        """An AnnotationCollection: for each finding its place, its words, and what they mean."""
        message = graph.addresses.message(identifier)
        if not is_known(graph, message):
            raise not_known(graph, message)
        found = collection(message, annotations_of(graph.store, message))
        links = [Link("canonical", f"{message}/annotations"), Link("about", message)]
        return Response(
            json.dumps(found, ensure_ascii=False, indent=1).encode(),
            headers=link_header([*links, *described(graph)]),
            media_type=MEDIA_TYPE,
        )

    return router


def evidence_links(graph: Graph, message: str) -> tuple[Link, ...]:
    """The links from a message to its text and its annotations."""
    path = graph.addresses.path(message) or message
    return (
        Link("alternate", f"{path}/text", _PLAIN, "The text as it was read"),
        _annotations_link(graph, message),
    )


def _annotations_link(graph: Graph, message: str) -> Link:
    path = graph.addresses.path(message) or message
    return Link("related", f"{path}/annotations.jsonld", "application/ld+json", "Web Annotations")
