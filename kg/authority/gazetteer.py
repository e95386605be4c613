"""Finding known names in a text, in time linear in the text.

The names form a trie of words (`kg.cleaning.key` of each word). A match is the longest name
that begins at a word; whole words only. A word that the register writes with a capital must
have one in the text, and an abbreviation must stand in capitals there, so that "us" is not a
country and "may" nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.authority.entries import NameMatch, NameRecord
from kg.cleaning import ascii_fold, fold
from kg.spans import Span

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|'(?=[^\W_]))*")
_POSSESSIVE = re.compile(r"'s$", re.IGNORECASE)
_LONGEST = 16  # words of the longest name that is looked for
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}$")
# What may stand between two words of one name: blanks and one line end, hyphen, apostrophe,
# bracket, slash ("CC VKP(b)"); a comma or full stop only where the name itself has one.
_JOINT = re.compile(r"[ \-'’/()\[\]]{0,2}\n?[ ]{0,3}")
_DOTTED_JOINT = re.compile(r"\.?,?[ \-'/()]{0,2}\n?[ ]{0,3}")


Word = tuple[int, int]
"""Start and end of a word in the text."""


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    names: list[_Known] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A record and what its words ask of the words in the text."""

    record: NameRecord
    demands: tuple[str, ...]
    joints: tuple[bool, ...]
    tail: str

    def fits(self, folded: str, words: Sequence[Word]) -> bool:
        """True when the words are capitalized and joined as the name allows."""
        spellings = (folded[start:end] for start, end in words)
        gaps = (folded[a[1] : b[0]] for a, b in pairwise(words))
        return all(map(_meets, self.demands, spellings)) and all(
            (_DOTTED_JOINT if dotted else _JOINT).fullmatch(gap)
            for dotted, gap in zip(self.joints, gaps, strict=True)
        )


class Gazetteer:
    """An immutable set of names that can be looked for in a text.

    `words` are keys of names that are not looked for in running text, because they are common
    words or belong to too many.
    """

    def __init__(self, records: Iterable[NameRecord], words: frozenset[str] = frozenset()) -> None:
        self._root = _Node()
        for record in records:
            name = fold(record.name)
            parts = _words(name, Span(0, len(name)))
            keys = [_key(name[start:end]) for start, end in parts]
            if keys and " ".join(keys) not in words:
                self._add(record, keys, parts)
        self._uncased = frozenset(
            first
            for first, node in self._root.next.items()
            if any(not known.demands[0] for known in _below(node))
        )

    def _add(self, record: NameRecord, keys: Sequence[str], parts: Sequence[Word]) -> None:
        node = self._root
        for part in keys:
            node = node.next.setdefault(part, _Node())
        name = fold(record.name)
        gaps = [name[a[1] : b[0]] for a, b in pairwise(parts)]
        node.names.append(
            _Known(
                record,
                tuple(_demand(name[start:end]) for start, end in parts),
                tuple("." in gap or "," in gap for gap in gaps),
                name[parts[-1][1] :],
            )
        )

    def find(self, folded: str, within: Span) -> list[NameMatch]:
        """The longest known names inside `within`, in text order, without overlaps.

        `folded` is a text after `kg.cleaning.fold`; the spans are places in it.
        """
        words = _words(folded, within)
        found: list[NameMatch] = []
        behind = within.start
        for position, (start, end) in enumerate(words):
            if start >= behind and self._may_begin(folded[start:end]):
                match = self._longest(folded, words, position)
                if match:
                    found.append(match)
                    behind = match.span.end
        return found

    def _may_begin(self, spelling: str) -> bool:
        """False, quickly, for a small word that begins no name."""
        return not spelling[0].islower() or spelling in self._uncased

    def _longest(self, folded: str, words: Sequence[Word], position: int) -> NameMatch | None:
        """The longest name that begins with the word at `position`."""
        node, best = self._root, None
        used: list[Word] = []
        for start, end in words[position : position + _LONGEST]:
            child, trimmed = _step(node, folded[start:end])
            if child is None:
                break
            used.append((start, end - trimmed))
            best = _match(child, folded, used) or best
            if trimmed or not child.next:
                break
            node = child
        return best


def _step(node: _Node, spelling: str) -> tuple[_Node | None, int]:
    """The node that a word leads to, and how many of its last letters are not the name's."""
    child = node.next.get(_key(spelling))
    if child is not None:
        return child, 0
    if spelling[-1] in "sS0123456789":
        for ending in (_POSSESSIVE, _FOOTNOTE):
            shorter = ending.sub("", spelling)
            if len(shorter) < len(spelling) and (child := node.next.get(_key(shorter))):
                return child, len(spelling) - len(shorter)
    return None, 0


def _match(node: _Node, folded: str, words: Sequence[Word]) -> NameMatch | None:
    known = [name for name in node.names if name.fits(folded, words)]
    if not known:
        return None
    end = words[-1][1]
    if known[0].tail.startswith(")") and folded[end : end + 1] == ")":
        end += 1  # "VKP(b)" ends with its bracket
    return NameMatch(Span(words[0][0], end), tuple(name.record for name in known))


def _words(folded: str, within: Span) -> list[Word]:
    return [word.span() for word in _WORD.finditer(folded, within.start, within.end)]


def _key(word: str) -> str:
    return word.lower() if word.isascii() and "'" not in word else ascii_fold(word).replace("'", "")


def _demand(word: str) -> str:
    """ "upper" for an abbreviation, "capital" for a capitalized word, "" for any other."""
    if len(word) > 1 and word.isupper():
        return "upper"
    return "capital" if word[0].isupper() else ""


def _meets(demand: str, word: str) -> bool:
    if demand == "upper":
        return word.isupper()
    return not demand or word[0].isupper()


def _below(node: _Node) -> Iterator[_Known]:
    yield from node.names
    for child in node.next.values():
        yield from _below(child)
