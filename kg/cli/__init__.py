"""The command `coldwire`: one file a command.

Recipe for a new command: write `kg/cli/NAME.py` with a function of that name whose docstring is
its help; name it in `COMMANDS`; add a section with an example to `docs/manual.md`
(`tests/cli/test_manual.py` fails until all three are there).

Exit status: 0 done; 1 done, but something was skipped or does not hold (said on standard error);
2 the run could not go on, or the call was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module

import typer

from kg.cli.console import complain
from kg.errors import StopError

COMMANDS = (
    "build",
    "fetch",
    "show",
    "query",
    "extract",
    "validate",
    "evaluate",
    "network",
    "export",
    "serve",
    "schema",
)
"""Every command: the module of that name holds the function of that name."""


def application(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="coldwire",
        help="Cold War correspondence as a knowledge graph in which every statement shows"
        " its words.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_no_options)
    for name in names:
        app.command(name)(getattr(import_module(f"kg.cli.{name}"), name))
    return app


def _no_options() -> None:
    """Cold War correspondence as a knowledge graph in which every statement shows its words."""


def main() -> None:
    """Runs the command line; errors that Coldwire raises on purpose become one message.

    Only the module of the command that is called is loaded: the others bring libraries that
    take a second.
    """
    called = [name for name in sys.argv[1:2] if name in COMMANDS]
    try:
        application(called or COMMANDS)()
    except StopError as error:
        complain(str(error))
        sys.exit(2)
