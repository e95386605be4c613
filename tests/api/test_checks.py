"""Two black-box checks that were written for any endpoint find nothing to complain about in ours.

They lie in ../shared/checks; without that folder the tests are skipped.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import write_store
from tests.api.live import Live, served

_CHECKS = Path(__file__).parents[3] / "shared" / "checks"


@pytest.fixture(scope="module")
def checks() -> Path:
    if not (_CHECKS / "make_fixture.py").exists():
        pytest.skip("the checks of endpoints are not beside the project (../shared/checks)")
    return _CHECKS


@pytest.fixture(scope="module")
def live(checks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """`coldwire serve` over the data that the checks ask about."""
    command = [sys.executable, checks / "make_fixture.py"]
    made = subprocess.run(command, capture_output=True, check=True)
    quads = ox.serialize(ox.parse(made.stdout, ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    folder = tmp_path_factory.mktemp("fixture")
    write_store(folder, (quads or b"").decode().splitlines(), [], {})
    with served(folder, time_limit_s="5") as live:
        yield live


def _last_line(checks: Path, script: str, *words: str) -> str:
    command = [sys.executable, checks / script, *words]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    complaints = [line for line in run.stdout.splitlines() if line.startswith(("FAIL", "SKIP"))]
    assert complaints == []
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1]


def test_the_endpoint_keeps_the_whole_protocol(checks: Path, live: Live) -> None:
    last = _last_line(checks, "protocol_check.py", live.address, "--require-fixture")
    assert last.startswith("108 passed, 0 failed")


def test_no_abuse_brings_the_endpoint_down(checks: Path, live: Live) -> None:
    words = (live.address, "--time-limit", "5", "--server-pid", str(live.process.pid))
    assert _last_line(checks, "abuse_check.py", *words).startswith("56 passed, 0 failed")
    assert live.process.poll() is None
