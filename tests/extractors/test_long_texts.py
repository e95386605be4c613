"""One long line: what the text extractors take grows with the length, never faster."""

from __future__ import annotations

import pytest

from kg.authority import Authority
from kg.document import Block, Document
from kg.extractors import commitments, directives, mentions, references, votes
from kg.findings import Findings
from kg.spans import Span
from tests.growth import assert_linear

EXTRACTORS = (votes, mentions, references, directives, commitments)
PROSE = (
    "the ice on the river is thick and the barges wait at the mole while the men mend the ropes "
    "and count the days until the strait is open again"
)


def extract(text: str) -> None:
    """Runs the five extractors on a body of one line."""
    document = Document("x", "x", "x", text, "plain_text", (Block("body", Span(0, len(text))),))
    findings = Findings(document)
    for extractor in EXTRACTORS:
        findings = findings.plus(extractor.extract(findings, Authority.empty()))


def repeated(words: str, length: int) -> str:
    return (words * (length // len(words) + 1))[:length]


def test_prose_without_a_full_stop_takes_linear_time() -> None:
    assert_linear(lambda length: extract(repeated(f"{PROSE}, ", length)), 250_000)


@pytest.mark.parametrize(
    "words",
    [
        "a", "[", '"', "(", ". ", "1. ", "you must ", "Cde. KIM, ", "ABC DEF ", "To X: ",
        "your cable of 3 May and ", "if he may, ", "that the ", 'Voss vote "yes" ',
        "tell him that ", "Tell Voss the following: ", 'He said "go". ',
        "The Korean government has ships, it only should send them. ",
    ],
)  # fmt: skip
def test_no_shape_of_text_costs_more_than_its_length(words: str) -> None:
    assert_linear(lambda length: extract(repeated(words, length)), 10_000)
