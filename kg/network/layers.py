"""The five layers: what counts as a line between two nodes, and in which direction.

| layer | lines | one line counts |
|---|---|---|
| correspondence | sender -> recipient; legs over a relay besides, marked | messages |
| mentions | sender -> agent mentioned (places are left out) | messages |
| directives | issued by -> to be done by; with a channel also the two legs, marked | directives |
| votes | voter or deciding body -> decision, decision -> recipient it concerns | votes |
| handling | handler -> message (copies: message -> reader), sender -> message | handlings |

A relayed message keeps its direct line, because that is who wrote to whom; the two legs are
edges of their own with `relayed` true, so nobody takes a channel for a correspondent.
A statement is as sure as its best evidence; a line as sure as the weaker of its statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, product
from typing import Literal

from kg.namespaces import CW
from kg.network.evidence import Link, Message, Row, Rows, ask, confidence_of, joined, words

Layer = Literal["correspondence", "mentions", "directives", "votes", "handling"]
Messages = Mapping[str, Message]
Parts = Mapping[str, Mapping[str, Sequence[str]]]

_TO_THE_AGENT = {"copied"}
"""Kinds of handling in which the paper goes to the agent instead of being worked on."""


def messages_of(store: Rows) -> dict[str, Message]:
    """All messages of the store by address, also those that only a reference knows."""
    referenced = {str(row["message"]): row for row in ask(store, "references")}
    found: dict[str, Message] = {}
    for row in ask(store, "messages"):
        message = _message(row, referenced.get(str(row["message"])))
        found.setdefault(message.iri, message)
    return found


def _message(row: Row, reference: Row | None) -> Message:
    iri = str(row["message"])
    message = Message(
        iri=iri,
        label=row["title"] or row["label"] or iri.rsplit("/", 1)[-1],
        date=row["date"] or row["earliest"],
        earliest=_day_of(row["earliest"]),
        latest=_day_of(row["latest"]),
    )
    if row["title"] or reference is None:
        return message
    return replace(
        message,
        label=row["label"] or reference["quote"] or message.label,
        only_referenced=True,
        quote=reference["quote"],
        confidence=confidence_of(reference["confidence"]),
    )


def _day_of(value: str | None) -> str | None:
    """The day of an xsd:date or xsd:dateTime."""
    return value[:10] if value else None


def correspondence(store: Rows, messages: Messages) -> Iterator[Link]:
    """Sender to recipient of each message, and the legs of the way where it was relayed."""
    evidence = _correspondent_evidence(store)
    for iri, parts in _parts(store).items():
        message = messages[iri]
        for sender, recipient in product(parts["sender"], parts["recipient"]):
            ends = (
                evidence.get((iri, "sender", sender)),
                evidence.get((iri, "recipient", recipient)),
            )
            whole = Link(
                sender,
                recipient,
                "correspondence",
                iri,
                quote=joined([end[0] for end in ends if end]) or message.quote,
                note="known only from a reference" if message.only_referenced else None,
                confidence=min([message.confidence, *(end[1] for end in ends if end)]),
            )
            yield from _with_legs(whole, parts["relay"])


def _with_legs(whole: Link, through: Sequence[str]) -> Iterator[Link]:
    """The link itself with those it went through, then each leg of the way."""
    yield replace(whole, via=tuple(through))
    for relay in through:
        yield replace(whole, target=relay, relayed=True)
        yield replace(whole, source=relay, relayed=True)


def _parts(store: Rows) -> dict[str, dict[str, list[str]]]:
    """For each message its senders, recipients and relays."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in ask(store, "correspondents"):
        parts = found.setdefault(str(row["message"]), {"sender": [], "recipient": [], "relay": []})
        parts[_local(row["property"])].append(str(row["agent"]))
    return found


def _correspondent_evidence(store: Rows) -> dict[tuple[str, str, str], tuple[str | None, float]]:
    """For each (message, property, agent) the first quote and the best confidence."""
    found: dict[tuple[str, str, str], tuple[str | None, float]] = {}
    for row in ask(store, "correspondent-evidence"):
        key = (str(row["message"]), _local(row["property"]), str(row["agent"]))
        quote, best = found.get(key, (None, 0.0))
        sure = confidence_of(row["confidence"], row["identified"])
        found[key] = (quote or row["quote"], max(best, sure))
    return found


def _local(iri: str | None) -> str:
    return str(iri).removeprefix(CW)


def mentions(store: Rows, messages: Messages) -> Iterator[Link]:
    """Sender to everybody the message mentions; one link a message, with all the words."""
    parts = _parts(store)
    rows = ask(store, "mentions")
    for (iri, agent), group in groupby(rows, lambda r: (str(r["message"]), str(r["agent"]))):
        found = list(group)
        if iri not in parts or iri not in messages:
            continue
        yield from (
            Link(
                sender,
                agent,
                "mentions",
                iri,
                quote=joined([row["quote"] for row in found]),
                confidence=max(confidence_of(r["confidence"], r["identified"]) for r in found),
            )
            for sender in parts[iri]["sender"]
        )


def directives(store: Rows, messages: Messages) -> Iterator[Link]:
    """Who issued a directive to those who are to do it, and the legs of its channel.

    A directive without issuer or doer gives no line: there is nobody to join.
    """
    for _, group in groupby(ask(store, "directives"), lambda row: row["finding"]):
        rows = list(group)
        values: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["value"] and row["value"] not in values[_local(row["property"])]:
                values[_local(row["property"])].append(row["value"])
        for issuer, doer in product(values["issuedBy"], values["toBeDoneBy"]):
            whole = Link(
                issuer,
                doer,
                "directives",
                str(rows[0]["message"]),
                quote=rows[0]["quote"],
                note=", ".join(str(words(force)) for force in values["force"]) or None,
                confidence=confidence_of(rows[0]["confidence"]),
            )
            yield from _with_legs(whole, values["through"])


def votes(store: Rows, messages: Messages) -> Iterator[Link]:
    """Voter and deciding body to the decision; the decision to whom its message is sent.

    The last step lets the ego of a recipient reach those who voted on what was sent to him.
    """
    decisions = ask(store, "decisions")
    where = {str(row["decision"]): row["message"] or row["concerned"] for row in decisions}
    for row in ask(store, "votes"):
        message = row["message"] or where.get(str(row["decision"]))
        if message in messages:
            yield _judged(row, str(row["agent"]), str(message), words(row["choice"]))
    parts = _parts(store)
    for row in decisions:
        message = where[str(row["decision"])]
        if row["body"] and message in messages:
            yield _judged(row, row["body"], str(message), "decided")
        if row["concerned"] in parts and row["concerned"] in messages:
            yield from _to_recipients(row, parts)


def _judged(row: Row, agent: str, message: str, note: str | None) -> Link:
    return Link(
        agent,
        str(row["decision"]),
        "votes",
        message,
        quote=row["quote"],
        note=note,
        confidence=confidence_of(row["confidence"]),
    )


def _to_recipients(row: Row, parts: Parts) -> Iterator[Link]:
    concerned = str(row["concerned"])
    for recipient in parts[concerned]["recipient"]:
        yield Link(
            str(row["decision"]),
            recipient,
            "votes",
            concerned,
            quote=row["quote"],
            note="on a message to",
            confidence=confidence_of(row["confidence"]),
        )


def handling(store: Rows, messages: Messages) -> Iterator[Link]:
    """Handler to message, message to reader of a copy, and sender to each handled message."""
    rows = ask(store, "handling")
    for row in rows:
        message, agent, kind = str(row["message"]), str(row["agent"]), words(row["kind"])
        onward = kind in _TO_THE_AGENT
        yield Link(
            message if onward else agent,
            agent if onward else message,
            "handling",
            message,
            quote=row["quote"],
            note=kind,
            confidence=confidence_of(row["confidence"]),
        )
    yield from _senders_of({str(row["message"]) for row in rows}, store)


def _senders_of(handled: set[str], store: Rows) -> Iterator[Link]:
    """The sender of each handled message to the message, so that the paper has an owner."""
    evidence = _correspondent_evidence(store)
    for iri, parts in _parts(store).items():
        for sender in parts["sender"] if iri in handled else ():
            quote, sure = evidence.get((iri, "sender", sender), (None, 1.0))
            yield Link(sender, iri, "handling", iri, quote, note="sender", confidence=sure)


LAYERS: dict[Layer, Callable[[Rows, Messages], Iterable[Link]]] = {
    "correspondence": correspondence,
    "mentions": mentions,
    "directives": directives,
    "votes": votes,
    "handling": handling,
}
"""Every layer and the function that reads it."""
