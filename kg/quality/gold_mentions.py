"""Persons mentioned, places pointed to and cited messages, as encoded, with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kg.authority.volumes import ListedPerson
from kg.document import Document, Mark
from kg.print_shapes import RULE, SUPERSCRIPT
from kg.quality.gold_markings import is_source_note
from kg.quality.gold_records import GoldLink, GoldPerson, GoldReference
from kg.quality.gold_xml import Node, named, within, words
from kg.readers.tei_lists import XML_ID
from kg.spans import Span

Mentions = list[tuple[int, int, str, str]]

_ARCHIVE = re.compile(
    r"([’']s?)?,? (Presidential|Library|Papers|Files|Office Files|Materials|Memoranda|Collection"
    r"|Diar|Tapes|Series|Mss)"
)
"""What follows a name that belongs to papers: 'Eisenhower Library' mentions nobody."""
_RAISED = {ord(digit): " " for digit in SUPERSCRIPT}


class Regions:
    """Which part of the page a place of the text is in."""

    def __init__(self, document: Document) -> None:
        kinds = ("head", "source note", "dateline", "signed", "note")
        blocks = [(kind, b.span) for kind in kinds for b in document.blocks if b.kind == kind]
        self._blocks = [({"source note": "source"}.get(k, k), span) for k, span in blocks]

    def of(self, place: int) -> str:
        """ "head", "source", "note", "dateline", "signed" or "body"."""
        return next((k for k, span in self._blocks if span.start <= place < span.end), "body")


def mentions_of(
    document: Document, marks: Sequence[Mark], names: Mapping[str, str]
) -> tuple[dict[str, GoldPerson], Mentions, list[str]]:
    """Persons by entry of the list, their mentions, and names that were tagged without an entry."""
    regions, text = Regions(document), document.text
    persons: dict[str, GoldPerson] = {}
    mentions: Mentions = []
    unlinked: list[str] = []
    for mark in marks:
        surface = mark.span.of(text)
        if not mark.identity:
            unlinked += [surface] if surface not in unlinked else []
            continue
        where = regions.of(mark.span.start)
        person = persons.setdefault(mark.identity, _person(mark.identity, names))
        _add(person, surface, None if _is_archive(text, mark.span) else where)
        mentions.append((mark.span.start, mark.span.end, mark.identity, where))
    return persons, mentions, unlinked


def _person(ref: str, names: Mapping[str, str]) -> GoldPerson:
    name = names.get(ref)
    return {"ref": ref, "name": name, "surfaces": [], "n": 0, "where": {}, "suspect": True}


def _add(person: GoldPerson, surface: str, where: str | None) -> None:
    person["n"] += 1
    if where:
        person["where"][where] = person["where"].get(where, 0) + 1
    name = person["name"]
    person["suspect"] = person["suspect"] and bool(name) and not may_name(surface, name or "")
    if surface not in person["surfaces"]:
        person["surfaces"].append(surface)


def _is_archive(text: str, span: Span) -> bool:
    return bool(_ARCHIVE.match(text[span.end : span.end + 30]))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.findall("[a-z]+", plain)


def may_name(surface: str, name: str) -> bool:
    """Whether the words could name that person; False for slips of the encoding.

    >>> may_name("Saud", "Eisenhower, Maj. John"), may_name("D.D.E.", "Eisenhower, Dwight D.")
    (False, True)
    """
    said, known = _words(surface), _words(name)
    if set(said) & set(known) or not said:
        return True
    if all(len(word) <= 3 for word in said):
        return any(word.startswith(said[0][0]) for word in known)
    if _share_a_beginning(said, known):
        return not _is_longer_name(said, known)
    return len(said) == 1 and len(said[0]) < 6 and bool(known) and known[-1][:2] == said[0][:2]


def _share_a_beginning(said: Sequence[str], known: Sequence[str]) -> bool:
    whole_said, whole_known = "".join(said), "".join(known)
    return any(len(word) > 3 and word[:4] in whole_known for word in said) or any(
        len(word) > 3 and word[:4] in whole_said for word in known
    )


def _is_longer_name(said: Sequence[str], known: Sequence[str]) -> bool:
    """'Robertson' is no 'Robert'."""
    return any(
        a != b and len(b) > 4 and a.startswith(b) and b != known[0] for a in said for b in known
    )


def unshared_surnames(persons: Iterable[ListedPerson]) -> dict[str, str]:
    """Surnames of the list that nobody else in it has, not even as part of another surname."""
    bearers: dict[str, list[str]] = {}
    for person in persons:
        surname = re.sub(r"\s*\(.*", "", person.name.split(",")[0]).strip()
        bearers.setdefault(surname, []).append(person.reference)
    return {
        surname: refs[0]
        for surname, refs in bearers.items()
        if len(refs) == 1 and len(surname) > 3 and not _is_part(surname, bearers)
    }


def _is_part(surname: str, others: Iterable[str]) -> bool:
    alone = re.compile(rf"\b{re.escape(surname)}\b")
    return any(alone.search(other) for other in others if other != surname and surname in other)


def perhaps_mentioned(
    text: str, surnames: Mapping[str, str], marked: Mapping[str, GoldPerson]
) -> list[str]:
    """Entries that the encoder did not mark though their unshared surname stands in the text."""
    flat = text.translate(_RAISED)
    return sorted(
        ref
        for surname, ref in surnames.items()
        if ref not in marked and surname in flat and _stands_free(surname, flat)
    )


def _stands_free(surname: str, flat: str) -> bool:
    places = re.finditer(rf"\b{re.escape(surname)}\b", flat)
    return any(not _is_archive(flat, Span(m.start(), m.end())) for m in places)


def references_of(document: Document) -> list[GoldReference]:
    """The places of an edition that the editors point to."""
    regions = Regions(document)
    return [
        {
            "surface": re.sub(r"\s+", " ", mark.span.of(document.text)),
            "target": mark.value or "",
            "where": regions.of(mark.span.start),
            "start": mark.span.start,
            "end": mark.span.end,
        }
        for mark in document.marked("reference")
    ]


_TELEGRAMS = (
    "Deptel|Embtel|Contel|Contels|Congentel|Legtel|Depcirtel|Cirtel|Urtel|Ourtel|Mytel|Reftel"
    "|Deptels|Embtels|Urtels|Mytels|Embdesp|Embdes|Depcir|Usunt?el|Topol|Polto|Secto|Tosec|Delga"
    "|Gadel|Dulte|Tedul|Cahto|Tocah|Usun|USUN|Cedto|Toced|Todel|Delto|Musto|Busec|Ecbus|CA|CAP"
    "|CINCPAC|COMUSMACV|JCS|DEF|MACV"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb"
    "|Mar|Apr|Aug|Sept|Oct|Nov|Dec"
)
CITED = re.compile(
    rf"\b((?:(?:{_TELEGRAMS})(?:’s|'s)?"
    r"|(?:[Tt]elegrams?|[Dd]espatch(?:es)?|[Aa]irgram|[Cc]irculars?(?: telegram| airgram)?"
    r"|[Ii]nstruction|[Mm]essage)(?: No\.)?"
    r"|(?:[Yy]our|[Mm]y|[Oo]ur|[Dd]epartment[’']s|[Ee]mbassy[’']s|[A-Z][a-z]+(?:[’']s|s[’']))"
    r"(?: (?:telegram|tel|despatch|airgram|immediately preceding))?(?: No\.)?)"
    r"\s+(?:[A-Z]{1,3}[-–])?\d{1,6}(?:[-–]\d{2})?"
    r"(?:,? (?:from|to) (?:the )?(?:Department|[A-Z]\w+(?: [A-Z]\w+)?))?"
    rf"(?:(?:,| of| dated)? (?:\[?(?:{_MONTHS})\.?\]? \d{{1,2}}(?:, \d{{4}})?))?"
    r"|\b(?:[Rr]eftels?|[Uu]rtels?|[Mm]ytels?|[Dd]eptels?|[Ee]mbtels?|[Uu]rlet|[Rr]efair"
    r"|[Rr]efdesp)\b)"
)
"""A message that is cited by its number, or by a word that means one."""
_ONLY_A_PLACE = re.compile(r"(?i)(see |printed as |for text, see )?(document \d+|supra|infra)\W*$")
_DOCUMENT = re.compile(r"#d\d+\w*$")


def links_of(div: Node, volume: str, text: str) -> list[GoldLink]:
    """Messages cited right before a footnote that says only where they are printed."""
    links: list[GoldLink] = []
    for note, at in _anchors(div, text):
        pointers = [
            target
            for target in (_target(r, volume) for r in note.iter(named("ref")))
            if _DOCUMENT.search(target) and "fn" not in target.partition("#")[2]
        ]
        line = words(note)
        if len(pointers) != 1 or len(line) > 60 or not _ONLY_A_PLACE.match(line):
            continue
        start = max(0, at - 90)
        cited = list(CITED.finditer(text[start:at]))
        if cited and at - start - cited[-1].end() <= 2:
            place = start + cited[-1].start()
            links.append({"surface": cited[-1][0], "start": place, "target": pointers[0]})
    return links


def _target(reference: Node, volume: str) -> str:
    target = (reference.get("target") or "").strip()
    return volume + target if target.startswith("#") else target


_FREE = f"[{SUPERSCRIPT}]"


def _anchors(div: Node, text: str) -> list[tuple[Node, int]]:
    """The footnotes with the places of their marks in the text, in the order of the text."""
    digits = str.maketrans("0123456789", SUPERSCRIPT)
    rule = text.find(f"\n{RULE}\n")
    end = rule if rule >= 0 else len(text)
    found, cursor = [], 0
    for note in div.iter(named("note")):
        mark = (note.get("n") or "").translate(digits)
        if not mark or note.get("rend") == "inline" or within(note, div, frozenset(("note",))):
            continue
        place = re.compile(f"(?<!{_FREE}){re.escape(mark)}(?!{_FREE})").search(text, cursor, end)
        if place:
            cursor = place.end()
            if note.get(XML_ID) and not is_source_note(note):
                found.append((note, place.start()))
    return found
