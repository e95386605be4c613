"""RDF as N-Quads text, built quickly: terms are strings, a quad is one line.

Making rdflib terms first costs several times as much. So a term here is already the text that
stands in the file: `<https://...>` or `"..."^^<...>`. `Graph` collects the lines of one named
graph. Lines end without "\\n"; no literal holds a line end of any kind, so that a file of lines
can be sorted, split and compared by any tool.

Source: RDF 1.1 N-Quads, section 4; canonical N-Triples escapes in RDF 1.1 N-Triples, section 4.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

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
    if text.isprintable() and '"' not in text and "\\" not in text:  # nearly always; ask it fast
        return text
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
    """The statements of one named graph, gathered by their subjects.

    `name` is the address of the graph, `end` what each of its lines ends with; `said` holds for
    each subject what is said of it: predicate and value of each statement with a blank between,
    perhaps one of them twice. `whole` holds subjects of which nothing else is said: their lines in
    one, sorted, each once and with its end. What is written often adds to both itself.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.end = f" <{name}> .\n"
        self.said: defaultdict[str, list[str]] = defaultdict(list)
        self.whole: dict[str, str] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """One statement; all three are terms."""
        self.said[subject].append(f"{predicate} {value}")

    def add_text(self, subject: str, predicate: str, text: str | None) -> None:
        """A statement whose value is a string; nothing when there is none."""
        if text:
            self.add(subject, predicate, string(text))

    def take(self, other: Graph) -> None:
        """The statements of a part of this graph that was written by itself.

        Raises:
            ValueError: when it is a part of another graph.
        """
        if other.name != self.name:
            raise ValueError(f"a part of {other.name} cannot become one of {self.name}")
        for subject, said in other.said.items():
            self.said[subject] += said
        self.whole.update(other.whole)

    def lines(self) -> list[str]:
        """All statements as N-Quads, each once, subject by subject, without line ends."""
        return list(chain.from_iterable(map(self.lines_of, self.subjects())))

    def lines_of(self, subject: str) -> list[str]:
        """What is said of a subject as N-Quads, each once, without line ends."""
        if subject in self.whole:
            return self.whole[subject].splitlines()
        end = self.end[:-1]
        return [f"{subject} {said}{end}" for said in dict.fromkeys(self.said[subject])]

    def subjects(self) -> Iterable[str]:
        """Whatever something is said of, each once."""
        return chain(self.said, self.whole)
