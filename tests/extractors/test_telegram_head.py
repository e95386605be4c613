"""Head and tail of telegram 75352 against the record that a person wrote from the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cleaning import plain
from kg.findings import Alias, Copy, Finding, Findings, Handling, Mention

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden" / "telegram-75352.json").read_text("utf-8")
)
MINE = {"envelope", "names", "datelines", "numbers", "markings", "correspondents", "handling"}


def role(telegram: Findings, name: str) -> list[Mention]:
    return [m for m in telegram.of(Mention) if m.role == name]


def test_date_number_and_marks(telegram: Findings) -> None:
    dateline = telegram.dateline()
    assert dateline and dateline.quote == GOLDEN["date"]["text"]
    assert dateline.value.edtf == GOLDEN["date"]["edtf"]
    assert dateline.time is GOLDEN["time"] is None
    assert [n.value for n in telegram.numbers()] == [GOLDEN["number"], *GOLDEN["other_numbers"]]
    assert telegram.marking("form") == GOLDEN["form"]
    assert telegram.marking("classification") == GOLDEN["classification"]
    assert telegram.marking("precedence") is GOLDEN["precedence"] is None
    assert telegram.marking("instruction") == GOLDEN["instructions"][0]
    assert telegram.marking("issuing office") == (
        "8 Department of the General Staff of the Armed Forces of the Union SSR"
    )


@pytest.mark.parametrize(("name", "field"), [("sender", "sender"), ("recipient", "recipients")])
def test_correspondents(telegram: Findings, name: str, field: str) -> None:
    found = [
        {"text": m.quote, "name": m.party.name, "kind": m.kind, "office": m.party.office}
        for m in role(telegram, name)
    ]
    wanted = [{k: one[k] for k in ("text", "name", "kind", "office")} for one in GOLDEN[field]]
    assert found == wanted


def test_places_signature_and_no_relay(telegram: Findings) -> None:
    assert [m.quote for m in role(telegram, "sent to")] == [GOLDEN["to_place"]]
    assert role(telegram, "sent from") == []
    assert [m.party.written for m in role(telegram, "signatory")] == [GOLDEN["signed"]]
    assert role(telegram, "relay") == []


def test_handling(telegram: Findings) -> None:
    found = [
        {
            "kind": h.kind,
            "text": plain(h.quote),
            "by": h.by.name if h.by else None,
            "office": h.by.office if h.by else None,
            "date": h.date.edtf if h.date else None,
            "time": h.time,
        }
        for h in telegram.of(Handling)
    ]
    assert found == [{**one, "text": plain(one["text"])} for one in GOLDEN["handling"]]


def test_copies(telegram: Findings) -> None:
    found = [
        {
            "text": c.quote,
            "name": c.party.name,
            "kind": c.party.kind,
            "number": c.number,
            "date": c.date.edtf if c.date else None,
        }
        for c in telegram.of(Copy)
    ]
    keys = ("text", "name", "kind", "number", "date")
    assert found == [{key: one.get(key) for key in keys} for one in GOLDEN["distribution"]]
    assert {c.total for c in telegram.of(Copy)} == {GOLDEN["distribution_total"]}


def test_names_of_one_bearer(telegram: Findings) -> None:
    found = {(a.form, a.real, a.relation) for a in telegram.of(Alias)}
    wanted = {(a["form"], a["real"], a["relation"]) for a in GOLDEN["aliases"]}
    assert found == wanted


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("title", "title"),
        ("citation", "citation"),
        ("repository", "repository"),
        ("archive_reference", "archive_reference"),
        ("translator", "translator"),
        ("url", "url"),
        ("credits", "credits"),
        ("summary", "summary"),
    ],
)
def test_what_the_page_says(telegram: Findings, field: str, name: str) -> None:
    assert telegram.description(name) == plain(GOLDEN[field])


def test_the_title_is_evidence_for_cover_names_and_for_nothing_the_head_says(
    telegram: Findings,
) -> None:
    title = telegram.document.block("title")
    assert title is not None
    inside: list[Finding] = [f for f in telegram if title.covers(f.span) and f.extractor in MINE]
    assert {f.extractor for f in inside} == {"envelope", "names", "markings"}
    assert len([f for f in inside if isinstance(f, Alias)]) == 3
