"""Uploading: the server holds exactly our graphs, also after a kill, a cut, or a change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.connections import Patience
from kg.errors import StopError
from kg.store import Store
from kg.store.graphs import graphs_of
from kg.store.journal import Journal
from kg.store.protocol import SparqlClient
from kg.store.servers import server_at
from kg.store.uploading import Upload, Way, in_update, journal_beside, upload
from tests.store.conftest import E, numbered
from tests.store.servers import Door, busy, cut, door_before, oxigraph, pass_

NOW = Patience(tries=3, sleep=lambda _: None)
WAYS: list[Way] = ["graphs", "update"]
HARD = [
    f'<{E}s> <{E}p> "a\\u0085b \\\\u0041 \\\\\\\\U0001F600 \\"q\\" \\n" <{E}g1> .',
    f'<{E}s> <{E}p> "schön"@de-AT <{E}ümlaut> .',
    f'<{E}s> <{E}p> "1950-10-01"^^<http://www.w3.org/2001/XMLSchema#date> <{E}g1> .',
    f'<{E}s> <{E}p> "in two graphs" <{E}g1> .',
    f'<{E}s> <{E}p> "in two graphs" <{E}g2> .',
]


@pytest.fixture
def door() -> Iterator[Door]:
    with oxigraph() as behind, door_before(behind) as door:
        yield door


@pytest.fixture
def client(door: Door) -> Iterator[SparqlClient]:
    with SparqlClient(server_at(door.address, {}), patience=NOW) as client:
        yield client


def lines(quads: list[str]) -> list[bytes]:
    return Store.from_quads(quads).dump("nquads").splitlines(keepends=True)


def on(door: Door) -> set[str]:
    """Every quad on the server, as the engine writes it."""
    with SparqlClient(server_at(door.behind, {})) as client:
        rows = client.results("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")
        return {f"{row['s']} {row['p']} {row['o']} {row['g']}" for row in rows}  # type: ignore[union-attr, call-overload]


def here(quads: list[str]) -> set[str]:
    store = Store.from_quads(quads)
    parsed = ox.parse(store.dump("nquads"), ox.RdfFormat.N_QUADS)
    return {f"{q.subject} {q.predicate} {q.object} {q.graph_name}" for q in parsed}


def sent(quads: list[str], client: SparqlClient, journal: Path, **settings: Any) -> Upload:
    return upload(lines(quads), client, journal, **settings)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("batch_bytes", [1, 200, 4_000_000])
def test_server_holds_the_same_quads_afterwards(
    way: Way, batch_bytes: int, door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    quads = [*HARD, *numbered(60)]
    done = sent(quads, client, tmp_path / "j", way=way, batch_bytes=batch_bytes)
    assert on(door) == here(quads)
    assert done == Upload(sent=8, unchanged=0, dropped=0, triples=65)


@pytest.mark.parametrize("way", WAYS)
def test_only_what_changed_is_sent_and_what_left_is_dropped(
    way: Way, door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    client.put_graph(f"{E}strange", f"<{E}a> <{E}b> <{E}c> .\n".encode())
    old = numbered(70)
    sent(old, client, tmp_path / "j", way=way)
    assert sent(old, client, tmp_path / "j", way=way) == Upload(0, 7, 0, 0)
    new = [line for line in old if f"<{E}g1>" not in line]
    new[0] = new[0].replace('"0"', '"zero"')
    done = sent(new, client, tmp_path / "j", way=way)
    assert (done.sent, done.unchanged, done.dropped) == (1, 5, 1)
    strange = {f"<{E}a> <{E}b> <{E}c> <{E}strange>"}
    assert on(door) == here(new) | strange, "only what no journal knows is left besides ours"


@pytest.mark.parametrize("way", WAYS)
def test_upload_survives_a_busy_server_and_cut_connections(
    way: Way, door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    door.plan += [busy(), busy(), pass_, cut, pass_, busy(500), cut]
    sent(numbered(70), client, tmp_path / "j", way=way, batch_bytes=300)
    assert on(door) == here(numbered(70))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [1, 4, 9])
def test_killed_upload_goes_on_where_it_stopped(
    way: Way, at: int, door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    """The server kills the sender at some request, before it has done what the request says."""
    quads = numbered(140)
    (tmp_path / "graph.nq").write_bytes(b"".join(lines(quads)))
    program = (
        "import sys; from pathlib import Path\n"
        "from kg.store.protocol import SparqlClient\n"
        "from kg.store.servers import server_at\n"
        "from kg.store.uploading import upload\n"
        "address, file, journal, way = sys.argv[1:]\n"
        "with open(file, 'rb') as quads:\n"
        "    upload(quads, SparqlClient(server_at(address, {})), Path(journal), way=way,"
        " batch_bytes=500)\n"
    )
    words = [door.address, str(tmp_path / "graph.nq"), str(tmp_path / "j"), way]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words], cwd=Path(__file__).parents[2]
    )

    def kill(*_: object) -> bool:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True

    door.plan += [pass_] * at + [kill]
    assert process.wait(60) == -signal.SIGKILL
    assert on(door) < here(quads)
    before = len(door.asked)
    done = sent(quads, client, tmp_path / "j", way=way, batch_bytes=500)
    assert on(door) == here(quads)
    again = len([each for each in door.asked[before:] if each.path != "/query"])
    assert done.unchanged > 0 or at == 1
    assert again < 21 or at == 1, "seven graphs in three parts each"


def test_half_written_graph_is_replaced_whole(
    door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    quads = [line.replace(f"<{E}g", f"<{E}x") for line in numbered(70)]
    quads = [line.rsplit(" ", 2)[0] + f" <{E}one> ." for line in quads]
    door.plan += [pass_, pass_, busy(400)]
    with pytest.raises(StopError, match="status 400"):
        sent(quads, client, tmp_path / "j", batch_bytes=500)
    assert 0 < len(on(door)) < 70
    changed = quads[5:]
    sent(changed, client, tmp_path / "j", batch_bytes=500)
    assert on(door) == here(changed), "nothing of the half graph is left"


def test_server_that_was_emptied_gets_everything_again(
    door: Door, client: SparqlClient, tmp_path: Path
) -> None:
    sent(numbered(70), client, tmp_path / "j")
    client.update("CLEAR ALL")
    assert sent(numbered(70), client, tmp_path / "j").sent == 7
    assert on(door) == here(numbered(70))


def test_empty_store_drops_what_was_up(door: Door, client: SparqlClient, tmp_path: Path) -> None:
    sent(numbered(14), client, tmp_path / "j")
    assert sent([], client, tmp_path / "j") == Upload(0, 0, 7, 0)
    assert on(door) == set()


def test_quad_without_graph_is_refused(client: SparqlClient, tmp_path: Path) -> None:
    with pytest.raises(StopError, match="has no graph"):
        sent([f"<{E}s> <{E}p> <{E}o> ."], client, tmp_path / "j")


def test_progress_is_told(client: SparqlClient, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    sent(numbered(14), client, tmp_path / "j", step=lambda *each: told.append(each))
    assert told[-1] == ("Uploading", 7, 7)


# --- the journal --------------------------------------------------------------------------------


def test_journal_remembers_what_is_up(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "http://s") as journal:
        journal.began({"a": "1", "b": "2", "c": "3"})
        journal.up({"a": "1", "b": "2"})
        journal.began({"b": "9"})
        journal.gone("c")
    with Journal(tmp_path / "j", "http://s") as journal:
        assert dict(journal.graphs) == {"a": "1", "b": None}


def test_last_line_that_was_cut_off_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "j"
    with Journal(file, "http://s") as journal:
        journal.up({"a": "1"})
        journal.up({"b": "1"})
    whole = file.read_bytes()
    for size in range(whole.index(b'{"graph": "b"'), len(whole)):
        file.write_bytes(whole[:size])
        with Journal(file, "http://s") as journal:
            assert dict(journal.graphs) == {"a": "1"}
            journal.up({"c": "2"})
        with Journal(file, "http://s") as journal:
            assert dict(journal.graphs) == {"a": "1", "c": "2"}


def test_broken_line_in_the_middle_stops_with_advice(tmp_path: Path) -> None:
    file = tmp_path / "j"
    Journal(file, "http://s").close()
    file.write_bytes(file.read_bytes() + b"nonsense\n" + b'{"graph": "a", "up": "1"}\n')
    with pytest.raises(StopError, match="line 2 cannot be read. Remove the file"):
        Journal(file, "http://s")


def test_journal_of_another_server_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path / "j", "http://s").close()
    with pytest.raises(StopError, match="belongs to http://s, not to http://t"):
        Journal(tmp_path / "j", "http://t")


def test_two_uploads_do_not_write_one_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "http://s"), pytest.raises(StopError, match="Another upload"):
        Journal(tmp_path / "j", "http://s")


def test_servers_have_journals_of_their_own() -> None:
    names = {
        journal_beside(Path("store"), server)
        for server in ("http://h:1/a", "http://h:1/b", "http://h:2/a")
    }
    assert len(names) == 3


# --- graphs -------------------------------------------------------------------------------------


def test_graphs_come_whole_and_once(tmp_path: Path) -> None:
    quads = lines(numbered(500))
    found = list(graphs_of(quads, tmp_path, files=3))
    assert sorted(graph.name for graph in found) == sorted(f"{E}g{n}" for n in range(7))
    assert sum(len(graph.triples) for graph in found) == 500
    assert list(tmp_path.iterdir()) == []


def test_backslash_before_u_is_not_taken_for_an_escape() -> None:
    assert in_update(rb'"\\u0041"') == rb'"\\\u00750041"'
    assert in_update(rb'"\\\u0041"') == rb'"\\\u0041"'
    assert in_update(rb'"\\\\U"') == rb'"\\\\\u0055"'
    assert in_update(b'"plain"') == b'"plain"'
