"""A name as a list of persons prints it, and as running text uses it, in comparable words.

Lists turn names round ("Dulles, John Foster", "Goodpaster, Brigadier General Andrew J., USA"),
give nicknames in quotes or brackets, other names in brackets ("Yeh, George K.C. (Yen Kung-ch'ao)"),
and leave names in the order of their language where the family stands first or nobody has one
("Ngo Dinh Diem", "Mao Tse-tung", "Hassan II", "Souphanouvong").
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

from kg.cleaning import ascii_fold
from kg.files import shipped


def _table() -> dict[str, dict[str, str]]:
    """The words of names by class, from data/extractors/name_words.csv."""
    found: dict[str, dict[str, str]] = {}
    with (shipped("data") / "extractors" / "name_words.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["class"], {})[row["word"]] = row["value"]
    return found


_WORDS = _table()

TITLES = frozenset(_WORDS["title"])
"""Words before a name that are no part of it."""

SUFFIXES = frozenset(_WORDS["suffix"])
"""Words after a name that are no part of it."""

PARTICLES = frozenset(_WORDS["particle"])
"""Small words that open a family name."""

VIETNAMESE = frozenset(_WORDS["Vietnamese family name"])
"""Vietnamese family names: their bearers are called by the last word (Ngo Dinh Diem, "Diem")."""

GIVEN = frozenset(_WORDS["given name"])
"""Given names common enough to say that a surname behind them belongs to that person."""

NICKNAMES = _WORDS["nickname"]
"""Short forms of given names."""

PATRONYMICS = frozenset(_WORDS["patronymic"])
"""Arabic and Malay words for son and daughter: the father's name follows."""

BOUND = frozenset(_WORDS["bound element"])
"""Openings of Arabic names that are half a word: "Abd al-Ilah" is the servant of God."""

THINGS = frozenset(_WORDS["thing"])
"""Words after a surname that make it a thing, a place or a collection of papers."""

PHRASES = frozenset(tuple(w.split()) for w in _WORDS["phrase"])
"""Pairs of words that are a place or a party, whatever surname one of them is elsewhere."""

FOLLOWING = frozenset(_WORDS["following"])
"""Words that follow surnames and are none themselves: "the Mansfield Committee"."""

_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_WORD = re.compile(rf"[{_LETTERS}]+(?:[-'’‘ʼ`][{_LETTERS}]+)*(?:[’‘'](?![{_LETTERS}]))?")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_NUMERAL = re.compile(r"[IVX]+$")
_ALSO = re.compile(r"^(?:also|born|aka|a\.k\.a\.|né|née|alias|or)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![\w’'-])(?:[Aa][ldnrstz]|[Ee]l|e[dnrstz]|[Aae]sh)[-‑](?=\w)")


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """The word in lower case, without diacritics, hyphens and apostrophes.

    >>> plain_word("Kung-ch’ao"), plain_word("Sésé")
    ('kungchao', 'sese')
    """
    folded = word.lower() if word.isascii() else ascii_fold(word)
    return folded.translate(_JOINTS) if not folded.isalpha() else folded


_JOINTS = {ord(c): None for c in "-'’‘ʼ`.–"}


def words(text: str) -> list[str]:
    """The words of a name, in lower case; initials one by one.

    >>> words("Kusterer, H.R. “Bob”")
    ['kusterer', 'h', 'r', 'bob']
    """
    return [plain_word(w) for w in _WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name taken apart, all words as `plain_word` gives them.

    `family` are the words before the comma; empty for a name in the order of its language,
    which stands whole in `given`. `titles` and `suffixes` are what was set aside.
    `hyphenated` tells of a family name or a Chinese or Korean given name with a hyphen,
    `article` of a family name with the Arabic article.
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    titles: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    nicknames: tuple[str, ...] = ()
    hyphenated: bool = False
    article: bool = False

    @property
    def whole(self) -> tuple[str, ...]:
        """All words of the name."""
        return self.family + self.given

    def calls(self) -> tuple[str, ...]:
        """The words by which running text may call this person, the likeliest first.

        >>> [printed_names(n)[0].calls() for n in ("Rusk, Dean", "Chou En-lai", "Ngo Dinh Diem")]
        [('rusk',), ('chou',), ('diem',)]
        """
        if len(self.family) == 1 and not self.article:
            return self.family
        if self.family:
            return self._family_calls()
        return self._own_calls() if self.given else ()

    def _family_calls(self) -> tuple[str, ...]:
        """Of several words before the comma."""
        solid = [w for w in self.family if w not in _UNSOLID] or list(self.family)
        joined = ["".join(self.family)] if len(self.family) > 1 else []
        if self.article and self.given:  # Nuri al-Said is "Nuri" or "Said"
            return (*joined, solid[-1], self.given[0])
        if self.hyphenated:  # Douglas-Home is "Home", never "Douglas"
            return (*joined, solid[-1])
        return tuple(dict.fromkeys([solid[0], solid[-1], *joined]))

    def _own_calls(self) -> tuple[str, ...]:
        """Of a name in the order of its language."""
        first, last = self.given[0], self.given[-1]
        if self.hyphenated:
            return (first,)
        if first in VIETNAMESE:  # Ho Chi Minh alone is called by the first
            return (last, first) if self.given[:2] == ("ho", "chi") else (last,)
        if personal := self._before_patronymic():
            return _unbound(personal)
        if first in GIVEN or first in NICKNAMES:
            return (last,)
        return _unbound(self.given)

    def _before_patronymic(self) -> tuple[str, ...]:
        """The man's own name, when his father's follows: Hussein ibn Talal is "Hussein"."""
        at = next((i for i, w in enumerate(self.given) if w in PATRONYMICS), 0)
        return self.given[:at]


def _unbound(own: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the last word, without halves of names; Abdul Ilah is "Abdulilah", too.

    >>> _unbound(("abdul", "ilah")), _unbound(("de", "margerie")), _unbound(("nuri", "said"))
    (('ilah', 'abdulilah'), ('margerie',), ('nuri', 'said'))
    """
    solid = [w for w in own if w not in _UNSOLID] or list(own)
    joined = ["".join(own[:2])] if own[0] in BOUND and len(own) > 1 else []
    return tuple(dict.fromkeys((solid[0], solid[-1], *joined)))


_UNSOLID = PARTICLES | BOUND


_USUAL = re.compile(r"([A-Z][a-z]+), ([A-Z][a-z]+)(?: ([A-Z][a-z]+|[A-HJ-Z]\.))?")
"""Most names of a list: nothing in them needs sorting out."""


def _usual(entry: str) -> PrintedName | None:
    """ "Rusk, David Dean" and "Wiley, John C.", read at once; None for any other."""
    found = _USUAL.fullmatch(entry)
    if not found:
        return None
    family, first, second = found[1].lower(), found[2].lower(), (found[3] or "").lower()
    if first in _NO_GIVEN or second in _NO_GIVEN:
        return None
    return PrintedName((family,), (first, second.rstrip(".")) if second else (first,))


_NO_GIVEN = TITLES | SUFFIXES


@lru_cache(maxsize=65536)
def printed_names(entry: str) -> tuple[PrintedName, ...]:
    """The name of an entry of a list, and the other names its brackets give.

    >>> printed_names("Goodpaster, Brigadier General Andrew J., USA (ret.)")[0].given
    ('andrew', 'j')
    >>> [name.family for name in printed_names("Barnes, Tracy (Playdon, William D.)")]
    [('barnes',), ('playdon',)]
    """
    if usual := _usual(entry):
        return (usual,)
    nicknames = [w for m in _QUOTED.findall(entry) for w in words(m) if w not in TITLES]
    bare = _QUOTED.sub(" ", entry)
    comma = bare.find(",")
    others: list[PrintedName] = []
    families: list[tuple[str, ...]] = []
    for found in _BRACKET.finditer(bare):
        inside = _ALSO.sub("", found[1].strip())
        parts = words(inside)
        if not parts or all(p in SUFFIXES or p in TITLES for p in parts):
            continue
        if len(parts) == 1 and 0 <= found.start() < comma:
            families.append(tuple(parts))
        elif len(parts) == 1 and comma >= 0:
            nicknames.append(parts[0])
        else:
            others.append(_one(inside, ()))
    main = _one(_BRACKET.sub(" ", bare), tuple(nicknames)) if bare.strip()[:1] != "(" else None
    if main is None:
        return tuple(others)
    second = [
        PrintedName(f, main.given, main.titles, main.suffixes, main.nicknames) for f in families
    ]
    return (main, *second, *others)


def _one(text: str, nicknames: tuple[str, ...]) -> PrintedName:
    """One name without brackets and quotes."""
    before, _, after = text.partition(",")
    rest, titles, suffixes = _sorted_out(after)
    bare = _ARTICLE.sub("", before)
    article, before = bare != before, bare
    front, more_titles, more_suffixes = _sorted_out(before.replace("-", " ") if rest else before)
    titles, suffixes = titles | more_titles, suffixes | more_suffixes
    if rest:
        compound = "-" in before
        return PrintedName(
            tuple(front), tuple(rest), titles, suffixes, nicknames, compound, article
        )
    raw = [w for w in _WORD.findall(before) if plain_word(w) in front]
    if len(front) == 1 or _ends_with_initial(before):
        return PrintedName(tuple(front[:1]), tuple(front[1:]), titles, suffixes, nicknames)
    hyphenated = any("-" in w for w in raw) and raw[0].find("-") < 0 and len(raw) == 2
    return PrintedName((), tuple(front), titles, suffixes, nicknames, hyphenated)


def _ends_with_initial(text: str) -> bool:
    """ "Bolshakov Georgi N.": turned round, the comma forgotten."""
    return bool(re.search(r"\s[A-Z]\.\s*$", text))


def _sorted_out(text: str) -> tuple[list[str], frozenset[str], frozenset[str]]:
    """The words of a part of a name, and the titles and suffixes taken out of it."""
    kept: list[str] = []
    titles: set[str] = set()
    suffixes: set[str] = set()
    found = _WORD.findall(text)
    if len(found) == 1 and not text[:1].isspace():  # King, Prince, Marshal as family names
        return [plain_word(found[0])], frozenset(), frozenset()
    for raw in found:
        word = plain_word(raw)
        if word in SUFFIXES or (kept and _NUMERAL.fullmatch(raw) and len(raw) > 1):
            suffixes.add(word)
        elif word in TITLES:
            titles.add(word)
        elif raw.islower() and word not in PARTICLES and word not in ("y", "na"):
            continue
        elif len(raw) in (2, 3) and raw.isupper() and raw.isascii() and kept == []:
            kept.extend(word)
        else:
            kept.append(word)
    if kept and len(kept) > 1 and kept[-1] == "i":
        kept = kept[:-1]
    return kept, frozenset(titles), frozenset(suffixes)
