"""What the archive's page or a row of an index says of a message, before anybody reads it.

Input: the Fields of the document. Every field becomes a Description with its words as the
quote. The date of a page's heading becomes a Dateline "heading". A row of an index (reader
"message_index"), or a letter that an edition describes ("cmif"), is all we hold of its message:
its cells become the findings that the head of the message would have given: Dateline, Number,
form, Mention of sender, recipient, relay and places, and an Alias where the name in the title
differs from the real one.

Confidence: Descriptions 1.0, they are the page's own words; the heading's date 0.9; for a row
0.95 where its `confidence` cell says high and 0.7 for anything else, for a letter that an edition
describes 0.95; 0.2 less for a date marked uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.authority import Authority
from kg.cleaning import key, plain
from kg.document import Document, Field
from kg.extractors.dating import value_of_field
from kg.extractors.evidence import evidence
from kg.extractors.names import title_case_words
from kg.extractors.parties import COVER_NAME, ROMANIZATION, NamePhrase, party, relation_of
from kg.extractors.vocabulary import is_term, value_of_term
from kg.findings import (
    Alias,
    Dateline,
    Description,
    Finding,
    Findings,
    Marking,
    Mention,
    Number,
    Party,
)
from kg.spans import Span

NAME = "envelope"
INDEX = "message_index"
CMIF = "cmif"
_UNCERTAIN = frozenset(["true", "yes", "1", "uncertain"])


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:
    """Descriptions of all fields; the heading's date; for a row all it says of its message."""
    document = findings.document
    for field in document.fields:
        found = evidence(document, field.span, NAME, 1.0)
        if found["quote"]:
            yield Description(**found, name=field.name, value=field.value)
    if document.reader in (INDEX, CMIF):
        yield from _row(document, authority)
    else:
        yield from _dates(document, 0.9)


def _row(document: Document, authority: Authority) -> Iterator[Finding]:
    is_sure = document.reader == CMIF or _cell(document, "confidence") == "high"
    sure = 0.95 if is_sure else 0.7
    doubt = 0.2 if _cell(document, "date_uncertain") in _UNCERTAIN else 0.0
    yield from _dates(document, round(sure - doubt, 2))
    for field in document.fields_named("number"):
        yield Number(**evidence(document, field.span, NAME, sure), value=field.value)
    for field in document.fields_named("form"):
        value = value_of_term("form", field.value) if is_term("form", field.value) else field.value
        yield Marking(**evidence(document, field.span, NAME, sure), kind="form", value=value)
    for role in ("sender", "recipient"):
        yield from _people(document, role, sure, authority)
    for field in document.fields_named("via"):
        yield _mention(document, field.span, _real(document, field, authority), "relay", sure)
    for name, role in (("from_place", "sent from"), ("to_place", "sent to")):
        for field in document.fields_named(name):
            place = Party(field.value, field.value, "place", None, field.span)
            yield _mention(document, field.span, place, role, sure)


def _cell(document: Document, name: str) -> str:
    field = document.field(name)
    return field.value.strip().lower() if field else ""


def _dates(document: Document, confidence: float) -> Iterator[Dateline]:
    field = document.field("date")
    value = value_of_field(field.value) if field else None
    if field is not None and value is not None:
        found = evidence(document, field.span, NAME, confidence)
        yield Dateline(**found, value=value, role="heading")


def _people(
    document: Document, role: str, sure: float, authority: Authority
) -> Iterator[Mention | Alias]:
    """Real names in order, each paired with the name of the title at its position."""
    real = document.fields_named(role)
    named = document.fields_named(f"{role}_as_named")
    for position, field in enumerate(real):
        bearer = _real(document, field, authority)
        if position >= len(named) or len(named) > len(real):
            yield _mention(document, field.span, bearer, role, sure)
            continue
        cover = named[position]
        phrase = party(document.folded, cover.span, authority)
        written = phrase.party.written if phrase else cover.value
        used = Party(written, bearer.name, bearer.kind, bearer.office, cover.span)
        yield _mention(document, cover.span, used, role, sure)
        if bearer.kind == "person":
            yield from _alias(document, cover.span, (written, bearer.name), phrase, sure)
    for field in named[len(real) :] if len(named) > len(real) and not real else ():
        yield _mention(document, field.span, _real(document, field, authority), role, sure)


def _real(document: Document, field: Field, authority: Authority) -> Party:
    """The party a cell names; the whole cell is its words."""
    phrase = party(document.folded, field.span, authority)
    if phrase is None:
        return Party(field.value, field.value, "person", None, field.span)
    return Party(
        phrase.party.written, phrase.party.name, phrase.party.kind, phrase.party.office, field.span
    )


def _alias(
    document: Document,
    span: Span,
    names: tuple[str, str],
    phrase: NamePhrase | None,
    sure: float,
) -> Iterator[Alias]:
    """The name of the title and the real one, where they differ.

    An office or a body in the title ("Cabinet") is nobody's name.
    """
    written, real = names
    if phrase is not None and (phrase.party.kind != "person" or phrase.party.office == written):
        return
    if key(written) == key(real):
        return
    relation = relation_of(written, real)
    if relation == COVER_NAME:
        family_names = relation_of(written.split()[-1], real.split()[-1])
        relation = relation if family_names == COVER_NAME else ROMANIZATION
    found = evidence(document, span, NAME, sure)
    gloss = plain(phrase.gloss.of(document.text)) if phrase and phrase.gloss else None
    yield Alias(**found, form=title_case_words(written), real=real, relation=relation, gloss=gloss)


def _mention(document: Document, span: Span, party_: Party, role: str, sure: float) -> Mention:
    return Mention(**evidence(document, span, NAME, sure), party=party_, role=role)
