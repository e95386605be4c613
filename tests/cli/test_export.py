"""`coldwire export --all`: whole, checkable, the same each time, and in place in one step."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NoReturn

import jsonschema
import networkx as nx
import pyoxigraph as ox
import pytest

from kg.dumps import FILES, Job, read_dumps, writing
from kg.dumps.placing import in_one_step
from kg.errors import StopError
from kg.namespaces import BASE
from kg.store import Store
from tests.cli.conftest import Run

HERE = "https://example.org/files"
VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"


@pytest.fixture(scope="module")
def dumps(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dumps of the shipped data, made by the command."""
    folder = tmp_path_factory.mktemp("dumps") / "all"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["coldwire", "export", "--all", str(folder), "--address", HERE,
                                   "--store", str(built_store)])  # fmt: skip
        from kg.cli import main

        with pytest.raises(SystemExit) as end:
            main()
    assert not end.value.code
    return folder


def unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


def test_sha256sum_finds_every_file_as_it_was_written(dumps: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this machine")
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=dumps, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    checked = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert checked == {each.name for each in dumps.iterdir()} - {"SHA256SUMS"}
    assert checked >= {file.name for file in FILES}


def test_the_same_store_gives_the_same_bytes(
    dumps: Path, built_store: Path, tmp_path: Path, run: Run
) -> None:
    done = run("export", "--all", "again", "--address", f"{HERE}/", "--store", built_store)
    assert done.returncode == 0, done.stderr
    for file in dumps.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name
    assert [each.name for each in tmp_path.iterdir()] == ["again"]
    for name in ("nq.gz", "trig.gz", "annotations.jsonl.gz"):
        assert f"Writing coldwire.{name} ..." in done.stderr


def test_both_rdf_files_hold_all_statements_and_the_version_is_that_of_the_quads(
    dumps: Path, coldwire: Store
) -> None:
    quads = unpacked(dumps / "coldwire.nq.gz")
    assert hashlib.sha256(quads).hexdigest() == coldwire.version == read_dumps(dumps).version
    parsed = set(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    assert len(parsed) == len(coldwire) == read_dumps(dumps).statements
    trig = unpacked(dumps / "coldwire.trig.gz")
    assert set(ox.parse(trig, format=ox.RdfFormat.TRIG)) == parsed


def test_every_record_is_there_and_keeps_the_schema_beside_it(dumps: Path, coldwire: Store) -> None:
    schema = json.loads((dumps / "coldwire.record-schema.json").read_bytes())
    lines = unpacked(dumps / "coldwire.records.jsonl.gz").splitlines()
    validator = jsonschema.Draft202012Validator(schema)
    records = [json.loads(line) for line in lines]
    for record in records[::20]:
        validator.validate(record)
    identifiers = [record["id"] for record in records]
    kept = [each.identifier for each in coldwire.texts() if each.record is not None]
    assert identifiers == kept == sorted(kept)
    assert "wilson-117312" in identifiers


def test_the_network_has_all_layers_in_both_forms(dumps: Path) -> None:
    graph = nx.read_graphml(io.BytesIO(unpacked(dumps / "coldwire.network.graphml.gz")))
    layers = {edge["layer"] for _, _, edge in graph.edges(data=True)}
    assert layers == {"correspondence", "mentions", "directives", "votes", "handling"}
    rows = unpacked(dumps / "coldwire.network.csv.gz").decode("utf-8-sig").splitlines()
    assert rows[0].startswith("source_iri,source,target_iri,target,layer")
    assert len(rows) - 1 >= graph.number_of_edges()


def test_annotations_and_cmif_say_where_they_are_published(dumps: Path) -> None:
    whole = json.loads(unpacked(dumps / "coldwire.annotations.jsonl.gz").splitlines()[-1])
    assert whole["id"] == f"{HERE}/coldwire.annotations.jsonl.gz"
    assert f"{HERE}/coldwire.cmif.xml" in (dumps / "coldwire.cmif.xml").read_text(encoding="utf-8")


def test_the_description_names_license_version_counts_and_every_file(dumps: Path) -> None:
    found = ox.Dataset(ox.parse((dumps / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    listed = read_dumps(dumps)

    def values(subject: str, name: str) -> set[str]:
        quads = found.quads_for_subject(ox.NamedNode(subject))
        return {q.object.value for q in quads if q.predicate.value == name}

    dataset = f"{BASE}dataset"
    rdf = {f"{HERE}/coldwire.nq.gz", f"{HERE}/coldwire.trig.gz"}
    assert values(dataset, f"{VOID}dataDump") == rdf
    assert values(dataset, f"{VOID}triples") == {str(listed.statements)}
    assert values(dataset, f"{DCAT}version") == {listed.version}
    assert values(dataset, "http://purl.org/dc/terms/license") == {listed.license}
    assert listed.license.startswith("https://")
    assert len(values(dataset, f"{VOID}classPartition")) == len(listed.classes) > 5
    for file in FILES:
        there = listed.file(file.name)
        assert there is not None
        place = f"{HERE}/{file.name}"
        assert place in values(dataset, f"{DCAT}distribution")
        assert values(place, f"{DCAT}byteSize") == {str((dumps / file.name).stat().st_size)}
        (checksum,) = values(place, "http://spdx.org/rdf/terms#checksum")
        assert values(checksum, "http://spdx.org/rdf/terms#checksumValue") == {there.digest}
    readme = (dumps / "README.txt").read_text(encoding="utf-8")
    for words in (listed.version, listed.license, f"{listed.statements:,}", "coldwire.trig.gz"):
        assert words in readme


def test_hdt_holds_the_union_of_all_graphs(dumps: Path, coldwire: Store, tmp_path: Path) -> None:
    maplib = pytest.importorskip("maplib", reason="maplib is not installed")
    assert read_dumps(dumps).file("coldwire.hdt")
    model = maplib.Model()
    model.read(str(dumps / "coldwire.hdt"), format="hdt")
    (count,) = model.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")["n"]
    assert count == coldwire.dump("ntriples").count(b"\n")


def test_no_compressed_file_has_a_time_or_a_name_in_it(dumps: Path) -> None:
    for file in dumps.glob("*.gz"):
        head = file.read_bytes()[:10]
        assert head[3] == 0, "no flags: no name"
        assert head[4:8] == bytes(4), "no time"


def test_an_older_folder_is_replaced_and_nothing_is_left_beside_it(
    dumps: Path, built_store: Path, tmp_path: Path, run: Run
) -> None:
    shutil.copytree(dumps, tmp_path / "all")
    (tmp_path / "all" / "coldwire.old.gz").write_bytes(b"of an older version")
    (tmp_path / ".all.part").mkdir()
    (tmp_path / ".all.part" / "coldwire.nq.gz").write_bytes(b"of an export that was killed")
    done = run("export", "--all", "all", "--address", HERE, "--store", built_store)
    assert done.returncode == 0, done.stderr
    assert {each.name for each in (tmp_path / "all").iterdir()} == {
        each.name for each in dumps.iterdir()
    }
    assert [each.name for each in tmp_path.iterdir()] == ["all"]


def test_a_folder_with_other_things_is_refused_and_untouched(
    built_store: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = run("export", "--all", "mine", "--store", built_store)
    assert done.returncode == 2
    assert "holds no dumps" in done.stderr
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_an_export_that_fails_leaves_what_was_there(
    dumps: Path, built_store: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Job, __: BinaryIO) -> NoReturn:
        raise OSError(28, "No space left on device")

    shutil.copytree(dumps, tmp_path / "all")
    files = (*FILES[-4:-3], replace(FILES[0], write=full))
    monkeypatch.setattr(writing, "files_to_write", lambda: files)
    done = run("export", "--all", "all", "--store", built_store)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["all"]
    assert read_dumps(tmp_path / "all") == read_dumps(dumps)


def test_two_exports_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with in_one_step(tmp_path / "all") as part:
        (part / "SHA256SUMS").write_bytes(b"")
        with (
            pytest.raises(StopError, match="Another export is writing"),
            in_one_step(tmp_path / "all"),
        ):
            pass
        assert (part / "SHA256SUMS").exists(), "the first is undisturbed"
    assert (tmp_path / "all" / "SHA256SUMS").exists()


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "", ".hidden", "a/b", "a\\b", "a\nb"], ids=ascii
)
def test_a_listing_with_other_names_is_no_listing(dumps: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(dumps, tmp_path / "all")
    index = json.loads((folder / "dumps.json").read_bytes())
    index["files"][0]["name"] = name
    (folder / "dumps.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(StopError, match="holds no dumps"):
        read_dumps(folder)


def test_annotations_can_be_had_alone(dumps: Path, built_store: Path, run: Run) -> None:
    address = f"{HERE}/coldwire.annotations.jsonl.gz"
    done = run("export", "-f", "annotations", "--address", address, "--store", built_store)
    assert done.stdout.encode() == unpacked(dumps / "coldwire.annotations.jsonl.gz")
