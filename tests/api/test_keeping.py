"""What depends on the version of the dataset is made once, and never outlives its version."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api import keeping
from api.addresses import Addresses
from api.finding_aid import FindingAid, likeness
from api.graph import Graph
from api.keeping import Kept
from kg.namespaces import BASE
from kg.store import Store

_DIGEST = "0" * 64


def test_many_that_ask_together_wait_for_one_that_makes_it() -> None:
    kept, made, all_there = Kept(), [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        return len(made)

    def ask(_: int) -> int:
        all_there.wait(10)
        return kept.get(_DIGEST, "x", make)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {1}
    assert made == [1]


def test_another_version_is_another_value() -> None:
    kept = Kept()
    assert [kept.get(v, "x", lambda v=v: v) for v in ("a", "b", "a")] == ["a", "b", "a"]  # type: ignore[misc]


def test_a_failure_is_not_kept() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get(_DIGEST, "x", lambda: 1 // 0)
    assert kept.get(_DIGEST, "x", lambda: 7) == 7


def test_only_what_a_digest_stands_for_is_kept_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: now[0])
    kept, made = Kept(), iter(range(99))
    for version, later in ((_DIGEST, 0), ("https://example.org/sparql", 2)):
        first = kept.get(version, "x", lambda: next(made))
        now[0] += 599
        assert kept.get(version, "x", lambda: next(made)) == first
        now[0] += 2
        assert (kept.get(version, "x", lambda: next(made)) != first) is bool(later)


def test_the_least_used_value_goes_first_when_there_are_too_many() -> None:
    kept = Kept(2)
    for name in ("a", "b", "a", "c"):
        kept.get(_DIGEST, name, lambda: 1)
    assert kept.get(_DIGEST, "a", lambda: 2) == 1
    assert kept.get(_DIGEST, "b", lambda: 2) == 2


@pytest.fixture(scope="module")
def aid(opened: Store) -> FindingAid:
    return FindingAid.of(Graph(opened, Addresses(BASE)))


def test_the_aid_lists_every_message_once_in_whatever_pages(aid: FindingAid) -> None:
    whole = [each.address for each in aid.messages(None, 0, 100)]
    paged = [each.address for first in range(5) for each in aid.messages(None, first, 1)]
    assert whole == paged
    assert len(set(whole)) == 4 == sum(number for _, number in aid.held())
    for way, number in aid.held():
        assert len(aid.messages(way, 0, 100)) == number
    assert aid.messages("no such way", 0, 100) == []


def test_the_aid_knows_a_message_by_identifier_number_and_title(aid: FindingAid) -> None:
    (listed,) = [each for each in aid.messages(None, 0, 9) if each.address.endswith("/selm-1")]
    for text in ("selm-1", "SELM 1", listed.title, listed.title.upper()):
        assert [near.address for near in aid.named(text)] == [listed.address], text
    assert [near.address for near in aid.named("410277/kt")] == [listed.address]


def test_the_nearest_come_first(aid: FindingAid) -> None:
    found = [near.address for near in aid.nearest("Tamsin Drei")]
    assert found[0] == f"{BASE}person/drey"
    assert likeness("drei", "drey") > likeness("drei", "dover")


@pytest.mark.parametrize(
    "text", ["", "a", '"', "a OR b", "*", "NEAR(a b)", "x" * 100_000, "\x00\ud800"]
)
def test_no_text_breaks_the_look_up(aid: FindingAid, text: str) -> None:
    assert isinstance(aid.nearest(text), list)
    assert isinstance(aid.named(text), list)
