"""Where the things lie that Coldwire ships: `data/` and `ontology/`.

In a checkout they are folders beside the package; an installed wheel carries them inside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """The folder `name` ("data" or "ontology") of this installation.

    >>> shipped("data").is_dir()
    True
    """
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
