"""Stamps: what, by whom, where, when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.document import Document
from kg.extractors.stamps import Stamp, stamps

MakeDocument = Callable[..., Document]


@pytest.fixture
def stamp(document: MakeDocument) -> Callable[[str], dict[str, str | bool | None]]:
    def parse(line: str) -> dict[str, str | bool | None]:
        page = document(f"{line}\nThe rope has come to the harbor now.")
        (found,) = stamps(page)
        return words(found, page)

    return parse


def words(found: Stamp, page: Document) -> dict[str, str | bool | None]:
    def quoted(name: str) -> str | None:
        span = getattr(found, name)
        return span.of(page.text) if span else None

    return {
        "kind": found.kind,
        "by": quoted("by"),
        "place": quoted("place"),
        "origin": quoted("origin"),
        "time": found.time.value if found.time else None,
        "day": found.day.span.of(page.text) if found.day else None,
    }


@pytest.mark.parametrize(
    ("line", "kind", "by", "place", "time"),
    [
        ("Sent by wire on 03/09/57 at 02:40 a.m.", "sent", None, None, "02:40"),
        ("Received in Orvane on 03/09/57 at 5:05 a.m.", "received", None, "Orvane", "05:05"),
        ("Deciphered by Tolvin on 03/09/57 at 6:10 a.m.", "deciphered", "Tolvin", None, "06:10"),
        ("Typed by Budanova 2.10.50, 6:00 [am]", "typed", "Budanova", None, "06:00"),
        ("Typed by Pell on 03/09/57 at 14:15 p.m.", "typed", "Pell", None, "14:15"),
        ("Typed: Pell", "typed", "Pell", None, None),
        ("Dispatched from Selm on 10.31.1961 at 15:20", "sent", None, "Selm", "15:20"),
        ("Received: May 3 at 0815", "received", None, None, "08:15"),
        ("from SELM received at 14:30 on May 3, 1953", "received", None, "SELM", "14:30"),
        ("Proofread by [illegible]", "proofread", None, None, None),
        ("Transcribed at 0325 hours", "transcribed", None, None, "03:25"),
        ("Received on 11.2.57 at 5:20 am", "received", None, None, "05:20"),
        ("Printed on 9 May at 1800", "printed", None, None, "18:00"),
    ],
)
def test_one_stamp(
    stamp: Callable[[str], dict[str, str | bool | None]],
    line: str,
    kind: str,
    by: str | None,
    place: str | None,
    time: str | None,
) -> None:
    found = stamp(line)
    assert (found["kind"], found["by"], found["place"], found["time"]) == (kind, by, place, time)


def test_one_line_may_hold_two_stamps(document: MakeDocument) -> None:
    page = document("Received: May 3 at 0815 Proofread: May 3 at 10:40")
    assert [(words(s, page)["kind"], words(s, page)["time"]) for s in stamps(page)] == [
        ("received", "08:15"),
        ("proofread", "10:40"),
    ]


def test_a_clock_may_run_over_the_line_break(document: MakeDocument) -> None:
    page = document(
        "Received at 21 hours\n40 minutes on 23.11.52\nTo Ilk\nThe rope has come to us."
    )
    (found,) = stamps(page)
    assert (words(found, page)["time"], words(found, page)["day"]) == ("21:40", "23.11.52")


def test_an_office_of_origin_is_kept_with_its_place(document: MakeDocument) -> None:
    page = document("RECEIVED 9.417 FROM THE EMBASSY IN SELM ON/14/15/IX/61 SECRET—URGENT\nTo Ilk")
    (found,) = stamps(page)
    assert words(found, page)["origin"] == "THE EMBASSY IN SELM"
    assert words(found, page)["place"] == "SELM"
    assert found.sent and found.sent.readings == ((1961, 9, 14),)
    assert found.day and found.day.readings == ((1961, 9, 15),)


def test_a_stamp_inside_an_editors_bracket(document: MakeDocument) -> None:
    page = document(
        "[Stamp: Incoming No. 3344\nReceived 10 May 1951]\nThe rope has come to us now."
    )
    (found,) = stamps(page)
    assert found.span.of(page.text) == "Received 10 May 1951"


def test_a_sentence_that_begins_like_a_stamp_is_none(document: MakeDocument) -> None:
    assert stamps(document("Received your cable of 3 May and thank you for it.")) == ()
    assert stamps(document("Typed letters are better.\nThe rope has come to us now.")) == ()
