"""What is written while one document becomes a graph: its message, its findings, its agents.

A `Page` numbers the findings (so that their addresses are stable), knows whom each party means
for plain triples, and remembers which finding spoke of which party, for the judgments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from kg.cleaning import key
from kg.dates import DateValue
from kg.findings import Dateline, Decision, Finding, Mention, Party
from kg.identities import Entity, Resolved
from kg.rdf import iris
from kg.rdf.concepts import concept, is_known
from kg.rdf.terms import Graph, cw, day, decimal, edtf, integer, iri, string, term

CLASSES = {
    "person": "Person",
    "office": "Office",
    "organization": "Organization",
    "group": "Group",
    "place": "Place",
}
"""The class of each kind of entity."""

_TYPE, _VALUE = term("rdf:type"), term("schema:value")
_QUOTE, _START, _END, _CONFIDENCE, _SUPPORTS = map(
    cw, ("quote", "start", "end", "confidence", "supports")
)


class Page:
    """One document on its way into its named graph.

    `same` says which index rows describe a message that we hold as a page: the row then
    speaks about that page's message, with findings of its own. `local` collects the entities
    that only this document knows, to be described at the end.
    """

    def __init__(self, resolved: Resolved, same: Mapping[str, str]) -> None:
        document = resolved.findings.document
        self.resolved = resolved
        self.findings = resolved.findings
        self.document = document
        self._same = same
        self.is_merged = document.identifier in same
        self.message = self.message_term(document.identifier)
        self.in_message = f"{cw('inMessage')} {self.message}"
        self.graph = Graph(iris.source_graph(document.graph))
        self.nodes = list(numbered(document.identifier, resolved.findings))
        self.local: dict[Entity, None] = {}
        self._meant = _meant(resolved)

    @cached_property
    def date(self) -> Dateline | None:
        """The date of the message."""
        return self.findings.dateline()

    @cached_property
    def hour(self) -> Dateline | None:
        """The date with the hour at which the message was sent."""
        dated = self.findings.of(Dateline)
        return next((d for d in dated if d.role == "sent" and d.time), None)

    @cached_property
    def senders(self) -> set[Entity]:
        """Who the senders are."""
        mentions = self.findings.of(Mention)
        return {self.entity(m.party) for m in mentions if m.role == "sender"}

    def message_term(self, identifier: str) -> str:
        """The term of a message, also where an index row is the same as a page."""
        return iri(iris.message(self._same.get(identifier, identifier)))

    def entity(self, party: Party) -> Entity:
        """Whom the party means in plain triples: the accepted entity, else a local one.

        Raises:
            KeyError: when nobody judged whom the party means.
        """
        return self._meant[party][0]

    def spoken_of(self, party: Party) -> list[str]:
        """The findings that spoke of the party so far."""
        return self._meant[party][1]

    def speak_of(self, party: Party, node: str) -> Entity:
        """Whom the party means, noting that the finding `node` speaks of it."""
        entity, nodes = self._meant[party]
        nodes.append(node)
        if entity.is_local:
            self.local[entity] = None
        return entity

    def agents(self, node: str, predicate: str, parties: Iterable[Party | None]) -> None:
        """One statement of the finding `node` for each party there is."""
        for party in parties:
            if party is not None:
                self.graph.add(node, cw(predicate), entity_term(self.speak_of(party, node)))

    def evidence(self, node: str, kind: str, found: Finding) -> list[str]:
        """The words that a finding rests on.

        Returns:
            What is said of the finding (see `Graph`), for more to be said.
        """
        start, end = found.span
        said = self.graph.said[node]
        said += (
            f"{_TYPE} {cw(kind)}",
            f"{_CONFIDENCE} {decimal(found.confidence)}",
            f"{_END} {integer(end)}",
            extracted_by(found.extractor),
            self.in_message,
            f"{_QUOTE} {string(found.quote)}",
            f"{_START} {integer(start)}",
        )
        return said

    def supported(self, node: str, predicate: str, value: str) -> None:
        """The message's plain triple, and that the words of `node` are evidence for it."""
        self.graph.add(self.message, predicate, value)
        self.graph.said[node] += (f"{_SUPPORTS} {predicate}", f"{_VALUE} {value}")

    def dated(self, node: str, value: DateValue | None) -> None:
        """A date and the first and last day it allows."""
        if value is None:
            return
        self.graph.add(node, cw("date"), edtf(value.edtf))
        if value.earliest is not None:
            self.graph.add(node, cw("earliest"), day(value.earliest))
        if value.latest is not None:
            self.graph.add(node, cw("latest"), day(value.latest))

    def concept(self, scheme: str, word: str) -> str:
        """The concept of a word; one that an open scheme lacks is described in this graph."""
        found = concept(scheme, word)
        if not is_known(scheme, word):
            self.graph.add(found, _TYPE, term("skos:Concept"))
            self.graph.add(found, term("skos:inScheme"), term(f"cwv:{scheme}"))
            self.graph.add_text(found, term("skos:prefLabel"), word)
        return found


@lru_cache(maxsize=512)
def extracted_by(extractor: str) -> str:
    """What is said of a finding of this extractor."""
    return f"{cw('extractor')} {string(extractor)}"


def entity_term(entity: Entity) -> str:
    """The term of an entity."""
    return f"<{iris.entity(entity.kind, entity.identifier)}>"


def numbered(identifier: str, items: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with the term of its address; votes follow their decision."""
    counts: dict[str, int] = {}
    stems: dict[str, str] = {}
    for item in items:
        for found in (item, *item.votes) if isinstance(item, Decision) else (item,):
            name = found.extractor
            counts[name] = number = counts.get(name, 0) + 1
            if number == 1:
                stems[name] = iris.findings(identifier, name)
            yield f"<{stems[name]}-{number}>", found


def _meant(resolved: Resolved) -> dict[Party, tuple[Entity, list[str]]]:
    """For each party whom plain triples may speak of, and the findings that will speak of it.

    An accepted entity or a local one.
    """
    meant: dict[Party, tuple[Entity, list[str]]] = {}
    document = resolved.findings.document.identifier
    for party, entity, _, _, _, verdict in resolved.identifications:
        if verdict == "accepted":
            meant[party] = entity, []
        elif party not in meant:
            meant[party] = _local(entity, party, document), []
    return meant


def _local(proposed: Entity, party: Party, document: str) -> Entity:
    """The party as nobody but this document knows it, because the proposal was not accepted."""
    if proposed.is_local:
        return proposed
    slug = "-".join(key(party.name).split()) or "unnamed"
    return Entity(proposed.kind, f"{document}~{slug}", party.name or party.written)
