"""Which names of one document belong to one bearer, before anybody asks who that is.

A telegram calls one man by several names: the cover name of the address, the real name of the
body, another romanization, a family name after the full one. `bearers` gathers them, in this
order of strength:

1. the same written form is the same bearer, whatever its case, hyphens and diacritics;
2. an `Alias` (the brackets of the page) joins its two names, and so do `written` and `name` of
   a party, which carry the same bracket to another place;
3. a family name, or a name with initials, joins the one fuller name of the document it fits;
   when it fits two, none (two Zakharovs in one telegram);
4. two full names that sound alike in some romanization, in either order, are one;
5. a bare first word of a place ("in the South") is the one place of the document that begins
   with it (South Korea), unless it is a place itself; with two (North Korea, North Vietnam) it
   stays open.

A cover name takes part in 1 and 2 only: that somebody else bears it as his real name
elsewhere joins nobody.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.authority import Authority
from kg.authority.romanization import sounds
from kg.cleaning import key, title_case
from kg.findings import Alias, Finding, Findings, Party
from kg.resolve.names import family_name, initials_in, is_short_for

AGENT, PLACE = "agent", "place"

Node = tuple[str, str]
"""Agent or place, and the key of a name."""


_SAID = {
    "cover name": 'The document explains "{}" as "{}".',
    "romanization": 'The document spells "{}" also "{}".',
}


@dataclass(frozen=True, slots=True)
class Bearer:
    """One party of the document under all its names.

    `names` are real or unexplained names, the fullest first; `covers` the names that the
    document itself calls cover names. `initials` are those its explanations print ("M.V.
    Zakharov"), `offices` the posts it gives him, `joins` the sentences that say why the names
    belong together.
    """

    parties: tuple[Party, ...]
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    covers: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()

    @property
    def is_place(self) -> bool:
        """True when it is a place and no agent."""
        return self.kinds == (PLACE,)

    @property
    def label(self) -> str:
        """Its best name as one writes it in running text."""
        return title_case((self.names or self.covers)[0])


def parties_of(findings: Findings) -> list[Party]:
    """Every party that occurs anywhere in the findings, once, in the order of the findings."""
    return list(dict.fromkeys(party for item in findings for party in _parties(item)))


def _parties(value: Any) -> Iterator[Party]:
    if isinstance(value, Party):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _parties(part)
    elif isinstance(value, Finding):
        for each in dataclasses.fields(value):
            yield from _parties(getattr(value, each.name))


def bearers(findings: Findings, authority: Authority) -> list[Bearer]:
    """The bearers of the names of one document, in the order they first occur."""
    parties = parties_of(findings)
    aliases = findings.of(Alias)
    names = _Names()
    for party in parties:
        names.join(_node(party, party.written), _node(party, party.name))
        names.spell(_node(party, party.written), party.written)
        names.spell(_node(party, party.name), party.name)
    for alias in aliases:
        names.explain(alias)
    names.join_fuller(authority)
    names.join_alike()
    names.join_places(authority)
    return [_bearer(group, names) for group in names.groups(parties)]


def _node(party: Party, name: str) -> Node:
    return (PLACE if party.kind == PLACE else AGENT, key(name) or name.strip())


class _Names:
    """Names of one document and which of them have been joined (a disjoint-set forest)."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}
        self._spellings: dict[Node, list[str]] = {}
        self._covers: set[Node] = set()
        self._joins: list[tuple[Node, str]] = []
        self._initials: list[tuple[Node, str]] = []

    def root(self, node: Node) -> Node:
        """The name that stands for all names joined with `node`."""
        self._parent.setdefault(node, node)
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, one: Node, other: Node, reason: str | None = None) -> None:
        """From now on the two are one bearer's."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[second] = first
        if reason:
            self._joins.append((one, reason))

    def spell(self, node: Node, name: str) -> None:
        """Remember how the name is written."""
        self.root(node)
        self._spellings.setdefault(node, []).append(name)

    def explain(self, alias: Alias) -> None:
        """Join the two names of a bracket."""
        form, real = (AGENT, key(alias.form)), (AGENT, key(alias.real))
        if not form[1] or not real[1]:
            return
        said = _SAID.get(alias.relation, 'The document gives "{}" in full as "{}".')
        self.join(real, form, said.format(alias.form, alias.real))
        self.spell(form, alias.form)
        self.spell(real, alias.real)
        if alias.relation == "cover name" and form != real:
            self._covers.add(form)
        for letters in initials_in(alias.gloss or "", key(alias.real)):
            self._initials.append((real, letters))

    def join_fuller(self, authority: Authority) -> None:
        """Join names with initials, then family names, to the one fuller name they fit."""
        by_family: dict[str, list[Node]] = {}
        for node in self._open():
            by_family.setdefault(family_name(node[1], authority), []).append(node)
        for family in by_family.values():
            for short in sorted(family, key=lambda node: -len(node[1].split())):
                fuller = {self.root(full) for full in family if is_short_for(short[1], full[1])}
                fuller.discard(self.root(short))
                if len(fuller) == 1:
                    self.join(fuller.pop(), short)

    def _open(self) -> list[Node]:
        """Names of agents that are no cover names."""
        return [n for n in self._parent if n[0] == AGENT and n not in self._covers]

    def join_alike(self) -> None:
        """Join full names that are romanizations of one name."""
        seen: dict[str, Node] = {}
        for node in self._open():
            if " " in node[1]:
                for way in sounds(node[1]):
                    self.join(seen.setdefault(way, node), node)

    def join_places(self, authority: Authority) -> None:
        """Join the bare first word of a place to the one place that begins with it."""
        by_first: dict[str, set[Node]] = {}
        places = [node for node in self._parent if node[0] == PLACE]
        for node in places:
            first, _, rest = node[1].partition(" ")
            if rest:
                by_first.setdefault(first, set()).add(node)
        for node in places:
            fuller = {self.root(full) for full in by_first.get(node[1], ())}
            if len(fuller) == 1 and not authority.named(node[1], PLACE):
                said = f'In this document "{self._shown(node)}" stands for'
                full = fuller.pop()
                self.join(full, node, f'{said} "{self._shown(full)}".')

    def _shown(self, node: Node) -> str:
        return _best_spelling(self._spellings[node])

    def groups(self, parties: Iterable[Party]) -> list[tuple[Node, list[Party]]]:
        """The parties of each bearer."""
        found: dict[Node, list[Party]] = {}
        for party in parties:
            found.setdefault(self.root(_node(party, party.written)), []).append(party)
        return list(found.items())

    def of(self, root: Node) -> list[tuple[Node, str]]:
        """Names joined with `root`, each with its best spelling."""
        return [
            (node, _best_spelling(spelled))
            for node, spelled in self._spellings.items()
            if self.root(node) == root
        ]

    def is_cover(self, node: Node) -> bool:
        """True when the document calls it a cover name."""
        return node in self._covers

    def sentences(self, root: Node) -> list[str]:
        """Why the names belong together."""
        return [reason for node, reason in self._joins if self.root(node) == root]

    def letters(self, root: Node) -> list[str]:
        """Initials that explanations print for this bearer."""
        return [letters for node, letters in self._initials if self.root(node) == root]


def _best_spelling(spelled: list[str]) -> str:
    """The commonest of the spellings; those in capitals only when there is no other.

    >>> _best_spelling(["THE EMBASSY IN SELM", "the Embassy in SELM"])
    'the Embassy in SELM'
    """
    mixed = [name for name in spelled if any(letter.islower() for letter in name)]
    return Counter(mixed or spelled).most_common(1)[0][0]


def _bearer(group: tuple[Node, list[Party]], names: _Names) -> Bearer:
    root, parties = group
    spelled = names.of(root)
    kinds = Counter(party.kind for party in parties)
    return Bearer(
        parties=tuple(parties),
        kinds=tuple(kind for kind, _ in kinds.most_common()),
        names=tuple(
            sorted(
                (name for node, name in spelled if not names.is_cover(node)),
                key=lambda name: -len(key(name).split()),
            )
        ),
        covers=tuple(name for node, name in spelled if names.is_cover(node)),
        offices=tuple(dict.fromkeys(p.office for p in parties if p.office)),
        initials=tuple(dict.fromkeys(names.letters(root))),
        joins=tuple(dict.fromkeys(names.sentences(root))),
    )
