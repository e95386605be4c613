"""The register of people, organizations, offices and places as a graph.

Everybody gets a type and a label, what the tables tell, and each form of a name as a `cw:Name`
with its kind, period and source. A Wikidata item is stated as the same only where the row that
has it is trusted; who held an office stands as `org:Membership` with its period.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.authority import Authority, Entry, NameRecord, Tenure
from kg.dates import DateValue, from_edtf
from kg.rdf import iris
from kg.rdf.concepts import concept
from kg.rdf.page import CLASSES
from kg.rdf.terms import Graph, cw, day, decimal, edtf, iri, term

TRUSTED = ("high", "medium")
"""Rows of this confidence may say that an entity is a Wikidata item."""

_HIDDEN = "cover name"


def authority_quads(authority: Authority) -> Iterator[str]:
    """The N-Quads lines of the register, without line ends, for the graph of the authority."""
    graph = Graph(iris.AUTHORITY_GRAPH)
    for entry in authority.entries():
        _write_entry(graph, entry, authority)
        _write_names(graph, entry)
    for tenure in authority.tenures():
        _write_tenure(graph, tenure)
    return iter(graph.lines())


def _write_entry(graph: Graph, entry: Entry, authority: Authority) -> None:
    node = iri(iris.entity(entry.kind, entry.identifier))
    graph.add(node, term("rdf:type"), cw(CLASSES[entry.kind]))
    graph.add_text(node, term("rdfs:label"), entry.label)
    graph.add_text(node, term("dcterms:description"), entry.description)
    graph.add_text(node, term("dcterms:type"), entry.subkind)
    graph.add_text(node, term("dcterms:source"), entry.source)
    graph.add_text(node, term("dcterms:license"), entry.license)
    if entry.qid and entry.confidence in TRUSTED:
        graph.add(node, term("skos:exactMatch"), term(f"wd:{entry.qid}"))
    _write_life(graph, node, entry)
    _write_relations(graph, node, entry, authority)


def _write_life(graph: Graph, node: str, entry: Entry) -> None:
    dates = {
        "schema:birthDate": entry.birth,
        "schema:deathDate": entry.death,
        "schema:validFrom": entry.valid_from,
        "schema:validThrough": entry.valid_to,
    }
    for name, value in dates.items():
        if value:
            graph.add(node, term(name), edtf(value))
    for name, number in (("latitude", entry.latitude), ("longitude", entry.longitude)):
        if number is not None:
            graph.add(node, term(f"schema:{name}"), decimal(number))


def _write_relations(graph: Graph, node: str, entry: Entry, authority: Authority) -> None:
    if entry.part_of:
        relation = "org:postIn" if entry.kind == "office" else "org:subOrganizationOf"
        graph.add(node, term(relation), iri(iris.entity("organization", entry.part_of)))
    if entry.seat:
        graph.add(node, term("schema:location"), iri(iris.entity("place", entry.seat)))
    if entry.country and entry.kind == "person":
        country = authority.entry("place", entry.country)
        word = country.label if country else entry.country
        graph.add_text(node, term("schema:nationality"), word)
    elif entry.country:
        graph.add(node, term("schema:location"), iri(iris.entity("place", entry.country)))


def _write_names(graph: Graph, entry: Entry) -> None:
    node = iri(iris.entity(entry.kind, entry.identifier))
    taken: set[str] = set()
    for record in entry.names:
        name = _name_address(entry, record, taken)
        taken.add(name)
        _write_name(graph, iri(name), record, node)
        if record.kind != _HIDDEN and record.name != entry.label:
            graph.add_text(node, term("skos:altLabel"), record.name)


def _name_address(entry: Entry, record: NameRecord, taken: set[str]) -> str:
    """By bearer, kind and form, so that a new row moves no other; a second one is numbered."""
    kind = "-".join(record.kind.split())
    owner, what = f"{entry.kind}-{entry.identifier}", f"{kind}-{record.name}"
    address = iris.name(owner, what)
    number = 2
    while address in taken:
        address = iris.name(owner, f"{what}-{number}")
        number += 1
    return address


def _write_name(graph: Graph, name: str, record: NameRecord, bearer: str) -> None:
    graph.add(name, term("rdf:type"), cw("Name"))
    graph.add_text(name, term("rdfs:label"), record.name)
    graph.add(name, cw("bearer"), bearer)
    graph.add(name, cw("kind"), concept("name-kind", record.kind))
    graph.add_text(name, term("dcterms:language"), record.language)
    graph.add_text(name, term("dcterms:source"), record.source)
    graph.add_text(name, term("dcterms:license"), record.license)
    first, last = _value(record.valid_from), _value(record.valid_to)
    if first and first.earliest:
        graph.add(name, cw("earliest"), day(first.earliest))
    if last and last.latest:
        graph.add(name, cw("latest"), day(last.latest))


def _value(text: str | None) -> DateValue | None:
    return from_edtf(text) if text else None


def _write_tenure(graph: Graph, tenure: Tenure) -> None:
    office = iri(iris.entity("office", tenure.office))
    person = iri(iris.entity("person", tenure.person))
    held = iri(iris.tenure(tenure.office, f"{tenure.person}-{tenure.valid_from or 'unknown'}"))
    graph.add(office, term("org:heldBy"), person)
    graph.add(held, term("rdf:type"), term("org:Membership"))
    graph.add(held, term("org:member"), person)
    graph.add(held, term("opengov:post"), office)
    graph.add_text(held, term("dcterms:source"), tenure.source)
    graph.add_text(held, term("dcterms:license"), tenure.license)
    for name, value in (("From", tenure.valid_from), ("Through", tenure.valid_to)):
        if value:
            graph.add(held, term(f"schema:valid{name}"), edtf(value))
