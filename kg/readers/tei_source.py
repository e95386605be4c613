"""The bytes of a TEI file, unpacked and parsed: nothing is loaded from outside, nothing may swell.

| the file | what happens |
|---|---|
| .xml, .xml.gz, .xml.xz, up to `LARGEST_VOLUME` bytes unpacked | read |
| larger, also when only unpacking makes it so | left out |
| cut off or damaged, as XML or as compressed file | left out, with the line |
| it declares entities, its own or from elsewhere | left out: they could stand for anything |
| it names a DTD | read; the DTD is not |
| one text of more than ten million characters | left out |

A volume is used whole or not at all: half a volume would take the place of a whole one in the
graph, and its missing half would not be missed. The parser is lxml without entities, DTD and
network, fed piece by piece; a document is taken out of the tree as soon as it is complete.
"""

from __future__ import annotations

import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml import etree

from kg.errors import SkipError
from kg.readers.base import WHOLE_FILE, opened, unreadable

LARGEST_VOLUME = 32 * 1024 * 1024
"""Bytes of the largest volume, unpacked: twice the largest of the series."""

_PIECE = 256 * 1024
_BEGINNING = 64 * 1024
_COPY_AGAIN = "Copy or download the volume again."

TEI = "{http://www.tei-c.org/ns/1.0}"
_ROOTS = (f"{TEI}TEI", f"{TEI}teiCorpus")

_UNPACKING: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    ".xz": lambda file: cast("BinaryIO", lzma.LZMAFile(file)),  # noqa: SIM115 - `file` is closed
}
"""How a file is unpacked, by its ending."""


def is_edition(path: Path) -> bool:
    """Whether the outermost element is that of a TEI edition; true for what shows no element.

    Raises:
        SkipError: when the file cannot be opened or unpacked.
    """
    root = _outermost(next(_pieces(path, path.name, _BEGINNING)))
    return root is None or root.tag in _ROOTS


def parsed(path: Path, name: str, take: Callable[[etree._Element], None]) -> etree._Element:
    """The tree of a TEI file, without the `div`s that `take` emptied when they were complete.

    Raises:
        SkipError: when the file cannot be used.
    """
    pieces = _pieces(path, name, _PIECE)
    first = next(pieces)
    has_dtd = _refuse_foreign(first, name)
    parser = etree.XMLPullParser(("end",), tag=f"{TEI}div", **_SAFE, collect_ids=has_dtd)
    parser.resolvers.add(_Nothing())
    try:
        for piece in chain((first,), pieces):
            parser.feed(piece)
            for _, element in parser.read_events():
                take(element)
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError as error:
        raise _malformed(name, _explained(path, name, error)) from error
    return root


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


"""What every parser here is told. To collect no ids lets an xml:id stand twice in a volume, but
makes libxml2 load a DTD; so ids are collected where a DTD is named."""


class _Nothing(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Gives nothing for whatever the parser may ask for all the same."""

    def resolve(self, _url: str, _public: str, context: object) -> object:
        return self.resolve_empty(context)


def _pieces(path: Path, name: str, size: int) -> Iterator[bytes]:
    """The unpacked bytes, without the indents of its lines, which say nothing in TEI."""
    total, narrow = 0, True
    with opened(path, name) as file:
        unpack = _UNPACKING.get(path.suffix.lower())
        source = unpack(file) if unpack else file
        while piece := _next(source, size, name):
            narrow = narrow and (total > 0 or not _is_wide(piece))
            total += len(piece)
            if total > LARGEST_VOLUME:
                reason = f"it is larger than {LARGEST_VOLUME // 1024**2} MiB when unpacked"
                raise SkipError(name, WHOLE_FILE, reason, "Split it into smaller volumes.")
            yield _without_indents(piece) if narrow else piece
    if not total:
        raise SkipError(name, WHOLE_FILE, "the file is empty", _COPY_AGAIN)


def _next(source: BinaryIO, size: int, name: str) -> bytes:
    try:
        return source.read(size)
    except EOFError as error:
        reason = "the compressed file is cut off"
        raise SkipError(name, WHOLE_FILE, reason, _COPY_AGAIN) from error
    except (gzip.BadGzipFile, zlib.error, lzma.LZMAError, MemoryError) as error:
        reason = f"it cannot be unpacked ({error})"
        raise SkipError(name, WHOLE_FILE, reason, _COPY_AGAIN) from error
    except OSError as error:
        raise unreadable(name, error) from error


def _is_wide(beginning: bytes) -> bool:
    """Whether the file is in an encoding whose blanks and line ends are more than one byte."""
    return b"\0" in beginning[:4] or beginning[:2] in (b"\xff\xfe", b"\xfe\xff")


_INDENT = re.compile(rb"\n[ \t]+")


def _without_indents(piece: bytes) -> bytes:
    """Blanks at the beginning of lines taken off; the number of lines stays.

    >>> _without_indents(b"<p>The barges\\n        are loaded.</p>")
    b'<p>The barges\\nare loaded.</p>'
    """
    return _INDENT.sub(b"\n", piece)


def _outermost(beginning: bytes) -> etree._Element | None:
    """The outermost element, if the beginning of the file shows one."""
    parser = etree.XMLPullParser(("start",), **_SAFE)
    parser.resolvers.add(_Nothing())
    with suppress(etree.XMLSyntaxError):  # what came before the fault is seen all the same
        parser.feed(beginning)
    with suppress(etree.XMLSyntaxError):
        return next((element for _, element in parser.read_events()), None)
    return None


def _refuse_foreign(beginning: bytes, name: str) -> bool:
    """Refuses what is no edition or declares entities; tells whether a DTD is named."""
    root = _outermost(beginning)
    if root is None:
        return True  # the parser will say why
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        reason = "it declares entities, which Coldwire does not expand"
        raise SkipError(name, WHOLE_FILE, reason, "Write out what they stand for.")
    if root.tag not in _ROOTS:
        reason = f"it is no TEI edition: its outermost element is {root.tag}"
        raise SkipError(name, WHOLE_FILE, reason, "Give TEI P5 files, in the namespace of TEI.")
    return dtd is not None


_Errors = etree.ErrorTypes
_REASONS: dict[int, tuple[str, str]] = {
    _Errors.ERR_TAG_NOT_FINISHED: ("the volume is cut off here", _COPY_AGAIN),
    _Errors.ERR_DOCUMENT_END: ("the volume is cut off here", _COPY_AGAIN),
    _Errors.ERR_INVALID_ENCODING: (
        "bytes that are not in the encoding which the file declares",
        "Save the file in UTF-8.",
    ),
    _Errors.ERR_INVALID_CHAR: (
        "a character that XML does not allow",
        "Take it out, or save the file in the encoding it declares.",
    ),
    _Errors.ERR_UNSUPPORTED_ENCODING: (
        "the file declares an encoding that nobody knows",
        "Save the file in UTF-8.",
    ),
    _Errors.ERR_UNDECLARED_ENTITY: (
        "an entity that is not declared",
        "Write out what it stands for.",
    ),
}
"""What the faults that occur in the wild mean, by the number that libxml2 gives them."""


def _explained(path: Path, name: str, error: etree.XMLSyntaxError) -> etree.XMLSyntaxError:
    """The error itself, or what the parser says of the whole file when it gave no reason."""
    if error.code == _Errors.ERR_INTERNAL_ERROR:
        parser = etree.XMLParser(**_SAFE)
        parser.resolvers.add(_Nothing())
        try:
            etree.fromstring(b"".join(_pieces(path, name, _PIECE)), parser)
        except etree.XMLSyntaxError as better:
            return better
    return error


def _malformed(name: str, error: etree.XMLSyntaxError) -> SkipError:
    message = str(error.msg or "nothing can be read").partition(", line ")[0]
    if "XML_PARSE_HUGE" in message:  # libxml2 tells so of each of its limits
        reason, advice = "a text, tag or nesting that no volume has", "Look what stands there."
    else:
        unknown = (f"it is no well-formed XML ({message})", "Correct the place, or copy it again.")
        reason, advice = _REASONS.get(error.code, unknown)
    return SkipError(name, f"line {error.lineno or 1}", reason, advice)
