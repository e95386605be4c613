"""The whole way: the same input gives the same bytes, bad input stops nothing, nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import Problem, StopError
from kg.pipeline import pages
from kg.store import Store

TELEGRAM = Path(__file__).parents[2] / "data" / "documents" / "telegram-75352.md"
LETTER = "Top Secret\nTELEGRAM No. 12\n3 May 1951\nTo Comrade Tarn\nPlease name the pilots.\nVOSS\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sources with one good telegram."""
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(TELEGRAM, sources)
    return sources


def build(sources: Path, store: Path) -> tuple[pipeline.Built, list[Problem]]:
    problems: list[Problem] = []
    return pipeline.build([sources], store, problems.append), problems


def nquads(store: Path) -> bytes:
    with Store.open(store) as opened:
        return opened.dump("nquads")


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    (folder / "second.txt").write_text(LETTER)
    build(folder, tmp_path / "one")
    build(folder, tmp_path / "two")
    assert nquads(tmp_path / "one") == nquads(tmp_path / "two")


def test_a_folder_elsewhere_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "one")
    shutil.copytree(folder, tmp_path / "elsewhere")
    build(tmp_path / "elsewhere", tmp_path / "two")
    assert nquads(tmp_path / "one") == nquads(tmp_path / "two")


def test_n_quads_are_sorted_and_have_no_blank_nodes(coldwire: Store) -> None:
    lines = coldwire.dump("nquads").splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if line.startswith(b"_:")]


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\t\n", "white space"),
    "binary.md": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
    "no-body.md": (
        b'**October 1, 1950**\n\n**Telegram**\n\n**Citation:**\n\n"Telegram", October 1, 1950\n\n'
        b"**Contents:**\n\nTranslation - English\n",
        "body",
    ),
    "long.txt": (b"We ask you to send the tractors to Korea. " * 120_000, "a line of 5,040,000"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_the_reason_and_the_others_go_on(
    name: str, folder: Path, tmp_path: Path
) -> None:
    content, reason = BAD[name]
    (folder / name).write_bytes(content)
    built, problems = build(folder, tmp_path / "store")
    assert [p.severity for p in problems] == ["skipped"]
    assert name in problems[0].message
    assert reason in problems[0].message.lower()
    assert built.messages == 1


def test_a_body_that_stops_in_mid_word_is_used_with_a_warning(folder: Path, tmp_path: Path) -> None:
    whole = TELEGRAM.read_text(encoding="utf-8")
    cut = whole[: whole.index("suggestions or advice") + 9].replace("117312", "117313")
    (folder / "cut.md").write_text(cut, encoding="utf-8")
    built, problems = build(folder, tmp_path / "store")
    assert [p.severity for p in problems] == ["warning"]
    assert "cut.md" in problems[0].message
    assert built.messages == 2


def test_mixed_encodings_are_read_with_a_warning_that_names_the_line(
    folder: Path, tmp_path: Path
) -> None:
    mixed = LETTER.encode() + "Größe in UTF-8\n".encode() + "Größe in Latin-1\n".encode("latin-1")
    (folder / "mixed.txt").write_bytes(mixed)
    built, problems = build(folder, tmp_path / "store")
    assert built.messages == 2
    assert any("mixed.txt" in p.message and "line 8" in p.message for p in problems)


def test_the_same_message_twice_is_used_once(folder: Path, tmp_path: Path) -> None:
    shutil.copy(TELEGRAM, folder / "copy.md")
    built, problems = build(folder, tmp_path / "store")
    assert built.messages == 1
    assert [p.severity for p in problems] == ["warning"]
    assert "already read" in problems[0].message


def test_nothing_usable_stops_the_build_and_leaves_the_old_store(
    folder: Path, tmp_path: Path
) -> None:
    build(folder, tmp_path / "store")
    before = nquads(tmp_path / "store")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "nothing.txt").write_text("")
    with pytest.raises(StopError, match="nothing was built"):
        build(empty, tmp_path / "store")
    assert nquads(tmp_path / "store") == before


def test_a_defect_in_one_document_stops_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "second.txt").write_text(LETTER)
    extract = pages.extract

    def failing(document: pipeline.Document, authority: pipeline.Authority) -> object:
        if document.source == "second.txt":
            raise ValueError("out of line")
        return extract(document, authority)

    monkeypatch.setattr(pages, "extract", failing)
    built, problems = build(folder, tmp_path / "store")
    assert built.messages == 1
    assert "defect of Coldwire" in problems[0].message


def test_the_telegram_and_its_row_in_the_index_are_one_message(coldwire: Store) -> None:
    rows = coldwire.rows(
        "PREFIX cw: <https://w3id.org/coldwire/ontology#>"
        " SELECT DISTINCT ?message WHERE { ?message cw:number '75352' }"
    )
    assert [row["message"] for row in rows] == [
        "https://w3id.org/coldwire/id/message/wilson-117312"
    ]


def test_a_folder_that_is_no_store_is_refused_before_the_work(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear Tarn")
    monkeypatch.setattr(pages, "extract", lambda *_: pytest.fail("the work began"))
    with pytest.raises(StopError, match="no store of Coldwire"):
        build(folder, tmp_path / "mine")


@pytest.mark.parametrize(
    "change",
    [
        ("https://digitalarchive.umd.edu/document/117312", "https://[::1"),
        ("October 1, 1950**", "February 30, 1951**"),
    ],
    ids=["an address that is none", "a day that is none"],
)
def test_a_page_with_a_misprint_in_its_head_is_still_used(
    change: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    page = folder / TELEGRAM.name
    page.write_text(TELEGRAM.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    built, problems = build(folder, tmp_path / "store")
    assert built.messages == 1
    assert not [p for p in problems if p.severity == "skipped"]


def test_a_store_that_cannot_be_written_is_refused_clearly(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StopError, match="cannot be used"):
        build(folder, tmp_path / ("x" * 300))
