"""Persons mentioned in the documents of an edition."""

from __future__ import annotations

import pytest

from kg.authority.volumes import ListedPerson, Volume
from kg.document import Block, Document
from kg.extractors.edition import persons
from kg.findings import Findings, Mention, checked
from kg.spans import Span

LIST = (
    ListedPerson("p_FK1", "Faisal II", "King of Iraq"),
    ListedPerson("p_FP1", "Faisal ibn Abd al-Aziz", "Crown Prince of Saudi Arabia"),
    ListedPerson("p_MWJ1", "Mondale, Walter F.", "Senator"),
    ListedPerson("p_SW1", "Scheel Walter", "Foreign Minister"),
    ListedPerson("p_SM1", "Sprague, Mansfield D.", "Assistant Secretary of Defense"),
    ListedPerson("p_MM1", "Mansfield, Mike", "Senator"),
    ListedPerson("p_NDD1", "Ngo Dinh Can", "brother of the President"),
    ListedPerson("p_LVC1", "Le Van Can", "Colonel"),
    ListedPerson("p_PE1", "Paz Estenssoro, Victor", "President of Bolivia"),
    ListedPerson("p_RK1", "Rush, Kenneth", "Deputy Secretary"),
    ListedPerson("p_RD1", "Rusk, Dean", "Secretary of State"),
    ListedPerson("p_AD1", "Acheson, Dean", "former Secretary of State"),
    ListedPerson("p_JLB1", "Johnson, Lyndon B.", "President of the United States"),
    ListedPerson("p_JUA1", "Johnson, U. Alexis", "Deputy Under Secretary for Political Affairs"),
    ListedPerson("p_RWW1", "Rostow, Walt W.", "Special Assistant to the President"),
    ListedPerson("p_BG1", "Ball, George", "Under Secretary of State"),
    ListedPerson("p_KNS1", "Khrushchev, Nikita S.", "Chairman of the Council of Ministers"),
    ListedPerson("p_MH1", "Macmillan, Harold", "British Prime Minister"),
    ListedPerson("p_MHK1", "May, Herbert K.", "Deputy Assistant Secretary"),
    ListedPerson("p_CEL1", "Chou En-lai", "Premier"),
    ListedPerson("p_MINH1", "Duong Van Minh", "General"),
    ListedPerson("p_OJ1", "O'Connor, James F.", "Officer in Charge"),
)  # fmt: skip


def mentions(text: str, head: str = "") -> list[Mention]:
    whole = head + text
    blocks = [Block("head", Span(0, len(head)))] if head else []
    blocks.append(Block("body", Span(len(head), len(whole))))
    document = Document("x", "x", "x", whole, "printed_edition", tuple(blocks))
    findings = Findings(document).plus(persons.extract(Findings(document), Volume("v", LIST)))
    return [m for m in checked(findings).items if isinstance(m, Mention)]


def found(text: str, head: str = "") -> list[tuple[str, str | None]]:
    return [(m.quote, m.identity) for m in mentions(text, head)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We told Rusk¹ that", [("Rusk", "p_RD1")]),
        ("in Secretary Rusk's view", [("Secretary Rusk", "p_RD1")]),
        ("SECRETARY RUSK'S VIEW", [("SECRETARY RUSK", "p_RD1")]),
        ("the Khrushchev-Macmillan communiqué", [("Khrushchev", "p_KNS1"), ("Macmillan", "p_MH1")]),
        ("a talk with Chou En-lai there", [("Chou En-lai", "p_CEL1")]),
        ("said Mr. O’Connor today", [("Mr. O’Connor", "p_OJ1")]),
        ("asked Dean Rusk and then", [("Dean Rusk", "p_RD1")]),
    ],
)
def test_a_mention_is_the_name_with_its_title(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_given_names_and_titles_tell_namesakes_apart() -> None:
    assert found("he told U. Alexis Johnson that") == [("U. Alexis Johnson", "p_JUA1")]
    assert found("he told President Johnson that") == [("President Johnson", "p_JLB1")]
    assert found("approved by Harold Johnson of") == []


def test_the_office_beside_a_name_tells_namesakes_apart() -> None:
    head = "1. Memorandum From the Deputy Under Secretary for Political Affairs (Johnson)\n\n"
    assert ("Johnson", "p_JUA1") in found("Text.", head)


def test_a_bare_surname_means_the_namesake_named_in_full_before() -> None:
    names = found("Present was Alexis Johnson of the staff. Later we heard that Johnson agreed.")
    assert [identity for _, identity in names] == ["p_JUA1", "p_JUA1"]


def test_a_bare_surname_without_anything_else_is_a_guess() -> None:
    (guess,) = mentions("the view that Johnson took on")
    (sure,) = mentions("the view that Macmillan took on")
    assert guess.confidence < sure.confidence


def test_a_common_word_is_no_name_where_it_opens_a_sentence() -> None:
    assert found("They play ball. Ball games are rare.") == []
    assert found("They play ball. We told Ball that") == [("Ball", "p_BG1")]
    assert found("On May 5 we met in May.") == []


def test_things_and_papers_called_after_people_are_not_people() -> None:
    assert found("Source: Johnson Library, National Security File") == []


def test_the_end_of_another_name_in_its_own_order_is_nobody() -> None:
    assert found("fighting the Viet Minh there") == []
    assert found("we told General Minh that") == [("General Minh", "p_MINH1")]


def test_a_given_name_greets_or_signs_for_somebody_of_the_head() -> None:
    head = "2. Memorandum From the Special Assistant (Rostow) to President Johnson\n\n"
    names = found("I agree with you.\n\nWalt", head)
    assert names[-1] == ("Walt", "p_RWW1")
    assert found("Dear Lyndon: I agree.", head)[-1] == ("Lyndon", "p_JLB1")
    assert found("Dear Dean: two are called so.") == []


def test_a_volume_without_people_finds_nobody() -> None:
    document = Document("x", "x", "x", "Rusk said", "printed_edition", ())
    assert list(persons.extract(Findings(document), Volume("v"))) == []


def test_a_long_line_of_capitals_takes_no_long_time() -> None:
    assert found("A.-" * 30_000 + " Aa-" * 10_000 + "Rusk Rusk " * 10) is not None


def test_rank_alone_names_the_president_but_no_lesser_man() -> None:
    assert found("we heard that Johnson agreed") == [("Johnson", "p_JLB1")]
    assert found("we heard that Faisal agreed") == []
    assert found("we heard that King Faisal agreed") == [("King Faisal", "p_FK1")]
    assert found("Crown Prince Faisal came. Later on Faisal left.")[-1] == ("Faisal", "p_FP1")


def test_a_title_that_no_namesake_bears_is_somebody_elses() -> None:
    assert found("he had asked Admiral Johnson to come") == []


def test_small_words_of_a_vietnamese_name_do_not_part_it() -> None:
    assert found("as Ngo dinh Can said") == [("Ngo dinh Can", "p_NDD1")]


def test_a_word_before_an_initial_and_a_name_is_a_given_name() -> None:
    assert found("we saw Senator Walter F. Mondale") == [("Senator Walter F. Mondale", "p_MWJ1")]


def test_a_surname_before_a_committee_is_no_given_name() -> None:
    assert found("before the Mansfield Committee there") == [("Mansfield", "p_MM1")]


def test_the_surname_in_the_name_of_a_place_is_nobody() -> None:
    assert found("our embassies at La Paz and Quito") == []


def test_a_common_word_among_capitals_needs_a_title() -> None:
    assert found("HE WANTED TO RUSH ON TO OTHER MATTERS") == []
    assert found("HE WANTED SECRETARY RUSH TO COME TOO") == [("SECRETARY RUSH", "p_RK1")]


def test_a_given_name_beside_a_head_that_does_not_name_its_bearer_is_another() -> None:
    head = "2. Memorandum From Secretary of State Rusk to President Johnson\n\n"
    assert found("Dear Walt: I agree.", head)[-1][0] != "Walt"
