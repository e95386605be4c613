"""Two names of one bearer, where the document or its editors say so.

Square brackets do nine things in published telegrams: (a) the identity behind a cover name,
(b) another romanization, (c) office and first names before a surname, (d) letters completing a
word, (e) original words, (f) missing words, (g) doubt, (h) stamps, (i) footnote marks. Only
(a), (b) and (c) join two names. Round brackets do so in titles, addresses and signatures. A
summary may explain a name in a sentence; that, and nothing else, is taken from it.

A title may be reversed, real name first ("Drey [Holt]"): it is, where the body signs or
addresses the bracketed name and never the other. Cover names are resolved for this document
only; the same name may hide somebody else in the next.

Confidence: 0.98 the bracket says "pseudonym for"; 0.95 head or signature; 0.9 title;
0.85 running text; 0.8 summary. An initial or first name that a bracket adds is a "fuller form"
of 0.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.authority import Authority
from kg.cleaning import key, plain, title_case
from kg.document import Document
from kg.extractors.evidence import evidence
from kg.extractors.parties import (
    COVER_NAME,
    FULLER_FORM,
    NamePhrase,
    gloss_of,
    is_place,
    parties,
    party,
    relation_of,
    told,
    without_initials,
)
from kg.extractors.parts import HEAD, NOTE, SUMMARY, TAIL, TEXT, Piece, papers
from kg.extractors.phrases import name_phrase
from kg.extractors.titles import read_title
from kg.findings import Alias, Finding, Findings
from kg.spans import Span

NAME = "names"
_OF_NAMES = frozenset(["names", "address", "sender", "signature", "salutation", "office", "copies"])


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:
    """The aliases of title, head, text, tail and summary, each with its words."""
    document = findings.document
    found = [
        *_of_titles(document, authority),
        *_of_lines(document, authority),
        *_of_text(document, authority),
        *_of_summary(document),
    ]
    return sorted(found, key=lambda alias: (alias.span.start, alias.span.end))


# Head and tail: phrases of names


def _of_lines(document: Document, authority: Authority) -> Iterator[Alias]:
    for paper in papers(document):
        for piece in paper.pieces(HEAD, TAIL):
            if piece.kind in _OF_NAMES and re.search(r"[\[(]", piece.folded):
                area = name_phrase(piece)
                for match in _BEFORE_BRACKET.finditer(document.folded, area.start, area.end):
                    yield from _of_bracket(document, match, authority, 0.95)
                yield from _of_first_names(document, piece, authority)


def _of_first_names(document: Document, piece: Piece, authority: Authority) -> Iterator[Alias]:
    """ "[Envoy Rolf] TARN2": kind (c) of the brackets, in addresses and signatures only."""
    for match in re.finditer(r"\[[^\[\]]+\]\s*[^\W\d_][\w'-]*", piece.folded):
        span = Span(*match.span()).shifted(piece.span.start)
        named = party(document.folded, span, authority)
        if named and named.relation == FULLER_FORM and named.real:
            form = title_case(named.party.written)
            yield _alias(document, span, (form, named.real, FULLER_FORM), named, 0.95)


# Running text


_BEFORE_BRACKET = re.compile(
    # up to five capitalized words, the bracket after them; titles are dropped by `party`
    r"(?:(?:[^\W\d_a-z][\w'.-]{0,30}|(?:de|von|van|bin|al)\b)\s){0,4}[^\W\d_a-z][\w'-]{0,30}"
    r"\s?(?:\[[^\[\]\n]{2,200}\]|\((?=[A-Z])[^()\n]{2,80}\))"
)
_BRACKET = re.compile(r"(?<=[\w\" ])\[(?P<inside>[^\[\]\n]{2,200})\]")


def _of_text(document: Document, authority: Authority) -> Iterator[Alias]:
    """Names explained in running text; the same words again tell nothing new."""
    seen: set[str] = set()
    for paper in papers(document):
        for part in paper.of(TEXT, NOTE):
            for bracket in _BRACKET.finditer(document.folded, part.span.start, part.span.end):
                if gloss_of(bracket["inside"]) is None:
                    continue
                start = _start_of_name(document.folded, part.span.start, bracket.start())
                match = _BEFORE_BRACKET.fullmatch(document.folded, start, bracket.end())
                if match and match[0] not in seen:
                    seen.add(match[0])
                    yield from _of_bracket(document, match, authority, 0.85)


_PARTICLES = frozenset(["de", "von", "van", "bin", "al"])


def _start_of_name(folded: str, start: int, place: int) -> int:
    """Where the capitalized words begin that stand right before the bracket at `place`.

    Where the last is in capitals, only the words in capitals count ("Visit PAK HEON-YEONG").
    """
    start = max(start, place - 90)
    words = list(re.finditer(r"\S+", folded[start:place]))[-5:]
    first = place - start
    capitals = bool(words) and words[-1][0].isupper() and len(words[-1][0]) > 1
    for word in reversed(words):
        if not _belongs(word[0], capitals, is_last=word is words[-1]):
            break
        first = word.start()
    return start + first


def _belongs(word: str, capitals: bool, is_last: bool) -> bool:
    if not is_last and word[-1] in '.,;:!?")' and not re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return False
    if capitals:
        return word.isupper()
    return word[0].isupper() or (not is_last and word in _PARTICLES)


def _of_bracket(
    document: Document, match: re.Match[str], authority: Authority, confidence: float
) -> Iterator[Alias]:
    span = Span(*match.span())
    named = party(document.folded, span, authority)
    if named is None or named.gloss is None or named.relation is None or named.real is None:
        return
    if named.party.kind != "person" or is_place(named.party.written, authority):
        return
    whole = named.party.span or span
    yield from _aliases(document, Span(whole.start, span.end), named, confidence)


def _aliases(
    document: Document, span: Span, named: NamePhrase, confidence: float
) -> Iterator[Alias]:
    """Every name of the bracket; a fuller form for the initials that a name drops."""
    written = title_case_words(named.party.written)
    for item in told(named.gloss.of(document.folded)) if named.gloss else ():
        relation = relation_of(written, item.name, item.explained)
        real = without_initials(item.name) if relation == COVER_NAME else item.name
        sure = 0.98 if item.explained else confidence
        yield _alias(document, span, (written, real, relation), named, sure)
        if real != item.name:
            yield _alias(document, span, (real, item.name, FULLER_FORM), named, 0.9)


def title_case_words(name: str) -> str:
    """Each word in normal case: "KIM IL Sung" is "Kim Il Sung"."""
    return " ".join(title_case(word) for word in plain(name).split(" "))


# Titles


def _of_titles(document: Document, authority: Authority) -> Iterator[Alias]:
    spans = [field.span for field in document.fields_named("title")]
    for paper in papers(document):
        spans += [piece.span for piece in paper.pieces() if piece.kind == "title"]
    for span in spans:
        title = read_title(document.folded, span)
        for side in (title.sender, title.recipients, title.relay):
            for named in parties(document.folded, side, authority) if side else ():
                if named.relation is not None and named.gloss is not None:
                    yield from _of_title(document, named)


def _of_title(document: Document, named: NamePhrase) -> Iterator[Alias]:
    span = Span((named.party.span or named.span).start, named.span.end)
    found = list(_aliases(document, span, named, 0.9))
    for alias in found:
        if alias.relation == COVER_NAME and _is_reversed(document, alias):
            yield _alias(document, span, (alias.real, alias.form, COVER_NAME), named, 0.9)
        else:
            yield alias


def _is_reversed(document: Document, alias: Alias) -> bool:
    """True when the body signs or addresses the bracketed name, and never the one before it."""
    used: set[str] = set()
    for paper in papers(document):
        for piece in paper.pieces(HEAD, TAIL):
            if piece.kind in _OF_NAMES:
                used |= set(key(re.sub(r"\[[^\[\]]*(?:\]|$)", " ", piece.folded)).split())
    return set(key(alias.real).split()) <= used and not set(key(alias.form).split()) & used


# Summaries


_PROPER = r"(?:[^\W\d_a-z][\w'-]*|[A-Z]\.)(?:\s(?:[^\W\d_a-z][\w'-]*|[A-Z]\.)){0,3}"
_COVER = rf"(?:the\s+(?:[a-z-]+\s){{0,4}})?\"?(?P<cover>{_PROPER})"
_REAL = rf"(?P<real>{_PROPER})"
_MAKES = r"(?:name|pseudonym|alias|cover name|code name|codename|nom de guerre)"
_TELLS = [
    re.compile(pattern)
    for pattern in (
        # "Drey, using the name of the port captain Aldous Holt", "Stalin, under the alias Filippov"
        rf"{_REAL},?\s\(?(?:(?:writing|signing|acting)\s)?(?:using|under)\s(?:the|his|her|a)\s{_MAKES}"
        rf"(?:\s(?:of|for))?\s{_COVER}",
        # "Nan Birk, known as "Sparrow."", "Birk (alias Sparrow)"
        rf"{_REAL},?\s\(?(?:also\s)?(?:known as|alias|code-?named|signing as|writing as)\s{_COVER}",
        # "Lark is a pseudonym for Drey", "Lark, the cover name of Drey"
        rf"\"?(?P<cover>{_PROPER})\"?,?\s\(?(?:is\s|was\s)?(?:an?\s|the\s)?{_MAKES}\s(?:for|of)\s{_REAL}",
    )
]  # fmt: skip


def _of_summary(document: Document) -> Iterator[Alias]:
    spans = [field.span for field in document.fields_named("summary")]
    for paper in papers(document):
        spans += [part.span for part in paper.of(SUMMARY)]
    for span in spans:
        words = span.of(document.folded)[:5000]
        for pattern in _TELLS:
            for match in pattern.finditer(words):
                yield _told_by_summary(document, match, span.start)


def _told_by_summary(document: Document, match: re.Match[str], shift: int) -> Alias:
    span = Span(*match.span()).shifted(shift).stripped(document.folded, ' ,"')
    cover, real = title_case_words(match["cover"]), title_case_words(match["real"])
    last = cover.split()[-1]
    form = last if _signs(document, last) else cover
    found = evidence(document, span, NAME, 0.8)
    return Alias(**found, form=form, real=real, relation=COVER_NAME, gloss=plain(match[0]))


def _signs(document: Document, name: str) -> bool:
    """True when the document uses the bare family name in its head or tail."""
    for paper in papers(document):
        for piece in paper.pieces(HEAD, TAIL):
            if piece.kind in _OF_NAMES and key(name) in key(piece.folded).split():
                return True
    return False


def _alias(
    document: Document,
    span: Span,
    told_names: tuple[str, str, str],
    named: NamePhrase,
    confidence: float,
) -> Alias:
    form, real, relation = told_names
    gloss = plain(named.gloss.of(document.text)) if named.gloss else None
    found = evidence(document, span, NAME, confidence)
    return Alias(**found, form=form, real=real, relation=relation, gloss=gloss)
