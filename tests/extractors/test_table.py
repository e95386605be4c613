"""The table of extractors, and that a text of any size is read in linear time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority import Authority
from kg.document import Block, Document
from kg.extractors import EXTRACTORS, extract
from kg.findings import Findings, checked
from kg.spans import Span
from tests.growth import assert_linear

MakeDocument = Callable[..., Document]
HERE = Path(__file__).parent
OF_THE_HEAD = (
    "envelope", "names", "datelines", "numbers", "markings", "correspondents", "handling",
)  # fmt: skip
LINE = "In the South one should make transition [perestroiki] on 3.4.50 and FENG XI [Stalin] "


@pytest.mark.parametrize("name", EXTRACTORS)
def test_every_extractor_has_a_module_a_docstring_on_confidence_and_a_twin(name: str) -> None:
    module = __import__(f"kg.extractors.{name}", fromlist=["extract"])
    assert module.extract is EXTRACTORS[name]
    assert "onfidence" in (module.__doc__ or "")
    assert (HERE / f"test_{name}.py").is_file()


@pytest.mark.parametrize("number", range(1, 13))
def test_every_finding_of_a_fixture_bears_the_name_of_its_extractor(
    in_fixture: Callable[[int], Findings], number: int
) -> None:
    found = in_fixture(number)
    assert {item.extractor for item in found} <= set(EXTRACTORS)
    assert all(0 < item.confidence <= 1 for item in found)


def test_a_document_without_text_has_no_findings(document: MakeDocument) -> None:
    assert extract(document(""), Authority.empty()).items == ()


SNIPPETS = st.sampled_from([
    "TOP SECRET", "To Ilk", "FROM: SELM", "[Stamp: x", "closing]", "=====", "...", "Voted FOR:",
    "Marrek", "The rope has come to the harbor now.", "Copies: A (2), B", "1 - Marrek",
    "for Ilk: show it now", "INSTRUCTION OF THE CC", "Summary: it is so.", "", "Molk [", "№ 5/b",
    "3 May 1951", "Typed by Pell at 1800", "LARK [DREY]", "Hand this to BIM:", "ДРЕЙ [Drey]",
    "Correct: Colonel Quill", "205 – FRIDAY – 0930hs – Come.", "– Molk – 52 –", "[] () , . ;",
])  # fmt: skip


@given(st.lists(SNIPPETS, max_size=12), SNIPPETS)
def test_whatever_lines_come_every_quote_stands_where_it_says(
    chosen: list[str], title: str
) -> None:
    text = "\n".join(chosen)
    page = Document("x", "x", "x", text, "plain_text", (Block("body", Span(0, len(text))),))
    findings = Findings(page)
    for name in OF_THE_HEAD:
        findings = findings.plus(EXTRACTORS[name](findings, Authority.empty()))
    assert checked(findings)


@pytest.mark.parametrize(
    "text",
    [LINE, "[", "FENG XI [", "3.4.50 ", "A "],
    ids=["prose", "brackets", "open names", "dates", "capitals"],
)
def test_a_line_of_a_million_characters_takes_linear_time(
    document: MakeDocument, text: str
) -> None:
    def extract_heads(length: int) -> None:
        findings = Findings(document(text * (length // len(text))))
        for name in OF_THE_HEAD:
            findings = findings.plus(EXTRACTORS[name](findings, Authority.empty()))

    assert_linear(extract_heads, 250_000)
