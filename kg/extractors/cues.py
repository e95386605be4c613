"""The words that make a sentence a directive: the value that `kg.extractors.orders.read` gives."""

from __future__ import annotations

from dataclasses import dataclass

from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """What makes a sentence a directive; all places are offsets in the sentence.

    `family` is the family of wording ("necessity", "imperative", "request", "proposal",
    "reported", "permission", "prohibition"), `force` the force as in `Directive`. `doer` holds
    the words that name who shall do it, None when it is the one addressed ("one should", "it is
    necessary", an imperative). `issuer` holds the words that name whose order is reported.

    `confidence`: 0.95 where grammar leaves no doubt (imperative, request to "you"), 0.9 a modal
    verb with a named subject or "one", 0.8 a proposal, 0.7 what is reported, 0.5-0.6 where the
    sentence can be read as a statement.
    """

    family: str
    force: str
    span: Span
    doer: Span | None = None
    issuer: Span | None = None
    reported: bool = False
    confidence: float = 0.9
