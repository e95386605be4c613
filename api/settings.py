"""What a person who runs the server can choose; each setting is a variable `COLDWIRE_...`.

COLDWIRE_TITLE="Letters of the Embassy" COLDWIRE_LARGEST_ANSWER_BYTES=10000000 coldwire serve
"""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.namespaces import BASE


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
    longest_query_bytes: int = Field(1_000_000, ge=1_000, description="Longest SPARQL request.")
    largest_answer_bytes: int = Field(
        64_000_000, ge=10_000, description="Largest answer of a query or of a record, in bytes."
    )
    most_rows_on_page: int = Field(200, ge=1, description="Rows of a table in a page.")
    page_size: int = Field(50, ge=1, le=500, description="Messages on one page of the list.")
    most_neighbors: int = Field(200, ge=1, description="Statements of one kind on a record page.")
