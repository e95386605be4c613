"""Lines, dates and broken ends of a copied page."""

from __future__ import annotations

import sys

import pytest

from kg.cleaning import fold
from kg.readers.base import MARKS
from kg.readers.page import is_date, page_of, stops_abruptly
from kg.spans import Span


def test_lines_stand_where_their_words_are() -> None:
    text = "**May 3, 1957**\n\n  – Pell | 2  \n#  Title\\\n"
    page = page_of(text)
    assert [line.span.of(text) for line in page.lines] == ["May 3, 1957", "– Pell | 2", "#  Title"]
    assert [line.item_words for line in page.lines] == ["May 3, 1957", "Pell \n 2", "Title"]
    assert [line.goes_on for line in page.lines] == [False, True, True]
    assert [line.after_blank for line in page.lines] == [True, True, False]


def test_blanks_are_what_folding_takes_for_blanks() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    assert {c for c in every if fold(c).isspace() and not c.isspace()} == set(MARKS)


@pytest.mark.parametrize(
    "words",
    ["October 1, 1950", "OCTOBER 01, 1950", "June, 1934", "1948", "c. 1948", "16.XI.1948",
     "October 4, 1950 - October 6, 1950"],
)  # fmt: skip
def test_a_heading_date_is_a_date_alone(words: str) -> None:
    assert is_date(words)


@pytest.mark.parametrize(
    "words", ["", "To Pyongyang", "1 October 1950, Pyongyang", "No. 1948", "19480", "May I ask"]
)
def test_other_lines_are_no_date(words: str) -> None:
    assert not is_date(words)


BROKEN = [
    "The barges must be loa",
    "The barges are here,",
    "The barges must be fin-",
    "They came. The ar",
    "The mayor said that the mill had been run by two men since the\nflood",
]
WHOLE = [
    "The barges are loaded.",
    'He said: "Come!"',
    "They met (in Selm).",
    "Voted FOR:\nMarrek\nOsterly",
    "No. 98/sh",
    "Typed by 7kl",
    "6:00 [am]",
    "– Molk – 52 –",
    "The list ends here [...]",
    "The list ends here ...",
    "**TAMSIN**",
    "signature",
]


@pytest.mark.parametrize("text", BROKEN)
def test_running_words_that_break_off_are_noticed(text: str) -> None:
    assert stops_abruptly(text, Span(0, len(text)))


@pytest.mark.parametrize("text", WHOLE)
def test_names_numbers_lists_and_sentences_end_a_message(text: str) -> None:
    assert not stops_abruptly(text, Span(0, len(text)))
