"""Which addresses a SPARQL server listens at: one table of products, and the settings.

| setting (environment) | what it says |
|---|---|
| COLDWIRE_STORE_KIND | the product, a name of `LAYOUTS`; `oxigraph` when not set |
| COLDWIRE_STORE_QUERY, COLDWIRE_STORE_UPDATE, COLDWIRE_STORE_GRAPHS | three addresses instead |
| COLDWIRE_STORE_USER, COLDWIRE_STORE_PASSWORD | name and password |
| COLDWIRE_STORE_TOKEN | a token instead of them |

Name, password and token stand in no message and no `repr`.

Source: the manuals of the products; Oxigraph and Virtuoso were tried, see `docs/stores.md`.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

import httpx

from kg.connections import checked_address
from kg.errors import StopError

DEFAULT_KIND = "oxigraph"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where below the address of a store a product has its three doors.

    `digest` is true when passwords go by HTTP Digest, not Basic; `old_json` when answers in JSON
    are older than the specification (with "typed-literal").
    """

    query: str
    update: str
    graphs: str
    digest: bool = False
    old_json: bool = False


LAYOUTS: dict[str, Layout] = {
    "oxigraph": Layout("/query", "/update", "/store"),
    "fuseki": Layout("/query", "/update", "/data"),
    "graphdb": Layout("", "/statements", "/rdf-graphs/service"),
    "virtuoso": Layout("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", True, True),
    "qlever": Layout("", "", ""),
    "neptune": Layout("/sparql", "/sparql", "/sparql/gsp/"),
    "stardog": Layout("/query", "/update", ""),
}
"""Paths behind the address given with --store, by product.

The address is the server's for oxigraph, virtuoso, qlever and neptune; for fuseki it ends with
the dataset, for graphdb with /repositories/NAME (RDF4J: the same), for stardog with the database.
"""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: name and password, or a token, or nobody."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(each for each in (self.password, self.token) if each)


@dataclass(frozen=True, slots=True)
class Server:
    """The three doors of a SPARQL 1.1 server, who asks there, and how passwords are sent."""

    query: str
    update: str
    graphs: str
    credentials: Credentials = Credentials()
    digest: bool = False
    old_json: bool = False

    def auth(self) -> httpx.Auth | None:
        """How each request says who asks."""
        who = self.credentials
        if who.token:
            return _Bearer(who.token)
        if not who.user:
            return None
        if self.digest:
            return httpx.DigestAuth(who.user, who.password or "")
        return httpx.BasicAuth(who.user, who.password or "")


class _Bearer(httpx.Auth):
    """A token in the header, as QLever, Stardog and proxies take it (RFC 6750, section 2.1)."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = self._header
        yield request


def server_at(address: str, settings: Mapping[str, str] | None = None) -> Server:
    """The server behind an address, according to the settings (the environment's by default).

    Raises:
        StopError: when the address or a setting cannot be used; says which.

    >>> server_at("http://localhost:3030/frus", {"COLDWIRE_STORE_KIND": "fuseki"}).graphs
    'http://localhost:3030/frus/data'
    """
    given = os.environ if settings is None else settings
    base = checked_address(address, "The address of the store").rstrip("/")
    kind = given.get("COLDWIRE_STORE_KIND") or DEFAULT_KIND
    if kind not in LAYOUTS:
        raise StopError(
            f"COLDWIRE_STORE_KIND is {kind!r}. Known are {', '.join(LAYOUTS)}; for others give"
            " COLDWIRE_STORE_QUERY, COLDWIRE_STORE_UPDATE and COLDWIRE_STORE_GRAPHS."
        )
    layout = LAYOUTS[kind]
    who = Credentials(*(given.get(f"COLDWIRE_STORE_{n}") for n in ("USER", "PASSWORD", "TOKEN")))
    doors = {"QUERY": layout.query, "UPDATE": layout.update, "GRAPHS": layout.graphs}
    if kind == "virtuoso" and not who.user:
        doors = {name: path.removesuffix("-auth") for name, path in doors.items()}
    chosen = {name: given.get(f"COLDWIRE_STORE_{name}") for name in doors}
    query, update, graphs = (
        checked_address(own, f"COLDWIRE_STORE_{name}") if (own := chosen[name]) else base + path
        for name, path in doors.items()
    )
    return Server(query, update, graphs, who, layout.digest, layout.old_json)
