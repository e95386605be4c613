"""Links between the forms of a thing, data for search engines, what crawlers read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from api.sitemap import PART
from kg.namespaces import BASE, CW
from kg.rdf.provenance import LICENSE, Accuracy, Counts, Source, dataset_quads

_HTML = {"Accept": "text/html"}
_LINK = re.compile(r'<([^>]*)>; rel="([a-z]+)"(?:; type="([^"]+)")?')
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def described() -> bytes:
    """The description of a dataset, as a build writes it."""
    lines = dataset_quads(
        "v7",
        Counts(1234, {"Message": 17}),
        [Source("letters/selm-1.md", "selm-1", "ab12", "CC BY 4.0")],
        [
            Accuracy("sender", "precision", 0.975, "Read by two people."),
            Accuracy("sender", "recall", 0.5, "Read by two people."),
        ],
    )
    return "".join(line + "\n" for line in lines).encode()


@pytest.fixture
def whole(client_of: Callable[..., httpx.Client], quads: bytes, described: bytes) -> httpx.Client:
    """A server over the example with a description of the dataset."""
    return client_of(quads + described)


def _links(answer: httpx.Response) -> set[tuple[str, str, str]]:
    return {(rel, href, kind) for href, rel, kind in _LINK.findall(answer.headers["link"])}


def _data(page: Any) -> dict[str, Any]:
    (block,) = page.all("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(block.words)
    return found


def test_an_answer_names_every_other_form_and_each_is_there(client: httpx.Client) -> None:
    for path in ("/id/person/drey.ttl", "/id/person/drey.html", "/messages/selm-1", "/ontology"):
        links = _links(client.get(path, headers=_HTML))
        forms = {(href, kind) for rel, href, kind in links if rel == "alternate"}
        assert len(forms) >= 7, path
        for href, kind in forms:
            answer = client.get(href)
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == kind


def test_data_and_page_have_the_same_links_and_so_has_the_head_of_the_page(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    as_data, as_page = client.get("/id/person/drey.nt"), client.get("/id/person/drey.html")
    links = _links(as_data)
    assert links == _links(as_page)
    assert ("canonical", f"{BASE}person/drey", "") in links
    assert ("type", CW + "Person", "") in links
    assert ("describedby", "/ontology", "") in links
    in_head = {
        (tag.get("rel"), tag.get("href"), tag.get("type"))
        for tag in check_page(as_page.text).all("link")
        if tag.get("rel") not in ("icon", "stylesheet")
    }
    assert in_head == links


def test_license_and_dataset_are_linked_where_the_graph_states_them(
    whole: httpx.Client, client: httpx.Client
) -> None:
    expected = {("license", LICENSE, ""), ("describedby", "/id/dataset", "")}
    for path in ("/", "/messages", "/messages/selm-1", "/id/place/orvane.rdf", "/vocabulary.ttl"):
        assert expected <= _links(whole.get(path)), path
        assert not expected & _links(client.get(path)), path


def test_a_search_engine_reads_who_wrote_to_whom(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    found = _data(check_page(client.get("/messages/selm-1").text))
    assert (found["@type"], found["@id"]) == ("Message", f"{BASE}message/selm-1")
    assert [each["name"] for each in found["sender"]] == ["Tamsin Drey"]
    person = _data(check_page(client.get("/id/person/drey.html").text))
    assert (person["@type"], person["name"]) == ("Person", "Tamsin Drey")
    assert "http://www.wikidata.org/entity/Q1" in person["sameAs"]
    assert not check_page(client.get("/id/finding/selm-1~directives-1.html").text).all("script")


def test_no_text_of_a_document_ends_the_data_block(
    hostile: str,
    quads_of: Callable[[str], bytes],
    client_of: Callable[..., httpx.Client],
    check_page: Callable[[str], Any],
) -> None:
    client = client_of(quads_of(hostile), [])
    for path in ("/messages/selm-1", "/id/person/drey.html"):
        html = client.get(path).text
        assert _data(check_page(html))["@context"] == "https://schema.org"
        block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert not set(block) & {"<", ">", "&", "\u2028", "\u2029"}


def test_the_dataset_has_a_page_with_its_measured_accuracy(
    whole: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    answer = whole.get("/id/dataset", headers=_HTML)
    page = check_page(answer.text)
    words = page.all("main")[0].text
    for part in ("1,234", "v7", "0.975", "0.500", "Read by two people.", "letters/selm-1.md",
                 "CC BY 4.0", "ab12"):  # fmt: skip
        assert part in words, part
    found = _data(page)
    assert found["@type"] == "Dataset"
    assert {"@type": "PropertyValue", "name": "recall of sender", "value": 0.5} in (
        found["variableMeasured"]
    )
    home = check_page(whole.get("/").text)
    assert [a for a in home.all("a") if a.get("href") == "/id/dataset.html"]
    assert "17" in [d.text for d in home.all("dd")], "the dataset's own counts are shown"


def test_the_data_of_the_dataset_hold_counts_sources_and_measurements(whole: httpx.Client) -> None:
    found = whole.get("/id/dataset.nt").text
    for word in ("classPartition", "dqv#value", "prov#used", "dcat#version"):
        assert word in found
    sent = whole.get("/.well-known/void")
    assert (sent.status_code, sent.headers["location"]) == (303, "/id/dataset")


def test_the_page_of_a_named_graph_says_how_large_it_is_and_what_it_was_read_from(
    whole: httpx.Client, check_page: Callable[[str], Any], described: bytes
) -> None:
    page = check_page(whole.get("/id/graph/dataset.html").text)
    size = len(described.splitlines())
    assert f"{size} statements stand" in page.all("main")[0].text
    words = check_page(whole.get("/id/graph/source/selm-1.html").text).all("main")[0].text
    assert "was derived from" in words
    assert "letters/selm-1.md" in words


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/id/person/dray", "/id/person/drey"),
        ("/id/person/Tamsin%20Drei.ttl", "/id/person/drey"),
        ("/id/place/orvan", "/id/place/orvane"),
        ("/vocabulary/force/ordr", "/vocabulary/force/order"),
        ("/messages/selm-11", "/messages/selm-1"),
        ("/messages/Telegram%20No.%20410278", "/messages/selm-1"),
    ],
)
def test_an_address_that_is_nearly_right_is_404_with_the_right_one(
    client: httpx.Client, check_page: Callable[[str], Any], asked: str, meant: str
) -> None:
    problem = client.get(asked)
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    near = problem.json()["suggestions"]
    assert meant in [each["href"] for each in near]
    page = check_page(client.get(asked, headers=_HTML).text)
    assert [a for a in page.all("a") if a.get("href") == meant]
    for each in near:
        assert client.get(each["href"], follow_redirects=True).status_code == 200


def test_what_is_like_nothing_gets_no_suggestion(client: httpx.Client) -> None:
    for path in ("/id/person/zzqqxx", "/id/person/%00", "/id/person/x", '/id/person/"zzq"*^'):
        problem = client.get(path)
        assert problem.status_code == 404
        assert "suggestions" not in problem.json()


def test_the_sitemap_lists_every_message_and_thing_once_and_each_is_a_page(
    client: httpx.Client,
) -> None:
    index = ET.fromstring(client.get("/sitemap.xml").content)
    (part,) = (each.text or "" for each in index.iter(_SITEMAP + "loc"))
    document = ET.fromstring(client.get(urlsplit(part).path).content)
    places = [each.text or "" for each in document.iter(_SITEMAP + "loc")]
    assert len(places) == len(set(places)) <= PART
    paths = {urlsplit(place).path for place in places}
    assert {"/", "/messages/selm-1", "/messages/selm-1~ref-2", "/id/person/drey.html"} <= paths
    assert len([path for path in paths if path.startswith("/messages/")]) == 4
    for path in paths:
        assert client.get(path, headers=_HTML).headers["content-type"].startswith("text/html")
    assert client.get("/sitemap-2.xml").status_code == 404


def test_the_parts_of_the_sitemap_hold_everything_once(
    client_of: Callable[..., httpx.Client], quads: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.sitemap.PART", 7)
    client = client_of(quads)
    index = ET.fromstring(client.get("/sitemap.xml").content)
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\d", e.text or "") for e in index.iter(f"{_SITEMAP}lastmod")
    )
    parts = [urlsplit(each.text or "").path for each in index.iter(_SITEMAP + "loc")]
    assert len(parts) > 1
    places = [
        each.text
        for part in parts
        for each in ET.fromstring(client.get(part).content).iter(_SITEMAP + "loc")
    ]
    assert len(places) == len(set(places))
    assert len([place for place in places if "/messages/" in (place or "")]) == 4


def test_crawlers_are_kept_from_what_is_expensive(client: httpx.Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /sparql" in lines
    assert not [line for line in lines if line in ("Disallow: /", "Disallow: /id/")]
    assert lines[-1].startswith("Sitemap: http")
