"""Fetching volumes: whole or not at all, going on where it stopped, each fault named."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg import fetching
from kg.connections import Patience
from kg.errors import Problem, StopError
from kg.fetching import Fetched, Wish, fetch
from kg.files import shipped

VOLUME = "frus1951v07p2"
TEI = (
    b'<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">' + b"x" * 5000 + b"</TEI>\n"
)


@dataclass
class Repository:
    """A server with volumes; `cut_after` hangs up after so many bytes, once for each entry."""

    files: dict[str, bytes] = field(default_factory=lambda: {VOLUME: TEI})
    ranges: bool = True
    etag: str | None = '"one"'
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    cut_after: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range")
        self.asked.append((handler.path, wanted))
        content = self.files.get(handler.path.removeprefix("/").removesuffix(".xml"))
        status = self.statuses.pop(0) if self.statuses else 200 if content is not None else 404
        if content is None or status != 200:
            self.send(handler, status, b"nothing", {})
            return
        headers = dict(self.headers)
        if self.etag:
            headers["ETag"] = self.etag
        start = int(re.findall(r"\d+", wanted)[0]) if wanted else 0
        if wanted and self.ranges and handler.headers.get("If-Range") == self.etag:
            if start >= len(content):
                self.send(handler, 416, b"", headers)
                return
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.send(handler, 206, content[start:], headers)
        else:
            self.send(handler, 200, content, headers)

    def send(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
    ) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        length = self.length if self.length is not None and status == 200 else len(body)
        handler.send_header("Content-Length", str(length))
        handler.send_header("Connection", "close")
        handler.end_headers()
        if self.cut_after and status in (200, 206):
            handler.wfile.write(body[: self.cut_after.pop(0)])
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            handler.wfile.write(body)
        handler.close_connection = True


@pytest.fixture
def repository() -> Iterator[Repository]:
    repository = Repository()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            repository.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    repository.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield repository
    server.shutdown()
    server.server_close()
    thread.join()


Get = Callable[..., tuple[list[Fetched], list[str]]]


@pytest.fixture
def get(repository: Repository, tmp_path: Path) -> Get:
    """Fetches into `tmp_path / "frus"`; what was fetched, and the messages of the problems."""

    def call(*volumes: str, tries: int = 4, again: bool = False) -> tuple[list[Fetched], list[str]]:
        problems: list[Problem] = []
        patience = Patience(tries=tries, sleep=lambda _: None)
        wish = Wish(tmp_path / "frus", repository.address, again, patience)
        fetched = fetch(volumes or (VOLUME,), wish, problems.append)
        return fetched, [problem.message for problem in problems]

    return call


def left(tmp_path: Path) -> set[str]:
    return {each.name for each in (tmp_path / "frus").iterdir()}


def test_volume_is_fetched_whole_under_its_name(get: Get, tmp_path: Path) -> None:
    fetched, problems = get()
    assert problems == []
    assert fetched == [Fetched(VOLUME, tmp_path / "frus" / f"{VOLUME}.xml", len(TEI), True)]
    assert fetched[0].file.read_bytes() == TEI
    assert left(tmp_path) == {f"{VOLUME}.xml"}


def test_volume_that_is_there_is_not_asked_for_unless_again(
    get: Get, repository: Repository
) -> None:
    get()
    fetched, _ = get(VOLUME, VOLUME)
    assert [each.is_new for each in fetched] == [False]
    assert len(repository.asked) == 1
    repository.files[VOLUME] = TEI.replace(b"xx", b"yy")
    get(again=True)
    assert fetched[0].file.read_bytes() == repository.files[VOLUME]


def test_connection_that_breaks_goes_on_where_it_stopped(get: Get, repository: Repository) -> None:
    repository.cut_after = [1000, 2000]
    fetched, problems = get()
    assert problems == []
    assert fetched[0].file.read_bytes() == TEI
    assert [asked for _, asked in repository.asked] == [None, "bytes=1000-", "bytes=3000-"]


def test_next_run_goes_on_where_this_one_was_given_up(
    get: Get, repository: Repository, tmp_path: Path
) -> None:
    repository.cut_after = [1000]
    fetched, problems = get(tries=1)
    assert not fetched
    assert "same command goes on" in problems[0]
    assert left(tmp_path) == {f"{VOLUME}.xml.part", f"{VOLUME}.xml.part.json"}
    fetched, problems = get(tries=1)
    assert fetched[0].file.read_bytes() == TEI
    assert repository.asked[-1][1] == "bytes=1000-"
    assert left(tmp_path) == {f"{VOLUME}.xml"}


def test_file_that_changed_meanwhile_is_fetched_anew(get: Get, repository: Repository) -> None:
    repository.cut_after = [1000]
    get(tries=1)
    repository.etag = '"two"'
    repository.files[VOLUME] = TEI.replace(b"xx", b"yy")
    fetched, _ = get()
    assert fetched[0].file.read_bytes() == repository.files[VOLUME]


@pytest.mark.parametrize("etag", [None, 'W/"weak"', '"one"'])
def test_server_without_ranges_or_etag_sends_everything_again(
    etag: str | None, get: Get, repository: Repository
) -> None:
    repository.ranges, repository.etag = False, etag
    repository.cut_after = [1000]
    fetched, problems = get()
    assert problems == []
    assert fetched[0].file.read_bytes() == TEI


def test_part_that_is_longer_than_the_file_is_thrown_away(
    get: Get, repository: Repository, tmp_path: Path
) -> None:
    (tmp_path / "frus").mkdir()
    (tmp_path / "frus" / f"{VOLUME}.xml.part").write_bytes(b"z" * 9999)
    notes = {"address": f"{repository.address}/{VOLUME}.xml", "validator": '"one"'}
    (tmp_path / "frus" / f"{VOLUME}.xml.part.json").write_text(json.dumps(notes))
    fetched, _ = get()
    assert fetched[0].file.read_bytes() == TEI


def test_broken_notes_of_a_part_are_no_obstacle(get: Get, tmp_path: Path) -> None:
    (tmp_path / "frus").mkdir()
    (tmp_path / "frus" / f"{VOLUME}.xml.part").write_bytes(b"z")
    (tmp_path / "frus" / f"{VOLUME}.xml.part.json").write_bytes(b"\xff{")
    assert get()[0][0].file.read_bytes() == TEI


@pytest.mark.parametrize("length", [10, 4000, 9000])
def test_wrong_length_is_no_volume(
    length: int, get: Get, repository: Repository, tmp_path: Path
) -> None:
    repository.length = length
    fetched, problems = get(tries=2)
    assert not fetched
    assert len(problems) == 1
    assert f"{VOLUME}.xml" not in left(tmp_path)


@pytest.mark.parametrize("name", ["Repr-Digest", "Content-Digest"])
@pytest.mark.parametrize("kind", ["sha-256", "sha-512"])
def test_digest_of_the_server_is_checked(
    name: str, kind: str, get: Get, repository: Repository, tmp_path: Path
) -> None:
    def digest(content: bytes) -> str:
        value = hashlib.new(kind.replace("-", ""), content).digest()
        return f"{kind}=:{base64.b64encode(value).decode()}:"

    repository.headers = {name: digest(b"another")}
    fetched, problems = get()
    assert not fetched
    assert f"its {kind} is not the one" in problems[0]
    assert left(tmp_path) == set()
    repository.headers = {name: digest(TEI)}
    assert get()[0][0].is_new


@pytest.mark.parametrize(
    "content", [b"<html><body>Please log in</body></html>", TEI[:-8], b"", b"PK\x03\x04</TEI>"]
)
def test_what_is_no_whole_tei_document_is_not_kept(
    content: bytes, get: Get, repository: Repository, tmp_path: Path
) -> None:
    repository.files[VOLUME] = content
    fetched, problems = get()
    assert not fetched
    assert "no whole TEI document" in problems[0]
    assert left(tmp_path) == set()


def test_missing_volume_is_named_and_the_others_are_fetched(
    get: Get, repository: Repository
) -> None:
    repository.files["frus1969-76v20"] = TEI
    fetched, problems = get("frus1951v99", VOLUME, "frus1969-76v20")
    assert [each.volume for each in fetched] == [VOLUME, "frus1969-76v20"]
    assert len(problems) == 1
    assert "frus1951v99" in problems[0]
    assert "no such volume (status 404)" in problems[0]


@pytest.mark.parametrize(
    "volume",
    ["../frus1951v07p2", "frus1951/../../etc", "frus1951v07p2.xml", "", "frus1951v07p2\n", "/etc",
     "FRUS1951v07p2", "frus٢٠٢٠", "frus1951" + "v" * 99, "frus1951v07?x=1", "frus1951%2e"],
)  # fmt: skip
def test_what_is_no_identifier_is_never_asked_for(
    volume: str, get: Get, repository: Repository, tmp_path: Path
) -> None:
    fetched, problems = get(volume)
    assert not fetched
    assert "no identifier of a volume" in problems[0]
    assert repository.asked == []
    assert left(tmp_path) == set()


def test_busy_server_is_asked_again_and_a_refusing_one_not(
    get: Get, repository: Repository
) -> None:
    repository.statuses = [503, 429]
    assert get()[0][0].is_new
    assert len(repository.asked) == 3
    repository.statuses = [403, 302]
    for status in ("403", "302"):
        fetched, problems = get(again=True)
        assert not fetched
        assert f"status {status}" in problems[0]
    assert len(repository.asked) == 5


def test_too_large_volume_is_not_read(
    get: Get, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_VOLUME", 100)
    assert "no volume is so large" in get()[1][0]


def test_shipped_data_are_left_alone(tmp_path: Path) -> None:
    for folder in (shipped("data"), shipped("data") / "frus"):
        with pytest.raises(StopError, match="own data"):
            fetch([VOLUME], Wish(folder), lambda _: None)
    (tmp_path / "file").write_text("")
    with pytest.raises(StopError, match="another folder"):
        fetch([VOLUME], Wish(tmp_path / "file"), lambda _: None)


def test_address_that_is_none_stops_before_anything(tmp_path: Path) -> None:
    with pytest.raises(StopError, match="no address"):
        fetch([VOLUME], Wish(tmp_path, "file:///etc"), lambda _: None)


def test_progress_is_told_in_bytes(repository: Repository, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    wish = Wish(tmp_path, repository.address)
    fetch([VOLUME], wish, lambda _: None, lambda *each: told.append(each))
    assert told[-1] == (VOLUME, len(TEI), len(TEI))
