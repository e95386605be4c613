"""What is written while one document becomes a graph: its message, its findings, its agents.

A `Page` numbers the findings (so that their addresses are stable), knows whom each party means
for plain triples, and remembers which finding spoke of which party, for the judgments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.cleaning import key
from kg.dates import DateValue
from kg.findings import Decision, Finding, Party
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

_TYPE = term("rdf:type")
_IN_MESSAGE, _QUOTE, _START, _END, _EXTRACTOR, _CONFIDENCE = map(
    cw, ("inMessage", "quote", "start", "end", "extractor", "confidence")
)


class Page:
    """One document on its way into its named graph.

    `same` says which index rows describe a message that we hold as a page: the row then
    speaks about that page's message, with findings of its own.
    """

    def __init__(self, resolved: Resolved, same: Mapping[str, str]) -> None:
        document = resolved.findings.document
        self.resolved = resolved
        self.findings = resolved.findings
        self.document = document
        self._same = same
        self.is_merged = document.identifier in same
        self.message = self.message_term(document.identifier)
        self.graph = Graph(iris.source_graph(document.graph))
        self.nodes = list(numbered(document.identifier, resolved.findings))
        self.spoken_of: dict[Party, list[str]] = {}
        self.entities: dict[Entity, None] = {}
        self._meant = _meant(resolved)

    def message_term(self, identifier: str) -> str:
        """The term of a message, also where an index row is the same as a page."""
        return iri(iris.message(self._same.get(identifier, identifier)))

    def entity(self, party: Party) -> Entity:
        """Whom the party means in plain triples: the accepted entity, else a local one.

        Raises:
            KeyError: when nobody judged whom the party means.
        """
        return self._meant[party]

    def agent(self, party: Party, node: str) -> str:
        """The term of whom the party means, noting that the finding `node` speaks of it."""
        entity = self._meant[party]
        self.entities[entity] = None
        self.spoken_of.setdefault(party, []).append(node)
        return entity_term(entity)

    def agents(self, node: str, predicate: str, parties: Iterable[Party | None]) -> None:
        """One statement of the finding `node` for each party there is."""
        for party in parties:
            if party is not None:
                self.graph.add(node, cw(predicate), self.agent(party, node))

    def evidence(self, node: str, kind: str, found: Finding) -> None:
        """The words that a finding rests on."""
        self.graph.add_all(
            node,
            (
                (_TYPE, cw(kind)),
                (_IN_MESSAGE, self.message),
                (_QUOTE, string(found.quote)),
                (_START, integer(found.span.start)),
                (_END, integer(found.span.end)),
                (_EXTRACTOR, string(found.extractor)),
                (_CONFIDENCE, decimal(found.confidence)),
            ),
        )

    def supported(self, node: str, predicate: str, value: str) -> None:
        """The message's plain triple, and that the words of `node` are evidence for it."""
        self.graph.add(self.message, predicate, value)
        self.graph.add(node, cw("supports"), predicate)
        self.graph.add(node, term("schema:value"), value)

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


def entity_term(entity: Entity) -> str:
    """The term of an entity."""
    return iri(iris.entity(entity.kind, entity.identifier))


def numbered(identifier: str, items: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with the term of its address; votes follow their decision."""
    counts: Counter[str] = Counter()
    stems: dict[str, str] = {}
    for item in items:
        for found in (item, *item.votes) if isinstance(item, Decision) else (item,):
            name = found.extractor
            counts[name] += 1
            if name not in stems:
                stems[name] = iris.findings(identifier, name)
            yield f"<{stems[name]}-{counts[name]}>", found


def _meant(resolved: Resolved) -> dict[Party, Entity]:
    """For each party whom plain triples may speak of: an accepted entity or a local one."""
    meant: dict[Party, Entity] = {}
    document = resolved.findings.document.identifier
    for judged in resolved.identifications:
        if judged.verdict == "accepted":
            meant[judged.party] = judged.entity
        elif judged.party not in meant:
            meant[judged.party] = _local(judged.entity, judged.party, document)
    return meant


def _local(proposed: Entity, party: Party, document: str) -> Entity:
    """The party as nobody but this document knows it, because the proposal was not accepted."""
    if proposed.is_local:
        return proposed
    slug = "-".join(key(party.name).split()) or "unnamed"
    return Entity(proposed.kind, f"{document}~{slug}", party.name or party.written)
