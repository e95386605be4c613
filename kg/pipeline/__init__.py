"""The way of the data, from files to a store: the only room that knows the order.

    read -> extract -> identify -> resolve references -> to RDF -> validate -> store

`pages` does this for pages and tables of messages, all together; `volumes` for the volumes of an
edition, each by itself, on all cores or a cluster (`workers`); `parts` keeps what a volume gave,
so that it is not read again; `building` joins the parts to a store. A source that cannot be used
is reported and left out; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import readers
from kg.authority import Authority
from kg.files import shipped
from kg.pipeline.building import Built, Settings, build
from kg.pipeline.pages import documents, judged
from kg.pipeline.telling import Report, Run, Step
from kg.record import MessageRecord, record_of

__all__ = ["Built", "Report", "Settings", "Step", "build", "records", "shipped_data"]


def records(sources: Sequence[Path], report: Report) -> Iterator[MessageRecord]:
    """The record of each message in files and folders, without a store.

    References are resolved among these messages only.

    Raises:
        StopError: when a source does not exist.
    """
    run = Run(report)
    found = documents(readers.sources(sources), run)
    resolved, _ = judged(found, Authority.load(), run)
    return map(record_of, resolved)


def shipped_data() -> Path:
    """The folder of data that Coldwire ships."""
    return shipped("data")
