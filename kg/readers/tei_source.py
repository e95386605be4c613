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
network; where the file is plainly written, expat checks it, and no tree is made.
"""

from __future__ import annotations

import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.parsers import expat

import numpy as np
from lxml import etree

from kg.errors import SkipError
from kg.readers.base import WHOLE_FILE, opened, unreadable

LARGEST_VOLUME = 32 * 1024 * 1024
"""Bytes of the largest volume, unpacked: twice the largest of the series."""

_PIECE = 256 * 1024
_BEGINNING = 256 * 1024
_STEP = 4 * 1024
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


@dataclass(frozen=True, slots=True)
class Edition:
    """A TEI file in its plain form, in UTF-8, and the prefix of its elements ("tei:" or "").

    Its outermost element `begins` at that byte of the content.
    """

    content: bytes
    begins: int
    prefix: str

    def text(self, start: int, end: int) -> str:
        """What stands between two places, without the indents of lines, which say nothing in TEI.

        Characters that are written as numbers are written out.
        """
        lines = self.content[start:end].split(b"\n")
        text = b"\n".join(map(bytes.lstrip, lines)).decode()
        return _REFERENCE.sub(_character, text) if "&" in text else text


def edition(path: Path, name: str) -> Edition:
    """A TEI file, known to be well-formed, in its plain form.

    The plain form has no comments, instructions, DTD or CDATA, "<" and ">" only around tags, and
    of entities only those of XML itself and numbers. Nearly every volume is written so but for
    comments; it is only checked, by a parser that makes nothing of it. What is written otherwise,
    and what that parser does not take, goes through the tree of lxml, which writes it so or says
    what is wrong.

    Raises:
        SkipError: when the file cannot be used.
    """
    content = b"".join(_pieces(path, name, _PIECE))
    root = _refuse_foreign(content, name)
    if root is None:  # the parser will say why
        return Edition(_rewritten(content, name, has_dtd=True), 0, "")
    prefix = f"{root.prefix}:" if root.prefix else ""
    plain, begins = _plain(content)
    if plain is None:
        return Edition(_rewritten(content, name, has_dtd=_dtd(root) is not None), 0, prefix)
    return Edition(plain, begins, prefix)


def element(edition: Edition, start: int, end: int, name: str) -> etree._Element:
    """The element that stands between two places, with the namespaces of the edition.

    Raises:
        SkipError: when the parser does not take it.
    """
    content = edition.content
    tag = content[edition.begins : content.index(b">", edition.begins) + 1].decode()
    closing = re.split(r"[\s>]", tag[1:], maxsplit=1)[0]
    around = tree(f"{tag}{edition.text(start, end)}</{closing}>", name)
    found = around[0]
    around.remove(found)
    return found


def tree(xml: str, name: str) -> etree._Element:
    """The tree of what is left of an edition without its documents.

    Raises:
        SkipError: when the parser does not take it.
    """
    try:
        return etree.fromstring(xml.encode(), _parser(has_dtd=False))
    except etree.XMLSyntaxError as error:
        raise _malformed(name, error) from error


class _Markup:
    """What a parser meets in a file that is not plain: where it `begins` and what is `unseen`."""

    def __init__(self) -> None:
        self.begins = 0
        self.unseen: list[tuple[int, bytes]] = []
        self.is_odd = False
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = parser.StartCdataSectionHandler = self._odd
        parser.StartElementHandler = self._outermost

    def is_plain(self, content: bytes) -> bool:
        """Whether the file is well-formed, in UTF-8, and plain but for what is unseen."""
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError):
            return False
        return not self.is_odd

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.is_odd = (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii")

    def _odd(self, *_what: object) -> None:
        self.is_odd = True

    def _outermost(self, *_what: object) -> None:
        parser = self._parser
        self.begins = parser.CurrentByteIndex
        parser.StartElementHandler = None  # no call for each of the others
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._unseen

    def _unseen(self, *what: object) -> None:
        end = b"-->" if len(what) == 1 else b"?>"
        self.unseen.append((self._parser.CurrentByteIndex, end))


def _plain(content: bytes) -> tuple[bytes | None, int]:
    """The file in its plain form, and where it begins there; None if that takes a tree.

    It is copied only when something has to be taken out: its size makes each copy dear.
    """
    markup = _Markup()
    if _is_wide(content) or not markup.is_plain(content):
        return None, 0
    begins = markup.begins
    if markup.unseen or b"\r" in content:
        content, begins = _without(content, begins, markup.unseen), 0
    return (content, begins) if _is_paired(content, begins) else (None, 0)


def _without(content: bytes, begins: int, unseen: list[tuple[int, bytes]]) -> bytes:
    """The content without what begins and ends so, and with line ends as XML has them."""
    pieces, kept = [], begins
    for start, end in unseen:
        pieces.append(content[kept:start])
        kept = content.index(end, start) + len(end)
    plain = b"".join((*pieces, content[kept:]))
    return plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _is_paired(content: bytes, begins: int) -> bool:
    """Whether there are as many ">" as "<", so that each closes a tag."""
    opening = closing = 0
    for start in range(begins, len(content), _PIECE):
        count = min(_PIECE, len(content) - start)
        characters = np.frombuffer(content, np.uint8, count, start)
        opening += int(np.count_nonzero(characters == ord("<")))
        closing += int(np.count_nonzero(characters == ord(">")))
    return opening == closing


_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


def _character(reference: re.Match[str]) -> str:
    character = chr(int(reference[1], 16) if reference[1] else int(reference[2]))
    return _MARKUP.get(character, character)


_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\w+);)[^;]*;")


def _rewritten(content: bytes, name: str, *, has_dtd: bool) -> bytes:
    """The file as lxml writes it."""
    try:
        root = etree.fromstring(content, _parser(has_dtd=has_dtd))
    except etree.XMLSyntaxError as error:
        raise _malformed(name, error) from error
    plain = bytes(etree.tostring(root, encoding="utf-8", with_tail=False))
    undeclared = _ENTITY.search(plain)
    if undeclared:  # a DTD elsewhere may declare it: a word of the text that is not there
        reason = f"an entity that is not declared: {undeclared[0].decode()}"
        raise SkipError(name, WHOLE_FILE, reason, "Write out what it stands for.")
    return plain


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser(*, has_dtd: bool) -> etree.XMLParser:
    """To collect no ids lets an xml:id stand twice in a volume, but makes libxml2 load a DTD; so
    ids are collected where a DTD is named."""
    parser = etree.XMLParser(**_SAFE, collect_ids=has_dtd)
    parser.resolvers.add(_Nothing())
    return parser


class _Nothing(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Gives nothing for whatever the parser may ask for all the same."""

    def resolve(self, _url: str, _public: str, context: object) -> object:
        return self.resolve_empty(context)


def _pieces(path: Path, name: str, size: int) -> Iterator[bytes]:
    """The unpacked bytes."""
    total = 0
    with opened(path, name) as file:
        unpack = _UNPACKING.get(path.suffix.lower())
        source = unpack(file) if unpack else file
        while piece := _next(source, size, name):
            total += len(piece)
            if total > LARGEST_VOLUME:
                reason = f"it is larger than {LARGEST_VOLUME // 1024**2} MiB when unpacked"
                raise SkipError(name, WHOLE_FILE, reason, "Split it into smaller volumes.")
            yield piece
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


def _outermost(beginning: bytes) -> etree._Element | None:
    """The outermost element, if the beginning of the file shows one."""
    parser = etree.XMLPullParser(("start",), **_SAFE)
    parser.resolvers.add(_Nothing())
    with suppress(etree.XMLSyntaxError):  # what came before the fault is seen all the same
        for start in range(0, len(beginning), _STEP):
            parser.feed(beginning[start : start + _STEP])
            for _, element in parser.read_events():
                return element
    with suppress(etree.XMLSyntaxError):
        return next((element for _, element in parser.read_events()), None)
    return None


def _refuse_foreign(content: bytes, name: str) -> etree._Element | None:
    """The outermost element, if there is one; refuses what is no edition or declares entities."""
    root = _outermost(content[:_BEGINNING])
    if root is None:
        return None  # the parser will say why
    dtd = _dtd(root)
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        reason = "it declares entities, which Coldwire does not expand"
        raise SkipError(name, WHOLE_FILE, reason, "Write out what they stand for.")
    if root.tag not in _ROOTS:
        reason = f"it is no TEI edition: its outermost element is {root.tag}"
        raise SkipError(name, WHOLE_FILE, reason, "Give TEI P5 files, in the namespace of TEI.")
    return root


def _dtd(root: etree._Element) -> etree.DTD | None:
    return root.getroottree().docinfo.internalDTD


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


def _malformed(name: str, error: etree.XMLSyntaxError) -> SkipError:
    message = str(error.msg or "nothing can be read").partition(", line ")[0]
    if "XML_PARSE_HUGE" in message:  # libxml2 tells so of each of its limits
        reason, advice = "a text, tag or nesting that no volume has", "Look what stands there."
    else:
        unknown = (f"it is no well-formed XML ({message})", "Correct the place, or copy it again.")
        reason, advice = _REASONS.get(error.code, unknown)
    return SkipError(name, f"line {error.lineno or 1}", reason, advice)
