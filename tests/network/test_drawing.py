"""The page asks no host, runs only its own scripts and shows the words behind each line."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import StopError
from kg.network import build_network, write_network
from kg.network.drawing import draw_html
from kg.network.layers import LAYERS


class Page(HTMLParser):
    """Tags with their attributes, and the text of each script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture(scope="module")
def html(store: Any) -> str:
    return draw_html(build_network(store, layers=list(LAYERS)), "Telegram No. 1")


def test_the_page_is_a_whole_document(html: str) -> None:
    assert html.startswith("<!doctype html>")
    assert '<html lang="en">' in html
    assert '<meta charset="utf-8">' in html
    assert "<title>Telegram No. 1</title>" in html


def test_only_the_two_own_scripts_may_run(html: str) -> None:
    data, *scripts = Page(html).scripts
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    allowed = re.findall(r"'(sha256-[^']*)'", policy[1])
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    assert allowed == ["sha256-" + base64.b64encode(digest).decode() for digest in digests]
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]
    assert json.loads(data)["people"]


def test_nothing_in_the_page_points_to_another_place(html: str) -> None:
    for _, attributes in Page(html).tags:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert attributes.get(name, "data:,") == "data:,"
        assert not [name for name in attributes if name.startswith("on")]
    assert "sourceMappingURL" not in html


def test_tables_hold_every_node_and_edge(html: str, store: Any) -> None:
    graph = build_network(store, layers=list(LAYERS))
    tags = [attributes for _, attributes in Page(html).tags]
    assert sum("data-node" in tag for tag in tags) == graph.number_of_nodes()
    assert sum("data-edge" in tag for tag in tags) == graph.number_of_edges()


def test_hostile_names_add_no_tag(html: str, hostile_graph: nx.MultiDiGraph) -> None:
    page = Page(draw_html(hostile_graph, "</title><script>alert(1)</script><img src=x>"))
    assert page.count("script") == 3
    assert page.count("title") == 1
    assert page.count("img") == page.count("a") == 0


def test_the_same_graph_gives_the_same_page(html: str, store: Any) -> None:
    assert draw_html(build_network(store, layers=list(LAYERS)), "Telegram No. 1") == html


def test_an_empty_graph_still_gives_a_page(store_of: Any) -> None:
    assert "0 nodes and 0 lines" in draw_html(build_network(store_of("")), "Nothing")


def test_what_nobody_can_read_is_refused_with_advice() -> None:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(301))
    with pytest.raises(StopError, match=r"301 nodes.*--ego.*--hops.*--from"):
        draw_html(graph, "")
    graph = nx.MultiDiGraph([(0, 1)] * 1501)
    with pytest.raises(StopError, match="1,501 edges"):
        draw_html(graph, "")


class Visit:
    """An open page and everything on it that should not happen."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.faults: list[str] = []
        self.page = browser.new_context(**context).new_page()
        own = path.as_uri()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda r: None if r.url == own else self.faults.append(r.url))
        self.page.goto(own)
        self.page.wait_for_function("window.vizReady === true")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def click_node(self, label: str) -> str:
        """Clicks the point of that name; what the panel then says."""
        place = self.page.evaluate("l => vizProbe().find(p => p.label === l)", label)
        self.page.mouse.click(place["x"], place["y"])
        self.page.wait_for_function(
            "l => document.querySelector('#panel h2').textContent === l", arg=label
        )
        return str(self.page.inner_text("#panel"))


@pytest.fixture
def telegram(store: Any, browser: Any, tmp_path: Path) -> Visit:
    path = tmp_path / "network.html"
    write_network(build_network(store, layers=list(LAYERS)), path, "Telegram No. 1")
    return Visit(browser, path, viewport={"width": 1200, "height": 900})


@pytest.mark.browser
def test_a_click_on_a_point_shows_its_messages_and_their_words(telegram: Visit) -> None:
    words = telegram.click_node("Terenty Shtykov")
    assert "visit KIM IL SUNG" in words
    assert "1950-10-01 Telegram No. 1" in words
    assert telegram.faults == []


@pytest.mark.browser
def test_the_picture_is_drawn(telegram: Visit) -> None:
    colored = telegram.page.evaluate(
        """() => { const c = document.querySelector('#picture canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"""
    )
    assert colored > 2000


@pytest.mark.browser
def test_a_row_of_the_table_shows_the_evidence_by_keyboard(telegram: Visit) -> None:
    page = telegram.page
    page.click("#edge-table summary")
    page.focus("[data-edge]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel blockquote")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert "Choose a point or a line" in page.inner_text("#panel")
    assert telegram.faults == []


@pytest.mark.browser
def test_a_search_without_diacritics_finds_the_person(telegram: Visit) -> None:
    telegram.page.fill("#search", "pak hon")
    assert telegram.page.inner_text("#status") == "1 found"
    telegram.page.keyboard.press("Enter")
    assert telegram.page.inner_text("#panel h2") == "Pak Hŏn-yŏng"


@pytest.mark.browser
def test_a_layer_can_be_switched_off(telegram: Visit) -> None:
    telegram.page.uncheck("[data-layer=directives]")
    assert "visit KIM IL SUNG" not in telegram.click_node("Terenty Shtykov")


@pytest.mark.browser
def test_a_click_hits_also_when_the_page_is_scrolled(telegram: Visit) -> None:
    telegram.page.evaluate("scrollTo(0, 250)")
    assert telegram.page.evaluate("scrollY") > 100
    assert "visit KIM IL SUNG" in telegram.click_node("Terenty Shtykov")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_sideways_scrolling(
    store: Any, browser: Any, tmp_path: Path, scheme: str
) -> None:
    path = tmp_path / "network.html"
    write_network(build_network(store), path, "Telegram No. 1")
    visit = Visit(browser, path, viewport={"width": 375, "height": 700}, color_scheme=scheme)
    for table in ("#node-table", "#edge-table"):
        visit.page.click(f"{table} summary")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 375
    assert visit.faults == []


@pytest.mark.browser
def test_hostile_names_stay_names_in_the_browser(
    hostile_graph: nx.MultiDiGraph, browser: Any, tmp_path: Path
) -> None:
    path = tmp_path / "network.html"
    write_network(hostile_graph, path, "<img src=x onerror=alert(1)></script>")
    visit = Visit(browser, path)
    for label in visit.page.evaluate("vizProbe().map(p => p.label)"):
        place = visit.page.evaluate("l => vizProbe().find(p => p.label === l)", label)
        visit.page.mouse.move(place["x"], place["y"])
        visit.page.mouse.click(place["x"], place["y"])
        visit.page.wait_for_timeout(200)
        assert visit.page.inner_text("#panel h2").strip()
    assert visit.page.locator("img, iframe, a").count() == 0
    assert visit.page.locator("script").count() == 3
    assert visit.faults == []
