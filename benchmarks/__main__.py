"""Runs the benchmarks named, or all, and prints tables: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import sys

from benchmarks import drawing, ingest, query, reading, scale, store
from benchmarks.measure import machine, table

BENCHMARKS = {
    "reading": reading.figures,
    "ingest": ingest.figures,
    "scale": scale.figures,
    "store": store.figures,
    "drawing": drawing.figures,
}

for name in sys.argv[1:] or [*BENCHMARKS, "query"]:
    told = query.report() if name == "query" else table(BENCHMARKS[name]())
    sys.stdout.write(f"## {name}\n\n{told}\n\n")
    sys.stdout.flush()
sys.stdout.write(machine(["lxml", "pyoxigraph", "rdflib", "networkx", "pyvis"]) + "\n")
