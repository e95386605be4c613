"""A tag as it stands in the file finds its step; what it says keeps its values."""

from __future__ import annotations

from kg.readers.tei_print import Sheet
from kg.readers.tei_tags import Steps


def test_prefixed_and_unknown_elements_have_their_steps() -> None:
    steps = Steps("v")
    sheet = Sheet()
    for tag in ("tei:p", "/tei:p", "unheard-of a='b'", "/unheard-of", "frus:pdf/"):
        sheet = steps[tag](sheet)
    assert sheet.parent is None


def test_tags_with_an_address_are_not_kept() -> None:
    steps = Steps("v")
    steps['pb n="1" xml:id="pg_1"/'], steps['hi rend="italic"']
    assert list(steps) == ['hi rend="italic"']


def test_entities_in_values_are_resolved() -> None:
    sheet = Steps("v")['ref target="http://a.example/?b=1&amp;c=2"'](Sheet())
    assert sheet.open[0][1][0].value == "http://a.example/?b=1&c=2"


def test_impossible_dates_are_collected_each_time() -> None:
    steps = Steps("v")
    for _ in range(2):
        steps['date when="1951-02-30"'](Sheet())
    assert steps.faults == ["1951-02-30"] * 2
