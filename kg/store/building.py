"""Building a store: quads in, one new version of the folder out, or nothing changed.

The quads are first written as they come, then read by the engine's parser (which checks every
one) and written in its spelling, sorted and counted, and then loaded. So the same statements give
the same bytes whatever their order, repetitions and escapes were. One statement is one line for
every tool: what Unicode counts as a line end is escaped too. Values of numbers keep the digits
that came ("0.90"), while the engine answers with the shortest ("0.9").

Sorting is done in memory for up to two million quads (about 700 MB), beyond that in runs of two
million that are merged from the disk. While it is written, a store takes about five times the
disk that its N-Quads take.

Parts are files of quads that are in the engine's spelling and sorted already, each with subjects
of its own; they are appended as they are, and the engine loads the file in stretches: so a large
store needs no more memory than a small one.
"""

from __future__ import annotations

import hashlib
import heapq
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import StopError
from kg.store.folders import (
    ENGINE,
    GRAPH,
    PARTS,
    TEXTS,
    building_in,
    disk_errors_told,
    put_in_use,
    write_build,
)
from kg.store.lines import encoded, once, one_line, respelled, without_blank_nodes
from kg.store.texts import AnyText, write_texts
from kg.store.union import Repeated, load_union

_RUN = 2_000_000
_CHUNK = 1 << 20
_LOADED = 1 << 26
"""Bytes of the graph file that the engine loads at once."""
_COMING, _UNSORTED = "coming.nq", "unsorted.nq"


def write_store(
    directory: Path,
    quads: Iterable[str],
    texts: Iterable[AnyText],
    manifest: Mapping[str, object],
    parts: Sequence[ReadyPart] = (),
) -> str:
    """Build a store in `directory` and put it in the place of the one there, in one step.

    `quads` are lines of N-Quads without blank nodes, in any order; `texts` are (message
    identifier, source, text as read) and perhaps the record of the message; `manifest` is what
    the build says of itself, for `build.json`. Each of the `parts` is a stretch of further quads,
    sorted, in the engine's spelling, about subjects that stand in no other part. Whatever goes
    wrong, the old store stays as it was.

    Returns:
        The version: SHA-256 of the N-Quads, those of `quads` sorted, then part after part.

    Raises:
        StopError: when a quad is not valid, the disk is full, another build is running there, or
            the directory holds something that is no store.
    """
    with disk_errors_told(directory), building_in(directory) as folder:
        graph = _write_graph(folder, quads, parts)
        _load(folder, graph.repeats)
        messages = write_texts(folder / TEXTS, texts)
        version = graph.version
        facts = {
            "version": version, "quads": graph.quads, "texts": messages, "copied": graph.repeats,
            "parts": graph.places,
        }  # fmt: skip
        _keep_summaries(folder, parts)
        write_build(folder, {**manifest, **facts})
        put_in_use(directory, folder, version)
    return version


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statements that lie ready in a file: sorted, in the engine's spelling.

    `start` and `length` in bytes; `length` None goes to the end of the file.
    """

    file: Path
    start: int = 0
    length: int | None = None

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a megabyte at a time."""
        left = self.file.stat().st_size - self.start if self.length is None else self.length
        with self.file.open("rb") as source:
            source.seek(self.start)
            while left > 0 and (chunk := source.read(min(left, _CHUNK))):
                left -= len(chunk)
                yield chunk


@dataclass(frozen=True, slots=True)
class ReadyPart:
    """A part of a graph that is ready: its name, its statements, and what is to be kept of it.

    `summary` is any text; `kg.store.previous` gives it back to the next build.
    """

    name: str
    stretch: Stretch
    summary: str


@dataclass(frozen=True, slots=True)
class _Written:
    """The graph file that was made: its digest, its lines, whether a triple has two graphs.

    `places` are start and length of each part in it.
    """

    version: str
    quads: int
    repeats: bool
    places: Mapping[str, tuple[int, int]]


def _write_graph(folder: Path, quads: Iterable[str], parts: Sequence[ReadyPart]) -> _Written:
    """Make the graph file."""
    _respell(folder, quads)
    digest, count, repeated = hashlib.sha256(), 0, Repeated()
    places = {}
    with (folder / GRAPH).open("wb") as target:
        for line in _sorted_lines(folder, repeated):
            digest.update(line)
            count += 1
            target.write(line)
        for part in parts:
            start = target.tell()
            for chunk in part.stretch.chunks():
                digest.update(chunk)
                count += chunk.count(b"\n")
                target.write(chunk)
            places[part.name] = start, target.tell() - start
    (folder / _UNSORTED).unlink()
    return _Written(digest.hexdigest(), count, repeated.any, places)


def _keep_summaries(folder: Path, parts: Sequence[ReadyPart]) -> None:
    if parts:
        (folder / PARTS).mkdir()
    for part in parts:
        (folder / PARTS / f"{part.name}.json").write_text(part.summary, encoding="utf-8")


def _load(folder: Path, copied: bool) -> None:
    """Make the engine's store from the graph file."""
    engine = ox.Store(folder / ENGINE)
    for stretch in _stretches(folder / GRAPH):
        try:
            engine.bulk_load(io.BytesIO(stretch), ox.RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise StopError(
                f"A part of the graph holds what is no N-Quads ({error.msg}). This is a defect of"
                " Coldwire; please report it with the files."
            ) from error
    if copied:
        with (folder / GRAPH).open("rb") as lines:
            load_union(engine, lines)
    engine.optimize()
    engine.flush()


def _stretches(graph: Path) -> Iterator[bytes]:
    """The file in stretches of whole lines.

    The engine holds what it loads at once: 1.5 GB for 2.5 million quads, a quarter of that in
    stretches, in the same time.
    """
    with graph.open("rb") as file:
        while lines := file.read(_LOADED):
            yield lines + file.readline()


def _respell(folder: Path, quads: Iterable[str]) -> None:
    """Write the quads down as they come, then as the engine spells them."""
    coming = folder / _COMING
    with coming.open("wb") as file:
        file.writelines(encoded(quads))
    with coming.open("rb") as file, (folder / _UNSORTED).open("wb") as target:
        respelled(file, target)
    coming.unlink()


def _sorted_lines(folder: Path, repeated: Repeated) -> Iterator[bytes]:
    """The lines of the unsorted file: sorted, each once, without blank nodes."""
    with (folder / _UNSORTED).open("rb") as source, ExitStack() as open_:
        lines = once(_sorted(map(one_line, source), folder, open_))
        yield from repeated(without_blank_nodes(lines))


def _sorted(source: Iterable[bytes], folder: Path, open_: ExitStack) -> Iterable[bytes]:
    """The lines in the order of their bytes, by way of runs on the disk if there are many."""
    lines = iter(source)
    run = sorted(islice(lines, _RUN))
    if len(run) < _RUN:
        return run
    runs: list[BinaryIO] = []
    while run:
        file = open_.enter_context((folder / f"run-{len(runs)}").open("w+b"))
        file.writelines(run)
        file.seek(0)
        Path(file.name).unlink()
        runs.append(file)
        run = sorted(islice(lines, _RUN))
    return heapq.merge(*runs)
