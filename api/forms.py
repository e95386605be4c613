"""In which forms an answer can be had, and the one a client gets.

The table of formats is the store's; what is added here are the general names under which
clients also ask for them and the page for browsers, which always comes last.
"""

from __future__ import annotations

from starlette.responses import Response

from api.errors import RefusedError
from api.negotiation import preferred
from kg.store import FORMATS
from kg.store.formats import Format, Kind

PAGE = "text/html"
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
    fitting = formats_of(kind)
    for each in fitting:
        if named in (each.name, each.ending):
            return each
    offers: dict[str, Format | None] = {media_type(each): each for each in fitting}
    for general, name in _GENERAL.items():
        if FORMATS[name] in fitting:
            offers[general] = FORMATS[name]
    offers[PAGE] = None
    best = preferred(accept, list(offers))
    if best is None:
        raise RefusedError(406, f"It can be had as {', '.join(offers)}.")
    return offers[best]


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
