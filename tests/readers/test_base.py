"""Names, values and problems are made alike for every reader."""

from __future__ import annotations

import pytest

from kg.readers.base import Source, facts, line_number, slug
from kg.spans import Span


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Telegram No. 75352", "telegram-no-75352"), ("Élan/ß", "elan-ss"), ("電報", ""), ("--", "")],
)
def test_a_slug_is_ascii(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_an_address_keeps_every_character() -> None:
    text = "<https://example.org/a–b*c|d>"
    (field,) = facts("url", text, Span(1, len(text) - 1))
    assert field.value == "https://example.org/a–b*c|d"


def test_a_blank_value_is_no_fact() -> None:
    assert list(facts("title", "**  **\n", Span(0, 7))) == []


def test_lines_are_counted_from_one() -> None:
    assert [line_number("a\nb\n", offset) for offset in (0, 1, 2, 4)] == [1, 1, 2, 3]


def test_a_source_knows_its_name() -> None:
    source = Source("index/A file.tar.CSV", "", "")
    assert (source.stem, source.ending) == ("A file.tar", ".csv")
