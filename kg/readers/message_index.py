"""An index of known messages: a CSV table of envelopes, one Document a row.

    id,date,date_uncertain,form,number,sender,sender_as_named,recipients,recipients_as_named,via,
    from_place,to_place,url,evidence,confidence,source,license

| column | what it holds |
|---|---|
| id | the message's identifier: letters, digits, ".", "_", "-"; unique in the file |
| date | EDTF: a day, a month, a year, or a set of them in square brackets; may be empty |
| sender, recipients, via, number | one or more, parted by ";" |
| sender_as_named, recipients_as_named | the names used, in the order of the other column |
| the others | one value |

There are as many names as persons; an empty one means the person's own name ("Drey;Holt" named
";LARK"). Names without persons say that nobody knows yet who is meant.

id, date, sender and recipients must be there, in any order. A row that cannot be used is
reported with its line, and the others go on. The text of each Document is its own row, so the
words behind a fact are the raw characters of the cell, with doubled quotation marks where the
file has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.cleaning import plain
from kg.dates import from_edtf
from kg.document import Block, Document, Field
from kg.errors import SkipError
from kg.readers.base import Reader, Report, Source, cleaned, problem, slug, trimmed
from kg.readers.cells import Cell, Row, rows
from kg.spans import Span

REQUIRED = ("id", "date", "sender", "recipients")
ONE = {
    "date": "date",
    "date_uncertain": "date_uncertain",
    "form": "form",
    "from_place": "from_place",
    "to_place": "to_place",
    "url": "url",
    "evidence": "evidence",
    "confidence": "confidence",
    "source": "source",
    "license": "license",
}
"""Columns with one value, and the name of its field."""

SEVERAL = {
    "number": "number",
    "sender": "sender",
    "recipients": "recipient",
    "via": "via",
}
"""Columns with values parted by ";", and the name of their fields."""

AS_NAMED = {"sender_as_named": "sender", "recipients_as_named": "recipients"}
"""Columns with the names used, and the column that says who is meant."""

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OWN = {"sender", "recipients", *AS_NAMED}
"""Columns that no table but an index of messages has."""


def is_index(beginning: str) -> bool:
    """True when the header has a column of an index of messages.

    >>> is_index("id,date,sender,recipients\\n"), is_index("id,label,qid\\n")
    (True, False)
    """
    header = next(rows(beginning), None)
    if header is None or header.broken:
        return True  # reported when it is read
    return bool(_OWN & set(_names(beginning, header)))


def read(source: Source, report: Report) -> Iterator[Document]:
    """The documents of an index, row by row.

    Raises:
        SkipError: when the header lacks a required column or repeats one, or no row follows it.
    """
    header = next(rows(source.text), None)
    if header is None or header.broken:
        reason = f"the header cannot be read: {header.broken if header else 'there is none'}"
        raise source.skip("line 1", reason, "Correct the header line.")
    table = Table(source, tuple(_names(source.text, header)))
    _check_header(table, header, report)
    if not source.text[header.span.end :].strip():
        raise source.skip("line 2", "the index has no rows", "Add a row for each message.")
    return _documents(table, report)


@dataclass(frozen=True, slots=True)
class Table:
    """A source and the names of its columns, in order."""

    source: Source
    columns: tuple[str, ...]


def _names(text: str, header: Row) -> list[str]:
    return [plain(cell.span.of(text)).lower() for cell in header.cells]


def _check_header(table: Table, header: Row, report: Report) -> None:
    place, known = f"line {header.line}", {"id", *ONE, *SEVERAL, *AS_NAMED}
    missing = [column for column in REQUIRED if column not in table.columns]
    if missing:
        reason = f"no index of messages: column {', '.join(missing)} missing"
        advice = f"An index has the columns {', '.join(REQUIRED)}, parted by commas."
        raise table.source.skip(place, reason, advice)
    twice = sorted({column for column in table.columns if table.columns.count(column) > 1})
    if twice:
        reason = f"column {', '.join(map(repr, twice))} stands twice"
        raise table.source.skip(place, reason, "Keep one of them.")
    unknown = [column for column in table.columns if column not in known]
    if unknown:
        reason = f"unknown column {', '.join(map(repr, unknown))} was not read"
        advice = f"Known are {', '.join(sorted(known))}."
        report(problem(table.source.skip(place, reason, advice), "warning"))


def _documents(table: Table, report: Report) -> Iterator[Document]:
    lines: dict[str, int] = {}
    body = rows(table.source.text)
    next(body)
    for row in body:
        try:
            document = _document(table, row, lines, report)
        except SkipError as error:
            report(problem(error, "skipped"))
        else:
            yield document


def _document(table: Table, row: Row, lines: dict[str, int], report: Report) -> Document:
    """The document of one row; `lines` remembers in which line each identifier stands.

    Raises:
        SkipError: when the row cannot be used.
    """
    source = table.source
    _check_quotes_and_count(table, row)
    cells = dict(zip(table.columns, row.cells, strict=True))
    identifier = cells["id"].span.of(source.text).strip()
    _check_identifier(source, row.line, identifier, lines)
    lines[identifier] = row.line
    fields = _Reading(source, row, cells, report).fields()
    return Document(
        identifier=identifier,
        source=source.name,
        graph=slug(source.stem) or source.digest[:8],
        text=row.span.of(source.text),
        reader="message_index",
        blocks=(Block("row", row.span.shifted(-row.span.start)),),
        fields=tuple(sorted(fields, key=lambda field: field.span)),
    )


def _check_quotes_and_count(table: Table, row: Row) -> None:
    place = f"line {row.line}"
    if row.broken:
        advice = "Put the cell in quotation marks and double those inside it."
        raise table.source.skip(place, row.broken, advice)
    if len(row.cells) != len(table.columns):
        reason = f"{len(row.cells)} cells, the header has {len(table.columns)} columns"
        advice = "A cell with a comma needs quotation marks around it."
        raise table.source.skip(place, reason, advice)


def _check_identifier(source: Source, line: int, identifier: str, lines: dict[str, int]) -> None:
    place = f"line {line}"
    if not identifier:
        raise source.skip(place, "no id", "Give the row an id of its own.")
    if not _IDENTIFIER.fullmatch(identifier):
        advice = "Use letters, digits, '.', '_' and '-'."
        raise source.skip(place, f"{identifier[:60]!r} is no id", advice)
    if identifier in lines:
        reason = f"the id {identifier!r} stands already in line {lines[identifier]}"
        raise source.skip(place, reason, "Give each row an id of its own.")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row while its cells are read; spans given out count from the row's beginning."""

    source: Source
    row: Row
    cells: dict[str, Cell]
    report: Report

    def fields(self) -> Iterator[Field]:
        """The values of all known columns."""
        for column, name in ONE.items():
            if column in self.cells and not (column == "date" and self._is_impossible()):
                yield from self._values(name, [self.cells[column].span], column)
        for column, name in SEVERAL.items():
            if column in self.cells:
                yield from self._values(name, self._places(column), column)
        for column, meant in AS_NAMED.items():
            if column in self.cells:
                yield from self._as_named(column, meant)

    def _values(self, name: str, places: Sequence[Span], column: str) -> Iterator[Field]:
        for place in (trimmed(self.source.text, place) for place in places):
            words = place.of(self.source.text)
            if self.cells[column].quoted:
                words = words.replace('""', '"')
            if cleaned(name, words):
                yield Field(name, cleaned(name, words), place.shifted(-self.row.span.start))

    def _places(self, column: str) -> list[Span]:
        """The places of the values that ";" parts, also of empty ones."""
        places, start = [], self.cells[column].span.start
        for part in self.cells[column].span.of(self.source.text).split(";"):
            places.append(Span(start, start + len(part)))
            start += len(part) + 1
        return places

    def _as_named(self, column: str, meant: str) -> Iterator[Field]:
        """The names used, one for each person meant; an empty one is the person's own name."""
        name = f"{SEVERAL[meant]}_as_named"
        names = [list(self._values(name, [place], column)) for place in self._places(column)]
        own = list(self._values(name, self._places(meant), meant)) if meant in self.cells else []
        if not any(names):
            return
        if own and len(names) != len(own):
            reason = f"{len(names)} names in {column} for {len(own)} in {meant}; they were left out"
            self._warn(reason, "Part the names with ';' as in the other column.")
            return
        for position, used in enumerate(names):
            yield from used or own[position : position + 1]

    def _is_impossible(self) -> bool:
        """True (and reported) when the date is filled in and no date."""
        words = plain(self.cells["date"].span.of(self.source.text))
        try:
            if words:
                from_edtf(words)
        except ValueError as error:
            self._warn(f"{error}; the date was left out", "Correct the date or leave it empty.")
            return True
        return False

    def _warn(self, reason: str, advice: str) -> None:
        error = self.source.skip(f"line {self.row.line}", reason, advice)
        self.report(problem(error, "warning"))


def recognizes(_text: str) -> bool:
    """True: every table is read as an index; `read` says what it lacks."""
    return True


READER = Reader(endings=(".csv",), recognizes=recognizes, read=read, is_document=is_index)
