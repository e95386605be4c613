"""The page of one message: what the graph found in it, in the order a reader asks.

`found_in` asks the graph for everything (two fixed queries), `message_page` arranges it.
Which facts there are is read from the classes and properties of the findings; a finding of a
kind that is not known here is shown among "other statements", never dropped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import Any

from api.graph import Graph, Names, Node
from api.marking import Mark, Piece, pieces
from api.views import (
    Commitment,
    Decision,
    Directive,
    Evidence,
    Fact,
    Judgment,
    Legend,
    MessagePage,
    NameUse,
    Party,
    Reference,
    Step,
    Thing,
    Vote,
)
from api.wording import day, line, words
from kg.namespaces import CW, PREFIXES
from kg.store import StoredText

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_TITLE = PREFIXES["dcterms"] + "title"
_SOURCE = PREFIXES["dcterms"] + "source"
_VALUE = PREFIXES["schema"] + "value"
_POST = PREFIXES["schema"] + "jobTitle"
_SUBJECT = PREFIXES["dcterms"] + "subject"

ROLES = {CW + "sender": "from", CW + "relay": "through", CW + "recipient": "to"}
"""The properties that make somebody a correspondent, in the order of a letter's way."""
_MENTIONS = CW + "mentions"
_ENVELOPE = [
    CW + name
    for name in (
        "form", "number", "otherNumber", "date", "time", "sentFrom", "sentTo", "classification",
        "precedence", "copies", "note",
    )
]  # fmt: skip
_LINKS = {CW + "answers", CW + "promises", CW + "cites"}
_BOUNDS = {CW + "earliest", CW + "latest"}
_ELSEWHERE = {
    _TYPE, _LABEL, _MENTIONS, CW + "heldAs", *ROLES, *_ENVELOPE, *_LINKS, *_BOUNDS,
}  # fmt: skip
"""Properties of a message that have a place of their own on the page."""

HELD = {"held": "with its text"}
"""How a message is known, where the word of the vocabulary alone would puzzle a reader."""

KINDS = {
    "correspondent": "sender, recipient or relay",
    "envelope": "number, date, place or marking",
    "handling": "handling and copies",
    "directive": "directive",
    "commitment": "commitment",
    "decision": "decision and votes",
    "reference": "reference to a message",
    "mention": "person, office, group or place mentioned",
    "name": "name and whom it means",
    "page": "description by the archive",
    "other": "other statement",
}
"""Every kind of highlight, in the order of the legend."""
_BY_CLASS = {
    "Handling": "handling",
    "Directive": "directive",
    "Commitment": "commitment",
    "Decision": "decision",
    "Vote": "decision",
    "Reference": "reference",
    "Name": "name",
}
_DETAILS = {
    "point": "point",
    "deadline": "deadline",
    "condition": "condition",
    "proviso": "but not",
    "cue": "because of the words",
    "question": "question",
    "draft": "draft",
    "number": "number",
    "form": "form",
    "date": "date",
    "time": "time",
    "place": "place",
    "copyNumber": "copy number",
    "copies": "copies",
    "total": "copies in all",
    "note": "note",
    "flag": "doubt",
    _POST: "post",
    _SUBJECT: "subject",
}
"""Properties of findings that are shown as they are, with their words for people."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that the graph has about one message, gathered once."""

    message: Node
    findings: Sequence[Node]
    judgments: Mapping[str, tuple[Judgment, ...]]
    forms: Sequence[Node]
    names: Names
    cited_by: tuple[Thing, ...]
    stored: StoredText | None
    anchors: Mapping[str, str]

    def of(self, class_: str) -> list[Node]:
        """The findings of one class, in the order of the text."""
        return [node for node in self.findings if node.is_a(class_)]

    def supporting(self, property_: str) -> list[Node]:
        """The findings that are evidence for a property of the message."""
        return [n for n in self.findings if property_ in n.addresses(CW + "supports")]

    def things(self, node: Node, name: str) -> tuple[Thing, ...]:
        """The things that a property of a finding points to."""
        return self.names.things(node.addresses(CW + name))

    def term(self, node: Node, name: str) -> str:
        """The first value of a property in words: a concept's label or the text itself."""
        return ", ".join(self.terms(node, name))

    def terms(self, node: Node, name: str) -> tuple[str, ...]:
        """All values of a property in words."""
        terms = node.terms(name if ":" in name else CW + name)
        return tuple(self.names.thing(t.value).label if t.is_address else t.value for t in terms)

    def evidence(self, node: Node) -> Evidence:
        """The words a finding rests on."""
        start, end = node.number(CW + "start"), node.number(CW + "end")
        return Evidence(
            anchor=self.anchors[node.address],
            address=node.address,
            href=self.names.addresses.record(node.address),
            quote=node.text(CW + "quote") or "",
            start=None if start is None else int(start),
            end=None if end is None else int(end),
            confidence=node.number(CW + "confidence"),
            extractor=node.text(CW + "extractor"),
            is_marked=self.is_marked(node),
            origin=None if self.is_own(node) else _document(node),
        )

    def is_own(self, node: Node) -> bool:
        """True when the finding stands in the message's own document, not in an index of it."""
        return _document(node) == self.message.address.rsplit("/", 1)[-1]

    def is_marked(self, node: Node) -> bool:
        """True when the words can be shown at their place in the text."""
        start, end = node.number(CW + "start"), node.number(CW + "end")
        if self.stored is None or start is None or end is None or not self.is_own(node):
            return False
        return 0 <= start < end <= len(self.stored.text)

    def details(self, node: Node, *left_out: str) -> tuple[tuple[str, str], ...]:
        """The further facts of a finding as (words, value)."""
        found = [
            (label, day(text) if name == "date" else text)
            for name, label in _DETAILS.items()
            if name not in left_out and (text := self.term(node, name))
        ]
        return tuple(found)


def _document(node: Node) -> str:
    """The document of a finding, as its address names it."""
    return node.address.rsplit("/", 1)[-1].rpartition("~")[0]


def anchors(addresses: Iterable[str]) -> dict[str, str]:
    """An id for each finding of a page: what its address adds to that of the document.

    >>> anchors(["https://w3id.org/coldwire/id/finding/wilson-117312~directives-3"])
    {'https://w3id.org/coldwire/id/finding/wilson-117312~directives-3': 'directives-3'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for address in addresses:
        wanted = re.sub(r"[^A-Za-z0-9-]+", "-", re.split("[~/]", address)[-1]).strip("-") or "f"
        free = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
        found[address] = next(name for name in free if name not in taken)
        taken.add(found[address])
    return found


def found_in(graph: Graph, identifier: str) -> Found | None:
    """Everything about the message with that identifier; None when there is no such message."""
    this = graph.addresses.message(identifier)
    nodes = {node.address: node for node in graph.nodes("message", this)}
    message = nodes.pop(this, None)
    if message is None or not message.is_a("Message"):
        return None
    names = graph.names("message-labels", this)
    findings = sorted((n for n in nodes.values() if _points(n, "inMessage", this)), key=_place)
    judged = {node.address for node in findings}
    return Found(
        message=message,
        findings=findings,
        judgments=_judgments((n for n in nodes.values() if _judges(n, judged)), names),
        forms=[n for n in nodes.values() if n.is_a("Name") and _points(n, "attestedIn", this)],
        names=names,
        cited_by=names.things(_citing(nodes.values(), this)),
        stored=graph.store.text_of(identifier),
        anchors=anchors(node.address for node in findings),
    )


def _points(node: Node, property_: str, this: str) -> bool:
    return this in node.addresses(CW + property_)


def _judges(node: Node, findings: set[str]) -> bool:
    return node.is_a("Identification") and not findings.isdisjoint(node.addresses(CW + "concerns"))


def _citing(nodes: Iterable[Node], this: str) -> list[str]:
    """The messages that speak of this one."""
    references = (n for n in nodes if n.is_a("Reference") and _points(n, "refersTo", this))
    return sorted({address for n in references for address in n.addresses(CW + "inMessage")})


def _place(node: Node) -> tuple[float, float, str]:
    """Findings in the order of the text, the longer of two that start together first."""
    start, end = node.number(CW + "start"), node.number(CW + "end")
    return (float("inf") if start is None else start, -(end or 0), node.address)


def _judgments(nodes: Iterable[Node], names: Names) -> dict[str, tuple[Judgment, ...]]:
    """The judgments about each finding, the surest first."""
    found: dict[str, list[Judgment]] = defaultdict(list)
    for node in nodes:
        for finding in node.addresses(CW + "concerns"):
            found[finding].extend(_judgment(node, thing, names) for thing in _meant(node, names))
    return {
        finding: tuple(sorted(each, key=lambda j: (-(j.confidence or 0), j.thing.address)))
        for finding, each in found.items()
    }


def _meant(node: Node, names: Names) -> tuple[Thing, ...]:
    return names.things(node.addresses(CW + "refersTo"))


def _judgment(node: Node, thing: Thing, names: Names) -> Judgment:
    verdict = node.text(CW + "verdict")
    return Judgment(
        thing=thing,
        verdict=names.thing(verdict).label if verdict else "",
        confidence=node.number(CW + "confidence"),
        reasons=tuple(sorted(term.value for term in node.terms(CW + "reason"))),
        decided_by=node.text(CW + "decidedBy") or "",
        href=names.addresses.record(node.address),
    )


def message_page(graph: Graph, identifier: str) -> MessagePage | None:
    """The page of a message, None when there is no such message."""
    found = found_in(graph, identifier)
    return None if found is None else with_one_home(_arranged(graph, found, identifier), set())


def _arranged(graph: Graph, found: Found, identifier: str) -> MessagePage:
    this, marks = found.message, _marks(found)
    text, is_excerpt = _text(found, marks)
    return MessagePage(
        thing=found.names.thing(this.address),
        identifier=identifier,
        title=_title(found, identifier),
        date=this.text(CW + "date") or this.text(CW + "earliest"),
        held=_held(found),
        source=found.stored.source if found.stored else None,
        text=text,
        is_excerpt=is_excerpt,
        legend=_legend(marks),
        outside=_outside(found),
        correspondents=_correspondents(found),
        envelope=_facts(found, _ENVELOPE),
        description=_facts(found, _described(found)),
        handling=tuple(_step(found, node) for node in _handlings(found, copied=False)),
        copies=tuple(_step(found, node) for node in _handlings(found, copied=True)),
        directives=tuple(_directive(found, node) for node in _ordered(found.of("Directive"))),
        commitments=tuple(_commitment(found, node) for node in found.of("Commitment")),
        decisions=tuple(_decision(found, node) for node in found.of("Decision")),
        references=tuple(_reference(found, node) for node in found.of("Reference")),
        cited_by=found.cited_by,
        names=_names(found),
        mentions=_mentioned(found),
        others=_others(found),
        record_href=graph.addresses.record(this.address),
    )


def with_one_home(value: Any, seen: set[str]) -> Any:
    """The same views, in which each finding is at home where it comes first."""
    if isinstance(value, tuple):
        return tuple(with_one_home(item, seen) for item in value)
    if isinstance(value, Evidence):
        is_home = value.anchor not in seen
        seen.add(value.anchor)
        return replace(value, is_home=is_home)
    if not is_dataclass(value) or isinstance(value, type | Piece | Thing):
        return value
    parts = {part.name: getattr(value, part.name) for part in fields(value)}
    return replace(value, **{name: with_one_home(part, seen) for name, part in parts.items()})


def _held(found: Found) -> str | None:
    held = found.term(found.message, "heldAs")
    return HELD.get(held, held) or None


def _title(found: Found, identifier: str) -> str:
    """The title of the page; what only a reference knows is called by what is known of it."""
    this = found.message
    title = this.text(_TITLE) or this.text(_LABEL)
    if title is not None and line(title):
        return title
    form = found.term(this, "form") or "Message"
    senders = ", ".join(t.label for t in found.names.things(this.addresses(CW + "sender")))
    recipients = ", ".join(t.label for t in found.names.things(this.addresses(CW + "recipient")))
    parts = [form, f"from {senders}" if senders else "", f"to {recipients}" if recipients else ""]
    known = " ".join(part for part in parts if part)
    return known[:1].upper() + known[1:] if senders or recipients else f"{form} {identifier}"


def _kind_of(node: Node) -> str:
    """Which highlight a finding gets."""
    for class_, kind in _BY_CLASS.items():
        if node.is_a(class_):
            return kind
    supported = set(node.addresses(CW + "supports"))
    if supported & ROLES.keys():
        return "correspondent"
    if supported & set(_ENVELOPE):
        return "envelope"
    if _MENTIONS in supported:
        return "mention"
    if node.text(CW + "kind") or node.text(CW + "role"):
        return "envelope"
    return "page" if supported else "other"


def _marks(found: Found) -> list[Mark]:
    if found.stored is None:
        return []
    places = [(node, found.evidence(node)) for node in found.findings if found.is_marked(node)]
    return [Mark(e.start or 0, e.end or 0, _kind_of(node), e.anchor) for node, e in places]


def _text(found: Found, marks: Sequence[Mark]) -> tuple[tuple[Piece, ...], bool]:
    """The text in pieces; of a table of many messages only the lines of this one."""
    if found.stored is None:
        return (), False
    text = found.stored.text
    if not marks or not found.stored.source.endswith((".csv", ".tsv")):
        return _without_blank_ends(pieces(text, marks)), False
    first = text.rfind("\n", 0, min(mark.start for mark in marks)) + 1
    last = text.find("\n", max(mark.end for mark in marks))
    end = len(text) if last < 0 else last
    moved = [Mark(m.start - first, m.end - first, m.kind, m.anchor) for m in marks]
    return pieces(text[first:end], moved), True


def _without_blank_ends(found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without white space before the first word and after the last."""
    kept = list(found)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if kept and not kept[end].marks:
            kept[end] = Piece(strip(kept[end].text))
    return tuple(piece for piece in kept if piece.text)


def _legend(marks: Iterable[Mark]) -> tuple[Legend, ...]:
    counts = Counter(mark.kind for mark in marks)
    return tuple(Legend(key, label, counts[key]) for key, label in KINDS.items() if counts[key])


def _outside(found: Found) -> tuple[Thing, ...]:
    """Where the publisher has the message."""
    things = (found.names.value(term) for term in found.message.terms(_SOURCE))
    linked = [t if isinstance(t, Thing) else found.names.thing(t.text) for t in things]
    return tuple(
        Thing(t.address, t.address, "web page", t.address) for t in linked if t.href == t.address
    )


def _party(found: Found, thing: Thing, role: str, findings: Iterable[Node]) -> Party:
    nodes = [n for n in findings if thing.address in n.addresses(CW + "refersTo")]
    written = (n.text(CW + "writtenAs") or n.text(CW + "quote") or "" for n in nodes)
    judged = (j for n in nodes for j in found.judgments.get(n.address, ()))
    alike = {(j.thing.address, j.verdict, j.reasons, j.decided_by): j for j in judged}
    return Party(
        thing=thing,
        role=role,
        written=tuple(dict.fromkeys(line(name) for name in written if name)),
        evidence=tuple(found.evidence(node) for node in nodes),
        judgments=tuple(alike.values()),
        posts=tuple(dict.fromkeys(t.value for n in nodes for t in n.terms(_POST))),
    )


def _correspondents(found: Found) -> tuple[Party, ...]:
    return tuple(
        _party(found, thing, role, found.supporting(property_))
        for property_, role in ROLES.items()
        for thing in found.names.things(found.message.addresses(property_))
    )


def _mentioned(found: Found) -> tuple[Party, ...]:
    """Everybody and everything mentioned, the most often mentioned first."""
    nodes = found.supporting(_MENTIONS)
    things = found.names.things(
        [*found.message.addresses(_MENTIONS), *(a for n in nodes for a in _referred(n))]
    )
    parties = [_party(found, thing, "mentioned", nodes) for thing in things]
    return tuple(sorted(parties, key=lambda p: (-len(p.evidence), p.thing.label, p.thing.address)))


def _referred(node: Node) -> list[str]:
    return node.addresses(CW + "refersTo")


def _described(found: Found) -> list[str]:
    """The properties of the message that have no other place on the page."""
    return sorted(set(found.message.properties) - _ELSEWHERE, key=words)


def _facts(found: Found, properties: Iterable[str]) -> tuple[Fact, ...]:
    """A fact for each property the message has, with the words behind it."""
    return tuple(
        Fact(
            label=found.names.labels.get(property_, words(property_)),
            values=tuple(found.names.value(term) for term in found.message.terms(property_)),
            evidence=tuple(found.evidence(node) for node in found.supporting(property_)),
        )
        for property_ in properties
        if found.message.terms(property_)
    )


def _handlings(found: Found, *, copied: bool) -> list[Node]:
    return [
        node
        for node in found.of("Handling")
        if any(kind.endswith("/copied") for kind in node.addresses(CW + "kind")) is copied
    ]


def _step(found: Found, node: Node) -> Step:
    return Step(
        evidence=found.evidence(node),
        kind=found.term(node, "kind"),
        by=found.things(node, "by"),
        details=found.details(node),
    )


def _ordered(directives: Iterable[Node]) -> list[Node]:
    return sorted(directives, key=lambda node: (node.number(CW + "ordinal") or 0, _place(node)))


def _directive(found: Found, node: Node) -> Directive:
    ordinal = node.number(CW + "ordinal")
    return Directive(
        evidence=found.evidence(node),
        ordinal=None if ordinal is None else int(ordinal),
        point=found.term(node, "point") or None,
        forces=found.terms(node, "force"),
        issuers=found.things(node, "issuedBy"),
        doers=found.things(node, "toBeDoneBy"),
        channels=found.things(node, "through"),
        reported=node.text(CW + "reported") in ("true", "1"),
        details=found.details(node, "point"),
    )


def _commitment(found: Found, node: Node) -> Commitment:
    by, to = found.things(node, "by"), found.things(node, "to")
    return Commitment(found.evidence(node), by, to, found.details(node))


def _decision(found: Found, node: Node) -> Decision:
    votes = [n for n in found.of("Vote") if node.address in n.addresses(CW + "concerns")]
    accepted = {"true": "accepted", "false": "not accepted"}
    return Decision(
        evidence=found.evidence(node),
        label=node.text(_LABEL) or "Decision",
        bodies=found.things(node, "by"),
        accepted=accepted.get(node.text(CW + "accepted") or "", "outcome not stated"),
        details=found.details(node),
        votes=tuple(
            Vote(found.evidence(n), found.things(n, "by"), found.term(n, "choice")) for n in votes
        ),
    )


def _reference(found: Found, node: Node) -> Reference:
    return Reference(
        evidence=found.evidence(node),
        kind=found.term(node, "kind"),
        targets=found.things(node, "refersTo"),
        authors=found.things(node, "by"),
        addressees=found.things(node, "to"),
        details=found.details(node),
        candidates=found.judgments.get(node.address, ()),
    )


def _names(found: Found) -> tuple[NameUse, ...]:
    """The names this message attests: first those it explains itself."""
    own = [node for node in found.findings if node.is_a("Name")]
    addresses = {node.address for node in own}
    others = [node for node in found.forms if node.address not in addresses]
    return tuple(_name(found, node, node in own) for node in (*own, *others))


def _name(found: Found, node: Node, is_own: bool) -> NameUse:
    return NameUse(
        name=Thing(
            node.address,
            node.text(_LABEL) or words(node.address),
            "name",
            found.names.addresses.href(node.address),
        ),
        kind=found.term(node, "kind"),
        bearers=found.things(node, "bearer"),
        sources=tuple(term.value for term in node.terms(_SOURCE)),
        evidence=found.evidence(node) if is_own else None,
        note=node.text(CW + "note"),
    )


def _others(found: Found) -> tuple[Fact, ...]:
    """Findings that have no other place: other readings, unknown kinds, votes on nothing."""
    return tuple(_other(found, node) for node in found.findings if _is_homeless(found, node))


def _is_homeless(found: Found, node: Node) -> bool:
    if node.is_a("Vote"):
        decisions = {decision.address for decision in found.of("Decision")}
        return not decisions & set(node.addresses(CW + "concerns"))
    if any(node.is_a(class_) for class_ in _BY_CLASS):
        return False
    shown = {*ROLES, _MENTIONS, *_ENVELOPE, *_described(found)}
    return not shown & set(node.addresses(CW + "supports"))


def _other(found: Found, node: Node) -> Fact:
    label = node.text(_LABEL) or found.term(node, "kind") or found.term(node, "role")
    return Fact(
        label=label or words(found.anchors[node.address]),
        values=tuple(found.names.value(term) for term in node.terms(_VALUE)),
        evidence=(found.evidence(node),),
    )
