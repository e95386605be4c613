"""The dataset describes itself: what it holds, from which sources, by which program, how accurate.

VoID and DCAT for the counts and the license, PROV for the way it was made, DQV for measured
accuracy. There is no clock in it: the version is the string that the build gives, so the same
input gives the same description. `vocabulary_quads` puts ontology and vocabularies beside it.

Source: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011); DCAT 3; PROV-O; Data
Quality Vocabulary (W3C, 2016).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.files import shipped
from kg.namespaces import BASE, CW, PREFIXES, VOCABULARY
from kg.rdf import iris
from kg.rdf.terms import Graph, cw, decimal, integer, iri, string, term

LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""License of the statements Coldwire adds; texts and rows of the register have their own."""

_IS_TYPED = f"{term('rdf:type')} <{CW}"
_TYPED = re.compile(rf"<[^>]*> {re.escape(term('rdf:type'))} <{re.escape(CW)}([A-Za-z]+)> ")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements a graph has, and how many things of each class."""

    quads: int = 0
    classes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One file the graph was made from: `path` relative to its folder, the named graph's key."""

    path: str
    graph: str
    digest: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One measured figure: of which kind of statement, which measure, 0 to 1, and how measured."""

    statement: str
    measure: str
    value: float
    method: str


def count(lines: Iterable[str]) -> Counts:
    """Count N-Quads lines; each line is a statement of its own.

    >>> count(['<a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '
    ...        '<https://w3id.org/coldwire/ontology#Message> <g> .']).classes
    {'Message': 1}
    """
    total, classes = 0, Counter[str]()
    for line in lines:
        total += 1
        if _IS_TYPED in line and (typed := _TYPED.match(line)):
            classes[typed[1]] += 1
    return Counts(total, dict(sorted(classes.items())))


def dataset_quads(
    version: str,
    counts: Counts,
    sources: Sequence[Source] = (),
    accuracy: Sequence[Accuracy] = (),
    license_address: str = LICENSE,
) -> Iterator[str]:
    """The N-Quads lines that describe the dataset, without line ends.

    `version` is any string that stands for the input (a digest, a release); `counts` are those
    of the graph without this description.
    """
    graph = Graph(iris.DATASET_GRAPH)
    dataset = iri(iris.DATASET)
    _write_dataset(graph, dataset, version, license_address)
    _write_counts(graph, dataset, counts)
    _write_making(graph, dataset, version, sources)
    for figure in accuracy:
        _write_accuracy(graph, dataset, figure)
    return iter(graph.lines())


def _write_dataset(graph: Graph, dataset: str, version: str, license_address: str) -> None:
    for name in ("void:Dataset", "dcat:Dataset", "prov:Entity"):
        graph.add(dataset, term("rdf:type"), term(name))
    graph.add_text(dataset, term("dcterms:title"), "Coldwire: Cold War correspondence")
    graph.add_text(
        dataset,
        term("dcterms:description"),
        "Messages of the Cold War with the people, directives, decisions and references found in"
        " them; each statement shows the words it rests on.",
    )
    graph.add_text(dataset, term("dcterms:creator"), "Coldwire")
    graph.add(dataset, term("dcterms:license"), iri(license_address))
    graph.add_text(dataset, term("dcat:version"), version)
    graph.add_text(dataset, term("void:uriSpace"), BASE)
    vocabularies = (CW, VOCABULARY, *(PREFIXES[p] for p in ("dcterms", "schema", "skos", "org")))
    for vocabulary in vocabularies:
        graph.add(dataset, term("void:vocabulary"), iri(vocabulary))


def _write_counts(graph: Graph, dataset: str, counts: Counts) -> None:
    graph.add(dataset, term("void:triples"), integer(counts.quads))
    for name, number in counts.classes.items():
        partition = iri(iris.described(f"class/{name}"))
        graph.add(dataset, term("void:classPartition"), partition)
        graph.add(partition, term("void:class"), cw(name))
        graph.add(partition, term("void:entities"), integer(number))


def _write_making(graph: Graph, dataset: str, version: str, sources: Sequence[Source]) -> None:
    build, program = iri(iris.described("build")), iri(iris.described("program"))
    graph.add(build, term("rdf:type"), term("prov:Activity"))
    graph.add_text(build, term("rdfs:label"), f"build of {version}")
    graph.add(program, term("rdf:type"), term("prov:SoftwareAgent"))
    graph.add_text(program, term("rdfs:label"), "Coldwire")
    graph.add(build, term("prov:wasAssociatedWith"), program)
    graph.add(dataset, term("prov:wasGeneratedBy"), build)
    for source in sources:
        file = iri(iris.described(f"source/{source.path}"))
        graph.add(file, term("rdf:type"), term("prov:Entity"))
        graph.add_text(file, term("rdfs:label"), source.path)
        graph.add_text(file, term("dcterms:identifier"), source.digest)
        graph.add_text(file, term("dcterms:license"), source.license)
        graph.add(build, term("prov:used"), file)
        named = iri(iris.source_graph(source.graph))
        graph.add(named, term("prov:wasDerivedFrom"), file)
        graph.add(dataset, term("void:subset"), named)


def _write_accuracy(graph: Graph, dataset: str, figure: Accuracy) -> None:
    what = f"accuracy/{figure.statement}/{figure.measure}"
    measured, metric = iri(iris.described(what)), iri(iris.described(f"{what}/metric"))
    graph.add(dataset, term("dqv:hasQualityMeasurement"), measured)
    graph.add(measured, term("rdf:type"), term("dqv:QualityMeasurement"))
    graph.add(measured, term("dqv:computedOn"), dataset)
    graph.add(measured, term("dqv:isMeasurementOf"), metric)
    graph.add(measured, term("dqv:value"), decimal(figure.value))
    graph.add(metric, term("rdf:type"), term("dqv:Metric"))
    graph.add_text(metric, term("skos:prefLabel"), f"{figure.measure} of {figure.statement}")
    graph.add_text(metric, term("skos:definition"), figure.method)


def vocabulary_quads() -> Iterator[str]:
    """The N-Quads lines of the ontology and the vocabularies, without line ends."""
    graph = Graph(iris.VOCABULARY_GRAPH)
    for name in ("coldwire.ttl", "vocabularies.ttl"):
        text = (shipped("ontology") / name).read_bytes()
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            graph.add(_term(triple.subject), _term(triple.predicate), _term(triple.object))
    return iter(graph.lines())


def _term(value: object) -> str:
    """A term of the engine as N-Quads.

    Raises:
        ValueError: for anything but an IRI or literal; the graph has no blank nodes.
    """
    if isinstance(value, ox.NamedNode):
        return iri(value.value)
    if isinstance(value, ox.Literal):
        text = string(value.value)
        if value.language:
            return f"{text}@{value.language}"
        plain = value.datatype.value == f"{PREFIXES['xsd']}string"
        return text if plain else f"{text}^^{iri(value.datatype.value)}"
    raise ValueError(f"{value} has no place in a graph without blank nodes")
