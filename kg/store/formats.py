"""Every format in which answers and graphs leave the store: one table.

| what is written | formats |
|---|---|
| rows of a SELECT ("bindings"), yes or no of an ASK ("boolean") | json, xml, csv, tsv |
| triples of a CONSTRUCT or DESCRIBE, and whole stores ("graph") | turtle, ntriples, rdfxml, jsonld, trig, nquads |

Source: W3C SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats; RDF 1.1 Turtle, TriG,
N-Triples, N-Quads, RDF/XML and JSON-LD 1.1 recommendations (media types and file endings).
"""  # noqa: E501

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import QueryError

Kind = Literal["bindings", "boolean", "graph"]
"""What a query answers with: rows, yes or no, triples."""

_ROWS: frozenset[Kind] = frozenset({"bindings", "boolean"})
_GRAPH: frozenset[Kind] = frozenset({"graph"})


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, media type, file ending and what it can hold.

    `engine` is the serializer of pyoxigraph; `label` the name for people.
    """

    name: str
    label: str
    media_type: str
    ending: str
    kinds: frozenset[Kind]
    engine: QueryResultsFormat | RdfFormat

    @property
    def keeps_graphs(self) -> bool:
        """True when the format can say in which named graph a triple stands."""
        return isinstance(self.engine, RdfFormat) and self.engine.supports_datasets


_ALL = (
    Format("json", "JSON", "application/sparql-results+json", "srj", _ROWS,
           QueryResultsFormat.JSON),
    Format("xml", "XML", "application/sparql-results+xml", "srx", _ROWS, QueryResultsFormat.XML),
    Format("csv", "CSV", "text/csv; charset=utf-8", "csv", _ROWS, QueryResultsFormat.CSV),
    Format("tsv", "TSV", "text/tab-separated-values; charset=utf-8", "tsv", _ROWS,
           QueryResultsFormat.TSV),
    Format("turtle", "Turtle", "text/turtle", "ttl", _GRAPH, RdfFormat.TURTLE),
    Format("ntriples", "N-Triples", "application/n-triples", "nt", _GRAPH, RdfFormat.N_TRIPLES),
    Format("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", _GRAPH, RdfFormat.RDF_XML),
    Format("jsonld", "JSON-LD", "application/ld+json", "jsonld", _GRAPH, RdfFormat.JSON_LD),
    Format("trig", "TriG", "application/trig", "trig", _GRAPH, RdfFormat.TRIG),
    Format("nquads", "N-Quads", "application/n-quads", "nq", _GRAPH, RdfFormat.N_QUADS),
)  # fmt: skip

FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
"""Every format by name."""

ResultFormat = Format | str
"""A format or its name."""


def format_for(wanted: ResultFormat, kind: Kind) -> Format:
    """The format of that name, if it can hold an answer of that kind.

    Raises:
        QueryError: when there is no such format, or it cannot; the message lists those that can.

    >>> format_for("csv", "bindings").media_type
    'text/csv; charset=utf-8'
    """
    found = FORMATS.get(wanted) if isinstance(wanted, str) else wanted
    if found is not None and kind in found.kinds:
        return found
    name = wanted if isinstance(wanted, str) else wanted.name
    usable = ", ".join(each.name for each in _ALL if kind in each.kinds)
    if found is None:
        raise QueryError(f"There is no format {name!r}. Formats for {_WORDS[kind]}: {usable}.")
    raise QueryError(f"{found.label} cannot hold {_WORDS[kind]}. Formats that can: {usable}.")


_WORDS: dict[Kind, str] = {
    "bindings": "the rows of a SELECT",
    "boolean": "the yes or no of an ASK",
    "graph": "the triples of a graph",
}
