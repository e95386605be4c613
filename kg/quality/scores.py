"""What one comparison gives, and the sums of many: true and false positives, false negatives.

A `FieldScore` is one field of one document; a `Tally` adds them up, by field and by group
(decade, kind of document, volume).

Source of the terms: C. D. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval
(2008), chapters 8.3 (precision, recall, F measure) and 13.6 (micro and macro average).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as made

CORE = ("from", "to", "date", "time", "place", "classification", "persons", "references")
"""The fields whose mean F1 sums an extractor up."""
MORE = (
    "precedence",
    "telegram_number",
    "subject",
    "signed",
    "participants",
    "doc_type",
    "links",
)
FIELDS = (*CORE, *MORE)
"""All fields, in the order of the tables."""


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def gold(self) -> int:
        """How many there are to find."""
        return self.tp + self.fn

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None when nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """The share of what there is that was found; None when there is nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when there was nothing to judge.

        >>> Counts(tp=8, fp=2, fn=2).f1
        0.8
        """
        judged = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / judged if judged else None


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is wrong or missing: its kind, what the gold has, what was predicted."""

    field: str
    kind: str
    gold: str | None
    predicted: str | None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure beside the fields: how many of how many ("kind of from", 3 of 4).

    With `right` 0 throughout it counts what was not judged.
    """

    name: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A predicted statement that was judged: how sure the extractor was, and whether right."""

    confidence: float
    right: bool


@dataclass(slots=True)
class FieldScore:
    """One field of one document while it is judged; `counts` is None when nothing was counted."""

    field: str
    counts: Counts | None = None
    errors: list[Error] = made(default_factory=list)
    asides: list[Aside] = made(default_factory=list)
    claims: list[Claim] = made(default_factory=list)

    def count(self, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        """Adds to the counts."""
        self.counts = (self.counts or Counts()) + Counts(tp, fp, fn)

    def error(self, kind: str, gold: str | None, predicted: str | None) -> None:
        """Notes an error."""
        self.errors.append(Error(self.field, kind, gold, predicted))

    def aside(self, name: str, right: int = 0, of: int = 1) -> None:
        """Notes a further figure."""
        self.asides.append(Aside(name, int(right), of))

    def claim(self, confidence: float | None, right: bool) -> None:
        """Notes how a predicted statement was judged, if the extractor said how sure it was."""
        if confidence is not None:
            self.claims.append(Claim(confidence, right))


@dataclass(frozen=True, slots=True)
class Document:
    """What groups a scored document belongs to."""

    identifier: str
    decade: str
    type: str
    volume: str

    def groups(self) -> tuple[tuple[str, str], ...]:
        """The groups: how they are made, and which."""
        return ("decade", self.decade), ("type", self.type), ("volume", self.volume)


@dataclass(slots=True)
class Tally:
    """The sums over documents."""

    documents: int = 0
    missing: int = 0
    fields: dict[str, Counts] = made(default_factory=lambda: defaultdict(Counts))
    groups: dict[tuple[str, str], dict[str, Counts]] = made(default_factory=dict)
    errors: list[Error] = made(default_factory=list)
    asides: dict[str, tuple[int, int]] = made(default_factory=dict)
    claims: dict[str, list[Claim]] = made(default_factory=lambda: defaultdict(list))

    def add(self, document: Document, scores: Iterable[FieldScore]) -> None:
        """Adds the scores of one document."""
        self.documents += 1
        for score in scores:
            if score.counts is not None:
                self._count(document, score.field, score.counts)
            self.errors += (
                Error(e.field, e.kind, e.gold, e.predicted, document.identifier)
                for e in score.errors
            )
            for aside in score.asides:
                self._aside(aside.name, aside.right, aside.of)
            self.claims[score.field] += score.claims

    def _count(self, document: Document, name: str, counts: Counts) -> None:
        self.fields[name] += counts
        for group in document.groups():
            row = self.groups.setdefault(group, {})
            row[name] = row.get(name, Counts()) + counts

    def _aside(self, name: str, right: int, of: int) -> None:
        before = self.asides.get(name, (0, 0))
        self.asides[name] = before[0] + right, before[1] + of

    def merge(self, other: Tally) -> None:
        """Adds the sums of other documents (another volume, another process)."""
        self.documents += other.documents
        self.missing += other.missing
        for name, counts in other.fields.items():
            self.fields[name] += counts
        for group, row in other.groups.items():
            mine = self.groups.setdefault(group, {})
            for name, counts in row.items():
                mine[name] = mine.get(name, Counts()) + counts
        self.errors += other.errors
        for name, (right, of) in other.asides.items():
            self._aside(name, right, of)
        for name, claims in other.claims.items():
            self.claims[name] += claims

    def group_names(self, kind: str) -> list[str]:
        """The groups of a kind ("decade", "type", "volume"), in order."""
        return sorted(name for group, name in self.groups if group == kind)

    def macro_f1(self, kind: str, name: str, least: int = 10) -> float | None:
        """The mean F1 of a field over the groups that have at least `least` to find."""
        rows = [row[name] for group, row in self.groups.items() if group[0] == kind if name in row]
        figures = [counts.f1 for counts in rows if counts.gold >= least]
        return sum(f or 0.0 for f in figures) / len(figures) if figures else None

    def kinds_of_error(self, name: str) -> Counter[str]:
        """How often each kind of error occurs in a field."""
        return Counter(error.kind for error in self.errors if error.field == name)

    def core_f1(self) -> float | None:
        """The mean F1 of the core fields that have something to find."""
        figures = [self.fields[name].f1 or 0.0 for name in CORE if self.fields[name].gold]
        return sum(figures) / len(figures) if figures else None
