"""`coldwire validate`: does the graph keep the promises of its shapes?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import rdflib
import typer
from rich.text import Text

from kg.cleaning import shown
from kg.cli.console import DEFAULT_STORE, StoreOption, errors, output
from kg.errors import StopError
from kg.rdf import Violation
from kg.rdf import validate as violations_of
from kg.store import Store


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="RDF files (.ttl .trig .nt .nq .rdf .jsonld); the store when empty."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Checks RDF files or the built store against the SHACL shapes in `ontology/shapes.ttl`."""
    violations = _in_files(files) if files else _in_store(store)
    for violation in violations:
        output().print(_line(violation))
    what = ", ".join(str(file) for file in files or []) or str(store)
    if violations:
        errors.print(f"{what}: {len(violations)} violations of the shapes.")
        raise typer.Exit(1)
    errors.print(f"{what}: keeps all shapes.")


def _in_store(store: Path) -> list[Violation]:
    with Store.open(store) as opened:
        lines = opened.dump("nquads").decode().split("\n")
    return violations_of(lines, known=lines)


def _in_files(files: list[Path]) -> list[Violation]:
    """The violations of the files taken together, so that one may speak of another's things."""
    data = rdflib.Dataset(default_union=True)
    for file in files:
        try:
            data.parse(file)
        except Exception as error:  # every parser of rdflib has exceptions of its own
            raise StopError(f"{file}: cannot be read as RDF: {error}") from error
    return violations_of(data)


def _line(violation: Violation) -> Text:
    return Text.assemble(
        (f"{violation.severity}: ", "bold red"),
        shown(violation.message, 2000),
        "\n  at ",
        shown(violation.focus, 500),
        f" {shown(violation.path or '', 200)} {shown(violation.value or '', 500)}".rstrip(),
    )
