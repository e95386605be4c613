"""A whole store as one file: the same data give the same bytes in every format.

Formats without named graphs hold each triple once; in those with them the graphs follow one
another in the order of their addresses.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.store.answers import write, written
from kg.store.formats import Format
from kg.store.lines import as_file, triple_of, triples_of

_CHUNK = 1 << 20

OpenGraph = Callable[[], BinaryIO]
"""Opens the sorted N-Quads of a store for reading from the start."""


class FileSource:
    """A file held open, from which any thread may read, also after the file was removed."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb")

    def open(self) -> BinaryIO:
        """A reader with a place of its own."""
        return io.BufferedReader(_At(self._file.fileno()), _CHUNK)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


class _At(io.RawIOBase):
    """Reads a file descriptor that others share, from a place that is its own."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        got = os.preadv(self._handle, [buffer], self._place)
        self._place += got
        return got


def dump_to(output: BinaryIO, engine: ox.Store, open_graph: OpenGraph, fmt: Format) -> None:
    """Write everything in the store to a binary file.

    Raises:
        QueryError: when the format is one for rows.
    """
    if fmt.name == "nquads":
        with open_graph() as graph:
            while chunk := graph.read(_CHUNK):
                output.write(chunk)
        return
    statements: Iterable[ox.Triple | ox.Quad] = (
        _by_graph(engine, open_graph) if fmt.keeps_graphs else _once(open_graph)
    )
    if fmt.name == "rdfxml":
        output.write(written(statements, fmt))
    else:
        write(statements, output, fmt)


def _by_graph(engine: ox.Store, open_graph: OpenGraph) -> Iterator[ox.Quad]:
    """What has no graph, then graph after graph."""
    with open_graph() as graph:
        unnamed = b"".join(line for line in graph if triple_of(line) is line)
    yield from ox.parse(unnamed, ox.RdfFormat.N_QUADS)
    for name in sorted(engine.named_graphs(), key=str):
        yield from sorted(engine.quads_for_pattern(None, None, None, name), key=str)


def _once(open_graph: OpenGraph) -> Iterator[ox.Triple]:
    with open_graph() as graph, as_file(triples_of(graph)) as triples:
        yield from (quad.triple for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES))
