"""The store: Oxigraph inside this process, read-only, in memory or from disk.

Three rules come from how the engine behaves and hold for everything here:

* A query is text. The engine runs it whole; values are bound as terms by `substitutions` (only
  variables that the query projects), never pasted into the text.
* Results belong to the thread that made them: touched from another one the engine ends the
  process. So every method runs, iterates and serializes in one call and hands out plain values
  or bytes. A `Store` itself may be shared by threads.
* The default graph of a query is the union of all graphs (see `union`), unless the query has FROM
  or the caller gives a dataset as in the SPARQL protocol.

Source: SPARQL 1.1 Query Language and Protocol; documentation of pyoxigraph 0.5.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, overload
from urllib.parse import unquote

import pyoxigraph as ox
import rdflib

from kg.errors import StopError
from kg.namespaces import PREFIXES
from kg.store.answers import (
    Output,
    Results,
    Rows,
    Term,
    kind_of,
    released,
    rows_of,
    run,
    serialized,
    stream,
    written,
)
from kg.store.closing import Closing
from kg.store.datasets import ReadOnlyStore
from kg.store.dumps import FileSource, OpenGraph, dump_to
from kg.store.folders import ENGINE, GRAPH, TEXTS, newest, read_build
from kg.store.formats import Kind, ResultFormat, format_for
from kg.store.lines import encoded, once, one_line, respelled, without_blank_nodes
from kg.store.lookup import address_of
from kg.store.texts import AnyText, StoredText, Texts
from kg.store.union import Repeated, load_union, stated

IN_MEMORY_QUADS = 3_000_000
"""Up to so many quads (about 1.8 GB) `Store.open(..., in_memory=None)` loads into memory."""

_TRIES = 5
_EMPTY = ox.Store()
_LABELS = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/title",
    )
)


class Store(Closing):
    """A graph that answers, with the texts it was read from. Made by `open` or `from_quads`."""

    version: str
    """SHA-256 of the N-Quads: the version of the dataset."""
    manifest: Mapping[str, Any]
    """What the build said of itself, with `version`, `quads` and `texts` (their numbers)."""

    def __init__(
        self,
        engine: ox.Store,
        source: OpenGraph,
        texts: Texts,
        manifest: Mapping[str, Any],
        *,
        is_in_memory: bool = True,
        files: int = 0,
    ) -> None:
        self._open_engine: ox.Store | None = engine
        self._source = source
        self._texts = texts
        self.manifest = manifest
        self.version = str(manifest["version"])
        self._union = not manifest["copied"]
        self.is_in_memory = is_in_memory
        """Whether the graph is held in memory, not read from the disk."""
        self.files = files
        """Files that the engine may open while it reads from the disk."""
        self.services: frozenset[str] = frozenset()
        """The addresses that SERVICE may name in a query."""

    @property
    def _engine(self) -> ox.Store:
        if self._open_engine is None:
            raise StopError("The store is closed: ask inside its `with`, or before `close`.")
        return self._open_engine

    @classmethod
    def open(cls, directory: Path, *, in_memory: bool | None = False) -> Store:
        """The store that was last built in `directory`, read-only.

        `in_memory` True copies it into memory first (queries are about four times faster), None
        does so up to `IN_MEMORY_QUADS` quads. A build that ends later is not seen: open again.

        Raises:
            StopError: when there is no store, or only half of one; says what to do.
        """
        last: Exception | None = None
        for _ in range(_TRIES):  # a build may replace the version between finding and opening it
            folder = newest(directory)
            try:
                return _opened(folder, in_memory)
            except (
                OSError,
                ValueError,
                KeyError,
                RuntimeError,
                SyntaxError,
                sqlite3.Error,
            ) as error:
                last = error
                if newest(directory) == folder:
                    break
        raise StopError(
            f"The store in {directory} cannot be used ({last}). Run `coldwire build --store"
            f" {directory}` to build it anew."
        ) from last

    @classmethod
    def from_quads(cls, quads: Iterable[str] | bytes, texts: Iterable[AnyText] = ()) -> Store:
        """A store in memory, of N-Quads given as lines or as the bytes of a file.

        Raises:
            StopError: when a quad is not valid or has a blank node.
        """
        source = io.BytesIO(quads if isinstance(quads, bytes) else b"".join(encoded(quads)))
        spelled = io.BytesIO()
        respelled(source, spelled)
        lines = sorted(map(one_line, io.BytesIO(spelled.getvalue())))
        repeated = Repeated()
        graph = b"".join(repeated(without_blank_nodes(once(lines))))
        engine = ox.Store()
        engine.bulk_load(graph, ox.RdfFormat.N_QUADS)
        if repeated.any:
            load_union(engine, io.BytesIO(graph))
        held = Texts.of(texts)
        facts = {
            "version": hashlib.sha256(graph).hexdigest(), "quads": graph.count(b"\n"),
            "texts": len(held), "copied": repeated.any,
        }  # fmt: skip
        return cls(engine, lambda: io.BytesIO(graph), held, facts)

    @released
    def rows(self, text: str, substitutions: Mapping[str, Term] | None = None, /) -> Rows:
        """The rows of a SELECT over the union of all graphs, as plain values.

        Raises:
            QueryError: when the query cannot be read, is refused, or is no SELECT.
        """
        return rows_of(self._results(text, substitutions=substitutions))

    def _results(self, text: str, **how: Any) -> Results:
        """The results of a query over this graph, to be used up on this thread; see `run`."""
        return run(self._engine, text, union=self._union, services=self.services, **how)

    @released
    def answer(  # noqa: PLR0913 - the parameters of the SPARQL protocol, all named
        self,
        text: str,
        media: ResultFormat,
        *,
        substitutions: Mapping[str, Term] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        largest: int | None = None,
    ) -> bytes:
        """The whole answer to a query, in the format `media` (a `Format` or its name).

        Raises:
            QueryError: when the query cannot be read or is refused, or the format cannot hold
                its kind of answer; `TooLargeError` when it is more than `largest` bytes.
        """
        results = self._results(
            text,
            substitutions=substitutions,
            base_iri=base_iri,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
        return serialized(results, format_for(media, kind_of(results)), largest)

    @released
    def stream(
        self,
        text: str,
        output: Output,
        *,
        substitutions: Mapping[str, Term] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> None:
        """Write the answer to a query to an output that says in which format.

        Raises:
            QueryError: when the query cannot be read or is refused; what the output raises.
        """
        results = self._results(
            text,
            substitutions=substitutions,
            base_iri=base_iri,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
        stream(results, output)

    def kind_of(
        self,
        text: str,
        substitutions: Mapping[str, Term] | None = None,
        *,
        base_iri: str | None = None,
    ) -> Kind:
        """What a query will answer with, without running it on the data.

        Raises:
            QueryError: when it cannot be read or is refused.
        """
        return kind_of(
            run(
                _EMPTY,
                text,
                substitutions=substitutions,
                base_iri=base_iri,
                services=self.services,
            )
        )

    def describe(self, iri: str, media: ResultFormat) -> bytes | None:
        """What the store says about one thing: its triples, and the labels of what they name.

        Formats that keep named graphs say where each triple stands. None when nothing is said.

        Raises:
            QueryError: when there is no such format for graphs.
        """
        fmt = format_for(media, "graph")
        quads = self._about(iri)
        if not quads:
            return None
        statements = quads if fmt.keeps_graphs else {quad.triple for quad in quads}
        return written(sorted(statements, key=str), fmt)

    def _about(self, iri: str) -> set[ox.Quad]:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return set()
        own = stated(self._engine.quads_for_pattern(node, None, None))
        named = {quad.object for quad in own if isinstance(quad.object, ox.NamedNode)}
        labels = (
            self._engine.quads_for_pattern(thing, label, None)
            for thing in named
            for label in _LABELS
        )
        return own | stated(chain.from_iterable(labels))

    @overload
    def dump(self, media: ResultFormat, output: None = None) -> bytes: ...

    @overload
    def dump(self, media: ResultFormat, output: BinaryIO) -> None: ...

    def dump(self, media: ResultFormat, output: BinaryIO | None = None) -> bytes | None:
        """Everything, in a format for graphs: returned, or written to a binary file.

        The same data give the same bytes.

        Raises:
            QueryError: when there is no such format for graphs.
        """
        fmt = format_for(media, "graph")
        if output is not None:
            dump_to(output, self._engine, self._source, fmt)
            return None
        buffer = io.BytesIO()
        dump_to(buffer, self._engine, self._source, fmt)
        return buffer.getvalue()

    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib Dataset whose default graph is the union of all graphs.

        Only queries given as text are fast: the engine runs them. A prepared query
        (`rdflib.plugins.sparql.prepareQuery`), or one with arguments that the adapter does not
        know, is evaluated in Python over the storage, ten and more times slower. Use up a result
        on the thread that asked. Writing is refused.
        """
        dataset = rdflib.Dataset(store=ReadOnlyStore(self._engine, self._union), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True, replace=True)
        return dataset

    def text_of(self, message: str) -> StoredText | None:
        """The text that a message was read from, by its identifier ("wilson-117312")."""
        return self._texts.get(message)

    def texts(self) -> Iterator[StoredText]:
        """Every text with its record, in the order of the identifiers."""
        return iter(self._texts)

    def lines(self) -> Iterator[bytes]:
        """All statements as N-Quads: sorted lines with their ends, each once."""
        with self._source() as graph:
            yield from graph

    def record_of(self, message: str) -> str:
        """The JSON record of a message: by identifier, number, title or address.

        Raises:
            StopError: when no message, or more than one, is meant, or the build kept no record.
        """
        found = self.text_of(message) or self._text_named(message)
        if found is None or found.record is None:
            raise StopError(
                f"There is no record of {message!r}: only messages that were read from a source"
                " have one. `coldwire query` can show what the graph says of others."
            )
        return found.record

    def _text_named(self, message: str) -> StoredText | None:
        return self.text_of(unquote(address_of(self, message).rsplit("/", 1)[-1]))

    def __len__(self) -> int:
        return int(self.manifest["quads"])

    def close(self) -> None:
        """Let the files go. Nothing may be asked afterwards."""
        self._texts.close()
        if isinstance(owner := getattr(self._source, "__self__", None), FileSource):
            owner.close()
        self._open_engine = None


def _opened(folder: Path, in_memory: bool | None) -> Store:
    manifest = read_build(folder)
    small = int(manifest["quads"]) <= IN_MEMORY_QUADS
    with ExitStack() as on_failure:
        source = FileSource(folder / GRAPH)
        on_failure.callback(source.close)
        texts = Texts.open(folder / TEXTS)
        on_failure.callback(texts.close)
        held = in_memory or (in_memory is None and small)
        files = 0 if held else len(list((folder / ENGINE).iterdir()))
        if held:
            engine = ox.Store()
            with source.open() as graph:
                engine.bulk_load(graph, ox.RdfFormat.N_QUADS)
            if manifest["copied"]:
                with source.open() as graph:
                    load_union(engine, graph)
        else:
            engine = ox.Store.read_only(str(folder / ENGINE))
        store = Store(engine, source.open, texts, manifest, is_in_memory=held, files=files)
        on_failure.pop_all()
    return store
