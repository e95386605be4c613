"""What the author promises is kept apart from what he orders and from what he plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Commitment, Findings

FindIn = Callable[..., Findings]


def commitments(find: FindIn, sentence: str) -> list[Commitment]:
    return find(f"To Comrade BIM\n\n{sentence}\n\nT A R N").of(Commitment)


@pytest.mark.parametrize(
    ("sentence", "quote", "deadline"),
    [
        ("We will fully supply these troops.", "We will fully supply these troops.", None),
        ("Pay them; here we will render the needed help.", "here we will render the needed help.",
         None),
        ("You will receive in a few days the answer.",
         "You will receive in a few days the answer.", "in a few days"),
        ("I shall send you a dredger.", "I shall send you a dredger.", None),
        ("We are ready to send pilots.", "We are ready to send pilots.", None),
        ("We agree to send an adviser.", "We agree to send an adviser.", None),
        ("The rope will be sent to you by May 3.", "The rope will be sent to you by May 3.",
         "by May 3"),
        ("We, for our part, will recall the ships.", "We, for our part, will recall the ships.",
         None),
        ("I will report on it.", "I will report on it.", None),
    ],
)  # fmt: skip
def test_promises(find: FindIn, sentence: str, quote: str, deadline: str | None) -> None:
    (found,) = commitments(find, sentence)
    assert (found.quote, found.deadline) == (quote, deadline)
    assert [p.name for p in found.by] == ["Tarn"]
    assert [p.name for p in found.to] == ["Bim"]


@pytest.mark.parametrize(
    "sentence",
    [
        "I will leave tomorrow.",
        "We will see.",
        "We will have to wait.",
        "The enemy will send ships.",
        "Will you receive him?",
        "He said that we will send rope.",
        "Ask him when we will receive it.",
        "I told him that I would report it.",
        "They will fulfill it.",
    ],
)
def test_what_promises_nothing(find: FindIn, sentence: str) -> None:
    assert not commitments(find, sentence)


def test_a_promise_in_a_relayed_text_is_made_to_whom_it_is_relayed(find: FindIn) -> None:
    (found,) = commitments(find, "Hand this to Comrade VOSS:\n“We will send you rope.”")
    assert ([p.name for p in found.by], [p.name for p in found.to]) == (["Tarn"], ["Voss"])


def test_the_telegram_makes_three(telegram: Findings) -> None:
    found = telegram.of(Commitment)
    assert [" ".join(c.quote.split()) for c in found] == [
        "We will fully supply all these troops with armaments.",
        "here we will render the needed assistance.",
        "You will receive in a few days the answer to the letter of cde. KIM IL SUNG.",
    ]
    assert {p.name for c in found for p in c.by} == {"Stalin"}
    assert [p.name for p in found[2].to] == ["Shtykov", "Zakharov"]
