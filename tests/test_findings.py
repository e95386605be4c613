"""Findings: the quote stands where it says, and a message is asked for its facts in one place."""

from __future__ import annotations

import pytest

from kg.dates import from_edtf
from kg.document import Block, Document
from kg.findings import Dateline, Decision, Findings, Marking, Number, Party, Vote, checked
from kg.spans import Span

TEXT = "Top Secret\nNo. 12\nNo. 88/kt\nVoted FOR:\nMarrek"


def document(text: str = TEXT) -> Document:
    blocks = (Block("body", Span(0, len(text))),)
    return Document("page", "page.md", "page", text, "plain_text", blocks)


def place(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"span": Span(start, start + len(words)), "quote": words, "extractor": "test"}


def test_a_quote_that_stands_elsewhere_is_refused_with_its_place() -> None:
    wrong = Number(span=Span(0, 3), quote="No.", extractor="test", value="12")
    with pytest.raises(ValueError, match=r"page\.md: test quotes 'No\.', the text has 'Top'"):
        checked(Findings(document(), (wrong,)))


def test_an_empty_quote_is_no_evidence() -> None:
    empty = Number(span=Span(3, 3), quote="", extractor="test", value="12")
    with pytest.raises(ValueError, match="quotes ''"):
        checked(Findings(document(), (empty,)))


def test_the_votes_inside_a_decision_are_checked_too() -> None:
    vote = Vote(
        span=Span(0, 6), quote="Marrek", extractor="test", party=Party("Marrek", "Marrek"),
        choice="for",
    )  # fmt: skip
    decision = Decision(**place("Voted FOR:"), votes=(vote,))
    with pytest.raises(ValueError, match="'Marrek', the text has 'Top Se'"):
        checked(Findings(document(), (decision,)))


def test_true_quotes_pass() -> None:
    findings = Findings(document()).plus([Number(**place("No. 12"), value="12")])
    assert checked(findings) is findings


def test_the_number_of_the_telegram_comes_before_the_senders_own() -> None:
    own = Number(**place("No. 88/kt"), value="88/kt", kind="sender's own")
    telegram = Number(**place("No. 12"), value="12", kind="telegram")
    found = Findings(document(), (own, telegram)).numbers()
    assert [number.value for number in found] == ["12", "88/kt"]


def test_the_day_it_was_sent_comes_before_the_heading_and_a_receipt_is_no_date() -> None:
    day = from_edtf("1950-10-01")
    heading = Dateline(**place("No. 12"), value=day, role="heading", confidence=0.99)
    sent = Dateline(**place("No. 12"), value=day, role="sent", confidence=0.6)
    received = Dateline(**place("No. 12"), value=day, role="received")
    assert Findings(document(), (received, heading, sent)).dateline() is sent
    assert Findings(document(), (received, heading)).dateline() is heading
    assert Findings(document(), (received,)).dateline() is None


def test_the_surest_marking_of_a_kind_counts() -> None:
    weak = Marking(**place("Top Secret"), kind="classification", value="secret", confidence=0.4)
    sure = Marking(**place("Top Secret"), kind="classification", value="top secret")
    assert Findings(document(), (weak, sure)).marking("classification") == "top secret"
    assert Findings(document(), (weak, sure)).marking("precedence") is None


def test_findings_that_say_the_same_are_equal_and_one_in_a_set() -> None:
    first, second = (Number(**place("No. 12"), value="12") for _ in range(2))
    assert first == second
    assert len({first, second}) == 1
    assert first != Number(**place("No. 12"), value="13")
