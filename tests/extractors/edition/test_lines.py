"""First and last lines, with a match in their words a place in the text."""

from __future__ import annotations

from kg.document import Block, Document
from kg.extractors.edition.lines import alike, body_lines, every_line, last_lines, lines
from kg.extractors.edition.paragraphs import paragraphs
from kg.spans import Span

TEXT = " Washington,¹ May 3—noon²\n\n“I agree”\nMr. Bohlen†"
PAGE = Document("d", "s", "g", TEXT, "r", (Block("body", Span(0, len(TEXT))),))


def test_the_words_are_plain_and_of_the_length_of_their_span() -> None:
    first, second, third = lines(PAGE, PAGE.body, 9)
    assert (first.words, second.words) == ("Washington,  May 3-noon", '"I agree"')
    assert first.span.of(TEXT) == "Washington,¹ May 3—noon"
    assert first.place(13, 18).of(TEXT) == "May 3"
    assert third.span.of(TEXT) == "Mr. Bohlen"


def test_the_last_lines_come_last_first() -> None:
    assert [line.words for line in last_lines(PAGE, PAGE.body, 2)] == ["Mr. Bohlen", '"I agree"']


def test_a_long_line_is_read_in_part() -> None:
    page = Document("d", "s", "g", "a" * 9000, "r", (Block("body", Span(0, 9000)),))
    (line,) = lines(page, page.body, 1)
    assert len(line.words) < 9000


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert [len(p.of(TEXT).split("\n")) for p in paragraphs(PAGE, 5)] == [1, 2]


def test_the_lines_of_a_body_are_read_once_and_only_as_far_as_they_are_asked_for() -> None:
    read = body_lines(PAGE)
    first = next(iter(read))
    assert first == lines(PAGE, PAGE.body, 1)[0]
    assert body_lines(PAGE) is read
    assert next(iter(read)) is first
    assert list(read) == list(every_line(PAGE, PAGE.body))


def test_what_was_made_of_one_document_is_not_taken_for_another() -> None:
    other = Document("d", "s", "g", "Else", "r", (Block("body", Span(0, 4)),))
    assert [line.words for line in body_lines(PAGE)] != [line.words for line in body_lines(other)]
    assert paragraphs(other, 5) == [Span(0, 4)]


def test_alike_keeps_the_length() -> None:
    assert len(alike(TEXT)) == len(TEXT)
