"""Who speaks to whom in each sentence of a message.

The one addressed is not always the recipient: after "visit X and Y and tell them the following:"
or "Hand this to X:" what follows is said to X, through the recipient. A scope is opened by such
a lead-in and closed by the structure of the text:

* a quotation behind the lead-in: at the end of the quotation;
* numbered points behind it: after the last point (`kg.extractors.sentences`: a point takes in
  the paragraphs up to the next one, the last point its own paragraph only);
* otherwise at the first later paragraph that turns back to the recipient: it promises him
  something ("You will receive"), asks for his report ("Telegraph the fulfillment"), or speaks
  of X by name;
* always where another lead-in opens, and at the end of the text.

A lead-in of speech ("Kim told me the following:") opens a scope in the same way, in which
everything is reported. An address in front of a sentence ("To Sparrow: wire ...", "for Cde.
VOSS: show ...") holds for its line.

Input is the findings so far (correspondents and mentions); nothing is found here, only read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kg.cleaning import key
from kg.document import Document
from kg.extractors.parts import MESSAGE, TEXT, Paper, papers
from kg.extractors.sentences import Sentence, sentences
from kg.findings import Findings, Mention, Party
from kg.spans import Span

DOUBTFUL = 0.5
"""A correspondent below this confidence (addressee of a postscript) is not spoken to."""
PEOPLE = frozenset(["person", "group", "organization", "office"])


@dataclass(frozen=True, slots=True)
class Scope:
    """Who speaks, who is addressed, and through whom; `reported` where another's words are told.

    `lead_in` is the sentence that opened the scope, None for the message itself. `author` is who
    wrote the message, whoever speaks.
    """

    speakers: tuple[Party, ...] = ()
    addressed: tuple[Party, ...] = ()
    through: tuple[Party, ...] = ()
    reported: bool = False
    lead_in: Sentence | None = None
    author: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its scope; `relays_to` are those to whom it tells to pass something on."""

    sentence: Sentence
    scope: Scope
    relays_to: tuple[Party, ...] = ()


@lru_cache(maxsize=4)
def text_sentences(document: Document) -> tuple[tuple[Paper, tuple[Sentence, ...]], ...]:
    """The sentences of the running text of each message in the document (not of decisions)."""
    found = []
    for paper in papers(document):
        areas = [part.span for part in paper.of(TEXT)]
        if paper.kind == MESSAGE and areas:
            found.append((paper, tuple(sentences(document.folded, *areas))))
    return tuple(found)


def spoken(findings: Findings) -> list[Spoken]:
    """Every sentence of the messages in the document, with who speaks to whom in it."""
    return [item for paper, said in text_sentences(findings.document)
            for item in _Reader(findings, paper, said).read()]  # fmt: skip


class People:
    """The mentions of a document that can act, by place."""

    def __init__(self, findings: Findings) -> None:
        folded = findings.document.folded
        found = {m.span: m for m in findings.of(Mention) if m.kind in PEOPLE | {"place"}}
        self.mentions = [found[span] for span in sorted(found)]
        self._starts = [m.span.start for m in self.mentions]
        self._folded = folded

    def within(self, span: Span, *, brackets: bool = False) -> list[Party]:
        """The parties mentioned in a stretch, in order, without places; those in brackets (other
        names of the same people) only when asked for."""
        index = bisect_left(self._starts, span.start)
        found = []
        while index < len(self.mentions) and self.mentions[index].span.start < span.end:
            mention = self.mentions[index]
            index += 1
            if mention.kind in PEOPLE and (brackets or not self._in_bracket(mention.span)):
                found.append(replace(mention.party, span=mention.span))
        return found

    def places_in(self, span: Span) -> bool:
        """True when a place is mentioned in a stretch."""
        index = bisect_left(self._starts, span.start)
        inside = index < len(self.mentions) and self.mentions[index].span.start < span.end
        return inside and self.mentions[index].kind == "place"

    def before(self, position: int, kinds: frozenset[str], limit: int) -> Iterator[Party]:
        """The parties of these kinds that stand before a place, the nearest first."""
        index = bisect_right(self._starts, position - 1) - 1
        while index >= 0 and self.mentions[index].span.start >= limit:
            mention = self.mentions[index]
            index -= 1
            if mention.kind in kinds and not self._in_bracket(mention.span):
                yield replace(mention.party, span=mention.span)

    def _in_bracket(self, span: Span) -> bool:
        before = self._folded[max(0, span.start - 80) : span.start]
        return before.rfind("[") > before.rfind("]")


def with_role(findings: Findings, paper: Paper, *roles: str) -> tuple[Party, ...]:
    """The parties with one of these roles, each once; those of this paper where it has any."""
    all_ = [m for m in findings.of(Mention) if m.role in roles and m.kind != "place"]
    own = [m for m in all_ if paper.span.covers(m.span)] or all_
    sure = [m for m in own if m.confidence >= DOUBTFUL]
    found: dict[str, Party] = {}
    for mention in sure or own:
        found.setdefault(key(mention.party.name), mention.party)
    return tuple(found.values())


# Lead-ins

_TELL = (
    # "tell them the following", "inform KIM that"
    r"\b(?:tell|inform|notify|advise|remind|assure|acquaint)\s+(?!us\b|me\b)(?P<whom1>[^:;]{2,120}?)"
    r"(?:\s+(?:the\s+following|as\s+follows|that|of\s+(?:this|the\s+following)|this|about\s+this)\b|\s*:)"
)
_HAND_ON = (
    # "Hand this to X:", "convey to X the following", "transmit our answer to X"
    r"\b(?:convey|transmit|pass|hand|deliver|give|read|communicate|say|reply|explain|relay|forward|"
    r"report|declare|state|show|answer)\b(?P<what>[^:;]{0,80}?)\s+to\s+(?!us\b|me\b|the\s+following)"
    r"(?P<whom2>[^:;]{2,120}?)(?:\s+(?:the\s+following|as\s+follows|that)\b|\s*:|[.\s]*$)"
)
_LETS_KNOW = r"\blet\s+(?!us\b|me\b)(?P<whom3>[^:;]{2,60}?)\s+know\b"
_RELAY = re.compile(rf"{_TELL}|{_HAND_ON}|{_LETS_KNOW}", re.IGNORECASE)
_PASSES_WORDS = re.compile(
    r"\b(?:this|the\s+following|these|text|letter|message|answer|reply|telegram|note|words|our|as\s+follows)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"\b(?:following|as\s+follows)\b|:\s*$", re.IGNORECASE)
_SPEECH = re.compile(
    # "KIM IL SUNG told me the following:", "he stated:"
    r"\b(?:said|told|stated|reported|communicated|let\s+\w+\s+know|declared|informed|replied|answered|"
    r"wrote|asked|requested|raised)\b[^:]*:\s*$",
    re.IGNORECASE,
)
_THEM = re.compile(r"\b(?:them|him|her|both)\b", re.IGNORECASE)
_BACK_TO_RECIPIENT = re.compile(
    # what only the recipient is told: an answer for him, a report wanted from him
    r"(?:you\s+will\s+(?:receive|get|be\s+(?:sent|informed|given))|(?:please\s+)?(?:immediately\s+|urgently\s+)?"
    r"(?:telegraph|wire|cable|report|confirm|inform\s+us|inform\s+me|let\s+us\s+know|acknowledge|"
    r"communicate\s+(?:the|his|their|to\s+us)|keep\s+us|advise\s+us|notify\s+us))\b",
    re.IGNORECASE,
)


class _Reader:
    """Walks through the sentences of one paper and keeps the scope."""

    def __init__(self, findings: Findings, paper: Paper, said: Sequence[Sentence]) -> None:
        self._document = findings.document
        self._paper = paper
        self._said = said
        self._people = People(findings)
        senders = with_role(findings, paper, "sender") or with_role(findings, paper, "signatory")
        relays = with_role(findings, paper, "relay")
        recipients = with_role(findings, paper, "recipient")
        through = relays if recipients else ()
        self._base = Scope(senders, recipients or relays, through, author=senders)
        self._outer = Scope(senders, relays or recipients, author=senders)
        self._scope = self._base
        if relays and recipients and any(self._is_handed_on(sentence) for sentence in said):
            self._base = self._outer
        self._scope = self._base
        self._points = False
        self._addresses = _addresses(paper)

    def read(self) -> Iterator[Spoken]:
        """The sentences with their scopes, in order."""
        before: Sentence | None = None
        for sentence in self._said:
            self._maybe_close(sentence, before)
            opened = self._opened(sentence)
            scope = self._addressed(sentence) or self._scope
            relays_to = opened.addressed if opened is not None and not opened.reported else ()
            yield Spoken(sentence, scope, relays_to)
            if opened is not None and _FOLLOWS.search(sentence.words):
                self._scope, self._points = opened, False
            before = sentence

    def _is_handed_on(self, sentence: Sentence) -> bool:
        """True for "Hand this to X:", X the recipient: all else is said to the relay."""
        opened = self._opened(sentence)
        if opened is None or opened.reported:
            return False
        final = {key(p.name) for p in self._base.addressed}
        return any(key(p.name) in final for p in opened.addressed)

    def _addressed(self, sentence: Sentence) -> Scope | None:
        """The scope of a sentence behind an address on its own line, if it stands there."""
        place = self._addresses.get(sentence.span.start)
        if place is None:
            return None
        addressed = tuple(self._people.within(place))
        return replace(self._outer, addressed=addressed) if addressed else None

    def _opened(self, sentence: Sentence) -> Scope | None:
        """The scope that this sentence opens for what follows, None when it opens none."""
        words = sentence.words
        if sentence.is_note or len(words) > 2000:
            return None
        match = _RELAY.search(words)
        if match is not None and self._relays(words, match):
            whom = self._whom(sentence, match)
            if whom:
                through = (
                    self._outer.addressed if self._scope is self._base else self._scope.addressed
                )
                return Scope(
                    self._scope.speakers, whom, through, False, sentence, self._base.author
                )
        if _SPEECH.search(words):
            return self._speech(sentence)
        return None

    def _relays(self, words: str, match: re.Match[str]) -> bool:
        if match["whom2"] is None:
            return True
        return bool(_PASSES_WORDS.search(match["what"]) or _FOLLOWS.search(words))

    def _whom(self, sentence: Sentence, match: re.Match[str]) -> tuple[Party, ...]:
        group = next(g for g in ("whom1", "whom2", "whom3") if match[g] is not None)
        place = Span(*match.span(group)).shifted(sentence.span.start)
        if _THEM.match(match[group].strip()):
            earlier = Span(sentence.span.start, place.start)
            one = match[group].strip().lower() in {"him", "her"}
            found = self._people.within(earlier) or self._last_people(sentence.span.start)
            return tuple(found[-1:] if one else found)
        return tuple(self._people.within(place))

    def _last_people(self, position: int) -> list[Party]:
        found = self._people.before(position, frozenset(["person"]), max(0, position - 1500))
        return [party for party, _ in zip(found, range(1), strict=False)]

    def _speech(self, sentence: Sentence) -> Scope | None:
        verb = _SPEECH.search(sentence.words)
        end = verb.start() if verb else 0
        before = Span(sentence.span.start, sentence.span.start + end)
        speakers = self._people.within(before)[-1:]
        if not speakers and re.search(r"\b(?:he|she|they)\s*$", sentence.words[:end], re.I):
            speakers = self._last_people(sentence.span.start)
        if not speakers:
            return None
        author = self._base.author
        return Scope(tuple(speakers), author, (), True, sentence, author)

    def _maybe_close(self, sentence: Sentence, before: Sentence | None) -> None:
        lead_in = self._scope.lead_in
        if lead_in is None or before is None:
            return
        inside = self._quotation_of(lead_in)
        if inside is not None:
            if sentence.span.start >= inside.end:
                self._close()
            return
        new_paragraph = sentence.paragraph != before.paragraph
        if self._points and sentence.point is None and not sentence.is_note:
            self._close()
            return
        self._points = self._points or sentence.point is not None
        if new_paragraph and before is not lead_in and self._turns_back(sentence):
            self._close()

    def _quotation_of(self, lead_in: Sentence) -> Span | None:
        """The quotation that begins right behind the lead-in."""
        after = bisect_right(self._said, lead_in.span.start, key=lambda s: s.span.start)
        following = self._said[after] if after < len(self._said) else None
        if following is None or following.quotation is None:
            return None
        return following.quotation if following.quotation != lead_in.quotation else None

    def _close(self) -> None:
        self._scope = self._base
        self._points = False

    def _turns_back(self, sentence: Sentence) -> bool:
        if sentence.opens_point:
            return False
        if _BACK_TO_RECIPIENT.match(sentence.words):
            return True
        names = {key(party.name) for party in self._scope.addressed}
        named = {key(party.name) for party in self._people.within(sentence.span)}
        return bool(names & named) or (
            self._scope.reported and bool(_AUTHOR.search(sentence.words))
        )


_AUTHOR = re.compile(r"^(?:I|we|for\s+my\s+part|in\s+my\s+opinion)\b", re.IGNORECASE)


def _addresses(paper: Paper) -> dict[int, Span]:
    """Start of a text to the address that stands before it on the same line."""
    pieces = paper.pieces()
    return {
        text.span.start: address.span
        for address, text in pairwise(pieces)
        if address.kind == "address" and text.kind == "text"
    }
