"""What an address is linked to: its other forms, its own name, its license, what describes it.

The same links stand in the headers of an answer and in the head of a page.

Source: RFC 8288 (Web Linking); RFC 6596 (canonical); RFC 6903, section 6 (type); RFC 4946
(license); W3C Recommendation "POWDER: Description Resources", section 4.1.3 (describedby).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from api.dataset import description
from api.forms import PAGE, formats_of, media_type
from api.graph import Graph

_ADDRESS = "/~:@!$&'()*+,;=%?#[]-._"


@dataclass(frozen=True, slots=True)
class Link:
    """One link: `href` is a path of this server or a whole address, `type` a media type."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


def link_header(links: Iterable[Link]) -> dict[str, str]:
    """The links as a header of an answer.

    >>> link_header([Link("alternate", "/ontology.ttl", "text/turtle", "Turtle")])
    {'Link': '</ontology.ttl>; rel="alternate"; type="text/turtle"'}
    """
    return {"Link": ", ".join(_written(link) for link in links)}


def _written(link: Link) -> str:
    kind = f'; type="{link.type}"' if link.type else ""
    return f'<{quote(link.href, safe=_ADDRESS)}>; rel="{link.rel}"{kind}'


def record_links(graph: Graph, address: str) -> tuple[Link, ...]:
    """The links of the record of an address of the graph."""
    path = graph.addresses.record(address) or address
    page = graph.addresses.path(address) if graph.addresses.kind(address) == "message" else None
    classes = sorted({row["class"].value for row in graph.ask("classes", address)})
    return (
        Link("canonical", address),
        *alternates(path, page or f"{path}.html"),
        *(Link("type", class_) for class_ in classes),
        *described(graph),
    )


def document_links(graph: Graph, address: str, path: str) -> tuple[Link, ...]:
    """The links of the ontology or the vocabularies, which are one document at `path`."""
    return (Link("canonical", address), *alternates(path, f"{path}.html"), *described(graph))


def alternates(path: str, page: str) -> tuple[Link, ...]:
    """The forms in which something can be had whose data is at `path` with an ending."""
    forms = (
        Link("alternate", f"{path}.{each.ending}", media_type(each), each.label)
        for each in formats_of("graph")
    )
    return (*forms, Link("alternate", page, PAGE, "Page"))


def described(graph: Graph) -> tuple[Link, ...]:
    """What holds for everything here: the license, the dataset, the ontology."""
    about = description(graph)
    dataset = graph.addresses.path(graph.addresses.dataset) or "/"
    licensed = (Link("license", about.license),) if about and _is_web(about.license) else ()
    known = (Link("describedby", dataset),) if about else ()
    return (*licensed, *known, Link("describedby", "/ontology"))


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
