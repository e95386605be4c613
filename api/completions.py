"""What the editor proposes while a query is written: classes, properties, people.

The names are asked of the graph once for each version of it, by fixed queries, and looked
through in memory: ten thousand people take a few milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Literal

from api.graph import Graph, Row
from kg.namespaces import CW, PREFIXES

CompletionKind = Literal["class", "property", "person"]
"""A "person" is everybody and everything that a message can name: offices and places too."""

MOST = 50
_CLASSES = frozenset({PREFIXES["owl"] + "Class", PREFIXES["rdfs"] + "Class"})
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Suggestion:
    """A term under its name; `what` says what it is, or how it is named too, where known."""

    address: str
    label: str
    what: str = ""
    other: str = ""
    times: int = 0

    @cached_property
    def found_by(self) -> str:
        """What the beginning of a word is looked for in."""
        return f" {folded(f'{self.label} {self.other} {_own_part(self.address)}')}"

    @cached_property
    def rank(self) -> tuple[bool, int, int, str, str]:
        """Our own terms first, then what is named most often, then short names."""
        is_ours = self.address.startswith(CW)
        return (not is_ours, -self.times, len(self.label), self.label, self.address)


@dataclass
class Completions:
    """The names of one graph, kept until another version of it is served."""

    graph: Graph
    _kept: dict[CompletionKind, tuple[str, tuple[Suggestion, ...]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, kind: CompletionKind, prefix: str) -> list[Suggestion]:
        """At most `MOST` terms that begin like that, or in whose name a word does.

        `prefix` is the beginning of an address, of a prefixed name ("cw:Dir") or of a word.
        """
        start = expanded(prefix.removeprefix("<"))
        words = f" {folded(prefix)}"
        matching = (
            each
            for each in self._all(kind)
            if each.address.startswith(start) or (words != " " and words in each.found_by)
        )
        return _each_once(sorted(matching, key=lambda each: each.rank))

    def _all(self, kind: CompletionKind) -> tuple[Suggestion, ...]:
        version = self.graph.store.version
        with self._lock:
            kept_version, found = self._kept.get(kind, (None, ()))
            if kept_version != version:
                found = tuple(self._asked(kind))
                self._kept[kind] = (version, found)
        return found

    def _asked(self, kind: CompletionKind) -> Iterable[Suggestion]:
        if kind == "person":
            named = self.graph.ask("times-named")
            times = {row["thing"].value: int(row["times"].value) for row in named}
            rows = self.graph.ask("names")
        else:
            times = {}
            declared = self.graph.ask("terms-used")
            rows = [
                row for row in declared if (row["class"].value in _CLASSES) == (kind == "class")
            ]
        return (_suggestion(row, times.get(row["thing"].value, 0)) for row in rows)


def expanded(prefix: str) -> str:
    """A prefixed name with the beginning that its prefix stands for.

    >>> expanded("cw:Dir"), expanded("Dir")
    ('https://w3id.org/coldwire/ontology#Dir', 'Dir')
    """
    name, colon, local = prefix.partition(":")
    return PREFIXES[name] + local if colon and name in PREFIXES else prefix


def folded(text: str) -> str:
    """Words in lower case, without accents and with one space between them.

    >>> folded("stalin-joseph"), folded("Râkosi, Mátyás")
    ('stalin joseph', 'rakosi matyas')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return _APART.sub(" ", bare).strip()


def _suggestion(row: Row, times: int) -> Suggestion:
    address = row["thing"].value
    label, what, other = (_value(row, name) for name in ("label", "what", "other"))
    return Suggestion(address, label or _ending(address), what or other, other, times)


def _value(row: Mapping[str, object], name: str) -> str:
    return str(getattr(row.get(name), "value", ""))


def _ending(address: str) -> str:
    return re.split(r"[/#]", address.rstrip("/#"))[-1]


def _own_part(address: str) -> str:
    """The end of an address without the message that it was found in, which "~" sets apart.

    >>> _own_part("https://w3id.org/coldwire/id/person/wc-1950-mao-stalin~zakharov")
    'zakharov'
    """
    return _ending(address).rpartition("~")[2]


def _each_once(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}
    for each in suggestions:
        if len(found) == MOST:
            break
        found.setdefault(each.address, each)
    return list(found.values())
