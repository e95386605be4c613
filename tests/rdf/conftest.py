"""A small telegram, wholly invented, with every kind of finding, judged by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kg.dates import from_edtf
from kg.document import Block, Document
from kg.findings import (
    Alias,
    Commitment,
    Copy,
    Dateline,
    Decision,
    Description,
    Directive,
    Finding,
    Findings,
    Handling,
    Marking,
    Mention,
    Number,
    Party,
    Reference,
    Vote,
    checked,
)
from kg.identities import Candidate, Entity, Identification, Resolution, Resolved
from kg.spans import Span

HEAD = (
    'The Ferry Telegram, "Lark" to Bram Ilk\nArchive of Selm, box 3 https://example.org/record/7\n'
)
BODY = """CYPHER TELEGRAM # 410277/kt
Top Secret, URGENT. To be returned after 6 days
PORT SELM to ORVANE, 1 October 1950 at 02:40
To BRAM ILK through the AMBASSADOR
Your cable of 30 September has come. Send the ropes by May 3. You may offer the ferry, but never
in writing. We will pay the pilots. An answer to Minister Ruel will follow.
LARK [Drey]
No. 88/kt
2 copies: Marrek - 1, Voss
Typed by Pell on 2.10.50, 6:00 [am]
The question of the ferry. To accept the draft. Accepted on 1 October. Voted: Marrek, Quill
"""
TEXT = HEAD + BODY


def span(words: str, nth: int = 0) -> Span:
    """Where the words stand in the text, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


@dataclass
class Builder:
    """Collects findings and judgments; `party` identifies whom it makes."""

    identifications: list[Identification] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def party(self, words: str, entity: Entity, verdict: str = "accepted", **more: object) -> Party:
        place = span(words)
        name = str(more.pop("name", words.title()))
        party = Party(words, name, entity.kind, span=place, **more)  # type: ignore[arg-type]
        judged = Identification(party, entity, 0.9, ("the name is known",), "authority", verdict)
        self.identifications.append(judged)
        return party

    def find(self, what: type[Finding], words: str, extractor: str, /, **more: object) -> Finding:
        place = span(words)
        found = what(span=place, quote=words, extractor=extractor, **more)
        self.findings.append(found)
        return found


DREY = Entity("person", "drey-arden", "Arden Drey")
ILK = Entity("person", "ilk-bram", "Bram Ilk")
AMBASSADOR = Entity("office", "selm-ambassador-orvane", "Ambassador of Selm in Orvane")
SELM = Entity("place", "selm", "Port Selm")
ORVANE = Entity("place", "orvane", "Orvane")
RUEL = Entity("person", "paper-1~ruel", "Minister Ruel")
PELL = Entity("person", "paper-1~pell", "Pell")
MARREK = Entity("person", "marrek-ivo", "Ivo Marrek")
QUILL = Entity("person", "quill-ada", "Ada Quill")
VOSS = Entity("person", "voss-jan", "Jan Voss")
BUREAU = Entity("organization", "paper-1~bureau", "The bureau")


def build_resolved(identifier: str = "paper-1", graph: str = "paper-1") -> Resolved:
    b = Builder()
    drey = b.party("LARK", DREY, name="Drey")
    ilk = b.party("BRAM ILK", ILK)
    ambassador = b.party("AMBASSADOR", AMBASSADOR)
    selm, orvane = b.party("PORT SELM", SELM), b.party("ORVANE", ORVANE)
    ruel = b.party("Minister Ruel", RUEL, office="Minister")
    pell, marrek = b.party("Pell", PELL), b.party("Marrek", MARREK)
    quill = b.party("Quill", QUILL)
    voss = b.party("Voss", VOSS, verdict="proposed")
    carried = Party("LARK", "Drey", "person")
    b.identifications.append(
        Identification(carried, DREY, 0.9, ("the author speaks of himself",), "carried")
    )
    bureau = Party("The bureau", "The bureau", "organization")
    b.identifications.append(Identification(bureau, BUREAU, 0.5, ("nobody is known",), "local"))

    b.find(
        Description,
        'The Ferry Telegram, "Lark" to Bram Ilk',
        "envelope",
        name="title",
        value='The Ferry Telegram, "Lark" to Bram Ilk',
    )
    b.find(
        Description,
        "Archive of Selm, box 3",
        "envelope",
        name="archive_reference",
        value="Archive of Selm, box 3",
    )
    b.find(
        Description,
        "https://example.org/record/7",
        "envelope",
        name="url",
        value="https://example.org/record/7",
    )
    b.find(Description, "record/7", "envelope", name="shelf", value="record/7")
    b.find(
        Alias, "LARK [Drey]", "names", form="LARK", real="Drey", relation="cover name", gloss="Drey"
    )
    b.find(
        Dateline,
        "1 October 1950 at 02:40",
        "datelines",
        value=from_edtf("1950-10-01"),
        time="02:40",
    )
    b.find(Number, "# 410277/kt", "numbers", value="410277/kt")
    b.find(Number, "No. 88/kt", "numbers", value="88/kt", kind="sender's own")
    b.find(Marking, "CYPHER TELEGRAM", "markings", kind="form", value="ciphered telegram")
    b.find(Marking, "Top Secret", "markings", kind="classification", value="top secret")
    b.find(Marking, "URGENT", "markings", kind="precedence", value="urgent")
    b.find(
        Marking,
        "To be returned after 6 days",
        "markings",
        kind="instruction",
        value="to be returned",
    )
    b.find(Mention, "LARK", "correspondents", party=drey, role="sender")
    b.find(Mention, "BRAM ILK", "correspondents", party=ilk, role="recipient", confidence=0.95)
    b.find(Mention, "AMBASSADOR", "correspondents", party=ambassador, role="relay")
    b.find(Mention, "PORT SELM", "correspondents", party=selm, role="sent from")
    b.find(Mention, "ORVANE", "correspondents", party=orvane, role="sent to")
    b.find(Mention, "LARK", "correspondents", party=drey, role="signatory")
    b.find(
        Handling,
        "Typed by Pell on 2.10.50, 6:00 [am]",
        "handling",
        kind="typed",
        by=pell,
        date=from_edtf("1950-10-02"),
        time="06:00",
        place="Selm",
        flag="typed after sending",
        note="by hand",
    )
    b.find(Copy, "Marrek - 1", "handling", party=marrek, copies=1, number=1, total=2)
    b.find(Copy, "Voss", "handling", party=voss, date=from_edtf("1950-10-02"), total=2)
    votes = tuple(
        Vote(span=span(words), quote=words, extractor="votes", party=party, choice=choice)
        for words, party, choice in (("Marrek", marrek, "for"), ("Quill", quill, "against"))
    )
    b.find(
        Decision,
        "To accept the draft",
        "votes",
        body=bureau,
        title=None,
        question="The question of the ferry",
        draft="the draft",
        concerns="this message",
        accepted=True,
        date=from_edtf("1950-10-01"),
        votes=votes,
    )
    b.find(Mention, "Minister Ruel", "mentions", party=ruel)
    b.find(Mention, "Voss", "mentions", party=voss, confidence=0.4)
    b.find(
        Reference,
        "Your cable of 30 September",
        "references",
        kind="incoming",
        form="cable",
        number="12",
        date=from_edtf("1950-09-30"),
        author=(ilk,),
        addressee=(drey,),
        subject="ropes",
    )
    b.find(
        Reference,
        "An answer to Minister Ruel",
        "references",
        kind="announced",
        form="carrier pigeon",
        author=(carried,),
        addressee=(ruel,),
    )
    b.find(
        Directive,
        "Send the ropes by May 3.",
        "directives",
        ordinal=1,
        force="order",
        cue="Send",
        deadline="by May 3",
        to_be_done_by=(ilk,),
        through=(ambassador,),
        issued_by=(carried,),
        point="1",
        condition="if asked",
    )
    b.find(
        Directive,
        "You may offer the ferry, but never\nin writing.",
        "directives",
        ordinal=2,
        force="permission",
        cue="may",
        proviso="but never\nin writing",
        to_be_done_by=(ilk,),
        issued_by=(carried,),
        reported=True,
    )
    b.find(
        Commitment,
        "We will pay the pilots.",
        "directives",
        by=(carried,),
        to=(ilk,),
        deadline="soon",
    )
    blocks = (Block("title", Span(0, len(HEAD))), Block("body", Span(len(HEAD), len(TEXT))))
    document = Document(identifier, "papers/one.md", graph, TEXT, "plain_text", blocks)
    near = Candidate("row-9", 0.7, ("same day", "same form"))
    resolutions = (
        Resolution(
            0, "row-9", accepted=True, candidates=(near, Candidate("row-8", 0.2, ("late",)))
        ),
        Resolution(1, f"{identifier}~ref-2", accepted=False),
    )
    findings = checked(Findings(document, tuple(b.findings)))
    return Resolved(findings, tuple(b.identifications), resolutions)


@pytest.fixture(scope="session")
def build() -> Callable[..., Resolved]:
    """Makes the telegram anew, under another identifier if asked."""
    return build_resolved


@pytest.fixture(scope="session")
def resolved() -> Resolved:
    return build_resolved()


@pytest.fixture(scope="session")
def known() -> list[str]:
    """The types of those whom the register would describe."""
    return [
        f"<https://w3id.org/coldwire/id/{e.kind}/{e.identifier}>"
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        f" <https://w3id.org/coldwire/ontology#{e.kind.capitalize()}> <https://example.org/g> ."
        for e in (DREY, ILK, AMBASSADOR, SELM, ORVANE, MARREK, QUILL, VOSS)
    ]
