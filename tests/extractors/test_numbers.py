"""Numbers of a message and their kinds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Findings, Number

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
TEXT = "The rope has come to the harbor now."


def numbers(findings: Findings) -> list[tuple[str, str]]:
    return [(number.value, number.kind) for number in findings.of(Number)]


@pytest.mark.parametrize(
    ("line", "value", "kind"),
    [
        ("CIPHERED TELEGRAM # 75352", "75352", "telegram"),
        ("Ciphered Telegram # 410277/kt", "410277/kt", "telegram"),
        ("No. 98/sh", "98/sh", "telegram"),
        ("Nº 98", "98", "telegram"),
        ("№ 98", "98", "telegram"),
        ("nr 12", "12", "telegram"),
        ("Special No. 441", "441", "special"),
        ("Spets. Nº 77", "77", "special"),
        ("# P12/34", "P12/34", "protocol item"),
        ("P12/34", "P12/34", "protocol item"),
        ("Extract from protocol No. 47", "47", "protocol item"),
        ("Incoming No. 3344", "3344", "incoming"),
        ("RECEIVED 9.417 ON 14.9.61", "9.417", "registration"),
        ("No. 12 of 3 May 1951", "12", "telegram"),
        ("205", "205", "telegram"),
    ],
)
def test_signs_and_kinds(find: FindIn, line: str, value: str, kind: str) -> None:
    assert numbers(find(f"{line}\nTo Ilk\n{TEXT}")) == [(value, kind)]


def test_f1_telegram_and_senders_own_number(in_fixture: InFixture) -> None:
    assert numbers(in_fixture(1)) == [("410277/kt", "telegram"), ("88/kt", "sender's own")]


def test_f3_the_number_of_the_telegram_answered_is_not_its_own(in_fixture: InFixture) -> None:
    assert numbers(in_fixture(3)) == [("K12/34", "protocol item")]


def test_f4_a_bare_number_in_the_first_sentence_is_no_number_of_the_message(
    in_fixture: InFixture,
) -> None:
    assert numbers(in_fixture(4)) == []


def test_f8_house_number_and_registration(in_fixture: InFixture) -> None:
    assert set(numbers(in_fixture(8))) == {("205", "telegram"), ("9.417", "registration")}


def test_f12_the_number_between_dashes(in_fixture: InFixture) -> None:
    assert numbers(in_fixture(12)) == [("52", "telegram")]


def test_a_number_between_dashes_is_the_senders_own_beside_a_registered_one(find: FindIn) -> None:
    found = find(f"CIPHERED TELEGRAM # 410\nTo Ilk\n{TEXT}\n– Molk – 52 –")
    assert numbers(found) == [("410", "telegram"), ("52", "sender's own")]


@pytest.mark.parametrize(
    "line", ["RE: # 77", "To No. 77", "Copy No. 1", "To be returned in 6 days"]
)
def test_other_numbers_are_not_the_messages(find: FindIn, line: str) -> None:
    assert numbers(find(f"{line}\nTo Ilk\n{TEXT}")) == []


def test_a_stamp_in_a_bracket_has_the_incoming_number(find: FindIn) -> None:
    assert numbers(find(f"[Stamp: No. 3344\nto be filed]\nTo Ilk\n{TEXT}")) == [
        ("3344", "incoming")
    ]


def test_the_title_gives_the_number_that_the_head_lacks(find: FindIn) -> None:
    title = "Ciphered Telegram No. 410, Drey to Ilk"
    (found,) = find(f"To Ilk\n{TEXT}", title=title).of(Number)
    assert (found.value, found.confidence) == ("410", 0.7)
    (head,) = find(f"# 410\nTo Ilk\n{TEXT}", title=title).of(Number)
    assert head.confidence == 0.95
