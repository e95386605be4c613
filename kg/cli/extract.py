"""`coldwire extract`: one JSON record a message, without a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.console import exit_for, report, write
from kg.errors import Problem


def extract(
    files: Annotated[list[Path], typer.Argument(help="Files or folders to read.")],
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl/--pretty", help="One record a line (the default), or indented."),
    ] = True,
) -> None:
    """Prints one record a message, as `coldwire schema record` describes it.

    References are resolved among the messages of the files given.
    """
    problems: list[Problem] = []

    def note(problem: Problem) -> None:
        problems.append(problem)
        report(problem)

    for record in pipeline.records(files, note):
        text = json.dumps(
            record.model_dump(mode="json"), ensure_ascii=False, indent=None if jsonl else 2
        )
        write(text.encode("utf-8", "backslashreplace") + b"\n")
    exit_for(problems)
