"""Who shall do what a sentence orders, and whose order it is.

A cue says where in its sentence the doer is named (`Cue.doer`), or that it is whoever is
addressed. Named words are looked up among the mentions of the document; a post or a body that
nobody has mentioned so far ("the envoy", "the harbor board") is taken as it is called; anything
else ("this matter", "the loading of the barges") is no doer, so the one addressed is. A pronoun
stands for the subject before it: "The Korean government possesses forces, it only should ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.cleaning import key, plain
from kg.extractors.cues import Cue
from kg.extractors.scopes import People, Scope
from kg.extractors.vocabulary import alternatives
from kg.findings import Findings, Party
from kg.spans import Span

LOOK_BACK = 1500
"""Code points before a pronoun in which its antecedent is looked for."""


@dataclass(frozen=True, slots=True)
class Done:
    """Doers and channel; `by_pronoun` when an antecedent had to be found."""

    by: tuple[Party, ...]
    through: tuple[Party, ...]
    by_pronoun: bool = False


_PRONOUN = re.compile(
    r"(?<!of\s)\b(it|he|she|they|him|her|them|its)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE
)
_AUTHOR = re.compile(r"(?:us|me|we|I)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"(?:and\s+|but\s+|first,\s+|second,\s+)?(?:your?|one)\b", re.IGNORECASE)
_KINDS = {
    "it": frozenset(["organization", "office"]),
    "he": frozenset(["person"]),
    "she": frozenset(["person"]),
    "him": frozenset(["person"]),
    "her": frozenset(["person"]),
    "they": frozenset(["person", "group", "organization"]),
    "them": frozenset(["person", "group", "organization"]),
}
_UNDERGOES = re.compile(
    # "Kim should be told": somebody else is to tell him
    r"\s*(?:not\s+|also\s+|\w+ly\s+)*be\s+(?:\w+ly\s+|also\s+)?(?!prepared|ready|united|organized|"
    r"guided|satisfied|limited|concerned|engaged|based|required|obliged)"
    r"(?:\w+ed|told|sent|given|shown|made|taken|brought|kept|put|paid|let|met|led|held|withdrawn|"
    r"chosen|written|driven|thrown|hidden)\b",
    re.IGNORECASE,
)


_BY_AGENT = re.compile(
    r"\s+(?:not\s+|also\s+)?be\s+(?:\w+\s+){1,3}by\s+(?P<agent>[^,.;:]{3,100})", re.IGNORECASE
)


class Doers:
    """Looks up doers and issuers in one document."""

    def __init__(self, findings: Findings) -> None:
        self._folded = findings.document.folded
        self._people = People(findings)

    def of(self, cue: Cue, origin: int, scope: Scope) -> Done:
        """Who shall do it, through whom.

        `origin` is the place in the document from which the cue's places count.
        """
        # "he asked us", "he asked that": those on the author's side are meant.
        default = (scope.author, ()) if cue.reported else (scope.addressed, scope.through)
        addressed = Done(*default)
        if cue.doer is None:
            return addressed
        place = cue.doer.shifted(origin)
        words = place.of(self._folded)
        if _ADDRESSED.match(words):
            return addressed
        if self._undergoes(cue, origin):
            agent = self._agent(cue, origin)
            return Done(agent, scope.through) if agent else addressed
        if _AUTHOR.fullmatch(words):
            return Done(scope.author, ())
        through = scope.through or ()
        named = self._named(place)
        if named:
            return self._not_through_oneself(named, through, cue)
        pronoun = _PRONOUN.search(words)
        if pronoun is None:
            return addressed
        found = self._antecedent(pronoun[1].lower(), place.start + pronoun.start(1))
        if not found:
            return addressed
        return Done(found, through if not cue.reported else (), True)

    def issuers(self, cue: Cue, origin: int, scope: Scope) -> tuple[Party, ...]:
        """Whose order it is: the one reported, else the speaker of the scope."""
        if not cue.reported:
            return scope.speakers
        if cue.issuer is None:
            return ()
        place = cue.issuer.shifted(origin)
        words = place.of(self._folded)
        if re.search(r"\b(?:I|we)\s*(?:\w+\s*)?$", words):
            return scope.author
        pronoun = _PRONOUN.search(words)
        if pronoun is not None and pronoun.start() <= 12:
            return self._antecedent(pronoun[1].lower(), place.start + pronoun.start(1))
        return self._named(place)[:3]

    def _undergoes(self, cue: Cue, origin: int) -> bool:
        """True when the named subject is the one to whom it is done (passive)."""
        if cue.doer is None or cue.doer.end > cue.span.start or cue.reported:
            return False
        after = origin + cue.span.end
        return _UNDERGOES.match(self._folded[after : after + 60]) is not None

    def _agent(self, cue: Cue, origin: int) -> tuple[Party, ...]:
        """ "should be decided by the Chinese and Korean comrades"."""
        start = origin + cue.span.end
        match = _BY_AGENT.match(self._folded, start, start + 200)
        return tuple(self._people.within(Span(*match.span("agent")))) if match else ()

    def _not_through_oneself(
        self, named: tuple[Party, ...], through: tuple[Party, ...], cue: Cue
    ) -> Done:
        """The channel is those addressed when a request names a third party: "ask Orlov to"."""
        names = {key(party.name) for party in named}
        if cue.reported:
            return Done(named, ())
        others = tuple(p for p in through if key(p.name) not in names)
        return Done(named, others)

    def _named(self, place: Span) -> tuple[Party, ...]:
        """The parties that a stretch names as its head words, in order."""
        named = self._people.within(place)
        heads = tuple(p for p in named if p.span is not None and self._is_head(place, p.span))
        return heads or self._by_post(place)

    def _is_head(self, place: Span, span: Span) -> bool:
        """False for a name that only qualifies: "the departure of KIM", "KIM's letter"."""
        before = self._folded[place.start : span.start]
        after = self._folded[span.end : span.end + 2]
        qualifies = re.search(
            r"\b(?:of|by|from|to|with|in|on|for|at|against|about|than|after|before|under|between|"
            r"concerning|regarding)\s+(?:the\s+|all\s+|our\s+|cde\.\s+|comrade\s+|Comrade\s+)?"
            r"(?:\S+\s+(?:and|,)\s+)?$",
            before,
        )
        return qualifies is None and not after.startswith("'s")

    def _by_post(self, place: Span) -> tuple[Party, ...]:
        """ "the envoy", "the harbor board": a post or body that is no mention of its own."""
        match = _post().match(self._folded, place.start, place.end)
        if match is None:
            return ()
        span = Span(match.start("name"), match.end("name"))
        words = plain(span.of(self._folded))
        kind = next(kind for kind in ("office", "organization", "group") if match[kind])
        return (Party(words, words, kind, None, span),)

    def _antecedent(self, pronoun: str, position: int) -> tuple[Party, ...]:
        """The subject before a pronoun: the first fitting party of the nearest sentence."""
        kinds = _KINDS.get(pronoun, frozenset(["person"]))
        limit = max(0, position - LOOK_BACK)
        fitting = list(self._people.before(position, kinds, limit))
        if not fitting:
            return ()
        nearest = _sentence_start(self._folded, fitting[0], limit)
        same = [p for p in fitting if p.span is not None and p.span.start >= nearest]
        subject = same[-1]
        if pronoun in {"they", "them"} and subject.kind == "person":
            return _joined(same[::-1], self._folded)
        return (replace(subject, span=None),)


def _sentence_start(folded: str, party: Party, limit: int) -> int:
    position = party.span.start if party.span is not None else limit
    before = folded[limit:position]
    stops = list(
        re.finditer(r"\n\s*\n|(?<!cde)(?<!Cde)(?<!com)(?<!Com)(?<!\b[A-Z])[.!?]\s", before)
    )
    return limit + stops[-1].end() if stops else limit


def _joined(parties_: Sequence[Party], folded: str) -> tuple[Party, ...]:
    """The first person of a sentence and those joined to him by "and" or a comma."""
    found = [parties_[0]]
    for party in parties_[1:]:
        last = found[-1].span
        if last is None or party.span is None or party.kind != "person":
            break
        between = re.sub(r"\[[^\]]*\]", "", folded[last.end : party.span.start])
        if not re.fullmatch(
            r"\s*(?:,\s*)?(?:and\s+)?(?:(?:cde|com)\.\s*|comrade\s+)?", between, re.I
        ):
            break
        found.append(party)
    return tuple(replace(party, span=None) for party in found)


@cache
def _post() -> re.Pattern[str]:
    """ "the envoy", "our Harbor Board", "the captain of the port"."""
    heads = "|".join(
        rf"(?P<{kind}>{alternatives(*classes)})"
        for kind, classes in {
            "office": ("post", "rank"),
            "organization": ("unit", "body"),
            "group": ("group",),
        }.items()
    )
    name = rf"(?P<name>(?:[\w-]+\s+){{0,2}}?(?:{heads})(?:\s+of\s+(?:the\s+)?[\w-]+)?)"
    lead = r"(?:and\s+|but\s+|therefore,?\s+)?(?:the\s+|our\s+|all\s+)?"
    return re.compile(rf"{lead}{name}", re.IGNORECASE)
