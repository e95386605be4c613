"""A folder of dumps, made beside its place and put there in one step.

    coldwire.nq.gz ...   the files of `kg.dumps.files.FILES`
    void.ttl             what the dataset is and where its files are: VoID and DCAT
    README.txt           the same for people
    dumps.json           the same for programs; `read_dumps` reads it
    SHA256SUMS           the checksum of each, for `sha256sum -c`

The same store gives the same bytes: gzip gets neither name nor time.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import NamedNode

from kg.dumps.description import index_json, readme, void_turtle
from kg.dumps.files import DumpFile, Job, files_to_write
from kg.dumps.listing import INDEX, README, SUMS, VOID, Dumps, Listed, sums
from kg.dumps.placing import in_one_step
from kg.namespaces import BASE
from kg.store import Store

DUMPS_ADDRESS = f"{BASE.removesuffix('id/')}dumps/"
"""Where the files can be fetched, when nobody says otherwise."""

Step = Callable[[str, int], None]
"""Is told the name of the file that is being written, and how many bytes went into it."""

_LEVEL = 6
_DATASET = NamedNode(f"{BASE}dataset")
_STATED = """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?this ?property ?value WHERE {
  ?this ?property ?value
  VALUES ?property { dcterms:license dcterms:title dcterms:description }
} ORDER BY ?property DESC(?value)"""
_CLASSES = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?this ?class ?count WHERE {
  ?this void:classPartition ?part . ?part void:class ?class ; void:entities ?count
} ORDER BY ?class"""


def write_dumps(
    store: Store,
    built: datetime,
    folder: Path,
    address: str = DUMPS_ADDRESS,
    step: Step = lambda *_: None,
) -> Dumps:
    """Write all files to `folder`, which they take over from older ones in one step.

    `built` (with time zone) is when the store was built, `address` the folder's address once it is
    published.

    Raises:
        StopError: when the folder holds something else, another export is writing it, or the disk
            fails; a folder that was there before is unchanged then.
    """
    with in_one_step(folder) as part:
        job = Job(store, built, address if address.endswith("/") else f"{address}/", part)
        listed = tuple(_written(file, job, part, step) for file in files_to_write())
        dumps = _described(job, listed)
        for name, content in (
            (VOID, void_turtle(dumps)), (README, readme(dumps)), (INDEX, index_json(dumps)),
        ):  # fmt: skip
            (part / name).write_bytes(content)
        (part / SUMS).write_bytes(sums(part, listed))
    return dumps


def _written(file: DumpFile, job: Job, folder: Path, step: Step) -> Listed:
    step(file.name, 0)
    path = folder / file.name
    with path.open("wb") as raw:
        with _packed(file, raw) as packed:
            file.write(job, cast(BinaryIO, _Counted(packed, lambda count: step(file.name, count))))
        raw.flush()
        os.fsync(raw.fileno())
    with path.open("rb") as again:
        digest = hashlib.file_digest(again, "sha256").hexdigest()
    return Listed(file.name, file.title, file.media_type, path.stat().st_size, digest)


@contextmanager
def _packed(file: DumpFile, raw: BinaryIO) -> Iterator[IO[bytes]]:
    """The file itself, or its compressed form: without a name and a time in it."""
    if not file.name.endswith(".gz"):
        yield raw
        return
    with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
        yield cast(IO[bytes], packed)


class _Counted:
    """Passes bytes on, and tells now and then how many there were."""

    _OFTEN = 1 << 20

    def __init__(self, out: IO[bytes], told: Callable[[int], None]) -> None:
        self._out = out
        self._told = told
        self._count = self._last = 0

    def write(self, data: bytes) -> int:
        """Write, and count."""
        self._out.write(data)
        self._count += len(data)
        if self._count - self._last >= self._OFTEN:
            self._last = self._count
            self._told(self._count)
        return len(data)

    def writelines(self, lines: Iterator[bytes]) -> None:
        """Write each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing to do: what is below is closed at the end."""


def _described(job: Job, listed: tuple[Listed, ...]) -> Dumps:
    """What the files are of, as the dataset says it of itself."""
    rows = job.store.rows(_STATED, {"this": _DATASET})
    stated = {str(row["property"]).rpartition("/")[2]: str(row["value"]) for row in rows}
    classes = job.store.rows(_CLASSES, {"this": _DATASET})
    return Dumps(
        title=stated.get("title", "Coldwire"),
        description=stated.get("description", ""),
        license=stated.get("license", ""),
        version=job.store.version,
        built=job.built.isoformat(timespec="seconds"),
        address=job.address,
        statements=len(job.store),
        classes={str(row["class"]).rpartition("#")[2]: int(row["count"] or 0) for row in classes},
        files=listed,
    )
