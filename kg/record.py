"""One message as a JSON record, as `coldwire extract` prints it.

The record is the table view of the findings: every item repeats the words it rests on (`text`)
and their place in the stored text (`start`, `end`, Unicode code points, half-open). The stored
text is the whole file for a page or transcription, and its own line for a row of a table. Names in
`to_be_done_by`, `through`, `issued_by` and `by` are those of the document; `entities` says whom
each name means. Fields that the document does not fill are null or empty, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from kg.cleaning import plain
from kg.dates import DateValue
from kg.findings import (
    Alias,
    Commitment,
    Copy,
    Dateline,
    Decision,
    Description,
    Directive,
    Finding,
    Findings,
    Handling,
    Marking,
    Mention,
    Number,
    Party,
    Reference,
    Vote,
)
from kg.identities import Entity, Identification, Resolution, Resolved

_Values: TypeAlias = dict[str, Any]
"""The values of a record's fields by their names, in the order of the fields."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Evidence(_Model):
    text: str = Field(description="The exact words of the document.")
    start: int = Field(ge=0, description="First code point of the words in the stored text.")
    end: int = Field(ge=0, description="The code point after the last one.")
    confidence: float = Field(ge=0, le=1)


class DateRecord(_Model):
    """A printed date and what it means."""

    text: str
    edtf: str = Field(description="Extended Date/Time Format (ISO 8601-2:2019).")
    earliest: str | None = Field(description="First possible day, YYYY-MM-DD.")
    latest: str | None = Field(description="Last possible day, YYYY-MM-DD.")


class PartyRecord(_Evidence):
    """A sender, recipient or relay under the name the document uses."""

    name: str = Field(description="The best name the document itself gives.")
    kind: str = Field(description="person, office, organization or group.")
    person: str | None = Field(description="Identifier of the person, when it is one.")
    entity: str = Field(description="Kind and identifier of whom the name means.")
    office: str | None
    role: str


class HandlingRecord(_Evidence):
    """What an office did with the paper."""

    kind: str
    by: str | None
    office: str | None
    date: str | None = Field(description="EDTF.")
    time: str | None = Field(description="HH:MM on the 24-hour clock, as printed.")
    place: str | None
    note: str | None
    flag: str | None


class CopyRecord(_Evidence):
    """An entry of the distribution list."""

    name: str
    kind: str
    number: int | None = Field(description="Number of the copy, where printed.")
    copies: int | None = Field(description="How many; null where the list has no counts.")
    date: str | None


class VoteRecord(_Evidence):
    """One voter and the choice: for, against or abstained."""

    name: str
    person: str | None
    choice: str


class DecisionRecord(_Evidence):
    """A decision with its votes."""

    title: str | None
    body: str | None
    question: str | None
    draft: str | None
    concerns: str | None
    accepted: bool | None
    date: str | None
    votes: list[VoteRecord]


class DirectiveRecord(_Evidence):
    """What somebody is to do."""

    ordinal: int
    point: str | None
    force: str
    cue: str = Field(description="The words that make it a directive.")
    condition: str | None
    deadline: str | None
    proviso: str | None
    reported: bool
    to_be_done_by: list[str]
    through: list[str]
    issued_by: list[str]


class CommitmentRecord(_Evidence):
    """What the author promises to do."""

    by: list[str]
    to: list[str]
    deadline: str | None


class CandidateRecord(_Model):
    """A message that a reference may mean."""

    message: str
    score: float
    reasons: list[str]


class ReferenceRecord(_Evidence):
    """Another message that this one speaks of."""

    kind: str
    form: str
    number: str | None
    date: str | None
    author: list[str]
    addressee: list[str]
    subject: str | None
    same_as: int | None = Field(description="Position of an earlier reference to the same message.")
    target: str | None = Field(description="Identifier of the message, when it is certain.")
    candidates: list[CandidateRecord]


class MentionRecord(_Evidence):
    """Words that refer to somebody or something."""

    kind: str
    role: str
    entity: str | None = Field(description="Identifier, when the authority knows it; else null.")


class AliasRecord(_Evidence):
    """Two names that the document says belong to one bearer."""

    form: str
    real: str
    relation: str
    gloss: str | None


class EntityRecord(_Model):
    """Somebody or something, and the names this document uses for it."""

    kind: str
    id: str
    label: str
    names: list[str]
    score: float
    verdict: str
    rule: str
    reasons: list[str]


class MessageRecord(_Model):
    """One message of a document."""

    id: str
    source: str
    title: str | None
    form: str | None
    number: str | None
    other_numbers: list[str]
    date: DateRecord | None
    time: str | None
    sender: list[PartyRecord]
    recipients: list[PartyRecord]
    relays: list[PartyRecord]
    from_place: str | None
    to_place: str | None
    classification: str | None
    precedence: str | None
    issuing_office: str | None
    instructions: list[str]
    handling: list[HandlingRecord]
    distribution_total: int | None
    distribution: list[CopyRecord]
    decisions: list[DecisionRecord]
    directives: list[DirectiveRecord]
    commitments: list[CommitmentRecord]
    references: list[ReferenceRecord]
    aliases: list[AliasRecord]
    mentions: list[MentionRecord]
    entities: list[EntityRecord]
    signed: str | None
    archive_reference: str | None
    repository: str | None
    url: str | None
    citation: str | None
    translator: str | None
    credits: str | None
    original_language: str | None
    kind_of_text: str | None
    summary: str | None


def record_of(resolved: Resolved) -> MessageRecord:
    """The record of one message.

    >>> record_of.__annotations__["return"]
    'MessageRecord'
    """
    return MessageRecord.model_validate(_record(resolved))


def record_json(resolved: Resolved) -> str:
    """The record of one message as JSON: what the model writes, without asking it.

    The values come from findings, which are typed as the fields are; a build makes a record of
    each message, and to check every field would take longer than to make all of them.
    """
    return to_json(_record(resolved)).decode()


def record_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record."""
    schema = MessageRecord.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _record(resolved: Resolved) -> _Values:
    document, found = resolved.findings.document, _by_kind(resolved.findings)
    values = {
        "id": document.identifier,
        "source": document.source,
        **_envelope(Findings(document, tuple(chain(*(found[kind] for kind in _OF_ENVELOPE))))),
        **_correspondents(found[Mention], resolved),
        **_paper(found),
        **_contents(found, resolved),
        **_archive(found[Description]),
    }
    return {name: values[name] for name in MessageRecord.model_fields}


_Found: TypeAlias = Mapping[type[Finding], list[Any]]
"""The findings of a document by their class."""

_OF_ENVELOPE = (Description, Dateline, Number, Marking)


def _by_kind(findings: Findings) -> _Found:
    found: dict[type[Finding], list[Any]] = defaultdict(list)
    for item in findings:
        found[type(item)].append(item)
    return found


def _evidence(finding: Finding) -> _Values:
    start, end = finding.span
    return {
        "text": finding.quote,
        "start": start,
        "end": end,
        "confidence": _rounded(finding.confidence),
    }


@lru_cache(maxsize=4096)
def _rounded(number: float) -> float:
    return round(float(number), 4)


def _edtf(value: DateValue | None) -> str | None:
    return value.edtf if value else None


def _name(party: Party | None) -> str | None:
    return party.name if party else None


def _names(parties: Iterable[Party]) -> list[str]:
    return [party.name for party in parties]


def _envelope(findings: Findings) -> _Values:
    sent = findings.dateline()
    numbers = list(dict.fromkeys(n.value for n in findings.numbers()))
    return {
        "title": findings.description("title"),
        "form": findings.marking("form"),
        "number": numbers[0] if numbers else None,
        "other_numbers": numbers[1:],
        "date": sent and _date(sent),
        "time": next((d.time for d in findings.of(Dateline) if d.role == "sent" and d.time), None),
        "classification": findings.marking("classification"),
        "precedence": findings.marking("precedence"),
        "issuing_office": findings.marking("issuing office"),
        "instructions": [plain(m.quote) for m in findings.of(Marking) if m.kind == "instruction"],
    }


def _date(found: Dateline) -> _Values:
    value = found.value
    return {
        "text": plain(found.quote),
        "edtf": value.edtf,
        "earliest": value.earliest,
        "latest": value.latest,
    }


_FIELDS = {"sender": "sender", "recipient": "recipients", "relay": "relays"}
"""The field for the correspondents of a role."""


def _correspondents(every: Iterable[Mention], resolved: Resolved) -> _Values:
    parts: dict[str, list[_Values]] = {name: [] for name in _FIELDS.values()}
    seen: set[tuple[str, str, str]] = set()
    mentions = [mention for mention in every if mention.role != "mentioned"]
    mentions.sort(key=lambda mention: -mention.confidence)
    for mention in mentions:
        if mention.role in _FIELDS:
            entity = resolved.entity(mention.party)
            place = (mention.role, entity.kind, entity.identifier)
            if place not in seen:
                seen.add(place)
                parts[_FIELDS[mention.role]].append(_party(mention, entity))
    places = {
        role: next((plain(m.quote) for m in mentions if m.role == role), None)
        for role in ("sent from", "sent to")
    }
    signed = next((m for m in mentions if m.role == "signatory"), None)
    return {
        **{name: sorted(found, key=lambda p: p["start"]) for name, found in parts.items()},
        "from_place": places["sent from"],
        "to_place": places["sent to"],
        "signed": signed.party.written if signed else None,
    }


def _party(mention: Mention, entity: Entity) -> _Values:
    party = mention.party
    return {
        **_evidence(mention),
        "name": party.name,
        "kind": party.kind,
        "person": entity.identifier if entity.kind == "person" else None,
        "entity": f"{entity.kind}/{entity.identifier}",
        "office": party.office,
        "role": mention.role,
    }


def _paper(found: _Found) -> _Values:
    copies = found[Copy]
    return {
        "handling": [_handling(step) for step in found[Handling]],
        "distribution_total": next((c.total for c in copies if c.total is not None), None),
        "distribution": [_copy(copy) for copy in copies],
    }


def _handling(found: Handling) -> _Values:
    return {
        **_evidence(found),
        "kind": found.kind,
        "by": _name(found.by),
        "office": found.by.office if found.by else None,
        "date": _edtf(found.date),
        "time": found.time,
        "place": found.place,
        "note": found.note,
        "flag": found.flag,
    }


def _copy(found: Copy) -> _Values:
    return {
        **_evidence(found),
        "name": found.party.written,
        "kind": found.party.kind,
        "number": found.number,
        "copies": found.copies,
        "date": _edtf(found.date),
    }


def _contents(found: _Found, resolved: Resolved) -> _Values:
    resolutions = {r.position: r for r in resolved.resolutions}
    return {
        "decisions": [_decision(d, resolved) for d in found[Decision]],
        "directives": [_directive(d) for d in found[Directive]],
        "commitments": [_commitment(c) for c in found[Commitment]],
        "references": [
            _reference(reference, resolutions.get(position))
            for position, reference in enumerate(found[Reference])
        ],
        "aliases": [_alias(a) for a in found[Alias]],
        "mentions": [_mention(m, resolved.entity(m.party)) for m in found[Mention]],
        "entities": _entities(resolved),
    }


def _decision(found: Decision, resolved: Resolved) -> _Values:
    return {
        **_evidence(found),
        "title": found.title,
        "body": _name(found.body),
        "question": found.question,
        "draft": found.draft,
        "concerns": found.concerns,
        "accepted": found.accepted,
        "date": _edtf(found.date),
        "votes": [_vote(vote, resolved) for vote in found.votes],
    }


def _vote(found: Vote, resolved: Resolved) -> _Values:
    entity = resolved.entity(found.party)
    return {
        **_evidence(found),
        "name": found.party.name,
        "person": entity.identifier if entity.kind == "person" else None,
        "choice": found.choice,
    }


def _directive(found: Directive) -> _Values:
    return {
        **_evidence(found),
        "ordinal": found.ordinal,
        "point": found.point,
        "force": found.force,
        "cue": found.cue,
        "condition": found.condition,
        "deadline": found.deadline,
        "proviso": found.proviso,
        "reported": found.reported,
        "to_be_done_by": _names(found.to_be_done_by),
        "through": _names(found.through),
        "issued_by": _names(found.issued_by),
    }


def _commitment(found: Commitment) -> _Values:
    return {
        **_evidence(found),
        "by": _names(found.by),
        "to": _names(found.to),
        "deadline": found.deadline,
    }


def _alias(found: Alias) -> _Values:
    return {
        **_evidence(found),
        "form": found.form,
        "real": found.real,
        "relation": found.relation,
        "gloss": found.gloss,
    }


def _reference(found: Reference, resolution: Resolution | None) -> _Values:
    return {
        **_evidence(found),
        "kind": found.kind,
        "form": found.form,
        "number": found.number,
        "date": _edtf(found.date),
        "author": _names(found.author),
        "addressee": _names(found.addressee),
        "subject": found.subject,
        "same_as": found.same_as,
        "target": resolution.target if resolution and resolution.accepted else None,
        "candidates": [
            {"message": c.message, "score": _rounded(c.score), "reasons": list(c.reasons)}
            for c in (resolution.candidates if resolution else ())
        ],
    }


def _mention(found: Mention, entity: Entity) -> _Values:
    return {
        **_evidence(found),
        "kind": found.party.kind,
        "role": found.role,
        "entity": None if entity.is_local else entity.identifier,
    }


def _entities(resolved: Resolved) -> list[_Values]:
    """Every entity once, with all the names this document uses for it."""
    grouped: dict[tuple[str, str], list[Identification]] = {}
    for judged in resolved.identifications:
        entity = judged.entity
        place = entity.kind, entity.identifier
        if place in grouped:
            grouped[place].append(judged)
        else:
            grouped[place] = [judged]
    return [_entity(grouped[place]) for place in sorted(grouped)]


def _entity(judged: list[Identification]) -> _Values:
    """One entity; of judgments that differ the last one holds."""
    names: dict[str, None] = {}
    reasons: dict[str, None] = {}
    for each in judged:
        names[each.party.written] = names[each.party.name] = None
        for reason in each.reasons:
            reasons[reason] = None
    last = judged[-1]
    return {
        "kind": last.entity.kind,
        "id": last.entity.identifier,
        "label": last.entity.label,
        "names": list(names),
        "score": _rounded(min([each.score for each in judged])),
        "verdict": last.verdict,
        "rule": last.rule,
        "reasons": list(reasons),
    }


def _archive(facts: Sequence[Description]) -> _Values:
    names = {
        "archive_reference": "archive_reference",
        "repository": "repository",
        "url": "url",
        "citation": "citation",
        "translator": "translator",
        "credits": "credits",
        "original_language": "language",
        "kind_of_text": "kind_of_text",
        "summary": "summary",
    }
    first = {fact.name: fact.value for fact in reversed(facts)}
    return {field: first.get(name) for field, name in names.items()}
