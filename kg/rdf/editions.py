"""What is said once for a volume or a series, not anew in each of its documents.

A volume's list of persons becomes names with their bearers, each with the judgment whom the
entry means; entities that several volumes name, and documents that volumes cite and nobody holds,
are described in the graph of the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.authority.volumes import Volume
from kg.identities import LISTED, Entity
from kg.rdf import iris
from kg.rdf.concepts import concept
from kg.rdf.page import CLASSES, entity_term
from kg.rdf.terms import Graph, cw, decimal, iri, string, term

_TYPE, _LABEL = term("rdf:type"), term("rdfs:label")


def volume_graph(volume: Volume, listed: Mapping[str, Entity]) -> Graph:
    """What is said of the entries of a volume's list that its documents point to.

    `listed` says who the entries are; one that the list does not have (a slip of the encoding)
    is left out.
    """
    graph = Graph(iris.source_graph(volume.identifier))
    for entry in volume.persons:
        entity = listed.get(entry.reference)
        if entity is None or not entry.name:
            continue
        name = iri(iris.name(volume.identifier, entry.reference))
        bearer = entity_term(entity)
        graph.add(name, _TYPE, cw("Name"))
        graph.add_text(name, _LABEL, entry.name)
        graph.add(name, cw("kind"), concept("name-kind", "fuller form"))
        graph.add(name, cw("bearer"), bearer)
        graph.add_text(name, cw("note"), entry.about)
        judged = iri(iris.identification(volume.identifier, entry.reference))
        graph.add(judged, _TYPE, cw("Identification"))
        graph.add(judged, cw("concerns"), name)
        graph.add(judged, cw("refersTo"), bearer)
        graph.add(judged, cw("confidence"), decimal(1.0))
        graph.add_text(judged, cw("decidedBy"), LISTED)
        graph.add(judged, cw("verdict"), concept("verdict", "accepted"))
        graph.add_text(judged, cw("reason"), "The editors of the volume list this person.")
        if entity.is_local:
            _write_entity(graph, entity)
    return graph


def series_quads(entities: Iterable[Entity], missing: Iterable[str]) -> Iterator[str]:
    """The N-Quads lines about what belongs to no single volume.

    `missing` are the identifiers of documents ("frus1950v06-d618") that some volume cites and
    no volume here holds.
    """
    graph = Graph(iris.SERIES_GRAPH)
    for entity in entities:
        _write_entity(graph, entity)
    for identifier in missing:
        message = iri(iris.message(identifier))
        graph.add(message, _TYPE, cw("Message"))
        graph.add(message, cw("heldAs"), concept("held-as", "known by reference"))
        volume, _, number = identifier.rpartition("-d")
        graph.add(message, _LABEL, string(f"{volume}, document {number}"))
    return iter(graph.lines())


def link_quads(links: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The N-Quads lines of citations that became clear when the volumes were joined.

    Each link is the identifier of the citing message, the term of the reference and the
    identifier of the message it leads to.
    """
    graph = Graph(iris.SERIES_GRAPH)
    for citing, reference, cited in links:
        target = iri(iris.message(cited))
        graph.add(iri(iris.message(citing)), cw("cites"), target)
        graph.add(reference, cw("refersTo"), target)
        graph.add(reference, cw("supports"), cw("cites"))
    return iter(graph.lines())


def _write_entity(graph: Graph, entity: Entity) -> None:
    node = entity_term(entity)
    graph.add(node, _TYPE, cw(CLASSES[entity.kind]))
    graph.add_text(node, _LABEL, entity.label or entity.identifier)
