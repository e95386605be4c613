"""Home, the list of messages, the description of the API: pages that keep their promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.app import application
from api.settings import Settings
from api.wording import line, prefixed, visible
from kg.errors import StopError
from kg.store import Store

_HTML = {"Accept": "text/html"}
_PAGES = [
    "/", "/messages", "/messages/selm-1", "/messages/selm-2", "/messages/selm-1~ref-2",
    "/questions", "/network", "/network?ego=Drey&layer=directives", "/sparql", "/ontology",
    "/vocabulary", "/docs", "/id/person/drey.html", "/id/message/selm-1.html",
    "/id/finding/selm-1~directives-1", "/id/graph/source/selm-1", "/nothing/here",
]  # fmt: skip


@pytest.mark.parametrize("path", _PAGES)
def test_every_page_is_sound(
    client: httpx.Client, check_page: Callable[[str], Any], path: str
) -> None:
    answer = client.get(path, headers=_HTML)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    check_page(answer.text)


_WITHOUT_EDITOR = [path for path in _PAGES if path != "/sparql"]  # test_editor.py has its policy


@pytest.mark.parametrize(
    "path", [*_WITHOUT_EDITOR, "/static/coldwire.css", "/health", "/id/person/drey"]
)
def test_every_answer_carries_its_policies(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers=_HTML if "health" not in path else {}).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; ")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_the_home_page_counts_what_there_is(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/").text)
    counts = dict(
        zip((t.text for t in page.all("dt")), (d.text for d in page.all("dd")), strict=True)
    )
    assert counts["messages"] == "4"
    assert counts["directives"] == "3"
    assert counts["votes"] == "3"
    assert "8 August 1957 to 30 September 1957" in page.all("main")[0].text
    assert [p.text for p in page.all("p", class_="what")] == [
        "Telegram No. 410277, Lark [Drey] to the Envoy in Orvane"
    ]
    ways = [a.get("href") for a in page.all("a", class_="way")]
    assert ways == ["/messages", "/network", "/questions"]


def test_an_empty_store_has_pages_too(
    client_of: Callable[..., httpx.Client], check_page: Callable[[str], Any]
) -> None:
    client = client_of(b"", [])
    for path in ("/", "/messages", "/network", "/ontology", "/vocabulary", "/questions"):
        answer = client.get(path, headers=_HTML)
        assert answer.status_code == 200, path
        check_page(answer.text)


def test_messages_stand_in_the_order_of_their_dates(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/messages").text)
    assert [p.text for p in page.all("p", class_="when")] == [
        "8 August 1957", "9 August 1957", "September 1957", "2 June 1957",
    ]  # fmt: skip
    who = [p.text for p in page.all("p", class_="who")]
    assert who[1] == "from Tamsin Drey through Envoy in Orvane to Bram Ilk with its text"
    assert who[3] == "from Perrin known by reference"


def test_the_list_has_pages_and_can_be_cut(
    client_of: Callable[..., httpx.Client], quads: bytes, check_page: Callable[[str], Any]
) -> None:
    client = client_of(quads, page_size=2)
    first = check_page(client.get("/messages").text)
    (onward,) = [a for a in first.all("a") if a.get("rel") == "next"]
    last = check_page(client.get(onward.get("href")).text)
    assert "Page 2 of 2" in last.all("main")[0].text
    assert len(first.all("p", class_="what")) == len(last.all("p", class_="what")) == 2
    assert client.get("/messages?page=99").text == client.get("/messages?page=2").text
    cut = check_page(client.get("/messages", params={"held": "envelope only"}).text)
    assert len(cut.all("p", class_="what")) == 2
    assert [a.text for a in cut.all("a") if a.get("aria-current")] == ["envelope only 2"]


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999999999999999", "held=" + "x" * 999]
)
def test_a_wrong_parameter_is_said(
    client: httpx.Client, check_page: Callable[[str], Any], query: str
) -> None:
    answer = client.get(f"/messages?{query}", headers=_HTML)
    assert answer.status_code == 422
    check_page(answer.text)
    name = query.partition("=")[0]
    assert name in client.get(f"/messages?{query}").json()["detail"]


def test_the_api_is_described_without_another_host(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    described = client.get("/openapi.json").json()
    assert described["info"]["title"] == "Coldwire"
    operations = [o for path in described["paths"].values() for o in path.values()]
    names = [o["operationId"] for o in operations]
    assert len(names) == len(set(names)) >= 12
    page = check_page(client.get("/docs").text)
    paths = {h.text for h in page.all("h3")}
    assert {f"GET {path}" for path in described["paths"]} <= paths
    assert "POST /sparql" in paths


def test_health_names_the_version_of_the_data(client: httpx.Client, opened: Store) -> None:
    found = client.get("/health").json()
    assert found["status"] == "ok"
    assert found["version"] == opened.version or found["version"].startswith("http://127.0.0.1:")


def test_a_failure_inside_says_nothing_of_the_inside(
    client_of: Callable[..., httpx.Client], quads: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(quads)

    def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("api.pages.counts", broken)
    for accept in ("text/html", "application/json"):
        answer = client.get("/", headers={"Accept": accept})
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "RuntimeError" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLDWIRE_TITLE", "Letters of the Embassy")
    monkeypatch.setenv("COLDWIRE_PAGE_SIZE", "7")
    assert (Settings().title, Settings().page_size) == ("Letters of the Embassy", 7)
    monkeypatch.setenv("COLDWIRE_PAGE_SIZE", "none")
    with pytest.raises(ValueError, match="page_size"):
        Settings()


def test_a_server_without_a_store_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLDWIRE_STORE", raising=False)
    with pytest.raises(StopError, match="COLDWIRE_STORE"):
        application()


def test_words_are_made_fit_for_a_page_one_for_one() -> None:
    text = "a\x00\x1b\x7f\x9f\ud800\ufdd0\U0001ffff\u202eb\tc\n"
    assert visible(text) == "a␀␛\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb\tc\n"
    assert len(visible(text)) == len(text)
    assert line("\u202aab\u202c  c\n d") == "ab c d"
    assert prefixed("https://example.org/x") == "https://example.org/x"
