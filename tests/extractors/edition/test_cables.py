"""Sender and recipient of a message that stands alone."""

import pytest

from kg.authority.volumes import ListedPerson, Volume
from kg.extractors.edition import cables
from kg.findings import Findings, Mention, checked
from kg.readers.printed_edition import document
from kg.resolve.correspondents import complete_correspondents

VOLUME = Volume("frus1961-63v05")


def read(text, volume=VOLUME):
    found = Findings(document("d1", "v", text, bare=True))
    return checked(found.plus(cables.extract(found, volume)))


def sides(findings):
    """(name, office) of the senders and of the recipients."""
    return tuple(
        [(m.party.name, m.party.office) for m in findings.of(Mention) if m.role == role]
        for role in ("sender", "recipient")
    )


def test_a_post_sends_to_the_secretary_in_the_older_style():
    text = (
        "New Delhi, January 12, 1951—9 p.m.\n\nsecret\n\n"
        "1691. Deptel 1047, January 6. Saw Nehru.\n\nHenderson"
    )
    assert sides(read(text)) == (
        [("Henderson", "Embassy in India")],
        [("Secretary of State", None)],
    )


def test_a_post_sends_to_the_department_in_the_newer_style():
    text = "Vientiane, March 22, 1965, 0546Z.\n\n1511. ReDeptel 809. I agree.\n\nSullivan"
    assert sides(read(text)) == (
        [("Sullivan", "Embassy in Laos")],
        [("Department of State", None)],
    )


def test_a_signature_supplied_by_the_editors_counts():
    text = "Karachi, September 6, 1948—5 p. m.\n\nsecret\n\n443. Reply received.\n\n[Huddle]"
    assert sides(read(text))[0] == [("Huddle", "Embassy in Pakistan")]


@pytest.mark.parametrize(
    ("signed", "office"),
    [("Acheson", "Secretary of State"), ("Webb", "Acting Secretary of State")],
)
def test_whoever_is_not_the_secretary_signs_as_acting_secretary(signed, office):
    text = f"Washington, March 1, 1951—7 p.m.\n\nsecret\n\n402. Urtel 1691.\n\n{signed}"
    assert sides(read(text))[0] == [(office, None)]


def test_later_telegrams_from_washington_come_from_the_department():
    text = (
        "Washington, March 25, 1965, 8:06 p.m.\n\n837. You should tell the Lao Government"
        " that Laos has our support.\n\nRusk"
    )
    assert sides(read(text)) == (
        [("Department of State", None)],
        [("Embassy in Laos", None)],
    )


def test_the_post_a_telegram_says_it_was_sent_to_wins_over_the_country_it_speaks_of():
    text = (
        "Washington, March 6, 1948—2 p. m.\n\nsecret\n\n210. The British and British"
        " views.\n\nSent Tehran 210 rpt London 791.\n\nMarshall"
    )
    assert sides(read(text))[1] == [("Embassy in Iran", None)]


def test_address_lines_name_both_sides():
    text = (
        "June 15, 1970, 1100Z\n\nR 151100Z JUN 70\n\nFM\n\nAMEMBASSY MOGADISCIO\n\nTO\n\n"
        "SECSTATE WASHDC 7674\n\n1. TEXT.\n\nHADSEL"
    )
    senders, recipients = sides(read(text))
    assert senders == [("HADSEL", "Embassy in Somalia")]
    assert recipients == [("Department of State", None)]


def test_a_despatch_of_a_post_is_signed_below_its_subject():
    text = (
        "Prague, June 25, 1956.\n\nNo. 457\n\nSUBJECT\n\nThe Attitude of the Government\n\n"
        "During the past months it changed.\n\nU. Alexis Johnson"
    )
    assert sides(read(text)) == (
        [("U. Alexis Johnson", "Embassy in Czechoslovakia")],
        [("Department of State", None)],
    )


def test_cables_of_the_fifties_from_washington_in_greenwich_time_are_the_agencys():
    text = "Washington, June 20, 1954, 0156Z.\n\n05707. Refs A. GUAT 906.\n\n1. Proceed."
    assert sides(read(text))[0] == [("Central Intelligence Agency", None)]


def test_a_letter_goes_to_the_secretary_it_greets():
    text = (
        "Washington, March 12, 1957.\n\nDear Mr. Secretary: I am writing to you.\n\n"
        "Sincerely yours,\n\nJohn F. Kennedy"
    )
    assert sides(read(text)) == (
        [("John F. Kennedy", None)],
        [("John Foster Dulles", "Secretary of State")],
    )


def test_a_first_name_means_the_listed_man_who_bears_it():
    listed = Volume("v", (ListedPerson("p_KFD1", "Kohler, Foy D.", "Ambassador"),))
    text = "Moscow, May 3, 1963.\n\nDear Foy: Thank you.\n\nSincerely,\n\nThomas Olson"
    found = [m for m in read(text, listed).of(Mention) if m.role == "recipient"]
    assert [(m.party.name, m.identity) for m in found] == [("Foy D. Kohler", "p_KFD1")]


def test_initials_mean_the_officer_of_the_day():
    text = "Washington, December 10, 1963.\n\nSUBJECT\n\nNes\n\nI agree with it.\n\nMcG.B."
    assert sides(read(text)) == (
        [("McGeorge Bundy", "President's Special Assistant for National Security Affairs")],
        [("Lyndon B. Johnson", "President")],
    )


def test_the_joint_chiefs_write_to_the_secretary_of_defense():
    text = (
        "Washington, June 27, 1964.\n\nJCSM–565–64\n\nSUBJECT\n\nOperations (U)\n\n"
        "1. They have considered it.\n\nFor the Joint Chiefs of Staff:\n\nJ.W. Davis"
    )
    assert sides(read(text)) == (
        [("Joint Chiefs of Staff", None)],
        [("Robert S. McNamara", "Secretary of Defense")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Washington, May 1, 1962.\n\nSUBJECT\n\nPoland\n\nPARTICIPANTS\n\nMr. Rusk\n\nHe left.",
        "Washington, May 1, 1962, 10 a.m.\n\nPRESENT\n\nMr. Rusk\n\nIt began.\n\nBromley Smith",
        "Washington, February 17, 1959.\n\nSNIE 36.2–59\n\nThe Problem\n\nTo estimate.",
        "The text of NSC 125/1 of July 18 is identical to that of August 7 but for two paragraphs.",
        "",
    ],
)
def test_what_nobody_sent_has_neither_sender_nor_recipient(text):
    assert sides(read(text)) == ([], [])


def test_a_document_with_a_head_line_is_left_to_its_head():
    text = "1. Telegram\n\nSaigon, May 1, 1962, 4 p.m.\n\n12. Deptel 5.\n\nNolting"
    found = Findings(document("d1", "v", text))
    assert not list(cables.extract(found, VOLUME))


FROM_POST = "Vientiane, March 20, 1965, 0546Z.\n\n1511. Souvanna called.\n\nSullivan"
FROM_BANGKOK = "Bangkok, March 21, 1965, 4 p.m.\n\n1700. ReDeptel 837. Will do.\n\nMartin"
ANSWER = "Washington, March 22, 1965, 8 p.m.\n\n900. Your 1511. We agree.\n\nRusk"
CITED = "Washington, March 20, 1965, 8 p.m.\n\n837. We would like your views.\n\nRusk"


def test_a_telegram_goes_to_the_post_whose_number_it_answers():
    found = complete_correspondents([read(t) for t in (FROM_POST, FROM_BANGKOK, ANSWER)], VOLUME)
    assert sides(found[2])[1] == [("Embassy in Laos", None)]


def test_a_telegram_went_to_the_post_that_cites_its_number():
    found = complete_correspondents([read(t) for t in (CITED, FROM_POST, FROM_BANGKOK)], VOLUME)
    assert sides(checked(found[0]))[1] == [("Embassy in Thailand", None)]


def test_a_recipient_that_the_message_names_is_never_replaced():
    named = ANSWER.replace("We agree.", "Sent Bangkok 900.")
    found = complete_correspondents([read(t) for t in (FROM_POST, named)], VOLUME)
    assert sides(found[1])[1] == [("Embassy in Thailand", None)]


def test_junk_is_read_in_linear_time_without_a_finding():
    for junk in ("A" * 100_000, "your 1," * 15_000, "A. " * 30_000, "\n\n" * 50_000):
        assert sides(read(junk)) == ([], [])
