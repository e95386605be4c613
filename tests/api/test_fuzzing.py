"""Whatever the description of the API allows, and more, nothing fails: no 5xx but 503.

Requests are made from `/openapi.json` by schemathesis: valid ones, and ones that break the
description on purpose. Few of each, always the same.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable

_EXAMPLES = 8
_BROKEN_OFF = 503


def _operations(client: httpx.Client) -> list[Any]:
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda m: m.value)
def test_no_request_makes_the_server_fail(
    client: httpx.Client, mode: schemathesis.GenerationMode
) -> None:
    operations = _operations(client)
    assert len(operations) > 10
    asked = 0
    for operation in operations:

        @seed(1)
        @settings(
            max_examples=_EXAMPLES, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            nonlocal asked
            sent = case.as_transport_kwargs(base_url=str(client.base_url).rstrip("/"))
            status, words = _asked(client, sent)
            asked += 1
            assert status < 500 or status == _BROKEN_OFF, (sent, status, words)

        with suppress(Unsatisfiable):  # nothing of an address without parameters can be broken
            ask()
    assert asked > len(operations)
    assert client.get("/readyz").status_code == 200


def _asked(client: httpx.Client, sent: dict[str, Any]) -> tuple[int, str]:
    """The status of the answer to a request, as `requests` would have sent it."""
    import requests

    sent.setdefault("timeout", 20)
    session = requests.Session()
    session.trust_env = False
    with session:
        answer = session.request(allow_redirects=False, **sent)
    return answer.status_code, answer.text[:500]
