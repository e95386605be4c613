"""Runs of capitalized words, with the words around them."""

from __future__ import annotations

from kg.extractors.runs import LONGEST, is_in, lexicon, runs
from kg.spans import Span


def found(text: str) -> list[str]:
    return [run.span.of(text) for run in runs(text, Span(0, len(text)))]


def test_names_with_initials_hyphens_and_one_line_end() -> None:
    text = "then M.V. Orlov told PAK HEON-YEONG and Kim\nIl Sung, not Quill--The bridge"
    assert found(text) == ["M.V. Orlov", "PAK HEON-YEONG", "Kim\nIl Sung", "Quill", "The"]


def test_shouted_text_is_no_name() -> None:
    assert found("NO " * (LONGEST + 1)) == []


def test_the_words_before_and_after_skip_a_bracket() -> None:
    text = "Cde. [Envoy Rolf] TARN [Drey] also said so"
    run = next(r for r in runs(text, Span(0, len(text))) if r.span.of(text) == "TARN")
    assert is_in(run.before, lexicon("title")) == "cde."
    assert run.after == ("also", "said")


def test_a_new_paragraph_has_no_words_before_it() -> None:
    text = "to visit\n\nMarrek"
    (run,) = runs(text, Span(0, len(text)))
    assert run.before == ("", "", "")
