"""A printed document is split into file number, head, dateline, body, signature and notes."""

from __future__ import annotations

import pytest

from kg.readers.printed_edition import document

TELEGRAM = """611.91/5-1251: Telegram

The Ambassador in Iran (Grady) to the Secretary of State¹

Tehran, May 12, 1951—7 p. m.

secret
priority

2871. Saw Prime Minister today.

He was in bed.

Grady

----------

¹ Repeated to London.

² See p. 12.
A second line of the same note.
"""

LETTER = """57. Letter From the Ambassador in Mexico (Hill) to the Assistant Secretary (Rubottom)¹

Mexico City, June 3, 1959.

DEAR DICK: Many thanks.

Sincerely yours,

Robert C. Hill²

----------

¹ Source: Department of State, Central Files. Confidential.

² Printed from a copy that bears this typed signature.
"""


def blocks(text: str, *, bare: bool = False) -> list[tuple[str, str]]:
    found = document("x", "v", text, bare=bare)
    return [(b.kind, b.span.of(found.text)) for b in found.blocks]


def block(text: str, kind: str, *, bare: bool = False) -> str | None:
    return dict(reversed(blocks(text, bare=bare))).get(kind)


def test_the_line_above_the_head_is_file_number_and_source_note() -> None:
    assert blocks(TELEGRAM)[:3] == [
        ("file number", "611.91/5-1251: Telegram"),
        ("source note", "611.91/5-1251: Telegram"),
        ("head", "The Ambassador in Iran (Grady) to the Secretary of State¹"),
    ]


def test_body_reaches_from_the_dateline_to_the_signature() -> None:
    body = block(TELEGRAM, "body") or ""
    assert body.startswith("Tehran,")
    assert body.endswith("Grady")


def test_dateline_classification_and_signature_are_parts_of_the_body() -> None:
    assert block(TELEGRAM, "dateline") == "Tehran, May 12, 1951—7 p. m."
    assert block(TELEGRAM, "classification") == "secret\npriority"
    assert block(TELEGRAM, "signed") == "Grady"


def test_a_note_runs_to_the_next_mark() -> None:
    assert [words for kind, words in blocks(TELEGRAM) if kind == "note"] == [
        "¹ Repeated to London.",
        "² See p. 12.\nA second line of the same note.",
    ]


def test_a_numbered_head_has_nothing_above_it_and_its_source_in_a_note() -> None:
    assert blocks(LETTER)[0][0] == "head"
    assert (block(LETTER, "source note") or "").startswith("¹ Source: Department of State")
    assert block(LETTER, "signed") == "Robert C. Hill²"


def test_a_bare_text_has_neither_head_nor_notes() -> None:
    text = "Tehran, May 12, 1951—7 p. m.\n\nsecret\n\n2871. Saw him.\n\nGrady"
    assert [kind for kind, _ in blocks(text, bare=True)] == [
        "body",
        "dateline",
        "classification",
        "signed",
    ]


def test_the_head_has_its_number_on_a_line_of_its_own_where_it_is_printed_so() -> None:
    text = "Conference files, lot 60 D 627\n\nNo. 671\nMinutes of a Meeting\n\nSeoul, May 6, 1953."
    assert block(text, "head") == "No. 671\nMinutes of a Meeting"
    assert block(text, "file number") == "Conference files, lot 60 D 627"


def test_what_stands_two_paragraphs_before_the_dateline_is_above_the_head() -> None:
    text = (
        "Matthews private collection\n\nMr. Taylor to the Pope\n\nWashington, May 3, 1944.\n\nYes."
    )
    assert block(text, "file number") == "Matthews private collection"


def test_a_file_number_that_opens_like_a_numbered_head_is_none() -> None:
    text = "501. BC Kashmir/11–2348: Telegram\n\nThe Secretary of State to the Delegation\n\nText."
    assert block(text, "file number") == "501. BC Kashmir/11–2348: Telegram"


@pytest.mark.parametrize(
    "line",
    [
        "[Washington,] August 6, 1954—10 a.m.",
        "Washington, undated.",
        "June 13, 1954.",
        "New York, September 1963",
        "[Washington,] 19 February 1951.",
        "Dar es Salaam, December 9, 1976, 2000Z.",
        "LBJ Ranch, Texas, January 8, 1968, Session II.",
        "Vientiane March 23, 1966, 0909Z.",
        "Moscow, November 3–4, 1956.²",
        "En route to Paris, December 3, 1959, 10:20 a.m.",
    ],
)
def test_place_and_day_below_the_head_are_the_dateline(line: str) -> None:
    assert block(f"1. Memorandum of Conversation¹\n\n{line}\n\nText.", "dateline") == line


@pytest.mark.parametrize(
    "line",
    [
        "The Foreign Ministers did not meet on Sunday, May 31.",
        "He left for Paris, where he spoke on May 4.",
        "Subject: Talks of May 4",
        "PARTICIPANTS",
    ],
)
def test_a_sentence_that_names_a_day_is_no_dateline(line: str) -> None:
    assert block(f"1. Editorial Note\n\n{line}\n\nText.", "dateline") is None


def test_an_extract_mark_may_stand_between_head_and_dateline() -> None:
    text = "1. Memorandum\n\n[Extract]\n\nNew Delhi, July 27, 1948—1 p. m.\n\nText."
    assert block(text, "dateline") == "New Delhi, July 27, 1948—1 p. m."


@pytest.mark.parametrize(
    ("head", "dateline"),
    [
        (
            "1. Memorandum of a Conversation, White House, Washington, May 4, 1956, 4 p.m.¹",
            "Washington, May 4, 1956, 4 p.m.¹",
        ),
        ("1. Telephone Call, October 26, 1956, Noon¹", "October 26, 1956, Noon¹"),
        ("1. Memorandum From Mr. A to Mr. B, Washington, undated¹ ²", "Washington, undated¹ ²"),
        ("1. Dispatch to the Chief, Intelligence Agency, July 31, 1970", "July 31, 1970"),
        (
            "1. Memorandum of a Conversation, Rio de Janeiro, February 24, 1960",
            "Rio de Janeiro, February 24, 1960",
        ),
    ],
)
def test_place_and_day_may_end_the_head(head: str, dateline: str) -> None:
    assert block(f"{head}\n\nSUBJECT\n\nText.", "dateline") == dateline


@pytest.mark.parametrize(
    "line",
    ["top secret us urgent\nniact", "Top Secret\nNSC 125/2", "Secret\nNo. 1214", "confidential"],
)
def test_marks_of_handling_alone_are_the_classification(line: str) -> None:
    text = f"Files\n\nNo. 3\nNote\n\nWashington, May 4, 1953.\n\n{line}\n\nText of the note."
    assert block(text, "classification") == line


@pytest.mark.parametrize(
    "line", ["Immediate Objectives", "Secret Talks in Paris", "Priority tasks"]
)
def test_a_heading_that_opens_with_such_a_word_is_none(line: str) -> None:
    text = f"1. Note\n\nWashington, May 4, 1953.\n\n{line}\n\nText of the note."
    assert block(text, "classification") is None


@pytest.mark.parametrize(
    "lines",
    [
        "W. W. Rostow",
        "JFD³",
        "J[oseph] C. S[atterthwaite]",
        "[Johnson]",
        "For the Joint Chiefs of Staff:\nOmar N. Bradley\nChairman\nJoint Chiefs of Staff",
        "Paul D. Harkins\nGeneral, United States Army",
        "C. de Gaulle",
    ],
)
def test_a_name_that_ends_the_message_is_the_signature(lines: str) -> None:
    assert block(f"1. Letter\n\nParis, May 4, 1959.\n\nText of it.\n\n{lines}\n", "signed") == lines


@pytest.mark.parametrize(
    "line",
    [
        "The meeting ended at 4:45 p.m.",
        "[Here follow items 2–4.]",
        "H: Thanks a lot.",
        "3. Disarmament",
        "Attachment",
        "Sincerely yours,",
    ],
)
def test_other_short_paragraphs_at_the_end_are_no_signature(line: str) -> None:
    assert block(f"1. Letter\n\nParis, May 4, 1959.\n\nText of it.\n\n{line}", "signed") is None


def test_the_signature_stands_before_an_enclosure() -> None:
    text = "1. Letter\n\nParis, May 4, 1959.\n\nText.\n\nBill\n\n[Enclosure]\n\nA statement."
    assert block(text, "signed") == "Bill"


def test_a_courtesy_in_the_same_paragraph_is_no_part_of_the_signature() -> None:
    text = "1. Letter\n\nParis, May 4, 1959.\n\nText.\n\nSincerely,\nPaul"
    assert block(text, "signed") == "Paul"


def test_an_empty_text_has_no_blocks() -> None:
    assert blocks("") == []


@pytest.mark.parametrize(
    "junk", ["Secret " * 20_000, "May " * 30_000, "A. " * 40_000, "(" * 100_000]
)
def test_long_junk_is_split_too(junk: str) -> None:
    assert blocks(f"{junk}\n\n{junk}\n\n{junk}")[-1][0] != ""


def test_a_rule_without_notes_ends_the_document() -> None:
    assert blocks("1. Note\n\nIt is a text.\n----------") == [
        ("head", "1. Note"),
        ("body", "It is a text."),
    ]


@pytest.mark.parametrize("between", ["[Extract]", "secret"])
def test_a_head_without_number_may_be_followed_by_extract_or_classification(between: str) -> None:
    text = f"Mr. Taylor to the Pope\n\n{between}\n\nWashington, May 3, 1944.\n\nYes."
    assert block(text, "head") == "Mr. Taylor to the Pope"
