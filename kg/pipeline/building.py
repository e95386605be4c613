"""Joining everything to a store: what changed is made anew, what did not is taken over."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kg import readers
from kg.authority import Authority
from kg.authority.people import People
from kg.errors import Problem, SkipError, StopError
from kg.pipeline.pages import Pages, read_pages
from kg.pipeline.parts import Part, Summary, keep, kept, key_of, name_of
from kg.pipeline.telling import Report, Run, Step, untold
from kg.pipeline.volumes import VolumeTask, make_part
from kg.pipeline.workers import each
from kg.quality.figures import accuracy
from kg.rdf import (
    Counts,
    Source,
    authority_quads,
    count,
    dataset_quads,
    link_quads,
    series_quads,
    validate,
    vocabulary_quads,
)
from kg.readers.base import opened, relative_name, unreadable
from kg.store import Previous, ReadyPart, unfinished, write_store


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: counts, the digest of the N-Quads (`version`) and the problems.

    `taken_over` counts the volumes that had not changed since the store was built before.
    """

    files: int
    messages: int
    quads: int
    version: str
    problems: tuple[Problem, ...]
    taken_over: int = 0

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
            "taken_over": self.taken_over,
            "problems": problems,
        }


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build works: processes on this machine (0: one a core), or a Dask scheduler.

    `people` is the register of people of the series, if there is one.
    """

    workers: int = 0
    scheduler: str | None = None
    people: People | None = field(default_factory=People.found)

    @property
    def processes(self) -> int:
        """How many volumes are read side by side."""
        return self.workers or len(os.sched_getaffinity(0))


def build(
    sources: Sequence[Path],
    directory: Path,
    report: Report,
    step: Step = untold,
    settings: Settings | None = None,
) -> Built:
    """Builds a store in `directory` out of files and folders; the old one is replaced at the end.

    Raises:
        StopError: when a source does not exist, nothing in them can be used, or the store cannot
            be written. The old store then stays as it was.
    """
    run = Run(report, step)
    settings = settings or Settings()
    files = readers.sources(sources)
    with unfinished(directory) as folder:
        volumes = {file: name for _, file in files if (name := readers.volume_name(file))}
        others = [(root, file) for root, file in files if file not in volumes]
        authority = Authority.load()
        register = [*authority_quads(authority), *vocabulary_quads()]
        pages = read_pages(others, authority, register, run)
        tasks = _tasks(files, volumes, settings, run)
        parts, taken = _parts(tasks, directory, folder, settings, run)
        parts = _each_volume_once(parts, {page.document.identifier for page in pages.pages}, run)
        if not pages.pages and not parts:
            raise StopError(f"None of {len(files)} files holds a message: nothing was built.")
        version, quads = _joined(register, pages, parts, directory, run)
    messages = pages.messages + sum(len(part.summary.documents) for part in parts)
    return Built(len(files), messages, quads, version, tuple(run.problems), taken)


# Volumes


def _tasks(
    files: Iterable[tuple[Path, Path]], volumes: Mapping[Path, str], settings: Settings, run: Run
) -> list[VolumeTask]:
    """What is to be done for the volumes among the files, each of which has a name.

    The key holds the name of the source too: a volume that was moved is another source.
    """
    people = _digest(settings.people.path, settings.people.path.name) if settings.people else ""
    tasks: dict[str, VolumeTask] = {}
    for root, file in files:
        if file not in volumes:
            continue
        source = relative_name(file, root)
        try:
            digest = _digest(file, source)
        except SkipError as error:
            run.skip(error)
            continue
        key = key_of(digest, people, source)
        name = name_of(volumes[file], key)
        task = VolumeTask(file.absolute(), root.absolute(), name, key, digest, settings.people)
        tasks.setdefault(name, task)
    return list(tasks.values())


def _digest(file: Path, name: str) -> str:
    with opened(file, name) as content:
        try:
            return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        except OSError as error:
            raise unreadable(name, error) from error


def _parts(
    tasks: Sequence[VolumeTask], directory: Path, folder: Path, settings: Settings, run: Run
) -> tuple[list[Part], int]:
    """The parts of all volumes that can be used, in the order of the tasks whichever was ready
    first, and how many were taken over.
    """
    previous = Previous.of(directory)
    ready: dict[str, Part] = {}
    for task in tasks:
        found = kept(folder, task.name, task.key) or _from(previous, task.name, task.key)
        if found is not None:
            ready[task.name] = found
    taken, left = len(ready), [task for task in tasks if task.name not in ready]
    for done, (task, made) in enumerate(
        each(make_part, left, settings.processes, settings.scheduler), taken + 1
    ):
        if isinstance(made, Exception):
            _failed(task, made, run)
        else:
            ready[task.name] = keep(folder, made)
        run.step("Reading volumes", done, len(tasks))
    return [ready[task.name] for task in tasks if task.name in ready], taken


def _each_volume_once(parts: Iterable[Part], known: Iterable[str], run: Run) -> list[Part]:
    """The parts by the names of their volumes; of two that hold the same, the first.

    `known` are the identifiers of messages that were read from elsewhere.
    """
    volumes: dict[str, Part] = {}
    sources = dict.fromkeys(known, "another file")
    for part in parts:
        summary = part.summary
        first = volumes.get(summary.volume)
        shared = next((each for each in summary.documents if each in sources), None)
        if first:
            run.note(_twice(summary, f"volume {summary.volume}", first.summary.source))
        elif shared:
            run.note(_twice(summary, f"message {shared}", sources[shared]))
        else:
            volumes[summary.volume] = part
            sources.update(dict.fromkeys(summary.documents, summary.source))
    chosen = [volumes[name] for name in sorted(volumes)]
    for part in chosen:
        for problem in part.summary.told():
            run.note(problem)
    return chosen


def _twice(summary: Summary, what: str, first: str) -> Problem:
    return Problem(
        summary.source,
        f"{summary.source}: {what} was already read from {first}. Only the first is used; remove"
        " one of the files.",
    )


def _from(previous: Previous | None, name: str, key: str) -> Part | None:
    """The part of the store in use, if it was made of the same content by the same code."""
    text = previous.summary(name) if previous else None
    if previous is None or text is None:
        return None
    try:
        summary = Summary.from_json(text)
    except (ValueError, KeyError, TypeError):
        return None
    if summary.key != key:
        return None
    return Part(summary, previous.stretch(name), previous.texts(summary.documents))


def _failed(task: VolumeTask, error: Exception, run: Run) -> None:
    if isinstance(error, SkipError):
        run.skip(error)
        return
    name, reason = relative_name(task.file, task.root), str(error).rstrip(".")
    run.note(
        Problem(
            name,
            f"{name}: {type(error).__name__}: {reason}. The volume is left out. This is a defect of"
            " Coldwire or the process ran out of memory; please report it with the file.",
        )
    )


# The store


def _joined(
    register: Sequence[str], pages: Pages, parts: Sequence[Part], directory: Path, run: Run
) -> tuple[str, int]:
    """Writes the store; its version and the number of statements without their description."""
    summaries = [part.summary for part in parts]
    _check_sample(summaries, register, run)
    lines = list(
        _each_triple_once(
            chain(
                register,
                pages.lines(),
                chain.from_iterable(summary.shared for summary in summaries),
                _between(summaries),
            )
        )
    )
    used = [
        *pages.sources(),
        *(Source(each.source, each.volume, each.digest) for each in summaries),
    ]
    counts = _counts(lines, summaries)
    described = dataset_quads(_input_version(used), counts, used, accuracy())
    run.step("Loading", 0, 1)
    version = write_store(
        directory,
        chain(lines, described),
        chain((page.text for page in pages.pages), *(part.texts for part in parts)),
        {"sources": sorted({source.path for source in used})},
        [ReadyPart(p.summary.name, p.stretch, p.summary.as_json()) for p in parts],
    )
    run.step("Loading", 1, 1)
    return version, counts.quads


def _check_sample(summaries: Iterable[Summary], register: Sequence[str], run: Run) -> None:
    """Tells where a sample of the volumes' documents breaks a shape."""
    sample = [line for summary in summaries for line in summary.sample]
    if not sample:
        return
    known = [*register, *(line for summary in summaries for line in summary.shared)]
    run.step("Validating", 0, 1)
    for violation in validate(sample, known):
        if violation.severity == "violation":
            run.note(Problem("volumes", f"{violation}", "warning"))
    run.step("Validating", 1, 1)


def _between(summaries: Sequence[Summary]) -> Iterator[str]:
    """What the volumes say of each other: pages that became clear, documents nobody holds."""
    pages = {summary.volume: summary.pages for summary in summaries}
    links = [
        (citing, reference, pages[volume][page])
        for summary in summaries
        for citing, reference, volume, page in summary.wanted
        if page in pages.get(volume, ())
    ]
    held = {document for summary in summaries for document in summary.documents}
    cited = {document for summary in summaries for document in summary.cited}
    return chain(link_quads(links), series_quads((), sorted(cited - held)))


def _each_triple_once(lines: Iterable[str]) -> Iterator[str]:
    """The statements sorted; of one that several graphs make, that of the first graph.

    So the union of all graphs needs no second copy of the whole (see `kg.store.union`).
    """
    last = ""
    for line in sorted(set(lines)):
        triple = line.rsplit(" ", 2)[0]
        if triple != last:
            yield line
        last = triple


def _counts(lines: Iterable[str], summaries: Iterable[Summary]) -> Counts:
    counted = count(lines)
    quads, classes = counted.quads, Counter(counted.classes)
    for summary in summaries:
        quads += summary.quads
        classes.update(summary.classes)
    return Counts(quads, dict(sorted(classes.items())))


def _input_version(sources: Sequence[Source]) -> str:
    """A digest of everything that was read: the version of the input."""
    whole = "".join(source.path + str(source.digest) for source in sources)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
