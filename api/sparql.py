"""The SPARQL endpoint: questions only.

Source: W3C Recommendation "SPARQL 1.1 Protocol" (2013), section 2.1 (query operation), read
strictly: percent-encoding is undone once, bytes that are not UTF-8 are refused, one query a
request, a dataset of the protocol wins over FROM. There is no update operation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.clients import client_key
from api.description import dataset_of, service_description
from api.editor import editor_headers, is_built
from api.engine import Engine
from api.errors import Place, RefusedError
from api.forms import (
    KINDS,
    NONE,
    PAGE,
    acceptable,
    answered,
    chosen,
    formats_of,
    media_type,
    not_acceptable,
)
from api.graph import Graph
from api.security import IS_HEAD
from api.settings import Settings
from api.tables import table
from api.templating import Pages
from api.workers.answers import (
    Answer,
    BusyError,
    CrashError,
    NotAcceptableError,
    TimeLimitError,
)
from api.workers.frames import Question
from kg.errors import QueryError
from kg.store import FORMATS
from kg.store.formats import Format, Kind

_log = logging.getLogger("coldwire.sparql")
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MOST_PARAMETERS = 100
_MOST_PASSED_OVER = 64_000_000
"""Bytes of a body that is too long: beyond, the connection is closed at once."""
_CLIENT_LEFT = 499
"""What logs show for a request whose client did not wait; nobody gets it."""

FIRST_QUERY = """\
PREFIX cw: <https://w3id.org/coldwire/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?sender ?recipient (COUNT(DISTINCT ?message) AS ?messages) WHERE {
  ?message cw:sender/rdfs:label ?sender ;
           cw:recipient/rdfs:label ?recipient .
}
GROUP BY ?sender ?recipient
ORDER BY DESC(?messages) ?sender ?recipient
LIMIT 20
"""
"""What stands in the form before anything is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the protocol; `query` is None when the endpoint itself is asked for."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    named_format: str | None


def sparql_router(engine: Engine, graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the endpoint over one graph."""
    router = APIRouter(tags=["SPARQL"])

    async def answer(request: Request) -> Response:
        accept = request.headers.get("accept")
        question = read(
            request.method,
            request.headers.get("content-type"),
            request.scope["query_string"],
            await body(request, settings.longest_query_bytes, settings.receiving_limit_s),
        )
        if question.query is None:
            endpoint = own_address(request, settings) + "/sparql"
            return await run_in_threadpool(_itself, graph, pages, accept, endpoint, settings)
        return await while_there(
            request, _answered(engine, graph, pages, settings, request, question)
        )

    @router.get("/sparql", **_documented(_QUERY_PARAMETERS))
    async def by_get(request: Request) -> Response:
        """Answers a SPARQL 1.1 query; nothing can be changed."""
        return await answer(request)

    @router.post("/sparql", **_documented([], _BODY))
    async def by_post(request: Request) -> Response:
        """Answers a SPARQL 1.1 query that stands in the body; nothing can be changed."""
        return await answer(request)

    return router


def own_address(request: Request, settings: Settings) -> str:
    """Where this server is, without a slash at the end: as set, or where it listens.

    Never what the client says (Host): that could be anything, and end up in a cache.
    """
    host, port = request.scope["server"] or ("localhost", None)
    name = f"[{host}]" if ":" in host else host
    return settings.public_url or f"{request.url.scheme}://{name}" + (f":{port}" if port else "")


async def while_there(request: Request, asked: Coroutine[Any, Any, Response]) -> Response:
    """The response that is being made, given up as soon as the client has gone.

    The body of the request must have been read.
    """
    making = asyncio.ensure_future(asked)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({making, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if making.done():
            return making.result()
        making.cancel()
        with suppress(asyncio.CancelledError):
            await making
        return Response(status_code=_CLIENT_LEFT)
    finally:
        making.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def body(request: Request, longest: int, within_s: float) -> bytes:
    """The body of the request.

    Raises:
        RefusedError: 413 when more than `longest` bytes come (the rest of a body that is not much
            too long is taken and let go: a connection that is closed while bytes come in is
            reset, and its client never reads why); 408 when it is not there
            within `within_s` seconds; 400 when it is told in two ways how long it is.
    """
    headers, close = request.headers, {"Connection": "close"}
    if "content-length" in headers and "transfer-encoding" in headers:
        raise RefusedError(400, "Content-Length and Transfer-Encoding exclude each other.", close)
    too_long = RefusedError(413, f"A request may be {longest:,} bytes long.", close)
    if headers.get("expect") and int(headers.get("content-length", "0")) > longest:
        raise too_long  # before the client sends any of it
    found, come = bytearray(), 0
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.stream():
                come += len(chunk)
                if come <= longest:
                    found += chunk
                elif come > _MOST_PASSED_OVER:
                    break
    except TimeoutError:
        if come <= longest:
            late = f"The body was not there in {within_s:g} seconds."
            raise RefusedError(408, late, close) from None
    if come > longest:
        raise too_long
    return bytes(found)


def read(method: str, content_type: str | None, query_string: bytes, content: bytes) -> Asked:
    """What a request of the query operation asks.

    Raises:
        RefusedError: 400, 403 or 415, saying what is wrong.

    >>> read("GET", None, b"query=ASK+%7B%7D", b"").query
    'ASK {}'
    """
    pairs = _pairs(query_string)
    if method == "POST":
        pairs += _of_body(content_type, content)
    values = [(name, value) for name, value in pairs if name == "query"]
    if any(name == "update" for name, _ in pairs):
        raise RefusedError(403, "This endpoint only reads: it takes no update.")
    if len(values) > 1:
        raise RefusedError(400, "There is more than one query in this request.")
    query = values[0][1] if values else None
    is_about_itself = query is None and not pairs and method != "POST"
    if not is_about_itself and not (query or "").strip():
        raise RefusedError(400, "There is no query: give one as the parameter 'query'.")
    return Asked(
        query,
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        next((value for name, value in pairs if name == "format"), None),
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"The parameters are not UTF-8: {error.reason}.") from error
    except ValueError as error:
        raise RefusedError(400, f"At most {_MOST_PARAMETERS} parameters are read.") from error


def _of_body(content_type: str | None, content: bytes) -> list[tuple[str, str]]:
    kind, _, parameters = (content_type or "").partition(";")
    kind = kind.strip().lower()
    charset = parameters.strip().lower().partition("charset=")[2].strip('"')
    if kind not in (_FORM, _DIRECT):
        raise RefusedError(415, f"Send the query as {_DIRECT} or in a form ({_FORM}).")
    if charset not in ("", "utf-8", "utf8"):
        raise RefusedError(415, "Send the query as UTF-8.")
    if kind == _FORM:
        return _pairs(content)
    try:
        return [("query", content.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise RefusedError(
            400, f"The query is not UTF-8: {error.reason} at {error.start}."
        ) from error


def _itself(
    graph: Graph, pages: Pages, accept: str | None, endpoint: str, settings: Settings
) -> Response:
    """The endpoint without a query: its description, or a form to write one."""
    written_as = chosen(accept, "graph")
    if written_as is None:
        return pages.render(
            "sparql.html", headers={"Vary": "Accept"} | editor_headers(), has_editor=is_built(),
            query=FIRST_QUERY, kind=None, result=None, formats=(), most=0,
        )  # fmt: skip
    description = service_description(endpoint, settings, dataset_of(graph), written_as)
    return answered(description, written_as)


async def _answered(
    engine: Engine, graph: Graph, pages: Pages, settings: Settings, request: Request, asked: Asked
) -> Response:
    query = asked.query or ""
    if len(query.encode("utf-8", "replace")) > settings.longest_query_bytes:
        raise RefusedError(413, f"A query may be {settings.longest_query_bytes:,} bytes long.")
    accept = request.headers.get("accept")
    written = {kind: acceptable(accept, kind, asked.named_format) for kind in KINDS}
    question = Question(
        query,
        {kind: _name(written_as, kind) for kind, written_as in written.items()
         if written_as != NONE},
        base_iri=settings.base_iri,
        default_graphs=asked.default_graphs or None,
        named_graphs=asked.named_graphs or None,
        largest=settings.largest_answer_bytes,
        most_rows=settings.most_rows,
    )  # fmt: skip
    try:
        answer = await engine.ask(question, client_of(request))
    except NotAcceptableError as error:
        raise not_acceptable(cast(Kind, error.kind)) from error
    except QueryError as error:
        if error.place is None:
            raise
        raise RefusedError(400, str(error), place=_place(query, *error.place)) from error
    if request.scope.get(IS_HEAD) and answer.content is None:
        answer.close()
        return _head(media_type_of(written[cast(Kind, answer.kind)]))
    if written[cast(Kind, answer.kind)] == PAGE:
        return await run_in_threadpool(
            _page, graph, pages, settings, query, answer.kind, await answer.whole()
        )
    return streamed(answer)


def _name(written_as: Format | Literal["text/html"], kind: Kind) -> str:
    """The format that a worker writes; a page is made of one that it can be read from."""
    if isinstance(written_as, Format):
        return written_as.name
    return "turtle" if kind == "graph" else "json"


def _head(kind: str) -> Response:
    """The head of an answer of which the rest is not made; so nobody knows how long it is."""
    return StreamingResponse(iter(()), headers={"Vary": "Accept"}, media_type=kind)


def media_type_of(written_as: Format | Literal["text/html", "none"]) -> str:
    """What an answer is sent as."""
    return written_as.media_type if isinstance(written_as, Format) else written_as


def _place(query: str, line: int, column: int) -> Place:
    """The place in a query, with its line before and after it; columns count characters."""
    lines = query.split("\n")
    words = lines[line - 1] if line <= len(lines) else ""
    return Place(line, column, words[: column - 1], words[column - 1 :])


def streamed(answer: Answer) -> Response:
    """An answer as it comes in. One that breaks off breaks off visibly: the connection ends."""
    written_as = FORMATS[answer.written_as]
    if answer.content is not None:
        return answered(answer.content, written_as)
    return Streamed(answer, written_as.media_type)


class Streamed(StreamingResponse):
    """A response sent as it is made; where that fails it stops without its end.

    The server then closes the connection in the middle of the transfer, which every client
    notices: never a tidy document with half of the answer. However it ends, the worker is free.
    """

    def __init__(self, answer: Answer, media_type: str) -> None:
        super().__init__(answer.chunks(), headers={"Vary": "Accept"}, media_type=media_type)
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer and let it go."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._answer.close()

    async def stream_response(self, send: Send) -> None:
        """Send the head and each part, and the end only when all parts came."""
        head = {"type": "http.response.start", "status": self.status_code}
        await send({**head, "headers": self.raw_headers})
        try:
            async for chunk in self.body_iterator:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except (QueryError, TimeLimitError, CrashError, BusyError) as error:
            _log.warning("an answer broke off: %s", error)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def client_of(request: Request) -> str:
    """Who asks, for the limits of one client: its address, or the network of an IPv6 address."""
    return client_key(request.client.host if request.client else "?")


def _page(
    graph: Graph, pages: Pages, settings: Settings, query: str, kind: str, content: bytes
) -> Response:
    return pages.render(
        "sparql.html",
        headers={"Vary": "Accept"} | editor_headers(),
        has_editor=is_built(),
        query=query,
        kind=kind,
        result=table(graph, content, settings.most_rows_on_page) if kind == "bindings"
        else content.decode("utf-8"),
        formats=[(each.label, each.name) for each in formats_of(cast(Kind, kind))],
        most=settings.most_rows_on_page,
    )  # fmt: skip


_QUERY_PARAMETERS = [
    {
        "name": "query",
        "in": "query",
        "required": False,
        "description": "A SPARQL 1.1 query. Without it the endpoint describes itself.",
        "schema": {"type": "string"},
        "example": "SELECT ?message WHERE { ?message a "
        "<https://w3id.org/coldwire/ontology#Message> } LIMIT 10",
    }
]
_GRAPH_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "array", "items": {"type": "string", "format": "uri"}},
    }
    for name, description in (
        ("default-graph-uri", "A named graph to be part of the default graph."),
        ("named-graph-uri", "A graph that GRAPH can name."),
    )
]
_BODY = {
    "required": True,
    "content": {
        _DIRECT: {"schema": {"type": "string"}},
        _FORM: {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {"query": {"type": "string"}},
            }
        },
    },
}


def _documented(
    parameters: list[dict[str, Any]], request_body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What the description of the API says of the route."""
    extra: dict[str, Any] = {"parameters": [*parameters, *_GRAPH_PARAMETERS]}
    if request_body:
        extra["requestBody"] = request_body
    types = [media_type(f) for kind in ("bindings", "graph") for f in formats_of(kind)]
    content: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in types}
    refusals = {
        400: "The query cannot be read; the parser's message says where.",
        403: "An update was asked for.",
        406: "None of the accepted forms can be had.",
        413: "The query is too long.",
        415: "The body is neither a query nor a form.",
        503: "The query takes too long, needs too much, or the server is busy.",
    }
    return {
        "summary": "Ask a SPARQL query",
        "openapi_extra": extra,
        "response_class": Response,
        "responses": {200: {"content": content}}
        | {status: {"description": words} for status, words in refusals.items()},
    }
