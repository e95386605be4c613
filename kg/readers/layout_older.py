"""The page of the archive's older web site.

    DATE, TITLE IN CAPITALS, `CITATION SHARE DOWNLOAD`, `get citation`, summary and citation in one
    list item, `VIEW DOCUMENT IN`, `English HTML`, then the message

A tail like that of the current page may follow the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kg.cleaning import fold
from kg.document import Field
from kg.readers.base import trimmed
from kg.readers.citation import citation_fields, citation_length, citation_start
from kg.readers.layout_current import tail_parts, tail_start
from kg.readers.layout_seed import contents_parts
from kg.readers.page import (
    Page,
    PageLine,
    Part,
    headed,
    heading,
    is_date,
    is_furniture,
    labelled,
    stretch,
    whole_title,
)
from kg.spans import Span

_SHARE = re.compile(r"citation share download|get citation|citation|share|download", re.I)
_CERTAIN = re.compile(
    r"citation share download|get citation|view document in|[a-z]+ HTML", re.IGNORECASE
)
_VIEW = re.compile(r"view document in\s*:?", re.IGNORECASE)
_VERSION = re.compile(
    # "English HTML", "Russian PDF", "Scan of Original"
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:HTML|PDF|Scan|Text)|Scan of Original.{0,20}"
)


def recognizes(page: Page) -> bool:
    """True when a line is one of the older site's own."""
    return any(_CERTAIN.fullmatch(line.item_words) for line in page.lines)


def read(page: Page) -> Iterator[Part]:
    """The parts of the page; no body when nothing follows the list of versions."""
    lines = page.lines[: tail_start(page.lines)]
    head, shares, item, view, rest = _stretches(lines)
    parts, title = _heading(page, head)
    yield from parts
    yield from stretch("furniture", page, shares)
    if item:
        yield from _item_parts(page.text, page.span(item), title)
    yield from stretch("furniture", page, view)
    versions = list(takewhile(lambda line: _VERSION.fullmatch(line.item_words), rest))
    if versions:
        yield from contents_parts(page.text, page.span(versions))
    yield from stretch("body", page, rest[len(versions) :])
    yield from tail_parts(page, page.lines[len(lines) :])


def _stretches(lines: Sequence[PageLine]) -> tuple[Sequence[PageLine], ...]:
    """Head, share buttons, list item, view line, and what follows; each may be missing."""
    shares = [i for i, line in enumerate(lines) if _SHARE.fullmatch(line.item_words)]
    head = shares[0] if shares else _head_length(lines)
    item = head
    while item < len(lines) and _SHARE.fullmatch(lines[item].item_words):
        item += 1
    view = next((i for i in range(item, len(lines)) if _is_view(lines[i])), None)
    if view is None:
        view = item + len(whole_title(lines[item:]) if lines[item:] else ())
    rest = view + (view < len(lines) and _VIEW.fullmatch(lines[view].item_words) is not None)
    return lines[:head], lines[head:item], lines[item:view], lines[view:rest], lines[rest:]


def _is_view(line: PageLine) -> bool:
    return any(p.fullmatch(line.item_words) for p in (_VIEW, _VERSION))


def _head_length(lines: Sequence[PageLine]) -> int:
    """Date and title, when the line of buttons is missing."""
    return min(len(lines), 2 if lines and is_date(lines[0].item_words) else 1)


def _heading(page: Page, head: Sequence[PageLine]) -> tuple[list[Part], str]:
    """Menu, date and title, and the title's words; the title begins at the first capitals."""
    parts, rest = headed(page, head)
    capitals = (i for i, line in enumerate(rest) if line.words.isupper() and not is_furniture(line))
    start = next(capitals, 0)
    parts += stretch("furniture", page, rest[:start])
    parts += heading(page, rest[start:])
    titles = [part.value for part in parts if isinstance(part, Field) and part.name == "title"]
    return parts, "".join(titles[:1])


def _item_parts(text: str, span: Span, title: str) -> Iterator[Part]:
    """Summary and citation, in whichever order they stand in the list item."""
    words = fold(span.of(text))
    start = citation_start(words, title)
    if start is None:
        yield from _summary(text, span)
        return
    length = citation_length(words[start:])
    first = not words[:start].strip(" \t\n•·-")
    end = start + length if first else len(words)
    yield from _citation(text, Span(start, end).shifted(span.start))
    yield from _summary(text, Span(0, start).shifted(span.start))
    yield from _summary(text, Span(span.start + end, span.end))


def _summary(text: str, span: Span) -> Iterator[Part]:
    yield from labelled("summary", "summary", text, trimmed(text, span, " \t\n•·"))


def _citation(text: str, span: Span) -> Iterator[Part]:
    yield from labelled("citation", "citation", text, span)
    yield from citation_fields(text, span)
