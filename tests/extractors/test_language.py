"""The words of the language come from one table, each with a source."""

from __future__ import annotations

import csv

import pytest

from kg.extractors.language import any_of, terms
from kg.files import shipped


def test_every_row_has_a_source_and_stands_once() -> None:
    path = shipped("data") / "extractors" / "language.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 500
    assert all(row["source"] and row["term"] == row["term"].strip().lower() for row in rows)
    assert len({(row["term"], row["class"]) for row in rows}) == len(rows)


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(KeyError):
        terms("no such class")


def test_a_pattern_prefers_the_longest_term() -> None:
    assert any_of("adverb").index(r"first\s+of\s+all") < any_of("adverb").index("|first|")
