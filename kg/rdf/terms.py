"""RDF as N-Quads text, built quickly: terms are strings, a quad is one line.

Making rdflib terms first costs several times as much. So a term here is already the text that
stands in the file: `<https://...>` or `"..."^^<...>`. `Graph` collects the lines of one named
graph. Lines end without "\\n"; no literal holds a line end of any kind, so that a file of lines
can be sorted, split and compared by any tool.

Source: RDF 1.1 N-Quads, section 4; canonical N-Triples escapes in RDF 1.1 N-Triples, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.namespaces import CW, PREFIXES

_XSD = PREFIXES["xsd"]
_ESCAPED = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0x2029)},
    ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", ord('"'): '\\"', ord("\\"): "\\\\",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # RDF knows no half of a surrogate pair
}  # fmt: skip
_SPECIAL = re.compile('[\x00-\x1f\x7f"\\\\\x85\u2028\u2029\ud800-\udfff]')


def escaped(text: str) -> str:
    r"""The text as it stands between the quotes of a literal.

    Half a surrogate pair becomes U+FFFD; everything else comes back as it was.

    >>> escaped('"The answer"\n')
    '\\"The answer\\"\\n'
    """
    return text.translate(_ESCAPED) if _SPECIAL.search(text) else text


def iri(address: str) -> str:
    """An IRI as a term; made by `kg.rdf.iris` or a constant, so it is not checked again."""
    return f"<{address}>"


@lru_cache(maxsize=512)
def term(name: str) -> str:
    """The term of a prefixed name.

    >>> term("cw:sender"), term("rdf:type")[-6:]
    ('<https://w3id.org/coldwire/ontology#sender>', '#type>')
    """
    prefix, local = name.split(":", 1)
    return f"<{PREFIXES[prefix]}{local}>"


@lru_cache(maxsize=512)
def cw(name: str) -> str:
    """The term of a class or property of the ontology."""
    return f"<{CW}{name}>"


def string(text: str) -> str:
    """A plain literal."""
    return f'"{escaped(text)}"'


@lru_cache(maxsize=65_536)
def integer(number: int) -> str:
    """An xsd:integer."""
    return f'"{number}"^^<{_XSD}integer>'


@lru_cache(maxsize=4096)
def decimal(number: float) -> str:
    """An xsd:decimal with at most four digits after the point, in canonical form.

    >>> decimal(0.9), decimal(1.0)[:3]
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"')
    """
    digits = f"{number:.4f}".rstrip("0").rstrip(".")
    return f'"{"0" if digits == "-0" else digits}"^^<{_XSD}decimal>'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return f'"{"true" if value else "false"}"^^<{_XSD}boolean>'


def day(iso: str) -> str:
    """An xsd:date from YYYY-MM-DD."""
    return f'"{iso}"^^<{_XSD}date>'


def edtf(value: str) -> str:
    """A date in Extended Date/Time Format."""
    return f'"{escaped(value)}"^^<{PREFIXES["edtf"]}EDTF>'


class Graph:
    """The lines of one named graph, each once, in the order they were first said."""

    def __init__(self, name: str) -> None:
        self._tail = f" <{name}> ."
        self._lines: list[str] = []

    def add(self, subject: str, predicate: str, value: str) -> None:
        """One statement; all three are terms."""
        self._lines.append(f"{subject} {predicate} {value}{self._tail}")

    def add_all(self, subject: str, said: Iterable[tuple[str, str]]) -> None:
        """Several statements about one subject: pairs of predicate and value."""
        tail = self._tail
        self._lines += [f"{subject} {predicate} {value}{tail}" for predicate, value in said]

    def add_text(self, subject: str, predicate: str, text: str | None) -> None:
        """A statement whose value is a string; nothing when there is none."""
        if text:
            self.add(subject, predicate, string(text))

    def lines(self) -> list[str]:
        """All statements as N-Quads, without line ends."""
        return list(dict.fromkeys(self._lines))
