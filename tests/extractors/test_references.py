"""Other messages: their kinds, numbers, dates and authors, and what is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Findings, Reference

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
Told = tuple[str, str, str, str | None, str | None]


def told(findings: Findings) -> list[Told]:
    return [
        (" ".join(r.quote.split()), r.kind, r.form, r.number, r.date.edtf if r.date else None)
        for r in findings.of(Reference)
    ]


def in_letter(find: FindIn, text: str) -> list[Told]:
    return told(find(f"5 July 1956\nTo Comrade BIM\n\n{text}\n\nT A R N"))


def names(findings: Findings, position: int) -> tuple[list[str], list[str]]:
    reference = findings.of(Reference)[position]
    return [p.name for p in reference.author], [p.name for p in reference.addressee]


# Fixtures


def test_f1_a_dotted_date_is_read_day_first(in_fixture: InFixture) -> None:
    assert told(in_fixture(1)) == [
        ("your directive dated 08.03.57", "incoming", "directive", None, "1957-03-08")
    ]
    assert names(in_fixture(1), 0) == (["Drey"], ["Tamsin"])


def test_f2_a_message_without_number_and_date(in_fixture: InFixture) -> None:
    assert told(in_fixture(2)) == [("Your request", "incoming", "request", None, None)]
    assert in_fixture(2).of(Reference)[0].subject == "forty tractors"
    assert names(in_fixture(2), 0) == (["Bram Ilk"], ["Drey"])


def test_f3_two_references_to_one_telegram(in_fixture: InFixture) -> None:
    assert told(in_fixture(3)) == [
        ("Telegram from Comrade Finch # 77", "third party", "telegram", "77", None),
        ("RE: # 77", "incoming", "message", "77", None),
    ]
    assert [r.same_as for r in in_fixture(3).of(Reference)] == [None, 0]


def test_f4_the_number_of_the_telegram_answered_is_doubtful(in_fixture: InFixture) -> None:
    (found,) = in_fixture(4).of(Reference)
    assert (found.kind, found.number) == ("incoming", "307")
    assert found.confidence < 0.5


def test_f5_what_i_sent(in_fixture: InFixture) -> None:
    assert told(in_fixture(5)) == [("What I sent on June 2", "own", "message", None, "XXXX-06-02")]


@pytest.mark.parametrize("number", [6, 7, 8, 9, 10, 11, 12])
def test_other_fixtures_refer_to_nothing(in_fixture: InFixture, number: int) -> None:
    assert not in_fixture(number).of(Reference)


# The telegram


def test_the_telegrams_references(telegram: Findings) -> None:
    assert told(telegram) == [
        ("30 September", "incoming", "cable", None, "1950-09-30"),
        ("1 October", "incoming", "cable", None, "1950-10-01"),
        ("the letter of cde. KIM IL SUNG to cde. FENG XI", "third party", "letter", None, None),
        ("the answer", "announced", "answer", None, None),
        ("the letter of cde. KIM IL SUNG", "third party", "letter", None, None),
    ]
    assert names(telegram, 0) == (["Shtykov", "Zakharov"], ["Stalin"])
    assert names(telegram, 2) == (["Kim Il Sung"], ["Stalin"])
    assert names(telegram, 3) == (["Stalin"], [])
    assert [r.same_as for r in telegram.of(Reference)] == [None, None, None, None, 2]


# Forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We got your cable No. 12.", ("your cable No. 12", "incoming", "cable", "12", None)),
        ("In reply to No. 12 we wait.", ("In reply to No. 12", "incoming", "message", "12", None)),
        ("See our No. 88/k of 3 May.", ("our No. 88/k of 3 May", "own", "message", "88/k",
         "1956-05-03")),
        ("Point 2 of our No. 8 stands.", ("our No. 8", "own", "message", "8", None)),
        ("In accordance with your directive of 3 May I left.",
         ("your directive of 3 May", "incoming", "directive", None, "1956-05-03")),
        ("I read your letter to them.", ("your letter", "incoming", "letter", None, None)),
        ("Your request has come.", ("Your request", "incoming", "request", None, None)),
        ("As I reported on 28 May, he left.", ("As I reported on 28 May", "own", "report",
         None, "1956-05-28")),
        ("You wrote on 3 May that he left.", ("You wrote on 3 May", "incoming", "letter",
         None, "1956-05-03")),
        ("The letter of Comrade VOSS to Comrade QUILL was read.",
         ("The letter of Comrade VOSS to Comrade QUILL", "third party", "letter", None, None)),
        ("A telegram from Comrade VOSS of 3 May came.",
         ("A telegram from Comrade VOSS of 3 May", "third party", "telegram", None, "1956-05-03")),
        ("Yesterday's broadcast was false.", ("Yesterday's broadcast", "third party", "broadcast",
         None, "1956-07-04")),
        ("The declaration of 3 May is known.", ("The declaration of 3 May", "third party",
         "declaration", None, "1956-05-03")),
        ("By the decision of the Central Committee of 3 May he left.",
         ("the decision of the Central Committee of 3 May", "decision", "decision",
          None, "1956-05-03")),
        ("We will send you an answer.", ("an answer", "announced", "answer", None, None)),
        ("Details follow by letter.", ("letter", "announced", "letter", None, None)),
        ("I will report on it in a separate telegram.", ("a separate telegram", "announced",
         "telegram", None, None)),
        ("Your warnings have no basis.", ("Your warnings", "incoming", "warning", None, None)),

    ],
)  # fmt: skip
def test_forms(find: FindIn, text: str, expected: Told) -> None:
    assert in_letter(find, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "We await your answer.",
        "I request your instructions.",
        "These cables show that he dodges.",
        "The agreement of 3 May stands.",
        "Your behavior is erroneous.",
        "Our request was refused by nobody we know.",
        "The question of Korea was raised.",
        "He came from No. 5 Harbor Street.",
    ],
)
def test_what_refers_to_no_message(find: FindIn, text: str) -> None:
    assert not in_letter(find, text)


def test_one_noun_with_two_dates_or_numbers_is_two_references(find: FindIn) -> None:
    assert in_letter(find, "We have received your cables of 3 and 4 May.")[-1][-1] == "1956-05-04"
    assert in_letter(find, "We have your cables of 3 May and 4 June.") == [
        ("3 May", "incoming", "cable", None, "1956-05-03"),
        ("4 June", "incoming", "cable", None, "1956-06-04"),
    ]
    assert in_letter(find, "We have your telegrams No. 15 and 17.") == [
        ("15", "incoming", "telegram", "15", None),
        ("17", "incoming", "telegram", "17", None),
    ]


def test_your_means_the_one_addressed(find: FindIn) -> None:
    found = find(
        "To Comrade BIM\n\nHand this to Comrade VOSS:\n"
        "“We have received your letter of 3 May.”\n\nT A R N"
    )
    assert names(found, 0) == (["Voss"], ["Tarn"])


def test_a_letter_of_the_recipient_is_incoming_and_one_of_the_sender_own(find: FindIn) -> None:
    found = find(
        "To Comrade BIM\n\nThe letter of Comrade BIM came. "
        "The letter of Comrade TARN went.\n\nT A R N"
    )
    assert [r.kind for r in found.of(Reference)] == ["incoming", "own"]


def test_his_letter_is_of_the_one_spoken_of(find: FindIn) -> None:
    found = find("To Comrade BIM\n\nI met Comrade VOSS and read his letter of 3 May.\n\nT A R N")
    assert names(found, 0) == (["Voss"], [])


def test_the_documents_own_number_is_no_reference(find: FindIn) -> None:
    assert not find("CIPHERED TELEGRAM No. 307\nTo Comrade BIM\n\n307 First. Wait.\n\nT A R N").of(
        Reference
    )


def test_a_date_of_last_year(find: FindIn) -> None:
    found = find("5 January 1956\nTo Comrade BIM\n\nI got your cable of 30 December.\n\nT A R N")
    assert [r.date and r.date.edtf for r in found.of(Reference)] == ["1955-12-30"]
