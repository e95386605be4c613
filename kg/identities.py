"""Who is meant and which message is meant: recorded judgements, each with its reasons.

`kg.resolve` makes these values out of findings; records, RDF and pages only read them. An
`Entity` that the authority does not know keeps an identifier of its own document
("wilson-117312~budanova"), so nobody is lost and nobody is merged by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.dates import DateValue
from kg.findings import Findings, Party

LISTED, SERIES, LOCAL = "list of persons", "offices of the series", "name of the volume"
"""Rules that judge once for a volume or series, not anew in each document."""


class Entity(NamedTuple):
    """Somebody or something of the graph.

    `kind`: "person", "office", "organization", "group" or "place"; `identifier` is unique
    within its kind. A tuple, as `Identification` is, because a volume has ten thousands of
    them, which are made and compared at the speed of the machine.
    """

    kind: str
    identifier: str
    label: str

    @property
    def is_local(self) -> bool:
        """True when only one document knows this entity."""
        return "~" in self.identifier


class Identification(NamedTuple):
    """The judgement that a party is this entity.

    `score` is between 0 and 1, `reasons` are sentences for people, `rule` names the rule or
    person that decided, `verdict` is "accepted" or "proposed".
    """

    party: Party
    entity: Entity
    score: float
    reasons: tuple[str, ...]
    rule: str
    verdict: str = "accepted"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is needed to recognize a message from outside: the data of its envelope.

    `senders`, `recipients` and `relays` are entities; `value` is the date or None. `records` are
    the publisher's record numbers or names, whatever host serves them; `held` is False for a
    message of which only the envelope is known.
    """

    message: str
    title: str
    form: str | None
    numbers: tuple[str, ...]
    value: DateValue | None
    senders: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    relays: tuple[Entity, ...] = ()
    records: tuple[str, ...] = ()
    held: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message that a reference may mean: its identifier, a score 0..1 and the reasons."""

    message: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one reference resolves to.

    `position` counts the references of the document from 0. `target` is the identifier of a
    message we hold when `accepted`, otherwise of a message known only from this reference
    ("wilson-117312~ref-1"); two references to one message share a target. `candidates` are
    ranked, the best first, also when none was accepted.
    """

    position: int
    target: str
    accepted: bool
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The findings of one document with the judgements made about them.

    A party may have proposals (verdict "proposed") among the identifications; the one that holds
    comes after them, and `identification` and `entity` give that one.
    """

    findings: Findings
    identifications: tuple[Identification, ...]
    resolutions: tuple[Resolution, ...] = ()
    _by_party: dict[Party, Identification] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def identification(self, party: Party) -> Identification:
        """The judgement about a party of this document.

        Raises:
            KeyError: when the party is not one of the document's.
        """
        if not self._by_party:  # made when it is asked for: not everybody asks
            self._by_party.update((judged.party, judged) for judged in self.identifications)
        return self._by_party[party]

    def entity(self, party: Party) -> Entity:
        """Whom the party means."""
        return self.identification(party).entity
