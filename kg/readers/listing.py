"""Which files are sources.

A file that is named is always a source: when it cannot be read, that is reported. In a folder,
files are chosen by what they are:

* hidden files and folders (a name that begins with ".") are passed over, and so are README and
  LICENSE, which speak about a folder and belong to nobody's correspondence;
* files whose ending no reader claims are passed over;
* a .csv without any column that only an index of messages has is another table (people, offices,
  names) and passed over; one that has such a column but lacks others is a source, and its reader
  says precisely what is missing;
* an .xml (also compressed) whose outermost element is not that of a TEI edition is passed over;
* every other file with a claimed ending is a source, also when it is empty, broken or unreadable:
  then it is reported and counted.

Links are followed; a folder that is reached twice is read once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from kg.errors import Problem, SkipError, StopError
from kg.readers.base import FileReader, Reader
from kg.readers.decoding import decode
from kg.readers.reading import claimed_by

_ABOUT_THE_FOLDER = {"readme", "license", "licence"}
_BEGINNING = 64 * 1024
"""How many bytes of a file show what it is."""


def sources(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """The files to read under `paths`, each with the folder it is named from.

    A file that is reached from several of the paths is listed once, from the outermost folder.

    Returns:
        Pairs of folder and file, sorted by the file's path inside the folder; the order of
        `paths` makes no difference.

    Raises:
        StopError: when a path does not exist or a folder cannot be listed.
    """
    found = sorted(chain.from_iterable(map(_under, paths)), key=_outermost)
    once: dict[str, tuple[Path, Path]] = {}
    for root, file in found:
        once.setdefault(os.path.realpath(file), (root, file))
    return sorted(once.values(), key=lambda pair: (pair[1].relative_to(pair[0]).as_posix(), pair))


def _outermost(pair: tuple[Path, Path]) -> tuple[int, str, str]:
    root, file = map(os.path.abspath, pair)
    return root.count(os.sep), root, file


def _under(path: Path) -> Iterator[tuple[Path, Path]]:
    if not os.path.lexists(path):
        raise StopError(f"{path} does not exist. Give files or folders that are there.")
    if path.is_dir():
        yield from ((path, file) for file in _walked(path) if _is_source(file))
    else:
        yield path.parent, path


def _walked(folder: Path) -> Iterator[Path]:
    """All files under the folder that are not hidden, in a fixed order."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, onerror=_stop, followlinks=True):
        if os.path.realpath(place) in seen:
            folders.clear()
            continue
        seen.add(os.path.realpath(place))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def _stop(error: OSError) -> None:
    raise StopError(f"{error.filename} cannot be listed: {error.strerror}. Check who may read it.")


def _is_source(file: Path) -> bool:
    about = file.stem.lower() in _ABOUT_THE_FOLDER
    return not about and any(_fits(file, reader) for reader in claimed_by(file.name))


def _fits(file: Path, reader: Reader | FileReader) -> bool:
    """Whether the beginning of the file passes the test; what cannot be read shall be reported."""
    try:
        if not file.is_file():
            return True
        if isinstance(reader, FileReader):
            return reader.is_document(file)
        with file.open("rb") as content:
            return reader.is_document(decode(content.read(_BEGINNING), file.name, _unheard))
    except (OSError, SkipError):
        return True


def _unheard(_problem: Problem) -> None:
    """The reader will report it when the whole file is read."""
