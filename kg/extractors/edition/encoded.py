"""What the editors of an edition encoded, as findings; the print fills in what they left out.

Confidence is 1.0 for what was encoded: people who had the paper before them said so. What they
left out is found in the print by the extractors of `EDITION`, each with its own confidence, and
so is what no encoding tells: the office of a sender, classification, number, source note, the
messages a document cites.

Marks are now and then on the wrong words. Whoever doubts one has the print beside it: a mark's
finding quotes the words it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from kg.authority.volumes import Volume
from kg.dates import from_edtf
from kg.document import Document, Mark
from kg.extractors.edition import EDITION
from kg.extractors.edition.citations import messages
from kg.findings import (
    Dateline,
    Description,
    Finding,
    Findings,
    Mention,
    Party,
    Reference,
    checked,
)

_NAME = "encoded"
_ROLES = {"signed": "signatory", "participant": "participant", "person": "mentioned"}
_CORRESPONDENTS = ("sender", "recipient")
_OF_THE_HEAD = ("forms", "heads")
"""Extractors that run before the marks are read, which need the offices of the head."""
_WITHOUT = {
    "subjects": "subject",
    "participants": "participant",
    "signatures": "signed",
}
"""Extractors that have nothing to do where a mark of this kind stands."""


def extract_encoded(document: Document, volume: Volume) -> Findings:
    """All findings of one encoded document: its marks, and what only the print says.

    Raises:
        ValueError: when an extractor quotes words that do not stand at its place (a defect).
    """
    kinds = frozenset({mark.kind for mark in document.marks})
    head = Findings(document)
    for name in _OF_THE_HEAD:
        if name != "heads" or not _are_both_offices(document, kinds):
            head = head.plus(EDITION[name](head, volume))
    findings = Findings(document, (*_title(document), *_encoded(head), *_left(head, kinds)))
    for name in _needed(kinds, bool(volume.persons)):
        findings = findings.plus(_left(_run(name, findings, volume, kinds), kinds))
    return checked(findings)


def _are_both_offices(document: Document, kinds: frozenset[str]) -> bool:
    """Whether sender and recipient are marked and no person, whose office the head would tell."""
    return kinds.issuperset(_CORRESPONDENTS) and not any(
        mark.party == "person" for mark in document.marks if mark.kind in _CORRESPONDENTS
    )


def _run(name: str, findings: Findings, volume: Volume, kinds: frozenset[str]) -> Iterable[Finding]:
    """What one extractor finds; where the editors marked what they point to, only messages."""
    if name == "citations" and "reference" in kinds:
        return messages(findings)
    return EDITION[name](findings, volume)


def _title(document: Document) -> Iterator[Finding]:
    """The editors' head line as the title, without the number it begins with."""
    head, number = document.field("head"), document.field("number")
    if head is None or not head.value.strip():
        return
    value = " ".join(head.value.split())
    if number is not None:
        value = value.removeprefix("[").removeprefix("No. ").removeprefix(number.value)
        value = value.lstrip("]. ")
    if value:
        words = head.span.of(document.text)
        yield Description(span=head.span, quote=words, extractor=_NAME, name="title", value=value)


@lru_cache(maxsize=256)
def _needed(kinds: frozenset[str], has_persons: bool) -> list[str]:
    """The extractors for what these marks, and a volume with or without persons, leave open."""
    idle = {*_OF_THE_HEAD, "cables"}
    idle |= {name for name, kind in _WITHOUT.items() if kind in kinds}
    if kinds.issuperset(("date", "place")):
        idle.add("datelines")
    if has_persons or "person" in kinds:
        idle.add("persons")
    return [name for name in EDITION if name not in idle]


def _encoded(printed: Findings) -> Iterator[Finding]:
    document = printed.document
    offices = [m for m in printed.of(Mention) if m.role in _CORRESPONDENTS]
    for mark in document.marks:
        read = _READ.get(mark.kind)
        start, end = mark.span
        if read is not None and start < end:
            found = read(mark, document.text[start:end], offices)
            if found is not None:
                yield found


def _correspondent(mark: Mark, words: str, printed: list[Mention]) -> Mention:
    """A party, with the office that the print gives to the person who is marked."""
    office = None
    if mark.party == "person":
        office = next((m.party.office for m in printed if m.span.overlaps(mark.span)), None)
    party = Party(words, words, mark.party or "person", office, mark.span)
    return Mention(
        span=mark.span, quote=words, extractor=_NAME,
        party=party, role=mark.kind, identity=mark.identity,
    )  # fmt: skip


def _person(mark: Mark, words: str, _printed: list[Mention]) -> Mention:
    return Mention(
        span=mark.span, quote=words, extractor=_NAME,
        party=Party(words, words, "person", None, mark.span),
        role=_ROLES[mark.kind], identity=mark.identity,
    )  # fmt: skip


def _place(mark: Mark, words: str, _printed: list[Mention]) -> Mention | None:
    name = words.strip("[]() ,.;")
    if not name:
        return None
    party = Party(words, name, "place", None, mark.span)
    return Mention(span=mark.span, quote=words, extractor=_NAME, party=party, role="sent from")


def _date(mark: Mark, words: str, _printed: list[Mention]) -> Dateline | None:
    if not mark.value:
        return None
    first, _, last = mark.value.partition("/")
    days = "/".join(dict.fromkeys(part[:10] for part in (first, last) if part))
    hour = first[11:16] if len(first) > 15 else None
    return Dateline(
        span=mark.span, quote=words, extractor=_NAME, value=from_edtf(days), time=hour or None
    )


def _subject(mark: Mark, words: str, _printed: list[Mention]) -> Description:
    value = " ".join(words.split())
    return Description(span=mark.span, quote=words, extractor=_NAME, name="subject", value=value)


def _reference(mark: Mark, words: str, _printed: list[Mention]) -> Reference | None:
    if not mark.value:
        return None
    place = mark.value.partition("#")[2]
    form = "document" if place.startswith("d") else "page" if place.startswith("pg") else "volume"
    return Reference(
        span=mark.span, quote=words, extractor=_NAME,
        kind="printed", form=form, target=mark.value,
    )  # fmt: skip


_READ: dict[str, Callable[[Mark, str, list[Mention]], Finding | None]] = {
    "sender": _correspondent,
    "recipient": _correspondent,
    "signed": _person,
    "participant": _person,
    "person": _person,
    "place": _place,
    "date": _date,
    "subject": _subject,
    "reference": _reference,
}
"""What each kind of mark becomes, given its words and the parties of the printed head; the other
kinds say something about the print only."""


def _left(printed: Iterable[Finding], kinds: frozenset[str]) -> list[Finding]:
    """What the print says beyond the marks."""
    return [found for found in printed if not _is_marked(found, kinds)]


def _is_marked(found: Finding, kinds: frozenset[str]) -> bool:
    if isinstance(found, Mention):
        role = "place" if found.role == "sent from" else found.role
        return role in kinds
    if isinstance(found, Dateline):
        return "date" in kinds
    return isinstance(found, Reference) and found.kind == "printed" and "reference" in kinds
