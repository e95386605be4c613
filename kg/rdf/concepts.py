"""From the words of findings to the terms of `ontology/vocabularies.ttl`.

A word is understood by its preferred or alternative label, whatever its case and hyphens. The
schemes of forms, classifications and precedences are open: documents print words that nobody
foresaw, and a word without a term gets an address of its own (and is described in the graph of
its document by `kg.rdf.mapping`). In all other schemes an unknown word is an error of ours.
"""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg.cleaning import key
from kg.files import shipped
from kg.namespaces import PREFIXES, VOCABULARY
from kg.rdf.iris import segment

OPEN_SCHEMES = frozenset({"form", "classification", "precedence"})
_SKOS = PREFIXES["skos"]
_LABELS = (ox.NamedNode(f"{_SKOS}prefLabel"), ox.NamedNode(f"{_SKOS}altLabel"))


@lru_cache(maxsize=4096)
def concept(scheme: str, word: str) -> str:
    """The term (with angle brackets) that a word of a finding stands for.

    Raises:
        ValueError: when a scheme that is not open has no term for the word.

    >>> concept("form", "cypher telegram")
    '<https://w3id.org/coldwire/vocabulary/form/ciphered-telegram>'
    >>> concept("number-kind", "sender's own")
    '<https://w3id.org/coldwire/vocabulary/number-kind/senders-own>'
    """
    known = _terms().get(scheme, {}).get(key(word))
    if known:
        return f"<{known}>"
    if scheme in OPEN_SCHEMES:
        return f"<{VOCABULARY}{scheme}/{segment('-'.join(key(word).split()) or 'unnamed')}>"
    raise ValueError(
        f"ontology/vocabularies.ttl has no term for {word!r} in the scheme {scheme!r}:"
        f" add one, or use one of {', '.join(sorted(_terms().get(scheme, {})))}"
    )


@lru_cache(maxsize=4096)
def is_known(scheme: str, word: str) -> bool:
    """True when the vocabularies have a term for the word."""
    return key(word) in _terms().get(scheme, {})


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, str]]:
    """For each scheme: label key to address."""
    found: dict[str, dict[str, str]] = {}
    text = (shipped("ontology") / "vocabularies.ttl").read_bytes()
    for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
        if triple.predicate in _LABELS and isinstance(triple.subject, ox.NamedNode):
            address = triple.subject.value
            scheme = address.removeprefix(VOCABULARY).split("/")[0]
            found.setdefault(scheme, {})[key(triple.object.value)] = address
    return found
