"""The figures that ship are well formed, and no change makes the extractors worse unnoticed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.files import shipped
from kg.quality import figures
from kg.quality.scores import FIELDS, Counts, Tally
from kg.quality.scoring import Rules
from kg.quality.volumes import measure

FLOORS = shipped("data") / "quality" / "floors.csv"
VOLUMES = ("frus1952-54Guat", "frus1969-76ve05p1")
"""Two small volumes, printed a generation apart."""


@pytest.mark.parametrize("text", [figures.PRINTED, figures.ALONE])
def test_no_field_falls_below_its_floor(text: str, shared: Path) -> None:
    paths = [shared / "frus" / f"{name}.xml.gz" for name in VOLUMES]
    tally = measure(paths, Rules(bare=text == figures.ALONE)).tally
    with FLOORS.open(encoding="utf-8", newline="") as file:
        floors = {
            row["field"]: float(row["f1"]) for row in csv.DictReader(file) if row["text"] == text
        }
    measured = {field: tally.fields[field].f1 or 0.0 for field in floors}
    assert floors.keys() <= set(FIELDS)
    assert {f: measured[f] for f in floors if measured[f] < floors[f]} == {}


def test_figures_come_back_from_the_table_as_they_were_put_in(tmp_path: Path) -> None:
    tally = Tally()
    tally.fields["date"] = Counts(tp=8, fp=2, fn=2)
    rows = figures.figures_of(tally, ["frus1951v99"], bare=False, date="1951-03-03")
    alone = figures.figures_of(tally, ["frus1951v99"], bare=True, date="1951-03-03")
    figures.write(tmp_path / "accuracy.csv", alone)
    figures.write(tmp_path / "accuracy.csv", rows)
    assert figures.read(tmp_path / "accuracy.csv") == [*rows, *alone]


def test_the_description_of_the_dataset_gets_three_measures_a_field() -> None:
    accuracy = figures.accuracy()
    assert {a.measure for a in accuracy if a.statement == "from"} == {"precision", "recall", "f1"}
    assert all(0 <= a.value <= 1 and "Foreign Relations" in a.method for a in accuracy)
