"""The telegram and the index around it, from the files to the judgements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg import readers
from kg.authority import Authority
from kg.errors import Problem
from kg.extractors import extract
from kg.files import shipped
from kg.findings import Mention, Reference
from kg.identities import Resolved
from kg.resolve import EnvelopeIndex, envelope, identify, resolve_references

DATA = shipped("data")
GOLDEN = Path(__file__).parent.parent / "golden" / "telegram-75352.json"


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return record


def judged(path: Path) -> list[Resolved]:
    problems: list[Problem] = []
    authority = Authority.load()
    documents = readers.read(path, DATA, problems.append)
    return [identify(extract(document, authority), authority) for document in documents]


@pytest.fixture(scope="module")
def telegram() -> Resolved:
    (resolved,) = judged(DATA / "documents" / "telegram-75352.md")
    return resolved


@pytest.fixture(scope="module")
def rows() -> list[Resolved]:
    return judged(DATA / "index" / "wilson-messages.csv")


@pytest.fixture(scope="module")
def index(telegram: Resolved, rows: list[Resolved]) -> EnvelopeIndex:
    return EnvelopeIndex(envelope(resolved) for resolved in (telegram, *rows))


def entities(resolved: Resolved, name: str) -> set[str]:
    """Whom the parties written or called so mean."""
    return {
        resolved.entity(i.party).identifier
        for i in resolved.identifications
        if name.casefold() in (i.party.written.casefold(), i.party.name.casefold())
    }


def test_correspondents_are_the_persons_of_the_golden_record(
    telegram: Resolved, golden: dict[str, Any]
) -> None:
    made = envelope(telegram)
    assert [e.identifier for e in made.senders] == [p["person"] for p in golden["sender"]]
    assert [e.identifier for e in made.recipients] == [p["person"] for p in golden["recipients"]]
    assert made.numbers == (golden["number"],)


def test_mentions_mean_the_entities_of_the_golden_record(
    telegram: Resolved, golden: dict[str, Any]
) -> None:
    written = {m.party.written.casefold() for m in telegram.findings.of(Mention)}
    for expected in golden["mentions"]:
        name, entity = expected["text"], expected["entity"]
        if entity is None or (name.casefold() not in written and not expected["required"]):
            continue
        found = entities(telegram, name)
        if entity == "local":
            assert all(e.startswith("wilson-117312~") for e in found) and found, name
        else:
            assert found == {entity}, name


def test_voters_and_readers_of_copies_are_persons_of_the_register(telegram: Resolved) -> None:
    for name, identifier in {
        "Beria": "beria-lavrentiy",
        "Bulganin": "bulganin-nikolai",
        "Kaganovich": "kaganovich-lazar",
        "Malenkov": "malenkov-georgy",
        "Mikoyan": "mikoyan-anastas",
        "Vasilevsky": "vasilevsky-aleksandr",
    }.items():
        assert entities(telegram, name) == {identifier}


def test_every_entity_of_the_telegram_is_named_as_such(telegram: Resolved) -> None:
    """The three cover names and two spellings join; nobody else is merged."""
    people = {
        entity.identifier
        for entity in (telegram.entity(i.party) for i in telegram.identifications)
        if entity.kind == "person"
    }
    assert people == {
        "stalin-joseph", "shtykov-terenty", "zakharov-matvei", "kim-il-sung", "pak-hon-yong",
        "vasilevsky-aleksandr", "beria-lavrentiy", "bulganin-nikolai", "kaganovich-lazar",
        "malenkov-georgy", "mikoyan-anastas", "wilson-117312~ogurtsov", "wilson-117312~budanova",
    }  # fmt: skip


# The index around it


def test_the_row_of_the_telegram_is_the_page(index: EnvelopeIndex) -> None:
    assert dict(index.merged) == {"wc-1950-10-01-stalin-shtykov-75352": "wilson-117312"}
    assert len(index) == 260


def test_the_index_has_no_unknown_correspondents_but_the_doubtful(rows: list[Resolved]) -> None:
    local = {
        (resolved.findings.document.identifier, party.written)
        for resolved in rows
        for party in (i.party for i in resolved.identifications)
        if resolved.entity(party).is_local
    }
    assert {identifier for identifier, _ in local} == {
        "wc-1950-09-27-matveyev-stalin",
        "wc-1950-11-15-mao-stalin",
        "wc-1951-02-16-stalin-zhou",
        "wc-1951-03-03-stalin-mao",
        "wc-1951-03-15-stalin-mao",
    }


def resolutions(telegram: Resolved, index: EnvelopeIndex) -> Iterable[Any]:
    done = resolve_references(telegram, index)
    return zip(done.findings.of(Reference), done.resolutions, strict=True)


def test_no_reference_of_the_telegram_is_accepted(
    telegram: Resolved, index: EnvelopeIndex, golden: dict[str, Any]
) -> None:
    """The index lists no cable of 30 September or 1 October, and the letter bears no date."""
    found = list(resolutions(telegram, index))
    assert [reference.form for reference, _ in found] == [r["form"] for r in golden["references"]]
    assert not any(resolution.accepted for _, resolution in found)
    targets = [resolution.target for _, resolution in found]
    assert targets == [f"wilson-117312~ref-{n}" for n in (1, 2, 3, 4, 3)]


def test_the_cables_have_the_message_of_29_september_as_candidate(
    telegram: Resolved, index: EnvelopeIndex
) -> None:
    cables = [res for ref, res in resolutions(telegram, index) if ref.form == "cable"]
    for resolution in cables:
        assert resolution.candidates[0].message == "wc-1950-09-29-shtykov-gromyko"
        said = " ".join(resolution.candidates[0].reasons)
        assert "sent on one day and received on another" in said
        assert "Terenty Shtykov" in said


def test_the_letter_has_the_letter_of_kim_and_pak_as_first_candidate(
    telegram: Resolved, index: EnvelopeIndex
) -> None:
    letter = next(res for ref, res in resolutions(telegram, index) if ref.form == "letter")
    assert [c.message for c in letter.candidates] == [
        "wc-1950-09-29-kim-stalin",
        "wc-1950-08-31-kim-stalin",
    ]


def test_the_announced_answer_has_the_letter_of_8_october_as_candidate(
    telegram: Resolved, index: EnvelopeIndex
) -> None:
    answer = next(res for ref, res in resolutions(telegram, index) if ref.form == "answer")
    assert "wc-1950-10-08-stalin-kim" in [c.message for c in answer.candidates]
