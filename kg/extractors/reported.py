"""Orders that the author only tells of: "he asked us to", "they warn us not to".

Who is told to act stands behind the verb, whose order it is before it. Questions ("asked
whether"), nouns ("the requests to") and the teller's own plans ("he proposed to come") are none.
"""

from __future__ import annotations

import re

from kg.extractors.cues import Cue
from kg.extractors.grammar import (
    is_subordinate,
    object_place,
    place,
    subject_place,
    words_before,
)
from kg.spans import Span

_REPORTED = {
    "request": "ask asked asks asking request requested requests requesting begged begs begging "
    "urge urged urges urging appealed entreated",
    "order": "ordered orders ordering instructed instructs instructing commanded demand demanded "
    "demands demanding directed insist insisted insists told telling obliged entrusted charged",
    "advice": "advised advises advising suggest suggested suggests suggesting propose proposed "
    "proposes proposing recommend recommended recommends recommending",
    "permission": "authorized authorised permitted allowed",
    "prohibition": "forbade forbids forbidding prohibited warned warns warn warning",
}

_PLURALS = frozenset(
    ["ask", "request", "urge", "demand", "insist", "propose", "suggest", "recommend"]
)
"""Verbs whose plural is also their bare form: "the friends ask us to"."""
_REPORTED_FORCE = {verb: force for force, verbs in _REPORTED.items() for verb in verbs.split()}

REPORTED_VERB = "|".join(_REPORTED_FORCE)

_PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+ly\s+|also\s+)?$", re.I)

_NEGATIVE_OBJECT = re.compile(r"\s+\w+\s+(?:nothing|no\s+\w+|nobody|none)\b", re.IGNORECASE)

_AN_ANSWER = re.compile(
    # "asked me if", "asked to be told whether": a question, not an order
    r"\s*(?:whether|if|what|why|when|how|who|about)\b",
    re.IGNORECASE,
)


_NOUN_BEFORE = re.compile(
    # "the requests to", "the proposed draft to": no verb
    r"\b(?:of|by|for|to|the|an?|this|these|your|his|their|our|my|at|no|in)\s+$",
    re.IGNORECASE,
)
_MAY_BE_NOUNS = _PLURALS | {"requests", "orders", "demands"}
_HAS_SUBJECT = {
    # "the friends ask us to"; "Perrin demands that", never "their demands that"
    True: re.compile(r"\b(?:they|[A-Za-z]{3,}s)\s+(?:also\s+|\w+ly\s+)?$", re.IGNORECASE),
    False: re.compile(
        r"(?<!\bthe\s)(?<!\btheir\s)\b[A-Za-z]+\s+(?:also\s+|\w+ly\s+)?$", re.IGNORECASE
    ),
}
"""Whether the verb is plural to what its subject looks like."""


def reported(masked: str, match: re.Match[str]) -> Cue | None:
    """ "he asked us to", "they warn us not to", "was ordered to"."""
    left = words_before(masked, match.start("reported"))
    verb = match["rep_verb"].lower()
    if is_subordinate(left) or not _is_verb(left, verb) or not _tells_to_act(masked, match):
        return None
    passive = bool(_PASSIVE_BEFORE.search(left))
    subject = subject_place(masked, match.start("reported"))
    return Cue(
        "reported",
        _force(masked, match),
        Span(match.start("reported"), match.end("rep_verb")),
        subject if passive else _rep_object(masked, match),
        None if passive else subject,
        True,
        0.5 if passive else 0.7,
    )


def _is_verb(left: str, verb: str) -> bool:
    """False for a noun ("their orders to"), an adjective ("the proposed"), a negation."""
    if _NOUN_BEFORE.search(left) and not verb.endswith("ing"):
        return False
    if verb.endswith("ing") and re.search(r"\b(?:those|anyone|persons|people|all)\s+$", left, re.I):
        return False  # "those requesting assistance"
    if re.search(r"\b(?:not|never)\s+$", left, re.IGNORECASE):
        return False
    return verb not in _MAY_BE_NOUNS or bool(_HAS_SUBJECT[verb in _PLURALS].search(left))


def _tells_to_act(masked: str, match: re.Match[str]) -> bool:
    """False for questions, for what is only told, and for the teller's own plans."""
    verb, target = match["rep_verb"].lower(), match["rep_object"]
    if _AN_ANSWER.match(target) or _AN_ANSWER.match(masked, match.end()):
        return False
    if verb.startswith(("told", "telling", "warn")) and target.lower() == "that":
        return False
    if verb.startswith("propose") and re.match(r"(?:not\s+)?to\b", target):
        return False  # "he proposed to come": his own plan
    if verb in {"told", "telling", "ordered", "orders"} and not re.search(r"\bto$", target):
        return False
    return _is_object(target)


def _force(masked: str, match: re.Match[str]) -> str:
    """The force of the verb, turned by "not to", "against" and a negative object."""
    force, target = _REPORTED_FORCE[match["rep_verb"].lower()], match["rep_object"]
    negative = re.search(r"\b(?:not|never)\s+to$|\bagainst$", target)
    if negative or _NEGATIVE_OBJECT.match(masked, match.end()):
        return force if force in {"advice", "permission"} else "prohibition"
    warned = match["rep_verb"].lower().startswith("warn")
    return "advice" if warned else force


def _is_object(target: str) -> bool:
    """True for a pronoun, "that", "to", or words that open like a name or a noun."""
    first = target.split(" ", 1)[0]
    return first[:1].isupper() or first.lower() in {
        "us", "me", "him", "her", "them", "you", "that", "to", "not", "never", "for", "the", "our",
        "my", "their", "his", "all", "permission", "agreement", "consent", "help", "assistance",
        "advice", "instructions", "cde.", "com.", "comrade",
    }  # fmt: skip


def _rep_object(masked: str, match: re.Match[str]) -> Span | None:
    target = match["rep_object"]
    words = re.match(
        r"(.*?)\s*(?:(?:not|never)\s+)?(?:to|against|that)$", target, re.IGNORECASE | re.S
    )
    start = match.start("rep_object")
    if words is None or not words[1]:
        if target.lower() == "that":
            return object_place(masked, start - 1)
        return None
    return Span(start, start + len(words[1])).stripped(masked)


def wants(masked: str, match: re.Match[str]) -> Cue | None:
    """ "he wants us to"."""
    left = words_before(masked, match.start("wants"))
    if is_subordinate(left) or re.search(r"\b(?:I|we)\s+$", left):
        return None
    start = match.start("wants")
    target = re.search(r"\b(us|me|you|him|them)\b", match["wants"], re.IGNORECASE)
    doer = Span(start + target.start(), start + target.end()) if target else None
    return Cue(
        "reported", "request", place(match, "wants"), doer, subject_place(masked, start), True, 0.6
    )


def gave(masked: str, match: re.Match[str]) -> Cue | None:
    """ "I gave an order to the General Staff to draw up a plan"."""
    left, start = words_before(masked, match.start()), match.start("gave")
    if is_subordinate(left) or re.search(r"\b(?:not|never|no)\s+$", left, re.IGNORECASE):
        return None
    words = re.match(r"\w+\s+(?:an?\s+|the\s+|my\s+)?\w+", match["gave"])
    span = Span(start, start + words.end()) if words else place(match, "gave")
    doer = place(match, "gave_to").stripped(masked) if match["gave_to"] else None
    return Cue("reported", "order", span, doer, subject_place(masked, start), True, 0.6)


def hopes(masked: str, match: re.Match[str]) -> Cue | None:
    """ "comrade Mao would like to have clarifications"."""
    left, start = words_before(masked, match.start()), match.start()
    if is_subordinate(left) or re.search(r"\b(?:I|we|you)\s+$", left):
        return None
    return Cue(
        "reported", "request", place(match, "hopes"), None, subject_place(masked, start), True, 0.6
    )


_THOSE = re.compile(
    # "those requesting assistance": who they are, not what is asked
    r"(?!.*\b(?:is|are|was|were|and|am)\s+$).*[^\W\d_]{3,}\s+$",
    re.IGNORECASE | re.DOTALL,
)


def awaited(masked: str, match: re.Match[str]) -> Cue | None:
    """ "we await your instructions"; "they are requesting an answer" is told of others."""
    left, start = words_before(masked, match.start()), match.start()
    if is_subordinate(left):
        return None
    span = place(match, "await")
    if match["await"].lower().startswith("requesting") and _THOSE.search(left):
        return None
    if re.search(r"\b(?:is|are|was|were)\s+$", left):  # "The Chinese comrades are requesting an"
        verb = start + (len(left) - len(re.sub(r"\w+\s+$", "", left))) * -1
        return Cue("reported", "request", span, None, subject_place(masked, verb), True, 0.6)
    return Cue("request", "request", span, confidence=0.8)
