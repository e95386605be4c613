"""The head line says which of its words name the sender and which the recipient."""

from __future__ import annotations

import pytest

from kg.extractors.edition.head_line import sides


@pytest.mark.parametrize(
    ("head", "form", "sender", "recipient"),
    [
        (
            "No. 12. Mr. Seward to Mr. Adams.",
            "plain",
            "Mr. Seward",
            "Mr. Adams",
        ),
        (
            "1. Backchannel Message From the Ambassador to Chile (Davis) to the White House",
            "from",
            "the Ambassador to Chile (Davis)",
            "the White House",
        ),
        (
            "Note by the Executive Secretary (Lay) to the National Security Council on Policy",
            "by",
            "the Executive Secretary (Lay)",
            "the National Security Council",
        ),
        (
            "1. Report of the Special Committee to the President",
            "by",
            "the Special Committee",
            "the President",
        ),
        ("1. Address by President Carter Before the Council", "by", "President Carter", None),
        ("1. Memorandum Prepared for the 40 Committee", "for", None, "the 40 Committee"),
        ("1. Memorandum to Holders of SNIE 11-67", "for", None, "Holders of SNIE 11-67"),
        (
            "1. Item Prepared by Marshall Wright of the Staff for the President’s Daily Briefing",
            "prepared",
            "Marshall Wright of the Staff",
            None,
        ),
        (
            "1. Conversation Between President Nixon and his Assistant (Kissinger)",
            "between",
            "President Nixon",
            "his Assistant (Kissinger)",
        ),
    ],
)
def test_the_two_sides_of_a_head(
    head: str, form: str, sender: str | None, recipient: str | None
) -> None:
    found = sides(head)
    assert found is not None
    assert found.form == form
    assert (found.sender and found.sender.of(head)) == sender
    assert (found.recipient and found.recipient.of(head)) == recipient


def test_only_a_conversation_is_between() -> None:
    found = sides("1. Memorandum of a Conversation Between the President and Mr. Hoover")
    assert found is not None
    assert found.between
    assert sides("1. Draft Convention Agreement Between Mexico and the United States") is None


def test_a_title_alone_names_no_side() -> None:
    assert sides("1. Special National Intelligence Estimate") is None
    assert sides("1. Executive Order 10575") is None
    assert sides("") is None
