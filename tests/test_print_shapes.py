"""Dateline, classification and signature are known by their shape."""

from __future__ import annotations

from kg.print_shapes import classification, dateline, dateline_of_head, signature
from kg.spans import Span


def spans(text: str) -> list[Span]:
    found, start = [], 0
    for paragraph in text.split("\n\n"):
        found.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return found


def test_the_dateline_is_sought_at_the_top_only() -> None:
    text = "\n\n".join(["A heading"] * 5 + ["Paris, May 4, 1959."])
    assert dateline(text, spans(text)) is None
    assert dateline(text, spans(text)[3:]) == spans(text)[5]


def test_the_lines_above_a_bare_day_belong_to_it() -> None:
    text = "THE WHITE HOUSE\nWASHINGTON\nOctober 29, 1971"
    assert dateline(text, spans(text)) == Span(0, len(text))


def test_a_line_that_is_no_part_of_the_dateline_stays_outside() -> None:
    text = "Issue No. 655\nWashington, July 31, 1962."
    found = dateline(text, spans(text))
    assert found is not None
    assert found.of(text) == "Washington, July 31, 1962."


def test_an_office_before_the_day_is_no_place() -> None:
    head = "1. Dispatch to the Chief, Central Intelligence Agency, July 31, 1970¹"
    found = dateline_of_head(head, Span(0, len(head)))
    assert found is not None
    assert found.of(head) == "July 31, 1970¹"


def test_a_head_without_day_has_no_dateline() -> None:
    head = "1. Letter From President Kennedy to Prime Minister Macmillan"
    assert dateline_of_head(head, Span(0, len(head))) is None


def test_limits_of_distribution_are_part_of_the_classification() -> None:
    text = "secret us urgent\nniact (delhi only)\n\nText."
    assert classification(text, spans(text)) == spans(text)[0]


def test_several_signatures_below_each_other_are_one_block() -> None:
    text = "Text of it.\n\nDean Acheson\nRobert A. Lovett"
    assert signature(text, spans(text)) == spans(text)[1]


def test_no_paragraphs_no_parts() -> None:
    assert dateline("", []) is None
    assert classification("", []) is None
    assert signature("", []) is None
