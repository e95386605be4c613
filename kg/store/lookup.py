"""Finding the one thing of a store that a person at the keyboard means.

Ways, the first that finds something decides: an address, in full or short (`message/wilson-117312`,
`person/stalin-joseph`); an identifier without its kind (`wilson-117312`); the number of a message
("75352"); a label, title or form of a name, case and diacritics folded (`kg.cleaning.key`). A way
that finds several is ambiguous: a choice is never made silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol
from urllib.parse import quote

import pyoxigraph as ox

from kg.cleaning import key
from kg.errors import StopError
from kg.namespaces import BASE, CW, PREFIXES
from kg.store.answers import Term

_FOLDERS = ("message", "person", "office", "organization", "group", "place")
_SHOWN = 8

_PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {"cw": CW, **{n: PREFIXES[n] for n in ("rdfs", "dcterms")}}.items()
)
_IS_KNOWN = "SELECT ?thing { ?thing ?property ?value } LIMIT 1"
_NUMBERED = f"""{_PREFIXES}
SELECT DISTINCT ?number ?thing {{
  ?thing a cw:Message ; cw:number|cw:otherNumber ?number .
}}"""
_NAMED = f"""{_PREFIXES}
SELECT DISTINCT ?thing ?name {{
  {{
    VALUES ?class {{ cw:Person cw:Office cw:Organization cw:Group cw:Place }}
    ?thing a ?class ; rdfs:label ?name .
  }}
  UNION {{ ?form a cw:Name ; cw:bearer ?thing ; rdfs:label ?name . }}
  UNION {{ ?thing a cw:Message ; dcterms:title ?name . }}
}}"""
_LABEL = f"""{_PREFIXES}
SELECT ?thing ?label {{ ?thing rdfs:label|dcterms:title ?label }} ORDER BY ?label LIMIT 1"""


class Rows(Protocol):
    """The part of a store that is asked here."""

    def rows(
        self, text: str, substitutions: Mapping[str, Term] | None = None, /
    ) -> Sequence[Mapping[str, str | None]]:
        """The answers of a SELECT query over the union of all named graphs."""


def address_of(store: Rows, text: str) -> str:
    """The full address of the one thing that `text` names.

    Raises:
        StopError: when nothing or more than one thing is meant; the message lists what is.
    """
    wanted = text.encode(errors="replace").decode().strip()
    for way in _WAYS:
        found = sorted(way(store, wanted)) if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            raise StopError(
                f"{text!r} can mean {len(found)} things: {_listed(store, found)}."
                " Give one of these addresses."
            )
    raise StopError(
        f"Nothing here is called {text!r}. Give the number or identifier of a message, a name, or"
        " an address such as message/wilson-117312 or person/stalin-joseph."
    )


def _by_address(store: Rows, text: str) -> set[str]:
    return _known(store, [text, BASE + text.strip("/")])


def _by_identifier(store: Rows, text: str) -> set[str]:
    segment = quote(text, safe="~")  # as `kg.rdf.iris` writes identifiers in addresses
    return _known(store, [f"{BASE}{folder}/{segment}" for folder in _FOLDERS])


def _known(store: Rows, addresses: Iterable[str]) -> set[str]:
    """Those addresses that the store says something about."""
    found = set()
    for address in addresses:
        try:
            node = ox.NamedNode(address)
        except ValueError:  # words with blanks, say: no address, perhaps a name
            continue
        if store.rows(_IS_KNOWN, {"thing": node}):
            found.add(address)
    return found


def _by_number(store: Rows, text: str) -> set[str]:
    rows = store.rows(_NUMBERED, {"number": ox.Literal(text.removeprefix("#").strip())})
    return {str(row["thing"]) for row in rows}


def _by_name(store: Rows, text: str) -> set[str]:
    wanted = key(text)
    if not wanted:
        return set()
    rows = store.rows(_NAMED)
    return {str(row["thing"]) for row in rows if key(row["name"] or "") == wanted}


_WAYS: tuple[Callable[[Rows, str], set[str]], ...] = (
    _by_address,
    _by_identifier,
    _by_number,
    _by_name,
)


def _listed(store: Rows, addresses: Sequence[str]) -> str:
    shown = [_with_label(store, address) for address in addresses[:_SHOWN]]
    more = f" and {len(addresses) - _SHOWN} more" if len(addresses) > _SHOWN else ""
    return "; ".join(shown) + more


def _with_label(store: Rows, address: str) -> str:
    rows = store.rows(_LABEL, {"thing": ox.NamedNode(address)})
    label = f" ({rows[0]['label']})" if rows else ""
    return address.removeprefix(BASE) + label
