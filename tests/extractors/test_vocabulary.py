"""The vocabulary is a table with a source for each word."""

from __future__ import annotations

import csv
import re

import pytest

from kg.extractors.vocabulary import (
    alternatives,
    holds_first_word,
    is_term,
    terms,
    value_of_term,
)
from kg.files import shipped

ROWS = list(
    csv.DictReader((shipped("data") / "extractors" / "words.csv").read_text("utf-8").splitlines())
)


def test_every_row_has_a_term_a_class_and_a_source() -> None:
    assert ROWS
    assert all(row["term"] and row["class"] and row["source"] for row in ROWS)


def test_a_term_stands_once_in_its_class_and_in_lower_case() -> None:
    keys = [(row["term"], row["class"]) for row in ROWS]
    assert len(keys) == len(set(keys))
    assert all(row["term"] == row["term"].lower() for row in ROWS)


def test_every_term_is_matched_whole_by_the_pattern_of_its_class() -> None:
    missed = [row for row in ROWS if not _is_matched(row["term"], row["class"])]
    assert not missed


def _is_matched(term: str, word_class: str) -> bool:
    pattern = re.compile(alternatives(word_class), re.IGNORECASE)
    whole = pattern.fullmatch(term.upper()) is not None
    known = is_term(word_class, term.upper())
    return whole and known and holds_first_word(f"x {term} x", word_class)


def test_the_longest_term_wins_and_no_word_is_cut() -> None:
    pattern = re.compile(alternatives("form"), re.IGNORECASE)
    match = pattern.match("Ciphered telegram")
    assert match and match[0] == "Ciphered telegram"
    assert pattern.match("Telegrams") is None


def test_spellings_have_one_value() -> None:
    assert value_of_term("form", "CYPHERED\n TELEGRAM") == "ciphered telegram"
    assert value_of_term("handling", "Dispatched") == "sent"


def test_an_unknown_class_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="no such class"):
        terms("no such class")
