"""What pool, keeper and worker say to each other: frames of a letter, a length and a content.

On the channel of a worker: the worker says when it is ready (`READY`); the pool sends a question
(`ASK`); the worker answers with `BEGIN`, any number of `DATA` and `END`, or with `FAIL` at any
place. On the control channel of the keeper, one line is one JSON object; a new worker's channel
comes beside its line.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.store import Term

HEAD = struct.Struct("!cI")
"""The letter and the length of the content in bytes."""
READY, ASK, BEGIN, DATA, END, FAIL = b"R", b"Q", b"B", b"D", b"E", b"F"
LAST = b"last"
"""The content of an `END` after which the worker ends too."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query with everything that decides its answer.

    `formats` says, by kind of answer, in which format it is to be written; a kind that is not
    there is refused. With `is_kind_only` nothing is run, only the kind is told. `largest` is in
    bytes, `most_rows` in rows; None is no limit.
    """

    text: str
    formats: Mapping[str, str]
    substitutions: Mapping[str, Term] = field(default_factory=dict)
    base_iri: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    largest: int | None = None
    most_rows: int | None = None
    is_kind_only: bool = False

    def encoded(self) -> bytes:
        """The question as the content of a frame."""
        terms = {name: _written(term) for name, term in self.substitutions.items()}
        facts = {
            name: getattr(self, name) for name in self.__slots__ if name != "substitutions"
        } | {"substitutions": terms}
        return json.dumps(facts).encode()

    @classmethod
    def decoded(cls, content: bytes) -> Question:
        """The question in the content of a frame.

        >>> asked = Question("ASK {}", {"boolean": "json"}, {"s": ox.NamedNode("urn:a")})
        >>> Question.decoded(asked.encoded()) == asked
        True
        """
        facts: dict[str, Any] = json.loads(content)
        for name in ("default_graphs", "named_graphs"):
            facts[name] = None if facts[name] is None else tuple(facts[name])
        facts["substitutions"] = {k: _term(*v) for k, v in facts["substitutions"].items()}
        return cls(**facts)


@dataclass(frozen=True, slots=True)
class Begin:
    """What an answer will be; with `is_whole` one frame of data follows, and the end."""

    kind: str
    written_as: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, or no more of it: the name of an error and its words.

    With `is_last` the worker ends too.
    """

    error: str
    words: str
    is_last: bool = False


def content_of(facts: Begin | Failure) -> bytes:
    """Facts as the content of a frame."""
    return json.dumps(asdict(facts)).encode()


def frame(letter: bytes, content: bytes = b"") -> bytes:
    """One frame.

    >>> frame(END)
    b'E\\x00\\x00\\x00\\x00'
    """
    return HEAD.pack(letter, len(content)) + content


def received(channel: socket.socket) -> tuple[bytes, bytes] | None:
    """The letter and content of the next frame; None when the other side has closed."""
    head = _exactly(channel, HEAD.size)
    if head is None:
        return None
    letter, length = HEAD.unpack(head)
    content = _exactly(channel, length)
    return None if content is None else (letter, content)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    found = bytearray()
    while len(found) < length:
        part = channel.recv(min(length - len(found), 1 << 18))
        if not part:
            return None
        found += part
    return bytes(found)


def _written(term: Term) -> list[str | None]:
    if isinstance(term, ox.NamedNode):
        return [term.value]
    return [term.value, term.language, None if term.language else term.datatype.value]


def _term(value: str, language: str | None = None, datatype: str | None = None) -> Term:
    if language is not None:
        return ox.Literal(value, language=language)
    if datatype is not None:
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
    return ox.NamedNode(value)
