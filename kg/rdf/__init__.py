"""Findings and judgments as RDF: N-Quads lines without line ends, and their validation.

`quads` for one document; `volume_graph`, `series_quads` and `link_quads` for editions, whose
documents are put together with `graph_of` and written with `stretch`;
`authority_quads` for the register, `vocabulary_quads` for ontology and vocabularies,
`dataset_quads` for what the dataset says of itself; `validate` against the shapes.
"""

from kg.rdf.authority import authority_quads
from kg.rdf.editions import link_quads, series_quads, volume_graph
from kg.rdf.mapping import graph_of, quads
from kg.rdf.page import numbered
from kg.rdf.provenance import Accuracy, Counts, Source, count, dataset_quads, vocabulary_quads
from kg.rdf.shapes import Violation, validate
from kg.rdf.stretches import stretch

__all__ = [
    "Accuracy",
    "Counts",
    "Source",
    "Violation",
    "authority_quads",
    "count",
    "dataset_quads",
    "graph_of",
    "link_quads",
    "numbered",
    "quads",
    "series_quads",
    "stretch",
    "validate",
    "vocabulary_quads",
    "volume_graph",
]
