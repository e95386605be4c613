"""Writing the correspondence of a store in the Correspondence Metadata Interchange Format.

Services such as correspSearch and other editions read it: one `correspDesc` for each message that
is held or known by its envelope, with sender, recipients, places and date. Who has an entry in our
authority gets its Wikidata address as `@ref`, or else our own; a name that nobody identified stands
as it is written; a missing one is "Unknown", as the format demands. Uncertain dates become
`@notBefore` and `@notAfter`. `kg.readers.cmif` reads the same format.

Source: TEI P5 Guidelines, section 2.4.6; documentation, schema and Schematron rules of CMIF by
the TEI Correspondence SIG.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.dates import from_edtf
from kg.namespaces import BASE, PREFIXES

TEI = "http://www.tei-c.org/ns/1.0"
ADDRESS = f"{BASE}cmif.xml"
"""The address of the file itself, when nobody gives another."""

_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_LICENSE_WORDS = "This file is licensed under the terms of the Creative Commons License CC-BY 4.0"
_WORK = f"cmif-{uuid.uuid5(uuid.NAMESPACE_URL, BASE)}"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIMPLE = re.compile(r"(\d{4}(?:-\d\d){0,2})([?~%]?)", re.ASCII)
_PERIOD = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})", re.ASCII)
_PREFIXES = "".join(f"PREFIX {n}: <{PREFIXES[n]}>\n" for n in ("cw", "rdfs", "skos"))
_HELD = """
  FILTER NOT EXISTS {
    ?message cw:heldAs <https://w3id.org/coldwire/vocabulary/held-as/known-by-reference>
  }"""
_MESSAGES = f"""{_PREFIXES}
SELECT DISTINCT ?message ?date WHERE {{
  ?message a cw:Message .{_HELD}
  OPTIONAL {{ ?message cw:date ?date }}
}} ORDER BY ?message ?date"""
_KNOWN = f"""{_PREFIXES}
SELECT DISTINCT ?message ?role ?who ?name ?class ?match WHERE {{
  VALUES ?role {{ cw:sender cw:recipient cw:sentFrom cw:sentTo }}
  VALUES ?class {{ cw:Person cw:Office cw:Organization cw:Group cw:Place }}
  ?message ?role ?who .
  ?who a ?class ; rdfs:label ?name .
  OPTIONAL {{ ?who skos:exactMatch ?match }}
}} ORDER BY ?message ?role ?name ?who ?match"""
_WRITTEN = f"""{_PREFIXES}
SELECT DISTINCT ?message ?supports ?name WHERE {{
  VALUES ?supports {{ cw:sender cw:recipient cw:sentFrom cw:sentTo }}
  ?mention a cw:Mention ; cw:inMessage ?message ; cw:role ?role ; cw:writtenAs ?name .
  FILTER NOT EXISTS {{ ?mention cw:refersTo ?who }}
  FILTER(?role = IRI(CONCAT("https://w3id.org/coldwire/vocabulary/role/",
    IF(?supports = cw:sender, "sender", IF(?supports = cw:recipient, "recipient",
    IF(?supports = cw:sentFrom, "sent-from", "sent-to"))))))
}} ORDER BY ?message ?supports ?name"""

Row = Mapping[str, str | None]


class Rows(Protocol):
    """The part of a store that is asked here."""

    def rows(self, text: str, /) -> Sequence[Row]:
        """The answers of a SELECT query over the union of all named graphs."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is printed, the element it goes into, and an address that says who is meant."""

    element: str
    words: str
    ref: str | None = None


@dataclass(slots=True)
class Envelope:
    """What is written of one message: its address, EDTF date, and the names by role."""

    message: str
    date: str | None = None
    names: dict[str, dict[str, Name]] = field(default_factory=dict)

    def add(self, role: str, key: str, name: Name) -> None:
        """Take in a name once; the first of several addresses of one entity stays."""
        self.names.setdefault(role, {}).setdefault(key, name)


def envelopes(store: Rows) -> list[Envelope]:
    """The messages of a store of which a sender or a recipient is known, in the order of dates."""
    found: dict[str, Envelope] = {}
    for row in store.rows(_MESSAGES):
        found.setdefault(str(row["message"]), Envelope(str(row["message"]), row["date"]))
    for row in store.rows(_KNOWN):
        if envelope := found.get(str(row["message"])):
            name = Name(_element(row), str(row["name"]), row["match"] or row["who"])
            envelope.add(_local(row["role"]), str(row["who"]), name)
    for row in store.rows(_WRITTEN):
        if envelope := found.get(str(row["message"])):
            role = _local(row["supports"])
            element = "placeName" if role.startswith("sent") else "persName"
            envelope.add(role, str(row["name"]), Name(element, str(row["name"])))
    known = (each for each in found.values() if {"sender", "recipient"} & each.names.keys())
    return sorted(known, key=lambda each: (_first_day(each.date), each.message))


def _local(address: str | None) -> str:
    return str(address).rpartition("#")[2]


def _element(row: Row) -> str:
    """Persons are persons; places places; offices, bodies and groups are organizations to CMIF."""
    return {"Person": "persName", "Place": "placeName"}.get(_local(row["class"]), "orgName")


def _first_day(edtf: str | None) -> str:
    try:
        return from_edtf(edtf or "").earliest or "9999"
    except ValueError:
        return "9999"


def write_cmif(
    letters: Iterable[Envelope], output: BinaryIO, updated: datetime, address: str = ADDRESS
) -> None:
    """Write a CMIF file; the same arguments give the same bytes.

    `updated` (with time zone) is when the letters last changed, `address` where the file can be
    fetched once it is published.
    """
    writer = _Writer(output)
    with writer.document():
        with writer.element("teiHeader"):
            _write_description(writer, updated, address)
            with writer.element("profileDesc"):
                for letter in letters:
                    _write_letter(writer, letter)
        with writer.element("text"), writer.element("body"):
            writer.leaf("p")


class _Writer:
    """Writes elements on lines of their own."""

    def __init__(self, output: BinaryIO) -> None:
        self._xml = XMLGenerator(output, "UTF-8", short_empty_elements=True)
        self._depth = 0

    @contextmanager
    def document(self) -> Iterator[None]:
        """The root, with everything in it."""
        self._xml.startDocument()
        with self.element("TEI", {"xmlns": TEI}):
            yield
        self._xml.ignorableWhitespace("\n")
        self._xml.endDocument()

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """An element with others in it."""
        self._line()
        self._xml.startElement(name, _safe_all(attributes))
        self._depth += 1
        yield
        self._depth -= 1
        self._line()
        self._xml.endElement(name)

    def leaf(self, name: str, words: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """An element with text, or empty."""
        self._line()
        self._xml.startElement(name, _safe_all(attributes))
        if words:
            self._xml.characters(_safe(words))
        self._xml.endElement(name)

    def _line(self) -> None:
        if self._depth:
            self._xml.ignorableWhitespace("\n" + "  " * self._depth)


def _safe(words: str) -> str:
    """The words without characters that XML cannot hold (XML 1.0, section 2.2)."""
    return _NOT_IN_XML.sub("\ufffd", words)


def _safe_all(attributes: Mapping[str, str] | None) -> AttributesImpl[str]:
    return AttributesImpl({name: _safe(value) for name, value in (attributes or {}).items()})


def _write_description(writer: _Writer, updated: datetime, address: str) -> None:
    with writer.element("fileDesc"):
        with writer.element("titleStmt"):
            writer.leaf("title", "Cold War correspondence in Coldwire")
            writer.leaf("editor", "Coldwire")
        with writer.element("publicationStmt"):
            with writer.element("publisher"):
                writer.leaf("ref", "Coldwire", {"target": BASE})
            writer.leaf("idno", address, {"type": "url"})
            writer.leaf("date", "", {"when": updated.isoformat(timespec="seconds")})
            with writer.element("availability"):
                writer.leaf("licence", _LICENSE_WORDS, {"target": _LICENSE})
        with writer.element("sourceDesc"):
            writer.leaf(
                "bibl",
                "Coldwire: a knowledge graph of Cold War correspondence",
                {"type": "online", "xml:id": _WORK},
            )


def _write_letter(writer: _Writer, letter: Envelope) -> None:
    with writer.element("correspDesc", {"ref": letter.message, "source": f"#{_WORK}"}):
        for action, people, place in (
            ("sent", "sender", "sentFrom"),
            ("received", "recipient", "sentTo"),
        ):
            with writer.element("correspAction", {"type": action}):
                names = [*letter.names.get(people, {}).values()] or [Name("persName", "Unknown")]
                for name in [*names, *letter.names.get(place, {}).values()]:
                    ref = {"ref": name.ref} if name.ref else {}
                    writer.leaf(name.element, name.words, ref)
                if action == "sent" and (dating := dating_of(letter.date)):
                    writer.leaf("date", "", dating)


def dating_of(edtf: str | None) -> dict[str, str]:
    """The dating attributes of a `date` for an EDTF value; none when no year is known.

    >>> dating_of("1950-10-01"), dating_of("[1950-01-10,1950-10-01]")
    ({'when': '1950-10-01'}, {'notBefore': '1950-01-10', 'notAfter': '1950-10-01'})
    >>> dating_of("1950-10?"), dating_of("XXXX-10-01")
    ({'when': '1950-10', 'cert': 'low'}, {})
    """
    if simple := _SIMPLE.fullmatch(edtf or ""):
        return {"when": simple[1]} | ({"cert": "low"} if simple[2] else {})
    if period := _PERIOD.fullmatch(edtf or ""):
        return {"from": period[1], "to": period[2]}
    try:
        value = from_edtf(edtf or "")
    except ValueError:
        return {}
    if value.earliest is None or value.latest is None:
        return {}
    return {"notBefore": value.earliest, "notAfter": value.latest}
