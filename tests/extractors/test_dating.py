"""The order of day and month is settled by the document."""

from __future__ import annotations

from collections.abc import Callable

from kg.dates import PrintedDate
from kg.document import Document
from kg.extractors.dating import dates_in, value_of_field, values_in
from tests.growth import assert_linear

MakeDocument = Callable[..., Document]


def readings(page: Document) -> list[tuple[tuple[int, int, int], ...]]:
    found: list[PrintedDate] = dates_in(page, page.body)
    return [printed.readings for printed in found]


def test_the_heading_settles_a_slash_date(document: MakeDocument) -> None:
    page = document("Sent on 03/09/57", date="March 9, 1957")
    assert readings(page) == [((1957, 3, 9),)]


def test_stamp_and_body_may_use_opposite_orders(document: MakeDocument) -> None:
    page = document("Sent on 03/09/57\nUnder your directive dated 08.03.57 I called on him.\nMolk")
    assert readings(page) == [((1957, 3, 9),), ((1957, 3, 8),)]


def test_a_day_above_twelve_settles_its_style_for_the_whole_document(
    document: MakeDocument,
) -> None:
    page = document("Sent on 23.11.52\n" + "The mill is running. " * 3000 + "See 06.11.52.")
    assert readings(page)[-1] == ((1952, 11, 6),)


def test_both_readings_stay_where_nothing_settles_them(document: MakeDocument) -> None:
    page = document("Sent on 06/11/52")
    assert values_in(page, page.body)[0].edtf == "[1952-06-11,1952-11-06]"


def test_a_missing_year_is_the_documents_own(document: MakeDocument) -> None:
    page = document("1 October 1950\nWe have your cable of 30 September and the rope.")
    assert readings(page)[-1] == ((1950, 9, 30),)


def test_a_missing_year_stays_missing_where_the_document_has_none(document: MakeDocument) -> None:
    page = document("Received: May 3 at 0815")
    assert values_in(page, page.body)[0].edtf == "XXXX-05-03"


def test_two_days_in_one_date_are_sent_and_received(document: MakeDocument) -> None:
    assert readings(document("ON/14/15/IX/61")) == [((1961, 9, 14),), ((1961, 9, 15),)]


def test_a_field_may_be_edtf_or_printed_or_neither() -> None:
    both = value_of_field("[1950-09-29,1950-09-30]")
    assert both and (both.earliest, both.latest) == ("1950-09-29", "1950-09-30")
    printed = value_of_field("October 1, 1950")
    assert printed and printed.edtf == "1950-10-01"
    assert value_of_field("spring") is None


def test_many_dates_take_linear_time(document: MakeDocument) -> None:
    def find(count: int) -> None:
        page = document("3.4.50 " * count)
        assert len(dates_in(page, page.body)) == count

    assert_linear(find, 5_000)
