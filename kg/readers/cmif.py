"""Correspondence Metadata Interchange Format: a TEI file of envelopes, one Document a letter.

    <correspDesc key="631" source="#edition" ref="https://example.org/letters/631">
      <correspAction type="sent">
        <persName ref="http://viaf.org/viaf/12345">Ida Tamsin</persName>
        <placeName ref="http://www.geonames.org/2874225">Port Selm</placeName>
        <date when="1957-05-03"/>
      </correspAction>
      <correspAction type="received"> ... </correspAction>
    </correspDesc>

The text of each Document is its own correspDesc, letter by letter as it stands in the file, so
that the words behind a fact are the characters of the element or of the attribute. The fields are
those of an index of messages (`message_index`): sender, recipient, from_place, to_place, date (as
EDTF), date_uncertain (`@cert` below high), url (`@ref`), source (the `bibl` that `@source` points
to, with the number in `@key`). Addresses of authorities (`@ref` of a name) are Marks with the
address as identity. A name "Unknown" is none; actions other than sent and received are passed over.

A file that breaks off gives the letters before the break. Entities are not expanded and nothing is
ever fetched: a file that declares an entity is refused.

Source: TEI P5 Guidelines, section 2.4.6; documentation of CMIF by the TEI Correspondence SIG.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from kg.cleaning import plain
from kg.dates import from_edtf
from kg.document import Block, Document, Field, Mark
from kg.errors import SkipError
from kg.namespaces import BASE
from kg.readers.base import (
    WHOLE_FILE,
    FileReader,
    Report,
    Source,
    cleaned,
    opened,
    problem,
    slug,
    unreadable,
)
from kg.readers.decoding import decode
from kg.spans import Span

NAME = "cmif"
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of the largest file that is read: some hundred thousand letters."""

_BEGINNING = 1024 * 1024
"""Bytes in which the first letter must begin: a bibliography of a whole edition may come before."""
_TEI = "http://www.tei-c.org/ns/1.0"
_XML_ID = "http://www.w3.org/XML/1998/namespace id"
_MARKER = re.compile(rb"<(?:[\w.-]+:)?correspDesc[\s/>]")
_DOCUMENT = re.compile(rb"""<(?:[\w.-]+:)?div\s(?:[^<>]*\s)?type\s*=\s*["']document["']""")
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_OURS = f"{BASE}message/"
_NOBODY = frozenset({"", "unknown", "[unknown]", "unbekannt", "n. n.", "n.n."})
_DOUBTFUL = frozenset({"low", "medium", "unknown"})
_NAMES = {
    ("sent", "persName"): ("sender", "sender", "person"),
    ("sent", "orgName"): ("sender", "sender", "organization"),
    ("sent", "placeName"): ("from_place", "place", "place"),
    ("received", "persName"): ("recipient", "recipient", "person"),
    ("received", "orgName"): ("recipient", "recipient", "organization"),
    ("received", "placeName"): ("to_place", "place", "place"),
}
"""Action and element; the field, kind of mark and kind of party that they give."""


def is_cmif(path: Path) -> bool:
    """Whether the beginning of a file describes correspondence, and no documents follow.

    An edition may describe its letters too; what holds them (`frus_tei`) is no index of them.
    False for what cannot be opened.
    """
    try:
        with opened(path, path.name) as file:
            beginning = file.read(_BEGINNING)
            if not _MARKER.search(beginning):
                return False
            return not _DOCUMENT.search(beginning + file.read(LARGEST_FILE))
    except (OSError, SkipError):
        return False


def read_file(path: Path, name: str, report: Report) -> Iterator[Document]:
    """The documents of a file that is known by that name.

    Raises:
        SkipError: as `read`, and when it cannot be opened or is no text.
    """
    with opened(path, name) as file:
        try:
            content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise unreadable(name, error) from error
    if len(content) > LARGEST_FILE:
        reason = f"it is larger than {LARGEST_FILE // 1024**2} MiB"
        raise SkipError(name, WHOLE_FILE, reason, "Split it into smaller files.")
    text = decode(content, name, report)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return read(Source(name, text, digest), report)


def read(source: Source, report: Report) -> Iterator[Document]:
    """The documents of a file, letter by letter.

    Raises:
        SkipError: when it is no XML or declares entities, before any letter was complete.
    """
    file = _File(source.text.encode("utf-8", "replace"))
    try:
        file.parse()
    except (expat.ExpatError, _RefusedError) as error:
        fault = _fault(source, error)
        if not file.letters:
            raise fault from error
        report(problem(fault, "skipped"))
    return _documents(source, file, report)


class _RefusedError(Exception):
    """Something in the file that is not read on purpose, and its line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def _fault(source: Source, error: expat.ExpatError | _RefusedError) -> SkipError:
    if isinstance(error, _RefusedError):
        return source.skip(f"line {error.line}", str(error), "Write its text in its place.")
    reason = f"the XML breaks off or is not well formed ({expat.ErrorString(error.code)})"
    return source.skip(f"line {error.lineno}", reason, "What stands before it was read; mend it.")


@dataclass(slots=True)
class _Part:
    """An element of a letter: its action, name and attributes, and where it stands, in bytes.

    `tag` is the place of its start tag, `end` that of its end tag; `words` its text.
    """

    action: str
    name: str
    attributes: dict[str, str]
    tag: tuple[int, int]
    end: int = 0
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Letter:
    """One correspDesc: its start tag, parts, line, and where it stands, in bytes."""

    head: _Part
    line: int
    parts: list[_Part] = field(default_factory=list)
    end: int = 0


class _File:
    """The letters and the bibliography of a file, as the parser meets them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.letters: list[_Letter] = []
        self.works: dict[str, str] = {}
        self._letter: _Letter | None = None
        self._action = ""
        self._open: _Part | None = None
        self._work: tuple[str, list[str]] | None = None
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped

    def parse(self) -> None:
        """Read everything; what was complete before an error stays in `letters`."""
        self._parser.Parse(self.data, True)

    def _entity(self, name: str, *_: object) -> None:
        raise _RefusedError(f"it declares the entity {name!r}", self._parser.CurrentLineNumber)

    def _skipped(self, name: str, *_: object) -> None:
        raise _RefusedError(f"the entity {name!r} is not declared", self._parser.CurrentLineNumber)

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = _local(full)
        start = self._parser.CurrentByteIndex
        if name == "correspDesc":
            head = _Part("", name, attributes, self._tag(start))
            self._letter = _Letter(head, self._parser.CurrentLineNumber)
        elif name == "bibl" and _XML_ID in attributes:
            self._work = (attributes[_XML_ID], [])
        elif self._letter is not None and name == "correspAction":
            self._action = attributes.get("type", "")
        elif self._letter is not None and self._action and self._open is None:
            self._open = _Part(self._action, name, attributes, self._tag(start))

    def _tag(self, start: int) -> tuple[int, int]:
        found = _TAG.match(self.data, start)
        return start, found.end() if found else start

    def _end(self, full: str) -> None:
        name = _local(full)
        at = self._parser.CurrentByteIndex
        if self._open is not None and name == self._open.name and self._letter is not None:
            self._open.end = max(at, self._open.tag[1])
            self._letter.parts.append(self._open)
            self._open = None
        elif name == "correspAction":
            self._action, self._open = "", None
        elif name == "bibl" and self._work is not None:
            identifier, words = self._work
            self.works[identifier] = plain("".join(words))
            self._work = None
        elif name == "correspDesc" and self._letter is not None:
            self._letter.end = self._tag(at)[1]
            self.letters.append(self._letter)
            self._letter = None

    def _characters(self, words: str) -> None:
        if self._open is not None:
            self._open.words.append(words)
        elif self._work is not None:
            self._work[1].append(words)


def _local(full: str) -> str:
    """The name of a TEI element without its namespace; of another vocabulary as it is."""
    return full.removeprefix(f"{_TEI} ")


def _documents(source: Source, file: _File, report: Report) -> Iterator[Document]:
    lines: dict[str, int] = {}
    for number, letter in enumerate(file.letters, 1):
        identifier = _identifier(source, letter, number)
        place = f"line {letter.line}"
        if identifier in lines:
            reason = f"the letter {identifier!r} stands already in line {lines[identifier]}"
            report(problem(source.skip(place, reason, "Give each letter its own @ref."), "skipped"))
            continue
        lines[identifier] = letter.line
        reading = _Reading(source, file, letter, report)
        fields, marks = reading.facts()
        yield Document(
            identifier=identifier,
            source=source.name,
            graph=slug(source.stem) or source.digest[:8],
            text=reading.text,
            reader=NAME,
            blocks=(Block("row", Span(0, len(reading.text))),),
            fields=tuple(sorted(fields, key=lambda each: each.span)),
            marks=tuple(sorted(marks, key=lambda each: each.span)),
        )


def _identifier(source: Source, letter: _Letter, number: int) -> str:
    """Ours where the letter is one that Coldwire wrote; else the file's name and the letter's."""
    attributes = letter.head.attributes
    address = attributes.get("ref", "")
    ours = unquote(address.removeprefix(_OURS)) if address.startswith(_OURS) else ""
    if _IDENTIFIER.fullmatch(ours):
        return ours
    own = slug(attributes.get(_XML_ID, "")) or slug(attributes.get("key", ""))
    if not own and address:
        own = hashlib.sha256(address.encode()).hexdigest()[:10]
    return f"{slug(source.stem) or source.digest[:8]}-{own or f'letter-{number}'}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A value and the bytes it stands in."""

    value: str
    start: int
    end: int


class _Reading:
    """One letter while its elements are read."""

    def __init__(self, source: Source, file: _File, letter: _Letter, report: Report) -> None:
        self._source = source
        self._file = file
        self._letter = letter
        self._report = report
        self._start = letter.head.tag[0]
        self.text = file.data[self._start : letter.end].decode("utf-8")

    def facts(self) -> tuple[list[Field], list[Mark]]:
        """The fields, and the marks for names that an authority knows."""
        found = [*self._about_the_letter(), *self._dates()]
        marked: list[tuple[_Place, _Part]] = []
        for part in self._letter.parts:
            known = _NAMES.get((part.action, part.name))
            place = self._name(part) if known else None
            if known and place:
                found.append((known[0], place))
                if part.attributes.get("ref"):
                    marked.append((place, part))
        spans = self._spans([place for _, place in found])
        fields = [
            Field(name, cleaned(name, place.value), spans[place.start, place.end])
            for name, place in found
        ]
        return fields, [self._mark(place, part, spans) for place, part in marked]

    def _mark(self, place: _Place, part: _Part, spans: dict[tuple[int, int], Span]) -> Mark:
        _, kind, party = _NAMES[part.action, part.name]
        identity = plain(part.attributes["ref"])
        return Mark(kind, spans[place.start, place.end], identity=identity, party=party)

    def _name(self, part: _Part) -> _Place | None:
        """The name in an element, or in its `@key` when it is empty; None for "Unknown"."""
        words = "".join(part.words)
        content = self._file.data[part.tag[1] : part.end]
        start = part.tag[1] + len(content) - len(content.lstrip())
        place: _Place | None = _Place(words, start, start + len(content.strip()))
        if not words.strip():
            place = self._attribute(part, "key")
        return None if place is None or plain(place.value).lower() in _NOBODY else place

    def _attribute(self, part: _Part, name: str) -> _Place | None:
        """The value of an attribute and where it stands; None when it is missing or blank."""
        value = part.attributes.get(name, "")
        tag = self._file.data[slice(*part.tag)]
        found = re.search(rb"\s" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
        if not value.strip() or found is None:
            return None
        group = 1 if found[1] is not None else 2
        return _Place(value, part.tag[0] + found.start(group), part.tag[0] + found.end(group))

    def _about_the_letter(self) -> Iterator[tuple[str, _Place]]:
        head = self._letter.head
        if address := self._attribute(head, "ref"):
            yield "url", address
        work = self._attribute(head, "source")
        if work is None:
            return
        title = self._file.works.get(work.value.strip().removeprefix("#"))
        number = head.attributes.get("key", "").strip()
        if title:
            words = f"{title.rstrip('.')}, no. {number}" if number else title
            yield "source", _Place(words, work.start, work.end)

    def _dates(self) -> Iterator[tuple[str, _Place]]:
        """The first date of sending that says something, and that it is doubtful."""
        for part in self._letter.parts:
            if (part.action, part.name) != ("sent", "date"):
                continue
            place = self._date(part)
            if place is not None:
                yield "date", place
                certainty = self._attribute(part, "cert")
                if certainty and certainty.value in _DOUBTFUL:
                    yield "date_uncertain", _Place("true", certainty.start, certainty.end)
                return

    def _date(self, part: _Part) -> _Place | None:
        given = {name: part.attributes[name] for name in _DATING if name in part.attributes}
        if not given:
            return None
        edtf = edtf_of(given)
        if edtf is None:
            shown = ", ".join(f"{name}={value!r}" for name, value in given.items())
            error = self._source.skip(
                f"line {self._letter.line}",
                f"no date can be read from {shown}; it was left out",
                "Use YYYY-MM-DD, YYYY-MM or YYYY; both ends of a period.",
            )
            self._report(problem(error, "warning"))
            return None
        when = self._attribute(part, "when")
        start, end = (when.start, when.end) if when else part.tag
        return _Place(edtf, start, end)

    def _spans(self, places: Sequence[_Place]) -> dict[tuple[int, int], Span]:
        """The places counted in characters of the text, in one pass."""
        offsets, characters, before = {}, 0, self._start
        for position in sorted({p for place in places for p in (place.start, place.end)}):
            characters += len(self._file.data[before:position].decode("utf-8"))
            offsets[position], before = characters, position
        return {
            (place.start, place.end): Span(offsets[place.start], offsets[place.end])
            for place in places
        }


_DATING = ("when", "from", "to", "notBefore", "notAfter")


def edtf_of(attributes: dict[str, str]) -> str | None:
    """The dating attributes of an element as EDTF; None when they give no date.

    >>> edtf_of({"when": "1957-05-03"}), edtf_of({"notBefore": "1957-05", "notAfter": "1957-07"})
    ('1957-05-03', '[1957-05..1957-07]')
    >>> edtf_of({"from": "1957-05-03", "to": "1957-05-04"})
    '1957-05-03/1957-05-04'
    """
    days = {name: found[1] for name, text in attributes.items() if (found := _DAY.fullmatch(text))}
    first = days.get("from") or days.get("notBefore")
    last = days.get("to") or days.get("notAfter")
    edtf = days.get("when")
    if edtf is None and first and last:
        is_period = "from" in days and "to" in days
        edtf = f"{first}/{last}" if is_period else f"[{first}..{last}]"
        edtf = first if first == last else edtf
    try:
        return edtf and from_edtf(edtf).edtf
    except ValueError:
        return None


READER = FileReader((".xml",), read_file, is_cmif)
