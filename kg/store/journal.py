"""The journal of an upload: which graph, with which digest, is up on the server.

A file of JSON lines beside the store. The first names the server; each other one says of a graph

    {"graph": "...", "began": "<digest>"}      from here on the server may hold half of it
    {"graph": "...", "up": "<digest>"}         the server said it has all of it
    {"graph": "...", "gone": true}             it was dropped there

"began" reaches the disk before the first byte reaches the server, so a graph that was half
written when the run was killed is never taken for whole. A lost "up" only costs sending again.
The journal is true as long as nobody else changes these graphs on the server.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from kg.errors import StopError
from kg.store.closing import Closing


class Journal(Closing):
    """The journal of one server, open for one run. Use it in a `with`.

    Raises (on opening):
        StopError: when another run has it open, it belongs to another server, or a line in it
            cannot be read.
    """

    def __init__(self, file: Path, server: str) -> None:
        self._path = file
        self._server = server
        self._up: dict[str, str | None] = {}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = file.open("a+b")
        except OSError as error:
            raise StopError(f"The journal {file} cannot be opened: {error.strerror}.") from error
        try:
            self._lock()
            self._read()
        except BaseException:
            self._file.close()
            raise

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StopError(
                f"Another upload is writing the journal {self._path}. Wait until it has ended."
            ) from None

    def _read(self) -> None:
        """Take in what is there; a last line that was cut off is cut away."""
        self._file.seek(0)
        *lines, rest = self._file.read().split(b"\n")
        if rest:
            self._file.truncate(self._file.tell() - len(rest))
        if not lines:
            self._write([{"server": self._server}])
            return
        for number, line in enumerate(lines, 1):
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise StopError(
                    f"{self._path}, line {number} cannot be read. Remove the file: everything is"
                    " then sent again."
                ) from error

    def _take(self, entry: Mapping[str, Any]) -> None:
        if "server" in entry:
            if entry["server"] != self._server:
                raise StopError(
                    f"The journal {self._path} belongs to {entry['server']}, not to"
                    f" {self._server}. Give another journal for each server."
                )
        elif "gone" in entry:
            self._up.pop(entry["graph"], None)
        else:
            self._up[entry["graph"]] = entry.get("up")

    @property
    def graphs(self) -> Mapping[str, str | None]:
        """Every graph that may be on the server; its digest, or None where it may be half."""
        return self._up

    def has(self, graph: str, digest: str) -> bool:
        """True when exactly this graph is up."""
        return self._up.get(graph) == digest

    def began(self, graphs: Mapping[str, str]) -> None:
        """These graphs (address and digest) are about to be sent: on the disk on return."""
        self._note([{"graph": name, "began": digest} for name, digest in graphs.items()])
        os.fsync(self._file.fileno())

    def up(self, graphs: Mapping[str, str]) -> None:
        """The server has all of these graphs."""
        self._note([{"graph": name, "up": digest} for name, digest in graphs.items()])

    def gone(self, graph: str) -> None:
        """The server has dropped this graph."""
        self._note([{"graph": graph, "gone": True}])

    def forget(self) -> None:
        """Believe nothing any more: every graph may be there or not."""
        self._note([{"graph": name, "began": "?"} for name in self._up])

    def _note(self, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            self._take(entry)
        self._write(entries)

    def _write(self, entries: Iterable[Mapping[str, Any]]) -> None:
        lines = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        try:
            self._file.write("".join(lines).encode())
            self._file.flush()
        except OSError as error:
            raise StopError(
                f"The journal {self._path} cannot be written: {error.strerror}. The upload can go"
                " on from here once it can."
            ) from error

    def close(self) -> None:
        """Close the file; the next run may open it."""
        self._file.close()
