"""What the page templates get: frozen values, a contract that tests hold.

Nothing here is HTML. Words of documents are plain text as the graph has them; the filters of
the templates (`visible`, `line`) make them fit for a page, and Jinja escapes them. Every
`href` is a path of this server or an http(s) address (see `api.addresses`), or None.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.marking import Piece


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the graph with a name: `kind` is person, office, place, message, concept ..."""

    address: str
    label: str
    kind: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: its text, and its language or datatype (with prefix) where it has one."""

    text: str
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a fact rests on.

    `anchor` is the id of the fact on the page; the words in the text have the id "at-" and
    the anchor when `is_marked`. One finding can be evidence for several facts: only where
    `is_home` does the page give it its id. `confidence` is between 0 and 1; `origin` names
    the document it was found in when that is not the message's own.
    """

    anchor: str
    address: str
    href: str | None
    quote: str
    start: int | None
    end: int | None
    confidence: float | None
    extractor: str | None
    is_marked: bool = False
    origin: str | None = None
    is_home: bool = True


@dataclass(frozen=True, slots=True)
class Judgment:
    """Whom or what a name or reference is taken to mean, and why."""

    thing: Thing
    verdict: str
    confidence: float | None
    reasons: tuple[str, ...]
    decided_by: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a role: the names the message uses, the words, the judgment behind it."""

    thing: Thing
    role: str
    written: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    judgments: tuple[Judgment, ...] = ()
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain statement of the envelope: a label, its values, the words behind them."""

    label: str
    values: tuple[Thing | Value, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with the paper: typed, certified, copied to somebody ..."""

    evidence: Evidence
    kind: str
    by: tuple[Thing, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Directive:
    """What somebody is to do."""

    evidence: Evidence
    ordinal: int | None
    point: str | None
    forces: tuple[str, ...]
    issuers: tuple[Thing, ...]
    doers: tuple[Thing, ...]
    channels: tuple[Thing, ...]
    reported: bool
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the author promises."""

    evidence: Evidence
    by: tuple[Thing, ...]
    to: tuple[Thing, ...]
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """One voter's choice."""

    evidence: Evidence
    by: tuple[Thing, ...]
    choice: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with its votes."""

    evidence: Evidence
    label: str
    bodies: tuple[Thing, ...]
    accepted: str
    details: tuple[tuple[str, str], ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Another message that this one speaks of, and which one it may be."""

    evidence: Evidence
    kind: str
    targets: tuple[Thing, ...]
    authors: tuple[Thing, ...] = ()
    addressees: tuple[Thing, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    candidates: tuple[Judgment, ...] = ()


@dataclass(frozen=True, slots=True)
class NameUse:
    """A form of a name that is attested here, and who bears it."""

    name: Thing
    kind: str
    bearers: tuple[Thing, ...]
    sources: tuple[str, ...] = ()
    evidence: Evidence | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """One kind of highlight: its key, its name for people, how many facts it has."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message: its text in pieces and every fact found in it."""

    thing: Thing
    identifier: str
    title: str
    date: str | None
    held: str | None
    source: str | None
    text: tuple[Piece, ...]
    is_excerpt: bool
    legend: tuple[Legend, ...]
    outside: tuple[Thing, ...]
    correspondents: tuple[Party, ...]
    envelope: tuple[Fact, ...]
    description: tuple[Fact, ...]
    handling: tuple[Step, ...]
    copies: tuple[Step, ...]
    directives: tuple[Directive, ...]
    commitments: tuple[Commitment, ...]
    decisions: tuple[Decision, ...]
    references: tuple[Reference, ...]
    cited_by: tuple[Thing, ...]
    names: tuple[NameUse, ...]
    mentions: tuple[Party, ...]
    others: tuple[Fact, ...]
    record_href: str | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A line of the list of messages."""

    thing: Thing
    date: str | None
    senders: tuple[Thing, ...]
    recipients: tuple[Thing, ...]
    relays: tuple[Thing, ...]
    held: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look at a list: its label, how many it holds, where it is."""

    label: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page of the list of messages."""

    rows: tuple[MessageRow, ...]
    total: int
    page: int
    pages: int
    choices: tuple[Choice, ...]
    previous_href: str | None
    next_href: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about a thing: the value and the graph it is stated in."""

    value: Thing | Value
    graph: Thing | None


@dataclass(frozen=True, slots=True)
class Property:
    """All statements with one property; `hidden` counts those left out of the page."""

    thing: Thing
    statements: tuple[Statement, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Attestation:
    """Words of a message that are evidence for something said of a thing."""

    message: Thing
    supports: str
    quote: str
    finding: Thing
    confidence: float | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Every statement about one address."""

    thing: Thing
    prefixed: str
    classes: tuple[Thing, ...]
    about: tuple[Property, ...]
    pointing: tuple[Property, ...]
    evidence: tuple[Attestation, ...]
    is_evidence_cut: bool
    page_href: str | None
    formats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the graph holds, and where to see them."""

    label: str
    count: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a result table; exactly one of the two, or none where nothing is bound."""

    thing: Thing | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a query as a table; `hidden` counts rows left out of the page."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A class, property or concept with its definition; `short` is its address in short."""

    thing: Thing
    anchor: str
    short: str
    comment: str
    details: tuple[tuple[str, tuple[Thing | Value, ...]], ...]
