"""Words of English that decide how a sentence is read: `data/extractors/language.csv`.

The classes:

* imperative: verbs that open an order; "noun too": verbs that are also nouns ("Report",
  "Answer"), which need a word behind them that no noun has there; "no order": verbs that open
  a courtesy ("Accept, Excellency, ...", "Please find enclosed", "Thank you");
* adverb: what may stand before the verb of an order ("immediately", "at once");
* state: what somebody "must be" is guessed, not ordered ("the enemy must be tired");
* rhetoric: verbs by which an author speaks of his own text ("it should be noted that");
* promise: verbs of giving, helping and answering; "no permission": what one "may" do without
  being permitted to ("you may know");
* saying: verbs whose subject is somebody; "to a person": words whose object is somebody;
* participle: participles that do not end in -ed ("must have gone");
* abbreviation: a full stop after it ends no sentence (titles, number signs, months);
  "closing abbreviation": it does before a capital letter ("etc.").

They are words of the language, not facts about the Cold War; each row has its source.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.files import shipped


@cache
def terms(word_class: str) -> frozenset[str]:
    """The terms of one class, in lower case.

    Raises:
        KeyError: when no row has that class.

    >>> "confirm" in terms("imperative"), "cde" in terms("abbreviation")
    (True, True)
    """
    return _classes()[word_class]


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    path = shipped("data") / "extractors" / "language.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            classes.setdefault(row["class"], set()).add(row["term"])
    return MappingProxyType({name: frozenset(found) for name, found in classes.items()})


def any_of(word_class: str) -> str:
    r"""A pattern (one group without capture) for any term of a class, the longest first.

    >>> bool(re.fullmatch(any_of("adverb"), "without delay"))
    True
    """
    ordered = sorted(terms(word_class), key=lambda term: (-len(term), term))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, t.split())) for t in ordered) + ")"
