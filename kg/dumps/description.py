"""What a folder of dumps says of itself: in RDF, for programs and for people.

Source: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011), section 3.4; Data Catalog
Vocabulary (DCAT) version 3 (W3C, 2024), sections 6.8 and 6.16; SPDX for the checksums.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import pyoxigraph as ox

from kg.dumps.files import FILES
from kg.dumps.listing import SUMS, Dumps, Listed
from kg.namespaces import BASE, CW, PREFIXES

_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_PREFIXES = {
    "spdx": _SPDX, "cw": CW,
    **{name: PREFIXES[name] for name in ("dcat", "dcterms", "void", "xsd", "rdf")},
}  # fmt: skip
_IS_RDF = {file.name for file in FILES if file.is_rdf}
_DATASET = ox.NamedNode(f"{BASE}dataset")


def index_json(dumps: Dumps) -> bytes:
    """The index that `read_dumps` reads."""
    return json.dumps(asdict(dumps), ensure_ascii=False, indent=2).encode() + b"\n"


def void_turtle(dumps: Dumps) -> bytes:
    """The dataset with its files in Turtle."""
    triples = [*_dataset(dumps), *(t for file in dumps.files for t in _distribution(dumps, file))]
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def _dataset(dumps: Dumps) -> Iterator[ox.Triple]:
    for name in ("void:Dataset", "dcat:Dataset"):
        yield ox.Triple(_DATASET, _term("rdf:type"), _term(name))
    yield ox.Triple(_DATASET, _term("dcterms:title"), ox.Literal(dumps.title))
    if dumps.description:
        yield ox.Triple(_DATASET, _term("dcterms:description"), ox.Literal(dumps.description))
    yield from _license(_DATASET, dumps)
    yield ox.Triple(_DATASET, _term("dcterms:modified"), _typed(dumps.built, "dateTime"))
    yield ox.Triple(_DATASET, _term("dcat:version"), ox.Literal(dumps.version))
    yield ox.Triple(_DATASET, _term("void:triples"), _typed(dumps.statements, "integer"))
    for name, count in dumps.classes.items():
        part = ox.NamedNode(f"{BASE}dataset/class/{name}")
        yield ox.Triple(_DATASET, _term("void:classPartition"), part)
        yield ox.Triple(part, _term("void:class"), ox.NamedNode(CW + name))
        yield ox.Triple(part, _term("void:entities"), _typed(count, "integer"))


def _license(thing: ox.NamedNode, dumps: Dumps) -> Iterator[ox.Triple]:
    if dumps.license:
        yield ox.Triple(thing, _term("dcterms:license"), ox.NamedNode(dumps.license))


def _distribution(dumps: Dumps, file: Listed) -> Iterator[ox.Triple]:
    place = ox.NamedNode(dumps.address + file.name)
    checksum = ox.NamedNode(f"{place.value}#sha256")
    if file.name in _IS_RDF:
        yield ox.Triple(_DATASET, _term("void:dataDump"), place)
    yield ox.Triple(_DATASET, _term("dcat:distribution"), place)
    yield ox.Triple(place, _term("rdf:type"), _term("dcat:Distribution"))
    yield ox.Triple(place, _term("dcterms:title"), ox.Literal(file.title))
    yield from _license(place, dumps)
    yield ox.Triple(place, _term("dcat:downloadURL"), place)
    yield ox.Triple(place, _term("dcat:mediaType"), ox.NamedNode(_MEDIA + file.media_type))
    if file.is_compressed:
        gzip = ox.NamedNode(f"{_MEDIA}application/gzip")
        yield ox.Triple(place, _term("dcat:compressFormat"), gzip)
    yield ox.Triple(place, _term("dcat:byteSize"), _typed(file.size, "nonNegativeInteger"))
    yield ox.Triple(place, ox.NamedNode(f"{_SPDX}checksum"), checksum)
    yield ox.Triple(checksum, _term("rdf:type"), ox.NamedNode(f"{_SPDX}Checksum"))
    algorithm = ox.NamedNode(f"{_SPDX}checksumAlgorithm_sha256")
    yield ox.Triple(checksum, ox.NamedNode(f"{_SPDX}algorithm"), algorithm)
    value = _typed(file.digest, "hexBinary")
    yield ox.Triple(checksum, ox.NamedNode(f"{_SPDX}checksumValue"), value)


def _term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def _typed(value: object, datatype: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def readme(dumps: Dumps) -> bytes:
    """The same in plain words."""
    lines = [
        dumps.title,
        "=" * len(dumps.title),
        "",
        *([dumps.description, ""] if dumps.description else []),
        f"Statements: {dumps.statements:,}",
        f"Version:    {dumps.version} (SHA-256 of the N-Quads)",
        f"Built:      {dumps.built}",
        f"License:    {dumps.license or 'not stated'} (the statements; sources have their own)",
        f"Published:  {dumps.address}",
        "",
        *(f"{file.name}\n    {file.title}. {file.size:,} bytes." for file in dumps.files),
        "",
        "Things described:",
        *(f"    {count:>9,} {name}" for name, count in dumps.classes.items()),
        "",
        f"To check the files:      sha256sum -c {SUMS}",
        "To check the version:    gzip -dc coldwire.nq.gz | sha256sum",
    ]
    return "\n".join(lines).encode() + b"\n"
