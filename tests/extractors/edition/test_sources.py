"""What the source note says."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition import datelines, markings
from kg.extractors.edition.sources import extract
from kg.findings import Description, Findings, Handling, Mention, checked
from kg.readers.printed_edition import document

REFERENCE = "Source: Department of State, Central Files, 762.00/5–1259."


def found(note: str) -> Findings:
    text = (
        "12. Telegram From the Embassy in Japan to the Department of State¹\n\n"
        f"Tokyo, May 12, 1959.\n\n117. I agree.\n\n----------\n\n¹ {note}"
    )
    volume = Volume("frus1958-60v18")
    findings = Findings(document("d12", volume.identifier, text))
    for run in (datelines.extract, markings.extract, extract):
        findings = findings.plus(run(findings, volume))
    return checked(findings)


def described(note: str) -> dict[str, str]:
    return {d.name: d.value for d in found(note).of(Description)}


def handled(note: str) -> list[tuple[str, str, str, str | None]]:
    return [(h.kind, h.by.name, h.by.kind, h.by.office) for h in found(note).of(Handling) if h.by]


def test_the_reference_of_the_archive_and_its_parts() -> None:
    note = "Source: National Archives, RG 59, Central Files 1967–69, POL 27. Secret; Exdis."
    assert described(note) == {
        "archive_reference": "National Archives, RG 59, Central Files 1967-69, POL 27",
        "archive": "National Archives",
        "record_group": "RG 59",
    }
    assert described(f"{REFERENCE} Secret.")["decimal_file"] == "762.00/5-1259"
    lot = "Source: Department of State, OCB Files: Lot 61 D 385, Minutes. Secret."
    assert described(lot)["lot"] == "Lot 61 D 385"


def test_the_file_number_above_a_head_is_the_reference() -> None:
    head = "The Ambassador in India (Henderson) to the Secretary of State"
    text = f"793B.00/1–1251: Telegram\n\n{head}\n\nNew Delhi, May 3, 1951.\n\nI agree."
    findings = Findings(document("d12", "frus1951v07p2", text))
    values = {d.name: d.value for d in extract(findings, Volume("x")) if isinstance(d, Description)}
    assert values == {"archive_reference": "793B.00/1-1251", "decimal_file": "793B.00/1-1251"}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Drafted by Slutz and cleared by Trueheart and EUR.",
         [("drafted", "Slutz", "person", None), ("cleared", "Trueheart", "person", None),
          ("cleared", "EUR", "office", None)]),
        ("Drafted by Robert M. Beaudry (EUR/WE), cleared by Arthur A. Hartman (U) in substance.",
         [("drafted", "Robert M. Beaudry", "person", "EUR/WE"),
          ("cleared", "Arthur A. Hartman", "person", "U")]),
        ("Drafted by William C. Ockey, Acting Officer in Charge, and approved in S on May 13.",
         [("drafted", "William C. Ockey", "person", "Acting Officer in Charge"),
          ("approved", "S", "office", None)]),
        ("Drafted in Treasury by Cross. Initialed by Rodman.",
         [("drafted", "Cross", "person", None), ("initialled", "Rodman", "person", None)]),
        ("Prepared by L. Arthur Minnich, Jr. The meeting was held at the White House.",
         [("drafted", "L. Arthur Minnich, Jr", "person", None)]),
        ("No drafting information appears on the source text.", []),
    ],
)  # fmt: skip
def test_who_drafted_cleared_approved_and_initialled(
    note: str, expected: list[tuple[str, str, str, str | None]]
) -> None:
    assert handled(f"{REFERENCE} Secret. {note}") == expected


def test_a_day_without_a_year_is_near_that_of_the_message() -> None:
    (drafted,) = found(f"{REFERENCE} Secret. Drafted by Slutz on May 11.").of(Handling)
    assert drafted.date is not None
    assert drafted.date.edtf == "1959-05-11"


def test_posts_that_got_the_message_too_are_copy_recipients() -> None:
    note = (
        f"{REFERENCE} Secret. Also sent to USUN and repeated to Bonn, the White House, and Paris."
    )
    copies = [m.party.name for m in found(note).of(Mention) if m.role == "copy recipient"]
    assert copies == ["USUN", "Bonn", "White House", "Paris"]


def test_a_sentence_that_tells_of_something_else_sent_is_no_copy() -> None:
    note = f"{REFERENCE} Secret. There is no sign that the paper was sent to President Nixon."
    assert [m for m in found(note).of(Mention) if m.role == "copy recipient"] == []


def test_the_hour_of_receipt() -> None:
    note = f"{REFERENCE} Secret. Received at 10:58 a.m. on May 13. Repeated to London."
    received = [h for h in found(note).of(Handling) if h.kind == "received"]
    assert [(h.time, h.date and h.date.edtf) for h in received] == [("10:58", "1959-05-13")]
