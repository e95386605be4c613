"""One volume of an edition to its part of the graph: read, extracted, judged, written.

Everything a volume needs is in it, but for the pages of other volumes that it points to, so
volumes are made side by side, each by a process of its own.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path

from kg.authority import Authority
from kg.authority.people import People
from kg.authority.volumes import Volume
from kg.document import Document
from kg.errors import Problem
from kg.extractors.edition.encoded import extract_encoded
from kg.findings import Findings, Reference
from kg.identities import Resolution, Resolved
from kg.namespaces import BASE
from kg.pipeline.parts import Made, Summary
from kg.pipeline.telling import defect
from kg.rdf import graph_of, numbered, series_quads, stretch, volume_graph
from kg.rdf.iris import KINDS, source_graph
from kg.rdf.terms import Graph
from kg.readers import frus_tei
from kg.record import record_json
from kg.resolve.citations import resolve_citations
from kg.resolve.editions import VolumeIdentities, identify_edition
from kg.store import Text

_OWNED = (*KINDS, "finding", "identification", "message", "name")
_SAMPLED = 60
"""One document of so many is validated against the shapes; all of them come from one mapping."""


@dataclass(frozen=True, slots=True)
class VolumeTask:
    """A volume to be read: its file, the folder it lies in, name and key of its part.

    `people` is the register of people of the series, if there is one.
    """

    file: Path
    root: Path
    name: str
    key: str
    digest: str
    people: People | None = None


def make_part(task: VolumeTask) -> Made:
    """The part of the graph that one volume is.

    Raises:
        SkipError: when the volume cannot be used.
    """
    with _without_collector():
        return _made(task)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing here makes cycles, and looking for them among a volume's values takes long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _made(task: VolumeTask) -> Made:
    problems: list[Problem] = []
    read = frus_tei.volume(task.file, task.root, problems.append)
    volume = replace(read.volume, register=task.people)
    documents = read.documents(problems.append)
    found = [each for each in (_extracted(d, volume, problems) for d in documents) if each]
    pages = pages_of([findings.document for findings in found])
    identities = VolumeIdentities(volume, _authority())
    graph = Graph(source_graph(volume.identifier))
    held: list[Findings] = []
    texts: list[Text] = []
    samples: list[str] = []
    for number, (findings, cited) in enumerate(
        zip(found, resolve_citations(found, volume), strict=True)
    ):
        resolutions = (*_messages(cited), *_printed(findings, volume.identifier, pages))
        resolved = identify_edition(
            findings, identities, sorted(resolutions, key=attrgetter("position"))
        )
        try:
            part, text = graph_of(resolved), _text(resolved)
        except (ValueError, KeyError) as error:
            problems.append(defect(findings.document, error))
            continue
        held.append(findings)
        texts.append(text)
        graph.take(part)
        if number % _SAMPLED == 0:
            samples += part.lines()
    graph.take(volume_graph(volume, identities.listed))
    own, others = _parted(graph.subjects(), volume.identifier)
    shared = chain(
        chain.from_iterable(map(graph.lines_of, others)), series_quads(identities.shared, ())
    )
    lines, counts = stretch(graph, own)
    written = {findings.document.identifier for findings in held}
    return Made(
        Summary(
            name=task.name,
            volume=volume.identifier,
            key=task.key,
            source=read.name,
            digest=task.digest,
            quads=counts.quads,
            classes=counts.classes,
            shared=tuple(sorted(set(shared))),
            documents=tuple(sorted(written)),
            cited=tuple(sorted(_cited(held, written))),
            pages={page: document for page, document in pages.items() if document in written},
            wanted=tuple(_wanted(held, volume.identifier)),
            sample=tuple(samples),
            problems=tuple((p.source, p.message, p.severity) for p in problems),
        ),
        lines,
        tuple(texts),
    )


@lru_cache(maxsize=1)
def _authority() -> Authority:
    return Authority.load()


def _extracted(document: Document, volume: Volume, problems: list[Problem]) -> Findings | None:
    try:
        return extract_encoded(document, volume)
    except Exception as error:  # a defect met in one document stops no other
        problems.append(defect(document, error))
        return None


def _text(resolved: Resolved) -> Text:
    document = resolved.findings.document
    record = record_json(resolved)
    return Text(document.identifier, document.source, document.text, record)


def _parted(subjects: Iterable[str], volume: str) -> tuple[list[str], list[str]]:
    """The volume's own subjects, sorted, and those that others may speak of too."""
    every = sorted(subjects)
    ours: list[str] = []
    others: list[str] = []
    rest = 0
    for own in sorted(f"<{BASE}{kind}/{volume}{end}" for kind in _OWNED for end in "-~"):
        start = bisect_left(every, own, rest)
        end = bisect_left(every, own + "\U0010ffff", start)
        others += every[rest:start]
        ours += every[start:end]
        rest = end
    return ours, others + every[rest:]


# References


def message_of(target: str) -> str | None:
    """The identifier of the message that a place in an edition is, if it is a document.

    >>> message_of("frus1951v07p2#d18"), message_of("frus1950v06#pg_618")
    ('frus1951v07p2-d18', None)
    """
    volume, _, place = target.partition("#")
    place = place.partition("fn")[0]
    return f"{volume}-{place}" if place[:1] == "d" and place[1:2].isdigit() else None


def pages_of(documents: Sequence[Document]) -> dict[str, str]:
    """The document that a page of the volume means: the one that begins on it, if only one does.

    On a page where none begins, the one that goes on there. A page with several beginnings
    means none of them for certain and is left out.
    """
    begin: dict[str, list[str]] = defaultdict(list)
    hold: dict[str, list[str]] = defaultdict(list)
    current: str | None = None
    for document in documents:
        turns = document.marked("page")
        if turns and turns[0].span.start == 0:
            current = turns[0].value
        if current:
            begin[current].append(document.identifier)
            hold[current].append(document.identifier)
        for turn in turns:
            if turn.value:
                current = turn.value
                hold[current].append(document.identifier)
    clear = {page: found[0] for page, found in hold.items() if len(set(found)) == 1}
    return {**clear, **{page: found[0] for page, found in begin.items() if len(found) == 1}}


def _messages(cited: Iterable[Resolution]) -> Iterable[Resolution]:
    """Resolutions to places of the edition as resolutions to messages."""
    for each in cited:
        yield Resolution(
            each.position, message_of(each.target) or each.target, each.accepted, each.candidates
        )


def _printed(findings: Findings, volume: str, pages: dict[str, str]) -> Iterable[Resolution]:
    """What the editors' pointers lead to, where that is a document or a page of this volume."""
    own = f"{volume}#pg_"
    for position, reference in enumerate(findings.of(Reference)):
        if reference.kind != "printed" or reference.target is None:
            continue
        message = message_of(reference.target)
        if message is None and reference.target.startswith(own):
            message = pages.get(reference.target[len(own) :])
        if message is not None and message != findings.document.identifier:
            yield Resolution(position, message, accepted=True)


def _cited(found: Iterable[Findings], held: set[str]) -> set[str]:
    """The documents that are pointed to and that this volume does not hold."""
    targets = (r.target for f in found for r in f.of(Reference) if r.target)
    return {message for message in map(message_of, targets) if message} - held


def _wanted(found: Iterable[Findings], volume: str) -> Iterable[tuple[str, str, str, str]]:
    """The pages of other volumes that are pointed to, with the term of the reference."""
    for findings in found:
        if not any("#pg_" in (r.target or "") for r in findings.of(Reference)):
            continue  # nor need its findings be numbered
        document = findings.document.identifier
        for term, item in numbered(document, findings):
            target = item.target if isinstance(item, Reference) else None
            other, _, place = (target or "").partition("#pg_")
            if place and other != volume:
                yield document, term, other, place
