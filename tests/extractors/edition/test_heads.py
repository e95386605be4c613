"""Sender and recipient from the head line of a printed document."""

from __future__ import annotations

import pytest

from kg.authority.volumes import ListedPerson, Volume
from kg.extractors.edition import heads
from kg.findings import Findings, Mention, checked
from kg.readers.printed_edition import document

VOLUME = Volume(
    "frus1955-57v03",
    (
        ListedPerson("p_1", "Dulles, Allen W.", "Director of Central Intelligence"),
        ListedPerson("p_2", "Dulles, John Foster", "Secretary of State"),
    ),
)
Parties = list[tuple[str, str, str | None]]


def mentions(head: str) -> list[Mention]:
    printed = document("x", "v", f"{head}\n\nParis, May 4, 1959.\n\nText of the paper.")
    found = Findings(printed)
    return [m for m in checked(found.plus(heads.extract(found, VOLUME))) if isinstance(m, Mention)]


def sides(head: str) -> tuple[Parties, Parties]:
    found = mentions(head)
    sender, recipient = (
        [(m.party.name, m.kind, m.party.office) for m in found if m.role == role]
        for role in ("sender", "recipient")
    )
    return sender, recipient


def names(head: str) -> tuple[list[str], list[str]]:
    sender, recipient = sides(head)
    return [name for name, _, _ in sender], [name for name, _, _ in recipient]


def test_a_telegram_from_one_office_to_another() -> None:
    assert sides("57. Telegram From the Embassy in India to the Department of State¹") == (
        [("Embassy in India", "office", None)],
        [("Department of State", "office", None)],
    )


def test_a_head_without_the_form_of_the_paper() -> None:
    assert sides("The Ambassador in India (Henderson) to the Secretary of State²") == (
        [("Henderson", "person", "Ambassador in India")],
        [("Secretary of State", "office", None)],
    )


def test_each_mention_quotes_its_own_words() -> None:
    found = mentions("3. Letter From President Kennedy to the Shah of Iran¹")
    assert [(m.quote, m.party.written) for m in found] == [
        ("President Kennedy", "President Kennedy"),
        ("the Shah of Iran", "the Shah of Iran"),
    ]


def test_the_list_of_persons_tells_two_of_one_name_apart() -> None:
    found = mentions(
        "1. Memorandum From Director of Central Intelligence Dulles to Secretary Dulles"
    )
    assert [m.identity for m in found] == ["p_1", "p_2"]


def test_an_office_has_no_identity() -> None:
    assert (
        mentions("1. Memorandum From the Secretary of State to the President")[0].identity is None
    )


@pytest.mark.parametrize(
    ("head", "sender", "recipient"),
    [
        (
            "1. Letter From the Ambassador to Laos (Sullivan) to the Special Assistant (Bundy)",
            ["Sullivan"],
            ["Bundy"],
        ),
        (
            "1. Telegram From the Mission to the United Nations to the Department of State",
            ["Mission to the United Nations"],
            ["Department of State"],
        ),
        (
            "No. 5\nMemorandum by John Foster Dulles, Consultant to the Secretary of State, "
            "to the Secretary of State",
            ["John Foster Dulles"],
            ["Secretary of State"],
        ),
        (
            "1. Memorandum From the Staff Secretary to the President (Goodpaster) to the President",
            ["Goodpaster"],
            ["President"],
        ),
        (
            "The Ambassador in Iran (Wiley), to the Secretary of State",
            ["Wiley"],
            ["Secretary of State"],
        ),
    ],
)
def test_the_to_of_an_office_does_not_part_the_sides(
    head: str, sender: list[str], recipient: list[str]
) -> None:
    assert names(head) == (sender, recipient)


@pytest.mark.parametrize(
    ("party", "found"),
    [
        ("Secretary of State Dulles, at Geneva", [("Dulles", "person", "Secretary of State")]),
        ("President Johnson in Texas", [("Johnson", "person", "President")]),
        ("the President, at Hyannis Port, Massachusetts", [("President", "office", None)]),
        ("Ambassador at Large Harriman", [("Harriman", "person", "Ambassador at Large")]),
        ("French President Giscard d’Estaing",
         [("Giscard d'Estaing", "person", "French President")]),
        ("Mr. George Koegler of the Standard Oil Company",
         [("George Koegler", "person", "Standard Oil Company")]),
        ("King Hassan II", [("Hassan II", "person", "King")]),
        ("Mr. Paul H. Nitze, Deputy to the Assistant Secretary (Thorp)",
         [("Paul H. Nitze", "person", "Deputy to the Assistant Secretary")]),
        ("George T. Lister of the Office of Eastern European Affairs",
         [("George T. Lister", "person", "Office of Eastern European Affairs")]),
        ("Khrushchev", [("Khrushchev", "person", None)]),
        ("Secretary of State Vance’s Delegation",
         [("Secretary of State Vance's Delegation", "office", None)]),
        ("the Commander in Chief, Pacific (Felt)",
         [("Felt", "person", "Commander in Chief, Pacific")]),
        ("the Assistant Chief of Staff (Intelligence), Department of the Army",
         [("Assistant Chief of Staff (Intelligence), Department of the Army", "office", None)]),
        ("the Chief of the Division ([name not declassified])",
         [("Chief of the Division", "office", None)]),
        ("[name not declassified] of the Central Intelligence Agency",
         [("Central Intelligence Agency", "office", None)]),
        ("All Diplomatic Posts", [("All Diplomatic Posts", "office", None)]),
    ],
)  # fmt: skip
def test_what_a_party_is(party: str, found: Parties) -> None:
    assert sides(f"1. Telegram From the White House to {party}¹")[1] == found


@pytest.mark.parametrize(
    ("parties", "found"),
    [
        ("the Embassies in Israel and Jordan", ["Embassy in Israel", "Embassy in Jordan"]),
        ("the Embassies in Brazil and Chile, and to the Consulate in Recife",
         ["Embassy in Brazil", "Embassy in Chile", "Consulate in Recife"]),
        ("Secretary of State Rusk, Secretary of Defense McNamara, and the Administrator (Hamilton)",
         ["Rusk", "McNamara", "Hamilton"]),
        ("the Secretary of State (Rusk) and Spurgeon Keeny of the National Security Council Staff",
         ["Rusk", "Spurgeon Keeny"]),
        ("the Assistant Secretary of State for Near Eastern and South Asian Affairs (Rountree)",
         ["Rountree"]),
        ("the Mission to the European Union and European Regional Organizations",
         ["Mission to the European Union and European Regional Organizations"]),
        ("Harold W. Glidden of the Division for Near East, South Asia, and Africa",
         ["Harold W. Glidden"]),
        ("the Counselor of the Department and Chairman of the Policy Planning Council (Rostow)",
         ["Rostow"]),
        ("Ambassadors Bruce and Kohler", ["Bruce", "Kohler"]),
        ("the Secretary of State, the Secretary of Defense, and the Director of the Budget",
         ["Secretary of State", "Secretary of Defense", "Director of the Budget"]),
        ("the Chief of the Division (King) for Jerome C. Dunbar", ["King", "Jerome C. Dunbar"]),
    ],
)  # fmt: skip
def test_one_side_may_name_several(parties: str, found: list[str]) -> None:
    assert names(f"1. Telegram From the White House to {parties}")[1] == found


def test_persons_side_by_side_share_their_office() -> None:
    head = "1. Memorandum From Richard T. Kennedy and Roger Morris of the Staff to the President"
    assert [office for _, _, office in sides(head)[0]] == ["Staff", "Staff"]
    head = "1. Note From President Nixon to the President’s Assistants (Haldeman) and (Kissinger)"
    assert [office for _, _, office in sides(head)[1]] == ["President's Assistants"] * 2


def test_the_two_sides_of_a_conversation() -> None:
    head = (
        "79. Memorandum of a Telephone Conversation Between the Secretary of State in Washington"
        " and the Representative at the United Nations (Lodge) in New York, May 5, 1956, 5 p.m.¹"
    )
    assert names(head) == (["Secretary of State"], ["Lodge"])


def test_a_paper_may_name_its_author_or_its_reader_only() -> None:
    assert names("1. Paper Prepared in the Department of State") == (["Department of State"], [])
    assert names("1. Talking Points Prepared by the Policy Planning Staff") == (
        ["Policy Planning Staff"],
        [],
    )
    assert names("1. Memorandum for the Chief of the Division (King)") == ([], ["King"])
    assert names("1. Memorandum for the Record by Admiral Heddings, Assistant to the Chairman") == (
        ["Heddings"],
        [],
    )


def test_reader_and_author_may_be_named_in_either_order() -> None:
    head = "1. Report to the President by the National Security Council"
    assert names(head) == (["National Security Council"], ["President"])
    head = "1. Memorandum for the President From the Secretary of State"
    assert names(head) == (["Secretary of State"], ["President"])


@pytest.mark.parametrize(
    "head",
    [
        "1. Editorial Note",
        "1. Memorandum of Conversation¹",
        "Memorandum of Conversation, by the Director of the Office of Chinese Affairs (Clubb)",
        "1. Memorandum of Discussion at the 326th Meeting of the National Security Council",
        "1. Memorandum of Conference With President Eisenhower",
        "1. Memorandum for the Record",
        "1. National Intelligence Estimate",
        "1. National Security Action Memorandum No. 224",
        "1. Draft Administrative Agreement Between the United States and Japan",
        "1. Study Prepared in Response to NSSM 115",
        "1. Draft Directive for United States Civil Administration of the Ryukyu Islands",
        "1. Telegram From [name not declassified]",
    ],
)
def test_a_head_that_names_no_correspondent_gives_nobody(head: str) -> None:
    assert sides(head) == ([], [])


def test_a_dateline_at_the_end_of_the_head_is_no_party() -> None:
    head = "1. Memorandum From Secretary of State Rogers to President Nixon, Washington, undated¹ ²"
    assert names(head) == (["Rogers"], ["Nixon"])


def test_a_bare_text_names_nobody() -> None:
    bare = document("x", "v", "The Consul (Mann) to the Secretary of State", bare=True)
    assert list(heads.extract(Findings(bare), VOLUME)) == []


@pytest.mark.parametrize(
    "junk",
    ["and the (A) " * 9_000, "to the Mission " * 8_000, "of the State " * 9_000, "A. B " * 20_000],
)
def test_long_junk_is_read_too(junk: str) -> None:
    assert len(mentions(f"1. Telegram From {junk} to {junk}")) < 400
