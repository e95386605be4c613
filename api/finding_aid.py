"""The finding aid: which messages and named things one version of the dataset holds.

What would be slow to ask of millions of statements again and again stands here ready: the messages
in the order of their dates with their correspondents, and every identifier, number, label and form
of a name, so that a list, a part of the sitemap or the nearest names to a wrong address are found
in milliseconds. It is made once for a version (a few seconds for three million statements) in a
temporary SQLite database, which lies on the disk when it grows and goes with the process.

Source: SQLite documentation, "Temporary Databases" and "FTS5", section 4.3.4 (trigram tokenizer).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from threading import Lock
from typing import Any
from urllib.parse import unquote

from api.graph import Graph
from api.wording import is_blank, words
from kg.cleaning import key
from kg.namespaces import CW, VOCABULARY

_SCHEMA = """
CREATE TABLE raw (address, title, date, earliest, latest, held);
CREATE TABLE party (message, role, thing);
CREATE TABLE thing (address PRIMARY KEY, label) WITHOUT ROWID;
CREATE TABLE called (key, address, label, is_number);
"""
_ORDERED = """
CREATE TABLE message AS
  SELECT address, min(title) AS title, min(date) AS date, min(earliest) AS earliest,
         max(latest) AS latest, min(held) AS held
  FROM raw GROUP BY address
  ORDER BY min(earliest) IS NULL, min(earliest), address;
DROP TABLE raw;
CREATE INDEX by_held ON message (held);
CREATE INDEX by_message ON party (message);
CREATE INDEX by_key ON called (key);
CREATE VIRTUAL TABLE spelled USING fts5 (
  key, content='called', content_rowid='rowid', tokenize='trigram', columnsize=0, detail=none
);
INSERT INTO spelled (rowid, key) SELECT rowid, key FROM called WHERE NOT is_number;
CREATE VIRTUAL TABLE gram USING fts5vocab (spelled, row);
"""
_UNSAID = "not said"
_LEAST_ALIKE = 0.55
_TRIGRAMS = 8
"""So many of a word's trigrams are looked for, the rarest: they tell most and cost least."""
_CANDIDATES = 200
_SHORTEST = 2
_OF_START = 0.9
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as a list shows it; `parties` are (role, address, label)."""

    address: str
    title: str
    date: str | None
    held: str | None
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A thing whose identifier, label or a name of it is nearly what was asked for."""

    address: str
    label: str


class FindingAid:
    """The finding aid of one version; any thread may look into it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lock = Lock()
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript(_SCHEMA)
        self._fill()
        self._database.executescript(_ORDERED)

    @classmethod
    def of(cls, graph: Graph) -> FindingAid:
        """The finding aid of the version that is served now."""
        return graph.kept("finding aid", lambda: cls(graph))

    def held(self) -> list[tuple[str, int]]:
        """In which ways messages are known, and how many in each, the most frequent first."""
        found = self._all("SELECT held, count(*) FROM message GROUP BY held ORDER BY 2 DESC, 1")
        return [(held or _UNSAID, number) for held, number in found]

    def messages(self, held: str | None, first: int, most: int) -> list[Listed]:
        """At most `most` messages from place `first` on (0 is the first) in the order of dates.

        `held` keeps those that are known in that way; None keeps all.
        """
        columns = "SELECT address, title, date, earliest, held FROM message"
        if held is None:
            rows = self._all(f"{columns} WHERE rowid > ? ORDER BY rowid LIMIT ?", first, most)
        else:
            wanted = None if held == _UNSAID else held
            rows = self._all(
                f"{columns} WHERE held IS ? ORDER BY rowid LIMIT ? OFFSET ?", wanted, most, first
            )
        return [self._listed(*row) for row in rows]

    def period(self) -> tuple[str, str] | None:
        """The first and the last day of all messages, None when none has a date."""
        found = self._all(
            "SELECT min(min(earliest), min(latest)), max(max(earliest), max(latest)) FROM message"
        )
        first, last = found[0]
        return (first, last) if first and last else None

    def size(self) -> int:
        """How many messages and named things there are."""
        return int(self._all(
            "SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM thing)"
        )[0][0])  # fmt: skip

    def addresses(self, first: int, most: int) -> list[str]:
        """Addresses of messages and named things, always in the same order, from place `first`."""
        rows = self._all(
            "SELECT address FROM message UNION ALL SELECT address FROM thing LIMIT ? OFFSET ?",
            most,
            first,
        )
        return [address for (address,) in rows]

    def named(self, text: str) -> list[Near]:
        """The things that have exactly this identifier, number, label or form of a name."""
        rows = self._all(
            "SELECT DISTINCT address, label FROM called WHERE key = ? ORDER BY address LIMIT 50",
            key(text[:_LONGEST].removeprefix("#")),
        )
        return [Near(*row) for row in rows]

    def nearest(self, text: str, most: int = 8) -> list[Near]:
        """The things whose identifier, label or name is most like the text, the nearest first."""
        wanted = key(text[:_LONGEST])
        best: dict[str, tuple[float, str]] = {}
        for spelled, address, label in self._candidates(wanted):
            alike = likeness(wanted, spelled)
            if alike >= _LEAST_ALIKE and alike > best.get(address, (0.0, ""))[0]:
                best[address] = (alike, label)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return [Near(address, label) for address, (_, label) in ranked[:most]]

    def _candidates(self, wanted: str) -> list[tuple[str, str, str]]:
        """What shares trigrams with the word, and what begins as it does: (key, address, label)."""
        if len(wanted) < _SHORTEST:
            return []
        start = wanted[:_SHORTEST]
        found = self._all(
            "SELECT key, address, label FROM called WHERE key >= ? AND key < ? AND NOT is_number"
            " LIMIT ?",
            start,
            start + "\U0010ffff",
            _CANDIDATES,
        )
        if grams := self._rarest(wanted):
            found += self._all(
                "SELECT called.key, address, label FROM spelled JOIN called"
                " ON called.rowid = spelled.rowid WHERE spelled MATCH ? ORDER BY rank LIMIT ?",
                " OR ".join(f'"{gram}"' for gram in grams),
                _CANDIDATES,
            )
        return found

    def _rarest(self, wanted: str) -> list[str]:
        grams = sorted({wanted[i : i + 3] for i in range(len(wanted) - 2)})
        places = ", ".join("?" * len(grams))
        rows = self._all(
            f"SELECT term FROM gram WHERE term IN ({places}) ORDER BY doc LIMIT ?",  # noqa: S608
            *grams,
            _TRIGRAMS,
        )
        return [gram for (gram,) in rows]

    def _all(self, text: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(text, values).fetchall()

    def _listed(
        self, address: str, title: str | None, date: str | None, earliest: str | None,
        held: str | None,
    ) -> Listed:  # fmt: skip
        parties = self._all(
            "SELECT DISTINCT role, party.thing, thing.label FROM party"
            " LEFT JOIN thing ON thing.address = party.thing WHERE message = ? ORDER BY 1, 3, 2",
            address,
        )
        return Listed(
            address=address,
            title=title or "",
            date=date or earliest,
            held=held,
            parties=tuple((role, thing, label or "") for role, thing, label in parties),
        )

    def _fill(self) -> None:
        insert = self._database.executemany
        insert("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)", self._messages())
        insert("INSERT INTO party VALUES (?, ?, ?)", self._graph.texts("aid-parties"))
        insert("INSERT OR IGNORE INTO thing VALUES (?, ?)", self._graph.texts("aid-things"))
        insert("INSERT INTO called VALUES (?, ?, ?, ?)", self._called())

    def _messages(self) -> Iterator[tuple[str | None, ...]]:
        rows = self._graph.texts("aid-messages")
        for address, title, label, date, earliest, latest, held in rows:
            known = next((text for text in (title, label) if text and not is_blank(text)), None)
            yield address, known, date or None, earliest or None, latest or None, _held(held)

    def _called(self) -> Iterator[tuple[str, str, str, bool]]:
        """Every word under which something may be asked for: (key, address, label, is number)."""
        things = self._database.execute("SELECT address, label FROM thing").fetchall()
        messages = self._database.execute("SELECT DISTINCT address, title FROM raw").fetchall()
        labels = {address: label or "" for address, label in (*things, *messages)}
        for address, label in (*things, *messages):
            yield key(self._identifier(address)), address, label or "", False
            yield key(label or ""), address, label or "", False
        for address, name in self._graph.texts("aid-names"):
            if address and name:
                yield key(name), address, labels.get(address) or name, False
        for address, number in self._graph.texts("aid-numbers"):
            if address in labels:
                yield key(number), address, labels[address] or number, True
        for _, address, label in self._graph.texts("aid-terms", self._graph.addresses.vocabulary):
            if address.startswith((CW, VOCABULARY)):
                yield key(words(address)), address, label, False
                yield key(label), address, label, False

    def _identifier(self, address: str) -> str:
        return self._graph.addresses.identifier(address) or unquote(address)


def likeness(wanted: str, spelled: str) -> float:
    """How alike two spellings are, 0 to 1; what begins as wanted is alike though it is longer.

    >>> round(likeness("drey", "drei"), 2), round(likeness("no 410278", "no 410277 drey"), 2)
    (0.75, 0.8)
    """
    whole = SequenceMatcher(None, wanted, spelled, autojunk=False).ratio()
    start = SequenceMatcher(None, wanted, spelled[: len(wanted)], autojunk=False).ratio()
    return max(whole, _OF_START * start)


def _held(address: str) -> str | None:
    return words(address) if address else None


def things_of(graph: Graph, found: Iterable[Near]) -> list[dict[str, str]]:
    """What is near, for an error: address, label and the path on this server."""
    return [
        {
            "address": near.address,
            "label": near.label or graph.addresses.identifier(near.address),
            "href": graph.addresses.path(near.address) or near.address,
        }
        for near in found
    ]
