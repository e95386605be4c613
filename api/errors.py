"""What a request gets that cannot be answered: a page in plain words, or a problem document.

Source: RFC 9457, "Problem Details for HTTP APIs"; RFC 9110, section 10.2.1 (Allow).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.negotiation import wants_page
from api.templating import Pages
from api.workers.answers import BusyError, CrashError, TimeLimitError
from kg.errors import StopError
from kg.store import TooLargeError

_log = logging.getLogger("coldwire.api")
_WORDS = {
    400: "This request cannot be read",
    404: "There is nothing at this address",
    405: "This address is only for reading",
    406: "Not available in the form you asked for",
    408: "The request did not come in time",
    413: "The request is too long",
    415: "This kind of request is not understood",
    422: "Something in the request is not as expected",
    500: "Something went wrong here",
    429: "Too many requests at a time",
    503: "This is more than the server gives",
}
_LATER = {"Retry-After": "1"}
_READING = frozenset({"GET", "HEAD", "OPTIONS"})

PROBLEM = {
    "application/problem+json": {
        "schema": {
            "type": "object",
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "line": {"type": "integer", "description": "Of a query, where it is wrong."},
                "column": {"type": "integer"},
                "parameter": {"type": "string", "description": "That cannot be followed."},
                "suggestions": {
                    "type": "array",
                    "description": "What may have been meant: address, label and path here.",
                    "items": {"type": "object"},
                },
            },
        }
    }
}
"""The problem document, for the description of the API."""

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text of a query, from line 1 and column 1, with the words around it."""

    line: int
    column: int
    before: str
    after: str


class RefusedError(Exception):
    """A request that gets a status other than 200, with a sentence that helps.

    `place` is where in the text of a query something is wrong; `suggestions` are things that may
    have been meant, as address, label and href; `parameter` is the one that cannot be followed.
    """

    parameter: str | None = None

    def __init__(
        self,
        status: int,
        detail: str,
        headers: dict[str, str] | None = None,
        place: Place | None = None,
        suggestions: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.place = place
        self.suggestions = suggestions


def refusal(pages: Pages, request: Request, error: RefusedError) -> Response:
    """The answer to a refused request."""
    return _answer(pages, request, error.status, error.detail, error.headers, error)


def add_error_answers(app: FastAPI, pages: Pages, notice: Callable[[Exception], None]) -> None:
    """Gives each kind of failure its answer; `notice` is told of questions that got none."""

    def answer(request: Request, status: int, detail: str, headers: dict[str, str]) -> Response:
        return _answer(pages, request, status, detail, headers)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)  # noqa: S101 - told apart by the table below
        return refusal(pages, request, error)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - told apart by the table below
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _not_allowed(app, request, answer)
        detail = "" if error.detail == HTTPStatus(error.status_code).phrase else error.detail
        return answer(request, error.status_code, detail, dict(error.headers or {}))

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
        said = "; ".join(f"{_place(e['loc'])}: {e['msg']}" for e in error.errors())
        refused = RefusedError(422, said)
        refused.parameter = next((_place(e["loc"]) for e in error.errors()), None)
        return refusal(pages, request, refused)

    def told(request: Request, error: Exception) -> Response:
        notice(error)
        status, headers = _told(error)
        return answer(request, status, str(error), headers)

    def left(_: Request, __: Exception) -> Response:
        return Response(status_code=499)  # nobody gets it

    def failed(request: Request, error: Exception) -> Response:
        _log.error("failed: %s", request.url.path, exc_info=error)
        return answer(request, 500, "The failure has been written to the server's log.", {})

    table: dict[type[Exception], Handler] = {
        RefusedError: refused,
        ClientDisconnect: left,
        HTTPException: http,
        RequestValidationError: invalid,
        TooLargeError: told,
        TimeLimitError: told,
        CrashError: told,
        BusyError: told,
        StopError: told,
    }
    for kind, handler in table.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(_Failures, answer=failed)


def _told(error: Exception) -> tuple[int, dict[str, str]]:
    """The status and headers of an error whose words are for the client."""
    if isinstance(error, BusyError):
        return (429 if error.is_of_client else 503), _LATER
    is_asked_wrongly = isinstance(error, StopError) and not isinstance(error, TooLargeError)
    return (400 if is_asked_wrongly else 503), {}


class _Failures:
    """Answers what nobody expected to fail, inside all that completes an answer's headers."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http" or has_begun:
                raise
            await self._answer(Request(scope), error)(scope, receive, send)


def _place(location: tuple[int | str, ...]) -> str:
    return " ".join(str(part) for part in location[1:]) or str(location[0])


def _answer(
    pages: Pages,
    request: Request,
    status: int,
    detail: str,
    headers: dict[str, str],
    error: RefusedError | None = None,
) -> Response:
    title = _WORDS.get(status, HTTPStatus(status).phrase)
    headers = {"Vary": "Accept", **headers}
    place = None if error is None else error.place
    suggestions = () if error is None else error.suggestions
    if wants_page(request.headers.get("accept")):
        return pages.render(
            "error.html", status_code=status, headers=headers,
            status=status, title=title, detail=detail, place=place,
            suggestions=suggestions,
        )  # fmt: skip
    problem: dict[str, Any] = {
        "type": "about:blank", "title": title, "status": status, "detail": detail,
    }  # fmt: skip
    if place is not None:
        problem |= {"line": place.line, "column": place.column}
    if suggestions:
        problem["suggestions"] = list(suggestions)
    if error is not None and error.parameter is not None:
        problem["parameter"] = error.parameter
    return Response(
        json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace"),
        status_code=status,
        headers=headers,
        media_type=next(iter(PROBLEM)),
    )


def _not_allowed(
    app: FastAPI, request: Request, answer: Callable[[Request, int, str, dict[str, str]], Response]
) -> Response:
    """405 with every method the address takes; OPTIONS is answered with just that."""
    allowed = allowed_methods(app, request)
    headers = {"Allow": ", ".join(sorted(allowed))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    return answer(request, 405, f"It takes {headers['Allow']}.", headers)


def allowed_methods(app: FastAPI, request: Request) -> set[str]:
    """All methods that some route takes at the address of the request."""
    found: set[str] = set()
    for route in single_routes(app.routes):
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= set(getattr(route, "methods", None) or ())
    return found | (_READING if "GET" in found else {"OPTIONS"})


def template_of(app: FastAPI, scope: Scope) -> str:
    """The route that an address belongs to, with its parameters as names; "other" when none."""
    partial = "other"
    for route in single_routes(app.routes):
        match = route.matches(scope)[0]
        if match is Match.FULL:
            return str(getattr(route, "path", partial))
        if match is Match.PARTIAL and partial == "other":
            partial = str(getattr(route, "path", partial))
    return partial


def single_routes(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """The single routes; FastAPI keeps an included router as one entry."""
    for route in routes:
        router = getattr(route, "original_router", None)
        yield from single_routes(router.routes) if router is not None else (route,)
