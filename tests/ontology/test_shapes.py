"""Each valid example conforms; each invalid one breaks exactly the rule its first line names."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg.files import shipped
from kg.rdf import validate

EXAMPLES = shipped("ontology") / "examples"
VALID = sorted((EXAMPLES / "valid").iterdir())
INVALID = sorted((EXAMPLES / "invalid").iterdir())
SHAPES = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl", format="turtle")


def read(path: Path) -> list[str]:
    """The statements of an example as N-Quads lines."""
    quads = ox.parse(path=path)
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines()


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.name)
def test_a_valid_example_conforms(path: Path) -> None:
    assert validate(read(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.name)
def test_an_invalid_example_breaks_the_rule_it_names_and_no_other(path: Path) -> None:
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# Expected: ")
    assert {found.message for found in validate(read(path))} == {expected}


def test_every_node_shape_is_broken_by_some_example() -> None:
    expected = {
        path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# Expected: ")
        for path in INVALID
    }
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        rules = {*SHAPES.objects(shape, SH.property), *SHAPES.objects(shape, SH.sparql)}
        messages = {str(m) for rule in rules for m in SHAPES.objects(rule, SH.message)}
        assert messages & expected, f"no invalid example for {shape}"


def test_every_rule_speaks_to_people() -> None:
    rules = {*SHAPES.subjects(RDF.type, SH.PropertyShape), *SHAPES.objects(None, SH.sparql)}
    assert len(rules) > 50
    for rule in rules:
        (message,) = SHAPES.objects(rule, SH.message)
        assert str(message).endswith("."), f"{rule} has no sentence"
        assert "sh:" not in str(message)
        assert "cw:" not in str(message)


def test_every_rule_is_used_by_a_shape() -> None:
    used = {*SHAPES.objects(None, SH.property), *SHAPES.objects(None, SH.sparql)}
    assert set(SHAPES.subjects(RDF.type, SH.PropertyShape)) <= used
