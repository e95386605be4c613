"""Whatever the documents hold, in every field: pages stay pages and data stay data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

_HTML = {"Accept": "text/html"}
_PAGES = (
    "/", "/messages", "/messages/selm-1", "/messages/selm-2", "/messages/selm-1~ref-2",
    "/network", "/ontology", "/vocabulary", "/id/person/drey.html", "/id/message/selm-1.html",
    "/id/finding/selm-1~directives-1.html", "/id/identification/selm-1~1.html",
    "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)  # fmt: skip


@pytest.fixture
def attacked(
    client_of: Callable[..., httpx.Client], quads_of: Callable[[str], bytes], hostile: str
) -> httpx.Client:
    """A server whose every text, and the text of whose message, is hostile."""
    texts = [("selm-1", hostile, hostile * 40), ("selm-2", "index.csv", hostile * 40)]
    return client_of(quads_of(hostile), texts, title="Coldwire")


def test_hostile_texts_stay_texts_on_every_page(
    attacked: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    for path in _PAGES:
        answer = attacked.get(path, headers=_HTML)
        assert answer.status_code == 200, path
        page = check_page(answer.text)
        assert "\x00" not in answer.text
        assert "\u202e" not in answer.text
        assert not page.all("b")


def test_hostile_texts_break_no_file(attacked: httpx.Client, client: httpx.Client) -> None:
    for path in ("/id/person/drey", "/network.gexf", "/network.json", "/network.csv"):
        assert attacked.get(path).status_code == 200
    plain, hostile = (c.get("/network/picture").text for c in (client, attacked))
    assert hostile.count("<script") == plain.count("<script")


@pytest.mark.parametrize(
    "path",
    [
        "/messages/<script>alert(1)</script>", "/id/person/\"><img src=x onerror=alert(1)>",
        "/questions/<script>", "/network?ego=</script><script>alert(1)</script>&layer=<b>",
        "/network?from=\"><script>alert(1)</script>", "/sparql?query=<script>alert(1)</script>",
        "/messages?held=<script>alert(1)</script>", "/messages?page=<script>", "/<script>",
        "/vocabulary/<script>", "/ontology.<script>", "/network.<script>",
    ],
)  # fmt: skip
def test_hostile_requests_are_told_back_as_text(
    client: httpx.Client, check_page: Callable[[str], Any], path: str
) -> None:
    page = check_page(client.get(path, headers=_HTML).text)
    assert page.all("script") == page.all("img") == page.all("b") == []


def test_no_document_can_make_a_link_that_runs(
    client_of: Callable[..., httpx.Client], quads: bytes, check_page: Callable[[str], Any]
) -> None:
    """An address of another scheme is shown and never linked."""
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"):
        client = client_of(quads.replace(b"https://archive.example.org/selm-1", address.encode()))
        for path in ("/messages/selm-1", "/id/message/selm-1.html"):
            page = check_page(client.get(path).text)
            assert address in page.all("main")[0].text
            assert not [a for a in page.all("a") if a.get("href") == address]
