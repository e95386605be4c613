"""Reading the question files, and binding what somebody asks for to their variables.

A file `NN-name.rq` opens with comments that this module and readers understand alike:

    # Title: Directives in order
    # Question: Which directives does it give ...?
    # Parameter: message address -- the message; all of them when left out
    # Parameter: below number 0.8 -- the confidence below which a statement is listed
    # Column: message -- address of the message
    # (any further lines: notes for people)

A parameter is a variable of the query. It is bound as a term, never pasted into the text; left
out and without default it stays free, which means "all". The engine can bind only variables that
the query projects, so each parameter is a column as well.

| kind | what may be given | bound as |
|---|---|---|
| address | an address, `person/stalin-joseph`, or what `find` of `bind` understands | IRI |
| text | anything | string |
| number | 0.8 | xsd:decimal |
| date | 1950, 1950-10 or 1950-10-01: a year, month or day | string, for comparing by its start |
| day | 1950-10-01 | xsd:date |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from pyoxigraph import Literal, NamedNode

from kg.errors import StopError
from kg.namespaces import BASE, PREFIXES

Term = NamedNode | Literal
FindAddress = Callable[[str], str]
"""Makes the full address out of what somebody typed; raises StopError when it cannot."""

_FILE = re.compile(r"(\d\d)-([a-z0-9-]+)\.rq")
_HEAD = re.compile(r"# (Title|Question|Parameter|Column): (.+)")
_PARAMETER = re.compile(r"(\w+) (address|text|number|date|day)(?: (\S+))? -- (.+)")
_COLUMN = re.compile(r"(\w+) -- (.+)")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a question that may be bound. `default` None: free when left out."""

    name: str
    kind: str
    default: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer and what stands in it."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Question:
    """One named question: its words, the SPARQL that answers it, parameters and columns."""

    number: int
    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str

    def bind(
        self, values: Mapping[str, str] | None = None, find: FindAddress | None = None
    ) -> dict[str, Term]:
        """The terms for the parameters: what was given, else the defaults.

        `find` makes addresses out of numbers and names; without it an address must be given in
        full or as `person/stalin-joseph`. A value "" leaves its parameter free.

        Raises:
            StopError: at an unknown parameter or a value of the wrong kind.

        >>> question("low-confidence").bind({"below": "0.5"})["below"].value
        '0.5'
        """
        given = dict(values or {})
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(given.keys() - known.keys()):
            names = ", ".join(known) or "none"
            raise StopError(
                f"Question {self.number} ({self.name}) has no parameter {unknown[0]!r}."
                f" It has: {names}."
            )
        chosen = {name: given.get(name, each.default) for name, each in known.items()}
        return {
            name: _term(known[name], value, find or _short_address)
            for name, value in chosen.items()
            if value
        }


def questions() -> tuple[Question, ...]:
    """All named questions in the order of their numbers."""
    return _all_questions()


@cache
def _all_questions() -> tuple[Question, ...]:
    folder = resources.files("kg.queries")
    files = sorted(each.name for each in folder.iterdir() if _FILE.fullmatch(each.name))
    return tuple(read(name, (folder / name).read_text(encoding="utf-8")) for name in files)


def question(name: str) -> Question:
    """The question of that number, name or beginning of a name.

    Raises:
        StopError: when there is none, or more than one begins like that.

    >>> question("2").name, question("directives").number, question("cover").number
    ('directives', 2, 6)
    """
    wanted = name.strip().lower()
    asked = questions()
    found = [each for each in asked if wanted in (each.name, f"{each.number:02}-{each.name}")]
    if not found and re.fullmatch(r"\d{1,3}", wanted, re.ASCII):
        found = [each for each in asked if each.number == int(wanted)]
    if not found and wanted:
        found = [each for each in asked if each.name.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{each.number} {each.name}" for each in found or asked)
    what = "can mean" if found else "is no named question. There are"
    raise StopError(f"{name!r} {what}: {listed}.")


def read(file_name: str, text: str) -> Question:
    """The question in a file.

    Raises:
        ValueError: when the name or the head is not as the head of this module says.
    """
    named = _FILE.fullmatch(file_name)
    lines = [found for line in text.splitlines() if (found := _HEAD.fullmatch(line))]
    head: dict[str, list[str]] = {}
    for line in lines:
        head.setdefault(line[1], []).append(line[2].strip())
    if not named or len(head.get("Title", [])) != 1 or not head.get("Question"):
        raise ValueError(f"{file_name}: needs a name like 01-name.rq, one Title and a Question.")
    parameters = [_matched(_PARAMETER, line, file_name) for line in head.get("Parameter", [])]
    columns = [_matched(_COLUMN, line, file_name) for line in head.get("Column", [])]
    return Question(
        number=int(named[1]),
        name=named[2],
        title=head["Title"][0],
        question=" ".join(head["Question"]),
        parameters=tuple(Parameter(*found.groups()) for found in parameters),
        columns=tuple(Column(*found.groups()) for found in columns),
        text=text,
    )


def _matched(pattern: re.Pattern[str], line: str, file_name: str) -> re.Match[str]:
    found = pattern.fullmatch(line)
    if found is None:
        raise ValueError(f"{file_name}: this line of its head cannot be understood: {line}")
    return found


def _term(parameter: Parameter, value: str, find: FindAddress) -> Term:
    try:
        return _KINDS[parameter.kind](value.strip(), find)
    except (ValueError, InvalidOperation):
        raise StopError(
            f"{parameter.name}={value}: {_EXPECTED[parameter.kind]} ({parameter.what})."
        ) from None


def _address(value: str, find: FindAddress) -> Term:
    return NamedNode(find(value))


def _short_address(value: str) -> str:
    return value if ":" in value else BASE + value.strip("/")


def _text(value: str, _: FindAddress) -> Term:
    return Literal(value)


def _number(value: str, _: FindAddress) -> Term:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(value)
    return Literal(f"{number:f}", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))


def _date(value: str, _: FindAddress) -> Term:
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    date.fromisoformat((value + "-01-01")[:10])
    return Literal(value)


def _day(value: str, _: FindAddress) -> Term:
    if len(value) != 10:
        raise ValueError(value)
    day = date.fromisoformat(value)
    return Literal(day.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "date"))


_KINDS: dict[str, Callable[[str, FindAddress], Term]] = {
    "address": _address,
    "text": _text,
    "number": _number,
    "date": _date,
    "day": _day,
}
_EXPECTED = {
    "address": "write an address such as person/stalin-joseph",
    "text": "write a text",
    "number": "write a number such as 0.8",
    "date": "write a year, month or day: 1950, 1950-10, 1950-10-01",
    "day": "write a day: 1950-10-01",
}
