"""The evidence as Web Annotations, which annotation tools can show at its place in the text.

Every finding is one annotation under its own address. Its target is the text of the message with a
position and a quotation (32 characters before and after it); its bodies say what the words are
(`classifying`), whom or what they mean (`identifying`, `linking`), the value read from them
(`describing`), and the same in a few words for people (`tagging`). What the standard has no word
for are terms of our ontology, declared in the context: `confidence`, the properties of the message
that the words are evidence for (`supports`), and the property behind a body (`predicate`).

Positions count code points in the text as it is served, as the Recommendation demands ("in terms
of unicode code points, not code units"). The text is plain: there is no markup or entity whose
removal could shift them, and no line end is changed. Half a surrogate pair, which UTF-8 cannot
hold, is U+FFFD in text and quotation alike, one code point for one.

Source: W3C Recommendation "Web Annotation Data Model" (2017), sections 3, 4.2.4, 4.2.5 and 5.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol
from urllib.parse import unquote

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.namespaces import BASE, CW, PREFIXES, VOCABULARY
from kg.store import Rows, StoredText, Term

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
"""The media type of annotations (Web Annotation Data Model, section 1.2)."""

CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "confidence": {"@id": f"{CW}confidence", "@type": f"{PREFIXES['xsd']}decimal"},
        "supports": {"@id": f"{CW}supports", "@type": "@id"},
        "predicate": {"@id": f"{PREFIXES['rdf']}predicate", "@type": "@id"},
    },
]
"""The words of the standard, and ours."""

Annotation = dict[str, Any]
"""One annotation, as JSON will hold it."""

_AROUND = 32
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_ELSEWHERE = {
    _TYPE,
    *(CW + name for name in ("inMessage", "supports", "quote", "start", "end", "confidence")),
    *(CW + name for name in ("extractor", "attestedIn", "earliest", "latest")),
}
"""Properties that are not bodies: they say where the words stand, how sure it is, who found it."""
_MEANS = {CW + "refersTo", CW + "bearer"}

_FOUND = f"""PREFIX cw: <{CW}>
SELECT DISTINCT ?this ?node ?property ?value (isIRI(?value) AS ?is_address) WHERE {{
  {{ ?node cw:inMessage ?this ; ?property ?value }}
  UNION {{
    ?finding cw:inMessage ?this ;
      cw:refersTo|cw:bearer|cw:by|cw:to|cw:issuedBy|cw:toBeDoneBy|cw:through|cw:concerns ?node .
    ?node <{_LABEL}> ?value .
    BIND(<{_LABEL}> AS ?property)
  }}
}}"""
_FINDINGS = tuple(f"<{BASE}{kind}/".encode() for kind in ("finding", "name"))
"""What lines about findings begin with; forms of names that a document attests are findings too."""
_IS_LABEL = f"> <{_LABEL}> ".encode()
_UNLABELLED = tuple(f"<{address}".encode() for address in (f"{BASE}name/", VOCABULARY, CW))


class Asked(Protocol):
    """The part of a store that is asked about one message."""

    def rows(self, text: str, substitutions: Mapping[str, Term] | None = None, /) -> Rows:
        """The rows of a SELECT over the union of all graphs."""

    def text_of(self, message: str, /) -> StoredText | None:
        """The text that a message was read from."""


class Read(Protocol):
    """The part of a store that is read from the beginning to the end."""

    def lines(self) -> Iterable[bytes]:
        """All statements as sorted lines of N-Quads."""

    def text_of(self, message: str, /) -> StoredText | None:
        """The text that a message was read from."""


Statement = tuple[str, str, str, bool]
"""Subject, property and value, and whether the value is an address."""


@dataclass(slots=True)
class _Finding:
    """What the graph says of a finding: values by property, each with whether it is an address."""

    address: str
    values: defaultdict[str, list[tuple[str, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def first(self, name: str) -> str | None:
        """The first value of a property of our ontology."""
        found = self.values.get(CW + name)
        return found[0][0] if found else None

    @property
    def document(self) -> str:
        """The document it stands in, as the address names it."""
        return self.address.rsplit("/", 1)[-1].rpartition("~")[0]

    @property
    def is_placed(self) -> bool:
        """True when it says which words it rests on, and where they stand."""
        needed = ("start", "end", "quote", "inMessage")
        return all(self.first(name) is not None for name in needed)

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it comes in the order of the text, the longer of two that start together first."""
        return int(self.first("start") or 0), -int(self.first("end") or 0), self.address


def sound(text: str) -> str:
    r"""The text as UTF-8 can hold it, of the same length.

    >>> sound("a\ud800b")
    'a\ufffdb'
    """
    return _HALF_PAIR.sub("\ufffd", text)


def text_address(message: str, document: str) -> str:
    """The address of the text of a document beside a message; `document` is percent-encoded.

    >>> text_address("https://w3id.org/coldwire/id/message/selm-1", "selm-1")
    'https://w3id.org/coldwire/id/message/selm-1/text'
    """
    return f"{message.rpartition('/')[0]}/{document}/text"


def annotations_of(store: Asked, message: str) -> list[Annotation]:
    """The annotations of the message with that address, in the order of its text."""
    rows = store.rows(_FOUND, {"this": NamedNode(message)})
    statements = sorted(
        (str(row["node"]), str(row["property"]), str(row["value"]), row["is_address"] == "true")
        for row in rows
    )
    return _annotations(store.text_of, statements, _labels_in(statements))


def _annotations(
    text_of: Callable[[str], StoredText | None],
    statements: Iterable[Statement],
    labels: Mapping[str, str],
) -> list[Annotation]:
    """The annotations that sorted statements give, in the order of the text."""
    findings: dict[str, _Finding] = {}
    for subject, name, value, is_address in statements:
        findings.setdefault(subject, _Finding(subject)).values[name].append((value, is_address))
    texts: dict[str, str | None] = {}
    made = []
    for each in sorted((f for f in findings.values() if f.is_placed), key=lambda f: f.place):
        if each.document not in texts:
            stored = text_of(unquote(each.document))
            texts[each.document] = None if stored is None else sound(stored.text)
        made.append(_annotation(each, texts[each.document], labels))
    return made


def _annotation(finding: _Finding, text: str | None, labels: Mapping[str, str]) -> Annotation:
    message, bodies = finding.first("inMessage") or "", _bodies(finding, labels)
    made: Annotation = {"id": finding.address, "type": "Annotation", "motivation": _why(bodies)}
    if extractor := finding.first("extractor"):
        made["creator"] = {"type": "Software", "name": extractor}
    if confidence := finding.first("confidence"):
        made["confidence"] = confidence
    if supports := [value for value, _ in finding.values.get(CW + "supports", ())]:
        made["supports"] = supports
    made["body"] = bodies
    made["target"] = {
        "type": "SpecificResource",
        "source": text_address(message, finding.document),
        "scope": message,
        "selector": _selectors(finding, text),
    }
    return made


def _why(bodies: Iterable[Annotation]) -> str:
    """The motivation: the most telling of those that the bodies have."""
    purposes = {body["purpose"] for body in bodies}
    return next(each for each in ("identifying", "linking", "classifying") if each in purposes)


def _selectors(finding: _Finding, text: str | None) -> list[Annotation]:
    """The place and the words; only the words where the text has others at that place."""
    start, end = int(finding.first("start") or 0), int(finding.first("end") or 0)
    quote = finding.first("quote") or ""
    place: Annotation = {"type": "TextPositionSelector", "start": start, "end": end}
    words: Annotation = {"type": "TextQuoteSelector", "exact": quote}
    if text is None:
        return [place, words]
    if text[start:end] != quote:
        return [words]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return [place, words | {"prefix": before, "suffix": after}]


def _bodies(finding: _Finding, labels: Mapping[str, str]) -> list[Annotation]:
    """What the words are, whom they mean, what was read from them; first in words for people."""
    classes = [value for value, _ in finding.values[_TYPE]]
    kinds, others = [_resource("classifying", each) for each in classes], []
    for name, values in finding.values.items():
        for value, is_address in values if name not in _ELSEWHERE else ():
            if not is_address:
                others.append(_text("describing", value) | {"predicate": name})
            elif value.startswith(VOCABULARY):
                kinds.append(_resource("classifying", value) | {"predicate": name})
            else:
                purpose = _purpose(name, value, classes)
                label = {"label": labels[value]} if value in labels else {}
                others.append(_resource(purpose, value) | {"predicate": name} | label)
    words = [_words(each["source"]) for each in kinds]
    if CW + "Evidence" in classes:  # a class that says nothing: the property does
        words += [_words(value) for value, _ in finding.values.get(CW + "supports", ())]
    words = list(dict.fromkeys(words))
    told = f"{', '.join(words[: len(classes)])}: {', '.join(words[len(classes) :])}".rstrip(": ")
    return [_text("tagging", told), *kinds, *others]


def _purpose(name: str, value: str, classes: Sequence[str]) -> str:
    """Words identify whom they name; they link to another message, and to who is spoken of."""
    is_message = "/message/" in value or CW + "Reference" in classes
    return "identifying" if name in _MEANS and not is_message else "linking"


def _resource(purpose: str, address: str) -> Annotation:
    return {"type": "SpecificResource", "purpose": purpose, "source": address}


def _text(purpose: str, words: str) -> Annotation:
    return {"type": "TextualBody", "purpose": purpose, "value": words, "format": "text/plain"}


def _words(address: str) -> str:
    """The last part of an address as words.

    >>> _words("https://w3id.org/coldwire/vocabulary/held-as/known-by-reference")
    'known by reference'
    """
    return " ".join(_WORD.findall(re.split("[/#]", unquote(address))[-1])).lower() or address


def collection(message: str, items: Sequence[Annotation]) -> Annotation:
    """The annotations of one message as a collection that is whole in itself."""
    own = f"{message}/annotations"
    page = _page(f"{own}#page", own, 0, items)
    return {"@context": CONTEXT, **_collection(own, len(items)), "first": page}


def _page(address: str, whole: str, index: int, items: Sequence[Annotation]) -> Annotation:
    return {
        "id": address, "type": "AnnotationPage", "partOf": whole, "startIndex": index,
        "items": list(items),
    }  # fmt: skip


def _collection(address: str, total: int) -> Annotation:
    return {
        "id": address,
        "type": "AnnotationCollection",
        "label": "Coldwire: the words that the statements rest on",
        "generator": {"id": f"{BASE}dataset/program", "type": "Software", "name": "Coldwire"},
        "total": total,
    }


def annotation_lines(store: Read, address: str) -> Iterator[bytes]:
    """All annotations as lines of JSON-LD: a page for each document, then the collection.

    `address` is where the file will be published. Each line is a document by itself. In memory
    are the annotations of one document and the names of what findings speak of.
    """
    labels = _labels(store.lines())
    pages = filter(None, (_annotations(store.text_of, each, labels) for each in _documents(store)))
    number = count = 0
    for number, (items, is_last) in enumerate(_with_end(pages), start=1):
        yield _line({
            "@context": CONTEXT,
            **_page(f"{address}#page-{number}", address, count, items),
            **({} if is_last else {"next": f"{address}#page-{number + 1}"}),
        })  # fmt: skip
        count += len(items)
    ends = {"first": f"{address}#page-1", "last": f"{address}#page-{number}"} if number else {}
    yield _line({"@context": CONTEXT, **_collection(address, count), **ends})


def _labels(lines: Iterable[bytes]) -> dict[str, str]:
    """The label of everything that a finding may speak of."""
    chosen = (e for e in lines if _IS_LABEL in e and not e.startswith(_UNLABELLED))
    return _labels_in(_statements(chosen))


def _labels_in(statements: Iterable[Statement]) -> dict[str, str]:
    """The label of each subject; of several always the same."""
    found: dict[str, str] = {}
    for subject, name, value, _ in statements:
        if name == _LABEL:
            found[subject] = min(value, found.get(subject, value))
    return found


def _documents(store: Read) -> Iterator[list[Statement]]:
    """What is said of the findings of each document, whose lines follow one another."""
    blocks = [_by_document(store.lines(), begin) for begin in _FINDINGS]
    for _, groups in groupby(merge(*blocks, key=itemgetter(0)), itemgetter(0)):
        yield sorted({statement for _, found in groups for statement in found})


def _by_document(lines: Iterable[bytes], begin: bytes) -> Iterator[tuple[bytes, list[Statement]]]:
    chosen = (line for line in lines if line.startswith(begin))
    place = len(begin)
    for document, found in groupby(chosen, lambda e: e[place : e[: e.index(b">")].rfind(b"~") + 1]):
        yield document, list(_statements(found))


def _statements(lines: Iterable[bytes]) -> Iterator[Statement]:
    for quad in parse(b"".join(lines), RdfFormat.N_QUADS):
        value = quad.object
        is_address = isinstance(value, NamedNode)
        yield quad.subject.value, quad.predicate.value, value.value, is_address


def _with_end(pages: Iterable[list[Annotation]]) -> Iterator[tuple[list[Annotation], bool]]:
    """Each page with whether it is the last."""
    waiting: list[Annotation] | None = None
    for page in pages:
        if waiting is not None:
            yield waiting, False
        waiting = page
    if waiting is not None:
        yield waiting, True


def _line(document: Annotation) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
