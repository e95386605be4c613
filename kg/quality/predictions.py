"""Findings as one prediction record, in the format that `coldwire evaluate` scores.

Beside each value stands the confidence of the finding it comes from: `confidence` in each party,
person, reference and so on, and for the fields with one value in an object `confidence` of the
record. A scorer that does not know them passes them over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kg.findings import (
    Dateline,
    Description,
    Finding,
    Findings,
    Marking,
    Mention,
    Reference,
)
from kg.identities import Resolution

TYPES = {
    "memorandum of conversation": "memcon",
    "record of telephone conversation": "telcon",
    "memorandum for the record": "memo-for-record",
    "intelligence estimate": "intelligence",
    "NSC paper": "nsc-paper",
    "editorial note": "editorial-note",
    "agreement": "paper",
}
"""Forms whose name in the evaluation format differs from the vocabulary's."""

Record = dict[str, Any]

_MESSAGE = re.compile(r"(frus[^#/]+)[-/](d\d+\w*)$")

LINKED = 0.5
"""References below this confidence are right, but editors leave such words unlinked."""


def prediction(
    identifier: str, findings: Findings, resolutions: Iterable[Resolution] = ()
) -> Record:
    """One record of predictions for the document `identifier` ("frus1951v07p2/d4")."""
    mentions = findings.of(Mention)
    values = _values(findings, mentions)
    return {
        "id": identifier,
        "from": [_party(m) for m in mentions if m.role == "sender"],
        "to": [_party(m) for m in mentions if m.role == "recipient"],
        **{field: value for field, (value, _) in values.items()},
        "signed": [_named(m.party.name, m) for m in mentions if m.role == "signatory"],
        "participants": _participants(findings.document.text, mentions),
        "persons": _persons(mentions),
        "references": [
            {"surface": r.quote, "target": r.target, **_confidence(r)}
            for r in findings.of(Reference)
            if r.kind == "printed" and r.target and r.confidence >= LINKED
        ],
        "links": _links(findings, resolutions),
        "confidence": {f: round(sure, 4) for f, (_, sure) in values.items() if sure is not None},
    }


def _values(
    findings: Findings, mentions: Iterable[Mention]
) -> dict[str, tuple[str | None, float | None]]:
    """The fields with one value: the value and how sure it is; (None, None) when not found."""
    dated = next((d for d in findings.of(Dateline) if d.role == "sent"), None)
    place = next((m for m in mentions if m.role == "sent from"), None)
    number = next(iter(findings.numbers()), None)
    subject = next((d for d in findings.of(Description) if d.name == "subject"), None)
    form = _marking(findings, "form")
    found: dict[str, tuple[str | None, Finding | None]] = {
        "date": (dated.value.edtf if dated else None, dated),
        "time": (dated.time if dated else None, dated),
        "place": (place.party.name if place else None, place),
        "classification": _valued(_marking(findings, "classification")),
        "precedence": _valued(_marking(findings, "precedence")),
        "telegram_number": (number.value if number else None, number),
        "doc_type": (_type(findings, form), form),
        "subject": (subject.value if subject else None, subject),
    }
    return {
        field: (value, finding.confidence if finding and value else None)
        for field, (value, finding) in found.items()
    }


_OF_INTELLIGENCE = frozenset(
    {"memorandum", "letter", "message", "note", "paper", "statement", "diary"}
)
"""Forms that the evaluation format counts as intelligence when the head names an office of it."""


def _type(findings: Findings, form: Marking | None) -> str | None:
    """The form under its name in the evaluation format.

    There "intelligence" is every paper from or to an office of intelligence that is no
    message by wire and no record of a meeting, whatever its form.
    """
    head = findings.document.block("head")
    if form is None:
        return None
    words = head.of(findings.document.text).lower() if head else ""
    if form.value in _OF_INTELLIGENCE and "intelligence" in words:
        return "intelligence"
    return TYPES.get(form.value, form.value)


def _marking(findings: Findings, kind: str) -> Marking | None:
    """The surest marking of that kind."""
    marks = [m for m in findings.of(Marking) if m.kind == kind]
    return max(marks, key=lambda m: m.confidence, default=None)


def _valued(marking: Marking | None) -> tuple[str | None, Marking | None]:
    return (marking.value if marking else None), marking


def _confidence(finding: Finding) -> dict[str, float]:
    return {"confidence": round(finding.confidence, 4)}


def _named(name: str, mention: Mention) -> Record:
    return {"name": name, **_confidence(mention)}


def _participants(text: str, mentions: Iterable[Mention]) -> list[Record]:
    """One record for each printed line of the list: the format knows no parts of a line."""
    by_line: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.role == "participant":
            by_line.setdefault(text.rfind("\n", 0, mention.span.start), []).append(mention)
    return [
        _named(text[listed[0].span.start : listed[-1].span.end], listed[0])
        for listed in by_line.values()
    ]


def _party(mention: Mention) -> Record:
    party = mention.party
    kind = "person" if party.kind == "person" else "office"
    found: Record = {"name": party.name, "kind": kind, "role": party.office}
    if mention.identity:
        found[_key(mention.identity)] = mention.identity
    return {**found, **_confidence(mention)}


def _key(identity: str) -> str:
    """Numbers are entries of the register of the series, anything else of the volume's list."""
    return "person_id" if identity.isdigit() else "ref"


def _persons(mentions: Iterable[Mention]) -> list[Record]:
    """Everyone of the list who is mentioned, once each, with the surest of the mentions."""
    surest: dict[tuple[str, str], float] = {}
    for mention in mentions:
        if mention.kind != "person":
            continue
        if mention.identity:
            key = (_key(mention.identity), mention.identity)
        elif mention.role == "mentioned":
            key = ("name", mention.party.name)
        else:
            continue
        surest[key] = max(mention.confidence, surest.get(key, 0.0))
    return [{key: value, "confidence": round(sure, 4)} for (key, value), sure in surest.items()]


def _place(message: str) -> str:
    """The identifier of a message as a place of the edition.

    >>> _place("frus1955-57v03-d16"), _place("frus1955-57v03#d16")
    ('frus1955-57v03#d16', 'frus1955-57v03#d16')
    """
    return _MESSAGE.sub(r"\1#\2", message)


def _links(findings: Findings, resolutions: Iterable[Resolution]) -> list[Record]:
    references = findings.of(Reference)
    return [
        {
            "surface": references[r.position].quote,
            "target": _place(r.target),
            "confidence": round(max((c.score for c in r.candidates), default=1.0), 4),
        }
        for r in resolutions
        if r.accepted
    ]
