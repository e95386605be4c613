"""The list of messages, page by page, and what the home page counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from api.graph import Graph, Names, Row
from api.messages import HELD
from api.templating import parameters
from api.views import Choice, Count, MessageList, MessageRow, Thing
from api.wording import is_blank, words
from kg.namespaces import CW

_ALL = "all"
_UNSAID = "not said"
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
    found = graph.ask("messages")
    known = Counter(_held(row) for row in found)
    rows = [row for row in found if held in (_ALL, _held(row))]
    pages = max(1, -(-len(rows) // size))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * size : page * size]
    return MessageList(
        rows=tuple(_row(graph, row) for row in shown),
        total=len(rows),
        page=page,
        pages=pages,
        choices=_choices(known, held),
        previous_href=_href(held, page - 1) if page > 1 else None,
        next_href=_href(held, page + 1) if page < pages else None,
    )


def with_text(graph: Graph, most: int) -> tuple[MessageRow, ...]:
    """The first messages of which the text is there."""
    rows = [row for row in graph.ask("messages") if _held(row) == "held"]
    return tuple(_row(graph, row) for row in rows[:most])


def _held(row: Row) -> str:
    held = row.get("held")
    return words(held.value) if held else _UNSAID


def _href(held: str, page: int) -> str:
    chosen = {"held": "" if held == _ALL else held, "page": "" if page == 1 else page}
    return "/messages" + ("?" + parameters(chosen) if any(chosen.values()) else "")


def _choices(known: Counter[str], held: str) -> tuple[Choice, ...]:
    """The ways to cut the list, when there is more than one."""
    if len(known) < 2:
        return ()
    counts = {_ALL: known.total(), **dict(known.most_common())}
    return tuple(
        Choice(HELD.get(name, name), count, _href(name, 1), name == held)
        for name, count in counts.items()
    )


def _row(graph: Graph, row: Row) -> MessageRow:
    address = row["message"].value
    parties = graph.ask("message-parties", address)
    label = next((row[name].value for name in ("title", "label") if name in row), "")
    thing = Thing(
        address=address,
        label=_untitled(graph, address, parties) if is_blank(label) else label,
        kind="message",
        href=graph.addresses.path(address),
    )
    date = row.get("date") or row.get("earliest")
    return MessageRow(
        thing=thing,
        date=date.value if date else None,
        senders=_parties(graph, parties, "sender"),
        recipients=_parties(graph, parties, "recipient"),
        relays=_parties(graph, parties, "relay"),
        held=HELD.get(_held(row), _held(row)) if "held" in row else None,
    )


def _untitled(graph: Graph, address: str, parties: Sequence[Row]) -> str:
    senders = ", ".join(thing.label for thing in _parties(graph, parties, "sender"))
    return f"Message from {senders}" if senders else graph.addresses.identifier(address)


def _parties(graph: Graph, rows: Sequence[Row], role: str) -> tuple[Thing, ...]:
    found = [row for row in rows if row["property"].value == CW + role]
    labels = {row["thing"].value: row["label"].value for row in reversed(found) if "label" in row}
    return Names(graph.addresses, labels).things(row["thing"].value for row in found)


def counts(graph: Graph) -> tuple[Count, ...]:
    """How many things of each class the graph holds, in the order of the home page."""
    found = {row["class"].value: int(row["count"].value) for row in graph.ask("counts")}
    return tuple(
        Count(label, found[CW + name], href)
        for name, (label, href) in _CLASSES.items()
        if found.get(CW + name)
    )


def period(graph: Graph) -> tuple[str, str] | None:
    """The first and last day of all messages, None when none has a date."""
    found = graph.ask("period")
    if not found or "first" not in found[0] or "last" not in found[0]:
        return None
    return found[0]["first"].value, found[0]["last"].value
