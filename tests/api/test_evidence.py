"""Texts exactly as they were read, and the annotations whose positions count in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kg.annotations import MEDIA_TYPE
from kg.namespaces import BASE

MESSAGE = f"{BASE}message/selm-1"


def here(address: str) -> str:
    """The path of this server for an address of the graph."""
    return address.removeprefix(BASE.removesuffix("/id/"))


def test_every_quotation_is_found_in_the_text_that_is_served(client: httpx.Client) -> None:
    found = client.get("/messages/selm-1/annotations.jsonld")
    assert found.headers["content-type"] == MEDIA_TYPE
    collection = found.json()
    assert collection["id"] == f"{MESSAGE}/annotations"
    items = collection["first"]["items"]
    assert len(items) == collection["total"] > 20
    own = [item["target"] for item in items if item["target"]["source"] == f"{MESSAGE}/text"]
    text = client.get(here(f"{MESSAGE}/text")).content.decode()
    for target in own:
        words = target["selector"][-1]
        assert words["exact"] in text
        if len(target["selector"]) == 2:
            place = target["selector"][0]
            assert text[place["start"] : place["end"]] == words["exact"]
    assert sum(len(target["selector"]) == 2 for target in own) > 20


def test_words_of_another_document_name_its_text(client: httpx.Client) -> None:
    found = client.get("/messages/selm-1/annotations.jsonld").json()["first"]["items"]
    for item in found:
        document = item["id"].rpartition("/")[2].rpartition("~")[0]
        assert item["target"]["source"] == f"{BASE}message/{document}/text"
        assert item["target"]["scope"] == MESSAGE


def test_both_addresses_of_text_and_annotations_answer_alike(client: httpx.Client) -> None:
    for of_graph, beside_page in (("text", "text"), ("annotations", "annotations.jsonld")):
        one = client.get(f"/id/message/selm-1/{of_graph}")
        other = client.get(f"/messages/selm-1/{beside_page}")
        assert one.status_code == other.status_code == 200
        assert one.content == other.content
        assert f'<{MESSAGE}/{of_graph}>; rel="canonical"' in one.headers["link"]


def test_the_text_is_plain_utf_8_with_nothing_changed(client_of: Callable[..., Any]) -> None:
    odd = "one\r\ntwo\ttab\u2028\U0001f600 <b>&amp;</b> \x00 half \ud83d\n\n"
    quads = b""
    for name in ("a", "410277%2Fkt"):
        kind = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        message = f"<{BASE}message/{name}> ".encode()
        quads += message + kind + b" <https://w3id.org/coldwire/ontology#Message> <a:g> .\n"
    texts = [("a", "a.txt", odd), ("410277/kt", "b.txt", "with a slash")]
    served = client_of(quads, texts)
    answer = served.get("/messages/a/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == odd.replace("\ud83d", "\ufffd").encode()
    assert served.get("/id/message/410277%2Fkt/text").content == b"with a slash"
    assert served.get("/id/message/410277%2Fkt/annotations").json()["total"] == 0


def test_the_page_of_a_message_links_to_both(client: httpx.Client) -> None:
    linked = client.get("/messages/selm-1").headers["link"]
    assert '</messages/selm-1/text>; rel="alternate"; type="text/plain"' in linked
    assert '</messages/selm-1/annotations.jsonld>; rel="related"' in linked


@pytest.mark.parametrize("path", ["/messages/nobody/text", "/id/message/nobody/text",
                                  "/messages/nobody/annotations.jsonld",
                                  "/id/message/%20%3C/annotations"])  # fmt: skip
def test_an_unknown_message_has_neither(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
