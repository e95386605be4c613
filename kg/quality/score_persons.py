"""Scoring the persons mentioned: everyone of the volume's list, once each.

The encoders passed over some mentions, so a person of the list whose unshared surname stands in
the text, or whose name they tagged without a link, is neither right nor wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.quality.comparing import person_name, same_person
from kg.quality.gold_records import GoldPerson, GoldRecord
from kg.quality.predicted import PredictedParty
from kg.quality.scores import FieldScore

NOT_LISTED = "persons not in the list"
UNMARKED = "persons unmarked though an unshared surname is in the text"
UNLINKED = "persons left unlinked by the encoder"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a volume's list of persons."""

    volume: str
    ref: str
    name: str


class PersonIndex:
    """The lists of persons by volume: which entries a name may mean."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: dict[str, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            self._names[entry.volume][entry.ref] = entry.name
        self._by_word: dict[str, dict[str, set[str]]] = {}

    def name(self, volume: str, ref: str) -> str | None:
        """The name of an entry, or None when the volume has no such entry."""
        return self._names.get(volume, {}).get(ref)

    def find(self, volume: str, name: str) -> set[str]:
        """The entries of a volume that a name may mean."""
        if volume not in self._by_word:
            self._by_word[volume] = self._words(volume)
        words = self._by_word[volume]
        sharing = set().union(*(words.get(w, set()) for w in person_name(name).words))
        return {ref for ref in sharing if same_person(self._names[volume][ref], name)}

    def _words(self, volume: str) -> dict[str, set[str]]:
        words: dict[str, set[str]] = defaultdict(set)
        for ref, name in self._names.get(volume, {}).items():
            for word in person_name(name).words:
                words[word].add(ref)
        return words


@dataclass(slots=True)
class _Sheet:
    """What is known and met while the persons of one document are judged."""

    score: FieldScore
    record: GoldRecord
    index: PersonIndex
    gold: Mapping[str, GoldPerson]
    unsure: frozenset[str]
    maybe: frozenset[str]
    hit: set[str] = field(default_factory=set)
    seen: set[str | tuple[str, ...]] = field(default_factory=set)

    def left_unlinked(self, name: str) -> bool:
        """True when the encoder tagged this name without saying who it is."""
        return any(same_person(name, tagged) for tagged in self.record.get("unlinked", []))

    def wrong(self, name: str, confidence: float | None) -> None:
        """Somebody of the list who is not marked in this document."""
        self.score.count(fp=1)
        self.score.error("not-marked", None, name)
        self.score.claim(confidence, right=False)


def score_persons(
    record: GoldRecord, predicted: Sequence[PredictedParty], index: PersonIndex
) -> FieldScore:
    """The score of the persons of one document."""
    gold = {p["ref"]: p for p in record["persons"] if p["where"] and not p["suspect"]}
    unsure = frozenset(p["ref"] for p in record["persons"]) - gold.keys()
    maybe = frozenset(record.get("maybe", []))
    sheet = _Sheet(FieldScore("persons"), record, index, gold, unsure, maybe)
    for party in predicted:
        if party.ref:
            _judge_entry(sheet, party.ref, party.confidence)
    for name, confidence in _names(predicted):
        _judge_name(sheet, name, confidence)
    for ref, person in gold.items():
        if ref not in sheet.hit:
            sheet.score.error(_how_missed(person), f"{ref} {person['surfaces'][0]}", None)
    sheet.score.count(tp=len(sheet.hit), fn=len(gold) - len(sheet.hit))
    return sheet.score


def _judge_entry(sheet: _Sheet, ref: str, confidence: float | None) -> None:
    if ref in sheet.seen:
        return
    sheet.seen.add(ref)
    name = sheet.index.name(sheet.record["volume"], ref)
    if ref in sheet.gold:
        sheet.hit.add(ref)
        sheet.score.claim(confidence, right=True)
    elif ref in sheet.maybe:
        sheet.score.aside(UNMARKED)
    elif ref in sheet.unsure or name is None:
        sheet.score.aside(NOT_LISTED)
    elif sheet.left_unlinked(name):
        sheet.score.aside(UNLINKED)
    else:
        sheet.wrong(name, confidence)


def _names(predicted: Sequence[PredictedParty]) -> list[tuple[str, float | None]]:
    """Names without an entry, once each, the fullest first."""
    loose = {party.name: party.confidence for party in predicted if not party.ref}
    return sorted(loose.items(), key=lambda item: (-len(person_name(item[0]).words), item[0]))


def _judge_name(sheet: _Sheet, name: str, confidence: float | None) -> None:
    meant = sheet.index.find(sheet.record["volume"], name)
    if not meant:
        sheet.score.aside(NOT_LISTED)
    elif meant & sheet.gold.keys():
        new = (meant & sheet.gold.keys()) - sheet.hit
        sheet.hit.update(sorted(new)[:1])
        sheet.score.claim(confidence, right=True)
    elif meant & sheet.maybe:
        sheet.score.aside(UNMARKED)
    elif meant & sheet.unsure or sheet.left_unlinked(name):
        sheet.score.aside(UNLINKED)
    elif tuple(sorted(meant)) not in sheet.seen:
        sheet.seen.add(tuple(sorted(meant)))
        sheet.wrong(name, confidence)


def _how_missed(person: GoldPerson) -> str:
    """Where the mentions stand, and whether they show the name at all."""
    places = person["where"].keys()
    if not places & {"body", "dateline", "signed"}:
        return "missed-in-head" if "head" in places else "missed-in-notes"
    name = set(person_name(person["name"] or "").words)
    named = any(name & set(person_name(surface).words) for surface in person["surfaces"])
    return "missed-in-text" if named else "missed-by-title-or-initials"
