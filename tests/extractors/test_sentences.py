"""Sentences keep abbreviations whole, know their points, and stand where they say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cleaning import fold
from kg.extractors.sentences import LONGEST, Sentence, sentences
from kg.spans import Span


def said(text: str) -> list[str]:
    return [s.words for s in sentences(fold(text))]


def points(text: str) -> list[tuple[str | None, str]]:
    return [(s.point, s.words) for s in sentences(fold(text))]


@pytest.mark.parametrize(
    "one",
    [
        "Cde. KIM and Cdes. Voss, Perrin left.",
        "Com. Marrek and Comr. Osterly met Amb. Holt.",
        "See No. 5, Nº 88 and Nos. 7 of the file.",
        "M. V. Orlov and V.N. Pell came with J. Quill.",
        "The papers are in f. 45, op. 1, d. 347.",
        "It lasted approx. 3 days, i.e. too long.",
        "It was decided on 1. Oct. 1950 and 2. Nov. 1950.",
        "Correct: head of the GSSA.Colonel Ogurtsov.",
        "He came at 6 a.m. and left.",
        "He wrote [illegible. Perhaps yes.] to me.",
        "The note (it is long. Very long.) was read.",
        "The ship\nlay at anchor.",
        "They pay 3.5 tons.",
    ],
)
def test_a_stop_that_ends_no_sentence(one: str) -> None:
    assert said(one) == [fold(one).replace("\n", " ")]


def test_a_stop_that_ends_one() -> None:
    assert said("We left at 6 a.m. The mill burned. Who did it? We!") == [
        "We left at 6 a.m.", "The mill burned.", "Who did it?", "We!",
    ]  # fmt: skip


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert said("The question of salt\n\nThe mill") == ["The question of salt", "The mill"]


def test_a_point_marker_is_no_sentence_and_is_carried() -> None:
    assert points("First. Go. Then write.\n\nWait.\n\nSecond. Stay.\n\nFarewell.") == [
        ("First", "Go."), ("First", "Then write."), ("First", "Wait."), ("Second", "Stay."),
        (None, "Farewell."),
    ]  # fmt: skip


def test_a_bare_number_before_a_point_is_no_point() -> None:
    assert points("307. First. Wait. Second. Confirm receipt.") == [
        ("First", "Wait."), ("Second", "Confirm receipt."),
    ]  # fmt: skip


def test_an_ordinal_inside_the_sentence_gives_its_point() -> None:
    assert points("First, close the bridge. Second, open it.") == [
        ("First", "First, close the bridge."), ("Second", "Second, open it."),
    ]  # fmt: skip


def test_a_name_that_begins_like_a_month_does_not_hide_the_point() -> None:
    assert points("1. Marrek came. 2. Decker left.") == [
        ("1", "Marrek came."),
        ("2", "Decker left."),
    ]


def test_a_restarted_list_is_counted() -> None:
    assert points("We ask:\n1. to send rope;\n1. to post pilots;\n1. to wait.") == [
        (None, "We ask:"), ("1", "to send rope;"), ("2", "to post pilots;"), ("3", "to wait."),
    ]  # fmt: skip


def test_two_lists_are_counted_apart() -> None:
    text = "We ask:\n1. rope;\n2. salt.\n\nThey ask:\n1. tar;\n2. coal."
    assert [s.point for s in sentences(text) if s.opens_point] == ["1", "2", "1", "2"]


def test_a_list_on_one_line() -> None:
    assert points("We request: 1) to send rope; 2) to permit the sale.") == [
        (None, "We request:"), ("1", "to send rope;"), ("2", "to permit the sale."),
    ]  # fmt: skip


def test_letters_under_a_number() -> None:
    text = "1. Of the mill.\na) Sell it.\nb) Burn it.\n2. Wait."
    assert [s.point for s in sentences(text)] == ["1", "1a", "1b", "2"]


def test_a_fragment_of_a_list_ends_with_its_line() -> None:
    found = sentences("We order:\n1. the sending of rope.\nPlease say if this suits you.")
    assert [(s.is_item, s.point) for s in found] == [(False, None), (True, "1"), (False, None)]


def test_a_stamp_in_between_ends_no_list_and_no_bracket_swallows_the_rest() -> None:
    found = sentences("We order:\n1. the rope.\n[Stamp: To be returned\n2. the salt.\nWait.")
    assert [(s.point, s.is_note) for s in found] == [
        (None, False), ("1", False), (None, True), ("2", False), (None, False),
    ]  # fmt: skip


def test_a_quotation_that_opens_once_and_closes_pages_later() -> None:
    text = 'Hand this to X:\n"Go there.\n\nCome back. Write."\n\nConfirm.'
    assert [bool(s.quotation) for s in sentences(text)] == [False, True, True, True, False]
    assert said(text)[1:4] == ["Go there.", "Come back.", "Write."]


def test_a_quotation_that_reopens_at_each_paragraph() -> None:
    text = 'Tell him:\n"Go there.\n\n"Come back."\n\nConfirm.'
    found = sentences(text)
    assert [bool(s.quotation) for s in found] == [False, True, True, False]
    assert found[1].quotation == found[2].quotation


def test_a_quotation_that_never_closes_ends_with_its_paragraph() -> None:
    assert [bool(s.quotation) for s in sentences('He said:\n"Go there.\n\nConfirm.')] == [
        False, True, False,
    ]  # fmt: skip


def test_a_word_in_quotation_marks_is_no_quotation() -> None:
    (found,) = sentences('Voss votes "yes" at once.')
    assert found.quotation is None


def test_points_end_with_the_quotation_that_holds_them() -> None:
    text = 'Tell him:\n"1. Go. 2. Stay."\nConfirm receipt.'
    assert [s.point for s in sentences(text)] == [None, "1", "2", None]


def test_a_head_line_above_the_text_is_no_part_of_its_first_sentence() -> None:
    text = "RE: # 77\nThe loading of the barges has to be finished by the third of May."
    assert said(text)[0] == "RE: # 77"


def test_lines_longer_than_anybody_wraps_are_paragraphs() -> None:
    line = "The mill runs and the men are paid " * 6
    found = sentences(f"1. {line}.\nIn connection with this we wait.\n{line}.")
    assert [s.paragraph for s in found] == [0, 1, 2]
    assert [s.point for s in found] == ["1", None, None]


def test_what_is_longer_than_a_sentence_is_cut_at_a_blank() -> None:
    found = sentences("word " * 2000)
    assert len(found) > 1
    assert all(len(s.words) <= LONGEST and s.words.split("word") for s in found)
    assert sum(s.words.count("word") for s in found) == 2000


def test_several_stretches_keep_one_numbering() -> None:
    text = "We order:\n1. the rope.\nxxxx\n2. the salt."
    start, end = text.index("xxxx"), text.index("2.")
    found = sentences(text, Span(0, start), Span(end, len(text)))
    assert [s.point for s in found] == [None, "1", "2"]
    assert not any("xxxx" in s.words for s in found)


@given(st.text(alphabet="aB. \n\"[]()1:;,?!-'\u2014", max_size=120))
def test_sentences_stand_in_order_and_never_overlap(text: str) -> None:
    found: list[Sentence] = sentences(fold(text))
    for one in found:
        assert one.words == one.span.of(fold(text)).replace("\n", " ")
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
