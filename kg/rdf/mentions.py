"""A mention as lines: more than half of all findings are mentions, so each is written in one go."""

from __future__ import annotations

from functools import lru_cache

from kg.findings import Mention
from kg.rdf.concepts import concept
from kg.rdf.page import Page, extracted_by
from kg.rdf.terms import cw, decimal, integer, string, term

_IS_MENTION, _POST = f"{term('rdf:type')} {cw('Mention')}", term("schema:jobTitle")
_CONFIDENCE, _END, _QUOTE, _REFERS_TO, _START, _SUPPORTS, _WRITTEN_AS = map(
    cw, ("confidence", "end", "quote", "refersTo", "start", "supports", "writtenAs")
)


def mention_lines(page: Page, node: str, found: Mention, target: str, predicate: str) -> str:
    """Everything that is said of a mention, sorted, with line ends (see `Graph.whole`).

    `target` is the term of whom it refers to, `predicate` the property it is evidence for.
    """
    end, party = page.graph.end, found.party
    first, last = found.span
    return (
        f"{node} {_IS_MENTION}{end}"
        f"{f'{node} {_POST} {string(party.office)}{end}' if party.office else ''}"
        f"{node} {_CONFIDENCE} {decimal(found.confidence)}{end}"
        f"{node} {_END} {integer(last)}{end}"
        f"{node} {extracted_by(found.extractor)}{end}"
        f"{node} {page.in_message}{end}"
        f"{node} {_QUOTE} {string(found.quote)}{end}"
        f"{node} {_REFERS_TO} {target}{end}"
        f"{node} {_in_role(found.role)}{end}"
        f"{node} {_START} {integer(first)}{end}"
        f"{node} {_SUPPORTS} {predicate}{end}"
        f"{f'{node} {_WRITTEN_AS} {string(party.written)}{end}' if party.written else ''}"
    )


@lru_cache(maxsize=64)
def _in_role(role: str) -> str:
    return f"{cw('role')} {concept('role', role)}"
