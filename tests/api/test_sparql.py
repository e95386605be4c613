"""The endpoint keeps the SPARQL 1.1 Protocol, and only reads."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import RefusedError
from api.forms import KINDS, acceptable
from api.negotiation import takes_gzip
from api.sparql import read
from kg.namespaces import BASE, CW
from kg.store.formats import FORMATS, Kind

_ASK = "ASK {}"
_SELECT = "SELECT (1 AS ?v) {}"
_CONSTRUCT = 'CONSTRUCT { <urn:s> <urn:p> "<&>\\u0001" } WHERE {}'
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _direct(client: httpx.Client, query: str | bytes, **headers: str) -> httpx.Response:
    content = query if isinstance(query, bytes) else query.encode()
    return client.post("/sparql", content=content, headers={"Content-Type": _DIRECT, **headers})


def _routes(client: httpx.Client, query: str, **headers: str) -> list[httpx.Response]:
    return [
        client.get("/sparql", params={"query": query}, headers=headers),
        client.post("/sparql", data={"query": query}, headers=headers),
        _direct(client, query, **headers),
    ]


def _value(answer: httpx.Response) -> str:
    (row,) = answer.json()["results"]["bindings"]
    return str(next(iter(row.values()))["value"])


def test_a_query_goes_by_three_routes(client: httpx.Client) -> None:
    for answer in _routes(client, _ASK):
        assert answer.json()["boolean"] is True
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert "Accept" in answer.headers["vary"]


def test_encoding_is_undone_exactly_once(client: httpx.Client) -> None:
    words = "100%25 a%20b 1+1 &amp; x=y;z Сталин 김일성 😀"
    for answer in _routes(client, f'SELECT ("{words}" AS ?v) {{}}'):
        assert _value(answer) == words


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (_SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (_SELECT, "application/json", "application/sparql-results+json"),
        (_SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (_SELECT, "text/csv", "text/csv"),
        (_SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (_SELECT, "text/*;q=0.9, text/csv;q=0.1", "text/tab-separated-values"),
        (_ASK, "text/csv;q=0.2, application/sparql-results+xml", "application/sparql-results+xml"),
        (_CONSTRUCT, "*/*", "text/turtle"),
        (_CONSTRUCT, "application/n-triples", "application/n-triples"),
        (_CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (_CONSTRUCT, "application/ld+json", "application/ld+json"),
        (_CONSTRUCT, "application/sparql-results+json,*/*;q=0.9", "text/turtle"),
    ],
)
def test_the_form_is_negotiated(
    client: httpx.Client, query: str, accept: str, expected: str
) -> None:
    for answer in _routes(client, query, Accept=accept):
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("query", "accept"), [(_SELECT, "text/turtle"), (_CONSTRUCT, "text/csv"), (_ASK, "image/png")]
)
def test_a_form_that_cannot_hold_the_answer_is_406(
    client: httpx.Client, query: str, accept: str
) -> None:
    assert client.get("/sparql", params={"query": query}, headers={"Accept": accept}).is_error


def test_a_named_format_wins_over_the_header(client: httpx.Client) -> None:
    parameters = {"query": _SELECT, "format": "csv"}
    answer = client.get("/sparql", params=parameters, headers={"Accept": "text/html"})
    assert answer.text.split() == ["v", "1"]
    parameters = {"query": _SELECT, "format": "something", "timeout": "5"}
    assert client.get("/sparql", params=parameters).json()["head"] == {"vars": ["v"]}


def test_the_dataset_of_the_protocol_is_kept(client: httpx.Client) -> None:
    graph = BASE + "graph/authority"
    whole = int(_value(client.get("/sparql", params={"query": _COUNT})))
    for answer in (
        client.get("/sparql", params={"query": _COUNT, "default-graph-uri": graph}),
        client.post("/sparql", data={"query": _COUNT, "default-graph-uri": graph}),
        client.post(
            "/sparql", params={"default-graph-uri": graph}, content=_COUNT,
            headers={"Content-Type": _DIRECT},
        ),
    ):  # fmt: skip
        assert 0 < int(_value(answer)) < whole
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": graph}
    assert _value(client.get("/sparql", params=named)) == graph
    wrong = {"query": _ASK, "default-graph-uri": "not an <iri>"}
    assert client.get("/sparql", params=wrong).status_code == 400


def test_relative_addresses_count_from_the_base(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { <person/drey> ?p ?o }"})
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"params": {"query": "SELECT * { ?s ?p "}}, 400, "line 1"),
        ({"params": {"query": "SELECT * { ?s no:such ?o }"}}, 400, "no"),
        ({"params": {"query": ""}}, 400, "no query"),
        ({"params": {"default-graph-uri": "urn:x"}}, 400, "no query"),
        ({"params": [("query", _ASK), ("query", _ASK)]}, 400, "more than one"),
        ({"params": {"update": "CLEAR ALL"}}, 403, "only reads"),
        ({"params": {"query": "CLEAR ALL"}}, 400, "read-only"),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}, 400,
         "SERVICE"),
        ({"params": [("x", "y")] * 101}, 400, "100"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(
    client: httpx.Client, request_: dict[str, Any], status: int, words: str
) -> None:
    answer = client.get("/sparql", **request_)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        (None, b"ASK {}", 415),
        ("text/plain", b"ASK {}", 415),
        ("application/sparql-update", b"CLEAR ALL", 415),
        ("application/sparql-query; charset=utf-16", b"ASK {}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        (_DIRECT, b'ASK { BIND("\xff" AS ?x) }', 400),
        (_FORM, b"query=ASK%20%7B%20BIND(%22%FF%22%20AS%20?x)%20%7D", 400),
        (_FORM, b"update=CLEAR+ALL", 403),
        (_FORM, b"", 400),
        ("Application/Sparql-Query; charset=UTF-8", b"ASK {}", 200),
    ],
)
def test_a_body_is_read_strictly(
    client: httpx.Client, content_type: str | None, content: bytes, status: int
) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    assert client.post("/sparql", content=content, headers=headers).status_code == status


def test_bytes_that_are_not_utf8_are_refused_in_the_address_too(client: httpx.Client) -> None:
    assert client.get("/sparql?query=ASK%20%7B%20BIND(%22%FF%22%20AS%20?x)%7D").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_what_is_allowed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/sparql", params={"query": _ASK})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    answer = client.request(method, "/messages")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_options_tells_the_methods_too(client: httpx.Client) -> None:
    answer = client.options("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/", "/messages/selm-1", "/sparql", "/id/person/drey"):
        got, head = client.get(path), client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == got.headers["content-length"]
    assert client.head("/sparql?query=ASK%7B").status_code == 400


def test_pages_of_other_sites_may_ask_without_credentials(client: httpx.Client) -> None:
    origin = {"Origin": "https://yasgui.example"}
    for query in (_ASK, "ASK {"):
        answer = client.get("/sparql", params={"query": query}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    asked = {"Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    answer = client.options("/sparql", headers={**origin, **asked})
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("accept", "fmt"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML),
     ("application/ld+json", ox.RdfFormat.JSON_LD), ("*/*", ox.RdfFormat.TURTLE)],
)  # fmt: skip
def test_the_bare_endpoint_describes_itself(
    client: httpx.Client, site: str, accept: str, fmt: ox.RdfFormat
) -> None:
    description = "http://www.w3.org/ns/sparql-service-description#"
    answer = client.get("/sparql", headers={"Accept": accept})
    found = {(q.predicate.value, q.object.value) for q in ox.parse(answer.content, format=fmt)}
    assert (description + "endpoint", site + "/sparql") in found
    assert (description + "supportedLanguage", description + "SPARQL11Query") in found
    assert not [o for _, o in found if "Update" in o or "Federated" in o]
    written = {o for p, o in found if p == description + "resultFormat"}
    assert {"http://www.w3.org/ns/formats/" + name for name in ("RDF_XML", "JSON-LD")} <= written


def test_a_browser_gets_a_form_and_a_table(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    html = {"Accept": "text/html,*/*;q=0.8"}
    page = check_page(client.get("/sparql", headers=html).text)
    (field,) = page.all("textarea")
    assert client.get("/sparql", params={"query": field.words}).status_code == 200
    query = "SELECT ?a ?b { VALUES (?a ?b) { (<" + BASE + "person/drey> UNDEF) (1 'x'@ru) } }"
    page = check_page(client.get("/sparql", params={"query": query}, headers=html).text)
    assert [a.get("href") for a in page.all("a") if a.text == "drey"] == ["/id/person/drey"]
    assert [cell.text for cell in page.all("td")] == ["drey", "", "1", "x ru"]
    assert page.all("textarea")[0].words == query
    links = [a.get("href") for a in page.all("a") if a.text == "CSV"]
    assert client.get(links[0]).text.split() == ["a,b", BASE + "person/drey,", "1,x"]


@pytest.mark.parametrize("query", [_ASK, _CONSTRUCT])
def test_a_browser_sees_graphs_and_yes_or_no_as_text(
    client: httpx.Client, check_page: Callable[[str], Any], query: str
) -> None:
    html = {"Accept": "text/html"}
    page = check_page(client.get("/sparql", params={"query": query}, headers=html).text)
    assert page.all("pre")


def test_a_table_page_shows_the_first_rows_only(
    client_of: Callable[..., httpx.Client], quads: bytes, check_page: Callable[[str], Any]
) -> None:
    client = client_of(quads, most_rows_on_page=3)
    query = {"query": "SELECT ?s { ?s a ?class }"}
    page = check_page(client.get("/sparql", params=query, headers={"Accept": "text/html"}).text)
    assert len(page.all("td")) == 3
    assert "the first 3 are shown" in page.all("main")[0].text


def test_too_long_a_request_is_refused(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(quads, longest_query_bytes=1_000)
    long = "ASK { } # " + "x" * 1_000
    for answer in _routes(client, long):
        assert answer.status_code == 413
        assert "1,000" in answer.json()["detail"]
    assert _direct(client, _ASK).status_code == 200


def test_an_answer_that_is_too_large_is_refused_or_breaks_off_visibly(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(quads, largest_answer_bytes=10_000)
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        for accept in ("*/*", "application/n-triples, text/csv", "text/html"):
            try:
                answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
            except httpx.RemoteProtocolError:  # its beginning was sent before it was too large
                assert accept != "text/html"
                continue
            assert answer.status_code == 503
            assert "10,000" in answer.text
    assert client.get("/sparql", params={"query": _ASK}).status_code == 200


def test_many_clients_at_once_get_right_answers(client: httpx.Client) -> None:
    """Results of the engine belong to one thread; a server that forgets it dies here."""
    query = f"SELECT ?s ?p ?o {{ ?s ?p ?o ; a <{CW}Directive> }} ORDER BY ?s ?p ?o"
    expected = client.get("/sparql", params={"query": query}).json()
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(client.get, "/sparql", params={"query": query}) for _ in range(64)]
        assert all(each.result().json() == expected for each in asked)
    with ThreadPoolExecutor(16) as pool:
        paths = ["/messages/selm-1", "/id/person/drey.html", "/messages", "/network.json"] * 8
        assert {each.status_code for each in pool.map(client.get, paths)} == {200}


def test_control_characters_never_make_ill_formed_xml(client: httpx.Client) -> None:
    for query, accept, fmt in (
        ('SELECT ("a\\u0001b" AS ?v) {}', "application/sparql-results+xml", None),
        (_CONSTRUCT, "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):
        content = client.get("/sparql", params={"query": query}, headers={"Accept": accept}).content
        assert b"\x01" not in content
        assert fmt is None or list(ox.parse(content, format=fmt))


def test_json_is_json(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": 'SELECT ("a\\u0001\\n" AS ?v) {}'})
    assert json.loads(answer.content)["results"]["bindings"][0]["v"]["value"] == "a\x01\n"


@pytest.mark.parametrize(
    ("query", "line", "column", "word"),
    [
        ("SELECT * {\n  ?s ?p }", 2, 10, " "),  # the engine looked so far
        ("SELECT ?x {\n\n  ?x a foo:Bar }", 3, 15, ""),
        ("SELEC", 1, 6, " "),
        ('SELECT * { "Сталин" }\nFOO', 1, 21, "}"),
    ],
)
def test_a_fault_is_told_with_its_place(
    client: httpx.Client, query: str, line: int, column: int, word: str
) -> None:
    for answer in _routes(client, query):
        assert answer.status_code == 400
        assert (answer.json()["line"], answer.json()["column"]) == (line, column)
    page = client.get("/sparql", params={"query": query}, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert f"Line {line}, column {column} of the query." in page.text
    assert f"<mark>{word}" in page.text


def test_a_refusal_that_has_no_place_names_none(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "INSERT DATA { <urn:a> <urn:b> 1 }"})
    assert answer.status_code == 400
    assert "line" not in answer.json()


@pytest.mark.parametrize("size", [2_000_000, 10_000_000, 50_000_000])
def test_a_body_that_is_far_too_long_gets_an_answer_and_no_reset(
    client: httpx.Client, size: int
) -> None:
    """The client sends all of it before it reads."""
    answer = _direct(client, b"x" * size)
    assert answer.status_code == 413
    assert "1,000,000 bytes" in answer.json()["detail"]
    assert client.get("/sparql", params={"query": _ASK}).status_code == 200


def test_who_asks_before_sending_too_much_sends_nothing(client: httpx.Client) -> None:
    url = client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as peer:
        peer.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 10000000\r\nExpect: 100-continue\r\n\r\n"
        )
        got = b""
        while part := peer.recv(65536):
            got += part
    assert got.startswith(b"HTTP/1.1 413 ")
    assert b"1,000,000 bytes" in got


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_that_are_taken(
    client: httpx.Client, method: str
) -> None:
    answer = client.request(method, "/sparql", params={"query": _ASK})
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


_PARTS = st.one_of(st.binary(max_size=60), st.sampled_from([b"query=ASK%20%7B%7D", b"&", b"%ff"]))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["GET", "POST"]),
    st.one_of(st.none(), st.text(max_size=60), st.sampled_from([_FORM, _DIRECT])),
    st.lists(_PARTS, max_size=4).map(b"".join),
    st.lists(_PARTS, max_size=4).map(b"".join),
)
def test_whatever_is_sent_it_is_a_question_or_a_refusal(
    method: str, content_type: str | None, query_string: bytes, content: bytes
) -> None:
    try:
        asked = read(method, content_type, query_string, content)
    except RefusedError as error:
        assert error.status in (400, 403, 415)
        assert error.detail
    else:
        assert asked.query is None or asked.query.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.none(), st.text(max_size=80), st.sampled_from(["text/*;q=0.1", "*/*;q=0"])),
    st.sampled_from(KINDS),
    st.one_of(st.none(), st.sampled_from([*FORMATS, "nothing"]), st.text(max_size=8)),
)
def test_every_header_leads_to_a_form_that_can_hold_the_answer(
    accept: str | None, kind: Kind, named: str | None
) -> None:
    found = acceptable(accept, kind, named)
    assert found in ("text/html", "none") or kind in found.kinds  # type: ignore[union-attr]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_gzip_is_only_for_who_names_it(accepted: str) -> None:
    assert not takes_gzip(accepted) or "gzip" in accepted.lower()
