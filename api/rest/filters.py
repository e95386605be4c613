"""The parameters of the lists: what each means, and how it cuts the register."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.errors import RefusedError
from api.finding_aid import FindingAid, things_of
from api.graph import Graph
from api.rest.register import Condition, Register
from api.rest.shelves import Shelf
from api.wording import words
from kg.cleaning import key
from kg.namespaces import CW, VOCABULARY

_TEXT = 200
_PART = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def _date(text: str) -> str:
    match = _PART.fullmatch(text)
    if match is None or text.startswith("0000") or not _is_day(match):
        raise ValueError("not a year, month or day such as 1950, 1950-10 or 1950-10-01")
    return text


def _is_day(match: re.Match[str]) -> bool:
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return day <= calendar.monthrange(year, month)[1]


Date = Annotated[str, AfterValidator(_date), Field(max_length=10)]
Thing = Annotated[str, Field(min_length=1, max_length=500)]
Term = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=_TEXT)]
Sure = Annotated[float, Field(ge=0, le=1)]


class Filters(BaseModel):
    """What every list takes; another parameter is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    limit: int = Field(50, ge=1, le=200, description="Records on a page.", examples=[2])
    cursor: str | None = Field(
        None,
        max_length=500,
        description="Where to go on: `cursor` of the page before. It holds for the same filters"
        " and the same version of the data.",
    )
    format: Literal["json", "jsonld", "csv"] | None = Field(
        None,
        description="The form of the answer; it wins over Accept, an ending of the path over both.",
        examples=["csv"],
    )


class _Dated(Filters):
    date_from: Date | None = Field(
        None,
        alias="from",
        description="Nothing that is surely before this day, month or year.",
        examples=["1950-10"],
    )
    date_to: Date | None = Field(
        None,
        alias="to",
        description="Nothing that is surely after this day, month or year.",
        examples=["1950"],
    )


def _who(what: str, example: str = "person/stalin-joseph") -> Any:
    return Field(
        None,
        description=f"{what}: an address, the end of one, or a name that means only one.",
        examples=[example],
    )


def _term(what: str, example: str) -> Any:
    return Field(None, description=f"{what}: a term of the vocabulary.", examples=[example])


def _quoted(example: str) -> Any:
    return Field(None, description="Words in the quote, as they stand there.", examples=[example])


class MessageFilters(_Dated):
    """Which messages are wanted."""

    sender: Thing | None = _who("Who sent it")
    recipient: Thing | None = _who("For whom it is", "person/shtykov-terenty")
    relay: Thing | None = _who("Who is to hand it on")
    mentioned: Thing | None = _who("Who or what is named in it", "person/kim-il-sung")
    person: Thing | None = _who("Who has any of these parts in it", "Terenty Shtykov")
    place: Thing | None = _who("A place it comes from, goes to or names", "place/pyongyang")
    answers: Thing | None = _who("Which message it answers", "message/wilson-117312~ref-1")
    cites: Thing | None = _who("Which message it cites", "message/wilson-117312~ref-3")
    form: Term | None = _term("Its form", "ciphered-telegram")
    classification: Term | None = _term("Its degree of secrecy", "top-secret")
    precedence: Term | None = _term("Its urgency", "urgent")
    held: Term | None = _term("What there is of it", "held")
    number: Words | None = Field(None, description="A number it has.", examples=["75352"])
    title: Words | None = Field(
        None, description="Words in its title, in this order.", examples=["ciphered telegram"]
    )
    source: Words | None = Field(
        None,
        description="A volume or page it was read from: what its identifier begins with, or the"
        " address of the publication.",
        examples=["wilson"],
    )
    evidence: bool = Field(
        False, description="With the words behind each record; slower.", examples=[True]
    )


class PersonFilters(_Dated):
    """Which people are wanted; dates are those of messages sent or received."""

    name: Words | None = Field(
        None, description="Words in a name, cover names too.", examples=["feng xi"]
    )
    type: Literal["Person", "Organization", "Office", "Group"] | None = Field(
        None, description="Only these.", examples=["Person"]
    )
    nationality: Words | None = Field(None, description="A country.", examples=["Soviet Union"])
    wikidata: bool | None = Field(
        None, description="Only with, or only without, an item of Wikidata.", examples=[True]
    )


class PlaceFilters(Filters):
    """Which places are wanted."""

    name: Words | None = Field(None, description="Words in its name.", examples=["pyongyang"])


class _FindingFilters(_Dated):
    message: Thing | None = _who("In which message it stands", "message/wilson-117312")
    confidence: Sure | None = Field(
        None, description="At least so sure, from 0 to 1.", examples=[0.8]
    )


class DirectiveFilters(_FindingFilters):
    """Which directives are wanted; dates are those of their messages."""

    text: Words | None = _quoted("Korean")
    issued_by: Thing | None = _who("Who wants it done")
    to_be_done_by: Thing | None = _who("Who is to do it", "person/kim-il-sung")
    through: Thing | None = _who("Who is to pass it on", "person/shtykov-terenty")
    force: Term | None = _term("How binding it is", "order")
    reported: bool | None = Field(
        None, description="Whether somebody else gave it.", examples=[False]
    )


class ReferenceFilters(_FindingFilters):
    """Which references are wanted; dates are those of the messages that make them."""

    text: Words | None = _quoted("the letter")
    target: Thing | None = _who("Which message is meant", "message/wilson-117312~ref-1")
    kind: Term | None = _term("Its kind", "incoming")
    form: Term | None = _term("What it calls the other message", "cable")
    relation: Literal["answers", "promises", "cites"] | None = Field(
        None, description="What it does with the other message.", examples=["answers"]
    )
    number: Words | None = Field(None, description="The number it gives.", examples=["75352"])
    author: Thing | None = _who("Who wrote the other message")
    addressee: Thing | None = _who("To whom the other message was")
    resolved: bool | None = Field(
        None, description="Whether the other message was found.", examples=[True]
    )


class VoteFilters(_FindingFilters):
    """Which votes are wanted; dates are those of the documents."""

    text: Words | None = _quoted("Bulganin")
    voter: Thing | None = _who("Who voted", "person/bulganin-nikolai")
    choice: Term | None = _term("How", "for")


Layer = Literal["correspondence", "relays", "mentions", "directives", "votes"]


class NetworkFilters(_Dated):
    """Which lines of the network are wanted."""

    layer: Layer = Field(
        "correspondence",
        description="Sender to recipient, sender to relay, sender to who is mentioned, who gives a"
        " directive to who is to do it, voter to decision.",
        examples=["directives"],
    )
    person: Thing | None = _who("Who is at one of the ends")
    source: Thing | None = _who("Who is at the beginning")
    target: Thing | None = _who("Who is at the end", "person/shtykov-terenty")
    least: int = Field(1, ge=1, description="Lines of at least so many messages.", examples=[2])


class ParameterError(RefusedError):
    """A parameter that cannot be followed; `near` is what may have been meant."""

    def __init__(
        self, name: str, detail: str, status: int = 400, near: Sequence[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(status, f"{name}: {detail}", suggestions=near)
        self.parameter = name


class Cutter:
    """Makes the conditions of the filters; looks up what names and terms mean."""

    def __init__(self, graph: Graph, register: Register) -> None:
        self._graph = graph
        self._register = register

    def conditions(self, shelf: Shelf, filters: Filters) -> list[Condition]:
        """The conditions of the filters that are set.

        Raises:
            ParameterError: when a name means nothing, or several things; when there is no such
                term.
        """
        return [
            condition
            for name, value in given(filters).items()
            for condition in self._cut(shelf, name, value)
        ]

    def ties(self, filters: NetworkFilters) -> list[Condition]:
        """The conditions for lines of the network; raises as `conditions`."""
        found = [Condition("layer = ?", (filters.layer,))]
        for name, value in given(filters).items():
            if name in ("source", "target"):
                found.append(Condition(f"{name} = ?", (self._thing(name, value),)))
            elif name == "person":
                address = self._thing(name, value)
                found.append(Condition("(source = ? OR target = ?)", (address, address)))
            elif name in _BOUNDS:
                found += _BOUNDS[name](value)
        return found

    def _cut(self, shelf: Shelf, name: str, value: Any) -> Iterator[Condition]:
        if name in _BOUNDS:
            yield from _BOUNDS[name](value)
        elif name in _THINGS:
            yield _said(shelf, _THINGS[name], self._thing(name, value))
        elif name in _TERMS:
            yield _said(shelf, (name,), self._term(shelf, name, value))
        elif name in ("title", "name"):
            yield Condition("instr(words, ?)", (self._words(name, value),))
        elif name in _OWN:
            yield _OWN[name](shelf, value)

    def _thing(self, name: str, value: str) -> str:
        """The address that a parameter means."""
        base = self._graph.addresses.base
        address = value if value.startswith(("http://", "https://")) else base + value
        if self._register.labels([address]):
            return address
        aid = FindingAid.of(self._graph)
        found = [each for each in aid.named(value) if self._can_be(name, each.address)]
        if len(found) == 1:
            return found[0].address
        said = "means several things" if found else "is not known here"
        near = things_of(self._graph, found or aid.nearest(value.rpartition("/")[2]))
        raise ParameterError(name, f"{value[:_TEXT]!r} {said}.", near=near)

    def _can_be(self, name: str, address: str) -> bool:
        """Whether a parameter can mean a thing of that kind."""
        kind = self._graph.addresses.kind(address)
        if name in ("person", "mentioned", "target"):
            return name == "target" or kind != "message"
        if name in _KINDS:
            return kind == _KINDS[name]
        return kind not in ("message", "place")

    def _words(self, name: str, value: str) -> str:
        wanted = key(value)
        if not wanted:
            raise ParameterError(name, "it has no letter and no digit.")
        return wanted

    def _term(self, shelf: Shelf, name: str, value: str) -> str:
        """The address of the term that a parameter means."""
        scheme = f"{VOCABULARY}{_SCHEMES.get(name, name)}/"
        of_scheme = [each for each in self._register.concepts if each.startswith(scheme)]
        terms = sorted({*self._register.values(shelf, name), *of_scheme})
        wanted = value.lower().replace(" ", "-").removeprefix(VOCABULARY)
        for term in terms:
            local = term.removeprefix(VOCABULARY)
            if wanted in (local, local.rpartition("/")[2]):
                return term
        known = ", ".join(words(term).replace(" ", "-") for term in terms) or "none"
        raise ParameterError(name, f"there is no {value!r}; there are: {known}.")


def given(filters: Filters) -> dict[str, Any]:
    """The filters that are set, by the names of the parameters."""
    found = filters.model_dump(
        exclude={"limit", "cursor", "format", "evidence"}, exclude_none=True, by_alias=True
    )
    return dict(sorted(found.items()))


_THINGS: Mapping[str, tuple[str, ...]] = {
    "sender": ("sender",),
    "recipient": ("recipient",),
    "relay": ("relay",),
    "mentioned": ("mentions",),
    "person": ("sender", "recipient", "relay", "mentions"),
    "place": ("from_place", "to_place", "mentions"),
    "answers": ("answers",),
    "cites": ("cites",),
    "message": ("message",),
    "issued_by": ("issued_by",),
    "to_be_done_by": ("to_be_done_by",),
    "through": ("through",),
    "target": ("target",),
    "author": ("by",),
    "addressee": ("to",),
    "voter": ("voter",),
}
"""Parameters that name a thing, and what is said of a record that must be it."""
_KINDS = {
    "place": "place",
    "answers": "message",
    "cites": "message",
    "message": "message",
}
"""Parameters that only a thing of one kind can be."""
_SCHEMES = {"held": "held-as", "kind": "reference-kind"}
"""Parameters that are called otherwise than the scheme their terms are taken from."""
_TERMS = frozenset({"form", "classification", "precedence", "held", "force", "kind", "choice"})


def _said(shelf: Shelf, names: Sequence[str], value: str) -> Condition:
    places = ", ".join("?" * len(names))
    text = f"row IN (SELECT row FROM said WHERE shelf = ? AND key IN ({places}) AND value = ?)"  # noqa: S608
    return Condition(text, (shelf.name, *names, value))


def _has(shelf: Shelf, name: str, is_wanted: bool) -> Condition:
    text = "IN (SELECT row FROM said WHERE shelf = ? AND key = ?)"
    return Condition(f"row {'' if is_wanted else 'NOT '}{text}", (shelf.name, name))


def _from(date: str) -> Iterator[Condition]:
    yield Condition("last >= ?", (date,))


def _to(date: str) -> Iterator[Condition]:
    yield Condition("first <= ?", (date + "~",))  # behind every day of the month or year


_BOUNDS: Mapping[str, Callable[[str], Iterator[Condition]]] = {"from": _from, "to": _to}


def _source(shelf: Shelf, value: str) -> Condition:
    text = (
        "(instr(r.address, '/message/' || ?) OR row IN"
        " (SELECT row FROM said WHERE shelf = ? AND key = 'source' AND instr(value, ?)))"
    )
    return Condition(text, (value, shelf.name, value))


_OWN: Mapping[str, Callable[[Shelf, Any], Condition]] = {
    "type": lambda _, value: Condition("type = ?", (value,)),
    "number": lambda shelf, value: _said(shelf, ("number", "other_numbers"), value),
    "source": _source,
    "nationality": lambda shelf, value: _said(shelf, ("nationality",), value),
    "wikidata": lambda shelf, value: _has(shelf, "wikidata", value),
    "resolved": lambda shelf, value: _has(shelf, "target", value),
    "reported": lambda shelf, value: _said(shelf, ("reported",), str(value).lower()),
    "relation": lambda shelf, value: _said(shelf, ("relation",), CW + value),
    "confidence": lambda _, value: Condition("confidence >= ?", (value,)),
    "text": lambda shelf, value: Condition(
        "row IN (SELECT row FROM said"
        " WHERE shelf = ? AND key = 'quote' AND instr(lower(value), ?))",
        (shelf.name, value.lower()),
    ),
}
"""Parameters with a meaning of their own."""
