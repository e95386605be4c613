"""Whom a signature, a set of initials or a first name means.

"Dean", "McG. B." and "Walt" mean somebody in office on that day (`kg.authority.officers`) or in the
volume's list of persons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.authority.officers import officers_on, offices_of
from kg.authority.volumes import Volume
from kg.files import shipped

_WORD = re.compile(r"[A-Z][\w’'-]*")
_FOREIGN = re.compile(
    r"\b(?:Prime Minister|Foreign Minister|Minister of|Premier|King of|Shah|Soviet|British|French"
    r"|German|Chinese|Vietnamese|Israeli|Egyptian|President of (?!the (?:United|Export)))"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A person with the office held on the day, or what the list of persons says of him."""

    name: str
    office: str | None = None
    reference: str | None = None


def named(words: str, day: str) -> Known | None:
    """Who signs with a full name or a surname; the office is known for high officers only.

    >>> named("Acheson", "1951-01-12").office
    'Secretary of State'
    """
    tokens = _WORD.findall(words)
    if not tokens:
        return None
    if len(tokens[-1]) > 2 and not tokens[-1].isupper():
        held = offices_of(tokens[-1], day) if day else []
        fits = [
            o for o in held if len(tokens) == 1 or o.name[0] == tokens[0][0] or tokens[0] in o.name
        ]
        if fits:
            return Known(words, fits[0].office)
    return None


def familiar(words: str, day: str, volume: Volume) -> Known | None:
    """The man whom a first name ("Mac") or initials ("McG. B.") mean.

    Of several with a first name the highest in office is taken, of several with initials none.

    >>> familiar("Mac", "1962-05-01", Volume("frus1961-63v05")).name
    'McGeorge Bundy'
    """
    initials = _initials(words)
    first = words.strip(". ").casefold()
    fits = _by_initials if initials else _by_first_name
    sought = initials or first
    officers = {o.name: o.office for o in officers_on(day) if fits(o.name, sought)} if day else {}
    listed = [
        p for p in volume.persons if not _FOREIGN.search(p.about) and fits(_turned(p.name), sought)
    ]
    surnames = {_surname(_turned(p.name)) for p in listed}
    ranked = [name for name in officers if not surnames or _surname(name) in surnames]
    if ranked and (len({_surname(n) for n in ranked}) == 1 or not initials):
        return Known(ranked[0], officers[ranked[0]])
    if len(listed) == 1:
        return Known(_turned(listed[0].name), None, listed[0].reference)
    return None


def about(words: str, volume: Volume) -> str:
    """What the list of persons says of the one entry with that surname and initial, else ""."""
    tokens = _WORD.findall(words)
    if not tokens:
        return ""
    same = [
        p
        for p in volume.persons
        if p.name.partition(",")[0] == tokens[-1]
        and (len(tokens) == 1 or p.name.partition(",")[2].strip()[:1] == tokens[0][0])
    ]
    return same[0].about if len(same) == 1 else ""


def listed_surname(words: str, volume: Volume) -> Known | None:
    """The one entry of the list of persons with that surname.

    >>> from kg.authority.volumes import ListedPerson
    >>> listed_surname("Lodge", Volume("v", (ListedPerson("p_L", "Lodge, Henry Cabot"),))).name
    'Henry Cabot Lodge'
    """
    same = [p for p in volume.persons if p.name.split(",")[0].casefold() == words.casefold()]
    return Known(_turned(same[0].name), None, same[0].reference) if len(same) == 1 else None


@cache
def _nicknames() -> Mapping[str, list[str]]:
    """The names (lower case) that a familiar form stands for: `data/extractors/nicknames.csv`."""
    found: dict[str, list[str]] = {}
    path = shipped("data") / "extractors" / "nicknames.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["nickname"], []).append(row["name"].casefold())
    return found


def _turned(name: str) -> str:
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold()


def _initials(words: str) -> str:
    """ "McG. B." and "WWR" are initials, "Walt" is not."""
    bare = re.sub(r"[\s.]", "", words)
    return bare if len(bare) <= 5 and (bare.isupper() or "." in words) and len(bare) > 1 else ""


def _by_initials(name: str, sought: str) -> bool:
    tokens = _WORD.findall(name)
    whole = "".join(t[0] for t in tokens).upper()
    short = tokens[0][0] + tokens[-1][0] if tokens else ""
    marks = re.sub(r"[a-z]", "", sought)
    wide = "McG" in sought and "McG" in name
    if len(sought) == 2:
        return sought.upper() in (whole, short)
    return marks == whole or (wide and marks[-1] == whole[-1:])


def _by_first_name(name: str, sought: str) -> bool:
    forms: Iterable[str] = (sought, *_nicknames().get(sought, ()))
    given = name.casefold().split()[:-1]
    return any(form in given or " ".join(given).startswith(form + " ") for form in forms)
