"""Research questions over the volumes, from our endpoint and from its peers, in one run.

    python -m benchmarks query                 # builds a store of the volumes beside the project
    COLDWIRE_BENCH_STORE=DIR python -m benchmarks query

All peers get the same text: the named questions with their parameters bound by VALUES, as a server
gets them. They are asked in turn, so that a busy machine slows all alike; times are of the wall,
from the question to the last byte. What counts is the ratio to the bare engine in this process, and
the geometric mean of it. Numbers of rows are compared: where a peer gives others, it is shown.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path
from statistics import median, quantiles

from benchmarks.peers import Peer, peers
from kg import pipeline
from kg.queries import question
from kg.store import Store, address_of
from kg.store.remote import bound

VOLUMES = Path(__file__).parents[2] / "shared" / "frus"
ASKED: dict[str, dict[str, str]] = {
    "1": {"message": "frus1955-57v03-d18"}, "2": {"message": "wilson-117312"},
    "3": {}, "4": {"message": "frus1955-57v03-d18"}, "5": {"message": "frus1955-57v03-d18"},
    "6": {}, "7": {}, "8": {"person": "person/stalin-joseph"}, "9": {}, "11": {},
    "12": {"week": "1955-03-07"}, "14": {},
}  # fmt: skip
"""The twelve questions and what they ask about."""
_TURNS = 15
_LONG_S = 3.0
"""A question that takes longer is asked in a few turns only."""
_CLIENTS = (1, 8, 64)
_CONCURRENT_S = 5.0
_CHEAP = ("1", "2", "3", "4", "5", "12")
_MANY_ROWS = "SELECT * { ?s ?p ?o } LIMIT 100000"


@dataclass(slots=True)
class Timed:
    """Seconds that a peer took for one question, turn after turn; None when it failed."""

    seconds: list[float] = field(default_factory=list)
    rows: int = -1
    failure: str = ""

    @property
    def middle(self) -> float | None:
        """The median in seconds."""
        return median(self.seconds) if self.seconds and not self.failure else None

    @property
    def p95(self) -> float | None:
        """What nineteen of twenty turns stay below, in seconds."""
        if self.middle is None or len(self.seconds) < 2:
            return self.middle
        return quantiles(self.seconds, n=20, method="inclusive")[-1]


def report() -> str:
    """The tables, as Markdown."""
    with tempfile.TemporaryDirectory() as folder, _store(Path(folder)) as store:
        graph = Path(folder) / "graph.nq"
        with Store.open(store) as opened, graph.open("wb") as file:
            opened.dump("nquads", file)
            texts = {name: _text(opened, name, given) for name, given in ASKED.items()}
            quads = len(opened)
        with peers(store, graph) as found:
            timed = _latencies(found, texts)
            cheap = [texts[name] for name in _CHEAP]
            return "\n\n".join(
                (
                    f"{quads:,} statements; milliseconds, median (p95).",
                    _table(found, texts, timed),
                    _many_rows(found),
                    _concurrent(found, cheap),
                )
            )


@contextmanager
def _store(folder: Path) -> Iterator[Path]:
    named = os.environ.get("COLDWIRE_BENCH_STORE")
    if named:
        yield Path(named)
        return
    sources = [pipeline.shipped_data(), *([VOLUMES] if VOLUMES.exists() else [])]
    pipeline.build(sources, folder / "store", lambda _: None)
    yield folder / "store"


def _text(store: Store, name: str, given: dict[str, str]) -> str:
    asked = question(name)
    return bound(asked.text, asked.bind(given, lambda text: address_of(store, text)))


def _latencies(found: Sequence[Peer], texts: dict[str, str]) -> dict[tuple[str, str], Timed]:
    asks = {peer.name: peer.client() for peer in found}
    timed = {(peer.name, name): Timed() for peer in found for name in texts}
    for turn in range(_TURNS + 1):
        for name, text in texts.items():
            for peer in found:
                each = timed[peer.name, name]
                is_long = bool(each.seconds) and min(each.seconds) > _LONG_S
                if each.failure or (is_long and turn > 2):
                    continue
                _turn(each, asks[peer.name], text, counts=turn > 0)
                if each.failure:
                    asks[peer.name] = peer.client()
    return timed


def _turn(timed: Timed, ask: Callable[[str], bytes], text: str, *, counts: bool) -> None:
    start = time.perf_counter()
    try:
        content = ask(text)
    except (OSError, RuntimeError, ValueError) as error:
        timed.failure = type(error).__name__
        return
    if counts:
        timed.seconds.append(time.perf_counter() - start)
    else:
        timed.rows = len(json.loads(content)["results"]["bindings"])


def _table(
    found: Sequence[Peer], texts: dict[str, str], timed: dict[tuple[str, str], Timed]
) -> str:
    lines = [
        f"| question | rows | {' | '.join(peer.name for peer in found)} |",
        "|---|--:" * 1 + "|--:" * len(found) + "|",
    ]
    for name in texts:
        cells = [_cell(timed[peer.name, name], timed[found[0].name, name]) for peer in found]
        asked = question(name)
        rows = timed[found[0].name, name].rows
        lines.append(f"| {asked.number} {asked.name} | {rows:,} | {' | '.join(cells)} |")
    means = [_mean(peer, found[0], texts, timed) for peer in found]
    lines.append(f"| geometric mean, times the first | | {' | '.join(means)} |")
    memory = ["–" if p.memory_mb is None else f"{p.memory_mb:,.0f} MB" for p in found]
    lines.append(f"| memory of the processes | | {' | '.join(memory)} |")
    return "\n".join(lines)


def _cell(timed: Timed, first: Timed) -> str:
    if timed.middle is None or timed.p95 is None:
        return timed.failure
    other = "" if timed.rows == first.rows else f", {timed.rows:,} rows"
    return f"{timed.middle * 1000:.1f} ({timed.p95 * 1000:.1f}){other}"


def _mean(
    peer: Peer, first: Peer, texts: dict[str, str], timed: dict[tuple[str, str], Timed]
) -> str:
    """Over the questions that both answered."""
    pairs = [(timed[peer.name, name].middle, timed[first.name, name].middle) for name in texts]
    ratios = [log(a / b) for a, b in pairs if a is not None and b is not None]
    return f"{exp(sum(ratios) / len(ratios)):.2f} of {len(ratios)}" if ratios else "–"


def _many_rows(found: Sequence[Peer]) -> str:
    """How long a whole answer of 100,000 rows takes."""
    cells = []
    for peer in found:
        ask = peer.client()
        start = time.perf_counter()
        size = len(ask(_MANY_ROWS))
        cells.append(f"{peer.name} {(time.perf_counter() - start) * 1000:.0f} ms ({size:,} bytes)")
    return "100,000 rows as JSON, to the last byte: " + "; ".join(cells) + "."


def _concurrent(found: Sequence[Peer], texts: Sequence[str]) -> str:
    """Answers a second of cheap questions, with several clients at once."""
    servers = [peer for peer in found if peer.process is not None]
    lines = [
        "| clients | " + " | ".join(peer.name for peer in servers) + " |",
        "|--:" * (len(servers) + 1) + "|",
    ]
    for clients in _CLIENTS:
        cells = []
        for peer in servers:
            answers, wrong, middle = _together(peer, texts, clients)
            failed = f", {wrong} wrong or failed" if wrong else ""
            cells.append(f"{answers:,.0f} a second, median {middle * 1000:.0f} ms{failed}")
        lines.append(f"| {clients} | {' | '.join(cells)} |")
    return "Cheap questions (" + ", ".join(_CHEAP) + ") in turn:\n\n" + "\n".join(lines)


def _together(peer: Peer, texts: Sequence[str], clients: int) -> tuple[float, int, float]:
    right = [peer.client()(text) for text in texts]
    seconds: list[float] = []
    wrong = [0]
    ends = time.monotonic() + _CONCURRENT_S

    def client(first: int) -> None:
        ask, number = peer.client(), first
        while time.monotonic() < ends:
            number = (number + 1) % len(texts)
            start = time.perf_counter()
            try:
                is_right = len(ask(texts[number])) == len(right[number])
            except (OSError, RuntimeError):
                is_right, ask = False, peer.client()
            seconds.append(time.perf_counter() - start)
            wrong[0] += not is_right

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seconds) / _CONCURRENT_S, wrong[0], median(seconds)
