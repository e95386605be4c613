"""Whole invented telegrams, written like documents of the period, against what a person read.

The lists must be equal: what is found too much is as wrong as what is missed. The fourth
telegram was written, with its expectations, before the extractors were ever run on it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.authority import Authority
from kg.errors import Problem
from kg.extractors import extract
from kg.findings import (
    Commitment,
    Decision,
    Directive,
    Findings,
    Mention,
    Party,
    Reference,
)
from kg.readers import read

TELEGRAMS = sorted((Path(__file__).parents[1] / "corpus" / "telegrams").glob("*.txt"))
Expected = dict[str, Any]


@pytest.fixture(scope="module", params=TELEGRAMS, ids=lambda path: path.stem)
def pair(request: pytest.FixtureRequest) -> tuple[Expected, Findings]:
    path: Path = request.param
    problems: list[Problem] = []
    (document,) = read(path, path.parent, problems.append)
    assert not problems
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return expected, extract(document, Authority.empty())


def names(parties: Iterable[Party]) -> list[str]:
    return [party.name for party in parties]


def words(text: str) -> str:
    return " ".join(text.split())


def _directive(item: Directive) -> Expected:
    return {
        "text": words(item.quote), "point": item.point, "force": item.force,
        "by": names(item.to_be_done_by), "through": names(item.through),
        "issued_by": names(item.issued_by), "condition": item.condition,
        "deadline": item.deadline, "proviso": item.proviso, "reported": item.reported,
    }  # fmt: skip


UNSAID = {
    "point": None, "through": [], "condition": None, "deadline": None, "proviso": None,
    "reported": False, "number": None, "date": None,
}  # fmt: skip
"""What an expectation does not name must not be found either; doers, issuers and authors are
compared where they are named."""


def differences(
    expected: list[Expected], found: list[Expected], also: Iterable[str]
) -> Iterator[str]:
    assert [e["text"] for e in expected] == [f["text"] for f in found]
    for wanted, have in zip(expected, found, strict=True):
        whole = {**{name: UNSAID[name] for name in also}, **wanted}
        for name, value in whole.items():
            if have[name] != value:
                yield f"{wanted['text'][:40]}: {name} is {have[name]!r}, not {value!r}"


def test_directives(pair: tuple[Expected, Findings]) -> None:
    expected, findings = pair
    found = findings.of(Directive)
    assert [d.ordinal for d in found] == list(range(1, len(found) + 1))
    also = ("point", "through", "condition", "deadline", "proviso", "reported")
    assert not list(differences(expected["directives"], [_directive(d) for d in found], also))


def test_commitments(pair: tuple[Expected, Findings]) -> None:
    expected, findings = pair
    found = [
        {"text": words(c.quote), "by": names(c.by), "to": names(c.to), "deadline": c.deadline}
        for c in findings.of(Commitment)
    ]
    assert not list(differences(expected["commitments"], found, ("deadline",)))


def test_references(pair: tuple[Expected, Findings]) -> None:
    expected, findings = pair
    found = [
        {
            "text": words(r.quote), "kind": r.kind, "form": r.form, "number": r.number,
            "date": r.date.edtf if r.date else None, "author": names(r.author),
        }
        for r in findings.of(Reference)
    ]  # fmt: skip
    assert not list(differences(expected["references"], found, ("number", "date")))


def test_mentions(pair: tuple[Expected, Findings]) -> None:
    expected, findings = pair
    found = {m.span: (m.quote, m.kind) for m in findings.of(Mention)}
    assert Counter(found.values()) == Counter(tuple(m) for m in expected["mentions"])


def test_decisions(pair: tuple[Expected, Findings]) -> None:
    expected, findings = pair
    found = [
        {
            "text": words(d.quote), "title": d.title, "body": d.body and d.body.name,
            "question": d.question, "draft": d.draft, "concerns": d.concerns,
            "accepted": d.accepted, "date": d.date and d.date.edtf,
            "votes": [[v.party.name, v.choice] for v in d.votes],
        }
        for d in findings.of(Decision)
    ]  # fmt: skip
    assert found == expected["decisions"]


def test_every_telegram_has_its_expectations() -> None:
    assert len(TELEGRAMS) >= 4
    assert all(path.with_suffix(".json").exists() for path in TELEGRAMS)


def test_a_difference_is_noticed() -> None:
    directive = {"text": "Go.", **UNSAID}
    told = list(differences([{"text": "Go.", "point": "1"}], [directive], ("reported",)))
    assert told == ["Go.: point is None, not '1'"]
