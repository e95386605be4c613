"""What the message says and what was done with it: one function for each kind of finding."""

from __future__ import annotations

from kg.cleaning import key, plain
from kg.findings import (
    Alias,
    Commitment,
    Copy,
    Decision,
    Directive,
    Handling,
    Mention,
    Party,
    Vote,
)
from kg.identities import Entity
from kg.rdf import iris
from kg.rdf.concepts import concept
from kg.rdf.envelope import write_total
from kg.rdf.mentions import mention_lines
from kg.rdf.page import Page, entity_term
from kg.rdf.terms import boolean, cw, integer, iri, term

_VOTED = {"for": "votedFor", "against": "votedAgainst", "abstained": "abstainedFrom"}
_AGENT_ROLES = {"sender": "sender", "recipient": "recipient", "relay": "relay"}
_PLACE_ROLES = {"sent from": "sentFrom", "sent to": "sentTo"}


def write_mention(page: Page, node: str, found: Mention) -> None:
    """Words that refer to somebody or something, and the plain triple they support."""
    entity = page.speak_of(found.party, node)
    target = entity_term(entity)
    predicate = cw(_supported(page, found.role, entity))
    page.graph.add(page.message, predicate, target)
    page.graph.whole[node] = mention_lines(page, node, found, target, predicate)


def _supported(page: Page, role: str, entity: Entity) -> str:
    """The property that a mention in this role is evidence for.

    A signature is evidence for the sender only if the sender is known to be the one who
    signed; secretaries sign too.
    """
    if entity.kind == "place":
        return _PLACE_ROLES.get(role, "mentions")
    if role == "signatory" and entity in page.senders:
        return "sender"
    return _AGENT_ROLES.get(role, "mentions")


def _post(page: Page, node: str, party: Party | None) -> None:
    if party is not None:
        page.graph.add_text(node, term("schema:jobTitle"), party.office)


def write_alias(page: Page, node: str, found: Alias) -> None:
    """A form of a name as this document attests it; its bearer where one entity is meant."""
    number = node.rsplit("~", 1)[-1].rstrip(">")
    name = iri(iris.name(page.document.identifier, number))
    page.evidence(name, "Name", found)
    page.graph.add_text(name, term("rdfs:label"), plain(found.form))
    page.graph.add(name, cw("kind"), concept("name-kind", found.relation))
    page.graph.add(name, cw("attestedIn"), page.message)
    page.graph.add_text(name, cw("note"), found.gloss)
    bearer = _bearer(page, found)
    if bearer is not None:
        page.graph.add(name, cw("bearer"), entity_term(bearer))
        if bearer.is_local:
            page.local[bearer] = None


def _bearer(page: Page, found: Alias) -> Entity | None:
    """The one entity that parties of both names mean, else of either; None when several do."""
    form, real = key(found.form), key(found.real)
    both: dict[Entity, None] = {}
    either: dict[Entity, None] = {}
    for judged in page.resolved.identifications:
        names = {key(judged.party.written), key(judged.party.name)}
        if {form, real} <= names:
            both[page.entity(judged.party)] = None
        elif form in names or real in names:
            either[page.entity(judged.party)] = None
    bearers = list(both or either)
    return bearers[0] if len(bearers) == 1 else None


def write_handling(page: Page, node: str, found: Handling) -> None:
    """What an office did with the paper."""
    page.evidence(node, "Handling", found)
    page.graph.add(node, cw("kind"), concept("handling", found.kind))
    page.agents(node, "by", (found.by,))
    page.dated(node, found.date)
    for name in ("time", "place", "note", "flag"):
        page.graph.add_text(node, cw(name), getattr(found, name))
    _post(page, node, found.by)


def write_copy(page: Page, node: str, found: Copy) -> None:
    """An entry of the distribution list: the paper was copied to its reader."""
    page.evidence(node, "Handling", found)
    page.graph.add(node, cw("kind"), concept("handling", "copied"))
    page.agents(node, "by", (found.party,))
    page.dated(node, found.date)
    if found.number is not None:
        page.graph.add(node, cw("copyNumber"), integer(found.number))
    if found.copies is not None:
        page.graph.add(node, cw("copies"), integer(found.copies))
    write_total(page, node, found)
    _post(page, node, found.party)


def write_directive(page: Page, node: str, found: Directive) -> None:
    """What somebody is to do."""
    page.evidence(node, "Directive", found)
    page.graph.add(node, cw("ordinal"), integer(found.ordinal))
    page.graph.add(node, cw("force"), concept("force", found.force))
    page.graph.add(node, cw("reported"), boolean(found.reported))
    for name in ("cue", "point", "condition", "deadline", "proviso"):
        page.graph.add_text(node, cw(name), getattr(found, name))
    page.agents(node, "issuedBy", found.issued_by)
    page.agents(node, "toBeDoneBy", found.to_be_done_by)
    page.agents(node, "through", found.through)


def write_commitment(page: Page, node: str, found: Commitment) -> None:
    """What the author promises to do."""
    page.evidence(node, "Commitment", found)
    page.agents(node, "by", found.by)
    page.agents(node, "to", found.to)
    page.graph.add_text(node, cw("deadline"), found.deadline)


def write_decision(page: Page, node: str, found: Decision) -> None:
    """A decision, and how each of its voters voted."""
    page.evidence(node, "Decision", found)
    label = found.title or found.question or found.quote
    page.graph.add_text(node, term("rdfs:label"), plain(label))
    page.agents(node, "by", (found.body,))
    page.dated(node, found.date)
    for name in ("question", "draft"):
        page.graph.add_text(node, cw(name), getattr(found, name))
    if found.accepted is not None:
        page.graph.add(node, cw("accepted"), boolean(found.accepted))
    if found.concerns is not None:
        page.graph.add(node, cw("concerns"), page.message)
        page.graph.add(node, cw("kind"), concept("decision-concern", found.concerns))
    voters = {id(vote) for vote in found.votes}
    for vote_node, vote in page.nodes:
        if id(vote) in voters and isinstance(vote, Vote):
            _write_choice(page, vote_node, vote, node)


def _write_choice(page: Page, node: str, vote: Vote, decision: str) -> None:
    page.graph.add(node, cw("concerns"), decision)
    voter = entity_term(page.entity(vote.party))
    page.graph.add(voter, cw(_VOTED[vote.choice]), decision)


def write_vote(page: Page, node: str, found: Vote) -> None:
    """One voter and the choice; the decision it concerns is said with the decision."""
    page.evidence(node, "Vote", found)
    page.agents(node, "by", (found.party,))
    page.graph.add(node, cw("choice"), concept("choice", found.choice))
    _post(page, node, found.party)
