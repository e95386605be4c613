"""What a party of a head line is: a person with his office, or an office.

The editors print a person with the surname in brackets behind the office ("the Ambassador in India
(Henderson)"), with a title before the name ("Secretary of State Rusk", "President Kennedy"), or
with the full name and his office behind it ("Harold H. Saunders of the National Security Council
Staff"). Everything else names an office ("the Embassy in India", "the Secretary of State").

Which words are titles, close an office or name a body is data (`data/extractors/head_terms.csv`,
and `countries.csv` for "the French Foreign Minister").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

from kg.files import shipped


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a party say: `kind` "person" or "office", `name`, and a person's office."""

    kind: str
    name: str
    office: str | None = None


_BRACKET = re.compile(r"(?P<office>.*?),?\s*\((?P<name>[^()]{2,60})\)(?P<tail>[^()]*)\Z", re.S)
_UNTOLD = re.compile(r"\[?[^\[\]()]*\b(?:not declassified|not identified|unidentified)\]?")
_WITHHELD = re.compile(r"\[[^\[\]]*not declassified\](?: of(?: the)?|,)? ?")
_AND_WITHHELD = re.compile(r" and \[[^\[\]]*not declassified\]\Z")
_COURTESY = re.compile(r"(?:Mr|Messrs|Mrs|Ms|Dr)\.? |Miss ")
_BEHIND = re.compile(
    r" of (?:the )?[A-Z]|,? (?:[Tt]emporarily |[Tt]hen )?(?:at|in|aboard|en route)\b"
)
_OF = re.compile(r"(?P<name>.+?)(?: of (?:the )?|, (?:of )?(?:the )?)(?P<office>.+)\Z", re.S)
_PLACE = re.compile(
    r",? (?:[Tt]emporarily |[Tt]hen |[Nn]ow )?(?:at|in|aboard|en route to|on board)"
    r"(?: the)? (?=[A-Z])[^()]{2,80}\Z"
)
_COMMA_PLACE = re.compile(
    r", (?:(?:[Tt]emporarily |[Tt]hen |[Nn]ow )(?:at|in)|at|aboard|en route)\b[^()]{2,80}\Z"
)
_HOLDER_AT = re.compile(
    r"\A(?P<office>(?:Acting |Under |Vice |Deputy )*(?:President|Secretary)"
    r"(?: of (?:State|Defense|the Treasury))?),? (?:in|at) [^()]+\Z"
)
_NAME_WORD = (
    r"(?:[A-Z](?:\[[a-z]+\])?\.(?:[A-Z]\.)*|[A-ZÀ-Þ][\w’'À-ÿ-]*[a-zà-ÿ][\w’'À-ÿ-]*|[A-Z]{3,}|[A-Z](?!\w)"
    r"|[dD][aeiu]l?|[dD]es|[dDlL][’'][A-ZÀ-Þ][\w’'À-ÿ-]+|[vV][ao]n|[dD]er|[bB]in|[aA]l|[eE]l|[lL][ae]|y)"
)
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,5}}(?:,? (?:Jr|Sr|I{{1,3}}|IV)\b\.?)?")
_NOT_A_NAME = re.compile(r"[A-Z]{2,5}|[^a-z]*\d.*")
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er) ")
_LINKS = frozenset(("of", "the", "for", "and", "in", "to", "at", "&"))


@lru_cache(maxsize=8192)
def read_party(words: str) -> Reading | None:
    """What the words of one party say, or None when they tell of nobody.

    Raises nothing: words without a name are an office under these words.

    >>> read_party("the Ambassador in India (Henderson)")
    Reading(kind='person', name='Henderson', office='Ambassador in India')
    >>> read_party("Secretary of State Dulles, at Geneva")
    Reading(kind='person', name='Dulles', office='Secretary of State')
    >>> read_party("Harold H. Saunders of the National Security Council Staff")
    Reading(kind='person', name='Harold H. Saunders', office='National Security Council Staff')
    >>> read_party("the Embassy in India")
    Reading(kind='office', name='Embassy in India', office=None)
    """
    words = " ".join(words.split()).strip(" ,;:")
    bracketed = _BRACKET.match(words)
    if bracketed and (found := _bracketed(bracketed)):
        return found
    words = _untold(words)
    if not words or not re.search(r"[^\W\d_]{2}", words):
        return None
    article = _ARTICLE.match(words)
    if article:
        return Reading("office", _without_place(words[article.end() :]))
    return _titled(words) or _named(words) or Reading("office", _without_place(words))


@lru_cache(maxsize=8192)
def is_person(words: str) -> bool:
    """Whether the words, which open with no article, are a title and name or a full name.

    >>> is_person("President Kennedy"), is_person("Spurgeon Keeny of the Staff")
    (True, True)
    >>> is_person("African Affairs"), is_person("Khrushchev")
    (False, False)
    """
    if _ARTICLE.match(words) or not _NAME.match(words):
        return False
    if is_titled(words):
        return True
    named = _named(words)
    return named is not None and " " in named.name


@lru_cache(maxsize=8192)
def is_titled(words: str) -> bool:
    """Whether the words are a title and a name ("President Kennedy", "Mr. Hoover")."""
    return (_named if _COURTESY.match(words) else _titled)(words) is not None


def is_surname(words: str) -> bool:
    """Whether the words are one word that may be a name ("Kohler")."""
    single = " " not in words and _NAME.fullmatch(words)
    return bool(single) and not is_office_noun(words) and not _NOT_A_NAME.fullmatch(words)


def is_office_noun(word: str) -> bool:
    """Whether the word names a body or an office ("Embassy", "Secretary", "Organizations")."""
    bare = word.strip("[],.").removesuffix("’s").removesuffix("'s")
    nouns = _terms()["office noun"]
    return bare in nouns or bare.removesuffix("s") in nouns or bare in _terms()["role end"]


def paper_words() -> list[str]:
    """The words for sorts of paper ("Telegram", "Aide-Mémoire"), the longest first."""
    return sorted(_terms()["paper"], key=lambda word: (-len(word), word))


def takes_to(before: str) -> bool:
    """Whether an office that ends so goes on with "to": "... Special Assistant", "... Mission".

    >>> takes_to("the Mission"), takes_to("the Department of State")
    (True, False)
    """
    last = " ".join(before.split()[-2:]).strip(",").removesuffix("-designate")
    nouns = _terms()["takes to"]
    return last in nouns or last.rpartition(" ")[2] in nouns


def _bracketed(found: re.Match[str]) -> Reading | None:
    name, office = found["name"].strip(), _without_article(found["office"])
    if _UNTOLD.fullmatch(name) or "not declassified" in name:
        return Reading("office", office) if office else None
    if _NOT_A_NAME.fullmatch(name) or any(map(is_office_noun, name.split())):
        return None
    first, comma, behind = found["office"].partition(", ")
    if comma and is_person(first):  # "Mr. Paul H. Nitze, Deputy to the Assistant Secretary (Thorp)"
        reading = read_party(first)
        return reading and replace(reading, office=_without_article(behind))
    return Reading("person", _plain_name(name), office or None)


def _titled(words: str) -> Reading | None:
    """A title or office that ends before a name: "Director of Central Intelligence Dulles"."""
    tokens = words.split(" ")
    opens = 0
    while opens < len(tokens) and tokens[opens] in _openers():
        opens += 1
    if opens == len(tokens) or not _is_title(tokens[opens]) or _COURTESY.match(words):
        return None
    for end in _ends_of_title(tokens, opens):
        rest = " ".join(tokens[end:])
        name = _NAME.match(rest)
        if name and _stands_alone(name[0], rest[name.end() :]):
            return Reading("person", _plain_name(name[0]), " ".join(tokens[:end]).strip(","))
    return None


def _stands_alone(name: str, behind: str) -> bool:
    """Whether the words are a name, and those behind it a place, an office or nothing."""
    if any(is_office_noun(token) or _is_title(token) for token in name.split()):
        return False
    return not behind.strip(" ,") or behind[0] == "," or bool(_BEHIND.match(behind))


def _ends_of_title(tokens: list[str], first: int) -> list[int]:
    """After how many words a title may end that leaves a name, the longest first."""
    ends: list[int] = []
    for place, token in enumerate(tokens[first:-1], first):
        bare = re.sub(r"-[Dd]esignate\Z", "", token.strip(","))
        if _is_title(bare) or (place > first and bare in _terms()["role end"]):
            ends.append(place + 1)
        elif not _continues(bare, behind_title=place in ends):
            break
        if token.endswith(",") and place + 1 not in ends:
            break
    return ends[::-1]


def _continues(word: str, *, behind_title: bool) -> bool:
    """Whether a word may stand inside a title: "at" only behind one ("Ambassador at Large")."""
    if word in ("at", "in"):
        return behind_title
    return word in _LINKS or word[:1].isupper()


def _named(words: str) -> Reading | None:
    """A full name, perhaps with his office behind it: "George T. Lister of the Office ..."."""
    courtesy = _COURTESY.match(words)
    words = words[courtesy.end() :] if courtesy else words
    name = _NAME.match(words)
    if not name or any(map(is_office_noun, name[0].split())) or _NOT_A_NAME.fullmatch(name[0]):
        return None
    rest = words[name.end() :]
    if not rest or _PLACE.fullmatch(rest):
        return Reading("person", _plain_name(name[0]))
    office = _OF.match(f"x{rest}")
    return Reading("person", _plain_name(name[0]), office["office"]) if office else None


def _untold(words: str) -> str:
    """The words without a name that was withheld; the office of whom it was remains."""
    if "declassified" not in words:
        return words
    words = _AND_WITHHELD.sub("", words)
    withheld = _WITHHELD.match(words)
    return words[withheld.end() :] if withheld else words


def _without_place(office: str) -> str:
    """The office without the place where its holder was: "Secretary of State in Washington"."""
    return _HOLDER_AT.sub(r"\g<office>", _COMMA_PLACE.sub("", office))


def _without_article(words: str) -> str:
    words = words.strip(" ,")
    article = _ARTICLE.match(words)
    return words[article.end() :] if article else words


def _plain_name(name: str) -> str:
    return name.replace("[", "").replace("]", "").strip(" ,")


def _is_title(token: str) -> bool:
    return token.strip(",") in _terms()["title"]


@cache
def _openers() -> frozenset[str]:
    with (shipped("data") / "extractors" / "countries.csv").open(encoding="utf-8") as file:
        countries = {row["word"] for row in csv.DictReader(file)}
    return frozenset((countries | _terms()["title opener"]) - _terms()["title"])


@cache
def _terms() -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    with (shipped("data") / "extractors" / "head_terms.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            classes.setdefault(row["class"], set()).add(row["term"])
    return MappingProxyType({name: frozenset(terms) for name, terms in classes.items()})
