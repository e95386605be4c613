"""The SPARQL endpoint: questions only.

Source: W3C Recommendation "SPARQL 1.1 Protocol" (2013), section 2.1 (query operation), read
strictly: percent-encoding is undone once, bytes that are not UTF-8 are refused, one query a
request, a dataset of the protocol wins over FROM. There is no update operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.description import service_description
from api.errors import RefusedError
from api.forms import answered, chosen, formats_of, media_type
from api.graph import Graph
from api.settings import Settings
from api.tables import table
from api.templating import Pages

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MOST_PARAMETERS = 100

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


def sparql_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the endpoint over one graph."""
    router = APIRouter(tags=["SPARQL"])

    async def asked(request: Request) -> Asked:
        return read(
            request.method,
            request.headers.get("content-type"),
            request.scope["query_string"],
            await body(request, settings.longest_query_bytes),
        )

    def answer(request: Request, question: Asked) -> Response:
        accept = request.headers.get("accept")
        if question.query is None:
            endpoint = settings.public_url or str(request.base_url).rstrip("/")
            return _itself(pages, accept, endpoint + "/sparql", settings)
        return _answered(graph, pages, settings, accept, question)

    taken = Depends(asked)

    @router.get("/sparql", **_documented(_QUERY_PARAMETERS))
    def by_get(request: Request, question: Asked = taken) -> Response:
        """Answers a SPARQL 1.1 query; nothing can be changed."""
        return answer(request, question)

    @router.post("/sparql", **_documented([], _BODY))
    def by_post(request: Request, question: Asked = taken) -> Response:
        """Answers a SPARQL 1.1 query that stands in the body; nothing can be changed."""
        return answer(request, question)

    return router


async def body(request: Request, longest: int) -> bytes:
    """The body of the request.

    Raises:
        RefusedError: 413 as soon as more than `longest` bytes have come.
    """
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > longest:
            raise RefusedError(
                413, f"A request may be {longest:,} bytes long.", {"Connection": "close"}
            )
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


def _itself(pages: Pages, accept: str | None, endpoint: str, settings: Settings) -> Response:
    """The endpoint without a query: its description, or a form to write one."""
    written_as = chosen(accept, "graph")
    if written_as is None:
        return pages.render(
            "sparql.html", headers={"Vary": "Accept"},
            query=FIRST_QUERY, kind=None, result=None, formats=(), most=0,
        )  # fmt: skip
    title = f"{settings.title}: SPARQL endpoint"
    return answered(service_description(endpoint, title, written_as), written_as)


def _answered(
    graph: Graph, pages: Pages, settings: Settings, accept: str | None, question: Asked
) -> Response:
    query = question.query or ""
    if len(query.encode("utf-8", "replace")) > settings.longest_query_bytes:
        raise RefusedError(413, f"A query may be {settings.longest_query_bytes:,} bytes long.")
    kind = graph.store.kind_of(query, base_iri=settings.base_iri)
    written_as = chosen(accept, kind, question.named_format)
    content = graph.store.answer(
        query,
        written_as or {"bindings": "json", "boolean": "json", "graph": "turtle"}[kind],
        base_iri=settings.base_iri,
        default_graphs=question.default_graphs or None,
        named_graphs=question.named_graphs or None,
        largest=settings.largest_answer_bytes,
    )
    if written_as is not None:
        return answered(content, written_as)
    return pages.render(
        "sparql.html",
        headers={"Vary": "Accept"},
        query=query,
        kind=kind,
        result=table(graph, content, settings.most_rows_on_page) if kind == "bindings"
        else content.decode("utf-8"),
        formats=[(each.label, each.name) for each in formats_of(kind)],
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
        503: "The answer is larger than the server gives.",
    }
    return {
        "summary": "Ask a SPARQL query",
        "openapi_extra": extra,
        "response_class": Response,
        "responses": {200: {"content": content}}
        | {status: {"description": words} for status, words in refusals.items()},
    }
