"""Senders, recipients, relays and places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.authority import Authority
from kg.authority.entries import Entry, NameRecord
from kg.document import Document
from kg.extractors import extract
from kg.findings import Findings, Mention

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
TEXT = "The rope has come to the harbor now."


def named(findings: Findings, role: str) -> list[str]:
    return [m.party.name for m in findings.of(Mention) if m.role == role]


def mention(findings: Findings, role: str) -> Mention:
    (found,) = [m for m in findings.of(Mention) if m.role == role]
    return found


# The fixtures


def test_f1_cover_name_letter_spaced_signature_and_places(in_fixture: InFixture) -> None:
    found = in_fixture(1)
    recipient = mention(found, "recipient").party
    assert (recipient.written, recipient.name) == ("LARK", "Drey")
    assert mention(found, "sender").quote == "T A M S I N"
    assert named(found, "sender") == named(found, "signatory") == ["Tamsin"]
    assert (named(found, "sent from"), named(found, "sent to")) == (["Port Selm"], ["Orvane"])


def test_f2_relay_and_final_addressee(in_fixture: InFixture) -> None:
    found = in_fixture(2)
    assert named(found, "recipient") == ["Bram Ilk"]
    relays = {m.party.name: m for m in found.of(Mention) if m.role == "relay"}
    assert relays["the Ambassador"].kind == "office"
    assert relays["Voss"].confidence == 0.4
    assert named(found, "sender") == ["Drey"]
    assert named(found, "sent to") == ["Orvane"]


def test_f3_readers_of_the_extract_and_addressee_of_the_draft(in_fixture: InFixture) -> None:
    found = in_fixture(3)
    assert named(found, "recipient") == ["Marrek", "Osterly", "Arden"]
    chancery = mention(found, "sender").party
    assert (chancery.name, chancery.kind) == ("Chancery Above", "organization")
    assert named(found, "sent to") == ["Port Selm"]


def test_f8_the_embassy_in_a_stamp_is_the_sender(in_fixture: InFixture) -> None:
    found = in_fixture(8)
    assert mention(found, "sender").kind == "office"
    assert mention(found, "sender").quote == "THE EMBASSY IN SELM"
    assert mention(found, "sent from").quote == "SELM"
    assert named(found, "recipient") == []


def test_f9_office_first_name_and_footnote_digit(in_fixture: InFixture) -> None:
    party = mention(in_fixture(9), "sender").party
    assert (party.written, party.name, party.office) == ("TARN", "Rolf Tarn", "Envoy")
    assert named(in_fixture(9), "sent from") == ["Selm"]


def test_f10_cover_name_of_a_real_person_in_a_reversed_title(in_fixture: InFixture) -> None:
    found = in_fixture(10)
    sender = mention(found, "sender").party
    assert (sender.written, sender.name) == ("Holt", "Drey")
    assert named(found, "recipient") == ["Ilk"]
    assert named(found, "relay") == ["Nan Birk"]


def test_f12_a_name_between_dashes(in_fixture: InFixture) -> None:
    assert named(in_fixture(12), "sender") == ["Molk"]


@pytest.mark.parametrize("number", [4, 5, 6, 7, 11])
def test_fixtures_without_correspondents_have_none(in_fixture: InFixture, number: int) -> None:
    roles = {m.role for m in in_fixture(number).of(Mention)}
    assert not roles & {"sender", "recipient", "relay", "signatory"}


# Heads


@pytest.mark.parametrize(
    ("head", "place", "recipients"),
    [
        ("To Comrade VOSS", [], ["Voss"]),
        ("ORVANE, TO THE AMBASSADOR", ["Orvane"], ["the Ambassador"]),
        ("ORVANE – To Comrade Ilk", ["Orvane"], ["Ilk"]),
        ("ORVANE - for Comrade Ilk", ["Orvane"], ["Ilk"]),
        ("Destination: ORVANE To Whom: SOVIET AMBASSADOR", ["Orvane"], ["Soviet Ambassador"]),
        ("to where ORVANE to whom SOVIET AMBASSADOR", ["Orvane"], ["Soviet Ambassador"]),
        ("ORVANE\nSOVIET AMBASSADOR", ["Orvane"], ["Soviet Ambassador"]),
        ("To Orvane\nSHTRAUS, MAYVEYEV", ["Orvane"], ["Shtraus", "Mayveyev"]),
        ("To Orvane\nTo Comrade Ilk", ["Orvane"], ["Ilk"]),
        ("To: Marrek, Osterly and Quill", [], ["Marrek", "Osterly", "Quill"]),
        ("To the Minister of Foreign Affairs", [], ["the Minister of Foreign Affairs"]),
        ("Dear Comrade Ilk!", [], ["Ilk"]),
        ("LARK [DREY]", [], ["Drey"]),
    ],
)
def test_addresses(find: FindIn, head: str, place: list[str], recipients: list[str]) -> None:
    found = find(f"{head}\n{TEXT}")
    assert (named(found, "sent to"), named(found, "recipient")) == (place, recipients)


def test_a_known_place_is_a_destination_without_a_name_below(
    document: Callable[..., Document],
) -> None:
    name = NameRecord("place", "orvane", "Orvane", "real")
    known = Authority([Entry("place", "orvane", "Orvane", names=(name,))])
    found = extract(document(f"To Orvane\n{TEXT}"), known)
    assert (named(found, "sent to"), named(found, "recipient")) == (["Orvane"], [])


def test_a_bare_from_above_a_signature_is_a_place(find: FindIn) -> None:
    found = find(f"FROM SELM\nTo Ilk\n{TEXT}\nDrey")
    assert (named(found, "sent from"), named(found, "sender")) == (["Selm"], ["Drey"])


def test_a_bare_from_without_a_signature_is_the_sender(find: FindIn) -> None:
    found = find(f"From: Drey\nTo Ilk\n{TEXT}")
    assert (named(found, "sent from"), named(found, "sender")) == ([], ["Drey"])


def test_an_issuing_office_is_no_recipient(find: FindIn) -> None:
    assert named(find(f"8 Department of the General Staff\nTo Ilk\n{TEXT}"), "recipient") == ["Ilk"]


# Signatures


@pytest.mark.parametrize(
    ("tail", "name", "office"),
    [
        ("QUILL", "Quill", None),
        ("(ss) Quill", "Quill", None),
        ("/s/ R[obert] QUILL", "Robert Quill", None),
        ("Q U I L L", "Quill", None),
        ("With communist greetings\nQuill", "Quill", None),
        ("Greetings! Quill.", "Quill", None),
        ("FILIPPOV [Stalin]", "Stalin", None),
        ("Quill\nAmbassador of the Union in Veld", "Quill", "Ambassador of the Union in Veld"),
        ("Quill\n2 copies - 1 - Marrek\n2 - Ilk", "Quill", None),
        ("5/3/53\nQuill", "Quill", None),
    ],
)
def test_signatures(find: FindIn, tail: str, name: str, office: str | None) -> None:
    party = mention(find(f"To Ilk\n{TEXT}\n{tail}"), "sender").party
    assert (party.name, party.office) == (name, office)


def test_readers_of_copies_and_clerks_sign_nothing(find: FindIn) -> None:
    found = find(f"To Ilk\n{TEXT}\nCopies: Marrek, Osterly\nCorrect: Colonel Quill\nTyped by Pell")
    assert named(found, "sender") == []


# Relays


@pytest.mark.parametrize(
    "lead_in",
    [
        "Hand this to Comrade BIM:",
        "Please pass the following to Comrade Bim:",
        "Transmit to Cde. Bim the following answer:",
        "Deliver our letter to Bim:",
    ],
)
def test_the_text_is_handed_on(find: FindIn, lead_in: str) -> None:
    found = find(f'To the Ambassador\n{lead_in}\n"We thank you for the rope."\nLark')
    assert named(found, "recipient") == ["Bim"]
    assert named(found, "relay") == ["the Ambassador"]


def test_a_visit_hands_nothing_on(find: FindIn) -> None:
    found = find("To Ilk\nVisit Bim and tell him the following:\nThe rope has come to us.\nLark")
    assert (named(found, "recipient"), named(found, "relay")) == (["Ilk"], [])


# Titles


def test_the_title_names_whom_the_head_leaves_open(find: FindIn) -> None:
    found = find(TEXT, title="Telegram from Lark (Drey) to Sparrow")
    sender = mention(found, "sender")
    assert (sender.party.written, sender.party.name, sender.confidence) == ("Lark", "Drey", 0.7)
    assert named(found, "recipient") == ["Sparrow"]


def test_head_and_signature_win_over_the_title(find: FindIn) -> None:
    found = find(f"To LARK\n{TEXT}\nMolk", title="Cable, Holt [Drey] to Ilk [Birk]")
    assert (named(found, "sender"), named(found, "recipient")) == (["Molk"], ["Lark"])


def test_the_title_names_the_person_behind_a_post(find: FindIn) -> None:
    found = find(f"SELM\nSOVIET AMBASSADOR\n{TEXT}", title="Cable, Lark [Drey] to Quill")
    assert named(found, "recipient") == ["Quill", "Soviet Ambassador"]


def test_a_cover_name_in_the_address_is_solved_by_the_title(find: FindIn) -> None:
    found = find(f"To LARK\n{TEXT}\nMolk", title="Cable, Molk to Lark [Drey]")
    party = mention(found, "recipient").party
    assert (party.written, party.name) == ("LARK", "Drey")


def test_a_title_alone_is_enough(find: FindIn) -> None:
    found = find("", title="Letter, Kim Il Sung and Pak Heon-yeong to Stalin via Shtykov")
    assert named(found, "sender") == ["Kim Il Sung", "Pak Heon-yeong"]
    assert (named(found, "recipient"), named(found, "relay")) == (["Stalin"], ["Shtykov"])
