"""The paragraph after the message is a summary when it speaks about the message."""

from __future__ import annotations

import pytest

from kg.readers.page import page_of
from kg.readers.unlabelled_summary import summary_length

TITLE = "Cable, Tamsin [Kern] to Marcus Drey"


def found(*paragraphs: str, title: str = TITLE) -> tuple[int, bool]:
    return summary_length(page_of("\n\n".join(paragraphs)).lines, title)


SUMMARIES = [
    "Tamsin (Ida Kern) reports on the loading of the barges.",
    "A telegram about the barges that are to be loaded by Friday.",
    "Response to the cable about the loading of the barges.",
    "A short report on barges.",
    "In a cable to the Chancery, Ida Kern strongly urges Drey to send rope.",
]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_prose_about_the_message_is_its_summary(summary: str) -> None:
    assert found("TO SELM", "The barges are loaded.", summary) == (1, False)


AFTER = [
    "Rope is scarce at the harbor in those weeks of the war.",
    "World War I barges are still in use at the port of Selm.",
    "The mayor I. V. Ruel has the only rope in the harbor.",
    'The harbor master has said "we need you" to everybody there.',
]


@pytest.mark.parametrize("closing", ["T A M S I N", "No. 88/kt", "Typed by Pell, 3.9.57, 14:15"])
@pytest.mark.parametrize("summary", AFTER)
def test_prose_after_the_signature_is_a_summary(summary: str, closing: str) -> None:
    assert found("The barges are loaded.", closing, summary) == (1, False)


MESSAGES = [
    "We ask you to send forty tons of rope to Tamsin.",
    "Please tell Drey that the barges are loaded and leave on Friday.",
    "I consider that Drey asks for too much rope.",
    "Note: Tamsin reports by letter as well on these barges.",
    "P.S. Tamsin asks Drey for forty tons of rope.",
    "For cde. Voss: Tamsin asks Drey to show Perrin point two.",
    "Second. Tamsin asks Drey for forty tons of rope.",
    "[Stamp: Tamsin asks Drey for forty tons of rope.]",
    "Typed by Pell on 03/09/57 at 14:15 p.m. for Tamsin.",
    "2 copies: 1 - Marrek, 2 - Osterly, who reports to Drey.",
    "TAMSIN REPORTS THAT THE BARGES ARE LOADED.",
    "Long live Drey.",
]


@pytest.mark.parametrize("last", MESSAGES)
def test_what_speaks_to_somebody_or_belongs_under_a_message_is_no_summary(last: str) -> None:
    assert found("The barges are loaded.", "TAMSIN", last) == (0, False)


def test_two_paragraphs_after_the_signature_are_both_the_summary() -> None:
    assert found("TO SELM", "TAMSIN", *AFTER[:2]) == (2, False)


def test_without_any_sign_the_last_paragraph_stays_message_and_is_doubtful() -> None:
    assert found("The barges are loaded.", "Rope is scarce at the harbor.") == (0, True)


def test_a_wrapped_summary_is_one_paragraph() -> None:
    wrapped = (
        "Tamsin reports that the barges of the port are nearly\nloaded and asks Drey for rope."
    )
    assert found("TO SELM", "The barges are loaded.", wrapped) == (2, False)


def test_a_message_of_one_paragraph_without_sign_is_no_doubt() -> None:
    assert found("The barges are loaded at the port.") == (0, False)
    assert found() == (0, False)
