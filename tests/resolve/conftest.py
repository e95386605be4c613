"""Findings made by hand: a document of a few words, and a register of a few people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from kg.authority import Authority, Entry, NameRecord, Tenure
from kg.dates import from_edtf
from kg.document import Block, Document
from kg.findings import Alias, Dateline, Finding, Findings, Mention, Party, Reference
from kg.identities import Entity, Envelope, Resolved
from kg.resolve import identify
from kg.spans import Span

EVIDENCE: dict[str, Any] = {"span": Span(0, 1), "quote": "x", "extractor": "by hand"}
NAME_KINDS = {"*": "cover name", "~": "short form"}


@cache
def shipped_register() -> Authority:
    """The register, loaded once."""
    return Authority.load()


def label(identifier: str) -> str:
    """The label of a person; invented ones are called as they are identified."""
    entry = shipped_register().entry("person", identifier)
    return entry.label if entry else identifier


class Hand:
    """Short ways to write down findings, registers and envelopes."""

    def mention(self, written: str, role: str = "mentioned", **party: Any) -> Mention:
        """A mention; `name` is the name the document gives, by default as written."""
        name = party.pop("name", written)
        return Mention(party=Party(written, name, **party), role=role, **EVIDENCE)

    def alias(self, form: str, real: str, relation: str = "cover name", gloss: str = "") -> Alias:
        """A bracket of the page."""
        return Alias(form=form, real=real, relation=relation, gloss=gloss or None, **EVIDENCE)

    def reference(self, form: str, kind: str = "incoming", **facts: Any) -> Reference:
        """A reference; `on` is the printed date, `by` and `to` are names."""
        on = facts.pop("on", None)
        names = {"author": facts.pop("by", ()), "addressee": facts.pop("to", ())}
        parties = {role: tuple(Party(n, n) for n in listed) for role, listed in names.items()}
        date = from_edtf(on) if on else None
        return Reference(kind=kind, form=form, date=date, **parties, **facts, **EVIDENCE)

    def findings(self, *items: Finding, on: str | None = "1950-10-01") -> Findings:
        """The findings of document "doc-1" of that day."""
        dated = [Dateline(value=from_edtf(on), **EVIDENCE)] if on else []
        body = (Block("body", Span(0, 1)),)
        document = Document("doc-1", "doc.txt", "doc-1", "x", "plain_text", body)
        return Findings(document, (*dated, *items))

    def person(self, identifier: str, *names: str, **facts: Any) -> Entry:
        """A person; a name with "*" is a cover name, one with "~" a family name alone."""
        records = tuple(
            NameRecord("person", identifier, name.lstrip("*~"), kind, source="a list")
            for name in names
            for kind in [NAME_KINDS.get(name[0], "real")]
        )
        facts.setdefault("family_name", records[0].name.split()[-1])
        return Entry("person", identifier, records[0].name, names=records, **facts)

    def register(self, *entries: Entry, tenures: tuple[Tenure, ...] = ()) -> Authority:
        """A register of these entries."""
        return Authority(entries, tenures)

    def resolved(self, authority: Authority, *items: Finding, **when: Any) -> Resolved:
        """The judged findings."""
        return identify(self.findings(*items, **when), authority)

    def meant(self, authority: Authority, *items: Finding, **when: Any) -> dict[str, str]:
        """Written name to the identifier of the entity that holds."""
        resolved = self.resolved(authority, *items, **when)
        parties = (judged.party for judged in resolved.identifications)
        return {party.written: resolved.entity(party).identifier for party in parties}

    def sheet(self, message: str, **facts: Any) -> Envelope:
        """An envelope; `of` is its date; `by`, `to`, `via` are persons of the shipped register."""
        of = facts.pop("of", None)
        listed = {
            field: tuple(Entity("person", name, label(name)) for name in facts.pop(short, ()))
            for field, short in (("senders", "by"), ("recipients", "to"), ("relays", "via"))
        }
        value = from_edtf(of) if of else None
        base = Envelope(message, "", "telegram", (), value, (), (), held=False)
        return replace(base, **listed, **facts)


@pytest.fixture(scope="session")
def hand() -> Hand:
    return Hand()


@pytest.fixture(scope="session")
def shipped() -> Authority:
    return shipped_register()
