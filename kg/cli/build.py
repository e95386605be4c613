"""`coldwire build`: from files to a store that answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from kg import pipeline
from kg.authority.people import People
from kg.cli.console import DEFAULT_STORE, StoreOption, errors, exit_for, report, write


def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders to read; the data that Coldwire ships when empty."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    workers: Annotated[
        int,
        typer.Option(min=0, help="Volumes read side by side; 0 for as many as there are cores."),
    ] = 0,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler (tcp://host:8786) whose workers read the volumes."),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(help="The register of people of the series (frus_people.csv)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Reads, extracts, resolves, validates and loads.

    A file that cannot be used is named and skipped. The new store takes the place of the old one
    in one step at the end; when the build fails, the old one stays. Volumes that have not changed
    since the last build are taken over, and so is what a build had ready that was killed.
    """
    settings = pipeline.Settings(workers, scheduler, People.found(people))
    with _Bar() as bar:
        built = pipeline.build(
            sources or [pipeline.shipped_data()], store, report, bar.step, settings
        )
    if as_json:
        write((json.dumps(built.as_json(), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        errors.print(
            f"Built {store}: {built.messages:,} messages from {built.files:,} files,"
            f" {built.quads:,} statements{_taken_over(built)}."
        )
    exit_for(built.problems)


def _taken_over(built: pipeline.Built) -> str:
    """What was not read again, if anything."""
    return f"; {built.taken_over} unchanged volumes were taken over" if built.taken_over else ""


class _Bar:
    """A progress bar on a terminal; plain lines elsewhere, one a stage."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
        self._stages: dict[str, TaskID] = {}

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` documents have passed this stage."""
        if stage not in self._stages:
            self._stages[stage] = self._progress.add_task(stage, total=total)
            if not errors.is_terminal:
                errors.print(f"{stage} ...")
        self._progress.update(self._stages[stage], completed=done, total=total)
