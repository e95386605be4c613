"""What a document points to: places of the edition, and messages named by number.

First the editors' references (`printed_references`), then the messages that the text cites
(`cited_messages`), each in the order of the text. `same_as` of a cited message counts all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.authority.volumes import Volume
from kg.extractors.edition.cited_messages import cited_messages
from kg.extractors.edition.printed_references import printed_references
from kg.findings import Finding, Findings, Reference


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:
    """All references of one printed document."""
    printed = list(printed_references(findings.document, volume))
    yield from printed
    yield from messages(findings, len(printed))


def messages(findings: Findings, printed: int = 0) -> Iterable[Finding]:
    """The messages that the text cites, where so many more references come before them."""
    before = len(findings.of(Reference)) + printed
    for cited in cited_messages(findings):
        first = cited.same_as
        yield cited if first is None else replace(cited, same_as=first + before)
