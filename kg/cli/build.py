"""`coldwire build`: from files to a store that answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from kg import pipeline
from kg.authority.people import People
from kg.cli.console import (
    DEFAULT_STORE,
    AnyStoreOption,
    StoreKindOption,
    errors,
    exit_for,
    report,
    write,
)
from kg.errors import StopError
from kg.store.addresses import is_address

if TYPE_CHECKING:
    from kg.store.uploading import Upload

_MEGABYTE = 1_000_000
_BATCH_MB = 4


class _Way(Enum):
    """How graphs are sent, as `kg.store.uploading` calls it."""

    GRAPHS = "graphs"
    UPDATE = "update"


def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders to read; the data that Coldwire ships when empty."),
    ] = None,
    store: AnyStoreOption = str(DEFAULT_STORE),
    workers: Annotated[
        int,
        typer.Option(min=0, help="Volumes read side by side; 0 for as many as there are cores."),
    ] = 0,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler (tcp://host:8786) whose workers read the volumes."),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(help="The register of people of the series (frus_people.csv)."),
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(
            help="Folder to build in when --store is a server; its texts stay there."
            f" [default: {DEFAULT_STORE}]"
        ),
    ] = None,
    kind: StoreKindOption = None,
    way: Annotated[
        _Way | None,
        typer.Option(
            "--send", help="How a server gets the graphs: one by one, or several in an update."
        ),
    ] = None,
    batch_mb: Annotated[
        int | None,
        typer.Option("--batch", min=1, help="Megabytes sent to a server at once. [default: 4]"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Reads, extracts, resolves, validates and loads.

    A file that cannot be used is named and skipped. The new store takes the place of the old one
    in one step at the end; when the build fails, the old one stays. Volumes that have not changed
    since the last build are taken over, and so is what a build had ready that was killed. When
    --store is a server, the build is made in a folder and then sent.
    """
    files = sources or [pipeline.shipped_data()]
    settings = pipeline.Settings(workers, scheduler, People.found(people))
    if is_address(store):
        plan = _Sending(store, kind, way or _Way.GRAPHS, (batch_mb or _BATCH_MB) * _MEGABYTE)
        folder = work or DEFAULT_STORE
        built, sent = _built_and_sent(files, folder, settings, plan)
    else:
        _refuse_for_folders({"--work": work, "--send": way, "--batch": batch_mb})
        folder, sent = Path(store), None
        with _Bar() as bar:
            built = pipeline.build(files, folder, report, bar.step, settings)
    if as_json:
        values = built.as_json() | ({"sent": asdict(sent)} if sent else {})
        write((json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode())
    else:
        _tell(built, folder, sent, store)
    exit_for(built.problems)


@dataclass(frozen=True, slots=True)
class _Sending:
    """Where a build is sent, and how."""

    address: str
    kind: str | None
    way: _Way
    batch_bytes: int


def _built_and_sent(
    files: Sequence[Path], folder: Path, settings: pipeline.Settings, plan: _Sending
) -> tuple[pipeline.Built, Upload]:
    """A build, brought to a server that answered before the work began."""
    from kg.pipeline import sending  # noqa: PLC0415  (a quarter of a second for the HTTP client)

    with sending.server(plan.address, plan.kind) as client, _Bar() as bar:
        built = pipeline.build(files, folder, report, bar.step, settings)
        sent = sending.send(
            folder, client, way=plan.way.value, batch_bytes=plan.batch_bytes, step=bar.step
        )
    return built, sent


def _refuse_for_folders(options: Mapping[str, object]) -> None:
    given = [name for name, value in options.items() if value is not None]
    if given:
        raise StopError(
            f"{given[0]} is for a store on a server; --store is a folder. Leave it out, or give"
            " the address of the server (https://...) with --store."
        )


def _tell(built: pipeline.Built, folder: Path, sent: Upload | None, store: str) -> None:
    errors.print(
        f"Built {folder}: {built.messages:,} messages from {built.files:,} files,"
        f" {built.quads:,} statements{_taken_over(built)}."
    )
    if sent:
        errors.print(
            f"Sent to {store}: {sent.sent:,} graphs with {sent.triples:,} statements;"
            f" {sent.unchanged:,} were there already, {sent.dropped:,} were dropped."
        )


def _taken_over(built: pipeline.Built) -> str:
    """What was not read again, if anything."""
    return f"; {built.taken_over} unchanged volumes were taken over" if built.taken_over else ""


class _Bar:
    """A progress bar on a terminal; plain lines elsewhere, one a stage."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
        self._stages: dict[str, TaskID] = {}

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` things have passed this stage; 0 when the total is not known yet."""
        if stage not in self._stages:
            self._stages[stage] = self._progress.add_task(stage, total=total or None)
            if not errors.is_terminal:
                errors.print(f"{stage} ...")
        self._progress.update(self._stages[stage], completed=done, total=total or None)
