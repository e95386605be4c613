"""The question files and how what is asked for is bound."""

from __future__ import annotations

import re

import pytest

from kg.errors import StopError
from kg.namespaces import BASE
from kg.queries import Question, question, questions
from kg.queries.catalog import read
from kg.store import Store

ALL = questions()


def test_fourteen_questions_numbered_from_one() -> None:
    assert [each.number for each in ALL] == list(range(1, 15))
    assert len({each.name for each in ALL}) == len({each.title for each in ALL}) == 14


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.name)
def test_file_has_a_whole_head_and_returns_its_columns_in_order(
    asked: Question, example: Store
) -> None:
    assert asked.title and asked.question.endswith((".", "?"))
    assert example.kind_of(asked.text) == "bindings"
    rows = example.rows(asked.text, asked.bind({}))
    assert rows.columns == tuple(column.name for column in asked.columns)
    assert all(column.what for column in asked.columns)
    names = {column.name for column in asked.columns}
    assert {parameter.name for parameter in asked.parameters} <= names, "else it cannot be bound"
    assert all(parameter.what for parameter in asked.parameters)
    assert "ORDER BY" in asked.text.rsplit("}", 1)[-1], "answers come in the same order each time"
    used = set(
        re.findall(r"\b([a-z-]+):[A-Za-z]", re.sub(r"#.*|<[^>]*>|\"[^\"]*\"", "", asked.text))
    )
    assert used == set(re.findall(r"^PREFIX ([a-z-]+):", asked.text, re.MULTILINE))


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.name)
def test_values_of_every_kind_can_be_bound_and_run(asked: Question, example: Store) -> None:
    samples = {
        "address": "message/north-1",
        "number": "0.5",
        "date": "1957-05",
        "day": "1957-05-03",
    }
    values = {each.name: samples[each.kind] for each in asked.parameters}
    bound = asked.bind(values)
    assert set(bound) == set(values)
    example.rows(asked.text, bound)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("1", 1), ("01", 1), ("14", 14), ("votes", 3), ("03-votes", 3), ("VOTES", 3), ("time", 8),
        ("low-c", 11), (" wikidata ", 10), ("m", 7),
    ],
)  # fmt: skip
def test_question_is_found_by_number_name_or_beginning(given: str, number: int) -> None:
    assert question(given).number == number


@pytest.mark.parametrize("given", ["", "99", "nothing", "0", "-1", "1.5", "votes.rq", "\u0661"])
def test_unknown_question_lists_those_there_are(given: str) -> None:
    with pytest.raises(
        StopError, match=r"is no named question. There are: 1 sender-and-recipients"
    ):
        question(given)


def test_beginning_of_several_names_lists_them() -> None:
    with pytest.raises(StopError, match=r"'re' can mean: 4 references, 13 reported-back\."):
        question("re")


def test_defaults_hold_unless_something_is_given() -> None:
    line = question("time-line")
    assert line.bind()["person"].value == f"{BASE}person/stalin-joseph"
    assert line.bind({"person": "https://example.org/x"})["person"].value == "https://example.org/x"
    assert line.bind({"person": ""}) == {}
    assert question("contacts").bind() == {}


def test_address_is_found_by_whoever_knows_the_store() -> None:
    bound = question("1").bind({"message": "88/kt"}, lambda text: f"https://found/{text}")
    assert bound["message"].value == "https://found/88/kt"


@pytest.mark.parametrize(
    ("name", "values", "complaint"),
    [
        ("1", {"mesage": "x"}, r"no parameter 'mesage'. It has: message\."),
        ("6", {"message": "x"}, r"no parameter 'message'. It has: none\."),
        ("11", {"below": "low"}, r"below=low: write a number such as 0\.8"),
        ("11", {"below": "nan"}, r"below=nan: write a number"),
        ("11", {"below": "1e999999999999999999999"}, r"write a number"),
        ("9", {"from": "May 1957"}, r"from=May 1957: write a year, month or day"),
        ("9", {"from": "1957-13"}, r"write a year, month or day"),
        ("9", {"to": "1957-02-30"}, r"write a year, month or day"),
        ("9", {"to": "٠٠٠٠"}, r"write a year, month or day"),
        ("12", {"week": "1957-05"}, r"week=1957-05: write a day: 1950-10-01"),
        ("12", {"week": "1957-02-30"}, r"write a day"),
        ("8", {"person": "a b"}, r"person=a b: write an address"),
        ("8", {"person": "person/<script>"}, r"write an address"),
    ],
)
def test_value_of_the_wrong_kind_is_told(name: str, values: dict[str, str], complaint: str) -> None:
    with pytest.raises(StopError, match=complaint):
        question(name).bind(values)


def test_value_can_never_become_query_text(example: Store) -> None:
    evil = 'x> } INSERT DATA { <a:b> <a:c> "d'
    with pytest.raises(StopError, match="write an address"):
        question("1").bind({"message": evil})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1-short.rq", "# Title: t\n# Question: q?\n"),
        ("01-no-title.rq", "# Question: q?\n"),
        ("01-two-titles.rq", "# Title: t\n# Title: u\n# Question: q?\n"),
        ("01-no-question.rq", "# Title: t\n"),
        ("01-bad-kind.rq", "# Title: t\n# Question: q?\n# Parameter: x color -- what\n"),
        ("01-no-what.rq", "# Title: t\n# Question: q?\n# Parameter: x text\n"),
        ("01-bad-column.rq", "# Title: t\n# Question: q?\n# Column: x\n"),
    ],
)
def test_file_with_a_broken_head_names_itself(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        read(name, text)
