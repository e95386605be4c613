"""The page with labelled blocks, as telegram 75352 was copied.

    DATE, TITLE, then `Citation:`, `Summary:`, `Credits:`, `Original Language:`, `Contents:`, each
    over its value; the body follows the line "Translation - English" and goes on to the end.

Any value may be empty and any label may be missing, as long as two are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kg.document import Block
from kg.readers.base import facts, trimmed
from kg.readers.citation import citation_fields
from kg.readers.page import (
    Page,
    PageLine,
    Part,
    heading,
    labelled,
    stretch,
    whole_title,
)
from kg.spans import Span

LABELS = {
    "citation": ("citation", "citation"),
    "summary": ("summary", "summary"),
    "credits": ("credits", "credits"),
    "original language": ("language", "language"),
    "contents": ("contents", "contents"),
}
"""Label, in the order of the page, to kind of block and name of field."""

_ORDER = list(LABELS)
LABEL = rf"(?P<label>{'|'.join(_ORDER)})\s*:"
_LABEL = re.compile(rf"{LABEL}\s*", re.IGNORECASE)
_LANGUAGE = r"[A-Z][a-z]{1,30}(?:-[A-Z][a-z]{1,30})?"
CONTENTS = (
    # "Translation - English" (seed), "English Translation", "Scan of Original Document" (PDF)
    rf"(?:{_LANGUAGE}\s+)?(?:Translation|Transcription|Transcript"
    rf"|Scan(?: of Original(?: Document)?)?|Original (?:Document|Scan))\b(?:\s*-\s*{_LANGUAGE}\b)?"
)
_CONTENTS = re.compile(CONTENTS)
_KIND = re.compile(r"\b(?:Translation|Transcription|Transcript)\b")


def recognizes(page: Page) -> bool:
    """True when two of the labels open a line."""
    return len({label for _, label, _ in _labels(page.lines)}) > 1


def read(page: Page) -> Iterator[Part]:
    """The parts of the page; no body when nothing follows the labels."""
    labels = list(_labels(page.lines))
    yield from heading(page, page.lines[: labels[0][0]])
    stops = [index for index, _, _ in labels[1:]] + [len(page.lines)]
    for (index, label, value), stop in zip(labels, stops, strict=True):
        lines = _with_value(page.lines[index:stop], value)
        count = len(lines) if stop < len(page.lines) else _last_value(label, lines)
        yield from value_parts(page.text, label, _reach(page, lines[:count]))
        if stop == len(page.lines):
            yield from stretch("body", page, lines[count:])


def _labels(lines: Sequence[PageLine]) -> Iterator[tuple[int, str, int]]:
    """Index of the line, label and length of the label; labels only in the page's order.

    The contents end the search: what follows is the message, whatever it says. A copy may have
    lost the label "Contents:" and kept its value.
    """
    position = 0
    for index, line in enumerate(lines):
        label, length = _label(line, position > 0)
        if label in _ORDER[position:]:
            position = _ORDER.index(label) + 1
            yield index, label, length
        if position == len(_ORDER):
            return


def _label(line: PageLine, labels_before: bool) -> tuple[str, int]:
    """The label that opens the line, and its length with all in front of the value."""
    match = _LABEL.match(line.item_words)
    if match:
        length = match.end() + len(line.words) - len(line.item_words)
        return " ".join(match["label"].lower().split()), length
    return "contents" if labels_before and _CONTENTS.fullmatch(line.item_words) else "", 0


def _with_value(lines: Sequence[PageLine], label_length: int) -> Sequence[PageLine]:
    """The lines of a value: without the label, and without its line when that is all it holds."""
    first = lines[0]
    words = first.words[label_length:]
    if not words.strip():
        return lines[1:]
    start = first.span.end - len(words)
    return [PageLine(Span(start, first.span.end), words), *lines[1:]]


def _last_value(label: str, lines: Sequence[PageLine]) -> int:
    """How many lines belong to the last label; the message follows them."""
    if label == "contents":
        return len(list(takewhile(lambda line: _CONTENTS.fullmatch(line.item_words), lines)))
    return len(whole_title(lines)) if lines else 0


def _reach(page: Page, lines: Sequence[PageLine]) -> Span:
    return page.span(lines) if lines else Span(0, 0)


def value_parts(text: str, label: str, span: Span) -> Iterator[Part]:
    """Block and fields of the value of one label; none when it is empty."""
    if label == "contents":
        yield from contents_parts(text, span)
        return
    kind, name = LABELS[label]
    yield from labelled(kind, name, text, span)
    if kind == "citation":
        yield from citation_fields(text, span)


def contents_parts(text: str, span: Span) -> Iterator[Part]:
    """What the page offers ("Translation - English"), and what kind of text that is."""
    span = trimmed(text, span, " \t\n•*")
    if span.start == span.end:
        return
    yield Block("contents", span)
    for match in re.finditer(r"[^\n•]+", span.of(text)):
        yield from facts("contents", text, Span(*match.span()).shifted(span.start))
    kind = _KIND.search(span.of(text))
    if kind:
        yield from facts("kind_of_text", text, Span(*kind.span()).shifted(span.start))


def closed_contents(words: str) -> int:
    """How many characters of folded `words` are contents, before a body on the same line.

    >>> closed_contents("English Translation Ciphered Telegram")
    19
    """
    match = re.match(rf"(?:\s*[•·]?\s*{CONTENTS})*", words)
    return len(match[0].rstrip()) if match else 0
