"""In which forms an answer can be had, and the one a client gets.

The table of formats is the store's; what is added here are the general names under which
clients also ask for them and the page for browsers, which always comes last.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from starlette.responses import Response

from api.errors import RefusedError
from api.negotiation import preferred
from kg.store import FORMATS
from kg.store.formats import Format, Kind

PAGE: Literal["text/html"] = "text/html"
NONE: Literal["none"] = "none"
KINDS: tuple[Kind, ...] = ("bindings", "boolean", "graph")
_GENERAL = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "ntriples",
}
"""Other media types under which a format is asked for, without being sent as such."""


def chosen(accept: str | None, kind: Kind, named: str | None = None) -> Format | None:
    """The format of an answer of that kind; None when the client wants a page.

    `named` is the name or file ending of a format; one that fits wins over the header.

    Raises:
        RefusedError: 406 when the client takes none of the forms.
    """
    found = acceptable(accept, kind, named)
    if found == NONE:
        raise not_acceptable(kind)
    return None if found == PAGE else found


def acceptable(
    accept: str | None, kind: Kind, named: str | None = None
) -> Format | Literal["text/html", "none"]:
    """The same without an error: a format, `PAGE`, or `NONE` when the client takes no form."""
    fitting = formats_of(kind)
    for each in fitting:
        if named in (each.name, each.ending):
            return each
    offers = _offers(kind)
    best = preferred(accept, list(offers))
    return NONE if best is None else offers[best]


def not_acceptable(kind: Kind) -> RefusedError:
    """What a client is told that takes no form in which such an answer can be had."""
    return RefusedError(406, f"It can be had as {', '.join(_offers(kind))}.", {"Vary": "Accept"})


@cache
def _offers(kind: Kind) -> Mapping[str, Format | Literal["text/html"]]:
    fitting = formats_of(kind)
    offers: dict[str, Format | Literal["text/html"]] = {media_type(each): each for each in fitting}
    for general, name in _GENERAL.items():
        if FORMATS[name] in fitting:
            offers[general] = FORMATS[name]
    return offers | {PAGE: PAGE}


def formats_of(kind: Kind) -> list[Format]:
    """The formats that can hold an answer of that kind, the preferred first."""
    return [each for each in FORMATS.values() if kind in each.kinds]


def media_type(written_as: Format) -> str:
    """The media type without its parameters.

    >>> media_type(FORMATS["csv"])
    'text/csv'
    """
    return written_as.media_type.partition(";")[0]


def answered(content: bytes, written_as: Format, **headers: str) -> Response:
    """An answer in a format; its form was negotiated, so caches must look at Accept."""
    return Response(
        content,
        headers={"Vary": "Accept", **headers},
        media_type=written_as.media_type,
    )
