r"""N-Quads lines on their way into a store: checked, put into one spelling, stripped of the graph.

Source: RDF 1.1 N-Quads, sections 2 and 4.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import StopError

_SHOWN = 200
_OPEN, _CLOSE = b"<>"
_BATCH = 1000
_BUFFER = 1 << 18
_BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:|.* _:[^\s\"]+ \.$")
"""A line of the engine with a blank node as subject, object or graph (literals end otherwise)."""
_BREAKS = {b"\xc2\x85": b"\\u0085", b"\xe2\x80\xa8": b"\\u2028", b"\xe2\x80\xa9": b"\\u2029"}
"""NEXT LINE, LINE SEPARATOR and PARAGRAPH SEPARATOR in UTF-8; `str.splitlines` splits at them."""


def encoded(quads: Iterable[str]) -> Iterator[bytes]:
    """The quads as lines of UTF-8.

    Raises:
        StopError: at half a surrogate pair, which UTF-8 cannot hold.
    """
    for quad in quads:
        try:
            yield quad.rstrip("\r\n").encode() + b"\n"
        except UnicodeEncodeError as error:
            raise StopError(
                f"A quad holds half a surrogate pair: {quad[:_SHOWN]!a}. Such text must be"
                " cleaned before it becomes RDF."
            ) from error


def respelled(source: BinaryIO, target: BinaryIO) -> None:
    """Write quads as the engine spells them; `source` must be a file that can be read again.

    Raises:
        StopError: at the first that is not valid; the message shows it.
    """
    try:
        quads = ox.parse(source, ox.RdfFormat.N_QUADS)
        ox.serialize(quads, target, ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        source.seek(0)
        raise _bad_quad(error, source) from error


def _bad_quad(error: SyntaxError, lines: Iterable[bytes]) -> StopError:
    """The parser's complaint with the line it is about."""
    number = error.lineno or 1
    line = next(islice(lines, number - 1, None), b"")
    shown = line.decode(errors="replace").strip()
    more = " ..." if len(shown) > _SHOWN else ""
    return StopError(f"Quad {number} is not valid: {error.msg}. It reads: {shown[:_SHOWN]}{more}")


def one_line(quad: bytes) -> bytes:
    """A line as the engine writes it, with the further characters that end lines escaped."""
    if not quad.isascii():
        for raw, escape in _BREAKS.items():
            quad = quad.replace(raw, escape)
    return quad


def without_blank_nodes(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines as they are.

    Raises:
        StopError: at the first with a blank node; the engine renames those at each load.
    """
    for line in lines:
        if b"_:" in line and _BLANK.match(line):
            raise StopError(
                f"A quad has a blank node: {line[:_SHOWN].decode(errors='replace').strip()}. Give"
                " the thing an address; blank nodes differ in each build."
            )
        yield line


def triple_of(line: bytes) -> bytes:
    r"""The line without its graph, as N-Triples; the line itself when it has none.

    The last term is the graph if it is an address and three terms stand before it. No address
    holds a quotation mark, so a literal is never taken for one.

    >>> triple_of(b'<a:s> <a:p> "b <c>" <a:g> .\n'), triple_of(b"<a:s> <a:p> <a:o> .\n")
    (b'<a:s> <a:p> "b <c>" .\n', b'<a:s> <a:p> <a:o> .\n')
    """
    rest, last, _ = line.rsplit(b" ", 2)
    named = last[0] == _OPEN and last[-1] == _CLOSE and b'"' not in last
    return rest + b" .\n" if named and rest.count(b" ") > 1 else line


def once(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines, each once."""
    return (line for line, _ in groupby(lines))


def triples_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The triples of sorted lines, each once: the same one in several graphs are neighbors."""
    return once(map(triple_of, lines))


def as_file(lines: Iterable[bytes]) -> BinaryIO:
    """Lines as a file that the engine can read from, without having them all in memory."""
    return io.BufferedReader(_Lines(lines), _BUFFER)


class _Lines(io.RawIOBase):
    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """What comes next, as much as the buffer takes; 0 at the end."""
        if not self._rest:
            self._rest = memoryview(b"".join(islice(self._lines, _BATCH)))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
