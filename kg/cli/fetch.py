"""`coldwire fetch`: volumes from the public repository, when somebody asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from kg import fetching
from kg.cli.console import errors, exit_for, report
from kg.errors import Problem, StopError


def fetch(
    series: Annotated[str, typer.Argument(help="What to fetch: frus.")],
    volumes: Annotated[
        list[str], typer.Argument(help="Identifiers of volumes, such as frus1951v07p2.")
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder for the volumes.")] = Path("frus"),
    base: Annotated[
        str,
        typer.Option(
            "--from", envvar="COLDWIRE_FRUS", help="Address of the folder the volumes are in."
        ),
    ] = fetching.REPOSITORY,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch also what is in the folder already.")
    ] = False,
) -> None:
    """Downloads volumes of Foreign Relations of the United States.

    A volume that is there is left as it is; one that stopped halfway goes on. One that cannot be
    had is named, and the others are fetched.
    """
    if series != "frus":
        raise StopError(f"Nothing can be fetched from {series!r}; what can be is frus.")
    problems: list[Problem] = []

    def note(problem: Problem) -> None:
        problems.append(problem)
        report(problem)

    wish = fetching.Wish(to, base, again)
    with _Bars() as bars:
        fetched = fetching.fetch(volumes, wish, note, bars.step)
    for each in fetched:
        how = "fetched" if each.is_new else "was there already"
        errors.print(f"{each.file}: {how}, {each.size:,} bytes.")
    exit_for(problems)


class _Bars:
    """A bar for each volume on a terminal; elsewhere a plain line when one begins."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
        self._volumes: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, volume: str, done: int, total: int) -> None:
        """`done` of `total` bytes of this volume are there; 0 when the total is not known."""
        if volume not in self._volumes:
            self._volumes[volume] = self._progress.add_task(volume, total=total or None)
            if not errors.is_terminal:
                errors.print(f"{volume} ...")
        self._progress.update(self._volumes[volume], completed=done, total=total or None)
