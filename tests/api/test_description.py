"""What the endpoint says of itself and of the dataset, and that it stays short."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pyoxigraph as ox
import pytest

from api.description import service_description
from api.settings import Settings
from kg.namespaces import BASE
from kg.rdf.provenance import count, dataset_quads

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_PREFIXES = f"PREFIX sd: <{_SD}> PREFIX void: <{_VOID}> PREFIX dcterms: <http://purl.org/dc/terms/>"


def _described(client: httpx.Client) -> ox.Store:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.TURTLE)
    return store


def _row(store: ox.Store, names: str, pattern: str) -> list[str]:
    """The values of these variables in the only row."""
    found = store.query(f"{_PREFIXES} SELECT DISTINCT {names} WHERE {{ {pattern} }}")
    assert isinstance(found, ox.QuerySolutions)
    (row,) = list(found)
    return [term.value for term in row]


def _with_dataset(quads: bytes, graphs: int) -> bytes:
    """The example, with as many named graphs of sources, and described as a build describes it."""
    for number in range(graphs):
        quads += (
            f"<urn:s> <urn:p> <urn:o{number}> <{BASE}graph/source/wilson-{number}> .\n"
        ).encode()
    lines = quads.decode("utf-8").splitlines()
    return quads + "".join(f"{q}\n" for q in dataset_quads("v1", count(lines))).encode()


def test_the_service_says_what_it_can(client: httpx.Client) -> None:
    store = _described(client)
    (service,) = _row(store, "?s", "?s a sd:Service ; sd:endpoint ?s")
    assert service == str(client.base_url).rstrip("/") + "/sparql"
    assert _row(store, "?l", "[] sd:supportedLanguage ?l")[0] == _SD + "SPARQL11Query"
    assert _row(store, "?f", "[] sd:feature ?f")[0] == _SD + "UnionDefaultGraph"
    assert _row(store, "?g", "[] sd:defaultDataset/sd:defaultGraph ?g")[0] == BASE + "dataset"


def test_the_dataset_is_described_from_the_graph(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    whole = _with_dataset(quads, 1)
    client = client_of(whole)
    store = _described(client)
    about = f"<{BASE}dataset>"
    lines = _with_dataset(quads, 1).count(b"\n")
    described = whole.count(f"<{BASE}graph/dataset> .".encode())
    triples, licence = _row(
        store,
        "?n ?license",
        f"{about} a sd:Graph , void:Dataset ; void:triples ?n ; dcterms:license ?license",
    )
    assert int(triples) == lines - described
    assert licence.startswith("https://")
    assert _row(store, "?e", f"{about} void:sparqlEndpoint ?e")[0].endswith("/sparql")
    vocabularies = list(store.query(f"{_PREFIXES} SELECT ?v {{ {about} void:vocabulary ?v }}"))
    assert len(vocabularies) >= 4
    name, entities = _row(
        store,
        "?c ?n",
        f"{about} void:classPartition ?p . ?p void:class ?c ; void:entities ?n"
        " FILTER(STRENDS(STR(?c), '#Message'))",
    )
    assert name.endswith("#Message")
    assert int(entities) == int(
        client.get(
            "/sparql",
            params={"query": f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ ?m a <{name}> }}"},
        ).json()["results"]["bindings"][0]["n"]["value"]
    )


def test_a_graph_that_is_alone_is_named_with_its_size(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    store = _described(client_of(_with_dataset(quads, 1)))
    (size,) = _row(
        store,
        "?n",
        f"[] sd:namedGraph [ a sd:NamedGraph ; sd:name <{BASE}graph/dataset> ; sd:graph ?g ]."
        " ?g void:triples ?n",
    )
    assert int(size) == _with_dataset(quads, 1).count(f"<{BASE}graph/dataset> .".encode())


def test_ten_thousand_graphs_are_counted_and_not_listed(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(_with_dataset(quads, 10_000))
    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert len(answer.content) < 50_000
    store = _described(client)
    there = len(
        client.get(
            "/sparql",
            params={
                "query": "SELECT ?g { GRAPH ?g {} FILTER(CONTAINS(STR(?g), '/graph/source/')) }"
            },
        ).json()["results"]["bindings"]
    )
    assert there >= 10_000
    space = f'"{BASE}graph/source/"'
    (number,) = _row(
        store, "?n", f"?m void:uriSpace {space} ; void:documents ?n ; void:exampleResource ?x"
    )
    assert int(number) == there


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/ld+json", "text/turtle"])
def test_it_can_be_had_in_every_form_of_a_graph(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    media = ox.RdfFormat.from_media_type(accept)
    assert media is not None
    assert list(ox.parse(answer.content, format=media))


def test_federation_is_only_told_of_where_it_is_allowed(client: httpx.Client) -> None:
    from api.description import Dataset
    from kg.store import FORMATS

    dataset = Dataset(BASE + "dataset", (), ())
    for endpoints, is_told in (((), False), (("https://query.wikidata.org/sparql",), True)):
        settings = Settings(service_endpoints=endpoints)
        told = service_description("https://x.org/sparql", settings, dataset, FORMATS["ntriples"])
        assert (b"BasicFederatedQuery" in told) == is_told
