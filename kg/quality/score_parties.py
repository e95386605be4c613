"""Scoring senders and recipients: pairing predicted with encoded parties, naming what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.quality.comparing import near_office, same_office, same_person
from kg.quality.gold_records import GoldParty, GoldRecord
from kg.quality.predicted import PredictedParty, Prediction
from kg.quality.scores import FieldScore

Gold = Sequence[GoldParty]
Predicted = Sequence[PredictedParty]

UNMARKED = "parties the head names but the encoder did not mark"


@dataclass(frozen=True, slots=True)
class Sides:
    """A side with its opposite, as encoded and as predicted."""

    gold: Gold
    gold_opposite: Gold
    predicted: Predicted
    predicted_opposite: Predicted


@dataclass(frozen=True, slots=True)
class _Pair:
    """Positions of an encoded and a predicted party that belong together."""

    gold: int
    predicted: int
    same: bool


def same_party(gold: GoldParty, predicted: PredictedParty) -> bool:
    """True when the predicted party is the encoded one."""
    if gold["kind"] == "person":
        return _same_person(gold, predicted)
    if same_office(gold["text"], predicted.name):
        return True
    role = predicted.role if predicted.kind == "person" else None
    return bool(role) and same_office(role or "", gold["text"])


def _same_person(gold: GoldParty, predicted: PredictedParty) -> bool:
    reference = gold.get("ref")
    if reference and predicted.ref:
        return reference == predicted.ref
    if predicted.kind != "person":
        return False
    name = gold.get("name")
    return same_person(gold["text"], predicted.name) or bool(
        name and same_person(name, predicted.name)
    )


def _near_party(gold: GoldParty, predicted: PredictedParty) -> bool:
    """True for an office of which the prediction has a part or a variant."""
    return gold["kind"] != "person" and near_office(gold["text"], predicted.name)


def in_order(record: GoldRecord, prediction: Prediction) -> tuple[Predicted, Predicted]:
    """Predicted senders and recipients; turned where "Between X and Y" allows it and it helps."""
    senders, recipients = prediction.senders, prediction.recipients
    if record.get("symmetric"):
        straight = _met(record["from"], senders) + _met(record["to"], recipients)
        turned = _met(record["from"], recipients) + _met(record["to"], senders)
        if turned > straight:
            return recipients, senders
    return senders, recipients


def _met(gold: Gold, predicted: Predicted) -> int:
    return sum(any(same_party(g, p) for p in predicted) for g in gold)


def score_side(field: str, sides: Sides, *, more_named: bool) -> FieldScore:
    """The score of "from" or "to"; `more_named`: the head has parties there without a mark."""
    score = FieldScore(field)
    if more_named:
        sides = _only_judged(score, sides)
    pairs = _paired(sides.gold, sides.predicted)
    _count(score, sides, pairs)
    _note_details(score, sides, pairs)
    _note_errors(score, sides, pairs)
    return score


def _paired(gold: Gold, predicted: Predicted) -> list[_Pair]:
    """Each party at most once; same parties first, then offices that are near."""
    pairs: list[_Pair] = []
    for same in (True, False):
        fits = same_party if same else _near_party
        for i, wanted in enumerate(gold):
            if any(pair.gold == i for pair in pairs):
                continue
            used = {pair.predicted for pair in pairs}
            j = next(
                (j for j, p in enumerate(predicted) if j not in used and fits(wanted, p)), None
            )
            if j is not None:
                pairs.append(_Pair(i, j, same))
    return pairs


def _only_judged(score: FieldScore, sides: Sides) -> Sides:
    """Without the parties that may be right though the encoder left them out."""
    used = {pair.predicted for pair in _paired(sides.gold, sides.predicted)}
    kept = [
        party
        for j, party in enumerate(sides.predicted)
        if j in used or any(_resembles(g, party) for g in sides.gold_opposite)
    ]
    score.aside(UNMARKED, of=len(sides.predicted) - len(kept))
    return Sides(sides.gold, sides.gold_opposite, kept, sides.predicted_opposite)


def _resembles(gold: GoldParty, predicted: PredictedParty) -> bool:
    return same_party(gold, predicted) or _near_party(gold, predicted)


def _count(score: FieldScore, sides: Sides, pairs: Sequence[_Pair]) -> None:
    right = {pair.predicted for pair in pairs if pair.same}
    score.count(len(right), len(sides.predicted) - len(right), len(sides.gold) - len(right))
    for j, party in enumerate(sides.predicted):
        score.claim(party.confidence, j in right)


def _note_details(score: FieldScore, sides: Sides, pairs: Sequence[_Pair]) -> None:
    """Kind, office and id of the parties that were found."""
    field = score.field
    score.aside(f"{field} with near offices", len(pairs), len(sides.gold))
    for pair in pairs:
        gold, party = sides.gold[pair.gold], sides.predicted[pair.predicted]
        if not pair.same:
            score.error("office-near", gold["text"], party.name)
            continue
        score.aside(f"kind of {field}", gold["kind"] == party.kind)
        role = gold.get("role") if gold["kind"] == "person" else None
        if role:
            held = party.role or ""
            right = bool(held) and (same_office(held, role) or near_office(held, role))
            score.aside(f"office of {field}", right)
        if gold.get("ref"):
            score.aside(f"person id of {field}", party.ref == gold.get("ref"))


def _note_errors(score: FieldScore, sides: Sides, pairs: Sequence[_Pair]) -> None:
    met, used = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
    left = [party for j, party in enumerate(sides.predicted) if j not in used]
    for i, gold in enumerate(sides.gold):
        if i not in met:
            kind, party = _what_went_wrong(gold, left, sides.predicted_opposite)
            score.error(kind, gold["text"], party.name if party else None)
    for party in left:
        wrong_side = any(same_party(g, party) for g in sides.gold_opposite)
        score.error("wrong-side" if wrong_side else "spurious", None, party.name)


def _what_went_wrong(
    gold: GoldParty, left: list[PredictedParty], opposite: Predicted
) -> tuple[str, PredictedParty | None]:
    """The kind of error for a party that was not found, and what stands in its place.

    What stands in its place is taken out of `left`.
    """
    turned = next((p for p in opposite if same_party(gold, p)), None)
    if turned:
        return "wrong-side", turned
    swapped = {"person": "office", "office": "person"}.get(gold["kind"])
    instead = next((j for j, party in enumerate(left) if party.kind == swapped), None)
    if instead is not None:
        return f"{swapped}-for-{gold['kind']}", left.pop(instead)
    if left:
        return f"other-{gold['kind']}", left.pop(0)
    return "missed", None
