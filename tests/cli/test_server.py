"""A store on a server: built, sent, asked; cut on the way, and refused where it cannot be."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from kg.store import Store
from tests.cli.conftest import Run
from tests.pipeline.conftest import MakeVolume, make_volume
from tests.store.servers import Asked, Door, busy, door_before, free_port, oxigraph

__all__ = ["make_volume"]

ROOT = Path(__file__).parents[2]
ALL = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture
def door() -> Iterator[Door]:
    """An empty Oxigraph server, as `docs/stores.md` says to start it, and a door before it."""
    with oxigraph("--union-default-graph") as behind, door_before(behind) as door:
        yield door


@pytest.fixture
def volumes(make_volume: MakeVolume) -> Path:
    """A folder with two invented volumes."""
    make_volume("frus1951v98", 3)
    return make_volume("frus1951v99", 4).parent


def words(sources: Path, address: str, *more: str) -> list[str]:
    return ["build", str(sources), "--store", address, "--workers", "1", *more]


def test_a_build_is_sent_and_the_server_answers_like_the_folder(
    door: Door, volumes: Path, tmp_path: Path, run: Run
) -> None:
    more = ("--work", "here", "--send", "update", "--batch", "1")
    done = run(*words(volumes, door.address, str(ROOT / "data"), *more))
    assert done.returncode == 0, done.stderr
    assert "Uploading ..." in done.stderr
    assert re.search(rf"Sent to {door.address}: \d+ graphs with [\d,]+ statements", done.stderr)
    for asked in (["-q", ALL], ["2"], ["9"], ["14"], ["8", "--set", "person=Feng Xi"]):
        there = run("query", *asked, "--format", "csv", "--store", door.address)
        here = run("query", *asked, "--format", "csv", "--store", "here")
        assert there.returncode == here.returncode == 0, there.stderr
        assert there.stdout == here.stdout, asked
        assert len(there.stdout.splitlines()) > 1, asked
    assert run("show", "75352", "--store", "here").returncode == 0, "texts are in the folder"


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_a_second_build_sends_what_changed_only(
    way: str, door: Door, volumes: Path, make_volume: MakeVolume, tmp_path: Path, run: Run
) -> None:
    more = ("--json", "--send", way)
    first = json.loads(run(*words(volumes, door.address, *more)).stdout)
    again = json.loads(run(*words(volumes, door.address, *more)).stdout)
    assert again["sent"]["sent"] == 0
    assert again["sent"]["unchanged"] == first["sent"]["sent"] > 0
    make_volume("frus1951v99", 2)
    (volumes / "frus1951v98.xml").unlink()
    third = json.loads(run(*words(volumes, door.address, *more)).stdout)
    assert 0 < third["sent"]["sent"] < first["sent"]["sent"]
    assert third["sent"]["dropped"] == 1, "the graph of the volume that is gone"
    rows = run("query", "-q", ALL, "--format", "csv", "--store", door.address).stdout
    with Store.open(tmp_path / "store") as store:
        assert rows.encode() == store.answer(ALL, "csv")


def test_an_upload_that_was_killed_goes_on_with_the_same_command(
    door: Door, volumes: Path, tmp_path: Path, run: Run
) -> None:
    """The server kills the sender at its fifth graph, before it does what is asked."""
    command = [sys.executable, "-m", "kg.cli", *words(volumes, door.address, "--batch", "1")]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    changes = []

    def kill(_handler: BaseHTTPRequestHandler, asked: Asked) -> bool:
        changes.append(asked.method == "PUT")
        if sum(changes) == 5:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            door.plan.clear()
            return True
        return False

    door.plan += [kill] * 1000
    assert process.wait(120) == -signal.SIGKILL
    done = run(*words(volumes, door.address, "--batch", "1", "--json"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sent"]["unchanged"] > 0
    rows = run("query", "-q", ALL, "--format", "csv", "--store", door.address).stdout
    with Store.open(tmp_path / "store") as store:
        assert rows.encode() == store.answer(ALL, "csv")


def test_an_upload_that_the_server_refuses_says_how_to_go_on(
    door: Door, volumes: Path, run: Run
) -> None:
    door.plan += [lambda handler, asked: asked.method == "PUT" and busy(413)(handler, asked)] * 9
    done = run(*words(volumes, door.address))
    assert done.returncode == 2
    assert "status 413" in done.stderr
    assert "Run the same command again" in done.stderr
    door.plan.clear()
    assert run(*words(volumes, door.address)).returncode == 0


def test_a_build_that_fails_leaves_the_server_as_it_was(
    door: Door, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "empty").mkdir()
    done = run("build", "empty", "--store", door.address)
    assert done.returncode == 2
    assert {asked.path for asked in door.asked} == {"/query"}, "nothing was changed"


def test_a_server_that_does_not_see_named_graphs_is_refused_before_the_work(
    tmp_path: Path, run: Run
) -> None:
    with oxigraph() as address:
        import httpx

        update = {"update": "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"}
        httpx.post(f"{address}/update", data=update)
        done = run("build", ROOT / "data", "--store", address)
    assert done.returncode == 2
    assert "union of all graphs" in done.stderr
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["query", "2", "--store", "https:/slip.example"], "is no address"),
        (["query", "2", "--store", "ftp://example.org"], "is no address"),
        (["query", "2", "--store", "https://me:secret@example.org"], "name or password in it"),
        (["query", "2", "--store", "http://127.0.0.1:1", "--store-kind", "acme"], "'acme'"),
        (["show", "75352", "--store", "https://example.org"], "reads a store in a folder"),
        (["export", "--store", "https://example.org"], "reads a store in a folder"),
        (["validate", "--store", "https://example.org"], "reads a store in a folder"),
        (["build", "--work", "here"], "--work is for a store on a server"),
        (["build", "--send", "update"], "--send is for a store on a server"),
        (["build", "--batch", "2"], "--batch is for a store on a server"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_a_call_that_cannot_be_is_refused_with_a_reason(
    call: list[str], message: str, run: Run, tmp_path: Path
) -> None:
    done = run(*call)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert "secret" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_network_is_drawn_from_a_server(door: Door, tmp_path: Path, run: Run) -> None:
    documents = ROOT / "data" / "documents"
    assert run("build", documents, "--store", door.address).returncode == 0
    ego = ["network", "--ego", "Feng Xi", "--from", "1950-10-01", "--to", "1950-10-02"]
    assert run(*ego, "-o", "there.json", "--store", door.address).returncode == 0
    assert run(*ego, "-o", "here.json", "--store", "store").returncode == 0
    assert (tmp_path / "there.json").read_text() == (tmp_path / "here.json").read_text()


def test_a_command_on_a_folder_loads_no_http_client(built_store: Path) -> None:
    code = (
        "import sys; from kg.cli import main; sys.argv = ['coldwire', 'query', '3', '--store',"
        f" {str(built_store)!r}]\ntry: main()\nfinally: assert 'httpx' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nobody_answers_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("kg.connections.Patience.pause_s", lambda *_: 0.0)
    done = run("query", "2", "--store", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
