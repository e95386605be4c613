"""The examples of `docs/sparql.md` do what it says."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.settings import Settings

_MANUAL = Path(__file__).parents[2] / "docs" / "sparql.md"
_TEXT = _MANUAL.read_text(encoding="utf-8")
_EXAMPLES = re.findall(r"^```(sh|python)\n(.*?)^```", _TEXT, re.MULTILINE | re.DOTALL)
_SHOWS = ("sender", '"boolean"', "message/", "ontology#", '"column"', "304", "sd:Service")
"""A part of what each example shows, in the order of the page."""


@pytest.mark.parametrize(("example", "shows"), [*zip(_EXAMPLES, _SHOWS, strict=True)])
def test_an_example_does_what_it_says(
    client: httpx.Client, tmp_path: Path, example: tuple[str, str], shows: str
) -> None:
    language, text = example
    if "SPARQLWrapper" in text and importlib.util.find_spec("SPARQLWrapper") is None:
        pytest.skip("SPARQLWrapper is not installed")
    text = text.replace("http://127.0.0.1:8000", str(client.base_url).rstrip("/"))
    command = ["bash", "-euo", "pipefail", "-c"] if language == "sh" else [sys.executable, "-c"]
    done = subprocess.run(
        [*command, text], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert shows in done.stdout


def test_settings_and_their_defaults_are_as_the_page_says() -> None:
    fields = Settings.model_fields
    named = set(re.findall(r"COLDWIRE_([A-Z_]+)", _TEXT))
    assert {name.lower() for name in named} <= set(fields)
    for name, default in re.findall(r"`COLDWIRE_([A-Z_]+)` \(([\d,]+)", _TEXT):
        assert fields[name.lower()].default == int(default.replace(",", "")), name
