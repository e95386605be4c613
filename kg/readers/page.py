"""A copied page as lines: the common ground of the four layouts.

A `PageLine` is a line that holds more than white space; its words are folded, so patterns may
be plain, and its span is a place in the stored text. Markdown marks count as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.cleaning import fold
from kg.dates import find_dates
from kg.document import Block, Field
from kg.readers.base import facts
from kg.spans import Span

Part = Block | Field
"""What a layout gives: blocks and fields, in any order."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: `words` are what stands at `span`, folded.

    `after_blank` is True for the first line and after a blank line; `goes_on` when a Markdown
    hard break (two blanks or a backslash at the end) joins the next line to it; `mark` is the
    length of a list or heading mark in front.
    """

    span: Span
    words: str
    after_blank: bool = False
    goes_on: bool = False
    mark: int = 0

    @property
    def item(self) -> Span:
        """The line without a list or heading mark in front."""
        return Span(self.span.start + self.mark, self.span.end)

    @property
    def item_words(self) -> str:
        """The words of `item`."""
        return self.words[self.mark :] if self.mark else self.words


@dataclass(frozen=True, slots=True)
class Page:
    """A text and its lines."""

    text: str
    lines: tuple[PageLine, ...]

    def span(self, lines: Sequence[PageLine]) -> Span:
        """From the first of the lines to the last; they must not be empty."""
        return Span(lines[0].span.start, lines[-1].span.end)


def _mark(words: str) -> int:
    """The length of the mark in front of the words."""
    match = _MARK.match(words) if words[0] in _MARKS else None
    return match.end() if match else 0


_MARKS = "#•·▪◦-"
_MARK = re.compile(r"(?:#{1,6}|[•·▪◦-])\s+(?=\S)")
"""Bullets and Markdown headings, as converters of web pages write them."""

_HARD_BREAK = ("  ", "\\")


@lru_cache(maxsize=1)
def page_of(text: str) -> Page:
    """The page of a text with "\\n" line ends; the last one is kept, for whoever asks next.

    >>> [line.words for line in page_of("**May 3, 1957**\\n\\n- Pell\\n").lines]
    ['May 3, 1957', '- Pell']
    """
    return Page(text, tuple(_lines(text)))


def _lines(text: str) -> Iterator[PageLine]:
    folded, position, after_blank = fold(text), 0, True
    for raw in text.split("\n"):
        end = position + len(raw)
        words = folded[position:end].strip()
        if words:
            start = end - len(folded[position:end].lstrip())
            span = Span(start, start + len(words))
            yield PageLine(span, words, after_blank, raw.endswith(_HARD_BREAK), _mark(words))
        after_blank, position = not words, end + 1


def stretch(kind: str, page: Page, lines: Sequence[PageLine]) -> Iterator[Block]:
    """The block that these lines fill; none when there are none."""
    if lines:
        yield Block(kind, page.span(lines))


def labelled(kind: str, name: str, text: str, span: Span) -> Iterator[Part]:
    """The block and the field of a labelled value; none when it is blank."""
    for field in facts(name, text, span):
        yield Block(kind, field.span)
        yield field


CREDITS = re.compile(
    # The current page and the seed: who paid for the translation.
    r"(?:This|These|The) (?:documents?|translations?|collections?)\b.{0,60}?\bmade possible\b"
    r"|Support for (?:this|the) (?:document|translation)\b",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    # What the archive's site prints on every page, as it appears in copies.
    r"skip to (?:main )?content|(?:wilson center )?digital archive(?: international history"
    r" declassified)?|international history declassified|search(?: in| results)?|menu|home|"
    r"(?:add|cancel) search filter|(?:advanced )?search|documents?|print|cite|share|download|"
    r"close|browse|english|results?:?|citation share download|get citation|view document in|"
    r"(?:https?://)?(?:www\.)?digitalarchive(?:\.\w+)+/?|to top|back to top",
    re.IGNORECASE,
)
_LONGEST_DATE = 40
_BARE_YEAR = re.compile(r"(?:circa |c\. ?|ca\. ?)?1[89]\d\d\??")
_BETWEEN_DATES = re.compile(r"(?:[\s,.;-]|to|and|circa|undated)*", re.IGNORECASE)


def is_furniture(line: PageLine) -> bool:
    """True for a line that the archive's site prints on every page."""
    return FURNITURE.fullmatch(line.item_words) is not None


def is_date(words: str) -> bool:
    """True when folded words are a date, a month or a year and nothing else.

    >>> is_date("October 1, 1950"), is_date("1948"), is_date("3 May, at the port")
    (True, True, False)
    """
    if len(words) > _LONGEST_DATE:
        return False
    dates, rest = find_dates(words), words
    for found in reversed(dates):
        rest = rest[: found.span.start] + rest[found.span.end :]
    return bool(_BARE_YEAR.fullmatch(words)) or bool(dates and _BETWEEN_DATES.fullmatch(rest))


def whole_title(lines: Sequence[PageLine]) -> Sequence[PageLine]:
    """The first line, and those that hard breaks join to it."""
    count = 1
    while count < len(lines) and lines[count - 1].goes_on:
        count += 1
    return lines[:count]


_OPENING = 15
"""How many lines of menu a copy may have above the date."""


def headed(page: Page, lines: Sequence[PageLine]) -> tuple[list[Part], Sequence[PageLine]]:
    """The menu and the date on top of a page, and the lines that follow them."""
    parts: list[Part] = []
    above = _above_date(lines)
    parts += stretch("furniture", page, lines[:above])
    rest = lines[above:]
    if rest and is_date(rest[0].item_words):
        parts += labelled("heading-date", "date", page.text, rest[0].item)
        rest = rest[1:]
    return parts, rest


def heading(page: Page, lines: Sequence[PageLine]) -> Iterator[Part]:
    """Menu, date and title of a page whose heading ends where `lines` end.

    The date stands over the title, in some copies under it.
    """
    parts, rest = headed(page, lines)
    yield from parts
    if rest and len(rest) == len(lines) and is_date(rest[-1].item_words):
        yield from labelled("heading-date", "date", page.text, rest[-1].item)
        rest = rest[:-1]
    while rest and is_furniture(rest[-1]):
        yield from stretch("furniture", page, rest[-1:])
        rest = rest[:-1]
    if rest:
        title = Span(rest[0].item.start, rest[-1].span.end)
        yield from labelled("title", "title", page.text, title)


def _above_date(lines: Sequence[PageLine]) -> int:
    """How many lines are menu: all above the date when the page begins with the site's words."""
    if not lines or not is_furniture(lines[0]):
        return 0
    for index, line in enumerate(lines[:_OPENING]):
        if is_date(line.item_words):
            return index
    return next((i for i, line in enumerate(lines) if not is_furniture(line)), len(lines))


_SENTENCE_END = re.compile(r"[.!?:][\"')\]]*(?=\s|$)")
_HYPHEN_END = re.compile(r"[^\W\d_]-$")
_LAST_WORDS = 400


def stops_abruptly(text: str, body: Span) -> bool:
    """True when the body ends in the middle of a sentence or word.

    Names, numbers, stamps and copy lists end many telegrams without a full stop; only running
    words that break off do so in mid-sentence: the last word is in small letters, or ends
    with a comma or a hyphen. An omission "[...]" is no break.

    >>> text = "The barges must be loa"
    >>> stops_abruptly(text, Span(0, len(text))), stops_abruptly("Typed by Pell", Span(0, 13))
    (True, False)
    """
    line = _last_line(fold(text[max(body.start, body.end - _LAST_WORDS) : body.end]).rstrip())
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    last = line[ends[-1] if ends else 0 :].split()
    if not last:
        return False
    if last[-1].endswith((",", ";", "(")) or _HYPHEN_END.search(last[-1]):
        return True
    return len(last) > 1 and last[-1].isalpha() and last[-1].islower()


_LONG_LINE = 50


def _last_line(words: str) -> str:
    """The last line, with the line before it where that is long: copies are wrapped."""
    *_, before, last = ["", *words.split("\n")]
    return f"{before} {last}" if len(before) >= _LONG_LINE else last
