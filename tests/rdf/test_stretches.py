"""A graph written as a stretch is its lines, sorted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.identities import Resolved
from kg.rdf import count, graph_of, stretch
from kg.rdf.terms import Graph, cw, iri, string, term

WORDS = st.sampled_from(["a", "a b", "a\n", '"', "ö", "\u201c", "z" * 3, "", "1", "10"])
STATEMENTS = st.lists(st.tuples(WORDS, st.sampled_from(["quote", "note", "end"]), WORDS))


def stretched(graph: Graph) -> list[str]:
    subjects = sorted(graph.subjects())
    assert len(set(subjects)) == len(subjects)
    lines, counts = stretch(graph, subjects)
    text = lines.decode().split("\n")
    assert text.pop() == ""
    assert counts == count(text)
    return text


@given(STATEMENTS)
def test_a_stretch_is_the_sorted_lines_each_once(statements: list[tuple[str, str, str]]) -> None:
    graph = Graph("https://example.org/g")
    for subject, predicate, value in statements:
        node = iri(f"https://example.org/{len(subject)}{subject.strip()[:1].isalnum()}")
        graph.add(node, cw(predicate), string(value))
        graph.add(node, term("rdf:type"), cw("Message"))
    assert stretched(graph) == sorted(set(graph.lines()))


def test_a_whole_document_is_a_stretch_of_sorted_lines(resolved: Resolved) -> None:
    graph = graph_of(resolved)
    assert graph.whole
    assert stretched(graph) == sorted(set(graph.lines()))
    assert len(graph.lines()) == len(set(graph.lines()))


def test_documents_of_one_source_are_put_together(resolved: Resolved) -> None:
    graph, part = Graph(graph_of(resolved).name), graph_of(resolved)
    graph.take(part)
    graph.take(part)
    assert stretched(graph) == stretched(part)
