"""What REST tells of each kind of thing: its classes, and the property behind each name.

A shelf holds the records of one kind in a fixed order. The names are those of the JSON records of
`coldwire extract` where those have one; `api.rest.context` says in JSON-LD which property of the
ontology each of them is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.namespaces import CW, PREFIXES

_RDFS, _DCTERMS = PREFIXES["rdfs"], PREFIXES["dcterms"]
_SKOS, _SCHEMA = PREFIXES["skos"], PREFIXES["schema"]


@dataclass(frozen=True, slots=True, eq=False)  # a shelf is itself alone, so it can be a key
class Shelf:
    """Records of one kind: the local names of their classes, name to property of what they say."""

    name: str
    classes: tuple[str, ...]
    properties: Mapping[str, str]


_FINDING = {
    "message": CW + "inMessage",
    "quote": CW + "quote",
    "start": CW + "start",
    "end": CW + "end",
    "confidence": CW + "confidence",
    "extractor": CW + "extractor",
}
_DATE = {"date": CW + "date", "earliest": CW + "earliest", "latest": CW + "latest"}
_ENTITY = {
    "name": _RDFS + "label",
    "other_names": _SKOS + "altLabel",
    "description": _DCTERMS + "description",
    "wikidata": _SKOS + "exactMatch",
}

MESSAGES = Shelf(
    "messages",
    ("Message",),
    {
        "name": _RDFS + "label",
        "title": _DCTERMS + "title",
        **_DATE,
        "time": CW + "time",
        "form": CW + "form",
        "number": CW + "number",
        "other_numbers": CW + "otherNumber",
        "classification": CW + "classification",
        "precedence": CW + "precedence",
        "held": CW + "heldAs",
        "sender": CW + "sender",
        "recipient": CW + "recipient",
        "relay": CW + "relay",
        "from_place": CW + "sentFrom",
        "to_place": CW + "sentTo",
        "mentions": CW + "mentions",
        "answers": CW + "answers",
        "promises": CW + "promises",
        "cites": CW + "cites",
        "archive_reference": CW + "archiveReference",
        "translator": CW + "translator",
        "subject": _DCTERMS + "subject",
        "source": _DCTERMS + "source",
    },
)
PEOPLE = Shelf(
    "people",
    ("Person", "Organization", "Office", "Group"),
    _ENTITY
    | {
        "nationality": _SCHEMA + "nationality",
        "born": _SCHEMA + "birthDate",
        "died": _SCHEMA + "deathDate",
    },
)
PLACES = Shelf(
    "places",
    ("Place",),
    _ENTITY | {"latitude": _SCHEMA + "latitude", "longitude": _SCHEMA + "longitude"},
)
DIRECTIVES = Shelf(
    "directives",
    ("Directive",),
    _FINDING
    | {
        "ordinal": CW + "ordinal",
        "point": CW + "point",
        "force": CW + "force",
        "issued_by": CW + "issuedBy",
        "to_be_done_by": CW + "toBeDoneBy",
        "through": CW + "through",
        "condition": CW + "condition",
        "deadline": CW + "deadline",
        "proviso": CW + "proviso",
        "reported": CW + "reported",
        "cue": CW + "cue",
    },
)
REFERENCES = Shelf(
    "references",
    ("Reference",),
    _FINDING
    | _DATE
    | {
        "kind": CW + "kind",
        "form": CW + "form",
        "number": CW + "number",
        "relation": CW + "supports",
        "target": CW + "refersTo",
        "by": CW + "by",
        "to": CW + "to",
        "subject": _DCTERMS + "subject",
    },
)
VOTES = Shelf(
    "votes",
    ("Vote",),
    _FINDING | {"voter": CW + "by", "choice": CW + "choice", "decision": CW + "concerns"},
)
DECISIONS = Shelf(
    "decisions",
    ("Decision",),
    _FINDING
    | {
        "name": _RDFS + "label",
        "date": CW + "date",
        "body": CW + "by",
        "accepted": CW + "accepted",
        "question": CW + "question",
        "draft": CW + "draft",
    },
)
NAMES = Shelf(
    "names",
    ("Name",),
    {
        "name": _RDFS + "label",
        "bearer": CW + "bearer",
        "kind": CW + "kind",
        "according_to": _DCTERMS + "source",
        "attested_in": CW + "attestedIn",
    },
)
SHELVES = (MESSAGES, PEOPLE, PLACES, DIRECTIVES, REFERENCES, VOTES, DECISIONS, NAMES)
"""All shelves; those of findings stand after that of the messages, whose order they take."""
PARTIES = ("sender", "recipient", "relay", "mentions")
"""The ways in which a message names somebody."""
NAME_OF = {
    address: name for shelf in reversed(SHELVES) for name, address in shelf.properties.items()
}
"""Property to the name that records have for it: for a message's where there are several."""
