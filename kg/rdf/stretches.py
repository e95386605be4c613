"""Statements of a graph as they lie in a store: sorted N-Quads, a subject after the other.

The end of a term is no part of another term (`>` stands in no address), so lines are sorted when
their subjects are and what is said of each; that is quicker than to sort the lines, which
begin alike for a hundred characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from operator import eq

from kg.namespaces import CW
from kg.rdf.provenance import Counts
from kg.rdf.terms import Graph, term

_IS = f"{term('rdf:type')} <{CW}"


def stretch(graph: Graph, subjects: Iterable[str]) -> tuple[bytes, Counts]:
    """What a graph says of its `subjects`, which are sorted, with line ends; and how much it is.

    >>> graph = Graph("g")
    >>> for subject, predicate in ("<b>", "<p>"), ("<a>", "<q>"), ("<a>", "<p>"):
    ...     graph.add(subject, predicate, "<o>")
    >>> stretch(graph, ["<a>", "<b>"])[0].splitlines()
    [b'<a> <p> <o> <g> .', b'<a> <q> <o> <g> .', b'<b> <p> <o> <g> .']
    """
    end = graph.end
    blocks: list[bytes] = []
    classes: Counter[str] = Counter()
    quads = 0
    for subject in subjects:
        lines = graph.whole.get(subject)
        if lines is not None:
            quads += lines.count("\n")
            classes[_class(lines)] += 1
        else:
            said = _sorted(graph.said[subject])
            start = f"{subject} "
            lines = f"{start}{f'{end}{start}'.join(said)}{end}"
            quads += len(said)
            classes.update(_classes(said))
        blocks.append(lines.encode())
    return b"".join(blocks), Counts(quads, dict(sorted(classes.items())))


def _sorted(said: list[str]) -> list[str]:
    """Each once; that nothing is said twice is the rule, and quickly seen."""
    found = sorted(said)
    if any(map(eq, found, islice(found, 1, None))):
        return list(dict.fromkeys(found))
    return found


def _class(lines: str) -> str:
    start = lines.index(_IS) + len(_IS)
    return lines[start : lines.index(">", start)]


def _classes(said: list[str]) -> list[str]:
    """The classes of the ontology among what is said, which is sorted."""
    first = last = bisect_left(said, _IS)
    while last < len(said) and said[last].startswith(_IS):
        last += 1
    return [typed[len(_IS) : -1] for typed in said[first:last]]
