"""Where a store is: in a folder here, or at an address on a server.

This module knows no server, so that telling the two apart does not cost the loading of one.
"""

from __future__ import annotations

import re

_SCHEME = re.compile(r"https?:|\w+://", re.IGNORECASE)


def is_address(store: str) -> bool:
    """True when a store is on a server, not in a folder; also when the address is mistyped.

    >>> [is_address(text) for text in ("https://example.org/coldwire", "http:/slip", "store")]
    [True, True, False]
    """
    return _SCHEME.match(store) is not None
