"""Whom the names of an edition mean: entries of a volume's list, offices of the series.

Judged once for a volume, not once for a document: "p_AD1" is one man wherever the volume points
to him, "Embassy in India" one office wherever the series names it so. An entry of a list is
whoever the register of people of the series, or Coldwire's own register, says it is; failing
both, a person that only this volume knows.

    rule                    the words are                                 identity
    list of persons         an entry of the volume's list                 judged once a volume
    offices of the series   an office in the wording of the heads         judged once a series
    name in the list ...    a name that one entry bears best              judged in each document
    name of the volume      any other name, with its office               local to the volume
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.authority import Authority
from kg.authority.volumes import ListedPerson, Volume
from kg.cleaning import slug
from kg.findings import Copy, Findings, Handling, Mention, Party, Reference
from kg.identities import LISTED, LOCAL, SERIES, Entity, Identification, Resolution, Resolved

_LEAST_LETTERS = 2
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass
class VolumeIdentities:
    """The identities of one volume, as far as its documents have asked for them.

    `listed` are the entries that were met, with who they are; `shared` the entities that other
    volumes may name too, described by whoever joins the volumes.
    """

    volume: Volume
    authority: Authority
    listed: dict[str, Entity] = field(default_factory=dict)
    shared: dict[Entity, None] = field(default_factory=dict)
    _entries: dict[str, ListedPerson] = field(default_factory=dict)
    _named: dict[tuple[str, str, str | None], Identification] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._entries = {person.reference: person for person in self.volume.persons}

    def judged(self, party: Party, identity: str | None) -> Identification:
        """Who a party is; `identity` is the entry of a list that its words point to."""
        if identity is not None and party.kind == "person":
            entity = self._person(identity, party)
            return Identification(party, entity, 1.0, _BY_LIST, LISTED)
        place = (party.kind, party.name, party.office if party.kind == "person" else None)
        known = self._named.get(place)
        if known is None:
            known = self._named[place] = self._by_name(party)
        return Identification(party, known.entity, known.score, known.reasons, known.rule)

    def _person(self, identity: str, party: Party) -> Entity:
        known = self.listed.get(identity)
        if known is None:
            known = self.listed[identity] = self._of_list(identity, party)
        return known

    def _of_list(self, identity: str, party: Party) -> Entity:
        entry = self._entries.get(identity)
        label = _in_order(entry.name) if entry else party.name
        known = _one(self.authority, label, "person")
        if known is not None:
            return known
        number = self._number(identity)
        if number is not None:
            entity = Entity("person", f"frus-{number}", label)
            self.shared[entity] = None
            return entity
        return Entity("person", f"{self.volume.identifier}~{identity}", label)

    def _number(self, identity: str) -> str | None:
        """The number of the register of people of the series, which is one in all volumes."""
        if identity.isdigit():
            return identity
        register = self.volume.register
        return register.number_of(self.volume.identifier, identity) if register else None

    def _by_name(self, party: Party) -> Identification:
        if party.kind != "person":
            return self._body(party)
        entry = self.volume.people.find(party.name, party.office)
        if entry is not None:
            found = self._person(entry.reference, party)
            return Identification(party, found, _FOUND, _BY_FINDING, "name in the list of persons")
        named = slug(f"{party.name} {party.office}" if party.office else party.name)
        entity = Entity("person", f"{self.volume.identifier}~{named}", party.name)
        return Identification(party, entity, 0.8 if party.office else 0.6, _BY_NAME, LOCAL)

    def _body(self, party: Party) -> Identification:
        kind = "office" if party.kind == "group" and party.office else party.kind
        name = _ARTICLE.sub("", party.name)
        entity = _one(self.authority, name, kind)
        if entity is None:
            entity = Entity(kind, f"frus-{slug(name)}", name)
            self.shared[entity] = None
        return Identification(party, entity, 0.95, _BY_SERIES, SERIES)


_FOUND = 0.9
_BY_FINDING = ("One entry of the volume's list of persons bears the name, or is the likeliest.",)
_BY_LIST = ("The editors of the volume point from these words to an entry of its list of persons.",)
_BY_SERIES = ("The series names an office in one way in all its volumes.",)
_BY_NAME = ("The volume has no entry for the name; it is one person within the volume.",)


def identify_edition(
    findings: Findings,
    identities: VolumeIdentities,
    resolutions: Iterable[Resolution] = (),
) -> Resolved:
    """The findings of one document of an edition with a judgment for each party in them."""
    judged: dict[Party, Identification] = {}
    for found in findings:
        if isinstance(found, Mention):
            judged[found.party] = identities.judged(found.party, found.identity)
        else:
            for party in _parties(found):
                judged.setdefault(party, identities.judged(party, None))
    return Resolved(findings, tuple(judged.values()), tuple(resolutions))


def _parties(found: object) -> Iterable[Party]:
    if isinstance(found, Handling):
        return (found.by,) if found.by else ()
    if isinstance(found, Copy):
        return (found.party,)
    return (*found.author, *found.addressee) if isinstance(found, Reference) else ()


def _one(authority: Authority, name: str, kind: str) -> Entity | None:
    """The one entity of Coldwire's register that bears the whole name, if there is one."""
    if len(name) < _LEAST_LETTERS or (kind == "person" and " " not in name):
        return None
    found = {record.entity for record in authority.named(name, kind)}
    if len(found) != 1:
        return None
    identifier = found.pop()
    entry = authority.entry(kind, identifier)
    return Entity(kind, identifier, entry.label) if entry else None


_SUFFIX = re.compile(r"(.*?),?\s+(Jr\.?|Sr\.?|I{2,3}|IV)$")


def _in_order(name: str) -> str:
    """A name of a list in the order in which it is said.

    >>> _in_order("Acheson, Dean G."), _in_order("Chou En-lai"), _in_order("MacArthur, Douglas II")
    ('Dean G. Acheson', 'Chou En-lai', 'Douglas MacArthur II')
    """
    surname, _, rest = name.partition(",")
    given, _, after = rest.strip().partition(", ")
    if not given:
        return name
    suffixed = _SUFFIX.match(given)
    given, suffix = suffixed.groups() if suffixed else (given, "")
    return " ".join(part for part in (given, surname.strip(), suffix, after) if part)
