"""Classification, precedence, limits of distribution: lines below the head, or the source note.

Up to 1954 they stand on lines of their own under the date line, one or more words each ("secret",
"us urgent", "niact"); from 1955 the first sentence of the source note after the archive says them,
parted by semicolons ("Secret; Priority; Limit Distribution."). Words and harmonized values are data
(`data/extractors/edition_markings.csv`). A word that ends a list of such words and is not known is
a code word or channel ("Sandstorm", "RYBAT"): a limit of distribution in its own words.

Confidence: 0.99 a line below the date line, 0.98 the source note, 0.9 an unknown word of such a
list, 0.85 a degree that the note words into a sentence ("Originally classified Top Secret").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from types import MappingProxyType

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.lines import Line, alike, body_lines, source_note
from kg.extractors.evidence import evidence
from kg.files import shipped
from kg.findings import Finding, Findings, Marking
from kg.spans import Span

NAME = "markings"
KINDS = ("classification", "precedence", "distribution")
_LONGEST = 70
"""A line of markings is shorter."""
_SEEN = 12
"""So many lines from the top may stand before the last line of markings."""
_NOTE = 3000
"""So much of a source note is read: its first sentences; summaries may come before them."""


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The markings of the document, those of its own lines before those of the source note."""
    document = findings.document
    found = list(_of_lines(document))
    kinds = {mark.kind for mark in found}
    if "classification" not in kinds and findings.marking("form") != "editorial note":
        found += [mark for mark in _of_note(document) if mark.kind not in kinds]
    return sorted(found, key=_urgency)


def _urgency(mark: Marking) -> int:
    """The most urgent precedence first (the order of the table); all else as printed.

    Telegrams of the 1940s bear two: "urgent; niact" is to be acted upon at night.
    """
    return _ranks().get(mark.value, 0) if mark.kind == "precedence" else 0


@cache
def _ranks() -> Mapping[str, int]:
    values = [value for kind, value in _terms().values() if kind == "precedence"]
    return MappingProxyType({value: rank for rank, value in enumerate(dict.fromkeys(values))})


@cache
def _terms() -> Mapping[str, tuple[str, str]]:
    """Term (lower case) to the kind of marking and its value."""
    path = shipped("data") / "extractors" / "edition_markings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {row["term"]: (row["class"], row["value"]) for row in csv.DictReader(file)}
    return MappingProxyType(found)


def _any_term(*kinds: str) -> str:
    found = [term for term, (kind, _) in _terms().items() if kind in kinds]
    ordered = sorted(found, key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\ ", r"[\s-]") for term in ordered)


@cache
def _term() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any_term(*KINDS)})(?!\w)", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    """The first words of a line of markings."""
    words = _any_term("classification", "precedence")
    return re.compile(
        rf"[\[(]?(?:strictly |personal and |personal-)?"
        rf"(?:{words}|eyes only|nodis|exdis|limdis)(?!\w)",
        re.IGNORECASE,
    )


@cache
def _initials() -> frozenset[str]:
    """The letters that such a line may open with: most lines are known by theirs to be none."""
    words = ("strictly", "personal", "eyes only", "nodis", "exdis", "limdis", "[", "(")
    return frozenset(word[0] for word in (*_terms(), *words))


@cache
def _statement() -> re.Pattern[str]:
    """The sentence of a source note that states the degree, with all that follows in its list.

    Source notes print the terms with capitals, so the case need not be ignored: that is slow.
    """
    terms = [term for term, (kind, _) in _terms().items() if kind != "distribution"]
    forms = {form for term in (*terms, "personal", "eyes only") for form in _cases(term)}
    first = [re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f))]
    # Each begins with a letter: of a choice of such the machine skips what begins with none.
    whole = [f"{adverb}(?:{'|'.join(first)})" for adverb in ("Strictly ", "Personal and ")] + first
    follows = r"(?=\s*(?:[.\])]|$|\s(?:Drafted|Prepared|Repeated|Sent|No drafting|Transmitted)\b))"
    return re.compile(rf"(?:{'|'.join(whole)})(?:[;,/]\s?[^.;\n]{{2,60}})*?{follows}")


def _cases(term: str) -> tuple[str, str, str]:
    return term.capitalize(), term.title(), term.upper()


def _stated(words: str, start: int) -> re.Match[str] | None:
    """The first statement of the degree that begins a sentence or an item of the reference."""
    for stated in _statement().finditer(words, start):
        before = words[max(0, stated.start() - 5) : stated.start()]
        if _BEFORE.search(before):
            return stated
    return None


_BEFORE = re.compile(r"[.\]),;]\s+\Z|[A-Z]{4}\s\Z")
"""The end of a sentence or item, or of a file in capitals ("POL 26 S VIET Top Secret")."""
_INLINE = re.compile(
    r"\b(?:classified|marked|labeled|stamped)\s+[\"']?(?P<level>Top Secret|Secret|Confidential)\b"
)


def _of_lines(document: Document) -> Iterator[Marking]:
    """Lines of markings below the head, up to the first paragraph of the text."""
    for line in islice(body_lines(document), _SEEN):
        if _is_marking(line):
            yield from _words(document, line.span, line.words, 0.99)
        elif len(line.words) > 2 * _LONGEST:
            return


def _is_marking(line: Line) -> bool:
    words = line.words
    if len(words) >= _LONGEST or words[0].casefold() not in _initials():
        return False
    if not _opening().match(words):
        return False
    rest = _term().sub(" ", words)
    return not _SENTENCE.search(rest) and (
        words.islower() or words.isupper() or len(_PLAIN_WORD.findall(rest)) < _FEW
    )


_SENTENCE = re.compile(r"[.:]\s|:$")
_PLAIN_WORD = re.compile(r"[a-z]{2,}")
_FEW = 5
"""Fewer plain words than this remain of a line of markings ("Secret; only for the Secretary")."""


def _words(document: Document, span: Span, words: str, confidence: float) -> Iterator[Marking]:
    """Every known word of a list of markings."""
    for match in _term().finditer(words):
        kind, value = _meaning(match[0])
        place = Span(*match.span()).shifted(span.start)
        yield _marking(document, place, kind, value, confidence)


def _meaning(words: str) -> tuple[str, str]:
    """Kind and value of words that matched a term, whatever their case, blanks and hyphens."""
    term = words.lower()
    return _terms().get(term) or _terms()[" ".join(re.split(r"[\s-]+", term))]


def _of_note(document: Document) -> Iterator[Marking]:
    first = document.block("source note")
    for block in document.blocks:
        if block.kind != "source note":
            continue
        if block.span == first:
            words = source_note(document)[:_NOTE]
        else:
            words = alike(block.span.of(document.text)[:_NOTE])
        start = words.lower().find("source")
        stated = _stated(words, max(start, 0))
        if stated:
            span = Span(*stated.span()).shifted(block.span.start)
            yield from _words(document, span, stated[0], 0.98)
            yield from _code_words(document, span, stated[0])
            return
        inline = _INLINE.search(words)
        if inline:
            span = Span(*inline.span("level")).shifted(block.span.start)
            yield _marking(document, span, "classification", inline["level"].lower(), 0.85)
            return


def _code_words(document: Document, span: Span, words: str) -> Iterator[Marking]:
    position = 0
    for item in _PARTING.split(words):
        place = Span(position, position + len(item)).stripped(words, " []()")
        position += len(item) + 1
        if place.start < place.end and not _term().search(place.of(words)):
            yield _marking(
                document, place.shifted(span.start), "distribution", place.of(words), 0.9
            )


_PARTING = re.compile(r"[;,/]")


def _marking(document: Document, span: Span, kind: str, value: str, confidence: float) -> Marking:
    return Marking(**evidence(document, span, NAME, confidence), kind=kind, value=value)
