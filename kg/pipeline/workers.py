"""The same work on many things at once: on the cores of this machine, or on a Dask cluster.

A task is a volume, never a document: a task costs about a millisecond, a volume a second. Results
come back as they are ready, in any order.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from kg.errors import StopError

Task = TypeVar("Task")
Result = TypeVar("Result")

_TRIES = 3


def each(
    work: Callable[[Task], Result], tasks: Sequence[Task], workers: int, scheduler: str | None
) -> Iterator[tuple[Task, Result | Exception]]:
    """What `work` makes of each task, as it is ready.

    `work` and the tasks must be known to other processes (a function of a module, plain values).
    A task that fails, or whose process dies each time, comes with its exception; the others
    go on.

    Raises:
        StopError: when the scheduler cannot be reached or the Dask package is not installed.
    """
    if scheduler is not None:
        yield from _on_cluster(work, tasks, scheduler)
    elif workers == 1 or len(tasks) < 2:
        for task in tasks:
            yield task, _tried(work, task)
    else:
        yield from _on_cores(work, tasks, workers)


def _tried(work: Callable[[Task], Result], task: Task) -> Result | Exception:
    """The result, or the error as a value that reaches another process.

    One that cannot be sent (lxml's, of many libraries) would take the pool with it.
    """
    try:
        return work(task)
    except Exception as error:  # whatever it is, the other tasks go on
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        except Exception:  # whatever a class does when it is rebuilt
            return RuntimeError(f"{type(error).__name__}: {error}")
        return error


def _on_cores(
    work: Callable[[Task], Result], tasks: Sequence[Task], workers: int
) -> Iterator[tuple[Task, Result | Exception]]:
    """On processes of this machine. A process that is killed takes its pool with it.

    So the tasks that were not done then are tried again, at last one by one: only a task
    that kills its process each time is given up.
    """
    left = list(range(len(tasks)))
    for turn in range(_TRIES):
        alone = turn == _TRIES - 1
        for place, result in _in_pool(work, tasks, left, 1 if alone else workers):
            left.remove(place)
            yield tasks[place], result
        if not left:
            return
        if alone:
            break
    for place in left:
        yield tasks[place], _alone(work, tasks[place])


def _in_pool(
    work: Callable[[Task], Result], tasks: Sequence[Task], places: Sequence[int], workers: int
) -> Iterator[tuple[int, Result | Exception]]:
    """The results of the tasks at these places, as far as the pool lives."""
    futures: dict[Future[Result | Exception], int] = {}
    with _pool(workers) as pool:
        with suppress(BrokenProcessPool):  # those not handed over then are done in another pool
            for place in places:
                futures[pool.submit(_tried, work, tasks[place])] = place
        for future in as_completed(list(futures)):
            place = futures.pop(future)
            with suppress(BrokenProcessPool):
                yield place, future.result()


def _alone(work: Callable[[Task], Result], task: Task) -> Result | Exception:
    with _pool(1) as pool:
        try:
            return pool.submit(_tried, work, task).result()
        except BrokenProcessPool:
            return MemoryError("its process was killed each time it was tried")


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with this one. When the caller stops, what waits is not begun."""
    spawn = get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Has this process end when the one that started it is killed; it would wait for ever."""
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=follow, daemon=True).start()


def _on_cluster(
    work: Callable[[Task], Result], tasks: Sequence[Task], scheduler: str
) -> Iterator[tuple[Task, Result | Exception]]:
    """On the workers of a Dask cluster, which runs a task again whose worker died.

    Source: dask.distributed, Client, `as_completed`, and its setting `allowed-failures`.
    """
    try:
        import distributed  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise StopError(
            "A cluster needs the package distributed: pip install 'coldwire[cluster]'."
        ) from error
    try:
        client: Any = distributed.Client(scheduler, timeout="20s")  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise StopError(
            f"The Dask scheduler {scheduler} cannot be reached ({error}). Start it with"
            " `dask scheduler` and its workers with `dask worker`."
        ) from error
    with client:
        futures = {client.submit(_tried, work, task, pure=False): task for task in tasks}
        for future in distributed.as_completed(list(futures)):  # type: ignore[no-untyped-call]
            task = futures.pop(future)
            try:
                result = future.result()
            except Exception as error:  # the worker died each time, or the scheduler went
                result = error
            future.release()
            yield task, result
