"""Documents for the extractors' tests: invented lines, the fixtures, the telegram, index rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.authority import Authority
from kg.document import Block, Document, Field
from kg.errors import Problem
from kg.extractors import extract
from kg.files import shipped
from kg.findings import Finding, Findings
from kg.readers import read
from kg.spans import Span

FIXTURES = Path(__file__).parents[1] / "corpus" / "fixtures"
MakeDocument = Callable[..., Document]
FindIn = Callable[..., Findings]


def _document(text: str, **fields: str) -> Document:
    """A document whose body is `text`; each field stands on a line of its own before it."""
    page, found = "", []
    for name, value in fields.items():
        found.append(Field(name, value, Span(len(page), len(page) + len(value))))
        page += f"{value}\n"
    body = Span(len(page), len(page) + len(text))
    blocks = (Block("body", body),) if text else ()
    return Document("x", "x.txt", "x", page + text, "plain_text", blocks, tuple(found))


def _one(path: Path) -> Document:
    problems: list[Problem] = []
    (document,) = read(path, path.parent, problems.append)
    assert not problems
    return document


@pytest.fixture(scope="session")
def document() -> MakeDocument:
    """Makes a document from text: `document("To Ilk", title="Cable, A to B")`."""
    return _document


@pytest.fixture(scope="session")
def nobody() -> Authority:
    """A register that knows nobody: what is found is found by structure and wording."""
    return Authority.empty()


@pytest.fixture(scope="session")
def find(nobody: Authority) -> FindIn:
    """All findings in an invented text, without any register."""
    return lambda text, **fields: extract(_document(text, **fields), nobody)


@pytest.fixture(scope="session")
def in_fixture(nobody: Authority) -> Callable[[int], Findings]:
    """All findings in fixture F1 to F12, as the reader gives it."""
    return lambda number: extract(_one(FIXTURES / f"f{number:02d}.txt"), nobody)


@pytest.fixture(scope="session")
def telegram() -> Findings:
    """All findings in telegram 75352, as the reader and the shipped register give them."""
    page = _one(shipped("data") / "documents" / "telegram-75352.md")
    return extract(page, Authority.load())


@pytest.fixture(scope="session")
def place_of() -> Callable[[Finding], str]:
    """The words a finding quotes, on one line."""
    return lambda finding: " ".join(finding.quote.split())
