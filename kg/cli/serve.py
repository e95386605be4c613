"""`coldwire serve`: the graph in a browser and for programs, from this machine."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kg.cli.console import DEFAULT_STORE, StoreOption, errors
from kg.store import Store

_APPLICATION = "api.app:application"
"""Named, not imported: the library knows nothing of the web; uvicorn does."""


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serves pages, SPARQL and linked data of a built store; read only."""
    import uvicorn  # noqa: PLC0415  (a fifth of a second that only this command should cost)

    Store.open(store).close()  # a missing store is told here, not in a stack of the server
    os.environ["COLDWIRE_STORE"] = str(store)
    errors.print(f"Coldwire serves {store} at http://{host}:{port} (Ctrl-C ends it).")
    uvicorn.run(_APPLICATION, factory=True, host=host, port=port, log_level="warning")
