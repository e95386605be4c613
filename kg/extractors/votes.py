"""Decisions of a body, and who voted how.

Input: the findings before and the papers of the body. Output: one `Decision` for each paper (or
sentence) that decides, with its `Vote`s. The forms, each seen in published documents:

* a heading "Voted FOR:" with a column or row of names behind it;
* one sentence that names people and one quoted choice: 'Voss, Perrin, and Ilk vote "yes"';
* minutes in which each speaker's stand must be read ("Cde. Quill--The bridge is no answer.
  Favors waiting."): only what the words say for or against something is taken as a stand;
* approvals without voters: "The attached draft reply is approved.", "Accepted on 1. Oct. 1950",
  "To accept the proposed draft telegram to ...", a handwritten "I approve".

People who are present, or get a copy or an extract, are no voters. The quote of a decision is
its deciding sentence ("To accept ..."); where only votes stand, the line of the vote.

Confidence: 0.95 votes under a heading, 0.9 a quoted choice or an approval, 0.4 a stand read
from a speaker's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.authority import Authority
from kg.cleaning import plain
from kg.dates import DateValue, choose, find_dates, value_of
from kg.document import Document
from kg.extractors.evidence import evidence
from kg.extractors.parties import parties
from kg.extractors.parts import DECISION, MESSAGE, NOTE, SUMMARY, Paper, Piece, papers
from kg.extractors.sentences import sentences
from kg.extractors.vocabulary import alternatives, is_term
from kg.findings import Decision, Finding, Findings, Party, Vote
from kg.spans import Span

NAME = "votes"
LONGEST = 1000
"""A longer sentence decides nothing."""
FOR, AGAINST, ABSTAINED = "for", "against", "abstained"


def extract(findings: Findings, authority: Authority) -> Iterator[Finding]:
    """The decisions of the document, in the order of the text."""
    all_papers = papers(findings.document)
    for index, paper in enumerate(all_papers):
        reader = _Reader(findings.document, paper, authority)
        if paper.kind == DECISION:
            yield from reader.decisions(_concerns(all_papers, index))
        else:
            yield from reader.notes()


def _concerns(all_papers: tuple[Paper, ...], index: int) -> str | None:
    """What it is about: a message before it is "this message", one after it a draft."""
    if any(paper.kind == MESSAGE for paper in all_papers[:index]):
        return "this message"
    if any(paper.kind == MESSAGE for paper in all_papers[index + 1 :]):
        return "attached draft"
    return None


# What the lines say

_CHOICES = {
    FOR: r"for|yes|yea|aye|in\s+favou?r|affirmative|agreed?",
    AGAINST: r"against|no|nay|negative|opposed",
    ABSTAINED: r"abstain(?:ed|s|ing)?|abstention",
}
_CHOICE = "|".join(rf"(?P<{name.replace(' ', '_')}>{words})" for name, words in _CHOICES.items())
_HEADING = re.compile(
    # "Voted FOR:", "Voting: for -", "Against:", "Abstained: none"
    rf"(?:vot(?:ed|es?|ing)\s*[:-]?\s*(?:{_CHOICE})|(?P<bare>for|against|abstained))\b\s*(?:[:-]\s*|$)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    # 'Cdes. Voss, Perrin, and Ilk vote "yes" (see file)'
    rf"(?P<who>[^.\n\"]*?(?:\.[^.\n\"]+?)?)\s+(?:all\s+|unanimously\s+)?vot(?:ed?|es|ing)\s+[\"'(]?(?:{_CHOICE})[\"')]?"
    r"(?=[\s.,;(]|$)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    # "Cde. Quill--The bridge is no answer.", "Cde. Marrek: Agrees."
    r"(?P<who>(?:(?:cdes?|com|comr|cmrd)\.\s*|comrade\s+)[A-Z][\w'-]*(?:\s+[A-Z][\w'.-]*){0,2})"
    r"\s*(?:--+|:|\s-\s)\s*(?P<said>\S.*)",
    re.IGNORECASE,
)
_STAND_AGAINST = re.compile(
    r"\b(?:against|opposes?|opposed|objects?|not\s+agree|does\s+not|disagrees?|no\s+answer|not\s+the\s+answer|"
    r"no\s+solution|refrain|wait(?:ing)?|postpone|premature|should\s+not|must\s+not|impermissible|inadvisable|"
    r"not\s+(?:necessary|advisable|expedient|the\s+time))\b",
    re.IGNORECASE,
)
_STAND_FOR = re.compile(
    r"\b(?:agrees?|in\s+favou?r|favou?rs|supports?|approves?|accepts?|is\s+for|should|must|necessary|"
    r"correct|concurs?|yes)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    # "The attached draft reply is approved"
    r"\s(?:is|was|are|were|be)\s+(?:hereby\s+)?(?P<not>not\s+)?"
    r"(?:approved|accepted|adopted|confirmed|endorsed|ratified|rejected)\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    # "To accept the proposed draft telegram to cde. Shtykov", "Approve the draft"
    r"^(?:to\s+)?(?:approve|accept|adopt|confirm|endorse|reject)\s+(?P<what2>[^;:]{3,400})"
    # "The CC approves the attached text of a telegram"
    r"|^(?:the\s+)?[A-Z][\w()' ]{1,60}?\s+(?P<neg>does\s+not\s+)?(?:approves?|accepts?|adopts?)\s+"
    r"(?P<what3>the\s+[^;:]{3,300})",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    # a message that holds its own approval: "The CC approves the attached text of a telegram"
    r"\b(?:approv|accept|adopt|confirm)\w*\b.{0,40}\b(?:attached|enclosed|proposed)\b"
    r"|\b(?:attached|enclosed|proposed)\b.{0,80}\b(?:approved|accepted|adopted)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"(?i)\b(?:approv|accept|adopt|confirm|endors|ratif|reject)")
_ACCEPTED_ON = re.compile(
    r"(?:accepted|adopted|approved|decided|confirmed)\s+(?:on|by)\b|(?:accepted|adopted|approved)\s*[:-]",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"\b(?:reject(?:ed|s)?|not\s+(?:approve|accept|adopt|confirm|endorse)\w*)\b", re.IGNORECASE
)
_BODY_OF = re.compile(
    # "INSTRUCTION OF THE CC VKP(b)", "of the meeting of the Presidium of the CC of 14 March"
    r"\bof\s+(?:the\s+)?(?:meeting|session|sitting)\s+of\s+(?:the\s+)?(?P<body1>[^,\n]{2,80})$"
    r"|\bof\s+(?:the\s+)?(?P<body2>[^,\n]{2,80})$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:of|taken\s+at|from|dated)\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:the\s+)?question\s+(?:of|on|about|concerning)\b|(?:on|about|re:)\s+", re.IGNORECASE
)
_ITEM = re.compile(r"(?P<number>\d{1,3})\.\s+(?P<title>[A-Z][^\n]{2,160})")


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The words that decide: where, what is decided on, accepted or not."""

    span: Span
    draft: Span | None
    accepted: bool | None
    confidence: float


class _Reader:
    """Reads one paper line by line."""

    def __init__(self, document: Document, paper: Paper, authority: Authority) -> None:
        self._document = document
        self._folded = document.folded
        self._paper = paper
        self._authority = authority
        self._lines = [p for part in paper.parts if part.kind != SUMMARY for p in part.pieces]

    def decisions(self, concerns: str | None) -> Iterator[Decision]:
        """The decision of a paper of decision; each vote that stands apart is one of its own."""
        deciding = self._deciding()
        columns = list(self._columns())
        sentences = list(self._sentences())
        stands = self._stands()
        own = columns[0][1] if columns else ()
        if deciding is None and columns:
            lines = columns[0][0]
            deciding = _Deciding(lines, None, None, 0.95)
        if deciding is not None:
            votes = (*own, *(v for _, more in columns[1:] for v in more))
            yield self._decision(deciding, concerns, tuple(votes))
        for span, votes in sentences:
            yield self._bare(span, votes, 0.9)
        if stands:
            yield self._bare(Span(stands[0].span.start, stands[-1].span.end), tuple(stands), 0.4)

    def notes(self) -> Iterator[Decision]:
        """Votes and approvals written on a message that is no decision itself."""
        for span, votes in self._sentences():
            yield self._bare(span, votes, 0.9)
        for piece in self._lines:
            if _ATTACHED.search(piece.folded) and (found := self._approval(piece)) is not None:
                yield self._decision(replace(found, confidence=0.7), "attached draft", ())
        for piece in self._paper.pieces(NOTE):
            match = re.search(r"\bI\s+approve\b|\bapproves?\b|\bapproved\b", piece.folded, re.I)
            if match is not None and not _REJECTED.search(piece.folded):
                yield Decision(
                    span=piece.span,
                    quote=piece.span.of(self._document.text),
                    extractor=NAME,
                    confidence=0.6,
                    concerns="this message",
                    accepted=True,
                )

    # the deciding words and what stands around them

    def _deciding(self) -> _Deciding | None:
        accepted_on = next((p for p in self._lines if _ACCEPTED_ON.match(p.folded)), None)
        for piece in self._lines:
            if piece.kind in {"voting", "decision"}:
                continue
            found = self._approval(piece)
            if found is not None:
                return found
        if accepted_on is not None:
            return _Deciding(accepted_on.span, None, True, 0.9)
        return None

    def _approval(self, piece: Piece) -> _Deciding | None:
        if _DECIDES.search(piece.folded) is None:
            return None
        for sentence in sentences(self._folded, piece.span):
            words = sentence.words.rstrip(" .")
            found = _draft(words) if len(words) < LONGEST and not _SENTENCE.match(words) else None
            if found is not None:
                draft = found.shifted(sentence.span.start).stripped(self._folded, " .\n")
                refused = _REJECTED.search(words) is not None
                return _Deciding(sentence.span, draft, not refused, 0.9)
        return None

    def _decision(
        self, deciding: _Deciding, concerns: str | None, votes: tuple[Vote, ...]
    ) -> Decision:
        heading = next((p for p in self._lines if p.kind == "decision"), None)
        question = self._question(deciding, heading)
        return Decision(
            span=deciding.span,
            quote=deciding.span.of(self._document.text),
            extractor=NAME,
            confidence=deciding.confidence,
            body=self._body(heading),
            title=plain(heading.folded) if heading else None,
            question=question,
            draft=plain(deciding.draft.of(self._folded)) if deciding.draft else None,
            concerns=concerns,
            accepted=deciding.accepted,
            date=self._date(),
            votes=votes,
        )

    def _body(self, heading: Piece | None) -> Party | None:
        """The body in the heading: "INSTRUCTION OF THE CC VKP(b)"."""
        for piece in self._heading_lines(heading):
            dates = find_dates(piece.folded)
            end = dates[0].span.start if dates else len(piece.folded)
            match = _BODY_OF.search(re.sub(r"\s+(?:of|on|dated)\s*$", "", piece.folded[:end]))
            if match is not None:
                group = "body1" if match["body1"] else "body2"
                span = Span(*match.span(group)).shifted(piece.span.start).stripped(self._folded)
                written = span.of(self._folded)
                return Party(written, plain(written), "organization", None, span)
        return None

    def _heading_lines(self, heading: Piece | None) -> list[Piece]:
        """The heading and the line that goes on with it: "of the meeting of the Presidium"."""
        if heading is None:
            return []
        index = self._lines.index(heading)
        following = self._lines[index + 1 : index + 2]
        return [heading, *(p for p in following if _GOES_ON.match(p.folded))]

    def _question(self, deciding: _Deciding, heading: Piece | None) -> str | None:
        """The line that names the matter: "The question of Korea", "34. Telegram from X." """
        for piece in self._lines:
            if piece.span.start >= deciding.span.start:
                break
            if (
                piece is heading
                or piece.kind in _NO_QUESTION
                or is_term("not a name", piece.folded)
            ):
                continue
            item = _ITEM.match(piece.folded)
            if item is not None:
                return plain(item["title"]).rstrip(".")
            if _QUESTION.match(piece.folded) and len(piece.folded) < 160:
                return plain(piece.folded).rstrip(".")
        return None

    def _date(self) -> DateValue | None:
        """The day of the decision: "Accepted on ...", else the heading's, else any of the paper."""
        lines = [p for p in self._lines if _ACCEPTED_ON.match(p.folded)]
        lines += [q for p in self._lines if p.kind == "decision" for q in self._heading_lines(p)]
        lines += [p for p in self._lines if p.kind == "date"]
        every = choose([d for p in self._lines for d in find_dates(self._folded, p.span)])
        for piece in lines:
            dates = [d for d in every if piece.span.covers(d.span)]
            if dates:
                return value_of(dates[0])
        return None

    # votes

    def _columns(self) -> Iterator[tuple[Span, tuple[Vote, ...]]]:
        """Each heading of a vote with the names on it and under it."""
        choice: str | None = None
        heading: Span | None = None
        votes: list[Vote] = []
        for piece in self._lines:
            match = _HEADING.match(piece.folded)
            if match is not None and (match["bare"] is None or heading is not None):
                if heading is not None and votes:
                    yield heading, tuple(votes)
                choice, heading, votes = _choice(match), piece.span, []
                rest = Span(piece.span.start + match.end(), piece.span.end).stripped(self._folded)
                votes += self._voters(rest, choice, 0.95)
            elif choice is not None and piece.kind == "voting":
                votes += self._voters(piece.span, choice, 0.95)
            elif choice is not None:
                if heading is not None and votes:
                    yield heading, tuple(votes)
                choice, heading, votes = None, None, []
        if heading is not None and votes:
            yield heading, tuple(votes)

    def _voters(self, span: Span, choice: str, confidence: float) -> list[Vote]:
        if span.start >= span.end or re.match(
            r"(?:none|nobody|no one)\b", span.of(self._folded), re.I
        ):
            return []
        return [
            Vote(
                span=named.party.span,
                quote=named.party.span.of(self._document.text),
                extractor=NAME,
                confidence=confidence,
                party=named.party,
                choice=choice,
            )
            for named in parties(self._folded, span, self._authority)
            if named.party.span is not None and named.party.kind in {"person", "office"}
        ]

    def _sentences(self) -> Iterator[tuple[Span, tuple[Vote, ...]]]:
        """Sentences that name people and one choice."""
        for piece in self._lines:
            if len(piece.folded) > 2000 or "vot" not in piece.folded.lower():
                continue
            match = _SENTENCE.match(piece.folded)
            if match is None or _HEADING.match(piece.folded):
                continue
            who = Span(*match.span("who")).shifted(piece.span.start).stripped(self._folded)
            votes = self._voters(who, _choice(match), 0.9)
            if votes and _are_names(who.of(self._folded)):
                yield Span(*match.span()).shifted(piece.span.start), tuple(votes)

    def _stands(self) -> list[Vote]:
        """What speakers of minutes are for or against, where their words say so."""
        found = []
        for piece in self._lines:
            match = _SPEAKER.match(piece.folded) if len(piece.folded) < 4000 else None
            choice = _stand(match["said"]) if match else None
            if match is None or choice is None:
                continue
            who = Span(*match.span("who")).shifted(piece.span.start)
            found += [
                Vote(
                    **evidence(self._document, piece.span, NAME, 0.4),
                    party=named.party,
                    choice=choice,
                )
                for named in parties(self._folded, who, self._authority)[:1]
            ]
        return found

    def _bare(self, span: Span, votes: tuple[Vote, ...], confidence: float) -> Decision:
        """A vote without a decision around it: what it was about is not said."""
        heading = next((p for p in self._lines if p.kind == "decision"), None)
        return Decision(
            span=span,
            quote=span.of(self._document.text),
            extractor=NAME,
            confidence=confidence,
            body=self._body(heading),
            title=plain(heading.folded) if heading else None,
            date=self._date(),
            votes=votes,
        )


_NO_QUESTION = frozenset(
    ["voting", "date", "number", "classification", "address", "note", "omission", "copies"]
)


def _draft(words: str) -> Span | None:
    """What a deciding sentence decides on; None when it decides nothing.

    >>> words = "To accept the proposed draft telegram"
    >>> _draft(words).of(words)
    'the proposed draft telegram'
    """
    passive = _PASSIVE.search(words)
    if passive is not None and not re.search(r"[;:]", words[: passive.start()]):
        return Span(0, passive.start())
    active = _ACTIVE.match(words)
    if active is None:
        return None
    return Span(*active.span("what2" if active["what2"] else "what3"))


def _choice(match: re.Match[str]) -> str:
    """The choice of a heading or sentence of voting."""
    groups = match.groupdict()
    named = next((c for c in (FOR, AGAINST, ABSTAINED) if groups.get(c)), None)
    return named or str(groups.get("bare") or FOR).lower()


def _stand(words: str) -> str | None:
    """For or against, as the words lean; None where they lean to neither.

    A word against outweighs one for: "The bridge is no answer. Favors waiting." is against
    acting now.

    >>> _stand("The bridge is no answer. Favors waiting."), _stand("Agrees."), _stand("Asks why.")
    ('against', 'for', None)
    """
    if _STAND_AGAINST.search(words):
        return AGAINST
    return FOR if _STAND_FOR.search(words) else None


def _are_names(words: str) -> bool:
    """True when nothing but names, titles and joints stands there."""
    rest = re.sub(alternatives("title"), " ", words, flags=re.IGNORECASE)
    lower = [w for w in re.findall(r"[^\W\d_]+", rest) if w.islower() and w not in {"and", "all"}]
    return not lower
