"""The words that extractors know: `data/extractors/words.csv`, read once.

A row is a term, its class ("title", "post", "unit", "body", "form", "classification" ...), the
harmonized value where a class has one ("cyphered telegram" is a "ciphered telegram") and its
source. The language of the documents is data; the rules that use it are code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.cleaning import plain
from kg.files import shipped


@cache
def terms(word_class: str) -> Mapping[str, str]:
    """Term (lower case) to harmonized value of one class; the value is the term where none is.

    Raises:
        KeyError: when no row has that class.

    >>> terms("classification")["absolutely secret"], terms("weekday")["monday"]
    ('top secret', 'monday')
    """
    return _classes()[word_class]


@cache
def _classes() -> Mapping[str, Mapping[str, str]]:
    classes: dict[str, dict[str, str]] = {}
    with (shipped("data") / "extractors" / "words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            classes.setdefault(row["class"], {})[row["term"]] = row["value"] or row["term"]
    return MappingProxyType(classes)


@cache
def alternatives(*word_classes: str) -> str:
    r"""A pattern (without group or flags) for any term of the classes, the longest first.

    Blanks match any white space; a term that ends in a letter ends at a word's end.

    >>> bool(re.fullmatch(alternatives("classification"), "TOP  SECRET", re.IGNORECASE))
    True
    """
    found = {term for name in word_classes for term in terms(name)}
    ordered = sorted(found, key=lambda term: (-len(term), term))
    return "(?:" + "|".join(_escaped(term) for term in ordered) + ")"


def _escaped(term: str) -> str:
    words = r"\s+".join(re.escape(word) for word in term.split())
    return rf"{words}\b" if term[-1].isalnum() else words


@cache
def _first_words(word_classes: tuple[str, ...]) -> frozenset[str]:
    found = (re.search(r"\w+", term) for name in word_classes for term in terms(name))
    return frozenset(match[0] for match in found if match)


def holds_first_word(line: str, *word_classes: str) -> bool:
    """False when no term of the classes can stand in the line; quick, where a pattern is slow.

    >>> holds_first_word("Soviet Amb. Shtykov", "post"), holds_first_word("Shtykov", "post")
    (True, False)
    """
    return not _first_words(word_classes).isdisjoint(re.findall(r"\w+", line.lower()))


def value_of_term(word_class: str, words: str) -> str:
    """The harmonized value of words that matched `alternatives(word_class)`.

    >>> value_of_term("form", "CIPHERED  TELEGRAM")
    'ciphered telegram'
    """
    return terms(word_class)[plain(words).lower()]


def is_term(word_class: str, words: str) -> bool:
    """True when the words, in any case, are a term of the class."""
    return plain(words).lower() in terms(word_class)
