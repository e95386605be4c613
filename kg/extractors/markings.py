"""What a head says of the paper itself: form, classification, precedence, instructions, office.

Input: head and tail of the papers, stamps in notes, the round brackets after a salutation, and
the page's title. "SECRET-URGENT" is a classification and a precedence; the harmonized terms are
data (`data/extractors/words.csv`).

Confidence: 0.95 a line of the head that holds nothing else; 0.9 inside another line of the
head or in a stamp; 0.8 the form in a decision's heading; 0.7 the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.authority import Authority
from kg.cleaning import plain
from kg.document import Document
from kg.extractors.evidence import evidence
from kg.extractors.parties import OFFICE, ORGANIZATION, parties
from kg.extractors.parts import HEAD, NOTE, TAIL, Piece, main_paper, papers
from kg.extractors.titles import read_title
from kg.extractors.vocabulary import alternatives, value_of_term
from kg.findings import Finding, Findings, Marking
from kg.spans import Span

NAME = "markings"
_NO_FORM = frozenset(["reference", "copies", "certified", "event", "address", "names"])


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:
    """The markings of the document, in the order form, marks, instructions, issuing office."""
    document = findings.document
    paper = main_paper(document)
    head = paper.pieces(HEAD) if paper else ()
    yield from _forms(document, head)
    for kind in ("classification", "precedence"):
        marks = [mark for piece in head for mark in _marks(document, piece, kind)]
        yield from marks or _marks_of_title(document, kind)
    for every in papers(document):
        yield from _instructions(document, every.pieces(HEAD, TAIL, NOTE))
    yield from _issuing_office(document, head, authority)


def _forms(document: Document, head: tuple[Piece, ...]) -> Iterator[Marking]:
    for piece in head:
        match = None if piece.kind in _NO_FORM else _term("form").search(piece.folded)
        if match and piece.kind in {"form", "title", "decision", "classification", "attachment"}:
            span = Span(*match.span()).shifted(piece.span.start)
            sure = 0.8 if piece.kind == "decision" else 0.95
            yield _marking(document, span, "form", value_of_term("form", match[0]), sure)
    title = document.field("title")
    span_of_form = read_title(document.folded, title.span).form if title else None
    if span_of_form is not None:
        value = value_of_term("form", span_of_form.of(document.folded))
        yield _marking(document, span_of_form, "form", value, 0.7)


@cache
def _term(word_class: str) -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(word_class)}", re.IGNORECASE)


def _marks(document: Document, piece: Piece, kind: str) -> Iterator[Marking]:
    """Classification and precedence: lines of their own, and words in capitals of other lines."""
    for match in _term(kind).finditer(piece.folded):
        alone = piece.kind == "classification"
        bracketed = piece.kind == "salutation" and _in_round_brackets(piece.folded, match)
        if alone or bracketed or match[0].isupper() or piece.kind in {"form", "title"}:
            span = Span(*match.span()).shifted(piece.span.start)
            value = value_of_term(kind, match[0])
            yield _marking(document, span, kind, value, 0.95 if alone else 0.9)


def _in_round_brackets(line: str, match: re.Match[str]) -> bool:
    return line.rfind("(", 0, match.start()) > line.rfind(")", 0, match.start())


def _marks_of_title(document: Document, kind: str) -> Iterator[Marking]:
    title = document.field("title")
    match = _term(kind).search(document.folded, title.span.start, title.span.end) if title else None
    if match:
        yield _marking(document, Span(*match.span()), kind, value_of_term(kind, match[0]), 0.7)


def _instructions(document: Document, pieces: tuple[Piece, ...]) -> Iterator[Marking]:
    """What is to be done with the paper: "To be returned after 6 days", also inside a stamp."""
    for piece in pieces:
        if piece.kind not in {"instruction", "note", "classification", "salutation"}:
            continue
        match = _term("instruction").search(piece.folded)
        if match:
            end = _end_of_instruction(piece.folded, match.end())
            span = Span(match.start(), end).shifted(piece.span.start)
            span = span.stripped(document.folded, " \n.,;:!()[]\"'")
            sure = 0.95 if piece.kind == "instruction" else 0.9
            yield _marking(document, span, "instruction", plain(span.of(document.text)), sure)


def _end_of_instruction(line: str, start: int) -> int:
    end = re.compile(r"[\])!;]|\.\s|$").search(line, start)
    return end.start() if end else len(line)


_GOES_ON = re.compile(r"(?:of|for|from|in|at)\s", re.IGNORECASE)
"""A line that continues a heading: "of the meeting of the Presidium"."""


def _issuing_office(
    document: Document, head: tuple[Piece, ...], authority: Authority
) -> Iterator[Marking]:
    """An office on a line of its own before the destination: who made this copy."""
    for piece in head:
        if piece.kind in {"address", "names", "sender", "salutation"}:
            return
        if piece.kind == "office" and not _GOES_ON.match(piece.folded):
            span = piece.span.stripped(document.folded, " .,;:")
            named = parties(document.folded, span, authority)
            if named and all(n.party.kind in {OFFICE, ORGANIZATION} for n in named):
                yield _marking(document, span, "issuing office", plain(span.of(document.text)), 0.9)


def _marking(document: Document, span: Span, kind: str, value: str, confidence: float) -> Marking:
    return Marking(**evidence(document, span, NAME, confidence), kind=kind, value=value)
