"""A thin client of the SPARQL 1.1 protocols: queries, updates, and graphs put and taken whole.

Only what all servers share is used: queries and updates as form POSTs (Virtuoso 7 answers no
other), the graph store protocol with `?graph=` for named graphs, JSON for rows, N-Triples or
Turtle for triples. An answer is read whole within a time limit and a size limit, and one that a
server breaks off (Oxigraph does so at its own time limit, with status 200) is an error, not fewer
rows. Everything sent is safe to send twice, so what fails on the way is sent again.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2; SPARQL 1.1 Graph Store HTTP Protocol.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import httpx
import pyoxigraph as ox

from kg.connections import Patience, check_passing, client, host_of, patiently, shortened
from kg.errors import QueryError, StopError
from kg.store.closing import Closing
from kg.store.servers import Server

NTRIPLES = "application/n-triples"
ROWS = "application/sparql-results+json"
TRIPLES = f"{NTRIPLES}, text/turtle;q=0.8"

_LARGEST = 1 << 30
_MINUTES = 60.0
_END = 300
_REDIRECTION = range(300, 400)
_REFUSED = (401, 403)


class RemoteError(StopError):
    """A server refused or failed; `status` is its status, the message has its words."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def answers_whole(address: str) -> Iterator[None]:
    """Reading an answer inside: where it is not valid, that is told.

    Raises:
        QueryError: then; rows are parsed as they are asked for, so it can come late.
    """
    try:
        yield
    except SyntaxError as error:
        raise QueryError(
            f"{host_of(address)} broke off its answer, or it is not valid: {error.msg}."
        ) from error


class Body:
    """A body that comes in, as a file that the engine reads from."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, as soon as there are some; none at the end.

        Raises:
            StopError: when it breaks off.
        """
        if not self._left:
            try:
                self._left = next(self._parts, b"")
            except httpx.HTTPError as error:
                raise StopError(f"The server broke off its answer: {error}.") from error
        found, self._left = self._left, b""
        if 0 <= size < len(found):
            found, self._left = found[:size], found[size:]
        return found


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Type", "")).split(";")[0].strip().lower()


class SparqlClient(Closing):
    """Talks to one server; any thread may use it. `close` it, or use it in a `with`.

    `query_s` bounds a query from the first to the last byte, `write_s` the silence of the server
    during a write, both in seconds; `largest` is the longest answer, in bytes.
    """

    def __init__(
        self,
        server: Server,
        *,
        query_s: float = 2 * _MINUTES,
        write_s: float = 10 * _MINUTES,
        largest: int = _LARGEST,
        patience: Patience | None = None,
    ) -> None:
        self.server = server
        self._query_s = query_s
        self._write_s = write_s
        self._largest = largest
        self._patience = patience or Patience()
        self._http = client(read_s=query_s, auth=server.auth())

    def query(
        self,
        text: str,
        accept: str = ROWS,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> tuple[bytes, str]:
        """The whole answer to a query, and its media type.

        Raises:
            QueryError: when the server refuses the query, needs too long or says too much.
            StopError: when it cannot be reached.
        """
        request = self._request(text, accept, default_graphs, named_graphs)
        return patiently(lambda: self._answer(request), self._patience)

    def _request(
        self,
        text: str,
        accept: str,
        default_graphs: Sequence[str] | None,
        named_graphs: Sequence[str] | None,
    ) -> httpx.Request:
        form = {
            "query": text,
            "default-graph-uri": list(default_graphs or ()),
            "named-graph-uri": list(named_graphs or ()),
        }
        return self._http.build_request(
            "POST", self.server.query, data=form, headers={"Accept": accept}
        )

    @contextmanager
    def streamed(
        self,
        text: str,
        accept: str = ROWS,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Iterator[tuple[Body, str]]:
        """The answer to a query while it comes in, and its media type.

        Raises:
            QueryError, StopError: as `query`; reading the body raises them too.
        """
        request = self._request(text, accept, default_graphs, named_graphs)
        ends = time.monotonic() + self._query_s
        response = patiently(lambda: self._begun(request, ends), self._patience)
        with closing(response):
            yield Body(self._parts(response, ends)), _media_type(response)

    def _begun(self, request: httpx.Request, ends: float) -> httpx.Response:
        """The response whose body is still to come; a refusal is told as `query` tells it."""
        try:
            response = self._http.send(request, stream=True)
            if response.is_success:
                return response
            with closing(response):
                self._check_query(response, b"".join(self._parts(response, ends)))
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise self._too_slow() from error
        raise AssertionError("a response with a bad status passed")

    def results(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean:
        """The results of a SELECT or ASK, to be used up on this thread within `answers_whole`.

        Raises:
            QueryError: as `query`, and when the answer is no JSON, or clearly only a part of it.
        """
        body, media = self.query(text, default_graphs=default_graphs, named_graphs=named_graphs)
        if media == ROWS and body.rstrip().endswith(b"}"):
            with answers_whole(self.server.query):
                return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        end = self._safe(body[-_END:])
        raise QueryError(
            f"{host_of(self.server.query)} broke off its answer, or it is no SPARQL JSON"
            f" ({media or 'no media type'}). It ends: {end}"
        )

    def _answer(self, request: httpx.Request) -> tuple[bytes, str]:
        ends = time.monotonic() + self._query_s
        try:
            response = self._http.send(request, stream=True)
            try:
                body = b"".join(self._parts(response, ends))
            finally:
                response.close()
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise self._too_slow() from error
        self._check_query(response, body)
        return body, _media_type(response)

    def _check_query(self, response: httpx.Response, body: bytes) -> None:
        words = self._safe(body)
        if response.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            raise QueryError(f"{host_of(self.server.query)} failed on the query: {words}")
        if response.status_code == httpx.codes.BAD_REQUEST:
            raise QueryError(f"{host_of(self.server.query)} refuses the query: {words}")
        self._check(response, words)

    def _parts(self, response: httpx.Response, ends: float) -> Iterator[bytes]:
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._largest:
                raise QueryError(
                    f"The answer is larger than {self._largest:,} bytes. Ask for less."
                )
            if time.monotonic() > ends:
                raise self._too_slow()
            yield part

    def _too_slow(self) -> QueryError:
        return QueryError(
            f"{host_of(self.server.query)} did not answer within {self._query_s:g} seconds."
            " Ask for less, or allow more time."
        )

    def update(self, text: str) -> None:
        """Have the server change what the update says.

        Raises:
            StopError: when it refuses or cannot be reached, `RemoteError` with its status.
        """
        self._write("POST", self.server.update, data={"update": text})

    def put_graph(self, graph: str, triples: bytes) -> None:
        """Replace a named graph by these N-Triples.

        Raises:
            StopError: as `update`.
        """
        self._write("PUT", self._graph(graph), content=triples)

    def post_graph(self, graph: str, triples: bytes) -> None:
        """Add these N-Triples to a named graph.

        Raises:
            StopError: as `update`.
        """
        self._write("POST", self._graph(graph), content=triples)

    def delete_graph(self, graph: str) -> None:
        """Remove a named graph; it is no error when there is none.

        Raises:
            StopError: as `update`.
        """
        try:
            self._write("DELETE", self._graph(graph))
        except RemoteError as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise

    def _graph(self, graph: str) -> httpx.URL:
        return httpx.URL(self.server.graphs).copy_merge_params({"graph": graph})

    def _write(
        self,
        method: str,
        url: httpx.URL | str,
        *,
        content: bytes | None = None,
        data: Mapping[str, str] | None = None,
    ) -> None:
        headers = {"Content-Type": NTRIPLES} if content is not None else {}
        request = self._http.build_request(
            method,
            url,
            content=content,
            data=dict(data) if data else None,
            headers=headers,
            timeout=self._write_s,
        )
        patiently(lambda: self._sent(request), self._patience)

    def _sent(self, request: httpx.Request) -> None:
        response = self._http.send(request)
        self._check(response, self._safe(response.content))

    def _check(self, response: httpx.Response, words: str) -> None:
        """Let a response with a good status pass.

        Raises:
            NotNowError: when it says that asking again may help.
            RemoteError: at every other bad status.
        """
        check_passing(response, words)
        if response.is_success:
            return
        status, where = response.status_code, host_of(str(response.request.url))
        if status in _REDIRECTION:
            target = response.headers.get("Location", "another address")
            said = f"sends elsewhere ({shortened(target)}). Give that address instead"
        elif status in _REFUSED:
            said = "refuses the name, password or token, or knows none. They are taken from"
            said += " COLDWIRE_STORE_USER, COLDWIRE_STORE_PASSWORD and COLDWIRE_STORE_TOKEN"
        else:
            said = f"answers: {words}" if words else "answers nothing more"
        path = response.request.url.path
        raise RemoteError(f"{where}{path}, status {status}: the server {said}.", status)

    def _safe(self, body: bytes) -> str:
        """The server's words, without a secret that it may repeat."""
        words = body[:20_000].decode(errors="replace")
        for secret in self.server.credentials.secrets:
            words = words.replace(secret, "***")
        return shortened(words)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
