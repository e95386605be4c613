"""`coldwire evaluate`: how right the extractors are, measured against what people encoded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from kg.authority.people import People
from kg.cli.console import exit_for, report, standard_output, write
from kg.errors import Problem, StopError
from kg.quality import figures, reliability, reports
from kg.quality.comparisons import Files, compare
from kg.quality.predicting import Knowledge, predictions_of
from kg.quality.running import cores
from kg.quality.scores import FIELDS, Tally
from kg.quality.scoring import Rules
from kg.quality.volumes import measure


@dataclass(slots=True)
class _Run:
    """What a run was asked to show, and what it met."""

    rules: Rules
    worst: int
    errors: list[str]
    by_volume: bool
    reliability: bool
    as_json: bool
    problems: list[Problem] = field(default_factory=list)

    def note(self, problem: Problem) -> None:
        """Tells a line or document that could not be used."""
        self.problems.append(problem)
        report(problem)


def evaluate(
    what: Annotated[
        list[str],
        typer.Argument(
            help="GOLD PRED: two files to compare. predict INPUTS: predictions for printed texts."
            " frus VOLUME...: the extractors against the encoding of volumes.",
            metavar="WHAT...",
            show_default=False,
        ),
    ],
    persons: Annotated[
        Path | None, typer.Option("--persons", help="Lists of persons of the volumes (JSON Lines).")
    ] = None,
    people: Annotated[
        Path | None, typer.Option("--people", help="Register of people of the series (CSV).")
    ] = None,
    bare: Annotated[
        bool, typer.Option("--bare", help="The message alone: no head line, no footnotes.")
    ] = False,
    silver: Annotated[
        bool, typer.Option("--silver", help="Judge also parties read off unmarked heads.")
    ] = False,
    present_only: Annotated[
        bool, typer.Option("--present-only", help="Leave out documents without a prediction.")
    ] = False,
    worst: Annotated[int, typer.Option("--worst", min=0, help="List the N worst documents.")] = 0,
    errors: Annotated[
        list[str] | None, typer.Option("--errors", help="List every error of a field.")
    ] = None,
    by_volume: Annotated[bool, typer.Option("--by-volume", help="A table by volume too.")] = False,
    show_reliability: Annotated[
        bool, typer.Option("--reliability", help="Show how far confidence is borne out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    record: Annotated[
        Path | None, typer.Option("--record", help="Put the figures of `frus` into this table.")
    ] = None,
    date: Annotated[
        str, typer.Option("--date", help="The day of measuring, for --record.", show_default=False)
    ] = "",
) -> None:
    """Measures how right the extractors are against what people encoded."""
    rules = Rules(silver, bare, present_only)
    run = _Run(rules, worst, _fields(errors or []), by_volume, show_reliability, as_json)
    match what:
        case ["predict", inputs]:
            _predict(Path(inputs), Knowledge(persons, People.found(people)), run)
        case ["frus", first, *more]:
            if record and not date:
                raise StopError("--record needs the day of measuring: --date 1951-01-12.")
            _volumes([Path(first), *map(Path, more)], People.found(people), run, record, date)
        case [gold, predictions] if gold not in ("predict", "frus"):
            files = Files(Path(gold), Path(predictions), persons, people)
            _show(compare(files, rules, run.note), run)
        case _:
            raise StopError("`evaluate` takes GOLD PRED, `predict INPUTS` or `frus VOLUME...`.")
    exit_for(run.problems)


def _fields(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise StopError(f"There is no field {unknown[0]!r}, but {', '.join(FIELDS)}.")
    return names


def _predict(inputs: Path, knowledge: Knowledge, run: _Run) -> None:
    found = predictions_of(inputs, knowledge, run.note, bare=run.rules.bare, workers=cores())
    with standard_output() as out:
        for prediction in found:
            line = json.dumps(prediction, ensure_ascii=False) + "\n"
            out.write(line.encode("utf-8", "backslashreplace"))


def _volumes(
    paths: list[Path], people: People | None, run: _Run, record: Path | None, date: str
) -> None:
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise StopError(f"{missing[0]}: no such file. Name volumes (.xml, .xml.gz, .xml.xz).")
    measured = measure(paths, run.rules, people, cores())
    for problem in measured.problems:
        run.note(problem)
    if not measured.volumes:
        raise StopError("No volume could be used: nothing was measured.")
    _show(measured.tally, run)
    if record:
        rows = figures.figures_of(measured.tally, measured.volumes, bare=run.rules.bare, date=date)
        figures.write(record, rows)


def _show(tally: Tally, run: _Run) -> None:
    if run.as_json:
        values = reports.as_values(tally)
        if run.reliability:
            values["reliability"] = reliability.as_values(tally)
        text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    else:
        text = "\n".join(_lines(tally, run))
    write((text + "\n").encode("utf-8", "backslashreplace"))


def _lines(tally: Tally, run: _Run) -> Iterator[str]:
    yield from reports.tables(tally, by_volume=run.by_volume)
    if run.reliability:
        yield from reliability.table(tally)
    if run.worst:
        yield from reports.worst_table(tally, run.worst)
    yield from chain.from_iterable(reports.errors_table(tally, name) for name in run.errors)
