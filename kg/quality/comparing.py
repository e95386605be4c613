"""When two names mean the same: persons, offices, places, numbers, places of an edition.

These are the rules of the scorer, not those of `kg.resolve`: they say when a prediction counts as
right, and are therefore kept as they are even where an extractor knows better. The comparison
looks at Latin letters only, without accents and case.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_TITLE_WORDS = (
    "mr mrs miss ms dr gen general lt ltgen maj majgen col colonel lieutenant major brig brigadier"
    " adm admiral vice rear capt captain cmdr commander sir lord senator representative congressman"
    " president secretary ambassador minister prime foreign king prince princess queen shah premier"
    " chancellor chairman professor prof hon justice marshal field under deputy assistant director"
    " the acting jr sr ii iii iv usa usaf usn usmc ret m mme mlle baron count sheikh shaikh emir"
    " amir"
)
_TITLES = frozenset(_TITLE_WORDS.split())
"""Words before or after a name that are no part of it, unless the name is this one word."""
_PARTICLE_WORDS = "de la le van von der den al el bin ibn du di da ben"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())

_NAME_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_BRACKETED = re.compile(r"\([^)]*\)")
_POSSESSIVE = re.compile(r"'s(?: |$)")
_SUFFIX_AT_END = re.compile(r",\s*(jr|sr|ii|iii|iv|usn|usa|usaf|usmc)\b\.?\s*,?\s*$")
_LETTERS = re.compile(r"[a-z]+")
_SHORT_START = 3
"""Letters that two given names must share from the start: Fred, Frederick."""


def folded(text: str) -> str:
    """The text in lower case without accents.

    >>> folded("Gómez")
    'gomez'
    """
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart: `surname`, `given` names before it, all `words` in natural order.

    All are without hyphens and apostrophes; all are empty when there is no Latin letter.
    """

    surname: str
    given: tuple[str, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=100_000)
def person_name(text: str) -> PersonName:
    """The name in either order: "Dean Rusk", "Rusk, Dean".

    >>> person_name("Rusk, Dean") == person_name("Mr. Dean Rusk")
    True
    """
    plain = _BRACKETED.sub(" ", folded(text)).replace("’", "'")
    plain = _POSSESSIVE.sub(lambda m: " " if m[0].endswith(" ") else "", plain)
    if "," in plain and not _SUFFIX_AT_END.search(plain):
        surname, _, given = plain.partition(",")
        return _listed_name(_NAME_WORD.findall(given), _NAME_WORD.findall(surname))
    words = _without_titles(_NAME_WORD.findall(plain))
    return PersonName(words[-1], words[:-1], words) if words else PersonName("", (), ())


def _listed_name(given: list[str], surname: list[str]) -> PersonName:
    """A name of a list: the words before the comma are the surname."""
    words = _without_titles(given + surname)
    if not words:
        return PersonName("", (), ())
    count = len(surname)
    own = words[-count:] if count else words
    bearing = [word for word in own if word not in _PARTICLES] or own
    before = words[:-count] if count else ()
    return PersonName(bearing[-1], before, words)


def _without_titles(raw: list[str]) -> tuple[str, ...]:
    words = tuple(word.replace("'", "").replace("-", "") for word in raw)
    if len(words) == 1:
        return words
    return tuple(word for word in words if word not in _TITLES) or words


def same_person(one: str, other: str) -> bool:
    """True when the two names may be the same person's.

    >>> same_person("Acheson", "Acheson, Dean G."), same_person("John Dulles", "Allen Dulles")
    (True, False)
    """
    a, b = person_name(one), person_name(other)
    if not a.words or not b.words:
        return False
    if a.words == b.words or "".join(a.words) == "".join(b.words):
        return True
    if a.surname == b.surname:
        return _given_names_agree(a.given, b.given)
    fewer, more = sorted((a.words, b.words), key=len)
    within = len(fewer) < len(more) and set(fewer) <= set(more)
    return within and max(map(len, fewer)) >= _SHORT_START


def _given_names_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """True when one of each agree, or one side has none."""
    left = [name for name in one if name not in _PARTICLES]
    right = [name for name in other if name not in _PARTICLES]
    if not left or not right:
        return True
    return any(_given_name_agrees(a, b) for a in left for b in right)


def _given_name_agrees(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    enough = len(shorter) == 1 or len(shorter) >= _SHORT_START
    return a == b or (enough and longer.startswith(shorter))


_ABBREVIATIONS = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\bu\.?\s?s\.?\b|\bunited states\b|\bamerican\b", " "),
        (r"\bu\.?\s?k\.?\b", " united kingdom "),
        (r"\bdept\b|\bstate department\b", "department of state"),
        (r"\bamembassy\b|\bamemb\b", "embassy"),
        (r"\bu\.?\s?n\.?\b", " united nations "),
        (r"\bnato\b", "north atlantic treaty organization"),
        (r"\bcia\b", "central intelligence agency"),
        (r"\bnsc\b", "national security council"),
        (r"\bjcs\b", "joint chiefs of staff"),
    )
)
_TRAVELER = re.compile(r"(acting )?(secretary of state|president) at")
_AT_A_PLACE = re.compile(r",? (at )[a-z .]+(, [a-z]+)?$")
_AT_HOME = re.compile(
    r"^((?:the )?(?:acting )?(?:secretary of state|president|department of state))"
    r"(,? in .*|, .*)$"
)
"""Where a traveling Secretary or President was is no part of his office."""
_SMALL_WORDS = "the of in at to for and a certain"
_NO_OFFICE_WORD = frozenset(_SMALL_WORDS.split())


@lru_cache(maxsize=100_000)
def office_words(text: str) -> tuple[str, ...]:
    """The words that tell one office from another.

    >>> office_words("The Embassy in the United States") == office_words("AmEmbassy")
    True
    """
    plain = folded(text).replace("’", "'")
    if "," in plain or _TRAVELER.match(plain):
        plain = _AT_A_PLACE.sub("", plain)
    plain = _AT_HOME.sub(r"\1", plain)
    for pattern, full in _ABBREVIATIONS:
        plain = pattern.sub(full, plain)
    plain = re.sub(r"[^a-z0-9' ]", " ", plain)
    return tuple(word for word in plain.split() if word not in _NO_OFFICE_WORD)


def same_office(one: str, other: str) -> bool:
    """True when two offices have the same words in the same order."""
    return office_words(one) == office_words(other)


def near_office(one: str, other: str) -> bool:
    """True when one office's words are among the other's, or at least half of all are shared."""
    a, b = set(office_words(one)), set(office_words(other))
    if not a or not b:
        return False
    return a <= b or b <= a or 2 * len(a & b) >= len(a | b)


_NO_PLACE = re.compile(r"\b(d\.? ?c\.?|embassy residence|hotel [\w’']+)\b")


def place_words(text: str) -> tuple[str, ...]:
    """The words of a place of a dateline, without the district and the house."""
    plain = re.sub(r"[^a-z ]", " ", _NO_PLACE.sub(" ", folded(text)))
    return tuple(word for word in plain.split() if word != "the")


def number_letters(text: str) -> str:
    """A number without spaces and dashes.

    >>> number_letters("Secto 3–A")
    'secto3a'
    """
    return re.sub(r"[^a-z0-9]", "", folded(text))


def plain_words(text: str) -> list[str]:
    """The runs of letters of a text."""
    return _LETTERS.findall(folded(text))


def word_f1(one: str, other: str) -> float:
    """F1 of the words of two texts, each word as often as it stands there."""
    a, b = Counter(plain_words(one)), Counter(plain_words(other))
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


_DOCUMENT = re.compile(r"d\d+")
_PAGE = re.compile(r"(?:pg_|p\.? ?)\d+$")


def place_of_edition(target: str, volume: str) -> str:
    """A target in full; footnotes count as their document.

    >>> place_of_edition("#d12fn3", "frus1951v07p2"), place_of_edition("p. 618", "frus1950v06")
    ('frus1951v07p2#d12', 'frus1950v06#pg_618')
    """
    place = target.strip()
    if "#" not in place:
        place = place.replace("/", "#", 1)
    if place.startswith("#"):
        place = volume + place
    elif _DOCUMENT.match(place):
        place = f"{volume}#{place}"
    elif _PAGE.match(place):
        place = f"{volume}#pg_" + re.sub(r"\D", "", place)
    named, _, anchor = place.partition("#")
    return f"{named}#" + re.sub(r"fn.*$", "", anchor) if anchor else named


def sort_of_place(place: str, volume: str) -> str:
    """What a place of an edition is, seen from a volume: "own document", "other volume page" ..."""
    named, _, anchor = place.partition("#")
    if named == volume:
        return "own document" if anchor.startswith("d") else "own page"
    if anchor.startswith("d"):
        return "other volume document"
    return "other volume page" if anchor.startswith("pg") else "other volume"
