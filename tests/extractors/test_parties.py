"""Name phrases: titles, brackets, posts, lists."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.authority import Authority
from kg.authority.entries import Entry, NameRecord
from kg.cleaning import fold
from kg.extractors.parties import (
    NamePhrase,
    gloss_of,
    is_place,
    parties,
    party,
    relation_of,
    split_names,
    without_initials,
)
from kg.spans import Span

NOBODY = Authority.empty()


def found(line: str, authority: Authority = NOBODY) -> list[NamePhrase]:
    folded = fold(line)
    return parties(folded, Span(0, len(folded)), authority)


def one(line: str) -> NamePhrase:
    (named,) = found(line)
    return named


@pytest.mark.parametrize("title", ["cde.", "Cde.", "Comrade", "Com.", "Comr.", "Cmrd."])
def test_titles_are_no_part_of_the_name(title: str) -> None:
    named = one(f"{title} KIM IL SUNG")
    assert (named.party.written, named.party.name) == ("KIM IL SUNG", "Kim Il Sung")
    assert named.title == title


def test_a_list_may_carry_its_title_on_the_first_name_only() -> None:
    assert [n.party.name for n in found("Cdes. Voss, Perrin, and Ilk")] == ["Voss", "Perrin", "Ilk"]
    assert [n.party.name for n in found("Cmrds. Marrek; Osterly & Quill")] == [
        "Marrek", "Osterly", "Quill",
    ]  # fmt: skip


def test_the_brackets_of_the_telegram_give_name_and_office() -> None:
    shtykov, zakharov = found(
        "SHTRAUS [pseudonym for Soviet Amb. Shtykov], MAYVEYEV [pseudonym for M.V. Zakharov, "
        "Stalin's personal military envoy]"
    )
    assert (shtykov.party.written, shtykov.party.name) == ("SHTRAUS", "Shtykov")
    assert shtykov.party.office == "Soviet Amb."
    assert (zakharov.party.written, zakharov.party.name) == ("MAYVEYEV", "Zakharov")
    assert zakharov.party.office == "Stalin's personal military envoy"
    assert (zakharov.real, zakharov.relation) == ("M.V. Zakharov", "cover name")


@pytest.mark.parametrize(
    ("line", "written", "name", "relation"),
    [
        ("LARK [DREY]", "LARK", "Drey", "cover name"),
        ("Drey [Holt]", "Drey", "Holt", "cover name"),
        ("Lark (Drey)", "Lark", "Drey", "cover name"),
        ("PAK HEON-YEONG [Pak Hon Yong]", "PAK HEON-YEONG", "Pak Hon Yong", "romanization"),
        ("[Envoy Rolf] TARN2", "TARN", "Rolf Tarn", "fuller form"),
        ("FINCH [ARDEN P.Q.]", "FINCH", "Arden", "cover name"),
        ("LARK [Drei; real name Bim]", "LARK", "Bim", "cover name"),
        ("QUILL [?]", "QUILL", "Quill", None),
        ("QUILL [sic]", "QUILL", "Quill", None),
        ("QUILL [1]", "QUILL", "Quill", None),
        ("R[obert] QUILL", "R[obert] QUILL", "Robert Quill", None),
        ("T A M S I N", "TAMSIN", "Tamsin", None),
        ("Stalin I.V.", "Stalin I.V.", "Stalin I.V.", None),
    ],
)
def test_persons(line: str, written: str, name: str, relation: str | None) -> None:
    named = one(line)
    assert named.party.kind == "person"
    assert (named.party.written, named.party.name, named.relation) == (written, name, relation)


def test_a_post_before_a_bracket_with_a_name_is_that_persons() -> None:
    named = one("the Chairman [Mao Zedong]")
    assert (named.party.kind, named.party.name, named.party.office) == (
        "person", "Mao Zedong", "the Chairman",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "name", "office"),
    [
        ("Soviet Ambassador T. Shtykov", "T. Shtykov", "Soviet Ambassador"),
        ("Shtykov, Soviet Ambassador in Korea", "Shtykov", "Soviet Ambassador in Korea"),
        ("Minister of Trade A. B. Quill", "A. B. Quill", "Minister of Trade"),
        ("Colonel Ogurtsov", "Ogurtsov", None),
        (
            "head of dispatch of 4th Division 8 Department of the GSSA.Colonel Ogurtsov",
            "Ogurtsov",
            "head of dispatch of 4th Division 8 Department of the GSSA",
        ),
    ],
)
def test_a_person_with_a_post(line: str, name: str, office: str | None) -> None:
    named = one(line)
    assert (named.party.kind, named.party.name, named.party.office) == ("person", name, office)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("the Ambassador", "office"),
        ("SOVIET AMBASSADOR", "office"),
        ("Chancellor's Office", "office"),
        ("Harbor Board", "office"),
        ("General Registry", "office"),
        ("the Embassy in Selm", "office"),
        ("8 Department of the General Staff of the Armed Forces of the Union SSR", "office"),
        ("USSR First Deputy Minister of Foreign Affairs", "office"),
        ("Chancery Above", "organization"),
        ("the Instance", "organization"),
        ("CC VKP(b)", "organization"),
        ("Ministry of Foreign Affairs of the PRC", "organization"),
        ("Chinese comrades", "group"),
        ("the friends", "group"),
        ("Holt", "person"),
    ],
)
def test_kinds_come_from_the_vocabulary(line: str, kind: str) -> None:
    assert one(line).party.kind == kind


def test_what_the_vocabulary_leaves_open_is_asked_of_the_register() -> None:
    name = NameRecord("organization", "gru", "Smersh", "real")
    known = Authority([Entry("organization", "gru", "Smersh", names=(name,))])
    assert found("Smersh", known)[0].party.kind == "organization"
    assert found("Smersh")[0].party.kind == "person"


def test_and_inside_an_office_parts_nothing() -> None:
    line = "Ministry of Trade and Industry, Quill and cde. Ilk"
    assert [s.of(line) for s in split_names(line, Span(0, len(line)))] == [
        "Ministry of Trade and Industry", "Quill", "cde. Ilk",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inside", ["telegrafuy", "not", "?", "sic", "1", "iv", "by hand: politely", "via Sparrow", "…"]
)
def test_brackets_without_a_name_tell_no_name(inside: str) -> None:
    assert gloss_of(inside) is None


def test_relations_of_two_names() -> None:
    assert relation_of("Chou En-lai", "Zhou Enlai") == "romanization"
    assert relation_of("Mao Tse-tung", "Mao Zedong") == "romanization"
    assert relation_of("Mayveyev", "Zakharov") == "cover name"
    assert relation_of("Shtraus", "Shtykov") == "cover name"
    assert relation_of("Filippov", "Stalin") == "cover name"
    assert relation_of("Perrin", "Perrim", explained=True) == "cover name"


def test_initials_before_and_after_a_family_name() -> None:
    assert without_initials("Razuvaev V.N.") == "Razuvaev"
    assert without_initials("V. N. Razuvaev") == "Razuvaev"
    assert without_initials("Kim Il Sung") == "Kim Il Sung"


def test_places_are_known_or_called_ports_and_cities() -> None:
    name = NameRecord("place", "orvane", "Orvane", "real")
    known = Authority([Entry("place", "orvane", "Orvane", names=(name,))])
    assert is_place("ORVANE", known)
    assert not is_place("ORVANE", NOBODY)
    assert is_place("PORT SELM", NOBODY)
    assert not is_place("Port", NOBODY)
    assert not is_place("Harbor Board", NOBODY)


@given(st.text(alphabet="AaBb ,.;[]()-'&0Ж\n", max_size=80))
@example("[\n)")
def test_a_party_is_quoted_from_the_phrase_whatever_it_holds(line: str) -> None:
    folded = fold(line)
    for named in parties(folded, Span(0, len(folded)), NOBODY):
        assert named.party.span is not None
        assert named.span.covers(named.party.span)
        assert named.party.name and named.party.written


def test_no_name_is_no_party() -> None:
    assert party(" ,. ", Span(0, 4), NOBODY) is None
