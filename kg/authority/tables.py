"""Reading the tables of `data/authority/`, with an error that names file, line and remedy.

Each table is UTF-8 CSV with a header. A row that breaks a rule stops the run: the register is
part of the program's own data, and a wrong row would spread silently into every graph.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from kg.authority.entries import CONFIDENCES
from kg.dates import from_edtf
from kg.errors import StopError

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_QID = re.compile(r"Q[1-9]\d*")
_EVIDENCE = ("source", "license", "confidence")


class Evidence(TypedDict):
    """What every row says of itself."""

    source: str
    license: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `text` and its sisters read a cell and say what is wrong with it."""

    table: Path
    line: int
    cells: Mapping[str, str]

    def error(self, problem: str, advice: str) -> StopError:
        """The error that says where, what, and what to do."""
        return StopError(f"{self.table.name}, line {self.line}: {problem}. {advice}")

    def text(self, column: str) -> str | None:
        """The cell without outer blanks; None when it is empty."""
        return self.cells[column].strip() or None

    def needed(self, column: str) -> str:
        """The cell, which must not be empty.

        Raises:
            StopError: when it is.
        """
        value = self.text(column)
        if value is None:
            raise self.error(f"no {column}", f"Fill the column {column!r} or remove the row.")
        return value

    def identifier(self, column: str = "id") -> str:
        """The cell as an identifier: lower case letters, digits and single hyphens."""
        value = self.needed(column)
        if not _IDENTIFIER.fullmatch(value):
            raise self.error(
                f"{value!r} is no identifier", "Use lower case letters, digits and hyphens."
            )
        return value

    def qid(self) -> str | None:
        """The Wikidata item, or None."""
        value = self.text("qid")
        if value and not _QID.fullmatch(value):
            raise self.error(f"{value!r} is no Wikidata item", "Write it as Q855, or leave empty.")
        return value

    def date(self, column: str) -> str | None:
        """The cell as an EDTF date, or None."""
        value = self.text(column)
        if value:
            try:
                from_edtf(value)
            except ValueError as error:
                raise self.error(str(error), f"Correct the column {column!r}.") from error
        return value

    def number(self, column: str, limit: float) -> float | None:
        """The cell as a number between `-limit` and `limit`, or None."""
        value = self.text(column)
        try:
            number = float(value) if value else None
        except ValueError:
            number = limit + 1
        if number is not None and not -limit <= number <= limit:
            raise self.error(
                f"{column} {value!r} is out of range", f"Give decimal degrees within {limit:g}."
            )
        return number

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """The cell, which must be one of `allowed`."""
        value = self.needed(column)
        if value not in allowed:
            raise self.error(f"unknown {column} {value!r}", f"Use one of: {', '.join(allowed)}.")
        return value

    def evidence(self) -> Evidence:
        """The columns every row must have: source, license, confidence."""
        return Evidence(
            source=self.needed("source"),
            license=self.needed("license"),
            confidence=self.one_of("confidence", CONFIDENCES),
        )


def rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table that has exactly these columns and the three of evidence.

    Raises:
        StopError: when the file is missing, not UTF-8, or its columns are others.
    """
    expected = [*columns, *_EVIDENCE]
    reader = csv.reader(_lines(path))
    header = next(reader, [])
    if header != expected:
        raise StopError(
            f"{path.name}, line 1: the columns are {', '.join(header) or 'missing'}."
            f" They must be: {', '.join(expected)}."
        )
    for cells in reader:
        if len(cells) != len(expected):
            raise StopError(
                f"{path.name}, line {reader.line_num}: {len(cells)} cells, {len(expected)} wanted."
                " Put cells that hold a comma into double quotes."
            )
        yield Row(path, reader.line_num, dict(zip(expected, cells, strict=True)))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError as error:
        raise StopError(
            f"{path}: no such file. The register needs it; restore it from the distribution."
        ) from error
    except UnicodeDecodeError as error:
        raise StopError(
            f"{path.name}: byte {error.start} is not UTF-8. Save it as UTF-8."
        ) from error
