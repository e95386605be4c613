"""No SERVICE gets past the check, however it is dressed; harmless queries do."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store import Store
from kg.store.lexical import refuse_service

REFUSED = [
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "select * { service <http://a/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://a/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "PREFIX e: <http://a/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "PREFIX : <http://a/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<http://a/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://a/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://a/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p ""SERVICE<http://a/>{ ?s ?p ?o } }',
    "SELECT * { ?s ?p ''@en SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # quiet\n SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # quiet\r SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # quiet\\u000A SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\' \" ' . SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\\\' . SERVICE <http://a/> { } # ' \n }",
    'SELECT * { ?s ?p """a"" \\""" """ . SERVICE <http://a/> { } }',
    "SELECT * { VALUES ?x {''' ' } SERVICE <http://a/> { } #\\q'''} }",
    "SELECT * { VALUES ?x {''' ' } SERVICE <http://a/> { } #\\ud800'''} }",
    "PREFIX e: <http://a/> SELECT * { ?s ?p e:a\\# . SERVICE <http://a/> { } }",
    "PREFIX e: <http://a/> SELECT * { ?s ?p e:a\\' . SERVICE <http://a/> { } # ' \n }",
    "PREFIX e: <http://a/> SELECT * { ?s ?p e:a.b.SERVICE <http://a/> { } }",
    "SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE#>\n<http://a/> { } }",
    "SELECT * { ?a ?b ?c FILTER(?a<?b#>\n) SERVICE <http://a/> { } }",
    "SELECT * { ?a ?b ?c FILTER(?a<?b#>'''\n) SERVICE <http://a/> { } #'''\n }",
    "ASK { OPTIONAL { FILTER NOT EXISTS { SERVICE <http://a/> { } } } }",
]
PASSED = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?service ?p $SERVICE }",
    "SELECT * { ?s <http://www.w3.org/ns/sparql-service-description#endpoint> ?o }",
    "SELECT * { ?s <http://a/service> ?o } # asks no service",
    'SELECT * { ?s ?p "the Secret Service", \'a "service" man\' }',
    'SELECT * { ?s ?p """a "quoted" service""" }',
    "PREFIX sd: <http://a/> SELECT * { ?s sd:service/sd:ServiceName ?o }",
    "SELECT * { ?s ?p 'it''s' }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o && ?o>3) } # service",
    'SELECT * { ?s ?p "x"@en-service }',
    'SELECT * { ?s ?p "back\\\\slash", "service" }',
]


@pytest.mark.parametrize("text", REFUSED)
def test_service_is_refused_in_every_dress(store: Store, text: str) -> None:
    for ask in (refuse_service, store.rows, store.kind_of):
        with pytest.raises(QueryError, match="SERVICE is refused: this store never opens"):
            ask(text)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        store.answer(text, "json")


@pytest.mark.parametrize("text", PASSED)
def test_word_in_strings_addresses_comments_and_names_passes(text: str) -> None:
    refuse_service(text)


def test_long_query_is_checked_in_good_time() -> None:
    refuse_service("SELECT * { VALUES ?x { " + '"service" <a> < ' * 20_000 + "} }")
    with pytest.raises(QueryError):
        refuse_service("SELECT * { " + "'''<a <b> ''' \"x\" " * 20_000 + " SERVICE ?x { } }")


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and who knocked there."""
    knocks: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                knocks.append(address)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], knocks
        ended.set()
        thread.join()


def test_engine_would_open_a_connection(listener: tuple[int, list[object]]) -> None:
    port, knocks = listener
    knocks.clear()
    with contextlib.suppress(OSError):  # the listener hangs up; in which words differs
        list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
    assert knocks
    knocks.clear()


PIECES = [
    "SERVICE", "service", "\\u0053ERVICE", "SERVICE SILENT", "<http://127.0.0.1:PORT/>", "{}", "{",
    "}", "?s ?p ?o", " . ", " ", "\n", "#", "'", "'''", '"', '"""', "\\", "\\'", "\\q", "\\ud800",
    "\\u000A", "\\u0027", "<", ">", "?a<?b", "FILTER(", ")", "VALUES ?x {", "e:a", "e:a\\#", "e:",
    ":", "true", "1", "@en", "^^", "_:b", "UNION", "OPTIONAL", "GRAPH ?g", "''", '""', ",", ";",
]  # fmt: skip


AROUND = [
    ("", ""), ("VALUES ?x {''' ' }", "#\\q'''\n"), ('VALUES ?x {""" " }', '#\\ud800"""\n'),
    ("FILTER(?s<?o#>'''\n)", "#'''\n"), ("?s ?p e:a\\# .", ""), ("?s ?p e:a\\' .", "#'\n"),
    ("?s ?p 'a\\'", "'"), ("# \\u000A", ""), ("?s ?p true", ""), ("{", "}"), ("# ", "\n"),
    ("'", "'"),
]  # fmt: skip
"""What may stand before and after an attack so that a wrong reading does not see it."""


@settings(max_examples=1200, deadline=None)
@given(
    before=st.lists(st.sampled_from(PIECES), max_size=4),
    around=st.sampled_from(AROUND),
    attack=st.sampled_from(["SERVICE <http://127.0.0.1:PORT/> {}", "\\u0053ERVICE SILENT :x {}"]),
    after=st.lists(st.sampled_from(PIECES), max_size=4),
)
@example(before=[], around=AROUND[1], attack="SERVICE <http://127.0.0.1:PORT/> {}", after=[])
@example(before=[], around=AROUND[4], attack="SERVICE <http://127.0.0.1:PORT/> {}", after=[])
@example(before=[], around=AROUND[8], attack="SERVICE :x {}", after=[])
def test_nothing_that_passes_makes_the_engine_knock(
    listener: tuple[int, list[object]],
    before: list[str],
    around: tuple[str, str],
    attack: str,
    after: list[str],
) -> None:
    port, knocks = listener
    knocks.clear()
    node = ox.NamedNode("http://e/a")
    one = ox.Store()
    one.add(ox.Quad(node, node, node))  # a join with nothing would never ask the other side
    body = "".join([*before, around[0], attack, around[1], *after])
    text = (
        f"PREFIX e: <http://e/> PREFIX : <http://127.0.0.1:PORT/> SELECT * {{ ?s ?p ?o . {body} }}"
    ).replace("PORT", str(port))
    try:
        refuse_service(text)
    except QueryError:
        return
    with contextlib.suppress(SyntaxError, ValueError, OSError):
        list(one.query(text))
    assert not knocks, text
