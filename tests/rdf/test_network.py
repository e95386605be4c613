"""What the mapping writes is what the network reads."""

from __future__ import annotations

from kg.identities import Resolved
from kg.network import LAYERS, build_network
from kg.rdf import quads
from kg.store import Store

ID = "https://w3id.org/coldwire/id/"


def test_all_layers_of_the_network_come_out_of_one_telegram(
    resolved: Resolved, known: list[str]
) -> None:
    with Store.from_quads([*quads(resolved), *known]) as store:
        graph = build_network(store, layers=tuple(LAYERS))
    drey, ilk = f"{ID}person/drey-arden", f"{ID}person/ilk-bram"
    (message,) = [m for m in graph.edges[drey, ilk, "correspondence"]["messages"] if m["quote"]]
    assert message["quote"] == "LARK · BRAM ILK"
    assert graph.edges[drey, ilk, "directives"]["weight"] == 2
    assert graph.has_edge(f"{ID}person/quill-ada", f"{ID}finding/paper-1~votes-1", "votes")
    assert graph.has_edge(drey, f"{ID}person/paper-1~ruel", "mentions")
    assert graph.has_edge(f"{ID}person/paper-1~pell", f"{ID}message/paper-1", "handling")
    assert graph.has_edge(drey, f"{ID}office/selm-ambassador-orvane", "correspondence:relay")
