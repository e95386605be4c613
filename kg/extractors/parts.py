"""The parts of a message: head, text, tail, notes, and the papers that follow in one body.

Input is a Document. Output is its papers in order, almost always one; "two documents in one"
(a telegram with the decision that approved it, a decision with the draft it approves) give
two. Each paper is a row of parts in the order of the text:

* head: classification, office, number, date, destination, addressees, stamps;
* text: the message itself, also a postscript after the signature;
* tail: signature, number, copies, certification, typist;
* note: handwriting and stamps in brackets, anywhere, and marks of omission;
* summary: the archive's summary where it was copied into the body (never the document).

Each part is a row of pieces: lines, or the head and the text of a line that holds both
("205 - THURSDAY - 0930hs - Permit me ..."). `Piece.kind` says what the line looks like
(`kg.extractors.lines`). A bracket of a stamp that never closes ends at its line (fixture F11).
All spans are places in the stored text; the time taken is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from kg.document import Document
from kg.extractors.lines import (
    ADDRESS_LABEL,
    LONGEST,
    is_addressee,
    is_prose,
    kind_of,
)
from kg.extractors.vocabulary import alternatives
from kg.spans import Span

HEAD, TEXT, TAIL, NOTE, SUMMARY = "head", "text", "tail", "note", "summary"
MESSAGE, DECISION = "message", "decision"

_PAPERWORK = frozenset(
    ["form", "classification", "instruction", "office", "number", "date", "event", "copies"]
) | {"certified", "names", "signature", "address", "sender"}
_HEAD_KINDS = _PAPERWORK | {"title", "reference", "decision", "attachment"}
_TAIL_KINDS = _PAPERWORK
_TEXT_KINDS = frozenset(["", "text"])
_CLOSES = frozenset(["signature", "copies", "certified"])
_DECISION_KINDS = frozenset(["decision", "voting"])
_LONGEST_HEAD = 200
"""So many lines at most are a head or a tail; the longest surveyed has about forty."""
_WEAK = frozenset(["names", "office", "signature"])
_SKIPPED = frozenset(["note", "omission"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the body, or a piece of one: place, folded words, what it looks like."""

    span: Span
    folded: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one paper: `kind` is HEAD, TEXT, TAIL, NOTE or SUMMARY."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def span(self) -> Span:
        """From the first to the last piece."""
        return Span(self.pieces[0].span.start, self.pieces[-1].span.end)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in the body: `kind` is MESSAGE or DECISION."""

    kind: str
    parts: tuple[Part, ...]

    @property
    def span(self) -> Span:
        """From the first to the last part."""
        return Span(self.parts[0].span.start, self.parts[-1].span.end)

    def pieces(self, *kinds: str) -> tuple[Piece, ...]:
        """The pieces of the parts of these kinds (of all parts, without arguments)."""
        return tuple(
            p for part in self.parts if not kinds or part.kind in kinds for p in part.pieces
        )

    def of(self, *kinds: str) -> tuple[Part, ...]:
        """The parts of these kinds, in the order of the text."""
        return tuple(part for part in self.parts if part.kind in kinds)


@lru_cache(maxsize=4)
def papers(document: Document) -> tuple[Paper, ...]:
    """The papers of the document's body, in order; none when there is no body.

    >>> from kg.document import Block
    >>> text = "To Pyongyang\\nSHTRAUS [Shtykov]\\nKeep these directions in mind.\\nFENG XI"
    >>> page = Document("x", "x", "x", text, "plain_text", (Block("body", Span(0, len(text))),))
    >>> [(part.kind, part.span.of(text)[:12]) for part in papers(page)[0].parts]
    [('head', 'To Pyongyang'), ('text', 'Keep these d'), ('tail', 'FENG XI')]
    """
    pieces = _in_context(list(_pieces(document)), document.folded)
    groups = _split(pieces)
    return tuple(_paper(group) for group in groups if group)


def main_paper(document: Document) -> Paper | None:
    """The paper whose head and tail are the envelope of the document: the first one."""
    return next(iter(papers(document)), None)


# Pieces: lines, cut where a head and the text share one, with their kinds


def _pieces(document: Document) -> Iterator[Piece]:
    for line in document.lines():
        cut = _head_of_line(line.folded)
        if cut is None:
            yield Piece(line.span, line.folded, kind_of(line.folded))
            continue
        end, kind = cut
        start = line.span.start
        head = Span(start, start + end).stripped(document.folded)
        rest = Span(start + end, line.span.end).stripped(document.folded)
        yield Piece(head, head.of(document.folded), kind)
        yield Piece(rest, rest.of(document.folded), "text")


_NUMBERED_HEAD = re.compile(
    # "205 - THURSDAY - 0930hs - Permit me ..." (fixture F8)
    rf"\d{{1,6}}\s*-\s*(?:(?:{alternatives('weekday')}|[\d./:]{{3,12}}(?:\s?(?:hs|hrs|hours|h))?)"
    r"\s*-\s*){1,3}(?=\w)",
    re.IGNORECASE,
)
_ADDRESS_HEAD = re.compile(r"(?:to|for)\s+[^:!?\n]{2,80}:\s+(?=\S)", re.IGNORECASE)
_MARKED_HEAD = re.compile(
    # A page flattened to one line: "TOP SECRET To Comrade ..."
    rf"(?:{alternatives('classification', 'precedence')}\W+)+(?=\w)",
    re.IGNORECASE,
)


def _head_of_line(line: str) -> tuple[int, str] | None:
    """Where the head ends in a line that begins with one and goes on with the text."""
    numbered = _NUMBERED_HEAD.match(line)
    if numbered:
        return numbered.end(), "number"
    address = _ADDRESS_HEAD.match(line)
    if address:
        label = ADDRESS_LABEL.match(line)
        if label and is_addressee(line[label.end() : address.end()]):
            return address.end(), "address"
    marked = _MARKED_HEAD.match(line) if len(line) > LONGEST else None
    return (marked.end(), "classification") if marked and marked[0].isupper() else None


# What the neighbors tell: lists go on, brackets close later


_ENTRY = re.compile(
    r"(?:(?:copy\s+)?(?:N°|No\.?|#)?\s*\d{1,3}\s*[.)]?\s*[-.):]?|[-/])\s*(?=\S)", re.I
)
_RANK = re.compile(alternatives("rank"), re.IGNORECASE)
_LISTS = frozenset(["copies", "voting"])
_OTHER_CHOICE = re.compile(r"(?:against|abstain(?:ed|ing)?|abstentions?)\s*[:-]", re.IGNORECASE)
"""A list of votes goes on with the other side: "AGAINST:" alone, or with names behind it."""


def _in_context(pieces: list[Piece], folded: str) -> list[Piece]:
    """The pieces with kinds corrected by the lines before them."""
    done: list[Piece] = []
    open_lines = 0
    for index, piece in enumerate(pieces):
        if open_lines:
            open_lines -= 1
            done[-1] = _note(Span(done[-1].span.start, piece.span.end), folded)
            continue
        kind = (_continued(done[-1], piece) if done else None) or piece.kind
        if kind == "note":
            open_lines = _lines_to_bracket_end(pieces, index)
        done.append(replace(piece, kind=kind))
    return done


def _note(span: Span, folded: str) -> Piece:
    """A note of several lines is one piece."""
    return Piece(span, span.of(folded), "note")


def _continued(before: Piece, piece: Piece) -> str | None:
    previous = before.kind
    if previous in _LISTS and piece.kind not in {"separator", "note", "summary"}:
        entry = _ENTRY.match(piece.folded)
        words = piece.folded[entry.end() :] if entry else piece.folded
        short = len(words) <= 90 and not is_prose(words)
        if previous == "copies" and entry and short:
            return "copies"
        if previous == "voting" and (piece.kind == "names" or _OTHER_CHOICE.match(words)):
            return "voting"
    if previous == "certified" and piece.kind in {"names", "office"}:
        goes_on = before.folded[-1] in ":,-" or _RANK.match(piece.folded)
        return "certified" if goes_on else None
    if previous == "summary" and piece.kind != "separator" and is_prose(piece.folded):
        return "summary"
    return None


def _lines_to_bracket_end(pieces: Sequence[Piece], index: int) -> int:
    """How many further lines a note's bracket holds: 0 when it closes, or never closes."""
    first = pieces[index].folded
    if not first.startswith("[") or first.count("[") <= first.count("]"):
        return 0
    for offset, piece in enumerate(pieces[index + 1 : index + 6], 1):
        opening, closing = piece.folded.find("["), piece.folded.find("]")
        if closing >= 0 and not 0 <= opening < closing:
            return offset
        if opening >= 0 or len(piece.folded) > LONGEST:
            return 0
    return 0


# Papers: where another document begins in the same body


def _split(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each paper; what a paper has shown so far is kept, not searched again."""
    groups: list[list[Piece]] = [[]]
    seen: set[str] = set()
    after_separator = False
    for index, piece in enumerate(pieces):
        if piece.kind == "separator":
            after_separator = True
            continue
        if seen & _TEXT_KINDS and _starts_paper(pieces, index, seen, after_separator):
            groups.append([])
            seen = set()
        groups[-1].append(piece)
        seen.add(piece.kind)
        after_separator = after_separator and piece.kind in _SKIPPED
    return groups


def _starts_paper(
    pieces: Sequence[Piece], index: int, seen: set[str], after_separator: bool
) -> bool:
    piece = pieces[index]
    if piece.kind in {"decision", "attachment"}:
        return True
    if piece.kind == "voting" and not seen & _DECISION_KINDS:
        return True  # votes under a message, without a heading, are no part of the message
    if after_separator and not is_prose(piece.folded):
        return piece.kind not in {"certified", "copies", "event"}
    return bool(seen & _DECISION_KINDS) and _starts_message(pieces, index)


def _starts_message(pieces: Sequence[Piece], index: int) -> bool:
    """A destination above an addressee, or a new heading, after a decision (fixture F3)."""
    piece = pieces[index]
    following = pieces[index + 1].kind if index + 1 < len(pieces) else ""
    if piece.kind in {"names", "office"}:
        return following == "address"
    return piece.kind in {"address", "form", "title"} and following != "voting"


def _kind_of_paper(group: Sequence[Piece]) -> str:
    return DECISION if any(piece.kind in _DECISION_KINDS for piece in group) else MESSAGE


# Parts of one paper


def _paper(group: Sequence[Piece]) -> Paper:
    head_end = _head_end(group)
    tail_start = _tail_start(group, head_end)
    inner = _tails_in_text(group, head_end, tail_start)
    places = [
        HEAD if i < head_end else TAIL if i >= tail_start or i in inner else TEXT
        for i in range(len(group))
    ]
    labeled = [(_label(*pair), pair[0]) for pair in zip(group, places, strict=True)]
    parts = tuple(
        Part(label, tuple(piece for _, piece in stretch))
        for label, stretch in groupby(labeled, key=lambda pair: pair[0])
    )
    return Paper(_kind_of_paper(group), parts)


def _label(piece: Piece, place: str) -> str:
    """The kind of part a piece belongs to, given where in its paper it stands.

    An address after the text, with the words for the addressee, heads a postscript.
    """
    if piece.kind in _SKIPPED:
        return NOTE
    if piece.kind == "summary":
        return SUMMARY
    return HEAD if place == TEXT and piece.kind == "address" else place


def _tails_in_text(group: Sequence[Piece], start: int, end: int) -> set[int]:
    """Lines of a tail that a postscript or an editor's footnote follows.

    They are a run of tail lines with a closing formula, copies or a certification among them.
    """
    found: set[int] = set()
    kinds = (_TAIL_KINDS | _SKIPPED) - {"address"}
    for is_tail, run in groupby(range(start, end), key=lambda i: group[i].kind in kinds):
        indices = list(run)
        if is_tail and any(group[i].kind in _CLOSES for i in indices):
            found.update(indices)
    return found


_SHORT_SENTENCE = re.compile(
    # "Please send the rope." over a signature and a typist: four words, the last in small letters
    r"[A-Z][a-z']*(?:[ ,]+[\w'-]+){2,}[ ,]+[a-z]{2,}[.!?][\"')\]]*"
)


def _head_end(group: Sequence[Piece]) -> int:
    """The index of the first piece of running text."""
    for index, piece in enumerate(group[:_LONGEST_HEAD]):
        if piece.kind == "salutation":
            return index + 1
        if piece.kind in _HEAD_KINDS or piece.kind in _SKIPPED:
            continue
        ahead = [p.kind for p in group[index + 1 : index + 3]]
        goes_on = any(kind in _HEAD_KINDS - _WEAK for kind in ahead)
        running = is_prose(piece.folded) or _SHORT_SENTENCE.fullmatch(piece.folded)
        if piece.kind in {"text", "voting", "summary"} or running or not goes_on:
            return index
    return min(len(group), _LONGEST_HEAD)


def _tail_start(group: Sequence[Piece], head_end: int) -> int:
    """The index of the first piece after the running text."""
    start = len(group)
    for index in range(len(group) - 1, max(head_end, len(group) - _LONGEST_HEAD) - 1, -1):
        piece = group[index]
        if piece.kind in _TAIL_KINDS:
            start = index
        elif piece.kind not in _SKIPPED | {"summary"} and _ends_tail(group, index, head_end):
            break
    return start


def _ends_tail(group: Sequence[Piece], index: int, head_end: int) -> bool:
    """True for running text; a short odd line among lines of the tail is passed over."""
    piece = group[index]
    if piece.kind in {"text", "voting"} or is_prose(piece.folded):
        return True
    return not any(p.kind in _TAIL_KINDS for p in group[max(head_end, index - 2) : index])
