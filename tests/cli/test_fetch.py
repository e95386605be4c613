"""`coldwire fetch` at the command line: where it asks, what it says, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.volumes import volumes_server


def test_volumes_come_from_the_address_given(run: Run, tmp_path: Path) -> None:
    with volumes_server() as address:
        done = run("fetch", "frus", "frus1951v07p2", "--to", "here", "--from", address)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert (tmp_path / "here" / "frus1951v07p2.xml").read_text().endswith("</TEI>\n")
    assert "here/frus1951v07p2.xml: fetched" in done.stderr


def test_status_is_1_when_one_of_several_could_not_be_had(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with volumes_server() as address:
        monkeypatch.setenv("COLDWIRE_FRUS", address)
        done = run("fetch", "frus", "../frus1951v07p2", "frus1951v07p2")
    assert done.returncode == 1
    assert "no identifier of a volume" in done.stderr
    assert (tmp_path / "frus" / "frus1951v07p2.xml").exists()


def test_other_series_are_refused(run: Run) -> None:
    done = run("fetch", "wilson", "75352")
    assert done.returncode == 2
    assert "what can be is frus" in done.stderr
