"""Who wrote to whom, through whom, from where to where.

Input: head and tail of the papers (`kg.extractors.parts`), the aliases of the document, and
the page's title. The head and the signature win; what they leave open is taken from the title,
which in six of the 31 documents surveyed is the only place that names sender or addressee.

* A bare name in an address is a place when the register knows it as one, when it is called a
  port or city, or when names follow on the next line ("To Pyongyang / SHTRAUS").
* The nominal addressee of a text that begins "Hand this to X:" is a relay, X the recipient;
  so is one whom the title calls "via". An addressee of a postscript is at most a relay.
* An attached draft gives its own addressee and destination when the document is the decision
  that approves it.
* A post without a name stays a post: who held it is judged in `kg.resolve`.

Confidence: 0.95 a labeled line ("From:", "To"); 0.9 a line of names under the destination, the
signature; 0.85 a stamp, or the recipient of "Hand this to X:"; 0.75 a salutation, or the head
of an attached draft; 0.7 the title, or a name whose place in the head leaves doubt; 0.4 the
addressee of a postscript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.authority import Authority
from kg.cleaning import key, title_case
from kg.document import Document
from kg.extractors.evidence import evidence
from kg.extractors.lines import ADDRESS_LABEL
from kg.extractors.parties import COVER_NAME, OFFICE, PERSON, NamePhrase, is_place, parties
from kg.extractors.parts import DECISION, HEAD, MESSAGE, TAIL, TEXT, Paper, Piece, papers
from kg.extractors.phrases import name_phrase
from kg.extractors.stamps import Stamp, stamps
from kg.extractors.titles import read_title
from kg.extractors.vocabulary import alternatives
from kg.findings import Alias, Finding, Findings, Mention, Party
from kg.spans import Span

NAME = "correspondents"
SENDER, RECIPIENT, RELAY, SIGNATORY = "sender", "recipient", "relay", "signatory"
FROM_PLACE, TO_PLACE = "sent from", "sent to"


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:
    """Mentions with the roles sender, recipient, relay, signatory, sent from and sent to."""
    reading = _Reading(findings.document, authority, tuple(findings.of(Alias)))
    found: list[Mention] = []
    for paper in _letters(papers(findings.document)):
        doubt = 0.0 if paper is papers(findings.document)[0] else 0.2
        found += [_doubted(mention, doubt) for mention in _of_paper(reading, paper)]
    found = _relayed(found, reading)
    found += [mention for mention in _of_title(reading) if _is_missing(found, mention)]
    return [_under_real_name(mention, reading) for mention in _once(found)]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every rule here looks at."""

    document: Document
    authority: Authority
    aliases: tuple[Alias, ...]

    def names(self, span: Span) -> list[NamePhrase]:
        return parties(self.document.folded, span, self.authority)

    def is_place(self, span: Span) -> bool:
        return is_place(span.of(self.document.folded), self.authority)

    def place(self, span: Span, role: str, confidence: float) -> Mention:
        bare = span.stripped(self.document.folded, " \n.,:;-")
        written = bare.of(self.document.folded)
        name = " ".join(title_case(word) for word in written.split())
        found = evidence(self.document, bare, NAME, confidence)
        return Mention(**found, party=Party(written, name, "place", None, bare), role=role)

    def mention(self, named: NamePhrase, role: str, confidence: float) -> Mention:
        span = named.party.span or named.span
        found = evidence(self.document, span, NAME, confidence)
        return Mention(**found, party=named.party, role=role)

    def mentions(self, span: Span, role: str, confidence: float) -> list[Mention]:
        return [self.mention(named, role, confidence) for named in self.names(span)]


def _letters(every: Sequence[Paper]) -> list[Paper]:
    """The first paper, and the draft attached to it when it is a decision."""
    if not every:
        return []
    attached = [paper for paper in every[1:2] if paper.kind == MESSAGE]
    return [every[0], *attached] if every[0].kind == DECISION else [every[0]]


def _of_paper(reading: _Reading, paper: Paper) -> list[Mention]:
    head = _of_head(reading, paper)
    signed = _of_signature(reading, paper)
    head = _places_for_senders(head, bool(signed))
    if not any(m.role == SENDER and m.kind == PERSON for m in head):
        sent = [replace(m, role=SENDER) for m in signed]
        head += sent
    return [*head, *signed, *_of_lead_in(reading, paper), *_of_postscript(reading, paper)]


def _doubted(mention: Mention, doubt: float) -> Mention:
    return replace(mention, confidence=round(mention.confidence - doubt, 2))


# The head


def _of_head(reading: _Reading, paper: Paper) -> list[Mention]:
    """Walks down the head; what came before decides what a line of names is."""
    pieces = paper.pieces(HEAD) if paper.kind == DECISION else _first_head(paper)
    found: list[Mention] = []
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        found += _of_head_piece(reading, piece, following, found)
    found += [m for stamp in _stamps_of(reading, paper) for m in _of_stamp(reading, stamp)]
    return found


def _first_head(paper: Paper) -> list[Piece]:
    """The pieces before the text; an address after it belongs to a postscript."""
    pieces: list[Piece] = []
    for part in paper.parts:
        if part.kind == TEXT:
            break
        if part.kind == HEAD:
            pieces += part.pieces
    return pieces


def _of_head_piece(
    reading: _Reading, piece: Piece, following: Piece | None, before: Sequence[Mention]
) -> list[Mention]:
    if piece.kind == "sender":
        return _from(reading, piece)
    if piece.kind == "address":
        return _to(reading, piece, following)
    if piece.kind == "salutation":
        known = any(m.role == RECIPIENT for m in before)
        return [] if known else reading.mentions(name_phrase(piece), RECIPIENT, 0.75)
    if piece.kind in {"names", "office"}:
        return _names_in_head(reading, piece, following, before)
    return []


def _from(reading: _Reading, piece: Piece) -> list[Mention]:
    span = name_phrase(piece)
    if reading.is_place(span):
        return [reading.place(span, FROM_PLACE, 0.95)]
    return reading.mentions(span, SENDER, 0.95)


def _to(reading: _Reading, piece: Piece, following: Piece | None) -> list[Mention]:
    match = ADDRESS_LABEL.match(piece.folded)
    if match is None:
        return []
    start, found = piece.span.start, []
    for group in ("place", "where"):
        if match[group]:
            span = Span(*match.span(group)).shifted(start)
            found.append(reading.place(span, TO_PLACE, 0.95))
    span = name_phrase(piece)
    if not found and _is_destination(reading, span, following):
        return [reading.place(span, TO_PLACE, 0.95)]
    return [*found, *reading.mentions(span, RECIPIENT, 0.95)]


def _is_destination(reading: _Reading, span: Span, following: Piece | None) -> bool:
    """A bare name with names, a post or "To Comrade X" on the next line."""
    if reading.is_place(span):
        return True
    words = span.of(reading.document.folded)
    named = reading.names(span)
    bare = len(named) == 1 and named[0].party.kind == PERSON and not _has_more(named[0])
    short = len(words.split()) <= 3 and not re.search(r"[\[(]", words)
    known = any(r.entity_kind == PERSON for r in reading.authority.named(words.strip(" .,:")))
    next_is_name = following is not None and following.kind in {"names", "office", "address"}
    return bare and short and next_is_name and not known


def _has_more(named: NamePhrase) -> bool:
    return bool(named.title or named.rank or named.gloss or named.party.office)


def _names_in_head(
    reading: _Reading, piece: Piece, following: Piece | None, before: Sequence[Mention]
) -> list[Mention]:
    if _is_destination(reading, piece.span, following):
        return [reading.place(piece.span, TO_PLACE, 0.9)]
    addressed = any(m.role in {TO_PLACE, RECIPIENT} for m in before)
    named = reading.names(piece.span)
    if piece.kind == "office" and not addressed:
        return []  # the issuing office: `kg.extractors.markings`
    if piece.kind == "office" and not any(n.party.kind in {OFFICE, PERSON} for n in named):
        return []
    marked = piece.folded.isupper() or any(_has_more(n) for n in named)
    return [reading.mention(n, RECIPIENT, 0.9 if addressed or marked else 0.7) for n in named]


# Stamps


def _stamps_of(reading: _Reading, paper: Paper) -> Iterator[Stamp]:
    return (stamp for stamp in stamps(reading.document) if paper.span.covers(stamp.span))


def _of_stamp(reading: _Reading, stamp: Stamp) -> list[Mention]:
    """Where it was sent from, and received; "from the Embassy in Selm" names a sender."""
    found: list[Mention] = []
    if stamp.kind not in {"sent", "received"}:
        return found
    if stamp.place is not None and stamp.is_from:
        found.append(reading.place(stamp.place, FROM_PLACE, 0.85))
    if stamp.place is not None and not stamp.is_from:
        role = TO_PLACE if stamp.kind == "received" else FROM_PLACE
        found.append(reading.place(stamp.place, role, 0.7))
    if stamp.origin is not None and stamp.origin != stamp.place:
        named = [n for n in reading.names(stamp.origin) if n.party.kind != PERSON or _has_more(n)]
        found += [reading.mention(n, SENDER, 0.85) for n in named]
    return found


# The tail


def _of_signature(reading: _Reading, paper: Paper) -> list[Mention]:
    """The first names after the text, with the post on the line below them."""
    pieces = paper.pieces(TAIL)
    for index, piece in enumerate(pieces):
        if piece.kind in {"copies", "certified", "event"}:
            return []
        if piece.kind not in {"names", "signature", "office"}:
            continue
        span = name_phrase(piece)
        if reading.is_place(span):
            continue
        found = reading.mentions(span, SIGNATORY, 0.9)
        if found:
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            return _with_post(reading, found, after)
    return []


def _with_post(reading: _Reading, found: list[Mention], after: Piece | None) -> list[Mention]:
    person = found[0].party
    if len(found) != 1 or person.kind != PERSON or person.office or after is None:
        return found
    named = reading.names(after.span) if after.kind == "office" else []
    if len(named) != 1 or named[0].party.kind != OFFICE:
        return found
    return [replace(found[0], party=replace(person, office=named[0].party.written))]


def _places_for_senders(head: list[Mention], signed: bool) -> list[Mention]:
    """A bare "From X" above a message that somebody else signs names the place of sending."""
    kept: list[Mention] = []
    for mention in head:
        party = mention.party
        bare = mention.role == SENDER and party.kind == PERSON and party.office is None
        if (
            signed
            and bare
            and party.name.lower() == party.written.lower()
            and mention.confidence > 0.9
        ):
            place = replace(party, kind="place")
            kept.append(replace(mention, party=place, role=FROM_PLACE, confidence=0.7))
        else:
            kept.append(mention)
    return kept


# Relays


_LEAD_IN = re.compile(
    # "Hand this to BRAM ILK:", "Please pass the following to Comrade X:", "Deliver to Comrade X"
    r"[\"']?(?:(?:please|kindly|urgently|immediately|i ask you to|we ask you to)\s+){0,2}"
    r"(?:hand|pass|transmit|convey|deliver|forward|give|relay|communicate)(?:\s+(?:on|over))?\s+"
    r"(?:(?:this|the\s+following|our|my|the|a)\s*(?:(?:following\s+)?(?:text|message|telegram|cable"
    r"|letter|answer|reply|response|note|information))?\s+)?(?:on\s+|over\s+)?to\s+(?P<name>[^:.\n]{2,80}?)"
    r"(?:\s+(?:the\s+following|immediately|at\s+once|without\s+delay|our\s+\w+|this\s+\w+)[^:\n]{0,40})?\s*:",
    re.IGNORECASE,
)


def _of_lead_in(reading: _Reading, paper: Paper) -> list[Mention]:
    """The final addressee, named by the first sentence of a text to be handed on."""
    text = paper.pieces(TEXT)
    if not text:
        return []
    titled = re.sub(
        rf"\b{alternatives('title')}",
        lambda m: m[0].replace(".", " "),
        text[0].folded[:300],
        flags=re.I,
    )
    match = _LEAD_IN.match(titled)
    if match is None:
        return []
    span = Span(*match.span("name")).shifted(text[0].span.start)
    return reading.mentions(span, RECIPIENT, 0.85)


def _of_postscript(reading: _Reading, paper: Paper) -> list[Mention]:
    """ "for Cde. VOSS: show PERRIN ..." after the signature: perhaps who hands it on."""
    after_text = False
    found: list[Mention] = []
    for part in paper.parts:
        after_text = after_text or part.kind == TEXT
        for piece in part.pieces if after_text and part.kind == HEAD else ():
            if piece.kind == "address":
                found += reading.mentions(name_phrase(piece), RELAY, 0.4)
    return found


def _relayed(found: list[Mention], reading: _Reading) -> list[Mention]:
    """The nominal addressees become relays where somebody else is to get the text in the end."""
    final = [m for m in found if m.role == RECIPIENT and m.confidence == 0.85]
    via = {key(name) for m in _of_title(reading) if m.role == RELAY for name in _both(m.party)}
    kept: list[Mention] = []
    for mention in found:
        nominal = mention.role == RECIPIENT and mention not in final
        named_via = any(key(name) in via for name in _both(mention.party))
        if nominal and (final or named_via):
            kept.append(replace(mention, role=RELAY))
        else:
            kept.append(mention)
    return kept


def _both(party: Party) -> tuple[str, str]:
    return party.written, party.name


# The title


def _of_title(reading: _Reading) -> list[Mention]:
    found: list[Mention] = []
    for span, confidence in _titles(reading.document):
        title = read_title(reading.document.folded, span)
        sides = ((title.sender, SENDER), (title.recipients, RECIPIENT), (title.relay, RELAY))
        for side, role in sides:
            for named in reading.names(side) if side else ():
                if reading.is_place(named.party.span or named.span):
                    continue
                found.append(_unreversed(reading.mention(named, role, confidence), reading))
    return found


def _titles(document: Document) -> Iterator[tuple[Span, float]]:
    for paper in papers(document)[:1]:
        yield from ((p.span, 0.75) for p in paper.pieces(HEAD) if p.kind == "title")
    yield from ((field.span, 0.7) for field in document.fields_named("title"))


def _unreversed(mention: Mention, reading: _Reading) -> Mention:
    """In "Drey [Holt]" the name before the bracket is the real one, if the document says so."""
    party = mention.party
    for alias in reading.aliases:
        covers = alias.relation == COVER_NAME and key(alias.form) == key(party.name)
        if covers and key(alias.real) == key(party.written):
            return replace(mention, party=replace(party, name=alias.real))
    return mention


def _is_missing(found: Sequence[Mention], mention: Mention) -> bool:
    """True for a role of the title that head and tail leave open.

    The head's post without a name leaves the person open.
    """
    same = [m for m in found if m.role == mention.role]
    if mention.role == SENDER:
        return not any(m.kind == PERSON for m in same) and not _same_party(same, mention)
    if mention.role == RECIPIENT and mention.kind == PERSON:
        return not any(m.kind == PERSON for m in same)
    return not same


def _same_party(found: Sequence[Mention], mention: Mention) -> bool:
    return any(key(m.party.name) == key(mention.party.name) for m in found)


# All together


def _once(found: Iterable[Mention]) -> list[Mention]:
    """Each role of one place once, the surest first; then in the order of the text."""
    seen: dict[tuple[str, str], Mention] = {}
    for mention in sorted(found, key=lambda m: -m.confidence):
        seen.setdefault((mention.role, key(mention.party.name)), mention)
    return sorted(seen.values(), key=lambda m: (m.span.start, m.span.end, m.role))


def _under_real_name(mention: Mention, reading: _Reading) -> Mention:
    """The mention with the name that the document gives elsewhere for a cover name."""
    party = mention.party
    if party.kind != PERSON or key(party.name) != key(party.written):
        return mention
    behind = sorted(
        (
            a
            for a in reading.aliases
            if a.relation == COVER_NAME and key(a.form) == key(party.written)
        ),
        key=lambda alias: -alias.confidence,
    )
    return replace(mention, party=replace(party, name=behind[0].real)) if behind else mention
