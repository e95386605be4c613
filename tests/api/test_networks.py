"""The network page: choices, the picture in its frame, files, and what is too large."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from kg.namespaces import BASE, CW
from kg.store import write_store

_HTML = {"Accept": "text/html"}


def test_the_picture_stands_in_a_sandbox(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    page = check_page(client.get("/network").text)
    (frame,) = page.all("iframe")
    assert frame.get("sandbox") == "allow-scripts"
    picture = client.get(frame.get("src"))
    assert picture.status_code == 200
    assert picture.headers["content-security-policy"].startswith("sandbox allow-scripts;")
    assert "frame-ancestors 'self'" in picture.headers["content-security-policy"]
    assert picture.headers["x-frame-options"] == "SAMEORIGIN"
    assert "default-src 'none'" in picture.text


def test_the_choices_are_kept_in_the_form_the_picture_and_the_files(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    query = "layer=directives&layer=votes&ego=Tamsin+Drey&from=1957&to=1957-12&hops=2"
    page = check_page(client.get(f"/network?{query}").text)
    checked = [i.get("value") for i in page.all("input") if "checked" in i.attributes]
    assert checked == ["directives", "votes"]
    values = {i.get("name"): i.get("value") for i in page.all("input") if i.get("id")}
    assert values == {"ego": "Tamsin Drey", "hops": "2", "from": "1957", "to": "1957-12"}
    assert page.all("iframe")[0].get("src") == f"/network/picture?{query}"
    files = [a.get("href") for a in page.all("a") if a.get("href").startswith("/network.")]
    assert f"/network.gexf?{query}" in files


@pytest.mark.parametrize("ending", ["gexf", "graphml", "json", "csv"])
def test_the_network_comes_as_a_file(client: httpx.Client, ending: str) -> None:
    answer = client.get(f"/network.{ending}?layer=correspondence")
    assert answer.status_code == 200
    assert f'filename="network.{ending}"' in answer.headers["content-disposition"]
    assert "Tamsin Drey" in answer.text
    if ending in ("gexf", "graphml"):
        assert ElementTree.fromstring(answer.content).tag
    if ending == "json":
        assert {n["label"] for n in json.loads(answer.content)["nodes"]} == {
            "Tamsin Drey", "Bram Ilk", "Envoy in Orvane",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ego=nobody+at+all", "Nobody is called"),
        ("layer=gossip", "Unknown layer"),
        ("from=yesterday", "is not a date"),
        ("from=1960&to=1950", "ends before it begins"),
    ],
)
def test_a_choice_that_cannot_be_met_is_explained(
    client: httpx.Client, check_page: Callable[[str], Any], query: str, words: str
) -> None:
    answer = client.get(f"/network?{query}", headers=_HTML)
    assert answer.status_code == 400
    page = check_page(answer.text)
    assert words in page.all("p", class_="problem")[0].text
    assert client.get(f"/network.json?{query}").status_code == 400
    assert client.get(f"/network/picture?{query}").status_code == 400


def test_an_unknown_file_is_404(client: httpx.Client) -> None:
    assert client.get("/network.exe").status_code == 404
    assert client.get("/network?hops=99").status_code == 422


def test_what_is_too_large_is_explained_with_ways_to_go_on(
    client_of: Callable[..., httpx.Client], check_page: Callable[[str], Any]
) -> None:
    client = client_of(_star(320), [])
    page = check_page(client.get("/network").text)
    assert page.all("iframe") == []
    assert "Too large to be read in one picture: 321 points" in page.all("main")[0].text
    proposals = [a for a in page.all("a") if "ego=" in a.get("href")]
    assert proposals[0].get("href") == "/network?layer=correspondence&ego=person%2Fhub&hops=1"
    assert client.get(proposals[1].get("href")).status_code == 200
    assert client.get("/network.gexf").status_code == 200
    assert client.get("/network/picture", headers=_HTML).status_code == 400


def test_the_network_of_a_new_build_is_drawn_when_it_is_served(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    def people(address: str) -> int:
        found = httpx.get(f"{address}/network.json", trust_env=False, timeout=20)
        assert found.status_code == 200, found.text
        return len(found.json()["nodes"])

    write_store(tmp_path, _star(2).decode().split("\n"), [], {})
    with serve(tmp_path) as address:
        assert people(address) == 3
        write_store(tmp_path, _star(4).decode().split("\n"), [], {})
        ends = time.monotonic() + 60
        while people(address) == 3 and time.monotonic() < ends:
            time.sleep(0.5)
        assert people(address) == 5


def _star(points: int) -> bytes:
    """A hub that wrote to so many others."""
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = [f"<{BASE}person/hub> <{kind}> <{CW}Person> <{BASE}graph/x> ."]
    for number in range(points):
        message, person = f"<{BASE}message/{number}>", f"<{BASE}person/p{number}>"
        lines += [
            f"{message} <{kind}> <{CW}Message> <{BASE}graph/x> .",
            f"{message} <{CW}sender> <{BASE}person/hub> <{BASE}graph/x> .",
            f"{message} <{CW}recipient> {person} <{BASE}graph/x> .",
            f"{person} <{kind}> <{CW}Person> <{BASE}graph/x> .",
        ]
    return "\n".join(lines).encode()
