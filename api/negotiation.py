"""Which form of an answer a client wants most.

Source: RFC 9110, "HTTP Semantics", section 12.5.1 (Accept). The most precise range that
covers a media type decides its weight; among equal weights the order of the offers decides.
What cannot be read in the header is passed over, so a client with a broken header gets the
default instead of an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110's word for a run of characters
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept header: a media range and its weight."""

    main: str
    sub: str
    weight: float

    def precision(self, media_type: str) -> int:
        """How precisely the range names the media type: 0 (not at all) to 3."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if (self.main, self.sub) == (main, "*"):
            return 2
        return 1 if (self.main, self.sub) == ("*", "*") else 0


def ranges(accept: str | None) -> tuple[Range, ...]:
    """The readable elements of an Accept header; "anything" when there is none.

    >>> ranges("text/csv;q=0.3, */*")
    (Range(main='text', sub='csv', weight=0.3), Range(main='*', sub='*', weight=1.0))
    """
    found = [_range(part) for part in (accept or "")[:_LONGEST].split(",")]
    return tuple(r for r in found if r is not None) or (Range("*", "*", 1.0),)


def _range(text: str) -> Range | None:
    name, *parameters = text.split(";")
    match = _RANGE.fullmatch(name)
    if match is None:
        return None
    weight = 1.0
    for parameter in parameters:
        if parameter.strip().lower().startswith("q"):
            written = _WEIGHT.fullmatch(parameter)
            if written is None:
                return None
            weight = float(written[1])
            break
    return Range(match[1].lower(), match[2].lower(), weight)


def weight(accept: str | None, media_type: str) -> float:
    """The weight that the header gives a media type, 0 to 1.

    >>> weight("text/*;q=0.5, text/csv", "text/csv"), weight("text/csv", "text/html")
    (1.0, 0.0)
    """
    fitting = [(r.precision(media_type), r.weight) for r in ranges(accept)]
    best = max((precision for precision, _ in fitting), default=0)
    return max(w for precision, w in fitting if precision == best) if best else 0.0


def preferred(accept: str | None, offers: Sequence[str]) -> str | None:
    """The media type of `offers` that the client wants most, or None when it takes none.

    >>> preferred("text/html, */*;q=0.1", ["text/turtle", "text/html"])
    'text/html'
    >>> preferred("application/pdf", ["text/turtle"]) is None
    True
    """
    weights = {offer: weight(accept, offer) for offer in offers}
    best = max(weights.values(), default=0.0)
    return next((o for o in offers if weights[o] == best), None) if best > 0 else None


def wants_page(accept: str | None) -> bool:
    """True when a page is wanted more than data: what browsers say.

    >>> wants_page("text/html,application/xml;q=0.9,*/*;q=0.8"), wants_page("*/*")
    (True, False)
    """
    return preferred(accept, ["application/json", "text/html"]) == "text/html"


def takes_gzip(accept_encoding: str | None) -> bool:
    """True when a client asks for gzip by name and not with the weight zero.

    Source: RFC 9110, section 12.5.3.

    >>> takes_gzip("gzip;q=0.5, br"), takes_gzip("gzip;q=0"), takes_gzip("*"), takes_gzip(None)
    (True, False, False, False)
    """
    for part in (accept_encoding or "")[:_LONGEST].split(","):
        name, _, parameter = part.partition(";")
        if name.strip().lower() in ("gzip", "x-gzip"):
            written = _WEIGHT.fullmatch(parameter)
            return not parameter.strip() or (written is not None and float(written[1]) > 0)
    return False
