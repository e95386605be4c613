"""What caches are told, and that an answer that is known is not made again."""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.caching import Validators, is_changing
from api.engine import Engine
from api.settings import Settings
from kg.namespaces import BASE
from kg.store import Store

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
_PATHS = (
    "/",
    "/messages",
    "/messages/selm-1",
    "/id/person/drey",
    "/id/person/drey.ttl",
    "/ontology",
    "/vocabulary.nt",
    "/questions",
    "/network.json",
    "/openapi.json",
    "/sparql",
    "/sparql?query=ASK%7B%7D",
)


def _head(answer: httpx.Response) -> dict[str, str]:
    names = ("etag", "last-modified", "cache-control", "vary")
    return {name: answer.headers[name] for name in names if name in answer.headers}


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_has_an_answer_is_told_so(client: httpx.Client, path: str, method: str) -> None:
    first = client.request(method, path)
    assert first.status_code == 200
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "public, no-cache"
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["vary"].split(", "))
    date = first.headers["last-modified"]
    for known in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", {first.headers["etag"].removeprefix("W/")}'},
        {"If-Modified-Since": date},
    ):
        again = client.request(method, path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert _head(again) == _head(first)


def test_what_a_client_has_of_another_form_is_not_what_it_asks_for(client: httpx.Client) -> None:
    def tag(path: str, **headers: str) -> str:
        return str(client.get(path, headers=headers).headers["etag"])

    path = "/id/person/drey"
    tags = {
        tag(path, Accept="text/turtle"),
        tag(path, Accept="application/n-triples"),
        tag(path, Accept="text/turtle", **{"Accept-Encoding": "identity"}),
        tag("/id/person/drey.html", Accept="text/turtle"),
        tag("/sparql?query=ASK%7B%7D"),
        tag("/sparql?query=ASK%7B%20%7D"),
    }
    assert len(tags) == 6
    other = {"Accept": "application/n-triples", "If-None-Match": tag(path, Accept="text/turtle")}
    assert client.get(path, headers=other).status_code == 200


def test_a_tag_decides_alone_and_a_date_that_cannot_be_read_does_nothing(
    client: httpx.Client,
) -> None:
    date = client.get("/ontology").headers["last-modified"]
    for known in (
        {"If-None-Match": '"another"', "If-Modified-Since": date},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": formatdate(0, usegmt=True)},
    ):
        assert client.get("/ontology", headers=known).status_code == 200
    later = formatdate(parsedate_to_datetime(date).timestamp() + 60, usegmt=True)
    assert client.get("/ontology", headers={"If-Modified-Since": later}).status_code == 304


def test_a_known_answer_asks_no_worker(client: httpx.Client) -> None:
    """A query that is far beyond the limit of time is answered at once, if only by 304."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
    known = {"If-Modified-Since": formatdate(time.time() + 60, usegmt=True)}
    assert client.get("/sparql", params={"query": query}, headers=known).status_code == 304


def test_the_tag_goes_with_the_data_and_the_settings(
    client: httpx.Client, client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    def tag(quads: bytes, **settings: Any) -> str:
        answer = client_of(quads, **settings).get("/sparql", params={"query": _COUNT})
        return str(answer.headers["etag"])

    asked = {"query": _COUNT}
    same = client.get("/sparql", params=asked).headers["etag"]
    fewer = b"\n".join(quads.splitlines()[:5]) + b"\n"
    assert tag(quads) == same
    assert len({same, tag(fewer), tag(quads, title="Letters")}) == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT (UUID() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT * { FILTER(0<RAND()) }",
    ],
)
def test_an_answer_that_time_or_chance_made_has_no_tag(client: httpx.Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_names_that_look_like_functions_change_nothing() -> None:
    for query in (b"query=ASK+{?now+cw:now+1}", b"query=ASK+{?s+cw:renown+?random+}"):
        assert not is_changing({"path": "/sparql", "query_string": query})
    assert is_changing({"path": "/sparql", "query_string": b"query=ASK{?s+?p+\\u004eOW()}"})
    assert is_changing({"path": "/sparql", "query_string": b"query=ASK{SERVICE%3Curn:a%3E{}}"})


def test_failures_and_signs_of_life_are_kept_by_nobody(client: httpx.Client) -> None:
    for path in ("/id/nothing", "/sparql?query=x", "/health", "/healthz", "/readyz", "/metrics"):
        answer = client.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
    posted = client.post("/sparql", data={"query": "ASK {}"})
    assert "etag" not in posted.headers


def test_over_a_server_whose_data_may_change_nothing_has_a_tag(store: Any) -> None:
    settings = Settings()
    app = create_app(Engine("http://127.0.0.1:9", settings), settings)
    seen: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        seen.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/docs", "raw_path": b"/docs",
        "query_string": b"", "headers": [], "client": ("127.0.0.1", 1), "scheme": "http",
        "server": ("127.0.0.1", 80), "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    import asyncio

    asyncio.run(app(scope, receive, send))
    headers = dict(seen[0]["headers"])
    assert seen[0]["status"] == 200
    assert b"etag" not in headers
    assert headers[b"cache-control"] == b"public, no-cache"


def test_a_weak_tag_and_a_strong_one_are_the_same_here() -> None:
    known = Validators('W/"a"', 10)
    assert known.is_known(httpx.Headers({"if-none-match": '"b", "a"'}))  # type: ignore[arg-type]
    assert not known.is_known(httpx.Headers({"if-none-match": "a"}))  # type: ignore[arg-type]


def test_a_style_sheet_in_gzip_has_a_weak_tag_of_its_own(client: httpx.Client) -> None:
    path = "/static/coldwire.css"
    packed = client.get(path)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"].startswith('W/"')
    assert packed.headers["cache-control"] == "public, max-age=600"
    again = client.get(path, headers={"If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False),
     ("*", False), ("br", False)],
)  # fmt: skip
def test_gzip_is_for_those_who_take_it(
    client: httpx.Client, accepted: str, is_packed: bool
) -> None:
    answer = client.get("/ontology.ttl", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) == is_packed
    assert len(answer.content) > 1_000


def test_a_short_answer_is_not_packed(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": _COUNT}, headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < 1_000
    assert "content-encoding" not in answer.headers


def test_the_first_part_of_a_packed_answer_is_there_before_its_end(
    client: httpx.Client, store: Store
) -> None:
    """What came by the first part can be unpacked, and is far from all of it."""
    asked = client.stream(
        "GET", "/sparql", params={"query": _LONG}, headers={"Accept-Encoding": "gzip"}
    )
    with asked as answer:
        assert answer.headers["content-encoding"] == "gzip"
        parts = answer.iter_raw()
        unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS)
        first = unpacked.decompress(next(parts))
        assert first.startswith(b'{"head"')
        assert len(first) > 1_000
        rest = sum(len(unpacked.decompress(part)) for part in parts)
        assert unpacked.eof
        assert rest > 20 * len(first)


def test_head_of_a_long_answer_costs_no_body(client: httpx.Client) -> None:
    """The head is that of the answer; the query is not run to its end for it."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.head("/sparql", params={"query": query})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.content == b""
    assert client.head("/sparql", params={"query": "SELECT"}).status_code == 400


def test_head_sends_nothing_after_the_head(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as peer:
        peer.sendall(b"HEAD /id/person/drey.ttl HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = b""
        while part := peer.recv(65536):
            got += part
    assert got.startswith(b"HTTP/1.1 200")
    assert got.endswith(b"\r\n\r\n")
    assert got.count(b"\r\n\r\n") == 1
    assert BASE.encode() in got  # the Link header
