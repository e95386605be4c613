"""Patience with servers: how long is waited, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kg.connections import NotNowError, Patience, host_of, patiently, retry_after_s
from kg.errors import StopError


def asked(*answers: object) -> tuple[list[float], object]:
    waited: list[float] = []
    left = list(answers)

    def ask() -> object:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return waited, patiently(ask, Patience(tries=3, sleep=waited.append))


def test_pauses_grow() -> None:
    waited, got = asked(NotNowError("a"), NotNowError("b"), "here")
    assert (waited, got) == ([0.5, 1.0], "here")


def test_what_the_server_asks_to_wait_is_waited() -> None:
    waited, _ = asked(NotNowError("busy", 7.0), "here")
    assert waited == [7.0]


def test_server_that_asks_for_too_long_a_pause_is_not_waited_for() -> None:
    with pytest.raises(StopError, match="come back in 9,000 seconds"):
        asked(NotNowError("busy", 9000.0), "here")


def test_nothing_is_waited_after_the_last_try() -> None:
    waited: list[float] = []

    def busy() -> None:
        raise NotNowError("busy")

    with pytest.raises(StopError, match="busy; given up after 3 tries"):
        patiently(busy, Patience(tries=3, sleep=waited.append))
    assert len(waited) == 2


def test_retry_after_may_be_a_date() -> None:
    now = datetime(2020, 1, 1, 12, 0, 0, tzinfo=UTC)
    said = {"retry-after": "Wed, 01 Jan 2020 12:00:09 GMT"}
    assert retry_after_s(said, now) == 9.0
    assert retry_after_s({"Retry-After": "Wed, 01 Jan 2020 11:00:00 GMT"}, now) == 0.0
    assert retry_after_s({}) is None


def test_only_the_server_of_an_address_is_shown() -> None:
    assert host_of("http://u:p@h:1/x?y=z") == "http://h:1"
