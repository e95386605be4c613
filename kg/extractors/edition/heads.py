"""Sender and recipient, from the head line that the editors print above a document.

Confidence: 0.99 where the head says "from ... to" or "A to B"; less where it names an author only
("prepared by"), a body for whom a paper was made, or two sides of a conversation.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.head_line import sides, title_start
from kg.extractors.edition.head_parties import Named, parties
from kg.extractors.edition.lines import alike
from kg.findings import Finding, Findings, Mention, Party
from kg.print_shapes import dateline_of_head

_CONFIDENCE = {
    "from": 0.99,
    "plain": 0.99,
    "by": 0.97,
    "between": 0.98,
    "for": 0.9,
    "prepared": 0.9,
}
"""How often a party is right, by the way the head names it."""


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:
    """A mention with the role "sender" or "recipient" for each party of the head."""
    document = findings.document
    head = document.block("head")
    if head is None:
        return
    dateline = dateline_of_head(document.text, head)
    end = dateline.start if dateline else head.end
    words = alike(document.text[head.start : end]).replace("\n", " ")
    start = title_start(words)
    for role, form, named in _named(words[start:]):
        yield _mention(document, volume, role, form, named, head.start + start)


@lru_cache(maxsize=8192)
def _named(words: str) -> tuple[tuple[str, str, Named], ...]:
    """Role, form and party for each that the words name; most heads of a volume are alike."""
    found = sides(words)
    if found is None:
        return ()
    return tuple(
        (role, found.form, named)
        for role, side in (("sender", found.sender), ("recipient", found.recipient))
        if side
        for named in parties(words, side)
    )


def _mention(
    document: Document, volume: Volume, role: str, form: str, named: Named, offset: int
) -> Mention:
    span = named.span.shifted(offset)
    written = span.of(document.text)
    reading = named.reading
    identity = None
    if reading.kind == "person":
        person = volume.people.find(reading.name, reading.office)
        identity = person.reference if person else None
    party = Party(written, reading.name, reading.kind, reading.office, span)
    return Mention(
        span=span,
        quote=written,
        extractor="heads",
        confidence=_CONFIDENCE[form],
        party=party,
        role=role,
        identity=identity,
    )
