"""Judging whom the names of one document mean.

    findings -> bearers (names of one document that belong together)
             -> candidates of the register, scored
             -> accepted when one is sure enough and clearly ahead; else a local entity,
                with the candidates beside it as proposals

Nobody is merged by accident: a doubtful name stays an entity of its document
("wilson-117312~budanova"), and what it may mean is a proposal that a person can accept later.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from kg.authority import Authority
from kg.cleaning import slug
from kg.findings import Findings, Mention
from kg.identities import Entity, Identification, Resolved
from kg.resolve.bearers import Bearer, bearers
from kg.resolve.candidates import Circumstances, Scored, candidates

ACCEPT = 0.65
"""The least score that is accepted: a family name with one bearer who was alive."""
MARGIN = 0.15
"""How far the best must be ahead of the second: a namesake needs more than the name."""
_PROPOSED = 5
_NOBODY, _DOUBTFUL = 0.8, 0.5


def identify(findings: Findings, authority: Authority) -> Resolved:
    """The findings of one document with a judgement for each party in them.

    Every `Party` that stands anywhere in the findings gets one judgement that holds (verdict
    "accepted"): an entity of the register, or a local one when the register does not know the
    name or cannot tell its bearers apart. Candidates that were not accepted come before it as
    proposals, so `Resolved.entity` gives what holds.
    """
    circumstances = _circumstances(findings, authority)
    found = bearers(findings, authority)
    slugs = _slugs(findings.document.identifier, found)
    judged = [
        each
        for bearer, local in zip(found, slugs, strict=True)
        for each in _judgements(bearer, local, circumstances, authority)
    ]
    return Resolved(findings, tuple(judged))


def _circumstances(findings: Findings, authority: Authority) -> Circumstances:
    dateline = findings.dateline()
    places = {
        record.entity
        for mention in findings.of(Mention)
        if mention.role in ("sent from", "sent to")
        for record in authority.named(mention.party.name, "place")
    }
    return Circumstances(dateline.value if dateline else None, frozenset(places))


def _judgements(
    bearer: Bearer, local: Entity, circumstances: Circumstances, authority: Authority
) -> list[Identification]:
    kept, out = candidates(bearer, circumstances, authority)
    sure = _sure(kept)
    if sure:
        entity = Entity(sure.entry.kind, sure.entry.identifier, sure.entry.label)
        reasons = (*bearer.joins, *sure.reasons, *_ruled_out(out))
        rule = "explained by the document" if bearer.covers and bearer.names else sure.rule
        return [Identification(p, entity, sure.score, reasons, rule) for p in bearer.parties]
    proposals = [
        Identification(
            party, Entity(c.entry.kind, c.entry.identifier, c.entry.label), c.score,
            (*bearer.joins, *c.reasons), c.rule, "proposed",
        )
        for c in kept[:_PROPOSED]
        for party in bearer.parties
    ]  # fmt: skip
    score, rule, why = _open(bearer, kept, out)
    holds = [Identification(p, local, score, (*bearer.joins, *why), rule) for p in bearer.parties]
    return [*proposals, *holds]


def _sure(kept: list[Scored]) -> Scored | None:
    """The one candidate that is good enough and clearly ahead of the others."""
    if not kept or kept[0].score < ACCEPT:
        return None
    second = kept[1].score if len(kept) > 1 else 0.0
    bearers_of_cover = [c for c in kept if c.how == "cover"]
    if kept[0].how == "cover" and len(bearers_of_cover) > 1:
        return None  # Matveyev: editors of different documents resolve it differently
    return kept[0] if kept[0].score - second >= MARGIN - 1e-9 else None


def _open(
    bearer: Bearer, kept: list[Scored], out: list[Scored]
) -> tuple[float, str, tuple[str, ...]]:
    """Score, rule and sentences for a bearer that stays local."""
    if len(kept) > 1:
        labels = ", ".join(c.entry.label for c in kept)
        return _DOUBTFUL, "several bearers", (f'"{bearer.label}" may be {labels}.',)
    if kept:
        return (
            _DOUBTFUL,
            "not sure enough",
            (f'"{bearer.label}" may be {kept[0].entry.label}, but {_weakness(kept[0])}',),
        )
    why = _ruled_out(out) or (f'The register does not know "{bearer.label}".',)
    return _NOBODY, "not in the register", why


def _weakness(candidate: Scored) -> str:
    return f"the score {candidate.score:.2f} is below {ACCEPT:.2f}: {candidate.reasons[-1]}"


def _ruled_out(out: Iterable[Scored]) -> tuple[str, ...]:
    return tuple(candidate.veto for candidate in out if candidate.veto)


# Local entities


def _slugs(document: str, found: list[Bearer]) -> list[Entity]:
    """A local entity for each bearer; a second of the same name gets a number."""
    used: set[tuple[str, str]] = set()
    entities = []
    for bearer in found:
        kind, name = bearer.kinds[0], slug(bearer.label)
        numbered = (name if n == 1 else f"{name}-{n}" for n in count(1))
        free = next(each for each in numbered if (kind, each) not in used)
        used.add((kind, free))
        entities.append(Entity(kind, f"{document}~{free}", bearer.label))
    return entities
