"""Classification, precedence and limits of distribution."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.markings import extract
from kg.findings import Findings, Marking, checked
from kg.readers.printed_edition import document

HEAD = "12. Telegram From the Embassy in Japan to the Department of State"


def found(lines: str, note: str = "") -> list[tuple[str, str]]:
    rule = f"\n\n----------\n\n¹ {note}" if note else ""
    text = f"{HEAD}\n\nTokyo, May 3, 1951.\n\n{lines}\n\n117. I saw the Prime Minister.{rule}"
    findings = Findings(document("d12", "frus1951v07p2", text))
    marked = checked(findings.plus(extract(findings, Volume("frus1951v07p2")))).of(Marking)
    return [(m.kind, m.value) for m in marked]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("secret", [("classification", "secret")]),
        ("top secret\nus urgent", [("precedence", "us urgent"), ("classification", "top secret")]),
        ("secret\neyes only", [("classification", "secret"), ("distribution", "eyes only")]),
    ],
)
def test_lines_of_their_own_below_the_date_line(
    lines: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(found(lines)) == sorted(expected)


def test_of_two_precedences_the_more_urgent_comes_first() -> None:
    marks = [value for kind, value in found("secret\nurgent; niact") if kind == "precedence"]
    assert marks == ["niact", "urgent"]


def test_the_source_note_says_degree_precedence_and_limits() -> None:
    note = (
        "Source: Department of State, Central Files, POL 27. Secret; Priority; Limdis; Sandstorm."
    )
    assert sorted(found("I agree.", note)) == [
        ("classification", "secret"),
        ("distribution", "Limdis"),
        ("distribution", "Sandstorm"),
        ("precedence", "priority"),
    ]


def test_the_editors_may_say_that_there_is_no_degree() -> None:
    note = "Source: Johnson Library, Papers. No classification marking. Drafted by Green."
    assert found("I agree.", note) == [("classification", "no classification marking")]


def test_a_degree_inside_a_sentence_of_the_note_is_less_sure() -> None:
    note = "Source: Dulles Papers. Originally classified Top Secret, but that was crossed out."
    assert found("I agree.", note) == [("classification", "top secret")]


def test_a_sentence_that_begins_like_a_marking_is_none() -> None:
    assert found("Immediate objectives are these: peace.") == []
    assert found("Secret talks were held in the Embassy on the question of the base.") == []
