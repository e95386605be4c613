"""Gold records and scores are those of the reference programs that describe the format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.authority.volumes import ListedPerson
from kg.quality import reports
from kg.quality.comparisons import Files, compare
from kg.quality.gold import GoldVolume, gold_of
from kg.quality.scoring import Rules
from tests.quality.conftest import VOLUME, write_lines
from tests.quality.variations import varied


@pytest.fixture(scope="module")
def ours(shared: Path) -> GoldVolume:
    return gold_of(VOLUME, lambda _: None, bare=True)


@pytest.fixture(scope="module")
def folder(shared: Path, ours: GoldVolume, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold of a volume and its list of persons, as files."""
    folder = tmp_path_factory.mktemp("gold")
    write_lines(folder / "gold.jsonl", list(ours.records))
    write_lines(folder / "persons.jsonl", [row(ours.volume, person) for person in ours.persons])
    return folder


def row(volume: str, person: ListedPerson) -> dict[str, str]:
    return {
        "volume": volume,
        "ref": person.reference,
        "name": person.name,
        "about": person.about,
    }


def run_reference(shared: Path, name: str, *words: str | Path) -> None:
    command = [sys.executable, shared / "frus-eval" / name, *words]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)


def test_gold_records_are_those_of_the_reference_program(
    shared: Path, ours: GoldVolume, tmp_path: Path
) -> None:
    out, persons = tmp_path / "gold.jsonl", tmp_path / "persons.jsonl"
    run_reference(shared, "tei_gold.py", VOLUME, "--out", out, "--persons", persons, "--bare")
    theirs = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(theirs) == len(ours.records)
    for wanted, record in zip(theirs, ours.records, strict=True):
        made = json.loads(json.dumps(record))
        different = {key for key in wanted.keys() | made.keys() if wanted.get(key) != made.get(key)}
        assert not different, (wanted["id"], different)
    listed = [json.loads(line) for line in persons.read_text(encoding="utf-8").splitlines()]
    assert listed == [row(ours.volume, person) for person in ours.persons]


OPTIONS = {
    "all": (),
    "bare": ("--bare",),
    "silver": ("--silver", "--present-only"),
    "series": ("--people", "authority/frus_person_refs.csv"),
}


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_those_of_the_reference_program(
    name: str, seed: int, shared: Path, folder: Path, ours: GoldVolume, tmp_path: Path
) -> None:
    gold = [json.loads(json.dumps(record)) for record in ours.records]
    predictions = write_lines(tmp_path / "pred.jsonl", varied(gold, seed))
    options = [shared / o if "/" in o else o for o in OPTIONS[name]]
    report = tmp_path / "report.json"
    run_reference(
        shared, "score.py", folder / "gold.jsonl", predictions, "--json", report, *options
    )
    people = shared / "authority" / "frus_person_refs.csv" if name == "series" else None
    rules = Rules("--silver" in options, "--bare" in options, "--present-only" in options)
    files = Files(folder / "gold.jsonl", predictions, people=people)
    made = reports.as_values(compare(files, rules, lambda _: None))
    wanted = json.loads(report.read_text(encoding="utf-8"))
    assert not list(differences(wanted, json.loads(json.dumps(made)), ""))


def test_empty_and_missing_predictions_count_as_all_missed(
    shared: Path, folder: Path, ours: GoldVolume, tmp_path: Path
) -> None:
    predictions = write_lines(tmp_path / "pred.jsonl", [{"id": ours.records[0]["id"]}])
    report = tmp_path / "report.json"
    run_reference(shared, "score.py", folder / "gold.jsonl", predictions, "--json", report)
    files = Files(folder / "gold.jsonl", predictions)
    made = reports.as_values(compare(files, Rules(), lambda _: None))
    assert made["documents_without_prediction"] == len(ours.records) - 1
    assert made["fields"]["date"]["R"] == 0
    wanted = json.loads(report.read_text(encoding="utf-8"))
    assert not list(differences(wanted, json.loads(json.dumps(made)), ""))


def differences(wanted: Any, made: Any, place: str) -> Any:
    """The places where two reports differ; ours may have further keys at the top."""
    if isinstance(wanted, dict):
        for key in wanted:
            yield from differences(wanted[key], made.get(key), f"{place}/{key}")
        if place:
            yield from (f"{place}/{key}" for key in made.keys() - wanted.keys())
    elif isinstance(wanted, float) and isinstance(made, int | float):
        if abs(wanted - made) > 1e-12:
            yield place, wanted, made
    elif wanted != made:
        yield place, wanted, made
