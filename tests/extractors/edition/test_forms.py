"""What kind of paper a document is."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.forms import extract
from kg.findings import Findings, checked
from kg.readers.printed_edition import document


def form(text: str, *, bare: bool = False) -> str | None:
    findings = Findings(document("d12", "frus1951v07p2", text, bare=bare))
    return checked(findings.plus(extract(findings, Volume("frus1951v07p2")))).marking("form")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("12. Telegram From the Embassy in Japan to the Department of State", "telegram"),
        ("12. Circular Airgram From the Department of State to All Posts", "airgram"),
        ("12. Editorial Note", "editorial note"),
        ("No. 798\nMemorandum by the Ambassador in Japan (Allison)", "memorandum"),
        ("12. Memorandum of Conversation, by the Secretary", "memorandum of conversation"),
        ("12. Memorandum of Discussion at the 250th Meeting of the National Security Council",
         "memorandum of conversation"),
        ("12. Conversation Between President Nixon and Dr. Kissinger",
         "memorandum of conversation"),
        ("12. Memorandum of a Telephone Conversation Between A and B",
         "record of telephone conversation"),
        ("12. Memorandum of a Conference With the President", "minutes"),
        ("12. Notes of the Secretary’s Staff Meeting", "minutes"),
        ("12. Memorandum for the Record", "memorandum for the record"),
        ("12. Special National Intelligence Estimate", "intelligence estimate"),
        ("12. National Security Action Memorandum No. 225", "NSC paper"),
        ("12. Letter From Director of Central Intelligence Dulles to A", "letter"),
        ("12. Note From the Soviet Embassy to the Department of State", "note"),
        ("12. Diary Entry by the Ambassador to Germany (Bruce)", "diary"),
        ("12. Report Prepared by the Steering Group", "paper"),
        ("12. Address by President Carter", "statement"),
    ],
)  # fmt: skip
def test_the_opening_words_of_the_head_name_the_form(head: str, expected: str) -> None:
    assert form(f"{head}\n\nWashington, May 3, 1951.\n\nI agree.") == expected


def test_a_head_of_parties_takes_the_form_of_the_file_number_or_is_correspondence() -> None:
    head = (
        "The Ambassador in India (Henderson) to the Secretary of State\n\nNew Delhi, May 3, 1951."
    )
    assert form(f"793B.00/1–1251: Telegram\n\n{head}") == "telegram"
    assert form(f"793B.00/1–1251\n\n{head}") == "correspondence"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("1691. Deptel 1047, January 6. I saw Nehru.", "telegram"),
        ("Subject: Rice\n\nPARTICIPANTS\n\nMr. Bohlen", "memorandum of conversation"),
        ("OTHERS PRESENT\n\nSecretary Dulles", "minutes"),
        ("DEAR GEORGE: We have been thinking.", "letter"),
        ("MEMORANDUM FOR THE RECORD\n\nI agree.", "memorandum for the record"),
    ],
)
def test_a_message_without_head_shows_its_form_by_its_layout(message: str, expected: str) -> None:
    assert form(f"Washington, May 3, 1951.\n\n{message}", bare=True) == expected


def test_nothing_is_said_of_a_message_that_shows_nothing() -> None:
    assert form("Washington, May 3, 1951.\n\nI agree with you.", bare=True) is None
