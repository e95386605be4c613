"""What caches may keep, and 304 for a client that has the answer already.

An answer that depends only on the data is the same as long as dataset, program and settings are.
So its tag is made before anything is asked: of the version of the dataset, of the program and its
settings, and of what chooses the form of the answer (address, Accept, whether gzip is taken).
It is a weak one: the order of rows without ORDER BY, and the bytes of gzip, are not promised.

Nothing has a tag over a store on a server, whose data changes without a word, nor the answer to a
query that looks at the clock, at chance or at another endpoint.

Source: RFC 9110, sections 8.8 (validators), 12.5.3 (Accept-Encoding), 13 (conditional requests);
RFC 9111, section 5.2 (Cache-Control).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.engine import Engine
from api.negotiation import takes_gzip
from api.settings import Settings

_REVALIDATED = "public, no-cache"
"""Kept by anybody, and asked about each time: a new build shows at once."""
_STATIC = "public, max-age=600"
_NEVER = "no-store"
_LIVE = frozenset({"/health", "/healthz", "/readyz", "/metrics"})
_DUMPS = "/dumps"
_CHANGING = re.compile(
    rb"(?<![a-z_:?$])(?:now|rand|uuid|struuid|service)(?![a-z0-9_])|\\u", re.IGNORECASE
)
"""Words of a query with which the same data can give another answer. It may find one in a string
(the answer is sent again for nothing), it must not miss one: so escapes count as well."""
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_PROGRAM = ("api", "kg")
_NOT_PROGRAM = frozenset({"__pycache__", "node_modules"})


@dataclass(frozen=True, slots=True)
class Validators:
    """The tag of an answer and the second in which what it is made of changed last."""

    tag: str
    modified: int

    def is_known(self, headers: Headers) -> bool:
        """True when the client says that it has this answer.

        Source: RFC 9110, section 13.2.2: a tag decides alone; else the date does.
        """
        tags = headers.get("if-none-match")
        if tags is not None:
            return _opaque(self.tag) in map(_opaque, _TAG.findall(tags))
        since = _seconds(headers.get("if-modified-since"))
        return since is not None and self.modified <= since


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _seconds(date: str | None) -> float | None:
    try:
        return None if date is None else parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


class Cached:
    """Answers 304 before anything is asked, and tells caches what they may do with the rest."""

    def __init__(self, app: ASGIApp, engine: Engine, settings: Settings) -> None:
        self._app = app
        self._engine = engine
        self._program, self._changed = _program()
        self._program += settings.model_dump_json().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on unless its answer is known, and completes the headers."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        validators = self._validators(scope)
        if validators is not None and validators.is_known(Headers(scope=scope)):
            start: Message = {"type": "http.response.start", "status": 304, "headers": []}
            _complete(start, scope["path"], validators)
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(message, scope["path"], validators)
            await send(message)

        await self._app(scope, receive, completed)

    def _validators(self, scope: Scope) -> Validators | None:
        built, path = self._engine.built, scope["path"]
        if self._engine.is_remote or built is None or path in _LIVE or is_changing(scope):
            return None
        if path.startswith(_DUMPS):  # they change without the dataset, and have tags of their own
            return None
        headers = Headers(scope=scope)
        parts = (
            self._engine.version.encode(),
            self._program,
            path.encode("utf-8", "replace"),
            scope["query_string"],
            headers.get("accept", "").encode("utf-8", "replace"),
            b"gzip" if takes_gzip(headers.get("accept-encoding")) else b"",
        )
        return Validators(f'W/"{_digest(parts)}"', int(max(built, self._changed)))


def is_changing(scope: Scope) -> bool:
    """True for a query whose answer may be another although the data is the same.

    >>> is_changing({"path": "/sparql", "query_string": b"query=SELECT+(N%4fW()+AS+?n)+%7B%7D"})
    True
    >>> is_changing({"path": "/sparql", "query_string": b"query=ASK+{+?s+cw:knownAs+?now+}"})
    False
    """
    if scope["path"] != "/sparql":
        return False
    text = unquote_to_bytes(scope["query_string"].replace(b"+", b" "))
    return _CHANGING.search(text) is not None


def _complete(start: Message, path: str, validators: Validators | None) -> None:
    """Say in the head of an answer how long it holds and what it is the answer for."""
    headers, status = MutableHeaders(scope=start), start["status"]
    headers.setdefault("Cache-Control", _control(status, path))
    named = {name.strip() for name in headers.get("Vary", "").split(",") if name.strip()}
    headers["Vary"] = ", ".join(sorted(named | {"Accept", "Accept-Encoding"}))
    if validators is not None and status in (200, 304):
        headers.setdefault("ETag", validators.tag)
        headers.setdefault("Last-Modified", formatdate(validators.modified, usegmt=True))
    if "Content-Encoding" in headers and headers.get("ETag", "").startswith('"'):
        headers["ETag"] = "W/" + headers["ETag"]  # of a file: other bytes than those it names


def _control(status: int, path: str) -> str:
    if status >= 400 or path in _LIVE:
        return _NEVER
    return _STATIC if path.startswith("/static/") else _REVALIDATED


def _digest(parts: Iterable[bytes]) -> str:
    hashed = blake2b(digest_size=15)
    for part in parts:
        hashed.update(len(part).to_bytes(8) + part)
    return hashed.hexdigest()


def _program() -> tuple[bytes, float]:
    """What stands for the program in tags: its version and its files; and when those changed."""
    roots = [Path(str(resources.files(package))) for package in _PROGRAM]
    files = sorted(
        file
        for root in roots
        for file in root.rglob("*")
        if not _NOT_PROGRAM.intersection(file.relative_to(root).parts) and file.is_file()
    )
    digest = _digest([version("coldwire").encode(), *(file.read_bytes() for file in files)])
    return digest.encode(), max(file.stat().st_mtime for file in files)


class Compressed(GZipMiddleware):
    """gzip for clients that take it; a part of a stream is sent as soon as it is there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; without gzip for one that says `gzip;q=0`."""
        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get("accept-encoding")):
            kept = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await super().__call__(scope, receive, send)
