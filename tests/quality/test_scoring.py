"""The scorer's rules, one by one, on invented documents."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest

from kg.errors import Problem, StopError
from kg.quality.comparing import same_office, same_person
from kg.quality.inputs import volumes_of
from kg.quality.lines import json_lines
from kg.quality.predicted import prediction_of
from kg.quality.predicting import Knowledge, predictions_of
from kg.quality.reliability import bands, calibration_error
from kg.quality.scores import Claim
from tests.quality.conftest import write_lines


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dean Rusk", "Rusk, Dean", True),
        ("Mr. Rusk", "Secretary Rusk", True),
        ("John Foster Dulles", "Dulles, Allen W.", False),
        ("J. Dulles", "Dulles, John Foster", True),
        ("García", "Garcia", True),
        ("", "Rusk", False),
    ],
)
def test_persons_are_the_same_unless_a_given_name_contradicts(
    one: str, other: str, same: bool
) -> None:
    assert same_person(one, other) is same


def test_an_office_is_the_same_without_small_words_and_in_short() -> None:
    assert same_office("The Embassy in the United Kingdom", "Embassy in the U.K.")
    assert not same_office("Embassy in Laos", "Legation in Laos")


def test_what_is_not_understood_counts_as_nothing_found() -> None:
    prediction = prediction_of({"id": "a/d1", "from": 7, "persons": "Rusk", "date": {"iso": None}})
    assert [party.name for party in prediction.senders] == ["7"]
    assert [party.name for party in prediction.persons] == ["Rusk"]
    assert prediction.value("date") is None


@pytest.mark.parametrize("ending", ["", ".gz", ".xz"])
def test_a_bad_line_is_named_and_the_others_are_read(ending: str, tmp_path: Path) -> None:
    content = b'{"id": 1}\n{broken\n[1]\n\xff\n\n{"id": 2}\n'
    path = tmp_path / f"some.jsonl{ending}"
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[ending]
    path.write_bytes(pack(content))
    problems: list[Problem] = []
    assert [(n, v["id"]) for n, v in json_lines(path, problems.append)] == [(1, 1), (6, 2)]
    assert [f"line {n}" in p.message for n, p in zip((2, 3, 4), problems, strict=True)] == [
        True
    ] * 3


def test_a_truncated_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 9)[:-9])
    problems: list[Problem] = []
    list(json_lines(path, problems.append))
    assert "damaged" in problems[0].message


def test_a_missing_file_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(StopError, match="cannot be read"):
        list(json_lines(tmp_path / "none.jsonl", print))


def inputs(tmp_path: Path) -> Path:
    texts = [("v1", 1), ("v2", 1), ("v1", 2), ("v2", 2)]
    rows = [
        {"id": f"{volume}/d{n}", "volume": volume, "text": f"{n}. Editorial Note\n\nNothing."}
        for volume, n in texts
    ]
    return write_lines(tmp_path / "inputs.jsonl", rows)


def test_volumes_that_are_mixed_are_put_together(tmp_path: Path) -> None:
    found = [(v.volume, v.places) for v in volumes_of(inputs(tmp_path), print)]
    assert found == [("v1", (0, 2)), ("v2", (1, 3))]


@pytest.mark.parametrize("workers", [1, 2])
def test_predictions_come_in_the_order_of_the_inputs(workers: int, tmp_path: Path) -> None:
    path = inputs(tmp_path)
    found = [p["id"] for p in predictions_of(path, Knowledge(), print, workers=workers)]
    assert found == [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_a_defect_in_one_document_costs_only_its_prediction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.quality import running

    extract = running.extract_edition

    def failing(document: object, volume: object) -> object:
        if document.identifier == "v1-d2":  # type: ignore[attr-defined]
            raise ValueError("out of line")
        return extract(document, volume)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "extract_edition", failing)
    problems: list[Problem] = []
    found = list(predictions_of(inputs(tmp_path), Knowledge(), problems.append))
    assert [len(p) == 1 for p in found] == [False, False, True, False]
    assert "v1/d2" in problems[0].message


def test_confidence_that_is_borne_out_has_no_calibration_error() -> None:
    claims = [Claim(0.9, True)] * 9 + [Claim(0.9, False)]
    assert [(b.name, b.number) for b in bands(claims)] == [("0.90-0.95", 10)]
    assert calibration_error(claims) == pytest.approx(0)
    assert calibration_error([]) is None
