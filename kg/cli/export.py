"""`coldwire export`: the whole graph, or its correspondence, as a file for other systems."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from kg.cli.console import DEFAULT_STORE, StoreOption, errors, standard_output
from kg.cmif import ADDRESS, envelopes, write_cmif
from kg.store import Store

if TYPE_CHECKING:
    from kg.dumps import Dumps


def export(
    fmt: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="nquads, trig, ntriples, turtle, rdfxml, jsonld; cmif; annotations.",
        ),
    ] = "nquads",
    everything: Annotated[
        Path | None,
        typer.Option(
            "--all",
            help="Folder for all files at once, with checksums and a description.",
            metavar="DIR",
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            help="Where the file (cmif, annotations) or folder (--all) will be published.",
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Writes the whole graph to standard output, or all files for publication to a folder.

    N-Quads are sorted: the same input gives the same bytes. Formats without named graphs
    (ntriples, turtle, rdfxml) hold the union of all graphs. CMIF is what correspSearch reads;
    annotations are Web Annotations of the evidence, a line of JSON-LD for each document.
    """
    with Store.open(store) as opened:
        if everything is not None:
            _write_all(opened, _built(store), everything, address)
            return
        with standard_output() as out:
            _write_one(opened, fmt, _built(store), address, out)


def _write_one(store: Store, fmt: str, built: datetime, address: str | None, out: BinaryIO) -> None:
    if fmt == "cmif":
        write_cmif(envelopes(store), out, built, address or ADDRESS)
    elif fmt == "annotations":
        from kg.annotations import annotation_lines  # noqa: PLC0415  (needed by nobody else here)
        from kg.dumps import DUMPS_ADDRESS  # noqa: PLC0415

        own = address or f"{DUMPS_ADDRESS}coldwire.annotations.jsonl.gz"
        out.writelines(annotation_lines(store, own))
    else:
        store.dump(fmt, out)


def _write_all(store: Store, built: datetime, folder: Path, address: str | None) -> None:
    from kg.dumps import DUMPS_ADDRESS, write_dumps  # noqa: PLC0415  (a second for the network)

    with _Bar() as bar:
        written = write_dumps(store, built, folder, address or DUMPS_ADDRESS, bar.step)
    _tell(written, folder)


def _tell(written: Dumps, folder: Path) -> None:
    for file in written.files:
        errors.print(f"{file.size:>13,}  {file.name}")
    errors.print(
        f"Wrote {folder}: {len(written.files)} files of {written.statements:,} statements,"
        f" version {written.version[:12]}. Check them there with `sha256sum -c SHA256SUMS`."
    )


def _built(store: Path) -> datetime:
    """When the store was built: the same store gives the same bytes."""
    return datetime.fromtimestamp((store / "current").stat().st_mtime, UTC)


class _Bar:
    """On a terminal how far each file is; plain lines elsewhere, one a file."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            DownloadColumn(),
            Elapsed(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
        self._files: dict[str, TaskID] = {}

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, name: str, count: int) -> None:
        """So many bytes, before they are compressed, are in the file of that name."""
        if name not in self._files:
            for done in self._files.values():
                self._progress.stop_task(done)
            self._files[name] = self._progress.add_task(name, total=None)
            if not errors.is_terminal:
                errors.print(f"Writing {name} ...")
        self._progress.update(self._files[name], completed=count)
