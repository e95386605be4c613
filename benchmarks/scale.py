"""From volumes to a store that answers, and how it grows with the number of volumes.

The bare work is lxml's parse of the same bytes for reading, and the engine's own bulk load with
its optimization for the store. Growth is measured by building stores of more and more volumes in
processes of their own: CPU time a document against that of the first, and the most memory that
one process had. The volumes are those of FRUS beside the project, else there is nothing to show.
"""

from __future__ import annotations

import gzip
import hashlib
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from benchmarks.measure import Figure, compare
from benchmarks.store import bulk_load
from kg.authority.people import People
from kg.pipeline.parts import Made
from kg.pipeline.volumes import VolumeTask, make_part
from kg.store import ReadyPart, Stretch, write_store

FOLDER = Path(__file__).parents[2] / "shared" / "frus"
LOADED = ("frus1955-57v03", "frus1961-63v05", "frus1969-76v03")
STEPS = (1, 3, 9, 24)
ASIDE = (
    "frus1949v07p2", "frus1955-57v13", "frus1958-60v17", "frus1961-63v21", "frus1964-68v15",
    "frus1969-76v20",
)  # fmt: skip
"""Volumes that nobody looks at while the extractors are written."""


def figures() -> Iterator[Figure]:
    """Statements of a volume, a store of some volumes, growth."""
    if not FOLDER.is_dir():
        return
    people = People.found()
    made = []
    for name in LOADED:
        task = VolumeTask(FOLDER / f"{name}.xml.gz", FOLDER, name, name, name, people)
        made.append(make_part(task))
        documents = len(made[-1].summary.documents)
        content = gzip.decompress(task.file.read_bytes())
        figure = compare(
            f"{name} to findings, identities, statements and records",
            f"lxml parse of {documents} documents",
            partial(make_part, task),
            partial(_parse, content),
            runs=3,
        )
        yield _told(figure, documents, "documents", made[-1].summary.quads)
    yield from _stores(made)
    yield from _growth()


def _told(figure: Figure, number: int, what: str, quads: int) -> Figure:
    words = (
        f"{figure.what} ({number / figure.ours_s:,.0f} {what} and {quads / figure.ours_s:,.0f}"
        " quads a CPU second)"
    )
    return Figure(words, figure.against, figure.ours_s, figure.bare_s)


def _parse(content: bytes) -> None:
    etree.fromstring(content, etree.XMLParser(resolve_entities=False, collect_ids=False))


def _stores(made: Sequence[Made]) -> Iterator[Figure]:
    quads = sum(each.summary.quads for each in made)
    whole = b"".join(each.lines for each in made)
    with TemporaryDirectory() as folder:
        here = Path(folder)
        parts = []
        for each in made:
            file = here / f"{each.summary.name}.nq"
            file.write_bytes(each.lines)
            parts.append(ReadyPart(each.summary.name, Stretch(file), each.summary.as_json()))
        figure = compare(
            f"records to a store on the disk, {quads:,} quads",
            "pyoxigraph bulk_load and optimize",
            partial(_store, made, parts, here / "store"),
            partial(bulk_load, here / "raw", whole),
            runs=3,
        )
        yield _told(figure, quads, "quads", quads)
    lines = whole.decode().splitlines()
    million = len(lines) / 1_000_000
    sort = compare(
        "sort and hash a million quads",
        "hash them",
        partial(_sort, lines),
        partial(_hash, whole),
        runs=3,
    )
    yield Figure(sort.what, sort.against, sort.ours_s / million, sort.bare_s / million)


def _store(made: Sequence[Made], parts: Sequence[ReadyPart], folder: Path) -> None:
    texts = (text for each in made for text in each.texts)
    write_store(folder, (), texts, {}, parts)


def _sort(lines: Sequence[str]) -> None:
    hashlib.sha256("\n".join(sorted(set(lines))).encode())


def _hash(data: bytes) -> None:
    hashlib.sha256(data)


def _growth() -> Iterator[Figure]:
    every = sorted(f for f in FOLDER.glob("*.xml.gz") if f.name.split(".")[0] not in ASIDE)
    first: float | None = None
    for number in STEPS:
        files = every[:: max(1, len(every) // number)][:number]
        with TemporaryDirectory() as folder:
            before = _children()
            start = time.monotonic()
            subprocess.run(  # noqa: S603 - our own command and files
                [sys.executable, "-m", "kg.cli", "build", "--store", folder, *files],
                check=True, capture_output=True,
            )  # fmt: skip
            wall, cpu = time.monotonic() - start, _children() - before
        documents = sum(gzip.decompress(f.read_bytes()).count(b'type="document"') for f in files)
        each = cpu / documents
        first = first or each
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield Figure(
            f"build of {number} volumes, {documents:,} documents: {wall:.0f} s in all, at most"
            f" {most:,.0f} MB in one process; CPU ms a document",
            "the same of 1 volume",
            each,
            first,
        )


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
