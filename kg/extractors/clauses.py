"""Parts of a sentence that bound an order: condition, deadline, proviso, and what is told.

Input is a sentence as its grammar is read (`kg.extractors.grammar.through_brackets`); each answer
is a place in it, or None.
"""

from __future__ import annotations

import re

from kg.cleaning import plain
from kg.dates import MONTHS
from kg.extractors.language import terms
from kg.spans import Span

_MONTH = rf"(?:{'|'.join(sorted((m.title() for m in MONTHS), key=len, reverse=True))})\b\.?"
_DAY = (
    rf"(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}}\b)?"
    rf"|{_MONTH}\s+\d{{1,2}}\b(?:,?\s+\d{{4}}\b)?|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?"
    rf"|(?:the\s+(?:beginning|middle|end)\s+of\s+)?{_MONTH}"
    r"|(?:next\s+)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"|tomorrow|tonight|noon|midnight|(?:the\s+)?end\s+of\s+(?:the|this|next)\s+(?:day|week|month|year)"
    r"|(?:next|this)\s+(?:week|month|year)|the\s+(?:morning|evening)|\d{1,2}(?::\d\d)?\s?(?:hours|a\.?m\.?|p\.?m\.?))"
)
_SHORT = r"(?:shortest|nearest|earliest|quickest|near|very\s+near)"
_SPAN = (
    r"(?:(?:the\s+next|a\s+few|two|three|four|five|six|seven|ten|several|\d+|one|an?)\s+"
    r"(?:or\s+\w+\s+)?(?:hours?|days?|weeks?|months?))"
)
_DEADLINE = re.compile(
    "|".join(
        (
            # "by May 3", "before Friday", "not later than the 10th" (fixtures F3, F12)
            rf"\b(?:(?:not|no)\s+later\s+than|by|before|prior\s+to)\s+{_DAY}",
            # "in the shortest possible time", "in the shortest period of time" (telegram 75352)
            rf"\b(?:in|within|at)\s+(?:the\s+)?{_SHORT}(?:\s+possible)?\s+(?:time|period(?:\s+of\s+time)?|"
            r"days?|future|opportunity|moment|date)\b",
            # "in a few days", "within two weeks"
            rf"\b(?:in|within)\s+{_SPAN}",
            # "without delay", "in a hurry", "at once"
            r"\bwithout\s+(?:any\s+|further\s+|the\s+slightest\s+)?delay\b|\bin\s+a\s+hurry\b|\bat\s+once\b|"
            r"\bimmediately\b|\burgently\b|\bpromptly\b|\bas\s+(?:soon|quickly|fast)\s+as\s+possible\b|"
            r"\bforthwith\b|\btoday\b|\bthis\s+very\s+day\b|\bby\s+return\b|\bin\s+good\s+time\b",
        )
    ),
    re.IGNORECASE,
)
_NOT_IMMEDIATELY = re.compile(
    r"\s+(?:after|before|upon|following|when|on\s+receipt)\b", re.IGNORECASE
)
_REASON = re.compile(
    r",\s+(?:for(?!\s+(?:our|my|your|his|their)\s+part|\s+example)|because|since|as)\s+",
    re.IGNORECASE,
)


def deadline(masked: str) -> Span | None:
    """The first words that say by when; a reason given after it ("for the enemy ...") is not asked.

    >>> words = "The barges have to be unloaded by May 3, for ice will come in a few days."
    >>> deadline(words).of(words)
    'by May 3'
    """
    reason = _REASON.search(masked)
    match = _DEADLINE.search(masked, 0, reason.start() if reason else len(masked))
    if match is None:
        return None
    span = Span(*match.span())
    after = re.match(
        r"\s+(?:after|upon|on)\s+[^,.;]{2,60}", masked[span.end : span.end + 80], re.IGNORECASE
    )
    if after is not None and span.of(masked).lower() == "immediately":
        return Span(span.start, span.end + after.end()).stripped(masked)
    return _without_stop(masked, span)


def _without_stop(masked: str, span: Span) -> Span:
    """The span without the full stop of its sentence; that of "Oct." stays."""
    words = span.of(masked)
    month = re.search(r"([A-Za-z]+)\.$", words)
    if month is not None and month[1].lower() in terms("abbreviation"):
        return span
    return span.stripped(masked, " .")


_CONDITION_WORD = (
    r"(?:if|in\s+case|in\s+the\s+event|should\s+(?=[A-Z]|he|she|they|the|this|it|any)|provided(?:\s+that)?|"
    r"on\s+condition\s+that|unless|when\s+asked|if\s+asked|only\s+if|as\s+long\s+as|assuming)"
)
_CONDITION = re.compile(
    rf"(?P<open>^|[,;:.]\s+|\s-\s|\b)(?P<word>{_CONDITION_WORD})\b", re.IGNORECASE
)
_WHETHER = re.compile(
    # "Please say if this suits you": a question, no condition (fixture F11)
    r"\b(?:say|ask|asked|know|tell|inform|report|see|find\s+out|telegraph|wire|clarify|learn|check|"
    r"ascertain|consider|decide|state|advise|verify|doubt|grateful|appreciate(?:\s+it)?|glad|obliged|"
    r"best|better|as)(?:\s+(?:us|me|him|her|them))?(?:\s+immediately|\s+urgently)?\s+$",
    re.IGNORECASE,
)
_CONDITION_END = re.compile(
    r",\s+(?!and\s+(?:if|when)\b|or\s+(?:if|when)\b)|;|\s-\s|[.!]?\s*$|\s+but\s+|\s+then\s+|\s+(?=you\s+(?:may|should|must|can|are|have)\b)"
)


def condition(masked: str) -> Span | None:
    """The words of the condition, without the comma behind it.

    >>> words = "If Minister Ruel asks about salt, you should say that our ships are busy."
    >>> condition(words).of(words)
    'If Minister Ruel asks about salt'
    >>> condition("Please say if this suits you.") is None
    True
    """
    for match in _CONDITION.finditer(masked):
        start = match.start("word")
        if _WHETHER.search(masked[max(0, start - 60) : start]):
            continue
        if match["word"].lower().startswith("should") and match["open"] == "" and start > 0:
            continue
        end = _CONDITION_END.search(masked, match.end())
        span = Span(start, end.start() if end else len(masked)).stripped(masked, " .,")
        span = _before_main_clause(masked, span)
        return span if " " in span.of(masked) else None
    return None


_MAIN_CLAUSE = re.compile(
    # "in case of refusal | the decision on the loan should be postponed", without a comma
    r"(?<!\bof)(?<!\bby)(?<!\bin)(?<!\bon)(?<!\bto)(?<!\bfor)(?<!\bfrom)(?<!\bwith)\s+(?=(?:the|this|that|our|your|a)\s+"
    r"(?:\w+\s+){1,6}?(?:should|must|may|will|has\s+to|have\s+to)\b)",
    re.IGNORECASE,
)


def _before_main_clause(masked: str, span: Span) -> Span:
    words = span.of(masked)
    if not re.match(r"in\s+case\s+of\b", words, re.IGNORECASE):
        return span
    main = _MAIN_CLAUSE.search(words)
    return Span(span.start, span.start + main.start()) if main else span


_BUT = re.compile(
    r"(?:,\s+|;\s+|\s-\s|\s+)(?P<proviso>(?:but|yet|however)\s+(?:never|not|without|in\s+no\s+case|"
    r"only|under\s+no|do\s+not|no\b|you\s+(?:should|must|may)\s+not|"
    r"must\s+not|should\s+not)\b[^.;]*)|(?:,\s+)(?P<alone>(?:without|never|provided|on\s+condition)\b[^.;]*)",
    re.IGNORECASE,
)


def proviso(masked: str, force: str) -> Span | None:
    """The bound set to a permission (or order): "but never in writing" (fixture F3).

    >>> words = "You may offer the ferry if asked, but never in writing."
    >>> proviso(words, "permission").of(words)
    'but never in writing'
    """
    match = _BUT.search(masked)
    if match is None:
        return None
    if match["proviso"] is not None:
        return Span(*match.span("proviso")).stripped(masked, " .,")
    if force != "permission":
        return None
    return Span(*match.span("alone")).stripped(masked, " .,")


_TOLD = re.compile(
    r"\b(?:tell|inform|notify|advise|remind|convey|transmit|say|reply|explain|declare|report|"
    r"communicate|answer|state|assure|know)\b[^,;:]{0,140}?\bthat\s+(?=\S)",
    re.IGNORECASE,
)


def told(words: str) -> Span | None:
    """The clause that somebody is to be told: behind "tell X that".

    >>> words = "Tell the mayor that he must close the bridge."
    >>> told(words).of(words)
    'he must close the bridge.'
    """
    match = _TOLD.search(words)
    return Span(match.end(), len(words)).stripped(words) if match else None


def words_at(words: str, span: Span | None) -> str | None:
    """The words at a place on one line, None for no place."""
    return plain(span.of(words)) if span is not None else None
