"""`coldwire serve`: the graph in a browser and for programs, from this machine."""

from __future__ import annotations

import os
from pkgutil import resolve_name
from typing import Annotated

import typer

from kg.cli.console import DEFAULT_STORE, AnyStoreOption, errors, opened

_SERVER = "api.server:run"
"""Named, not imported: the library knows nothing of the web."""


def serve(
    store: AnyStoreOption = str(DEFAULT_STORE),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    processes: Annotated[
        int, typer.Option(min=1, help="Processes that serve, each with the store and its workers.")
    ] = 1,
) -> None:
    """Serves pages, SPARQL and linked data of a built store; read only."""
    opened(store, None).close()  # a missing store is told here, not in a stack of the server
    os.environ["COLDWIRE_STORE"] = store
    errors.print(f"Coldwire serves {store} at http://{host}:{port} (Ctrl-C ends it).")
    serves = resolve_name(_SERVER)
    serves(host, port, processes, proxy_headers=False)  # `trusted_proxies` decides, not uvicorn
