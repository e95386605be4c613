"""Any file is read or left out with a clear message; nothing else can happen."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import kg.readers
from kg.document import Document
from kg.errors import Problem, SkipError
from kg.files import shipped
from kg.readers import LARGEST_FILE, READERS, read, reading
from kg.readers.base import cleaned
from kg.readers.reading import LONGEST_LINE, claimed_endings

TESTS = Path(__file__).parents[1]
ReadFile = Callable[[str, str | bytes], tuple[list[Document], list[Problem]]]


def refusal(path: Path, root: Path) -> SkipError:
    with pytest.raises(SkipError) as caught:
        read(path, root, lambda problem: pytest.fail(problem.message))
    return caught.value


# The recipe of `kg/readers/base.py`.


def test_every_reader_of_the_folder_is_in_the_table_under_its_name() -> None:
    folder = Path(kg.readers.__file__).parent
    with_reader = {
        path.stem for path in folder.glob("*.py") if "\nREADER = " in path.read_text("utf-8")
    }
    assert with_reader == READERS.keys()
    for name, reader in READERS.items():
        assert importlib.import_module(f"kg.readers.{name}").READER is reader


def test_every_reader_has_its_twin_among_the_tests() -> None:
    assert [n for n in READERS if not (TESTS / "readers" / f"test_{n}.py").exists()] == []


def test_documents_name_the_reader_of_the_table(read_file: ReadFile) -> None:
    for name, content in [("a.csv", "id,date,sender,recipients\na,,b,c\n"), ("a.txt", "Come.")]:
        assert read_file(name, content)[0][0].reader in READERS


# Files that cannot be used.


def test_a_missing_file_is_left_out(tmp_path: Path) -> None:
    error = refusal(tmp_path / "sub" / "a.txt", tmp_path)
    assert str(error).startswith("sub/a.txt, whole file: it cannot be opened (No such file")


def test_a_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert refusal(tmp_path / "a.txt", tmp_path).reason == "it is a folder"


def test_a_link_to_itself_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "a.md")
    assert "Too many levels of symbolic links" in refusal(tmp_path / "a.md", tmp_path).reason


def test_a_pipe_is_left_out_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refusal(tmp_path / "a.txt", tmp_path).reason == "it is no regular file"


def test_a_file_nobody_may_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Come.")

    def refused(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)  # a superuser may read everything
    error = refusal(tmp_path / "a.txt", tmp_path)
    assert error.reason == "it cannot be opened (Permission denied)"
    assert error.advice == "Check the path and who may read it."


def test_a_file_that_is_too_large_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_FILE == 64 * 1024 * 1024
    monkeypatch.setattr(reading, "LARGEST_FILE", 1024 * 1024)
    (tmp_path / "a.txt").write_bytes(b"a" * (1024 * 1024 + 1))
    assert refusal(tmp_path / "a.txt", tmp_path).reason == "it is larger than 1 MiB"


@pytest.mark.parametrize(
    ("name", "reason"), [("a.pdf", "no reader for files ending in '.pdf'"), ("a", "no ending")]
)
def test_an_ending_nobody_claims_is_named(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_text("Come.")
    error = refusal(tmp_path / name, tmp_path)
    assert (error.reason, error.advice) == (
        reason,
        "Coldwire reads .csv, .md, .txt, .xml, .xml.gz, .xml.xz.",
    )


def test_a_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Come.")
    (document,) = read(path, tmp_path, lambda problem: pytest.fail(problem.message))
    assert document.source == "caf\ufffd.txt"


def test_a_file_outside_the_root_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Come.")
    (document,) = read(
        tmp_path / "a.txt", tmp_path / "elsewhere", lambda problem: pytest.fail(problem.message)
    )
    assert document.source == "a.txt"


# Large files.

HEAD = "Digital Archive International History Declassified May 3, 1957 Cable Citation: Cable "
FLAT = HEAD + "Contents: English Translation "
OPEN = "Contents: Translation Go."
GO = "Go.\n\nSummary "
PAGE = "Skip to content\n\nMay 3, 1957\n\nCable\n\n"
# fmt: off
LARGE: dict[str, Callable[[int], str]] = {  # by how many characters the line is to have
    "words.txt": lambda n: "The barges are loaded and go to Selm. " * (n // 37),
    "letters.txt": lambda n: "A" * n,
    "blanks.txt": lambda n: "x" + " " * n + "y",
    "quotes.txt": lambda n: '"Cable," ' * (n // 9),
    "flattened.txt": lambda n: (
        FLAT + "The barges go. " * (n // 15)
    ),
    "flattened-citation.txt": lambda n: (
        "Citation: " + '"a ' * (n // 3) + OPEN
    ),
    "page.md": lambda n: PAGE + "The barges are loaded. " * (n // 23) + "\n\nAuthor(s):\n",
    "page-summary.md": lambda n: (
        PAGE + GO + '"Drey ' * (n // 6) + ".\n\nAuthor(s):\n"
    ),
    "page-source.md": lambda n: PAGE + "Go.\n\nAuthor(s):\nSource\n" + "translated by " * (n // 14),
    "older.md": lambda n: "CABLE\nget citation\n" + '"a", ' * (n // 5) + "\nVIEW DOCUMENT IN\nGo.",
    "index.csv": lambda n: 'id,date,sender,recipients\na,1950,Drey,"' + "x" * n + '"\n',
}
# fmt: on


@pytest.mark.parametrize("name", LARGE)
def test_five_megabytes_in_one_line_are_refused_with_the_line(
    read_file: ReadFile, name: str
) -> None:
    with pytest.raises(SkipError, match=rf"{name}, line \d+: a line of [45],\d+,\d+ characters"):
        read_file(name, LARGE[name](5_000_000))


@pytest.mark.parametrize("name", LARGE)
def test_a_line_just_below_the_limit_is_read(read_file: ReadFile, name: str) -> None:
    documents, problems = read_file(name, LARGE[name](LONGEST_LINE * 9 // 10))
    assert len(documents) + len(problems) >= 1
    assert not [p for p in problems if "a line of" in p.message]


# Any text at all.

PIECES = st.sampled_from(
    ["\n", "\n\n", " ", "  \n", "**", "Skip to content", "May 3, 1957", "Cable to Drey", "“", '"',
     ", ", "Orvane Digital Archive", "Citation:", "Summary:", "Credits:", "Original Language:",
     "Contents:", "Translation - English", "English Translation", "get citation",
     "VIEW DOCUMENT IN", "English HTML", "Author(s):", "Source", "Rights", "Language",
     "Record ID", "Type", "Title:", "Translated by Nan Birk",
     "https://digitalarchive.umd.edu/document/1", "•", "- ", "|", "\\",
     "Tamsin reports to Drey that all is well.", "TAMSIN", "id,date,sender,recipients\n", ",", ";",
     "This document was made possible with support from X", "[...]", "\u00a0", "\ufeff", "1950"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("any")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="Citation:\nSummary:\nContents:\n")
@example(text="Author(s):")
@example(text="get citation")
@example(text="\ud800")
@given(text=TEXTS)
@pytest.mark.parametrize("ending", [".md", ".txt", ".csv"])
def test_any_text_is_read_with_true_places_or_left_out(
    folder: Path, ending: str, text: str
) -> None:
    path = folder / f"any{ending}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        documents = list(read(path, folder, lambda _problem: None))
    except SkipError:
        return
    for document in documents:
        prove(document)


def prove(document: Document) -> None:
    """Blocks and fields lie in the text, blocks do not overlap, values are what stands there."""
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        end = block.span.end
    for field in document.fields:
        assert 0 <= field.span.start < field.span.end <= len(document.text)
        words = field.span.of(document.text)
        if document.reader == "message_index":
            words = words.replace('""', '"') if field.value != cleaned(field.name, words) else words
        assert field.value == cleaned(field.name, words)
        assert field.value


DATA = shipped("data")
SHIPPED = [
    path
    for folder in (TESTS / "corpus", DATA / "documents", DATA / "index")
    for path in sorted(folder.rglob("*.*"))
    if path.suffix in claimed_endings()
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_places_are_true_in_all_documents_of_the_project(path: Path) -> None:
    for document in read(path, path.parent, lambda _problem: None):
        prove(document)
