"""What a reader gives: one stored text, its blocks, and the facts printed about it.

The text is the source as decoded, with line ends made "\\n" and nothing else changed, so that
an offset means the same to everybody who has the file. A `Block` says what part of the page a
stretch is (title, summary, body ...); a `Field` is a fact that the page or the table states in
a labelled place, with the words it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kg.cleaning import fold
from kg.spans import Span


class Block(NamedTuple):
    """One part of a page.

    On a page of an archive `kind` is one of "heading-date", "title", "citation", "summary",
    "credits", "language", "contents", "body", "furniture", "row"; in a printed edition one of
    "file number", "head", "dateline", "classification", "body", "signed", "notes", "note",
    "source note" (see `kg.readers.printed_edition`).
    """

    kind: str
    span: Span


class Field(NamedTuple):
    """A labelled fact of the page or table: `name`, `value` as read, and where it stands."""

    name: str
    value: str
    span: Span


class Mark(NamedTuple):
    """What the editors of an edition encoded at a place of the text.

    `kind` is one of "sender", "recipient", "person", "place", "date", "time", "reference",
    "signed", "participant", "subject", "term", "page" (an empty span) and "attachment" (where
    another document begins); `value` what the encoding says beside the words (a
    day or day and hour, a target, the number of a page); `identity` the entry of a list that
    is pointed to ("p_AD1"); `party` the kind of party ("person" or "office").
    """

    kind: str
    span: Span
    value: str | None = None
    identity: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body without its line end; `folded` has the length of the span."""

    span: Span
    folded: str


@dataclass(frozen=True)
class Document:
    """One text as stored, with what the reader knows about its parts.

    `identifier` names the message (unique, stable: the archive's own record where it is
    known); `source` is the path relative to the folder that was read, and `graph` the key of
    the named graph that everything from this source goes to.
    """

    identifier: str
    source: str
    graph: str
    text: str
    reader: str
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...] = ()
    marks: tuple[Mark, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text as `kg.cleaning.fold` gives it, of the same length."""
        return fold(self.text)

    def block(self, kind: str) -> Span | None:
        """The span of the first block of that kind, or None."""
        for block in self.blocks:
            if block.kind == kind:
                return block.span
        return None

    def field(self, name: str) -> Field | None:
        """The first field of that name, or None."""
        for field in self.fields:
            if field.name == name:
                return field
        return None

    def marked(self, kind: str) -> list[Mark]:
        """What the editors encoded of that kind, in the order of the text."""
        return [mark for mark in self.marks if mark.kind == kind]

    def fields_named(self, name: str) -> list[Field]:
        """All fields of that name, in the order of the text."""
        return [f for f in self.fields if f.name == name]

    @property
    def body(self) -> Span:
        """The message itself; an empty span at the end when only its envelope is known."""
        return self.block("body") or Span(len(self.text), len(self.text))

    def lines(self) -> list[Line]:
        """The lines of the body that hold more than white space, without outer blanks."""
        lines, position = [], self.body.start
        for raw in self.body.of(self.folded).split("\n"):
            span = Span(position, position + len(raw)).stripped(self.folded)
            if span.start < span.end:
                lines.append(Line(span, span.of(self.folded)))
            position += len(raw) + 1
        return lines
