"""The store on a server: any SPARQL 1.1 server answers instead of the engine in this process.

It has the asking methods of `kg.store.Store`. What differs: the texts and records of the messages
stay with the local store (`text_of` gives none), and queries see all named graphs only where the
server's default graph is their union (`uploading.check_union`). Values are bound by VALUES in the
query, since no server takes them beside the query.

    with RemoteStore.at("https://example.org/frus") as store:
        store.rows("SELECT ...")

`uploading.upload` brings a local store there; `servers` says how addresses are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, cast

import pyoxigraph as ox

from kg.connections import Patience, host_of
from kg.errors import QueryError, StopError
from kg.store.answers import (
    Output,
    Rows,
    Term,
    kind_of,
    released,
    rows_of,
    run,
    serialized,
    stream,
    stream_triples,
    written,
)
from kg.store.closing import Closing
from kg.store.formats import Kind, ResultFormat, format_for
from kg.store.lexical import first_word, groups_open_at, has_service, refuse_service
from kg.store.protocol import NTRIPLES, ROWS, TRIPLES, Body, SparqlClient, answers_whole
from kg.store.servers import server_at
from kg.store.texts import StoredText
from kg.store.uploading import check_union, in_update

_EMPTY = ox.Store()
_PART, _TAIL = 1 << 16, 64
KINDS_OF: dict[str, Kind] = {"ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
"""What a query answers with, by its first word; every other has rows."""
_PARSERS = {
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_ABOUT = """
SELECT DISTINCT ?s ?p ?o ?g WHERE {
  { VALUES ?s { %s } GRAPH ?g { ?s ?p ?o } }
  UNION
  { GRAPH ?h { %s ?q ?s } GRAPH ?g { ?s ?p ?o }
    VALUES ?p {
      <http://www.w3.org/2000/01/rdf-schema#label>
      <http://www.w3.org/2004/02/skos/core#prefLabel>
      <http://purl.org/dc/terms/title>
    } }
}"""


class RemoteStore(Closing):
    """A graph on a server that answers. Any thread may ask."""

    def __init__(self, client: SparqlClient) -> None:
        self._client = client
        self.address = self.version = client.server.query
        self.is_in_memory = False
        self.files = 0
        self.services: frozenset[str] = frozenset()
        """The addresses that SERVICE may name in a query, if the server follows it."""

    @classmethod
    def at(
        cls,
        address: str,
        settings: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        *,
        is_checked: bool = True,
    ) -> RemoteStore:
        """The store at an address, with the settings of the environment (see `servers`).

        With `is_checked` false nothing is asked before the first query.

        Raises:
            StopError: when the address cannot be used, nobody answers there, or the server's
                queries do not see the named graphs.
        """
        client = SparqlClient(server_at(address, settings), patience=patience)
        try:
            if is_checked:
                check_union(client)
        except BaseException:
            client.close()
            raise
        return cls(client)

    @released
    def rows(self, text: str, substitutions: Mapping[str, Term] | None = None, /) -> Rows:
        """The rows of a SELECT over the union of all graphs, as plain values.

        Raises:
            QueryError: when the query cannot be read, is refused, or is no SELECT.
        """
        if self.kind_of(text) != "bindings":
            raise QueryError("Rows can only be had from a SELECT query; this is another kind.")
        with answers_whole(self.address):
            return rows_of(self._client.results(bound(text, substitutions)))

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
        kind = self.kind_of(text, base_iri=base_iri)
        fmt = format_for(media, kind)
        asked = _sent(text, substitutions, base_iri)
        if kind != "graph":
            results = self._client.results(
                asked, default_graphs=default_graphs, named_graphs=named_graphs
            )
            with answers_whole(self.address):
                return serialized(results, fmt, largest)
        body, media_type = self._client.query(
            asked, TRIPLES, default_graphs=default_graphs, named_graphs=named_graphs
        )
        return written(sorted(self._triples(body, media_type), key=str), fmt, largest)

    def _triples(self, body: bytes, media_type: str) -> set[ox.Triple]:
        parser = self._parser(media_type)
        with answers_whole(self.address):
            return {quad.triple for quad in ox.parse(body, parser)}

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
        """Write the answer to a query, as it comes, to an output that says in which format.

        JSON and N-Triples are the server's own bytes; other formats are made of them here.

        Raises:
            QueryError: when the query cannot be read or is refused; what the output raises.
            StopError: when the server cannot be asked or breaks its answer off.
        """
        kind = self.kind_of(text, base_iri=base_iri)
        asked = _sent(text, substitutions, base_iri)
        with self._client.streamed(
            asked,
            TRIPLES if kind == "graph" else ROWS,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        ) as (body, media_type):
            if kind == "graph":
                self._stream_graph(body, media_type, output)
            else:
                self._stream_rows(body, media_type, kind, output)

    def _stream_rows(self, body: Body, media_type: str, kind: Kind, output: Output) -> None:
        if media_type != ROWS:
            raise QueryError(f"{host_of(self.address)} answers in {media_type!r}, not in JSON.")
        if not self._client.server.old_json and output.begin(kind).name == "json":
            forwarded(body, output, b"}", host_of(self.address))
            return
        with _comes_whole(self.address):
            rows = ox.parse_query_results(cast(IO[bytes], body), ox.QueryResultsFormat.JSON)
            stream(rows, output)

    def _stream_graph(self, body: Body, media_type: str, output: Output) -> None:
        parser = self._parser(media_type)
        fmt = output.begin("graph")
        if parser is ox.RdfFormat.N_TRIPLES and fmt.name == "ntriples":
            forwarded(body, output, b"\n", host_of(self.address))
            return
        with _comes_whole(self.address):
            triples = (quad.triple for quad in ox.parse(cast(IO[bytes], body), parser))
            stream_triples(triples, output, fmt)

    def _parser(self, media_type: str) -> ox.RdfFormat:
        parser = _PARSERS.get(media_type)
        if parser is None:
            host = host_of(self.address)
            raise QueryError(f"{host} answered in {media_type!r}, which holds no triples.")
        return parser

    def kind_of(
        self,
        text: str,
        substitutions: Mapping[str, Term] | None = None,
        *,
        base_iri: str | None = None,
    ) -> Kind:
        """What a query will answer with, without asking the server.

        Raises:
            QueryError: when it cannot be read or is refused.
        """
        refuse_service(text, self.services)
        if has_service(text):  # to run it here would ask the other server: ours reads it alone
            return KINDS_OF.get(first_word(text), "bindings")
        return kind_of(run(_EMPTY, text, substitutions=substitutions, base_iri=base_iri))

    @released
    def describe(self, iri: str, media: ResultFormat) -> bytes | None:
        """What the store says about one thing: its triples, and the labels of what they name.

        Formats that keep named graphs say where each triple stands. None when nothing is said.

        Raises:
            QueryError: when there is no such format for graphs.
        """
        fmt = format_for(media, "graph")
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return None
        results = cast(ox.QuerySolutions, self._client.results(_ABOUT % (node, node)))
        with answers_whole(self.address):
            quads = {ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in results}
        if not any(quad.subject == node for quad in quads):
            return None
        said: Iterable[ox.Quad | ox.Triple] = (
            quads if fmt.keeps_graphs else {quad.triple for quad in quads}
        )
        return written(sorted(said, key=str), fmt)

    def text_of(self, _message: str) -> StoredText | None:
        """None: the texts stay with the local store."""
        return None

    def record_of(self, message: str) -> str:
        """There is none.

        Raises:
            StopError: always; the records stay with the local store.
        """
        raise StopError(
            f"The record of {message!r} is not on {host_of(self.address)}: texts and records stay"
            " in the local store. Give its folder with --store."
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _sent(text: str, substitutions: Mapping[str, Term] | None, base_iri: str | None) -> str:
    """The query as the server gets it."""
    asked = bound(text, substitutions)
    return asked if base_iri is None else f"BASE {ox.NamedNode(base_iri)}\n{asked}"


def forwarded(body: Body, output: Output, end: bytes, host: str) -> None:
    """Pass an answer on as it is; it must end as a whole one does.

    Raises:
        StopError: when it does not.
    """
    last = end
    for part in iter(lambda: body.read(_PART), b""):
        output.write(part)
        last = (last + part)[-_TAIL:]
    if not last.rstrip(b" \t\r" if end == b"\n" else None).endswith(end):
        raise StopError(f"{host} broke off its answer.")


@contextmanager
def _comes_whole(address: str) -> Iterator[None]:
    """As `answers_whole`, of an answer that is passed on: not the fault of the query."""
    try:
        yield
    except SyntaxError as error:
        raise StopError(f"{host_of(address)} broke off its answer: {error.msg}.") from error


def bound(text: str, substitutions: Mapping[str, Term] | None) -> str:
    """The query with its variables bound: VALUES at the start of each group of patterns.

    In each, because a FILTER in an inner group does not see what the outer one binds (SPARQL 1.1
    Query Language, section 18.2.2).

    Raises:
        QueryError: when a name is no variable, or the query has no pattern to bind in.

    >>> bound("SELECT ?s { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")})
    'SELECT ?s { VALUES ?s { <urn:a> } ?s ?p ?o }'
    """
    if not substitutions:
        return text
    places = groups_open_at(text)
    if not places:
        raise QueryError("The query has no { ... } in which a value could be bound.")
    try:
        values = "".join(
            f" VALUES {ox.Variable(name)} {{ {in_update(str(term).encode()).decode()} }}"
            for name, term in substitutions.items()
        )
    except ValueError as error:
        raise QueryError(f"The query cannot be run: {error}.") from error
    cuts = [0, *places, len(text)]
    return values.join(text[start:end] for start, end in pairwise(cuts))
