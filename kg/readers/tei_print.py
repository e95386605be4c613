"""A document of an encoded edition as a reader sees it printed, with the place of every mark.

The encoding of one `div` is cut into tags and the texts between them (`printed`); each tag is a
step on a `Sheet` (`kg.readers.tei_tags` knows which), each text is set on it. A sheet sets type as
a compositor does: white space only parts words, paragraphs are parted by an empty line, lines of
an address or a list by a line end, cells by a tab. A footnote leaves its mark where it stands and
is set on a sheet of its own, which comes below the rule.

Places are counted in pieces while the sheets are set, and in characters when they are joined: a
piece is a stretch of text with what parts it from the one before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from kg.print_shapes import RULE, SUPERSCRIPT

BREAK, TAB = "\x1e", "\x1f"
"""A line end and a tab of the print; XML cannot hold these characters, so no text has them."""
LINE, PARAGRAPH = BREAK, BREAK * 2

_BLANKS = " \n"
_CLOSING = ",;:)]"
_OPENING = "([“"
_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPT)
_ELLIPSIS = ("..", ". .")


@dataclass(frozen=True, slots=True)
class Spec:
    """What an element says of its words: the kind of mark (or block) and its values.

    `is_block` tells a part of the page from a mark of the editors; a block keeps the footnote
    marks at its ends.
    """

    kind: str
    value: str | None = None
    identity: str | None = None
    party: str | None = None
    is_block: bool = False


Placed = tuple[int, int, Spec]
"""The numbers of the first piece and of the piece after the last, and what they are."""


class Sheet:
    """What is set of one text: the document, or one of its footnotes.

    `pieces` are in turn white space and words. `parting` and `soft` are what was met since the
    last word: what will part the next one from it, and whether a line end of the file was in it.
    `apart` counts the elements around that are no longer the message itself (an enclosure, a
    quotation, a footnote).
    """

    __slots__ = (
        "apart",
        "depth",
        "is_source",
        "items",
        "label_end",
        "lists",
        "notes",
        "open",
        "parent",
        "parting",
        "pieces",
        "placed",
        "raised",
        "soft",
        "tabbed",
    )

    def __init__(self, parent: Sheet | None = None) -> None:
        self.pieces: list[str] = []
        self.parting = ""
        self.soft = False
        self.placed: list[Placed] = []
        self.open: list[tuple[int, tuple[Spec, ...]]] = []
        self.raised: list[int] = []
        self.lists: list[tuple[Spec, ...]] = []
        self.items: list[bool] = []
        self.label_end = -1
        self.apart = 0
        self.is_source = False
        self.tabbed = ""
        self.parent = parent
        self.notes: list[Sheet] = []
        self.depth = 0

    def words(self, words: str) -> None:
        """Puts words after what parts them from those before."""
        pieces, parting = self.pieces, self.parting
        if not pieces or (parting == " " and _closes_up(pieces[-1], self.soft, words)):
            parting = ""
        self.parting, self.soft = "", False
        pieces += (parting, words)

    def footnote(self, mark: str, *, is_source: bool) -> Sheet:
        """Raises the mark of a footnote where it stands; gives the sheet the note is set on."""
        mark = mark.translate(_SUPERSCRIPT)
        self._raise(mark)
        note = Sheet(self)
        note.pieces += (PARAGRAPH, mark)
        note.parting = " "
        note.is_source = is_source
        note.apart = 1
        note.depth = self.depth + 1
        note.notes = self.notes
        self.notes.append(note)
        return note

    def leave(self) -> Sheet:
        """The sheet to go on with when this one is set; they let go of each other."""
        parent, self.parent = self.parent, None
        return parent or self

    def _raise(self, mark: str) -> None:
        """Puts a mark close to the word before it; two marks are parted."""
        pieces, parting = self.pieces, self.parting
        keeps = parting == " " and bool(pieces)
        if keeps or not pieces:
            parting = ""
        if not parting and pieces and pieces[-1][-1] in SUPERSCRIPT:
            parting = " "
        number = len(pieces)
        self.open = [
            (i + 2 if i == number and _is_mark(specs) else i, specs) for i, specs in self.open
        ]
        pieces += (parting, mark)
        self.raised.append(len(pieces))
        self.parting, self.soft = (" ", True) if keeps else ("", False)

    def paragraph(self) -> Sheet:
        """The next words begin a paragraph. A step, as the next two."""
        if self.pieces:
            self.parting = PARAGRAPH
        return self

    def line(self) -> Sheet:
        """The next words begin a line."""
        if self.pieces and self.parting != PARAGRAPH:
            self.parting = LINE
        return self

    def begin(self, specs: tuple[Spec, ...]) -> Sheet:
        """The next words are what these say, until `end`."""
        self.open.append((len(self.pieces), specs))
        return self

    def end(self) -> Sheet:
        """The words since the last `begin` are complete."""
        start, specs = self.open.pop()
        if not specs:
            return self
        last = len(self.pieces)
        if self.raised and last == self.raised[-1]:
            self.end_at_mark(start, specs)
        elif last > start:
            for spec in specs:
                self.placed.append((start, last, spec))
        return self

    def end_at_mark(self, start: int, specs: tuple[Spec, ...]) -> None:
        """The words end with marks of footnotes, which are no part of a name."""
        whole = bare = len(self.pieces)
        while bare in self.raised:
            bare -= 2
        for spec in specs:
            last = whole if spec.is_block else bare
            if last > start:
                self.placed.append((start, last, spec))

    def point(self, spec: Spec) -> None:
        """Marks the place between two words."""
        self.placed.append((len(self.pieces), len(self.pieces), spec))


def _is_mark(specs: tuple[Spec, ...]) -> bool:
    return bool(specs) and not specs[0].is_block


Call = Callable[[Sheet], Sheet]
"""What a tag does to the sheet that is being set; gives the sheet to go on with."""


class Simple(Enum):
    """The steps that most tags are, so simple that no call is made for them."""

    RUN_ON = 0
    PARAGRAPH = 1
    END = 2


Step = tuple[Spec, ...] | Simple | Call
"""What a tag does: the next words are what these say, or one of the simple steps, or a call."""


def as_call(step: Step) -> Call:
    """The call that does what a step is short for."""
    if isinstance(step, tuple):
        return lambda sheet: sheet.begin(step)
    return _CALLS[step] if isinstance(step, Simple) else step


_CALLS: dict[Simple, Call] = {
    Simple.RUN_ON: lambda sheet: sheet,
    Simple.PARAGRAPH: Sheet.paragraph,
    Simple.END: Sheet.end,
}


@dataclass(frozen=True, slots=True)
class Print:
    """The text as printed and what stands where in it, in characters.

    `notes` are the places of the footnotes, each with whether the encoding calls it the source
    note; the document itself ends at `end`, above the rule.
    """

    text: str
    placed: list[Placed]
    notes: list[tuple[int, int, bool]]
    end: int


def printed(xml: str, steps: Mapping[str, Step]) -> Print:
    """One document as printed.

    `xml` is its `div` in the plain form of `kg.readers.tei_source`: no comments, no entities but
    those of XML itself, "<" and ">" only around tags. `steps` gives for each tag what it does.
    """
    tags, texts = _cut(xml)
    words = list(map(str.strip, texts))
    for number in _loose(words):
        words[number] = _closed_up(words[number])
    each = chain((_RUN_ON,), map(steps.__getitem__, tags))
    return _joined(_set(each, texts, words), "&" in xml)


def _cut(xml: str) -> tuple[list[str], list[str]]:
    """The tags inside a document, and the texts before, between and behind them.

    >>> _cut('<div n="1">Go <hi>on</hi>.</div>')
    (['hi', '/hi'], ['Go ', 'on', '.'])
    """
    parts = xml.replace(">", "<").split("<")
    return parts[3:-2:2], parts[2:-1:2] or [""]


_BEFORE = re.compile(r"[ \n](?=[,;:)\]])|\n(?=\.(?!\.| \.))")
_BEHIND = re.compile(r"(?<=[(\[“])[ \n]")


def _pairs() -> NDArray[np.uint16]:
    """For each character: in the low byte what it is, in the high byte what may not follow it."""
    closing, blank, point, odd = 1, 2, 4, 8
    table = np.full(0x10000, odd << 8, np.uint16)
    for character in map(chr, range(0x10000)):
        if character in _BLANKS:
            table[ord(character)] = (closing | blank | odd) << 8 | blank
        elif character.isspace() and character not in (BREAK, TAB):
            table[ord(character)] = (closing | blank | point | odd) << 8 | odd
    table[ord("\n")] |= point << 8
    for character in _CLOSING:
        table[ord(character)] |= closing
    for character in _OPENING:
        table[ord(character)] |= blank << 8
    table[ord(".")] |= point
    return table


_PAIRS = _pairs()


def _loose(texts: list[str]) -> list[int]:
    """The numbers of the texts with white space inside that print does not have.

    They are rare; to look for them once, at the speed of the machine, is cheaper than to set each
    text with this care.

    >>> _loose(["The barges", "are  loaded", "and go ."])
    [1]
    """
    units = np.frombuffer(BREAK.join(texts).encode("utf-16-le"), "<u2")
    pairs = _PAIRS.take(units)
    loose = (pairs[:-1] >> 8) & pairs[1:]
    if not loose.any():
        return []
    ends = np.flatnonzero(units == ord(BREAK))
    numbers: list[int] = np.unique(np.searchsorted(ends, np.flatnonzero(loose))).tolist()
    return numbers


def _finished(text: str) -> str:
    """The text with blanks, line ends and tabs for what the sheets put in their places."""
    return text.replace("\n", " ").replace(BREAK, "\n").replace(TAB, "\t")


def _closed_up(words: str) -> str:
    """White space as single blanks and line ends, and none where print closes up."""
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return _BEHIND.sub("", _BEFORE.sub("", "\n".join(filter(None, lines))))


def _set(steps: Iterable[Step], texts: list[str], words: list[str]) -> Sheet:  # noqa: C901, PLR0912
    """The sheet of the whole document, its footnotes beside it.

    One loop with all that is frequent in it, and the state of the sheet in variables: a volume
    has fifty thousand tags, and a call for each costs more than what is done. It sets texts and
    takes the simple steps as `Sheet.words`, `paragraph` and `end` do.
    """
    sheet = document = Sheet()
    pieces, opened, parting, soft = sheet.pieces, sheet.open, "", False
    for step, text, said in zip(steps, texts, words, strict=True):
        if step is _END:
            start, specs = opened.pop()
            last = len(pieces)
            if sheet.raised and last == sheet.raised[-1]:
                sheet.end_at_mark(start, specs)
            elif last > start:
                for spec in specs:
                    sheet.placed.append((start, last, spec))
        elif step is _PARAGRAPH:
            if pieces:
                parting = PARAGRAPH
        elif type(step) is tuple:
            opened.append((len(pieces), step))
        elif step is not _RUN_ON:
            sheet.parting, sheet.soft = parting, soft
            sheet = step(sheet)  # type: ignore[operator]  # all the other steps are calls
            pieces, opened, parting, soft = sheet.pieces, sheet.open, sheet.parting, sheet.soft
        if not said:
            if text:
                parting = parting or " "
                soft = soft or text[0] == "\n"
            continue
        if said is not text and text[0] != said[0]:
            parting = parting or " "
            soft = soft or text[0] == "\n"
        if parting and (not pieces or (parting == " " and _closes_up(pieces[-1], soft, said))):
            parting = ""
        pieces.append(parting)
        pieces.append(said)
        if said is not text and text[-1] != said[-1]:
            parting = " "
            soft = text[-1] == "\n"
        else:
            parting = ""
            soft = False
    return document


_RUN_ON, _PARAGRAPH, _END = Simple.RUN_ON, Simple.PARAGRAPH, Simple.END


def _closes_up(before: str, soft: bool, words: str) -> bool:
    """Whether no blank is printed before these words: they begin with a comma, say.

    `soft` tells whether there is a line end of the file between `before` and them.
    """
    first = words[0]
    return (
        first in _CLOSING
        or before[-1] in _OPENING
        or (first == "." and soft and not words.startswith(_ELLIPSIS))
    )


def _joined(sheet: Sheet, has_entities: bool) -> Print:
    """The sheets one below the other: the document, the rule, the footnotes by their marks."""
    notes = sorted(sheet.notes, key=_depth)
    sheet.notes.clear()  # no sheet keeps another alive
    pieces = list(sheet.pieces)
    starts = []
    if notes:
        pieces += (PARAGRAPH if pieces else "", RULE)
    for note in notes:
        starts.append(len(pieces))
        pieces += note.pieces
    if has_entities:
        pieces = [unescaped(piece) if "&" in piece else piece for piece in pieces]
    offsets = list(accumulate(map(len, pieces), initial=0))
    placed = [
        (offsets[start + (last > start)], offsets[last], spec) for start, last, spec in sheet.placed
    ]
    spans = []
    for base, note in zip(starts, notes, strict=True):
        placed += [
            (offsets[base + start + (last > start)], offsets[base + last], spec)
            for start, last, spec in note.placed
        ]
        spans.append((offsets[base + 1], offsets[base + len(note.pieces)], note.is_source))
    placed.sort(key=itemgetter(0))
    return Print(_finished("".join(pieces)), placed, spans, offsets[len(sheet.pieces)])


def _depth(note: Sheet) -> int:
    return note.depth


def unescaped(words: str) -> str:
    """The characters that XML writes as entities.

    >>> unescaped("AT&amp;T &lt;b&gt;")
    'AT&T <b>'
    """
    if "&" not in words:
        return words
    for entity, character in _ENTITIES:
        words = words.replace(entity, character)
    return words


_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
