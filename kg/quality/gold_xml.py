"""Words of an element of the encoding, as one line without footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from kg.readers.tei_source import TEI

Node: TypeAlias = etree._Element
"""An element of the encoding."""

_UNPRINTED = frozenset(("uh-oh", "problem", "file", "pdf"))
_BEFORE_MARK = re.compile(r" ([,;:)\]])")
_BEFORE_STOP = re.compile(r" \.(?! ?\.)")
_AFTER_BRACKET = re.compile(r"([(\[“]) ")


def tag(node: Node) -> str:
    """The name of an element without its namespace; "" for a comment."""
    name = node.tag
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def named(name: str) -> str:
    """The name with the namespace of TEI."""
    return f"{TEI}{name}"


def one_line(text: str) -> str:
    """The words in one line, without the white space that indented XML brings before marks.

    >>> one_line("The  Ambassador ( Henderson )\\n to the Secretary .")
    'The Ambassador (Henderson) to the Secretary.'
    """
    text = re.sub(r"\s+", " ", text).strip()
    text = _BEFORE_STOP.sub(".", _BEFORE_MARK.sub(r"\1", text))
    return _AFTER_BRACKET.sub(r"\1", text)


def raw_words(node: Node) -> str:
    """The text of an element without its footnotes, white space as it stands."""
    return "".join(_texts(node))


def words(node: Node) -> str:
    """The text of an element without its footnotes, in one line."""
    return one_line(raw_words(node))


def _texts(node: Node) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = tag(child)
        if name == "lb":
            yield " "
        elif name and name != "note" and name not in _UNPRINTED:
            yield from _texts(child)
        yield child.tail or ""


def within(node: Node, top: Node, names: frozenset[str]) -> bool:
    """True when an element of one of these names stands around the node, below `top`."""
    for around in node.iterancestors():
        if around is top:
            return False
        if tag(around) in names:
            return True
    return False


OTHER_TEXTS = frozenset(("attachment", "postscript", "note", "quote"))
"""What holds words that are not the document's own."""
