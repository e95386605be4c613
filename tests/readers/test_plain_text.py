"""A bare text is all body, except paragraphs at its edges that say what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.document import Document
from kg.errors import Problem, SkipError
from kg.readers import read
from kg.readers.plain_text import recognizes

FIXTURES = Path(__file__).parents[1] / "corpus" / "fixtures"
ReadFile = Callable[[str, str], tuple[list[Document], list[Problem]]]


def body(document: Document) -> str:
    return document.body.of(document.text)


@pytest.mark.parametrize("number", range(1, 13))
def test_each_fixture_is_a_bare_text_without_doubts(number: int) -> None:
    problems: list[Problem] = []
    (document,) = read(FIXTURES / f"f{number:02d}.txt", FIXTURES, problems.append)
    assert problems == []
    assert document.reader == "plain_text"
    assert document.field("title") is None
    if number != 10:
        assert body(document) == document.text.strip()


def test_the_summary_under_fixture_10_is_not_the_message() -> None:
    (document,) = read(FIXTURES / "f10.txt", FIXTURES, lambda problem: pytest.fail(problem.message))
    assert body(document).endswith("Holt\n16.XI.1948")
    summary = document.field("summary")
    assert summary is not None
    assert summary.value.startswith("Drey, using the name of the port captain")
    assert document.block("summary") == summary.span


def test_labels_count_above_and_under_the_message(read_file: ReadFile) -> None:
    text = (
        "Title: Cable to Ilk\n\nSummary:\n\nDrey writes\nto Ilk.\n\nTo Ilk: Wire.\n\nHolt\n\n"
        'Citation: "Cable to Ilk", May 3, 1957, Orvane Digital Archive, Fond 3.\n'
    )
    (document,), problems = read_file("cable.txt", text)
    assert problems == []
    assert [(f.name, f.value) for f in document.fields][:2] == [
        ("title", "Cable to Ilk"),
        ("summary", "Drey writes to Ilk."),
    ]
    assert body(document) == "To Ilk: Wire.\n\nHolt"
    assert document.fields_named("archive_reference")[0].value == "Fond 3"


def test_a_label_in_the_middle_belongs_to_the_message(read_file: ReadFile) -> None:
    text = "Report.\n\nSummary: the mill is shut.\n\nPerrin"
    (document,), _ = read_file("report.txt", text)
    assert body(document) == text
    assert document.fields == ()


def test_only_labels_are_no_message(read_file: ReadFile) -> None:
    with pytest.raises(SkipError, match="the text has no body, only labelled paragraphs"):
        read_file("a.txt", "Summary: Drey writes to Ilk.\n")


def test_a_text_that_breaks_off_is_used_with_a_warning(read_file: ReadFile) -> None:
    (document,), (problem,) = read_file("a.txt", "TO SELM\n\nThe barges must be loa\n")
    assert body(document).endswith("loa")
    assert problem.severity == "warning"
    assert problem.source == "a.txt"
    assert problem.message.startswith("a.txt, line 3: the body stops in mid-sentence")


def test_a_markdown_file_that_is_no_page_is_used_with_a_warning(read_file: ReadFile) -> None:
    (document,), (problem,) = read_file("a.md", "To Ilk: Wire.\n")
    assert document.reader == "plain_text"
    assert problem.severity == "warning"
    assert "no layout of the archive's pages" in problem.message


def test_every_text_is_recognized() -> None:
    assert recognizes("anything")
