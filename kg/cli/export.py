"""`coldwire export`: the whole graph as a file for other systems."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.console import DEFAULT_STORE, StoreOption, standard_output
from kg.store import Store


def export(
    fmt: Annotated[
        str, typer.Option("--format", "-f", help="nquads, trig, ntriples, turtle, rdfxml, jsonld.")
    ] = "nquads",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Writes the whole graph to standard output.

    N-Quads are sorted: the same input gives the same bytes. Formats without named graphs
    (ntriples, turtle, rdfxml) hold the union of all graphs.
    """
    with Store.open(store) as opened, standard_output() as out:
        opened.dump(fmt, out)
