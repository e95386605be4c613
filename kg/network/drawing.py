"""A page that shows a network and the evidence behind it, in one file, asking no host.

pyvis collects nodes and edges; the page is our own template, because the one of pyvis loads
from other hosts and lets words of documents become script. The vis-network library is taken
from the installed pyvis package and put into the page; the browser runs only the two scripts
whose checksums stand in the page's content security policy. Data travel as JSON in a script
element that is never executed, and reach the page as text nodes only.

A page is for reading: at most 300 nodes and 1,500 edges. What is larger is refused.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from math import log2
from typing import Any

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.cleaning import shown
from kg.errors import StopError
from kg.network.layout import positions
from kg.network.wording import NO_NAME, script_json, wrapped

MOST_NODES = 300
MOST_EDGES = 1500
_MOST_ENTRIES = 200
_STRAIGHT_FROM = 800
_VIS = "lib/vis-9.1.2/vis-network.min.js"

# M. Okabe and K. Ito, "Color Universal Design", 2008; black and grey are kept for the page.
_COLORS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442")
_OTHER = "#8C939C"
_SHAPES = {
    "person": "dot",
    "office": "square",
    "organization": "diamond",
    "group": "hexagon",
    "decision": "star",
    "message": "triangle",
    "place": "triangleDown",
}
_LAYER_COLORS = {
    "correspondence": "#77808C",
    "mentions": "#56B4E9",
    "directives": "#D55E00",
    "votes": "#009E73",
    "handling": "#CC79A7",
}


@dataclass(frozen=True, slots=True)
class _Looks:
    """What color means in this picture: `by` "country" or "kind", and each value's color."""

    by: str
    colors: Mapping[str, str]

    def color(self, node: Mapping[str, Any]) -> str:
        return self.colors.get(self.value(node), _OTHER)

    def value(self, node: Mapping[str, Any]) -> str:
        return str(node[self.by])


def draw_html(graph: nx.MultiDiGraph, title: str) -> str:
    """The page of a network as `build_network` gives it.

    Raises:
        StopError: when the graph has more nodes or edges than a person can read.
    """
    _check_size(graph)
    looks = _looks(graph)
    nodes, edges = _collected(graph, looks)
    data = {"nodes": nodes, "edges": edges, **_facts(graph)}
    scripts = [_library(), _own_script()]
    environment = Environment(
        loader=PackageLoader("kg.network", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("network.html").render(
        title=shown(title, 200) or "Network",
        library=scripts[0],
        script=scripts[1],
        hashes=[_checksum(script) for script in scripts],
        data=script_json(data),
        **_words_of_page(graph, looks),
    )


def _check_size(graph: nx.MultiDiGraph) -> None:
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    if nodes > MOST_NODES or edges > MOST_EDGES:
        raise StopError(
            f"{nodes:,} nodes and {edges:,} edges cannot be read in one picture (most"
            f" {MOST_NODES} and {MOST_EDGES:,}). Choose one agent with --ego and --hops 1, a"
            " period with --from and --to or fewer layers, or write .gexf, .graphml or .csv."
        )


def _looks(graph: nx.MultiDiGraph) -> _Looks:
    """Color by country where at least two are known, else by kind; the most frequent first."""
    countries = Counter(node["country"] for _, node in graph.nodes(data=True) if node["country"])
    by = "country" if len(countries) > 1 else "kind"
    counts = Counter(str(node[by]) for _, node in graph.nodes(data=True) if node[by])
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    return _Looks(by, dict(zip(ranked, _COLORS, strict=False)))


def _collected(
    graph: nx.MultiDiGraph, looks: _Looks
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nodes and edges as vis-network wants them, numbered in the order of the graph."""
    # Imported here: pyvis brings IPython, half a second that only a drawing should cost.
    from pyvis.network import Network  # noqa: PLC0415

    numbers = {node: number for number, node in enumerate(graph)}
    places = _places(graph)
    network = Network(directed=True)
    for node, values in graph.nodes(data=True):
        x, y = places[node]
        network.add_node(numbers[node], **_drawn_node(values, looks), x=x, y=y)
    curves = _curves(graph)
    for number, (source, target, key, values) in enumerate(graph.edges(keys=True, data=True)):
        drawn = _drawn_edge(values, curves[source, target, key])
        network.add_edge(numbers[source], numbers[target], id=number, **drawn)
    nodes, edges = network.get_network_data()[:2]
    return list(nodes), list(edges)


def _size(node: Mapping[str, Any]) -> float:
    return round(min(9 + 3.5 * log2(1 + node["strength"]), 36), 1)


def _places(graph: nx.MultiDiGraph) -> dict[str, tuple[float, float]]:
    """Where each point stands; the room it needs includes the name below it."""
    names = {node: wrapped(values["label"]).split("\n") for node, values in graph.nodes(data=True)}
    sizes = {node: _size(values) for node, values in graph.nodes(data=True)}
    boxes = {
        node: (
            max(7.4 * max(len(line) for line in names[node]) + 18, 2 * sizes[node] + 18),
            2 * sizes[node] + 17 * len(names[node]) + 20,
        )
        for node in graph
    }
    found = positions(graph, boxes)
    return {node: (x, round(y - 8.5 * len(names[node]), 1)) for node, (x, y) in found.items()}


def _drawn_node(node: Mapping[str, Any], looks: _Looks) -> dict[str, Any]:
    about = ", ".join(filter(None, [node["kind"], shown(node["country"], 60)]))
    return {
        "label": wrapped(node["label"]),
        "title": f"{shown(node['label'], 200) or NO_NAME}\n{about}\n"
        f"{_counted(node['degree'], 'neighbor')}, strength {node['strength']}",
        "shape": _SHAPES.get(node["kind"], "dot"),
        "color": looks.color(node),
        "size": _size(node),
    }


def _drawn_edge(edge: Mapping[str, Any], curve: float) -> dict[str, Any]:
    smooth = {"enabled": True, "type": "curvedCW", "roundness": curve} if curve else False
    dashes = [10, 6] if edge["relayed"] else [2, 5]
    return {
        "width": round(min(1 + 1.1 * log2(edge["weight"]), 9), 1),
        "color": _LAYER_COLORS.get(edge["layer"], _OTHER),
        "dashes": dashes if edge["relayed"] or not edge["certain"] else False,
        "smooth": smooth,
        "layer": edge["layer"],
        "title": f"{_layer_name(edge)}: {edge['weight']}\n{_dates(edge)}",
    }


def _curves(graph: nx.MultiDiGraph) -> dict[tuple[str, str, str], float]:
    """The roundness of each edge: 0 where nothing else runs between the two nodes.

    Opposite directions bend to opposite sides by themselves.
    """
    between: dict[frozenset[str], int] = Counter(
        frozenset((source, target)) for source, target, _ in graph.edges(keys=True)
    )
    seen: dict[tuple[str, str], int] = defaultdict(int)
    curves = {}
    for source, target, key in graph.edges(keys=True):
        alone = between[frozenset((source, target))] == 1
        flat = alone or graph.number_of_edges() > _STRAIGHT_FROM
        curves[source, target, key] = 0.0 if flat else round(0.12 + 0.1 * seen[source, target], 2)
        seen[source, target] += 1
    return curves


def _facts(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """What the side panel tells: nodes, edges and messages, each message once."""
    numbers = {node: number for number, node in enumerate(graph)}
    messages: dict[str, int] = {}
    rows: list[list[str]] = []
    links = []
    for source, target, edge in graph.edges(data=True):
        entries = []
        for entry in edge["messages"][:_MOST_ENTRIES]:
            if entry["iri"] not in messages:
                messages[entry["iri"]] = len(rows)
                name = "/".join(entry["iri"].split("/")[-2:])
                rows.append([shown(entry["label"], 300), shown(entry["date"], 40), shown(name)])
            entries.append([messages[entry["iri"]], *_entry(entry)])
        link = {"from": numbers[source], "to": numbers[target], "entries": entries}
        links.append({**link, **_edge_words(edge), "weight": edge["weight"]})
    people = [
        [shown(n["label"], 300) or NO_NAME, n["kind"], shown(n["country"], 80), shown(n["iri"])]
        for _, n in graph.nodes(data=True)
    ]
    centre = numbers.get(graph.graph.get("ego"))
    return {"people": people, "links": links, "messages": rows, "centre": centre}


def _entry(entry: Mapping[str, Any]) -> list[Any]:
    via = ", ".join(shown(name, 80) for name in entry["via"])
    return [shown(entry["quote"]), shown(entry["note"], 120), via, round(entry["confidence"], 2)]


def _edge_words(edge: Mapping[str, Any]) -> dict[str, str]:
    return {"layer": _layer_name(edge), "dates": _dates(edge), "sure": _sure(edge)}


def _layer_name(edge: Mapping[str, Any]) -> str:
    return f"{edge['layer']}, relayed" if edge["relayed"] else str(edge["layer"])


def _sure(edge: Mapping[str, Any]) -> str:
    return "" if edge["certain"] else f"uncertain ({edge['confidence']:.2f})"


def _dates(edge: Mapping[str, Any]) -> str:
    """The period of an edge in words, with what has no date."""
    first, last = edge["first"], edge["last"]
    days = " to ".join(dict.fromkeys(d for d in (first, last) if d))
    undated = f"{edge['undated']} undated" if edge["undated"] else ""
    return ", ".join(filter(None, [days, undated]))


def _words_of_page(graph: nx.MultiDiGraph, looks: _Looks) -> dict[str, Any]:
    """What the template says around the picture: summary, legend and the tables."""
    nodes = [node for _, node in graph.nodes(data=True)]
    kinds = [kind for kind in _SHAPES if any(node["kind"] == kind for node in nodes)]
    layers = [name for name in _LAYER_COLORS if any(_on(graph, name))]
    others = any(looks.value(node) not in looks.colors for node in nodes)
    return {
        "summary": _summary(graph),
        "kinds": [(kind, _SHAPES[kind]) for kind in kinds],
        "colors": [(shown(value, 60), color) for value, color in looks.colors.items()],
        "color_by": looks.by,
        "other": _OTHER if others and looks.by == "country" else None,
        "layers": [(name, _LAYER_COLORS[name]) for name in layers],
        "relayed": any(edge["relayed"] for _, _, edge in graph.edges(data=True)),
        "uncertain": not all(edge["certain"] for _, _, edge in graph.edges(data=True)),
        "node_rows": _node_rows(graph),
        "edge_rows": _edge_rows(graph),
    }


def _on(graph: nx.MultiDiGraph, layer: str) -> list[bool]:
    return [edge["layer"] == layer for _, _, edge in graph.edges(data=True)]


def _summary(graph: nx.MultiDiGraph) -> str:
    """One line: how much there is, which layers, around whom, which period."""
    chosen, counts = graph.graph, _counted(graph.number_of_nodes(), "node")
    parts = [f"{counts} and {_counted(graph.number_of_edges(), 'line')}"]
    parts.append("layers: " + ", ".join(chosen.get("layers", ())))
    ego = chosen.get("ego")
    if ego in graph:
        hops = _counted(chosen["hops"], "step")
        parts.append(f"around {shown(graph.nodes[ego]['label'], 80)}, {hops}")
    if chosen.get("date_from") or chosen.get("date_to"):
        parts.append(
            f"{chosen['date_from'] or 'the beginning'} to {chosen['date_to'] or 'the end'}"
        )
    return " · ".join(parts)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _node_rows(graph: nx.MultiDiGraph) -> list[dict[str, Any]]:
    """The table of nodes, the strongest first."""
    rows = [
        {
            "number": number,
            "name": shown(node["label"], 300) or NO_NAME,
            "kind": node["kind"],
            "country": shown(node["country"], 80),
            "degree": node["degree"],
            "strength": node["strength"],
        }
        for number, (_, node) in enumerate(graph.nodes(data=True))
    ]
    return sorted(rows, key=lambda row: (-row["strength"], row["name"], row["number"]))


def _edge_rows(graph: nx.MultiDiGraph) -> list[dict[str, Any]]:
    """The table of edges, the heaviest first."""
    rows = [
        {
            "number": number,
            "source": shown(graph.nodes[source]["label"], 300) or NO_NAME,
            "target": shown(graph.nodes[target]["label"], 300) or NO_NAME,
            "weight": edge["weight"],
            **_edge_words(edge),
        }
        for number, (source, target, edge) in enumerate(graph.edges(data=True))
    ]
    return sorted(rows, key=lambda r: (-r["weight"], r["source"], r["target"], r["number"]))


def _library() -> str:
    """The vis-network script of the installed pyvis, without the address of its source map."""
    text = (resources.files("pyvis") / _VIS).read_text(encoding="utf-8")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def _own_script() -> str:
    file = resources.files("kg.network") / "templates" / "network.js"
    return file.read_text(encoding="utf-8")


def _checksum(script: str) -> str:
    """The source expression of Content Security Policy level 3 for an inline script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
