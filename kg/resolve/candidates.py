"""Who of the register a bearer may be, scored by features that explain themselves.

A score begins with how the name was found (`_BASES`) and moves by the features of
`FEATURES`; each says in one sentence what it saw. A veto (dead on that day, other initials,
another country) takes a candidate out, whatever the rest says. Measured on FRUS names with
known persons: a name alone is wrong more than one time in four, and the day takes away two
thirds of the errors; so the day is asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from kg.authority import Authority, Entry, NameRecord
from kg.authority.entries import within
from kg.cleaning import key
from kg.dates import DateValue, from_edtf
from kg.resolve.bearers import Bearer
from kg.resolve.names import initials_agree, split_initials

_BASES = {
    "full": (0.9, "named in full"),
    "initials": (0.85, "named with initials"),
    "title": (0.85, "named by title"),
    "short": (0.7, "family name"),
    "cover": (0.75, "cover name of the register"),
    "alike": (0.8, "other romanization"),
}
_AGENTS = ("person", "organization", "office")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the document tells about the moment: its day, and the places it went between."""

    on: DateValue | None
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate of the register: how it was found, its score and why; `veto` is why not."""

    entry: Entry
    record: NameRecord
    how: str
    score: float
    reasons: tuple[str, ...]
    veto: str | None = None

    @property
    def rule(self) -> str:
        """The name of the way it was found."""
        return _BASES[self.how][1]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one feature does to a score."""

    points: float
    reason: str
    veto: bool = field(default=False)


Feature = Callable[[Bearer, Scored, Circumstances, Authority], Effect | None]


def candidates(
    bearer: Bearer, circumstances: Circumstances, authority: Authority
) -> tuple[list[Scored], list[Scored]]:
    """The candidates, the best first, and those a veto took out."""
    judged = [
        _judged(bearer, found, circumstances, authority)
        for found in _found(bearer, authority).values()
    ]
    kept = sorted((c for c in judged if not c.veto), key=lambda c: (-c.score, c.entry.identifier))
    return kept, [c for c in judged if c.veto]


def _judged(
    bearer: Bearer, found: Scored, circumstances: Circumstances, authority: Authority
) -> Scored:
    effects = [e for f in FEATURES if (e := f(bearer, found, circumstances, authority))]
    score = found.score + sum(effect.points for effect in effects)
    return replace(
        found,
        score=round(min(max(score, 0.0), 0.99), 2),
        reasons=(*found.reasons, *(effect.reason for effect in effects)),
        veto=next((effect.reason for effect in effects if effect.veto), None),
    )


# Finding


def _found(bearer: Bearer, authority: Authority) -> dict[tuple[str, str], Scored]:
    """The best way to each entry that a name of the bearer may mean.

    Entries of another kind count only when there is none of the bearer's: a table says no more
    than "recipient" of the "Soviet Ambassador in Beijing", but Shtykov, who is also called
    "Soviet Ambassador in Korea" there, is a person.
    """
    kinds = tuple(kind for kind in bearer.kinds if kind != "group") or ("organization",)
    return _of_kinds(kinds, bearer, authority) or (
        {} if bearer.is_place else _of_kinds(_AGENTS, bearer, authority)
    )


def _of_kinds(
    kinds: tuple[str, ...], bearer: Bearer, authority: Authority
) -> dict[tuple[str, str], Scored]:
    best: dict[tuple[str, str], Scored] = {}
    for name in bearer.names or bearer.covers:
        for record, how in _records(name, kinds, authority):
            entry = authority.entry(record.entity_kind, record.entity)
            place = (record.entity_kind, record.entity)
            if entry and (place not in best or best[place].score < _BASES[how][0]):
                best[place] = Scored(
                    entry, record, how, _BASES[how][0], (_sentence(name, record, how, entry),)
                )
    return best


def _records(
    name: str, kinds: tuple[str, ...], authority: Authority
) -> Iterator[tuple[NameRecord, str]]:
    """Records of the name, else of its family name and initials, else of one that sounds so."""
    exact = [record for record in authority.named(name) if record.entity_kind in kinds]
    for record in exact:
        yield record, _how(record)
    letters, family = split_initials(key(name))
    if not exact and letters and "person" in kinds:
        for record in authority.named(family, "person"):
            yield record, "initials"
    elif not exact and " " in key(name):
        for record in authority.sounding(name):
            if record.entity_kind in kinds and record.kind != "cover name":
                yield record, "alike"


def _how(record: NameRecord) -> str:
    if record.kind == "cover name":
        return "cover"
    if record.kind == "title" and record.entity_kind == "person":
        return "title"
    if record.entity_kind != "person":
        return "full"
    if split_initials(key(record.name))[0]:
        return "initials"
    return "full" if " " in key(record.name) else "short"


def _sentence(name: str, record: NameRecord, how: str, entry: Entry) -> str:
    said = {
        "full": f'The register has "{record.name}" as a name of {entry.label}',
        "title": f'The register has "{record.name}" as a title of {entry.label}',
        "initials": f'"{name}" is {entry.label} with initials',
        "short": f'"{name}" is a short name of {entry.label}',
        "cover": f'The register has "{record.name}" as a cover name of {entry.label}',
        "alike": f'"{name}" may be another romanization of "{record.name}", {entry.label}',
    }[how]
    return f"{said} ({record.source})." if how == "cover" else f"{said}."


# Features


def lived(
    _bearer: Bearer, found: Scored, circumstances: Circumstances, _authority: Authority
) -> Effect | None:
    """Alive on the day of the document: else out. Years nobody verified get two years' grace."""
    entry, on = found.entry, circumstances.on
    alive = entry.alive_on(on)
    if alive is None or on is None:
        return None
    years = f"{entry.birth or '?'}-{entry.death or '?'}"
    if alive:
        return Effect(0.05, f"{entry.label} ({years}) was alive on {on.edtf}.")
    if entry.confidence == "unverified" and within(
        on, _moved(entry.birth, -2), _moved(entry.death, 2)
    ):
        return Effect(-0.1, f"{entry.label} ({years}, not verified) may have lived on {on.edtf}.")
    return Effect(0, f"{entry.label} ({years}) was not alive on {on.edtf}.", veto=True)


def at_work(
    _bearer: Bearer, found: Scored, circumstances: Circumstances, _authority: Authority
) -> Effect | None:
    """Without life dates: seen at work within ten years of the document."""
    entry, on = found.entry, circumstances.on
    if entry.birth or entry.death or not entry.active_from or on is None:
        return None
    if within(on, _moved(entry.active_from, -10), _moved(entry.active_to, 10)):
        return Effect(0, f"Life dates unknown, but messages of {entry.active_from} fit the time.")
    return Effect(-0.3, f"{entry.label} is known from messages of {entry.active_from} only.")


def _moved(edtf: str | None, years: int) -> str | None:
    bounds = from_edtf(edtf) if edtf else None
    if bounds is None or bounds.earliest is None or bounds.latest is None:
        return None
    day = bounds.earliest if years < 0 else bounds.latest
    return f"{int(day[:4]) + years:04d}"


def initials(
    bearer: Bearer, found: Scored, _circumstances: Circumstances, _authority: Authority
) -> Effect | None:
    """The initials that the document prints fit the given names, or the candidate is out."""
    letters = [*bearer.initials, *(i for n in bearer.names if (i := split_initials(key(n))[0]))]
    if found.entry.kind != "person" or not letters:
        return None
    fulls = [key(r.name) for r in found.entry.names if r.kind in ("real", "romanization")]
    shown = letters[0].upper().replace(" ", ". ") + "."
    agree = initials_agree(letters[0], [*fulls, *_shorts(found.entry)])
    if agree is None:
        return None
    if agree:
        points = 0.2 if found.how == "short" else 0.05
        return Effect(points, f"The initials {shown} fit {found.entry.label}.")
    return Effect(0, f"The initials {shown} do not fit {found.entry.label}.", veto=True)


def _shorts(entry: Entry) -> list[str]:
    return [key(r.name) for r in entry.names if split_initials(key(r.name))[0]]


def known_cover(
    bearer: Bearer, found: Scored, _circumstances: Circumstances, authority: Authority
) -> Effect | None:
    """The cover name that the document explains is this candidate's in the register, too."""
    for cover in bearer.covers:
        for record in authority.named(cover, found.entry.kind):
            if record.entity == found.entry.identifier and record.kind == "cover name":
                return Effect(
                    0.1, f'The register, too, has "{record.name}" for {found.entry.label}.'
                )
    return None


def cover_in_use(
    _bearer: Bearer, found: Scored, circumstances: Circumstances, _authority: Authority
) -> Effect | None:
    """A cover name that the document does not explain was in use then, and is well attested."""
    record = found.record
    if found.how != "cover":
        return None
    if not record.valid_on(circumstances.on):
        years = f"{record.valid_from or '?'}-{record.valid_to or '?'}"
        return Effect(-0.3, f'The cover name "{record.name}" is attested for {years} only.')
    if record.confidence == "unverified":
        return Effect(-0.3, f'The cover name "{record.name}" is doubtful.')
    return None


def office_held(
    bearer: Bearer, found: Scored, circumstances: Circumstances, authority: Authority
) -> Effect | None:
    """The post that the document names, or one at a place it went from or to, was held then."""
    for tenure in authority.offices(found.entry.identifier, circumstances.on):
        office = authority.entry("office", tenure.office)
        if found.entry.kind != "person" or office is None or circumstances.on is None:
            continue
        if any(_same_office(text, office) for text in bearer.offices):
            return Effect(0.15, f"{found.entry.label} was {office.label} then.")
        if office.seat in circumstances.places:
            return Effect(
                0.1, f"{found.entry.label} was {office.label} then, which fits the place."
            )
    return None


def _same_office(text: str, office: Entry) -> bool:
    """ "Soviet Amb." names the "Soviet ambassador in North Korea": each word begins one of it."""
    words = [w for w in key(text).split() if w not in {"the", "of", "in", "to", "s", "and"}]
    known = key(" ".join([office.label, *(r.name for r in office.names)])).split()
    return bool(words) and all(any(k.startswith(w) for k in known) for w in words)


def nationality(
    bearer: Bearer, found: Scored, _circumstances: Circumstances, authority: Authority
) -> Effect | None:
    """A post that begins with a country's adjective is not held by somebody of another one."""
    entry = found.entry
    if entry.kind != "person" or not entry.country:
        return None
    for text in bearer.offices:
        countries = (
            {r.entity for r in authority.named(key(text).split()[0], "place")}
            if key(text)
            else set()
        )
        if countries and entry.country not in countries:
            return Effect(0, f'{entry.label} did not serve the country of "{text}".', veto=True)
    return None


FEATURES: tuple[Feature, ...] = (
    lived,
    at_work,
    initials,
    known_cover,
    cover_in_use,
    office_held,
    nationality,
)
"""All features, in the order their sentences are read."""
