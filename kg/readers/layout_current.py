"""The current web page of the archive.

    `Skip to content`, DATE, TITLE, a sentence of credits, the message, the summary WITHOUT a
    label, then `Author(s):`, `Associated ...`, `Document Information`, `Source`, `Rights`,
    `Original Uploaded Date`, `Type`, `Language`, `Record ID`, each over its value

Copies drop lines, any value may be empty, and a copy may break off before the tail begins.
Rights, uploaded date and the tags of the site's search are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from kg.document import Block, Field
from kg.readers.base import facts
from kg.readers.citation import citation_fields, reference_fields
from kg.readers.page import (
    CREDITS,
    Page,
    PageLine,
    Part,
    headed,
    is_date,
    is_furniture,
    labelled,
    stretch,
    whole_title,
)
from kg.readers.unlabelled_summary import summary_length, without_label
from kg.spans import Span

_SKIP = re.compile(r"skip to (?:main )?content", re.IGNORECASE)

TAIL: dict[str, tuple[str | None, bool]] = {
    # Label: the name of its fields (None for what is no fact about the message), and whether no
    # message has a line like it. "Source", "Type" or "Rights" alone might stand in one.
    r"Author\(s\)": ("author", True),
    r"Authors?": ("author", False),
    r"Associated (?:People|Places|Topics|Subjects|Organizations|Events)": (None, True),
    r"Subjects? Discussed": (None, False),  # also a heading in minutes
    r"Document Information": (None, True),
    r"Related (?:Documents?|Collections?|Items?)": (None, False),
    r"Original Uploaded Date": (None, True),
    r"Original Classification": (None, False),
    r"Original Archive": ("original archive", False),
    r"Record ID": ("record_id", True),
    r"Source": ("source", False),
    r"Rights": (None, False),
    r"Type": ("form", False),
    r"Language": ("language", False),
    r"Donors?": (None, False),
}
"""The labels of the tail."""

_LABELS = [
    (re.compile(rf"(?:{label})(?:\s*:\s*|\s*$|\s+{'' if certain else '(?!)'})"), name, certain)
    for label, (name, certain) in TAIL.items()
]
_INITIALS = tuple(sorted({label[:2] for label in TAIL}))
_LATE = re.compile(r"Original Uploaded Date|Record ID")
_NEAR = 12
"""How many lines of the tail hold at least two labels, also when values are long."""


def recognizes(page: Page) -> bool:
    """True for the site's first line, a tail of labels, or a credits sentence under the title."""
    if not page.lines:
        return False
    skip = _SKIP.fullmatch(page.lines[0].item_words) is not None
    return skip or tail_start(page.lines) < len(page.lines) or _has_credits(page.lines)


def _has_credits(lines: Sequence[PageLine]) -> bool:
    dated = is_date(lines[0].item_words)
    return dated and any(CREDITS.match(line.item_words) for line in lines[1:4])


def read(page: Page) -> Iterator[Part]:
    """The parts of the page; no body when nothing stands between head and tail."""
    stop = tail_start(page.lines)
    parts, rest = _head(page, page.lines[:stop])
    yield from parts
    count = summary_length(rest, _title(parts))[0] if stop < len(page.lines) else 0
    yield from stretch("body", page, rest[: len(rest) - count])
    if count:
        span = without_label(page.span(rest[len(rest) - count :]), rest[len(rest) - count])
        yield from labelled("summary", "summary", page.text, span)
    yield from tail_parts(page, page.lines[stop:])


def doubt(page: Page) -> Span | None:
    """The last line before the tail, when it may be a summary or part of the message."""
    stop = tail_start(page.lines)
    parts, rest = _head(page, page.lines[:stop])
    if stop == len(page.lines) or not summary_length(rest, _title(parts))[1]:
        return None
    return rest[-1].span


def _title(parts: Sequence[Part]) -> str:
    return next((p.value for p in parts if isinstance(p, Field) and p.name == "title"), "")


def _head(page: Page, lines: Sequence[PageLine]) -> tuple[list[Part], Sequence[PageLine]]:
    """Furniture, date, title and credits, and the lines that follow them."""
    parts, rest = headed(page, lines)
    title = [] if not rest or CREDITS.match(rest[0].item_words) else whole_title(rest)
    if title:
        span = Span(title[0].item.start, title[-1].span.end)
        parts += labelled("title", "title", page.text, span)
    rest = rest[len(title) :]
    while rest and (is_furniture(rest[0]) or CREDITS.match(rest[0].item_words)):
        if is_furniture(rest[0]):
            parts += stretch("furniture", page, rest[:1])
        else:
            parts += labelled("credits", "credits", page.text, rest[0].item)
        rest = rest[1:]
    return parts, rest


def tail_start(lines: Sequence[PageLine]) -> int:
    """The index of the first line of the tail; the number of lines when there is none."""
    labels = [(index, _label(line)[0]) for index, line in enumerate(lines)]
    found = [(index, label) for index, label in labels if label is not None]
    certain = next((index for index, label in found if _LABELS[label][2]), None)
    if certain is not None:
        return _reaching_back(lines, certain)
    opening = (found[i][0] for i in range(len(found)) if _opens_a_tail(lines, found[i : i + _NEAR]))
    return next(opening, len(lines))


def _reaching_back(lines: Sequence[PageLine], start: int) -> int:
    """The first line of a tail that begins, in the page's order, before its certain label.

    "Source", "Type" and "Language" stand over the uploaded date and the record; when the labels
    above them were dropped, they open the tail.
    """
    if not _LATE.match(lines[start].item_words):
        return start
    above = _label_above(lines, start)
    while above is not None:
        start = above
        above = _label_above(lines, start)
    return start


def _label_above(lines: Sequence[PageLine], start: int) -> int | None:
    """The nearest line above that is a label alone, or a label with its value right above."""
    for index in range(start - 1, max(-1, start - _NEAR - 1), -1):
        is_label = _label(lines[index])[0] is not None
        if is_label and (index == start - 1 or not _value_of(lines[index])):
            return index
    return None


def _opens_a_tail(lines: Sequence[PageLine], found: Sequence[tuple[int, int]]) -> bool:
    """True when other labels are near the first one: the certain ones may have been dropped.

    `found` holds indexes of lines and numbers of labels. A message may hold one line
    "Source: ..." or "Type: ..."; hardly three of them.
    """
    first = found[0][0]
    near = {label for index, label in found if index < first + _NEAR}
    return len(near) > (2 if _value_of(lines[first]) else 1)


def _label(line: PageLine) -> tuple[int | None, int]:
    """Which label opens the line, and how long it is."""
    words = line.item_words
    if words.startswith(_INITIALS):
        for number, (pattern, _, _) in enumerate(_LABELS):
            match = pattern.match(words)
            if match:
                return number, match.end() + len(line.words) - len(words)
    return None, 0


def _value_of(line: PageLine) -> str:
    return line.words[_label(line)[1] :]


@dataclass(frozen=True, slots=True)
class _Section:
    """A label of the tail with the lines of its value."""

    name: str | None
    label: PageLine
    values: tuple[PageLine, ...]


def tail_parts(page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    """The facts of the tail, and its furniture."""
    sections = _sections(lines)
    has_source = any(section.name == "source" and section.values for section in sections)
    for section in sections:
        if section.name is None or (section.name == "original archive" and has_source):
            yield Block("furniture", page.span([section.label, *section.values]))
        elif section.values:
            yield from _VALUES[section.name](page, section.values)


def _sections(lines: Sequence[PageLine]) -> list[_Section]:
    starts = [i for i, line in enumerate(lines) if _label(line)[0] is not None]
    stops = [*starts[1:], len(lines)]
    return [_section(lines[start:stop]) for start, stop in zip(starts, stops, strict=False)]


def _section(lines: Sequence[PageLine]) -> _Section:
    number, length = _label(lines[0])
    words = lines[0].words[length:]
    span = Span(lines[0].span.end - len(words), lines[0].span.end)
    same_line = (PageLine(span, words),) if words else ()
    return _Section(_LABELS[number or 0][1], lines[0], (*same_line, *lines[1:]))


def _source(page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    span = page.span(lines)
    yield Block("citation", span)
    quoted = lines[0].words.startswith('"')
    yield from (citation_fields if quoted else reference_fields)(page.text, span)


def _archive(page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    yield from labelled("citation", "archive_reference", page.text, page.span(lines))


def _languages(page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    terms = list(takewhile(_is_term, lines))
    yield from stretch("language", page, terms)
    yield from _terms("language", page, lines)


_TERM = re.compile(r"[^\W\d_][^\d.:;]{1,40}")


def _is_term(line: PageLine) -> bool:
    return _TERM.fullmatch(line.item_words) is not None


def _terms(name: str, page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    """A field for each term of a list; what follows is the site's footer."""
    terms = list(takewhile(_is_term, lines))
    yield from _each(name, page, terms)
    yield from stretch("furniture", page, lines[len(terms) :])


def _each(name: str, page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    for line in lines:
        yield from facts(name, page.text, line.item)


def _first(name: str, page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    """The first line is the value; what follows the last label is the site's footer."""
    yield from facts(name, page.text, lines[0].item)
    yield from stretch("furniture", page, lines[1:])


_VALUES: dict[str, Callable[[Page, Sequence[PageLine]], Iterator[Part]]] = {
    "author": partial(_each, "author"),
    "source": _source,
    "original archive": _archive,
    "form": partial(_terms, "form"),
    "language": _languages,
    "record_id": partial(_first, "record_id"),
}
"""How the value of each kind of label is read."""
