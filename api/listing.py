"""The list of messages, page by page, and what the home page counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.finding_aid import FindingAid, Listed
from api.graph import Graph, Names
from api.messages import HELD
from api.templating import parameters
from api.views import Choice, Count, MessageList, MessageRow, Thing
from kg.namespaces import CW

_ALL = "all"
_CLASSES = {
    "Message": ("messages", "/messages"),
    "Person": ("people", None),
    "Organization": ("organizations", None),
    "Office": ("offices", None),
    "Group": ("groups", None),
    "Place": ("places", None),
    "Name": ("forms of names", None),
    "Mention": ("mentions", None),
    "Directive": ("directives", None),
    "Commitment": ("commitments", None),
    "Decision": ("decisions", None),
    "Vote": ("votes", None),
    "Handling": ("handlings and copies", None),
    "Reference": ("references to messages", None),
    "Identification": ("recorded judgments", None),
}
"""Classes of the ontology in the order of the home page: words for many of them, and a page."""


def message_list(graph: Graph, held: str, page: int, size: int) -> MessageList:
    """One page of the messages in the order of their dates.

    `held` keeps those that are known in one way ("all" keeps all); `page` counts from 1 and is
    brought into the range there is.
    """
    aid = FindingAid.of(graph)
    known = dict(aid.held())
    total = sum(known.values()) if held == _ALL else known.get(held, 0)
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    shown = aid.messages(None if held == _ALL else held, (page - 1) * size, size)
    return MessageList(
        rows=tuple(_row(graph, each) for each in shown),
        total=total,
        page=page,
        pages=pages,
        choices=_choices(known, held),
        previous_href=_href(held, page - 1) if page > 1 else None,
        next_href=_href(held, page + 1) if page < pages else None,
    )


def with_text(graph: Graph, most: int) -> tuple[MessageRow, ...]:
    """The first messages of which the text is there."""
    return tuple(_row(graph, each) for each in FindingAid.of(graph).messages("held", 0, most))


def _href(held: str, page: int) -> str:
    chosen = {"held": "" if held == _ALL else held, "page": "" if page == 1 else page}
    return "/messages" + ("?" + parameters(chosen) if any(chosen.values()) else "")


def _choices(known: Mapping[str, int], held: str) -> tuple[Choice, ...]:
    """The ways to cut the list, when there is more than one."""
    if len(known) < 2:
        return ()
    counts = {_ALL: sum(known.values()), **known}
    return tuple(
        Choice(HELD.get(name, name), count, _href(name, 1), name == held)
        for name, count in counts.items()
    )


def _row(graph: Graph, listed: Listed) -> MessageRow:
    senders = _parties(graph, listed, "sender")
    thing = Thing(
        address=listed.address,
        label=listed.title or _untitled(graph, listed.address, senders),
        kind="message",
        href=graph.addresses.path(listed.address),
    )
    return MessageRow(
        thing=thing,
        date=listed.date,
        senders=senders,
        recipients=_parties(graph, listed, "recipient"),
        relays=_parties(graph, listed, "relay"),
        held=HELD.get(listed.held, listed.held) if listed.held else None,
    )


def _untitled(graph: Graph, address: str, senders: Sequence[Thing]) -> str:
    names = ", ".join(thing.label for thing in senders)
    return f"Message from {names}" if names else graph.addresses.identifier(address)


def _parties(graph: Graph, listed: Listed, role: str) -> tuple[Thing, ...]:
    found = {address: label for each, address, label in listed.parties if each == role}
    return Names(graph.addresses, found).things(found)


def counts(graph: Graph) -> tuple[Count, ...]:
    """How many things of each class the graph holds, in the order of the home page.

    The dataset says it itself; where it does not, they are counted.
    """
    found = graph.kept("counts", lambda: _counted(graph))
    return tuple(
        Count(label, found[CW + name], href)
        for name, (label, href) in _CLASSES.items()
        if found.get(CW + name)
    )


def _counted(graph: Graph) -> dict[str, int]:
    stated = graph.ask("counts", graph.addresses.dataset)
    return {
        row["class"].value: int(row["count"].value)
        for row in stated or graph.ask("counts-counted")
        if "class" in row
    }


def period(graph: Graph) -> tuple[str, str] | None:
    """The first and last day of all messages, None when none has a date."""
    return FindingAid.of(graph).period()
