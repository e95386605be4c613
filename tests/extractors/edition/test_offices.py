"""A party's words are read as a person with his office, or as an office."""

from __future__ import annotations

import pytest

from kg.extractors.edition.offices import (
    Reading,
    is_office_noun,
    is_person,
    is_surname,
    read_party,
    takes_to,
)


@pytest.mark.parametrize(
    ("words", "name", "office"),
    [
        ("the Minister in China (MacMurray)", "MacMurray", "Minister in China"),
        ("the Foreign Minister (Carrillo Flores)", "Carrillo Flores", "Foreign Minister"),
        ("Director of Central Intelligence McCone", "McCone", "Director of Central Intelligence"),
        ("General of the Army Douglas MacArthur", "Douglas MacArthur", "General of the Army"),
        ("Israeli Prime Minister Meir", "Meir", "Israeli Prime Minister"),
        ("Secretary of State-Designate Rusk", "Rusk", "Secretary of State-Designate"),
        ("Secretary General Hammarskjöld", "Hammarskjöld", "Secretary General"),
        ("Shah Mohammad Reza Pahlavi", "Mohammad Reza Pahlavi", "Shah"),
        ("John C. Houston, Jr., Vice Chairman", "John C. Houston, Jr.", "Vice Chairman"),
        ("Mr. Dean Rusk", "Dean Rusk", None),
        ("Chou En-lai", "Chou En-lai", None),
    ],
)
def test_a_person_is_read_with_the_office_before_or_behind_the_name(
    words: str, name: str, office: str | None
) -> None:
    assert read_party(words) == Reading("person", name, office)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Embassy in the Congo (K)", "Embassy in the Congo (K)"),
        ("the Secretary of State in Washington", "Secretary of State"),
        ("the Consul General at Hong Kong", "Consul General at Hong Kong"),
        ("Certain Diplomatic Missions", "Certain Diplomatic Missions"),
        ("USUN", "USUN"),
    ],
)
def test_everything_else_is_an_office(words: str, name: str) -> None:
    assert read_party(words) == Reading("office", name)


@pytest.mark.parametrize("words", ["", " , ", "[name not declassified]", "(¹)"])
def test_words_without_a_name_are_nobody(words: str) -> None:
    assert read_party(words) is None


def test_names_are_told_from_bodies() -> None:
    assert is_person("Warren G. Magnuson")
    assert not is_person("Munitions Board")
    assert not is_person("South Asian Affairs")
    assert not is_person("the President")
    assert is_surname("Kohler")
    assert not is_surname("Affairs")
    assert is_office_noun("Organizations")
    assert not is_office_noun("Harriman")


def test_some_offices_go_on_with_to() -> None:
    assert takes_to("the Ambassador-designate")
    assert takes_to("the Deputy Representative")
    assert not takes_to("the Embassy in India")
    assert not takes_to("the Ambassador in India (Henderson)")
