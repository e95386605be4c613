"""Volumes to a store: side by side, once, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.document import Block, Document, Mark
from kg.errors import Problem, StopError
from kg.identities import Resolved
from kg.pipeline import building, volumes
from kg.pipeline.parts import Made, Part
from kg.pipeline.volumes import message_of, pages_of
from kg.rdf.terms import Graph
from kg.spans import Span
from kg.store import Store
from tests.pipeline.conftest import MakeVolume

ALONE = pipeline.Settings(workers=1, people=None)
CW = "https://w3id.org/coldwire/ontology#"


def build(folder: Path, store: Path) -> tuple[pipeline.Built, list[Problem]]:
    problems: list[Problem] = []
    return pipeline.build([folder], store, problems.append, settings=ALONE), problems


def nquads(store: Path) -> bytes:
    with Store.open(store) as opened:
        return opened.dump("nquads")


def test_a_volume_becomes_messages_with_what_the_editors_encoded(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    built, problems = build(make_volume().parent, tmp_path / "store")
    assert (built.messages, problems) == (3, [])
    with Store.open(tmp_path / "store") as store:
        rows = store.rows(
            f"PREFIX cw: <{CW}> SELECT ?from ?to ?day ?who {{"
            " ?m cw:number '101' ; cw:sender/rdfs:label ?from ; cw:recipient/rdfs:label ?to ;"
            " cw:date ?day ; cw:mentions/rdfs:label ?who }".replace(
                "rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"
            )
        )
        assert [tuple(row.values()) for row in rows] == [
            ("Embassy in Ruritania", "Department of State", "1951-03-02", "Rudolf Rassendyll")
        ]
        text = store.text_of("frus1951v99-d1")
        assert text is not None and text.text.startswith("1. Telegram From the Embassy")
        assert json.loads(store.record_of("frus1951v99-d1"))["number"] == "101"


def test_every_quote_stands_where_it_says(make_volume: MakeVolume, tmp_path: Path) -> None:
    build(make_volume().parent, tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        rows = store.rows(
            f"PREFIX cw: <{CW}> SELECT ?m ?quote ?start ?end {{"
            " ?f cw:inMessage ?m ; cw:quote ?quote ; cw:start ?start ; cw:end ?end }"
        )
        assert len(rows) > 30
        for row in rows:
            found = store.text_of(str(row["m"]).rsplit("/", 1)[-1])
            assert found is not None
            assert found.text[int(str(row["start"])) : int(str(row["end"]))] == row["quote"]


def test_the_same_volumes_give_the_same_bytes_on_one_core_and_on_two(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    make_volume("frus1951v98")
    folder = make_volume().parent
    build(folder, tmp_path / "one")
    two = pipeline.Settings(workers=2, people=None)
    pipeline.build([folder], tmp_path / "two", pytest.fail, settings=two)
    assert nquads(tmp_path / "one") == nquads(tmp_path / "two")


def test_unchanged_volumes_are_not_read_again_and_a_changed_one_replaces_its_graph(
    make_volume: MakeVolume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_volume("frus1951v98")
    folder = make_volume().parent
    build(folder, tmp_path / "store")
    before = nquads(tmp_path / "store")
    made: list[str] = []

    def noting(task: volumes.VolumeTask) -> object:
        made.append(task.file.stem)
        return volumes.make_part(task)

    monkeypatch.setattr(building, "make_part", noting)
    built, _ = build(folder, tmp_path / "store")
    assert (built.taken_over, built.messages, made) == (2, 6, [])
    assert nquads(tmp_path / "store") == before
    make_volume(more="It rained.", documents=4)
    built, _ = build(folder, tmp_path / "store")
    assert (built.taken_over, built.messages, made) == (1, 7, ["frus1951v99"])
    build(folder, tmp_path / "fresh")
    assert nquads(tmp_path / "store") == nquads(tmp_path / "fresh")
    with Store.open(tmp_path / "store") as store:
        text = store.text_of("frus1951v99-d1")
        assert text is not None and "It rained." in text.text
        assert store.text_of("frus1951v98-d3") is not None


def test_a_volume_that_went_is_gone(make_volume: MakeVolume, tmp_path: Path) -> None:
    file = make_volume("frus1951v98")
    folder = make_volume().parent
    build(folder, tmp_path / "store")
    file.unlink()
    build(folder, tmp_path / "store")
    assert b"frus1951v98" not in nquads(tmp_path / "store")


def test_a_broken_volume_is_named_and_the_others_go_on(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    broken = make_volume("frus1951v98")
    broken.write_text(broken.read_text()[:900])
    built, problems = build(make_volume().parent, tmp_path / "store")
    assert built.messages == 3
    assert [p.severity for p in problems] == ["skipped"]
    assert "frus1951v98.xml" in problems[0].message


def test_a_defect_in_one_document_leaves_out_only_it(
    make_volume: MakeVolume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = volumes.extract_encoded

    def failing(document: Document, volume: object) -> object:
        if document.identifier.endswith("-d2"):
            raise RuntimeError("boom")
        return real(document, volume)  # type: ignore[arg-type]

    monkeypatch.setattr(volumes, "extract_encoded", failing)
    built, problems = build(make_volume().parent, tmp_path / "store")
    assert built.messages == 2
    assert "frus1951v99-d2: RuntimeError: boom" in problems[0].message


def test_a_document_that_cannot_be_written_is_no_message_of_the_volume(
    make_volume: MakeVolume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = volumes.graph_of

    def failing(resolved: Resolved) -> Graph:
        if resolved.findings.document.identifier.endswith("-d2"):
            raise ValueError("boom")
        return real(resolved)

    monkeypatch.setattr(volumes, "graph_of", failing)
    pointing = 'See <ref target="#d2">Document 2</ref>.'
    built, problems = build(make_volume(more=pointing).parent, tmp_path / "store")
    assert built.messages == 2
    assert "frus1951v99-d2: ValueError: boom" in problems[0].message
    with Store.open(tmp_path / "store") as store:
        rows = store.rows(
            f"SELECT ?held {{ <https://w3id.org/coldwire/id/message/frus1951v99-d2>"
            f" <{CW}heldAs> ?held }}"
        )
        assert [str(row["held"]).rsplit("/", 1)[-1] for row in rows] == ["known-by-reference"]
        assert store.text_of("frus1951v99-d2") is None


KILLED = """
import os, signal, sys
from pathlib import Path
from kg import pipeline
from kg.pipeline import building
def keep(folder, made, real=building.keep):
    part = real(folder, made)
    os.kill(os.getpid(), signal.SIGKILL)
    return part
building.keep = keep
settings = pipeline.Settings(workers=1, people=None)
pipeline.build([Path(sys.argv[1])], Path(sys.argv[2]), print, settings=settings)
"""


def test_a_build_that_was_killed_goes_on_with_what_it_had(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    make_volume("frus1951v98")
    folder = make_volume().parent
    store = tmp_path / "store"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, folder, store], check=False, env={**os.environ}
    )
    assert killed.returncode == -signal.SIGKILL
    (part,) = (store / "unfinished").glob("*.json")
    assert part.name.startswith("frus1951v98-")
    built, problems = build(folder, store)
    assert (built.taken_over, built.messages, problems) == (1, 6, [])
    build(folder, tmp_path / "fresh")
    assert nquads(store) == nquads(tmp_path / "fresh")
    assert not (store / "unfinished").exists()


def test_a_half_written_part_is_made_again(
    make_volume: MakeVolume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_volume().parent
    build(folder, tmp_path / "fresh")

    def half(folder: Path, made: Made) -> Part:
        (folder / f"{made.summary.name}.nq").write_text("half a li")
        (folder / f"{made.summary.name}.json").write_text('{"layout": 1, "na')
        raise StopError("killed")

    with monkeypatch.context() as patch, pytest.raises(StopError, match="killed"):
        patch.setattr(building, "keep", half)
        build(folder, tmp_path / "store")
    assert len(list((tmp_path / "store" / "unfinished").iterdir())) == 2
    build(folder, tmp_path / "store")
    assert nquads(tmp_path / "store") == nquads(tmp_path / "fresh")


# What leads where


def test_pages_lead_across_volumes_once_both_are_there(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    pointing = 'See <ref target="frus1951v99#pg_3">p. 3</ref>.'
    make_volume("frus1951v98", more=pointing)
    folder = make_volume().parent
    build(folder, tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        rows = store.rows(f"SELECT ?m ?cited {{ ?m <{CW}cites> ?cited }} ORDER BY ?m")
    assert {str(row["cited"]).rsplit("/", 1)[-1] for row in rows} == {"frus1951v99-d2"}
    assert len(rows) == 3


def test_a_cited_document_that_nobody_holds_is_known_by_reference(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    folder = make_volume(more='See <ref target="frus1950v06#d618">Document 618</ref>.').parent
    build(folder, tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        rows = store.rows(
            f"SELECT ?held {{ <https://w3id.org/coldwire/id/message/frus1950v06-d618>"
            f" a <{CW}Message> ; <{CW}heldAs> ?held }}"
        )
    assert [str(row["held"]).rsplit("/", 1)[-1] for row in rows] == ["known-by-reference"]


def turning(identifier: str, *pages: tuple[str, int]) -> Document:
    text = "x" * 50
    marks = tuple(Mark("page", Span(at, at), number) for number, at in pages)
    blocks = (Block("body", Span(0, 50)),)
    return Document(identifier, "v", "v", text, "frus_tei", blocks, marks=marks)


def test_a_page_means_the_document_that_begins_on_it() -> None:
    pages = pages_of([turning("a", ("1", 0), ("2", 30)), turning("b"), turning("c", ("3", 0))])
    assert pages == {"1": "a", "2": "b", "3": "c"}


def test_a_page_with_two_beginnings_means_neither() -> None:
    pages = pages_of([turning("a", ("1", 0)), turning("b"), turning("c", ("2", 10))])
    assert "1" not in pages


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("frus1951v07p2#d18", "frus1951v07p2-d18"),
        ("frus1951v07p2#d18fn3", "frus1951v07p2-d18"),
        ("frus1950v06#pg_618", None),
        ("frus1950v06", None),
        ("frus1950v06#directory", None),
    ],
)
def test_message_of_a_target(target: str, message: str | None) -> None:
    assert message_of(target) == message
