"""Answers of a SELECT as a table of named links and values."""

from __future__ import annotations

import json

from api.graph import Graph, Names, Row, Term, rows
from api.views import Cell, Table, Thing


def table(graph: Graph, answer: bytes, most: int) -> Table:
    """The first `most` rows of a SPARQL results document (JSON)."""
    columns = tuple(str(name) for name in json.loads(answer)["head"]["vars"])
    found = rows(answer)
    names = Names(graph.addresses)
    shown = tuple(tuple(_cell(names, row, column) for column in columns) for row in found[:most])
    return Table(columns, shown, len(found))


def _cell(names: Names, row: Row, column: str) -> Cell:
    term: Term | None = row.get(column)
    if term is None:
        return Cell()
    value = names.value(term)
    return Cell(thing=value) if isinstance(value, Thing) else Cell(value=value)
