"""Who took part in a conversation or meeting."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.participants import extract
from kg.findings import Findings, Mention, checked
from kg.readers.printed_edition import document


def found(body: str) -> list[Mention]:
    text = f"12. Memorandum of Conversation\n\nWashington, May 3, 1951.\n\n{body}"
    findings = Findings(document("d12", "frus1951v07p2", text))
    return checked(findings.plus(extract(findings, Volume("x")))).of(Mention)


def names(body: str) -> list[str]:
    return [m.party.name for m in found(body) if m.party.kind == "person"]


@pytest.mark.parametrize(
    "heading",
    ["PARTICIPANTS", "PRESENT¹", "OTHERS PRESENT:", "Participants:", "[PARTICIPANTS]",
     "THE FOLLOWING WERE PRESENT", "IN ATTENDANCE"],
)  # fmt: skip
def test_one_on_each_line_below_the_heading(heading: str) -> None:
    body = (
        f"{heading}\n\nThe Secretary\nMr. Bohlen, Counselor²\n\nThe Secretary said that he agreed."
    )
    assert names(body) == ["The Secretary", "Mr. Bohlen, Counselor"]


def test_a_delegation_takes_part_as_an_organization_and_the_list_goes_on_below_it() -> None:
    body = (
        "PARTICIPANTS\n\nUnited States\n\nThe Secretary\nMr. Bohlen\n\nU.S.S.R.\n\nMr. Gromyko\n"
        "Mr. Smirnovsky\n\nSUBJECT\n\nBerlin\n\nMr. Gromyko said that he agreed."
    )
    mentions = [(m.party.name, m.party.kind) for m in found(body)]
    assert mentions == [
        ("United States", "organization"),
        ("The Secretary", "person"),
        ("Mr. Bohlen", "person"),
        ("U.S.S.R.", "organization"),
        ("Mr. Gromyko", "person"),
        ("Mr. Smirnovsky", "person"),
    ]


def test_several_on_one_line_are_parted_by_commas_before_titles_and_by_columns() -> None:
    body = "PRESENT\n\nSecretary Rusk, General Taylor, Mr. Colby (CIA), Mr. Bundy\n\nHe agreed."
    assert names(body) == ["Secretary Rusk", "General Taylor", "Mr. Colby (CIA)", "Mr. Bundy"]
    body = "PRESENT\n\nThe Secretary\tForeign Minister Lafer\nMr. Mann\tMr. Salles\n\nHe agreed."
    assert names(body) == ["The Secretary", "Foreign Minister Lafer", "Mr. Mann", "Mr. Salles"]
    assert names("PARTICIPANTS\n\nActing Secretary Bowles S/B—Mr. Bohlen\n\nHe agreed.") == [
        "Acting Secretary Bowles",
        "S/B-Mr. Bohlen",
    ]


def test_an_office_after_a_comma_stays_with_its_holder() -> None:
    assert names("PRESENT\n\nMr. Hays, Director of Plans\n\nHe agreed.") == [
        "Mr. Hays, Director of Plans"
    ]


def test_a_line_about_the_list_names_nobody() -> None:
    assert names("PARTICIPANTS\n\nSee attached list\n\nHe agreed.") == []


def test_a_sentence_below_the_list_without_a_blank_line_is_no_participant() -> None:
    body = (
        "PRESENT\n\nMr. Birdsall\nMr. Birdsall called on the President at 4:15 p.m.\n\nHe agreed."
    )
    assert names(body) == ["Mr. Birdsall"]
