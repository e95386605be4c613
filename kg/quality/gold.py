"""Gold records out of the volumes of an edition: what people encoded, as a yardstick.

The text is the reader's print (`kg.readers.frus_tei`); head, dateline and lists are looked up in
the encoding itself. Where the encoding contradicts itself or the print, the record says so in
`states` and `suspect`, and the scorer leaves it out: a yardstick must not have the slips of its
makers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kg.authority.volumes import ListedPerson
from kg.document import Document
from kg.print_shapes import RULE
from kg.quality import gold_dates, gold_heads, gold_markings, gold_mentions
from kg.quality.gold_records import GoldName, GoldParty, GoldRecord
from kg.quality.gold_xml import OTHER_TEXTS, Node, named, tag, within, words
from kg.quality.lines import Note
from kg.readers import frus_tei
from kg.readers.tei_print import printed
from kg.readers.tei_tags import Steps


@dataclass(frozen=True, slots=True)
class GoldVolume:
    """A volume as measured: its list of persons and the gold records of its documents."""

    volume: str
    persons: tuple[ListedPerson, ...]
    records: tuple[GoldRecord, ...]


@dataclass(frozen=True, slots=True)
class _Usable:
    """What the encoders of a volume marked throughout, so that its absence means something."""

    parties: bool
    persons: bool
    references: bool


def gold_of(path: Path, note: Note, *, bare: bool = False) -> GoldVolume:
    """The gold records of a volume; with `bare` each has the text of the message alone too.

    Raises:
        SkipError: when the file is no volume that can be used.
    """
    source = frus_tei.volume(path, path.parent, note)
    persons = source.volume.persons
    divs = list(source.elements())
    usable = _usable(divs, persons)
    surnames = gold_mentions.unshared_surnames(persons)
    names = {person.reference: person.name for person in persons}
    maker = _Maker(source.volume.identifier, names, surnames, usable, bare)
    records = tuple(
        maker.record(document, div, encoded.key)
        for document, div, encoded in zip(source.documents(note), divs, source.encoded, strict=True)
    )
    return GoldVolume(source.volume.identifier, persons, records)


def _parsed(xml: str) -> Node:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(xml, parser)


def _usable(divs: Sequence[Node], persons: Sequence[ListedPerson]) -> _Usable:
    """A side, list or pointer that a volume nearly never marks is not marked in it."""
    people = [p for div in divs for p in div.iter(named("persName"))]
    linked = sum(1 for p in people if p.get("corresp"))
    offices = (g for div in divs for g in div.iter(named("gloss")))
    senders = sum(1 for p in (*people, *offices) if p.get("type") == "from")
    return _Usable(
        parties=senders > len(divs) // 5,
        persons=len(persons) > 20 and linked > 2 * len(divs),
        references=any(next(div.iter(named("ref")), None) is not None for div in divs),
    )


_NUMBER = re.compile(r"\[?(?:No\. ?)?(\d+[a-z]?)\]?\.?\s*(?=\D)")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
_NOBODY = re.compile(
    r"(?i)(draft |informal )?(editorial note"
    r"|memorand\w+ (of (a )?(conversation|meeting|discussion|conference)|for the record)"
    r"|(special )?national intelligence estimate|minutes of|notes of|record of"
    r"|national security council report|summary (record|notes) of)"
)
"""Titles of papers that nobody sends, if the title names no maker."""
_MAKER = re.compile(r"(?i)\b(by|prepared|between|from)\b")
_SWALLOWED = re.compile(
    r"^(State|United Nations|Secretary|Department of State|Secretary of State) to "
)
"""A mark that holds both ends of the head."""
_TALKS = ("memcon", "minutes", "memo-for-record", "telcon")
_RECORDED_BY = re.compile(r"\b(by|[Ff]rom|[Pp]repared)\b")
_RECORDED_FOR = re.compile(
    r"\bto\b(?! the (Secretary|Under|President|Assistant|Ambassador|Director|Deputy|United|U\.))"
)
_BY_A_TITLE = re.compile(
    r"\bby\b.*(Assistant|Adviser|Deputy|Counselor|Representative|Mission|Delegation) to\b"
)
Parties = tuple[list[GoldParty], list[GoldParty]]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the records of one volume."""

    volume: str
    names: dict[str, str]
    surnames: dict[str, str]
    usable: _Usable
    bare: bool

    def record(self, document: Document, div: Node, key: str) -> GoldRecord:
        """The record of one document."""
        head = div.find(named("head"))
        line = words(head) if head is not None else ""
        number = _NUMBER.match(line) if not _ORDINAL.match(line) else None
        title = line[number.end() :] if number else line
        source = gold_markings.source_note(div)
        kind = gold_markings.kind_of(title, source, self.volume)
        record: GoldRecord = {
            "id": f"{self.volume}/{key}",
            "volume": self.volume,
            "number": div.get("n"),
            "doc_type": kind,
            "head": line,
            "title": title,
            "states": {},
            "source_note": source or None,
            "text": document.text,
        }
        self._parties(record, head)
        _date_and_place(record, div, head)
        _markings(record, div, source)
        _names_listed(record, div)
        self._mentions(record, document, div)
        if self.bare:
            record["text_bare"] = _message_alone(div, self.volume)
        return record

    def _parties(self, record: GoldRecord, head: Node | None) -> None:
        found = (
            gold_heads.HeadParties() if head is None else gold_heads.parties_of(head, self.names)
        )
        sides = found.senders, found.recipients
        states = record["states"]
        states["from"], states["to"] = self._states(record, head, sides)
        for side, parties in zip(("from", "to"), sides, strict=True):
            if any(_SWALLOWED.match(party["text"]) for party in parties):
                states[side] = "slip"
        if head is not None and not any(sides):
            unmarked = gold_heads.unmarked_parties(head, self.names)
            if unmarked:
                sides = unmarked
                states["from"] = states["to"] = "silver"
        if record["doc_type"] in _TALKS and not found.between:
            _doubt_talk(record["title"], sides, states)
        record["from"], record["to"] = sides
        record["more"] = found.more
        record["symmetric"] = found.between and any(sides)
        record["direction_fixed"] = found.turned

    def _states(self, record: GoldRecord, head: Node | None, sides: Parties) -> tuple[str, str]:
        if record["doc_type"] == "editorial-note":
            return "empty", "empty"
        title = record["title"]
        nobody = (
            head is not None
            and self.usable.parties
            and not any(sides)
            and _NOBODY.match(title)
            and not _MAKER.search(title)
            and head.find(f".//{named('persName')}") is None
        )
        without = "empty" if nobody else "unknown"
        return "marked" if sides[0] else without, "marked" if sides[1] else without

    def _mentions(self, record: GoldRecord, document: Document, div: Node) -> None:
        marks = sorted(document.marked("person"), key=lambda mark: mark.span.start)
        persons, mentions, unlinked = gold_mentions.mentions_of(document, marks, self.names)
        record["persons"] = list(persons.values())
        record["mentions"], record["unlinked"] = mentions, unlinked
        record["states"]["persons"] = "marked" if self.usable.persons else "unknown"
        record["maybe"] = (
            gold_mentions.perhaps_mentioned(document.text, self.surnames, persons)
            if self.usable.persons
            else []
        )
        record["references"] = gold_mentions.references_of(document)
        record["states"]["references"] = "marked" if self.usable.references else "unknown"
        record["links"] = gold_mentions.links_of(div, self.volume, document.text)
        body = document.text.split(f"\n{RULE}\n")[0]
        record["citations"] = [m[0] for m in gold_mentions.CITED.finditer(body)]


def _doubt_talk(title: str, sides: Parties, states: dict[str, str]) -> None:
    """A record of talks has a sender or recipient only where its title says so."""
    if sides[0] and not _RECORDED_BY.search(title):
        states["from"] = "slip"
    if not sides[1]:
        return
    by_a_title = _BY_A_TITLE.search(title) and not re.search(r"\) to\b", title)
    if by_a_title or not _RECORDED_FOR.search(title):
        states["to"] = "slip"


def _date_and_place(record: GoldRecord, div: Node, head: Node | None) -> None:
    line, has_line = gold_dates.dateline_of(div, head)
    date = gold_dates.date_of(line) if line is not None else None
    place, hidden = gold_dates.place_of(line)
    bare_note = record["doc_type"] == "editorial-note" and not has_line
    undated = bool(date and date["undated"]) or bare_note
    states = record["states"]
    without = "empty" if undated else "unknown"
    states["date"] = "marked" if date and date["iso"] else without
    no_place = (line is not None and gold_dates.is_bare_of_place(line)) or bare_note
    without = "empty" if no_place and not hidden else "unknown"
    states["place"] = "marked" if place else without
    record["date"], record["place"] = date, place
    year = (date["iso"] if date else None) or _first_year(record["volume"])
    record["decade"] = f"{year[:3]}0s"


def _first_year(volume: str) -> str:
    found = re.search(r"\d{4}", volume)
    return found[0] if found else "0000"


def _markings(record: GoldRecord, div: Node, source: str) -> None:
    line = gold_markings.classification_of(div, source)
    number = gold_markings.number_of(record["title"], record["doc_type"], div)
    record["classification"], record["telegram_number"] = line, number
    record["states"]["classification"] = "marked" if line and line["level"] else "unknown"
    record["states"]["telegram_number"] = "marked" if number else "unknown"


def _names_listed(record: GoldRecord, div: Node) -> None:
    """Signatures, subject and participants."""
    record["signed"] = list(_signatures(div))
    record["subject"] = _subject(div)
    record["participants"] = list(_participants(div))
    record["states"]["participants"] = "marked" if record["participants"] else "unknown"


def _signatures(div: Node) -> Iterator[GoldName]:
    for signed in div.iter(named("signed")):
        text = words(signed).strip(" .")
        if text and not within(signed, div, OTHER_TEXTS):
            person = signed.find(f".//{named('persName')}")
            ref = signed.get("corresp") or (person.get("corresp") if person is not None else None)
            yield {"text": text, "ref": (ref or "").lstrip("#") or None}


def _subject(div: Node) -> str | None:
    lists = (
        each
        for each in div.iter(named("list"))
        if (each.get("type") or "").strip() == "subject" and not within(each, div, OTHER_TEXTS)
    )
    first = next(lists, None)
    head = first.find(named("head")) if first is not None else None
    if first is None or head is None or not words(head).lower().startswith("subj"):
        return None
    return gold_dates.one_line(" ".join(map(gold_heads.raw_words, first.iter(named("item")))))


def _participants(div: Node) -> Iterator[GoldName]:
    for each in div.iter(named("list")):
        if each.get("type") != "participants" or within(each, div, OTHER_TEXTS):
            continue
        for item in each.iter(named("item")):
            text = words(item)
            if text and item.find(f".//{named('item')}") is None:
                person = item.find(f".//{named('persName')}")
                ref = person.get("corresp") if person is not None else None
                yield {"text": text, "ref": (ref or "").lstrip("#") or None}


def _message_alone(div: Node, volume: str) -> str:
    """The text without the editors' head lines and notes."""
    copy = _parsed(etree.tostring(div, encoding="unicode", with_tail=False))
    for node in list(copy.iter(named("note"), named("head"))):
        parent = node.getparent()
        if parent is not None and (tag(node) == "note" or tag(parent) == "div"):
            _remove(node, parent)
    xml = etree.tostring(copy, encoding="unicode", with_tail=False)
    return printed(xml, Steps(volume)).text


def _remove(node: Node, parent: Node) -> None:
    """Takes a node out and leaves what follows it."""
    before = node.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (node.tail or "")
    else:
        before.tail = (before.tail or "") + (node.tail or "")
    parent.remove(node)
