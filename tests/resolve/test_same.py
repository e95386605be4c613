"""One message under two identifiers is recognized when that is certain, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from kg.resolve import EnvelopeIndex, SameMessage, same_messages

PAGE = {"of": "1950-10-01", "by": ["stalin"], "to": ["shtykov", "zakharov"], "numbers": ("75352",)}


def page(hand: Any, **facts: Any) -> Any:
    return hand.sheet("page", **{**PAGE, "held": True, **facts})


def row(hand: Any, **facts: Any) -> Any:
    return hand.sheet("row", **{**PAGE, **facts})


def test_number_day_and_correspondents_make_one_message(hand: Any) -> None:
    (link,) = same_messages([row(hand), page(hand)])
    assert link == SameMessage(
        "page",
        "row",
        (
            "Both bear the number 75352.",
            "Both are of 1950-10-01.",
            "Both are from stalin.",
            "Both are to shtykov, zakharov.",
        ),
    )


def test_the_publishers_record_makes_one_message_without_a_number(hand: Any) -> None:
    one = page(hand, numbers=(), records=("117312",))
    other = row(hand, numbers=(), records=("117312",), of="1950-10")
    (link,) = same_messages([one, other])
    assert link.reasons[0] == "Both are record 117312 of the publisher."


@pytest.mark.parametrize(
    "facts",
    [
        {"numbers": ("75353",)},
        {"numbers": ()},
        {"of": "1950-10-02"},
        {"of": "1950-10"},
        {"of": None},
        {"by": ["mao"]},
        {"by": []},
        {"to": ["kim"]},
        {"records": ("117312",), "of": "1950-10-03"},
        {"records": ("117312",), "by": ["mao"]},
    ],
    ids=str,
)
def test_what_is_not_certain_is_not_linked(hand: Any, facts: dict[str, Any]) -> None:
    assert same_messages([page(hand, records=("117312",)), row(hand, **facts)]) == []


def test_the_listed_message_gives_way_to_the_one_we_hold(hand: Any) -> None:
    index = EnvelopeIndex([row(hand), page(hand)])
    assert dict(index.merged) == {"row": "page"}
    assert len(index) == 1
    assert index.get("row") == index.get("page") == page(hand)
    assert index.get("nobody") is None
    assert [e.message for e in index.numbered("# 75352")] == ["page"]


def test_two_pages_of_one_message_stay_two(hand: Any) -> None:
    index = EnvelopeIndex([page(hand), row(hand, held=True)])
    assert dict(index.merged) == {}
    assert len(index.links) == 1


def test_a_row_that_fits_two_pages_is_not_merged(hand: Any) -> None:
    twin = hand.sheet("twin", **PAGE, held=True)
    assert dict(EnvelopeIndex([page(hand), twin, row(hand)]).merged) == {}


def test_many_messages_of_one_bare_number_cost_nothing(hand: Any) -> None:
    crowd = [
        hand.sheet(f"m{n}", of="1950-10-01", by=["p"], to=["q"], numbers=("1",))
        for n in range(20_000)
    ]
    assert same_messages(crowd) == []
