"""Marks may overlap in any way: the pieces are the text again and know every mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.marking import Mark, pieces

_MARKS = st.lists(
    st.builds(
        lambda start, length, number: Mark(start, start + length, "k", f"a{number}"),
        st.integers(-3, 40),
        st.integers(-3, 40),
        st.integers(0, 10**9),
    ),
    max_size=12,
    unique_by=lambda mark: mark.anchor,
)


@given(st.text(max_size=40), _MARKS)
def test_the_pieces_joined_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(piece.text for piece in pieces(text, marks)) == text


@given(st.text(max_size=40), _MARKS)
def test_each_mark_covers_exactly_its_words_and_opens_once(text: str, marks: list[Mark]) -> None:
    found = pieces(text, marks)
    for mark in marks:
        covered = "".join(piece.text for piece in found if mark in piece.marks)
        fits = 0 <= mark.start < mark.end <= len(text)
        assert covered == (text[mark.start : mark.end] if fits else "")
        assert sum(mark in piece.opened for piece in found) == int(fits)


def test_the_innermost_mark_is_the_one_to_follow() -> None:
    directive, person = Mark(0, 20, "directive", "d"), Mark(6, 9, "mention", "m")
    _, inner, _, _ = pieces("visit KIM and tell him now", [person, directive])
    assert inner.inner == person
    assert inner.kinds == ("directive", "mention")


def test_two_marks_that_cross_share_the_middle() -> None:
    found = pieces("abcdef", [Mark(0, 4, "x", "1"), Mark(2, 6, "y", "2")])
    assert [(p.text, [m.anchor for m in p.marks]) for p in found] == [
        ("ab", ["1"]), ("cd", ["1", "2"]), ("ef", ["2"]),
    ]  # fmt: skip


def test_an_empty_text_has_no_piece() -> None:
    assert pieces("", [Mark(0, 1, "x", "1")]) == ()
