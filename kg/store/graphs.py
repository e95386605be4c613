"""From the N-Quads of a store to its named graphs, one after the other, in flat memory.

The quads of a store are sorted by subject; a server wants them graph by graph. So they are dealt
out to files on the disk, each graph to one of them, and then file after file is read. The files
together take what the N-Quads take; the memory is that of one file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from kg.errors import StopError
from kg.store.lines import triple_of

FILES = 64
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: its address and its triples, lines of N-Triples in the order they came."""

    name: str
    triples: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the triples as one file."""
        whole = sha256()
        for line in self.triples:
            whole.update(line)
        return whole.hexdigest()


def graphs_of(quads: Iterable[bytes], folder: Path, files: int = FILES) -> Iterator[Graph]:
    """The named graphs of N-Quads lines as the engine writes them, each graph whole.

    `folder` is where the files are made; they vanish by themselves.

    Raises:
        StopError: at a quad without a graph (servers disagree where such a triple would be), or
            when the disk is full.
    """
    with ExitStack() as open_:
        try:
            places = [open_.enter_context(TemporaryFile(dir=folder)) for _ in range(files)]
            for line in quads:
                places[zlib.crc32(_graph_of(line)) % files].write(line)
            for place in places:
                place.seek(0)
        except OSError as error:
            raise StopError(
                f"The graphs could not be sorted in {folder}: {error}. Free some disk there."
            ) from error
        for place in places:
            yield from _sorted_out(place)


def _sorted_out(place: BinaryIO) -> Iterator[Graph]:
    found: dict[bytes, list[bytes]] = {}
    for line in place:
        found.setdefault(_graph_of(line), []).append(triple_of(line))
    for name in sorted(found):
        yield Graph(name[1:-1].decode(), tuple(found.pop(name)))


def _graph_of(line: bytes) -> bytes:
    """The graph's address with its brackets."""
    if triple_of(line) is line:
        shown = line[:_SHOWN].decode(errors="replace").strip()
        raise StopError(f"A quad has no graph: {shown}. Name one; servers need it.")
    return line.rsplit(b" ", 2)[1]


def parts_of(graph: Graph, largest: int) -> Iterator[bytes]:
    """The triples in parts of at most so many bytes; a longer line is a part of its own.

    >>> list(parts_of(Graph("urn:g", (b"one .\\n", b"two .\\n", b"three .\\n")), 12))
    [b'one .\\ntwo .\\n', b'three .\\n']
    """
    part: list[bytes] = []
    size = 0
    for line in graph.triples:
        if part and size + len(line) > largest:
            yield b"".join(part)
            part, size = [], 0
        part.append(line)
        size += len(line)
    yield b"".join(part)
