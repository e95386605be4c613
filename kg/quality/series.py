"""One number for one person in all volumes: the register of the whole series, in scoring.

A volume's list may have two entries for one man, and each volume names him anew. With the register
(rows of person_id, volume, xml_id) references of the lists become the numbers of the register on
both sides of the comparison, and two entries for one man count as one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import StopError
from kg.quality.gold_records import GoldParty, GoldPerson, GoldRecord
from kg.quality.predicted import PredictedParty, Prediction

Numbers = Mapping[tuple[str, str], str]
"""Volume and entry of its list -> number in the register."""


def numbers_of(path: Path) -> dict[tuple[str, str], str]:
    """The numbers in a table with the columns person_id, volume and xml_id.

    Raises:
        StopError: when the table cannot be read or a column is missing.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            return {(row["volume"], row["xml_id"]): row["person_id"] for row in rows}
    except OSError as error:
        raise StopError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise StopError(
            f"{path} is no table of numbers ({error}): the columns person_id, volume and xml_id"
            " are needed."
        ) from error


def numbered_record(record: GoldRecord, numbers: Numbers) -> GoldRecord:
    """The record with numbers of the register where it has entries of the list."""
    volume = record["volume"]
    persons: dict[str, GoldPerson] = {}
    for person in record["persons"]:
        number = numbers.get((volume, person["ref"]), person["ref"])
        persons[number] = _merged(persons.get(number), {**person, "ref": number})
    maybe = {numbers.get((volume, ref), ref) for ref in record.get("maybe", [])}
    return {
        **record,
        "persons": list(persons.values()),
        "maybe": sorted(maybe - persons.keys()),
        "from": [_numbered_party(party, volume, numbers) for party in record["from"]],
        "to": [_numbered_party(party, volume, numbers) for party in record["to"]],
    }


def _merged(first: GoldPerson | None, second: GoldPerson) -> GoldPerson:
    """Two entries for one person; suspect only when both are."""
    if first is None:
        return second
    places = [*first["where"], *second["where"]]
    return {
        **first,
        "surfaces": first["surfaces"] + second["surfaces"],
        "where": {p: first["where"].get(p, 0) + second["where"].get(p, 0) for p in places},
        "suspect": first["suspect"] and second["suspect"],
    }


def _numbered_party(party: GoldParty, volume: str, numbers: Numbers) -> GoldParty:
    ref = party.get("ref")
    return {**party, "ref": numbers.get((volume, ref), ref) if ref else None}


def numbered_prediction(volume: str, prediction: Prediction, numbers: Numbers) -> Prediction:
    """The prediction with numbers of the register where it has entries of the volume's list."""

    def numbered(parties: tuple[PredictedParty, ...]) -> tuple[PredictedParty, ...]:
        return tuple(
            replace(p, ref=numbers.get((volume, p.ref), p.ref) if p.ref else None) for p in parties
        )

    return replace(
        prediction,
        senders=numbered(prediction.senders),
        recipients=numbered(prediction.recipients),
        persons=numbered(prediction.persons),
    )
