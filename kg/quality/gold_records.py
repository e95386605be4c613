"""The gold record of a document: what people encoded, in the shape of the evaluation format.

`states` says of each field what is known: "marked" (judged), "empty" (there is none, a value is an
error), "unknown" or "slip" (not judged), "silver" (read off the head by rule, judged on demand).
"""

from __future__ import annotations

from typing import TypedDict


class GoldParty(TypedDict, total=False):
    """A sender or recipient: the words, "person" or "office", entry and name of the list, role."""

    text: str
    kind: str
    ref: str | None
    name: str | None
    role: str | None
    split: bool


class GoldDate(TypedDict):
    """The date of a dateline; `suspect` names what the print contradicts: "day" or "time"."""

    iso: str | None
    time: str | None
    end: str | None
    edtf: str | None
    tz: str | None
    text: str
    undated: bool
    supplied: bool
    suspect: str | None


class GoldClassification(TypedDict):
    """Classification and precedence; `origin` is "line" or "source-note"."""

    level: str | None
    precedence: str | None
    handling: list[str]
    raw: str
    origin: str


class GoldPerson(TypedDict):
    """Somebody of the list who is mentioned; `where` counts his mentions by part of the page."""

    ref: str
    name: str | None
    surfaces: list[str]
    n: int
    where: dict[str, int]
    suspect: bool


class GoldReference(TypedDict):
    """A place of an edition that the editors point to."""

    surface: str
    target: str
    where: str
    start: int
    end: int


class GoldLink(TypedDict):
    """A cited message and the document it is."""

    surface: str
    start: int
    target: str


class GoldName(TypedDict):
    """A signature or participant."""

    text: str
    ref: str | None


GoldRecord = TypedDict(
    "GoldRecord",
    {
        "id": str,
        "volume": str,
        "number": str | None,
        "doc_type": str,
        "head": str,
        "title": str,
        "from": list[GoldParty],
        "to": list[GoldParty],
        "states": dict[str, str],
        "more": str | None,
        "symmetric": bool,
        "direction_fixed": bool,
        "date": GoldDate | None,
        "place": str | None,
        "classification": GoldClassification | None,
        "source_note": str | None,
        "telegram_number": str | None,
        "signed": list[GoldName],
        "subject": str | None,
        "participants": list[GoldName],
        "persons": list[GoldPerson],
        "mentions": list[tuple[int, int, str, str]],
        "unlinked": list[str],
        "maybe": list[str],
        "references": list[GoldReference],
        "links": list[GoldLink],
        "citations": list[str],
        "text": str,
        "text_bare": str,
        "decade": str,
    },
    total=False,
)
"""One document; `more` names the side on which the head has parties without a mark."""
