"""What all commands share at the terminal: where words go, and the options they have in common.

Answers go to standard output, everything about the run to standard error. Words of documents
are shown without control characters, so that no text can steer a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from kg.cleaning import shown
from kg.errors import Problem, StopError
from kg.store import Store
from kg.store.addresses import is_address

if TYPE_CHECKING:
    from kg.store.remote import RemoteStore

WIDE = 10_000
"""Columns of a table that is not shown on a terminal: nothing is cut."""

DEFAULT_STORE = Path("store")


def _folder(store: str | Path) -> Path:
    """The folder of a store.

    Raises:
        StopError: when it is the address of a server.
    """
    if is_address(str(store)):
        raise StopError(
            f"This command reads a store in a folder, and {store} is the address of a server,"
            " which has no texts and records. Give the folder of the build with --store"
            f" ({DEFAULT_STORE}, unless the build said another with --work)."
        )
    return Path(store)


StoreOption = Annotated[
    Path,
    typer.Option(
        "--store",
        envvar="COLDWIRE_STORE",
        help="Folder of the built store.",
        parser=_folder,
        metavar="DIR",
    ),
]
"""For commands that need the texts, the records or the whole graph."""

AnyStoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="COLDWIRE_STORE",
        help="Folder of the built store, or the address of a SPARQL server (https://...).",
        metavar="DIR|ADDRESS",
    ),
]
"""For commands that only ask; a text, because a path would lose a slash of an address."""

StoreKindOption = Annotated[
    str | None,
    typer.Option(
        "--store-kind",
        envvar="COLDWIRE_STORE_KIND",
        help="The product of a server, which tells its addresses: oxigraph (the default), fuseki,"
        " graphdb, virtuoso, qlever, neptune, stardog.",
        metavar="NAME",
    ),
]


def opened(store: str, kind: str | None) -> Store | RemoteStore:
    """The store in a folder or on a server, to be asked. Use it in a `with`.

    Raises:
        StopError: when there is none; says what to do.
    """
    if not is_address(store):
        return Store.open(Path(store))
    from kg.pipeline import sending  # noqa: PLC0415  (a quarter of a second for the HTTP client)

    return sending.remote(store, kind)


errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


class _Output(Console):
    """A console that takes it well when the reader leaves (rich would end with status 1)."""

    def on_broken_pipe(self) -> None:
        _leave_quietly()


def output(width: int | None = None) -> Console:
    """A console for standard output, as wide as needed where nobody looks at a terminal."""
    wide = None if sys.stdout.isatty() else WIDE
    return _Output(highlight=False, markup=False, width=width or wide)


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Standard output for bytes; a reader that leaves early (`... | head`) ends the run well."""
    try:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _leave_quietly()


def _leave_quietly() -> NoReturn:
    """Ends with status 0; what Python would still flush goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0)


def write(content: bytes) -> None:
    """The bytes to standard output, as they are."""
    with standard_output() as out:
        out.write(content)


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
