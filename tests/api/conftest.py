"""A real server over a small store, and what the tests ask of every page.

The tests speak HTTP to uvicorn on a loopback port: what a client gets (HEAD without a body,
`Allow`, threads that share the engine) is what is tested.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import uvicorn

from api.app import create_app
from api.engine import Engine
from api.settings import Settings
from kg.store import Store, write_store
from kg.store.protocol import SparqlClient
from kg.store.servers import server_at
from tests.store.servers import oxigraph

HERE = Path(__file__).parent
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1)"
    " \"double\" 'single' `back` {{ 7*7 }} {% raw %} ]]> <!-- --> </textarea></title><b>",
    "\u202egnihtemos\u202c \u200fعربي\u200e \u2028\u2029 \u2066isolate"
    " nul\x00 bell\x07 escape\x1b delete\x7f next\x85 last\uffff",
    "x" * 10_000,
    " \t\n",
)
"""Texts that documents could hold and that must stay texts."""


def example_quads() -> bytes:
    """The example as N-Quads."""
    parsed = ox.parse((HERE / "example.trig").read_bytes(), format=ox.RdfFormat.TRIG)
    return ox.serialize(parsed, format=ox.RdfFormat.N_QUADS) or b""


def example_texts() -> list[tuple[str, str, str]]:
    """The text of each message that has one, as (identifier, source, text)."""
    letter = (HERE / "selm-1.md").read_text(encoding="utf-8")
    index = (HERE / "index.csv").read_text(encoding="utf-8")
    return [
        ("selm-1", "selm-1.md", letter),
        ("selm-2", "index.csv", index),
        ("selm-3", "index.csv", index),
    ]


def hostile_quads(words: str) -> bytes:
    """The example with `words` in the place of every text."""
    string = "http://www.w3.org/2001/XMLSchema#string"
    quads = [
        ox.Quad(q.subject, q.predicate, ox.Literal(words), q.graph_name)
        if isinstance(q.object, ox.Literal)
        and (q.object.language or q.object.datatype.value == string)
        else q
        for q in ox.parse(example_quads(), format=ox.RdfFormat.N_QUADS)
    ]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


@contextmanager
def serving(store: Path | str, settings: Settings) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    # With the protocol named, the server sends small answers at once (TCP_NODELAY).
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as free:
        free.bind(("127.0.0.1", 0))
        free.listen(128)
        config = uvicorn.Config(
            create_app(Engine(store, settings), settings),
            log_level="critical", lifespan="on", ws="none", proxy_headers=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


_VOID = {"meta", "link", "input", "br", "hr", "img"}
_OUTSIDE = ("https://", "http://", "data:")


@dataclass
class Tag:
    """One element: its name, attributes and the text inside it."""

    name: str
    attributes: dict[str, str]
    words: str = ""
    inside: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        return " ".join(self.words.split())


class Page(HTMLParser):
    """A page as a list of elements; anything that does not close is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        assert html.startswith("<!doctype html>")
        self.feed(html)
        self.close()
        assert [tag.name for tag in self._open] == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Tag(tag, {name: value or "" for name, value in attrs})
        assert len(found.attributes) == len(attrs), f"an attribute twice in {tag}: {attrs}"
        found.inside = [each.name for each in self._open]
        self.tags.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            tag.words += data

    def all(self, name: str, **attributes: str) -> list[Tag]:
        """The elements of that name with those attributes (a class among several counts)."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [
            tag
            for tag in self.tags
            if tag.name == name and all(v in tag.get(k).split() for k, v in wanted.items())
        ]

    def by_id(self, identifier: str) -> Tag:
        found = [tag for tag in self.tags if tag.get("id") == identifier]
        assert len(found) == 1, f"{len(found)} elements have the id {identifier}"
        return found[0]


def check(html: str) -> Page:
    """A page that keeps what every page promises."""
    page = Page(html)
    _no_script_and_no_other_host(page)
    _ids_are_unique_and_there(page)
    _headings_in_order(page)
    _landmarks(page)
    _everything_has_a_name(page)
    return page


_NAMING = ("canonical", "license", "type")
"""Relations of links that no browser follows by itself: they may name other hosts."""


def _is_data_for_search_engines(tag: Tag) -> None:
    """The one kind of script element there may be: a data block, which is never executed."""
    assert tag.attributes == {"type": "application/ld+json"}
    assert tag.inside[-1:] == ["head"]
    assert json.loads(tag.words)["@context"] == "https://schema.org"


def _no_script_and_no_other_host(page: Page) -> None:
    for tag in page.tags:
        assert tag.name not in ("object", "embed", "base", "img", "svg")
        if tag.name == "script" and tag.get("src").startswith("/static/editor/"):
            assert not tag.words
        elif tag.name == "script":
            _is_data_for_search_engines(tag)
        assert not [name for name in tag.attributes if name.startswith("on") or name == "style"]
        for name in ("src", "action", "srcset"):
            assert not tag.get(name).startswith(("//", *_OUTSIDE)), tag
        if tag.name == "a":
            assert tag.get("href").startswith(("/", "#", *_OUTSIDE)), tag
        if tag.name == "link" and tag.get("rel") not in _NAMING:
            assert tag.get("href").startswith("/"), tag


def _ids_are_unique_and_there(page: Page) -> None:
    ids = [tag.get("id") for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    for tag in page.tags:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            assert set(tag.get(name).split()) <= set(ids), (tag, name)
        if tag.name == "a" and tag.get("href").startswith("#"):
            assert tag.get("href")[1:] in ids, tag


def _headings_in_order(page: Page) -> None:
    levels = [int(tag.name[1]) for tag in page.tags if tag.name in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, levels


def _landmarks(page: Page) -> None:
    assert page.all("html")[0].get("lang") == "en"
    assert len(page.all("main")) == len(page.all("title")) == 1
    assert page.all("title")[0].text
    assert page.all("header")
    assert page.all("footer")
    for nav in page.all("nav"):
        assert nav.get("aria-label"), nav


def _everything_has_a_name(page: Page) -> None:
    labelled = {tag.get("for") for tag in page.all("label")}
    for tag in page.tags:
        if tag.name in ("input", "textarea"):
            assert tag.get("id") in labelled or "label" in tag.inside, tag
        if tag.name in ("a", "button", "summary", "h1", "h2", "h3", "th"):
            assert tag.text or tag.get("aria-label"), tag
        if tag.name == "iframe":
            assert tag.get("title"), tag
        if tag.get("role") == "region":
            assert tag.get("aria-label") or tag.get("aria-labelledby"), tag


@pytest.fixture(scope="session")
def check_page() -> Callable[[str], Page]:
    """Reads a page and holds it to what every page promises."""
    return check


@pytest.fixture(scope="session", params=HOSTILE, ids=lambda words: ascii(words)[1:12])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """Serves a store: `with serve(store) as address`."""
    return lambda store: serving(store, Settings())


@pytest.fixture(scope="session")
def quads() -> bytes:
    return example_quads()


@pytest.fixture(scope="session")
def texts() -> list[tuple[str, str, str]]:
    return example_texts()


@pytest.fixture(scope="session")
def quads_of() -> Callable[[str], bytes]:
    return hostile_quads


def built(folder: Path, quads: bytes, texts: Sequence[tuple[str, str, str]]) -> Path:
    """A store of these quads and texts in a folder."""
    write_store(folder, quads.decode("utf-8", "surrogatepass").split("\n")[:-1], texts, {})
    return folder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of the example."""
    return built(tmp_path_factory.mktemp("store"), example_quads(), example_texts())


@pytest.fixture(scope="session")
def opened(store: Path) -> Iterator[Store]:
    """The same store, asked in this process."""
    with Store.open(store) as opened:
        yield opened


_OVER_BOTH = {
    "test_pages", "test_records", "test_questions", "test_sparql", "test_networks", "test_linking",
    "test_rest",
}  # fmt: skip
"""Modules whose tests run over a store in a folder and over one on a SPARQL server."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "site" in metafunc.fixturenames:
        both = metafunc.module.__name__.rpartition(".")[2] in _OVER_BOTH
        over = ["folder", "server"] if both else ["folder"]
        metafunc.parametrize("site", over, indirect=True, scope="session")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, store: Path) -> Iterator[str]:
    """The address of the application over the example."""
    with ExitStack() as stack:
        settings, place = Settings(), str(store)
        if request.param == "server":
            place = stack.enter_context(oxigraph("--union-default-graph"))
            fill(place, example_quads())
            settings = Settings(texts=str(store))
        yield stack.enter_context(serving(place, settings))


def fill(server: str, quads: bytes) -> None:
    """Bring N-Quads to an empty SPARQL server."""
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
        graphs.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n")
    with SparqlClient(server_at(server, {})) as client:
        for name, lines in graphs.items():
            client.put_graph(name, "".join(lines).encode())


@pytest.fixture(scope="session")
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, trust_env=False, timeout=20) as opened:
        yield opened


@pytest.fixture
def client_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., httpx.Client]]:
    """Makes a client of a server of its own: `client_of(quads, texts, **settings)`."""
    opened: list[Any] = []

    def make(
        quads: bytes, texts: list[tuple[str, str, str]] | None = None, **settings: Any
    ) -> httpx.Client:
        folder = tmp_path_factory.mktemp("store")
        store = built(folder, quads, example_texts() if texts is None else texts)
        running = serving(store, Settings(**settings))
        client = httpx.Client(base_url=running.__enter__(), trust_env=False, timeout=20)
        opened.extend([client, running])
        return client

    yield make
    for each in reversed(opened):
        if isinstance(each, httpx.Client):
            each.close()
        else:
            each.__exit__(None, None, None)
