"""Other messages that this one speaks of.

Input: the findings before, the running text of the messages, reference lines of the head
("RE: # 77") and the lines of decisions. Output: a `Reference` for each message spoken of, in
text order, with kind, form, number, date, author and addressee as far as the words tell:

* incoming: "your cable of 30 September and 1 October" (one noun, two dates: two references, each
  at its date), "To No. 15", "Re: # 77", and the bare number that opens the first sentence;
* own: "see our No. 12", "What I sent on June 2", "as I reported on 5 May";
* third party: "the letter of X to Y", "Telegram from Comrade Finch # 77", "yesterday's
  broadcast" - incoming when X is whom the message answers, own when X wrote it;
* decision: "the decision of the Central Committee of 3 May";
* announced: "You will receive the answer to ...", "details will follow by letter".

"Your" means the one addressed in that sentence, which in a relayed text is not the recipient
(`kg.extractors.scopes`). A missing year is the document's own (`kg.dates.with_year`). A
reference that repeats an earlier one says so (`same_as`).

Not counted: what is awaited ("we await your answer"), "these cables", papers that are no
message (agreements, plans).

Confidence: 0.95 with number or date; 0.85 with author ("the letter of X"); 0.7 by its noun
alone; 0.4 a bare opening number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypedDict, Unpack

from kg.authority import Authority
from kg.cleaning import key, plain
from kg.dates import DateValue, PrintedDate, from_edtf, value_of
from kg.document import Document
from kg.extractors.dating import dates_in, message_day
from kg.extractors.evidence import evidence
from kg.extractors.grammar import holds_any, through_brackets
from kg.extractors.lines import NUMBER_SIGN, NUMBER_VALUE
from kg.extractors.parties import parties
from kg.extractors.parts import DECISION, HEAD, MESSAGE, TEXT, papers
from kg.extractors.scopes import People, Scope, spoken, with_role
from kg.extractors.sentences import sentences
from kg.findings import Finding, Findings, Number, Party, Reference
from kg.spans import Span

NAME = "references"
INCOMING, OWN, THIRD, DECIDED, ANNOUNCED = (
    "incoming", "own", "third party", "decision", "announced",
)  # fmt: skip


def extract(findings: Findings, authority: Authority) -> Iterator[Finding]:
    """The references of the document in text order."""
    reader = _Reader(findings, authority)
    found = sorted(reader.read(), key=lambda r: (r.span.start, r.span.end))
    seen: list[Reference] = []
    by_key: dict[tuple[object, ...], int] = {}
    for new in found:
        if seen and new.span.overlaps(seen[-1].span):
            continue
        same = _first_same(new, by_key, seen)
        reference = new if same is None else _as_before(new, seen[same], same)
        for identity in _identities(reference):
            by_key.setdefault(identity, len(seen))
        seen.append(reference)
    yield from seen


# What is said of a message

_NOUN_ALWAYS = (
    r"ciphered\s+telegrams?|telegrams?|cables?|letters?|messages?|dispatch(?:es)?|despatch(?:es)?|"
    r"radiograms?|cipher(?:ed)?\s+(?:telegrams?|cables?|messages?)|memorand(?:um|a)|"
    r"notes?\s+verbales?|oral\s+messages?|personal\s+messages?|postcards?|wires?|warnings?"
)
_NOUN_WITH_CONTEXT = (
    r"directives?|instructions?|orders?|requests?|reports?|repl(?:y|ies)|answers?|responses?|inquir(?:y|ies)|"
    r"communications?|proposals?|suggestions?|notes?|questions?|recommendations?|advice|appeals?"
)
_NOUN_PUBLIC = (
    r"broadcasts?|speech(?:es)?|declarations?|statements?|communiqu[eé]s?|articles?|"
    r"announcements?|proclamations?"
)
_NOUN_DECIDED = r"decisions?|resolutions?|decrees?|instructions?"
_NOUN = rf"(?:{_NOUN_ALWAYS}|{_NOUN_WITH_CONTEXT}|{_NOUN_PUBLIC})"
_ADJECTIVE = (
    r"(?:(?:last|latest|previous|earlier|first|second|third|recent|urgent|above-mentioned|secret|"
    r"personal|long|two|three|coded|ciphered|special|kind|most\s+recent)\s+)"
)
_NO = rf"(?:{NUMBER_SIGN}\s*[:.]?\s*)"
_NUMBERS = rf"(?P<number>{NUMBER_VALUE}(?:(?:\s*,\s*|\s+and\s+)(?:{_NO})?{NUMBER_VALUE})*)"

_POSSESSED = re.compile(
    # "your cable", "our No. 12", "point 2 of our No. 8/k", "my previous telegram"
    rf"\b(?P<whose>your|our|my)\s+{_ADJECTIVE}*(?:(?P<noun>{_NOUN})\b(?:\s*,?\s*(?:{_NO}){_NUMBERS})?|(?:{_NO})"
    rf"(?P<bare>{NUMBER_VALUE}))",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(
    # "To No. 483/sh.", "Re: # 77", "in reply to No. 5", "(from no. 14)"
    rf"(?P<lead>\bre\s*:\s*|\bref(?:erence)?\s*[:.]\s*|\b(?:in\s+)?(?:reply|answer|response)\s+to\s+(?:your\s+)?|"
    rf"^\s*to\s+(?:your\s+)?|\bfrom\s+)(?:(?:{_NOUN_ALWAYS})\s+)?{_NO}(?P<bare>{NUMBER_VALUE})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"\b(?P<noun>{_NOUN_ALWAYS}|notes?|reports?)\s+{_NO}(?P<bare>{NUMBER_VALUE})", re.IGNORECASE
)
_OF_SOMEBODY = re.compile(
    # "the letter of cde. KIM IL SUNG to cde. FENG XI", "Telegram from Comrade Finch # 77"
    rf"\b(?:(?P<article>the|an?|this|that)\s+)?{_ADJECTIVE}*(?P<noun>{_NOUN})\s+(?P<joint>of|from|by)\s+(?=(?:the\s+|our\s+|"
    r"comrades?\s|cdes?\.|com\.|comr\.|cmrds?\.|ambassador|minister|general|marshal|prime|president|[A-Z]))",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"(?P<who>[A-Z][\w-]+(?:\s+[A-Z][\w-]+){{0,3}})'s?\s+{_ADJECTIVE}*(?P<noun>{_NOUN})\b"
)
_DATED = re.compile(
    rf"\b(?:(?P<article>the|an?)\s+)?{_ADJECTIVE}*(?P<noun>{_NOUN_ALWAYS}|notes?|reports?|{_NOUN_PUBLIC})\s+(?:of|dated|from)\s+(?=(?:the\s+)?\d|[A-Z][a-z]+\s+\d)",
    re.IGNORECASE,
)
_HIS = re.compile(
    # "his request of 2 March": a message of somebody spoken of
    rf"\b(?P<whose>his|her|their)\s+{_ADJECTIVE}*(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
_DAY_OF = re.compile(
    rf"\b(?P<day>yesterday|today)'s\s+(?:\w+\s+){{0,2}}?(?P<noun>{_NOUN})\b", re.IGNORECASE
)
_I_SENT = re.compile(
    # "What I sent on June 2", "as I reported on 5 May", "you wrote on 3 May"
    r"\b(?:what|as|which|that)?\s*\b(?P<who>I|we|you|he|she|they)\s+(?:have\s+|had\s+|already\s+)*(?P<verb>sent|wrote|reported|"
    r"telegraphed|wired|cabled|informed|communicated|transmitted|written)\b(?:\s+(?:to\s+)?(?:you|us|me))?"
    r"(?:\s+[a-z]+){0,3}?\s+(?:on|of)\s+",
    re.IGNORECASE,
)
_DECIDED_BY = re.compile(
    rf"\b(?:the\s+)?(?P<noun>{_NOUN_DECIDED})\s+of\s+(?:the\s+)?(?P<who>(?:[A-Z][\w()]*|of|the|and)(?:\s+(?:[A-Z][\w()]*|of|the|and)){{0,8}})"
)
_PROMISED = re.compile(
    # "You will receive in a few days the answer to", "we will send you a letter", "details follow"
    r"\b(?:you\s+(?:will|shall)\s+(?:\w+\s+){0,2}?receive|(?:we|I)\s+(?:will|shall)\s+(?:\w+\s+){0,2}?"
    r"(?:send|give|dispatch|telegraph|communicate|answer)(?:\s+(?:you|him|them))?)\b(?P<between>[^.;]{0,60}?)"
    rf"\b(?P<article>the|an?|our|my|your)\s+(?:\w+\s+)?(?P<noun>{_NOUN})\b|"
    rf"\b(?P<article2>the|an?|our|my)\s+(?:\w+\s+)?(?P<noun2>repl(?:y|ies)|answers?|letters?|telegrams?|cables?|instructions)\s+will\s+"
    r"(?:\w+\s+){0,2}?(?:follow|be\s+sent|be\s+given|come)\b|"
    rf"\b(?:we|I)\s+(?:will|shall)\s+[^.;]{{1,80}}?\b(?:in|by)\s+(?P<article4>an?)\s+(?:separate|special|further|"
    rf"second)\s+(?P<noun4>{_NOUN_ALWAYS})\b|"
    rf"\b(?:details|instructions|text)\s+(?:will\s+)?follow\w*\s+(?:in|by)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+)?(?P<noun3>{_NOUN_ALWAYS})\b",
    re.IGNORECASE,
)
_OPENING_NUMBER = re.compile(
    # "307. First. ..." (fixture F4): a point number would be small, or more would follow
    r"\s*(?P<bare>\d{2,6}(?:/\w+)?)\.?\s+(?=(?:First|1)[.:]|[A-Z][a-z]+\b)"
)
_AFTER = re.compile(
    # what may stand between the noun and its date or number
    rf"\s*,?\s*(?:(?:of|dated|from|on|sent|received|with|under|{_NO}{NUMBER_VALUE},?)\s+)*",
    re.IGNORECASE,
)
_DAYS = re.compile(
    # between a noun and its date, or two dates: ", and", "3 and" ("3 and 4 May")
    r"[\s,]*(?:and|as\s+well\s+as|of|the|on)?\s*(?:the\s+)?"
    r"(?P<days>(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)+(?:and\s+)?)?(?:the\s+)?"
)
_CONTEXT = re.compile(
    # what makes "your request" a message that came, and not a wish in general
    r"\b(?:receiv|accord|under|pursuan|repl(?:y|ying)\s+to|answer\s+to|answer\w*|response\s+to|regard|"
    r"connection\s+with|as\s+to|thank|read\b|in\s+view|refer|concerning|as\s+per|convey|transmit|report|"
    r"carried\s+out|carry\s+out|fulfil|acquaint|studied|discuss|communicat)",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\s+[^.;]{0,60}?\b(?:has|have|was|were)\s+(?:come|came|arrived|been\s+received|received|reached)\b"
)
_AWAITED = re.compile(
    r"\b(?:await\w*|wait\w*\s+for|expect\w*|request\w*|ask\w*\s+for|need\w*|give|send|telegraph|want)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s+(?P<word>on|about|concerning|regarding|for|with\s+regard\s+to)\s+(?P<subject>(?!the\s+same\b)[^,.;:]{3,80}?)"
    r"(?=\s+(?:has|have|is|was|were|which|that|we|I|you|and\s+(?:we|I|that))\b|[,.;:]|$)",
    re.IGNORECASE,
)
_STEMS = (
    "telegram", "cable", "letter", "message", " dispatch", " despatch", " radiogram", "memorand",
    " note", " postcard", " wire", " warning", " directive", " instruction", " order", " request",
    " report", " repl", " answer", " response", " inquir", " communicat", " proposal",
    " suggestion", " question", " recommendation", " advice", " appeal", " broadcast", " speech",
    " declaration", " statement", " communiqu", " article", " announcement", " proclamation",
    " decision", " resolution", " decree", " sent", " wrote", " inform", " written",
    " transmitted", " details", " text", " no.", "n°", " nos", " nr", " number", "#",
)  # fmt: skip
"""A sentence without any of these speaks of no message."""


class _Known(TypedDict, total=False):
    """What the words tell of a message, besides who wrote it to whom."""

    number: str | None
    date: DateValue | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence or line: its place, its words as read, who speaks to whom in it."""

    span: Span
    words: str
    scope: Scope
    first: bool = False


class _Reader:
    def __init__(self, findings: Findings, authority: Authority) -> None:
        self._findings = findings
        self._document: Document = findings.document
        self._folded = self._document.folded
        self._authority = authority
        self._people = People(findings)
        self._scope = _outer_scope(findings)
        self._own_numbers = {number.value for number in findings.of(Number)}

    def read(self) -> Iterator[Reference]:
        """All references, in no order, perhaps overlapping."""
        for line in self._lines():
            if line.first:
                yield from self._opening(line)
            if holds_any(line.words, _STEMS):
                yield from self._of_line(line)

    def _lines(self) -> Iterator[_Line]:
        starts = {
            part.span.start
            for paper in papers(self._document)
            if paper.kind == MESSAGE
            for part in paper.of(TEXT)[:1]
        }
        for item in spoken(self._findings):
            sentence = item.sentence
            if not sentence.is_note:
                yield _Line(sentence.span, through_brackets(sentence.words), item.scope)
        for start in starts:
            end = min(len(self._folded), start + 60)
            yield _Line(Span(start, end), self._folded[start:end], self._scope, True)
        for paper in papers(self._document):
            pieces = paper.pieces() if paper.kind == DECISION else paper.pieces(HEAD)
            for piece in pieces:
                if paper.kind == DECISION and piece.kind in {"", "text"}:
                    for part in sentences(self._folded, piece.span):
                        yield _Line(part.span, through_brackets(part.words), self._scope)
                elif piece.kind == "reference":
                    yield _Line(piece.span, through_brackets(piece.folded), self._scope)

    # one line

    def _of_line(self, line: _Line) -> Iterator[Reference]:
        taken: list[Span] = []
        for find in (
            self._promised, self._possessed, self._of_somebody, self._day_of, self._possessive,
            self._his, self._to_number,
            self._numbered, self._sent, self._decided, self._dated,
        ):  # fmt: skip
            found = [r for r in find(line) if not any(r.span.overlaps(o) for o in taken)]
            taken += [r.span for r in found]
            yield from found

    def _opening(self, line: _Line) -> Iterator[Reference]:
        match = _OPENING_NUMBER.match(line.words)
        if match is None or match["bare"] in self._own_numbers:
            return
        ordinal = re.match(r"(?:First|1)[.:]", line.words[match.end() :])
        if len(match["bare"]) < 3 and not ordinal:
            return
        span = Span(*match.span("bare")).shifted(line.span.start)
        yield self._between((INCOMING, "message", 0.4), span, self._scope, number=match["bare"])

    def _possessed(self, line: _Line) -> Iterator[Reference]:
        for match in _POSSESSED.finditer(line.words):
            noun = match["noun"]
            if noun and not self._is_message(line, match, noun):
                continue
            kind = INCOMING if match["whose"].lower() == "your" else OWN
            yield from self._one_or_more(line, match, noun or "message", kind)

    def _is_message(self, line: _Line, match: re.Match[str], noun: str) -> bool:
        """True unless the noun can mean a wish or a paper in general and nothing says otherwise."""
        before = line.words[max(0, match.start() - 60) : match.start()]
        dated = match["number"] or self._dates(line, match.end())
        if dated:
            return True
        if _AWAITED.search(before):
            return False
        if re.fullmatch(_NOUN_ALWAYS, noun, re.IGNORECASE):
            return True
        if re.fullmatch(_NOUN_PUBLIC, noun, re.IGNORECASE):
            return False
        came = _CAME.match(line.words, match.end(), match.end() + 120)
        return bool(_CONTEXT.search(before) or came)

    def _one_or_more(
        self, line: _Line, match: re.Match[str], noun: str, kind: str
    ) -> Iterator[Reference]:
        """One noun with two dates or numbers is two references, each at its date or number."""
        dates = self._dates(line, match.end())
        numbers = re.findall(NUMBER_VALUE, match["number"] or match["bare"] or "")
        last = dates[-1].span.end - line.span.start if dates else match.end()
        what = (kind, _singular(noun), 0.95 if dates or numbers else 0.7)
        subject = self._subject(line, last)
        if len(dates) > 1:
            for printed in dates:
                span = printed.span.stripped(self._folded, " .,")
                yield self._between(what, span, line.scope, subject=subject, date=value_of(printed))
            return
        end = max(match.end(), last)
        span = Span(match.start(), end).shifted(line.span.start).stripped(self._folded, " .,")
        date = value_of(dates[0]) if dates else None
        for number in numbers if len(numbers) > 1 else ():
            at = self._folded.find(number, span.start, span.end)
            place = Span(at, at + len(number))
            yield self._between(what, place, line.scope, subject=subject, date=date, number=number)
        if len(numbers) < 2:
            number = numbers[0] if numbers else self._number_after(line, match.end(), end)
            yield self._between(what, span, line.scope, subject=subject, date=date, number=number)

    def _number_after(self, line: _Line, start: int, end: int) -> str | None:
        found = re.search(rf"{_NO}({NUMBER_VALUE})", line.words[start:end])
        return found[1] if found else None

    def _dates(self, line: _Line, position: int) -> list[PrintedDate]:
        """The dates right behind a noun: "of 30 September and 1 October"."""
        start = line.span.start + position
        if not re.search(r"\d", self._folded[start : min(line.span.end, start + 60)]):
            return []
        found: list[PrintedDate] = []
        after = _AFTER.match(self._folded, start, line.span.end)
        place = after.end() if after else start
        area = Span(start, min(line.span.end, start + 160))
        for printed in dates_in(self._document, area):
            gap = Span(place, printed.span.start)
            days = _DAYS.fullmatch(gap.of(self._folded))
            if days is None:
                break
            found += _with_days(printed, gap.start, days["days"] or "", days.start("days"))
            found.append(printed)
            place = printed.span.end
        return found

    def _subject(self, line: _Line, position: int) -> str | None:
        match = _ABOUT.match(line.words, position)
        return plain(match["subject"]) if match else None

    def _of_somebody(self, line: _Line) -> Iterator[Reference]:
        for match in _OF_SOMEBODY.finditer(line.words):
            end = self._end_of_names(line, match.end())
            place = Span(match.end(), end).shifted(line.span.start)
            authors = self._parties(place)
            if not authors or match["noun"].lower().startswith("question"):
                continue
            addressee, end = self._addressee(line, end)
            number = re.match(rf"\s*,?\s*{_NO}({NUMBER_VALUE})", line.words[end:])
            end += number.end() if number else 0
            dates = self._dates(line, end)
            end = dates[0].span.end - line.span.start if dates else end
            span = Span(match.start(), end).shifted(line.span.start).stripped(self._folded, " .,")
            yield self._by(
                span, match["noun"], authors, addressee,
                number=number[1] if number else None,
                date=value_of(dates[0]) if dates else None,
                subject=self._subject(line, end),
            )  # fmt: skip

    def _end_of_names(self, line: _Line, start: int) -> int:
        """Where the name behind "letter of" ends."""
        match = _NAME_PHRASE.match(line.words, start)
        return match.end() if match else start

    def _addressee(self, line: _Line, position: int) -> tuple[Party | None, int]:
        lead = re.match(r"\s+(?:addressed\s+)?to\s+", line.words[position:])
        if lead is None:
            return None, position
        start = position + lead.end()
        end = self._end_of_names(line, start)
        party = self._party(Span(start, end).shifted(line.span.start))
        return (party, end) if party else (None, position)

    def _parties(self, place: Span) -> tuple[Party, ...]:
        """Those named at a place: mentions, else what reads as a name."""
        if place.start >= place.end:
            return ()
        found = self._people.within(place)
        if found or self._people.places_in(place):
            return tuple(found)
        if not place.of(self._folded)[:1].isupper():
            return ()
        return tuple(named.party for named in parties(self._folded, place, self._authority))

    def _party(self, place: Span) -> Party | None:
        return next(iter(self._parties(place)), None)

    def _possessive(self, line: _Line) -> Iterator[Reference]:
        for match in _POSSESSIVE.finditer(line.words):
            noun = match["noun"]
            author = self._party(Span(*match.span("who")).shifted(line.span.start))
            dates = self._dates(line, match.end())
            general = not re.fullmatch(rf"{_NOUN_ALWAYS}|{_NOUN_PUBLIC}", noun, re.IGNORECASE)
            if author is None or author.kind == "place" or (general and not dates):
                continue
            end = dates[0].span.end - line.span.start if dates else match.end()
            span = Span(match.start(), end).shifted(line.span.start)
            yield self._by(span, noun, (author,), None, date=value_of(dates[0]) if dates else None,
                           subject=self._subject(line, end))  # fmt: skip

    def _his(self, line: _Line) -> Iterator[Reference]:
        for match in _HIS.finditer(line.words):
            dates = self._dates(line, match.end())
            if not dates:
                continue
            span = Span(match.start(), dates[0].span.end - line.span.start)
            span = span.shifted(line.span.start).stripped(self._folded, " .,")
            place = span.start
            author = next(self._people.before(place, _PERSON, max(0, place - 1500)), None)
            if author is not None:
                yield self._by(span, match["noun"], (author,), None, date=value_of(dates[0]))

    def _by(
        self,
        span: Span,
        noun: str,
        authors: tuple[Party, ...],
        addressee: Party | None,
        **known: Unpack[_Known],
    ) -> Reference:
        """A message of a named author; its kind depends on who he is in this correspondence."""
        scope = self._scope
        who = {key(author.name) for author in authors}
        kind = THIRD
        if who & {key(p.name) for p in scope.speakers}:
            kind = OWN
        elif who & {key(p.name) for p in scope.addressed} and self._is_answered(addressee):
            kind = INCOMING
        confidence = 0.95 if known.get("number") or known.get("date") else 0.85
        return Reference(
            **evidence(self._document, span, NAME, confidence),
            kind=kind,
            form=_singular(noun),
            author=authors,
            addressee=(addressee,) if addressee else (),
            **known,
        )

    def _is_answered(self, addressee: Party | None) -> bool:
        """A letter of the recipient is incoming unless it went to somebody else."""
        if addressee is None:
            return all(paper.kind == MESSAGE for paper in papers(self._document))
        return key(addressee.name) in {key(p.name) for p in self._scope.speakers}

    def _to_number(self, line: _Line) -> Iterator[Reference]:
        for match in _TO_NUMBER.finditer(line.words):
            if match["lead"].lower().strip() == "from" and "(" not in line.words[: match.start()]:
                continue
            kind = THIRD if match["lead"].lower().strip() == "from" else INCOMING
            start = match.start() + len(match["lead"]) - len(match["lead"].lstrip())
            span = Span(start, match.end()).shifted(line.span.start).stripped(self._folded)
            scope = line.scope if kind == INCOMING else Scope()
            yield self._between((kind, "message", 0.95), span, scope, number=match["bare"])

    def _numbered(self, line: _Line) -> Iterator[Reference]:
        for match in _NUMBERED.finditer(line.words):
            if match["bare"] in self._own_numbers:
                continue
            span = Span(*match.span()).shifted(line.span.start)
            dates = self._dates(line, match.end())
            yield self._between(
                (THIRD, _singular(match["noun"]), 0.8),
                span,
                Scope(),
                number=match["bare"],
                date=value_of(dates[0]) if dates else None,
            )

    def _day_of(self, line: _Line) -> Iterator[Reference]:
        day = message_day(self._document)
        for match in _DAY_OF.finditer(line.words):
            span = Span(*match.span()).shifted(line.span.start)
            back = 1 if match["day"].lower() == "yesterday" else 0
            date = from_edtf((day - timedelta(days=back)).isoformat()) if day else None
            yield self._between((THIRD, _singular(match["noun"]), 0.8), span, Scope(), date=date)

    def _sent(self, line: _Line) -> Iterator[Reference]:
        for match in _I_SENT.finditer(line.words):
            start = line.span.start + match.end()
            area = Span(start, min(line.span.end, start + 30))
            dates = [d for d in dates_in(self._document, area) if d.span.start == start]
            if not dates:
                continue
            span = Span(line.span.start + match.start(), dates[0].span.end).stripped(self._folded)
            who, form = match["who"].lower(), _FORM_OF_VERB.get(match["verb"].lower(), "message")
            if who in {"he", "she", "they"}:
                author = next(self._people.before(start, _PERSON, max(0, start - 1500)), None)
                authors = (author,) if author else ()
                yield self._by(span, form, authors, None, date=value_of(dates[0]))
                continue
            kind = INCOMING if who == "you" else OWN
            yield self._between((kind, form, 0.9), span, line.scope, date=value_of(dates[0]))

    def _decided(self, line: _Line) -> Iterator[Reference]:
        for match in _DECIDED_BY.finditer(line.words):
            dates = self._dates(line, match.end())
            if not dates or dates[0].span.start - line.span.start < match.end():
                continue
            span = Span(match.start(), dates[0].span.end - line.span.start)
            author = self._party(Span(*match.span("who")).shifted(line.span.start))
            yield Reference(
                **evidence(self._document, span.shifted(line.span.start), NAME, 0.9),
                kind=DECIDED, form=_singular(match["noun"]), date=value_of(dates[0]),
                author=(author,) if author else (),
            )  # fmt: skip

    def _dated(self, line: _Line) -> Iterator[Reference]:
        for match in _DATED.finditer(line.words):
            dates = self._dates(line, match.end())
            if not dates:
                continue
            span = Span(match.start(), dates[0].span.end - line.span.start)
            yield self._between(
                (THIRD, _singular(match["noun"]), 0.8),
                span.shifted(line.span.start),
                Scope(),
                date=value_of(dates[0]),
            )

    def _promised(self, line: _Line) -> Iterator[Reference]:
        for match in _PROMISED.finditer(line.words):
            group = next(g for g in ("noun", "noun2", "noun3", "noun4") if match[g])
            article = {"noun": "article", "noun2": "article2", "noun4": "article4"}.get(group)
            start = match.start(article) if article else match.start(group)
            span = Span(start, match.end(group)).shifted(line.span.start)
            yield Reference(
                **evidence(self._document, span, NAME, 0.85), kind=ANNOUNCED,
                form=_singular(match[group]), author=line.scope.speakers,
            )  # fmt: skip

    def _between(
        self, what: tuple[str, str, float], span: Span, scope: Scope, **known: Unpack[_Known]
    ) -> Reference:
        """A reference (kind, form, confidence) between those who speak to each other."""
        kind, form, confidence = what
        author, addressee = {
            INCOMING: (scope.addressed, scope.speakers),
            OWN: (scope.speakers, scope.addressed),
        }.get(kind, ((), ()))
        return Reference(
            **evidence(self._document, span, NAME, confidence),
            kind=kind,
            form=form,
            author=author,
            addressee=addressee,
            **known,
        )


def _outer_scope(findings: Findings) -> Scope:
    """Who wrote to whom, for lines outside the text."""
    message = next((p for p in papers(findings.document) if p.kind == MESSAGE), None)
    if message is None:
        return Scope()
    senders = with_role(findings, message, "sender")
    return Scope(senders, with_role(findings, message, "recipient"))


_NAME_PHRASE = re.compile(
    # titles, posts and capitalized words; brackets are blanked out already
    r"(?:the\s+|our\s+)?(?:(?:cdes?|com|comr|cmrds?|amb|gen|mr|dr)\.\s*|comrades?\s+|ambassador\s+|minister\s+|"
    r"general\s+|marshal\s+|president\s+|premier\s+|prime\s+minister\s+)*"
    r"[A-Z][\w.'-]*(?:(?:\s+|-)(?:(?:of|for|the|and)\s+(?:cde\.\s+|comrade\s+)?(?=[A-Z][\w-]*\b(?!'s)))?"
    r"[A-Z][\w.-]*){0,7}",
)
_PERSON = frozenset(["person"])
_FORM_OF_VERB = {
    "telegraphed": "telegram", "wired": "telegram", "cabled": "cable", "reported": "report",
    "wrote": "letter", "written": "letter",
}  # fmt: skip


def _with_days(printed: PrintedDate, start: int, days: str, offset: int) -> Iterator[PrintedDate]:
    """The days before "and 4 May" in "3 and 4 May": of the same month and year."""
    for match in re.finditer(r"\d{1,2}", days):
        readings = tuple((year, month, int(match[0])) for year, month, _ in printed.readings)
        place = Span(*match.span()).shifted(start + offset)
        yield PrintedDate(place, readings, printed.style, printed.orders)


def _singular(noun: str) -> str:
    """The word used, in the singular and lower case.

    >>> _singular("Cables"), _singular("replies"), _singular("dispatches")
    ('cable', 'reply', 'dispatch')
    """
    word = plain(noun).lower()
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ches"):
        return word[:-2]
    if word == "memoranda":
        return "memorandum"
    keeps = word.endswith(("ss", "advice")) or (word == "instructions")
    return word if keeps or not word.endswith("s") else word[:-1]


# Repetitions


def _identities(reference: Reference) -> Iterator[tuple[object, ...]]:
    """What makes two references speak of one message."""
    author = tuple(sorted(key(party.name) for party in reference.author))
    if reference.number:
        yield ("number", reference.number)
    if reference.date and reference.date.is_day and author:
        yield ("day", reference.date.edtf, author, reference.form)
    if author and not reference.number and reference.kind == THIRD:
        yield ("author", author, reference.form)


def _first_same(
    reference: Reference, by_key: dict[tuple[object, ...], int], seen: list[Reference]
) -> int | None:
    for identity in _identities(reference):
        index = by_key.get(identity)
        if index is not None and not _contradict(reference, seen[index]):
            return index
    return None


def _contradict(one: Reference, other: Reference) -> bool:
    """True when number, date or author of the two differ."""
    if one.number and other.number and one.number != other.number:
        return True
    if one.date and other.date and one.date != other.date:
        return True
    authors = {key(party.name) for party in one.author}
    return bool(authors and other.author and authors.isdisjoint(key(p.name) for p in other.author))


def _as_before(reference: Reference, earlier: Reference, index: int) -> Reference:
    """The repetition with what the first reference knew."""
    return replace(
        reference,
        same_as=earlier.same_as if earlier.same_as is not None else index,
        addressee=reference.addressee or earlier.addressee,
        author=reference.author or earlier.author,
    )
