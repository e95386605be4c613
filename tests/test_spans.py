"""Spans: places in a text that never leave it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.spans import Span, known_span, without_overlaps

TEXTS = st.text(max_size=60)


@st.composite
def spans(draw: st.DrawFn, longest: int = 60) -> Span:
    start, end = sorted(draw(st.tuples(st.integers(0, longest), st.integers(0, longest))))
    return Span(start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_an_interval_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(spans())
def test_a_span_that_is_known_to_be_one_is_the_same(span: Span) -> None:
    known = known_span((span.start, span.end))
    assert (known, hash(known), type(known)) == (span, hash(span), Span)


def test_a_span_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Span(0, 1).start = 1  # type: ignore[misc]


@given(TEXTS, TEXTS, TEXTS)
def test_a_span_gives_back_the_words_it_was_made_for(before: str, words: str, after: str) -> None:
    span = Span(len(before), len(before) + len(words))
    assert span.of(before + words + after) == words
    assert span.shifted(5).of("x" * 5 + before + words + after) == words


@given(TEXTS, spans())
def test_stripping_keeps_inside_and_leaves_no_blank_at_the_ends(text: str, span: Span) -> None:
    stripped = span.stripped(text)
    assert span.covers(stripped) or not span.of(text)
    assert stripped.of(text) == span.of(text).strip()


@given(spans(), spans())
def test_overlapping_is_mutual_and_means_a_shared_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one)
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) == bool(shared)


@given(st.lists(spans()))
def test_what_is_kept_does_not_overlap_and_nothing_free_is_lost(found: list[Span]) -> None:
    kept = without_overlaps(found)
    assert kept == sorted(kept)
    assert not any(a.overlaps(b) for a, b in pairwise(kept))
    for span in found:
        assert span in kept or any(span.start < k.end and k.start <= span.start for k in kept)
