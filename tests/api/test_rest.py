"""REST: lists that can be cut and paged through, single records, and three forms of each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from kg.namespaces import BASE

_LISTS = ("messages", "people", "places", "directives", "references", "votes", "network")


def _get(client: httpx.Client, path: str, **headers: str) -> Any:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _ids(client: httpx.Client, path: str) -> list[str]:
    return [item["id"].rpartition("/")[2] for item in _get(client, path)["items"]]


def _rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_a_message_says_who_wrote_to_whom_and_leads_to_its_pages(client: httpx.Client) -> None:
    found = _get(client, "/api/messages?number=410277/kt")["items"][0]
    assert found["id"] == BASE + "message/selm-1"
    assert [(each["type"], each["name"]) for each in found["sender"]] == [("Person", "Tamsin Drey")]
    assert [each["name"] for each in found["relay"]] == ["Envoy in Orvane"]
    assert [each["id"] for each in found["answers"]] == [BASE + "message/selm-2"]
    assert found["form"][0]["name"] == "ciphered telegram"
    assert (found["date"], found["earliest"], found["held"]["name"]) == (
        "1957-08-09", "1957-08-09", "held",
    )  # fmt: skip
    for place in (found["page"], found["sender"][0]["page"]):
        assert httpx.get(place, headers={"Accept": "text/html"}, trust_env=False).status_code == 200
    assert httpx.get(found["api"], trust_env=False).json()["id"] == found["id"]


def test_messages_stand_in_the_order_of_their_days(client: httpx.Client) -> None:
    assert _ids(client, "/api/messages") == ["selm-2", "selm-1", "selm-3", "selm-1~ref-2"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("messages?from=1957-08-09", ["selm-1", "selm-3"]),
        ("messages?to=1957-08", ["selm-2", "selm-1"]),
        ("messages?from=1957-09-15&to=1957-09-15", ["selm-3"]),
        ("messages?sender=person/drey", ["selm-1"]),
        ("messages?sender=Tamsin+Drey", ["selm-1"]),
        ("messages?sender=Lark", ["selm-1"]),
        ("messages?sender=https://w3id.org/coldwire/id/person/drey", ["selm-1"]),
        ("messages?recipient=person/drey", ["selm-2", "selm-3"]),
        ("messages?recipient=person/drey&form=cable", ["selm-2"]),
        ("messages?recipient=person/drey&form=cable&from=1957-09", []),
        ("messages?relay=office/envoy-orvane", ["selm-1"]),
        ("messages?mentioned=person/voss", ["selm-1"]),
        ("messages?person=office/envoy-orvane", ["selm-2", "selm-1"]),
        ("messages?place=Orvane", ["selm-1"]),
        ("messages?answers=message/selm-2", ["selm-1"]),
        ("messages?form=letter", ["selm-3", "selm-1~ref-2"]),
        ("messages?classification=top-secret", ["selm-1"]),
        ("messages?held=envelope-only", ["selm-2", "selm-3"]),
        ("messages?held=known+by+reference", ["selm-1~ref-2"]),
        ("messages?title=lark+drey", ["selm-1"]),
        ("messages?source=selm-1", ["selm-1", "selm-1~ref-2"]),
        ("messages?source=https://archive.example.org/selm-3", ["selm-3"]),
        ("people?name=LARK", ["drey"]),
        ("people?type=Office", ["envoy-orvane"]),
        ("people?nationality=Selm", ["drey", "voss"]),
        ("people?wikidata=true", ["drey"]),
        ("people?from=1957-09-01", ["ilk", "drey"]),
        ("places?name=orv", ["orvane"]),
        ("directives?force=permission", ["selm-1~directives-2"]),
        ("directives?to_be_done_by=group/barge-crews", ["selm-1~directives-1"]),
        ("directives?through=office/envoy-orvane", ["selm-1~directives-1"]),
        ("directives?confidence=0.8", ["selm-1~directives-1", "selm-1~directives-2"]),
        ("directives?reported=true", ["selm-1~directives-3"]),
        ("directives?text=FERRY", ["selm-1~directives-2"]),
        ("directives?message=message/selm-2", []),
        ("directives?from=1958", []),
        ("references?relation=answers", ["selm-1~references-1"]),
        ("references?kind=third-party", ["selm-1~references-2"]),
        ("references?target=message/selm-2", ["selm-1~references-1"]),
        ("references?author=office/envoy-orvane", ["selm-1~references-1"]),
        ("references?resolved=false", []),
        ("votes?choice=against", ["selm-1~votes-4"]),
        ("votes?voter=person/selm-1~marrek", ["selm-1~votes-2"]),
    ],
)  # fmt: skip
def test_a_filter_leaves_just_what_it_says(
    client: httpx.Client, path: str, wanted: list[str]
) -> None:
    assert _ids(client, f"/api/{path}") == wanted
    assert _get(client, f"/api/{path}")["total"] == len(wanted)


@pytest.mark.parametrize("path", [*_LISTS, "messages?person=person/drey", "network?layer=mentions"])
def test_pages_put_together_are_the_whole_list(client: httpx.Client, path: str) -> None:
    join = "&" if "?" in path else "?"
    whole = _get(client, f"/api/{path}{join}limit=200")
    assert whole["next"] is None
    assert len(whole["items"]) == whole["total"] > 0
    found, following = [], f"/api/{path}{join}limit=1"
    while following:
        answer = client.get(following)
        page = answer.json()
        assert page["total"] == whole["total"]
        found += page["items"]
        following = page["next"]
        assert ('rel="next"' in answer.headers.get("link", "")) == bool(following)
    assert found == whole["items"]


def test_a_cursor_of_other_filters_is_refused(client: httpx.Client) -> None:
    cursor = _get(client, "/api/messages?limit=1")["cursor"]
    for path in (f"messages?form=letter&cursor={cursor}", f"people?cursor={cursor}"):
        answer = client.get(f"/api/{path}")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")
    assert client.get(f"/api/messages?limit=3&cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    "cursor", ["x", "äö", "bnVsbA", "W10", "WzFd", "eyJhIjoxfQ", "%00", "9" * 400]
)
def test_what_is_no_cursor_is_refused(client: httpx.Client, cursor: str) -> None:
    answer = client.get(f"/api/messages?cursor={cursor}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


def test_a_cursor_of_another_version_of_the_data_is_gone(
    client: httpx.Client, client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    cursor = _get(client, "/api/messages?limit=1")["cursor"]
    other = client_of(b"\n".join(quads.split(b"\n")[1:]))
    answer = other.get(f"/api/messages?limit=1&cursor={cursor}")
    assert answer.status_code == 410
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == "cursor"
    assert "another version" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("messages?limit=0", 422, "limit"),
        ("messages?limit=201", 422, "limit"),
        ("messages?from=1950-13", 422, "from"),
        ("messages?to=1951-02-29", 422, "to"),
        ("messages?sendr=x", 422, "sendr"),
        ("messages?format=xml", 422, "format"),
        ("messages?sender=nobody+at+all", 400, "sender"),
        ("messages?form=postcard", 400, "form"),
        ("messages?title=...", 400, "title"),
        ("people?type=Ship", 422, "type"),
        ("directives?confidence=1.5", 422, "confidence"),
        ("network?layer=friendship", 422, "layer"),
        ("network?format=jsonld", 406, "format"),
        ("messages/selm-77", 404, "identifier"),
        ("messages/selm-1?sender=x", 400, "sender"),
        ("people/person/selm-1", 404, "identifier"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_parameter(
    client: httpx.Client, path: str, status: int, parameter: str
) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter


def test_a_name_that_is_nearly_right_gets_proposals(client: httpx.Client) -> None:
    problem = client.get("/api/messages?sender=Tamsin+Dray").json()
    assert BASE + "person/drey" in [each["address"] for each in problem["suggestions"]]
    assert "telegram" not in client.get("/api/messages?form=postcard").json()["detail"].split()
    assert "letter" in client.get("/api/messages?form=postcard").json()["detail"]


def test_the_form_comes_from_the_ending_then_the_parameter_then_accept(
    client: httpx.Client,
) -> None:
    csv_, jsonld, json_ = "text/csv", "application/ld+json", "application/json"
    for path, accept, wanted in (
        ("messages", "*/*", json_),
        ("messages", "text/html,*/*;q=0.8", json_),
        ("messages", csv_, csv_),
        ("messages", f"{jsonld}, {csv_};q=0.5", jsonld),
        ("messages?format=csv", jsonld, csv_),
        ("messages.jsonld?format=csv", csv_, jsonld),
        ("messages/selm-1", jsonld, jsonld),
        ("messages/selm-1.csv", "*/*", csv_),
        ("people/drey.json", csv_, json_),
        ("people/person/drey?format=jsonld", "*/*", jsonld),
    ):
        answer = client.get(f"/api/{path}", headers={"Accept": accept})
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] == wanted, path
        assert "Accept" in answer.headers["vary"]
    assert client.get("/api/messages", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/api/messages.xml").status_code == 404


def test_evidence_is_the_words_of_the_text(
    client: httpx.Client, texts: list[tuple[str, str, str]]
) -> None:
    text = {identifier: words for identifier, _, words in texts}
    found = _get(client, "/api/messages/selm-1")["evidence"]
    assert {"sender", "recipient", "relay", "date", "number", "mentions"} <= {
        each["supports"] for each in found
    }
    for each in (*found, *_get(client, "/api/directives")["items"]):
        assert text["selm-1"][each["start"] : each["end"]] == each["quote"] or (
            "selm-9" in each["id"]  # of another page: the example has it on purpose
        )
        assert 0 <= each["confidence"] <= 1
        assert each["extractor"]
        assert each["message"]["id"] == BASE + "message/selm-1"
    listed = _get(client, "/api/messages?evidence=true&number=410277/kt")["items"][0]["evidence"]
    assert listed == [each for each in found if each["supports"] != "mentions"]
    assert _get(client, "/api/messages")["items"][0]["evidence"] is None


def test_a_person_has_names_counts_and_the_words_that_mean_him(client: httpx.Client) -> None:
    found = _get(client, "/api/people/person/drey")
    assert found["name"] == "Tamsin Drey"
    assert found["wikidata"] == ["http://www.wikidata.org/entity/Q1"]
    assert (found["first_day"], found["last_day"]) == ("1957-08-08", "1957-09-30")
    assert found["uses"] == {
        "sent": 1, "received": 2, "relayed": 0, "mentioned": 0,
        "directives_issued": 3, "directives_to_do": 0, "votes": 0,
    }  # fmt: skip
    assert ("Lark", "cover name", ["Register of Selm, p. 4"]) in [
        (each["name"], each["kind"]["name"], each["according_to"]) for each in found["names"]
    ]
    assert {each["quote"] for each in found["evidence"]} == {"LARK", "Lark"}
    assert found == _get(client, "/api/people/drey")


def test_the_network_counts_and_leads_to_what_it_counted(client: httpx.Client) -> None:
    lines = _get(client, "/api/network")["items"]
    assert {(x["source"]["name"], x["target"]["name"], x["messages"]) for x in lines} == {
        ("Tamsin Drey", "Bram Ilk", 1), ("Envoy in Orvane", "Tamsin Drey", 1),
        ("Bram Ilk", "Tamsin Drey", 1),
    }  # fmt: skip
    for path in ("network", "network?layer=directives", "network?layer=votes"):
        for line in _get(client, f"/api/{path}")["items"]:
            behind = httpx.get(line["evidence"], trust_env=False).json()
            assert behind["total"] >= line["messages"] > 0
    assert _get(client, "/api/network?from=1957-09")["total"] == 1
    assert _get(client, "/api/network?person=office/envoy-orvane")["total"] == 1
    assert _get(client, "/api/network?least=2")["total"] == 0


def _triples(content: bytes, written_as: ox.RdfFormat) -> set[str]:
    """The triples in a document, with numbers as the engine writes them."""
    store = ox.Store()
    store.load(content, format=written_as)
    return {str(quad.triple) for quad in store}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's parser uses it
@pytest.mark.parametrize(
    "path",
    [
        "messages?evidence=true", "messages/selm-1", "people", "people/drey", "places",
        "places/orvane", "directives", "references", "votes",
    ],
)  # fmt: skip
def test_json_ld_says_only_what_the_graph_says(
    client: httpx.Client, quads: bytes, path: str
) -> None:
    document = _get(client, f"/api/{path}", Accept="application/ld+json")
    assert document["@context"] == str(client.base_url).rstrip("/") + "/api/context.jsonld"
    document["@context"] = _get(client, "/api/context.jsonld")["@context"]
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    triples = _triples(read.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
    assert len(triples) > 1
    assert triples <= _triples(quads, ox.RdfFormat.N_QUADS)
    assert triples == _triples(json.dumps(document).encode(), ox.RdfFormat.JSON_LD)


def test_csv_has_a_row_for_each_thing_and_names_beside_addresses(client: httpx.Client) -> None:
    rows = _rows(client.get("/api/messages.csv"))
    items = _get(client, "/api/messages")["items"]
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert rows[1]["sender"] == "Tamsin Drey"
    assert rows[1]["sender_id"] == BASE + "person/drey"
    assert rows[1]["mentions"].split("; ") == [each["name"] for each in items[1]["mentions"]]
    assert rows[1]["form"] == "ciphered telegram"
    votes = _rows(client.get("/api/votes.csv"))
    assert [vote["decision_accepted"] for vote in votes] == ["true"] * 3
    assert _rows(client.get("/api/people.csv?name=lark"))[0]["uses_received"] == "2"
    assert _rows(client.get("/api/network.csv"))[0]["messages"] == "1"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_cell_of_csv_is_a_formula(
    client_of: Callable[..., httpx.Client], quads_of: Callable[[str], bytes], words: str
) -> None:
    client = client_of(quads_of(words))
    for path in ("messages", "people", "directives"):
        cells = [v for row in _rows(client.get(f"/api/{path}.csv")) for v in row.values() if v]
        assert "'" + words in cells
        assert not [cell for cell in cells if cell[0] in "=+-@\t\r＝"]


def test_hostile_words_stay_words_in_every_form(
    client_of: Callable[..., httpx.Client], quads_of: Callable[[str], bytes], hostile: str
) -> None:
    client = client_of(quads_of(hostile))
    for name in _LISTS:
        assert _get(client, f"/api/{name}")["total"] > 0
        assert _rows(client.get(f"/api/{name}.csv"))
        if name != "network":
            _get(client, f"/api/{name}.jsonld")


def test_an_empty_store_has_empty_lists(client_of: Callable[..., httpx.Client]) -> None:
    client = client_of(b"", [])
    for name in _LISTS:
        assert _get(client, f"/api/{name}")["items"] == []
        assert _rows(client.get(f"/api/{name}.csv")) == []


def test_an_answer_that_is_known_is_not_sent_again(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(quads)
    tag = client.get("/api/messages").headers["etag"]
    again = client.get("/api/messages", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/api/messages").content == b""
