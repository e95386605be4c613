"""Everybody and every place in the body, and nobody made of capitals alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kg.findings import Findings, Mention

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]


def mentions(findings: Findings) -> list[tuple[str, str]]:
    found = {m.span: (m.quote, m.kind) for m in findings.of(Mention)}
    return [found[span] for span in sorted(found)]


def in_letter(find: FindIn, text: str) -> list[tuple[str, str]]:
    found = find(f"To Comrade BIM\n\n{text}\n\nT A R N")
    return [m for m in mentions(found) if m[0] not in {"BIM", "T A R N"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I met cde. VOSS there.", [("VOSS", "person")]),
        ("Cdes. Voss, Perrin, and Ilk came.", [("Voss", "person"), ("Perrin", "person"), ("Ilk",
         "person")]),
        ("If Minister Ruel asks, wait.", [("Ruel", "person")]),
        ("Tell Minister President MARREK so.", [("MARREK", "person")]),
        ("He asked [Foreign Minister] Marrek [Marek] to come.", [("Marrek", "person")]),
        ("The police chief, Voss, came.", [("Voss", "person")]),
        ("I called on HALVOR BIM there.", [("HALVOR BIM", "person")]),
        ("Then Perrin said so.", [("Perrin", "person")]),
        ("He came with Captain Bram Ilk2.", [("Bram Ilk", "person")]),
        ("They sent 40 tons of rope to SELM.", [("SELM", "place")]),
        ("He lives in Orvane.", [("Orvane", "place")]),
        ("It lies at Port Selm.", [("Port Selm", "place")]),
        ("It is on the island of Teel.", [("Teel", "place")]),
        ("The Ministry of Trade and the Harbor Board know.",
         [("Ministry of Trade", "organization"), ("Harbor Board", "organization")]),
        ("The 4th Division knows.", [("4th Division", "organization")]),
        ("The Korean leadership and Chinese comrades met.",
         [("Korean leadership", "group"), ("Chinese comrades", "group")]),
        ("The Soviet Ambassador met the Americans.", [("Soviet Ambassador", "office"),
         ("Americans", "group")]),
        ("The British must wait.", [("British", "group")]),
        ("The guerillas and our friends know.", [("guerillas", "group"), ("friends", "group")]),
    ],
)  # fmt: skip
def test_who_is_mentioned(find: FindIn, text: str, expected: list[tuple[str, str]]) -> None:
    assert in_letter(find, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "THE QUESTION OF SALT IS OPEN.",
        "FIRST. Wait there.",
        "In May we left. In March we came back.",
        "Everybody said so. Nobody asked. This said it all.",
        "He wrote in Russian. It is in English.",
        "The government knows. The party decides.",
        "To the north the ice is thick.",
        "VERY IMPORTANT. One must wait.",
        "On Monday the Secretary left.",
        "The enemy and his troops wait.",
    ],
)
def test_capitals_alone_make_nobody(find: FindIn, text: str) -> None:
    assert in_letter(find, text) == []


def test_the_government_is_the_one_named_before(find: FindIn) -> None:
    found = find(
        "To Comrade BIM\n\nThe Korean government has men. The government must hurry.\n\nT A R N"
    )
    named = [m.party.name for m in found.of(Mention) if m.kind == "organization"]
    assert named == ["Korean government"] * 2


def test_a_name_once_shown_is_found_again(find: FindIn) -> None:
    text = "I met Comrade VOSS. We spoke, Voss and I. The VOSS plan is old."
    assert in_letter(find, text) == [("VOSS", "person"), ("Voss", "person"), ("VOSS", "person")]


def test_a_cover_name_has_the_name_behind_it(find: FindIn) -> None:
    found = find("To Comrade LARK [Drey]\n\nComrade LARK knows.\n\nT A R N")
    assert {m.party.name for m in found.of(Mention) if m.quote == "LARK"} == {"Drey"}


def test_those_of_tail_and_papers_are_mentioned(telegram: Findings) -> None:
    found = mentions(telegram)
    for name in ("Vasilevsky", "Ogurtsov", "Budanova", "Beria", "Mikoyan", "M.V. Zakharov"):
        assert (name, "person") in found
    assert ("CC VKP(b)", "organization") in found
    assert ("8 Department of the General Staff of the Armed Forces of the Union SSR",
            "organization") in found  # fmt: skip
    assert sum(name.upper() == "KIM IL SUNG" for name, _ in found) == 4


def test_the_summary_mentions_nobody(in_fixture: InFixture) -> None:
    text = in_fixture(10).document.text
    assert all(m.span.end <= text.index("Summary:") for m in in_fixture(10).of(Mention))


def test_no_two_mentions_overlap(telegram: Findings) -> None:
    spans = sorted({m.span for m in telegram.of(Mention)})
    assert all(not a.overlaps(b) for a, b in pairwise(spans))


def test_the_file_of_a_copy_list_is_nobody(find: FindIn) -> None:
    found = find("To Comrade BIM\n\nWe left.\n\nT A R N\nCopies: Voss, File, Copy")
    assert "File" not in {m.quote for m in found.of(Mention)}
