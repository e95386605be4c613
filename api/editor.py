"""The editor in the SPARQL page: where its files are, what it asks of this server.

The files are made by `make editor` of what `api/web` holds; without them the page is the plain
form, which also works without JavaScript. `docs/editor.md` says more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.completions import CompletionKind, Completions
from api.filling import filled
from api.graph import Graph
from api.settings import Settings
from api.templating import Pages
from kg.namespaces import CW, PREFIXES, VOCABULARY
from kg.queries import questions

FOLDER = Path(__file__).parent / "static" / "editor"

EDITOR_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""For the page with the editor alone: scripts of this server and no other, none in the page.
Styles in the page are allowed because YASGUI and the vis libraries write theirs there."""

_KEPT = {"Cache-Control": "max-age=300"}


def editor_headers() -> dict[str, str]:
    """The headers of a page that holds the editor; none when it has not been built."""
    return {"Content-Security-Policy": EDITOR_POLICY} if is_built() else {}


def is_built() -> bool:
    """True when `make editor` has been run, or a package with the editor is installed."""
    return (FOLDER / "editor.js").is_file()


class Suggested(BaseModel):
    """A term that a query can go on with."""

    address: str
    label: str
    what: str
    kind: str


class Completed(BaseModel):
    """The terms that fit what was written so far, the likeliest first."""

    results: list[Suggested]


class Named(BaseModel):
    """A parameter or a column of a question and what it holds."""

    name: str
    what: str


class AskedOften(BaseModel):
    """A named question as a query to work on."""

    number: int
    name: str
    title: str
    question: str
    query: str
    parameters: list[Named]
    columns: list[Named]


class About(BaseModel):
    """What the editor must know of this server.

    `places` has beginnings of addresses and the paths that answer for them here, first match.
    """

    prefixes: dict[str, str]
    places: list[tuple[str, str]]
    questions: list[AskedOften]


def editor_router(graph: Graph, _: Pages, settings: Settings) -> APIRouter:
    """What the editor asks for, over one graph."""
    router = APIRouter(tags=["Editor"])
    completions = Completions(graph)

    @router.get("/api/editor", summary="Prefixes and named questions for an editor")
    def about(response: Response) -> About:
        """The prefixes of the graph, its places on this server and the named questions."""
        response.headers.update(_KEPT)
        return About(
            prefixes=_prefixes(settings), places=_places(settings), questions=_questions(graph)
        )

    @router.get("/api/complete", summary="Terms that a query can go on with")
    def complete(
        response: Response,
        kind: Annotated[CompletionKind, Query(description="What is written.")],
        prefix: Annotated[
            str,
            Query(
                max_length=500,
                description="The beginning of an address, of a prefixed name or of a word.",
                examples=["cw:Dir"],
            ),
        ] = "",
    ) -> Completed:
        """Classes, properties, or people, offices, bodies and places that begin like that."""
        response.headers.update(_KEPT)
        found = completions.find(kind, prefix)
        return Completed(results=[
            Suggested(address=each.address, label=each.label, what=each.what, kind=kind)
            for each in found
        ])  # fmt: skip

    return router


def _prefixes(settings: Settings) -> dict[str, str]:
    return PREFIXES | {"cwid": settings.base_iri}


def _places(settings: Settings) -> list[tuple[str, str]]:
    """As `Addresses.path` has it."""
    return [
        (settings.base_iri + "message/", "/messages/"),
        (settings.base_iri, "/id/"),
        (CW, "/ontology#"),
        (VOCABULARY, "/vocabulary/"),
    ]


def _questions(graph: Graph) -> list[AskedOften]:
    example = next((row["message"].value for row in graph.ask("telling-message")), None)
    return [
        AskedOften(
            number=each.number, name=each.name, title=each.title, question=each.question,
            query=filled(each, example), parameters=_named(each.parameters),
            columns=_named(each.columns),
        )
        for each in questions()
    ]  # fmt: skip


def _named(entries: Any) -> list[Named]:
    return [Named(name=each.name, what=each.what) for each in entries]
