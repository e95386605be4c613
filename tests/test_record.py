"""The JSON record of a message."""

from __future__ import annotations

from kg.record import MessageRecord, record_json, record_of
from tests.rdf.conftest import build_resolved


def test_the_json_that_a_build_keeps_is_what_the_model_writes() -> None:
    resolved = build_resolved()
    text = record_json(resolved)
    assert text == record_of(resolved).model_dump_json()
    assert MessageRecord.model_validate_json(text) == record_of(resolved)
