"""Workers over a store on the disk: the engine opens its files late, and there is no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from api.workers.keeper import Task
from api.workers.worker import leave_network
from kg.store import Store


def _in_a_fork(work: str, port: int) -> int:
    """The status of a process that leaves the network if told to and connects to a port."""
    process = os.fork()
    if process == 0:
        status = 3
        try:
            if work == "leave" and not leave_network():
                os._exit(2)
            with socket.socket() as client:
                status = 0 if client.connect_ex(("127.0.0.1", port)) == 0 else 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_without_network_no_connection_can_be_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert _in_a_fork("stay", port) == 0
        left = _in_a_fork("leave", port)
        if left == 2:
            pytest.skip("this system lets no process leave the network")
        assert left == 1


def test_a_store_on_the_disk_has_handles_for_all_its_files(store: Path) -> None:
    task = Task(str(store), in_memory=False, memory=1 << 28, seconds=5)
    with Store.open(store, in_memory=False) as on_disk, Store.open(store, in_memory=True) as held:
        files = list((store / "current" / "oxigraph").iterdir())
        assert task.limits(on_disk).handles > len(files) > 0
        assert task.limits(held).handles == 0
