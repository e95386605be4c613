"""Which paragraph after a body is the archive's summary: in the current web page it has no label.

The page prints body, summary, `Author(s):`. A summary is found by what it is, not by a word in
front of it: prose about the document, in the third person, after the message has ended. A wrong
guess costs either way (a summary read as message invents directives; a message read as summary
loses them), so what is neither clearly the one nor the other stays message and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.cleaning import key
from kg.readers.page import PageLine
from kg.spans import Span

_QUOTED = re.compile(r'"[^"]*"')
_ADDRESSES = re.compile(
    # A summary never speaks to anybody; the last sentence of a telegram often does. "I" is no
    # initial ("I. V. Stalin") and no number ("World War I").
    r"(?<!War )(?<!Part )\bI\b(?!\.)"
    r"|\b(?:[Mm]y|[Mm]e|[Mm]ine|[Ww]e|us|[Oo]urs?|[Yy]ou|[Yy]ours?|[Pp]lease)\b"
)
_ENDS = re.compile(r"[.!?][\"')\]]*$")
_STAMP = re.compile(
    # "Typed by Pell on 03/09/57 at 14:15 p.m.", "2 copies: 1 - Marrek", "Sent by wire"
    r"(?:\d+\s+)?(?:typed|cop(?:y|ies)(?! of)|sent|received|printed|deciphered|enciphered|"
    r"transmitted|dispatched|distribut(?:ion|ed)(?! of)|signed|correct|certified|verified|"
    r"processed|proofread)\b",
    re.IGNORECASE,
)
_NO_SUMMARY = re.compile(
    # "Note: ...", "Translator's note", "P.S.", "For cde. VOSS: show PERRIN", "Second. ..."
    r"(?:cc|notes?|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?)\s*[.:,]"
    r"|(?:translator|editor)\b|p\.?\s?s\b"
    r"|(?:for|to)\s+(?:cdes?|com|comr|comrades?)\b"
    r"|[^\w\s]|\d",
    re.IGNORECASE,
)
_KIND = (
    r"telegrams?|cables?|letters?|memorand(?:um|a)|reports?|notes?|messages?|records?|minutes|"
    r"resolutions?|directives?|decisions?|instructions?|documents?|summary|description|"
    r"conversations?|discussions?|protocols?|drafts?|requests?|responses?|excerpts?|meetings?|"
    r"applications?|appeals?|statements?|speech(?:es)?|lists?"
)
_OPENS_WITH_KIND = re.compile(
    rf"(?:an?|the|this|these|two|three)?\s*(?:[\w-]+\s){{0,2}}?(?:{_KIND})\b", re.IGNORECASE
)
_TELLS = re.compile(
    # "Tamsin reports", "Drey (Lark) strongly urges": somebody does something, in the present
    r"(?:^|[\s(])[A-Z][\w.'-]+(?:\s[(\[][^)\]]{1,60}[)\]])?,?\s(?:\w+ly\s)?[a-z]{2,}s\b"
)
_LABEL = re.compile(r"summary\s*:\s*(?=\S)", re.IGNORECASE)
"""Somebody who corrected a copy may have put it there."""

_LONGEST = 5_000
"""Characters; the longest summaries have a third of this."""

_LONGEST_END = 5
_FEWEST_WORDS = 5
_FEWEST_LETTERS = 3
_WRAPPED = 50
_MOST_PARAGRAPHS = 3
_LONGEST_SIGNATURE = 8


def summary_length(lines: Sequence[PageLine], title: str) -> tuple[int, bool]:
    """How many of the last lines are the summary, and whether that is doubtful.

    `lines` are those between the head and `Author(s):`. A doubtful paragraph is not counted.

    Returns:
        The number of lines (0 when there is no summary) and True when the last paragraph could
        be a summary but nothing shows that it is.
    """
    paragraphs = _paragraphs_from_the_end(lines)
    if paragraphs and _LABEL.match(_words(paragraphs[0])):
        return len(paragraphs[0]), False
    if not paragraphs or not _could_be(_words(paragraphs[0])):
        return 0, False
    count = _reaching_back(paragraphs)
    if not count and _speaks_of(_words(paragraphs[0]), title):
        count = 1
    doubtful = not count and len(paragraphs) > 1 and _ends(_words(paragraphs[0]))
    return sum(len(paragraph) for paragraph in paragraphs[:count]), doubtful


def without_label(span: Span, first: PageLine) -> Span:
    """The span of a summary, whose first line is given, without a label in front."""
    label = _LABEL.match(first.words)
    return Span(span.start + (label.end() if label else 0), span.end)


def _reaching_back(paragraphs: Sequence[Sequence[PageLine]]) -> int:
    """How many paragraphs stand after the message has visibly ended (signature, stamp, list)."""
    for count, paragraph in enumerate(paragraphs[: _MOST_PARAGRAPHS + 1]):
        if count and _closes(_words(paragraph)):
            return count
        if not (_could_be(_words(paragraph)) and _ends(_words(paragraph))):
            return 0
    return 0


def _paragraphs_from_the_end(lines: Sequence[PageLine]) -> list[Sequence[PageLine]]:
    """The last few paragraphs, the last one first; wrapped lines belong together."""
    found: list[Sequence[PageLine]] = []
    stop = len(lines)
    while stop and len(found) <= _MOST_PARAGRAPHS:
        start = stop - 1
        while start and _continues(lines[start - 1], lines[start]):
            start -= 1
        found.append(lines[start:stop])
        stop = start
    return found


def _continues(line: PageLine, following: PageLine) -> bool:
    """True when a copy wrapped one paragraph into these two lines."""
    return (
        not following.after_blank and len(line.words) >= _WRAPPED and not _ENDS.search(line.words)
    )


def _words(paragraph: Sequence[PageLine]) -> str:
    return " ".join(line.words for line in paragraph)


def _closes(words: str) -> bool:
    """True for what stands under a message: signature, number, stamp, list of copies."""
    parts = words.split()
    capitals = all(not part[0].islower() for part in parts)
    return _STAMP.match(words) is not None or (capitals and len(parts) <= _LONGEST_SIGNATURE)


def _ends(words: str) -> bool:
    return _ENDS.search(words[-_LONGEST_END:]) is not None


def _could_be(words: str) -> bool:
    """True when nothing forbids that this is a summary."""
    if len(words) > _LONGEST or len(words.split()) < _FEWEST_WORDS:
        return False
    forbidden = _STAMP.match(words) or _NO_SUMMARY.match(words)
    return (
        words[0].isupper()
        and not words.isupper()
        and not forbidden
        and not _ADDRESSES.search(_QUOTED.sub("", words))
    )


def _speaks_of(words: str, title: str) -> bool:
    """True when the paragraph speaks about the document: its kind, or people of its title."""
    named = {name for name in _names(title) if name in _names(words)}
    return bool(_OPENS_WITH_KIND.match(words)) or bool(named and _TELLS.search(words))


def _names(words: str) -> set[str]:
    """The longer words in capitals, as keys."""
    found = re.findall(r"\b[A-Z][\w'-]+", words)
    return {key(name) for name in found if len(name) >= _FEWEST_LETTERS} - {"the"}
