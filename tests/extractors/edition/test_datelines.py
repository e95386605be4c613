"""Place, day and hour of a printed document."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.datelines import extract
from kg.findings import Dateline, Findings, Mention, checked
from kg.readers.printed_edition import document

HEAD = "12. Telegram From the Embassy in Japan to the Department of State"


def found(line: str, head: str = HEAD, volume: str = "frus1951v07p2", notes: str = "") -> Findings:
    rule = f"\n\n----------\n\n{notes}" if notes else ""
    page = document("d12", volume, f"{head}\n\n{line}\n\nI saw the Prime Minister today.{rule}")
    findings = Findings(page)
    return checked(findings.plus(extract(findings, Volume(volume))))


def day(line: str, **more: str) -> tuple[str, str | None] | None:
    dated = found(line, **more).of(Dateline)
    return (dated[0].value.edtf, dated[0].time) if dated else None


def place(line: str, **more: str) -> str | None:
    return next((m.party.name for m in found(line, **more).of(Mention)), None)


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("Tokyo, May 3, 1951.", "1951-05-03"),
        ("Tokyo, 23 February 1951.", "1951-02-23"),
        ("[Tokyo, May 3, 1951.]", "1951-05-03"),
        ("Athens, December2, 1961", "1961-12-02"),
        ("Washington, July 71969", "1969-07-07"),
        ("Washington, February 8, I960", "1960-02-08"),
        ("Washington, February 25–26, 1959.", "1959-02-25/1959-02-26"),
        ("Geneva, April 30–May 2, 1959.", "1959-04-30/1959-05-02"),
        ("Paris, December 30, 1959–January 2, 1960.", "1959-12-30/1960-01-02"),
        ("Washington, April 1951.", "1951-04"),
        ("Tokyo, May [3?], 1951.", "1951-05-03?"),
    ],
)
def test_a_printed_day_range_or_month_becomes_edtf(line: str, edtf: str) -> None:
    assert day(line) == (edtf, None)


@pytest.mark.parametrize(
    ("hour", "time"),
    [
        ("9 p. m.", "21:00"),
        ("noon", "12:00"),
        ("12:05 a.m.", "00:05"),
        ("midnight", "00:00"),
        ("1325Z", "13:25"),
        ("4:30–5:20 p.m.", "16:30"),
        ("11:30–1 p.m.", "11:30"),
        ("11:33 a.m.–noon", "11:33"),
        ("9 p. m. and 11 p. m.", "21:00"),
        ("12.30 p.m.", "12:30"),
    ],
)
def test_the_hour_is_kept_as_printed_and_of_two_the_first(hour: str, time: str) -> None:
    assert day(f"Tokyo, May 3, 1951—{hour}") == ("1951-05-03", time)


def test_the_zone_of_the_hour_stays_in_the_quote() -> None:
    (dated,) = found("Tokyo, May 3, 1951, 1325Z.").of(Dateline)
    assert dated.quote == "May 3, 1951, 1325Z"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[Washington,] May 3, 1951.", "Washington"),
        ("Washington, undated.", "Washington"),
        ("Dar es Salaam, May 3, 1976.", "Dar es Salaam"),
        ("Aboard the President's airplane, May 3, 1951.", "Aboard the President's airplane"),
        ("US/MC/9 Paris, December 14, 1962, 4 p.m.", "Paris"),
        ("No. 252 Taipei, October 21, 1955.", "Taipei"),
        ("[place not declassified], June 17, 1954, 1941Z.", None),
        ("June 29, 1959.", None),
    ],
)
def test_the_place_is_what_stands_before_the_day(line: str, name: str | None) -> None:
    assert place(line) == name


def test_an_undated_paper_has_no_day() -> None:
    assert day("Washington, undated.") is None


def test_a_day_that_no_calendar_has_leaves_its_month_and_little_confidence() -> None:
    (dated,) = found("Tokyo, February 30, 1951.").of(Dateline)
    assert (dated.value.edtf, dated.confidence) == ("1951-02", 0.4)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "24. Memorandum of a Conversation, White House, Washington, July 29, 1955, 11 a.m.¹",
            ("1955-07-29", "11:00", "Washington"),
        ),
        (
            "57. Telegram 58725 From the Department of State to the Embassy in Liberia, April 16,"
            " 1969, 2343Z",
            ("1969-04-16", "23:43", None),
        ),
    ],
)
def test_without_a_date_line_the_end_of_the_head_is_read(
    head: str, expected: tuple[str, str, str | None]
) -> None:
    line = "The President said that he agreed."
    assert (*(day(line, head=head) or ()), place(line, head=head)) == expected


def test_a_missing_year_is_that_of_the_file_number_or_of_a_volume_of_one_year() -> None:
    note = "¹ Source: Department of State, Central Files, 762.00/5–1259. Secret."
    line, volume = "Geneva, May 12, noon.", "frus1958-60v08"
    assert day(line, volume=volume, notes=note) == ("1959-05-12", "12:00")
    assert day(line) == ("1951-05-12", "12:00")
    assert day(line, volume=volume) == ("XXXX-05-12", "12:00")


@pytest.mark.parametrize(
    "line",
    [
        "On April 9, the Foreign Ministry conveyed a note.",
        "1895. Deptel 1994, May 11, 1951.",
        "Czechoslovakia was nominated by India, February 10.",
    ],
)
def test_a_sentence_or_number_with_a_day_is_no_date_line(line: str) -> None:
    assert day(line) is None
