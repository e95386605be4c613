"""The files of a dump: one table, and a function that writes each.

How to add a file: write its function and put it into `FILES`; checksums, descriptions and the page
of the server follow. The same store must give the same bytes, and no file may need more memory the
longer it gets, with two exceptions: networkx holds the network whole, and maplib the statements.

HDT is written when maplib is installed (`pip install 'coldwire[hdt]'`), the one kept library for
Python that writes it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import networkx as nx

from kg.annotations import annotation_lines
from kg.cmif import envelopes, write_cmif
from kg.network import LAYERS, build_network
from kg.network.exports import edge_table, graphml
from kg.record import record_schema
from kg.store import Store

_TITLE = "Coldwire: the network of all layers"


class Job:
    """What is dumped: the store, when it was built, where the files will be published.

    `address` ends with a slash; `scratch` is a folder for files that are needed on the way.
    """

    def __init__(self, store: Store, built: datetime, address: str, scratch: Path) -> None:
        self.store = store
        self.built = built
        self.address = address
        self.scratch = scratch

    @cached_property
    def network(self) -> nx.MultiDiGraph[Any]:
        """The network of all layers."""
        return build_network(self.store, layers=list(LAYERS))


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file: its name (`.gz` is compressed), media type inside, title, and what writes it."""

    name: str
    media_type: str
    title: str
    write: Callable[[Job, BinaryIO], None]
    is_rdf: bool = False


def _nquads(job: Job, out: BinaryIO) -> None:
    job.store.dump("nquads", out)


def _trig(job: Job, out: BinaryIO) -> None:
    job.store.dump("trig", out)


def _hdt(job: Job, out: BinaryIO) -> None:
    model = import_module("maplib").Model()
    with TemporaryDirectory(dir=job.scratch) as folder:
        triples, packed = Path(folder, "all.nt"), Path(folder, "all.hdt")
        with triples.open("wb") as file:
            job.store.dump("ntriples", file)
        model.read(str(triples), format="ntriples")
        model.write(str(packed), format="hdt")
        with packed.open("rb") as file:
            shutil.copyfileobj(file, out)


def _annotations(job: Job, out: BinaryIO) -> None:
    out.writelines(annotation_lines(job.store, f"{job.address}coldwire.annotations.jsonl.gz"))


def _records(job: Job, out: BinaryIO) -> None:
    for text in job.store.texts():
        if text.record is not None:
            out.write(text.record.encode("utf-8", "backslashreplace") + b"\n")


def _schema(_: Job, out: BinaryIO) -> None:
    text = json.dumps(record_schema(), ensure_ascii=False, indent=2, sort_keys=True)
    out.write(text.encode() + b"\n")


def _cmif(job: Job, out: BinaryIO) -> None:
    write_cmif(envelopes(job.store), out, job.built, f"{job.address}coldwire.cmif.xml")


def _graphml(job: Job, out: BinaryIO) -> None:
    out.write(graphml(job.network, _TITLE))


def _edges(job: Job, out: BinaryIO) -> None:
    out.write(edge_table(job.network, _TITLE))


FILES = (
    DumpFile("coldwire.nq.gz", "application/n-quads",
             "All statements with their named graphs, sorted", _nquads, is_rdf=True),
    DumpFile("coldwire.trig.gz", "application/trig",
             "All statements, named graph by named graph", _trig, is_rdf=True),
    DumpFile("coldwire.annotations.jsonl.gz", "application/x-ndjson",
             "The evidence as Web Annotations, a line of JSON-LD for each document", _annotations),
    DumpFile("coldwire.records.jsonl.gz", "application/x-ndjson",
             "Each message as a JSON record, one a line", _records),
    DumpFile("coldwire.record-schema.json", "application/schema+json",
             "The JSON Schema of a record", _schema),
    DumpFile("coldwire.cmif.xml", "application/tei+xml",
             "Who wrote to whom and when (CMIF), as correspSearch reads it", _cmif),
    DumpFile("coldwire.network.graphml.gz", "application/xml",
             "The network of all layers (GraphML)", _graphml),
    DumpFile("coldwire.network.csv.gz", "text/csv",
             "The lines of the network as a table", _edges),
)  # fmt: skip
"""Every file, in the order in which it is written and listed."""

_HDT = DumpFile(
    "coldwire.hdt", "application/vnd.hdt", "All statements without their graphs (HDT)", _hdt
)


def files_to_write() -> tuple[DumpFile, ...]:
    """The files that this installation can write."""
    return FILES if find_spec("maplib") is None else (*FILES, _HDT)
