"""A tag as it stands in the file finds its step; what it says keeps its values."""

from __future__ import annotations

from kg.readers.tei_print import Sheet, Simple, as_call
from kg.readers.tei_tags import Steps, attributes


def test_prefixed_and_unknown_elements_have_their_steps() -> None:
    steps = Steps("v")
    sheet = Sheet()
    for tag in ("tei:p", "/tei:p", "unheard-of a='b'", "/unheard-of", "frus:pdf/"):
        sheet = as_call(steps[tag])(sheet)
    assert sheet.parent is None


def test_address_of_a_tag_says_nothing_and_is_not_kept() -> None:
    steps = Steps("v")
    steps['pb n="1" xml:id="pg_1"/'], steps['hi xml:id="a" rend="italic"']
    assert list(steps) == ['pb n="1"/', 'hi rend="italic"']


def test_steps_that_most_tags_are_take_no_call() -> None:
    steps = Steps("v")
    assert steps["p"] is steps["/p"] is Simple.PARAGRAPH
    assert steps["hi"] is Simple.RUN_ON and steps["/ref"] is Simple.END
    assert isinstance(steps['persName corresp="#p_A"'], tuple)


def test_values_of_a_tag_are_those_that_xml_gives() -> None:
    assert attributes('ref\ntarget = "http://a.example/?b=1&amp;c=2" n=\'"3"\'') == {
        "target": "http://a.example/?b=1&c=2",
        "n": '"3"',
    }
    assert attributes('head rend="a\nb"') == {"rend": "a b"}


def test_impossible_dates_are_collected_each_time() -> None:
    steps = Steps("v")
    for _ in range(2):
        steps['date when="1951-02-30"']
    assert steps.faults == ["1951-02-30"] * 2
