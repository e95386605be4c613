"""Bringing a store to a server, so that the server holds the same named graphs afterwards.

Graph after graph is replaced whole; what did not change since the last upload is not sent, what
is no longer in the store is dropped. A journal beside the store (`journal`) remembers what is up:
after a kill the next run goes on where this one stopped. Graphs that no journal knows are never
touched. Readers of the server see the graphs change one by one, not all in one step.

Two ways of sending: "graphs" (graph store protocol: PUT, and POST for what is larger than a
batch) and "update" (DROP SILENT GRAPH and INSERT DATA, many small graphs in one request). Both
use what SPARQL 1.1 servers share; see `docs/stores.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import StopError
from kg.store.graphs import Graph, graphs_of, parts_of
from kg.store.journal import Journal
from kg.store.protocol import SparqlClient

Way = Literal["graphs", "update"]

BATCH_BYTES = 4_000_000
"""About 25,000 triples: servers take it at once, and little is repeated when one fails."""

_SAMPLE = 8

Step = Callable[[str, int, int], None]
"""Told the stage, how many graphs are done and how many there are (0: not known yet)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What an upload did, in numbers of graphs and triples."""

    sent: int
    unchanged: int
    dropped: int
    triples: int


def _untold(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def upload(
    quads: Iterable[bytes],
    client: SparqlClient,
    journal: Path,
    *,
    way: Way = "graphs",
    batch_bytes: int = BATCH_BYTES,
    step: Step = _untold,
) -> Upload:
    """Make the server hold exactly these graphs, besides graphs that are not ours.

    `quads` are lines of a store's N-Quads (`graph.nq`); `journal` is a file that belongs to this
    server. Whatever stops the run, the same call goes on from there.

    Raises:
        StopError: when the server refuses, or stays away for longer than the client is patient.
    """
    with Journal(journal, client.server.update) as known:
        if known.graphs and not _holds_what_it_should(client, known):
            known.forget()
        run = _Run(client, known, way, batch_bytes, step)
        run.send(graphs_of(quads, journal.parent))
        run.drop_others()
        return run.outcome()


def journal_beside(folder: Path, server: str) -> Path:
    """Where the journal of a server lies, given the folder of the local store.

    >>> journal_beside(Path("store"), "https://example.org:80/sparql").as_posix()
    'store.uploads/example.org-80-sparql.jsonl'
    """
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", server.split("://", 1)[-1]).strip("-.")
    return folder.with_name(f"{folder.name}.uploads") / f"{name}.jsonl"


def _holds_what_it_should(client: SparqlClient, journal: Journal) -> bool:
    """Whether some graphs, evenly chosen, are there: a server that was emptied is noticed."""
    whole = [name for name, digest in journal.graphs.items() if digest]
    chosen = whole[:: max(1, len(whole) // _SAMPLE)]
    return all(_is_there(client, name) for name in chosen)


def _is_there(client: SparqlClient, graph: str) -> bool:
    return bool(client.results(f"ASK {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"))


class _Run:
    """One upload while it runs."""

    def __init__(
        self, client: SparqlClient, journal: Journal, way: Way, batch_bytes: int, step: Step
    ) -> None:
        self._client = client
        self._journal = journal
        self._put = {"graphs": self._put_each, "update": self._put_together}[way]
        self._drop = {"graphs": client.delete_graph, "update": self._drop_by_update}[way]
        self._batch_bytes = batch_bytes
        self._step = step
        self._present: set[str] = set()
        self._sent = self._triples = self._dropped = 0

    def send(self, graphs: Iterable[Graph]) -> None:
        """Send what is not up yet."""
        for batch in self._batches(graphs):
            digests = {graph.name: graph.digest for graph in batch}
            self._journal.began(digests)
            self._put(batch)
            self._journal.up(digests)
            self._sent += len(batch)
            self._triples += sum(len(graph.triples) for graph in batch)
        self._step("Uploading", len(self._present), len(self._present))

    def _batches(self, graphs: Iterable[Graph]) -> Iterator[list[Graph]]:
        """The graphs that are not up, as many together as one batch may hold."""
        batch: list[Graph] = []
        size = 0
        for graph in graphs:
            self._present.add(graph.name)
            self._step("Uploading", len(self._present), 0)
            if self._journal.has(graph.name, graph.digest):
                continue
            length = sum(map(len, graph.triples))
            if batch and size + length > self._batch_bytes:
                yield batch
                batch, size = [], 0
            batch.append(graph)
            size += length
        if batch:
            yield batch

    def _put_each(self, batch: list[Graph]) -> None:
        for graph in batch:
            first, *more = parts_of(graph, self._batch_bytes)
            self._client.put_graph(graph.name, first)
            for part in more:
                self._client.post_graph(graph.name, part)

    def _put_together(self, batch: list[Graph]) -> None:
        """Several small graphs in one update, or one large graph in several."""
        drops = [f"DROP SILENT GRAPH {ox.NamedNode(graph.name)}" for graph in batch]
        if len(batch) == 1:
            first, *more = parts_of(batch[0], self._batch_bytes)
            updates = [" ;\n".join([*drops, _insert([(batch[0].name, first)])])]
            updates += [_insert([(batch[0].name, part)]) for part in more]
        else:
            whole = _insert([(graph.name, b"".join(graph.triples)) for graph in batch])
            updates = [" ;\n".join([*drops, whole])]
        for update in updates:
            self._client.update(update)

    def _drop_by_update(self, graph: str) -> None:
        self._client.update(f"DROP SILENT GRAPH {ox.NamedNode(graph)}")

    def drop_others(self) -> None:
        """Drop what an earlier upload brought and the store no longer has."""
        others = sorted(self._journal.graphs.keys() - self._present)
        for number, name in enumerate(others, 1):
            self._drop(name)
            self._journal.gone(name)
            self._dropped += 1
            self._step("Dropping", number, len(others))

    def outcome(self) -> Upload:
        """The numbers."""
        unchanged = len(self._present) - self._sent
        return Upload(self._sent, unchanged, self._dropped, self._triples)


def _insert(graphs: Iterable[tuple[str, bytes]]) -> str:
    blocks = (
        f"GRAPH {ox.NamedNode(name)} {{\n{in_update(part).decode()}}}\n" for name, part in graphs
    )
    return "INSERT DATA {\n" + "".join(blocks) + "}"


def in_update(triples: bytes) -> bytes:
    r"""N-Triples as they may stand in INSERT DATA.

    There a u after a written backslash (`\\u0041`) could be taken for a codepoint escape, which
    SPARQL undoes before it looks for strings (section 19.2); so the letter itself is escaped.

    >>> print(in_update(rb'<a:s> <a:p> "\\u0041 \u0085 \\\\n" .').decode())
    <a:s> <a:p> "\\\u00750041 \u0085 \\\\n" .
    """
    if b"\\\\u" not in triples and b"\\\\U" not in triples:
        return triples
    return _LETTER.sub(
        lambda found: found[1] + _LETTERS[found[2]] if found[2] else found[0], triples
    )


_LETTER = re.compile(rb"(\\\\)([uU])|\\.")
_LETTERS = {b"u": b"\\u0075", b"U": b"\\u0055"}


def check_union(client: SparqlClient) -> None:
    """Let a server pass whose queries see the named graphs without GRAPH, as our questions do.

    Raises:
        StopError: when its default graph is empty although named graphs are there.
    """
    default = client.results("ASK { ?s ?p ?o }")
    named = client.results("ASK { GRAPH ?g { ?s ?p ?o } }")
    if named and not default:
        raise StopError(
            f"Queries to {client.server.query} do not see the named graphs. Start the server so"
            " that its default graph is the union of all graphs (docs/stores.md says how)."
        )
