"""The number of a message."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition import forms
from kg.extractors.edition.numbers import extract
from kg.findings import Findings, checked
from kg.readers.printed_edition import document


def number(message: str, head: str = "12. Telegram From A to B") -> str | None:
    volume = Volume("frus1951v07p2")
    text = f"{head}\n\nTokyo, May 3, 1951.\n\nsecret\n\n{message}"
    findings = Findings(document("d12", volume.identifier, text))
    findings = findings.plus(forms.extract(findings, volume))
    numbers = checked(findings.plus(extract(findings, volume))).numbers()
    return numbers[0].value if numbers else None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("1691. Deptel 1047, January 6.", "1691"),
        ("Secto 3. For the President.", "Secto 3"),
        ("JCS 982211. Part 1. Chairman has received.", "JCS 982211"),
        ("1895. 1. Two hour meeting this morning.", "1895"),
        ("8. For the Secretary. Reference Embassy telegram 52.", "8"),
    ],
)
def test_it_stands_before_the_first_sentence(message: str, expected: str) -> None:
    assert number(message) == expected


@pytest.mark.parametrize(
    "message", ["1. I met him.", "7. I met him.\n\n8. He agreed.", "Part 1. I met him.", "I agree."]
)
def test_the_number_of_a_paragraph_is_none(message: str) -> None:
    assert number(message) is None


def test_it_may_stand_in_the_head() -> None:
    head = "57. Telegram 58725 From the Department of State to the Embassy in Liberia"
    assert number("1. You should see him.", head) == "58725"


def test_a_memorandum_opens_with_numbered_points() -> None:
    assert number("35. I met him.", "12. Memorandum From A to B") is None


def test_a_despatch_has_its_number_above_the_text() -> None:
    text = "No. 252\n\nI have the honor to report."
    assert number(text, "12. Despatch From the Embassy in Japan to the Department") == "252"
