"""What the network needs from a store, and what one line of it rests on.

The store is asked with the files in `queries/`, each one question without parameters; the
period and the ego are applied to the answers, so no value is ever put into a query's text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Protocol

from kg.errors import StopError

Row = Mapping[str, str | None]
"""One answer: variable name to plain lexical value; None where the variable is not bound."""

RELAYED = ":relay"
CERTAIN_FROM = 0.75
"""A link whose evidence is below this confidence is drawn and exported as not certain."""


class Rows(Protocol):
    """The part of a store that the network uses."""

    def rows(self, text: str, /) -> Sequence[Row]:
        """The answers of a SELECT query over the union of all named graphs."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as evidence: its label, its printed date and the first and last day of it."""

    iri: str
    label: str
    date: str | None = None
    earliest: str | None = None
    latest: str | None = None
    only_referenced: bool = False
    confidence: float = 1.0
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One piece of evidence that two nodes belong together.

    `note` says how (force of a directive, choice of a vote, kind of handling); `via` names
    those it went through; `relayed` is True for a leg of the way through somebody.
    """

    source: str
    target: str
    layer: str
    message: str
    quote: str | None = None
    note: str | None = None
    via: tuple[str, ...] = ()
    relayed: bool = False
    confidence: float = 1.0

    @property
    def key(self) -> str:
        """What keeps parallel edges between two nodes apart."""
        return self.layer + RELAYED if self.relayed else self.layer


def ask(store: Rows, name: str) -> Sequence[Row]:
    """The answers to the question `queries/{name}.rq`."""
    file = resources.files("kg.network") / "queries" / f"{name}.rq"
    return store.rows(file.read_text(encoding="utf-8"))


def day(text: str | None, *, last: bool = False) -> str | None:
    """The first (or `last`) day of "1950", "1950-10" or "1950-10-01", as YYYY-MM-DD.

    Raises:
        StopError: when the text is none of the three.

    >>> day("1950-02"), day("1950-02", last=True)
    ('1950-02-01', '1950-02-28')
    """
    if text is None:
        return None
    try:
        return _filled_up(text.strip(), last)
    except ValueError:
        raise StopError(
            f"{text!r} is not a date. Write a year, a month or a day: 1950, 1950-10, 1950-10-01."
        ) from None


def _filled_up(text: str, last: bool) -> str:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        raise ValueError(text)
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    first = date(year, month, 1)
    if len(parts) == 3:
        return date(year, month, parts[2]).isoformat()
    return first.replace(day=calendar.monthrange(year, month)[1] if last else 1).isoformat()


def confidence_of(*values: str | None) -> float:
    """The lowest of the confidences that are known; 1.0 when none is."""
    return min((float(value) for value in values if value is not None), default=1.0)


def words(concept: str | None) -> str | None:
    """A concept's address as words.

    >>> words("https://w3id.org/coldwire/vocabulary/handling/copied")
    'copied'
    """
    return concept.rstrip("/").rsplit("/", 1)[-1].replace("-", " ") if concept else None


def joined(quotes: Sequence[str | None]) -> str | None:
    """Different quotes in the order given, parted by a middle dot; None when there is none."""
    return " · ".join(dict.fromkeys(quote for quote in quotes if quote)) or None
