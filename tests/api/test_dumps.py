"""The dumps on the web: listed with checksums, served in parts, and nothing else of the disk."""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api.settings import Settings
from kg.dumps import read_dumps, write_dumps
from kg.store import Store
from tests.api.conftest import serving

_HTML = {"Accept": "text/html"}
_TYPES = {
    "coldwire.nq.gz": "application/gzip",
    "coldwire.records.jsonl.gz": "application/gzip",
    "coldwire.cmif.xml": "application/tei+xml",
    "coldwire.record-schema.json": "application/schema+json",
    "void.ttl": "text/turtle; charset=utf-8",
    "README.txt": "text/plain; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
    "dumps.json": "application/json",
}


@pytest.fixture(scope="module")
def folder(opened: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dumps of the example."""
    folder = tmp_path_factory.mktemp("dumps") / "all"
    write_dumps(opened, datetime(2024, 5, 3, tzinfo=UTC), folder)
    return folder


@pytest.fixture(scope="module")
def files(store: Path, folder: Path) -> Iterator[httpx.Client]:
    """A client of a server that has them."""
    with (
        serving(store, Settings(dumps=str(folder))) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=20) as client,
    ):
        yield client


def test_the_page_lists_every_file_with_size_checksum_license_and_version(
    files: httpx.Client, folder: Path, check_page: Callable[[str], Any]
) -> None:
    answer = files.get("/dumps", headers=_HTML)
    page = check_page(answer.text)
    dumps = read_dumps(folder)
    assert {tag.get("href") for tag in page.all("a")} >= {f"/dumps/{f.name}" for f in dumps.files}
    for file in dumps.files:
        assert file.digest in answer.text
        assert f"{file.size:,} bytes" in answer.text
    assert dumps.version in answer.text
    assert "of another build" not in answer.text
    for link in [tag.get("href") for tag in page.all("a") if "/dumps/" in tag.get("href")]:
        assert files.get(link).status_code == 200


def test_each_file_comes_as_it_is_with_its_media_type_and_checksum(
    files: httpx.Client, folder: Path
) -> None:
    for file in read_dumps(folder).files:
        answer = files.get(f"/dumps/{file.name}")
        assert answer.content == (folder / file.name).read_bytes()
        digest = hashlib.sha256(answer.content).digest()
        assert file.digest in answer.headers["etag"]
        assert b64decode(answer.headers["repr-digest"][9:-1]) == digest
        assert 'rel="describedby"' in answer.headers["link"]
        if file.name in _TYPES:
            assert answer.headers["content-type"] == _TYPES[file.name]
        if file.name.endswith(".gz"):
            assert "content-encoding" not in answer.headers, "or its checksum would not hold"


@pytest.mark.parametrize(
    ("asked", "first", "end"), [("bytes=0-9", 0, 10), ("bytes=5-", 5, None), ("bytes=-7", -7, None)]
)
def test_a_part_can_be_had(
    files: httpx.Client, folder: Path, asked: str, first: int, end: int | None
) -> None:
    whole = (folder / "coldwire.nq.gz").read_bytes()
    answer = files.get("/dumps/coldwire.nq.gz", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[first:end]
    assert answer.headers["content-range"].endswith(f"/{len(whole)}")
    tag = answer.headers["etag"]
    again = files.get("/dumps/coldwire.nq.gz", headers={"Range": asked, "If-Range": tag})
    assert again.status_code == 206
    stale = files.get("/dumps/coldwire.nq.gz", headers={"Range": asked, "If-Range": '"old"'})
    assert (stale.status_code, stale.content) == (200, whole)


def test_a_part_that_is_not_there_is_416(files: httpx.Client) -> None:
    answer = files.get("/dumps/coldwire.nq.gz", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416


def test_who_has_a_file_is_told_so(files: httpx.Client) -> None:
    first = files.get("/dumps/coldwire.cmif.xml")
    by_tag = files.get("/dumps/coldwire.cmif.xml", headers={"If-None-Match": first.headers["etag"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_tag.headers["etag"].removeprefix("W/") == first.headers["etag"].removeprefix("W/")
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert files.get("/dumps/coldwire.cmif.xml", headers=since).status_code == 304
    before = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert files.get("/dumps/coldwire.cmif.xml", headers=before).status_code == 200


def test_head_says_what_get_would_send(files: httpx.Client) -> None:
    told, sent = files.head("/dumps/coldwire.nq.gz"), files.get("/dumps/coldwire.nq.gz")
    assert told.content == b""
    for name in ("content-length", "content-type", "etag", "last-modified", "accept-ranges"):
        assert told.headers[name] == sent.headers[name]


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fetc%2fpasswd", "%2e%2e%2fsecret.txt", "..%5csecret.txt", "%2fetc%2fpasswd",
     "secret.txt", ".hidden", "%00", "coldwire.nq.gz%00.txt", "COLDWIRE.NQ.GZ", "./README.txt%20",
     "nothing"],
)  # fmt: skip
def test_what_is_not_listed_is_not_served(files: httpx.Client, folder: Path, name: str) -> None:
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / ".hidden").write_text("secret", encoding="utf-8")
    answer = files.get(httpx.URL(files.base_url, raw_path=f"/dumps/{name}".encode()))
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")
    assert str(folder) not in answer.text


def test_the_description_of_the_endpoint_names_the_dumps(files: httpx.Client) -> None:
    answer = files.get("/sparql", headers={"Accept": "text/turtle"})
    triples = ox.parse(answer.content, format=ox.RdfFormat.TURTLE)
    dumps = {t.object.value for t in triples if t.predicate.value.endswith("void#dataDump")}
    base = str(files.base_url).rstrip("/")
    assert dumps == {f"{base}/dumps/coldwire.nq.gz", f"{base}/dumps/coldwire.trig.gz"}
    for address in dumps:
        assert files.get(address).status_code == 200


def test_without_a_folder_the_page_says_how_to_make_one(
    client: httpx.Client, check_page: Callable[[str], Any]
) -> None:
    answer = client.get("/dumps", headers=_HTML)
    check_page(answer.text)
    assert "coldwire export --all dumps" in answer.text
    assert client.get("/dumps/README.txt").status_code == 404
    assert b"dataDump" not in client.get("/sparql", headers={"Accept": "text/turtle"}).content


def test_new_dumps_show_at_once_and_broken_ones_are_not_served(
    opened: Store, quads: bytes, folder: Path, tmp_path: Path, client_of: Callable[..., Any]
) -> None:
    place = tmp_path / "all"
    served = client_of(quads.split(b"\n")[0] + b"\n", dumps=str(place))
    assert "empty or not whole" in served.get("/dumps", headers=_HTML).text
    shutil.copytree(folder, place)
    page = served.get("/dumps", headers=_HTML).text
    assert "of another build" in page, "the server has only one statement of them"
    old = served.get("/dumps/void.ttl")
    known = {"If-None-Match": old.headers["etag"], "If-Modified-Since": old.headers["date"]}
    write_dumps(opened, datetime(2024, 5, 4, tzinfo=UTC), place, "https://example.org/new/")
    new = served.get("/dumps/void.ttl", headers=known)
    assert new.status_code == 200
    assert "https://example.org/new/coldwire.nq.gz" in new.text
    with (place / "coldwire.nq.gz").open("ab") as damaged:
        damaged.write(b"more")
    assert served.get("/dumps/coldwire.nq.gz").status_code == 503
    (place / "dumps.json").write_text("{", encoding="utf-8")
    assert served.get("/dumps/void.ttl").status_code == 404
    answer = served.get("/dumps", headers=_HTML)
    assert answer.status_code == 200
    assert str(place) not in answer.text
