"""Who signed."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.signatures import extract
from kg.findings import Findings, Mention, checked
from kg.readers.printed_edition import document


def signed(end: str) -> list[tuple[str, str | None]]:
    text = f"12. Letter From A to B\n\nTokyo, May 3, 1951.\n\nI agree with you.\n\n{end}"
    findings = Findings(document("d12", "frus1951v07p2", text))
    found = checked(findings.plus(extract(findings, Volume("x")))).of(Mention)
    return [(m.party.name, m.party.office) for m in found]


@pytest.mark.parametrize(
    ("end", "name", "office"),
    [
        ("McConaughy", "McConaughy", None),
        ("[Johnson]", "Johnson", None),
        ("J. M. Allison¹", "J. M. Allison", None),
        ("ANTHONY", "Anthony", None),
        ("William P. Cochran, Jr.\nCounselor of Embassy", "William P. Cochran, Jr.",
         "Counselor of Embassy"),
    ],
)  # fmt: skip
def test_the_last_line_is_the_name_and_what_is_below_it_the_office(
    end: str, name: str, office: str | None
) -> None:
    assert signed(end) == [(name, office)]


def test_the_last_sentence_is_no_signature() -> None:
    assert signed("He will come on Friday.") == []
