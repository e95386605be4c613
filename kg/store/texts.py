"""The texts beside the graph: which source each message was read from, and the text as read.

A SQLite file, because a text is asked for by one key and bodies as RDF literals would make the
graph several times larger. A text that many messages share (an index of messages) is kept once.
Texts are kept as UTF-8 bytes in which even half a surrogate pair survives, so that the offsets
of the evidence hold for whatever a reader gave.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import StopError

_SCHEMA = """
CREATE TABLE texts (key INTEGER PRIMARY KEY, digest BLOB UNIQUE NOT NULL, text BLOB NOT NULL);
CREATE TABLE messages (
  identifier TEXT PRIMARY KEY, source TEXT NOT NULL, key INTEGER NOT NULL REFERENCES texts,
  record TEXT
) WITHOUT ROWID;
"""
_MEMORY = ":memory:"


class Text(NamedTuple):
    """What is to be stored of one message; a plain tuple of the three or four will do as well.

    `source` is the path of the file, relative to the folder that was built; `record` the message
    as one JSON record.
    """

    identifier: str
    source: str
    text: str
    record: str | None = None


AnyText = Text | tuple[str, str, str]
"""How texts come in."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """The text of one message as it was read: offsets of the evidence count in `text`.

    `source` is the path of the file, relative to the folder that was built; `record` the message
    as one JSON record, None when the build gave none.
    """

    identifier: str
    source: str
    text: str
    record: str | None = None


def write_texts(file: Path, texts: Iterable[AnyText]) -> int:
    """Write (identifier, source, text) triples to a new file and say how many messages it has.

    Raises:
        StopError: when one identifier comes with two different texts.
    """
    connection = sqlite3.connect(file)
    try:
        return _fill(connection, texts)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, texts: Iterable[AnyText]) -> int:
    connection.executescript(_SCHEMA)
    count = 0
    with connection:
        for each in texts:
            count += _put(connection, Text(*each))
    return count


def _put(connection: sqlite3.Connection, new: Text) -> int:
    """Add one text; 0 when exactly this was there already."""
    data = new.text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).digest()
    connection.execute(
        "INSERT INTO texts (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, data)
    )
    known = connection.execute(
        "SELECT source, digest, record FROM messages JOIN texts USING (key) WHERE identifier = ?",
        (new.identifier,),
    ).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO messages SELECT ?, ?, key, ? FROM texts WHERE digest = ?",
            (new.identifier, new.source, new.record, digest),
        )
        return 1
    if known != (new.source, digest, new.record):
        raise StopError(
            f"Message {new.identifier!r} has two texts, from {known[0]} and from {new.source}."
            " Leave one of the two files out of the build."
        )
    return 0


class Texts:
    """The texts of one store, read-only; any thread may ask."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, file: Path) -> Texts:
        """The texts in a file that `write_texts` made.

        The file stays open: its texts can be read on after a new build removed it.

        Raises:
            sqlite3.Error: when it is no such file.
        """
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        texts = cls(sqlite3.connect(address, uri=True, check_same_thread=False))
        try:
            len(texts)
        except sqlite3.Error:
            texts.close()
            raise
        return texts

    @classmethod
    def of(cls, texts: Iterable[AnyText]) -> Texts:
        """Texts in memory."""
        connection = sqlite3.connect(_MEMORY, check_same_thread=False)
        _fill(connection, texts)
        return cls(connection)

    def get(self, identifier: str) -> StoredText | None:
        """The text of a message, by its identifier."""
        with self._lock:
            row = self._connection.execute(
                "SELECT source, text, record FROM messages JOIN texts USING (key)"
                " WHERE identifier = ?",
                (identifier,),
            ).fetchone()
        return row and StoredText(
            identifier, row[0], row[1].decode("utf-8", "surrogatepass"), row[2]
        )

    def __iter__(self) -> Iterator[StoredText]:
        """Every text, in the order of the identifiers; one at a time is in memory."""
        with self._lock:
            found = self._connection.execute("SELECT identifier FROM messages ORDER BY identifier")
            identifiers = [str(row[0]) for row in found]
        yield from filter(None, map(self.get, identifiers))

    def __len__(self) -> int:
        with self._lock:
            row = self._connection.execute("SELECT count(*) FROM messages").fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
