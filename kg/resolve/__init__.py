"""Judging who is meant and which message is meant, with reasons that a person can read.

1. `identify(findings, authority)`: the parties of one document become entities.
2. `envelope(resolved)`: what is needed to recognize the message from outside.
3. `EnvelopeIndex(envelopes)`: all envelopes, the same message under two identifiers made one.
4. `resolve_references(resolved, index)`: the messages a document speaks of.

Nothing doubtful is accepted: it stays local, or known-but-missing, with ranked proposals.
"""

from kg.resolve.envelopes import envelope
from kg.resolve.identify import identify
from kg.resolve.index import EnvelopeIndex
from kg.resolve.references import resolve_references
from kg.resolve.same import SameMessage, same_messages

__all__ = [
    "EnvelopeIndex",
    "SameMessage",
    "envelope",
    "identify",
    "resolve_references",
    "same_messages",
]
