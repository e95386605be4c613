"""In a real browser: no fault, no request to another host, and the page does what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.browser


class Visit:
    """An open page and everything on it that should not happen."""

    def __init__(self, browser: Any, site: str, path: str, **context: Any) -> None:
        self.faults: list[str] = []
        self._context = browser.new_context(**context)
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self._request(site, request.url))
        self.page.on("requestfailed", lambda request: self.faults.append(request.url))
        self.page.goto(site + path)

    def _request(self, site: str, url: str) -> None:
        if not url.startswith((site + "/", "data:")):
            self.faults.append(url)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Visit]]:
    opened: list[Visit] = []

    def go(path: str, at: str = site, **context: Any) -> Visit:
        opened.append(Visit(browser, at, path, **context))
        return opened[-1]

    yield go
    for each in opened:
        each.close()


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1280, "light")])
@pytest.mark.parametrize(
    "path",
    ["/", "/messages", "/messages/selm-1", "/messages/selm-2", "/questions", "/sparql", "/docs",
     "/network", "/id/person/drey.html", "/ontology", "/nothing"],
)  # fmt: skip
def test_a_page_opens_without_fault_and_without_sideways_scrolling(
    visit: Callable[..., Visit], path: str, width: int, scheme: str
) -> None:
    seen = visit(path, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert seen.page.inner_text("h1").strip()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    expected = 1 if path == "/nothing" else 0  # the browser itself reports a 404
    assert len(seen.faults) == expected, seen.faults


def test_pages_work_without_javascript(visit: Callable[..., Visit]) -> None:
    seen = visit("/messages/selm-1", java_script_enabled=False)
    seen.page.click("a.hit:has-text('You may offer the ferry')")
    assert seen.page.url.endswith("#directives-2")
    assert seen.page.is_visible("#directives-2")
    assert seen.faults == []


def test_a_mark_leads_to_its_fact_even_inside_closed_details(visit: Callable[..., Visit]) -> None:
    seen = visit("/messages/selm-1", viewport={"width": 1280, "height": 800})
    fact = seen.page.locator("#mentions-6")
    assert not fact.is_visible()
    seen.page.click("a.hit:has-text('VOSS')")
    fact.wait_for(state="visible")
    assert seen.page.evaluate("document.querySelector(':target').id") == "mentions-6"
    assert seen.faults == []


def test_a_fact_leads_back_to_its_words(visit: Callable[..., Visit]) -> None:
    seen = visit("/messages/selm-1", viewport={"width": 375, "height": 600})
    seen.page.click("#directives-3 blockquote a")
    words = seen.page.locator(":target")
    assert words.inner_text().startswith("Perrin") or words.inner_text() == ""
    top = seen.page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert -5 <= top < 600
    assert seen.faults == []


def test_the_keyboard_gets_past_the_navigation(visit: Callable[..., Visit]) -> None:
    seen = visit("/messages/selm-1")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    assert seen.page.locator(".skip").bounding_box()["x"] >= 0
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "content"


def test_the_network_is_drawn_in_its_frame(visit: Callable[..., Visit]) -> None:
    seen = visit("/network?layer=correspondence&layer=directives")
    frame = seen.page.frame_locator("iframe.picture")
    frame.locator("#picture canvas").wait_for()
    frame.locator("#node-table summary").click()
    frame.locator("button[data-node]", has_text="Tamsin Drey").click()
    frame.locator("#panel blockquote").first.wait_for()
    assert "You may offer the ferry" in frame.locator("#panel").inner_text()
    assert seen.faults == []


def test_a_form_asks_and_keeps_what_was_asked(visit: Callable[..., Visit]) -> None:
    seen = visit("/network")
    seen.page.fill("#ego", "tamsin drey")
    seen.page.uncheck("input[value=correspondence]")
    seen.page.check("input[value=votes]")
    seen.page.check("input[value=directives]")
    seen.page.click("button:has-text('Show')")
    assert seen.page.input_value("#ego") == "tamsin drey"
    assert seen.page.is_checked("input[value=directives]")
    assert seen.page.locator("iframe.picture").count() == 1
    assert seen.faults == []


_CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility()) continue;
    const a = lum(parse(getComputedStyle(e).color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([ratio.toFixed(2), e.className, e.textContent.trim()]);
  }
  return bad; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/messages", "/messages/selm-1", "/network", "/docs"])
def test_every_text_has_enough_contrast(
    visit: Callable[..., Visit], path: str, scheme: str
) -> None:
    """WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1."""
    seen = visit(path, color_scheme=scheme)
    seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.page.evaluate(_CONTRAST) == []


def test_hostile_texts_stay_texts_in_the_browser(
    visit: Callable[..., Visit],
    client_of: Callable[..., httpx.Client],
    quads_of: Callable[[str], bytes],
    hostile: str,
) -> None:
    client = client_of(quads_of(hostile), [("selm-1", hostile, hostile * 30)])
    site = str(client.base_url).rstrip("/")
    for path in ("/messages/selm-1", "/id/person/drey.html"):
        seen = visit(path, at=site, viewport={"width": 375, "height": 800})
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
        assert seen.page.locator('script:not([type="application/ld+json"]), img').count() == 0
        assert seen.faults == []
