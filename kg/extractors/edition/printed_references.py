"""Places of the edition that its editors point to: documents, pages, volumes.

Nearly all stand in the footnotes ("See footnote 3, Document 18", "Foreign Relations, 1950,
vol. VI, p. 618", "Ibid., Document 12"), some in editorial notes and in the editors' brackets. A
target is `volume#d18`, `volume#pg_618`, or the volume alone.

How the editors count, and what follows from it:

* A document or page without a volume is one of the same volume. Volumes without printed numbers
  of documents cite pages, the others documents (`own_pages`).
* The parts of a volume share one run of page numbers, so "p. 881" in Part 2 may be a page of
  Part 1; a volume in parts that is named without one is Part 1, unless the page says otherwise.
* "supra" and "infra" mean the document before and after.
* "ibid." repeats the work cited last; another work cited in between takes its place.
* Of a range both ends are targets; of a range of pages in another's volume only the first, except
  where pages are the way of citing.

`confidence` is the share of such words that the editors of the edition encoded as a link
(measured on 24 volumes): they link nearly all documents, but a lone "supra" only in the
volumes for 1952-1954. A reference with a confidence below one half is right, but unlinked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.edition_volumes import (
    DASH,
    NAMED,
    SERIES,
    VOLUMES,
    YEAR_ALONE,
    YEARS_BEFORE,
    first_part,
    identifiers,
    named_volumes,
    part_with_document,
    part_with_page,
    prefix,
)
from kg.extractors.edition.own_pages import ANOTHER_WORK, OTHER_WORK, cites_pages, is_own_page
from kg.extractors.evidence import evidence
from kg.findings import Reference
from kg.spans import Span

NAME = "printed_references"

_LINKED_SUPRA = (1952, 1954)
_FIRST_YEAR_OF_DOCUMENTS = 1955

_RANGE = rf"\d+(?: ?{DASH} ?\d+)?"
_NO_YEARS = rf"(?!\d{{4}}(?:{DASH}\d\d+)?,? [Vv]ol)"
_LIST = rf"{_RANGE}(?:(?: ff\.)?(?:,? (?:and|or|&) |, ?){_NO_YEARS}{_RANGE})*"
_VOLUME_WORD = r"ol(?:ume|\.)?s?\.? (?=[IVXLivxlE\d])"
_PAGE_WORD = r"(?:p?\.|ages?) "
_WORDS = (
    # every way begins with a letter of its own, so most places fail at once
    (
        ("Document",),
        rf"Documents (?P<documents>{_LIST})|Document ?(?P<document>\d+)(?!\d)",
    ),
    (("Foreign Relations",), r"Foreign Relations\b"),
    (("ol",), rf"v{_VOLUME_WORD}|V{_VOLUME_WORD}"),
    (
        ("p.", "P.", "age"),
        rf"p{_PAGE_WORD}(?P<pages>{_LIST})|P{_PAGE_WORD}(?P<Pages>{_LIST})",
    ),
    (("upra", "nfra"), r"supra\b(?!-)|Supra\b|infra\b(?!-)|Infra\b"),
    (("bid",), r"ibid\b|Ibid\b"),
)
"""The words that point to a place: what tells at once that one may be there, and its pattern."""
_NUMBER = re.compile(rf"(\d+)(?: ?{DASH} ?(\d+))?")
_END_OF_SENTENCE = re.compile(r"(?<![A-Z ])[.]\s+[A-Z\[(]|\n|[)]|\b[Ss]ee\b|\bfootnote")
_TITLE_GAP, _PAGE_GAP, _OTHER_BACK = 160, 60, 1000
"""So much of a title may stand between a volume and a document or page of it."""
_NO_DOCUMENT = re.compile(r"(?:U\.?N\.?|Senate|House|Executive|NATO|NSC|No\.|Basic) \Z")
_IN_BRACKETS = re.compile(r" \(Document \d")
_LEAD_IN = re.compile(
    r"(?:[Ss]ee(?: also)?(?: the)?|[Ii]n|[Ii]bid\.?,|and|,|;|also|\(|to|of|from|as|or|[Ss]ee,)\s*\Z"
)
_SINCE = re.compile(r"[.;(]\s|\b[Ss]ee ")
_YEARS_LEAD_IN = re.compile(r"(?:\b(?:[Ss]ee(?: also)?|[Ii]n|[Ii]bid\.?,?|and|also|or)|[;(])\s*\Z")


def printed_references(document: Document, volume: Volume) -> Iterator[Reference]:
    """The places of the edition that the words of one document point to."""
    areas = list(_areas(document))
    if not areas:
        return
    years = volume.years or (0, 0)
    pages = cites_pages(document, years)
    reading = _Reading(document, volume.identifier, years, cites_pages=pages)
    text = document.text
    for area, is_notes in areas:
        reading.start(area, is_notes)
        for match in _tokens(text, area):
            if match.start() == 0 or not text[match.start() - 1].isalpha():
                yield from reading.take(match)
        yield from reading.rest()


def _tokens(text: str, area: Span) -> Iterable[re.Match[str]]:
    """The words that point to a place; only those are looked for of which there is a trace."""
    words = area.of(text)
    traces = tuple(any(cue in words for cue in cues) for cues, _ in _WORDS)
    return _token(traces).finditer(text, area.start, area.end) if any(traces) else ()


@cache
def _token(traces: tuple[bool, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(way for (_, way), there in zip(_WORDS, traces, strict=True) if there)
    )


_EDITORS_WORDS, _IN_BRACKETS_WORDS = ("Document", "Foreign Rel"), ("[Here f", "here omitted")


def _areas(document: Document) -> Iterator[tuple[Span, bool]]:
    """The editors' own words: an editorial note, and the footnotes.

    In the body of a message only what cannot be the message's own words counts, so pages are
    left out there (the second value).
    """
    text, body, notes = document.text, document.body, document.block("notes")
    head = document.block("head")
    is_editors = bool(head and "ditorial" in head.of(text))
    if is_editors or _are_editors_words_in(text, body):
        yield body, is_editors
    if notes:
        yield notes, True


def _are_editors_words_in(text: str, body: Span) -> bool:
    start, end = body.start, body.end
    if any(text.find(word, start, end) >= 0 for word in _EDITORS_WORDS):
        return True
    bracket = text.find("[", start, end)
    return bracket >= 0 and any(text.find(word, bracket, end) >= 0 for word in _IN_BRACKETS_WORDS)


@dataclass
class _Named:
    """A volume just named: what follows may be a document or page of it."""

    identifiers: list[str]
    span: Span
    used: bool = False
    confidence: float = 0.91


@dataclass
class _Reading:
    """What was cited so far, and the rules that read the next word from it."""

    document: Document
    own: str
    years: tuple[int, int]
    named: _Named | None = None
    cited: str | None = None
    area: Span = field(default=Span(0, 0))
    is_notes: bool = False
    ibid: int = -1
    cites_pages: bool = False
    cited_end: int = -1

    def start(self, area: Span, is_notes: bool) -> None:
        """Begin with another part of the document."""
        self.area, self.is_notes, self.named, self.ibid = area, is_notes, None, -1

    def take(self, match: re.Match[str]) -> Iterator[Reference]:
        """What one word of the editors points to."""
        group = match.lastgroup
        if group in ("documents", "document"):
            yield from self._documents(match)
        elif group in ("pages", "Pages"):
            yield from self._pages(match)
        elif match[0].startswith("Foreign"):
            yield from self.rest()
            self._series(match.start())
        elif match[0].lower().startswith("vol"):
            yield from self._volume(match.start())
        elif match[0].lower() == "ibid":
            self.ibid = match.end()
        else:
            yield from self._neighbor(match)

    def rest(self) -> Iterator[Reference]:
        """The volume named last, when no document or page of it followed."""
        named, self.named = self.named, None
        if named and not named.used:
            for identifier in map(first_part, named.identifiers):
                if identifier != self.own:
                    yield self._reference(named.span, "volume", identifier, named.confidence)

    def _series(self, position: int) -> None:
        text = self.document.text
        match = SERIES.match(text, position, self.area.end)
        if match:
            self._name(identifiers(prefix(match["years"]), match), match)
            return
        lead = NAMED.match(text, position, self.area.end)
        for volume in named_volumes() if lead else ():
            if lead and text.replace("-", "–").startswith(volume.words, lead.end()):
                end = lead.end() + len(volume.words)
                number = re.compile(r", vol(?:ume|\.)? ").match(text, end)
                inner = VOLUMES.match(text, number.start() + 2) if number else None
                found = identifiers(volume.identifier, inner) if inner else [volume.identifier]
                end = inner.end() if inner else end
                self.named = _Named(found, Span(position, end))
                self.cited, self.cited_end = found[-1], end
                return
        year = YEAR_ALONE.match(text, lead.end(), self.area.end) if lead else None
        if year:
            self._name([prefix(year[1])], year, position)
            return
        self.cited = None

    def _name(self, found: list[str], match: re.Match[str], start: int | None = None) -> None:
        begin = match.start() if start is None else start
        self.named = _Named(found, Span(begin, match.end()))
        self.cited, self.cited_end = found[-1], match.end()

    def _volume(self, position: int) -> Iterator[Reference]:
        """A volume without the name of the series: of the same years, or of those before it."""
        if self.named and self.named.span.covers(Span(position, position)):
            return
        text = self.document.text
        match = VOLUMES.match(text, position, self.area.end)
        if match is None:
            return
        before = text[max(self.area.start, position - 90) : position]
        years = YEARS_BEFORE.search(before)
        if years and re.search(r"\d, \Z", before[: years.start()]):
            years = None
        if years and not _YEARS_LEAD_IN.search(before[: years.start()]):
            return
        if years and self.cited:
            start = prefix(years["years"])
            begin = position - len(before) + years.start()
        elif not years and self._may_be_own(before, match):
            start = _years_of(self.cited) if self._after_ibid(before) and self.cited else ""
            start, begin = start or _years_of(self.own), position
        else:
            return
        yield from self.rest()
        self._name(identifiers(start, match), match, begin)
        if self.named and not years:
            self.named.confidence = self._of_short_forms

    @property
    def _of_short_forms(self) -> float:
        """Volumes without the name of the series, and "ibid.", are linked in older volumes only."""
        return 0.91 if self.years[0] < _FIRST_YEAR_OF_DOCUMENTS else 0.05

    def _after_ibid(self, before: str) -> bool:
        return bool(re.search(r"[Ii]bid\.?, \Z", before))

    def _may_be_own(self, before: str, match: re.Match[str]) -> bool:
        """A volume of a file or of another work is written "Vol. 3", or stands behind its name."""
        if match[0][0] != "v" or match["volume"].isdigit() or not _LEAD_IN.search(before):
            return False
        return not OTHER_WORK.search(_SINCE.split(before)[-1])

    def _belongs(self, position: int, *, pages: bool = False) -> str | None:
        """The volume whose document or page stands at `position`."""
        text = self.document.text
        if self.named and position - self.named.span.end < (_PAGE_GAP if pages else _TITLE_GAP):
            gap = text[self.named.span.end : position]
            if not (_END_OF_SENTENCE.search(gap) or (pages and ANOTHER_WORK.search(gap))):
                return self.named.identifiers[-1]
        if self.ibid >= 0 and position - self.ibid < 4 and self.cited:
            return None if pages and self._other_work_before_ibid() else self.cited
        return None

    def _other_work_before_ibid(self) -> bool:
        """Whether another work was cited after the volume that "ibid." would repeat."""
        start = max(self.area.start, self.cited_end, self.ibid - _OTHER_BACK)
        return bool(ANOTHER_WORK.search(self.document.text, start, self.ibid))

    def _documents(self, match: re.Match[str]) -> Iterator[Reference]:
        group = "documents" if match["documents"] else "document"
        text = self.document.text
        before = text[max(self.area.start, match.start() - 12) : match.start()]
        if _NO_DOCUMENT.search(before) or re.match(r"1[89]\d\d|20\d\d", match[group]):
            return
        volume = self._belongs(match.start())
        if volume is None and re.search(r"\d{4}[–-]\d{4}, \Z", before):
            return
        if volume is None:
            yield from self.rest()
        elif self.named:
            self.named.used = True
        confidence = self.named.confidence if self.named and volume else 0.98
        for span, number in _numbers(match, group, ends=True):
            place = Span(match.start(), span.end) if span.start == match.start(group) else span
            holder = self._holder(volume, int(number), part_with_document)
            yield self._reference(place, "document", f"{holder}#d{number}", confidence)
        self.ibid = -1
        self._carry(volume, match.end())

    def _holder(self, volume: str | None, number: int, find: Callable[[str, int], str]) -> str:
        """The volume that has the document or page; a part that the editors print is right."""
        if volume and volume.endswith(("p1", "p2")):
            return volume
        return find(volume or self.own, number)

    def _carry(self, volume: str | None, end: int) -> None:
        """After a document or page of a volume more of it may follow."""
        if volume and self.named:
            span = Span(self.named.span.start, end)
            self.named = _Named([volume], span, True, self.named.confidence)
        if volume:
            self.cited_end = end

    def _pages(self, match: re.Match[str]) -> Iterator[Reference]:
        volume = self._belongs(match.start(), pages=True)
        confidence = self.named.confidence if self.named else self._of_short_forms
        if volume is None:
            if not self._is_own_page(match):
                return
            yield from self.rest()
            confidence = 0.98
        elif self.named:
            self.named.used = True
        if _IN_BRACKETS.match(self.document.text, match.end()):
            self._carry(volume, match.end())
            return
        group = "pages" if match["pages"] else "Pages"
        for span, number in _numbers(match, group, ends=self.cites_pages):
            place = Span(match.start(), span.end) if span.start == match.start(group) else span
            holder = self._holder(volume, int(number), part_with_page)
            yield self._reference(place, "page", f"{holder}#pg_{number}", confidence)
        self._carry(volume, match.end())

    def _is_own_page(self, match: re.Match[str]) -> bool:
        place = Span(match.start(), match.end())
        return self.cites_pages and is_own_page(
            self.document.text, self.area, place, is_notes=self.is_notes
        )

    def _neighbor(self, match: re.Match[str]) -> Iterator[Reference]:
        """ "supra", "infra": the document before, the document after."""
        own = re.search(r"d(\d+)$", self.document.identifier)
        text = self.document.text
        if own is None or re.match(r",? pp?\. ", text[match.end() : match.end() + 6]):
            return
        number = int(own[1]) + (1 if match[0].lower() == "infra" else -1)
        before = text[max(self.area.start, match.start() - 50) : match.start()]
        in_note = re.search(r"[Ff]ootnotes? \d[^.;\n]*\Z", before)
        first, last = self.years
        if self.cites_pages:
            confidence = 0.1
        elif _LINKED_SUPRA[0] <= first and last <= _LINKED_SUPRA[1]:
            confidence = 0.97
        elif in_note and first >= _LINKED_SUPRA[0]:
            confidence = 0.87
        else:
            confidence = 0.1
        span = Span(match.start(), match.end())
        yield from self.rest()
        yield self._reference(span, "document", f"{self.own}#d{number}", confidence)

    def _reference(self, span: Span, form: str, target: str, confidence: float) -> Reference:
        return Reference(
            **evidence(self.document, span, NAME, confidence),
            kind="printed",
            form=form,
            target=target,
        )


def _numbers(match: re.Match[str], group: str, *, ends: bool) -> Iterator[tuple[Span, str]]:
    """The numbers of a list; of a range the first, with `ends` also the last."""
    for number in _NUMBER.finditer(match.string, *match.span(group)):
        yield Span(*number.span(1)), number[1]
        if ends and number[2]:
            yield Span(*number.span(2)), number[2]


def _years_of(volume: str) -> str:
    """The part of an identifier that says the years.

    >>> _years_of("frus1952-54v14p2")
    'frus1952-54'
    """
    match = re.match(r"frus\d{4}(?:-\d\d)?", volume)
    return match[0] if match else volume
