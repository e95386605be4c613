"""The register of people, organizations, offices and places, and of every name they bear.

The facts are the tables in `data/authority/`, each row with source, license and confidence;
this package only reads them and answers three questions: what is known of an entity, who bears
a name, and where in a text known names stand. It decides nothing about a document: whom a name
means there is judged in `kg.resolve`.
"""

from kg.authority.entries import (
    CONFIDENCES,
    KINDS,
    NAME_KINDS,
    Entry,
    NameMatch,
    NameRecord,
    Tenure,
)
from kg.authority.register import Authority

__all__ = [
    "CONFIDENCES",
    "KINDS",
    "NAME_KINDS",
    "Authority",
    "Entry",
    "NameMatch",
    "NameRecord",
    "Tenure",
]
