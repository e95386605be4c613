"""What single lines look like, without their neighbors."""

from __future__ import annotations

import pytest

from kg.cleaning import fold
from kg.extractors.lines import LONGEST, is_names, is_office, is_prose, kind_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[...]", "omission"),
        ("...", "omission"),
        ("=====", "separator"),
        ("[Handwritten across the document] “Yes” [Stalin]", "note"),
        ("[Stamp: To be returned to Section 9", "note"),
        ("[By hand: to Comrade Ilk", "note"),
        ("Summary: Drey writes to Ilk.", "summary"),
        ("Voted FOR:", "voting"),
        ("INSTRUCTION OF THE CC VKP(b)", "decision"),
        ("Extract from protocol No. 47", "decision"),
        ("Decision dated November 4, 1953", "decision"),
        ("Annex 1", "attachment"),
        ("RE: # 77", "reference"),
        ("To Nº 15", "reference"),
        ("Correct: head of dispatch Colonel Ogurtsov.", "certified"),
        ("Certified by Quill", "certified"),
        ("2 copies - 1 - cde. Vasilevsky", "copies"),
        ("Distribution list - 9 copies: Marrek - 2, Osterly-1", "copies"),
        ("Copy Nº 1 to Marrek", "copies"),
        ("in 6 copies for:", "copies"),
        ("Distributed to Veld and Ames", "copies"),
        ("Total copies: 8", "copies"),
        ("Sent by wire on 03/09/57 at 02:40 a.m.", "event"),
        ("from SELM received at 14:30", "event"),
        ("Typed: Pell", "event"),
        ("SECRET—URGENT", "classification"),
        ("(Top secret!)", "classification"),
        ("Strictly Secret. Making copies is prohibited", "classification"),
        ("To be returned after 6 days", "instruction"),
        ("Cable, Drey [Holt] to Ilk [via Sparrow]", "title"),
        ("Ciphered Telegram # 410277/kt", "form"),
        ("T A M S I N", "signature"),
        ("– Molk – 52 –", "signature"),
        ("(ss) Osterly", "signature"),
        ("Greetings! LARK [Drey].”", "signature"),
        ("By order of the Chancery Above", "signature"),
        ("No. 98/sh", "number"),
        ("Special No. 441", "number"),
        ("nr 12", "number"),
        ("K12/34", "number"),
        ("No. 12 of 3 May 1951", "number"),
        ("1 October 1950", "date"),
        ("Orvane, 9.VIII.1948", "date"),
        ("1974 March 3.", "date"),
        ("To Pyongyang", "address"),
        ("To Comrade VOSS", "address"),
        ("ORVANE, TO THE AMBASSADOR", "address"),
        ("ORVANE – To Comrade Ilk", "address"),
        ("Destination: ORVANE To Whom: SOVIET AMBASSADOR", "address"),
        ("FROM: PORT SELM", "sender"),
        ("From: [Envoy Rolf] TARN2", "sender"),
        ("Dear Comrade Ilk! (Top Secret)", "salutation"),
        ("8 Department of the General Staff of the Armed Forces of the Union SSR.", "office"),
        ("SOVIET AMBASSADOR", "office"),
        ("A. B. QUILL", "names"),
        ("SHTRAUS [pseudonym for Soviet Amb. Shtykov], MAYVEYEV [Zakharov]", "names"),
    ],
)
def test_lines_of_head_and_tail_say_what_they_are(line: str, kind: str) -> None:
    assert kind_of(fold(line)) == kind


@pytest.mark.parametrize(
    "line",
    [
        "We have received your cable of 30 September and 1 October.",
        "Received your cable of 3 May and thank you for it.",
        "Sent to Korea in 1949, the mission came back the year after that.",
        "To accept the proposed draft telegram to cde. Shtykov and cde. MAYVEYEV",
        "Copies of your letters were shown to the mayor of the town.",
        "Confirm receipt.",
        "First.",
        "The Korean government possesses forces, it only should organize them.",
        "2. the posting of three pilots to VARN.",
        "34. Telegram from Comrade Finch # 77.",
        "Hand this to BRAM ILK:",
        "Correctly speaking the ship has not come.",
    ],
)
def test_sentences_are_no_lines_of_a_head(line: str) -> None:
    assert kind_of(line) == ""


def test_a_long_line_is_running_text_whatever_it_begins_with() -> None:
    line = "To Pyongyang " + "and so on " * LONGEST
    assert kind_of(line) == ""
    assert is_prose(line)


def test_an_initial_is_no_article() -> None:
    assert is_names("A. B. QUILL")
    assert not is_names("A Quill")


def test_an_office_says_nothing_about_itself() -> None:
    assert is_office("Ministry of Foreign Affairs")
    assert not is_office("The Ministry has approved the plan.")
    assert not is_office("Pyongyang")
