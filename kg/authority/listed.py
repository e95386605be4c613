"""Who of a list of persons is meant by a name: surname, given names, title, office.

A list (a volume's own, or those of the register of people who may occur in it) is indexed by
the words by which running text calls its people. `PersonList.find` answers for one name with an
office; `bearers` and `weigh` are the same in two steps, for those who read running text and
have more to go by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from kg.authority.printed_names import (
    NICKNAMES,
    PARTICLES,
    SUFFIXES,
    TITLES,
    PrintedName,
    plain_word,
    printed_names,
    words,
)
from kg.authority.weighing import Bearer, Clues, ListedPerson, decided, prominence, weigh

__all__ = ["AS_PRINTED", "ListedPerson", "PersonList"]

AS_PRINTED = 6.0
"""What speaks for the entry that refers to another ("Diem, see Ngo Dinh Diem"): editors link the
short name to it, and the full name to the other."""
_REMEMBERED = 200_000
"""Spellings of words whose bearers are remembered."""
_SEE = re.compile(r"\W*see(?:\s|(?=[A-Z]))\s*(.+)", re.IGNORECASE)
_Call = tuple[ListedPerson, PrintedName, int]
"""A name of a person, and which of the words of its `calls` is meant."""
_MARGIN = 0.5
"""By how much the best of several must be better than the next to be taken."""


class PersonList:
    """Persons by the words they are called by. Immutable; made once for a volume.

    `priors` (by reference) says how much likelier one person is than another when nothing else
    tells them apart; without it, the office of the entry does. `variants` (by reference) are
    other forms of a name; `doubtful` the surnames that are common words, with their class
    ("word", "term", "place", "given name"), which alone name nobody in so long a list.

    >>> people = PersonList([
    ...     ListedPerson("p_1", "Dulles, Allen W.", "Director of Central Intelligence"),
    ...     ListedPerson("p_2", "Dulles, John Foster", "Secretary of State"),
    ... ])
    >>> people.find("Allen Dulles").reference, people.find("Secretary Dulles").reference
    ('p_1', 'p_2')
    >>> people.find("Dulles", office="Director of Central Intelligence").reference
    'p_1'
    >>> people.find("Dulles") is None
    True
    """

    def __init__(
        self,
        persons: Iterable[ListedPerson],
        priors: Mapping[str, float] | None = None,
        variants: Mapping[str, Sequence[str]] | None = None,
        doubtful: Mapping[str, str] | None = None,
    ) -> None:
        self.persons = tuple(persons)
        self.doubtful = doubtful or {}
        self.strangers: set[str] = set()
        self.given_names: set[str] = set()
        self._priors, self._variants = priors, variants or {}
        self._see = _pointed_to(self.persons)
        self._names: dict[str, list[_Call]] = defaultdict(list)
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self._spelled: dict[str, tuple[Bearer, ...]] = {}
        self._found: dict[tuple[str, str | None], ListedPerson | None] = {}
        for person, name in self._every_name():
            self.given_names.update([w for w in name.given if len(w) > 2])
            for place, word in enumerate(name.calls()):
                self._names[word].append((person, name, place))

    def _every_name(self) -> Iterator[tuple[ListedPerson, PrintedName]]:
        """Each person with each of his names."""
        printed = [printed_names(person.name) for person in self.persons]
        own: dict[frozenset[str], str] = {}
        for person, names in zip(self.persons, printed, strict=True):
            if names:
                own.setdefault(frozenset(names[0].whole), person.reference)
        for person, names in zip(self.persons, printed, strict=True):
            others = map(printed_names, self._variants.get(person.reference, ()))
            for place, name in enumerate(chain(names, *others)):
                # a cover name in brackets may have an entry of its own
                if not place or own.get(frozenset(name.whole)) in (None, person.reference):
                    yield person, name

    def _called_by(self, word: str) -> tuple[Bearer, ...]:
        """Whom a plain word calls: made when it is first asked for, most never are."""
        found = self._bearers.get(word)
        if found is None:
            bearers: dict[str, Bearer] = {}
            for person, name, place in self._names.get(word, ()) if len(word) > 1 else ():
                bearer = self._bearer(word, person, name, place)
                known = bearers.get(person.reference)
                bearers[person.reference] = _joined(known, bearer) if known else bearer
            found = self._bearers[word] = tuple(bearers.values())
        return found

    def _bearer(self, word: str, person: ListedPerson, name: PrintedName, place: int) -> Bearer:
        meant = self._see.get(person.reference, person)
        prior = self._prior(person, meant)
        if meant is not person:
            prior += AS_PRINTED
            name = _with_titles(name, meant)
        return _called(word, place, person, name, prior, meant.about)

    def _prior(self, person: ListedPerson, meant: ListedPerson) -> float:
        if self._priors:
            return self._priors.get(person.reference, 0.0)
        return prominence(meant.about)

    def __len__(self) -> int:
        return len(self.persons)

    def bearers(self, word: str) -> tuple[Bearer, ...]:
        """Who is called by a word of the text, whatever its case, accents and possessive."""
        found = self._spelled.get(word)
        if found is None:
            if len(self._spelled) > _REMEMBERED:
                self._spelled.clear()
            found = self._spelled[word] = self._looked_up(word)
        return found

    def remember_stranger(self, spelling: str) -> None:
        """Note in `strangers` a spelling that is known to call nobody."""
        if len(self.strangers) > _REMEMBERED:
            self.strangers.clear()
        self.strangers.add(spelling)

    def given(self, word: str) -> tuple[ListedPerson, ...]:
        """Whose given name or nickname is `word` ("Walt", "Foster")."""
        full = plain_word(word)
        return tuple(
            dict.fromkeys(self._given.get(full, ()) + self._given.get(NICKNAMES.get(full, ""), ()))
        )

    @cached_property
    def _given(self) -> dict[str, tuple[ListedPerson, ...]]:
        found: dict[str, list[ListedPerson]] = defaultdict(list)
        for person in self.persons:
            for name in printed_names(person.name)[:1]:
                if name.family:
                    for word in (*name.given, *name.nicknames):
                        found[word].append(person)
        return {word: tuple(persons) for word, persons in found.items() if len(word) > 1}

    def _looked_up(self, word: str) -> tuple[Bearer, ...]:
        """The bearers of a word as written, for the index to remember it by."""
        if not word[:1].isupper():
            return ()
        if found := self._called_by(plain_word(word)):
            return found
        if "-" in word:  # al-Said, Allen-Dulles
            first, _, last = word.rpartition("-")
            if plain_word(first) in PARTICLES or plain_word(first) in ("as", "ad", "ar", "ash"):
                return self._called_by(plain_word(last))
        return ()

    def find(
        self, name: str, office: str | None = None, place: str | None = None
    ) -> ListedPerson | None:
        """The person a name means, or None when it is nobody or nothing tells two apart.

        `name` as text or list print it ("Ambassador Reinhardt", "Diem", "Dulles, Allen W.");
        `office` what the head gives him ("Ambassador in Vietnam"), `place` where he writes.
        """
        said = " ".join(filter(None, (office, place))) or None
        if (name, said) not in self._found:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[name, said] = self._decided(name, said)
        return self._found[name, said]

    def _decided(self, name: str, office: str | None) -> ListedPerson | None:
        best: list[tuple[float, Bearer]] = []
        for found, clues in self._readings(name, office):
            best = weigh(found, clues)
            if best:
                break
        return decided(best, _MARGIN)

    def _readings(self, name: str, office: str | None) -> Iterable[tuple[Sequence[Bearer], Clues]]:
        """The name read as ending, and as beginning, with the word its bearer is called by."""
        parts, titles, suffixes = _natural(name)
        for at in dict.fromkeys((len(parts) - 1, 0, *range(1, len(parts) - 1))):
            if at < 0:
                return
            if found := self.bearers(parts[at].capitalize()):
                before, after = tuple(parts[:at]), tuple(parts[at + 1 :])
                yield found, Clues(before, after, titles, office, suffixes)


def _joined(known: Bearer, other: Bearer) -> Bearer:
    """One bearer for two forms of a name: the given names of both."""
    before = known.before + tuple(w for w in other.before if w not in known.before)
    after = known.after or other.after
    titles = known.name.titles | other.name.titles
    name = known.name if titles == known.name.titles else replace(known.name, titles=titles)
    weak = known.weak and other.weak
    return replace(known, before=before, after=after, weak=weak, name=name)


def _pointed_to(persons: Sequence[ListedPerson]) -> dict[str, ListedPerson]:
    """The entry meant by each entry that only refers to another, by reference."""
    pointing = {p.reference: m[1] for p in persons if (m := _SEE.match(p.about))}
    if not pointing:
        return {}
    by_name = {frozenset(words(p.name)): p for p in persons if p.reference not in pointing}
    named = list(by_name.items())
    having: dict[str, list[int]] = defaultdict(list)
    for place, (whole, _) in enumerate(named):
        for word in whole:
            having[word].append(place)
    found: dict[str, ListedPerson] = {}
    short = {p.reference: frozenset(words(p.name)) for p in persons if p.reference in pointing}
    for reference, name in pointing.items():
        wanted = frozenset(words(name))
        near = sorted({place for word in wanted for place in having.get(word, ())})
        fits = [
            (len(wanted & n) / len(wanted), p)
            for n, p in map(named.__getitem__, near)
            if (short[reference] - TITLES) & n or wanted <= n
        ]
        best = max(fits, key=lambda fit: (fit[0], -len(fit[1].name)), default=(0.0, None))
        if best[1] is not None and best[0] > 0.5:
            found[reference] = best[1]
    return found


def _with_titles(name: PrintedName, meant: ListedPerson) -> PrintedName:
    """The short name of an entry with the titles of the one it refers to."""
    titles = name.titles.union(*(n.titles for n in printed_names(meant.name)[:1]))
    return replace(name, titles=titles)


def _natural(name: str) -> tuple[list[str], frozenset[str], frozenset[str]]:
    """The words of a name in the order of the text, and its titles and suffixes."""
    front, comma, back = name.partition(",")
    found = words(front)
    if comma:
        behind = words(back)
        found = found + behind if all(w in SUFFIXES for w in behind) else behind + found
    titles = frozenset(w for w in found[:-1] if w in TITLES)
    suffixes = frozenset(w for w in found if w in SUFFIXES)
    kept = [w for w in found if w not in titles and w not in suffixes]
    return (kept or found[-1:]), titles, suffixes


def _called(
    word: str, place: int, person: ListedPerson, name: PrintedName, prior: float, about: str
) -> Bearer:
    """A word the person is called by (the `place` among them), with what stands around it."""
    if name.family:
        weak = len(name.family) > 1 and place > 0 and word in name.family[:-1]
        before, after = (name.given, ()) if word not in name.given else ((), name.family)
        return Bearer(person, name, before, after, weak, prior, about)
    if word not in name.given:  # two of its words written as one
        return Bearer(person, name, (), (), False, prior, about)
    at = name.given.index(word)
    return Bearer(person, name, name.given[:at], name.given[at + 1 :], False, prior, about)
