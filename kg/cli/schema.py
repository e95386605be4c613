"""`coldwire schema`: what the machine-readable outputs look like."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

import typer

from kg.cli.console import write
from kg.errors import StopError
from kg.files import shipped
from kg.record import record_schema


def _record() -> bytes:
    return (json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n").encode()


def _file(name: str) -> Callable[[], bytes]:
    return (shipped("ontology") / name).read_bytes


SCHEMAS: dict[str, Callable[[], bytes]] = {
    "record": _record,
    "ontology": _file("coldwire.ttl"),
    "shapes": _file("shapes.ttl"),
    "vocabularies": _file("vocabularies.ttl"),
}
"""Every schema and what prints it: JSON Schema for the record, Turtle for the graph."""


def schema(
    name: Annotated[str, typer.Argument(help="record, ontology, shapes or vocabularies.")],
) -> None:
    """Prints the schema of the records (JSON Schema) or of the graph (Turtle)."""
    if name not in SCHEMAS:
        raise StopError(f"No schema is called {name!r}. Known: {', '.join(SCHEMAS)}.")
    write(SCHEMAS[name]())
