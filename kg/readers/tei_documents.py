"""The documents of an edition, cut out of it, and what is left around them.

A document is a `div` of the type "document" between its tags. The edition is in the plain form of
`kg.readers.tei_source`, so what looks like a tag is one. A document inside a document is one by
itself too, and comes before the one around it, as it ends first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import SkipError
from kg.readers.tei_source import Edition
from kg.readers.tei_tags import attributes

DEEPEST = 16
"""Documents inside one another; no volume has more than two."""
LONGEST = 10_000_000
"""Bytes of the longest document: more than most volumes have."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document in its edition: its address (xml:id), its number, where its encoding stands."""

    key: str
    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document stands in the edition; `depth` documents are around it."""

    start: int
    end: int
    said: dict[str, str]
    depth: int


def documents(edition: Edition, name: str) -> tuple[list[Encoded], str]:
    """The documents in the order in which they end, and the edition without them.

    Raises:
        SkipError: when a document is longer, or they are nested deeper, than any volume has it.
    """
    found: list[Encoded] = []
    rest: list[str] = []
    kept = edition.begins
    for place in _places(edition):
        said = place.said
        key = said.get("xml:id", "")
        if place.end - place.start > LONGEST or place.depth > DEEPEST:
            reason = "longer, or nested deeper, than a document of any volume"
            raise SkipError(name, f"document {key}", reason, "Look what stands there.")
        found.append(Encoded(key, said.get("n", ""), place.start, place.end))
        if not place.depth:
            rest.append(edition.text(kept, place.start))
            kept = place.end
    rest.append(edition.text(kept, len(edition.content)))
    return found, "".join(rest)


def _places(edition: Edition) -> Iterator[_Place]:
    """The places of the documents, in the order in which they end."""
    opened: list[tuple[int, dict[str, str] | None]] = []
    depth = 0
    for start, end, tag in _divs(edition):
        if tag[0] != "/":
            said = attributes(tag)
            is_document = said.get("type") == "document"
            depth += is_document
            opened.append((start, said if is_document else None))
        if tag[0] == "/" or tag[-1] == "/":
            start_of, said_of = opened.pop()
            if said_of is not None:
                depth -= 1
                yield _Place(start_of, end, said_of, depth)


def _divs(edition: Edition) -> Iterator[tuple[int, int, str]]:
    """The tags of all divisions: from where to where they stand, and what is between < and >."""
    content = edition.content
    tags = re.compile(rb"</?" + re.escape(edition.prefix.encode()) + rb"div[\s/>]")
    for match in tags.finditer(content, edition.begins):
        start = match.start()
        end = content.index(b">", start) + 1
        yield start, end, content[start + 1 : end - 1].decode()
