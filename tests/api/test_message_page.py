"""The page of a message shows its text with every finding marked, and every fact beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api import views
from api.addresses import Addresses
from api.graph import Graph
from api.messages import anchors, message_page
from kg.namespaces import BASE, CW
from kg.store import Store


@pytest.fixture(scope="module")
def graph(opened: Store) -> Graph:
    return Graph(opened, Addresses(BASE))


@pytest.fixture(scope="module")
def message(graph: Graph) -> views.MessagePage:
    found = message_page(graph, "selm-1")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page(client: httpx.Client, check_page: Callable[[str], Any]) -> Any:
    return check_page(client.get("/messages/selm-1").text)


def test_the_example_quotes_stand_where_it_says(
    quads: bytes, texts: list[tuple[str, str, str]]
) -> None:
    text_of = {identifier: text for identifier, _, text in texts}
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
        found.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    evidence = [node for node in found.items() if CW + "quote" in node[1]]
    assert len(evidence) > 30
    for address, node in evidence:
        document = address.rsplit("/", 1)[-1].partition("~")[0]
        text = text_of.get(document)
        if text is not None:
            assert text[int(node[CW + "start"]) : int(node[CW + "end"])] == node[CW + "quote"]


def test_views_are_frozen_and_hold_plain_values_only(message: views.MessagePage) -> None:
    def walk(value: Any) -> None:
        assert isinstance(value, str | int | float | bool | tuple | None) or is_dataclass(value)
        if is_dataclass(value):
            assert type(value).__dataclass_params__.frozen  # type: ignore[attr-defined]
            for part in fields(value):
                walk(getattr(value, part.name))
        for item in value if isinstance(value, tuple) else ():
            walk(item)

    walk(message)


def test_the_text_is_whole(message: views.MessagePage, texts: list[tuple[str, str, str]]) -> None:
    assert "".join(piece.text for piece in message.text) == texts[0][2].strip()


def test_the_shown_text_is_the_stored_text(page: Any, texts: list[tuple[str, str, str]]) -> None:
    (text,) = page.all("div", class_="text")
    assert text.words == texts[0][2].strip()


def test_correspondents_stand_under_the_names_used(message: views.MessagePage) -> None:
    found = [(p.role, p.thing.label, p.written) for p in message.correspondents]
    assert found == [
        ("from", "Tamsin Drey", ("LARK",)),
        ("through", "Envoy in Orvane", ("ENVOY",)),
        ("to", "Bram Ilk", ("BRAM ILK", "Comrade ILK")),
    ]
    (judgment,) = message.correspondents[0].judgments
    assert judgment.reasons == ("the bracket behind the cover name says so",)
    assert (judgment.verdict, judgment.decided_by) == ("accepted", "bracket")


def test_directives_come_in_order_with_doer_channel_and_force(message: views.MessagePage) -> None:
    first, second, third = message.directives
    assert (first.ordinal, first.point, first.forces) == (1, "First", ("order",))
    assert [t.label for t in first.doers] == ["barge crews"]
    assert [t.label for t in first.channels] == ["Envoy in Orvane"]
    assert [t.label for t in first.issuers] == ["Tamsin Drey"]
    assert dict(first.details)["deadline"] == "by May 3"
    assert dict(second.details)["but not"] == "but never in writing"
    assert (third.reported, third.evidence.confidence) == (True, 0.65)


def test_a_decision_has_its_votes(message: views.MessagePage) -> None:
    (decision,) = message.decisions
    assert (decision.accepted, decision.bodies[0].label) == ("accepted", "Chancery Above")
    assert [(v.by[0].label, v.choice) for v in decision.votes] == [
        ("Marrek", "for"), ("Osterly", "for"), ("Quill", "against"),
    ]  # fmt: skip


def test_references_show_their_candidates_the_surest_first(message: views.MessagePage) -> None:
    first, second = message.references
    assert first.kind == "incoming"
    assert [(j.verdict, j.confidence) for j in first.candidates] == [
        ("accepted", 0.92), ("proposed", 0.2),
    ]  # fmt: skip
    assert second.targets[0].href == "/messages/selm-1~ref-2"
    assert second.candidates == ()


def test_handling_and_copies_are_apart(message: views.MessagePage) -> None:
    (typed,) = message.handling
    assert (typed.kind, typed.by[0].label) == ("typed", "Pell")
    assert dict(typed.details) == {
        "date": "9 August 1957", "time": "14:15", "doubt": "day and month could be exchanged",
    }  # fmt: skip
    assert [(c.by[0].label, dict(c.details)["copy number"]) for c in message.copies] == [
        ("Marrek", "1"), ("Osterly", "2"),
    ]  # fmt: skip


def test_nothing_that_was_found_is_lost(page: Any, quads: bytes) -> None:
    """Every finding of the message has its fact on the page."""
    findings = {
        quad.subject.value
        for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value == CW + "inMessage" and quad.object.value.endswith("/selm-1")
    }
    ids = {tag.get("id") for tag in page.tags}
    assert len(findings) > 25
    assert set(anchors(sorted(findings)).values()) <= ids


def test_each_mark_leads_to_its_fact_and_back(page: Any) -> None:
    marks = page.all("a", class_="hit")
    assert len(marks) > 25
    for mark in marks:
        fact = page.by_id(mark.get("href")[1:])
        place = page.by_id("at-" + fact.get("id"))
        assert place.name in ("a", "span")
        for kind in mark.get("aria-describedby").split():
            assert page.by_id(kind).text


def test_a_piece_under_two_findings_tells_both_kinds(page: Any) -> None:
    inside = [m for m in page.all("a", class_="hit") if m.text == "VOSS"]
    assert [m.get("aria-describedby") for m in inside] == ["kind-mention kind-directive"]
    assert {"k-directive", "k-mention"} <= set(inside[0].get("class").split())


def test_the_confidence_is_to_be_seen(page: Any) -> None:
    shown = [tag.text for tag in page.all("span", class_="confidence")]
    assert "confidence 90 %" in shown
    assert "confidence 65 %" in [t.text for t in page.all("span", class_="doubtful")]


def test_what_an_index_says_is_not_marked_in_the_text(message: views.MessagePage) -> None:
    date = next(fact for fact in message.envelope if fact.label == "date")
    own, foreign = date.evidence
    assert (own.is_marked, own.origin) == (True, None)
    assert (foreign.is_marked, foreign.origin) == (False, "selm-9")


def test_an_envelope_shows_its_row_and_the_publisher(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/messages/selm-2").text)
    (text,) = page.all("div", class_="text")
    assert text.words.startswith("selm-2,1957-08-08")
    assert "selm-3" not in text.words
    links = [a for a in page.all("a") if a.get("href") == "https://archive.example.org/selm-2"]
    assert links
    assert all("noopener" in link.get("rel") for link in links)
    assert "Spoken of in" in client.get("/messages/selm-2").text


def test_a_message_known_by_reference_has_a_page(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/messages/selm-1~ref-2").text)
    assert page.all("h1")[0].text == "the letter of 2 June"
    assert not page.all("div", class_="text")
    assert "known by reference" in page.all("main")[0].text


def test_a_number_leads_to_its_message(client: httpx.Client) -> None:
    answer = client.get("/messages/410277/kt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/messages/selm-1")


def test_an_unknown_message_is_a_page_that_says_so(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    answer = client.get("/messages/nobody", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "no message nobody" in check_page(answer.text).all("main")[0].text


def test_every_link_of_the_page_is_alive(page: Any, client: httpx.Client) -> None:
    paths = {
        tag.get("href").partition("#")[0]
        for tag in page.tags
        if tag.name in ("a", "link") and tag.get("href").startswith("/")
    }
    assert len(paths) > 30
    dead = [p for p in sorted(paths) if client.get(p, follow_redirects=True).status_code != 200]
    assert dead == []


def test_two_findings_never_share_an_id() -> None:
    found = anchors(["x/finding/a~b.1", "x/finding/a~b-1", "x/finding/c~b 1", "x/finding/~"])
    assert sorted(found.values()) == ["b-1", "b-1-2", "b-1-3", "f"]
