"""What stands around a verb in a sentence: its clause, its subject, its object, what governs it.

Input is one folded sentence as it is to be read (`through_brackets`); answers are words or
places in it. The look to the left of a verb is bounded (`LOOK_BACK`), so that a sentence of any
length costs no more than its length. This is no parser: each rule was made for the sentences of
published telegrams and is named after what it decides.
"""

from __future__ import annotations

import re

from kg.extractors.language import any_of, terms
from kg.spans import Span

LOOK_BACK = 300
"""Code points before a cue in which its subject and governing verb are looked for."""

_BRACKET = re.compile(r"\[([^\[\]]*)\]?|\(([^()]*)\)")

_MISSING_WORDS = re.compile(
    # "[not]", "[should]": words the editors put in; they count. All else in brackets is a note.
    r"(?:do |does |did |should |must |will |is |are |it |you )*"
    r"(?:not|never|no|should|must|shall|may|will|have|has|had|be|is|are|was|to|that|you|we|it)"
)


def through_brackets(words: str) -> str:
    """The sentence as it is to be read, each code point in its place: notes are blanked out,
    words that the editors supplied are kept.

    >>> through_brackets("he could [not] come [sic]")
    'he could  not  come      '
    """
    if "[" not in words and "(" not in words:
        return words

    def shown(match: re.Match[str]) -> str:
        inside = match[1] if match[1] is not None else match[2]
        if _MISSING_WORDS.fullmatch(inside.strip().lower()):
            return f" {inside}".ljust(len(match[0]))
        return " " * len(match[0])

    return _BRACKET.sub(shown, words)


NAME_WORDS = (
    # "Comrade Orlov", "cde. PAK HEON-YEONG": no clause of its own inside
    r"(?:(?!(?:that|whether|if|about|would|will|could|was|were|is|are|had|has|have|of\s+the\s+need)\b)"
    r"(?:cdes?\.|com\.|comr\.|[A-Z]\.|[^\s,;:.]+)\s+){1,7}?"
)


_BLANKS = str.maketrans(dict.fromkeys("()[]\"'-/", " "))


def holds_any(words: str, stems: tuple[str, ...]) -> bool:
    """True when one of the stems (lower case) stands in the words: a look that costs little.

    A stem may begin with a blank: then only a word that begins so is meant.

    >>> holds_any("We await your reply.", ("await",)), holds_any("We left.", ("await",))
    (True, False)
    """
    lower = " " + " ".join(words.lower().translate(_BLANKS).split())
    return any(stem in lower for stem in stems)


def words_before(masked: str, start: int) -> str:
    """The words before the cue, no more than LOOK_BACK."""
    return masked[max(0, start - LOOK_BACK) : start]


_NOT_SAID = re.compile(
    # what makes a clause subordinate, so that nothing in it is ordered
    r"\b(?:if|whether|what|how|why|when|where|which|who|whom|whose|because|as|than|until|unless|"
    r"although|though|lest|while|whatever|whenever|wherever|so\s+that|in\s+order\s+that)"
    r"(?:\s+(?:I|we|you|he|she|it|they|one|this|these|there))?\s+(?:\w+ly\s+|also\s+|then\s+)?$",
    re.IGNORECASE,
)

_WHETHER = re.compile(r"\bwhether\b", re.IGNORECASE)
_SUBORDINATE_START = re.compile(
    r"\s*(?:and\s+|but\s+|or\s+|for\s+|even\s+|only\s+)?(?:if|whether|what|how|why|when|where|which|who|whose|"
    r"because|since|as|than|until|unless|although|though|lest|while|after|before|once|whatever|"
    r"wherever|whenever|in\s+order\s+that|so\s+that|for\s+which|to\s+which|in\s+which|with\s+whom)\b",
    re.IGNORECASE,
)

_BOUNDARY = re.compile(r"[,;:]\s|\s-\s|--")


def clause_words(left: str) -> str:
    """The words of the clause before its verb: back to the last comma, over an inserted one."""
    pieces = _BOUNDARY.split(left)
    if pieces[-1].strip() or len(pieces) == 1:
        return pieces[-1]
    return pieces[-3] if len(pieces) > 2 else pieces[-2]


def is_subordinate(left: str) -> bool:
    """True when a cue behind these words stands in a clause that orders nothing."""
    clause = clause_words(left)
    return bool(
        _NOT_SAID.search(left) or _SUBORDINATE_START.match(clause) or _WHETHER.search(clause)
    )


def is_relative(left: str) -> bool:
    """True when the subject of the cue is "which", "who" or a "that" without its own noun."""
    return bool(re.search(r"\b(?:which|who|that)\s+(?:\w+ly\s+|also\s+)?$", left, re.IGNORECASE))


_OPINION = re.compile(
    r"\b(?:we|I)\s+(?:\w+ly\s+|also\s+|do\s+)?(?:believe|think|consider|feel|hold|suggest|propose|"
    r"recommend|deem|are\s+of\s+the\s+opinion|am\s+of\s+the\s+opinion)\b|"
    r"\bin\s+(?:our|my)\s+(?:opinion|view)\b|"
    # without a subject, as telegrams save it: "Feel we must grant"
    r"(?:^|[,;:.]\s)(?:feel|believe|think|consider|suggest|recommend)\b",
    re.IGNORECASE,
)

_SAYING = re.compile(
    r"\b(?:said|says|stated|states|declared|declares|replied|answered|noted|emphasized|underscored|stressed|"
    r"added|remarked|believes?|thinks?|thought|believed|considers?|considered|told\s+\w+|wrote|"
    r"writes|insisted|insists|reported|agreed|feels|felt)\b",
    re.IGNORECASE,
)

_RULING = re.compile(
    # "a qualification was made that the question should be decided by ..."
    r"\b(?:qualification|condition|stipulat\w+|decid\w+|resolv\w+|agreed|see\s+to\s+it|directives?|"
    r"instructions?|orders?)\b[^.]{0,120}$",
    re.IGNORECASE,
)

_THAT = re.compile(r"\bthat\s", re.IGNORECASE)


def governed(left: str) -> str:
    """What governs a "that" clause before a cue: "opinion", "saying", "statement" or ""."""
    thats = list(_THAT.finditer(left))
    if not thats:
        if _OPINION.search(left):
            return "opinion"
        return "saying" if _SAYING.search(left) else ""  # "Wang said both sides should"
    before = left[: thats[-1].start()]
    if _OPINION.search(before):
        return "opinion"
    if _SAYING.search(before):
        return "saying"
    return "" if _RULING.search(before) else "statement"


def verb_of_saying(masked: str, before: int) -> int:
    """Where the last verb of saying before a place begins; the place itself where none does."""
    found = list(_SAYING.finditer(masked, max(0, before - LOOK_BACK), before))
    return found[-1].start() if found else before


PERSON = re.compile(
    r"\b(one|you|we|I|it|he|she|they)\s+(?:only\s+|also\s+|therefore\s+|now\s+|then\s+|all\s+|"
    r"yourself\s+|themselves\s+|both\s+|\w+ly\s+)*$",
    re.IGNORECASE,
)

_OBJECT = re.compile(
    # "ask [Comrade Orlov] to send", "suggest that [the envoy] call"
    rf"\s+(?:(?P<to>(?!you\b|to\b|that\b|for\b|your\b|us\b|me\b|it\b)(?:(?:the|our|all)\s+)?"
    rf"{NAME_WORDS})(?=(?:not\s+)?to\s)|(?:for\s+|that\s+)(?P<that>(?!you\b|it\b|one\b|this\b|we\b)"
    r"[^,;:.]{2,80}))"
)


def object_place(masked: str, position: int) -> Span | None:
    """The words behind a request that name who shall act; None for "you"."""
    match = _OBJECT.match(masked, position)
    if match is None:
        return None
    group = "to" if match["to"] else "that"
    return Span(match.start(group), match.end(group)).stripped(masked)


def subject_place(masked: str, before: int) -> Span | None:
    """The words of the clause before a verb, as the place to look for its subject."""
    left = words_before(masked, before)
    thats = list(_THAT.finditer(left))
    begin = thats[-1].end() if thats else 0
    for boundary in _BOUNDARY.finditer(left, begin):
        if left[boundary.end() :].strip():
            begin = boundary.end() if _has_subject(left[boundary.end() :]) else begin
    offset = max(0, before - LOOK_BACK)
    span = Span(offset + begin, before).stripped(masked)
    return span if span.start < span.end else None


def _has_subject(words: str) -> bool:
    return bool(re.search(r"\w{2,}", words)) and not re.fullmatch(
        rf"\s*(?:{any_of('adverb')}|\w+ly)\s*", words, re.IGNORECASE
    )


_RHETORIC = terms("rhetoric")


def is_rhetoric(masked: str, position: int) -> bool:
    """True when the author speaks of his own text: "it should be noted", "we must admit"."""
    words = re.match(
        r"\s*(?:also\s+|not\s+|only\s+|frankly\s+)*(?:be\s+)?(\w+(?:\s+\w+){0,2})",
        masked[position : position + 60],
    )
    return words is not None and any(
        words[1].lower() == r or words[1].lower().startswith(f"{r} ") for r in _RHETORIC
    )


def place(match: re.Match[str], group: str) -> Span:
    """The place of a named group."""
    return Span(*match.span(group))
