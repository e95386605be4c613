"""What a page or a row of an index says of a message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.authority import Authority
from kg.document import Block, Document, Field
from kg.extractors import extract
from kg.findings import (
    Alias,
    Dateline,
    Description,
    Findings,
    Marking,
    Mention,
    Number,
)
from kg.spans import Span

FindIn = Callable[..., Findings]
Cells = list[tuple[str, str]]
HEAD: Cells = [("date", "1950-10-01"), ("confidence", "high")]


def row(cells: Cells) -> Findings:
    """The findings of an index row; a name may come twice, as a cell with two values gives it."""
    text, fields = "", []
    for name, value in cells:
        span = Span(len(text), len(text) + len(value))
        fields.append(Field(name, value, span))
        text += f"{value},"
    block = Block("row", Span(0, len(text)))
    page = Document("wc-1", "index.csv", "index", text, "message_index", (block,), tuple(fields))
    return extract(page, Authority.empty())


def parties(findings: Findings, role: str) -> list[tuple[str, str, str]]:
    """Name as written, real name, quoted words."""
    found = [m for m in findings.of(Mention) if m.role == role]
    return [(m.party.written, m.party.name, m.quote) for m in found]


def aliases(findings: Findings) -> list[tuple[str, str, str]]:
    return [(a.form, a.real, a.relation) for a in findings.of(Alias)]


# Pages


def test_every_field_of_a_page_is_described_in_its_own_words(find: FindIn) -> None:
    found = find("To Ilk\nCome.", title="Cable, Drey to Ilk", translator="Nan Birk")
    assert {d.name: (d.value, d.quote) for d in found.of(Description)} == {
        "title": ("Cable, Drey to Ilk", "Cable, Drey to Ilk"),
        "translator": ("Nan Birk", "Nan Birk"),
    }


def test_the_heading_of_a_page_is_a_dateline_of_its_own(find: FindIn) -> None:
    found = find("2 May 1951\nTo Ilk\nThe rope has come to us.", date="May 3, 1951")
    assert [(d.role, d.value.edtf) for d in found.of(Dateline)] == [
        ("heading", "1951-05-03"),
        ("sent", "1951-05-02"),
    ]
    assert found.dateline() == found.of(Dateline)[1]


def test_a_heading_that_is_no_date_is_only_described(find: FindIn) -> None:
    found = find("To Ilk\nCome.", date="undated")
    assert found.of(Dateline) == []
    assert found.description("date") == "undated"


# Rows


def test_a_row_gives_all_of_its_envelope() -> None:
    found = row(
        [
            *HEAD,
            ("form", "ciphered telegram"),
            ("number", "75352"),
            ("sender", "Joseph Stalin"),
            ("recipient", "Terentii Shtykov"),
            ("via", "Andrei Orlov"),
            ("from_place", "Moscow"),
            ("to_place", "Pyongyang"),
        ]
    )
    assert found.marking("form") == "ciphered telegram"
    assert [n.value for n in found.of(Number)] == ["75352"]
    assert parties(found, "sender") == [("Joseph Stalin",) * 3]
    assert parties(found, "relay") == [("Andrei Orlov",) * 3]
    assert parties(found, "sent from") == [("Moscow",) * 3]
    assert parties(found, "sent to") == [("Pyongyang",) * 3]
    assert {m.kind for m in found.of(Mention) if m.role.startswith("sent")} == {"place"}
    assert aliases(found) == []


def test_real_names_are_paired_with_those_of_the_title_by_position() -> None:
    found = row(
        [
            *HEAD,
            ("recipient", "Terentii Shtykov"),
            ("recipient", "Matvei Zakharov"),
            ("recipient_as_named", "Shtraus"),
            ("recipient_as_named", "Mayveyev"),
        ]
    )
    assert parties(found, "recipient") == [
        ("Shtraus", "Terentii Shtykov", "Shtraus"),
        ("Mayveyev", "Matvei Zakharov", "Mayveyev"),
    ]
    assert aliases(found) == [
        ("Shtraus", "Terentii Shtykov", "cover name"),
        ("Mayveyev", "Matvei Zakharov", "cover name"),
    ]


@pytest.mark.parametrize(
    ("named", "real", "relation"),
    [
        ("Filippov", "Joseph Stalin", "cover name"),
        ("Shytkov", "Terentii Shtykov", "romanization"),
        ("Aleksei Ignatieff", "Ignatiev", "romanization"),
        ("Roshchin", "Nikolai Roshchin", "fuller form"),
        ("I.V. Stalin", "Joseph Stalin", "fuller form"),
    ],
)
def test_how_the_name_of_the_title_differs(named: str, real: str, relation: str) -> None:
    found = row([*HEAD, ("sender", real), ("sender_as_named", named)])
    assert aliases(found) == [(named, real, relation)]


@pytest.mark.parametrize("named", ["the Chairman [Mao Zedong]", "Cabinet", "Mao Zedong"])
def test_an_office_or_the_same_name_is_no_alias(named: str) -> None:
    assert aliases(row([*HEAD, ("sender", "Mao Zedong"), ("sender_as_named", named)])) == []


def test_a_name_of_the_title_without_a_real_one_stands_for_itself() -> None:
    found = row([*HEAD, ("sender_as_named", "Matveyev (Razuvayev V.N.)")])
    assert parties(found, "sender") == [
        ("Matveyev", "Razuvayev", "Matveyev (Razuvayev V.N.)"),
    ]


def test_names_that_cannot_be_paired_are_not() -> None:
    found = row(
        [
            *HEAD,
            ("sender", "Kim Il Sung"),
            ("sender_as_named", "Lark"),
            ("sender_as_named", "Finch"),
        ]
    )
    assert parties(found, "sender") == [("Kim Il Sung",) * 3]
    assert aliases(found) == []


def test_bodies_and_posts_keep_their_kind() -> None:
    found = row(
        [
            *HEAD,
            ("sender", "Ministry of Foreign Affairs of the USSR"),
            ("recipient", "Soviet Ambassador in Beijing"),
        ]
    )
    kinds = {m.role: m.kind for m in found.of(Mention)}
    assert kinds == {"sender": "organization", "recipient": "office"}


@pytest.mark.parametrize(
    ("confidence", "uncertain", "sure", "date"),
    [("high", "", 0.95, 0.95), ("medium", "", 0.7, 0.7), ("high", "true", 0.95, 0.75)],
)
def test_the_row_says_how_sure_it_is(
    confidence: str, uncertain: str, sure: float, date: float
) -> None:
    cells = [("date", "1950-10-01"), ("confidence", confidence), ("sender", "Joseph Stalin")]
    found = row([*cells, ("date_uncertain", uncertain)] if uncertain else cells)
    (sender,) = [m for m in found.of(Mention) if m.role == "sender"]
    assert sender.confidence == sure
    assert found.of(Dateline)[0].confidence == date


def test_a_set_of_days_stays_a_set() -> None:
    (found,) = row([("date", "[1950-09-29,1950-09-30]")]).of(Dateline)
    assert (found.value.earliest, found.value.latest) == ("1950-09-29", "1950-09-30")


def test_a_form_that_the_vocabulary_lacks_stays_as_it_is() -> None:
    assert row([*HEAD, ("form", "postcard")]).marking("form") == "postcard"
    assert [m.kind for m in row([*HEAD, ("form", "wire")]).of(Marking)] == ["form"]
