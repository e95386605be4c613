"""Who of a list is meant by a name."""

from __future__ import annotations

import pytest

from kg.authority.listed import ListedPerson, PersonList
from kg.authority.printed_names import plain_word, printed_names, words
from kg.authority.volumes import Volume

PEOPLE = PersonList(
    [
        ListedPerson("p_DAW1", "Dulles, Allen W.", "Director of Central Intelligence"),
        ListedPerson("p_DJF1", "Dulles, John Foster", "Secretary of State until April 1959"),
        ListedPerson("p_JLB1", "Johnson, Lyndon B.", "President of the United States"),
        ListedPerson("p_JUA1", "Johnson, U. Alexis", "Ambassador to Thailand until April 1961"),
        ListedPerson("p_GAJ1", "Goodpaster, General Andrew J., USA (ret.)", "Secretary"),
        ListedPerson("p_CEL1", "Chou En-lai (Zhou Enlai)", "Premier of the People's Republic"),
        ListedPerson("p_NDD1", "Ngo Dinh Diem", "President of the Republic of Vietnam"),
        ListedPerson("p_DIEM1", "Diem", "see Ngo Dinh Diem"),
        ListedPerson("p_NHU1", "Ngo Dinh Nhu", "brother of President Diem"),
        ListedPerson("p_NHUM1", "Ngo Dinh Nhu, Madame", "wife of Ngo Dinh Nhu"),
        ListedPerson("p_DHA1", "Douglas-Home, Sir Alexander", "British Foreign Secretary"),
        ListedPerson("p_SN1", "al-Said, Nuri", "Prime Minister of Iraq"),
        ListedPerson("p_CMM1", "Couve de Murville, Maurice", "French Foreign Minister"),
        ListedPerson("p_MM1", "Mansfield, Michael J. “Mike”", "Senator from Montana"),
        ListedPerson("p_KJC1", "King, Colonel J.C.", "Chief of the Western Hemisphere Division"),
        ListedPerson("p_BT1", "Barnes, Tracy (Playdon, William D.)", "Chief of Staff"),
        ListedPerson("p_PWD1", "Playdon, William D.", "pseudonym for Tracy Barnes"),
        ListedPerson("p_DR1", "Davis, Richard", "Deputy Assistant Secretary"),
        ListedPerson("p_ST1", "Souvanna Phouma", "Prime Minister of Laos"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Goodpaster", "p_GAJ1"),
        ("General Goodpaster", "p_GAJ1"),
        ("DULLES, Allen", "p_DAW1"),
        ("Mr. Allen Dulles", "p_DAW1"),
        ("Foster Dulles", "p_DJF1"),
        ("J.F. Dulles", "p_DJF1"),
        ("Secretary Dulles", "p_DJF1"),
        ("Alex Johnson", "p_JUA1"),
        ("President Johnson", "p_JLB1"),
        ("Ambassador Johnson", "p_JUA1"),
        ("Chou", "p_CEL1"),
        ("Chou En-lai", "p_CEL1"),
        ("Zhou Enlai", "p_CEL1"),
        ("Ngo Dinh Diem", "p_NDD1"),
        ("Diem", "p_DIEM1"),
        ("Nhu", "p_NHU1"),
        ("Madame Nhu", "p_NHUM1"),
        ("Lord Home", "p_DHA1"),
        ("Nuri Said", "p_SN1"),
        ("Nuri", "p_SN1"),
        ("Couve", "p_CMM1"),
        ("M. Couve de Murville", "p_CMM1"),
        ("Mike Mansfield", "p_MM1"),
        ("King", "p_KJC1"),
        ("Playdon", "p_PWD1"),
        ("Richard H. Davis", "p_DR1"),
        ("Prime Minister Souvanna", "p_ST1"),
    ],
)
def test_a_name_means_the_entry_that_its_surname_given_names_and_titles_fit(
    name: str, reference: str
) -> None:
    found = PEOPLE.find(name)
    assert found is not None
    assert found.reference == reference


@pytest.mark.parametrize("name", ["Rusk", "Harold Johnson", "", "Mr.", "Viet Minh"])
def test_nobody_is_meant_when_no_entry_fits(name: str) -> None:
    assert PEOPLE.find(name) is None


def test_nobody_is_meant_when_nothing_tells_two_apart() -> None:
    assert PEOPLE.find("Dulles") is None
    assert PEOPLE.find("Mr. Dulles") is None


def test_the_office_of_the_head_tells_namesakes_apart() -> None:
    assert PEOPLE.find("Dulles", office="Director of Central Intelligence") == PEOPLE.persons[0]
    assert PEOPLE.find("Johnson", office="Ambassador in Thailand") == PEOPLE.persons[3]
    assert PEOPLE.find("Johnson", office="Ambassador", place="Thailand") == PEOPLE.persons[3]


def test_lists_turn_names_round_and_give_other_names_in_brackets() -> None:
    (name,) = printed_names("Goodpaster, Brigadier General Andrew J., USA (ret.)")
    assert (name.family, name.given) == (("goodpaster",), ("andrew", "j"))
    assert name.titles == {"brigadier", "general"}
    assert [n.whole for n in printed_names("Yeh, George K.C. (Yen Kung-ch’ao)")] == [
        ("yeh", "george", "k", "c"),
        ("yen", "kungchao"),
    ]


def test_a_list_that_lost_its_comma_is_read_by_its_initial() -> None:
    assert printed_names("Bolshakov Georgi N.")[0].calls() == ("bolshakov",)


def test_words_are_compared_without_accents_hyphens_and_apostrophes() -> None:
    assert plain_word("Kung-ch’ao") == "kungchao"
    assert words("Sésé Seko") == ["sese", "seko"]


def test_a_volume_without_list_and_register_knows_nobody() -> None:
    assert len(Volume("frus1948v05p1").people) == 0
    assert Volume("frus1948v05p1").people.find("Marshall") is None
