"""Every encoding we know is read; what is doubtful is said with its line, binaries are refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Problem, SkipError
from kg.readers.decoding import decode

TEXT = "Pak Hŏn-yŏng, “Lark”\nsecond — line"


def decoded(raw: bytes) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []
    return decode(raw, "a.txt", problems.append), problems


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(raw: bytes) -> None:
    assert decoded(raw) == (TEXT, [])


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    assert decoded(b"a \r\nb\rc\n\x0c\td\xc2\x85e\xe2\x80\xa8f") == (
        "a \nb\nc\n\x0c\td\x85e\u2028f",
        [],
    )


def test_windows_1252_is_read_with_a_warning_that_names_the_first_line() -> None:
    text, (problem,) = decoded("one\r\ntwo\r\n“café” – 5 €\r\n".encode("cp1252"))
    assert text == "one\ntwo\n“café” – 5 €\n"
    assert problem.severity == "warning"
    assert problem.message.startswith("a.txt, line 3: ")
    assert "read as Windows-1252" in problem.message


def test_mixed_encodings_are_each_read_as_what_they_are() -> None:
    text, (problem,) = decoded("Hŏn\n".encode() + "café".encode("cp1252") + " yŏng".encode())
    assert text == "Hŏn\ncafé yŏng"
    assert problem.message.startswith("a.txt, line 2: one place not in UTF-8")


def test_a_byte_that_no_encoding_has_stays_visible() -> None:
    text, (problem,) = decoded(b"a\x81b")
    assert text == "a\ufffdb"
    assert problem.severity == "warning"


def test_broken_utf_16_is_read_with_a_warning() -> None:
    text, (problem,) = decoded(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00\xd8")
    assert text == "a\nb\ufffd"
    assert problem.message.startswith("a.txt, line 2: one place not in UTF-16-LE")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (codecs.BOM_UTF16_LE, "the file is empty"),
        (b" \r\n\t\n", "the file holds only white space"),
        (" \u00a0\u2003\n".encode(), "the file holds only white space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "the file is binary"),
        (b"%PDF-1.4\n" + bytes(range(1, 32)) * 9, "the file is binary"),
        ("text".encode("utf-16-le"), "the file is binary"),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", "the file is binary"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(SkipError) as caught:
        decoded(raw)
    assert str(caught.value).startswith(f"a.txt, whole file: {reason}")


@given(st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        text, _ = decoded(raw)
    except SkipError:
        return
    assert "\r" not in text
    assert text.encode("utf-8").strip()
