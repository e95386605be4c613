"""Pages, transcriptions and tables of messages: read whole, judged together, one graph each.

References are resolved among all of them, and a row of an index becomes one message with the
page that is the same message; so they are one part of the graph, made anew when one of them
changes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kg import readers
from kg.authority import Authority
from kg.document import Document
from kg.errors import Problem, SkipError
from kg.extractors import extract
from kg.identities import Resolved
from kg.pipeline.telling import Run, defect
from kg.rdf import Source, quads, validate
from kg.record import record_json
from kg.resolve import EnvelopeIndex, envelope, identify, resolve_references
from kg.store import Text


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it goes into the store."""

    document: Document
    lines: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a build, and how many messages they are (a row may be one with a page)."""

    pages: tuple[Page, ...]
    messages: int

    def lines(self) -> Iterator[str]:
        """All statements, without line ends."""
        return chain.from_iterable(page.lines for page in self.pages)

    def sources(self) -> list[Source]:
        """Every file that was used, with the graph it went to and the digest of what was read."""
        texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for page in self.pages:
            texts[page.document.source, page.document.graph].append(page.document.text)
        return [
            Source(
                path,
                graph,
                hashlib.sha256("\n".join(read).encode("utf-8", "surrogatepass")).hexdigest(),
            )
            for (path, graph), read in sorted(texts.items())
        ]


def read_pages(
    files: Sequence[tuple[Path, Path]], authority: Authority, register: Sequence[str], run: Run
) -> Pages:
    """Files (each with the folder it lies in) to statements that keep the shapes.

    `register` are the statements about entities that the pages name.
    """
    resolved, same = judged(documents(files, run), authority, run)
    pages = _valid(_mapped(resolved, same, run), register, run)
    return Pages(tuple(pages), len(pages) - len(same))


def documents(files: Sequence[tuple[Path, Path]], run: Run) -> list[Document]:
    """The documents of all files, each message once."""
    found: dict[str, Document] = {}
    for number, (root, file) in enumerate(files, 1):
        try:
            for document in readers.read(file, root, run.note):
                first = found.setdefault(document.identifier, document)
                if first is not document:
                    run.note(_twice(document, first))
        except SkipError as error:
            run.skip(error)
        run.step("Reading", number, len(files))
    return list(found.values())


def _twice(document: Document, first: Document) -> Problem:
    how = "with the same text" if document.text == first.text else "with another text"
    return Problem(
        document.source,
        f"{document.source}: message {document.identifier} was already read from"
        f" {first.source}, {how}. Only the first is used; remove one of them.",
        "warning" if document.text == first.text else "skipped",
    )


def judged(
    found: Sequence[Document], authority: Authority, run: Run
) -> tuple[list[Resolved], Mapping[str, str]]:
    """Findings with all judgments, and which index row is the message of which page."""
    identified = []
    for number, document in enumerate(found, 1):
        try:
            resolved = identify(extract(document, authority), authority)
            identified.append((resolved, envelope(resolved)))
        except Exception as error:  # a defect met in one document stops no other
            run.note(defect(document, error))
        run.step("Extracting", number, len(found))
    index = EnvelopeIndex(sheet for _, sheet in identified)
    resolved_all = []
    for resolved, _ in identified:
        try:
            resolved_all.append(resolve_references(resolved, index))
        except Exception as error:  # likewise
            run.note(defect(resolved.findings.document, error))
    return resolved_all, index.merged


def _mapped(resolved: Sequence[Resolved], same: Mapping[str, str], run: Run) -> list[Page]:
    pages = []
    for number, each in enumerate(resolved, 1):
        document = each.findings.document
        try:
            lines = tuple(quads(each, same))
        except (ValueError, KeyError) as error:
            run.note(defect(document, error))
            continue
        record = record_json(each)
        text = Text(document.identifier, document.source, document.text, record)
        pages.append(Page(document, lines, text))
        run.step("Mapping", number, len(resolved))
    return pages


def _valid(pages: Sequence[Page], register: Sequence[str], run: Run) -> list[Page]:
    """The pages that keep the shapes; the others are reported and left out."""
    if not pages:
        return []
    run.step("Validating", 0, len(pages))
    found = validate(chain.from_iterable(page.lines for page in pages), register)
    broken = defaultdict(list)
    for violation in found:
        if violation.severity == "violation":
            broken[f"<{violation.focus}>"].append(violation)
    kept = []
    for page in pages:
        subjects = {line.split(" ", 1)[0] for line in page.lines}
        faults = [fault for subject in subjects & broken.keys() for fault in broken[subject]]
        for fault in sorted(faults):
            run.note(Problem(page.document.source, f"{page.document.source}: {fault}"))
        if not faults:
            kept.append(page)
    run.step("Validating", len(pages), len(pages))
    return kept
