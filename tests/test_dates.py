"""Dates: what is printed, what it can mean, and what stays open."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cleaning import fold
from kg.dates import choose, find_dates, find_times, from_edtf, value_of, with_year
from kg.spans import Span

DAYS = st.dates(date(1945, 1, 1), date(1991, 12, 31))
MONTHS = [name for name in calendar.month_name if name]


def readings(text: str) -> list[tuple[tuple[int, int, int], ...]]:
    return [found.readings for found in find_dates(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 October 1950", (1950, 10, 1)),
        ("Accepted on 1. Oct. 1950", (1950, 10, 1)),
        ("October 1, 1950", (1950, 10, 1)),
        ("3rd of May, 1951", (1951, 5, 3)),
        ("1974 March 3.", (1974, 3, 3)),
        ("13.11.50", (1950, 11, 13)),
        ("11/23/52", (1952, 11, 23)),
        ("10.27.1963", (1963, 10, 27)),
        ("9.VIII.1948", (1948, 8, 9)),
        ("1950-10-01", (1950, 10, 1)),
        ("cable of 30 September", (0, 9, 30)),
        ("in October 1950", (1950, 10, 0)),
    ],
)
def test_a_date_is_read_in_each_style(text: str, expected: tuple[int, int, int]) -> None:
    assert readings(text) == [(expected,)]


@pytest.mark.parametrize(
    "text",
    ["you may 3 times", "march 5 miles", "No. 75352", "38th parallel", "30.02.1951", "0/0/50",
     "12.345", "version 1.2.3.4", "8 Department", "1951-02-30", "mm97083838"],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert readings(text) == []


@given(DAYS, st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{y} {m} {d}", "{d}. {m} {y}"]))
def test_a_date_in_words_is_found_whatever_its_order(day: date, style: str) -> None:
    text = style.format(d=day.day, m=MONTHS[day.month - 1], y=day.year)
    (found,) = find_dates(f"On {text} we met.")
    assert value_of(found).edtf == day.isoformat()
    assert found.span.of(f"On {text} we met.") == text


@given(DAYS, st.sampled_from("./-"), st.booleans())
def test_a_date_in_figures_keeps_every_reading_until_the_document_decides(
    day: date, mark: str, month_first: bool
) -> None:
    first, second = (day.month, day.day) if month_first else (day.day, day.month)
    (found,) = find_dates(f"{first:02d}{mark}{second:02d}{mark}{day.year % 100:02d}")
    assert (day.year, day.month, day.day) in found.readings
    assert found.is_open == (day.day <= 12 and day.day != day.month)


@given(st.text(max_size=80))
def test_any_text_can_be_searched_and_places_are_inside_it(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    for found in [*find_dates(folded), *find_times(folded)]:
        assert 0 <= found.span.start < found.span.end <= len(text)


def test_the_order_of_one_style_is_fixed_by_a_date_that_leaves_no_doubt() -> None:
    dates = choose(find_dates("received 03/09/57, deciphered 03/23/57"))
    assert [value_of(d).edtf for d in dates] == ["1957-03-09", "1957-03-23"]


def test_stamp_and_body_may_use_opposite_orders() -> None:
    dates = choose(find_dates("sent 03/09/57; your directive of 08.03.57"), [date(1957, 3, 9)])
    assert [value_of(d).edtf for d in dates] == ["1957-03-09", "1957-03-08"]


def test_what_stays_open_keeps_both_readings() -> None:
    (found,) = choose(find_dates("06/11/52"))
    assert value_of(found).edtf == "[1952-06-11,1952-11-06]"
    assert value_of(found).earliest == "1952-06-11"
    assert value_of(found).latest == "1952-11-06"


@pytest.mark.parametrize(
    ("text", "message_day", "expected"),
    [
        ("cable of 30 September", date(1950, 10, 1), "1950-09-30"),
        ("cable of 30 December", date(1951, 1, 4), "1950-12-30"),
        ("before 5 January", date(1950, 12, 20), "1950-01-05"),
        ("by May 3", date(1953, 11, 4), "1953-05-03"),
    ],
)
def test_a_missing_year_is_that_of_the_document(
    text: str, message_day: date, expected: str
) -> None:
    (found,) = find_dates(text)
    assert value_of(with_year(found, message_day)).edtf == expected


@given(DAYS)
def test_edtf_and_bounds_agree(day: date) -> None:
    for edtf, last in (
        (day.isoformat(), day),
        (f"{day:%Y-%m}", date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])),
        (f"{day:%Y}", date(day.year, 12, 31)),
    ):
        value = from_edtf(edtf)
        assert value.earliest is not None
        assert value.earliest <= day.isoformat()
        assert value.latest == last.isoformat()
        assert value.is_day == (len(edtf) == 10)


@pytest.mark.parametrize("edtf", ["1951-02-30", "1950-13", "yesterday", "", "1950-1-1", "50-01-01"])
def test_what_is_no_edtf_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="date|day"):
        from_edtf(edtf)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6:00 [am]", ["06:00"]),
        ("at 02:40 a.m.", ["02:40"]),
        ("14:15 p.m.", ["14:15"]),
        ("5:20 pm", ["17:20"]),
        ("12:10 am", ["00:10"]),
        ("0930hs", ["09:30"]),
        ("at 0815", ["08:15"]),
        ("21 hours\n40 minutes", ["21:40"]),
        ("25:10", []),
        ("No. 0815", []),
    ],
)
def test_clock_times_in_each_style(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_times(fold(text))] == expected


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_the_24_hour_clock_stays_as_printed(hour: int, minute: int) -> None:
    (found,) = find_times(f"{hour:02d}:{minute:02d}")
    assert found.value == f"{hour:02d}:{minute:02d}"
    assert found.span == Span(0, 5)
