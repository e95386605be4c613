"""The editor in the SPARQL page: what it asks of the server, and what a person does with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api import editor
from api.addresses import Addresses
from api.completions import MOST, Completions
from api.filling import filled
from api.graph import Graph
from kg.queries import Question, question, questions
from kg.store import Store

_HTML = {"Accept": "text/html"}
_MESSAGE = "https://w3id.org/coldwire/id/message/selm-1"
_PREFIXES = """\
PREFIX cw: <https://w3id.org/coldwire/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_SENDERS = _PREFIXES + "SELECT ?message ?sender WHERE { ?message cw:sender ?sender }"
_DATES = _PREFIXES + "SELECT ?message ?title ?date { ?message rdfs:label ?title ; cw:date ?date }"
_COUNTS = (
    _PREFIXES
    + """\
SELECT ?name (COUNT(*) AS ?messages) { ?message cw:sender/rdfs:label ?name } GROUP BY ?name"""
)
_PLACES = """\
SELECT ?name ?lat ?long {
  VALUES (?name ?lat ?long) { ("Moscow" 55.75 37.62) ("Seoul" 37.57 127) }
}"""
_HOSTILE = "{{ 7*7 }}<img src=x onerror=alert(1)><b>Feng"

built = pytest.mark.skipif(
    not editor.is_built(), reason="the editor has not been built: make editor (needs npm)"
)


def _complete(client: httpx.Client, kind: str, prefix: str) -> list[dict[str, str]]:
    answer = client.get("/api/complete", params={"kind": kind, "prefix": prefix})
    assert answer.status_code == 200
    results: list[dict[str, str]] = answer.json()["results"]
    return results


def _names(found: list[dict[str, str]]) -> list[str]:
    return [each["address"].rpartition("#")[2].rpartition("/")[2] for each in found]


# What the editor asks of the server


@pytest.mark.parametrize(
    "prefix", ["cw:Mess", "https://w3id.org/coldwire/ontology#Mess", "mess", "MESS", "<https://w3id.org/coldwire/ontology#M"]
)  # fmt: skip
def test_a_class_is_found_by_its_address_its_short_form_and_its_name(
    client: httpx.Client, prefix: str
) -> None:
    assert _names(_complete(client, "class", prefix)) == ["Message"]


def test_properties_are_no_classes_and_say_what_they_are(client: httpx.Client) -> None:
    found = _complete(client, "property", "cw:s")
    assert _names(found) == ["sender"]
    assert (found[0]["label"], found[0]["what"]) == ("sender", "Who sent the message.")
    assert _complete(client, "class", "cw:s") == []


@pytest.mark.parametrize(("word", "name"), [
    ("drey", "drey"), ("Tamsin Dr", "drey"), ("orv", "orvane"),
    ("envoy", "envoy-orvane"), ("barge", "barge-crews"),
])  # fmt: skip
def test_people_offices_groups_and_places_are_found_by_a_word_of_their_name(
    client: httpx.Client, word: str, name: str
) -> None:
    assert name in _names(_complete(client, "person", word))


def test_nobody_is_found_by_the_message_that_named_them(client: httpx.Client) -> None:
    assert _complete(client, "person", "selm") == []
    assert _names(_complete(client, "person", "perrin")) == ["selm-1~perrin"]


def test_who_is_named_more_often_comes_first_and_a_list_has_an_end(
    client_of: Callable[..., httpx.Client],
) -> None:
    a, label = (
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        "<http://www.w3.org/2000/01/rdf-schema#label>",
    )
    person = "<https://w3id.org/coldwire/ontology#Person>"
    quads = [f'<urn:p{n}> {predicate} {value} <urn:g> .'
             for n in range(60)
             for predicate, value in ((a, person), (label, f'"R\u00e1kosi {n}"'))]  # fmt: skip
    quads.append("<urn:m> <https://w3id.org/coldwire/ontology#refersTo> <urn:p7> <urn:g> .\n")
    client = client_of("\n".join(quads).encode(), [])
    found = _complete(client, "person", "rakosi")
    assert len(found) == MOST
    assert found[0]["address"] == "urn:p7"


def test_names_are_asked_once_for_each_version_of_the_graph(opened: Store) -> None:
    class Counted:
        version = "1"
        asked = 0

        def answer(self, *args: Any, **keywords: Any) -> bytes:
            self.asked += 1
            return opened.answer(*args, **keywords)

    store: Any = Counted()
    completions = Completions(Graph(store, Addresses("https://w3id.org/coldwire/id/")))
    for prefix in ("a", "b", "c"):
        completions.find("class", prefix)
    assert store.asked == 1
    store.version = "2"
    assert [each.label for each in completions.find("class", "mess")] == ["message"]
    assert store.asked == 2


@pytest.mark.parametrize(
    "parameters", [{"kind": "nonsense"}, {}, {"kind": "class", "prefix": "x" * 501}]
)
def test_what_cannot_be_completed_is_refused_in_words(
    client: httpx.Client, parameters: dict[str, str]
) -> None:
    answer = client.get("/api/complete", params=parameters)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_the_editor_is_told_prefixes_places_and_every_question(client: httpx.Client) -> None:
    about = client.get("/api/editor").json()
    assert about["prefixes"]["cw"] == "https://w3id.org/coldwire/ontology#"
    assert [each["name"] for each in about["questions"]] == [each.name for each in questions()]
    addresses = Addresses("https://w3id.org/coldwire/id/")
    for beginning, path in about["places"]:
        assert addresses.path(beginning + "x-1") == path + "x-1"


@pytest.mark.parametrize("asked", questions(), ids=lambda each: each.name)
def test_a_question_with_its_values_written_in_answers_as_the_bound_one(
    opened: Store, asked: Question
) -> None:
    if asked.name == "time-line":
        person = replace(asked.parameters[0], default="person/drey")
        asked = replace(asked, parameters=(person,))
    kinds = {"address": _MESSAGE, "date": "1950", "day": "1950-10-01"}
    given = {each.name: each.default or kinds[each.kind] for each in asked.parameters}
    bound = asked.bind(given)
    expected = opened.answer(asked.text, "json", substitutions=bound)
    written = opened.answer(filled(asked, _MESSAGE), "json")
    assert json.loads(written) == json.loads(expected)


def test_the_query_in_the_manual_is_one(opened: Store) -> None:
    manual = Path(__file__).parents[2] / "docs" / "editor.md"
    (example,) = re.findall(r"```sparql\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    answer = json.loads(opened.answer(example, "json"))
    assert answer["head"]["vars"] == ["place", "name", "lat", "long", "messages"]


def test_values_are_written_where_the_query_needs_them() -> None:
    text = filled(question("time-line"))
    assert "SELECT (<https://w3id.org/coldwire/id/person/stalin-joseph> AS ?person) ?date" in text
    assert text.count("?person") == 1
    assert "# Column" not in text


# The page


@built
def test_the_page_with_the_editor_has_a_policy_of_its_own(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers=_HTML)
    policy = dict(
        each.split(" ", 1) for each in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert (
        client.get("/", headers=_HTML).headers["content-security-policy"]
        != answer.headers["content-security-policy"]
    )


@built
@pytest.mark.parametrize("name", ["editor.js", "lib/yasgui.js", "views/map.js", "LICENSES.txt"])
def test_the_files_of_the_editor_and_their_licenses_are_served(
    client: httpx.Client, name: str
) -> None:
    assert client.get(f"/static/editor/{name}").status_code == 200


def test_without_its_files_the_page_is_the_plain_form_and_says_so(
    client: httpx.Client, check_page: Callable[[str], Any], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(editor, "FOLDER", tmp_path)
    answer = client.get("/sparql", headers=_HTML)
    page = check_page(answer.text)
    assert page.all("script") == []
    assert "make editor" in page.all("main")[0].text
    assert "script-src" not in answer.headers["content-security-policy"]


# In the browser


class Desk:
    """The page with the editor in a browser, and everything that should not happen there."""

    def __init__(self, browser: Any, site: str, path: str = "/sparql", **context: Any) -> None:
        self.faults: list[str] = []
        self._context = browser.new_context(**context)
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self._request(site, request.url))
        self.page.goto(site + path)
        if context.get("java_script_enabled", True):
            self.page.wait_for_selector("#editor[data-ready]")

    def _request(self, site: str, url: str) -> None:
        if not url.startswith((site + "/", "data:", "blob:")):
            self.faults.append(url)

    def write(self, query: str, line: int | None = None, column: int = 0) -> None:
        """Put a query there, and the cursor where one would go on."""
        self.page.evaluate(
            """([query, line, column]) => {
              const editor = document.querySelector('.tabPanel.active .CodeMirror').CodeMirror;
              editor.setValue(query); editor.focus();
              if (line !== null) editor.setCursor(line, column); }""",
            [query, line, column],
        )

    def written(self) -> str:
        return str(
            self.page.evaluate(
                "document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"
            )
        )

    def run(self, query: str | None = None) -> None:
        if query is not None:
            self.write(query)
        with self.page.expect_response(lambda each: each.url.endswith("/sparql")):
            self.page.click(".tabPanel.active .yasqe_queryButton")

    def view(self, name: str) -> Any:
        """The picture of a view, when it is drawn."""
        self.page.click(f".tabPanel.active .select_{name}")
        self.page.wait_for_selector(f".view-{name} [data-drawn]")
        return self.page.locator(f".view-{name} .view-picture")

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def desk(browser: Any, site: str) -> Iterator[Callable[..., Desk]]:
    opened: list[Desk] = []

    def go(*args: Any, **context: Any) -> Desk:
        opened.append(Desk(browser, site, *args, **context))
        return opened[-1]

    yield go
    for each in opened:
        each.close()


_INK = """canvas => { const data = canvas.getContext('2d')
  .getImageData(0, 0, canvas.width, canvas.height).data; let inked = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 128) inked += 1; return inked; }"""


@built
@pytest.mark.browser
def test_a_query_is_written_and_run_and_its_table_leads_to_pages(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.write("")
    seen.page.keyboard.insert_text(_SENDERS)
    seen.page.keyboard.press("Control+Enter")
    link = seen.page.locator("table.dataTable a", has_text="drey").first
    link.wait_for()
    link.click()
    seen.page.wait_for_url("**/id/person/drey*")
    assert "Tamsin Drey" in seen.page.inner_text("main")
    assert seen.faults == []


@built
@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "line", "column", "typed", "chosen"),
    [
        ("SELECT * WHERE {\n  ?x a \n}", 1, 7, "cw:Mess", "cw:Message"),
        ("SELECT * WHERE {\n  ?x  ?y\n}", 1, 5, "cw:send", "cw:sender"),
        (_PREFIXES + "SELECT * WHERE {\n  ?x cw:sender \n}", 3, 15, "<tams",
         "<https://w3id.org/coldwire/id/person/drey>"),
        (_PREFIXES + "SELECT * WHERE {\n  ?x cw:sender \n}", 3, 15, "Drey",
         "<https://w3id.org/coldwire/id/person/drey>"),
    ],
)  # fmt: skip
def test_classes_properties_and_people_are_completed_with_their_prefix(
    desk: Callable[..., Desk], query: str, line: int, column: int, typed: str, chosen: str
) -> None:
    seen = desk()
    seen.write(query, line, column)
    seen.page.keyboard.type(typed, delay=20)
    seen.page.locator(".CodeMirror-hint", has_text=chosen).first.wait_for()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function(
        "chosen => document.querySelector('.tabPanel.active .CodeMirror').CodeMirror"
        ".getValue().includes(chosen)",
        arg=chosen,
    )
    if chosen.startswith("cw:"):
        assert seen.written().startswith("PREFIX cw: <https://w3id.org/coldwire/ontology#>")
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_named_question_opens_with_its_words_and_answers(desk: Callable[..., Desk]) -> None:
    seen = desk()
    first = questions()[0]
    seen.page.select_option("#editor-question", first.name)
    assert first.question in seen.page.inner_text(".editor-words")
    seen.page.click(".editor-questions button")
    seen.page.locator(".tab.active", has_text=first.title).wait_for()
    assert f"# {first.title}" in seen.written()
    seen.run()
    cell = seen.page.locator(".tabPanel.active table.dataTable td", has_text="Tamsin Drey").first
    cell.wait_for()
    assert seen.faults == []


@built
@pytest.mark.browser
def test_an_error_is_said_and_marked_at_its_line(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run("SELECT * WHERE {\n  ?x ?y ?z .\n  ?x foo:bar 3 .\n}")
    seen.page.locator(".editor-problem[role=alert]", has_text="line 3").wait_for()
    marked = seen.page.locator(".CodeMirror-code > div", has=seen.page.locator(".error-line"))
    assert marked.locator(".CodeMirror-linenumber").inner_text() == "3"
    seen.write("ASK {}")
    assert seen.page.locator(".error-line").count() == 0
    assert [each for each in seen.faults if "400" not in each] == []


@built
@pytest.mark.browser
def test_a_network_is_drawn_of_two_columns(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run(_SENDERS)
    picture = seen.view("network")
    seen.page.wait_for_function(
        f"() => ({_INK})(document.querySelector('.view-network canvas')) > 500"
    )
    assert "lines" in picture.get_attribute("aria-label")
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_network_is_drawn_of_a_graph(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run(
        "CONSTRUCT { ?a <urn:p:writes> ?b } WHERE { VALUES (?a ?b) { (<urn:a:1> <urn:a:2>) } }"
    )
    assert seen.view("network").get_attribute("aria-label") == "Network of 2 nodes and 1 lines"
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_time_line_is_drawn_of_dates(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run(_DATES)
    picture = seen.view("timeline")
    picture.locator(".vis-item", has_text="Telegram No. 410277").first.wait_for()
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_map_is_drawn_of_coordinates_with_countries_and_no_tiles(
    desk: Callable[..., Desk],
) -> None:
    seen = desk()
    seen.run(_PLACES)
    picture = seen.view("map")
    assert picture.locator("path.leaflet-interactive[role=button]").count() == 2
    assert picture.locator("path").count() > 170
    picture.get_by_role("button", name="Seoul").focus()
    seen.page.keyboard.press("Enter")
    assert picture.locator(".leaflet-popup").inner_text().startswith("Seoul")
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_chart_is_drawn_of_numbers(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run(_COUNTS)
    picture = seen.view("chart")
    assert picture.locator("canvas").evaluate(_INK) > 2000
    assert seen.faults == []


@built
@pytest.mark.browser
def test_a_view_that_does_not_fit_an_answer_is_not_offered(desk: Callable[..., Desk]) -> None:
    seen = desk()
    seen.run(_SENDERS)
    seen.page.locator("table.dataTable a").first.wait_for()
    for name in ("map", "timeline", "chart"):
        assert "disabled" in seen.page.locator(f".select_{name}").get_attribute("class")


@built
@pytest.mark.browser
def test_a_link_brings_the_query_and_the_view_and_asks_only_here(desk: Callable[..., Desk]) -> None:
    elsewhere = quote("https://elsewhere.example/", safe="")
    seen = desk(f"/sparql#query={quote(_PLACES)}&outputFormat=map&endpoint={elsewhere}")
    seen.page.wait_for_selector(".view-map [data-drawn]")
    assert seen.written() == _PLACES
    assert seen.faults == []


@built
@pytest.mark.browser
def test_an_address_with_a_query_shows_it_with_its_answer(desk: Callable[..., Desk]) -> None:
    seen = desk(f"/sparql?query={quote(_SENDERS)}")
    assert seen.written() == _SENDERS
    assert seen.page.is_visible("#plain-answer table")
    assert not seen.page.is_visible("#plain")
    seen.run()
    seen.page.locator("table.dataTable a").first.wait_for()
    assert seen.page.locator("#plain-answer").count() == 0
    assert seen.faults == []


@built
@pytest.mark.browser
@pytest.mark.parametrize("view", ["table", "network", "timeline", "map", "chart"])
def test_hostile_words_of_an_answer_stay_words(desk: Callable[..., Desk], view: str) -> None:
    seen = desk()
    seen.run(
        f"SELECT ?name ?other ?date ?lat ?long {{ VALUES (?name ?other ?date ?lat ?long) {{"
        f' ("{_HOSTILE}" "{_HOSTILE} Xi" "1950-10-01" 55.75 37.62)'
        f' (<javascript:alert(1)> "{_HOSTILE}" "1950-10-02" 37 127)'
        f' ("{_HOSTILE}" "x" "1950-10-03" 37 120) }} }}'
    )
    if view != "table":
        seen.view(view)
    else:
        seen.page.locator("table.dataTable td", has_text=_HOSTILE).first.wait_for()
    assert seen.page.locator(".yasr img, .yasr b").count() == 0
    assert seen.page.locator(".yasr a[href^=javascript]").count() == 0
    assert seen.faults == []


@built
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(desk: Callable[..., Desk], scheme: str) -> None:
    seen = desk(viewport={"width": 375, "height": 800}, color_scheme=scheme)
    seen.run(_COUNTS)
    seen.page.locator("table.dataTable td").first.wait_for()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
    seen.view("chart")
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
    assert seen.faults == []


@built
@pytest.mark.browser
def test_the_keyboard_gets_into_the_query_and_out_of_it(desk: Callable[..., Desk]) -> None:
    seen = desk()
    inside = "document.activeElement.closest('.CodeMirror') !== null"
    seen.page.focus("#editor-question")
    for _ in range(12):
        if seen.page.evaluate(inside):
            break
        seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(inside)
    assert "Escape" in seen.page.evaluate("document.activeElement.getAttribute('aria-label')")
    seen.page.keyboard.press("Escape")
    assert not seen.page.evaluate(inside)


@built
@pytest.mark.browser
def test_without_javascript_the_plain_form_is_there(desk: Callable[..., Desk]) -> None:
    seen = desk(java_script_enabled=False)
    assert not seen.page.is_visible("#editor")
    seen.page.fill("#query", _SENDERS)
    seen.page.click("button:has-text('Ask')")
    assert seen.page.is_visible("#plain-answer table")
    assert seen.faults == []
