"""What all commands share at the terminal: where words go, and the options they have in common.

Answers go to standard output, everything about the run to standard error. Words of documents
are shown without control characters, so that no text can steer a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from kg.cleaning import shown
from kg.errors import Problem

WIDE = 10_000
"""Columns of a table that is not shown on a terminal: nothing is cut."""

StoreOption = Annotated[
    Path,
    typer.Option("--store", envvar="COLDWIRE_STORE", help="Folder of the built store."),
]
DEFAULT_STORE = Path("store")

errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def output(width: int | None = None) -> Console:
    """A console for standard output, as wide as needed where nobody looks at a terminal."""
    wide = None if sys.stdout.isatty() else WIDE
    return Console(highlight=False, markup=False, width=width or wide)


def write(content: bytes) -> None:
    """The bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def complain(message: str) -> None:
    """An error on standard error."""
    errors.print(Text.assemble(("Error: ", "bold red"), shown(message, 20_000)))


def report(problem: Problem) -> None:
    """One skipped source or doubtful place, on standard error."""
    style = "bold red" if problem.severity == "skipped" else "yellow"
    errors.print(Text.assemble((f"{problem.severity}: ", style), shown(problem.message, 20_000)))


def exit_for(problems: Iterable[Problem]) -> None:
    """Ends with status 1 when something was skipped; warnings alone do not count."""
    skipped = sum(problem.severity == "skipped" for problem in problems)
    if skipped:
        noun = "source" if skipped == 1 else "sources"
        errors.print(f"{skipped} {noun} skipped; the rest is done.")
        raise typer.Exit(1)
