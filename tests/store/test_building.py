"""Building: one step or nothing, the same bytes for the same statements."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import StopError
from kg.store import Previous, ReadyPart, Store, Stretch, building, write_store
from tests.store.conftest import ALL, QUADS, TEXTS, E, numbered

# --- the same statements, the same bytes -----------------------------------------------------

IRIS = st.sampled_from([f"<{E}{name}>" for name in ("a", "b", "ab", "a%20b", "ü", "z~1")])
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def escaped(text: str) -> str:
    return text.translate(
        {**{n: f"\\u{n:04X}" for n in range(32)}, ord('"'): '\\"', ord("\\"): "\\\\"}
    )


LITERALS = st.builds(
    lambda text, tail: f'"{escaped(text)}"{tail}',
    TEXT,
    st.sampled_from(["", "@en", "@zh-Hant", "^^<http://www.w3.org/2001/XMLSchema#date>"]),
)
LINES = st.builds(
    lambda s, p, o, g: f"{s} {p} {o} {g} .", IRIS, IRIS, st.one_of(IRIS, LITERALS), IRIS
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, max_size=12), data=st.data())
def test_order_and_repetition_of_quads_do_not_change_a_byte(
    lines: list[str], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(lines + lines[:3]))
    with Store.from_quads(lines) as one, Store.from_quads(again) as other:
        dumped = one.dump("nquads")
        assert dumped == other.dump("nquads")
        assert one.version == other.version == hashlib.sha256(dumped).hexdigest()
        written = dumped.decode().splitlines(keepends=True)
        assert [line.encode() for line in written] == sorted(set(dumped.splitlines(keepends=True)))
        assert len(written) == len(one)


@settings(max_examples=8, deadline=None)
@given(lines=st.lists(LINES, max_size=8))
def test_store_on_disk_and_in_memory_hold_the_same_bytes(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("build")
    version = write_store(place, lines, [], {})
    with Store.open(place) as disk, Store.open(place, in_memory=True) as memory:
        for fmt in ("nquads", "trig", "turtle", "ntriples", "rdfxml", "jsonld"):
            assert disk.dump(fmt) == memory.dump(fmt) == Store.from_quads(lines).dump(fmt)
        assert disk.version == memory.version == version


def test_spelling_of_a_quad_does_not_matter() -> None:
    one = Store.from_quads(
        [f'<{E}s> <{E}p> "\\u0041"^^<http://www.w3.org/2001/XMLSchema#string> .']
    )
    other = Store.from_quads(f'<{E}s>   <{E}p>  "A"  .\r\n\n# a comment\n'.encode())
    assert one.dump("nquads") == other.dump("nquads") == f'<{E}s> <{E}p> "A" .\n'.encode()


def test_many_runs_merged_from_the_disk_are_sorted_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = numbered(1000)
    whole = Store.from_quads(lines).dump("nquads")
    monkeypatch.setattr(building, "_RUN", 64)
    version = write_store(tmp_path / "s", lines, [], {})
    graph = (tmp_path / "s" / "current" / "graph.nq").read_bytes()
    assert graph == whole
    assert version == hashlib.sha256(whole).hexdigest()


def test_number_of_quads_that_fills_runs_exactly_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_RUN", 50)
    write_store(tmp_path / "s", numbered(100), [], {})
    with Store.open(tmp_path / "s") as store:
        assert store.dump("nquads").count(b"\n") == len(store) == 100


def test_parts_are_appended_as_they_are(tmp_path: Path) -> None:
    parts = []
    for name in ("b", "a"):
        part = tmp_path / name
        part.write_text("".join(f"{line}\n" for line in sorted(numbered(50, name))))
        parts.append(ReadyPart(name, Stretch(part), f"about {name}"))
    version = write_store(tmp_path / "s", [f'<{E}z> <{E}p> "last" .'], [], {}, parts)
    with Store.open(tmp_path / "s") as store, Store.open(tmp_path / "s", in_memory=True) as memory:
        dumped = store.dump("nquads")
        assert hashlib.sha256(dumped).hexdigest() == version == memory.version
        assert dumped.startswith(f'<{E}z> <{E}p> "last" .\n'.encode())
        assert dumped.endswith((tmp_path / "b").read_bytes() + (tmp_path / "a").read_bytes())
        assert len(store) == len(store.rows(ALL)) == len(memory.rows(ALL)) == 101
        assert not store.manifest["copied"]
    previous = Previous.of(tmp_path / "s")
    assert previous is not None
    assert (previous.summary("a"), previous.summary("c")) == ("about a", None)
    assert b"".join(previous.stretch("b").chunks()) == (tmp_path / "b").read_bytes()


def test_a_graph_loaded_in_many_stretches_is_the_whole_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_LOADED", 100)
    write_store(tmp_path / "s", numbered(50), [], {})
    with Store.open(tmp_path / "s") as store:
        assert len(store.rows(ALL)) == 50


def test_a_part_that_is_no_graph_is_told_and_nothing_changes(tmp_path: Path) -> None:
    write_store(tmp_path / "s", numbered(5), [], {})
    bad = tmp_path / "bad"
    bad.write_text("<a b> <c:d> <e:f> <g:h> .\n")
    with pytest.raises(StopError, match="no N-Quads"):
        write_store(tmp_path / "s", [], [], {}, [ReadyPart("bad", Stretch(bad), "")])
    with Store.open(tmp_path / "s") as store:
        assert len(store) == 5


@pytest.mark.parametrize("copied", [False, True])
def test_queries_see_the_same_union_whether_graphs_share_triples_or_not(copied: bool) -> None:
    lines = [f'<{E}s> <{E}p> "one" <{E}g> .', f'<{E}s> <{E}p> "two" <{E}h> .']
    store = Store.from_quads([*lines, *([f'<{E}s> <{E}p> "one" <{E}h> .'] if copied else [])])
    assert store.manifest["copied"] is copied
    assert [row["n"] for row in store.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["2"]
    in_g = store.rows(f"SELECT ?o FROM <{E}g> {{ ?s ?p ?o }}")  # noqa: S608
    assert [row["o"] for row in in_g] == ["one"]
    rows = store.dataset().query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [str(row[0]) for row in rows] == ["2"]  # type: ignore[index]
    assert len(store.dataset()) == 2


def test_empty_graph_is_a_store(tmp_path: Path) -> None:
    write_store(tmp_path / "s", [], [], {})
    with Store.open(tmp_path / "s") as store:
        assert len(store) == 0
        assert store.dump("nquads") == b""
        assert store.rows(ALL) == []


def test_every_statement_is_one_line_for_every_tool() -> None:
    odd = "a\\u0085b\\u2028c\\u2029d\\u000Be\\u000Cf\\u001Cg\\u0000h"
    store = Store.from_quads([f'<{E}s> <{E}p> "{odd}" <{E}g> .'])
    assert len(store.dump("nquads").decode().splitlines()) == 1
    said = store.rows(ALL)[0]["o"]
    assert said == "a\x85b\u2028c\u2029d\x0be\x0cf\x1cg\x00h"
    assert Store.from_quads(store.dump("nquads")).version == store.version


# --- the folder ------------------------------------------------------------------------------


def test_layout_and_facts_of_a_build(directory: Path) -> None:
    used = directory / "current"
    assert used.is_symlink()
    version = used.resolve().name
    assert used.resolve().parent == (directory / "versions").resolve()
    assert sorted(each.name for each in used.iterdir()) == [
        "build.json", "graph.nq", "oxigraph", "texts.sqlite",
    ]  # fmt: skip
    assert json.loads((used / "build.json").read_text()) == {
        "version": version, "layout": 2, "quads": 5, "texts": 2, "sources": ["one.md"],
        "copied": True, "parts": {},
    }  # fmt: skip
    assert hashlib.sha256((used / "graph.nq").read_bytes()).hexdigest() == version


def test_new_build_replaces_the_old_and_leaves_nothing_of_it(directory: Path) -> None:
    new = write_store(directory, QUADS[:2], [], {})
    with Store.open(directory) as store:
        assert store.version == new
        assert len(store) == 2
        assert store.text_of("m-1") is None
    assert [each.name for each in (directory / "versions").iterdir()] == [new]


def test_same_graph_with_other_texts_replaces_the_old(directory: Path) -> None:
    for text in ("second", "third"):
        write_store(directory, QUADS, [("m-1", "one.md", text)], {"round": text})
        with Store.open(directory) as store:
            found = store.text_of("m-1")
            assert found is not None and found.text == text
            assert store.manifest["round"] == text
        assert len(list((directory / "versions").iterdir())) == 1


def test_directory_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StopError, match="not empty and is no store of Coldwire.*thesis.txt"):
        write_store(tmp_path, QUADS, [], {})
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_file_in_the_place_of_a_directory_is_told(tmp_path: Path) -> None:
    place = tmp_path / "store"
    place.write_text("")
    with pytest.raises(StopError, match="is a file; a store needs a folder"):
        write_store(place, QUADS, [], {})


def test_folders_of_others_beside_the_versions_stay(directory: Path) -> None:
    stranger = directory / "versions" / "my-copy"
    stranger.mkdir()
    write_store(directory, QUADS[:1], [], {})
    assert stranger.is_dir()


# --- failures leave the old store ------------------------------------------------------------


def assert_old_store(directory: Path) -> None:
    """The first build answers, and nothing lies beside it."""
    with Store.open(directory) as store:
        assert len(store) == len(QUADS)
        found = store.text_of("m-1")
        assert found is not None and found.text == TEXTS[0][2]
    assert len(list((directory / "versions").iterdir())) == 1
    assert sorted(each.name for each in directory.iterdir()) == [
        "coldwire.lock", "current", "versions",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (f'<{E}s> <{E}p q> "x" <{E}g> .', r"Quad 3 is not valid: .*line 3.*Invalid IRI.*p q"),
        ("", None),
        (f'<{E}s> <{E}p> "x" <{E}g>', r"Quad 4 is not valid: .*followed by a dot"),
        (f'<{E}s> <{E}p> "x <{E}g> .', r"Quad 3 is not valid"),
        (f'<{E}s> "p" "x" <{E}g> .', r"Quad 3 is not valid"),
        (f'_:b <{E}p> "x" <{E}g> .', r"A quad has a blank node: _:"),
        (f"<{E}s> <{E}p> _:b <{E}g> .", r"A quad has a blank node: <http://example.org/s>"),
        (f'<{E}s> <{E}p> "x" _:g .', r"A quad has a blank node"),
        (f'<{E}s> <{E}p> "half \ud800" <{E}g> .', r"half a surrogate pair: .*half \\ud800"),
    ],
)
def test_bad_quad_is_told_and_changes_nothing(
    directory: Path, bad: str, complaint: str | None
) -> None:
    lines = [*QUADS[:2], bad, *numbered(50)]
    if complaint is None:
        write_store(directory, lines, [], {})
        return
    with pytest.raises(StopError, match=complaint):
        write_store(directory, lines, [], {})
    assert_old_store(directory)


def test_literal_that_looks_like_a_blank_node_is_none() -> None:
    assert len(Store.from_quads([f'<{E}s> <{E}p> "a _:b ." .', f'<{E}s> <{E}p> " _:b" .'])) == 2


def test_error_of_the_giver_of_quads_comes_through_and_changes_nothing(directory: Path) -> None:
    def quads() -> Iterator[str]:
        yield from numbered(100)
        raise ZeroDivisionError("in the mapping")

    with pytest.raises(ZeroDivisionError):
        write_store(directory, quads(), [], {})
    assert_old_store(directory)


def test_error_of_the_giver_of_texts_changes_nothing(directory: Path) -> None:
    with pytest.raises(StopError, match=r"'m-1' has two texts, from one\.md and from two\.md"):
        write_store(directory, QUADS, [("m-1", "one.md", "a"), ("m-1", "two.md", "b")], {})
    assert_old_store(directory)


def test_facts_that_are_no_json_change_nothing(directory: Path) -> None:
    with pytest.raises(TypeError):
        write_store(directory, QUADS, [], {"when": object()})
    assert_old_store(directory)


def test_full_disk_is_told_and_changes_nothing(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_sorted_lines", full)
    with pytest.raises(StopError, match=r"No space left on device.*before\s+is unchanged"):
        write_store(directory, QUADS, [], {})
    assert_old_store(directory)


@pytest.mark.parametrize("step", ["rename", "symlink_to", "replace"])
def test_failure_in_each_step_of_the_swap_changes_nothing(
    directory: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, failing)
        with pytest.raises(StopError, match="Input/output error"):
            write_store(directory, QUADS[:1], [], {})
    assert_old_store(directory)


KILLED = """
import sys, time, pathlib
from kg.store import write_store
def quads():
    for n in range(5000):
        yield f'<http://example.org/s{n}> <http://example.org/p> "{n}" <http://example.org/g> .'
    print("half", flush=True)
    time.sleep(60)
write_store(pathlib.Path(sys.argv[1]), quads(), [], {})
"""


def test_killed_build_leaves_the_old_store_and_the_next_removes_its_rest(directory: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(directory)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        rest = directory / "versions" / f"building-{process.pid}"
        assert rest.is_dir()
        with pytest.raises(StopError, match=rf"Another build \(process {process.pid}\) is writing"):
            write_store(directory, QUADS[:1], [], {})
        os.kill(process.pid, signal.SIGKILL)
    assert rest.is_dir()
    with Store.open(directory) as store:
        assert len(store) == len(QUADS)
    write_store(directory, QUADS, TEXTS, {})
    assert_old_store(directory)


def test_build_killed_between_its_last_steps_is_cleaned_up(directory: Path) -> None:
    left = directory / "versions" / ("0" * 64)
    left.mkdir()
    (directory / "current.next").symlink_to(left)
    write_store(directory, QUADS, TEXTS, {})
    assert_old_store(directory)


# --- readers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("in_memory", [True, False])
def test_reader_keeps_its_version_while_others_replace_it(tmp_path: Path, in_memory: bool) -> None:
    place = tmp_path / "store"
    lines = numbered(3000)
    old = write_store(place, lines, TEXTS, {})
    with Store.open(place, in_memory=in_memory) as reader:
        for count in (10, 20, 30):
            write_store(place, lines[:count], [], {})
        assert reader.version == old
        assert len(reader.rows(ALL)) == 3000
        assert reader.dump("nquads").count(b"\n") == 3000
        assert reader.dump("ntriples").count(b"\n") == 3000
        found = reader.text_of("m-2")
        assert found is not None and found.source == "two.md"
        with Store.open(place) as newer:
            assert len(newer) == 30


def _count(directory: str) -> int:
    with Store.open(Path(directory)) as store:
        return len(store.rows(ALL)) + len(store)


def test_several_processes_read_one_store(directory: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_count, [str(directory)] * 6) == [9] * 6


def test_opening_while_builds_go_on_always_finds_a_whole_store(directory: Path) -> None:
    script = (
        "import sys, pathlib\nfrom kg.store import write_store\n"
        "for n in range(12):\n"
        "    write_store(pathlib.Path(sys.argv[1]), [f'<http://example.org/s> "
        "<http://example.org/p> \"{n}\" .'], [('m-1', 'one.md', 't')], {})\n"
    )
    opened = 0
    with subprocess.Popen([sys.executable, "-c", script, str(directory)]) as process:
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            with Store.open(directory) as store:
                assert len(store.rows(ALL)) in (1, 4)
                assert store.text_of("m-1") is not None
            opened += 1
        assert process.wait() == 0
    assert opened > 3


def test_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StopError, match=r"does not exist.*Run `coldwire build --store"):
        Store.open(tmp_path / "nowhere")
    with pytest.raises(StopError, match=r"is no store.*Run `coldwire build --store"):
        Store.open(tmp_path)


@pytest.mark.parametrize("gone", ["build.json", "graph.nq", "texts.sqlite", "oxigraph/CURRENT"])
def test_half_a_store_says_what_to_do(directory: Path, gone: str) -> None:
    (directory / "current" / gone).unlink()
    with pytest.raises(StopError, match=r"cannot be used.*Run `coldwire build --store"):
        Store.open(directory)


def test_store_of_another_layout_is_not_misread(directory: Path) -> None:
    facts = directory / "current" / "build.json"
    facts.write_text(facts.read_text().replace('"layout": 2', '"layout": 1'))
    with pytest.raises(StopError, match=r"another version of Coldwire.*Run `coldwire build"):
        Store.open(directory)


@pytest.mark.parametrize("broken", ["build.json", "texts.sqlite", "oxigraph/CURRENT"])
def test_spoiled_store_says_what_to_do(directory: Path, broken: str) -> None:
    (directory / "current" / broken).write_text("nonsense " * 200)
    with pytest.raises(StopError, match=r"cannot be used.*Run `coldwire build --store"):
        Store.open(directory)


def test_small_store_is_loaded_into_memory_when_left_to_choose(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(directory, in_memory=None) as store:
        for each in (directory / "current" / "oxigraph").iterdir():
            each.unlink()
        assert len(store.rows(ALL)) == 4
    monkeypatch.setattr("kg.store.embedded.IN_MEMORY_QUADS", 4)
    with pytest.raises(
        StopError, match="cannot be used"
    ):  # too many for memory: it wants the files
        Store.open(directory, in_memory=None)


def test_literal_of_five_megabytes_goes_through(tmp_path: Path) -> None:
    big = "Я" * 2_500_000 + "\\n" + "x" * 100
    write_store(tmp_path / "s", [f'<{E}s> <{E}p> "{big}" <{E}g> .'], [("m", "m.md", big)], {})
    with Store.open(tmp_path / "s") as store:
        said = store.rows(ALL)[0]["o"]
        assert said is not None and len(said) == 2_500_101
        assert len(store.answer(ALL, "json")) > 5_000_000
        text = store.text_of("m")
        assert text is not None and text.text == big
