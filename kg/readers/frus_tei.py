"""A volume of *Foreign Relations of the United States*: TEI P5, one Document for each document.

The text is the document as printed (`kg.readers.tei_print`); its blocks are those that
`kg.readers.printed_edition` finds in plain print, here known from the encoding. What the editors
encoded lies beside it as marks: sender and recipient, persons, terms, place, date, time,
reference, signed, participant, subject, page, and attachment where another document begins.

Fields: "head" as printed without footnote marks, "number" as the head prints it, "n" as the
encoding gives it, "volume_title". The last two stand nowhere in the text.

Source: Office of the Historian, github.com/HistoryAtState/frus; the encoding is described in its
schema, frus.odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from kg.authority.volumes import ListedPerson, Volume
from kg.document import Block, Document, Field, Mark
from kg.errors import SkipError
from kg.print_shapes import SUPERSCRIPT
from kg.readers import tei_lists
from kg.readers.base import WHOLE_FILE, FileReader, Report, problem, relative_name
from kg.readers.tei_documents import Encoded, documents
from kg.readers.tei_lists import ListedTerm
from kg.readers.tei_print import Print, printed
from kg.readers.tei_source import Edition, edition, element, is_edition, tree
from kg.readers.tei_tags import Steps
from kg.spans import Span, known_span

ENDINGS = (".xml", ".xml.gz", ".xml.xz")


@dataclass(frozen=True, slots=True)
class VolumeSource:
    """A volume as read: what it is, its lists, and its documents as they are asked for.

    `volume` is what extractors may know. `terms` are the abbreviations that the volume explains.
    """

    name: str
    volume: Volume
    title: str
    terms: tuple[ListedTerm, ...]
    encoded: tuple[Encoded, ...] = field(repr=False)
    edition: Edition = field(repr=False)

    def __len__(self) -> int:
        """The number of documents."""
        return len(self.encoded)

    def documents(self, report: Report) -> Iterator[Document]:
        """The documents in the order of the volume; impossible dates are given to `report`."""
        steps = Steps(self.volume.identifier)
        for encoded in self.encoded:
            yield self._document(encoded, steps)
            if steps.faults:
                _report_dates(self.name, encoded.key, steps.faults, report)
                steps.faults.clear()

    def elements(self) -> Iterator[etree._Element]:
        """The encoding of each document, in the same order, for who looks at it itself."""
        for encoded in self.encoded:
            yield element(self.edition, encoded.start, encoded.end, self.name)

    def _document(self, encoded: Encoded, steps: Steps) -> Document:
        page = printed(self.edition.text(encoded.start, encoded.end), steps)
        blocks = tuple(_blocks(page))
        volume = self.volume.identifier
        return Document(
            f"{volume}-{encoded.key}",
            self.name,
            volume,
            page.text,
            "frus_tei",
            blocks,
            tuple(_fields(page.text, blocks, encoded.number, self.title)),
            tuple(_marks(page)),
        )


def volume(path: Path, root: Path, report: Report) -> VolumeSource:
    """The volume in a file that lies under `root`.

    The whole file is parsed before anything is given, so that a broken volume is never half used.

    Raises:
        SkipError: when the file cannot be used, is no TEI edition or holds no document.
    """
    return _volume(path, relative_name(path, root), report)


def _volume(path: Path, name: str, report: Report) -> VolumeSource:
    whole = edition(path, name)
    taken, rest = documents(whole, name)
    if not taken:
        reason = "a volume without documents: it has no <div type='document'>"
        raise SkipError(name, WHOLE_FILE, reason, "Give a volume of documents.")
    around = tree(rest, name)
    identifier = tei_lists.identifier(around, stem(path.name))
    persons = tuple(_persons_once(around, name, report))
    return VolumeSource(
        name,
        Volume(identifier, persons),
        tei_lists.title(around),
        tuple(tei_lists.terms(around)),
        tuple(_named_apart(taken, name, report)),
        whole,
    )


def _read(path: Path, name: str, report: Report) -> Iterator[Document]:
    return _volume(path, name, report).documents(report)


READER = FileReader(ENDINGS, _read, is_edition)


def stem(file_name: str) -> str:
    """The file's name without its endings."""
    ending = next((e for e in sorted(ENDINGS, key=len) if file_name.lower().endswith(e)), "")
    return file_name[: len(file_name) - len(ending)]


# What the volume is made of.


def _named_apart(taken: list[Encoded], name: str, report: Report) -> Iterator[Encoded]:
    """The documents with addresses of their own, also where the volume gives one twice or none."""
    known = {each.key for each in taken}
    seen: set[str] = set()
    for place, each in enumerate(taken, 1):
        if each.key and each.key not in seen:
            seen.add(each.key)
            yield each
            continue
        key = _free(each.key or f"document{place}", known | seen)
        seen.add(key)
        what = f"a second document {each.key}" if each.key else "a document without xml:id"
        error = SkipError(
            name, f"document {place}", f"{what}; read as {key}", "Give each document its xml:id."
        )
        report(problem(error, "warning"))
        yield replace(each, key=key)


def _free(key: str, known: set[str]) -> str:
    number = 2
    while f"{key}.{number}" in known:
        number += 1
    return f"{key}.{number}"


def _persons_once(around: etree._Element, name: str, report: Report) -> Iterator[ListedPerson]:
    """The list of persons; of two entries with one address the first."""
    seen: dict[str, ListedPerson] = {}
    for person in tei_lists.persons(around):
        first = seen.setdefault(person.reference, person)
        if first is person:
            yield person
        else:
            reason = f"{person.name} has the xml:id of {first.name}; only the first is used"
            error = SkipError(name, f"person {person.reference}", reason, "Give each its own.")
            report(problem(error, "warning"))


def _report_dates(name: str, key: str, faults: list[str], report: Report) -> None:
    for value in dict.fromkeys(faults):
        reason = f"the encoded date {value} is in no calendar; only its words are used"
        error = SkipError(name, f"document {key}", reason, "Compare the date with the print.")
        report(problem(error, "warning"))


# Blocks.

_SOURCE = re.compile(
    rf"[{SUPERSCRIPT}]*\s*\[?(?:Summary: .{{0,3000}}?)?[Ss]ource(?::| (?=[A-Z]))", re.S
)


def _blocks(page: Print) -> Iterator[Block]:
    """The parts of the page, in the order that `printed_edition` gives them."""
    parts = [(start, end, spec.kind) for start, end, spec in page.placed if spec.is_block]
    head = next((part for part in parts if part[2] == "head"), None)
    parts = [part for part in parts if part[2] != "head" or part is head]
    top = (
        head[1]
        if head
        else max((end for _, end, kind in parts if kind == "file number"), default=0)
    )
    above = [part for part in parts if part[1] <= top]
    for start, end, kind in above:
        yield Block(kind, known_span((start, end)))
    while top < page.end and page.text[top] in "\n ":
        top += 1
    if top < page.end:
        yield Block("body", Span(top, page.end))
    for start, end, kind in parts[len(above) :]:
        yield Block(kind, known_span((start, end)))
    yield from _notes(page)


def _notes(page: Print) -> Iterator[Block]:
    if page.notes:
        yield Block("notes", Span(page.notes[0][0], page.notes[-1][1]))
    for start, end, is_source in page.notes:
        span = known_span((start, end))
        yield Block("note", span)
        if is_source or _SOURCE.match(page.text, start, end):
            yield Block("source note", span)


# Fields.

_RAISED = re.compile(f"[{SUPERSCRIPT}]+")
_NUMBER = re.compile(r"\[?(?:No\. ?)?(\d+[a-z]?)\]?\.?(?=\s)")


def _fields(text: str, blocks: tuple[Block, ...], number: str, title: str) -> Iterator[Field]:
    head = next((block.span for block in blocks if block.kind == "head"), None)
    if head:
        words = _RAISED.sub("", head.of(text)).replace("\n", " ")
        yield Field("head", words, head)
        printed_number = _NUMBER.match(text, head.start, head.end)
        if printed_number:
            yield Field("number", printed_number[1], Span(*printed_number.span(1)))
    nowhere = Span(len(text), len(text))
    if number:
        yield Field("n", number, nowhere)
    if title:
        yield Field("volume_title", title, nowhere)


# Marks.

_ENCLOSURE = re.compile(
    r"\n\n(\[?(?:Sub)?(?:[Ee]nclosure|Attachment|Annex|Appendix|Tab|Addendum)\b[^\n]{0,40})(?=\n|\Z)"
)
"""The heading of another document inside the document, where no element encloses it."""


_new = tuple.__new__
"""Makes a mark of its five values, or a span of its ends, without a call of Python."""


def _marks(page: Print) -> list[Mark]:
    marks = [
        _new(Mark, (spec.kind, _new(Span, (start, end)), spec.value, spec.identity, spec.party))
        for start, end, spec in page.placed
        if not spec.is_block
    ]
    headings = list(_ENCLOSURE.finditer(page.text, 0, page.end))
    if headings:
        known = [mark.span for mark in marks if mark.kind == "attachment"]
        found = [Span(*heading.span(1)) for heading in headings]
        marks += [
            Mark("attachment", span)
            for span in found
            if not any(each.overlaps(span) for each in known)
        ]
        marks.sort(key=lambda mark: mark.span.start)
    return marks
