"""README and manual are run: each example works and prints what they say it prints."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from tests.cli.conftest import Done, Run
from tests.cli.volumes import invented, volumes_server

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual.md"
README = ROOT / "README.md"
FIELDS = {
    "sender": "from",
    "recipients": "to",
    "date": "date",
    "time": "time",
    "place": "place",
    "classification": "classification",
    "kind of document": "doc_type",
    "persons mentioned": "persons",
    "participants of conversations": "participants",
    "references (documents, pages)": "references",
    "links (a cited message and its document)": "links",
}
"""What the README calls the fields of `data/quality/accuracy.csv`, in its order."""
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command of the manual, with the lines it is said to print; `...` stands for any lines."""

    command: str
    printed: tuple[str, ...]


def examples(text: str) -> list[Example]:
    found = []
    for block in _CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append(Example(command, tuple(lines)))
    return found


EXAMPLES = [e for page in (README, MANUAL) for e in examples(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, built_store: Path) -> Path:
    """A working folder as the manual assumes it: `data/`, `ontology/`, `volumes/`, `store/`."""
    folder = tmp_path_factory.mktemp("manual")
    for name in ("data", "ontology"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "store").symlink_to(built_store)
    (folder / "volumes").mkdir()
    (folder / "volumes" / "frus1951v07p2.xml").write_bytes(invented("frus1951v07p2"))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The repository that `coldwire fetch` asks is one on this machine."""
    with volumes_server() as address:
        monkeypatch.setenv("COLDWIRE_FRUS", address)
        yield


def call(run: Run, command: str, folder: Path) -> Done:
    """Runs a line of the manual, redirecting as a shell would."""
    words = shlex.split(command)
    assert words[0] == "coldwire", command
    target = Path(words[words.index(">") + 1]) if ">" in words else None
    if target:
        words = words[: words.index(">")]
    done = run(*words[1:], cwd=folder)
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")
    return done


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if not e.command.startswith("coldwire serve")], ids=repr
)
def test_each_example_works_and_prints_what_it_says(
    example: Example, folder: Path, run: Run
) -> None:
    done = call(run, example.command, folder)
    assert done.returncode == 0, done.stderr
    printed = [line.strip() for line in (done.stdout + done.stderr).splitlines()]
    position = 0
    for line in example.printed:
        if line.strip() not in ("...", ""):
            assert line.strip() in printed[position:], f"{line!r} is not printed:\n{done.stdout}"
            position += printed[position:].index(line.strip()) + 1


def test_every_command_has_a_section_and_an_example() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"\n## `coldwire {name}`\n" in text, name
        assert any(e.command.startswith(f"coldwire {name}") for e in EXAMPLES), name


def test_every_option_is_explained(run: Run) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    for name in COMMANDS:
        section = text.split(f"\n## `coldwire {name}`\n")[1].split("\n## ")[0]
        done = run(name, "--help")
        for option in re.findall(r"--[a-z-]+", done.stdout):
            assert option in section or option in ("--help", "--store"), (name, option)


def test_the_readme_shows_the_figures_that_were_measured() -> None:
    """Rounded down: 99.95 is not 100."""
    with (ROOT / "data" / "quality" / "accuracy.csv").open(encoding="utf-8") as table:
        measured = {(row["text"], row["field"]): float(row["f1"]) for row in csv.DictReader(table)}
    rows = re.findall(
        r"^\| ([^|]+?) \| ([\d.]+) \| ([\d.]+|–) \|$", README.read_text(encoding="utf-8"), re.M
    )
    assert [row[0] for row in rows] == list(FIELDS)
    for words, *shown in rows:
        for text, figure in zip(("printed", "message alone"), shown, strict=True):
            known = measured.get((text, FIELDS[words]))
            told = "–" if known is None else f"{floor(1000 * known) / 10:.1f}"
            assert figure == told, (words, text)


def test_the_python_example_works(folder: Path) -> None:
    code = re.findall(r"^```python\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "visit KIM IL SUNG" in done.stdout
