"""Who a client is, whatever it says of itself, and how much it may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api.clients import Buckets, TrustedProxies, address_in, client_key
from api.settings import Settings

_PROXIES = ["127.0.0.1/32", "10.0.0.0/8", "2001:db8:1::/48"]


async def _seen(
    headers: dict[str, str], peer: str = "127.0.0.1", proxies: Any = _PROXIES, **settings: Any
) -> tuple[str, str]:
    """The client and scheme that the application sees."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope)

    scope = {
        "type": "http", "client": (peer, 4711), "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    layer = TrustedProxies(app, Settings(trusted_proxies=proxies, **settings))
    await layer(scope, None, None)  # type: ignore[arg-type]
    return found[0]["client"][0], found[0]["scheme"]


def seen(headers: dict[str, str], **more: Any) -> tuple[str, str]:
    import asyncio

    return asyncio.run(_seen(headers, **more))


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("203.0.113.9, 192.0.2.7", "192.0.2.7"),  # what stands left of it anybody can write
        ("192.0.2.7, 10.1.2.3", "192.0.2.7"),
        ("192.0.2.7:5000", "192.0.2.7"),
        ("2001:db8:2::5", "2001:db8:2::5"),
        ("[2001:db8:2::5]:443, 2001:db8:1::1", "2001:db8:2::5"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, unknown", "127.0.0.1"),
        ("192.0.2.7, not an address, 10.1.2.3", "10.1.2.3"),
        ("", "127.0.0.1"),
        ("10.9.9.9", "10.9.9.9"),
        ("999.1.1.1", "127.0.0.1"),
    ],
)
def test_the_right_most_address_that_is_no_proxy_is_the_client(said: str, client: str) -> None:
    assert seen({"X-Forwarded-For": said})[0] == client


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("for=192.0.2.7", ("192.0.2.7", "http")),
        ('for="[2001:db8:2::5]:4711";proto=https;by=10.0.0.1', ("2001:db8:2::5", "https")),
        ("For=203.0.113.9;Proto=ftp, FOR=192.0.2.7;PROTO=https, for=10.0.0.2;proto=http",
         ("192.0.2.7", "https")),
        ('for="_hidden, for=1.2.3.4"', ("127.0.0.1", "http")),
        ("for=unknown", ("127.0.0.1", "http")),
        ("nonsense", ("127.0.0.1", "http")),
    ],
)  # fmt: skip
def test_the_standard_header_is_read_where_it_is_the_one_that_proxies_write(
    said: str, expected: tuple[str, str]
) -> None:
    assert seen({"Forwarded": said}, proxy_header="forwarded") == expected


def test_only_the_header_that_the_proxies_write_counts() -> None:
    both = {"X-Forwarded-For": "192.0.2.7", "Forwarded": "for=203.0.113.9;proto=https"}
    assert seen(both) == ("192.0.2.7", "http")
    assert seen(both, proxy_header="forwarded") == ("203.0.113.9", "https")


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", "11.0.0.1", ""])
def test_nobody_else_is_believed(peer: str) -> None:
    headers = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https"}
    assert seen(headers, peer=peer) == (peer, "http")
    assert seen(headers, peer="127.0.0.1", proxies=[]) == ("127.0.0.1", "http")


def test_the_scheme_is_one_of_the_web() -> None:
    headers = {"X-Forwarded-For": "192.0.2.7"}
    assert seen(headers | {"X-Forwarded-Proto": "https"})[1] == "https"
    assert seen(headers | {"X-Forwarded-Proto": "javascript"})[1] == "http"
    assert seen(headers | {"X-Forwarded-Proto": "http, https"})[1] == "https"


def test_a_host_of_ipv6_is_one_client_however_many_addresses_it_has() -> None:
    assert client_key("2001:db8::1") == client_key("2001:db8:0:0:ffff::2") == "2001:db8::/64"
    assert client_key("2001:db8:0:1::1") != client_key("2001:db8::1")
    assert client_key("192.0.2.1") != client_key("192.0.2.2")
    assert client_key("fe80::1%eth0") == "fe80::/64"
    assert address_in("1.2.3") is None


def test_a_bucket_fills_again_and_never_beyond_its_size() -> None:
    now = [0.0]
    buckets = Buckets(60, clock=lambda: now[0])
    assert [buckets.wait_s("a") for _ in range(60)] == [0.0] * 60
    assert buckets.wait_s("a") == pytest.approx(1.0)
    assert buckets.wait_s("b") == 0.0
    now[0] = 1.0
    assert (buckets.wait_s("a"), buckets.wait_s("a")) == (0.0, pytest.approx(1.0))
    now[0] = 1e6
    assert [buckets.wait_s("a") for _ in range(61)].count(0.0) == 60


def test_many_clients_do_not_fill_the_memory() -> None:
    buckets = Buckets(1, most=100, clock=lambda: 0.0)
    for number in range(10_000):
        buckets.wait_s(f"192.0.{number % 256}.{number // 256}")
    assert len(buckets) == 100


def _statuses(client: httpx.Client, times: int, **headers: str) -> list[int]:
    return [client.get("/docs", headers=headers).status_code for _ in range(times)]


def test_too_many_requests_are_told_when_to_come_again(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(quads, requests_per_minute=3)
    assert _statuses(client, 3) == [200] * 3
    refused = client.get("/docs", headers={"Origin": "https://example.org"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert "3 requests" in refused.json()["detail"]
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "max-age" not in refused.headers.get("cache-control", "")
    spoofed = {"X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.8", "X-Real-IP": "1.2.3.4"}
    assert client.get("/docs", headers=spoofed).status_code == 429
    page = client.get("/docs", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"][:9]) == (429, "text/html")
    for path in ("/healthz", "/readyz", "/metrics", "/static/coldwire.css"):
        assert client.get(path).status_code == 200


def test_behind_a_proxy_each_client_has_its_own_allowance(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    client = client_of(
        quads, requests_per_minute=2, trusted_proxies=["127.0.0.1/32"], public_url="https://x.org/c"
    )
    first, second = {"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-For": "192.0.2.8"}
    assert _statuses(client, 3, **first) == [200, 200, 429]
    forged = {"X-Forwarded-For": "203.0.113.1, 192.0.2.7"}
    assert _statuses(client, 1, **forged) == [429]
    assert _statuses(client, 3, **second) == [200, 200, 429]
    six = [{"X-Forwarded-For": f"2001:db8::{n}"} for n in range(3)]
    assert [_statuses(client, 1, **each)[0] for each in six] == [200, 200, 429]
    description = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "<https://x.org/c/sparql> a sd:Service" in description


def test_the_queries_of_one_client_are_counted_by_who_it_is(
    client_of: Callable[..., httpx.Client], quads: bytes
) -> None:
    """With room for one query of a client, another client behind the same proxy gets an answer."""
    from concurrent.futures import ThreadPoolExecutor

    client = client_of(
        quads, most_queries_of_client=1, trusted_proxies=["127.0.0.1/32"], time_limit_s=4
    )
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    def ask(query: str, address: str) -> int:
        headers = {"X-Forwarded-For": address}
        return client.get("/sparql", params={"query": query}, headers=headers).status_code

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(ask, heavy, "192.0.2.7")
        while "coldwire_queries_running 1.0" not in client.get("/metrics").text:
            assert not running.done()
        assert ask("ASK {}", "192.0.2.7") == 429
        assert ask("ASK {}", "192.0.2.8") == 200
        assert running.result() == 503
