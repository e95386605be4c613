"""A file of predictions against a file of gold records: `coldwire evaluate GOLD PRED`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kg.authority.volumes import ListedPerson
from kg.errors import Problem
from kg.quality.gold_records import GoldRecord
from kg.quality.inputs import lists_of_persons
from kg.quality.lines import Note, json_lines
from kg.quality.predicted import Prediction, prediction_of
from kg.quality.score_persons import Entry, PersonIndex
from kg.quality.scores import Tally
from kg.quality.scoring import Rules, score_all
from kg.quality.series import Numbers, numbers_of

LISTS = ("persons.jsonl", "persons.jsonl.xz", "persons.jsonl.gz")
"""Where the lists of persons lie beside the gold when nobody says where."""


_NEEDED = (
    "id", "volume", "doc_type", "decade", "from", "to", "states", "date", "place",
    "classification", "telegram_number", "signed", "subject", "participants", "persons",
    "references", "links",
)  # fmt: skip
"""What a gold record must have to be scored."""


@dataclass(frozen=True, slots=True)
class Files:
    """What is compared: gold and predictions; `persons` lists, `people` numbers of the series."""

    gold: Path
    predictions: Path
    persons: Path | None = None
    people: Path | None = None


def compare(files: Files, rules: Rules, note: Note) -> Tally:
    """The sums over all documents of the gold file.

    A line that cannot be used is told to `note` and passed over; without lists of persons the
    persons are not scored, which is told as a warning.

    Raises:
        StopError: when a file cannot be opened.
    """
    numbers = numbers_of(files.people) if files.people else {}
    index = _index(files, numbers, note)
    predictions = _predictions(files.predictions, note)
    return score_all(_records(files.gold, note), predictions, index, rules, numbers)


def _index(files: Files, numbers: Numbers, note: Note) -> PersonIndex | None:
    beside = (files.gold.parent / name for name in LISTS)
    path = files.persons or next((each for each in beside if each.exists()), None)
    if path is None:
        message = f"{files.gold}: no lists of persons beside it: persons are not scored."
        note(Problem(str(files.gold), message, "warning"))
        return None
    return person_index(lists_of_persons(path, note), numbers)


def person_index(lists: Mapping[str, Sequence[ListedPerson]], numbers: Numbers) -> PersonIndex:
    """The lists of persons, under the numbers of the register where it has them."""
    return PersonIndex(
        Entry(volume, numbers.get((volume, person.reference), person.reference), person.name)
        for volume, persons in lists.items()
        for person in persons
    )


def _predictions(path: Path, note: Note) -> dict[str, Prediction]:
    """The predictions by document; the last one counts where a document has several."""
    found = {}
    for number, value in json_lines(path, note):
        if isinstance(value.get("id"), str):
            found[value["id"]] = prediction_of(value)
        else:
            note(Problem(str(path), f"{path}, line {number}: a prediction without id. Left out."))
    return found


def _records(path: Path, note: Note) -> Iterator[GoldRecord]:
    for number, value in json_lines(path, note):
        missing = [name for name in _NEEDED if name not in value]
        if missing:
            what = ", ".join(missing)
            message = f"{path}, line {number}: no gold record ({what} missing). Left out."
            note(Problem(str(path), message))
        else:
            yield cast(GoldRecord, value)
