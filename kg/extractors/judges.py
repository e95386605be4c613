"""Judges of the cues of request, proposal, permission, prohibition and necessity.

Each judge hears one match of the pattern in `kg.extractors.orders` and gives the cue, or None
when the words do not order here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extractors.cues import Cue
from kg.extractors.grammar import (
    governed,
    is_relative,
    is_rhetoric,
    is_subordinate,
    object_place,
    place,
    subject_place,
    verb_of_saying,
    words_before,
)
from kg.extractors.imperatives import IMPERATIVES, NO_ORDERS
from kg.extractors.language import terms
from kg.spans import Span

LY = r"(?:(?:also|again|therefore|only|hereby|now|still|always|once more|just|never|\w+ly)\s+)"

DEEM = r"(?:consider|believe|think|deem|find|regard|feel)"

FIT = (
    r"(?:necessary|advisable|expedient|appropriate|desirable|possible|proper|useful|essential|"
    r"important|imperative|urgent|timely|better|best|worthwhile|reasonable|inadvisable|"
    r"inexpedient|undesirable|premature|indispensable|obligatory|wise|sensible)"
)

_OWN_FORCE = {
    "request": "ask request beg urge entreat implore appeal pray want wish need",
    "order": "require instruct order command direct demand insist charge oblige entrust",
    "advice": "advise recommend suggest propose counsel",
    "permission": "authorize authorise permit allow empower",
    "prohibition": "forbid prohibit",
}

_FORCE_OF = {verb: force for force, verbs in _OWN_FORCE.items() for verb in verbs.split()}

OWN_VERB = "|".join(v for v in _FORCE_OF if v not in {"want", "wish", "need"})


def own(masked: str, match: re.Match[str]) -> Cue | None:
    """ "we ask you to", "I propose that"."""
    verb = match["own_verb"].lower()
    after = masked[match.end("own") :]
    if verb == "asking" and not re.match(r"\s+(?:you|that|for|to)\b", after):
        return None
    if verb in {"order", "demand", "charge", "direct", "command", "need"} and not re.match(
        r"\s+(?:you|that|the|all|him|them|[A-Z])", after
    ):
        return None
    if re.match(r"\s+(?:myself|ourselves)\b", after) or is_subordinate(
        words_before(masked, match.start())
    ):
        return None
    force = _FORCE_OF.get(verb, "request")
    doer = object_place(masked, match.end("own"))
    if re.match(r"\s+(?:you\s+|[^,;:.]{1,60}\s+)?not\s+to\b", after) and force == "order":
        force = "prohibition"
    family = {"advice": "proposal", "permission": "permission", "prohibition": "prohibition"}
    confidence = 0.95 if force in {"request", "order"} else 0.8
    return Cue(
        family.get(force, "request"), force, place(match, "own"), doer, confidence=confidence
    )


def want(masked: str, match: re.Match[str]) -> Cue | None:
    """ "we want you to", "we would like to receive"."""
    words = match["want"].lower()
    if not re.search(r"\byou\b|\b(?:receive|have|get|obtain|know|hear)$", words):
        return None
    if is_subordinate(words_before(masked, match.start())):
        return None
    confidence = 0.9 if " you " in words else 0.7
    return Cue("request", "request", place(match, "want"), confidence=confidence)


def simple(family: str, force: str, group: str, confidence: float) -> Callable[..., Cue | None]:
    """A judge for words that order wherever they stand in a main clause."""

    def judge(masked: str, match: re.Match[str]) -> Cue | None:
        if is_subordinate(words_before(masked, match.start())):
            return None
        return Cue(family, force, place(match, group), confidence=confidence)

    return judge


def please(masked: str, match: re.Match[str]) -> Cue | None:
    """ "please inform"; courtesies ("please accept") order nothing."""
    word = match["pleased"].lower()
    if re.search(r"\b(?:you|so|very|most|he|she|they|who|has|have)\s+$", masked[: match.start()]):
        return None  # "the help you so kindly offer"
    if word in NO_ORDERS and not re.match(r"\s+out\b", masked[match.end() :]):
        return None
    if word in {"do", "don"} and re.match(r"\s+not\b", masked[match.end() :]):
        return Cue("prohibition", "prohibition", place(match, "please"), confidence=0.95)
    return Cue("request", "request", place(match, "please"), confidence=0.95)


def passive(masked: str, match: re.Match[str]) -> Cue | None:
    """ "you are requested to", "it is not permitted to"."""
    done = match["done"].lower()
    if is_subordinate(words_before(masked, match.start())):
        return None
    force = {
        "requested": "request", "asked": "request", "urged": "request", "advised": "advice",
        "suggested": "advice", "proposed": "advice", "recommended": "advice",
        "authorized": "permission", "authorised": "permission", "permitted": "permission",
        "allowed": "permission", "forbidden": "prohibition", "prohibited": "prohibition",
    }.get(done, "order")  # fmt: skip
    if match["no1"] and force not in {"permission"}:
        return None
    if match["no1"] or match["no2"]:
        force = "prohibition"
    families = {"permission": "permission", "prohibition": "prohibition", "advice": "proposal"}
    return Cue(families.get(force, "request"), force, place(match, "passive"), confidence=0.9)


def permit(masked: str, match: re.Match[str]) -> Cue | None:
    """ "Permit me to suggest that the envoy call"."""
    doer = object_place(masked, match.end("permit"))
    return Cue("proposal", "advice", place(match, "permit"), doer, confidence=0.9)


def deem(masked: str, match: re.Match[str]) -> Cue | None:
    """ "we consider it necessary that you"."""
    left = words_before(masked, match.start())
    if is_subordinate(left) or is_rhetoric(masked, match.end("deem")):
        return None
    doer = (
        object_place(masked, match.start("to1") - 1)
        if match["to1"].lower() in {"that", "for"}
        else None
    )
    to_you = re.match(r"\s+you\b", masked[match.end("deem") :])
    if match["fit1"].lower() == "necessary" and (to_you or doer):
        return Cue("necessity", "order", place(match, "deem"), doer, confidence=0.9)
    return Cue("proposal", "advice", place(match, "deem"), doer, confidence=0.8)


def fitting(masked: str, match: re.Match[str]) -> Cue | None:
    """ "it is necessary to", "it would be best to"."""
    left = words_before(masked, match.start())
    if is_subordinate(left) or is_rhetoric(masked, match.end("fitting")):
        return None
    if match["fit2"].lower() == "possible" or governed(left) == "statement":
        return None
    doer = (
        object_place(masked, match.start("to2") - 1)
        if match["to2"].lower() in {"that", "for"}
        else None
    )
    if match["be"].lower().startswith("will") and match["fit2"].lower() != "necessary":
        return None  # "it will be useful to them": a forecast
    bound = match["be"].lower() in {"is", "will be"} and match["fit2"].lower() in {
        "necessary", "essential", "imperative", "indispensable", "obligatory", "urgent",
    }  # fmt: skip
    if governed(left) == "saying":
        said = subject_place(masked, verb_of_saying(masked, match.start()))
        force = "order" if bound else "advice"
        return Cue("reported", force, place(match, "fitting"), doer, said, True, 0.6)
    if bound:
        return Cue("necessity", "order", place(match, "fitting"), doer)
    return Cue("proposal", "advice", place(match, "fitting"), doer, confidence=0.8)


_MAY_BE = terms("no permission")


def may(masked: str, match: re.Match[str]) -> Cue | None:
    """ "you may offer the ferry"; what one may know or be is no permission."""
    verb, action = match["may_verb"].lower(), match["may_do"].lower()
    if action in _MAY_BE or is_subordinate(words_before(masked, match.start())):
        return None
    if verb in {"could", "might"}:
        return Cue("proposal", "advice", place(match, "may"), confidence=0.5)
    end = match.start("may_not") - 1 if match["may_not"] else match.start("may_do") - 1
    words = Span(match.start("may"), match.end("may_not") - 1 if match["may_not"] else end)
    if match["may_not"]:
        if verb == "can":
            return None
        return Cue("prohibition", "prohibition", words.stripped(masked))
    confidence = 0.9 if verb == "may" else 0.6
    return Cue("permission", "permission", words.stripped(masked), confidence=confidence)


def they_may(masked: str, match: re.Match[str]) -> Cue | None:
    """ "he may inform Ilk, but not the others"."""
    if is_subordinate(words_before(masked, match.start())):
        return None
    words = match["theymay"]
    at = match.start("theymay") + re.search(r"\bmay\b", words, re.IGNORECASE).start()  # type: ignore[union-attr]
    doer = Span(match.start("theymay"), at).stripped(masked)
    return Cue("permission", "permission", Span(at, at + 3), doer, confidence=0.6)


def forbidden(masked: str, match: re.Match[str]) -> Cue | None:
    """ "is forbidden", "is not allowed"."""
    if is_subordinate(words_before(masked, match.start())):
        return None
    return Cue("prohibition", "prohibition", place(match, "forbidden"), confidence=0.8)


def dont(masked: str, match: re.Match[str]) -> Cue | None:
    """ "..., and do not sign anything"."""
    if match["dont_verb"].lower() not in IMPERATIVES:
        return None
    if (
        masked[match.end("dont") :].lstrip()[:3] in {"the", "any"}
        or " not " in match["dont"].lower()
    ):
        return Cue("prohibition", "prohibition", place(match, "dont"), confidence=0.8)
    return None


def youare(masked: str, match: re.Match[str]) -> Cue | None:
    """ "you are to visit", "you will have to"."""
    if is_subordinate(words_before(masked, match.start())) or is_rhetoric(
        masked, match.end("youare")
    ):
        return None
    if re.match(
        r"\s+(?:blame|be\s+(?:congratulated|blamed|praised|found))\b", masked[match.end() :]
    ):
        return None
    force = "prohibition" if " not " in match["youare"].lower() else "order"
    return Cue("necessity", force, place(match, "youare"))


_PLANNED = re.compile(
    # "is to be signed tomorrow", "it is to be hoped"
    r"\b(?:tomorrow|today|expected|next|on\s+\w+\s+\d|in\s+the\s+(?:autumn|spring|summer|winter)|"
    r"found|seen|feared|hoped|regretted|considered|by\s+the\s+enemy)\b",
    re.IGNORECASE,
)


def tobe(masked: str, match: re.Match[str]) -> Cue | None:
    """ "the mine fields are to be marked"; what is to be tomorrow is a plan."""
    left, end = words_before(masked, match.start()), match.end()
    plan = _PLANNED.search(masked, match.start(), end + 60)
    if is_subordinate(left) or is_relative(left) or plan or governed(left) == "statement":
        return None
    if re.search(
        r"\b(?:aim|goal|purpose|task|question|point|plan|intention|it|there)\s+$", left, re.I
    ):
        return None
    force = "prohibition" if match["tobe_not"] else "order"
    return Cue("necessity", force, place(match, "tobe"), confidence=0.6)
