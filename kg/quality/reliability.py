"""Does confidence mean something: of the statements with confidence 0.9, are nine in ten right?

Statements are put in bands of confidence; in each the mean confidence is set against the share
that is right. The expected calibration error is the mean distance of the two, each band weighing
as many statements as it has.

Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On Calibration of Modern Neural Networks
(ICML 2017), section 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.quality.scores import FIELDS, Claim, Tally

BANDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Where one band ends and the next begins; a confidence of 0.9 is in the band from 0.9."""


@dataclass(frozen=True, slots=True)
class Band:
    """The statements of one band: how many, their mean confidence, the share that is right."""

    name: str
    number: int
    confidence: float
    right: float


def bands(claims: Sequence[Claim]) -> list[Band]:
    """The bands that have statements, from the least sure to the surest.

    >>> bands([Claim(0.9, True), Claim(0.92, False)])
    [Band(name='0.90-0.95', number=2, confidence=0.91, right=0.5)]
    """
    edges = (0.0, *BANDS, 2.0)
    found = []
    for low, high in pairwise(edges):
        inside = [claim for claim in claims if low <= claim.confidence < high]
        if inside:
            mean = sum(claim.confidence for claim in inside) / len(inside)
            right = sum(claim.right for claim in inside) / len(inside)
            found.append(Band(_name(low, high), len(inside), mean, right))
    return found


def _name(low: float, high: float) -> str:
    if low == 0:
        return f"<{high:.2f}"
    return f">={low:.2f}" if high > 1 else f"{low:.2f}-{high:.2f}"


def calibration_error(claims: Sequence[Claim]) -> float | None:
    """The expected calibration error; None without statements.

    >>> round(calibration_error([Claim(0.9, True), Claim(0.92, False)]), 2)
    0.41
    """
    if not claims:
        return None
    distances = (band.number * abs(band.confidence - band.right) for band in bands(claims))
    return sum(distances) / len(claims)


def as_values(tally: Tally) -> dict[str, Any]:
    """The table by field as plain values."""
    return {
        name: {
            "calibration_error": calibration_error(tally.claims[name]),
            "bands": [
                {"band": b.name, "n": b.number, "confidence": b.confidence, "right": b.right}
                for b in bands(tally.claims[name])
            ],
        }
        for name in FIELDS
        if tally.claims[name]
    }


def table(tally: Tally) -> Iterator[str]:
    """The table by field as lines of text."""
    yield ""
    yield "how far confidence is borne out: statements, mean confidence, share right"
    for name in FIELDS:
        claims = tally.claims[name]
        if claims:
            yield f"  {name:<16} expected calibration error {calibration_error(claims):.3f}"
            for band in bands(claims):
                yield (
                    f"    {band.name:<12} {band.number:>7} {100 * band.confidence:>7.1f}"
                    f" {100 * band.right:>7.1f}"
                )
