"""Names as lists print them, taken apart."""

from __future__ import annotations

import pytest

from kg.authority.printed_names import plain_word, printed_names, words


@pytest.mark.parametrize(
    ("entry", "calls"),
    [
        ("De Gaulle, Charles", ("gaulle", "degaulle")),
        ("Mao Tse-Tung, Chairman", ("mao",)),
        ("Nguyen Cao Ky", ("ky",)),
        ("Ho Chi Minh", ("minh", "ho")),
        ("Hassan II", ("hassan",)),
        ("Home", ("home",)),
        ("Irwin, John N., II", ("irwin",)),
        ("King, Colonel J.C.", ("king",)),
        ("Hussein ibn Talal", ("hussein",)),
        ("Saud ibn Abd al-Aziz", ("saud",)),
        ("Hassan bin Yahya, Prince", ("hassan",)),
        ("Abdul Ilah", ("ilah", "abdulilah")),
        ("Abd al-Ilah ibn Ali", ("ilah", "abdilah")),
        ("Nuri es-Said", ("nuri", "said")),
        ("Abdul Rahman, Tunku", ("rahman", "abdulrahman")),
        ("De Margerie", ("margerie",)),
    ],
)
def test_a_person_is_called_by_the_word_his_language_uses(
    entry: str, calls: tuple[str, ...]
) -> None:
    assert printed_names(entry)[0].calls() == calls


def test_a_name_in_brackets_is_another_name() -> None:
    assert [name.family for name in printed_names("Fahmy (Fahmi), Ismail")] == [
        ("fahmy",),
        ("fahmi",),
    ]
    assert printed_names("Cabell, General Charles P. (Ordway)")[0].nicknames == ("ordway",)


def test_ranks_services_and_generations_are_set_aside() -> None:
    (name,) = printed_names("McCain, Admiral John S., Jr., USN")
    assert (name.given, name.titles, name.suffixes) == (("john", "s"), {"admiral"}, {"jr", "usn"})


def test_nothing_comes_of_nothing() -> None:
    assert [name.calls() for name in printed_names("")] == [()]
    assert words("") == []
    assert plain_word("") == ""
