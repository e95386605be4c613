"""A document of an edition as plain print: text to a Document with its blocks.

The print is head line, dateline, body and signature; after a line of ten hyphens the footnotes,
each opening with its mark in superscript digits. In volumes up to 1954 the file number stands
above the head ("793B.00/1-1251: Telegram"). A bare text is the message alone, without head and
notes. Blocks, in the order of the text:

    file number     the editors' line above the head, where there is one
    head            the editors' head line(s), with the document's number
    body            what the document itself says, from below the head to the notes
    dateline        in the body: place and day
    classification  in the body: classification, precedence and limits on a line of their own
    signed          in the body: the signature
    source note     a footnote, or the line above the head, that says where the paper lies
    notes, note     everything below the rule; each footnote with its mark
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import print_shapes
from kg.document import Block, Document
from kg.print_shapes import RULE, SUPERSCRIPT
from kg.spans import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_NOTE = re.compile(rf"[{SUPERSCRIPT}*†‡]+(?:\s+|\Z)")
_SOURCE = re.compile(r"\[?(?:Summary: .{0,3000}?)?[Ss]ource(?:[:;.]| (?=[A-Z]))", re.S)
_FILE = re.compile(
    r"[^\n]{0,200}(?:/\s?[\d–-]{3,}|Lot \w|Files?\b|files?:|File No|Papers|papers,|Library\b|"
    r"Records\b)[^\n]*"
)
_FILE_NUMBER = re.compile(r"[^\n]{0,80}/\s?\d+[–-]\d{3,}")
_NUMBERED = re.compile(r"(?:No\. )?\d{1,4}(?:[a-z]?\. |\n)")


def document(identifier: str, source: str, text: str, *, bare: bool = False) -> Document:
    """The document of one printed text; `bare` when neither head nor notes were printed.

    >>> head = "The Consul at Rabat (Mann) to the Secretary of State"
    >>> text = f"811.24/1-251\\n\\n{head}\\n\\nRabat, May 2, 1951."
    >>> [b.kind for b in document("d4", "frus1951v05", text).blocks]
    ['file number', 'source note', 'head', 'body', 'dateline']
    """
    blocks = tuple(_blocks(text, bare))
    return Document(identifier, source, source, text, "printed_edition", blocks)


def _blocks(text: str, bare: bool) -> Iterator[Block]:
    end, notes = (len(text), None) if bare else _rule(text)
    paragraphs = [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(text, 0, end)]
    if not bare and paragraphs:
        if _stands_above_head(text, paragraphs):
            yield Block("file number", paragraphs[0])
            yield Block("source note", paragraphs[0])
            paragraphs = paragraphs[1:]
        head, paragraphs = paragraphs[0], paragraphs[1:]
        yield Block("head", head)
    yield from _body(text, paragraphs, None if bare or not paragraphs else head)
    if notes is not None:
        yield from _notes(text, notes)


def _rule(text: str) -> tuple[int, int | None]:
    """Where the document ends and its notes begin; None for the notes when there is no rule."""
    if text.startswith(f"{RULE}\n"):
        return 0, len(RULE) + 1
    rule = text.find(f"\n{RULE}\n")
    if rule < 0:
        return (len(text) - len(RULE) - 1 if text.endswith(f"\n{RULE}") else len(text)), None
    return rule, rule + len(RULE) + 2


def _stands_above_head(text: str, paragraphs: Sequence[Span]) -> bool:
    """Whether the first paragraph is the editors' line of archive and file.

    A head never comes after a dateline; where the third paragraph is one and the second is not,
    the second is the head.
    """
    if len(paragraphs) < 2:
        return False
    first, second = paragraphs[:2]
    if _NUMBERED.match(text, first.start) and not _FILE_NUMBER.match(text, first.start, first.end):
        return False
    if _NUMBERED.match(text, second.start) or _FILE.fullmatch(text, first.start, first.end):
        return True
    if text.startswith("[", second.start) or print_shapes.classification(text, [second]):
        return False
    return not print_shapes.dateline(text, [second]) and bool(
        print_shapes.dateline(text, paragraphs[2:3])
    )


def _body(text: str, paragraphs: Sequence[Span], head: Span | None) -> Iterator[Block]:
    dated = print_shapes.dateline(text, paragraphs)
    if not dated and head:
        in_head = print_shapes.dateline_of_head(text, head)
        if in_head:
            yield Block("dateline", in_head)
    if not paragraphs:
        return
    yield Block("body", Span(paragraphs[0].start, paragraphs[-1].end))
    rest = [p for p in paragraphs if not dated or p.start != dated.start]
    parts = {
        "dateline": dated,
        "classification": print_shapes.classification(text, rest),
        "signed": print_shapes.signature(text, rest),
    }
    yield from (Block(kind, span) for kind, span in parts.items() if span)


def _notes(text: str, start: int) -> Iterator[Block]:
    current: Span | None = None
    notes: list[Span] = []
    for m in _PARAGRAPH.finditer(text, start):
        if current is None or _NOTE.match(m[0]):
            if current:
                notes.append(current)
            current = Span(m.start(), m.end())
        else:
            current = Span(current.start, m.end())
    if current:
        notes.append(current)
        yield Block("notes", Span(notes[0].start, notes[-1].end))
    for note in notes:
        yield Block("note", note)
        mark = _NOTE.match(note.of(text))
        if _SOURCE.match(text, note.start + (mark.end() if mark else 0), note.end):
            yield Block("source note", note)
