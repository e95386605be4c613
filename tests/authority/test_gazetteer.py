"""Looking for known names in running text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority import Authority, Entry, NameRecord
from kg.cleaning import fold
from kg.spans import Span
from tests.growth import assert_linear


def register(*names: str, words: tuple[str, ...] = ()) -> Authority:
    """A register with one person for each name."""
    entries = [
        Entry("person", f"p{n}", name, names=(NameRecord("person", f"p{n}", name, "real"),))
        for n, name in enumerate(names)
    ]
    return Authority(entries, common_words=words)


def found(authority: Authority, text: str) -> list[str]:
    return [match.span.of(text) for match in authority.find(fold(text))]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["North Korea", "Korea"], "in North Korea and Korea", ["North Korea", "Korea"]),
        (["Drey"], "DREY met Drey, not drey or Dreyfus", ["DREY", "Drey"]),
        (["CC VKP(b)"], "INSTRUCTION OF THE CC VKP(b)", ["CC VKP(b)"]),
        (["VKP(b)"], "the VKP(b), the vkp(b)", ["VKP(b)"]),
        (["US"], "tell us of the US and Us", ["US"]),
        (["38th parallel"], "the 38th parallel; 38TH PARALLEL", ["38th parallel", "38TH PARALLEL"]),
        (["Pak Hon Yong"], "PAK HON-YONG, Pak Hŏn Yŏng", ["PAK HON-YONG", "Pak Hŏn Yŏng"]),
        (["Shtykov"], "Shtykov's mood and SHTYKOV’S", ["Shtykov", "SHTYKOV"]),
        (["Drey"], "LARK [DREY1] sent it", ["DREY"]),
        (["Vasil'yev"], "to Vasil’yev and Vasilyev", ["Vasil’yev", "Vasilyev"]),
        (["Kim Il Sung"], "KIM IL\nSUNG", ["KIM IL\nSUNG"]),
        (["Kim Il Sung"], "of Kim.\n\nIl Sung came", []),
        (["Kim Il Sung"], "Kim, Il Sung", []),
        (["M. V. Zakharov"], "M.V. Zakharov, M V Zakharov", ["M.V. Zakharov", "M V Zakharov"]),
        (["Washington, D.C."], "in Washington, D.C. today", ["Washington, D.C"]),
        (["de Gaulle"], "DE GAULLE and de Gaulle and de gaulle", ["DE GAULLE", "de Gaulle"]),
        (["Kim Il Sung", "Il Sung Factory"], "Kim Il Sung Factory", ["Kim Il Sung"]),
    ],
)  # fmt: skip
def test_names_in_text(names: list[str], text: str, expected: list[str]) -> None:
    assert found(register(*names), text) == expected


def test_a_name_with_two_bearers_gives_both_records() -> None:
    (match,) = register("Zakharov", "Zakharov").find("cde. Zakharov")
    assert [record.entity for record in match.records] == ["p0", "p1"]


def test_common_words_are_not_looked_for_but_known_by_name() -> None:
    authority = register("Lie", words=("Lie",))
    assert found(authority, "Lie still") == []
    assert authority.named("LIE")


def test_only_the_given_stretch_is_searched() -> None:
    text = "Drey and Drey"
    (match,) = register("Drey").find(text, Span(5, len(text)))
    assert match.span == Span(9, 13)


def test_the_telegram_has_its_people_and_places(telegram_text: str) -> None:
    matches = Authority.load().find(fold(telegram_text))
    entities = {record.entity for match in matches for record in match.records}
    assert entities >= {
        "stalin-joseph", "shtykov-terenty", "zakharov-matvei", "kim-il-sung", "pak-hon-yong",
        "vasilevsky-aleksandr", "beria-lavrentiy", "bulganin-nikolai", "kaganovich-lazar",
        "malenkov-georgy", "mikoyan-anastas", "pyongyang", "korea", "north-korea", "south-korea",
        "moscow", "parallel-38-north", "korean-government", "cc-cpsu",
    }  # fmt: skip


@given(st.text(max_size=200))
def test_matches_are_whole_words_in_order_whatever_the_text(text: str) -> None:
    folded = fold(text + " Drey Ilk " + text)
    matches = register("Drey", "Drey Ilk", "ß").find(folded)
    spans = [match.span for match in matches]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for span in spans:
        assert not folded[span.start - 1 : span.start].isalnum()
        assert not folded[span.end : span.end + 1].isalpha()


@pytest.mark.parametrize(
    "text",
    ["cde. KIM IL SUNG of Korea's north; ", "a", "Kim "],
    ids=["names", "one word", "beginnings"],
)
def test_a_megabyte_on_one_line_takes_linear_time(text: str) -> None:
    authority = Authority.load()
    assert_linear(lambda length: authority.find(text * (length // len(text))), 250_000)
