"""One side of a head line is cut into its parties."""

from __future__ import annotations

import pytest

from kg.extractors.edition.head_parties import parties
from kg.spans import Span


@pytest.mark.parametrize(
    ("side", "found"),
    [
        ("the Department of State", ["the Department of State"]),
        (
            "the Secretary of State (Rusk), the Chief of Staff (Haig), and the Director (Ash)",
            [
                "the Secretary of State (Rusk)",
                "the Chief of Staff (Haig)",
                "the Director (Ash)",
            ],
        ),
        ("the Embassies in Israel and Jordan", ["the Embassies in Israel", "Jordan"]),
        (
            "the Assistants (Haldeman), (Ehrlichman) and (Kissinger)",
            ["the Assistants (Haldeman)", "(Ehrlichman)", "(Kissinger)"],
        ),
        ("the Director (Freers), Department of State", ["the Director (Freers)"]),
        (
            "the Joint Chiefs of Staff and Mr. Hoffman",
            ["the Joint Chiefs of Staff", "Mr. Hoffman"],
        ),
    ],
)
def test_each_party_keeps_its_own_words(side: str, found: list[str]) -> None:
    words = [named.span.of(side) for named in parties(side, Span(0, len(side)))]
    assert words == found


def test_the_file_is_no_party() -> None:
    assert parties("the Record", Span(0, 10)) == []
