"""What offices did with the paper, and who got copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Copy, Findings, Handling

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
TEXT = "The rope has come to the harbor now."
Entries = list[tuple[str, int | None, int | None]]


def kinds(findings: Findings) -> list[str]:
    return [handling.kind for handling in findings.of(Handling)]


def copies(findings: Findings) -> Entries:
    """Name, count, number of each entry."""
    return [(c.party.name, c.copies, c.number) for c in findings.of(Copy)]


def total(findings: Findings) -> set[int | None]:
    return {copy.total for copy in findings.of(Copy)}


# The fixtures


def test_f1_chain_and_copies_that_do_not_add_up(in_fixture: InFixture) -> None:
    found = in_fixture(1)
    chain = [(h.kind, h.by.name if h.by else None, h.time) for h in found.of(Handling)]
    assert chain == [
        ("sent", None, "02:40"),
        ("received", None, "05:05"),
        ("deciphered", "Tolvin", "06:10"),
        ("typed", "Pell", "14:15"),
    ]
    assert all(h.date and h.date.edtf == "1957-03-09" for h in found.of(Handling))
    assert not any(h.flag for h in found.of(Handling))
    assert copies(found) == [("Marrek", 2, None), ("Osterly", 1, None), ("Quill", 1, None)]
    assert total(found) == {9}


def test_f7_offices_and_implied_copies(in_fixture: InFixture) -> None:
    found = in_fixture(7)
    assert [(name, count) for name, count, _ in copies(found)] == [
        ("Chancellor's Office", 2),
        ("Harbor Board", 3),
        ("Veld", 1),
        ("Ames", 1),
        ("General Registry", 1),
    ]
    kinds_of = [copy.party.kind for copy in found.of(Copy)]
    assert kinds_of == ["office", "office", "person", "person", "office"]
    assert total(found) == {8}
    assert [(h.kind, h.time) for h in found.of(Handling)] == [
        ("received", "08:15"),
        ("proofread", "10:40"),
    ]


def test_f7_an_implied_count_is_less_sure(in_fixture: InFixture) -> None:
    sure = {copy.party.name: copy.confidence for copy in in_fixture(7).of(Copy)}
    assert sure["Veld"] < sure["Harbor Board"]


def test_f8_a_stamp_of_arrival_tells_of_the_sending_too(in_fixture: InFixture) -> None:
    sent, received = sorted(in_fixture(8).of(Handling), key=lambda h: h.kind, reverse=True)
    assert sent.date and received.date
    assert (sent.kind, sent.date.edtf, sent.time) == ("sent", "1961-09-14", "09:30")
    assert (received.kind, received.date.edtf) == ("received", "1961-09-15")


def test_f9_received_before_sent_is_flagged_and_not_swapped(in_fixture: InFixture) -> None:
    found = {h.kind: h for h in in_fixture(9).of(Handling)}
    assert (found["sent"].time, found["received"].time) == ("15:20", "13:12")
    assert {h.flag for h in found.values()} == {"received before sent"}
    assert found["sent"].place == "Selm"


def test_no_flag_where_the_order_of_day_and_month_is_open(find: FindIn) -> None:
    found = find("Sent on 06/11/52 at 15:20\nReceived on 06/11/52 at 13:12\nTo Ilk\n" + TEXT)
    assert not any(h.flag for h in found.of(Handling))


# Copies


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Distribution: A - 2, B-1", [("A", 2, None), ("B", 1, None)]),
        ("Distribution: A (2), B, C", [("A", 2, None), ("B", 1, None), ("C", 1, None)]),
        ("Copies:\n1. Marrek\n2. Quill", [("Marrek", 1, 1), ("Quill", 1, 2)]),
        ("Copy Nº 1 to Marrek\nCopy Nº 2 to Quill", [("Marrek", 1, 1), ("Quill", 1, 2)]),
        ("2 copies - 1 - Marrek / 2. - Quill", [("Marrek", 1, 1), ("Quill", 1, 2)]),
        ("2 copies - 1 - cde. Marrek\n2. - cde. Quill", [("Marrek", 1, 1), ("Quill", 1, 2)]),
        ("Copies: Marrek, Quill", [("Marrek", None, None), ("Quill", None, None)]),
        ("Distributed to Veld and Ames", [("Veld", None, None), ("Ames", None, None)]),
        ("in 6 copies for:\n- Marrek\n- Quill", [("Marrek", None, None), ("Quill", None, None)]),
        ("in 6 copies for:\n- Marrek (2)\n- Quill", [("Marrek", 2, None), ("Quill", 1, None)]),
        ("1 copy – Marrek; 2 copies to file", [("Marrek", 1, None), ("file", 2, None)]),
        ("Copies: GRU/NKVD, Quill", [("GRU/NKVD", None, None), ("Quill", None, None)]),
    ],
)
def test_distribution_lists(find: FindIn, lines: str, expected: Entries) -> None:
    assert copies(find(f"To Ilk\n{TEXT}\n{lines}")) == expected


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        ("Distribution list - 9 copies: A - 2, B-1", 9),
        ("in 6 copies for:\n- Marrek\n- Quill", 6),
        ("Distribution: A (2), B. Total of 8 copies", 8),
        ("1 copy – Marrek; 2 copies to file\nTotal copies: 5", 5),
        ("Copies: Marrek, Quill", None),
    ],
)
def test_printed_totals_stay(find: FindIn, lines: str, printed: int | None) -> None:
    assert total(find(f"To Ilk\n{TEXT}\n{lines}")) == {printed}


def test_a_city_may_stand_among_the_readers(find: FindIn) -> None:
    found = find(f"To Ilk\nCopy: PORT SELM, to Comrade QUILL\n{TEXT}").of(Copy)
    assert [(c.party.name, c.party.kind, c.quote) for c in found] == [
        ("Port Selm", "place", "PORT SELM"),
        ("Quill", "person", "Comrade QUILL"),
    ]


def test_a_second_label_begins_a_second_list(find: FindIn) -> None:
    found = find(f"To Ilk\n{TEXT}\n2 copies - 1 - A / 2. - B\nDistributed to Veld and Ames")
    assert copies(found)[2:] == [("Veld", None, None), ("Ames", None, None)]
    assert total(found) == {2, None}


def test_a_date_belongs_to_the_entry_before_it(find: FindIn) -> None:
    found = find(f"To Ilk\n{TEXT}\n2 copies - 1 - cde. Marrek\n2. - cde. Quill, 13.11.50").of(Copy)
    assert [c.date.edtf if c.date else None for c in found] == [None, "1950-11-13"]
    assert found[1].quote == "cde. Quill, 13.11.50"


def test_the_number_of_the_copy_in_hand_names_no_reader(find: FindIn) -> None:
    assert copies(find(f"TOP SECRET\nCopy No. 1\nTo Ilk\n{TEXT}")) == []


# Certification, handwriting, hours


@pytest.mark.parametrize(
    ("line", "name", "office"),
    [
        (
            "Correct: head of dispatch of 4th Division 8 Department of the GSSA.Colonel Ogurtsov.",
            "Ogurtsov",
            "head of dispatch of 4th Division 8 Department of the GSSA",
        ),
        ("Certified: Osterly, Colonel", "Osterly", None),
        ("Certified by Quill", "Quill", None),
        ("Correct: secretary of the section, Quill", "Quill", "secretary of the section"),
    ],
)
def test_certifying_officers(find: FindIn, line: str, name: str, office: str | None) -> None:
    (found,) = find(f"To Ilk\n{TEXT}\nMolk\n{line}").of(Handling)
    assert found.kind == "certified"
    assert found.by and (found.by.name, found.by.office) == (name, office)


@pytest.mark.parametrize(
    ("line", "by", "note"),
    [
        ('[Handwritten] "Yes" "I" [Stalin]', "Stalin", '"Yes" "I" [Stalin]'),
        ('[Handwritten] "Is it [agreed upon?]"', None, '"Is it [agreed upon?]"'),
        ('[Handwritten] "Agreed." Osterly, May 5', "Osterly", '"Agreed." Osterly, May 5'),
        ("[In the margin by Voss: yes]", "Voss", "In the margin by Voss: yes"),
    ],
)
def test_handwriting(find: FindIn, line: str, by: str | None, note: str) -> None:
    (found,) = find(f"To Ilk\n{TEXT}\n{line}").of(Handling)
    assert found.kind == "annotated"
    assert ((found.by.name if found.by else None), found.note) == (by, note)


def test_a_stamp_with_an_instruction_is_no_handwriting(in_fixture: InFixture) -> None:
    assert kinds(in_fixture(11)) == []


def test_an_hour_without_words_stays_unlabelled(find: FindIn) -> None:
    (found,) = find(f"TOP SECRET\n14:35\nTo Ilk\n{TEXT}").of(Handling)
    assert (found.kind, found.time, found.confidence) == ("unlabelled", "14:35", 0.7)
