"""What the next store may take over from the one in use: parts of sources that did not change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StopError
from kg.store.building import Stretch
from kg.store.folders import GRAPH, PARTS, TEXTS, newest, read_build
from kg.store.texts import Text

_TEXT = "SELECT source, text, record FROM messages JOIN texts USING (key) WHERE identifier = ?"


@dataclass(frozen=True, slots=True)
class Previous:
    """The store in use, as far as its parts go."""

    folder: Path
    places: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, directory: Path) -> Previous | None:
        """The one in a directory; None when there is none that can be read."""
        try:
            folder = newest(directory)
            places = read_build(folder).get("parts", {})
        except (StopError, OSError, ValueError, json.JSONDecodeError):
            return None
        return cls(folder, {name: (start, length) for name, (start, length) in places.items()})

    def summary(self, name: str) -> str | None:
        """What was kept of a part when it was built; None when it has no such part."""
        if name not in self.places:
            return None
        try:
            return (self.folder / PARTS / f"{name}.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def stretch(self, name: str) -> Stretch:
        """Where the statements of a part lie."""
        start, length = self.places[name]
        return Stretch(self.folder / GRAPH, start, length)

    def texts(self, identifiers: Iterable[str]) -> Iterator[Text]:
        """The texts of these messages."""
        address = f"{(self.folder / TEXTS).absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True)
        try:
            for identifier in identifiers:
                for source, text, record in connection.execute(_TEXT, (identifier,)):
                    yield Text(identifier, source, text.decode("utf-8", "surrogatepass"), record)
        finally:
            connection.close()
