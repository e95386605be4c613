"""Words of findings find their terms; unknown words are refused, or kept where the list is open."""

from __future__ import annotations

import pytest

from kg.rdf.concepts import OPEN_SCHEMES, concept, is_known

BASE = "https://w3id.org/coldwire/vocabulary/"


@pytest.mark.parametrize(
    ("scheme", "word", "term"),
    [
        ("form", "cable", "form/cable"),
        ("form", "Cypher Telegram", "form/ciphered-telegram"),
        ("name-kind", "romanization", "name-kind/romanization"),
        ("number-kind", "sender's own", "number-kind/senders-own"),
        ("role", "copy recipient", "role/copy-recipient"),
        ("held-as", "known by reference", "held-as/known-by-reference"),
    ],
)
def test_labels_and_other_labels_lead_to_the_term(scheme: str, word: str, term: str) -> None:
    assert concept(scheme, word) == f"<{BASE}{term}>"


def test_an_open_scheme_keeps_a_word_that_nobody_foresaw() -> None:
    assert concept("form", "Carrier pigeon!") == f"<{BASE}form/carrier-pigeon>"
    assert not is_known("form", "Carrier pigeon!")
    assert concept("classification", "Совершенно секретно").startswith(f"<{BASE}classification/%D")


def test_a_closed_scheme_names_what_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="'perhaps'.*'choice'.*for"):
        concept("choice", "perhaps")
    assert {"form", "classification", "precedence"} == OPEN_SCHEMES
