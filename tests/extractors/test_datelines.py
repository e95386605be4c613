"""The date of the message: of head, stamps and last lines."""

from __future__ import annotations

from collections.abc import Callable

from kg.findings import Dateline, Findings

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
TEXT = "The rope has come to the harbor now."


def dates(findings: Findings, role: str = "sent") -> list[tuple[str, str | None]]:
    return [(d.value.edtf, d.time) for d in findings.of(Dateline) if d.role == role]


def test_f1_stamps_are_month_first_and_the_body_day_first(in_fixture: InFixture) -> None:
    found = in_fixture(1)
    assert dates(found) == [("1957-03-09", "02:40")]
    assert dates(found, "received") == [("1957-03-09", "05:05")]


def test_f3_the_slash_date_is_settled_by_the_date_in_words(in_fixture: InFixture) -> None:
    assert {value for value, _ in dates(in_fixture(3))} == {"1953-11-04"}


def test_f8_two_days_in_one_date_and_an_hour_beside_the_weekday(in_fixture: InFixture) -> None:
    found = in_fixture(8)
    assert dates(found) == [("1961-09-14", "09:30")]
    assert dates(found, "received") == [("1961-09-15", None)]


def test_f9_both_stamps_stay_as_printed(in_fixture: InFixture) -> None:
    found = in_fixture(9)
    assert dates(found) == [("1961-10-31", "15:20")]
    assert dates(found, "received") == [("1961-10-31", "13:12")]


def test_f10_a_date_after_the_signature(in_fixture: InFixture) -> None:
    assert dates(in_fixture(10)) == [("1948-11-16", None)]


def test_the_date_line_of_the_head_may_have_an_hour(find: FindIn) -> None:
    assert dates(find(f"TOP SECRET\n10.V.1951 18:30\n{TEXT}")) == [("1951-05-10", "18:30")]


def test_a_date_line_is_surer_than_one_inside_another_line(find: FindIn) -> None:
    found = find(f"Decision dated November 4, 1953\n11/4/53\n{TEXT}")
    surest = found.dateline()
    assert surest and (surest.quote, surest.confidence) == ("11/4/53", 0.95)


def test_a_number_before_department_is_no_date(find: FindIn) -> None:
    assert dates(find(f"8 Department of the General Staff\nTo Ilk\n{TEXT}")) == []


def test_dates_of_copies_references_and_typists_are_not_the_messages(find: FindIn) -> None:
    found = find(
        f"RE: your cable of 1 May 1951\nTo Ilk\n{TEXT}\nMolk\n"
        "2 copies - 1 - Marrek, 13.11.51\n2. - Quill, 14.11.51\nTyped by Pell 2.10.51, 6:00 [am]"
    )
    assert dates(found) == []


def test_an_open_order_keeps_both_readings_and_less_confidence(find: FindIn) -> None:
    (found,) = find(f"06/11/52\nTo Ilk\n{TEXT}").of(Dateline)
    assert found.value.edtf == "[1952-06-11,1952-11-06]"
    assert found.confidence == 0.8


def test_the_second_line_of_a_stamp_gives_no_date_of_its_own(find: FindIn) -> None:
    found = find(f"Received at 21 hours\n40 minutes on 23.11.52\nTo Ilk\n{TEXT}")
    assert dates(found) == []
    assert dates(found, "received") == [("1952-11-23", "21:40")]
