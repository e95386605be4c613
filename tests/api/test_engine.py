"""The store as the web application asks it: under load, while it is swapped, and on a server."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api.engine import Engine
from api.settings import Settings
from kg.errors import QueryError, StopError
from kg.store import write_store
from kg.store.lexical import refuse_service
from tests.api.conftest import fill, serving
from tests.store.servers import Door, cut, cut_answer, door_before, oxigraph, reply

_RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
_COUNT = "SELECT (COUNT(*) AS ?n) (SAMPLE(?o) AS ?tag) (COUNT(DISTINCT ?o) AS ?tags) { ?s ?p ?o }"
_JSON = {"Accept": "application/sparql-results+json"}


def _tagged(count: int, tag: str) -> list[str]:
    return [f'<urn:s{n}> <urn:p> "{tag}" <urn:g{n % 3}> .' for n in range(count)]


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, trust_env=False, timeout=60)


def _ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query}, headers={**_JSON, **headers})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "store"
    write_store(place, _tagged(300, "one"), [("m-1", "one.md", "To Pyongyang\n")], {})
    return place


def test_while_ten_runaway_queries_are_cut_off_others_are_answered(folder: Path) -> None:
    limit_s = 4.0
    settings = Settings(time_limit_s=limit_s, reload=False)
    with serving(folder, settings) as address, _client(address) as client:
        assert _ask(client, "ASK {}").status_code == 200  # it has started
        with ThreadPoolExecutor(10) as threads:
            runaways = [threads.submit(_ask, client, _RUNAWAY) for _ in range(10)]
            slowest_s, number = 0.0, 0
            while not all(each.done() for each in runaways):
                before = time.monotonic()
                assert _ask(client, "ASK {}").json()["boolean"] is True
                slowest_s = max(slowest_s, time.monotonic() - before)
                number += 1
        for each in runaways:
            assert each.result().status_code == 503
            assert "the limit of this server" in each.result().text
        assert number > 10
        assert slowest_s < limit_s / 2


def test_builds_are_swapped_under_load_without_a_failed_or_wrong_answer(folder: Path) -> None:
    builds = {"one": 300, "two": 200, "three": 400}
    begun, ended = threading.Barrier(25), threading.Event()

    def ask_on(address: str) -> list[tuple[int, str]]:
        seen: list[tuple[int, str]] = []
        with _client(address) as client:
            while not ended.is_set():
                answer = _ask(client, _COUNT)
                assert answer.status_code == 200, answer.text
                (row,) = answer.json()["results"]["bindings"]
                assert row["tags"]["value"] == "1"
                seen.append((int(row["n"]["value"]), row["tag"]["value"]))
                if len(seen) == 1:
                    begun.wait(60)
        return seen

    with serving(folder, Settings(workers=2, most_workers=4)) as address:
        with ThreadPoolExecutor(24) as threads, _client(address) as client:
            _until_served(client, "one")
            asking = [threads.submit(ask_on, address) for _ in range(24)]
            try:
                begun.wait(60)
                for tag in ("two", "three"):
                    write_store(folder, _tagged(builds[tag], tag), [], {})
                    _until_served(client, tag)
            finally:
                ended.set()
        seen = [found for each in asking for found in each.result()]
    assert {tag for _, tag in seen} == set(builds)
    assert all(builds[tag] == number for number, tag in seen)


def _until_served(client: httpx.Client, tag: str) -> None:
    ends = time.monotonic() + 60
    while f'"{tag}"' not in _ask(client, _COUNT).text:
        assert time.monotonic() < ends, f"the build {tag} is not served"
        time.sleep(0.05)


def test_an_answer_asked_by_head_frees_its_worker(folder: Path) -> None:
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000"
    settings = Settings(workers=1, most_workers=1, waiting_limit_s=5, reload=False)
    with serving(folder, settings) as address, _client(address) as client:
        for _ in range(3):
            answer = client.head("/sparql", params={"query": large}, headers=_JSON)
            assert answer.status_code == 200
            assert answer.content == b""
        assert _ask(client, "ASK {}").status_code == 200


def test_a_thread_does_not_wait_for_a_loop_that_has_ended(folder: Path) -> None:
    """A page in the making when the server is made to end at once."""
    engine = Engine(folder, Settings(reload=False))
    loop = asyncio.new_event_loop()
    running = engine.running()
    loop.run_until_complete(running.__aenter__())
    turning = threading.Thread(target=loop.run_forever)
    turning.start()
    with ThreadPoolExecutor(1) as threads:
        page = threads.submit(engine.rows, _RUNAWAY)
        while not engine.load.running:
            time.sleep(0.01)
        loop.call_soon_threadsafe(loop.stop)
        turning.join()
        assert isinstance(page.exception(timeout=30), StopError)
    with pytest.raises(StopError, match="not running"):
        engine.rows("SELECT * { ?s ?p ?o }")
    loop.run_until_complete(running.__aexit__(None, None, None))
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def test_an_engine_that_was_not_started_says_so(folder: Path) -> None:
    with pytest.raises(StopError, match="not running"):
        Engine(folder, Settings()).rows("SELECT * { ?s ?p ?o }")


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A SPARQL server that always says the same, and what it was asked."""
    asked: list[str] = []
    row = b'{"x":{"type":"literal","value":"here"}}'
    rows = b'{"head":{"vars":["x"]},"results":{"bindings":[%b]}}' % row

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.path)
            if self.path == "/elsewhere":
                reply(self, 307, headers={"Location": "/other"})
            else:
                reply(self, 200, rows, {"Content-Type": "application/sparql-results+json"})

        do_GET = do_POST = _any  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


_GOOD = ("SERVICE <{0}/good>", "service silent\n<{0}/good>", "SERVICESILENT<{0}/good>")
_EVIL = (
    "SERVICE <{0}/evil> {{ ?x ?y ?z }}",
    "service <{0}/evil> {{ ?x ?y ?z }}",
    "SERVICE SILENT <{0}/evil> {{ ?x ?y ?z }}",
    "SERVICESILENT<{0}/evil>{{ ?x ?y ?z }}",
    "SERVICE<{0}/evil>{{ ?x ?y ?z }}",
    "SERVICE # <{0}/good>\n <{0}/evil> {{ ?x ?y ?z }}",
    "SERVICE #\\u000A<{0}/evil> {{ }} #\n<{0}/good> {{ ?x ?y ?z }}",
    "SERVICE <{0}/good/../evil> {{ ?x ?y ?z }}",
    "SERVICE <{0}/good?x> {{ ?x ?y ?z }}",
    "SERVICE <{0}/good#x> {{ ?x ?y ?z }}",
    "SERVICE <{0}/%67ood> {{ ?x ?y ?z }}",
    "SERVICE <{0}/good> {{ }} SERVICE <{0}/evil> {{ ?x ?y ?z }}",
    "SERVICE <{0}/good> {{ SERVICE <{0}/evil> {{ ?x ?y ?z }} }}",
    "BIND(<{0}/evil> AS ?w) SERVICE ?w {{ ?x ?y ?z }}",
    "VALUES ?w {{ <{0}/good> <{0}/evil> }} SERVICE ?w {{ ?x ?y ?z }}",
    "SERVICE e:evil {{ ?x ?y ?z }}",
    "SERVICE e:good {{ ?x ?y ?z }}",
    "SERVICE <evil> {{ ?x ?y ?z }}",
    "SERVICE <good> {{ ?x ?y ?z }}",
    "\\u0053ERVICE <{0}/evil> {{ ?x ?y ?z }}",
    "SERVICE <{0}/\\u0065vil> {{ ?x ?y ?z }}",
    "SERVICE <{0}\\u002Fgood\\u005Cu003E/evil> {{ ?x ?y ?z }}",
    "?s ?p 1SERVICE<{0}/evil>{{ ?x ?y ?z }}",
    "FILTER(?x<?y)SERVICE#>\n<{0}/evil> {{ ?x ?y ?z }} #<{0}/good>",
)


def test_service_asks_an_allowed_address_and_no_other(
    folder: Path, listener: tuple[str, list[str]]
) -> None:
    base, asked = listener
    settings = Settings(service_endpoints=(f"{base}/good",), reload=False, time_limit_s=10)
    prologue = f"BASE <{base}/> PREFIX e: <{base}/> "
    with serving(folder, settings) as address, _client(address) as client:
        for clause in _GOOD:
            query = f"SELECT ?x {{ {clause.format(base)} {{ ?x ?y ?z }} }}"
            answer = _ask(client, query)
            assert answer.status_code == 200, answer.text
            assert answer.json()["results"]["bindings"][0]["x"]["value"] == "here"
        assert asked == ["/good"] * 3
        asked.clear()
        for clause in _EVIL:
            answer = _ask(client, f"{prologue}SELECT * {{ {clause.format(base)} }}")
            assert answer.status_code == 400, (clause, answer.text)
            assert f"{base}/good" in answer.json()["detail"], clause
        assert asked == []


_PIECES = (
    "SERVICE", "SILENT", "SERVICESILENT", "\\u0053ERVICE", "<{0}/good>", "<{0}/evil>",
    "<{0}/g\\u006fod>", "<evil>", "e:evil", "?w", "{{ }}", " {{ ?x ?y ?z }} ", "{{", "}}",
    "?s ?p ?o", " . ", "\n", "#", " #x\\u000A", "\\u000A", "\r", "'", "'''", '"', '"""', "\\",
    "<", ">", "FILTER(?a<?b", "FILTER(", ")", "VALUES ?x {{", "e:a\\#", "UNION", "1", "@en",
)  # fmt: skip


def test_no_mixture_that_passes_the_list_asks_another_address(
    listener: tuple[str, list[str]],
) -> None:
    base, asked = listener
    chance, passed = random.Random(7), 0  # noqa: S311 - the same mixtures each time
    node = ox.NamedNode("urn:a")
    store = ox.Store()
    store.add(ox.Quad(node, node, node))
    for _ in range(4_000):
        pieces = chance.choices(_PIECES, k=chance.randint(1, 6))
        target = chance.choice(("<{0}/good>", "<{0}/evil>"))
        body = " ".join([*pieces, "SERVICE", *chance.choices(_PIECES, k=1), target, "{{ }}"])
        text = f"PREFIX e: <{base}/> BASE <{base}/> SELECT * {{ {body.format(base)} }}"
        try:
            refuse_service(text, {f"{base}/good"})
        except QueryError:
            continue
        passed += 1
        with contextlib.suppress(SyntaxError, OSError, ValueError, RuntimeError):
            list(store.query(text))
        assert set(asked) <= {"/good"}, text
    assert passed > 100
    assert "/good" in asked


def test_without_a_list_no_address_is_asked(folder: Path, listener: tuple[str, list[str]]) -> None:
    base, asked = listener
    with serving(folder, Settings(reload=False)) as address, _client(address) as client:
        for clause in ("SERVICE <{0}/good> {{ }}", *_EVIL):
            answer = _ask(client, f"SELECT * {{ {clause.format(base)} }}")
            assert answer.status_code == 400, clause
    assert asked == []


def test_a_redirection_of_an_allowed_address_is_not_followed(
    folder: Path, listener: tuple[str, list[str]]
) -> None:
    base, asked = listener
    settings = Settings(service_endpoints=(f"{base}/elsewhere",), reload=False, time_limit_s=10)
    with serving(folder, settings) as address, _client(address) as client:
        try:
            answer = _ask(client, f"SELECT * {{ SERVICE <{base}/elsewhere> {{ ?x ?y ?z }} }}")
        except httpx.RemoteProtocolError:  # it had begun
            pass
        else:
            assert answer.status_code == 400
    assert asked == ["/elsewhere"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An Oxigraph server that holds three hundred statements."""
    with oxigraph("--union-default-graph") as address:
        fill(address, "\n".join(_tagged(300, "one")).encode())
        yield address


@pytest.fixture
def door(server: str) -> Iterator[Door]:
    with door_before(server) as door:
        yield door


_KEEPS = {
    "SELECT": "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s",
    "ASK": "ASK { <urn:s1> ?p ?o }",
    "CONSTRUCT": "CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s ?p ?o }",
}


@pytest.mark.parametrize(
    ("kind", "accept"),
    [
        *(("SELECT", form) for form in ("application/sparql-results+json", "text/csv",
          "application/sparql-results+xml", "text/tab-separated-values")),
        *(("ASK", form) for form in ("application/sparql-results+json",
          "application/sparql-results+xml")),
        *(("CONSTRUCT", form) for form in ("text/turtle", "application/n-triples",
          "application/rdf+xml", "application/ld+json", "application/trig")),
    ],
)  # fmt: skip
def test_a_server_answers_as_the_folder_does_in_every_form(
    server: str, tmp_path: Path, kind: str, accept: str
) -> None:
    folder = tmp_path / "store"
    write_store(folder, _tagged(300, "one"), [], {})
    found = []
    settings = Settings(workers=1, reload=False)
    for store in (folder, server):
        with serving(store, settings) as address, _client(address) as client:
            answer = _ask(client, _KEEPS[kind], Accept=accept)
            assert answer.status_code == 200, answer.text
            found.append((answer.headers["content-type"], sorted(answer.content.splitlines())))
    assert found[0][0] == found[1][0]
    if "json" not in accept or kind == "ASK":
        assert found[0][1] == found[1][1]


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv"])
def test_a_server_that_breaks_off_is_never_a_whole_answer(door: Door, accept: str) -> None:
    settings = Settings(workers=1, time_limit_s=10, reload=False)
    with serving(door.address, settings) as address, _client(address) as client:
        assert _ask(client, _KEEPS["ASK"]).json()["boolean"] is True
        for breaks in (cut_answer, _tidy_half):
            door.plan[:] = [breaks]
            try:
                status = _ask(client, _KEEPS["SELECT"], Accept=accept).status_code
            except httpx.RemoteProtocolError:
                status = 503
            assert (status, door.plan) == (503, [])
        assert _ask(client, _KEEPS["SELECT"], Accept=accept).status_code == 200


def _tidy_half(handler: BaseHTTPRequestHandler, _: Any) -> bool:
    """As Oxigraph ends an answer at its own time limit: status 200 and a whole transfer."""
    half = b'{"head":{"vars":["s"]},"results":{"bindings":[ The SPARQL operation has been cancelled'
    return reply(handler, 200, half, {"Content-Type": "application/sparql-results+json"})


def test_a_server_that_is_away_is_503_not_a_fault_of_the_query(door: Door) -> None:
    settings = Settings(workers=1, time_limit_s=30, reload=False)
    with serving(door.address, settings) as address, _client(address) as client:
        assert _ask(client, _KEEPS["ASK"]).status_code == 200
        door.plan[:] = [cut] * 40
        answer = _ask(client, _KEEPS["ASK"])
        assert answer.status_code == 503
        assert "try again" in answer.json()["detail"]
        assert "127.0.0.1" not in answer.text
        door.plan.clear()
        assert _ask(client, _KEEPS["ASK"]).json()["boolean"] is True


def test_the_time_limit_holds_over_a_server_too(server: str) -> None:
    settings = Settings(workers=1, time_limit_s=1, reload=False)
    with serving(server, settings) as address, _client(address) as client:
        answer = _ask(client, _RUNAWAY)
        assert answer.status_code == 503
        assert "longer than 1 seconds" in answer.json()["detail"]
        assert _ask(client, _KEEPS["ASK"]).status_code == 200
