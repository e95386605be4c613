"""The measured figures that ship with Coldwire: `data/quality/accuracy.csv`.

One row a field and kind of text ("printed" with the editors' head and notes, "message alone"):
precision, recall, F1, how many there were to find, on which volumes, and the day of measuring,
which a person gives (nothing here asks the clock). `coldwire evaluate frus` writes the table, and
the description of every dataset repeats it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StopError
from kg.files import shipped
from kg.quality.scores import FIELDS, Tally
from kg.rdf import Accuracy

PRINTED, ALONE = "printed", "message alone"
_COLUMNS = ("text", "field", "precision", "recall", "f1", "n", "volumes", "measured")
_MEASURES = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Figure:
    """The figures of one field, read from one kind of text; `volumes` apart by spaces."""

    text: str
    field: str
    precision: float
    recall: float
    f1: float
    n: int
    volumes: str
    measured: str

    @property
    def method(self) -> str:
        """How the figure was measured, as a sentence."""
        seen = "the printed text" if self.text == PRINTED else "the text of the message alone"
        count = len(self.volumes.split())
        return (
            f"The extractors read {seen} of {count} volumes of Foreign Relations of the United"
            f" States ({self.volumes}); what they found was compared with {self.n} values that the"
            f" editors encoded. Measured on {self.measured}."
        )


def figures_of(tally: Tally, volumes: Sequence[str], *, bare: bool, date: str) -> list[Figure]:
    """The figures of a measuring; fields without anything to find have none."""
    text = ALONE if bare else PRINTED
    named = " ".join(sorted(volumes))
    return [
        Figure(
            text,
            field,
            round(counts.precision or 0.0, 4),
            round(counts.recall or 0.0, 4),
            round(counts.f1 or 0.0, 4),
            counts.gold,
            named,
            date,
        )
        for field in FIELDS
        if (counts := tally.fields[field]).gold
    ]


def table() -> Path:
    """Where the figures lie that ship with Coldwire."""
    return shipped("data") / "quality" / "accuracy.csv"


def read(path: Path) -> list[Figure]:
    """The figures of a table; none when there is no file.

    Raises:
        StopError: when the file is no such table.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [_figure(row) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise StopError(f"{path} is no table of figures: {error}.") from error


def _figure(row: dict[str, str]) -> Figure:
    precision, recall, f1 = (float(row[name]) for name in _MEASURES)
    return Figure(
        row["text"],
        row["field"],
        precision,
        recall,
        f1,
        int(row["n"]),
        row["volumes"],
        row["measured"],
    )


def write(path: Path, figures: Iterable[Figure]) -> None:
    """Puts figures into a table; those of the same kind of text are replaced, others stay.

    Raises:
        StopError: when the table cannot be read or written.
    """
    new = list(figures)
    texts = {figure.text for figure in new}
    kept = [figure for figure in read(path) if figure.text not in texts]
    order = {field: place for place, field in enumerate(FIELDS)}
    rows = sorted([*kept, *new], key=lambda f: (f.text != PRINTED, f.text, order[f.field]))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([getattr(figure, name) for name in _COLUMNS] for figure in rows)
    except OSError as error:
        raise StopError(f"{path} cannot be written: {error.strerror or error}.") from error


def accuracy(path: Path | None = None) -> list[Accuracy]:
    """The figures as the dataset's description takes them."""
    return [
        Accuracy(_statement(figure), name, getattr(figure, name), figure.method)
        for figure in read(path or table())
        for name in _MEASURES
    ]


def _statement(figure: Figure) -> str:
    return figure.field if figure.text == PRINTED else f"{figure.field}, {figure.text}"
