"""Extractors: each finds one thing in a document and says where it stands.

`extract` runs the whole table in order and proves that every quote stands where it says.

To add an extractor
1. Write `kg/extractors/<name>.py` with `extract(findings, authority)`: it gets the findings of
   the extractors before it and yields its own, each with `extractor="<name>"`, its exact words
   and a confidence; the module's docstring says what its values of confidence mean.
2. Enter it in `EXTRACTORS` below, after everything it reads.
3. Write its twin `tests/extractors/test_<name>.py`, with a real or invented line for each rule.
`tests/extractors/test_table.py` fails when one of the steps is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.authority import Authority
from kg.document import Document
from kg.extractors import (
    commitments,
    correspondents,
    datelines,
    directives,
    envelope,
    handling,
    markings,
    mentions,
    names,
    numbers,
    references,
    votes,
)
from kg.findings import Finding, Findings, checked

__all__ = ["EXTRACTORS", "Extractor", "extract"]

Extractor = Callable[[Findings, Authority], Iterable[Finding]]
"""Takes the findings so far (with their document) and the register; gives more findings."""

EXTRACTORS: dict[str, Extractor] = {
    "envelope": envelope.extract,
    "names": names.extract,
    "datelines": datelines.extract,
    "numbers": numbers.extract,
    "markings": markings.extract,
    "correspondents": correspondents.extract,
    "handling": handling.extract,
    "votes": votes.extract,
    "mentions": mentions.extract,
    "references": references.extract,
    "directives": directives.extract,
    "commitments": commitments.extract,
}
"""In the order in which they run."""


def extract(document: Document, authority: Authority) -> Findings:
    """All findings of one document.

    Raises:
        ValueError: when an extractor quotes words that do not stand at its place (a defect).

    >>> from kg.document import Block
    >>> from kg.spans import Span
    >>> text = "CIPHERED TELEGRAM # 75352\\n1 October 1950\\nTo Pyongyang"
    >>> page = Document("x", "x", "x", text, "plain_text", (Block("body", Span(0, len(text))),))
    >>> found = extract(page, Authority.empty())
    >>> found.marking("form"), found.numbers()[0].value, found.dateline().value.edtf
    ('ciphered telegram', '75352', '1950-10-01')
    """
    findings = Findings(document)
    for run in EXTRACTORS.values():
        findings = findings.plus(run(findings, authority))
    return checked(findings)
