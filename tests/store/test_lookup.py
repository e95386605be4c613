"""One thing by address, identifier, number or name; never a silent choice."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StopError
from kg.namespaces import BASE
from kg.store import Store, address_of

EXAMPLE = Path(__file__).parent.parent / "queries" / "example.trig"


@pytest.fixture(scope="module")
def example() -> Store:
    quads = ox.parse(EXAMPLE.read_bytes(), ox.RdfFormat.TRIG)
    return Store.from_quads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BASE}message/north-1", "message/north-1"),
        ("message/north-1", "message/north-1"),
        (" /message/north-1/ ", "message/north-1"),
        ("north-1", "message/north-1"),
        ("north-1~ref-1", "message/north-1~ref-1"),
        ("12", "message/north-2"),
        ("# 410277", "message/north-1"),
        ("307", "message/north-1~ref-1"),
        ("person/voss-hale", "person/voss-hale"),
        ("voss-hale", "person/voss-hale"),
        ("harbor-board", "office/harbor-board"),
        ("bram ILK", "person/ilk-bram"),
        ("Lark", "person/drey-arden"),
        ("Sparrow to Lark", "message/north-2"),
    ],
)
def test_one_thing_is_found(example: Store, text: str, expected: str) -> None:
    assert address_of(example, text) == BASE + expected


def test_several_things_are_listed_not_chosen(example: Store) -> None:
    with pytest.raises(StopError) as caught:
        address_of(example, "88/kt")
    assert str(caught.value) == (
        "'88/kt' can mean 2 things: message/north-0 (An early one); message/north-1 (Telegram"
        " No. 88/kt). Give one of these addresses."
    )


@pytest.mark.parametrize(
    "text", ["", "  ", "nobody", "message/none", "<>", 'a" b', "http://x y", "\ud800", "7\x00"]
)
def test_nothing_found_says_what_may_be_given(example: Store, text: str) -> None:
    with pytest.raises(StopError, match="Nothing here is called .* Give the number or identifier"):
        address_of(example, text)
