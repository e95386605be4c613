"""Sources are chosen by what they are, in a fixed order, each once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import StopError
from kg.files import shipped
from kg.readers import sources

INDEX = "id,date,sender,recipients\na,1950,Drey,Ilk\n"


def names(pairs: list[tuple[Path, Path]]) -> list[str]:
    return [file.relative_to(root).as_posix() for root, file in pairs]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b/two.txt": "Two.",
        "a/one.md": "One.",
        "a/README.md": "About a.",
        "a/Readme.txt": "About a.",
        "LICENSE.txt": "Free.",
        ".hidden/three.txt": "Three.",
        ".four.txt": "Four.",
        "five.pdf": "%PDF",
        "judgements/six.jsonl": "{}",
        "index/seven.CSV": INDEX,
        "index/almost.csv": "id,sender\na,Drey\n",
        "authority/people.csv": "identifier,label,date,source\na,b,c,d\n",
        "empty.txt": "",
        "empty.csv": "",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_documents_sorted_and_passes_over_other_files(folder: Path) -> None:
    found = sources([folder])
    assert {root for root, _ in found} == {folder}
    assert names(found) == [
        "a/one.md",
        "b/two.txt",
        "empty.csv",
        "empty.txt",
        "index/almost.csv",
        "index/seven.CSV",
    ]


def test_a_file_that_is_named_is_always_a_source(folder: Path) -> None:
    named = [folder / "five.pdf", folder / "authority" / "people.csv", folder / "a" / "README.md"]
    assert sources(named) == [
        (folder / "a", folder / "a" / "README.md"),
        (folder, folder / "five.pdf"),
        (folder / "authority", folder / "authority" / "people.csv"),
    ]


def test_a_file_is_listed_once_from_the_outermost_folder(folder: Path) -> None:
    paths = [folder / "a" / "one.md", folder / "a", folder]
    assert sources(paths) == sources(list(reversed(paths))) == sources([folder])


def test_a_missing_path_stops_with_advice(tmp_path: Path) -> None:
    with pytest.raises(StopError, match="nowhere does not exist. Give files or folders"):
        sources([tmp_path / "nowhere"])


def test_links_are_followed_and_loops_end(folder: Path) -> None:
    (folder / "b" / "again").symlink_to(folder / "a")
    (folder / "b" / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    found = names(sources([folder]))
    assert "gone.txt" in found
    assert "self.txt" in found
    assert len([name for name in found if name.endswith("one.md")]) == 1


def test_a_folder_that_cannot_be_listed_stops_with_advice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(StopError, match="cannot be listed: Permission denied"):
        sources([folder])


def test_a_pipe_in_a_folder_is_listed_without_being_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert "pipe.csv" in names(sources([folder]))


def test_the_shipped_data_are_a_source_as_a_whole() -> None:
    data = shipped("data")
    found = names(sources([data]))
    assert "documents/telegram-75352.md" in found
    assert {name.split("/")[0] for name in found} <= {"documents", "index"}
