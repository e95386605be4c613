"""Building a store: quads in, one new version of the folder out, or nothing changed.

The quads are first written as they come, then read by the engine's parser (which checks every
one) and written in its spelling, sorted and counted, and then loaded. So the same statements give
the same bytes whatever their order, repetitions and escapes were. One statement is one line for
every tool: what Unicode counts as a line end is escaped too. Values of numbers keep the digits
that came ("0.90"), while the engine answers with the shortest ("0.9").

Sorting is done in memory for up to two million quads (about 700 MB), beyond that in runs of two
million that are merged from the disk. While it is written, a store takes about five times the
disk that its N-Quads take.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import StopError
from kg.store.folders import ENGINE, GRAPH, TEXTS, building_in, put_in_use, write_build
from kg.store.lines import encoded, once, one_line, respelled, without_blank_nodes
from kg.store.texts import AnyText, write_texts
from kg.store.union import load_union

_RUN = 2_000_000
_COMING, _UNSORTED = "coming.nq", "unsorted.nq"


def write_store(
    directory: Path,
    quads: Iterable[str],
    texts: Iterable[AnyText],
    manifest: Mapping[str, object],
) -> str:
    """Build a store in `directory` and put it in the place of the one there, in one step.

    `quads` are lines of N-Quads without blank nodes, in any order; `texts` are (message
    identifier, source, text as read) and perhaps the record of the message; `manifest` is what
    the build says of itself, for `build.json`. Whatever goes wrong, the old store stays as it was.

    Returns:
        The version: SHA-256 of the sorted N-Quads.

    Raises:
        StopError: when a quad is not valid, the disk is full, another build is running there, or
            the directory holds something that is no store.
    """
    with _disk_errors_told(directory), building_in(directory) as folder:
        version, count = _write_graph(folder, quads)
        messages = write_texts(folder / TEXTS, texts)
        facts = {"version": version, "quads": count, "texts": messages}
        write_build(folder, {**manifest, **facts})
        put_in_use(directory, folder, version)
    return version


@contextmanager
def _disk_errors_told(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StopError(
            f"The new store could not be written to {directory}: {error}. A store that was there"
            " before is unchanged. Free some disk or give another folder with --store."
        ) from error


def _write_graph(folder: Path, quads: Iterable[str]) -> tuple[str, int]:
    """Make the graph file and the engine's store; the SHA-256 of the file and its lines."""
    _respell(folder, quads)
    version, count = _sort(folder)
    engine = ox.Store(folder / ENGINE)
    engine.bulk_load(path=folder / GRAPH, format=ox.RdfFormat.N_QUADS)
    with (folder / GRAPH).open("rb") as lines:
        load_union(engine, lines)
    engine.optimize()
    engine.flush()
    return version, count


def _respell(folder: Path, quads: Iterable[str]) -> None:
    """Write the quads down as they come, then as the engine spells them."""
    coming = folder / _COMING
    with coming.open("wb") as file:
        file.writelines(encoded(quads))
    with coming.open("rb") as file, (folder / _UNSORTED).open("wb") as target:
        respelled(file, target)
    coming.unlink()


def _sort(folder: Path) -> tuple[str, int]:
    """Make the graph file from the unsorted one; its SHA-256 and the number of its lines."""
    digest, count = hashlib.sha256(), 0
    unsorted = folder / _UNSORTED
    with unsorted.open("rb") as source, (folder / GRAPH).open("wb") as target, ExitStack() as open_:
        lines = once(_sorted(map(one_line, source), folder, open_))
        for line in without_blank_nodes(lines):
            digest.update(line)
            count += 1
            target.write(line)
    unsorted.unlink()
    return digest.hexdigest(), count


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
