"""Rows and cells of a CSV file with their places in the text.

The csv module of the standard library gives values without places, so this reads RFC 4180 (cells
parted by commas, a cell in quotation marks may hold commas, line ends and doubled quotation
marks) and keeps for each cell the span of its raw characters. A row with a broken quotation mark
is given as such, and reading goes on in the line after it: one slip never swallows the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.spans import Span

LONGEST_CELL = 20_000
"""Characters; a quotation mark that is not closed within them never will be."""

_BARE = re.compile(r"[^,\n]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `span` is what stands in it, without the quotation marks around it."""

    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line, its place without line end, and its cells.

    `broken` says what is wrong with its quotation marks; then `cells` is empty.
    """

    line: int
    span: Span
    cells: tuple[Cell, ...] = ()
    broken: str | None = None


class _BrokenQuoteError(Exception):
    """What is wrong with a quotation mark."""


def rows(text: str) -> Iterator[Row]:
    """The rows of a text with "\\n" line ends, without blank ones.

    >>> text = 'id,to\\n1,"Drey; ""Lark"" Holt"\\n'
    >>> [cell.span.of(text) for row in rows(text) for cell in row.cells]
    ['id', 'to', '1', 'Drey; ""Lark"" Holt']
    """
    position, line = 0, 1
    while position < len(text):
        row = _row(text, position, line)
        if row.span.of(text).strip():
            yield row
        line += text.count("\n", row.span.start, row.span.end) + 1
        position = row.span.end + 1


def _row(text: str, position: int, line: int) -> Row:
    try:
        cells = tuple(_cells(text, position))
    except _BrokenQuoteError as error:
        end = text.find("\n", position)
        span = Span(position, len(text) if end < 0 else end)
        return Row(line, span, broken=str(error))
    return Row(line, Span(position, cells[-1].span.end + cells[-1].quoted), cells)


def _cells(text: str, position: int) -> Iterator[Cell]:
    """The cells of the row at `position`; at least one."""
    while True:
        cell = _quoted(text, position) if text.startswith('"', position) else _bare(text, position)
        yield cell
        end = cell.span.end + cell.quoted
        if not text.startswith(",", end):
            return
        position = end + 1


def _bare(text: str, position: int) -> Cell:
    match = _BARE.match(text, position)
    end = match.end() if match else position
    if '"' in text[position:end]:
        raise _BrokenQuoteError("a quotation mark inside a cell that does not begin with one")
    return Cell(Span(position, end), quoted=False)


def _quoted(text: str, position: int) -> Cell:
    start = position + 1
    end = text.find('"', start, start + LONGEST_CELL)
    while end >= 0 and text.startswith('"', end + 1):
        end = text.find('"', end + 2, start + LONGEST_CELL)
    if end < 0:
        raise _BrokenQuoteError("a quotation mark is never closed")
    if end + 1 < len(text) and text[end + 1] not in ",\n":
        raise _BrokenQuoteError("text follows a closing quotation mark")
    return Cell(Span(start, end), quoted=True)
