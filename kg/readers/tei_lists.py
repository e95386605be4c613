"""What stands around the documents of a TEI volume: its name, its lists of persons and of terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from kg.authority.volumes import ListedPerson
from kg.readers.tei_source import TEI

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_IDENTIFIER = re.compile(r"[\w.-]+")
_ENTRY = (f"{TEI}item", f"{TEI}p", f"{TEI}row")


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """An entry of a volume's list of abbreviations: "Deptel", "Department of State telegram"."""

    reference: str
    term: str
    meaning: str = ""


def identifier(root: etree._Element, stem: str) -> str:
    """The name of the volume: as its header gives it, else its xml:id, else the file's name."""
    header = root.find(f"{TEI}teiHeader")
    said = [] if header is None else [e.text for e in header.iter(f"{TEI}idno") if _is_own(e)]
    for name in (*said, root.get(XML_ID)):
        if name and _IDENTIFIER.fullmatch(name.strip()):
            return str(name).strip()
    return re.sub(r"[^\w.-]+", "-", stem) or "volume"


def _is_own(number: etree._Element) -> bool:
    return bool(number.get("type") == "frus")


def title(root: etree._Element) -> str:
    """The complete title of the volume, else its first; may be empty."""
    titles = list(root.iterfind(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title"))
    titles.sort(key=lambda each: each.get("type") != "complete")
    return words(titles[0]) if titles else ""


def persons(root: etree._Element) -> Iterator[ListedPerson]:
    """Everyone whose name stands in a list with an address (xml:id)."""
    for name, about in _entries(root, "persName"):
        yield ListedPerson(name.get(XML_ID, ""), words(name), about)


def terms(root: etree._Element) -> Iterator[ListedTerm]:
    """Every abbreviation or term that has an address."""
    for term, meaning in _entries(root, "term"):
        yield ListedTerm(term.get(XML_ID, ""), words(term), meaning)


def _entries(root: etree._Element, kind: str) -> Iterator[tuple[etree._Element, str]]:
    """The elements with an address, each with what its entry says besides."""
    for element in root.iter(TEI + kind):
        if element.get(XML_ID):
            entry = next(element.iterancestors(*_ENTRY), element)
            name, said = words(element), words(entry)
            yield element, said.removeprefix(name).strip(" ,") if said != name else ""


_LOOSE = re.compile(r" (?:(?=[,;:)\]]|\.(?! ?\.))|(?<=[(\[“] ))")


def words(element: etree._Element) -> str:
    """The text of an element on one line, without footnotes; close to its commas, as printed."""
    if next(element.iter(*_APART), None) is None:
        said = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    else:
        said = "".join(_texts(element))
    return _LOOSE.sub("", " ".join(said.split()))


_APART = (f"{TEI}lb", f"{TEI}note")


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEI}lb":
            yield " "
        elif child.tag != f"{TEI}note":
            yield from _texts(child)
        yield child.tail or ""
