"""A part of a graph: what one volume gives, so that it is read once however often one builds.

A part is kept on the disk until the store that needs it is written, so a build that was killed
goes on with what it had; and a store remembers which stretch of its graph file is whose, so the
next build takes the parts of unchanged sources from there (`kg.pipeline.kept`).

    NAME.nq      the statements about subjects of the volume's own, sorted
    NAME.jsonl   the texts: one list [identifier, source, text, record] a line
    NAME.json    everything else; written last, so that a part without it is no part

NAME tells the file's name to people and the key to programs (`name_of`): files of one name in
two folders have two parts, and a name may hold whatever a file system allows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import Problem
from kg.files import shipped
from kg.readers.base import slug
from kg.store import Stretch, Text, disk_errors_told

LAYOUT = 2
_READABLE, _DISTINCT = 60, 32
"""Characters of a part's name: from the name of the file, from the key."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a part without its statements.

    `name` is that of its files without endings, `volume` the identifier of the volume; `key`
    says what it was made of and by which code. `shared` are statements about subjects
    that other parts may speak of too; `documents` the identifiers of its documents, `cited`
    those of other volumes it cites, `pages` the document that a page of the volume means,
    `wanted` the pages of other volumes it points to: (citing message, term of the reference,
    volume, page). `sample` are the statements of a few documents, for validation.
    """

    name: str
    volume: str
    key: str
    source: str
    digest: str
    quads: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)
    wanted: tuple[tuple[str, str, str, str], ...] = ()
    sample: tuple[str, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()

    def told(self) -> list[Problem]:
        """The problems that were met when the part was made."""
        return [Problem(*each) for each in self.problems]

    def as_json(self) -> str:
        """The summary as it is kept."""
        return json.dumps({"layout": LAYOUT, **asdict(self)}, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """A summary that was kept.

        Raises:
            ValueError: when it is of another layout, or none.
        """
        found: dict[str, Any] = json.loads(text)
        if found.pop("layout", None) != LAYOUT:
            raise ValueError("it was written by another version of Coldwire")
        lists = ("shared", "documents", "cited", "sample")
        found.update({name: tuple(found[name]) for name in lists})
        for name in ("wanted", "problems"):
            found[name] = tuple(tuple(each) for each in found[name])
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Made:
    """A part as a worker hands it over: its summary, its statements, its texts."""

    summary: Summary
    lines: bytes
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part on the disk: its summary, where its statements lie, and its texts."""

    summary: Summary
    stretch: Stretch
    texts: Iterable[Text]


def key_of(content_digest: str, *settings: str) -> str:
    """What a part is known by: what was read, by which code, with which settings."""
    whole = "\n".join((content_digest, code_digest(), *settings))
    return hashlib.sha256(whole.encode()).hexdigest()


def name_of(stem: str, key: str) -> str:
    """A name for the files of a part: of plain letters, distinct for each key.

    >>> name_of("Ruritania, vol. 2/ü", "0123456789abcdef0123456789abcdef01")
    'ruritania-vol-2-u-0123456789abcdef0123456789abcdef'
    """
    return f"{slug(stem)[:_READABLE]}-{key[:_DISTINCT]}".lstrip("-")


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of Coldwire's own code, tables and ontology: another program reads otherwise."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    data, ontology = shipped("data"), shipped("ontology")
    files = [
        *package.rglob("*.py"), *(data / "extractors").rglob("*"),
        *(data / "authority").rglob("*"), *ontology.glob("*.ttl"),
    ]  # fmt: skip
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def keep(folder: Path, made: Made) -> Part:
    """Write a part down; the summary comes last, and in one step.

    Raises:
        StopError: when the disk is full.
    """
    name = made.summary.name
    with disk_errors_told(folder.parent):
        (folder / f"{name}.nq").write_bytes(made.lines)
        with (folder / f"{name}.jsonl").open("w", encoding="ascii") as file:
            for text in made.texts:
                file.write(json.dumps(text) + "\n")
        new = folder / f"{name}.new"
        new.write_text(made.summary.as_json(), encoding="ascii")
        new.replace(folder / f"{name}.json")
    return _at(folder, made.summary)


def kept(folder: Path, name: str, key: str) -> Part | None:
    """The part of that name and key in a folder, if it is there whole."""
    try:
        summary = Summary.from_json((folder / f"{name}.json").read_text(encoding="ascii"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _at(folder, summary) if summary.key == key else None


def _at(folder: Path, summary: Summary) -> Part:
    lines = folder / f"{summary.name}.nq"
    return Part(summary, Stretch(lines), _Texts(folder / f"{summary.name}.jsonl"))


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts in a file, read anew each time they are asked for."""

    file: Path

    def __iter__(self) -> Iterator[Text]:
        with self.file.open(encoding="ascii") as lines:
            for line in lines:
                yield Text(*json.loads(line))
