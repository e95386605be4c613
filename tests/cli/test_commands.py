"""The command line: exit statuses, messages, and that no words of a document steer a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
TELEGRAM = ROOT / "data" / "documents" / "telegram-75352.md"


def test_a_skipped_file_gives_status_1_and_the_rest_is_built(tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    done = run("build", TELEGRAM, tmp_path / "bad.txt", "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "bad.txt" in done.stderr
    assert "Built" in done.stderr
    assert run("show", "75352", "--store", tmp_path / "store").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["show", "75352", "--store", "nowhere"],
        ["show", "99999"],
        ["query", "-q", "SELECT"],
        ["query", "99"],
        ["query", "missing.rq"],
        ["query", "2", "--set", "nonsense"],
        ["query", "2", "--set", "nobody=1"],
        ["query", "-q", "INSERT DATA { <a:a> <a:b> <a:c> }"],
        ["query", "-q", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
        ["query", "-q", "ASK {}", "--format", "turtle"],
        ["query", "-q", "SELECT * {" + "{" * 3000 + "}" * 3001],
        ["network", "--ego", "Nobody At All", "-o", "x.html"],
        ["network", "--layer", "letters", "-o", "x.html"],
        ["network", "--from", "1950-02-31", "-o", "x.html"],
        ["network", "-o", "x.docx"],
        ["export", "--format", "docx"],
        ["schema", "telegram"],
        ["build", "missing-folder"],
        ["extract", "missing.md"],
    ],
    ids=lambda words: " ".join(words)[:60],
)
def test_a_wrong_call_gives_status_2_and_one_clear_message(
    words: list[str], built_store: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "store").symlink_to(built_store)
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.html").exists()


def test_extracted_records_are_as_the_schema_describes(run: Run) -> None:
    schema = json.loads(run("schema", "record").stdout)
    lines = run("extract", TELEGRAM, "--jsonl").stdout.splitlines()
    assert len(lines) == 1
    record = json.loads(lines[0])
    jsonschema.validate(record, schema)
    text = TELEGRAM.read_text(encoding="utf-8")
    for directive in record["directives"]:
        assert text[directive["start"] : directive["end"]] == directive["text"]


def test_words_of_a_document_cannot_steer_the_terminal(tmp_path: Path, run: Run) -> None:
    page = TELEGRAM.read_text(encoding="utf-8").replace("Budanova", "Bu\x1b]0;owned\x07danova")
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    run("build", tmp_path / "page.md", "--store", tmp_path / "store")
    done = run("show", "75352", "--store", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.parametrize("words", ["export", "export --format turtle", "query 7", "show 75352"])
def test_the_reader_of_the_output_may_leave_early(words: str, built_store: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", *words.split(), "--store", str(built_store)]
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")


def test_evidence_shows_the_place_of_each_quote(built_store: Path, run: Run) -> None:
    done = run("show", "75352", "--evidence", "--store", built_store)
    text = TELEGRAM.read_text(encoding="utf-8")
    start = text.index("Keep these directions")
    assert f"[{start}:" in done.stdout
