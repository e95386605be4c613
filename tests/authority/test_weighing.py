"""How well the words around a name fit."""

from __future__ import annotations

from math import inf

from kg.authority.listed import ListedPerson, PersonList
from kg.authority.weighing import Clues, near_fit, office_fit, office_words, prominence, weigh

PEOPLE = PersonList(
    [
        ListedPerson("p_1", "Smith, Walter Bedell", "Under Secretary of State"),
        ListedPerson("p_2", "Smith, General Robert S.", "Commandant"),
        ListedPerson("p_3", "Smith, Margaret Chase", "Senator"),
    ]
)


def best(clues: Clues) -> str:
    return weigh(PEOPLE.bearers("Smith"), clues)[0][1].person.reference


def test_a_given_name_outweighs_a_title() -> None:
    assert best(Clues(before=("bedell",), titles=frozenset(["general"]))) == "p_1"
    assert best(Clues(titles=frozenset(["general"]))) == "p_2"


def test_a_contradicting_given_name_excludes() -> None:
    assert weigh(PEOPLE.bearers("Smith"), Clues(before=("gerard",))) == []
    assert all(weight > -inf for weight, _ in weigh(PEOPLE.bearers("Smith"), Clues()))


def test_a_general_is_not_called_mister() -> None:
    weights = {b.person.reference: w for w, b in weigh(PEOPLE.bearers("Smith"), Clues())}
    titled = {
        b.person.reference: w
        for w, b in weigh(PEOPLE.bearers("Smith"), Clues(titles=frozenset(["mr"])))
    }
    assert titled["p_2"] < weights["p_2"]


def test_an_office_fits_by_its_telling_words() -> None:
    about = "Ambassador to Vietnam until March 1957; thereafter Director"
    assert office_fit(about, "Ambassador in Vietnam") > office_fit(about, "Consul in Hue")
    assert near_fit("Ambassador to Vietnam", office_words("the Vietnamese Ambassador")) > 0
    assert office_fit(about, "") == 0


def test_heads_of_state_are_more_prominent_than_desk_officers() -> None:
    assert prominence("President of the United States") > prominence("Ambassador to Chad")
    assert prominence("Ambassador to Chad") > prominence("member of the staff")
