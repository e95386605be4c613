"""The register in memory: loaded once, never changed, quick to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from kg.authority.entries import Entry, NameMatch, NameRecord, Tenure
from kg.authority.gazetteer import Gazetteer
from kg.authority.loading import read_tables
from kg.authority.romanization import sound, sounds
from kg.cleaning import key
from kg.dates import DateValue
from kg.files import shipped
from kg.spans import Span

Item = TypeVar("Item")


class Authority:
    """Entries by kind and identifier, names by their key, and the gazetteer over them.

    Immutable after it is made; pass it around freely.

    >>> authority = Authority.load()
    >>> authority.entry("person", "stalin-joseph").label
    'Joseph Stalin'
    >>> [record.entity for record in authority.named("FENG XI")]
    ['stalin-joseph']
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        tenures: Iterable[Tenure] = (),
        common_words: Iterable[str] = (),
    ) -> None:
        self._entries = {(entry.kind, entry.identifier): entry for entry in entries}
        names = [*self._recorded(), *self._initialed()]
        self._by_key: dict[str, tuple[NameRecord, ...]] = _grouped(names, lambda n: key(n.name))
        self._by_sound = _grouped(names, lambda name: sound(name.name))
        self._tenures = tuple(tenures)
        self._by_office = _grouped(self._tenures, lambda tenure: tenure.office)
        self._by_person = _grouped(self._tenures, lambda tenure: tenure.person)
        self._gazetteer = Gazetteer(names, frozenset(key(word) for word in common_words))

    @classmethod
    def load(cls, folder: Path | None = None) -> Authority:
        """The register from the tables in `folder`, by default those Coldwire ships.

        Raises:
            StopError: naming file and line, when a table is missing or a row breaks a rule.
        """
        return cls(*read_tables(folder or shipped("data") / "authority"))

    @classmethod
    def empty(cls) -> Authority:
        """A register that knows nobody."""
        return cls(())

    def entry(self, kind: str, identifier: str) -> Entry | None:
        """The entry of that kind and identifier, or None."""
        return self._entries.get((kind, identifier))

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """All entries (of one kind), in the order of the tables."""
        return (entry for entry in self._entries.values() if kind in (None, entry.kind))

    def named(self, name: str, kind: str | None = None) -> tuple[NameRecord, ...]:
        """Every record of that name, whatever its case, hyphens and diacritics.

        >>> {r.entity for r in Authority.load().named("PAK HEON-YEONG")}
        {'pak-hon-yong'}
        """
        found = self._by_key.get(key(name), ())
        return tuple(record for record in found if kind in (None, record.entity_kind))

    def sounding(self, name: str, kind: str | None = None) -> tuple[NameRecord, ...]:
        """Records whose name may be another romanization of `name`, in either order of names.

        >>> {r.entity for r in Authority.load().sounding("Hŏnyŏng Bak")}
        {'pak-hon-yong'}
        """
        found = [record for way in sounds(name) if way for record in self._by_sound.get(way, ())]
        return tuple(r for r in dict.fromkeys(found) if kind in (None, r.entity_kind))

    def find(self, folded: str, within: Span | None = None) -> list[NameMatch]:
        """Known names in a folded text (`kg.cleaning.fold`), longest first at each place.

        Whole words; capitalized as the register has them, or in capitals.

        >>> text = "Cde. KIM IL SUNG spoke of Korea's mood"
        >>> [match.span.of(text) for match in Authority.load().find(text)]
        ['KIM IL SUNG', 'Korea']
        """
        return self._gazetteer.find(folded, within or Span(0, len(folded)))

    def tenures(self) -> tuple[Tenure, ...]:
        """Who held which office, in the order of the table."""
        return self._tenures

    def holders(self, office: str, on: DateValue | None = None) -> tuple[Tenure, ...]:
        """Who held an office then; with no date, whoever held it."""
        return tuple(t for t in self._by_office.get(office, ()) if t.covers(on))

    def offices(self, person: str, on: DateValue | None = None) -> tuple[Tenure, ...]:
        """Which offices a person held then; with no date, ever."""
        return tuple(t for t in self._by_person.get(person, ()) if t.covers(on))

    def _recorded(self) -> Iterator[NameRecord]:
        for entry in self._entries.values():
            yield from entry.names

    def _initialed(self) -> Iterator[NameRecord]:
        """ "M. V. Zakharov" and "M. Zakharov" for a person whose full name is recorded."""
        for entry in self._entries.values():
            known = {key(record.name) for record in entry.names}
            for record in entry.names:
                for form in _with_initials(record, entry.family_name):
                    if key(form) not in known:
                        known.add(key(form))
                        yield NameRecord(
                            entry.kind, entry.identifier, form, "short form", record.language,
                            source=f"initials of {record.name}", license=record.license,
                            confidence=record.confidence,
                        )  # fmt: skip


def _with_initials(record: NameRecord, family: str | None) -> list[str]:
    """The forms with initials; none where the family name stands first (Kim Il Sung)."""
    words = record.name.split()
    if record.kind != "real" or not family or len(words) < 2 or key(words[-1]) != key(family):
        return []
    initials = [word[0] + "." for word in words[:-1] if word[0].isalpha()]
    forms = [" ".join([*initials, words[-1]]), f"{initials[0]} {words[-1]}"] if initials else []
    return list(dict.fromkeys(forms))


def _grouped(items: Iterable[Item], by: Callable[[Item], str]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[by(item)].append(item)
    return {name: tuple(group) for name, group in groups.items()}
