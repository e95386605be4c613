"""The words by which telegrams cite telegrams: `data/extractors/citation_words.csv`, read once.

A row is a term in lower case and its class: a "word" says what is cited and perhaps whose it is
("deptel": a telegram of the Department), a "series" is part of the number ("Secto 3").
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kg.files import shipped


@dataclass(frozen=True, slots=True)
class CitationWord:
    """What a term says.

    `whose` is "department", "embassy", "post", "author", "addressee" or None.
    """

    whose: str | None
    form: str


@cache
def citation_words(word_class: str) -> Mapping[str, CitationWord]:
    """Term to what it says, for one class.

    >>> citation_words("word")["deptel"]
    CitationWord(whose='department', form='telegram')
    """
    path = shipped("data") / "extractors" / "citation_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["term"]: CitationWord(row["whose"] or None, row["form"])
                for row in csv.DictReader(file)
                if row["class"] == word_class
            }
        )
