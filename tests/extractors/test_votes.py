"""Decisions and votes in their forms; people present or copied are no voters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Decision, Directive, Findings

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]


def votes(decision: Decision) -> list[tuple[str, str]]:
    return [(vote.party.name, vote.choice) for vote in decision.votes]


def test_f3_an_approval_without_voters(in_fixture: InFixture) -> None:
    (found,) = in_fixture(3).of(Decision)
    assert found.quote == "The attached draft reply is approved."
    assert (found.accepted, found.concerns, found.votes) == (True, "attached draft", ())
    assert found.draft == "The attached draft reply"
    assert found.question == "Telegram from Comrade Finch # 77"
    assert found.date is not None
    assert found.date.edtf == "1953-11-04"


def test_f6_votes_three_ways(in_fixture: InFixture) -> None:
    column, sentence, stand = in_fixture(6).of(Decision)
    assert votes(column) == [("Marrek", "for"), ("Osterly", "for"), ("Quill", "for")]
    assert votes(sentence) == [("Voss", "for"), ("Perrin", "for"), ("Ilk", "for")]
    assert votes(stand) == [("Quill", "against")]
    assert stand.votes[0].confidence < 0.5 < column.votes[0].confidence


@pytest.mark.parametrize("number", [1, 2, 4, 5, 7, 8, 9, 10, 11, 12])
def test_other_fixtures_decide_nothing(in_fixture: InFixture, number: int) -> None:
    assert not in_fixture(number).of(Decision)


def test_the_telegrams_decision(telegram: Findings) -> None:
    (found,) = telegram.of(Decision)
    assert found.quote == "To accept the proposed draft telegram to cde. Shtykov and cde. MAYVEYEV"
    assert found.draft == "the proposed draft telegram to cde. Shtykov and cde. MAYVEYEV"
    assert (found.title, found.question) == (
        "INSTRUCTION OF THE CC VKP(b)",
        "The question of Korea",
    )
    assert found.body is not None
    assert found.body.name == "CC VKP(b)"
    assert (found.concerns, found.accepted) == ("this message", True)
    assert found.date is not None
    assert found.date.edtf == "1950-10-01"
    assert votes(found) == [
        (name, "for") for name in ("Beria", "Bulganin", "Kaganovich", "Malenkov", "Mikoyan")
    ]


DECISION = "DECISION OF THE HARBOR COUNCIL\n4 May 1953\n\n"


@pytest.mark.parametrize(
    ("words", "accepted"),
    [
        ("The draft telegram to Comrade VOSS is approved.", True),
        ("The draft telegram is not approved.", False),
        ("The proposal was rejected.", False),
        ("To approve the draft.", True),
        ("Approve the draft answer to No. 5.", True),
        ("Accepted on 3 May 1953", True),
    ],
)
def test_approvals(find: FindIn, words: str, accepted: bool) -> None:
    (found,) = find(DECISION + words).of(Decision)
    assert found.accepted is accepted
    assert found.body is not None
    assert found.body.name == "HARBOR COUNCIL"


def test_the_date_of_acceptance_wins(find: FindIn) -> None:
    (found,) = find(f"{DECISION}To approve the draft.\n\nAccepted on 3 May 1953").of(Decision)
    assert found.date is not None
    assert found.date.edtf == "1953-05-03"


def test_for_against_and_abstained_on_one_line_each(find: FindIn) -> None:
    text = (
        f"{DECISION}To approve the draft.\n\n"
        "Voted FOR: Cdes. Voss, Ilk\nAgainst: Cde. Quill\nAbstained: none"
    )
    (found,) = find(text).of(Decision)
    assert votes(found) == [("Voss", "for"), ("Ilk", "for"), ("Quill", "against")]


def test_who_is_present_or_gets_an_extract_does_not_vote(find: FindIn) -> None:
    text = (
        f"To: Comrades Marrek, Osterly\n{DECISION}Present: Voss, Ilk\nTo approve the draft.\n\n"
        "Copies: Quill, Perrin"
    )
    (found,) = find(text).of(Decision)
    assert not found.votes


def test_speakers_without_a_stand_do_not_vote(find: FindIn) -> None:
    text = (
        "MINUTES OF THE HARBOR COUNCIL\n4 May 1953\n\nCde. Voss: Asks what the ice costs.\n"
        "Cde. Ilk: Agrees with the proposal.\nCde. Quill--Opposes it."
    )
    (found,) = find(text).of(Decision)
    assert votes(found) == [("Ilk", "for"), ("Quill", "against")]
    assert all(vote.confidence < 0.5 for vote in found.votes)


def test_an_approval_inside_a_message_concerns_the_attached_draft(find: FindIn) -> None:
    text = (
        "To Comrade BIM\n\n"
        "The Council approves the attached text of a telegram to Comrade VOSS.\n\nT A R N"
    )
    (found,) = find(text).of(Decision)
    assert (found.concerns, found.accepted) == ("attached draft", True)


def test_the_voting_of_others_is_no_decision_here(find: FindIn) -> None:
    text = (
        "To Comrade BIM\n\n"
        "The parliament will vote on Monday, he said. Nobody has voted yet.\n\nT A R N"
    )
    assert not find(text).of(Decision)


def test_votes_under_a_message_without_a_heading_leave_the_message_whole(find: FindIn) -> None:
    text = (
        "To Comrade BIM\n\nPlease send the rope.\n\nT A R N\n\nTyped by Pell 3.5.56\n\n"
        "Voted FOR:\nCde. Voss\nIlk\nAGAINST:\nCde. Quill\nABSTAINED: Perrin"
    )
    found = find(text)
    (decision,) = found.of(Decision)
    assert votes(decision) == [
        ("Voss", "for"), ("Ilk", "for"), ("Quill", "against"), ("Perrin", "abstained"),
    ]  # fmt: skip
    assert [d.quote for d in found.of(Directive)] == ["Please send the rope."]
