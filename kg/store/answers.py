"""From the text of a query to the engine's results, and from results to plain values and bytes.

Everything here runs on the thread of the caller and leaves nothing of the engine behind.
"""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import chain, islice
from typing import Any, BinaryIO, ParamSpec, Protocol, TypeVar, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.store.formats import Format, Kind
from kg.store.lexical import (
    first_word,
    names_dataset,
    refuse_deep_nesting,
    refuse_service,
)

Term = ox.NamedNode | ox.Literal
"""What can be put in the place of a variable: an address or a literal."""

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_COMPLAINT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_PREFIXED = frozenset({"turtle", "trig", "jsonld", "rdfxml"})
_SHORTEST_TRIPLE = 4
_SORTED = 10_000
"""A graph of fewer triples is sorted before it is written."""
_CUT_CHARACTER = re.compile(rb"(?:\xef\xbf?)?\Z")
"""The beginning of a character that XML may not be able to hold."""
_P = ParamSpec("_P")
_Answer = TypeVar("_Answer")
_XML = frozenset({"xml", "rdfxml"})
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()


def run(  # noqa: PLR0913 - the parameters of the SPARQL protocol, all named
    engine: ox.Store,
    text: str,
    *,
    union: bool = False,
    substitutions: Mapping[str, Term] | None = None,
    base_iri: str | None = None,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
    services: Collection[str] = (),
) -> Results:
    """The results of a query, to be used up on this thread.

    A dataset given here wins over FROM in the text (SPARQL 1.1 Protocol, section 2.1.4); without
    both, the default graph is the union of all graphs: the engine's own default graph, or with
    `union` what the engine joins while it answers (see `kg.store.union`). Where several graphs
    are named for the default graph, by either way, the engine counts a triple once for each.
    `services` are the addresses that SERVICE may name.

    Raises:
        QueryError: when the text cannot be parsed, is no query, or asks for SERVICE; when a
            substituted variable is not projected; when an address is none.
    """
    refuse_service(text, services)
    refuse_deep_nesting(text)
    try:
        return engine.query(
            text,
            base_iri=base_iri,
            substitutions={ox.Variable(k): v for k, v in (substitutions or {}).items()} or None,
            **_dataset(text, union, default_graphs, named_graphs),
        )
    except SyntaxError as error:
        raise QueryError(_complaint(text, str(error.msg))) from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"The query cannot be run: {error}.") from error


def _dataset(
    text: str,
    union: bool,
    default_graphs: Sequence[str] | None,
    named_graphs: Sequence[str] | None,
) -> dict[str, Any]:
    """The arguments that tell the engine which graphs a query reads.

    Source: SPARQL 1.1 Protocol, section 2.1.4: a dataset that names only one of the two parts
    has nothing in the other.
    """
    if default_graphs is None and named_graphs is None:
        return {"use_default_graph_as_union": union and not names_dataset(text)}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in default_graphs or ()],
        "named_graphs": [ox.NamedNode(iri) for iri in named_graphs or ()],
    }


def _complaint(text: str, message: str) -> str:
    """What is wrong with the text, in the parser's words without its tables of characters."""
    word = first_word(text)
    if word in _UPDATES:
        return f"{word} is refused: this store is read-only and answers queries only."
    found = _COMPLAINT.fullmatch(message)
    if not found:
        return f"The query cannot be read: {message}."
    line, column, listed = found.groups()
    expected = [each for each in listed.split(", ") if not each.lstrip().startswith(("[", "|"))]
    sentences = [each for each in expected if " " in each and each[0].isupper()]
    if sentences:
        return f"The query cannot be read at line {line}, column {column}: {sentences[0]}."
    wanted = f"; expected: {', '.join(expected)}" if expected else ""
    return f"The query cannot be read at line {line}, column {column}{wanted}."


def kind_of(results: Results) -> Kind:
    """What the engine answers with."""
    if isinstance(results, ox.QuerySolutions):
        return "bindings"
    return "boolean" if isinstance(results, ox.QueryBoolean) else "graph"


class Rows(list[dict[str, str | None]]):
    """The rows of an answer; `columns` names what they hold, in the order of the query."""

    def __init__(self, columns: Sequence[str], rows: Iterable[dict[str, str | None]]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)


def rows_of(results: Results) -> Rows:
    """The rows of a SELECT as plain values: of an address its text, of a literal its words.

    Raises:
        QueryError: when the query was no SELECT.
    """
    if not isinstance(results, ox.QuerySolutions):
        raise QueryError("Rows can only be had from a SELECT query; this is another kind.")
    names = [variable.value for variable in results.variables]
    try:
        return Rows(names, (dict(zip(names, map(_value, row), strict=True)) for row in results))
    except OSError as error:
        raise QueryError(f"The query could not be finished: {error}.") from error


def _value(term: Any) -> str | None:
    return None if term is None else getattr(term, "value", str(term))


def released(ask: Callable[_P, _Answer]) -> Callable[_P, _Answer]:
    """The same function; when it fails, its error keeps nothing of the engine alive.

    A traceback holds the variables of its frames, so results would live on with the error and
    be dropped in whatever thread handles it, which the engine forbids.
    """

    @wraps(ask)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _Answer:
        try:
            return ask(*args, **kwargs)
        except Exception as error:
            link: BaseException | None = error
            while link is not None:
                traceback.clear_frames(link.__traceback__)
                link = link.__cause__ or link.__context__
            raise

    return asked


class TooLargeError(QueryError):
    """An answer is longer than the asker allows; the message says how long it may be."""


class _Limited(io.BytesIO):
    """A buffer that takes only so many bytes."""

    def __init__(self, largest: int | None) -> None:
        super().__init__()
        self._largest = largest

    def write(self, data: Any) -> int:
        if self._largest is not None and self.tell() + len(data) > self._largest:
            raise _too_large(self._largest)
        return super().write(data)


def _too_large(largest: int) -> TooLargeError:
    return TooLargeError(
        f"The answer is larger than {largest:,} bytes. Ask for less: fewer columns, a FILTER, or"
        " LIMIT and OFFSET."
    )


def serialized(results: Results, fmt: Format, largest: int | None = None) -> bytes:
    """Results as bytes in a format that can hold them.

    Raises:
        TooLargeError: when they would be more than `largest` bytes; stops there.
    """
    try:
        if isinstance(results, ox.QueryTriples) and fmt.name in _PREFIXED:
            return written(sorted(_within(results, largest), key=str), fmt, largest)
        return xml_safe(_native(results, fmt, largest), fmt)
    except OSError as error:
        raise QueryError(f"The query could not be finished: {error}.") from error


class Output(Protocol):
    """Where an answer is written while it is made: a binary file that is told what comes."""

    def begin(self, kind: Kind) -> Format:
        """Take note of the kind of the answer and say in which format to write it."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""

    def flush(self) -> None:
        """Pass on what was taken."""


def stream(results: Results, output: Output) -> None:
    """Write results as they come, in the format that the output chooses.

    A small graph is sorted, so that it looks the same each time; a large one is not held back.

    Raises:
        QueryError: when the query cannot be finished; what the output raises.
    """
    fmt = output.begin(kind_of(results))
    try:
        if isinstance(results, ox.QueryTriples) and fmt.name in _PREFIXED:
            stream_triples(results, output, fmt)
            return
        target = _target(output, fmt)
        results.serialize(target, format=cast(Any, fmt.engine))
        target.flush()
    except OSError as error:
        raise QueryError(f"The query could not be finished: {error}.") from error


def stream_triples(triples: Iterable[ox.Triple], output: Output, fmt: Format) -> None:
    """Write triples as they come, the first ones sorted, to an output that has begun."""
    target, coming = _target(output, fmt), iter(triples)
    first = list(islice(coming, _SORTED))
    write(chain(sorted(first, key=str), coming), target, fmt)
    target.flush()


def _target(output: Output, fmt: Format) -> BinaryIO:
    return cast(BinaryIO, _XmlSafe(output) if fmt.name in _XML else output)


class _XmlSafe:
    """Passes XML on with `xml_safe`, wherever it is cut."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._kept = b""

    def write(self, data: bytes) -> int:
        whole = self._kept + data
        cut = len(whole) - len(_CUT_CHARACTER.search(whole)[0])  # type: ignore[index]
        self._output.write(_NOT_IN_XML.sub(_REPLACEMENT, whole[:cut]))
        self._kept = whole[cut:]
        return len(data)

    def flush(self) -> None:
        kept, self._kept = self._kept, b""
        if kept:
            self._output.write(_NOT_IN_XML.sub(_REPLACEMENT, kept))


def _within(triples: Iterable[ox.Triple], largest: int | None) -> Iterator[ox.Triple]:
    """The triples, as long as they can still fit: no format needs less than these bytes."""
    for number, triple in enumerate(triples, 1):
        if largest is not None and number * _SHORTEST_TRIPLE > largest:
            raise _too_large(largest)
        yield triple


def _native(results: Any, fmt: Format, largest: int | None) -> bytes:
    """What the engine's own serializer writes, which makes no Python objects."""
    buffer = _Limited(largest)
    results.serialize(buffer, format=fmt.engine)
    return buffer.getvalue()


def written(
    statements: Iterable[ox.Triple | ox.Quad], fmt: Format, largest: int | None = None
) -> bytes:
    """Triples (or quads, if the format keeps graphs) as bytes, with the project's prefixes."""
    buffer = _Limited(largest)
    write(statements, buffer, fmt)
    return xml_safe(buffer.getvalue(), fmt)


def write(statements: Iterable[ox.Triple | ox.Quad], output: BinaryIO, fmt: Format) -> None:
    """Write triples (or quads, if the format keeps graphs) to a binary file as they come.

    Raises:
        QueryError: when the format is one for rows.
    """
    if not isinstance(fmt.engine, ox.RdfFormat):
        raise QueryError(f"{fmt.label} cannot hold a graph.")
    ox.serialize(cast(Iterable[ox.Quad], statements), output, fmt.engine, prefixes=PREFIXES)


def xml_safe(data: bytes, fmt: Format) -> bytes:
    """The bytes; in XML, characters that XML cannot hold at all (NUL, bell) are replaced by U+FFFD.

    Source: XML 1.0, section 2.2.
    """
    return _NOT_IN_XML.sub(_REPLACEMENT, data) if fmt.name in _XML else data
