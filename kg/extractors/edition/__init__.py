"""Extractors for the documents of a printed edition: head line, dateline, body, footnotes.

The edition prints an editors' head line above each document and footnotes below it. Each module
finds one thing in that print; nothing here sees the encoding of the edition. What the encoders
marked is read by `encoded`, with confidence 1.

An extractor is a function `extract(findings, volume)`: it gets the findings of those before it
(with their document, whose blocks say what is head, dateline, body, note) and what is known about
the volume, and yields its own findings. The recipe of `kg.extractors` holds here too: the
module's docstring says what its values of confidence mean, and the twin is in
`tests/extractors/edition/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition import (
    cables,
    citations,
    datelines,
    forms,
    heads,
    markings,
    numbers,
    participants,
    persons,
    signatures,
    sources,
    subjects,
)
from kg.findings import Finding, Findings, checked

__all__ = ["EDITION", "EditionExtractor", "extract_edition"]

EditionExtractor = Callable[[Findings, Volume], Iterable[Finding]]
"""Takes the findings so far and the volume; gives more findings."""

EDITION: dict[str, EditionExtractor] = {
    "forms": forms.extract,
    "heads": heads.extract,
    "datelines": datelines.extract,
    "markings": markings.extract,
    "numbers": numbers.extract,
    "sources": sources.extract,
    "subjects": subjects.extract,
    "participants": participants.extract,
    "signatures": signatures.extract,
    "cables": cables.extract,
    "persons": persons.extract,
    "citations": citations.extract,
}
"""In the order in which they run."""


def extract_edition(document: Document, volume: Volume) -> Findings:
    """All findings of one printed document.

    Raises:
        ValueError: when an extractor quotes words that do not stand at its place (a defect).
    """
    findings = Findings(document)
    for run in EDITION.values():
        findings = findings.plus(run(findings, volume))
    return checked(findings)
