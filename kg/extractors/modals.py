"""Orders by a modal verb: "one should", "it must", "has to", "needs to".

Most sentences with "must" or "should" order nothing. Refused, each with its reason beside it:
guesses ("must be running by now"), blame ("should have been told"), what the enemy must,
rhetoric ("it should be noted"), subordinate and relative clauses ("how one should act"), what a
statement governs ("the fact that one should"), what somebody says he must do himself.
"""

from __future__ import annotations

import re

from kg.extractors.cues import Cue
from kg.extractors.grammar import (
    PERSON,
    governed,
    is_relative,
    is_rhetoric,
    is_subordinate,
    subject_place,
    verb_of_saying,
    words_before,
)
from kg.extractors.language import any_of
from kg.spans import Span

MODAL = (
    r"should|must|shall|ought\s+to|(?:has|have)\s+to|(?:had|would)\s+better|would\s+do\s+well\s+to|"
    r"needs?(?:,[^,;]{1,40},)?\s+to|(?:is|are)\s+(?:obliged|required)\s+to"
)

_GUESS = re.compile(
    # "must be running", "must have gone", "should have been done", "must be tired"
    rf"\s+(?:not\s+|also\s+|\w+ly\s+)*(?:have\s+(?:\w+ly\s+|already\s+|long\s+)?(?:\w+ed|{any_of('participle')})\b|"
    rf"be\s+(?:\w+ly\s+)?\w+ing\b|be\s+(?:\w+ly\s+)?(?:{any_of('state')})\b|already\b|now\s+be\b)",
    re.IGNORECASE,
)

_BY_NOW = re.compile(r"\bby\s+now\b|\bno\s+doubt\b|\bprobably\b|\bapparently\b|\bevidently\b", re.I)

_ENEMY = re.compile(
    r"\b(?:enem(?:y|ies)|adversar(?:y|ies)|opponents?|aggressors?|imperialists?|interventionists?|"
    r"invaders?|occupiers?)\s+(?:\w+ly\s+|also\s+|now\s+)?$",
    re.IGNORECASE,
)


def modal(masked: str, match: re.Match[str]) -> Cue | None:
    """The cue of a modal verb, None where it only guesses, blames or tells."""
    left, start, end = words_before(masked, match.start()), match.start(), match.end()
    verb = " ".join(match["modal"].lower().split())
    if not left.strip() or is_subordinate(left) or _not_needed(left, verb):
        return None
    after = masked[end : end + 80]
    if _GUESS.match(after) or _BY_NOW.search(masked, max(0, start - 100), end + 100):
        return None
    person = PERSON.search(left)
    who = person[1].lower() if person else ""
    if _ENEMY.search(left) or (
        who not in {"you", "he", "she", "they"} and is_rhetoric(masked, end)
    ):
        return None
    if re.search(r"\bthere\s+$", left, re.IGNORECASE) and re.match(r"\s+be\s+no\b", after):
        return None  # "there should be no difficulty": expected
    if who == "i" or (who == "we" and verb == "shall") or is_relative(left):
        return None
    if verb == "shall" and re.match(r"\s+(?:receive|get|have|be\s+able|see)\b", after):
        return None
    return _modal_cue(masked, match, left, who)


def _not_needed(left: str, verb: str) -> bool:
    """True for "the need to", "will have to" of others, "do not have to", "had to"."""
    if verb.startswith(("need", "has", "have")) and re.search(
        r"\b(?:the|a|no|any|this|of|in|will|would|may|might|not|n't|could|to|do|did|does|little|only)\s+$",
        left,
        re.IGNORECASE,
    ):
        return True
    return verb == "must" and bool(re.search(r"\b(?:a|the)\s+$", left, re.IGNORECASE))


def _modal_cue(masked: str, match: re.Match[str], left: str, who: str) -> Cue | None:
    end = match.end()
    governor = governed(left)
    if governor == "statement":
        return None
    negative = bool(re.match(r"\s+(?:\w+ly\s+)?(?:not|never|in\s+no\s+(?:case|way)|under\s+no)\b",
                             masked[end : end + 40], re.IGNORECASE))  # fmt: skip
    if negative and re.match(r"\s+not\s+(?:fail|forget)\b", masked[end : end + 20]):
        negative = False
    verb = match["modal"].lower()
    advice = who == "we" or verb.startswith(("ought", "had", "would")) or governor == "opinion"
    force = "advice" if advice else "prohibition" if negative else "order"
    doer = None if who in {"one", "you", "we"} else subject_place(masked, match.start())
    span = Span(match.start(), end)
    if governor == "saying" and who in {"he", "she", "they"}:
        return None  # "he said that he must leave": of himself
    if governor == "saying":
        said = subject_place(masked, verb_of_saying(masked, match.start()))
        return Cue("reported", force, span, doer, said, True, 0.5)
    if governor == "opinion":
        return Cue("proposal", force, span, doer, confidence=0.8)
    families = {"prohibition": "prohibition"}
    must_we = who == "we" and not verb.startswith("should")
    return Cue(
        families.get(force, "necessity"), force, span, doer, confidence=0.6 if must_we else 0.9
    )
