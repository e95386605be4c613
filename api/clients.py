"""Who a client is, behind proxies or not, and how many requests it may make.

A header that says whom a request comes from is believed only when a proxy of the setting
`trusted_proxies` sends it, and of the addresses in it only the right-most that is not such a proxy:
what stands left of it anybody could have written. Which header it is must be set too: a proxy
that writes one passes the other on as the client sent it.

Source: RFC 7239, "Forwarded HTTP Extension", sections 4 and 6; RFC 6585, section 4 (429);
RFC 4291, section 2.5.4 (a host has 64 bits of an IPv6 address for itself).
"""

from __future__ import annotations

import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import RefusedError, refusal
from api.settings import Settings
from api.templating import Pages

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_CLIENTS = 50_000
_UNLIMITED = ("/static/", "/healthz", "/readyz", "/metrics")
_SCHEMES = ("http", "https")
_PAIR = re.compile(r"""\s*([A-Za-z]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]*)\s*""")
_NODE = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+)(?::\d+)?|([0-9A-Fa-f:.]+)")


def client_key(host: str) -> str:
    """What one client is counted under: an IPv4 address, or the /64 of an IPv6 address.

    >>> client_key("2001:db8::1:2:3:4"), client_key("::ffff:192.0.2.1"), client_key("?")
    ('2001:db8::/64', '192.0.2.1', '?')
    """
    address = address_in(host)
    if address is None:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def address_in(node: str) -> Address | None:
    """The address that a node of a header names, with or without port; None when it names none.

    >>> address_in('"[2001:db8::1]:4711"'), address_in("unknown")
    (IPv6Address('2001:db8::1'), None)
    """
    found = _NODE.fullmatch(node.strip().strip('"').partition("%")[0])
    if found is None:
        return None
    try:
        address = ipaddress.ip_address(found[1] or found[2] or found[3])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped


class TrustedProxies:
    """Puts the client and the scheme that a trusted proxy tells of in the place of its own."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._networks: Sequence[Network] = settings.trusted_proxies
        self._header = settings.proxy_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on as the client of the proxy sent it."""
        if scope["type"] == "http" and self._networks:
            scope = self._seen(scope)
        await self._app(scope, receive, send)

    def _seen(self, scope: Scope) -> Scope:
        peer = address_in((scope["client"] or ("",))[0])
        if peer is None or not self._trusts(peer):
            return scope
        headers = Headers(scope=scope)
        told = ",".join(headers.getlist(self._header))
        if self._header == "forwarded":
            client, scheme = self._told_by(peer, list(_elements(told)))
        else:
            hops = [(node, None) for node in told.split(",")]
            client = self._told_by(peer, hops)[0]
            scheme = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
        return {
            **scope,
            "client": (str(client), 0),
            "scheme": scheme if scheme in _SCHEMES else scope["scheme"],
        }

    def _told_by(
        self, peer: Address, hops: Sequence[tuple[str, str | None]]
    ) -> tuple[Address, str | None]:
        """The right-most address that is no proxy of ours, and the scheme it came by."""
        client, scheme = peer, None
        for node, by in reversed(hops):
            address = address_in(node)
            if address is None:
                break
            client, scheme = address, by
            if not self._trusts(address):
                break
        return client, scheme

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def _elements(header: str) -> Iterator[tuple[str, str | None]]:
    """The node and scheme of each element of a `Forwarded` header."""
    for element in re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+', header):
        pairs = {name.lower(): value.strip('"') for name, value in _PAIR.findall(element)}
        yield pairs.get("for", ""), pairs.get("proto", "").lower() or None


class Buckets:
    """Token buckets, one for each client: full at first, refilled evenly over a minute.

    Only so many are kept; of more clients the one that was not seen for longest is forgotten,
    which after a minute changes nothing.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        most: int = _MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size = float(per_minute)
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def wait_s(self, client: str) -> float:
        """Take a token: 0.0, or the seconds until there is one.

        >>> buckets = Buckets(2, clock=lambda: 0.0)
        >>> [buckets.wait_s("192.0.2.1") for _ in range(3)]
        [0.0, 0.0, 30.0]
        """
        now, per_s = self._clock(), self._size / 60
        left, since = self._buckets.pop(client, (self._size, now))
        left = min(self._size, left + (now - since) * per_s)
        is_allowed = left >= 1
        self._buckets[client] = (left - 1 if is_allowed else left, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0.0 if is_allowed else (1 - left) / per_s


class RateLimit:
    """Refuses the requests of a client that makes too many in a minute."""

    def __init__(self, app: ASGIApp, settings: Settings, pages: Pages) -> None:
        self._app = app
        self._pages = pages
        self._per_minute = settings.requests_per_minute
        self._buckets = Buckets(self._per_minute) if self._per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 429 and when to come again."""
        app: ASGIApp = self._app
        if (
            self._buckets is not None
            and scope["type"] == "http"
            and not scope["path"].startswith(_UNLIMITED)
        ):
            wait = self._buckets.wait_s(client_key((scope["client"] or ("?",))[0]))
            if wait:
                app = refusal(self._pages, Request(scope), self._refused(wait))
        await app(scope, receive, send)

    def _refused(self, wait_s: float) -> RefusedError:
        words = f"A client may make {self._per_minute:,} requests in a minute."
        return RefusedError(429, words, {"Retry-After": str(math.ceil(wait_s))})
