"""Whether and how one sentence orders something, by the families of published telegrams.

`read` looks at one sentence and nothing else: imperative ("Confirm receipt"), necessity ("one
should", "has to"), request ("we ask you to"), proposal ("it would be best to"), permission
("you may"), prohibition ("do not"), and reported ("he asked us to"). It gives the first cue
that stands, with the place of the words that name the doer; who that is, the sentence alone
cannot say (`kg.extractors.directives`).

One pattern finds what can be a cue; a judge for each kind decides whether it is one here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.extractors import judges, modals, reported
from kg.extractors.cues import Cue
from kg.extractors.grammar import LOOK_BACK, NAME_WORDS, holds_any, through_brackets
from kg.extractors.imperatives import imperative

_CUES = re.compile(
    "|".join(
        (
            # "we ask you to", "I request", "the Embassy requests that" (reports to a superior)
            rf"(?P<own>\b(?P<speaker>we|I)\s+{judges.LY}*(?:would\s+(?:like\s+to\s+)?|must\s+|wish\s+to\s+|"
            rf"am\s+|are\s+)?{judges.LY}*(?P<own_verb>{judges.OWN_VERB}|asking|requesting)\b)",
            # "we want you to", "we would like to receive"
            r"(?P<want>\b(?:we|I)\s+(?:would\s+like|want|wish|should\s+like)\s+(?:you\s+)?to\b"
            r"(?:\s+(?:receive|have|get|obtain|know|hear)\b)?)",
            # "I would be grateful if you", "we should appreciate it if"
            r"(?P<grateful>\b(?:we|I)\s+(?:would|should|shall|will)\s+(?:be\s+(?:\w+\s+)?"
            r"(?:grateful|obliged|thankful|glad)|appreciate(?:\s+it)?)\s+(?:if|for|to)\b)",
            # "please inform", "kindly name" (fixture F2)
            r"(?P<please>\b(?:please|kindly)\s+(?:also\s+)?(?P<pleased>[a-z]+))",
            # "we await your instructions", "requesting instructions"
            r"(?P<await>\b(?:(?:we|I)\s+(?:are\s+|am\s+)?await(?:ing)?|requesting|awaiting)\s+"
            r"(?:your|an?|the|further|instructions?|orders?|permission|information|reply)\b)",
            # "you are requested to", "you are not allowed to"
            r"(?P<passive>\b(?:you|it)\s+(?:is|are)\s+(?P<no1>not\s+)?(?:\w+ly\s+)?(?P<done>requested|asked|"
            r"instructed|ordered|directed|advised|urged|authorized|authorised|permitted|allowed|"
            r"forbidden|prohibited|suggested|proposed|recommended|entrusted|charged|required)\s+"
            r"(?P<no2>not\s+)?(?:to|that|with)\b)",
            # "permit me to suggest that" (fixture F8)
            r"(?P<permit>\b(?:permit|allow)\s+(?:me|us)\s+to\s+(?:suggest|propose|recommend)\b)",
            # "we consider it necessary that you", "I consider it advisable to"
            rf"(?P<deem>\b(?:we|I)\s+{judges.LY}*(?:would\s+)?{judges.DEEM}\s+(?:that\s+)?"
            rf"(?:it\s+(?:is\s+|would\s+be\s+)?)?(?:\w+ly\s+|most\s+|more\s+)?(?P<fit1>{judges.FIT})"
            r"\s+(?P<to1>to|that|if|for))\b",
            # "it would be best to", "it is necessary to", "it is high time that"
            rf"(?P<fitting>\bit\s+(?P<be>is|would\s+be|will\s+be|might\s+be|seems|appears)\s+"
            rf"(?:\w+ly\s+|most\s+|more\s+|also\s+)*(?P<fit2>{judges.FIT})\s+(?P<to2>to|that|if|for))\b",
            # "you may offer the ferry", "you can tell him"
            r"(?P<may>\byou\s+(?P<may_verb>may|can|could|might)\s+(?P<may_not>not\s+)?"
            r"(?:also\s+|then\s+)?(?P<may_do>[a-z]+))",
            # "we agree with your proposals", "we have no objection to"
            r"(?P<agree>\b(?:we|I)\s+(?:fully\s+|also\s+)?(?:agree\s+(?:with|to)\s+(?:your|the|his|their)\s+"
            r"(?:\w+\s+)?(?:proposals?|suggestions?|requests?|plans?|drafts?|measures?)|"
            r"have\s+no\s+objections?|do\s+not\s+object|approve\s+(?:of\s+)?your))",
            # "Nobody may enter the mole"
            r"(?P<nobody>\b(?:nobody|no\s+one|none\s+of\s+(?:\w+\s+){1,2}?)\s*(?:may|should|must|shall|"
            r"is\s+to|are\s+to)\b)",
            # "is forbidden", "is not allowed"
            r"(?P<forbidden>\b(?:is|are)\s+(?:strictly\s+|categorically\s+)?(?:forbidden|prohibited|"
            r"not\s+(?:to\s+be\s+\w+|permitted|allowed|permissible)))\b",
            # "..., and do not sign" : an order that follows a statement
            r"(?P<dont>(?:(?<=[,;:]\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bthen\s)|(?<=-\s))"
            r"(?:do\s+not|don't|never)\s+(?P<dont_verb>[a-z]+)\b)",
            # "you are to visit", "you will have to"
            r"(?P<youare>\byou\s+(?:are\s+(?:not\s+)?to|will\s+have\s+to|will\s+need\s+to)\b)",
            # "he asked that", "they warn us not to", "wired Orlov asking him to come"
            rf"(?P<reported>\b(?P<rep_verb>{reported.REPORTED_VERB})\s+(?P<rep_object>(?:us|me|him|her|them|you)\s+"
            rf"(?:not\s+|never\s+)?to\b|(?:us|me|him|her|them|you)\s+against\b|that\b|(?:not\s+)?to\b|"
            rf"(?:for\s+)?(?:permission|agreement|consent|help|assistance|advice|instructions)\b|"
            rf"(?:(?:the|our|my|their|his|all)\s+)?{NAME_WORDS}(?:not\s+)?to\b))",
            # "the mine fields are to be marked"
            r"(?P<tobe>\b(?:is|are)\s+(?P<tobe_not>not\s+)?to\s+be\s+(?:\w+ly\s+)?(?P<tobe_done>\w+(?:ed|en|wn|pt|nt|ld)|made|put|cut|"
            r"paid|done|met|taken|found|left)\b)",
            # "he may inform Ilk, but not the others": a bound makes it a permission
            r"(?P<theymay>\b(?:he|she|they|the\s+\w+|[A-Z]\w+)\s+may\s+(?!be\b|have\b|not\b)[a-z]+\b(?=[^.;]{0,160},\s+but\s+"
            r"(?:not|never|without|only)\b))",
            # "I gave an order to the General Staff to draw up a plan"
            rf"(?P<gave>\b(?:gave|issued)\s+(?:an?\s+|the\s+|my\s+)?(?:orders?|instructions?|"
            rf"directives?)\s+(?:to\s+(?P<gave_to>{NAME_WORDS}))?(?P<gave_what>to|that)\b)",
            r"(?P<wants>\b(?:wants|wanted|wishes|would\s+like)\s+(?:us|me|you|him|them)\s+to\b)",
            # "comrade Mao would like to have clarifications"
            r"(?P<hopes>\bwould\s+like\s+to\s+(?:have|receive|get|obtain|know)\b)",
            rf"(?P<modal>\b(?:{modals.MODAL})\b)",
        )
    ),
    re.IGNORECASE,
)

_STEMS = (
    " should", " must", " shall", " ought", "s to", "ve to", " need", " better", " ask",
    " request", " beg", " urg", " please", " kindly", " may", " to be", " await", " permit",
    " allow", " forb", " prohibit", " necessary", " it is", " it w", " it m", " it s", " it a",
    " you", " suggest", " propos", " recommend", " advi", " agree", " objection", " object",
    " approve", " order", " instruct", " direct", " command", " demand", " insist", " told",
    " tell", " warn", " want", " wish", " would", " do not", " don t", " never", " requir",
    " oblig", " bound", " appeal", " entreat", " gave", " issued", " implore", " pray", " charge",
    " entrust", " authori", " empower", " counsel", " consider", " believe", " think", " deem",
    " grateful", " appreciate", " nobody", " no one", " none",
)  # fmt: skip
"""One cheap look that most sentences do not pass; the imperative is tried apart."""


def read(words: str) -> Cue | None:
    """The cue of a sentence (folded words), or None when it is no directive.

    >>> read("Confirm receipt.").family, read("One should not wait.").force
    ('imperative', 'prohibition')
    >>> read("The mill must be running by now.") is None
    True
    """
    masked = through_brackets(words)
    if _SPEAKS_OF_NO_ORDER.search(masked[:LOOK_BACK]):
        return None
    opening = imperative(masked)
    if opening is not None:
        return opening
    if not holds_any(masked, _STEMS):
        return None
    return next(_standing(masked), None)


_SPEAKS_OF_NO_ORDER = re.compile(
    # "was a suggestion and no order" (fixture F5)
    r"\b(?:was|were|is|are)\b.{0,60}\b(?:no|not\s+an?|not\s+as\s+an?|by\s+no\s+means\s+an?)\s+"
    r"(?:order|directive|instruction|command|demand|request)s?\b",
    re.IGNORECASE,
)


def _standing(masked: str) -> Iterator[Cue]:
    """The cues that hold, in the order of the words."""
    for match in _CUES.finditer(masked):
        name = next(name for name in _JUDGES if match[name] is not None)
        cue = _JUDGES[name](masked, match)
        if cue is not None:
            yield cue


_JUDGES: dict[str, Callable[[str, re.Match[str]], Cue | None]] = {
    "own": judges.own,
    "want": judges.want,
    "grateful": judges.simple("request", "request", "grateful", 0.9),
    "please": judges.please,
    "await": reported.awaited,
    "passive": judges.passive,
    "permit": judges.permit,
    "deem": judges.deem,
    "fitting": judges.fitting,
    "may": judges.may,
    "agree": judges.simple("permission", "permission", "agree", 0.7),
    "nobody": judges.simple("prohibition", "prohibition", "nobody", 0.8),
    "tobe": judges.tobe,
    "theymay": judges.they_may,
    "forbidden": judges.forbidden,
    "dont": judges.dont,
    "youare": judges.youare,
    "reported": reported.reported,
    "gave": reported.gave,
    "wants": reported.wants,
    "hopes": reported.hopes,
    "modal": modals.modal,
}
"""Which judge hears which cue: the names of the outer groups of the pattern."""
