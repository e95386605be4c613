"""Building a store against the engine's own bulk load; asking it against the engine and rdflib.

The graph is the shipped one, its messages repeated under new identifiers until it has some
hundred thousand statements.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import rdflib

from benchmarks.measure import Figure, compare
from kg import pipeline
from kg.queries import question
from kg.store import Store, write_store

STATEMENTS = 300_000
QUESTIONS = ("1", "2", "3", "6", "8", "9")


def multiplied(lines: list[str], statements: int) -> list[str]:
    """The lines, and copies of those about messages under other identifiers, until enough."""
    several = list(lines)
    number = 0
    while len(several) < statements:
        number += 1
        several += [
            line.replace("/wilson-117312", f"/wilson-117312-{number}").replace(
                "/wc-", f"/wc-{number}-"
            )
            for line in lines
            if "/graph/source/" in line
        ]
    return several


def figures() -> Iterator[Figure]:
    """Load and query, each against the bare engine; queries against rdflib too."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        pipeline.build([pipeline.shipped_data()], here / "shipped", print)
        with Store.open(here / "shipped") as store:
            lines = multiplied(store.dump("nquads").decode().split("\n")[:-1], STATEMENTS)
        yield compare(
            f"write_store, {len(lines):,} statements (sorted, counted, swapped in)",
            "pyoxigraph bulk_load and optimize on disk",
            partial(write_store, here / "large", lines, [], {}),
            partial(bulk_load, here / "raw", "\n".join(lines).encode()),
            runs=3,
        )
        with Store.open(here / "large", in_memory=True) as store:
            yield from _queries(store, "\n".join(lines).encode())


def bulk_load(folder: Path, data: bytes) -> None:
    """The bare work: N-Quads into the engine on the disk, merged for reading."""
    shutil.rmtree(folder, ignore_errors=True)
    engine = ox.Store(str(folder))
    engine.bulk_load(data, ox.RdfFormat.N_QUADS)
    engine.flush()
    engine.optimize()


def _queries(store: Store, data: bytes) -> Iterator[Figure]:
    engine = ox.Store()
    engine.bulk_load(data, ox.RdfFormat.N_QUADS)
    for name in QUESTIONS:
        asked = question(name)
        bound = asked.bind()
        yield compare(
            f"question {asked.number} ({asked.name}) as JSON",
            "pyoxigraph query and serialize",
            partial(store.answer, asked.text, "json", substitutions=bound),
            partial(_bare_answer, engine, asked.text, bound),
        )
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=data, format="nquads")
    asked = question("3")
    yield compare(
        f"question {asked.number} ({asked.name}) as rows",
        "rdflib in memory",
        partial(store.rows, asked.text),
        lambda: list(dataset.query(asked.text)),
        runs=3,
    )


def _bare_answer(engine: ox.Store, text: str, bound: dict[str, ox.NamedNode | ox.Literal]) -> None:
    values = {ox.Variable(name): term for name, term in bound.items()}
    results = engine.query(text, use_default_graph_as_union=True, substitutions=values)
    results.serialize(format=ox.QueryResultsFormat.JSON)
