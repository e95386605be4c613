"""Every term is valid N-Quads and comes back from the engine's parser as it went in."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.terms import Graph, boolean, cw, decimal, integer, iri, string, term

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NODE, GRAPH = iri("https://example.org/a"), "https://example.org/g"


def parsed(value: str) -> ox.Literal:
    graph = Graph(GRAPH)
    graph.add(NODE, cw("quote"), value)
    (line,) = graph.lines()
    assert line.splitlines() == [line]
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.Literal)
    return quad.object


@given(ANY_TEXT)
def test_any_text_comes_back_and_stands_on_one_line(text: str) -> None:
    whole = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    assert parsed(string(text)).value == whole


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert parsed(string("a\ud800b")).value == "a\ufffdb"


@given(st.integers(-(10**12), 10**12))
def test_integers_come_back(number: int) -> None:
    assert int(parsed(integer(number)).value) == number


@given(st.floats(0, 1))
def test_confidences_come_back_to_four_digits(number: float) -> None:
    value = parsed(decimal(number)).value
    assert abs(float(value) - number) <= 0.00005
    assert "e" not in value


def test_decimals_have_one_form() -> None:
    assert [parsed(decimal(n)).value for n in (1.0, 0.5, 0.9500, 0.0, -0.00001)] == [
        "1", "0.5", "0.95", "0", "0",
    ]  # fmt: skip


def test_booleans_and_prefixed_names() -> None:
    assert parsed(boolean(True)).value == "true"
    assert term("rdf:type") == "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def test_a_graph_says_everything_once_and_in_order() -> None:
    graph = Graph(GRAPH)
    for word in ("b", "a", "b"):
        graph.add_text(NODE, cw("quote"), word)
    graph.add_text(NODE, cw("quote"), None)
    assert [line.split('"')[1] for line in graph.lines()] == ["b", "a"]
