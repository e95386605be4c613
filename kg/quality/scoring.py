"""Scoring predictions against gold records, field by field.

The figures are those of the evaluation format that the gold records come in: the same predictions
get the same figures from any program that follows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.quality.comparing import (
    number_letters,
    person_name,
    place_of_edition,
    place_words,
    same_person,
    sort_of_place,
    word_f1,
)
from kg.quality.gold_records import GoldPerson, GoldRecord
from kg.quality.predicted import PredictedItem, Prediction
from kg.quality.score_parties import Sides, in_order, score_side
from kg.quality.score_persons import PersonIndex, score_persons
from kg.quality.scores import Document, FieldScore, Tally
from kg.quality.series import Numbers, numbered_prediction, numbered_record

DATES_SET_ASIDE = "dates set aside (the mark contradicts the print)"
SAME_SUBJECT = 0.8
"""Word F1 from which a subject is the same."""
SAME_PARTICIPANT = 0.5
"""Word F1 from which a line of the list of participants is the same."""
IN_THE_MESSAGE = ("body", "dateline", "signed")
"""The parts of the page that a bare message has."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is judged: `silver` also parties that were read off an unmarked head by rule; `bare`
    only what stands in the message itself; `present_only` only documents with a prediction."""

    silver: bool = False
    bare: bool = False
    present_only: bool = False

    @property
    def judged(self) -> frozenset[str]:
        """The states of sender and recipient that are judged."""
        return frozenset(("marked", "empty", "silver") if self.silver else ("marked", "empty"))


def score_all(
    records: Iterable[GoldRecord],
    predictions: Mapping[str, Prediction],
    index: PersonIndex | None,
    rules: Rules,
    numbers: Numbers | None = None,
) -> Tally:
    """The sums over all gold records; entries of a calendar (no text) are left out.

    Without an index of the lists of persons, persons are not scored. With `numbers` of the
    register of the series, one number is one person on both sides.
    """
    tally = Tally()
    for record in records:
        if record["doc_type"] == "calendar-entry":
            continue
        prediction = predictions.get(record["id"])
        tally.missing += prediction is None
        if prediction is None and rules.present_only:
            continue
        found = prediction or Prediction()
        if numbers:
            found = numbered_prediction(record["volume"], found, numbers)
            record = numbered_record(record, numbers)  # noqa: PLW2901
        tally.add(_document(record), score_document(record, found, index, rules))
    return tally


def _document(record: GoldRecord) -> Document:
    return Document(record["id"], record["decade"], record["doc_type"], record["volume"])


def score_document(
    record: GoldRecord, prediction: Prediction, index: PersonIndex | None, rules: Rules
) -> list[FieldScore]:
    """The scores of the fields that the gold record lets judge."""
    if rules.bare:
        record = _message_alone(record)
    scores = [*_sides(record, prediction, rules), *_dates(record, prediction)]
    scores += (scorer(record, prediction) for scorer in _SCORERS)
    if record["states"]["persons"] == "marked" and index is not None:
        scores.append(score_persons(record, prediction.persons, index))
    return scores


def _message_alone(record: GoldRecord) -> GoldRecord:
    """The record without what only head and notes tell."""
    states = {**record["states"], "references": "unknown"}
    line = record["classification"]
    if line is None or line["origin"] != "line":
        states["classification"] = "unknown"
    persons = [_mentioned_within(person) for person in record["persons"]]
    return {**record, "states": states, "persons": persons}


def _mentioned_within(person: GoldPerson) -> GoldPerson:
    where = {part: n for part, n in person["where"].items() if part in IN_THE_MESSAGE}
    return {**person, "where": where}


def _sides(record: GoldRecord, prediction: Prediction, rules: Rules) -> Iterator[FieldScore]:
    senders, recipients = in_order(record, prediction)
    more, states = record.get("more"), record["states"]
    if states["from"] in rules.judged:
        sides = Sides(record["from"], record["to"], senders, recipients)
        yield score_side("from", sides, more_named=more == "from")
    if states["to"] in rules.judged:
        sides = Sides(record["to"], record["from"], recipients, senders)
        yield score_side("to", sides, more_named=more == "to")


Same = Callable[[str, str], bool]
Kind = Callable[[str, str], str]


def _score_value(
    score: FieldScore, gold: str | None, prediction: Prediction, same: Same, kind: Kind
) -> None:
    """A field with one value: `kind` names the error when both have one and they differ."""
    predicted = prediction.value(score.field)
    _score_one(score, gold, predicted, prediction.confidence.get(score.field), same, kind)


def _score_one(
    score: FieldScore,
    gold: str | None,
    predicted: str | None,
    confidence: float | None,
    same: Same,
    kind: Kind,
) -> None:
    if gold is None and predicted is None:
        return
    right = gold is not None and predicted is not None and same(gold, predicted)
    if predicted is not None:
        score.claim(confidence, right)
    if right:
        score.count(tp=1)
        return
    score.count(fp=int(predicted is not None), fn=int(gold is not None))
    if gold is None:
        score.error("spurious", None, predicted)
    elif predicted is None:
        score.error("missed", gold, None)
    else:
        score.error(kind(gold, predicted), gold, predicted)


def _equal(gold: str, predicted: str) -> bool:
    return gold == predicted


def _named(kind: str) -> Kind:
    """The same kind of error whatever the values are."""
    return lambda _gold, _predicted: kind


def _dates(record: GoldRecord, prediction: Prediction) -> Iterator[FieldScore]:
    date = record["date"]
    if record["states"]["date"] == "unknown":
        return
    score = FieldScore("date")
    if date and date["suspect"] == "day":
        score.aside(DATES_SET_ASIDE)
        yield score
        return
    iso = date["iso"] if date else None
    start, _, end = (prediction.value("date") or "").partition("/")
    first = start[:10] or None
    _score_one(score, iso, first, prediction.confidence.get("date"), _equal, _kind_of_date)
    if date and iso and date["end"] and first == iso:
        score.aside("end of a date range", end.partition("/")[0][:10] == date["end"])
    yield score
    midnight = ((date and date["edtf"]) or "")[11:16] == "00:00"
    if date and iso and date["suspect"] is None and not midnight:
        score = FieldScore("time")
        _score_value(score, date["time"], prediction, _equal, _kind_of_time)
        yield score


def _kind_of_date(gold: str, predicted: str) -> str:
    if predicted[:4] != gold[:4]:
        return "year"
    if len(predicted) != len(gold):
        return "granularity"
    return "month" if predicted[5:7] != gold[5:7] else "day"


def _kind_of_time(gold: str, predicted: str) -> str:
    return "half-day" if gold[3:] == predicted[3:] else "other-time"


def _place(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("place")
    if record["states"]["place"] != "unknown":
        _score_value(score, record["place"], prediction, _same_place, _kind_of_place)
    return score


def _same_place(gold: str, predicted: str) -> bool:
    return place_words(gold) == place_words(predicted)


def _kind_of_place(gold: str, predicted: str) -> str:
    near = set(place_words(gold)) & set(place_words(predicted))
    return "place-near" if near else "other-place"


def _classification(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("classification")
    line = record["classification"]
    if line and record["states"]["classification"] != "unknown":
        _score_value(score, line["level"], prediction, _equal, _named("other-level"))
    return score


def _precedence(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("precedence")
    line = record["classification"]
    if line and record["states"]["classification"] != "unknown":
        _score_value(score, line["precedence"], prediction, _equal, _named("other"))
    return score


def _number(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("telegram_number")
    if record["states"]["telegram_number"] == "marked":
        gold = record["telegram_number"]
        _score_value(score, gold, prediction, _same_number, _named("other"))
    return score


def _same_number(gold: str, predicted: str) -> bool:
    return number_letters(gold) == number_letters(predicted)


def _subject(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("subject")
    if record["subject"]:
        _score_value(score, record["subject"], prediction, _same_subject, _named("other"))
    return score


def _same_subject(gold: str, predicted: str) -> bool:
    return word_f1(gold, predicted) >= SAME_SUBJECT


def _type(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("doc_type")
    _score_value(score, record["doc_type"], prediction, _equal, lambda g, p: f"{g} as {p}")
    return score


def _signed(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("signed")
    if record["signed"]:
        first = next(iter(prediction.signed), None)
        name, confidence = (first.text, first.confidence) if first else (None, None)
        gold = record["signed"][0]["text"]
        _score_one(score, gold, name, confidence, same_person, _named("other"))
    return score


def _participants(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("participants")
    if record["states"]["participants"] != "marked":
        return score
    left = list(prediction.participants)
    for wanted in record["participants"]:
        found = next((p for p in left if _same_participant(wanted["text"], p.text)), None)
        if found is None:
            score.count(fn=1)
            score.error("missed", wanted["text"], None)
            continue
        left.remove(found)
        score.count(tp=1)
        score.claim(found.confidence, right=True)
    for extra in left:
        score.count(fp=1)
        score.error("spurious", None, extra.text)
        score.claim(extra.confidence, right=False)
    return score


def _same_participant(gold: str, predicted: str) -> bool:
    if word_f1(gold, predicted) >= SAME_PARTICIPANT:
        return True
    words = set(person_name(predicted).words)
    return bool(words) and words <= set(person_name(gold).words)


def _references(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("references")
    if record["states"]["references"] != "marked":
        return score
    volume = record["volume"]
    gold = {place_of_edition(r["target"], volume): r["surface"] for r in record["references"]}
    got = {place_of_edition(r.target, volume): r for r in prediction.references}
    for itself in (record["id"].replace("/", "#"), ""):
        got.pop(itself, None)
    gold.pop(record["id"].replace("/", "#"), None)
    _count_references(score, volume, gold, _whole_volumes(gold, got))
    return score


def _whole_volumes(
    gold: Mapping[str, str], got: Mapping[str, PredictedItem]
) -> dict[str, PredictedItem]:
    """Where the encoder marked a volume and the print has the page too, the page is the volume."""
    kept = {}
    for place, item in got.items():
        volume, inside, _ = place.partition("#")
        whole = inside and place not in gold and volume in gold and volume not in got
        kept[volume if whole else place] = item
    return kept


def _count_references(
    score: FieldScore, volume: str, gold: Mapping[str, str], got: Mapping[str, PredictedItem]
) -> None:
    for place in sorted(gold):
        sort = sort_of_place(place, volume)
        score.aside(f"reference recall, {sort}", place in got)
        if place not in got:
            score.error(f"missed {sort}", f"{gold[place]} -> {place}", None)
    for place in sorted(got):
        score.claim(got[place].confidence, place in gold)
        if place not in gold:
            score.error(f"spurious {sort_of_place(place, volume)}", None, place)
    right = len(gold.keys() & got.keys())
    score.count(right, len(got) - right, len(gold) - right)


def _links(record: GoldRecord, prediction: Prediction) -> FieldScore:
    score = FieldScore("links")
    volume = record["volume"]
    got: dict[str, dict[str, float | None]] = defaultdict(dict)
    for item in prediction.links if record["links"] else ():
        got[_digits(item.text)][place_of_edition(item.target, volume)] = item.confidence
    for link in record["links"]:
        places = got.get(_digits(link["surface"]), {})
        target = place_of_edition(link["target"], volume)
        right = target in places
        score.count(tp=int(right), fp=int(bool(places) and not right), fn=int(not right))
        for place, confidence in places.items():
            score.claim(confidence, place == target)
        if not right:
            kind = "other-document" if places else "missed"
            wanted = f"{link['surface']} -> {link['target']}"
            score.error(kind, wanted, ", ".join(sorted(places)) or None)
    return score


def _digits(surface: str) -> str:
    """The number of a cited message: the digits before the first comma."""
    return re.sub(r"\D", "", surface.partition(",")[0])


_SCORERS: tuple[Callable[[GoldRecord, Prediction], FieldScore], ...] = (
    _place,
    _classification,
    _precedence,
    _number,
    _subject,
    _type,
    _signed,
    _participants,
    _references,
    _links,
)
"""The scorers that need nothing but record and prediction."""
