"""Addresses of things: one place that turns identifiers into IRIs, and never a bad one.

Every function gives the IRI as text without angle brackets. Whatever stands in an identifier
(blanks, quotes, any script, half a surrogate pair) is percent-encoded, so that the result is
valid and two identifiers never share an address. "~" parts an identifier of a document from
what only that document knows ("wilson-117312~budanova") and is kept as it is.

Source: RFC 3986, sections 2.1 and 2.3.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from kg.namespaces import BASE

KINDS = ("person", "office", "organization", "group", "place")
"""The kinds of entities that have an address of their own."""

AUTHORITY_GRAPH = f"{BASE}graph/authority"
JUDGEMENTS_GRAPH = f"{BASE}graph/judgements"
VOCABULARY_GRAPH = f"{BASE}graph/vocabulary"
DATASET_GRAPH = f"{BASE}graph/dataset"
SERIES_GRAPH = f"{BASE}graph/series/frus"
DATASET = f"{BASE}dataset"


@lru_cache(maxsize=65_536)
def segment(identifier: str) -> str:
    """An identifier as one segment of a path; "~" stays.

    >>> segment("wilson-117312~budanova"), segment("410277/kt")
    ('wilson-117312~budanova', '410277%2Fkt')
    """
    return quote(identifier.encode("utf-8", "surrogatepass"), safe="~")


def part(text: str) -> str:
    """A word after the "~": encoded like a segment, and "~" too.

    >>> part("Feng Xi"), part("a~b")
    ('Feng%20Xi', 'a%7Eb')
    """
    return segment(text).replace("~", "%7E")


def message(identifier: str) -> str:
    """The address of a message.

    >>> message("wilson-117312")
    'https://w3id.org/coldwire/id/message/wilson-117312'
    """
    return f"{BASE}message/{segment(identifier)}"


@lru_cache(maxsize=65_536)
def entity(kind: str, identifier: str) -> str:
    """The address of a person, office, organization, group or place.

    Raises:
        ValueError: when the kind is none of these.
    """
    if kind not in KINDS:
        raise ValueError(f"no entity is of the kind {kind!r} (use one of {', '.join(KINDS)})")
    return f"{BASE}{kind}/{segment(identifier)}"


def finding(document: str, extractor: str, number: int) -> str:
    """The address of the `number`-th finding (from 1) of an extractor in a document.

    >>> finding("wilson-117312", "directives", 3)
    'https://w3id.org/coldwire/id/finding/wilson-117312~directives-3'
    """
    return f"{findings(document, extractor)}-{number}"


def findings(document: str, extractor: str) -> str:
    """What the addresses of all findings of an extractor in a document begin with."""
    return f"{BASE}finding/{segment(document)}~{part(extractor)}"


def identification(document: str, what: str) -> str:
    """The address of a judgment made about a document."""
    return f"{BASE}identification/{segment(document)}~{part(what)}"


def name(owner: str, what: str) -> str:
    """The address of a form of a name: of a document or an entity, and which."""
    return f"{BASE}name/{segment(owner)}~{part(what)}"


def tenure(office: str, what: str) -> str:
    """The address of the fact that somebody held an office: the office, then who and from when."""
    return f"{BASE}tenure/{segment(office)}~{part(what)}"


def described(what: str) -> str:
    """The address of something in the description of the dataset."""
    return f"{DATASET}/{'/'.join(part(step) for step in what.split('/'))}"


def frus_page(identifier: str) -> str:
    """Where the Office of the Historian shows a document of a FRUS volume.

    >>> frus_page("frus1951v07p2-d4")
    'https://history.state.gov/historicaldocuments/frus1951v07p2/d4'
    """
    volume, _, document = identifier.rpartition("-")
    return f"https://history.state.gov/historicaldocuments/{segment(volume)}/{segment(document)}"


def source_graph(key: str) -> str:
    """The named graph of one source."""
    return f"{BASE}graph/source/{segment(key)}"


# A web address as pages print it, after encoding: scheme, host, port, then path, query and
# fragment. Anything stranger (user names, IPv6 hosts) stays a string.
_WEB = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
    r"(?:#(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?)?"
)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def web_address(text: str) -> str | None:
    """A printed http address as a valid IRI, or None when it is none.

    >>> web_address("<https://digitalarchive.umd.edu/document/117312>")
    'https://digitalarchive.umd.edu/document/117312'
    >>> web_address("https://example.org/a b[1]")
    'https://example.org/a%20b%5B1%5D'
    >>> web_address("see page 4") is None
    True
    """
    bare = _LONE_PERCENT.sub("%25", text.strip().strip("<>"))
    encoded = quote(bare.encode("utf-8", "surrogatepass"), safe="%-._~!$&'()*+,;=:@/?#")
    return encoded if _WEB.fullmatch(encoded) else None
