"""Cursors: where a page ended, as a text that means nothing to the client.

A cursor holds for one version of the data and one choice of filters: it says so itself, and any
other is refused rather than answered wrongly. Nothing in it is secret, and one that was forged only
leads to another place of the same list.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from api.rest.filters import Filters, ParameterError, given

Position = list[int | str]
"""The keys of the last record of a page: its row, or what a line of the network is sorted by."""
_ANEW = "Begin again without a cursor."


def cursor_of(position: Position, token: str, what: str, filters: Filters) -> str:
    """The cursor behind a record. `token` stands for the version, `what` for the list."""
    content = json.dumps([token, _digest(what, filters), *position], separators=(",", ":"))
    return urlsafe_b64encode(content.encode()).decode().rstrip("=")


def position_of(token: str, what: str, filters: Filters, keys: tuple[type, ...]) -> Position | None:
    """The position in the cursor of a request, None when it has none.

    `keys` are the types that the keys of a position have.

    Raises:
        ParameterError: 410 when the cursor is of another version of the data; 400 when it is of
            another list or other filters, or no cursor at all.
    """
    if filters.cursor is None:
        return None
    try:
        padded = filters.cursor + "=" * (-len(filters.cursor) % 4)
        version, digest, *position = json.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError):
        raise ParameterError("cursor", f"it is none of this server. {_ANEW}") from None
    if version != token:
        raise ParameterError("cursor", f"it is of another version of the data. {_ANEW}", 410)
    if digest != _digest(what, filters):
        raise ParameterError("cursor", f"it belongs to other filters. {_ANEW}")
    if tuple(type(each) for each in position) != keys or any(
        isinstance(each, int) and abs(each) >= 1 << 62 for each in position
    ):
        raise ParameterError("cursor", f"it is none of this server. {_ANEW}")
    return [each for each in position if isinstance(each, int | str)]


def _digest(what: str, filters: Filters) -> str:
    content = json.dumps([what, given(filters)], ensure_ascii=False).encode("utf-8", "replace")
    return blake2b(content, digest_size=6).hexdigest()
