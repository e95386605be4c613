"""The pool answers whoever asks, cuts off what is too much, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from api.workers.answers import BusyError, CrashError, NotAcceptableError, TimeLimitError
from api.workers.frames import Question
from api.workers.generation import Generation
from api.workers.pool import Pool
from kg.errors import QueryError, StopError
from kg.store import write_store
from tests.api.workers.conftest import (
    ALL,
    CRASH,
    MANY,
    QUADS,
    RUNAWAY,
    YES,
    asked,
    is_alive,
    outcome,
    pool_over,
    quads,
    until,
)


def rows(content: bytes | str) -> int:
    return len(json.loads(content)["results"]["bindings"])


@pytest.mark.parametrize("in_memory", [True, False])
def test_answers_come_whole_or_in_parts_from_memory_and_disk(small: Path, in_memory: bool) -> None:
    async def run() -> None:
        async with pool_over(small, in_memory=in_memory, standing=1) as pool:
            short = await pool.ask(ALL)
            assert rows(await short.whole()) == QUADS
            long = await pool.ask(MANY)
            assert long.content is None
            assert rows(await long.whole()) == 30_000
            assert pool.generation.is_in_memory is in_memory

    asyncio.run(run())


def test_what_cannot_be_answered_is_told_and_costs_no_worker(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            (before,) = await _workers(pool)
            with pytest.raises(QueryError, match="line 1, column 6"):
                await pool.ask(asked("ASK ["))
            with pytest.raises(QueryError, match="SERVICE is refused"):
                await pool.ask(asked("ASK { SERVICE <http://a/> {} }"))
            with pytest.raises(NotAcceptableError, match="graph"):
                await pool.ask(Question("DESCRIBE <urn:a>", {"bindings": "json"}))
            with pytest.raises(QueryError):
                await pool.ask(asked("ASK { <\ud800> ?p ?o }"))
            assert await outcome(pool, YES)
            assert {each.process for each in pool.generation.workers} == {before}

    asyncio.run(run())


async def _workers(pool: Pool) -> set[int]:
    await until(lambda: pool.generation.ordered == 0)
    return {each.process for each in pool.generation.workers}


def test_a_query_is_cut_off_at_the_time_limit_and_its_worker_ends(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1, time_s=0.3) as pool:
            (before,) = await _workers(pool)
            with pytest.raises(TimeLimitError, match=r"longer than 0\.3 seconds"):
                await pool.ask(RUNAWAY)
            await until(lambda: not is_alive(before))
            assert pool.cut_off == 1
            assert await outcome(pool, YES)
            assert pool.load.running == pool.load.long == 0

    asyncio.run(run())


def test_the_time_limit_also_ends_an_answer_that_has_begun(small: Path) -> None:
    endless = asked("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")

    async def run() -> None:
        async with pool_over(small, standing=1, time_s=0.4) as pool:
            answer = await pool.ask(endless)
            with pytest.raises(TimeLimitError):
                await answer.whole()

    asyncio.run(run())


def test_the_engine_may_crash_and_the_next_query_is_answered(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            for _ in range(3):
                with pytest.raises(CrashError, match="too much for the engine"):
                    await pool.ask(CRASH)
                assert await outcome(pool, YES)
            assert pool.crashed == 3

    asyncio.run(run())


def test_a_worker_that_grew_is_replaced_and_the_question_after_is_answered(small: Path) -> None:
    """Also when the last question of the worker could not be read."""
    grows = asked(
        "SELECT (STRLEN(GROUP_CONCAT(?s)) AS ?n)"
        " { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?s) }"
    )

    async def run() -> None:
        terms = {"standing": 1, "most": 1, "long_s": 30.0}
        async with pool_over(small, grown=5_000_000, **terms) as pool:
            for after in (asked("ASK ["), YES):
                (before,) = await _workers(pool)
                assert "bindings" in await outcome(pool, grows)
                first = await outcome(pool, after)
                assert first == "QueryError" or "true" in first
                for _ in range(3):
                    assert "true" in await outcome(pool, YES)
                assert before not in await _workers(pool)

    asyncio.run(run())


def test_a_client_that_leaves_frees_worker_and_place(small: Path) -> None:
    """While it waits, while its query runs, and in the middle of the answer."""

    async def run() -> None:
        async with pool_over(small, standing=1, most=1, most_waiting=2) as pool:
            running = asyncio.create_task(outcome(pool, RUNAWAY))
            await until(lambda: pool.load.running == 1)
            for _ in range(5):  # more than may wait: those who left do not count
                waiting = [asyncio.create_task(outcome(pool, YES)) for _ in range(2)]
                await until(lambda: pool.load.waiting == 2)
                for each in waiting:
                    each.cancel()
                await asyncio.wait(waiting)
                assert pool.load.waiting == 0
            running.cancel()
            await until(lambda: pool.load.running == 0)
            assert await outcome(pool, YES)
            answer = await pool.ask(MANY)
            async for _ in answer.chunks():
                break
            answer.close()
            await until(lambda: pool.load.running == 0)
            assert await outcome(pool, YES)

    asyncio.run(run())


def test_a_worker_that_comes_just_when_its_question_gives_up_is_used_again(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            held = await pool._worker_for("a")
            waiting = asyncio.create_task(pool.ask(YES))
            await until(lambda: pool.load.waiting == 1)
            pool._free(held)  # the place is filled, and before its task goes on it is cancelled
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert pool.load.running == 0
            assert await outcome(pool, YES)

    asyncio.run(run())


def test_an_answer_that_is_never_read_holds_no_worker(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            (await pool.ask(MANY)).close()  # before the task that fills it took its first step
            await until(lambda: pool.load.running == 0)
            unread = await pool.ask(MANY)
            await until(lambda: pool.load.running == 0)
            assert await outcome(pool, YES)
            assert pool._room.taken > 1_000_000
            unread.close()
            assert pool._room.taken == 0

    asyncio.run(run())


def test_what_nobody_reads_is_bounded_for_all_together(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=2, most_unread=4_000_000) as pool:
            unread = [await pool.ask(MANY) for _ in range(2)]
            await until(lambda: pool.load.running == 0)
            for each in unread:
                with pytest.raises(BusyError, match="waits to be read"):
                    await each.whole()
            assert pool._room.taken == 0
            assert rows(await outcome(pool, ALL)) == QUADS

    asyncio.run(run())


def test_two_thousand_questions_at_once_are_answered_or_refused_at_once(small: Path) -> None:
    async def run() -> None:
        terms = {"most_waiting": 1_500, "most_of_client": 3_000, "waits_s": 60.0}
        async with pool_over(small, standing=2, most=2, **terms) as pool:
            found = await asyncio.gather(*(outcome(pool, YES, "a") for _ in range(2_000)))
            assert sum("true" in each for each in found) >= 1_500
            assert {each for each in found if "true" not in each} == {"BusyError"}
            assert pool.load.waiting == pool.load.running == 0
            assert pool._clients == {}

    asyncio.run(run())


def test_clients_take_turns(small: Path) -> None:
    """The one question of a modest client is answered before the hundred of a greedy one."""

    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            done: list[str] = []

            async def ask(client: str) -> None:
                await outcome(pool, YES, client)
                done.append(client)

            held = await pool._worker_for("")
            async with asyncio.TaskGroup() as group:
                for _ in range(100):
                    group.create_task(ask("greedy"))
                await until(lambda: pool.load.waiting == 100)
                group.create_task(ask("modest"))
                await until(lambda: pool.load.waiting == 101)
                pool._free(held)
            assert done.index("modest") <= 2

    asyncio.run(run())


def test_one_client_may_ask_only_so_much_at_a_time(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1, most_of_client=2) as pool:
            tasks = [asyncio.create_task(outcome(pool, RUNAWAY, "greedy")) for _ in range(2)]
            await until(lambda: pool.load.waiting == 1)
            with pytest.raises(BusyError, match="2 of your queries") as refused:
                await pool.ask(YES, "greedy")
            assert refused.value.is_of_client
            for each in tasks:
                each.cancel()
            await asyncio.wait(tasks)
            assert await outcome(pool, YES, "greedy")

    asyncio.run(run())


def test_a_long_query_gives_way_and_its_worker_is_not_used_again(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=2, long_s=0.1) as pool:
            (worker,) = await _workers(pool)
            task = asyncio.create_task(outcome(pool, RUNAWAY))
            await until(lambda: pool.load.long == 1)
            assert os.getpriority(os.PRIO_PROCESS, worker) == 19
            assert await outcome(pool, RUNAWAY) == "BusyError"  # one long query is all there may be
            task.cancel()
            await until(lambda: not is_alive(worker))
            assert pool.load.long == 0

    asyncio.run(run())


def test_a_question_that_waits_too_long_is_told_so(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1, waits_s=0.2) as pool:
            task = asyncio.create_task(outcome(pool, RUNAWAY))
            await until(lambda: pool.load.running == 1)
            with pytest.raises(BusyError, match=r"No worker was free for 0\.2 seconds"):
                await pool.ask(YES)
            task.cancel()
            await asyncio.wait({task})

    asyncio.run(run())


def test_a_worker_that_dies_while_idle_is_replaced_unnoticed(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=2, most=2) as pool:
            for _ in range(5):
                for process in await _workers(pool):
                    os.kill(process, signal.SIGKILL)
                await until(lambda: pool.load.workers == 2)
                await asyncio.sleep(0.05)
                assert "true" in await outcome(pool, YES)
            assert len(await _workers(pool)) == 2
            assert pool.crashed == 0

    asyncio.run(run())


def test_a_keeper_that_was_killed_is_started_anew(small: Path) -> None:
    """The query that runs is answered, those that come are answered, new workers come."""

    async def run() -> None:
        async with pool_over(small, standing=2, most=4) as pool:
            await _workers(pool)
            answer = await pool.ask(MANY)
            first = pool.generation
            first.keeper.kill()
            assert rows(await answer.whole()) == 30_000
            for _ in range(50):
                assert "true" in await outcome(pool, YES)
            await until(lambda: pool.generation is not first)
            assert "true" in await outcome(pool, YES)
            assert pool.load.running == 0
            await until(lambda: first.is_ended)

    asyncio.run(run())


def test_a_runaway_query_whose_keeper_was_killed_is_cut_off_all_the_same(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, time_s=2.0) as pool:
            (worker,) = await _workers(pool)
            task = asyncio.create_task(outcome(pool, RUNAWAY))
            await until(lambda: pool.load.running == 1)
            pool.generation.keeper.kill()
            assert await task == "TimeLimitError"
            await until(lambda: not is_alive(worker))

    asyncio.run(run())


def test_a_new_build_is_swapped_in_and_the_old_one_ends_with_its_last_query(tmp_path: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "store"
        write_store(folder, quads(400), [], {})
        count = asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        async with pool_over(folder, standing=1, most=4, time_s=60.0) as pool:
            old = pool.generation
            unread = await pool.ask(MANY)
            write_store(folder, quads(20), [], {})
            await pool.reload()
            assert '"20"' in await outcome(pool, count)
            assert rows(await unread.whole()) == 30_000
            assert unread.version == old.version != pool.generation.version
            await until(lambda: old.is_ended)

    asyncio.run(run())


def test_a_build_that_cannot_be_opened_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    async def run() -> None:
        folder = tmp_path / "store"
        write_store(folder, quads(20), [], {})
        async with pool_over(folder, standing=1) as pool:
            for each in sorted(folder.rglob("*"), reverse=True):
                each.unlink() if not each.is_dir() or each.is_symlink() else each.rmdir()
            with pytest.raises(StopError):
                await pool.reload()
            assert "true" in await outcome(pool, YES)

    asyncio.run(run())


def test_a_store_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    async def run() -> None:
        with pytest.raises(StopError, match="build"):
            async with pool_over(tmp_path / "nothing"):
                pass

    asyncio.run(run())


def test_a_folder_of_our_name_where_the_server_was_started_is_not_taken_for_ours(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path)

    async def run() -> None:
        async with pool_over(small, standing=1) as pool:
            assert "true" in await outcome(pool, YES)

    asyncio.run(run())


def test_a_start_that_is_given_up_leaves_no_keeper(small: Path) -> None:
    async def run() -> None:
        kept: list[Generation] = []
        opened = Generation._opened

        async def noted(self: Generation) -> None:
            kept.append(self)
            await opened(self)

        async with pool_over(small, standing=1) as pool:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Generation, "_opened", noted)
                task = asyncio.create_task(pool.reload())
                await until(lambda: bool(kept))
                task.cancel()
                await asyncio.wait({task})
            assert kept[0].keeper.poll() is not None
            assert "true" in await outcome(pool, YES)

    asyncio.run(run())


def test_closing_ends_what_runs_and_what_waits(small: Path) -> None:
    async def run() -> None:
        async with pool_over(small, standing=1, most=1) as pool:
            tasks = [asyncio.create_task(outcome(pool, RUNAWAY)) for _ in range(3)]
            await until(lambda: pool.load.waiting == 2)
            await pool.close()
            found = [await each for each in tasks]
            assert sorted(found) == ["BusyError", "BusyError", "CrashError"]
            assert await outcome(pool, YES) == "BusyError"

    asyncio.run(run())
