"""The PDF of the archive, flattened: head and labels run on in one line.

    Digital Archive International History Declassified DATE TITLE Citation: "..." Summary: ...
    Credits: ... Original Language: ... Contents: English Translation BODY

Labels are taken in the order of the page, so that a "Summary:" inside the message is no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.cleaning import fold
from kg.dates import find_dates
from kg.document import Block
from kg.readers.base import trimmed
from kg.readers.layout_seed import LABELS, closed_contents, value_parts
from kg.readers.page import Page, Part, labelled
from kg.spans import Span

_ORDER = list(LABELS)
_LABEL = re.compile(
    r"(?<![\w\"'])(?P<label>Citation|Summary|Credits|Original\s+Language|Contents)\s*:"
)
_SITE = re.compile(
    # The head of every page of the PDF, with or without the address between its words.
    r"\s*(?:Wilson\s+Center\s+)?Digital\s+Archive\b(?:.{0,60}?International\s+History\s+Declassified)?"
    r"|\s*(?:https?://)?digitalarchive(?:\.\w+)+(?:\s+International\s+History\s+Declassified)?"
    r"|\s*International\s+History\s+Declassified",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"1[89]\d\d\b")
_ONE_LANGUAGE = re.compile(r"\s*[A-Z][a-z]+(?:\s*[,;/]\s*[A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label found in the text, and where its value begins."""

    name: str
    start: int
    end: int


def recognizes(page: Page) -> bool:
    """True when one line holds two of the labels."""
    labels = _labels(page.text)[:2]
    return len(labels) == 2 and "\n" not in page.text[labels[0].start : labels[1].start]


def read(page: Page) -> Iterator[Part]:
    """The parts of the page; no body when nothing follows the last label's value."""
    text, labels = page.text, _labels(page.text)
    yield from _head(text, Span(0, labels[0].start))
    for label, following in pairwise(labels):
        yield from value_parts(text, label.name, Span(label.end, following.start))
    last = labels[-1]
    end = last.end + _value_length(last.name, text[last.end :])
    yield from value_parts(text, last.name, Span(last.end, end))
    body = trimmed(text, Span(end, len(text)))
    if body.start < body.end:
        yield Block("body", body)


def _labels(text: str) -> list[_Label]:
    """The labels in the order of the page, each at its first place after the one before."""
    found: list[_Label] = []
    position = 0
    for match in _LABEL.finditer(text):
        name = " ".join(match["label"].lower().split())
        if name in _ORDER[position:]:
            position = _ORDER.index(name) + 1
            found.append(_Label(name, match.start(), match.end()))
        if position == len(_ORDER):
            break
    return found


_LONGEST_VALUE = 1_000


def _value_length(name: str, rest: str) -> int:
    """How much of the rest is the value of the last label; the message follows it.

    Only contents and a language show where they end; after any other label nothing tells the
    value from the message.
    """
    near = fold(rest[:_LONGEST_VALUE])
    if name == "contents":
        return closed_contents(near)
    match = _ONE_LANGUAGE.match(near) if name == "original language" else None
    return match.end() if match else len(rest)


def _head(text: str, span: Span) -> Iterator[Part]:
    """Furniture, date and title in front of the first label."""
    words = fold(span.of(text))
    site = _SITE.match(words)
    start = site.end() if site else 0
    if site:
        yield Block("furniture", trimmed(text, Span(span.start, span.start + start)))
    start += len(words[start:]) - len(words[start:].lstrip())
    end = _date_end(words, start)
    yield from labelled("heading-date", "date", text, Span(start, end).shifted(span.start))
    yield from labelled("title", "title", text, Span(span.start + end, span.end))


_LONGEST_HEAD = 200


def _date_end(words: str, start: int) -> int:
    """Where the date at `start` ends; `start` itself when there is none."""
    near = words[start : start + _LONGEST_HEAD]
    dates = find_dates(near)
    if dates and dates[0].span.start == 0:
        return start + dates[0].span.end
    year = _YEAR.match(near)
    return start + year.end() if year else start
