"""Where names may stand, and what stands around them."""

from __future__ import annotations

from kg.authority.listed import ListedPerson, PersonList
from kg.extractors.edition.sightings import sightings

PEOPLE = PersonList(
    [
        ListedPerson("p_1", "Johnson, U. Alexis"),
        ListedPerson("p_2", "Dulles, John Foster"),
        ListedPerson("p_3", "Foster, William C."),
        ListedPerson("p_4", "Ngo Dinh Nhu"),
    ]
)


def test_titles_and_given_names_before_a_surname_are_clues() -> None:
    (seen,) = sightings("We told Ambassador U. Alexis Johnson of it.", PEOPLE)
    assert seen.clues.before == ("u", "alexis")
    assert seen.clues.titles == {"ambassador"}
    assert seen.titled


def test_the_given_name_of_one_is_not_the_surname_of_another() -> None:
    (seen,) = sightings("There John Foster Dulles spoke.", PEOPLE)
    assert seen.word == "dulles"


def test_small_words_stand_inside_a_vietnamese_name() -> None:
    (seen,) = sightings("He met Ngo dinh Nhu there.", PEOPLE)
    assert seen.clues.before == ("ngo",)


def test_a_surname_after_somebody_elses_given_name_is_not_sighted() -> None:
    assert list(sightings("He met Harold Dulles there.", PEOPLE)) == []


def test_an_empty_text_has_no_names() -> None:
    assert list(sightings("", PEOPLE)) == []
