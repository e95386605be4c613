"""How a store lies on the disk, and how a new one takes the place of the old in one step.

    DIR/coldwire.lock            marks the folder as ours; locked while a build writes
    DIR/current                  link to the version in use, replaced in one step
    DIR/versions/<digest>/       graph.nq      all quads: sorted, unique N-Quads
                                 oxigraph/     the same, as the engine keeps them
                                 texts.sqlite  the texts that were read
                                 build.json    version, counts and what the build says of itself
                                 parts/        what the build wants to know again of each part
    DIR/versions/building-<n>/   a build that is running, or was killed
    DIR/unfinished/              parts that are ready for the next version; kept when it is killed
    DIR/unfinished.lock          locked while a build is at work, from its beginning

A version is never changed. Whoever has one open reads on in it after it was replaced and removed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import StopError

GRAPH, ENGINE, TEXTS, BUILD = "graph.nq", "oxigraph", "texts.sqlite", "build.json"
PARTS = "parts"
LAYOUT = 2
"""Goes up when stores written before can no longer be read rightly."""
_LOCK, _CURRENT, _NEXT, _VERSIONS = "coldwire.lock", "current", "current.next", "versions"
_UNFINISHED, _UNFINISHED_LOCK = "unfinished", "unfinished.lock"
_BUILDING = "building-"
_OURS = re.compile(rf"{_BUILDING}\d+|[0-9a-f]{{64}}(\.\d+)?")
"""The names that folders in `versions/` have; anything else there is somebody else's."""


@contextmanager
def building_in(directory: Path) -> Iterator[Path]:
    """An empty folder in which a new version can be made; the caller ends with `put_in_use`.

    Leftovers of builds that were killed are removed first; if the caller fails, the folder too.

    Raises:
        StopError: when the directory holds something else, or another build is writing there.
    """
    prepare(directory)
    with _locked(directory):
        _remove_unused(directory)
        folder = directory / _VERSIONS / f"{_BUILDING}{os.getpid()}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            _remove_unused(directory)


def put_in_use(directory: Path, folder: Path, version: str) -> None:
    """Make a finished folder of `building_in` the version that `newest` gives from now on."""
    _to_disk(folder)
    place = directory / _VERSIONS / version
    number = 1
    while place.exists():  # the same graph again, with the old one still in use
        number += 1
        place = place.with_name(f"{version}.{number}")
    folder.rename(place)
    link = directory / _NEXT
    link.unlink(missing_ok=True)
    link.symlink_to(Path(_VERSIONS) / place.name)
    link.replace(directory / _CURRENT)
    _sync(directory)


@contextmanager
def unfinished(directory: Path) -> Iterator[Path]:
    """A folder for parts that are ready before the store is, removed when the caller succeeds.

    What a build left that was killed is still in it.

    Raises:
        StopError: when the directory holds something else, cannot be written, or another build
            is at work there: told before the long work, not after it.
    """
    prepare(directory)
    folder = directory / _UNFINISHED
    with disk_errors_told(directory):
        (directory / _LOCK).touch()
        folder.mkdir(exist_ok=True)
    with _locked(directory, _UNFINISHED_LOCK):
        yield folder
        shutil.rmtree(folder, ignore_errors=True)


def newest(directory: Path) -> Path:
    """The folder of the version in use.

    Raises:
        StopError: when there is none; the message says what to do.
    """
    link = directory / _CURRENT
    if not link.exists():
        what = "is no store" if directory.exists() else "does not exist"
        raise StopError(
            f"{directory} {what}: nothing has been built there. Run `coldwire build --store"
            f" {directory}` first, or give another folder with --store."
        )
    return link.resolve()


def read_build(folder: Path) -> dict[str, Any]:
    """What `build.json` of a version says.

    Raises:
        ValueError: when it is not of this layout.
    """
    found: dict[str, Any] = json.loads((folder / BUILD).read_text(encoding="utf-8"))
    if found.get("layout") != LAYOUT:
        raise ValueError("it was written by another version of Coldwire")
    return found


def write_build(folder: Path, facts: Mapping[str, object]) -> None:
    """Write `build.json`: the same facts give the same bytes."""
    text = json.dumps({**facts, "layout": LAYOUT}, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / BUILD).write_text(text + "\n", encoding="utf-8")


def prepare(directory: Path) -> None:
    """Make the directory ours, if it is empty or ours already.

    Raises:
        StopError: when it is a file or holds something else: worth asking before long work.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        strangers = sorted(each.name for each in directory.iterdir())
    except (FileExistsError, NotADirectoryError):
        raise StopError(
            f"{directory} is a file; a store needs a folder. Give another with --store."
        ) from None
    except OSError as error:
        raise StopError(
            f"{directory} cannot be used: {error.strerror}. Give another folder with --store."
        ) from error
    if strangers and _LOCK not in strangers:
        raise StopError(
            f"{directory} is not empty and is no store of Coldwire (it holds {strangers[0]!r})."
            " Nothing was written. Give an empty or new folder with --store."
        )


@contextmanager
def disk_errors_told(directory: Path) -> Iterator[None]:
    """Makes an error of the disk or of the files on it one that says what to do."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StopError(
            f"The new store could not be written to {directory}: {error}. A store that was there"
            " before is unchanged. Free some disk or give another folder with --store."
        ) from error


@contextmanager
def _locked(directory: Path, name: str = _LOCK) -> Iterator[None]:
    with (directory / name).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StopError(
                f"Another build (process {lock.read().strip() or 'unknown'}) is writing to"
                f" {directory}. Wait until it has ended, or give another folder with --store."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _remove_unused(directory: Path) -> None:
    """Remove every version and unfinished build except the one in use. Needs the lock."""
    (directory / _NEXT).unlink(missing_ok=True)
    link = directory / _CURRENT
    used = link.readlink().name if link.is_symlink() else None
    versions = directory / _VERSIONS
    for each in sorted(versions.iterdir()) if versions.is_dir() else ():
        if each.name != used and _OURS.fullmatch(each.name):
            shutil.rmtree(each, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """Have the system write everything in the folder, so that a power cut cannot halve it."""
    for each in sorted(folder.rglob("*")):
        _sync(each)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
