"""Cleaning: variants look alike, and no offset moves."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.cleaning import (
    ascii_fold,
    fold,
    key,
    plain,
    shown,
    title_case,
    unspaced,
    without_footnote,
    xml_safe,
)


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_plain_value_is_one_line_without_blanks_at_its_ends(text: str) -> None:
    value = plain(text)
    assert value == value.strip()
    assert "\n" not in value
    assert "  " not in value


@given(st.text())
@example("\u33d7 \u0149")  # signs that decompose into capitals, and into an apostrophe
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PAK HEON-YEONG", "Pak Heon-yeong"),
        ("M.V. Zakharov", "M. V. Zakharov"),
        ("Pak Hŏn-yŏng", "Pak Hon-yong"),
        ("Ch'oe Yong-gŏn", "Choe Yong-gon"),
        ("“Filippov”", '"Filippov"'),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("T A M S I N", "TAMSIN"),
        ("F E N G  X I", "FENG XI"),
        ("Feng Xi", "Feng Xi"),
        ("A B", "A B"),
    ],
)
def test_letter_spaced_names_are_closed_up(name: str, closed: str) -> None:
    assert unspaced(name) == closed


@pytest.mark.parametrize(("name", "bare"), [("TARN2", "TARN"), ("DREY1", "DREY"), ("U2", "U2")])
def test_footnote_digits_leave_a_name(name: str, bare: str) -> None:
    assert without_footnote(name) == bare


@pytest.mark.parametrize(
    ("name", "cased"),
    [("KIM IL SUNG", "Kim Il Sung"), ("ARDEN P.Q.", "Arden P.Q."), ("McCloy", "McCloy")],
)
def test_capitals_become_normal_case_and_other_names_stay(name: str, cased: str) -> None:
    assert title_case(name) == cased


@given(st.text())
def test_shown_text_is_one_line_without_controls(text: str) -> None:
    line = shown(text, 50)
    assert len(line) <= 50
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text())
def test_xml_safe_text_keeps_its_length(text: str) -> None:
    assert len(xml_safe(text)) == len(text)


def test_folding_to_ascii_drops_marks_and_case() -> None:
    assert ascii_fold("Pak Hŏn-yŏng") == "pak hon-yong"
