"""Coldwire: Cold War correspondence as a knowledge graph in which every statement shows its words.

The way of the data is one direction; each step is a folder or module of this package:
read -> extract -> resolve -> to RDF -> store -> query, draw, serve. `records` and `build` take
the whole way; the other names are for those who want a single step.

>>> import kg
>>> record = next(kg.records([kg.shipped("data") / "documents"], print))
>>> record.number, [party.text for party in record.sender]
('75352', ['FENG XI'])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.extractors import extract
    from kg.files import shipped
    from kg.network import build_network, write_network
    from kg.pipeline import build, records
    from kg.readers import read
    from kg.resolve import identify
    from kg.store import Store

__all__ = [
    "Authority",
    "Store",
    "build",
    "build_network",
    "extract",
    "identify",
    "read",
    "records",
    "shipped",
    "write_network",
]

_ROOMS = {
    "Authority": "authority",
    "Store": "store",
    "build": "pipeline",
    "build_network": "network",
    "extract": "extractors",
    "identify": "resolve",
    "read": "readers",
    "records": "pipeline",
    "shipped": "files",
    "write_network": "network",
}
"""Where each name lives; its libraries are loaded when it is first used, not with the package."""


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(f"kg.{_ROOMS[name]}"), name)
