"""Who shall do what, through whom, under which condition: fixtures, invented letters, telegram."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kg.findings import Directive, Findings, Party

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]


def directives(findings: Findings) -> list[Directive]:
    return findings.of(Directive)


def names(parties: Iterable[Party]) -> list[str]:
    return [party.name for party in parties]


def texts(findings: Findings) -> list[str]:
    return [" ".join(d.quote.split()) for d in directives(findings)]


HEAD = "To Comrade BIM\n\n"
TAIL = "\n\nT A R N"


# Fixtures: "Expect" of the description of published telegrams


def test_f1_a_report_orders_nothing(in_fixture: InFixture) -> None:
    assert not directives(in_fixture(1))


def test_f2_relay_and_postscript(in_fixture: InFixture) -> None:
    hand, name, show = directives(in_fixture(2))
    assert names(hand.to_be_done_by) == ["the Ambassador"]
    assert (names(name.to_be_done_by), names(name.through)) == (["Bram Ilk"], ["the Ambassador"])
    assert (name.point, name.force) == ("2", "request")
    assert names(show.to_be_done_by) == ["Voss"]
    assert show.quote == "show PERRIN point two."
    assert {n for d in (hand, name, show) for n in names(d.issued_by)} == {"Drey"}


def test_f3_must_and_permission_with_proviso(in_fixture: InFixture) -> None:
    must, may = directives(in_fixture(3))
    assert (must.force, must.deadline, must.cue) == ("order", "by May 3", "has to")
    assert (may.force, may.condition) == ("permission", "if asked")
    assert may.proviso == "but never in writing"
    assert names(must.to_be_done_by) == ["Arden"]


def test_f4_conditional_with_an_inserted_word(in_fixture: InFixture) -> None:
    say, confirm = directives(in_fixture(4))
    assert say.quote == (
        "If Minister Ruel asks about salt, you should [by hand: politely] say that our ships"
        " are busy."
    )
    assert (say.point, say.condition) == ("First", "If Minister Ruel asks about salt")
    assert (confirm.point, confirm.quote, confirm.cue) == ("Second", "Confirm receipt.", "Confirm")


def test_f5_only_the_request_is_a_directive(in_fixture: InFixture) -> None:
    assert texts(in_fixture(5)) == ["I ask you to hear the millers first."]


@pytest.mark.parametrize("number", [6, 7, 9])
def test_votes_lists_and_heads_order_nothing(in_fixture: InFixture, number: int) -> None:
    assert not directives(in_fixture(number))


def test_f8_a_proposal(in_fixture: InFixture) -> None:
    (proposal,) = directives(in_fixture(8))
    assert proposal.force == "advice"
    assert proposal.quote == "Permit me to suggest that the envoy call on the mayor."
    assert [p.name for p in proposal.to_be_done_by] == ["envoy"]


def test_f10_an_imperative_to_the_relay_and_nothing_from_the_summary(in_fixture: InFixture) -> None:
    (wire,) = directives(in_fixture(10))
    assert wire.quote == "Wire [telegrafuy] what Ilk answers."
    assert names(wire.to_be_done_by) == ["Nan Birk"]


def test_f11_three_requests_under_a_lead_in(in_fixture: InFixture) -> None:
    found = directives(in_fixture(11))
    assert texts(in_fixture(11)) == [
        "the sending of 40 tons of rope to SELM.",
        "the posting of three pilots to VARN.",
        "Please say if this suits you.",
    ]
    assert {d.force for d in found} == {"request"}
    assert [d.point for d in found] == ["1", "2", None]
    assert found[2].condition is None


def test_f12_a_reported_prohibition(in_fixture: InFixture) -> None:
    (warned,) = directives(in_fixture(12))
    assert (warned.force, warned.reported, warned.deadline) == (
        "prohibition", True, "before Friday",
    )  # fmt: skip
    assert (names(warned.issued_by), names(warned.to_be_done_by)) == (["Perrin"], ["Molk"])


# The telegram


def test_the_telegram_has_eighteen_directives_in_order(telegram: Findings) -> None:
    found = directives(telegram)
    assert [d.ordinal for d in found] == list(range(1, 19))
    assert [d.point for d in found] == [None] * 2 + ["First"] * 8 + ["Second"] * 2 + [
        "Third"
    ] * 5 + ["Fourth"]


def test_the_telegram_relays_to_kim_and_pak_through_the_envoys(telegram: Findings) -> None:
    own, relayed = directives(telegram)[:2], directives(telegram)[2:]
    assert all(names(d.to_be_done_by) == ["Shtykov", "Zakharov"] and not d.through for d in own)
    assert all(names(d.through) == ["Shtykov", "Zakharov"] for d in relayed)
    doers = {tuple(names(d.to_be_done_by)) for d in relayed}
    assert doers == {("Kim Il Sung", "Pak Heon-yeong"), ("Korean government",), ("guerillas",)}


# Scopes


def test_a_pronoun_carries_the_subject_before_it(find: FindIn) -> None:
    found = directives(
        find(f"{HEAD}The Harbor Board has ships, it only should send them. It must hurry.{TAIL}")
    )
    assert [names(d.to_be_done_by) for d in found] == [["Harbor Board"]] * 2
    assert all(d.confidence < 0.9 for d in found)


def test_the_relayed_text_ends_with_its_quotation(find: FindIn) -> None:
    found = directives(
        find(
            f"{HEAD}Hand this to Comrade VOSS:\n“You must wait.\n\n“Do not sign.”\n\n"
            f"Confirm receipt.{TAIL}"
        )
    )
    assert [(names(d.to_be_done_by), names(d.through)) for d in found] == [
        (["Bim"], []), (["Voss"], ["Bim"]), (["Voss"], ["Bim"]), (["Bim"], []),
    ]  # fmt: skip


def test_the_relayed_text_ends_with_its_last_point(find: FindIn) -> None:
    found = directives(
        find(
            f"{HEAD}Visit Comrade VOSS and tell him the following:\n\nFirst. One should wait.\n\n"
            f"One must not sign.\n\nSecond. You have to write.\n\nKeep his answer secret.{TAIL}"
        )
    )
    assert [names(d.to_be_done_by) for d in found] == [
        ["Bim"], ["Voss"], ["Voss"], ["Voss"], ["Bim"],
    ]  # fmt: skip
    assert [d.point for d in found] == [None, "First", "First", "Second", None]


def test_without_points_the_author_turns_back_by_what_he_says(find: FindIn) -> None:
    found = directives(
        find(
            f"{HEAD}Tell Comrade VOSS the following:\n\nYou must wait.\n\n"
            f"Telegraph what he says.{TAIL}"
        )
    )
    assert [names(d.to_be_done_by) for d in found] == [["Bim"], ["Voss"], ["Bim"]]


def test_what_somebody_is_told_in_one_sentence_is_a_second_directive(find: FindIn) -> None:
    tell, close = directives(find(f"{HEAD}Tell Comrade VOSS that he must close the bridge.{TAIL}"))
    assert names(tell.to_be_done_by) == ["Bim"]
    assert close.quote == "he must close the bridge."
    assert (names(close.to_be_done_by), names(close.through)) == (["Voss"], ["Bim"])


def test_a_told_sentence_without_an_order_is_one_directive(find: FindIn) -> None:
    assert texts(find(f"{HEAD}Tell Comrade VOSS that our ships are busy.{TAIL}")) == [
        "Tell Comrade VOSS that our ships are busy."
    ]


def test_speech_that_is_told_is_reported(find: FindIn) -> None:
    (found,) = directives(
        find(f"{HEAD}Comrade VOSS told me the following:\n\n1. The matter should be dropped.{TAIL}")
    )
    assert found.reported
    assert found.confidence <= 0.6
    assert names(found.issued_by) == ["Voss"]


def test_the_doer_is_the_head_of_the_subject(find: FindIn) -> None:
    for sentence, doers in {
        "Comrade VOSS and Comrade QUILL should leave.": ["Voss", "Quill"],
        "The departure of Comrade VOSS should be delayed.": ["Bim"],
        "Comrade VOSS should be told so.": ["Bim"],
        "The question should be decided by Comrade VOSS alone.": ["Voss"],
        "This matter should be done in a hurry.": ["Bim"],
        "We ask Comrade VOSS to come.": ["Voss"],
        "The captain of the port must be present.": ["captain of the port"],
    }.items():
        (found,) = directives(find(f"{HEAD}{sentence}{TAIL}"))
        assert names(found.to_be_done_by) == doers, sentence


def test_the_own_earlier_order_is_reported_as_the_authors(find: FindIn) -> None:
    (found,) = directives(find(f"{HEAD}I ordered Comrade VOSS to hand over the keys.{TAIL}"))
    assert (found.reported, names(found.issued_by)) == (True, ["Tarn"])
    assert names(found.to_be_done_by) == ["Voss"]


def test_nothing_in_head_tail_notes_summary_or_handling_is_a_directive(find: FindIn) -> None:
    text = (
        "To be returned after 6 days\nMaking copies is prohibited\nTo Comrade BIM\n\n"
        "[Stamp: Return to Section 9]\nWe have met.\n\nT A R N\nCopies: Voss\n"
        "[Handwritten: Confirm receipt]\n\nSummary: Tarn demands that one should wait."
    )
    assert not directives(find(text))


def test_a_question_is_no_directive(find: FindIn) -> None:
    assert not directives(find(f"{HEAD}Should one wait? Must Voss go?{TAIL}"))


def test_items_under_a_lead_in_have_its_force_and_doer(find: FindIn) -> None:
    found = directives(
        find(
            f"{HEAD}Comrade VOSS must do the following: 1) to pay the men; "
            f"2) to sell the mill.{TAIL}"
        )
    )
    assert [(d.quote, d.point, d.force) for d in found] == [
        ("to pay the men;", "1", "order"), ("to sell the mill.", "2", "order"),
    ]  # fmt: skip
    assert all(names(d.to_be_done_by) == ["Voss"] for d in found)


def test_items_that_are_sentences_speak_for_themselves(find: FindIn) -> None:
    found = directives(
        find(f"{HEAD}I have to propose the following:\n1. Voss has left.\n2. Sell the mill.{TAIL}")
    )
    assert [d.quote for d in found] == ["Sell the mill."]
