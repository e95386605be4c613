"""A network as a file; the ending of the path says which kind.

| ending | what |
|---|---|
| .html | a page that needs no other file and asks no host (`draw_html`) |
| .gexf | GEXF 1.2, read by Gephi |
| .graphml | GraphML |
| .json | node-link JSON as networkx reads and writes it, with all evidence |
| .csv | one line an edge |

GEXF, GraphML and CSV hold plain values only: there `messages` is the list of message
addresses joined with blanks. The graph given is never changed. The same graph gives the same
bytes: no file holds the day it was written.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.cleaning import xml_safe
from kg.errors import StopError
from kg.network.drawing import draw_html

_EDGE_COLUMNS = (
    "source_iri", "source", "target_iri", "target", "layer", "relayed", "weight", "first",
    "last", "undated", "confidence", "certain", "messages",
)  # fmt: skip


def write_network(graph: nx.MultiDiGraph, path: Path, title: str) -> None:
    """Writes the graph to `path`, whole or not at all.

    Raises:
        StopError: for an ending that is not in the table, a graph that is too large to draw,
            or a place that cannot be written.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise StopError(
            f"{path.name}: unknown ending {path.suffix!r}. Known: {', '.join(WRITERS)}."
        )
    _replace(path, writer(graph, title))


def _replace(path: Path, content: bytes) -> None:
    """The content under its name in one step; a failure leaves the old file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise StopError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def html(graph: nx.MultiDiGraph, title: str) -> bytes:
    """The page."""
    return draw_html(graph, title).encode("utf-8")


def gexf(graph: nx.MultiDiGraph, title: str) -> bytes:
    """GEXF 1.2 without the date of writing."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_plain(graph, title))
    for element in writer.xml.iter():
        element.attrib.pop("lastmodifieddate", None)
    return _document(writer.xml)


def graphml(graph: nx.MultiDiGraph, title: str) -> bytes:
    """GraphML."""
    found: bytes = "\n".join(nx.generate_graphml(_plain(graph, title))).encode("utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + found + b"\n"


def node_link(graph: nx.MultiDiGraph, title: str) -> bytes:
    """Node-link JSON with the evidence of every edge.

    Half of a surrogate pair, which UTF-8 cannot hold, is written as JSON's own escape.
    """
    content = nx.node_link_data(graph, edges="edges")
    content["graph"] = {**content["graph"], "title": title}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def edge_table(graph: nx.MultiDiGraph, _title: str) -> bytes:
    """CSV of the edges (RFC 4180 with a byte order mark, as spreadsheets want it)."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_EDGE_COLUMNS)
    for source, target, edge in graph.edges(data=True):
        names = {"source": graph.nodes[source]["label"], "target": graph.nodes[target]["label"]}
        values = {**_scalars(edge), **names, "source_iri": source, "target_iri": target}
        rows.writerow([_cell(values[column]) for column in _EDGE_COLUMNS])
    return out.getvalue().encode("utf-8-sig")


WRITERS: dict[str, Callable[[nx.MultiDiGraph, str], bytes]] = {
    ".html": html,
    ".gexf": gexf,
    ".graphml": graphml,
    ".json": node_link,
    ".csv": edge_table,
}
"""Every ending and what writes it."""


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _plain(graph: nx.MultiDiGraph, title: str) -> nx.MultiDiGraph:
    """A copy that holds only plain values without characters that XML forbids."""
    copy = nx.MultiDiGraph(**_scalars({**graph.graph, "title": title}))
    for node, values in graph.nodes(data=True):
        copy.add_node(xml_safe(node), **_scalars(values))
    for source, target, key, values in graph.edges(keys=True, data=True):
        copy.add_edge(xml_safe(source), xml_safe(target), key=key, **_scalars(values))
    return copy


def _scalars(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _scalar(value) for name, value in values.items()}


def _scalar(value: Any) -> Any:
    """A plain value: text is cleaned, nothing becomes "", a list is joined with blanks."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        items = (item["iri"] if isinstance(item, dict) else str(item) for item in value)
        return xml_safe(" ".join(dict.fromkeys(items)))
    return xml_safe("" if value is None else str(value))


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    if not isinstance(value, str):
        return value
    cell = xml_safe(value)
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
