"""What the SPARQL endpoint says of itself in RDF, and of the dataset behind it.

What it says of the dataset is what the graph says of itself, and what it holds at the time. It
stays short however many graphs there are: a kind of which there is one graph is named, of a kind of
which there are many their number is told and the first.

Source: W3C Recommendation "SPARQL 1.1 Service Description" (2013); W3C Interest Group Note
"Describing Linked Datasets with the VoID Vocabulary" (2011), sections 3 and 4; the names of
formats are those of http://www.w3.org/ns/formats/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from api.dumps import data_dumps
from api.graph import Graph, Term
from api.settings import Settings
from kg.namespaces import PREFIXES
from kg.store import FORMATS
from kg.store.formats import Format

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = "http://rdfs.org/ns/void#"
_PREFIXES = {"sd": _SD, "formats": _FORMATS, "void": _VOID} | {
    name: PREFIXES[name] for name in ("rdfs", "dcterms", "dcat", "xsd")
}
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}


@dataclass(frozen=True, slots=True)
class GraphKind:
    """Named graphs of one kind: how many, the first, and its statements if it is the only one."""

    name: str
    count: int
    first: str
    statements: int | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the graph says of its dataset, as (subject, property, value), and its named graphs."""

    address: str
    facts: Sequence[tuple[str, str, Term]]
    kinds: Sequence[GraphKind]

    @property
    def statements(self) -> int | None:
        """The number of statements that the dataset says it has."""
        found = [
            value.value
            for subject, name, value in self.facts
            if subject == self.address and name == _VOID + "triples"
        ]
        return int(found[0]) if found and found[0].isascii() and found[0].isdigit() else None


def dataset_of(graph: Graph) -> Dataset:
    """The dataset that is served now, asked once for each version; raises as `Graph.ask`."""
    return graph.kept("dataset in its description", lambda: _dataset(graph))


def _dataset(graph: Graph) -> Dataset:
    address = graph.addresses.base + "dataset"
    facts = [
        (row["node"].value, row["property"].value, row["value"])
        for row in graph.ask("dataset", address)
        if "value" in row
    ]
    kinds = [
        _kind(graph, row["kind"].value, int(row["count"].value), row["first"].value)
        for row in graph.ask("graphs")
        if "first" in row
    ]
    return Dataset(address, facts, kinds)


def _kind(graph: Graph, name: str, count: int, first: str) -> GraphKind:
    size = graph.ask("graph-size", first) if count == 1 else []
    return GraphKind(name, count, first, int(size[0]["count"].value) if size else None)


def service_description(
    endpoint: str, settings: Settings, dataset: Dataset, written_as: Format
) -> bytes:
    """The description of the endpoint at that address, in one of the graph formats."""
    assert isinstance(written_as.engine, ox.RdfFormat)  # noqa: S101 - the caller offers graphs
    dumps = data_dumps(settings)
    triples = [*_service(endpoint, settings), *_described(endpoint, dataset, dumps)]
    return ox.serialize(triples, format=written_as.engine, prefixes=_PREFIXES) or b""


def _service(endpoint: str, settings: Settings) -> Iterator[ox.Triple]:
    service = ox.NamedNode(endpoint)
    yield ox.Triple(service, _rdf("type"), _sd("Service"))
    title = f"{settings.title}: SPARQL endpoint"
    yield ox.Triple(service, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal(title))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if getattr(settings, "service_endpoints", ()):
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    regime = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
    yield ox.Triple(service, _sd("defaultEntailmentRegime"), regime)
    for name in FORMATS:
        written = ox.NamedNode(_FORMATS + _FORMAT_NAMES[name])
        yield ox.Triple(service, _sd("resultFormat"), written)


def _site(endpoint: str) -> str:
    """The address of the site that the endpoint belongs to, without a slash at its end."""
    return endpoint.rpartition("/")[0]


def _described(endpoint: str, dataset: Dataset, dumps: Iterable[str]) -> Iterator[ox.Triple]:
    """The dataset of the endpoint: its default graph is all of the dataset that the graph names."""
    service, whole = ox.NamedNode(endpoint), ox.NamedNode(endpoint + "#dataset")
    everything = ox.NamedNode(dataset.address)
    yield ox.Triple(service, _sd("defaultDataset"), whole)
    yield ox.Triple(whole, _rdf("type"), _sd("Dataset"))
    yield ox.Triple(whole, _sd("defaultGraph"), everything)
    yield ox.Triple(everything, _rdf("type"), _sd("Graph"))
    yield ox.Triple(everything, _rdf("type"), _void("Dataset"))
    yield ox.Triple(everything, _void("sparqlEndpoint"), service)
    for path in dumps:
        yield ox.Triple(everything, _void("dataDump"), ox.NamedNode(_site(endpoint) + path))
    for subject, name, value in dataset.facts:
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), _term(value))
    for kind in dataset.kinds:
        yield from _graphs(whole, everything, kind)


def _graphs(whole: ox.NamedNode, everything: ox.NamedNode, kind: GraphKind) -> Iterator[ox.Triple]:
    """The only graph of a kind, or how many there are of it."""
    first, base = ox.NamedNode(kind.first), whole.value
    if kind.count == 1:
        named = ox.NamedNode(f"{base}-{kind.name or 'graph'}")
        yield ox.Triple(whole, _sd("namedGraph"), named)
        yield ox.Triple(named, _rdf("type"), _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), first)
        yield ox.Triple(named, _sd("graph"), first)
        yield ox.Triple(first, _rdf("type"), _sd("Graph"))
        yield ox.Triple(first, _rdf("type"), _void("Dataset"))
        if kind.statements is not None:
            yield ox.Triple(first, _void("triples"), _number(kind.statements))
        return
    many = ox.NamedNode(f"{base}-{kind.name or 'graphs'}")
    words = f"Named graphs of the kind {kind.name!r}" if kind.name else "Named graphs"
    yield ox.Triple(everything, _void("subset"), many)
    yield ox.Triple(many, _rdf("type"), _void("Dataset"))
    yield ox.Triple(many, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal(words))
    yield ox.Triple(many, _void("documents"), _number(kind.count))
    yield ox.Triple(many, _void("exampleResource"), first)
    if kind.name:
        space = kind.first.partition("/id/graph/")
        yield ox.Triple(many, _void("uriSpace"), ox.Literal(f"{space[0]}{space[1]}{kind.name}/"))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))


def _term(term: Term) -> ox.NamedNode | ox.Literal:
    if term.is_address:
        return ox.NamedNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    if term.datatype:
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return ox.Literal(term.value)


def _rdf(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["rdf"] + name)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
