"""How well the words around a name fit a person: given names, titles, office.

A weight is a sum of small ones, each explained at its function; -inf is a contradiction. The
numbers were set by the errors they make on 24 volumes of the series: a given name outweighs a
title, a title an office, and everything the mere prominence of a namesake.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from kg.authority.printed_names import NICKNAMES, PARTICLES, PrintedName


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """An entry of a list of persons.

    `reference` is its address in the volume ("p_AD1") or the register ("100034"), `name` as
    printed ("Acheson, Dean G."), `about` what the list says of him ("Secretary of State until
    January 1953").
    """

    reference: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """That a person is called by a word.

    `before` are the words of his name that may stand before it, `after` those behind it (Chou
    En-lai); `weak` for a word that alone is not enough (Nguyen).
    """

    person: ListedPerson
    name: PrintedName
    before: tuple[str, ...]
    after: tuple[str, ...]
    weak: bool = False
    prior: float = 0.0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What stands around a name: words in `plain_word` form, in the order of the text.

    `before` are the given names and initials just before it, `after` the capitalized words
    just behind it, `titles` the words of a title before it, `office` the office the text gives
    him ("Ambassador in India"), `suffixes` as "jr"; `near` the words around, for `near_fit`.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    office: str | None = None
    suffixes: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


NO_CLUES = Clues()
"""Nothing stands around the name but words in small letters."""


def weigh(bearers: Sequence[Bearer], clues: Clues) -> list[tuple[float, Bearer]]:
    """Those bearers whom nothing contradicts with their weights, best first."""
    if len(bearers) == 1 and clues is NO_CLUES and not bearers[0].weak:
        return [(bearers[0].prior, bearers[0])]
    scored = [(_weight(bearer, clues), bearer) for bearer in bearers]
    return sorted(((s, b) for s, b in scored if s > -inf), key=lambda pair: -pair[0])


def decided(weighed: Sequence[tuple[float, Bearer]], margin: float) -> ListedPerson | None:
    """The best, when he is alone or better than the next by `margin`."""
    if not weighed or (len(weighed) > 1 and weighed[0][0] - weighed[1][0] < margin):
        return None
    return weighed[0][1].person


def _weight(bearer: Bearer, clues: Clues) -> float:
    score = bearer.prior
    if clues.before or bearer.after:
        given = given_fit(bearer, clues.before, clues.after)
        if given == -inf:
            return given
        score += given
    if bearer.weak and score < _SURE:
        return -inf
    if clues.titles or bearer.name.titles & _WOMEN:
        score += title_fit(bearer, clues.titles)
    if clues.suffixes:
        score += 2.0 if clues.suffixes & bearer.name.suffixes else -1.0
    if clues.office:
        score += office_fit(bearer.about, clues.office)
    if clues.near:
        score += near_fit(bearer.about, clues.near)
    return score


_SURE = 8.0


def given_fit(bearer: Bearer, before: Sequence[str], after: Sequence[str]) -> float:
    """How well given names and initials around the word fit: -inf when they contradict.

    A full given name counts 8, an initial 4; what stands around the word and is no part of the
    name speaks against it.
    """
    score = 0.0
    own = bearer.before or bearer.after
    if bearer.after and after:
        score = 8.0 if _same_start(after[0], bearer.after[0]) else -2.0
    if not before or not own:
        return score if own or not before else (-2.0 if before else 0.0)
    known = (*own, *bearer.name.nicknames, *bearer.name.family[:-1], *bearer.name.whole)
    fits = [(len(w), _given_fit(w, known)) for w in before if w in known or w not in PARTICLES]
    named = any(length > 1 and fit > 0 for length, fit in fits)
    if any(fit < 0 and (length > 1 or not named) for length, fit in fits):
        return -inf  # an initial that the list prints otherwise does not outweigh a given name
    return score + sum(fit for _, fit in fits)


def _given_fit(word: str, known: Sequence[str]) -> float:
    if word in known:
        return 8.0 if len(word) > 1 else 4.0
    if len(word) == 1:
        return 4.0 if any(k[0] == word for k in known) else -1.0
    full = NICKNAMES.get(word)
    for name in known:
        if len(name) == 1:
            if name == word[0] or (full and name == full[0]):
                return 4.0
        elif full == name or _same_start(word, name) or NICKNAMES.get(name) == word:
            return 7.0
    return -1.0


def _same_start(one: str, other: str) -> bool:
    """Spellings of one given name: Andrei and Andrey, Frederic and Frederick, Alex, Alexander."""
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < 3:
        return False
    common = next((i for i in range(short) if one[i] != other[i]), short)
    return common == short or (common >= 3 and common >= 0.6 * max(len(one), len(other)))


_TITLE_WORDS = {
    "sen": "senator", "rep": "representative", "congressman": "representative", "gen": "general",
    "amb": "ambassador", "adm": "admiral", "col": "colonel", "lt": "lieutenant",
    "premier": "premier|prime minister|chairman of the council|president of the council",
    "prime": "prime minister|premier|president of the council|chairman of the council",
    "marshal": "marshal|field",
}  # fmt: skip
_WOMEN = frozenset(("mrs", "miss", "ms", "mme", "madame", "madam", "queen", "princess", "lady"))
_NO_OFFICE = frozenset(
    [
        "mr",
        "dr",
        "sir",
        "m",
        "doctor",
        "herr",
        "under",
        "deputy",
        "assistant",
        "first",
        "vice",
        "prime",
        "acting",
        "second",
        "third",
        "dame",
        "senor",
        "monsieur",
        "hon",
        "minister-designate",
    ]
)
_STRONG = frozenset(
    [
        "president",
        "senator",
        "king",
        "queen",
        "prince",
        "secretary",
        "ambassador",
        "general",
        "admiral",
        "governor",
    ]
)


def title_fit(bearer: Bearer, titles: frozenset[str]) -> float:
    """How well the words of a title fit what the list says: 3 a word, -2 where it does not."""
    return _title_fit(bearer.name.titles, bearer.about, titles)


@lru_cache(maxsize=32768)
def _title_fit(printed: frozenset[str], about: str, titles: frozenset[str]) -> float:
    never_mister = bool(printed & _RANKED) or about.startswith("Senator")
    about = about.lower()
    if titles & _WOMEN or printed & _WOMEN:
        if titles & _WOMEN and printed & _WOMEN:
            return 4.0
        if "mr" in titles or printed & _WOMEN:
            return -5.0
        return 3.0 if "wife" in about or "mrs" in about else -1.0
    score = -1.5 if "mr" in titles and never_mister else 0.0
    score += sum(_one_title(title, printed, about) for title in titles)
    return score + _presidents(titles, about)


def _one_title(title: str, printed: frozenset[str], about: str) -> float:
    if title in _NO_OFFICE:
        return 0.5 if title in printed else 0.0
    if title in printed:
        return 4.0
    if _says(about, _TITLE_WORDS.get(title, title)):
        return 3.0
    return -2.0 if title in _STRONG else -1.0


def _presidents(titles: frozenset[str], about: str) -> float:
    """A president, a vice president, and an assistant to the president are three."""
    if "vice" in titles and "president" in titles:
        return 2.0 if "vice president" in about else -4.0
    if "president" in titles and _VICE.match(about):
        return -3.0
    return 2.0 if "president" in titles and _PRESIDENT.search(about) else 0.0


_RANKED = frozenset(["general", "admiral", "colonel", "king", "prince", "sir", "lord"])
"""Those who bear such a title are called by it, not "Mr."."""
_VICE = re.compile(r"vice president\b")
_PRESIDENT = re.compile(
    r"(?:^|; |former )(?:\d\dth )?president (?:of|from|and|until|\()|^president$|; president"
)


@lru_cache(maxsize=16384)
def _says(about: str, wanted: str) -> bool:
    return any(re.search(rf"\b{re.escape(way)}", about) for way in wanted.split("|"))


_SMALL = frozenset(
    [
        "the",
        "of",
        "in",
        "to",
        "for",
        "and",
        "at",
        "from",
        "until",
        "on",
        "after",
        "thereafter",
        "then",
        "also",
        "with",
        "his",
        "a",
        "an",
        "by",
    ]
)
_MONTHS = frozenset(map(str.lower, calendar.month_name[1:]))


@lru_cache(maxsize=16384)
def office_words(text: str) -> frozenset[str]:
    """The telling words of an office, in a form that lists and heads share."""
    found = re.findall(
        r"[a-z]{2,}",
        text.lower().replace("u.s.", "united states").replace("u.n.", "united nations"),
    )
    return frozenset(_stem(w) for w in found if w not in _SMALL and w not in _MONTHS)


def _stem(word: str) -> str:
    """ "Vietnamese" and "Vietnam", "Soviet" and "Soviets": the first six letters."""
    return word[:6]


@lru_cache(maxsize=16384)
def _offices(about: str) -> tuple[frozenset[str], ...]:
    return tuple(dict.fromkeys(office_words(part) for part in about.split(";")))


def office_fit(about: str, office: str) -> float:
    """How much of an office the list knows of a person: 0 nothing, 4 to 5.5 all its words."""
    wanted = office_words(office)
    if not wanted:
        return 0.0
    return max(_share(wanted, known) for known in _offices(about))


def _share(wanted: frozenset[str], known: frozenset[str]) -> float:
    common = len(wanted & known)
    return 4.0 * common / len(wanted) + 1.5 * common / (len(wanted | known))


def near_fit(about: str, near: frozenset[str]) -> float:
    """How much of an office stands in the words before or behind a name: 0 to 4.

    `near` holds `office_words` of running text, of which only a part is the office.
    """
    best = 0.0
    for known in _offices(about):
        common = len(known & near)
        if common > 1 or common == len(known) > 0:
            best = max(best, 4.0 * common / min(len(known), 6) if common < 6 else 4.0)
    return min(best, 4.0)


_PROMINENT: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (r"president of the united states|^president (?:until|from|\()|^president$", 0.9),
        (r"(?:^|; |thereafter )secretary of (?:state|defense)(?!,| for)", 0.8),
        (r"^(?:president|king|prime minister|premier|chairman of the council)", 0.7),
        (r"foreign minister|minister (?:of|for) foreign", 0.6),
        (r"^secretary of|director of central|attorney general|chairman", 0.5),
        (r"(?<!staff )assistant to the president|assistant for national", 0.5),
        (r"under secretary|assistant secretary|ambassador", 0.4),
        (r"director|minister|senator", 0.3),
    )
)


@lru_cache(maxsize=16384)
def prominence(about: str) -> float:
    """How likely a bare surname means this person rather than a namesake, from 0 to 0.9.

    Read off his offices: a head of state is named more often than a desk officer.
    """
    low = about.lower()
    return next((weight for pattern, weight in _PROMINENT if pattern.search(low)), 0.0)
