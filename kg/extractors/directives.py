"""What somebody is to do: one directive for each sentence or list item that orders something.

Input: the findings before (correspondents, mentions) and the running text of the messages; no
head, tail, note, summary or decision. The words of one sentence say whether and how it orders
(`kg.extractors.orders`); the text around it says who is addressed (`kg.extractors.scopes`). Here
the two meet:

* doer: the named subject or object ("The Korean government ... only should", "ask Orlov to");
  a pronoun's antecedent, the subject before it; otherwise whoever is addressed, which in a
  relayed text is not the recipient ("one should", "you have to", imperatives);
* a lead-in that gives its force to list items ("We ask you to order: 1. the sending ...") is
  not counted itself, its items are; a lead-in that relays ("tell them the following:") is an
  order of its own;
* "tell X that ..." holds two: the recipient is to tell, and what X is told may be a directive;
* condition, deadline and proviso are words of the sentence (`kg.extractors.clauses`).

Confidence: that of the cue (see `Cue`); 0.85 for a list item that has its force from the
lead-in; at most 0.6 inside reported speech; a tenth less where the doer was found by a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from kg.authority import Authority
from kg.cleaning import plain
from kg.extractors import clauses
from kg.extractors.cues import Cue
from kg.extractors.doers import Doers
from kg.extractors.grammar import through_brackets
from kg.extractors.orders import read
from kg.extractors.scopes import Scope, Spoken, spoken
from kg.extractors.sentences import Sentence
from kg.findings import Directive, Finding, Findings

NAME = "directives"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A stretch of text that orders; the places of its cue count from `origin`."""

    sentence: Sentence
    cue: Cue
    origin: int
    scope: Scope


def extract(findings: Findings, authority: Authority) -> Iterator[Finding]:
    """The directives of the document in the order of the text, numbered from 1."""
    del authority  # who is who is known from the mentions
    doers = Doers(findings)
    for ordinal, item in enumerate(_in_order(spoken(findings)), 1):
        yield _directive(findings, doers, item, ordinal)


def _in_order(said: list[Spoken]) -> Iterator[Ordered]:
    """What each sentence orders; list items with the force of their lead-in."""
    lead: Ordered | None = None
    for item, following in zip_longest(said, said[1:]):
        sentence = item.sentence
        own = [] if sentence.is_note or sentence.is_question else _ordered(item)
        leads = sentence.is_lead_in and not item.relays_to and _opens_list(following)
        if own and leads:
            lead = own[0]
        elif own:
            yield from own
        elif lead is not None and sentence.opens_point and _is_fragment(sentence):
            cue = replace(lead.cue, confidence=min(0.85, lead.cue.confidence))
            yield Ordered(sentence, cue, lead.origin, lead.scope)
        if not (own and leads) and not sentence.opens_point and not sentence.is_note:
            lead = None


def _opens_list(following: Spoken | None) -> bool:
    return following is not None and following.sentence.opens_point


_FRAGMENT = re.compile(
    r"(?:to\s+[a-z]+\b|(?:the\s+)?\w+ing\b|(?:the|an?)\s+\w+\s+of\b)", re.IGNORECASE
)


def _is_fragment(sentence: Sentence) -> bool:
    """True for "the sending of ...", "To send ...": what is asked for, no sentence of its own."""
    return sentence.is_item or _FRAGMENT.match(sentence.words) is not None


def _ordered(item: Spoken) -> list[Ordered]:
    """What a sentence orders itself, and what it has somebody told."""
    sentence, words = item.sentence, item.sentence.words
    cue = read(words)
    if cue is None:
        return []
    found = [Ordered(sentence, cue, sentence.span.start, item.scope)]
    told = clauses.told(words) if item.relays_to else None
    inner = read(words[told.start : told.end]) if told is not None else None
    if told is not None and inner is not None:
        part = replace(
            sentence, span=told.shifted(sentence.span.start), words=words[told.start : told.end]
        )
        scope = Scope(
            item.scope.speakers, item.relays_to, item.scope.addressed, item.scope.reported,
            sentence, item.scope.author,
        )  # fmt: skip
        found.append(Ordered(part, inner, part.span.start, scope))
    return found


def _directive(findings: Findings, doers: Doers, item: Ordered, ordinal: int) -> Directive:
    cue, sentence = item.cue, item.sentence
    masked = through_brackets(sentence.words)
    done = doers.of(cue, item.origin, item.scope)
    return Directive(
        span=sentence.span,
        quote=sentence.span.of(findings.document.text),
        extractor=NAME,
        confidence=_confidence(cue, item.scope, done.by_pronoun),
        ordinal=ordinal,
        force=cue.force,
        cue=plain(cue.span.shifted(item.origin).of(findings.document.folded)),
        point=sentence.point,
        condition=clauses.words_at(sentence.words, clauses.condition(masked)),
        deadline=clauses.words_at(sentence.words, clauses.deadline(masked)),
        proviso=clauses.words_at(sentence.words, clauses.proviso(masked, cue.force)),
        reported=cue.reported or item.scope.reported,
        to_be_done_by=done.by,
        through=done.through,
        issued_by=doers.issuers(cue, item.origin, item.scope),
    )


def _confidence(cue: Cue, scope: Scope, by_pronoun: bool) -> float:
    confidence = min(cue.confidence, 0.6) if scope.reported else cue.confidence
    return round(confidence - (0.1 if by_pronoun else 0.0), 2)
