"""Orders that begin with their verb: "Confirm receipt", "Immediately visit X", "Do not sign".

What may stand before the verb: adverbs, "please", an address ("To Sparrow:"), a vocative, a
condition or another phrase that a comma closes. A verb that is also a noun ("Report", "Answer")
needs a word behind it that no noun has there. Courtesies ("Accept our congratulations") and
pointers ("See our No. 5") order nothing.
"""

from __future__ import annotations

import re

from kg.extractors.cues import Cue
from kg.extractors.language import any_of, terms
from kg.spans import Span

_ADVERB = any_of("adverb")
IMPERATIVES = terms("imperative") | terms("noun too")
"""Every verb that can open an order."""

_NOUNS_TOO = terms("noun too")

NO_ORDERS = terms("no order")

_ADDRESS = re.compile(
    # "To Sparrow: Wire ..." (fixture F10), "for Cde. VOSS: show ..." (fixture F2)
    r"(?:for|to)\s+((?:(?:cde|com|comr|cmrd|amb|gen)\.\s+|comrade\s+)?[A-Z][\w.'-]*"
    r"(?:\s+[A-Z][\w.'-]*){0,3})\s*:\s+",
    re.IGNORECASE,
)

_VOCATIVE = re.compile(
    r"(?:Dear\s+)?(?:Comrade|Cde\.|Com\.)\s+[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*[,!]\s+"
)

_BEFORE_VERB = re.compile(
    rf"(?:{_ADVERB})\b,?\s+|(?:please|kindly)\s+|\d{{1,3}}[.)]\s+", re.IGNORECASE
)

_BEFORE_COMMA = re.compile(
    # "If X raises it, answer", "In this connection, inform", "When he comes, tell"
    r"(?:if|should|in|on|at|for|with|after|before|when|once|as|upon|during|until|unless|by|from|"
    r"under|to|having|taking|considering|regarding|concerning|through|without|while|since|"
    r"depending|proceeding|together|using|where)\b[^.;:]{2,240}?,\s+(?:then\s+)?"
    rf"(?=(?:(?:{_ADVERB}),?\s+)?(?:please\s+|kindly\s+)?(?:do\s+not\s+|don't\s+|never\s+)?([a-z]+)\b)",
    re.IGNORECASE,
)

_NEGATIVE = re.compile(
    r"(?:do\s+not|don't|never|not\s+to)\s+(?:\w+ly\s+)?([a-z]+)\b", re.IGNORECASE
)

_UNDER_NO = re.compile(
    r"(?:under\s+no\s+circumstances|in\s+no\s+case|by\s+no\s+means|on\s+no\s+account),?\s+"
    r"(?:should|must|may|are|is|allow|do|permit|give|let|sign|accept|agree)\b",
    re.IGNORECASE,
)

_VERB = re.compile(r"[A-Za-z]+(?=[\s\[,.;:!-]|$)")

_NOT_AFTER_NOUN = re.compile(
    r"(?:\s*-)?\s+(?:the|an?|this|these|those|that|what|whether|who|how|why|when|where|us|me|him|"
    r"her|them|it|all|any|your|his|their|its|our|my|no|every|each|both|immediately|at\s+once|as\s+soon|"
    r"urgently|only|also|by\s+(?:wire|telegraph|cable|radio)|to\s+(?:us|me|him|them)|[A-Z]\w+|"
    r"\d+|on\s+(?:the|this|your|his|all)|about|without\s+delay|more|fewer|less|receipt)\b"
)

_FINITE = re.compile(
    # "Answer the Americans gave was": after a noun there is a verb of the sentence.
    r"\b(?:is|are|was|were|has|have|had|will|would|does|did|came|come|comes|went|arrived|contains?|"
    r"shows?|states?|says?|received)\b",
)

_PERFECT = re.compile(
    # "Have discussed it with Perrin": the author has, no order
    rf"\s+(?:just\s+|already\s+|also\s+|not\s+)?(?:\w+ed|{any_of('participle')})\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    # "See our No. 5": a reference, nothing to do; "Thank you", "Accept our congratulations".
    r"(?:see|cf|compare)\b(?!\s+(?:to\s+it|him|her|them|that|KIM))|"
    r"(?:let|allow|permit)\s+(?:me|us)\b(?!\s+(?:know|have|hear|see))|"
    r"(?:end|begin)\s+(?:fyi|quote|text|message|summary|of)\b|"
    r"be\s+(?:assured|it)\b|say\s+nothing\s+of\b|take\s+the\s+case\b|suffice\b",
    re.IGNORECASE,
)


def imperative(masked: str) -> Cue | None:
    """The cue of a sentence that begins with its order, else None."""
    start, addressed = _behind_openings(masked)
    if _UNDER_NO.match(masked, start):
        end = _UNDER_NO.match(masked, start)
        return Cue(
            "prohibition", "prohibition", Span(start, end.end() if end else start), addressed
        )
    negative = _NEGATIVE.match(masked, start)
    if negative is not None and negative[1].lower() in IMPERATIVES:
        force = "order" if negative[1].lower() == "fail" else "prohibition"
        return Cue("prohibition", force, Span(*negative.span()), addressed, confidence=0.95)
    verb = _VERB.match(masked, start)
    if verb is None or _POINTING.match(masked, start) or not _is_order(masked, verb):
        return None
    polite = re.search(r"(?i)\b(please|kindly)\s+(?:\w+\s+)?$", masked[:start])
    begin = polite.start() if polite else start
    force = "request" if polite else "order"
    if verb[0].lower() == "let" and masked[verb.end() :].lstrip()[:2].lower() in {"us", "me"}:
        force = "request"
    return Cue("imperative", force, Span(begin, verb.end()), addressed, confidence=0.95)


def _behind_openings(masked: str) -> tuple[int, Span | None]:
    """Where the first verb may stand, and who is called at the head of the sentence."""
    position, addressed = len(masked) - len(masked.lstrip()), None
    for _ in range(6):
        match = _ADDRESS.match(masked, position)
        if match is not None and addressed is None and match[1][0].isupper():
            addressed = Span(*match.span(1))
        elif match is not None:
            match = None
        match = match or _VOCATIVE.match(masked, position) or _BEFORE_VERB.match(masked, position)
        if match is None and (match := _BEFORE_COMMA.match(masked, position)):
            word = match[1].lower()
            if word not in IMPERATIVES and word not in {"please", "kindly", "do"}:
                match = None
        if match is None:
            break
        position = match.end()
    return position, addressed


def _is_order(masked: str, verb: re.Match[str]) -> bool:
    word = verb[0].lower()
    if word in NO_ORDERS or (verb[0].isupper() and len(verb[0]) > 1):
        return False
    if word in _NOUNS_TOO:
        follows = _NOT_AFTER_NOUN.match(masked, verb.end())
        return follows is not None and not _reads_as_noun(masked, verb.end())
    if word not in IMPERATIVES or (word == "have" and _PERFECT.match(masked, verb.end())):
        return False
    return not re.match(
        r"\s*(?:of|is|are|was|were|by\s+the)\b", masked[verb.end() : verb.end() + 12]
    )


def _reads_as_noun(masked: str, position: int) -> bool:
    """True for a headless noun: "Report on the talks has come", with a verb before a comma."""
    clause = re.match(r"[^,;:.]{0,120}", masked[position:])
    found = _FINITE.search(clause[0]) if clause else None
    return found is not None and not re.search(
        r"(?i)\b(?:that|what|whether|who|which|how|why|when|if|as|where|and|because)\b",
        masked[position : position + found.start()],
    )
