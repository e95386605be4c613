"""From the addresses of the graph to places on this server, and back.

The graph's own addresses (https://w3id.org/coldwire/...) stay what they are wherever the
server runs; a page links to the path of this server that answers for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from kg.namespaces import CW, VOCABULARY
from kg.rdf.iris import segment

_PATH = "/~:@!$&'()*+,;=%"
_OUTSIDE = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things of a graph with this base are found; `base` ends in "/id/"."""

    base: str

    @property
    def vocabulary(self) -> str:
        """The named graph of the ontology and the vocabularies."""
        return f"{self.base}graph/vocabulary"

    @property
    def dataset(self) -> str:
        """The dataset that the graph is."""
        return f"{self.base}dataset"

    @property
    def dataset_graph(self) -> str:
        """The named graph in which the dataset describes itself."""
        return f"{self.base}graph/dataset"

    def message(self, identifier: str) -> str:
        """The address of a message.

        >>> Addresses("https://w3id.org/coldwire/id/").message("410277/kt")
        'https://w3id.org/coldwire/id/message/410277%2Fkt'
        """
        return f"{self.base}message/{segment(identifier)}"

    def identifier(self, address: str) -> str:
        """The identifier in an address of the graph: what follows its kind, decoded."""
        return unquote(address.removeprefix(self.base).partition("/")[2])

    def kind(self, address: str) -> str | None:
        """The kind that an address of the graph names, or None for any other address."""
        if not address.startswith(self.base):
            return None
        return address.removeprefix(self.base).partition("/")[0]

    def path(self, address: str) -> str | None:
        """The path of this server for an address of the graph, None for any other.

        >>> a = Addresses("https://w3id.org/coldwire/id/")
        >>> a.path("https://w3id.org/coldwire/id/message/wilson-117312~ref-1")
        '/messages/wilson-117312~ref-1'
        >>> a.path("https://w3id.org/coldwire/ontology#sender")
        '/ontology#sender'
        """
        if address.startswith(self.base + "message/"):
            return "/messages/" + quote(address.removeprefix(self.base + "message/"), safe=_PATH)
        if address.startswith(self.base):
            return "/id/" + quote(address.removeprefix(self.base), safe=_PATH)
        if address.startswith(CW):
            return "/ontology#" + quote(address.removeprefix(CW), safe=_PATH)
        if address.startswith(VOCABULARY):
            return "/vocabulary/" + quote(address.removeprefix(VOCABULARY), safe=_PATH)
        return None

    def record(self, address: str) -> str | None:
        """The path of the page with every statement about an address of the graph."""
        if address.startswith(self.base + "message/"):
            return "/id/" + quote(address.removeprefix(self.base), safe=_PATH)
        return self.path(address)

    def href(self, address: str) -> str | None:
        """What a link to an address holds: a path, an outside web address, or nothing.

        Only web addresses become links: no "javascript:" of a document ever does.

        >>> Addresses("https://w3id.org/coldwire/id/").href("javascript:alert(1)") is None
        True
        """
        return self.path(address) or (address if address.startswith(_OUTSIDE) else None)
