"""What a person who runs the server can choose; each setting is a variable `COLDWIRE_...`.

COLDWIRE_TITLE="Letters of the Embassy" COLDWIRE_LARGEST_ANSWER_BYTES=10000000 coldwire serve
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, IPvAnyNetwork, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.namespaces import BASE

_Endpoint = Annotated[str, StringConstraints(pattern=r"""^https?://[^\s<>"{}|^`\\]+$""")]


class Settings(BaseSettings):
    """The settings of one application; made once and never changed.

    >>> Settings(title="Letters").page_size
    50
    """

    model_config = SettingsConfigDict(env_prefix="COLDWIRE_", extra="ignore", frozen=True)

    title: str = Field("Coldwire", min_length=1, description="The name at the head of each page.")
    base_iri: str = Field(
        BASE,
        pattern=r"^https?://.+/id/$",
        description="What the addresses of the graph begin with; it ends in /id/.",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://.+[^/]$",
        description="Where readers find this server, without a slash at the end; by default"
        " what the request says.",
    )
    texts: str | None = Field(
        None,
        description="Folder of a local store whose texts are shown when the graph is on a server.",
    )
    dumps: str | None = Field(
        None,
        description="Folder that `coldwire export --all` made, served under /dumps.",
    )
    in_memory: bool | None = Field(
        None,
        description="Whether the graph is held in memory, four times as fast as on the disk; by"
        " default when it has up to three million statements.",
    )
    reload: bool = Field(True, description="Whether a new build is served as soon as it is there.")
    longest_query_bytes: int = Field(1_000_000, ge=1_000, description="Longest SPARQL request.")
    time_limit_s: float = Field(
        30.0, gt=0, description="Seconds that a query may take, to its last byte."
    )
    waiting_limit_s: float = Field(
        10.0, gt=0, description="Seconds that a query may wait for a free worker."
    )
    receiving_limit_s: float = Field(
        10.0, gt=0, description="Seconds in which the body of a request must have come."
    )
    most_rows: int = Field(1_000_000, ge=1, description="Rows of an answer to a query.")
    largest_answer_bytes: int = Field(
        256_000_000, ge=10_000, description="Largest answer to a query, in bytes."
    )
    requests_per_minute: int = Field(
        0, ge=0, description="Requests of one client in a minute; 0 is no limit."
    )
    trusted_proxies: tuple[IPvAnyNetwork, ...] = Field(
        (),
        description="Networks of proxies whose X-Forwarded-... and Forwarded headers are"
        ' believed, as JSON: ["127.0.0.1/32"].',
    )
    proxy_header: Literal["x-forwarded-for", "forwarded"] = Field(
        "x-forwarded-for",
        description="The header in which those proxies say who the client is; they must write it"
        " themselves.",
    )
    access_log: bool = Field(
        False, description="Whether each request is one line on standard output."
    )
    largest_page_bytes: int = Field(
        64_000_000, ge=10_000, description="Largest answer for a page or a record, in bytes."
    )
    largest_unread_bytes: int = Field(
        4_000_000_000,
        ge=1_000_000,
        description="Bytes of answers, of all together, that may wait for slow readers.",
    )
    service_endpoints: tuple[_Endpoint, ...] = Field(
        (),
        description="Addresses that SERVICE in a query may name, as a JSON list; by default none.",
    )
    workers: int = Field(4, ge=1, description="Worker processes that are always there.")
    most_workers: int = Field(16, ge=1, description="Worker processes at most.")
    worker_memory_bytes: int = Field(
        400_000_000, ge=50_000_000, description="Memory of a worker, in bytes beyond the store."
    )
    most_waiting: int = Field(512, ge=1, description="Queries that may wait for a worker.")
    most_queries_of_client: int = Field(
        128, ge=1, description="Queries of one client that may run or wait at a time."
    )
    most_rows_on_page: int = Field(200, ge=1, description="Rows of a table in a page.")
    page_size: int = Field(50, ge=1, le=500, description="Messages on one page of the list.")
    most_neighbors: int = Field(
        100, ge=1, le=100, description="Statements of one kind on a record page."
    )
