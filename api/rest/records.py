"""From entries of the register to the records that are given out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode

from api.graph import Graph, Row
from api.rest import models
from api.rest.filters import NetworkFilters
from api.rest.register import Entry, Label, Register, Tie
from api.rest.shelves import (
    DECISIONS,
    DIRECTIVES,
    MESSAGES,
    NAME_OF,
    NAMES,
    PEOPLE,
    VOTES,
)  # fmt: skip
from api.wording import words
from kg.namespaces import CW

_ASKED_TOGETHER = 4
_MENTIONED = CW + "mentions"
_LINKS = frozenset({
    "sender", "recipient", "relay", "from_place", "to_place", "mentions", "answers", "promises",
    "cites", "message", "issued_by", "to_be_done_by", "through", "target", "by", "to", "voter",
    "body", "attested_in",
})  # fmt: skip
"""What is said by the address of another record."""
_OF_LAYER = {
    "correspondence": ("messages", "sender", "recipient"),
    "relays": ("messages", "sender", "relay"),
    "mentions": ("messages", "sender", "mentioned"),
    "directives": ("directives", "issued_by", "to_be_done_by"),
    "votes": ("votes", "voter", ""),
}
"""The list behind a layer of the network, and its parameters for the two ends of a line."""


@dataclass(frozen=True, slots=True)
class Records:
    """Makes records; `here` is the address of this server, without a slash at the end."""

    graph: Graph
    register: Register
    here: str

    def messages(
        self, entries: Sequence[Entry], with_evidence: bool = False, whole: bool = False
    ) -> list[models.Message]:
        """Messages; `whole` gives the mentions among the evidence, too."""
        labels = self._labels(entries)
        evidence: Mapping[str, list[models.Evidence]] = {}
        if with_evidence:
            with ThreadPoolExecutor(_ASKED_TOGETHER) as pool:
                found = pool.map(lambda entry: self.evidence(entry.address, whole), entries)
                evidence = {e.address: f for e, f in zip(entries, found, strict=True)}
        return [self._message(entry, labels, evidence.get(entry.address)) for entry in entries]

    def people(self, entries: Sequence[Entry], whole: bool = False) -> list[models.Person]:
        """People; `whole` with their names and the words that mean them."""
        return [self._person(entry, whole) for entry in entries]

    def places(self, entries: Sequence[Entry], whole: bool = False) -> list[models.Place]:
        """Places; `whole` with the words that mean them."""
        return [self._place(entry, whole) for entry in entries]

    def directives(self, entries: Sequence[Entry]) -> list[models.Directive]:
        """Directives."""
        labels, dates = self._labels(entries), self._dates(entries)
        return [
            models.Directive(
                **self._finding(e, labels, dates, "directives"),
                ordinal=_whole(e.one("ordinal")),
                point=e.one("point"),
                force=_concepts(e, "force"),
                issued_by=self._links(e, "issued_by", labels),
                to_be_done_by=self._links(e, "to_be_done_by", labels),
                through=self._links(e, "through", labels),
                condition=e.one("condition"),
                deadline=e.one("deadline"),
                proviso=e.one("proviso"),
                reported=_truth(e.one("reported")),
                cue=e.one("cue"),
            )
            for e in entries
        ]

    def references(self, entries: Sequence[Entry]) -> list[models.Reference]:
        """References."""
        labels, dates = self._labels(entries), self._dates(entries)
        return [
            models.Reference(
                **self._finding(e, labels, dates, "references"),
                kind=_concepts(e, "kind"),
                relation=_name_of(e.one("relation")),
                target=self._links(e, "target", labels),
                form=_concepts(e, "form"),
                number=e.one("number"),
                date=e.one("date"),
                by=self._links(e, "by", labels),
                to=self._links(e, "to", labels),
                subject=list(e.said.get("subject", ())),
            )
            for e in entries
        ]

    def votes(self, entries: Sequence[Entry]) -> list[models.Vote]:
        """Votes with what was decided."""
        labels, dates = self._labels(entries), self._dates(entries)
        decided = self.register.entries(
            DECISIONS, (address for e in entries for address in e.said.get("decision", ()))
        )
        named = self._labels(list(decided.values()))
        decisions = {a: self._decision(e, named) for a, e in decided.items()}
        return [
            models.Vote(
                **self._finding(e, labels, dates, "votes"),
                voter=self._links(e, "voter", labels),
                choice=next(iter(_concepts(e, "choice")), None),
                decision=decisions.get(e.one("decision") or ""),
            )
            for e in entries
        ]

    def lines(self, ties: Sequence[Tie], filters: NetworkFilters) -> list[models.Line]:
        """Lines of the network."""
        labels = self.register.labels(end for tie in ties for end in (tie.source, tie.target))
        return [
            models.Line(
                layer=filters.layer,
                source=self._link(tie.source, labels),
                target=self._link(tie.target, labels),
                messages=tie.messages,
                first_day=tie.first,
                last_day=tie.last,
                evidence=self._behind(tie, filters),
            )
            for tie in ties
        ]

    def evidence(self, message: str, whole: bool = False) -> list[models.Evidence]:
        """The words in a message, in order; mentions that are no correspondents if `whole`."""
        rows = self.graph.ask("rest-evidence", message)
        return self._evidence(row for row in rows if whole or row["supports"].value != _MENTIONED)

    def page(self, address: str) -> str | None:
        """The page of this server about an address of the graph."""
        path = self.graph.addresses.path(address)
        return None if path is None else self.here + path

    def _api(self, shelf: str, address: str) -> str:
        local = address.removeprefix(self.graph.addresses.base)
        if shelf != PEOPLE.name:
            local = local.partition("/")[2]
        return f"{self.here}/api/{shelf}/{quote(local, safe='/~%')}"

    def _link(self, address: str, labels: Mapping[str, Label]) -> models.Link:
        label = labels.get(address)
        return models.Link(
            id=address,
            type=label and label.type,
            name=label and label.name,
            page=self.page(address),
        )

    def _links(self, entry: Entry, name: str, labels: Mapping[str, Label]) -> list[models.Link]:
        return [self._link(address, labels) for address in entry.said.get(name, ())]

    def _labels(self, entries: Iterable[Entry]) -> dict[str, Label]:
        """Labels of everything that the entries lead to."""
        return self.register.labels(
            address
            for entry in entries
            for name, values in entry.said.items() if name in _LINKS
            for address in values
        )  # fmt: skip

    def _dates(self, entries: Iterable[Entry]) -> dict[str, str | None]:
        """The dates of the messages that findings stand in."""
        held = self.register.entries(MESSAGES, (e.one("message") or "" for e in entries))
        return {address: entry.one("date") for address, entry in held.items()}

    def _message(
        self, e: Entry, labels: Mapping[str, Label], evidence: list[models.Evidence] | None
    ) -> models.Message:
        links = {
            name: self._links(e, name, labels) for name in MESSAGES.properties if name in _LINKS
        }
        texts = {
            name: list(e.said.get(name, ()))
            for name in ("other_numbers", "archive_reference", "translator", "subject", "source")
        }
        plain = {
            name: e.one(name)
            for name in ("name", "title", "date", "earliest", "latest", "time", "number")
        }
        terms = {name: _concepts(e, name) for name in ("form", "classification", "precedence")}
        return models.Message(
            id=e.address,
            page=self.page(e.address),
            api=self._api("messages", e.address),
            held=next(iter(_concepts(e, "held")), None),
            evidence=evidence,
            **cast(Any, plain | terms | links | texts),
        )

    def _person(self, e: Entry, whole: bool) -> models.Person:
        sent = self.register.uses(MESSAGES, ("sender", "recipient", "relay", "mentions"), e.address)
        ordered = self.register.uses(DIRECTIVES, ("issued_by", "to_be_done_by"), e.address)
        first, last = self.register.period(e.address)
        return models.Person(
            **self._entity(e, PEOPLE.name, "person", whole),
            type=cast(Any, e.one("type") or "Person"),
            nationality=list(e.said.get("nationality", ())),
            born=e.one("born"),
            died=e.one("died"),
            first_day=first,
            last_day=last,
            uses=models.Uses(
                sent=sent["sender"],
                received=sent["recipient"],
                relayed=sent["relay"],
                mentioned=sent["mentions"],
                directives_issued=ordered["issued_by"],
                directives_to_do=ordered["to_be_done_by"],
                votes=self.register.uses(VOTES, ("voter",), e.address)["voter"],
            ),
            names=self._names(e.address) if whole else None,
        )

    def _place(self, e: Entry, whole: bool) -> models.Place:
        uses = self.register.uses(MESSAGES, ("from_place", "to_place", "mentions"), e.address)
        return models.Place(
            **self._entity(e, "places", "place", whole),
            latitude=e.number("latitude"),
            longitude=e.number("longitude"),
            uses=models.PlaceUses(
                sent_from=uses["from_place"], sent_to=uses["to_place"], mentioned=uses["mentions"]
            ),
        )

    def _entity(self, e: Entry, shelf: str, parameter: str, whole: bool) -> dict[str, Any]:
        found = self.graph.ask("rest-evidence-about", e.address) if whole else None
        return {
            "id": e.address,
            "page": self.page(e.address),
            "api": self._api(shelf, e.address),
            "name": e.one("name"),
            "other_names": list(e.said.get("other_names", ())),
            "description": e.one("description"),
            "wikidata": list(e.said.get("wikidata", ())),
            "messages": f"{self.here}/api/messages?{urlencode({parameter: e.address})}",
            "evidence": None if found is None else self._evidence(found),
        }

    def _names(self, bearer: str) -> list[models.Name]:
        found = self.register.having(NAMES, "bearer", bearer)
        labels = self._labels(found)
        return [
            models.Name(
                id=e.address,
                page=self.page(e.address),
                name=e.one("name"),
                kind=next(iter(_concepts(e, "kind")), None),
                according_to=list(e.said.get("according_to", ())),
                attested_in=self._links(e, "attested_in", labels),
            )
            for e in found
        ]

    def _finding(
        self, e: Entry, labels: Mapping[str, Label], dates: Mapping[str, str | None], shelf: str
    ) -> dict[str, Any]:
        """What all findings have."""
        message = e.one("message")
        return {
            "id": e.address,
            "page": self.page(e.address),
            "api": self._api(shelf, e.address),
            "message": None if message is None else self._link(message, labels),
            "message_date": dates.get(message or ""),
            "quote": e.one("quote") or "",
            "start": _whole(e.one("start")) or 0,
            "end": _whole(e.one("end")) or 0,
            "confidence": e.number("confidence") or 0.0,
            "extractor": e.one("extractor") or "",
        }

    def _decision(self, e: Entry, labels: Mapping[str, Label]) -> models.Decision:
        return models.Decision(
            id=e.address,
            page=self.page(e.address),
            name=e.one("name"),
            date=e.one("date"),
            body=self._links(e, "body", labels),
            accepted=_truth(e.one("accepted")),
            question=e.one("question"),
            draft=e.one("draft"),
            quote=e.one("quote"),
        )

    def _evidence(self, rows: Iterable[Row]) -> list[models.Evidence]:
        """One for each finding and what it supports, in the order of the texts."""
        found = {(row["finding"].value, row["supports"].value): row for row in reversed([*rows])}
        labels = self.register.labels(_stands_in(row) for row in found.values())
        made = [self._words(row, labels) for row in found.values()]
        return sorted(made, key=lambda each: (each.start, each.end, each.id, each.supports))

    def _words(self, row: Row, labels: Mapping[str, Label]) -> models.Evidence:
        text = {name: term.value for name, term in row.items()}
        return models.Evidence(
            id=text["finding"],
            page=self.page(text["finding"]),
            message=self._link(_stands_in(row), labels),
            quote=text["quote"],
            start=_whole(text["start"]) or 0,
            end=_whole(text["end"]) or 0,
            confidence=float(text["confidence"]),
            extractor=text["extractor"],
            supports=_name_of(text["supports"]) or text["supports"],
            role=_concept(text["role"]) if "role" in text else None,
            value=text.get("thing", text.get("value")),
        )

    def _behind(self, tie: Tie, filters: NetworkFilters) -> str:
        list_, source, target = _OF_LAYER[filters.layer]
        wanted = {source: tie.source, target: tie.target}
        wanted |= {"from": filters.date_from or "", "to": filters.date_to or ""}
        asked = urlencode({name: value for name, value in wanted.items() if name and value})
        return f"{self.here}/api/{list_}?{asked}"


def _stands_in(row: Row) -> str:
    """The message of a finding: named in the row, or the one that was asked about."""
    return (row.get("message") or row["this"]).value


def _concepts(entry: Entry, name: str) -> list[models.Concept]:
    return [_concept(address) for address in entry.said.get(name, ())]


def _concept(address: str) -> models.Concept:
    return models.Concept(id=address, name=words(address))


def _name_of(address: str | None) -> str | None:
    """The name that records have for a property."""
    return None if address is None else NAME_OF.get(address, address)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else None


def _truth(text: str | None) -> bool | None:
    return None if text is None else text in ("true", "1")
