"""A body is taken apart by structure and wording."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Block, Document
from kg.extractors.parts import (
    DECISION,
    HEAD,
    MESSAGE,
    NOTE,
    SUMMARY,
    TAIL,
    TEXT,
    Paper,
    main_paper,
    papers,
)
from kg.findings import Findings
from kg.spans import Span
from tests.growth import assert_linear

FIXTURES = Path(__file__).parents[1] / "corpus" / "fixtures"
MakeDocument = Callable[..., Document]


@pytest.fixture
def fixture(document: MakeDocument) -> Callable[[int], tuple[Paper, ...]]:
    return lambda number: papers(document((FIXTURES / f"f{number:02d}.txt").read_text("utf-8")))


def lines(paper: Paper, *kinds: str) -> list[str]:
    return [piece.folded for piece in paper.pieces(*kinds)]


def test_the_telegram_is_a_message_and_the_decision_that_approved_it(telegram: Findings) -> None:
    message, decision = papers(telegram.document)
    assert (message.kind, decision.kind) == (MESSAGE, DECISION)
    assert lines(message, HEAD)[0] == "To be returned after 6 days"
    assert lines(message, HEAD)[-1].startswith("SHTRAUS [pseudonym")
    assert lines(message, TEXT)[0].startswith("We have received your cable")
    assert lines(message, TEXT)[-1].startswith("You will receive in a few days")
    assert lines(message, TAIL)[0] == "FENG XI [STALIN]"
    assert lines(message, TAIL)[-1].startswith("Typed by Budanova")
    assert lines(decision)[0] == "INSTRUCTION OF THE CC VKP(b)"
    assert lines(decision)[-1] == "Mikoyan"


def test_the_handwriting_of_the_telegram_is_a_note(telegram: Findings) -> None:
    notes = [line for paper in papers(telegram.document) for line in lines(paper, NOTE)]
    assert [line[:12] for line in notes] == ["[...]", "[Handwritten"]


def test_head_text_and_tail_of_f1(fixture: Callable[[int], tuple[Paper, ...]]) -> None:
    (paper,) = fixture(1)
    assert lines(paper, HEAD)[-1] == "LARK [DREY]"
    assert len(lines(paper, TEXT)) == 1
    assert lines(paper, TAIL)[:2] == ["T A M S I N", "No. 88/kt"]


def test_a_postscript_after_the_signature_has_a_head_of_its_own(
    fixture: Callable[[int], tuple[Paper, ...]],
) -> None:
    (paper,) = fixture(2)
    assert [part.kind for part in paper.parts] == [HEAD, TEXT, TAIL, HEAD, TEXT]
    assert lines(paper, HEAD) == ["ORVANE, TO THE AMBASSADOR", "for Cde. VOSS:"]
    assert lines(paper, TEXT)[-1] == "show PERRIN point two."


def test_a_decision_with_its_draft_is_two_papers(
    fixture: Callable[[int], tuple[Paper, ...]],
) -> None:
    decision, draft = fixture(3)
    assert (decision.kind, draft.kind) == (DECISION, MESSAGE)
    assert lines(draft, HEAD) == ["PORT SELM", "To FINCH [ARDEN P.Q.]", "RE: # 77"]
    assert lines(draft, TAIL) == ["By order of the Chancery Above"]


def test_a_line_may_hold_head_and_text(fixture: Callable[[int], tuple[Paper, ...]]) -> None:
    (paper,) = fixture(8)
    assert lines(paper, HEAD)[1] == "205 - THURSDAY - 0930hs -"
    assert lines(paper, TEXT) == ["Permit me to suggest that the envoy call on the mayor."]
    (paper,) = fixture(10)
    assert lines(paper, TEXT) == ["Wire [telegrafuy] what Ilk answers."]


def test_a_summary_in_the_body_is_no_text(fixture: Callable[[int], tuple[Paper, ...]]) -> None:
    (paper,) = fixture(10)
    assert len(lines(paper, SUMMARY)) == 1
    assert not any("Aldous" in line for line in lines(paper, HEAD, TEXT, TAIL))


def test_an_unclosed_stamp_ends_at_its_line(fixture: Callable[[int], tuple[Paper, ...]]) -> None:
    (paper,) = fixture(11)
    assert [part.kind for part in paper.parts] == [TEXT, NOTE, TEXT]
    assert lines(paper, TEXT)[-2:] == [
        "2. the posting of three pilots to VARN.",
        "Please say if this suits you.",
    ]


def test_a_stamp_that_closes_two_lines_later_is_one_note(document: MakeDocument) -> None:
    text = "TOP SECRET\n[Stamp: Incoming\nNo. 3344\n10 May]\nThe rope has come to the harbor now."
    (paper,) = papers(document(text))
    assert lines(paper, NOTE) == ["[Stamp: Incoming\nNo. 3344\n10 May]"]
    assert lines(paper, TEXT) == ["The rope has come to the harbor now."]


def test_a_footnote_after_the_tail_leaves_the_tail_alone(document: MakeDocument) -> None:
    text = (
        "The rope has come to the harbor now.\nMOLK\nCorrect: Colonel Quill\n"
        "1. The name stands so in the text and nobody knows why."
    )
    (paper,) = papers(document(text))
    assert lines(paper, TAIL) == ["MOLK", "Correct: Colonel Quill"]
    assert len(lines(paper, TEXT)) == 2


def test_an_odd_line_inside_the_head_belongs_to_it(document: MakeDocument) -> None:
    (paper,) = papers(
        document("TOP SECRET\nvia wire\nNo. 12\nThe rope has come to the harbor now.")
    )
    assert lines(paper, HEAD) == ["TOP SECRET", "via wire", "No. 12"]


def test_no_body_has_no_papers(document: MakeDocument) -> None:
    assert papers(document("")) == ()
    assert main_paper(document("")) is None


@given(st.lists(st.sampled_from([
    "TOP SECRET", "To Ilk", "[Stamp: x", "closing]", "=====", "...", "Voted FOR:", "Marrek",
    "The rope has come to the harbor now.", "Copies: A, B", "1 - Marrek", "for Ilk: show it now",
    "INSTRUCTION OF THE CC", "Summary: it is so and nobody knows.", "", "Molk [", "3 May 1951",
])))  # fmt: skip
def test_every_line_is_in_exactly_one_part_and_in_order(chosen: list[str]) -> None:
    text = "\n".join(chosen)
    page = Document("x", "x", "x", text, "plain_text", (Block("body", Span(0, len(text))),))
    pieces = [piece for paper in papers(page) for piece in paper.pieces()]
    assert all(piece.folded == piece.span.of(page.folded) for piece in pieces)
    assert all(one.span.end <= two.span.start for one, two in pairwise(pieces))
    # A line of signs parts papers and belongs to none, except inside a stamp that goes on.
    words = " ".join(piece.folded for piece in pieces).replace("=====", " ").split()
    assert words == " ".join(line for line in chosen if line != "=====").split()


def test_many_lines_take_linear_time(document: MakeDocument) -> None:
    line = "We have received your cable of 30 September and 1 October.\n"
    assert_linear(lambda count: papers(document(line * count)), 2_500)
