"""Who and which message is meant: references, identifications, and what only this page knows."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from kg.cleaning import key, plain
from kg.findings import Reference
from kg.identities import LISTED, LOCAL, SERIES, Entity, Resolution
from kg.rdf import iris
from kg.rdf.concepts import concept
from kg.rdf.page import CLASSES, Page, entity_term
from kg.rdf.terms import cw, decimal, iri, string, term

_STANDING = frozenset({LISTED, SERIES, LOCAL})
"""Rules whose judgments are written once, with the volume (see `kg.rdf.editions`)."""
_LINKS = {"incoming": "answers", "announced": "promises"}
"""What a reference makes of two messages; "cites" for every other kind."""

REFERENCE_RULE = "comparison of envelopes"
"""Who decides about references: form, number, date and correspondents are compared."""


def write_reference(page: Page, node: str, found: Reference) -> None:
    """Words that speak of another message, with what they say about it."""
    page.evidence(node, "Reference", found)
    page.graph.add(node, cw("kind"), concept("reference-kind", found.kind))
    if found.kind != "printed":  # what editors point to is a place, whatever its form
        page.graph.add(node, cw("form"), page.concept("form", found.form))
    page.graph.add_text(node, cw("number"), found.number)
    page.graph.add_text(node, term("dcterms:subject"), found.subject)
    page.graph.add_text(node, term("dcterms:identifier"), found.target)
    page.dated(node, found.date)
    page.agents(node, "by", found.author)
    page.agents(node, "to", found.addressee)


def write_resolutions(page: Page) -> None:
    """What each reference resolves to: the links, the candidates, the messages not found."""
    references = [(node, f) for node, f in page.nodes if isinstance(f, Reference)]
    resolved = [(*references[r.position], r) for r in page.resolved.resolutions]
    for node, found, resolution in resolved:
        _link(page, node, found, resolution)
        _candidates(page, node, resolution)
    missing = [item for item in resolved if not item[2].accepted]
    by_target = sorted(missing, key=lambda item: item[2].target)
    for target, group in groupby(by_target, key=lambda item: item[2].target):
        _write_missing(page, target, [found for _, found, _ in group])


def _link(page: Page, node: str, found: Reference, resolution: Resolution) -> None:
    target = page.message_term(resolution.target)
    link = cw(_LINKS.get(found.kind, "cites"))
    page.graph.add(node, cw("refersTo"), target)
    page.graph.add(node, cw("supports"), link)
    page.graph.add(page.message, link, target)


def _candidates(page: Page, node: str, resolution: Resolution) -> None:
    for rank, candidate in enumerate(resolution.candidates, 1):
        chosen = resolution.accepted and candidate.message == resolution.target
        what = f"reference-{resolution.position + 1}-{rank}"
        judged = iri(iris.identification(page.document.identifier, what))
        page.graph.add(judged, cw("concerns"), node)
        target = page.message_term(candidate.message)
        verdict = "accepted" if chosen else "proposed"
        _judged(page, judged, target, candidate.score, candidate.reasons)
        page.graph.add(judged, cw("decidedBy"), string(REFERENCE_RULE))
        page.graph.add(judged, cw("verdict"), concept("verdict", verdict))


def _judged(page: Page, node: str, target: str, score: float, reasons: tuple[str, ...]) -> None:
    page.graph.add(node, term("rdf:type"), cw("Identification"))
    page.graph.add(node, cw("refersTo"), target)
    page.graph.add(node, cw("confidence"), decimal(score))
    for reason in reasons:
        page.graph.add_text(node, cw("reason"), reason)


def _write_missing(page: Page, target: str, found: list[Reference]) -> None:
    """A message that only references of this document know, with what they say of it."""
    missing = page.message_term(target)
    page.graph.add(missing, term("rdf:type"), cw("Message"))
    page.graph.add(missing, cw("heldAs"), concept("held-as", "known by reference"))
    page.graph.add_text(missing, term("rdfs:label"), _label(found[0]))
    page.graph.add(missing, cw("form"), page.concept("form", found[0].form))
    page.graph.add_text(missing, cw("number"), next((r.number for r in found if r.number), None))
    page.graph.add_text(
        missing, term("dcterms:subject"), next((r.subject for r in found if r.subject), None)
    )
    page.dated(missing, next((r.date for r in found if r.date), None))
    for reference in found:
        for name, parties in (("sender", reference.author), ("recipient", reference.addressee)):
            for party in parties:
                page.graph.add(missing, cw(name), entity_term(page.entity(party)))


def _label(found: Reference) -> str:
    """The words of the reference, with what they call the message where that stands elsewhere.

    "your cable of 30 September and 1 October" is two references with one "cable".
    """
    quote = plain(found.quote)
    return quote if key(found.form) in key(quote) else f"{found.form}: {quote}"


def write_identifications(page: Page) -> None:
    """Each judgment once, with all findings it explains; parties nobody wrote down are left."""
    every = page.resolved.identifications
    nodes: dict[tuple[Entity, float, tuple[str, ...], str, str], dict[str, None]] = {}
    for i in every:
        if i.rule in _STANDING:
            if i.entity.is_local:
                page.local[i.entity] = None
            continue
        judgment = (i.entity, i.score, i.reasons, i.rule, i.verdict)
        found = dict.fromkeys(page.spoken_of(i.party))
        nodes.setdefault(judgment, {}).update(found)
    taken: Counter[str] = Counter()
    for (entity, score, reasons, rule, verdict), concerned in nodes.items():
        if not concerned:
            continue
        judged = _address(page, entity, taken)
        _judged(page, judged, entity_term(entity), score, reasons)
        page.graph.add_text(judged, cw("decidedBy"), rule)
        page.graph.add(judged, cw("verdict"), concept("verdict", verdict))
        for node in concerned:
            page.graph.add(judged, cw("concerns"), node)
        if entity.is_local:
            page.local[entity] = None


def _address(page: Page, entity: Entity, taken: Counter[str]) -> str:
    """The address of a judgment: whom it names, so that it stays when others are added."""
    what = f"{entity.kind}-{entity.identifier.rsplit('~', 1)[-1]}"
    taken[what] += 1
    numbered = what if taken[what] == 1 else f"{what}-{taken[what]}"
    return iri(iris.identification(page.document.identifier, numbered))


def write_entities(page: Page) -> None:
    """Whom only this document knows; the others are described by the authority."""
    for entity in page.local:
        node = entity_term(entity)
        page.graph.add(node, term("rdf:type"), cw(CLASSES[entity.kind]))
        page.graph.add_text(node, term("rdfs:label"), entity.label or entity.identifier)
