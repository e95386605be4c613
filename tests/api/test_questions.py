"""The named questions as pages and data: values are bound, never pasted into the query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kg.queries import Question, questions

_HTML = {"Accept": "text/html"}
_ALL = questions()


def _with_address() -> Question:
    return next(q for q in _ALL if any(p.kind == "address" for p in q.parameters))


def test_every_question_is_on_the_list(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/questions").text)
    links = [a.get("href") for a in page.all("a")]
    assert _ALL
    assert {f"/questions/{question.name}" for question in _ALL} <= set(links)


@pytest.mark.parametrize("name", [question.name for question in _ALL])
def test_every_question_has_a_page_with_answer_query_and_files(
    client: httpx.Client, check_page: Callable[[str], Any], name: str
) -> None:
    (asked,) = [question for question in _ALL if question.name == name]
    known = {p.name: "drey" for p in asked.parameters if p.kind == "address" and p.default}
    answer = client.get(f"/questions/{name}", params=known, headers=_HTML)
    assert answer.status_code == 200
    page = check_page(answer.text)
    assert page.all("h1")[0].text == " ".join(asked.title.split())
    assert page.all("code")[0].words == asked.text
    assert {p.name for p in asked.parameters} == {i.get("name") for i in page.all("input")}
    files = [
        a.get("href") for a in page.all("a") if a.get("href").startswith(f"/questions/{name}.")
    ]
    assert len(files) == 4
    for path in files:
        assert client.get(path).status_code == 200


def test_a_question_answers_by_number_and_as_data(client: httpx.Client) -> None:
    name = _ALL[0].name
    by_name = client.get(f"/questions/{name}", headers={"Accept": "text/csv"})
    assert by_name.headers["content-type"].startswith("text/csv")
    assert client.get(f"/questions/{_ALL[0].number}.csv").text == by_name.text
    assert client.get(f"/questions/{name}").json()["head"]["vars"]


def test_an_address_can_be_given_in_short(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    asked = _with_address()
    parameter = next(p.name for p in asked.parameters if p.kind == "address")
    for given in ("message/selm-1", "selm-1", "410277/kt"):
        answer = client.get(f"/questions/{asked.name}", params={parameter: given}, headers=_HTML)
        assert answer.status_code == 200
        page = check_page(answer.text)
        assert given in [field.get("value") for field in page.all("input")]


@pytest.mark.parametrize("given", ["nobody", "} DROP ALL {", "<script>alert(1)</script>", "> . #"])
def test_a_value_never_becomes_query_or_page(
    client: httpx.Client, check_page: Callable[[str], Any], given: str
) -> None:
    asked = _with_address()
    parameter = next(p.name for p in asked.parameters if p.kind == "address")
    answer = client.get(f"/questions/{asked.name}", params={parameter: given}, headers=_HTML)
    assert answer.status_code == 400
    page = check_page(answer.text)
    assert page.all("p", class_="problem")
    assert given in [field.get("value") for field in page.all("input")]
    assert client.get(f"/questions/{asked.name}.csv", params={parameter: given}).status_code == 400


def test_a_default_that_this_graph_lacks_is_no_fault_of_the_reader(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    answer = client.get("/questions/time-line", headers=_HTML)
    assert answer.status_code == 200
    assert check_page(answer.text).all("p", class_="problem")


def test_an_unknown_question_or_parameter_is_said(client: httpx.Client) -> None:
    assert client.get("/questions/nothing-of-the-kind").status_code == 404
    answer = client.get(f"/questions/{_ALL[0].name}.csv", params={"wrong": "1"})
    assert answer.status_code == 400
    assert "no parameter 'wrong'" in answer.json()["detail"]
