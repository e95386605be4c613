"""`coldwire export`: the whole graph, or its correspondence, as a file for other systems."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import DEFAULT_STORE, StoreOption, standard_output
from kg.cmif import ADDRESS, envelopes, write_cmif
from kg.store import Store


def export(
    fmt: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="nquads, trig, ntriples, turtle, rdfxml, jsonld; cmif."
        ),
    ] = "nquads",
    address: Annotated[
        str, typer.Option("--address", help="Where a CMIF file will be published.")
    ] = ADDRESS,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Writes the whole graph to standard output, or with cmif who wrote to whom and when.

    N-Quads are sorted: the same input gives the same bytes. Formats without named graphs
    (ntriples, turtle, rdfxml) hold the union of all graphs. CMIF is what correspSearch reads.
    """
    with Store.open(store) as opened, standard_output() as out:
        if fmt == "cmif":
            write_cmif(envelopes(opened), out, _built(store), address)
        else:
            opened.dump(fmt, out)


def _built(store: Path) -> datetime:
    """When the store was built: the same store gives the same bytes."""
    return datetime.fromtimestamp((store / "current").stat().st_mtime, UTC)
