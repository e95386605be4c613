"""The network of a store as a networkx graph: nodes with names, edges with their evidence.

Nodes are addresses (IRIs) with the attributes `label`, `kind` (person, office, organization,
group, decision, message, place), `iri`, `country` ("" when unknown), `degree` (how many
different nodes it touches) and `strength` (sum of the weights of its edges). Edges are one for
each (source, target, layer) with `layer`, `relayed`, `weight` (pieces of evidence), `first` and
`last` day (None when no date is known), `confidence` (the lowest of the evidence), `certain`,
`undated` (how many have no date) and `messages`: a list of dicts with `iri`, `label`, `date`,
`earliest`, `latest`, `quote`, `note`, `via` (labels) and `confidence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, get_args

import networkx as nx

from kg.errors import StopError
from kg.network.evidence import CERTAIN_FROM, Link, Message, Rows, ask, day
from kg.network.layers import LAYERS, Layer, messages_of
from kg.network.lookup import find_agent

_CORRESPONDENCE: tuple[Layer, ...] = ("correspondence",)
_KINDS = ("person", "office", "organization", "group", "place", "decision", "message")
_TITLE_LENGTH = 80


def build_network(
    store: Rows,
    *,
    layers: Collection[Layer] = _CORRESPONDENCE,
    ego: str | None = None,
    hops: int = 1,
    date_from: str | None = None,
    date_to: str | None = None,
) -> nx.MultiDiGraph:
    """The network of these layers, cut to a period and to the surroundings of one agent.

    A message is inside the period when its days [earliest, latest] overlap it. A message
    without any date stays as long as no period is asked for, and is left out otherwise.
    `ego` is an address, an identifier, a label or any form of a name; its surroundings are
    all nodes at most `hops` lines away, in either direction, and all lines between them.

    Returns:
        A graph whose nodes and edges always come in the same order. `graph.graph` repeats
        the choices (layers, ego, hops, date_from, date_to).

    Raises:
        StopError: for an unknown layer, a wrong date or period, an ego that is unknown,
            ambiguous or without any line here.
    """
    chosen = _checked_layers(layers)
    period = _period(date_from, date_to)
    messages = messages_of(store)
    links = [
        link
        for layer in chosen
        for link in LAYERS[layer](store, messages)
        if link.message in messages and _inside(messages[link.message], period)
    ]
    nodes = _nodes(store, messages)
    graph = _assembled(links, nodes, messages)
    centre = None if ego is None else find_agent(store, ego, _agent_labels(nodes))
    if centre is not None:
        graph = _around(graph, centre, hops, nodes)
    graph.graph.update(layers=list(chosen), ego=centre, hops=hops if centre else None)
    graph.graph.update(date_from=date_from, date_to=date_to)
    return _counted(graph)


def _checked_layers(layers: Collection[str]) -> list[Layer]:
    """The layers in the order of the table, each once."""
    wanted = {layers} if isinstance(layers, str) else set(layers)
    unknown = sorted(wanted - set(get_args(Layer)))
    if unknown or not wanted:
        raise StopError(
            f"Unknown layer: {', '.join(unknown) or 'none given'}. Known: {', '.join(LAYERS)}."
        )
    return [layer for layer in LAYERS if layer in wanted]


def _period(date_from: str | None, date_to: str | None) -> tuple[str | None, str | None]:
    first, last = day(date_from), day(date_to, last=True)
    if first and last and first > last:
        raise StopError(f"The period ends before it begins: {date_from} to {date_to}.")
    return first, last


def _inside(message: Message, period: tuple[str | None, str | None]) -> bool:
    """True when the days the message can be of overlap the period."""
    first, last = period
    if first is None and last is None:
        return True
    earliest, latest = message.earliest or message.latest, message.latest or message.earliest
    if earliest is None or latest is None:
        return False
    return (first is None or latest >= first) and (last is None or earliest <= last)


def _nodes(store: Rows, messages: Mapping[str, Message]) -> dict[str, dict[str, Any]]:
    """The attributes of everything that can be a node, by address."""
    nodes = {m.iri: _node(m.iri, "message", m.label) for m in messages.values()}
    for row in ask(store, "decisions"):
        iri = str(row["decision"])
        label = _short(row["label"] or row["quote"] or "Decision")
        nodes.setdefault(iri, _node(iri, "decision", label))
    for row in ask(store, "agents"):
        iri = str(row["agent"])
        kind = str(row["class"]).rsplit("#", 1)[-1].lower()
        node = nodes.setdefault(iri, _node(iri, kind, row["label"] or iri.rsplit("/", 1)[-1]))
        node["country"] = node["country"] or row["country"] or ""
    return nodes


def _node(iri: str, kind: str, label: str, country: str = "") -> dict[str, Any]:
    return {"label": label, "kind": kind, "iri": iri, "country": country}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1].rstrip() + "…"


def _unknown(iri: str) -> dict[str, Any]:
    """A node the store says nothing about: its kind is read from its address."""
    segments = iri.split("/")
    kind = next((s for s in reversed(segments[:-1]) if s in _KINDS), "person")
    return _node(iri, kind, segments[-1])


def _agent_labels(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    agents = {i: n for i, n in nodes.items() if n["kind"] not in ("decision", "message", "place")}
    return {iri: str(node["label"]) for iri, node in agents.items()}


def _assembled(
    links: Iterable[Link],
    nodes: Mapping[str, dict[str, Any]],
    messages: Mapping[str, Message],
) -> nx.MultiDiGraph:
    """One edge for each (source, target, layer); a node's line to itself is left out."""
    grouped: dict[tuple[str, str, str], dict[Link, None]] = defaultdict(dict)
    for link in links:
        place = link.layer == "mentions" and nodes.get(link.target, {}).get("kind") == "place"
        if link.source != link.target and not place:
            grouped[link.source, link.target, link.key][link] = None
    graph = nx.MultiDiGraph()
    for iri in sorted({end for source, target, _ in grouped for end in (source, target)}):
        graph.add_node(iri, **(nodes.get(iri) or _unknown(iri)))
    for (source, target, key), found in sorted(grouped.items(), key=lambda item: item[0]):
        graph.add_edge(source, target, key=key, **_edge(list(found), nodes, messages))
    return graph


def _edge(
    links: Sequence[Link],
    nodes: Mapping[str, dict[str, Any]],
    messages: Mapping[str, Message],
) -> dict[str, Any]:
    entries = [_entry(link, messages[link.message], nodes) for link in links]
    entries.sort(key=lambda e: (e["earliest"] or "9999", e["iri"]))
    confidence = min(link.confidence for link in links)
    referenced = any(messages[link.message].only_referenced for link in links)
    return {
        "layer": links[0].layer,
        "relayed": links[0].relayed,
        "weight": len(entries),
        "first": min((e["earliest"] for e in entries if e["earliest"]), default=None),
        "last": max((e["latest"] for e in entries if e["latest"]), default=None),
        "undated": sum(not (e["earliest"] or e["latest"]) for e in entries),
        "confidence": confidence,
        "certain": confidence >= CERTAIN_FROM and not referenced,
        "messages": entries,
    }


def _entry(link: Link, message: Message, nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "iri": message.iri,
        "label": message.label,
        "date": message.date,
        "earliest": message.earliest,
        "latest": message.latest,
        "quote": link.quote,
        "note": link.note,
        "via": [str((nodes.get(iri) or _unknown(iri))["label"]) for iri in link.via],
        "confidence": link.confidence,
    }


def _around(
    graph: nx.MultiDiGraph, centre: str, hops: int, nodes: Mapping[str, Mapping[str, Any]]
) -> nx.MultiDiGraph:
    """The nodes at most `hops` lines from the centre and all lines between them."""
    if hops < 0:
        raise StopError(f"--hops counts lines from the ego: 0 or more, not {hops}.")
    if centre not in graph:
        raise StopError(
            f"{nodes[centre]['label']} has no line in these layers and this period."
            " Add a layer or widen the dates."
        )
    near = nx.single_source_shortest_path_length(nx.Graph(graph), centre, cutoff=hops)
    return nx.MultiDiGraph(graph.subgraph(near))


def _counted(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A graph in sorted order, each node with its degree and strength in what is left."""
    ordered = nx.MultiDiGraph(**graph.graph)
    for iri in sorted(graph):
        lines = [*graph.in_edges(iri, data="weight"), *graph.out_edges(iri, data="weight")]
        touched = {end for source, target, _ in lines for end in (source, target)} - {iri}
        strength = sum(weight for _, _, weight in lines)
        ordered.add_node(iri, **graph.nodes[iri], degree=len(touched), strength=strength)
    for source, target, key in sorted(graph.edges(keys=True)):
        ordered.add_edge(source, target, key=key, **graph.edges[source, target, key])
    return ordered
