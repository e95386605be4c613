"""What kind of paper a document is: the words its head opens with, or else its own layout.

The head names the form first ("Telegram From the Embassy in Jordan to ...", "Memorandum of
Conversation, by ..."). Heads up to 1954 may name only the parties ("The Ambassador in India
(Henderson) to the Secretary of State"): then the file number above them ends in the form
("793B.00/1-1251: Telegram"), and where it does not the paper is correspondence. A message without
head (`--bare`) shows its form by its layout: a number opens a telegram, "Dear" a letter, a list of
participants the record of a conversation.

Confidence: 0.99 the words of the head, 0.98 the file number, 0.97 correspondence; from the layout
0.95 a number or a list of participants, 0.8 a salutation, 0.6 a subject or nothing but prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.lines import Line, alike, body_lines, last_lines
from kg.extractors.evidence import evidence
from kg.findings import Finding, Findings, Marking
from kg.spans import Span

NAME = "forms"
_HEAD = 600
"""So much of a head is read."""
_NUMBER = re.compile(r"\s*(?:\[?(?:No\.\s?)?\d{1,4}[a-z]?\]?\.?\s+)?(?=\D)")
"""The number that the edition gives the document: "153. ", "No. 798", "[12]"."""

_SOME = r"(?:[\w.'’-]+\s){0,4}?"
_RECORD = r"(?:memorand\w+|records?|notes?|minutes|summary|transcript|account|substance)"
_FORMS = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        ("editorial note", r"editorial\s+note"),
        (
            "record of telephone conversation",
            r".{0,60}?\b(?:telephone\s(?:conversation|call)|telcon\b)",
        ),
        # "Memorandum of Discussion at the 250th Meeting ...", "Notes on a Conversation",
        # "Conversation Between President Nixon and ..."
        (
            "memorandum of conversation",
            rf"(?:{_SOME}{_RECORD}\s)?(?:(?:for\sthe\srecord\s)?(?:on|of)\s)?(?:(?:the|a|an)\s)?"
            r"(?:substance\sof\s(?:the\s|a\s)?)?(?:(?:private|dinner|luncheon|informal|joint)\s)?"
            r"(?:conversation|discussion)s?\b",
        ),
        (
            "NSC paper",
            r"national\ssecurity\s(?:council\s(?:report|paper|record)|(?:action|study|decision)\smemorandum)",
        ),
        # "Memorandum of a Conference With the President", "Notes of the Secretary's Staff Meeting",
        # "Summary Record of the 523d Meeting", "Record of Decisions"
        (
            "minutes",
            rf"{_SOME}(?:minutes|summary\s(?:record|notes?)|record\s(?:of|meeting)|notes\s(?:of|on|from)"
            r"|note\s(?:of|on)|highlights\s(?:of|from)|transcript"
            r"|summary\sof\s.{0,60}\b(?:meeting|conference)|memorandum\s(?:of|for\sthe\srecord\sof)\s(?:the\s|a\s)?.{0,60}\b(?:meeting|conference)"
            r"|report\s(?:of|on)\s.{0,60}\bmeeting)\b",
        ),
        (
            "memorandum for the record",
            rf"{_SOME}memorand\w+\s(?:for|to)\s(?:the\s)?(?:president['’]s\s)?(?:record|files?)\b",
        ),
        ("telegram", rf"{_SOME}(?:telegram|cablegram|cable)\b"),
        ("airgram", rf"{_SOME}airgram\b"),
        ("despatch", rf"{_SOME}(?:despatch|dispatch)\b"),
        ("instruction", rf"{_SOME}instructions?\b"),
        (
            "intelligence estimate",
            r"(?:.{0,60}\b)?(?:intelligence\s(?:estimate|note|report|memorandum|brief|summary|bulletin"
            r"|information|weekly|review|appraisal|study|assessment|checklist)|s?nie\b|contact\sreport"
            r"|central\sintelligence\sagency\s(?:\w+\s){0,2}(?:report|cable|memorandum|study))",
        ),
        (
            "NSC paper",
            r"(?:.{0,40}\b)?national\ssecurity\s(?:council\s(?:report|paper)"
            r"|(?:action|study|decision)\smemorandum)|nsc\s|statement\sof\spolicy\b|presidential\s(?:directive"
            r"|review)|report\s(?:to|by)\sthe\snational\ssecurity\scouncil",
        ),
        ("memorandum", rf"{_SOME}memorand\w+"),
        ("letter", rf"{_SOME}letter\b"),
        ("message", rf"{_SOME}message\b"),
        (
            "note",
            r"(?:(?:diplomatic|draft|identic|joint)\s)?(?:aide.m[ée]moire|notes?\s(?:from|to|verbale)|(?:[\w.]+\s){0,2}note\b)",
        ),
        ("diary", r".{0,60}\bdiary\b"),
        (
            "statement",
            r".{0,60}?\b(?:address|remarks|statement|speech|(?:news|press)\s(?:conference|release)"
            r"|interview|article|communiqu|toast|broadcast|testimony|declaration|proclamation|announcement)",
        ),
        ("agreement", r".{0,60}?\b(?:agreement|treaty|protocol)\b"),
        (
            "paper",
            r".{0,200}?\b(?:paper|report|study|talking\spoints|outline|program|proposal|analysis|agenda|list"
            r"|situation|draft|review|scenario|plan|estimate|recommend|resolution|directive"
            r"|executive\sorder|developments|checklist|chronology|questions|issues|brief(?:ing)?|staff\snotes)",
        ),
    )
)
"""Forms and the opening words of a head, the closer description before the wider one."""
_PARTIES = re.compile(
    r"(?:The\s|Mr\.\s|Messrs\.\s|Mrs\.\s|Senator\s|King\s|Prime\s|President\s|Ambassador\s|General\s"
    r"|(?!(?:\w+\s){1,3}(?:From|by)\s)[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,3},\s).{0,400}?\bto\b",
    re.DOTALL,
)
_BETWEEN = re.compile(r".{0,400}?\bto\s(?:the\s)?[A-Z]", re.DOTALL)
_FILED = re.compile(
    r":\s*(?:circular\s|unnumbered\s)?(?P<form>telegram|airgram|despatch|instruction|letter)\b",
    re.IGNORECASE,
)


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The form of the document, at most once."""
    document = findings.document
    head = document.block("head")
    found = _of_head(document, head) if head else _of_layout(document)
    return () if found is None else (found,)


def _of_head(document: Document, head: Span) -> Marking | None:
    words = alike(head.of(document.text)[:_HEAD]).replace("\n", " ")
    number = _NUMBER.match(words)
    start = number.end() if number else 0
    named = _named(words[start:])
    if named is None:
        return None
    form, place, sure = named
    filed = _of_file_number(document) if sure == _OF_PARTIES else None
    return filed or _marking(document, place.shifted(head.start + start), form, sure)


_OF_PARTIES = 0.97
"""How sure a head that opens with a party makes it; the file number may know better."""


@lru_cache(maxsize=8192)
def _named(words: str) -> tuple[str, Span, float] | None:
    """The form, the place that tells it, how sure it is; most heads of a volume are alike."""
    whole = Span(0, len(words)).stripped(words)
    if _PARTIES.match(words):
        return "correspondence", whole, _OF_PARTIES
    for form, pattern in _FORMS:
        named = pattern.match(words)
        if named:
            return form, Span(0, named.end()), 0.99
    return ("correspondence", whole, 0.9) if _BETWEEN.match(words) else None


def _of_file_number(document: Document) -> Marking | None:
    block = document.block("file number")
    named = _FILED.search(block.of(document.text)) if block else None
    if block is None or named is None:
        return None
    span = Span(*named.span("form")).shifted(block.start)
    return _marking(document, span, named["form"].lower(), 0.98)


_TELEGRAM = re.compile(r"(?:[A-Z]\w{1,8}\s(?:[A-Z]{2,3}\s)?)?\d{1,6}(?:[-/]\w+)?\.\s")
_LAYOUT = (
    # The lines of a cable: "DEPARTMENT OF STATE / TELEGRAM 27102", "FM / AMEMBASSY LAGOS".
    (
        "telegram",
        re.compile(r"(?:[A-Z ]+\s)?TELEGRAM(?:\s\d+)?$|FM(?:\s|$)|ACTION:|INFO:?$|Z?\sP\s\d{6}"),
        0.95,
    ),
    # Whoever writes up a meeting with the President lists the others.
    (
        "minutes",
        re.compile(r"(?:OTHERS?|MEMBERS|ALSO)\sPRESENT\b|(?:IN\s)?ATTENDANCE\b", re.IGNORECASE),
        0.8,
    ),
    ("memorandum of conversation", re.compile(r"(?:PARTICIPANTS|PRESENT)\b", re.IGNORECASE), 0.9),
    (
        "memorandum for the record",
        re.compile(r"MEMORANDUM\sFOR\s(?:THE\s)?(?:RECORD|FILES?)\b", re.IGNORECASE),
        0.95,
    ),
    ("memorandum", re.compile(r"MEMORANDUM\s(?:FOR|TO)\b", re.IGNORECASE), 0.9),
    (
        "letter",
        re.compile(r"(?:MY\s)?DEAR\s|(?:YOUR\s)?EXCELLENCY\b|DEAREST\s", re.IGNORECASE),
        0.8,
    ),
)
_OPENING = 14
"""So many lines of a message without head are looked at."""
_SURNAME = re.compile(r"\[?[A-Z][\w'-]+\]?")
_HOUR = re.compile(r"\d\s?Z\b|\b[ap]\.?\s?m\b|\bnoon\b|\bmidnight\b")


def _of_layout(document: Document) -> Marking | None:
    opening = list(islice(body_lines(document), _OPENING))
    for form, pattern, sure in _LAYOUT:
        for line in opening:
            named = pattern.match(line.words)
            if named and named.end():
                return _marking(document, line.place(*named.span()), form, sure)
    return _telegram(document, opening) or _by_subject(document, opening)


def _telegram(document: Document, opening: list[Line]) -> Marking | None:
    """A number before the first sentence, or an hour above and a surname alone below.

    Paragraphs are numbered, too, but the first of them is 1.
    """
    for line in opening[:6]:
        named = _TELEGRAM.match(line.words)
        if named and line.words.startswith("1."):
            break
        if named:
            return _marking(document, line.place(*named.span()), "telegram", 0.95)
    signed = last_lines(document, document.body, 1)
    if opening and _HOUR.search(opening[0].words[:_SHORT]) and _SURNAME.fullmatch(signed[0].words):
        return _marking(document, signed[0].span, "telegram", 0.9)
    return None


_SHORT = 120


def _by_subject(document: Document, opening: list[Line]) -> Marking | None:
    """A paper with a subject is a memorandum; prose without place and day is the editors' own."""
    for line in opening:
        if re.match(r"SUBJ(?:ECT)?\b", line.words, re.IGNORECASE):
            return _marking(document, line.place(0, 4), "memorandum", 0.6)
    if opening and len(opening[0].words) > _SHORT:
        return _marking(document, opening[0].span, "editorial note", 0.9)
    return None


def _marking(document: Document, span: Span, form: str, confidence: float) -> Marking:
    return Marking(**evidence(document, span, NAME, confidence), kind="form", value=form)
