"""What the editors encoded comes first; the print fills in what they left out."""

from __future__ import annotations

import pytest

from kg.authority.volumes import ListedPerson, Volume
from kg.document import Document, Field, Mark
from kg.extractors.edition.encoded import extract_encoded
from kg.findings import Dateline, Description, Mention, Reference
from kg.readers.printed_edition import document
from kg.spans import Span

TEXT = (
    "57. Telegram From the Ambassador in Ruritania (Drey) to the Department of State¹\n\n"
    "Selm, May 3, 1951—9 p.m.\n\n"
    "402. Drey saw Pell.²\n\nDrey\n\n----------\n\n"
    "¹ Source: Department of State, Central Files, 123.45/5–351. Secret.\n\n² See Document 12."
)
VOLUME = Volume("frus1951v99", (ListedPerson("p_DW1", "Drey, Wanda"),))


def marked(*marks: tuple[str, str, str | None, str | None, str | None]) -> Document:
    page = document("frus1951v99-d57", "frus1951v99", TEXT)
    found = []
    for kind, words, value, identity, party in marks:
        start = TEXT.index(words)
        found.append(Mark(kind, Span(start, start + len(words)), value, identity, party))
    return Document(
        page.identifier, page.source, page.graph, page.text, "frus_tei", page.blocks,
        marks=tuple(found),
    )  # fmt: skip


SENDER = ("sender", "Drey", None, "p_DW1", "person")


def test_a_marked_sender_is_certain_and_keeps_the_office_that_the_print_gives() -> None:
    found = extract_encoded(marked(SENDER), VOLUME).of(Mention)
    sender = next(m for m in found if m.role == "sender")
    assert (sender.party.name, sender.party.office) == ("Drey", "Ambassador in Ruritania")
    assert (sender.identity, sender.confidence, sender.extractor) == ("p_DW1", 1.0, "encoded")


def test_the_side_that_is_not_marked_is_found_in_the_print() -> None:
    found = extract_encoded(marked(SENDER), VOLUME).of(Mention)
    recipients = [m for m in found if m.role == "recipient"]
    assert [(m.party.name, m.extractor) for m in recipients] == [("Department of State", "heads")]
    assert [m.extractor for m in found if m.role == "sender"] == ["encoded"]


def test_two_offices_that_are_marked_are_all_that_is_said_of_the_parties() -> None:
    sides = (
        ("sender", "Ambassador in Ruritania", None, None, "office"),
        ("recipient", "Department of State", None, None, "office"),
    )
    found = extract_encoded(marked(*sides), VOLUME).of(Mention)
    parties = [m for m in found if m.role in ("sender", "recipient")]
    assert [(m.role, m.extractor, m.party.office) for m in parties] == [
        ("sender", "encoded", None),
        ("recipient", "encoded", None),
    ]


@pytest.mark.parametrize(
    ("value", "edtf", "time"),
    [
        ("1951-05-03", "1951-05-03", None),
        ("1951-05-03T21:00:00", "1951-05-03", "21:00"),
        ("1951-05-03/1951-05-05", "1951-05-03/1951-05-05", None),
        ("1951-05-03T09:00:00/1951-05-03T10:30:00", "1951-05-03", "09:00"),
    ],
)
def test_a_marked_day_is_the_day_and_its_hour_the_hour(
    value: str, edtf: str, time: str | None
) -> None:
    page = marked(("date", "May 3, 1951—9 p.m.", value, None, None))
    dated = extract_encoded(page, VOLUME).of(Dateline)
    assert [(d.value.edtf, d.extractor) for d in dated] == [(edtf, "encoded")]
    assert time is None or dated[0].time == time


def test_a_mark_without_value_leaves_the_print_to_say() -> None:
    page = marked(("place", "Selm", None, None, None))
    assert [d.value.edtf for d in extract_encoded(page, VOLUME).of(Dateline)] == ["1951-05-03"]


def test_a_pointer_of_the_editors_is_a_printed_reference_to_its_target() -> None:
    page = marked(("reference", "Document 12", "frus1951v99#d12", None, None))
    found = [r for r in extract_encoded(page, VOLUME).of(Reference) if r.kind == "printed"]
    assert [(r.target, r.form, r.confidence) for r in found] == [
        ("frus1951v99#d12", "document", 1.0)
    ]


def test_persons_are_those_that_are_marked_where_the_volume_has_a_list() -> None:
    page = marked(("person", "Drey saw"[:4], None, "p_DW1", None))
    found = [m for m in extract_encoded(page, VOLUME).of(Mention) if m.role == "mentioned"]
    assert [m.identity for m in found] == ["p_DW1"]


def test_what_no_mark_tells_is_read_from_the_print() -> None:
    found = extract_encoded(marked(SENDER), VOLUME)
    assert found.marking("classification") == "secret"
    assert found.marking("form") == "telegram"
    assert [n.value for n in found.numbers()] == ["402"]


def test_the_head_line_is_the_title_without_its_number() -> None:
    page = marked(SENDER)
    span = page.block("head")
    assert span is not None
    fields = (
        Field("head", span.of(TEXT).rstrip("¹"), span),
        Field("number", "57", Span(span.start, span.start + 2)),
    )
    titled = Document(
        page.identifier, page.source, page.graph, TEXT, "frus_tei", page.blocks, fields, page.marks
    )
    assert extract_encoded(titled, VOLUME).description("title") == (
        "Telegram From the Ambassador in Ruritania (Drey) to the Department of State"
    )


def test_the_year_of_a_cited_message_comes_from_the_marked_day() -> None:
    text = TEXT.replace("Drey saw Pell", "Deptel 31, May 1. Drey saw Pell")
    page = document("frus1951v99-d57", "frus1951v99", text)
    start = text.index("May 3")
    day = Mark("date", Span(start, start + 5), "1951-05-03")
    place = Mark("place", Span(start - 6, start - 2))
    encoded = Document(
        page.identifier, page.source, page.graph, text, "frus_tei", page.blocks,
        marks=(place, day),
    )  # fmt: skip
    found = [r for r in extract_encoded(encoded, VOLUME).of(Reference) if r.number == "31"]
    assert [r.date.edtf for r in found if r.date] == ["1951-05-01"]


def test_a_citation_named_again_counts_from_the_marked_references() -> None:
    text = TEXT.replace(
        "402. Drey saw Pell.²", "402. Deptel 31, May 1. Drey saw Pell as reftel asked.²"
    )
    page = document("frus1951v99-d57", "frus1951v99", text)
    start = text.index("Document 12")
    mark = Mark("reference", Span(start, start + 11), "frus1951v99#d12")
    encoded = Document(
        page.identifier, page.source, page.graph, text, "frus_tei", page.blocks, marks=(mark,)
    )
    found = extract_encoded(encoded, VOLUME).of(Reference)
    again = [r for r in found if r.same_as is not None]
    assert [found[r.same_as or 0].number for r in again] == ["31"]
    assert [r.kind for r in found].count("printed") == 1


def test_every_quote_stands_where_it_says() -> None:
    page = marked(SENDER, ("subject", "402. Drey saw Pell.", None, None, None))
    found = extract_encoded(page, VOLUME)
    assert all(f.span.of(TEXT) == f.quote for f in found)
    assert [d.value for d in found.of(Description) if d.name == "subject"] == [
        "402. Drey saw Pell."
    ]
