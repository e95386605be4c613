"""From a built store to a server: the graph that a build made is brought there.

The build itself knows no server: it makes a store in a folder, as always, and only a store that is
whole is sent. So a build that fails leaves the server as it was, and an upload that is cut goes on
with the next call (`kg.store.uploading`). Whoever imports this module loads the HTTP client.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.connections import Patience
from kg.errors import StopError
from kg.pipeline.telling import Step, untold
from kg.store.folders import GRAPH, newest
from kg.store.protocol import SparqlClient
from kg.store.remote import RemoteStore
from kg.store.servers import server_at
from kg.store.uploading import BATCH_BYTES, Upload, Way, check_union, journal_beside, upload

__all__ = ["BATCH_BYTES", "Upload", "Way", "remote", "send", "server"]


def remote(address: str, kind: str | None = None) -> RemoteStore:
    """The store at an address, to be asked; `kind` is the product, else the environment's.

    Raises:
        StopError: when it cannot be used; says why.
    """
    return RemoteStore.at(address, _settings(kind))


@contextmanager
def server(
    address: str, kind: str | None = None, patience: Patience | None = None
) -> Iterator[SparqlClient]:
    """A server that answers, whose queries see what will be brought there.

    To be opened before the work: a wrong address is told at once, not after a long build.

    Raises:
        StopError: when the address or a setting cannot be used, nobody answers, or queries do
            not see the named graphs.
    """
    with SparqlClient(server_at(address, _settings(kind)), patience=patience) as client:
        check_union(client)
        yield client


def send(
    folder: Path,
    client: SparqlClient,
    *,
    way: Way = "graphs",
    batch_bytes: int = BATCH_BYTES,
    step: Step = untold,
) -> Upload:
    """Make the server hold what the store in `folder` holds.

    The journal lies beside the folder, one for each server.

    Raises:
        StopError: when the server refuses or stays away; the same call goes on from there.
    """
    journal = journal_beside(folder, client.server.update)
    try:
        with (newest(folder) / GRAPH).open("rb") as quads:
            sent = upload(quads, client, journal, way=way, batch_bytes=batch_bytes, step=step)
        check_union(client)
    except StopError as error:
        raise StopError(
            f"{error} The build itself is whole, in {folder}. Run the same command again: what"
            " is on the server already is not sent again."
        ) from error
    return sent


def _settings(kind: str | None) -> dict[str, str]:
    """The environment, with the product that was named in the call."""
    return {**os.environ, "COLDWIRE_STORE_KIND": kind} if kind else dict(os.environ)
