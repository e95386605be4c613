"""The register behind REST: every record of one version of the data, in order, ready to be cut.

It is made when it is first asked for: each property is asked of the graph once, by itself, and the
values go into a temporary SQLite database. Filters become conditions on it; what meets each of them
is kept as a list of rows, so that a page begins behind the row where the last one ended ("key-set
paging"), near the end as soon as at the beginning. No query is asked of the graph for it, so it
takes as long over a store on a server.

Names and what they mean stand in the finding aid (`api.finding_aid`).

Source: SQLite documentation, "Temporary Databases" and "Row Values", section 2.2.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

from api.graph import Graph
from api.rest.shelves import (
    DIRECTIVES,
    MESSAGES,
    NAMES,
    PARTIES,
    PEOPLE,
    SHELVES,
    VOTES,
    Shelf,
)  # fmt: skip
from kg.cleaning import key
from kg.namespaces import CW, PREFIXES

_SCHEMA = """
CREATE TABLE record (
  shelf, row, address, type, name, first, last, confidence, words, PRIMARY KEY (shelf, row)
) WITHOUT ROWID;
CREATE TABLE said (shelf, row, key, value, PRIMARY KEY (shelf, row, key, value)) WITHOUT ROWID;
CREATE TABLE tie (layer, source, target, row, first, last);
"""
_INDEXES = """
CREATE INDEX record_at ON record (address);
CREATE INDEX said_by ON said (shelf, key, value, row);
CREATE INDEX tie_from ON tie (layer, source, target, first, last);
CREATE INDEX tie_to ON tie (layer, target);
ANALYZE;
"""
_OF_EVERY_FINDING = frozenset(
    {CW + name for name in ("inMessage", "quote", "start", "end", "confidence", "extractor")}
    | {CW + "supports", CW + "refersTo"}
)
_CONCEPT = PREFIXES["skos"] + "Concept"
_ASKED_TOGETHER = 3
_LISTS_KEPT = 256
"""Results of conditions that are kept: eight bytes for a record."""
_NETWORKS_KEPT = 8
_NO_DATE = "9999"

Said = Mapping[str, Sequence[str]]
"""What is said of one thing: name to values, in order."""
_Things = dict[str, dict[str, list[str]]]
_Bounds = tuple[str | None, str | None]
_Place = tuple[int, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its place in the order of its shelf and all that is said of it."""

    row: int
    address: str
    said: Said

    def one(self, name: str) -> str | None:
        """The first value of a name."""
        return next(iter(self.said.get(name, ())), None)

    def number(self, name: str) -> float | None:
        """The first value as a number, None when it is none."""
        try:
            return float(self.one(name) or "")
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Label:
    """What a link says of the thing it leads to: its class (local name) and its name."""

    type: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of WHERE, with its values; the text is one of a few of this package."""

    text: str
    values: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of the network: how many messages, the first and last day, some of the messages."""

    source: str
    target: str
    messages: int
    first: str | None
    last: str | None


class Register:
    """The records of one version; any thread may look into it."""

    def __init__(self, graph: Graph) -> None:
        self._lock = Lock()
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript(_SCHEMA)
        self._fill(graph)
        self._database.executescript(_INDEXES)
        self.concepts = [each for _, each in graph.texts("rest-class", type=_CONCEPT)]
        self.token = self._token(graph.store.version)
        # Whoever asks for a page asks for the next one of the same list.
        self._met = lru_cache(_LISTS_KEPT)(self._find)
        self._tied = lru_cache(_NETWORKS_KEPT)(self._tie)

    @classmethod
    def of(cls, graph: Graph) -> Register:
        """The register of the version that is served now."""
        return graph.kept("register", lambda: cls(graph))

    def page(
        self, shelf: Shelf, conditions: Sequence[Condition], after: int, most: int
    ) -> list[Entry]:
        """At most `most` records of a shelf that meet all conditions, behind row `after`."""
        rows = self._met(shelf, tuple(conditions))
        first = bisect_right(rows, after)
        return self._entries(shelf, rows[first : first + most])

    def count(self, shelf: Shelf, conditions: Sequence[Condition]) -> int:
        """How many records of a shelf meet all conditions."""
        return len(self._met(shelf, tuple(conditions)))

    def entry(self, shelf: Shelf, address: str) -> Entry | None:
        """The record of an address, None when the shelf has none."""
        return self.entries(shelf, [address]).get(address)

    def entries(self, shelf: Shelf, addresses: Iterable[str]) -> dict[str, Entry]:
        """Those of the addresses that the shelf has, with their records."""
        wanted = sorted(set(addresses))
        rows = self._all(
            "SELECT row FROM record WHERE shelf = ? AND address IN"  # noqa: S608
            f" ({', '.join('?' * len(wanted))})",
            shelf.name, *wanted,
        )  # fmt: skip
        return {e.address: e for e in self._entries(shelf, [row for (row,) in rows])}

    def having(self, shelf: Shelf, name: str, value: str) -> list[Entry]:
        """The records of a shelf that have that value for a name, in order."""
        rows = self._all(
            "SELECT row FROM said WHERE shelf = ? AND key = ? AND value = ? ORDER BY row",
            shelf.name, name, value,
        )  # fmt: skip
        return self._entries(shelf, [row for (row,) in rows])

    def labels(self, addresses: Iterable[str]) -> dict[str, Label]:
        """Class and name of those of the addresses that have a record."""
        wanted = sorted(set(addresses))
        rows = self._all(
            "SELECT address, type, name FROM record WHERE address IN"  # noqa: S608
            f" ({', '.join('?' * len(wanted))})",
            *wanted,
        )
        return {address: Label(type_, name) for address, type_, name in rows}

    def values(self, shelf: Shelf, name: str) -> list[str]:
        """All values that a name has in a shelf, in order."""
        return [value for (value,) in self._all(
            "SELECT DISTINCT value FROM said WHERE shelf = ? AND key = ? ORDER BY 1",
            shelf.name, name,
        )]  # fmt: skip

    def uses(self, shelf: Shelf, names: Sequence[str], value: str) -> dict[str, int]:
        """How many records of a shelf have that value, for each of the names."""
        return {
            name: int(self._all(
                "SELECT count(*) FROM said WHERE shelf = ? AND key = ? AND value = ?",
                shelf.name, name, value,
            )[0][0])
            for name in names
        }  # fmt: skip

    def period(self, person: str) -> tuple[str | None, str | None]:
        """The first and last day of what somebody sent, got or passed on."""
        rows = self._all("SELECT first, last FROM record WHERE address = ?", person)
        return rows[0] if rows else (None, None)

    def ties(
        self, conditions: Sequence[Condition], least: int, after: tuple[int, str, str] | None,
        most: int,
    ) -> list[Tie]:  # fmt: skip
        """Lines of at least so many messages, the strongest first, behind one given by its keys."""
        found = self._tied(tuple(conditions), least)
        first = 0
        if after is not None:
            first = bisect_right(found, (-after[0], *after[1:]), key=_order_of)
        return found[first : first + most]

    def count_ties(self, conditions: Sequence[Condition], least: int) -> int:
        """How many lines there are."""
        return len(self._tied(tuple(conditions), least))

    def _find(self, shelf: Shelf, conditions: tuple[Condition, ...]) -> array[int]:
        """The rows that meet all conditions, in order; each condition is looked up by itself."""
        if len(conditions) > 1:
            rows = set(self._met(shelf, conditions[:1]))
            for each in conditions[1:]:
                rows.intersection_update(self._met(shelf, (each,)))
            return array("q", sorted(rows))
        found = self._all(
            f"SELECT row FROM record r WHERE shelf = ?{_and(conditions)} ORDER BY row",  # noqa: S608
            shelf.name, *_values(conditions),
        )  # fmt: skip
        return array("q", [row for (row,) in found])

    def _tie(self, conditions: tuple[Condition, ...], least: int) -> list[Tie]:
        rows = self._all(
            "SELECT source, target, count(*), min(first), max(last) FROM tie r"  # noqa: S608
            f" WHERE 1{_and(conditions)} GROUP BY source, target HAVING count(*) >= ?"
            " ORDER BY -count(*), source, target",
            *_values(conditions), least,
        )  # fmt: skip
        return [Tie(*row) for row in rows]

    def _entries(self, shelf: Shelf, rows: Sequence[int]) -> list[Entry]:
        """What is said of the records in some rows."""
        places = ", ".join("?" * len(rows))
        addresses = self._all(
            f"SELECT row, address FROM record WHERE shelf = ? AND row IN ({places}) ORDER BY row",  # noqa: S608
            shelf.name, *rows,
        )  # fmt: skip
        said: dict[int, dict[str, list[str]]] = {row: defaultdict(list) for row, _ in addresses}
        found = self._all(
            f"SELECT row, key, value FROM said WHERE shelf = ? AND row IN ({places})",  # noqa: S608
            shelf.name, *rows,
        )  # fmt: skip
        for row, name, value in found:
            said[row][name].append(value)
        return [Entry(row, address, said[row]) for row, address in addresses]

    def _all(self, text: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(text, values).fetchall()

    def _token(self, version: str) -> str:
        """What stands for this version, also when a server says none: all addresses in order."""
        digest = blake2b(version.encode(), digest_size=6)
        for (address,) in self._database.execute("SELECT address FROM record ORDER BY shelf, row"):
            digest.update(address.encode() + b"\n")
        return digest.hexdigest()

    def _fill(self, graph: Graph) -> None:
        """Put every shelf in order; that of the messages is the first, the others follow it."""
        held = _gathered(graph)
        spelled = _spelled(held[NAMES.name])
        active = _active(held[MESSAGES.name].values())
        order: dict[str, _Place] = {}
        for shelf in SHELVES:
            things = held.pop(shelf.name)
            ranked = sorted((_rank(shelf, a, said, order), a) for a, said in things.items())
            for row, (_, address) in enumerate(ranked, start=1):
                said = things[address]
                bounds = _bounds(said)
                if shelf is MESSAGES:
                    order[address] = (row, *bounds)
                elif shelf is PEOPLE:
                    bounds = active.get(address, (None, None))
                elif "message" in shelf.properties:
                    bounds = _message_of(said, order)[1:]
                self._insert(shelf, row, address, said, bounds, spelled.get(address, ()))

    def _insert(
        self, shelf: Shelf, row: int, address: str, said: Mapping[str, list[str]],
        bounds: _Bounds, spelled: Iterable[str],
    ) -> None:  # fmt: skip
        words = [*said.get("title", ()), *said.get("name", ()), *said.get("other_names", ())]
        execute = self._database.execute
        execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                shelf.name, row, address, min(said["type"]), min(said.get("name", [""])) or None,
                *bounds, _sure(said), "\n".join(key(each) for each in (*words, *spelled)),
            ),
        )  # fmt: skip
        self._database.executemany(
            "INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)",
            [(shelf.name, row, name, value) for name in said for value in said[name]],
        )
        self._database.executemany(
            "INSERT INTO tie VALUES (?, ?, ?, ?, ?, ?)",
            [(layer, source, target, row, *bounds) for layer, source, target in _ties(shelf, said)],
        )


def _order_of(tie: Tie) -> tuple[int, str, str]:
    return (-tie.messages, tie.source, tie.target)


def _and(conditions: Sequence[Condition]) -> str:
    return "".join(f" AND {each.text}" for each in conditions)


def _values(conditions: Sequence[Condition]) -> list[str | float]:
    return [value for each in conditions for value in each.values]


def _gathered(graph: Graph) -> dict[str, _Things]:
    """Everything of every shelf: shelf to address to name to values."""
    asked = [
        ("rest-class", {"type": CW + type_}, shelf, type_)
        for shelf in SHELVES for type_ in shelf.classes
    ]  # fmt: skip
    found: dict[str, _Things] = {shelf.name: {} for shelf in SHELVES}
    with ThreadPoolExecutor(_ASKED_TOGETHER) as pool:
        answers = pool.map(lambda each: graph.texts(each[0], **each[1]), asked)
        for (_, _, shelf, type_), rows in zip(asked, answers, strict=True):
            for _, address in rows:
                found[shelf.name].setdefault(address, {}).setdefault("type", []).append(type_)
        wanted = [*_questions()]
        answers = pool.map(lambda each: graph.texts(each[0], **each[1]), wanted)
        for (_, bound), rows in zip(wanted, answers, strict=True):
            _note(found, bound["property"], rows)
    return found


def _questions() -> Iterator[tuple[str, dict[str, str]]]:
    """What is asked: each property once, those that every finding has for a class at a time.

    Of the findings most are mentions, which stand on no shelf.
    """
    for property_ in sorted({p for shelf in SHELVES for p in shelf.properties.values()}):
        if property_ not in _OF_EVERY_FINDING:
            yield "rest-values", {"property": property_}
    for shelf in SHELVES:
        for property_ in sorted(_OF_EVERY_FINDING & set(shelf.properties.values())):
            for type_ in shelf.classes:
                yield "rest-values-of-class", {"type": CW + type_, "property": property_}


def _note(found: dict[str, _Things], property_: str, rows: Iterable[Sequence[str]]) -> None:
    """Put the values of a property to the things that have it."""
    places = [
        (found[shelf.name], name)
        for shelf in SHELVES for name, each in shelf.properties.items() if each == property_
    ]  # fmt: skip
    for *_, address, value in rows:
        for things, name in places:
            said = things.get(address)
            if said is not None and value not in said.setdefault(name, []):
                said[name].append(value)


def _bounds(said: Mapping[str, list[str]]) -> _Bounds:
    first, last = said.get("earliest", []), said.get("latest", [])
    return (min(first) if first else None, max(last) if last else None)


def _active(messages: Iterable[Mapping[str, list[str]]]) -> dict[str, _Bounds]:
    """The first and last day of what each person sent, got or passed on."""
    found: dict[str, _Bounds] = {}
    for said in messages:
        first, last = _bounds(said)
        for person in {person for part in PARTIES[:3] for person in said.get(part, ())}:
            known = found.get(person, (None, None))
            found[person] = (
                min((day for day in (first, known[0]) if day), default=None),
                max((day for day in (last, known[1]) if day), default=None),
            )
    return found


def _spelled(names: _Things) -> dict[str, list[str]]:
    """The forms of names of each bearer."""
    found: dict[str, list[str]] = defaultdict(list)
    for said in names.values():
        for bearer in said.get("bearer", ()):
            found[bearer] += said.get("name", [])
    return found


def _message_of(said: Mapping[str, list[str]], order: Mapping[str, _Place]) -> _Place:
    """The place and the bounds of the message that words stand in."""
    return order.get(next(iter(said.get("message", ())), ""), (0, None, None))


def _rank(
    shelf: Shelf,
    address: str,
    said: Mapping[str, list[str]],
    order: Mapping[str, _Place],
) -> tuple[object, ...]:
    """Messages stand in the order of days, findings in that of their messages, others by name."""
    if shelf is MESSAGES:
        return (_bounds(said)[0] or _NO_DATE, address)
    if "message" in shelf.properties:
        start = said.get("start", ["0"])[0]
        return (_message_of(said, order)[0], int(start) if start.isdecimal() else 0, address)
    return (key(min(said.get("name", [""]))) or "\uffff", address)


def _sure(said: Mapping[str, list[str]]) -> float | None:
    try:
        return float(said["confidence"][0])
    except (KeyError, ValueError):
        return None


def _ties(shelf: Shelf, said: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """The lines of the network in one record: (layer, source, target)."""
    layers: list[tuple[str, str, str]] = []
    if shelf is MESSAGES:
        layers = [
            ("correspondence", "sender", "recipient"),
            ("relays", "sender", "relay"),
            ("mentions", "sender", "mentions"),
        ]
    elif shelf is DIRECTIVES:
        layers = [("directives", "issued_by", "to_be_done_by")]
    elif shelf is VOTES:
        layers = [("votes", "voter", "decision")]
    for layer, source, target in layers:
        for a in said.get(source, ()):
            yield from ((layer, a, b) for b in said.get(target, ()))
