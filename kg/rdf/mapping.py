"""One document with its judgments becomes one named graph.

Plain triples for plain questions (sender, recipient, date ...) and behind each of them the nodes
of evidence with quote, place, extractor and confidence. Addresses are stable, there are no blank
nodes, and the same input gives the same lines in the same order.

How to add a kind of finding: write its function beside the others, name it in `WRITERS`, declare
its class and properties in `ontology/coldwire.ttl` and their shape in `shapes.ttl`; the tests
catch each step that was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kg import findings as kinds
from kg.identities import Resolved
from kg.rdf import contents, envelope, judgements
from kg.rdf.page import Page
from kg.rdf.terms import Graph

WRITERS: dict[type[kinds.Finding], Callable[[Page, str, Any], None]] = {
    kinds.Description: envelope.write_description,
    kinds.Dateline: envelope.write_dateline,
    kinds.Number: envelope.write_number,
    kinds.Marking: envelope.write_marking,
    kinds.Alias: contents.write_alias,
    kinds.Mention: contents.write_mention,
    kinds.Handling: contents.write_handling,
    kinds.Copy: contents.write_copy,
    kinds.Directive: contents.write_directive,
    kinds.Commitment: contents.write_commitment,
    kinds.Decision: contents.write_decision,
    kinds.Vote: contents.write_vote,
    kinds.Reference: judgements.write_reference,
}
"""The function that writes each kind of finding."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


def quads(resolved: Resolved, same: Mapping[str, str] = _NOTHING) -> Iterator[str]:
    """The N-Quads lines of one document, without line ends.

    `same` and what is raised as for `graph_of`.
    """
    return iter(graph_of(resolved, same).lines())


def graph_of(resolved: Resolved, same: Mapping[str, str] = _NOTHING) -> Graph:
    """One document as a graph, which may be a part of its source's.

    `same` gives for the identifier of an index row that of the page on which we hold the same
    message; the row's graph then speaks about that message.

    Raises:
        KeyError: when a party of the findings was not judged.
        ValueError: when a finding uses a word that the vocabularies do not have.
    """
    page = Page(resolved, same)
    for node, found in page.nodes:
        WRITERS[type(found)](page, node, found)
    envelope.write_message(page)
    judgements.write_resolutions(page)
    judgements.write_identifications(page)
    judgements.write_entities(page)
    return page.graph
