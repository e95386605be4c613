"""Bytes wait for a slow reader: in memory, on the disk, and never more than there is room for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from api.workers.answers import CrashError, NoRoomError, Room, Spool


async def read(spool: Spool) -> bytes:
    return b"".join([chunk async for chunk in spool.chunks()])


@pytest.mark.parametrize("parts", [[], [b"a", b"", b"b"], [b"x" * 700_000] * 5])
def test_a_reader_gets_what_was_written(parts: Iterable[bytes]) -> None:
    async def run() -> None:
        early, late = Spool(Room(10_000_000)), Spool(Room(10_000_000))
        reading = asyncio.create_task(read(early))
        for part in parts:
            early.write(part)
            late.write(part)
            await asyncio.sleep(0)
        early.end()
        late.end()
        assert await reading == await read(late) == b"".join(parts)
        for spool in (early, late):
            spool.close()

    asyncio.run(run())


def test_a_broken_answer_ends_in_its_error_after_what_came() -> None:
    async def run() -> None:
        spool = Spool(Room(100))
        spool.write(b"so far")
        spool.end(CrashError("over"))
        spool.end()  # the first end counts
        found = []
        with pytest.raises(CrashError, match="over"):
            async for chunk in spool.chunks():
                found.append(chunk)  # noqa: PERF401 - what came before the error counts
        assert found == [b"so far"]
        spool.close()

    asyncio.run(run())


def test_a_reader_that_keeps_up_needs_no_more_room() -> None:
    async def run() -> None:
        room = Room(100)
        spool = Spool(room)
        chunks = spool.chunks()
        for number in range(50):
            spool.write(b"%99d" % number)
            assert await anext(chunks) == b"%99d" % number
        assert room.taken == 99
        spool.close()
        assert room.taken == 0

    asyncio.run(run())


def test_more_than_there_is_room_for_is_refused() -> None:
    async def run() -> None:
        room = Room(100)
        one, other = Spool(room), Spool(room)
        one.write(b"x" * 60)
        with pytest.raises(NoRoomError):
            other.write(b"x" * 60)
        one.close()
        other.write(b"x" * 60)
        other.close()
        assert room.taken == 0

    asyncio.run(run())


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        spool = Spool(Room(100))

        def full(_: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(spool._file, "write", full, raising=False)
        with pytest.raises(NoRoomError):
            spool.write(b"x")
        spool.close()

    asyncio.run(run())
