"""What is in a folder of dumps: files with size and checksum, and what they are of."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import StopError

INDEX, SUMS, README, VOID = "dumps.json", "SHA256SUMS", "README.txt", "void.ttl"
_ABOUT = {
    VOID: ("text/turtle", "What the dataset is and where its files are (VoID, DCAT)"),
    README: ("text/plain", "What is in each file"),
    INDEX: ("application/json", "The list of files for programs"),
    SUMS: ("text/plain", "The checksums, for sha256sum -c"),
}
"""The files that describe the others: media type and title."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the folder: size in bytes, SHA-256 in hexadecimal digits.

    `media_type` is that of what is inside of a compressed file.
    """

    name: str
    title: str
    media_type: str
    size: int
    digest: str

    @property
    def is_compressed(self) -> bool:
        """True for a gzip file."""
        return self.name.endswith(".gz")


@dataclass(frozen=True, slots=True)
class Dumps:
    """A folder of dumps: what the dataset says of itself, and the files.

    `version` is the SHA-256 of the uncompressed N-Quads, `built` a date and time (ISO 8601),
    `address` where the files are published (it ends with a slash), `classes` how many things there
    are of each class. Texts are empty where the dataset says nothing.
    """

    title: str
    description: str
    license: str
    version: str
    built: str
    address: str
    statements: int
    classes: dict[str, int] = field(default_factory=dict)
    files: tuple[Listed, ...] = ()

    def file(self, name: str) -> Listed | None:
        """The file of that name."""
        return next((each for each in self.files if each.name == name), None)


def read_dumps(folder: Path) -> Dumps:
    """What `write_dumps` put into a folder, with the files that describe the others.

    Raises:
        StopError: when there are no dumps, or not whole ones.
    """
    try:
        values = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        files = [_listed(each) for each in values.pop("files")]
        described = [_about(folder, name) for name in _ABOUT]
        return Dumps(**values, files=(*files, *described))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StopError(
            f"{folder} holds no dumps ({error}). Run `coldwire export --all {folder}`."
        ) from error


def _listed(values: dict[str, Any]) -> Listed:
    """A file of the index.

    Raises:
        ValueError: when its name is none that an export gives, or its checksum none at all.
    """
    found = Listed(**values)
    if not _NAME.fullmatch(found.name) or not _SUM.fullmatch(found.digest):
        raise ValueError(f"no file of an export: {found.name!r}")
    return found


def _about(folder: Path, name: str) -> Listed:
    media_type, title = _ABOUT[name]
    content = (folder / name).read_bytes()
    return Listed(name, title, media_type, len(content), hashlib.sha256(content).hexdigest())


def sums(folder: Path, files: tuple[Listed, ...]) -> bytes:
    """The checksums of these files and of those that describe them, as `sha256sum` writes them."""
    described = (_about(folder, name) for name in _ABOUT if name != SUMS)
    every = sorted([*files, *described], key=lambda each: each.name)
    return "".join(f"{each.digest}  {each.name}\n" for each in every).encode()
