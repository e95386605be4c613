"""Input as it should not be, and builds in each other's way: told, left out, nothing lost."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import Problem, StopError
from kg.pipeline import parts, workers
from kg.store import Store, unfinished
from tests.pipeline.conftest import MakeVolume
from tests.pipeline.test_volumes import ALONE, build, nquads


def skipped(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems if problem.severity == "skipped"]


def moved(file: Path, to: str) -> Path:
    target = file.parent / to
    target.parent.mkdir(exist_ok=True)
    return file.rename(target)


# Which file a volume is read from


def test_volumes_in_files_of_one_name_keep_apart(make_volume: MakeVolume, tmp_path: Path) -> None:
    folder = make_volume("frus1951v98").parent
    for name, sub, more in (("frus1951v98", "a", "Rain."), ("frus1951v99", "b", "Snow.")):
        moved(make_volume(name, more=more), f"{sub}/same.xml")
    for _ in range(2):  # read, then taken over
        built, problems = build(folder, tmp_path / "store")
        assert (built.messages, problems) == (6, [])
        with Store.open(tmp_path / "store") as store:
            for message, word in (("frus1951v98-d1", "Rain."), ("frus1951v99-d1", "Snow.")):
                text = store.text_of(message)
                assert text is not None
                assert word in text.text
            assert len(nquads(tmp_path / "store").splitlines()) == len(store)


@pytest.mark.parametrize("number", [1, 2])
def test_of_two_files_of_one_volume_the_first_by_name_is_used_however_many_work(
    make_volume: MakeVolume, tmp_path: Path, number: int
) -> None:
    moved(make_volume(documents=40, more="The long one."), "a.xml")
    short = make_volume(documents=1)
    (short.parent / "b.xml.gz").write_bytes(gzip.compress(short.read_bytes()))
    settings = pipeline.Settings(workers=number, people=None)
    problems: list[Problem] = []
    for _ in range(2):  # the second time the first file is taken over
        problems.clear()
        built = pipeline.build(
            [short.parent], tmp_path / "store", problems.append, settings=settings
        )
        assert built.messages == 40
        assert [message[:57] for message in skipped(problems)] == [
            "b.xml.gz: volume frus1951v99 was already read from a.xml.",
            "frus1951v99.xml: volume frus1951v99 was already read from"[:57],
        ]


def test_two_volumes_that_claim_one_message_are_not_both_used(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    odd = make_volume("frus1951")
    odd.write_text(odd.read_text().replace('xml:id="d1"', 'xml:id="v99-d1"'))
    built, problems = build(make_volume("frus1951-v99").parent, tmp_path / "store")
    assert built.messages == 3
    (message,) = skipped(problems)
    assert "message frus1951-v99-d1 was already read from frus1951-v99.xml" in message


def test_a_volume_that_was_moved_is_named_by_its_new_place(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    file = make_volume()
    build(file.parent, tmp_path / "store")
    moved(file, "1951/frus1951v99.xml")
    build(file.parent, tmp_path / "store")
    build(file.parent, tmp_path / "fresh")
    assert nquads(tmp_path / "store") == nquads(tmp_path / "fresh")
    with Store.open(tmp_path / "store") as store:
        text = store.text_of("frus1951v99-d1")
        assert text is not None
        assert text.source == "1951/frus1951v99.xml"


# Names of files


@pytest.mark.parametrize(
    "name", ["quo'te\" <&>", "new\nline", "ü%7E~;$(x)`", "-dash", "日本", "v" * 200]
)
def test_any_name_a_file_can_have_does(make_volume: MakeVolume, tmp_path: Path, name: str) -> None:
    file = moved(make_volume(), f"{name}.xml")
    built, problems = build(file.parent, tmp_path / "store")
    assert (built.messages, problems) == (3, [])
    (part,) = (tmp_path / "store" / "current" / "parts").iterdir()
    assert part.name.removesuffix(".json").replace("-", "").isalnum()
    assert part.name.isascii()


def test_a_name_that_is_no_text_does_too(make_volume: MakeVolume, tmp_path: Path) -> None:
    file = make_volume()
    try:
        file.rename(file.parent / os.fsdecode(b"v\xff.xml"))
    except OSError:
        pytest.skip("this file system takes no such name")
    built, problems = build(file.parent, tmp_path / "store")
    assert (built.messages, problems) == (3, [])


# What is no file to be read


def test_a_pipe_and_a_link_to_nowhere_are_left_out_without_waiting(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    folder = make_volume().parent
    os.mkfifo(folder / "pipe.xml")
    (folder / "lost.xml").symlink_to(folder / "nowhere")
    built, problems = build(folder, tmp_path / "store")
    assert built.messages == 3
    assert [message.partition(",")[0] for message in skipped(problems)] == ["lost.xml", "pipe.xml"]


def test_xml_under_the_name_of_a_text_is_no_message(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    file = moved(make_volume("frus1951v98"), "volume.txt")
    make_volume()
    built, problems = build(file.parent, tmp_path / "store")
    assert built.messages == 3
    (message,) = skipped(problems)
    assert message == (
        "volume.txt, line 1: its text is XML or HTML. Give XML the ending .xml, or save plain text."
    )


# Builds in each other's way, and the disk


def test_a_second_build_in_one_store_is_refused_before_its_work(
    make_volume: MakeVolume, tmp_path: Path
) -> None:
    folder = make_volume().parent
    store = tmp_path / "store"
    build(folder, store)
    before = nquads(store)
    with unfinished(store), pytest.raises(StopError, match="Another build .* is writing to"):
        pipeline.build([folder], store, pytest.fail, pytest.fail, ALONE)
    assert nquads(store) == before
    build(folder, store)
    assert sorted(each.name for each in store.iterdir()) == [
        "coldwire.lock",
        "current",
        "unfinished.lock",
        "versions",
    ]


def test_a_full_disk_is_told_and_the_old_store_stays(
    make_volume: MakeVolume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_volume().parent
    build(folder, tmp_path / "store")
    before = nquads(tmp_path / "store")
    make_volume(more="It rained.")

    def full(_file: Path, _text: str, **_how: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(parts.Path, "write_text", full)
    with pytest.raises(StopError, match="No space left on device. A store that was there"):
        build(folder, tmp_path / "store")
    monkeypatch.undo()
    assert nquads(tmp_path / "store") == before


# Processes that go


def unsendable(_task: int) -> int:
    class _Local(Exception):  # noqa: N818
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    raise _Local(1, 2)


def test_an_error_that_cannot_be_sent_comes_in_words() -> None:
    found = [str(result) for _, result in workers.each(unsendable, [1, 2], 2, None)]
    assert found == ["_Local: 1 and 2"] * 2


def slow(task: str) -> str:
    with Path(task).open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.05)
    return task


def test_work_that_nobody_wants_any_more_is_not_begun(tmp_path: Path) -> None:
    tasks = [str(tmp_path / f"{number}") for number in range(60)]
    results = workers.each(slow, tasks, 2, None)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(list(tmp_path.iterdir())) < 50


STARTING = """
import sys
from kg.pipeline.workers import each
from tests.pipeline.test_bad_input import slow
for task, _ in each(slow, sys.argv[1:], 2, None):
    print(task, flush=True)
    sys.stdin.read()
"""


def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    tasks = [str(tmp_path / f"{number}") for number in range(8)]
    main = subprocess.Popen(
        [sys.executable, "-c", STARTING, *tasks], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert main.stdout is not None
    main.stdout.readline()
    main.kill()
    main.communicate()
    written = [file.read_text() for file in tmp_path.iterdir()]
    started = {int(number) for text in written for number in text.split()}
    assert started
    deadline = time.monotonic() + 20
    while (alive := {pid for pid in started if _runs(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
