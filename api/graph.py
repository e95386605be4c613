"""The graph as the pages read it: fixed queries in, terms and named things out.

Every question is a file in `queries/`; what it is about is bound as a term, never pasted into
the text. Answers come as the standard JSON results, so there is one place (`_term`) that
turns them into Python values. Asking and reading happen in one call on one thread.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Protocol, TypeVar

from pyoxigraph import NamedNode

from api.addresses import Addresses
from api.keeping import Kept
from api.views import Thing, Value
from api.wording import is_blank, prefixed, words
from kg.namespaces import CW, PREFIXES
from kg.store import Kind, ResultFormat, Rows, StoredText
from kg.store import Term as StoreTerm

LABELS = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["dcterms"] + "title",
    CW + "quote",
)
"""Where a thing's name stands, the best first."""
_Made = TypeVar("_Made")
_TYPE = PREFIXES["rdf"] + "type"
_LARGEST_TEXTS = 1 << 30
_KINDS = {
    CW + name: name.lower()
    for name in (
        "Message", "Person", "Organization", "Office", "Place", "Group", "Name", "Mention",
        "Directive", "Commitment", "Decision", "Vote", "Handling", "Reference", "Identification",
    )
} | {PREFIXES["skos"] + "Concept": "concept"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of an answer: an address or a literal."""

    value: str
    is_address: bool
    language: str | None = None
    datatype: str | None = None


Row = Mapping[str, Term]
"""One solution: variable to term; a variable that is not bound is not there."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something with all its statements, by property."""

    address: str
    properties: Mapping[str, Sequence[Term]]

    def terms(self, property_: str) -> Sequence[Term]:
        """The values of a property, in order."""
        return self.properties.get(property_, ())

    def text(self, property_: str) -> str | None:
        """The first value of a property as text."""
        return next((term.value for term in self.terms(property_)), None)

    def addresses(self, property_: str) -> list[str]:
        """The values of a property that are addresses."""
        return [term.value for term in self.terms(property_) if term.is_address]

    def number(self, property_: str) -> float | None:
        """The first value of a property as a number, None when it is none."""
        try:
            return float(self.text(property_) or "")
        except ValueError:
            return None

    def is_a(self, class_: str) -> bool:
        """True when the node is of that class of the ontology."""
        return any(term.value == CW + class_ for term in self.terms(_TYPE))


@dataclass(frozen=True, slots=True)
class Names:
    """Labels and kinds of things, to make named links of addresses."""

    addresses: Addresses
    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def thing(self, address: str) -> Thing:
        """The thing at an address under its name."""
        return Thing(
            address=address,
            label=self.labels.get(address) or self._fallback(address),
            kind=self.kinds.get(address) or self.addresses.kind(address) or "",
            href=self.addresses.href(address),
        )

    def things(self, addresses: Iterable[str]) -> tuple[Thing, ...]:
        """The things at some addresses, each once, in the order given."""
        return tuple(self.thing(address) for address in dict.fromkeys(addresses))

    def value(self, term: Term) -> Thing | Value:
        """What a page shows for a term."""
        if term.is_address:
            return self.thing(term.value)
        datatype = None if term.datatype is None else prefixed(term.datatype)
        return Value(term.value, term.language, datatype)

    def _fallback(self, address: str) -> str:
        if self.addresses.kind(address) is not None:
            return self.addresses.identifier(address) or address
        return words(address) if self.addresses.path(address) else prefixed(address)


class Asked(Protocol):
    """The part of a store that pages ask: an `Engine`, or a `kg.store.Store` itself."""

    @property
    def version(self) -> str:
        """The version of the dataset."""

    def rows(self, text: str, substitutions: Mapping[str, StoreTerm] | None = None, /) -> Rows:
        """The rows of a SELECT, as plain values."""

    def answer(
        self,
        text: str,
        media: ResultFormat,
        *,
        substitutions: Mapping[str, StoreTerm] | None = None,
        largest: int | None = None,
    ) -> bytes:
        """The whole answer to a query."""

    def kind_of(self, text: str) -> Kind:
        """What a query will answer with."""

    def text_of(self, message: str, /) -> StoredText | None:
        """The text that a message was read from."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A store, asked by the pages."""

    store: Asked
    addresses: Addresses
    _kept: Kept = field(default_factory=Kept, compare=False)

    def ask(self, name: str, this: str | None = None, **bound: str) -> list[Row]:
        """The answers to `queries/{name}.rq`, about the address `this` where it needs one.

        Further variables of the query are bound to addresses by their names.
        """
        return rows(self.answer(name, "json", this, largest=None, **bound))

    def answer(
        self,
        name: str,
        media: ResultFormat,
        this: str | None = None,
        *,
        largest: int | None = None,
        **bound: str,
    ) -> bytes:
        """The same in a format, of at most `largest` bytes."""
        addresses = bound if this is None else {"this": this, **bound}
        terms = {variable: NamedNode(address) for variable, address in addresses.items()}
        return self.store.answer(query(name), media, substitutions=terms or None, largest=largest)

    def texts(self, name: str, this: str | None = None, **bound: str) -> Iterator[list[str]]:
        """The same as rows of plain texts, "" where nothing is bound; up to a gigabyte of them."""
        content = self.answer(name, "csv", this, largest=_LARGEST_TEXTS, **bound)
        rows = csv.reader(io.StringIO(content.decode(), newline=""))
        next(rows, None)
        return rows

    def kept(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What depends only on the version of the dataset: made once for each (`api.keeping`)."""
        return self._kept.get(self.store.version, name, make)

    def nodes(self, name: str, this: str | None = None) -> list[Node]:
        """The answers to a query for (?node ?property ?value), gathered by node."""
        found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for row in self.ask(name, this):
            found[row["node"].value][row["property"].value].append(row["value"])
        return [Node(address, found[address]) for address in sorted(found)]

    def names(self, name: str, this: str) -> Names:
        """The labels and kinds that a query for (?thing ?by ?label) finds."""
        return named(self.addresses, self.ask(name, this))


def named(addresses: Addresses, found: Iterable[Row]) -> Names:
    """The best label and the kind of each thing in rows of (?thing ?by ?label)."""
    ranked: dict[str, tuple[int, int, str]] = {}
    kinds: dict[str, str] = {}
    for row in found:
        thing, by, label = row["thing"].value, row["by"].value, row["label"]
        if by == _TYPE:
            kinds.setdefault(thing, _KINDS.get(label.value, ""))
            kinds[thing] = kinds[thing] or _KINDS.get(label.value, "")
        elif not is_blank(label.value):
            rank = (LABELS.index(by), (label.language or "en") != "en", label.value)
            ranked[thing] = min(rank, ranked.get(thing, rank))
    return Names(addresses, {thing: rank[2] for thing, rank in ranked.items()}, kinds)


@cache
def query(name: str) -> str:
    """The text of `queries/{name}.rq`."""
    file = resources.files("api") / "queries" / f"{name}.rq"
    return file.read_text(encoding="utf-8")


def rows(answer: bytes) -> list[Row]:
    """The solutions in a SPARQL 1.1 Query Results JSON document."""
    bindings = json.loads(answer)["results"]["bindings"]
    return [{name: _term(term) for name, term in binding.items()} for binding in bindings]


def _term(found: Mapping[str, Any]) -> Term:
    kind = found["type"]
    if kind == "uri":
        return Term(found["value"], is_address=True)
    if kind in ("literal", "typed-literal"):
        return Term(found["value"], False, found.get("xml:lang"), found.get("datatype"))
    if kind == "bnode":
        return Term("_:" + found["value"], is_address=False)
    raise ValueError(f"not a term of a result: {found!r}")
