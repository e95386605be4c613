"""The sums of a scoring as tables for people and as plain values for programs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from kg.quality.scores import CORE, FIELDS, Counts, Error, Tally

_COUNT_ONLY = ("persons ", "dates ", "parties ")
"""How the further figures begin that only count what was not judged."""
_KINDS_SHOWN = 14
_KINDS_OF_A_DOCUMENT = 6


def as_values(tally: Tally) -> dict[str, Any]:
    """All figures; keys and numbers are those of the evaluation format's own report."""
    return {
        "documents": tally.documents,
        "documents_without_prediction": tally.missing,
        "fields": {name: _field_values(tally, name) for name in FIELDS},
        "core": tally.core_f1(),
        "by_decade": _group_values(tally, "decade"),
        "by_type": _group_values(tally, "type"),
        "by_volume": _group_values(tally, "volume"),
        "errors": {
            name: dict(kinds.most_common())
            for name in FIELDS
            if (kinds := tally.kinds_of_error(name))
        },
        "extra": {name: list(figure) for name, figure in sorted(tally.asides.items())},
        "worst": [
            {"id": name, "errors": sum(k.values()), "kinds": dict(sorted(k.items()))}
            for name, k in worst(tally)[:100]
        ],
    }


def _field_values(tally: Tally, name: str) -> dict[str, float | int | None]:
    counts = tally.fields[name]
    return {
        "gold": counts.gold,
        "P": counts.precision,
        "R": counts.recall,
        "F1": counts.f1,
        "macro_decade": tally.macro_f1("decade", name),
        "macro_type": tally.macro_f1("type", name),
    }


def _group_values(tally: Tally, kind: str) -> dict[str, dict[str, float | None]]:
    return {
        group: {name: _f1(tally, kind, group, name) for name in FIELDS}
        for group in tally.group_names(kind)
    }


def _f1(tally: Tally, kind: str, group: str, name: str) -> float | None:
    return tally.groups[kind, group].get(name, Counts()).f1


def worst(tally: Tally) -> list[tuple[str, Counter[str]]]:
    """The documents with errors, the most errors first, with the kinds of error of each."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for error in tally.errors:
        kinds[error.document][f"{error.field}:{error.kind}"] += 1
    return sorted(kinds.items(), key=lambda item: (-item[1].total(), item[0]))


def tables(tally: Tally, *, by_volume: bool = False) -> Iterator[str]:
    """The figures as lines of text: fields, groups, further figures, kinds of error."""
    yield f"{tally.documents} documents, {tally.missing} without a prediction"
    yield from _fields(tally)
    for kind, title in (("decade", "decade"), ("type", "form"), ("volume", "volume")):
        if kind != "volume" or by_volume:
            yield from _groups(tally, kind, title)
    yield from _asides(tally)
    yield from _kinds(tally)


def _fields(tally: Tally) -> Iterator[str]:
    yield ""
    yield f"{'field':<16} {'gold':>7} {'P':>7} {'R':>7} {'F1':>7}   mean F1: decades   forms"
    for name in FIELDS:
        counts = tally.fields[name]
        figures = (counts.precision, counts.recall, counts.f1)
        macro = (tally.macro_f1("decade", name), tally.macro_f1("type", name))
        yield (
            f"{name:<16} {counts.gold:>7} {' '.join(map(percent, figures))}"
            f"            {' '.join(map(percent, macro))}"
        )
        if name == CORE[-1]:
            yield ""
    yield ""
    yield f"mean F1 of the core fields ({', '.join(CORE)}): {percent(tally.core_f1()).strip()}"


def _groups(tally: Tally, kind: str, title: str) -> Iterator[str]:
    yield ""
    yield f"{'F1 by ' + title:<22} {' '.join(f'{name[:9]:>9}' for name in CORE)}"
    for group in tally.group_names(kind):
        row = (f"{percent(_f1(tally, kind, group, name)).strip():>9}" for name in CORE)
        yield f"  {group:<20} {' '.join(row)}"


def _asides(tally: Tally) -> Iterator[str]:
    yield ""
    yield "further figures"
    for name, (right, of) in sorted(tally.asides.items()):
        share = percent(right / of if of else None).strip()
        yield f"  {name:<58} {of if name.startswith(_COUNT_ONLY) else f'{share}  of {of}'}"


def _kinds(tally: Tally) -> Iterator[str]:
    yield ""
    yield "kinds of error"
    for name in FIELDS:
        kinds = sorted(tally.kinds_of_error(name).items(), key=lambda item: (-item[1], item[0]))
        if kinds:
            shown = "  ".join(f"{kind} {n}" for kind, n in kinds[:_KINDS_SHOWN])
            yield f"  {name:<16} {shown}"


def worst_table(tally: Tally, number: int) -> Iterator[str]:
    """The `number` worst documents as lines of text."""
    yield ""
    yield "worst documents (number of errors; then by id)"
    for document, kinds in worst(tally)[:number]:
        ranked = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        shown = "  ".join(f"{kind}×{n}" for kind, n in ranked[:_KINDS_OF_A_DOCUMENT])
        yield f"  {document:<26} {kinds.total():>3}  {shown}"


def errors_table(tally: Tally, name: str) -> Iterator[str]:
    """Every error of a field as lines of text."""
    yield ""
    yield f"errors in {name}"
    for error in sorted(_of_field(tally.errors, name), key=_by_kind):
        yield (
            f"  {error.kind:<24} {error.document:<26} gold {error.gold!r}"
            f"  predicted {error.predicted!r}"
        )


def _of_field(errors: Sequence[Error], name: str) -> Iterator[Error]:
    return (error for error in errors if error.field == name)


def _by_kind(error: Error) -> tuple[str, str, str, str]:
    return error.kind, error.document, str(error.gold), str(error.predicted)


def percent(share: float | None) -> str:
    """A share in per cent, seven wide; a dash for None.

    >>> percent(0.9876), percent(None)
    ('   98.8', '      –')
    """
    return f"{'–':>7}" if share is None else f"{100 * share:7.1f}"
