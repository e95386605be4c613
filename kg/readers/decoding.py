"""From bytes to text: what encodings a file may have, and what is no text at all.

| the file | what happens |
|---|---|
| UTF-8, with or without byte order mark | read |
| UTF-16 or UTF-32 with byte order mark | read |
| UTF-8 with single bytes that are not | these bytes are read as Windows-1252, with a warning |
| empty, only white space, NUL bytes or many control characters | left out |

Telegrams pasted together from several pages mix encodings; byte by byte each part is read as
what it is. Line ends become "\\n"; nothing else is changed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kg.errors import SkipError
from kg.readers.base import WHOLE_FILE, Report, line_number, problem

_MARKED = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
"""The share of control characters above which a file is taken for binary."""

_AS_UTF_8 = "Save the file as text in UTF-8."


def decode(raw: bytes, name: str, report: Report) -> str:
    """The text of a file, with "\\n" line ends.

    Bytes that the encoding does not allow are kept readable and reported as a warning that
    names the line of the first.

    Raises:
        SkipError: when the file is empty, blank or binary.

    >>> decode(b"Pak H\\xc5\\x8fn-y\\xc5\\x8fng\\r\\n", "a.txt", print)
    'Pak Hŏn-yŏng\\n'
    """
    encoding, content = _encoding(raw)
    _refuse(name, not content, "the file is empty", "Copy the document again.")
    _refuse(name, b"\0" in content and encoding == "utf-8", "the file is binary", _AS_UTF_8)
    text, wrong = _decoded(content, encoding)
    text = _LINE_END.sub("\n", text)
    _refuse(name, not text.strip(), "the file holds only white space", "Copy the document again.")
    _refuse(name, _is_binary(text), "the file is binary", _AS_UTF_8)
    if wrong:
        report(problem(_wrong_bytes(name, content, encoding, wrong), "warning"))
    return text


def _refuse(name: str, refused: bool, reason: str, advice: str) -> None:
    if refused:
        raise SkipError(name, WHOLE_FILE, reason, advice)


def _encoding(raw: bytes) -> tuple[str, bytes]:
    """The encoding that the byte order mark names, else UTF-8, and the bytes after the mark."""
    for mark, encoding in _MARKED:
        if raw.startswith(mark):
            return encoding, raw[len(mark) :]
    return "utf-8", raw


def _decoded(content: bytes, encoding: str) -> tuple[str, list[int]]:
    """The text, and where the bytes stand that the encoding does not allow."""
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            return content.decode(encoding, "replace"), [error.start]
    wrong: list[int] = []
    return "".join(_piecewise(content, wrong)), wrong


_NOT_ASCII = re.compile(rb"[\x80-\xff]+")


def _piecewise(content: bytes, wrong: list[int]) -> Iterator[str]:
    """Runs of bytes that are not ASCII, each read as UTF-8 where it is that."""
    position = 0
    for match in _NOT_ASCII.finditer(content):
        yield content[position : match.start()].decode("ascii")
        yield _run(match[0], match.start(), wrong)
        position = match.end()
    yield content[position:].decode("ascii")


def _run(run: bytes, offset: int, wrong: list[int]) -> str:
    try:
        return run.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong.append(offset + error.start)
        return run.decode("cp1252", "replace")


def _is_binary(text: str) -> bool:
    return "\0" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def _wrong_bytes(name: str, content: bytes, encoding: str, wrong: list[int]) -> SkipError:
    before = content[: wrong[0]].decode(encoding, "replace")
    line = line_number(_LINE_END.sub("\n", before), len(before))
    places = "one place" if len(wrong) == 1 else f"{len(wrong)} places"
    reading = "Windows-1252" if encoding == "utf-8" else "unknown characters"
    reason = f"{places} not in {encoding.upper()}, from this line on; read as {reading}"
    return SkipError(name, f"line {line}", reason, "Check the letters there and save as UTF-8.")
