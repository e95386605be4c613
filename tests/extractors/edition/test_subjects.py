"""What a paper says it is about."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.subjects import extract
from kg.findings import Findings, checked
from kg.readers.printed_edition import document


def subject(body: str) -> str | None:
    text = f"12. Memorandum of Conversation\n\nWashington, May 3, 1951.\n\n{body}"
    findings = Findings(document("d12", "frus1951v07p2", text))
    return checked(findings.plus(extract(findings, Volume("x")))).description("subject")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("SUBJECT\n\nBerlin and Germany\n\nHe agreed.", "Berlin and Germany"),
        ("SUBJECT²\n\nBerlin\n\nHe agreed.", "Berlin"),
        ("SUBJECT\n\nBerlin\nGermany\n\nHe agreed.", "Berlin Germany"),
        ("Subject: NSC 104/2\n\nHe agreed.", "NSC 104/2"),
        ("5757. Subject: 155mm guns for Jordan.\n\n1. He agreed.", "155mm guns for Jordan"),
        ("PARTICIPANTS\n\nMr. Bohlen\n\nSUBJ:\n\nBerlin\n\nHe agreed.", "Berlin"),
    ],
)
def test_the_subject_stands_on_the_line_or_below_the_heading(body: str, expected: str) -> None:
    assert subject(body) == expected


def test_a_sentence_about_a_subject_is_none() -> None:
    assert subject("The subject: of Berlin came up.") is None
    assert subject("Regarding Berlin he agreed.") is None
