"""Work on many cores or a cluster: all results, whatever dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import SkipError, StopError
from kg.pipeline.workers import each


def doubled(number: int) -> int:
    if number == 13:
        raise SkipError("a.xml", "whole file", "it is broken", "Give another.")
    return 2 * number


def killing_once(task: tuple[str, int]) -> int:
    """Kills its own process the first time it gets the number 2."""
    folder, number = task
    if number == 2:
        died = Path(folder) / "died"
        if not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return number


def killing_always(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_each_task_comes_with_its_result_or_its_error(workers: int) -> None:
    found = dict(each(doubled, [1, 13, 3], workers, None))
    assert (found[1], found[3]) == (2, 6)
    assert isinstance(found[13], SkipError)
    assert found[13].reason == "it is broken"


def test_a_process_that_is_killed_once_loses_nothing(tmp_path: Path) -> None:
    tasks = [(str(tmp_path), number) for number in range(5)]
    found = {task[1]: result for task, result in each(killing_once, tasks, 2, None)}
    assert found == {number: number for number in range(5)}


def test_a_task_that_kills_its_process_each_time_is_given_up_alone() -> None:
    found = dict(each(killing_always, [1, 2, 3], 2, None))
    assert isinstance(found.pop(2), Exception)
    assert found == {1: 1, 3: 3}


def test_a_scheduler_that_is_not_there_is_told() -> None:
    pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    with pytest.raises(StopError, match=r"tcp://127\.0\.0\.1:9 cannot be reached"):
        list(each(doubled, [1], 1, "tcp://127.0.0.1:9"))


# A cluster of two processes of Dask on this machine


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, on the loopback interface only."""
    pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": Path.cwd()}
    place = ["--host", "127.0.0.1", "--no-dashboard"]
    started = [
        subprocess.Popen([*dask, *place, "--port", "0", "--scheduler-file", file], **quiet)  # type: ignore[call-overload]
    ]
    try:
        for number in range(2):
            own = [
                "--nthreads",
                "1",
                "--no-nanny",
                "--local-directory",
                str(tmp_path / f"w{number}"),
            ]
            options = [*place, "--scheduler-file", str(file), *own]
            started.append(subprocess.Popen([*worker, *options], **quiet))  # type: ignore[call-overload]
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        import json

        yield json.loads(file.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_and_survives_the_death_of_a_worker(
    scheduler: str, tmp_path: Path
) -> None:
    tasks = [(str(tmp_path), number) for number in range(6)]
    found = {task[1]: result for task, result in each(killing_once, tasks, 1, scheduler)}
    assert found == {number: number for number in range(6)}
    assert (tmp_path / "died").exists()
