"""Which brackets join two names, and which do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.authority import Authority
from kg.authority.entries import Entry, NameRecord
from kg.document import Document
from kg.extractors import names
from kg.findings import Alias, Findings

FindIn = Callable[..., Findings]
Told = tuple[str, str, str]


def told(findings: Findings) -> list[Told]:
    return [(a.form, a.real, a.relation) for a in findings.of(Alias)]


COVER, OTHER, FULLER = "cover name", "romanization", "fuller form"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We told Comrade LARK [DREY] so and he agreed.", [("Lark", "Drey", COVER)]),
        ("Visit KIM [Kim Ir Sen] on the way to the mill.", [("Kim", "Kim Ir Sen", FULLER)]),
        ("We met Mao Tse-tung [Mao Zedong] in the mill.", [("Mao Tse-tung", "Mao Zedong", OTHER)]),
        ("We met LARK [pseudonym of Drey] at the mill.", [("Lark", "Drey", COVER)]),
        (
            "We met LARK [pseudonym for D.P. Drey] at the mill.",
            [("Lark", "Drey", COVER), ("Drey", "D.P. Drey", FULLER)],
        ),
        (
            "We met LARK [Lerk; real name Drey] at the mill.",
            [("Lark", "Lerk", OTHER), ("Lark", "Drey", COVER)],
        ),
        ("R[obert] Quill told us of the mill.", []),
        ("Wire [telegrafuy] what the miller said to you.", []),
        ("Perrin said that he could [not] come to the mill.", []),
        ("Perrin [?] came, and Quill [sic] went home again.", []),
        ("Perrin [1] came, and Quill [ii] went home again.", []),
        ("The Government [of Veld] came to the mill today.", []),
        ("The mill of Quill [by hand: very old] is running.", []),
        ("We met Perrin (see file) and Voss (Berlin) at the mill.", []),
    ],
)
def test_brackets_of_nine_kinds(find: FindIn, sentence: str, expected: list[Told]) -> None:
    assert told(find(sentence)) == expected


def test_the_words_before_a_name_are_not_part_of_it(find: FindIn) -> None:
    found = find("Immediately visit KIM IL SUNG and PAK HEON-YEONG [Pak Hon Yong] and tell them.")
    (alias,) = found.of(Alias)
    assert alias.quote == "PAK HEON-YEONG [Pak Hon Yong]"


def test_the_same_words_again_tell_nothing_new(find: FindIn) -> None:
    found = find("We told LARK [Drey] so. Then LARK [Drey] went home to the mill.")
    assert len(told(found)) == 1


def test_a_bracket_behind_a_known_place_makes_no_cover_name(
    document: Callable[..., Document],
) -> None:
    name = NameRecord("place", "orvane", "Orvane", "real")
    known = Authority([Entry("place", "orvane", "Orvane", names=(name,))])
    page = document("The pilots are in Orvane [Citadel] and wait for the rope.")
    assert list(names.extract(Findings(page), known)) == []


def test_head_and_signature_are_surer_than_running_text(find: FindIn) -> None:
    found = find(
        "To LARK [Drey]\nThe envoy LARK [Drey] is to come to the mill.\nFINCH [ARDEN P.Q.]"
    )
    sure = [(a.quote, a.confidence) for a in found.of(Alias) if a.relation == COVER]
    assert sure == [("LARK [Drey]", 0.95), ("LARK [Drey]", 0.85), ("FINCH [ARDEN P.Q.]", 0.95)]


def test_round_brackets_explain_in_titles(find: FindIn) -> None:
    found = find("The mill is running again.", title="Telegram from Lark (Drey) to Sparrow")
    assert told(found) == [("Lark", "Drey", COVER)]
    assert found.of(Alias)[0].confidence == 0.9


def test_a_title_is_reversed_where_the_body_signs_the_bracketed_name(find: FindIn) -> None:
    title = "Cable, Drey [Holt] to Ilk"
    assert told(find("Wire what he answers.\nHolt", title=title)) == [("Holt", "Drey", COVER)]
    assert told(find("Wire what he answers.\nDrey", title=title)) == [("Drey", "Holt", COVER)]
    assert told(find("Wire what he answers.", title=title)) == [("Drey", "Holt", COVER)]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Drey, using the name of the port captain Aldous Holt, writes.", ("Aldous Holt", "Drey")),
        ("Drey, writing under the pseudonym Lark, asks for rope.", ("Lark", "Drey")),
        ('It goes through Nan Birk, known as "Sparrow."', ("Sparrow", "Nan Birk")),
        ("Birk (alias Sparrow) answers.", ("Sparrow", "Birk")),
        ("Lark is a pseudonym for Drey.", ("Lark", "Drey")),
    ],
)
def test_a_summary_explains_in_a_sentence(
    find: FindIn, summary: str, expected: tuple[str, str]
) -> None:
    found = find("Wire what he answers.", summary=summary)
    assert told(found) == [(*expected, COVER)]
    assert found.of(Alias)[0].confidence == 0.8


def test_a_summary_that_explains_nothing_gives_nothing(find: FindIn) -> None:
    assert told(find("Wire it.", summary="Stalin [sic] cables his men known for speed.")) == []


def test_f10_title_and_summary_agree(in_fixture: Callable[[int], Findings]) -> None:
    assert set(told(in_fixture(10))) == {("Holt", "Drey", COVER), ("Sparrow", "Nan Birk", COVER)}


def test_f9_office_and_first_name_before_the_surname(
    in_fixture: Callable[[int], Findings],
) -> None:
    assert told(in_fixture(9)) == [("Tarn", "Rolf Tarn", FULLER)]
