"""The description of REST is true: every example in it is asked, every answer fits its schema."""

from __future__ import annotations

import csv
import io
import itertools
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest

from kg.files import shipped
from kg.pipeline import build


@pytest.fixture(scope="module")
def telegram(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Any]
) -> Iterator[httpx.Client]:
    """A client of a server over the shipped telegram, which the examples are of."""
    folder = tmp_path_factory.mktemp("store")
    build([shipped("data") / "documents"], folder, lambda problem: None)
    with (
        serve(folder) as site,
        httpx.Client(base_url=site, trust_env=False, timeout=20) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def api(telegram: httpx.Client) -> dict[str, Any]:
    found = telegram.get("/openapi.json").json()
    assert isinstance(found, dict)
    return found


def _lists(api: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in api["paths"].items():
        if path.startswith("/api/") and "get" in methods and "REST" in methods["get"]["tags"]:
            yield path, methods["get"]


def _examples(operation: dict[str, Any]) -> Iterator[dict[str, dict[str, Any]]]:
    """The examples of each parameter alone, with those in the path; and none at all."""
    by_place: dict[str, list[tuple[str, Any]]] = {"path": [], "query": []}
    for each in operation.get("parameters", ()):
        for example in each["schema"].get("examples", ()):
            by_place[each["in"]].append((each["name"], example))
    for place, asked in itertools.product(by_place["path"] or [None], [None, *by_place["query"]]):
        yield {"path": dict([place] if place else []), "query": dict([asked] if asked else [])}


def _fits(api: dict[str, Any], operation: dict[str, Any], answer: httpx.Response) -> None:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": api["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json())


def test_every_example_is_answered_as_its_schema_says(
    telegram: httpx.Client, api: dict[str, Any]
) -> None:
    asked = 0
    for path, operation in _lists(api):
        if path.endswith(".jsonld"):
            continue
        for example in _examples(operation):
            local = path.replace(":path", "")
            for name, value in example["path"].items():
                local = local.replace("{" + name + "}", quote(value))
            query = {name: _asked(value) for name, value in example["query"].items()}
            answer = telegram.get(local, params=query)
            assert answer.status_code == 200, (local, query, answer.text)
            asked += 1
            if query.get("format") != "csv":
                _fits(api, operation, answer)
    assert asked > 70


_NOT_IN_THE_TELEGRAM = {("messages", "relay"), ("messages", "precedence"), ("references", "number")}
"""Filters of what the telegram has not: nobody to hand it on, no urgency, no number of another."""


def test_the_example_of_every_filter_finds_something(
    telegram: httpx.Client, api: dict[str, Any]
) -> None:
    empty = set()
    for path, operation in _lists(api):
        for each in operation.get("parameters", ()) if "{" not in path else ():
            name, examples = each["name"], each["schema"].get("examples")
            assert examples or name == "cursor", (path, name)
            if name not in ("cursor", "format"):
                found = telegram.get(path, params={name: _asked(examples[0])}).json()
                empty |= {(path.rpartition("/")[2], name)} if not found["total"] else set()
    assert empty == _NOT_IN_THE_TELEGRAM


def _asked(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_record_fits_the_schema_of_its_own_address(
    telegram: httpx.Client, api: dict[str, Any]
) -> None:
    singles = {path.split("/")[2]: op for path, op in _lists(api) if "{" in path}
    for name, operation in singles.items():
        items = telegram.get(f"/api/{name}?limit=200").json()["items"]
        assert items
        for item in items[:20]:
            answer = telegram.get(item["api"])
            assert answer.json()["id"] == item["id"]
            _fits(api, operation, answer)


def test_the_page_shows_parameters_with_values_and_an_address_to_try(
    telegram: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(telegram.get("/docs", headers={"Accept": "text/html"}).text)
    tried = [a.get("href") for a in page.all("a") if a.get("href").startswith("/api/")]
    assert "/api/messages/wilson-117312" in tried
    for href in tried:
        assert telegram.get(href).status_code == 200, href
    words = page.all("main")[0].text
    assert "json, jsonld, csv" in words
    assert "integer, from 1, to 200" in words
    assert "list of Evidence" in words


_MANUAL = Path(__file__).parents[2] / "docs" / "rest.md"
_BLOCK = re.compile(r"^```(console|python|r)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HOST = "http://127.0.0.1:8000"


def _blocks(language: str) -> list[str]:
    text = _MANUAL.read_text(encoding="utf-8")
    return [code for name, code in _BLOCK.findall(text) if name == language]


def test_the_commands_of_the_manual_get_answers(telegram: httpx.Client) -> None:
    commands = [line[2:] for code in _blocks("console") for line in code.splitlines()]
    assert len(commands) >= 4
    for command in commands:
        here = command.replace(_HOST, str(telegram.base_url).rstrip("/"))
        options = ["--noproxy", "*", "--fail", "--max-time", "20"]
        made = subprocess.run(
            [*shlex.split(here), *options], capture_output=True, check=True, text=True
        )
        answer = made.stdout
        assert "stalin" in answer.lower() or "kim-il-sung" in answer, command
        assert '"total":0' not in answer, command


def test_the_python_of_the_manual_runs(
    telegram: httpx.Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    plain = next(code for code in _blocks("python") if "httpx" in code)
    exec(plain.replace(_HOST, str(telegram.base_url).rstrip("/")), {})  # noqa: S102 - our manual
    said = capsys.readouterr().out
    assert "Kim Il-sung" in said
    assert len(said.splitlines()) > 5


def test_the_pandas_of_the_manual_runs(
    telegram: httpx.Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed; its table is read below")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    code = next(code for code in _blocks("python") if "pandas" in code)
    exec(code.replace(_HOST, str(telegram.base_url).rstrip("/")), {})  # noqa: S102 - our manual
    assert "for" in capsys.readouterr().out


def test_the_tables_that_pandas_and_r_read_have_the_columns_they_use(
    telegram: httpx.Client,
) -> None:
    for code in (*_blocks("python"), *_blocks("r")):
        for path in re.findall(rf'"{_HOST}(/api/\w+\.csv[^"]*)"', code):
            table = telegram.get(path).content.decode("utf-8-sig")
            head, *rows = csv.reader(io.StringIO(table, newline=""))
            used = set(re.findall(r'"([a-z_]+)"', code.partition(".csv")[2]))
            assert used
            assert used <= set(head)
            assert rows


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_r_of_the_manual_runs(telegram: httpx.Client, tmp_path: Path) -> None:
    script = tmp_path / "people.R"
    (code,) = _blocks("r")
    script.write_text(code.replace(_HOST, str(telegram.base_url).rstrip("/")), encoding="utf-8")
    made = subprocess.run(["Rscript", str(script)], capture_output=True, check=True, text=True)
    assert "Stalin" in made.stdout


def test_the_manual_names_every_list_and_no_filter_that_is_none(api: dict[str, Any]) -> None:
    text = _MANUAL.read_text(encoding="utf-8")
    for path, operation in _lists(api):
        if "{" in path or path.endswith(".jsonld"):
            continue
        line = next(line for line in text.splitlines() if line.startswith(f"| `{path}`"))
        known = {each["name"] for each in operation["parameters"]}
        named = set(re.findall(r"`([a-z_]+)`", line.rpartition(" | ")[2]))
        assert named
        assert named <= known
