"""What the operator sees: figures, lines, signs of life, and nothing about people."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from typing import cast

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from api.addresses import Addresses
from api.engine import Engine
from api.errors import add_error_answers
from api.graph import Graph
from api.metrics import Metrics
from api.observing import log_to_output, observing_router
from api.settings import Settings
from api.templating import Pages
from api.workers.answers import Answer, BusyError
from api.workers.frames import Question
from kg.errors import QueryError, StopError
from kg.namespaces import BASE

_PRIVATE = 'SELECT ("Marlborough\'s secret" AS ?x) {}'


def _figures(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = client.get("/metrics").text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _figure(client: httpx.Client, name: str, **labels: str) -> float:
    return _figures(client).get((name, frozenset(labels.items())), 0.0)


def test_requests_are_counted_by_route_method_and_status(client: httpx.Client) -> None:
    name = "coldwire_http_requests_total"
    labels = {"route": "/id/{local:path}", "method": "GET"}
    before = [_figure(client, name, **labels, status=status) for status in ("200", "404")]
    client.get("/id/person/drey")
    client.get("/id/person/nobody-at-all")
    after = [_figure(client, name, **labels, status=status) for status in ("200", "404")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1]


def test_an_answer_that_was_not_made_and_a_head_count_under_their_route(
    client: httpx.Client,
) -> None:
    name = "coldwire_http_requests_total"
    tag = client.get("/ontology").headers["etag"]
    head = {"route": "/ontology", "method": "HEAD", "status": "200"}
    known = {"route": "/ontology", "method": "GET", "status": "304"}
    before = _figure(client, name, **head), _figure(client, name, **known)
    client.head("/ontology")
    client.get("/ontology", headers={"If-None-Match": tag})
    after = _figure(client, name, **head), _figure(client, name, **known)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1]


def test_times_and_bytes_are_those_of_the_answer(client: httpx.Client) -> None:
    route = {"route": "/questions"}
    names = ("coldwire_http_request_duration_seconds_count", "coldwire_http_response_bytes_total")
    before = [_figure(client, name, **route) for name in names]
    with client.stream("GET", "/questions") as answer:
        sent = len(b"".join(answer.iter_raw()))
    after = [_figure(client, name, **route) for name in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, sent]


def test_no_client_can_make_new_series(client: httpx.Client) -> None:
    def labels() -> set[frozenset[tuple[str, str]]]:
        return {found for name, found in _figures(client) if name.startswith("coldwire_http")}

    for number in range(2):
        client.get(f"/nowhere/{number}")
        client.request(f"METHOD{number}", "/")
        client.get(f"/id/person/{number}")
    before = labels()
    for number in range(2, 40):
        client.get(f"/nowhere/{number}?x={number}", headers={"User-Agent": f"a{number}"})
        client.request(f"METHOD{number}", "/")
        client.get(f"/id/person/{number}")
    assert labels() == before
    assert "METHOD" not in client.get("/metrics").text
    assert "nowhere" not in client.get("/metrics").text


def test_the_workers_and_the_dataset_are_told(client: httpx.Client) -> None:
    found = _figures(client)
    version = client.get("/health").json()["version"]
    assert found["coldwire_dataset_info", frozenset({("version", version)})] == 1
    for name in ("running", "waiting", "long", "cut_off_total", "crashed_total"):
        assert found[f"coldwire_queries_{name}", frozenset()] >= 0
    assert found["coldwire_workers", frozenset()] >= 1
    assert found["coldwire_dataset_built_timestamp_seconds", frozenset()] > 1e9


def test_the_number_of_statements_is_what_the_dataset_says(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    said = (
        b"<https://w3id.org/coldwire/id/dataset> <http://rdfs.org/ns/void#triples>"
        b' "4711"^^<http://www.w3.org/2001/XMLSchema#integer>'
        b" <https://w3id.org/coldwire/id/graph/dataset> .\n"
    )
    assert _figure(client_of(quads + said), "coldwire_dataset_statements") == 4711


def test_cut_off_and_refused_queries_are_counted(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(quads, time_limit_s=1, largest_answer_bytes=10_000)
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert client.get("/sparql", params={"query": heavy}).status_code == 503
    assert client.get("/sparql", params={"query": "SELECT * {?s ?p ?o}"}).status_code == 503
    assert _figure(client, "coldwire_queries_cut_off_total") == 1
    assert _figure(client, "coldwire_queries_refused_total", reason="size") == 1


def test_a_line_of_the_log_holds_nothing_personal(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "coldwire.access"):
        headers = {"User-Agent": "Curious/1.0", "Referer": "https://example.org/me"}
        client.get("/sparql", params={"query": _PRIVATE}, headers=headers)
        client.get("/id/person/drey", headers=headers)
        client.get("/healthz")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) >= 2
    pattern = r"(GET|HEAD|POST) (/[a-z]*(/\{local:path\})?) \d{3} \d+ B \d+\.\d ms"
    assert all(re.fullmatch(pattern, line) for line in lines), lines
    for secret in ("Marlborough", "Curious", "example.org", "drey", "127.0.0.1"):
        assert secret not in caplog.text


def test_the_lines_go_to_standard_output_once(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("coldwire.access")
    try:
        log_to_output()
        log_to_output()
        log.info("%s %s", "GET", "/sparql")
        assert capsys.readouterr().out.count("GET /sparql\n") == 1
    finally:
        log.handlers.clear()
        log.setLevel(logging.NOTSET)
        log.propagate = True


def test_the_process_lives_and_the_graph_can_be_asked(client: httpx.Client) -> None:
    assert client.get("/healthz").text == client.get("/readyz").text == "ok\n"
    assert client.head("/readyz").status_code == 200


class _Away:
    """An engine whose store cannot be reached."""

    version = "https://example.org/sparql"
    built = None
    is_remote = True
    pool = None

    @property
    def load(self) -> None:
        raise StopError("not started")

    async def ask(self, question: Question, client: str) -> Answer:
        raise self.error

    def __init__(self, error: Exception) -> None:
        self.error = error


@pytest.mark.parametrize(
    "error", [QueryError("The server cannot be reached."), BusyError("No."), TimeoutError()]
)
def test_while_the_store_is_away_the_process_lives_but_is_not_ready(error: Exception) -> None:
    engine = cast(Engine, _Away(error))
    app, metrics = FastAPI(), Metrics(engine)
    graph = Graph(engine, Addresses(BASE))
    app.include_router(observing_router(engine, graph, metrics))
    add_error_answers(app, Pages(Settings()), metrics.refused)

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return [await client.get("/healthz"), await client.get("/readyz")]

    lives, ready = asyncio.run(ask())
    assert lives.text == "ok\n"
    assert ready.status_code == 503
    assert ready.headers["retry-after"] == "5"
    assert ready.json()["detail"]
