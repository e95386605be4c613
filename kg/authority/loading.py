"""From the tables of a folder to the values of the register, every row checked.

One function a table; what a row may say stands there. References between tables (a name's
bearer, a holder's office, a place's country) must exist, identifiers and Wikidata items must be
unique, so that a typing error stops the run where it is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.authority.entries import KINDS, NAME_KINDS, Entry, NameRecord, Tenure
from kg.authority.tables import Row, rows

_PLACE_KINDS = ("city", "country", "region", "line")
_ORGANIZATION_KINDS = (
    "party", "state body", "ministry", "embassy", "military", "international", "press",
    "archive", "other",
)  # fmt: skip

_Known = dict[tuple[str, str], tuple[Entry, Row]]


def read_tables(folder: Path) -> tuple[list[Entry], list[Tenure], list[str]]:
    """Entries with their names, tenures, and names that are common words.

    Raises:
        StopError: naming file and line, when a table is missing or a row breaks a rule.
    """
    known = _entries(folder)
    for entry, row in known.values():
        _check_links(entry, row, known)
    names: dict[tuple[str, str], list[NameRecord]] = defaultdict(list)
    for record in _names(folder / "names.csv", known):
        names[record.entity_kind, record.entity].append(record)
    entries = [replace(e, names=tuple(names[place])) for place, (e, _) in known.items()]
    tenures = list(_tenures(folder / "office_holders.csv", known))
    words = [row.needed("word") for row in rows(folder / "words.csv", ("word", "why"))]
    return entries, tenures, words


def _entries(folder: Path) -> _Known:
    known: _Known = {}
    items: dict[tuple[str, str], Row] = {}
    for name, (columns, make) in _TABLES.items():
        for row in rows(folder / name, columns):
            entry = make(row)
            place = (entry.kind, entry.identifier)
            if place in known:
                raise row.error(
                    f"{entry.identifier!r} stands already in line {known[place][1].line}",
                    "Merge the two rows or give one another identifier.",
                )
            if entry.qid and (entry.kind, entry.qid) in items:
                raise row.error(
                    f"{entry.qid} is already the item of line {items[entry.kind, entry.qid].line}",
                    "One of the two is wrong, or the rows are one entity.",
                )
            known[place] = (entry, row)
            if entry.qid:
                items[entry.kind, entry.qid] = row
    return known


def _person(row: Row) -> Entry:
    return Entry(
        "person", row.identifier(), row.needed("label"), row.text("description") or "",
        family_name=row.text("family_name"), birth=row.date("birth"), death=row.date("death"),
        active_from=row.date("active_from"), active_to=row.date("active_to"),
        country=row.text("country"), qid=row.qid(), viaf=row.text("viaf"), **row.evidence(),
    )  # fmt: skip


def _organization(row: Row) -> Entry:
    return Entry(
        "organization", row.identifier(), row.needed("label"), row.text("description") or "",
        subkind=row.one_of("kind", _ORGANIZATION_KINDS), country=row.text("country"),
        part_of=row.text("part_of"), valid_from=row.date("from"), valid_to=row.date("to"),
        qid=row.qid(), **row.evidence(),
    )  # fmt: skip


def _office(row: Row) -> Entry:
    return Entry(
        "office", row.identifier(), row.needed("label"), row.text("description") or "",
        part_of=row.text("organization"), seat=row.text("place"), qid=row.qid(), **row.evidence(),
    )  # fmt: skip


def _place(row: Row) -> Entry:
    return Entry(
        "place", row.identifier(), row.needed("label"), row.text("description") or "",
        subkind=row.one_of("kind", _PLACE_KINDS), country=row.text("country"),
        latitude=row.number("lat", 90), longitude=row.number("lon", 180),
        valid_from=row.date("from"), valid_to=row.date("to"), qid=row.qid(), **row.evidence(),
    )  # fmt: skip


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row], Entry]]] = {
    "people.csv": (
        (
            "id",
            "label",
            "family_name",
            "birth",
            "death",
            "active_from",
            "active_to",
            "country",
            "description",
            "qid",
            "viaf",
        ),
        _person,
    ),
    "organizations.csv": (
        ("id", "label", "kind", "country", "part_of", "from", "to", "description", "qid"),
        _organization,
    ),
    "offices.csv": (("id", "label", "organization", "place", "description", "qid"), _office),
    "places.csv": (
        ("id", "label", "kind", "country", "lat", "lon", "from", "to", "description", "qid"),
        _place,
    ),
}
"""Table to its columns (before source, license, confidence) and what makes an entry of a row."""

_LINKS = {"country": "place", "part_of": "organization", "seat": "place"}


def _check_links(entry: Entry, row: Row, known: _Known) -> None:
    for attribute, kind in _LINKS.items():
        target = getattr(entry, attribute)
        if target:
            _must_be(known, row, kind, target)


def _must_be(known: _Known, row: Row, kind: str, identifier: str) -> None:
    if (kind, identifier) not in known:
        raise row.error(
            f"there is no {kind} {identifier!r}",
            f"Correct the identifier, or add the {kind} to its table first.",
        )


def _names(path: Path, known: _Known) -> Iterator[NameRecord]:
    columns = ("entity_kind", "entity_id", "name", "kind", "language", "from", "to")
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows(path, columns):
        record = NameRecord(
            row.one_of("entity_kind", KINDS), row.identifier("entity_id"), row.needed("name"),
            row.one_of("kind", NAME_KINDS), row.text("language"), row.date("from"),
            row.date("to"), **row.evidence(),
        )  # fmt: skip
        _must_be(known, row, record.entity_kind, record.entity)
        place = (record.entity_kind, record.entity, record.name, record.kind)
        if place in seen:
            raise row.error(f"the same name stands in line {seen[place]}", "Remove one of the two.")
        seen[place] = row.line
        yield record


def _tenures(path: Path, known: _Known) -> Iterator[Tenure]:
    for row in rows(path, ("office", "person", "from", "to")):
        tenure = Tenure(
            row.identifier("office"), row.identifier("person"), row.date("from"), row.date("to"),
            **row.evidence(),
        )  # fmt: skip
        _must_be(known, row, "office", tenure.office)
        _must_be(known, row, "person", tenure.person)
        yield tenure
