"""From a page to findings and triples, against the least that any reader of it must do.

The bare work splits the text into words with one regular expression; there is no other program
that reads such pages to compare with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import Figure, compare
from kg import readers
from kg.authority import Authority
from kg.document import Document
from kg.extractors import EXTRACTORS, extract
from kg.files import shipped
from kg.findings import Findings
from kg.rdf import quads
from kg.resolve import EnvelopeIndex, envelope, identify, resolve_references

_WORDS = re.compile(r"\w+")
AGAINST = "splitting the text into words"


def figures() -> Iterator[Figure]:
    """Each step for telegram 75352, and each extractor by itself."""
    authority = Authority.load()
    root = shipped("data")
    file = root / "documents" / "telegram-75352.md"
    document = _read(file, root)
    words = partial(_WORDS.findall, document.text)
    findings = extract(document, authority)
    resolved = identify(findings, authority)
    index = EnvelopeIndex([envelope(resolved)])
    judged = resolve_references(resolved, index)
    yield compare("read", AGAINST, partial(_read, file, root), words)
    yield compare("extract", AGAINST, partial(extract, document, authority), words)
    for name in EXTRACTORS:
        yield compare(f"extract: {name}", AGAINST, partial(_one, name, findings, authority), words)
    yield compare("identify", AGAINST, partial(identify, findings, authority), words)
    yield compare("to N-Quads", AGAINST, lambda: list(quads(judged)), words)


def _read(file: Path, root: Path) -> Document:
    return next(readers.read(file, root, print))


def _one(name: str, findings: Findings, authority: Authority) -> None:
    """One extractor, with the findings of those before it."""
    before = list(EXTRACTORS)[: list(EXTRACTORS).index(name)]
    known = Findings(
        findings.document, tuple(each for each in findings if each.extractor in before)
    )
    list(EXTRACTORS[name](known, authority))
