"""`coldwire network`: the network as a page or a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import DEFAULT_STORE, AnyStoreOption, StoreKindOption, errors, opened
from kg.network import LAYERS, build_network, write_network


def network(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="File to write: .html .gexf .graphml .json .csv"),
    ],
    ego: Annotated[str | None, typer.Option(help="A person or body: name or identifier.")] = None,
    hops: Annotated[int, typer.Option(help="How many lines away from the ego.")] = 1,
    date_from: Annotated[
        str | None, typer.Option("--from", help="First day, month or year: 1950-10-01.")
    ] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Last day, month or year.")] = None,
    layer: Annotated[
        list[str] | None, typer.Option(help=f"{', '.join(LAYERS)}; may be repeated.")
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Coldwire",
    store: AnyStoreOption = str(DEFAULT_STORE),
    kind: StoreKindOption = None,
) -> None:
    """Writes who wrote to, mentioned, ordered or voted on whom, with the words behind each line."""
    with opened(store, kind) as asked:
        graph = build_network(
            asked,
            layers=layer or ["correspondence"],  # type: ignore[arg-type]
            ego=ego,
            hops=hops,
            date_from=date_from,
            date_to=date_to,
        )
    write_network(graph, output, title)
    errors.print(
        f"Wrote {output}: {graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} lines."
    )
