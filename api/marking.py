"""Found words in a text, cut into pieces that a page can show.

Findings overlap in every way: a person inside a directive, a vote inside a decision, two
readings of one line. HTML cannot nest links, so the text is cut at every beginning and end;
each piece knows all marks that cover it, and the shortest of them is the one it leads to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in the text: `anchor` names it on the page, `kind` is its kind of fact."""

    start: int
    end: int
    kind: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the marks that cover it, the longest first.

    `opened` are the marks that begin here.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    opened: tuple[Mark, ...] = ()

    @property
    def inner(self) -> Mark | None:
        """The shortest mark of the piece: the one its link leads to."""
        return self.marks[-1] if self.marks else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the marks, each once, the innermost last."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))


def pieces(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The text in pieces; joined they are the text again.

    Marks that are empty or reach outside the text are left out.

    >>> [(p.text, [m.kind for m in p.marks]) for p in pieces(
    ...     "visit Kim now", [Mark(0, 13, "directive", "a"), Mark(6, 9, "mention", "b")])]
    [('visit ', ['directive']), ('Kim', ['directive', 'mention']), (' now', ['directive'])]
    """
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    return tuple(_cut(text, kept))


def _cut(text: str, marks: list[Mark]) -> Iterator[Piece]:
    starting: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        starting[mark.start].append(mark)
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    covering: list[Mark] = []
    for start, end in pairwise(cuts):
        opened = sorted(starting[start], key=_longest_first)
        covering = sorted([*(m for m in covering if m.end > start), *opened], key=_longest_first)
        yield Piece(text[start:end], tuple(covering), tuple(opened))


def _longest_first(mark: Mark) -> tuple[int, int, str]:
    return (mark.start - mark.end, mark.start, mark.anchor)
