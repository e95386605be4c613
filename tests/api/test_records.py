"""Every address of the graph answers, in the form the client wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.namespaces import BASE, CW, VOCABULARY

_FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
}


def _subjects(content: bytes, fmt: ox.RdfFormat) -> set[str]:
    return {quad.subject.value for quad in ox.parse(content, format=fmt)}


def _triples(content: bytes, fmt: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=fmt)}


@pytest.mark.parametrize("ending", _FORMATS)
def test_a_record_comes_in_every_form_by_header_and_by_ending(
    client: httpx.Client, ending: str
) -> None:
    media_type, fmt = _FORMATS[ending]
    by_header = client.get("/id/person/drey", headers={"Accept": media_type})
    by_ending = client.get(f"/id/person/drey.{ending}")
    for answer in (by_header, by_ending):
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert f"{BASE}person/drey" in _subjects(answer.content, fmt)
    assert _triples(by_header.content, fmt) == _triples(by_ending.content, fmt)
    assert "Accept" in by_header.headers["vary"].split(", ")


def test_a_record_says_what_points_to_it(client: httpx.Client) -> None:
    found = ox.parse(client.get("/id/person/drey.ttl").content, format=ox.RdfFormat.TURTLE)
    triples = {(q.subject.value, q.predicate.value, q.object.value) for q in found}
    assert (f"{BASE}message/selm-1", CW + "sender", f"{BASE}person/drey") in triples


def test_a_named_graph_gives_what_stands_in_it(client: httpx.Client) -> None:
    answer = client.get("/id/graph/authority", headers={"Accept": "application/n-triples"})
    assert f"{BASE}place/orvane" in _subjects(answer.content, ox.RdfFormat.N_TRIPLES)


def test_a_browser_gets_a_page_and_a_program_data(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = client.get("/id/person/drey", headers={"Accept": browser})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<{BASE}person/drey>; rel="canonical"' in page.headers["link"]
    assert client.get("/id/person/drey").headers["content-type"].startswith("text/turtle")


def test_the_page_has_every_statement_its_source_and_its_evidence(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/id/person/drey.html").text)
    words = page.all("main")[0].text
    assert "nationality" in words
    assert "Selm" in words
    assert [a for a in page.all("a") if a.get("href") == "/id/graph/authority"]
    assert [a for a in page.all("a") if a.get("href") == "/messages/selm-1"]
    assert [q.text for q in page.all("q")] == ["LARK", "Lark"]
    assert [a for a in page.all("a") if a.get("href") == "http://www.wikidata.org/entity/Q1"]


def test_a_message_leads_a_browser_to_its_reading_page(client: httpx.Client) -> None:
    answer = client.get("/id/message/selm-1~ref-2", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/messages/selm-1~ref-2")
    assert client.get("/id/message/selm-1.html").status_code == 200
    assert client.get("/id/message/selm-1").headers["content-type"].startswith("text/turtle")


def test_every_address_of_the_graph_is_alive(client: httpx.Client, quads: bytes) -> None:
    addresses = {
        term.value
        for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)
        for term in (quad.subject, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    assert len(addresses) > 50
    for address in sorted(addresses):
        for accept in ("text/turtle", "text/html"):
            path = "/id/" + address.removeprefix(BASE)
            answer = client.get(path, headers={"Accept": accept}, follow_redirects=True)
            assert answer.status_code == 200, address
            assert answer.headers["content-type"].startswith(accept)


def test_terms_of_ontology_and_vocabularies_answer(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/ontology", headers={"Accept": "text/html"}).text)
    assert "Who sent the message." in page.by_id("sender").text
    found = client.get("/ontology.ttl")
    assert CW + "sender" in _subjects(found.content, ox.RdfFormat.TURTLE)
    page = check_page(client.get("/vocabulary.html").text)
    assert "What must be done." in page.by_id("force/order").text
    found = client.get("/vocabulary/force/order", headers={"Accept": "text/turtle"})
    assert VOCABULARY + "force/order" in _subjects(found.content, ox.RdfFormat.TURTLE)
    page = check_page(client.get("/vocabulary/force/order.html").text)
    assert page.all("h1")[0].text == "order"
    assert client.get("/vocabulary/force.html").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/id/person/nobody", "/id/person/drey.pdf", "/id/nothing", "/id/", "/vocabulary/force/none",
     "/ontology.pdf", "/id/person/%00", "/id/a b/<script>", "/id/%FF/%FE", "/nothing"],
)  # fmt: skip
def test_an_unknown_address_is_a_404_in_the_form_wanted(
    client: httpx.Client, check_page: Callable[[str], Any], path: str
) -> None:
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    check_page(page.text)
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404


def test_a_form_that_is_not_there_is_406(client: httpx.Client) -> None:
    answer = client.get("/id/person/drey", headers={"Accept": "application/pdf"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


def test_encoded_addresses_answer_as_they_are_written(
    client_of: Callable[..., httpx.Client],
) -> None:
    """An identifier with a slash or a script stays one segment of the address."""
    lines = "".join(
        f'<{BASE}message/{name}> <{CW}number> "7" <{BASE}graph/source/x> .\n'
        f"<{BASE}message/{name}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CW}Message>"
        f" <{BASE}graph/source/x> .\n"
        for name in ("410277%2Fkt", "%D0%96~a%20b", "%3Cscript%3E%22")
    )
    client = client_of(lines.encode(), [])
    for name in ("410277%2Fkt", "%D0%96~a%20b", "%3Cscript%3E%22"):
        assert client.get(f"/id/message/{name}.ttl").status_code == 200
        assert client.get(f"/messages/{name}").status_code == 200
        found = client.get(f"/id/message/{name}", headers={"Accept": "text/html"})
        assert found.headers["location"] == f"/messages/{name}"


def test_a_record_with_many_neighbors_is_cut_and_says_so(
    client_of: Callable[..., httpx.Client], quads: bytes, check_page: Callable[[str], Any]
) -> None:
    client = client_of(quads, most_neighbors=1)
    words = check_page(client.get("/id/person/drey.html").text).all("main")[0].text
    assert "1 more, in the data below" in words


def test_a_message_that_is_only_pointed_to_has_its_record_as_page(
    client_of: Callable[..., httpx.Client],
) -> None:
    line = f"<{BASE}identification/a~1> <{CW}refersTo> <{BASE}message/a%23fn2> <{BASE}graph/x> .\n"
    client = client_of(line.encode(), [])
    answer = client.get("/id/message/a%23fn2", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    sent = client.get("/messages/a%23fn2")
    assert (sent.status_code, sent.headers["location"]) == (303, "/id/message/a%23fn2.html")
    assert client.get(sent.headers["location"]).status_code == 200
