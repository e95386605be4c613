"""Where words of a text may be names of persons of a list, and what stands around them.

The text is read once for runs of capitalized words ("Assistant Secretary Walter Robertson",
"U. Alexis Johnson"); each word of a run is looked up in the list, and its neighbors in the run
become clues. Nobody is identified here: see `kg.extractors.edition.persons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.authority.listed import PersonList
from kg.authority.printed_names import (
    FOLLOWING,
    GIVEN,
    NICKNAMES,
    PARTICLES,
    PHRASES,
    SUFFIXES,
    THINGS,
    TITLES,
    VIETNAMESE,
    plain_word,
)
from kg.authority.weighing import NO_CLUES, Bearer, Clues, given_fit, office_words

_UPPER = "A-ZÀ-ÖØ-Þ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_NAME = rf"[{_UPPER}](?:['’][{_UPPER}])?[{_LETTER}]+(?:['’‘ʼ-][{_LETTER}]+)*"
NAME = re.compile(_NAME)
"""A capitalized word of two letters or more; the raised digits of a footnote mark end it."""
_ABBREVIATED = (
    "Mr|Mrs|Ms|Messrs|Dr|Gen|Col|Lt|Maj|Adm|Sen|Rep|Amb|Capt|Brig|Cmdr|Prof|Rev|Gov|Hon|Sgt|Sr|Jr"
)
# In a run a full stop belongs to an initial or an abbreviated title only, so that the run ends
# with its sentence; "al-" and "d'" may stand before the capital.
_WORD = (
    rf"(?:(?:[{_UPPER}]\.-?)+(?![{_LETTER}]{{2}})|(?:{_ABBREVIATED})\.|(?:al-|el-|d['’])?{_NAME})"
)
_SMALL = "de|De|da|dos|von|van|der|ibn|bin|al|el|na|y|dinh|huu|ngoc|huy|quang|thi|xuan|trong|le"
_SMALL_WORDS = frozenset(_SMALL.split("|"))
_JOINT = rf"(?:[ \u00a0]|(?<=\.)|[ ](?:{_SMALL})[ ]| [“\"]|[”\"] )"
_RUN = re.compile(rf"(?<![{_LETTER}]){_WORD}(?:{_JOINT}{_WORD}){{0,11}}")
_IN_RUN = re.compile(_WORD)
_REACH = 80
"""How many letters before and behind a surname its titles and given names may stand."""
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;][\"”’')]?\s|\n\s*|[\"“\[]|\W{4})\Z")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A word that may name somebody of the list: `start` to `end` with titles and given names.

    `ends` are the ends of the words of `clues.after`. `opening` when its capital may be owed to
    its place: it opens a sentence, or more follow.
    """

    start: int
    end: int
    word: str
    bearers: tuple[Bearer, ...]
    clues: Clues
    titled: bool
    opening: bool
    ends: tuple[int, ...] = ()


def sightings(text: str, people: PersonList) -> Iterator[Sighting]:
    """Every word of the text by which somebody of the list is called, in order."""
    bearers = people.bearers
    strangers = people.strangers
    for found in NAME.finditer(text):
        word = found[0]
        if word in strangers:
            continue
        if bearers(_unpossessed(word)):
            yield from _sighted(text, found.start(), found.end(), people)
        elif "-" in word:
            yield from _paired(text, found.start(), word.split("-"), people)
        else:
            people.remember_stranger(word)


def _paired(text: str, start: int, parts: Sequence[str], people: PersonList) -> Iterator[Sighting]:
    """The people of "the Khrushchev-Macmillan communiqué"; not "Ping" of Wang Ping-nan."""
    if not all(part[:1].isupper() for part in parts):
        return
    for part in parts:
        if people.bearers(_unpossessed(part)):
            yield from _sighted(text, start, start + len(part), people)
        start += len(part) + 1


def _unpossessed(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s", "'S", "’S") else word


def _sighted(text: str, start: int, end: int, people: PersonList) -> Iterator[Sighting]:
    """The sighting of the word from `start` to `end`, unless it is part of another's name."""
    if _stands_alone(text, start, end):
        yield _alone(text, start, end, people)
        return
    places = _neighbors(text, start, end)
    at = next(i for i, place in enumerate(places) if place[0] >= start)
    spelled = [_unpossessed(text[a:b]) for a, b in places]
    plain = [plain_word(word) for word in spelled]
    bearers = people.bearers(spelled[at])
    if (
        _is_thing(plain, at)
        or _is_in_phrase(plain, at)
        or _is_given_name(spelled, plain, at, people)
    ):
        return
    if _is_family_of_another(plain, at, bearers):
        return
    opening = _opens_sentence(text, places[0][0])
    first, clues = _clues(plain, spelled, at, bearers, opening)
    if clues is None:
        return
    if len(bearers) > 1:
        near = _near(text, places[first][0], start + len(spelled[at]))
        clues = Clues(clues.before, clues.after, clues.titles, None, clues.suffixes, near)
    yield Sighting(
        places[first][0], start + len(spelled[at]), plain[at], bearers, clues,
        bool(clues.titles), _opens_sentence(text, start) or len(plain) > at + 1,
        tuple(a + len(w) for (a, _), w in zip(places, spelled, strict=True))[at + 1 :],
    )  # fmt: skip


def _alone(text: str, start: int, end: int, people: PersonList) -> Sighting:
    """The sighting of a surname among words in small letters."""
    word = _unpossessed(text[start:end])
    bearers = people.bearers(word)
    clues = NO_CLUES
    if len(bearers) > 1:
        clues = Clues(near=_near(text, start, start + len(word)))
    return Sighting(start, start + len(word), plain_word(word), bearers, clues, False, False)


def _neighbors(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the words of the run in which a word stands."""
    low = start
    if not _opens_run(text, start):
        low = max(text.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
    for run in _RUN.finditer(text, low, end + _REACH):
        if run.end() > start:
            if run.start() > start:
                break
            found = [m.span() for m in _IN_RUN.finditer(text, run.start(), run.end())]
            return [(start, end) if a <= start < b else (a, b) for a, b in found]
    return [(start, end)]


def _opens_run(text: str, start: int) -> bool:
    """True, quickly, when a word in small letters that no name has stands before a word."""
    space = text.rfind(" ", max(0, start - _LOOK_BACK), max(0, start - 1))
    if space < 0 or text[start - 1] != " ":
        return False
    before = text[space + 1 : start - 1]
    return before.isalpha() and before.islower() and before not in _SMALL_WORDS


def _stands_alone(text: str, start: int, end: int) -> bool:
    """True, quickly, when words in small letters stand on both sides."""
    if text[end + 1 : end + 2].isupper() or text[end + 1 : end + 2] in '“"da' or start < _LOOK_BACK:
        return False
    space = text.rfind(" ", start - _LOOK_BACK, start - 1)
    if space < 0 or text[start - 1] != " ":
        return False
    before = text[space + 1 : start - 1]
    return before.islower() and before not in _SMALL_WORDS


_LOOK_BACK = 20


def _opens_sentence(text: str, start: int) -> bool:
    """True when a capital at `start` is owed to the place, not to a name."""
    return bool(_SENTENCE_START.search(text[max(0, start - 4) : start]))


def _near(text: str, start: int, end: int) -> frozenset[str]:
    """The words of the office before and behind a name, within its sentence and line."""
    left = _CUT.split(text[max(0, start - 70) : start].rstrip("( "))[-1]
    behind = text[end : end + 70].lstrip(_SUPERSCRIPT)
    right = _CUT.split(behind[1:])[0] if behind[:2] in (", ", " (") else ""
    return office_words(left) | office_words(right)


_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CUT = re.compile(r"[.;:\n()]|,? and |\) to |, (?=(?:Mr|Mrs|Ambassador|General)\b)")


def _is_thing(plain: Sequence[str], at: int) -> bool:
    return at + 1 < len(plain) and plain[at + 1] in THINGS


def _is_in_phrase(plain: Sequence[str], at: int) -> bool:
    """ "Paz" of La Paz and "Minh" of Viet Minh: part of the name of a place or a party."""
    if at + 1 < len(plain) and (plain[at], plain[at + 1]) in PHRASES:
        return True
    return at > 0 and (plain[at - 1], plain[at]) in PHRASES


def _is_given_name(
    spelled: Sequence[str], plain: Sequence[str], at: int, people: PersonList
) -> bool:
    """ "Foster" of Foster Dulles, "Dean" of Dean Acheson: the name of somebody else.

    The next word is a surname of which this is a given name; or this is a given name of some
    of the list, and a capitalized word follows without a title before.
    """
    if at + 1 >= len(plain):
        return False
    following, here = plain[at + 1], plain[at]
    if following in TITLES or following in SUFFIXES or following in FOLLOWING:
        return False
    if any(
        here in bearer.name.family[:-1] or following in bearer.after
        for bearer in people.bearers(spelled[at])
    ):
        return False
    if len(following) == 1 and at + 2 < len(plain) and "." in spelled[at + 1]:
        return True  # Walter F. Mondale: no surname has an initial and a name behind it
    for bearer in people.bearers(spelled[at + 1]):
        if bearer.before and given_fit(bearer, (here,), ()) > 0:
            return True
    titled = at > 0 and plain[at - 1] in TITLES
    return not titled and here in people.given_names and len(following) > 1


def _clues(
    plain: Sequence[str],
    spelled: Sequence[str],
    at: int,
    bearers: Sequence[Bearer],
    opening: bool,
) -> tuple[int, Clues | None]:
    """The first word of the name and the clues; None when given names say it is another."""
    first = at
    given: list[str] = []
    while first > 0 and plain[first - 1] not in TITLES:
        before = _initials(spelled[first - 1], plain[first - 1])
        if not _before_fits(before, bearers):
            # "Richard H. Davis" of a list that knows no middle initial
            if len(before) > 1 or len(before[0]) > 1 or first < 2:
                break
            if not _before_fits([plain[first - 2]], bearers):
                break
        first -= 1
        given[:0] = before
    if first == at and first > 0 and _foreign_given(plain, spelled, at):
        return at, None
    alone = first == at > (1 if opening else 0) and plain[at - 1] not in TITLES
    if alone and _in_own_order(bearers):
        return at, None
    titles: set[str] = set()
    while first > 0 and plain[first - 1] in TITLES:
        first -= 1
        titles.add(plain[first])
    after = tuple(plain[at + 1 : at + 4])
    suffixes = frozenset(w for w in after if w in SUFFIXES)
    return first, Clues(tuple(given), after, frozenset(titles), None, suffixes)


def _in_own_order(bearers: Sequence[Bearer]) -> bool:
    """True when the word belongs to names in the order of their language ("Minh").

    Another capitalized word before it then makes it another name: Viet Minh, Hong Kong.
    """
    return all(not bearer.name.family for bearer in bearers)


def _is_family_of_another(plain: Sequence[str], at: int, bearers: Sequence[Bearer]) -> bool:
    """ "Nguyen" of Nguyen Van Buu, when no bearer goes on like that."""
    if plain[at] not in VIETNAMESE or at + 1 >= len(plain) or plain[at + 1] in TITLES:
        return False
    return not any(plain[at + 1] in bearer.after for bearer in bearers)


def _initials(spelled: str, plain: str) -> list[str]:
    """ "J.F." is two initials."""
    return list(plain) if "." in spelled and spelled.isupper() else [plain]


def _before_fits(words: Sequence[str], bearers: Sequence[Bearer]) -> bool:
    return any(all(_one_fits(word, bearer) for word in words) for bearer in bearers)


def _one_fits(word: str, bearer: Bearer) -> bool:
    if word in PARTICLES:
        return word in bearer.name.whole
    return given_fit(bearer, (word,), ()) > 0 if bearer.before or bearer.after else False


def _foreign_given(plain: Sequence[str], spelled: Sequence[str], at: int) -> bool:
    """True when the word before is somebody's given name or initial, but nobody's here."""
    before = plain[at - 1]
    if (
        spelled[at - 1].isupper()
        and len(spelled[at]) > 2
        and not spelled[at].isupper()
        and len(before) > 1
    ):
        return False
    if before in TITLES or before in PARTICLES:
        return False
    if before == "m":  # "M. Lucet" is Monsieur
        return False
    return (len(before) == 1 and "." in spelled[at - 1]) or before in GIVEN or before in NICKNAMES
