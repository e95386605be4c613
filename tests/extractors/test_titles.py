"""Titles as catalogs write them."""

from __future__ import annotations

import pytest

from kg.extractors.titles import LONGEST_TITLE, Title, read_title
from kg.spans import Span


def words(line: str, part: str) -> str | None:
    span: Span | None = getattr(read_title(line, Span(0, len(line))), part)
    return span.of(line) if span else None


@pytest.mark.parametrize(
    ("line", "sender", "recipients", "relay"),
    [
        (
            "Ciphered Telegram No. 75352, Feng Xi [Stalin] to Shtraus [Shtykov] and Mayveyev "
            "[Zakharov]",
            "Feng Xi [Stalin]", "Shtraus [Shtykov] and Mayveyev [Zakharov]", None,
        ),
        ("Cable, Drey [Holt] to Ilk [via Sparrow]", "Drey [Holt]", "Ilk", "Sparrow"),
        ("Telegram from Lark (Drey) to Sparrow, About a Ferry", "Lark (Drey)", "Sparrow", None),
        ("Letter, Marrek to Ilk via Quill", "Marrek", "Ilk", "Quill"),
        ("Cable, Drey, Marrek and Osterly to Ilk", "Drey, Marrek and Osterly", "Ilk", None),
        ("Telegram, Drey to Ilk, May 3, 1951", "Drey", "Ilk", None),
        ("Telegram, Drey to Ilk, No. 4557", "Drey", "Ilk", None),
        (
            "Decision with Approved Message from Lark (Drey) to the Ambassador in Selm",
            "Lark (Drey)", "the Ambassador in Selm", None,
        ),
        (
            "Cable, the Embassy to the Ministry of Foreign Affairs of Veld",
            "the Embassy", "the Ministry of Foreign Affairs of Veld", None,
        ),
        ("Ambassador Quill to Minister Ruel", "Ambassador Quill", "Minister Ruel", None),
        ("Telegram to Ilk", None, "Ilk", None),
    ],
)  # fmt: skip
def test_sender_addressees_and_relay(
    line: str, sender: str | None, recipients: str | None, relay: str | None
) -> None:
    assert words(line, "sender") == sender
    assert words(line, "recipients") == recipients
    assert words(line, "relay") == relay


@pytest.mark.parametrize(
    "line",
    [
        "From the Diary of Ambassador Quill",
        "Protocol of the Meeting",
        "On the Road to Orvane",
        "The Harvest of 1951",
        "",
    ],
)
def test_a_title_without_two_sides_names_nobody(line: str) -> None:
    assert words(line, "sender") is None
    assert words(line, "recipients") is None


def test_number_and_form() -> None:
    line = "Top Secret Ciphered Telegram No. 600382/sh, Drey to Ilk"
    assert (words(line, "form"), words(line, "number")) == ("Ciphered Telegram", "600382/sh")


def test_something_too_long_for_a_title_is_not_read() -> None:
    line = "Cable, Drey to Ilk " + "x" * LONGEST_TITLE
    assert read_title(line, Span(0, len(line))) == Title()
