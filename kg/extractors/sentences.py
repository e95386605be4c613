"""Sentences of a stretch of text, with exact places.

Input is folded text and a span of it. What is special in printed telegrams, and what is done:

* a full stop after a title, an abbreviation, initials or a number ends no sentence
  ("cde. KIM", "V. N.", "No. 5", "1. Oct. 1950"), nor does one inside brackets;
* a point marker that is no sentence of its own ("First.", "2.", "b)") is not part of the
  sentence; the sentences after it carry it as `point`, also over paragraphs, up to the next
  marker. The end of the quotation that holds the points ends them; so does the end of the line
  where a point is a fragment under a lead-in ("We ask you to order: / 1. the sending of rope");
* web pages restart lists, so that each point is printed "1.": then the points are counted;
* a quotation may open once and close pages later, or open again at each paragraph; a sentence
  inside a long quotation knows it (`quotation`);
* a sentence may run over a line break, never over a blank line, and never over a stamp or note
  on a line of its own in square brackets, even when that bracket is never closed.

Each pass over the text is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.dates import MONTHS
from kg.extractors.language import terms
from kg.spans import Span

NEVER_LAST = terms("abbreviation")
"""Abbreviations that end no sentence: titles, number signs, months ..."""
MAY_BE_LAST = terms("closing abbreviation")
"""Abbreviations that end a sentence only before a capital letter."""

ORDINAL_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                 "ninth", "tenth", "eleventh", "twelfth")  # fmt: skip
_MONTH = rf"(?:{'|'.join(month.title() for month in MONTHS)})\b"
_MARKER = re.compile(
    # "First.", "Secondly:", "Point two." (telegram 75352, directives to ambassadors)
    rf"(?P<word>(?i:point\s+)?(?i:{'|'.join(ORDINAL_WORDS)})(?:ly)?)\s?[.:)]\s+"
    # "1.", "2)", "12.", never "1. Oct. 1950" and never "1.5"
    rf"|\(?(?P<digits>\d{{1,3}})(?:\.\)?|\))(?=\s)\s+(?!{_MONTH})"
    # "a)", "(b)", "IV."
    r"|\(?(?P<letter>[a-h])\)\s+"
    r"|(?P<roman>I{1,3}|IV|VI{0,3}|IX|X)\.\s+(?=[A-Z][a-z]|[a-z])"
    # a dash or bullet that opens a list item
    r"|(?P<dash>[-•·])\s+"
)
LONGEST = 4000
"""Code points of the longest sentence; what is longer is no sentence, and is cut."""
LONGEST_MARKERS = 60
"""Code points of the longest row of markers before a sentence ("307. First. a) ...")."""
WIDEST = 160
"""No text is wrapped at more: there, every line is a paragraph."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_OPENS_ITEM = re.compile(r"\(?\d{1,3}[.)]\)?\s|\(?[a-h]\)\s|[-•·]\s|\[")
_INLINE_ITEM = re.compile(
    # "we request: 1) to send rope; 2) to permit ..." on one line
    r"[:;,]\s+(?=\(?(?:\d{1,2}|[a-h])\)\s)|[:;]\s+(?=\d{1,2}\.\s+[A-Za-z])"
)
_STOP = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|:(?=\s*(?:\n|\"\S))|:(?=\s*$)")
_WORD_BEFORE = re.compile(r"[^\s\[(\"]*$")
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]$")
_NUMBER = re.compile(r"\(?\d{1,3}$")
_LETTER = re.compile(r"\w")
_QUOTE = re.compile(r'"')


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item.

    `span` starts behind its point marker and holds no outer quotation mark; `words` are the
    folded words with blanks for line ends (same length as the span). `point` is the printed
    number it stands under, `opens_point` True for the first sentence of the point.
    `paragraph` counts lines ended on purpose, from 0. `quotation` is the long quotation it
    stands in. `is_item` is
    True for a fragment of a list whose lead-in is not yet a sentence ("1. the sending of
    ..."). `is_note` is True for a stamp or remark that stands alone in square brackets.
    """

    span: Span
    words: str
    point: str | None = None
    opens_point: bool = False
    paragraph: int = 0
    quotation: Span | None = None
    is_item: bool = False
    is_note: bool = False

    @property
    def is_lead_in(self) -> bool:
        """True when it ends with a colon: what follows belongs under it."""
        return self.words.endswith(":")

    @property
    def is_question(self) -> bool:
        """True when it asks."""
        return self.words.rstrip("\"')]").endswith("?")


def sentences(folded: str, *areas: Span) -> list[Sentence]:
    """The sentences of `folded`, or of these stretches of it, in text order.

    What stands between two stretches (a stamp, a page mark) ends a sentence, but no list.

    >>> [s.words for s in sentences("Cde. KIM left. No. 5 of V. N. Orlov came on 1. Oct. 1950.")]
    ['Cde. KIM left.', 'No. 5 of V. N. Orlov came on 1. Oct. 1950.']
    >>> [(s.point, s.words) for s in sentences("First. Go. Then write. Second. Wait.")]
    [('First', 'Go.'), ('First', 'Then write.'), ('Second', 'Wait.')]
    """
    areas = areas or (Span(0, len(folded)),)
    quotations = _quotations(folded, Span(areas[0].start, areas[-1].end))
    numbering = _Numbering()
    found = []
    for paragraph, piece in _pieces(folded, areas):
        for part in _split(folded, piece):
            sentence = numbering.sentence(folded, part, paragraph, quotations)
            if sentence is not None:
                found.append(sentence)
    return _without_last_points(found)


_SERIES_BEGINS = frozenset(["First", "first", "1", "a", "I", "1a"])


def _without_last_points(found: list[Sentence]) -> list[Sentence]:
    """The sentences with the last point of each series ended at its paragraph.

    A paragraph without a marker belongs to the point before it only while another point of the
    series follows: what stands after the last one is the end of the letter.
    """
    kept: list[Sentence] = []
    last = True
    ends_at: int | None = None
    closing: list[int] = []
    for index in range(len(found) - 1, -1, -1):
        if found[index].opens_point:
            closing.append(index) if last else None
            last = found[index].point in _SERIES_BEGINS
    openers = set(closing)
    for index, sentence in enumerate(found):
        if sentence.opens_point:
            ends_at = sentence.paragraph if index in openers else None
        over = ends_at is not None and sentence.paragraph > ends_at and sentence.point is not None
        kept.append(replace(sentence, point=None) if over else sentence)
    return kept


def _pieces(folded: str, areas: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Stretches that no sentence crosses: paragraphs, list items, bracketed lines."""
    number = -1
    for paragraph in (p for area in areas for p in paragraphs(folded, area)):
        number += 1
        start = position = paragraph.start
        lines = paragraph.of(folded).split("\n")
        width = max(len(line.strip()) for line in lines)
        before = ""
        for line in lines:
            words = line.strip()
            if position > start and _opens_piece(words, before, width):
                yield number, Span(start, position)
                number, start = number + 1, position
            before = words
            position += len(line) + 1
        yield number, Span(start, paragraph.end)


def _opens_piece(line: str, before: str, width: int) -> bool:
    """True for a list item or stamp, or where the line before was ended on purpose.

    A break is on purpose when lines are longer than anybody wraps them, or when the next
    word, opening with a capital, would have fitted well
    within the widest line of the paragraph (head lines and "RE: # 77" above the text).
    """
    if _LINE_OPENS_ITEM.match(line) or _stands_in_brackets(before):
        return True
    if width > WIDEST:
        return True
    following = len(line.split(" ", 1)[0]) + 1
    return not line[:1].islower() and len(before) + following < 0.75 * width


def _stands_in_brackets(words: str) -> bool:
    return words.startswith("[") and ("]" not in words or words.endswith("]"))


def paragraphs(folded: str, area: Span) -> list[Span]:
    """The stretches between blank lines, without outer white space.

    >>> paragraphs("a\\nb\\n \\nc", Span(0, 7))
    [Span(start=0, end=3), Span(start=6, end=7)]
    """
    found, start = [], area.start
    for match in _BLANK_LINE.finditer(folded, area.start, area.end):
        found.append(Span(start, match.start()).stripped(folded))
        start = match.end()
    found.append(Span(start, max(start, area.end)).stripped(folded))
    return [span for span in found if span.start < span.end]


def _split(folded: str, piece: Span) -> Iterator[Span]:
    closed = _brackets(folded, piece)
    starts = [bracket.start for bracket in closed]
    position = piece.start
    for end in _candidates(folded, piece):
        index = bisect_right(starts, end - 1) - 1
        inside = index >= 0 and end - 1 < closed[index].end - 1
        if end > position and not inside and _ends(folded, position, end, piece.end):
            yield from _cut(folded, Span(position, end))
            position = end
    yield from _cut(folded, Span(position, piece.end))


def _cut(folded: str, span: Span) -> Iterator[Span]:
    """The sentence; in pieces, cut at blanks, when it is longer than anybody's sentence."""
    start = span.start
    while span.end - start > LONGEST:
        blank = folded.rfind(" ", start, start + LONGEST)
        end = blank + 1 if blank > start else start + LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _candidates(folded: str, piece: Span) -> list[int]:
    stops = [m.end() for m in _STOP.finditer(folded, piece.start, piece.end)]
    items = [m.end() for m in _INLINE_ITEM.finditer(folded, piece.start, piece.end)]
    return sorted({*stops, *items})


def _ends(folded: str, start: int, end: int, limit: int) -> bool:
    """True when the stop that ends at `end` closes a sentence that began at `start`."""
    if folded[end - 1] in ")]" and not _opens_with_capital(folded, end, limit):
        return False
    if folded[end - 1] != ".":
        return True
    before = _WORD_BEFORE.search(folded, max(start, end - 40), end - 1)
    word = before[0] if before else ""
    if folded[max(start, end - 3) : end] == "...":
        return _opens_with_capital(folded, end, limit)
    if word.lower() in NEVER_LAST or _INITIAL.match(word):
        return False
    if word.lower() in MAY_BE_LAST:
        return _opens_with_capital(folded, end, limit)
    if _NUMBER.match(word):
        return not _is_marker(folded, start, end) and _opens_with_capital(folded, end, limit)
    if word.lower() in ORDINAL_WORDS and _is_marker(folded, start, end):
        return False
    return not _goes_on(folded, end, limit)


def _is_marker(folded: str, start: int, end: int) -> bool:
    """True when the words up to `end` are nothing but point markers: "307. First."."""
    if end - start > LONGEST_MARKERS:
        return False
    position = start
    while position < end:
        if folded[position].isspace() or folded[position] == '"':
            position += 1
            continue
        match = _MARKER.match(folded, position)
        if match is None:
            return False
        position = match.end()
    return True


_NEXT = re.compile(r"\s*[\"'(\[]*\s*(\S)")
_MONTH_NEXT = re.compile(rf"\s*{_MONTH}")


def _opens_with_capital(folded: str, position: int, limit: int) -> bool:
    following = _NEXT.match(folded, position, limit)
    if following is None:
        return True
    return following[1].isupper() and not _MONTH_NEXT.match(folded, position, limit)


def _goes_on(folded: str, position: int, limit: int) -> bool:
    """A lower-case word after the stop: an abbreviation that no list knows."""
    following = _NEXT.match(folded, position, limit)
    return following is not None and following[1].islower() and "\n" not in following[0]


def _brackets(folded: str, piece: Span) -> list[Span]:
    """The outermost closed brackets of a piece, round or square; one left open is none."""
    found: list[Span] = []
    opened: list[int] = []
    for match in re.finditer(r"[\[\]()]", piece.of(folded)):
        place = piece.start + match.start()
        if match[0] in "[(":
            opened.append(place)
        elif opened:
            start = opened.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(Span(start, place + 1))
    return found


def _quotations(folded: str, area: Span) -> list[Span]:
    """Quotations that hold at least one sentence, the outermost only.

    One that never closes ends with the paragraph in which its last opening mark stands.
    """
    found: list[Span] = []
    opened: int | None = None
    last = nested = 0
    for match in _QUOTE.finditer(folded, area.start, area.end):
        place = match.start()
        if _opens_quotation(folded, place, area):
            if opened is None:
                opened = last = place
            elif _opens_paragraph(folded, place):
                last = place
            else:
                nested += 1
        elif nested:
            nested -= 1
        elif opened is not None:
            found.append(Span(opened, place + 1))
            opened = None
    if opened is not None:
        match_end = _BLANK_LINE.search(folded, last, area.end)
        found.append(Span(opened, match_end.start() if match_end else area.end))
    return [span for span in found if _holds_a_sentence(span.of(folded))]


def _opens_quotation(folded: str, place: int, area: Span) -> bool:
    before = folded[place - 1] if place > area.start else " "
    after = folded[place + 1] if place + 1 < area.end else " "
    return (before.isspace() or before in "([-") and not after.isspace()


def _opens_paragraph(folded: str, place: int) -> bool:
    return folded[max(0, place - 200) : place].rstrip(" ").endswith("\n") or place == 0


def _holds_a_sentence(words: str) -> bool:
    return bool(re.search(r"\w[.!?]\"?\s*$|\w[.!?]\s", words)) and " " in words.strip()


@dataclass(slots=True)
class _Numbering:
    """What the last sentence leaves to the next: the point, and whether a lead-in is open."""

    point: str | None = None
    major: str | None = None
    counted: int = 0
    quotation: Span | None = None
    leading: bool = False
    only_line: bool = False
    next_opens: bool = False

    def sentence(
        self, folded: str, part: Span, paragraph: int, quotations: list[Span]
    ) -> Sentence | None:
        """The sentence at `part`, or None where only marks stand."""
        outer = Span(part.start, part.end).stripped(folded)
        span, printed = self._behind_markers(folded, outer)
        quotation = _around(span, quotations)
        self._leave(quotation)
        opens = self._enter(printed) or self._enter(_enumerated(folded, span))
        span = _without_marks(folded, span)
        if not _LETTER.search(folded, span.start, span.end):
            self.next_opens = opens
            return None
        words = span.of(folded).replace("\n", " ")
        item = printed is not None and self.leading_or_listed(words)
        if self.only_line and not item:
            self.point, self.only_line = None, False
        self.only_line = item
        opens, self.next_opens = opens or self.next_opens, False
        if words.endswith(":"):
            self.counted = 0 if not opens else self.counted
        self.leading = words.endswith(":") or (item and self.leading)
        note = _stands_in_brackets(words)
        point = None if note else self.point
        return Sentence(span, words, point, opens, paragraph, quotation, item, note)

    def leading_or_listed(self, words: str) -> bool:
        """True for a fragment: it stands under a lead-in and does not open like a sentence."""
        return words[:1].islower()

    def _behind_markers(self, folded: str, span: Span) -> tuple[Span, list[str] | None]:
        position, printed = span.start, []
        while position < span.end:
            if folded[position] == '"':
                position += 1
                continue
            match = _MARKER.match(folded, position, span.end)
            if match is None:
                break
            printed.append(_printed(match))
            position = match.end()
        return Span(position, span.end), printed or None

    def _leave(self, quotation: Span | None) -> None:
        if self.quotation is not None and quotation != self.quotation:
            self.point = self.major = None
            self.counted = 0
        self.quotation = quotation

    def _enter(self, printed: list[str] | None) -> bool:
        if printed is None:
            return False
        point = printed[-1]
        if point == "1" and self.major == "1":  # the list is restarted at each item
            self.counted = max(self.counted, 1) + 1
            point = str(self.counted)
        elif point.isdigit() or point[:1].isupper():
            self.counted, self.major = 1, point
        elif self.major is not None and len(point) == 1 and point.isalpha():
            point = f"{self.major}{point}"
        self.point = point if point != "-" else self.point
        return True


def _printed_word(word: str) -> str:
    return re.sub(r"(?i)^point\s+|ly$", "", word)


def _printed(match: re.Match[str]) -> str:
    if match["word"]:
        return _printed_word(match["word"])
    return match["digits"] or match["letter"] or match["roman"] or "-"


_ENUMERATED = re.compile(rf"(?P<word>(?:{'|'.join(w.title() for w in ORDINAL_WORDS)})(?:ly)?),\s")


def _enumerated(folded: str, span: Span) -> list[str] | None:
    """The ordinal of a sentence that begins "First, your government should": it stays in it."""
    match = _ENUMERATED.match(folded, span.start, span.end)
    return [_printed_word(match["word"])] if match else None


def _around(span: Span, quotations: list[Span]) -> Span | None:
    index = bisect_right(quotations, Span(span.start, span.start + 10**9)) - 1
    if index < 0 or not quotations[index].start <= span.start < quotations[index].end:
        return None
    return quotations[index]


def _without_marks(folded: str, span: Span) -> Span:
    """The span without a quotation mark at its start or end that its other end lacks."""
    span = span.stripped(folded)
    words = span.of(folded)
    if words.count('"') % 2 == 0:
        return span
    if words.startswith('"'):
        return Span(span.start + 1, span.end).stripped(folded)
    return Span(span.start, span.end - 1).stripped(folded) if words.endswith('"') else span
