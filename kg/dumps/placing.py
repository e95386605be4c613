"""A folder that takes the place of an older one in one step, or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.dumps.listing import SUMS
from kg.errors import StopError


@contextmanager
def in_one_step(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, which takes its place when the caller succeeds.

    Raises:
        StopError: when the folder holds something else, another export is writing it, or the disk
            fails; what was there before is unchanged then.
    """
    folder = folder.absolute()
    _refuse_strange(folder)
    part = folder.with_name(f".{folder.name}.part")
    try:
        part.mkdir(parents=True, exist_ok=True)
        with _alone_in(part, folder):
            _empty(part)
            try:
                yield part
                _put(part, folder)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise StopError(
            f"The dumps could not be written to {folder}: {error.strerror or error}. What was"
            " there before is unchanged. Free some disk or give another folder."
        ) from error


def _refuse_strange(folder: Path) -> None:
    """Only a new, an empty, or an older folder of dumps is replaced.

    Raises:
        StopError: when it is anything else.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or not (folder / SUMS).is_file():
        raise StopError(
            f"{folder} is there and holds no dumps. Nothing was written. Give a new or empty"
            " folder, or one of an older export."
        )


@contextmanager
def _alone_in(part: Path, folder: Path) -> Iterator[None]:
    """Locks the folder; a killed process leaves no lock."""
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StopError(
            f"Another export is writing to {folder}. Wait until it has ended, or give another"
            " folder."
        ) from None
    finally:
        os.close(handle)


def _empty(part: Path) -> None:
    """Remove what an export left that was killed."""
    for each in part.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def _put(part: Path, folder: Path) -> None:
    """Rename the folder to its place; an older one stands there until then."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if not folder.exists():
        part.rename(folder)
        return
    folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
