"""The parts inside a printed document: where its dateline, classification and signature stand.

The editors of an edition set these apart by blank lines only, so each is known by its shape:

    dateline        "[Washington,] August 6, 1954-10 a.m."; "undated."; at the end of the head
                    line where a conversation has none of its own ("..., Washington, May 4, 1956")
    classification  "secret us urgent", "Top Secret" and "Priority" on two lines, with the
                    telegram's or despatch's own "No. 21"
    signature       the last lines of the message: "Wiley", "H. D. Riley" and his rank below;
                    above "[Enclosure]" where another paper follows

Each function takes the text and the paragraphs of the body, and gives a span or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.spans import Span

RULE = "----------"
"""The line between a document and its footnotes."""
SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The digits of footnote marks; Python counts them as letters of a word."""

_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_WHEN = re.compile(
    rf"(?:\b{_MONTH}(?=[\s,\d\]?{SUPERSCRIPT}.]|\Z)|\b[Uu]ndated(?![a-z])|\bn\. ?d\."
    r"|\b[Nn]o date(?![a-z])|(?<=, )1[789]\d\d(?=\W*\Z))"
)
_LEAD = re.compile(
    r"(?:.{0,120}[,\]—–(:;])?\s*\[?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:(?:Early|Late|Mid|Middle|About|Before|After|circa|ca\.|c\.|late|early|mid|about)[ -])?\[?"
    r"(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?(?: ?[–-] ?\d{1,2})?,? )?(?:of )?\[?\Z"
)
"""What may stand before the month: nothing or a place that a comma or bracket closes, a day."""
_PLACE_WITHOUT_COMMA = re.compile(r"[A-Z][^\n,\d]{2,40} \Z")
_DAY_AND_YEAR = re.compile(r"[a-z.]* \d{1,2}, 1[789]\d\d")
_WORD_OF_A_SENTENCE = re.compile(
    r"(?<![^\s\[(])(?!(?:the|of|and|de|du|la|le|les|el|en|route|aboard|on|board|near|at|in|to|from|between|"
    r"es|as|des|di|da|del|los|las|dos|sur|upon|am|bei|al|"
    r"early|late|mid|about|undated|circa|approximately|flight|place|not|declassified|morning|noon)\b)"
    r"[a-z]{2,}"
)
"""A word in small letters that no place has; so a sentence that names a day is no dateline."""
_TAIL = re.compile(
    rf"(?:[\s\d,.:;()\[\]?{SUPERSCRIPT}*†–—/’'-]|{_MONTH}|"
    r"(?:[ap]\. ?m|[ap]m|[AP]\. ?M|[Nn]oon|[Mm]idnight|[Uu]ndated|[Hh]ours|Session|and|to|at|or|"
    r"th|st|nd|rd|about|circa|local|time|following|morning|afternoon|evening|night|[Rr]eceived|[A-Z]{1,4}|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![a-zA-Z]))*"
)
"""What may stand after the month: figures, hours and the like, down to the end of the line."""
_LONGEST_DATELINE = 160
_LONGEST_IN_HEAD = 110
_PLACE_IN_HEAD = re.compile(
    r", (?P<place>(?![^,]*\b(?:Agency|Department|Council|Office|Division|Staff|Committee)\b)"
    r"(?:(?:[A-Z][\w.’'-]{0,30}|d[aeiou]|de[ls]|l[aeo]s?|es|am|sur|upon) ?){1,5}, )?[\d– -]{0,8}\Z"
)
_BRACKETED = re.compile(rf"\[[^\]]*\][{SUPERSCRIPT}\s]*")

_TERMS = (
    r"top secret|secret|confidential|restricted|unclassified|plain|limited official use(?: only)?|"
    r"official use only|for official use only|administratively confidential|security information|"
    r"(?:us |u\. ?s\. |most |very )?urgent|niact|(?:operational |most )?immediate|emergency|"
    r"priority|routine|flash|rush|eyes only|no distribution|limit(?:ed)? distribution|"
    r"outside department|no stencil|verbatim text|personal|private|strictly|and|for|"
    r"the secretary|the president|only|(?:via |by )?air ?(?:pouch|mail)|by courier|official|"
    r"business|informal|no foreign dissem(?:ination)?|noforn|special handling|"
    r"no\. ?\w+(?:[–-]\w+)?|[a-z]{1,4}[–-]\d+"
)
_CLASSIFICATION = re.compile(
    rf"(?:(?:{_TERMS})(?![^\W\d_])[\s;,./()\[\]—–{SUPERSCRIPT}-]*)+(?:\([^)\n]{{1,40}}\))?", re.I
)
_FIRST_TERM = re.compile(
    r"\[?(?:top secret|secret|confidential|restricted|unclassified|plain|limited official|"
    r"official use|for official|administratively|us urgent|urgent|niact|priority|"
    r"personal|strictly|eyes only)\b",
    re.I,
)
_SYMBOL_LINE = re.compile(r"[^\n]{1,40}")
_LONGEST_CLASSIFICATION = 160

_ENCLOSURE = re.compile(
    rf"\[?(?:Sub)?(?:Enclosure|Attachment|Annex|Tab|Appendix|Inclosure|Addendum|Attached)\b"
    rf"(?:\s?(?:No\. ?)?[A-Z\d]{{1,3}}\b)?(?:\s?[—–:-][^\n.]{{0,50}})?\]?[{SUPERSCRIPT}\s]*"
)
_SIGNATURE_LINE = re.compile(
    rf"[“\"\[( ]*(?:[A-Z]|s/|/[sS]/|de |van |von )[^\n]{{0,78}}?[{SUPERSCRIPT}\s]*"
)
_COURTESY = re.compile(
    r"[^\n]*(?i:sincerely|truly|respectfully|faithfully|cordially|obedient|regards|wishes)[^\n]*[,.]?"
)
_NO_SIGNATURE = re.compile(
    r"[^\n]*(?:(?i:text not declassified|not printed here|here follow|omitted here|attachments?|"
    r"enclosures?|approved?\b|disapproved?\b|see me|thank you|thanks|subject\b)"
    r"|(?<!Esq)(?<!Gen)(?<!Ret)[a-z]{4}[.;?!]\]?\s*\Z|\d{3})"
    r"|[A-Z]?\d+[.)]|(?:[A-Z][a-z]*: |[QA]\. )[A-Z]|(?!For )[^\n]*:\s*\Z"
    r"|[a-z][.)] [a-z]|[A-Z]\) |(?:[^\s]+ ){9}"
    r"|(?i:end|att|other|agree|yes|no)\.?\Z"
)
"""A line of the editors, a box to tick, a numbered point, a speech, the end of a sentence."""
_WORD_OF_A_NAME = re.compile(
    r"(?<![^\s(])(?!(?:of|the|and|for|by|on|behalf|d[aeiu]|de[lrn]|van|vo[nm]|la|al|el|bin|ibn|"
    r"ten|ter|y|initials?|name|not|declassified|signed|to|in)\b)[a-z]{2,}"
)
_MOST_SIGNATURE_LINES = 6


def dateline(text: str, paragraphs: Sequence[Span]) -> Span | None:
    """The paragraph (or its first line) of place and day among the first of the body.

    >>> text = "[Extract]\\n\\nNew Delhi, July 27, 1948—1 p. m.\\n\\n117. I had talks"
    >>> dateline(text, [Span(0, 9), Span(11, 43), Span(45, 61)]).of(text)
    'New Delhi, July 27, 1948—1 p. m.'
    """
    for span in paragraphs[:4]:
        found = _dated(text, span)
        if found:
            return found
        if len(span.of(text)) > _LONGEST_DATELINE and not text.startswith("[", span.start):
            return None
    return None


def dateline_of_head(text: str, head: Span) -> Span | None:
    """The place and day with which a head line ends, or None.

    >>> head = "24. Memorandum of a Conversation, White House, Washington, July 29, 1955¹"
    >>> dateline_of_head(head, Span(0, len(head))).of(head)
    'Washington, July 29, 1955¹'
    """
    start = max(head.start, head.end - _LONGEST_IN_HEAD)
    for when in _WHEN.finditer(text, start, head.end):
        if _TAIL.fullmatch(text, when.end(), head.end):
            lead = _LEAD.fullmatch(text, start, when.start())
            return Span(_place_before(text, start, when.start()), head.end) if lead else None
    return None


def classification(text: str, paragraphs: Sequence[Span]) -> Span | None:
    """The paragraph among the first of the body that holds marks of handling.

    Its first line has nothing else; below it may stand a number of the paper ("NSC 125/6").
    """
    for span in paragraphs[:6]:
        words = span.of(text)
        if len(words) <= _LONGEST_CLASSIFICATION and _FIRST_TERM.match(words):
            first, *others = words.lstrip("[").split("\n")
            symbols = all(_SYMBOL_LINE.fullmatch(other) for other in others)
            if symbols and _CLASSIFICATION.fullmatch(first):
                return span
    return None


def signature(text: str, paragraphs: Sequence[Span]) -> Span | None:
    """The last paragraph of the message, if it has the shape of a signature, or None.

    The message ends where an enclosure opens: what follows is another paper, with its own hand.
    """
    end = len(paragraphs)
    for place, span in enumerate(paragraphs):
        if place and span.end - span.start < 90 and _ENCLOSURE.fullmatch(span.of(text)):
            end = place
            break
    ends = (end, len(paragraphs)) if end else ()
    return next(filter(None, (_signed(text, paragraphs[e - 1]) for e in ends)), None)


def _signed(text: str, last: Span) -> Span | None:
    """The lines of the paragraph below its courtesy, if they have the shape of a signature."""
    if last.end - last.start > 60 * _MOST_SIGNATURE_LINES:
        return None
    start, lines = last.start, last.of(text).split("\n")
    while len(lines) > 1 and _COURTESY.fullmatch(lines[0]):
        start += len(lines.pop(0)) + 1
    shaped = (
        len(lines) <= _MOST_SIGNATURE_LINES
        and all(_SIGNATURE_LINE.fullmatch(line) for line in lines)
        and not any(_NO_SIGNATURE.match(line) or _COURTESY.fullmatch(line) for line in lines)
        and not _WORD_OF_A_NAME.search(lines[0])
    )
    return Span(start, last.end) if shaped else None


def _place_before(text: str, start: int, month: int) -> int:
    """Where the dateline of a head line begins, given where its month begins."""
    found = _PLACE_IN_HEAD.search(text, start, month)
    return found.start() + 2 if found else month


def _dated(text: str, span: Span) -> Span | None:
    """The first line of the paragraph that is a dateline; with the lines above a bare date."""
    if span.end - span.start > 2 * _LONGEST_DATELINE:
        return None
    start = span.start
    for line in span.of(text).split("\n"):
        end = start + len(line)
        if len(line) <= _LONGEST_DATELINE and _is_dateline(line):
            above = text[span.start : start]
            opens = line[:1].isdigit() or _WHEN.match(line)
            whole = opens and not _WORD_OF_A_SENTENCE.search(above)
            return Span(span.start if whole else start, end)
        start = end + 1
    return None


def _is_dateline(line: str) -> bool:
    return any(
        _TAIL.fullmatch(line, when.end()) and _leads(line, when.start())
        for when in _WHEN.finditer(line)
    )


def _leads(line: str, month: int) -> bool:
    if _WORD_OF_A_SENTENCE.search(line, 0, month):
        return False
    without_comma = _PLACE_WITHOUT_COMMA.match(line, 0, month) and _DAY_AND_YEAR.match(
        line, month + 2
    )
    return bool(without_comma or _LEAD.fullmatch(line, 0, month))
