"""What extractors find: frozen values, each with the words it rests on.

Every finding carries its span in the stored text, the exact quote, the extractor that found
it and a confidence between 0 and 1. `document.text[f.span.start:f.span.end] == f.quote`
holds for each; `checked` proves it. Nothing here knows who somebody is: a `Party` is a name
as the document uses it, and `kg.resolve` judges later whom it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

from kg.dates import DateValue
from kg.document import Document
from kg.spans import Span

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def _value(*, kw_only: bool = False) -> Callable[[type[Made]], type[Made]]:
    """A dataclass whose fields nobody may set again, as the type checker sees to.

    Python itself could refuse that too, but takes three times as long to make each, and a volume
    has a hundred thousand of these.
    """
    return dataclass(slots=True, unsafe_hash=True, kw_only=kw_only)


@_value()
class Party:
    """Somebody or something that acts, under the name the document uses.

    `written` is the name as used ("SHTRAUS"), `name` the best name the document itself gives
    ("Shtykov" where a bracket explains it, else `written` in normal case); `kind` is one of
    "person", "office", "organization", "group". `span` is None when the name stands
    elsewhere and was carried to this place (the doer of "one should ...").
    """

    written: str
    name: str
    kind: str = "person"
    office: str | None = None
    span: Span | None = None


@_value(kw_only=True)
class Finding:
    """The evidence every finding has."""

    span: Span
    quote: str
    extractor: str
    confidence: float = 1.0


@_value(kw_only=True)
class Description(Finding):
    """A fact of the archive's own page: `name` (title, citation, translator ...), `value`."""

    name: str
    value: str


@_value(kw_only=True)
class Alias(Finding):
    """Two names that the document (or its editors) says belong to one bearer.

    `relation` is "cover name" (form is the cover), "romanization" or "fuller form".
    """

    form: str
    real: str
    relation: str
    gloss: str | None = None


@_value(kw_only=True)
class Mention(Finding):
    """Words that refer to a party or place.

    `role` is "sender", "recipient", "relay", "copy recipient", "signatory", "participant",
    "sent from", "sent to" or "mentioned"; `kind` a party kind or "place". `identity` is the entry
    of a list or register that the words are known to mean ("p_AD1" of the volume's list of
    persons), None when that is for `kg.resolve` to judge.
    """

    party: Party
    role: str = "mentioned"
    identity: str | None = None

    @property
    def kind(self) -> str:
        """What sort of thing is mentioned: a party kind or "place"."""
        return self.party.kind


@_value(kw_only=True)
class Dateline(Finding):
    """The date of the message itself. `role`: "sent", "received" or "heading"."""

    value: DateValue
    time: str | None = None
    role: str = "sent"


NUMBER_KINDS = ("telegram", "sender's own", "special", "registration", "incoming", "protocol item")
"""Kinds of numbers, in the order in which one is preferred as the number of the message."""


@_value(kw_only=True)
class Number(Finding):
    """A number the message bears.

    `kind`: "telegram", "sender's own", "registration", "incoming", "protocol item", "special".
    """

    value: str
    kind: str = "telegram"


@_value(kw_only=True)
class Marking(Finding):
    """A marking of the head. `kind`: "form", "classification", "precedence", "distribution" (who
    may see it), "instruction", "issuing office"; `value`: the harmonized term."""

    kind: str
    value: str


@_value(kw_only=True)
class Handling(Finding):
    """What an office did with the paper.

    `kind`: "sent", "received", "deciphered", "typed", "printed", "proofread", "transcribed",
    "copied", "processed", "certified", "annotated", "unlabelled", "drafted", "cleared",
    "approved" or "initialled"; `time` is "HH:MM" as printed on the 24-hour clock; `flag` says
    what is odd ("received before sent").
    """

    kind: str
    by: Party | None = None
    date: DateValue | None = None
    time: str | None = None
    place: str | None = None
    note: str | None = None
    flag: str | None = None


@_value(kw_only=True)
class Copy(Finding):
    """One entry of a distribution list; `copies` is None where the list has no counts.

    `total` repeats the printed total of the list, `number` the number of the copy.
    """

    party: Party
    copies: int | None = None
    number: int | None = None
    date: DateValue | None = None
    total: int | None = None


@_value(kw_only=True)
class Directive(Finding):
    """What somebody is to do, in one sentence or list item of the message.

    `force`: "order", "request", "advice", "permission" or "prohibition"; `ordinal` counts the
    directives of the message from 1; `point` is the printed number ("First", "2");
    `reported` when the message tells of somebody else's order; `proviso` is a prohibition
    inside a permission ("but never in writing"); `cue` the words that made it a directive.
    """

    ordinal: int
    force: str
    cue: str
    point: str | None = None
    condition: str | None = None
    deadline: str | None = None
    proviso: str | None = None
    reported: bool = False
    to_be_done_by: tuple[Party, ...] = ()
    through: tuple[Party, ...] = ()
    issued_by: tuple[Party, ...] = ()


@_value(kw_only=True)
class Commitment(Finding):
    """What the author promises to do: never a directive, never lost."""

    by: tuple[Party, ...] = ()
    to: tuple[Party, ...] = ()
    deadline: str | None = None


@_value(kw_only=True)
class Vote(Finding):
    """One voter's choice: "for", "against" or "abstained"."""

    party: Party
    choice: str


@_value(kw_only=True)
class Decision(Finding):
    """A draft or proposal accepted (or not) by a body.

    `draft` is what it concerns in its own words; `concerns` is "this message" when the draft
    is the message the decision is attached to, "attached draft" when a draft follows it;
    `accepted` is None when the document does not say.
    """

    body: Party | None = None
    title: str | None = None
    question: str | None = None
    draft: str | None = None
    concerns: str | None = None
    accepted: bool | None = None
    date: DateValue | None = None
    votes: tuple[Vote, ...] = ()


@_value(kw_only=True)
class Reference(Finding):
    """Another message that this one speaks of.

    `kind`: "incoming" (the addressee's earlier message), "own" (the author's earlier one),
    "third party", "decision", "announced" (promised for later) or "printed" (the editors point
    to a place of an edition); `form` the word used (cable, letter, answer ...; "document", "page"
    or "volume" of an edition). `target` is the place of an edition that the words name
    ("frus1950v06#pg_618", "frus1951v07p2#d18"). `same_as` is the position of an earlier
    reference of this document to the same message.
    """

    kind: str
    form: str
    number: str | None = None
    date: DateValue | None = None
    author: tuple[Party, ...] = ()
    addressee: tuple[Party, ...] = ()
    subject: str | None = None
    same_as: int | None = None
    target: str | None = None


AnyFinding = TypeVar("AnyFinding", bound=Finding)


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one document, in the order of the extractors."""

    document: Document
    items: tuple[Finding, ...] = field(default=())

    def of(self, kind: type[AnyFinding]) -> list[AnyFinding]:
        """The findings of one class, in the order they were found."""
        return [item for item in self.items if isinstance(item, kind)]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def dateline(self) -> Dateline | None:
        """The date of the message: the day it was sent, else that of the page's heading."""
        rank = {"sent": 0, "heading": 1}
        dated = [d for d in self.of(Dateline) if d.role in rank]
        return min(dated, key=lambda d: (rank[d.role], -d.confidence), default=None)

    def numbers(self) -> list[Number]:
        """Its numbers, the one a historian would cite first, then in the order of the text."""
        rank = {kind: place for place, kind in enumerate(NUMBER_KINDS)}
        return sorted(self.of(Number), key=lambda n: (rank.get(n.kind, len(rank)), -n.confidence))

    def marking(self, kind: str) -> str | None:
        """The harmonized term of the surest marking of that kind."""
        best: Marking | None = None
        for item in self.items:
            if isinstance(item, Marking) and item.kind == kind:
                best = item if best is None or item.confidence > best.confidence else best
        return best.value if best else None

    def description(self, name: str) -> str | None:
        """The first value of a described fact: "title", "citation", "translator" ..."""
        return next((d.value for d in self.of(Description) if d.name == name), None)

    def plus(self, more: Iterable[Finding]) -> Findings:
        """These findings and more of the same document."""
        added = tuple(more)
        return Findings(self.document, self.items + added) if added else self


def checked(findings: Findings) -> Findings:
    """The findings, if each quote stands where it says.

    Raises:
        ValueError: naming the first finding whose quote differs from the text at its span.
    """
    text = findings.document.text
    votes = [vote for decision in findings.of(Decision) for vote in decision.votes]
    for item in (*findings.items, *votes):
        start, end = item.span
        if text[start:end] != item.quote or not item.quote:
            raise ValueError(
                f"{findings.document.source}: {item.extractor} quotes {item.quote!r}, the"
                f" text has {text[start:end]!r} at {item.span}"
            )
    return findings
