"""The way of the data, from files to a store: the only module that knows the order.

read -> extract -> identify -> recognize same messages -> resolve references -> to RDF ->
validate -> store. Every step is a function of another room; here they are only put in a row.
A source that cannot be used is reported and left out; the rest goes on.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kg import readers
from kg.authority import Authority
from kg.document import Document
from kg.errors import Problem, SkipError, StopError
from kg.extractors import extract
from kg.files import shipped
from kg.identities import Resolved
from kg.rdf import (
    Source,
    authority_quads,
    count,
    dataset_quads,
    quads,
    validate,
    vocabulary_quads,
)
from kg.record import MessageRecord, record_of
from kg.resolve import EnvelopeIndex, envelope, identify, resolve_references
from kg.store import Text, prepare, write_store

Report = Callable[[Problem], None]
Step = Callable[[str, int, int], None]
"""Told the stage, how many are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: counts, the digest of the N-Quads (`version`) and the problems."""

    files: int
    messages: int
    quads: int
    version: str
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain values."""
        problems = [
            {"source": p.source, "severity": p.severity, "message": p.message}
            for p in self.problems
        ]
        return {
            "files": self.files,
            "messages": self.messages,
            "quads": self.quads,
            "version": self.version,
            "problems": problems,
        }


@dataclass(slots=True)
class _Run:
    """One run: what it was told to tell, and what it met."""

    report: Report
    step: Step
    problems: list[Problem] = field(default_factory=list)

    def note(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.report(problem)

    def skip(self, error: SkipError) -> None:
        self.note(Problem(error.source, str(error)))


def _untold(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def build(sources: Sequence[Path], directory: Path, report: Report, step: Step = _untold) -> Built:
    """Builds a store in `directory` out of files and folders; the old one is replaced at the end.

    Raises:
        StopError: when a source does not exist, nothing in them can be used, or the store cannot
            be written. The old store then stays as it was.
    """
    run = _Run(report, step)
    files = readers.sources(sources)
    prepare(directory)
    authority = Authority.load()
    documents = _documents(files, run)
    if not documents:
        raise StopError(f"None of {len(files)} files holds a message: nothing was built.")
    resolved, same = _judged(documents, authority, run)
    register = [*authority_quads(authority), *vocabulary_quads()]
    pages = _valid(_pages(resolved, same, run), register, run)
    lines = [*register, *chain.from_iterable(page.lines for page in pages)]
    used = _sources(pages)
    described = dataset_quads(_input_version(used), count(lines), used)
    run.step("Loading", 0, 1)
    version = write_store(
        directory,
        chain(lines, described),
        (page.text for page in pages),
        {"sources": sorted({source.path for source in used})},
    )
    run.step("Loading", 1, 1)
    messages = len(pages) - len(same)
    return Built(len(files), messages, len(lines), version, tuple(run.problems))


def records(sources: Sequence[Path], report: Report) -> Iterator[MessageRecord]:
    """The record of each message in files and folders, without a store.

    References are resolved among these messages only.

    Raises:
        StopError: when a source does not exist.
    """
    run = _Run(report, _untold)
    documents = _documents(readers.sources(sources), run)
    resolved, _ = _judged(documents, Authority.load(), run)
    return map(record_of, resolved)


def shipped_data() -> Path:
    """The folder of data that Coldwire ships."""
    return shipped("data")


def _documents(files: Sequence[tuple[Path, Path]], run: _Run) -> list[Document]:
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


def _judged(
    documents: Sequence[Document], authority: Authority, run: _Run
) -> tuple[list[Resolved], Mapping[str, str]]:
    """Findings with all judgments, and which index row is the message of which page."""
    identified = []
    for number, document in enumerate(documents, 1):
        try:
            resolved = identify(extract(document, authority), authority)
            identified.append((resolved, envelope(resolved)))
        except Exception as error:  # a defect met in one document stops no other
            run.note(_defect(document, error))
        run.step("Extracting", number, len(documents))
    index = EnvelopeIndex(sheet for _, sheet in identified)
    judged = []
    for resolved, _ in identified:
        try:
            judged.append(resolve_references(resolved, index))
        except Exception as error:  # likewise
            run.note(_defect(resolved.findings.document, error))
    return judged, index.merged


def _defect(document: Document, error: Exception) -> Problem:
    return Problem(
        document.source,
        f"{document.source}, message {document.identifier}: {type(error).__name__}: {error}."
        " This is a defect of Coldwire; please report it with the file.",
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A document as it goes into the store."""

    document: Document
    lines: tuple[str, ...]
    text: Text


def _pages(resolved: Sequence[Resolved], same: Mapping[str, str], run: _Run) -> list[_Page]:
    pages = []
    for number, each in enumerate(resolved, 1):
        document = each.findings.document
        try:
            lines = tuple(quads(each, same))
        except (ValueError, KeyError) as error:
            run.note(_defect(document, error))
            continue
        record = record_of(each).model_dump_json()
        text = Text(document.identifier, document.source, document.text, record)
        pages.append(_Page(document, lines, text))
        run.step("Mapping", number, len(resolved))
    return pages


def _valid(pages: Sequence[_Page], register: Sequence[str], run: _Run) -> list[_Page]:
    """The pages that keep the shapes; the others are reported and left out."""
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


def _sources(pages: Sequence[_Page]) -> list[Source]:
    """Every file that was used, with the graph it went to and the digest of what was read."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for page in pages:
        texts[page.document.source, page.document.graph].append(page.document.text)
    return [
        Source(
            path,
            graph,
            hashlib.sha256("\n".join(read).encode("utf-8", "surrogatepass")).hexdigest(),
        )
        for (path, graph), read in sorted(texts.items())
    ]


def _input_version(sources: Sequence[Source]) -> str:
    """A digest of everything that was read: the version of the input."""
    whole = "".join(source.path + str(source.digest) for source in sources)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
