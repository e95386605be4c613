"""Whether a page that the editors name without a work ("see p. 881") is one of their own volume.

Volumes cite their own pages as long as their documents bear no printed numbers: all up to 1951,
and of those for 1952-1954 the ones without "No. 206" in the head. In a later volume a bare page is
one of some other book.

What tells, in this order:

* "ante", "post" and the like, "see p. 881", "printed on p. 881": a page of the volume.
* A page in quotation marks, or in a footnote of the paper itself, is the paper's own.
* Behind the name of another work ("Department of State Bulletin, May 3, p. 12") it is one of that
  work, and so behind its "ibid."; a telegram named in between leads back ("S/986 is printed in
  telegram 1059, p. 370").
"""

from __future__ import annotations

import re

from kg.document import Document
from kg.spans import Span

_LAST_YEAR_OF_PAGES, _LAST_YEAR_OF_BOTH = 1951, 1954
_PRINTED_NUMBER = re.compile(r"\[?(?:No\. )?\d{1,4}[a-z]?(?:\]|[. ]|\n)")
_BEFORE, _IN_BRACKETS, _IN_QUOTES = 110, 400, 2000
_OWN = re.compile(
    r"(?:\b(?:[Aa]nte|[Pp]ost|[Ss]upra|[Ii]nfra),|\b[Ss]ee(?: also)?|ditorial note,"
    r"|\b(?:printed|found) on) \Z"
)
_WORK = (
    r"Bulletin|Papers|White Paper|Record\b|Stat\.|Treat|Series|TIAS|UST|Yearbook|Hearings|Report|"
    r"Book|Times|Public|Congress|\(New York|\(London|\(Washington|Press|American Foreign Policy|"
    r"Documents,|Official|U\.N\. |\bUN |\bS/|\bA/|\bSC\b|\bGA\b|Vol\.|Bevans|yr\.|Suppl|Session|"
    r"Nos\.|Conference of Berlin|Potsdam\)|Conferences at |Foreign Relations,"
)
OTHER_WORK = re.compile(_WORK)
"""Words of the names of other works."""
ANOTHER_WORK = re.compile(
    r"Bulletin|Public Papers|\bStat\. |TIAS|\bUST\b|Times,|Post,|Yearbook|Hearings|Congressional|"
    r"American Foreign Policy|Documents on|\(New York|\(London|\(Washington|Press,|Official Records"
)
"""Words of which one such work can be told for sure: "ibid." behind it is not the volume."""
_OTHER_OR_IBID = re.compile(rf"{_WORK}|[Ii]bid\.,.*\d")
_AFTER_OTHER = re.compile(r"(?:[Ii]bid\.?|\d\)|[)”]|[A-Z]\w+ (?:[Ww]ith|of|in|to) [A-Z]\w+),? \Z")
_CLAUSE = re.compile(r"[;(\n]|\. (?=See |For |The |Not |In |This |Text )")
_TELEGRAM = re.compile(r"(?:[Tt]elegram|[Dd]espatch|[Aa]irgram)s? ")


def cites_pages(document: Document, years: tuple[int, int]) -> bool:
    """Whether bare pages of this document's notes are pages of its volume."""
    last = years[1]
    if not 0 < last <= _LAST_YEAR_OF_BOTH:
        return False
    return last <= _LAST_YEAR_OF_PAGES or not _is_numbered(document)


def _is_numbered(document: Document) -> bool:
    head = document.block("head")
    return bool(head and _PRINTED_NUMBER.match(document.text, head.start, head.end))


def is_own_page(text: str, area: Span, page: Span, *, is_notes: bool) -> bool:
    """Whether the page at a place of the editors' words, without a work, is of the volume."""
    bracketed = _is_in_brackets(text, area, page.start)
    if not (is_notes or bracketed) or text.startswith("[Footnote in", page.end + 2):
        return False
    before = text[max(area.start, page.start - _BEFORE) : page.start]
    if _OWN.search(before):
        return True
    if not bracketed and _is_quoted(text, area, page.start):
        return False
    clause = _CLAUSE.split(before)[-1]
    own = _TELEGRAM.split(clause)[-1]
    if own == clause and _AFTER_OTHER.search(before):
        return False
    return not _OTHER_OR_IBID.search(own)


def _is_in_brackets(text: str, area: Span, position: int) -> bool:
    """The editors' words inside a message stand in square brackets."""
    start = max(area.start, position - _IN_BRACKETS)
    return text.rfind("[", start, position) > text.rfind("]", start, position)


def _is_quoted(text: str, area: Span, position: int) -> bool:
    """True within the quotation marks of a paragraph."""
    start = max(area.start, position - _IN_QUOTES)
    start = max(start, text.rfind("\n", start, position))
    return text.rfind("“", start, position) > text.rfind("”", start, position)
