"""The shipped tables: every row says where it comes from, and known errors stay out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.authority import CONFIDENCES, Authority
from kg.cleaning import key
from kg.files import shipped

FOLDER = shipped("data") / "authority"
TABLES = sorted(path.name for path in FOLDER.glob("*.csv"))
INDEX = shipped("data") / "index" / "wilson-messages.csv"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


@pytest.mark.parametrize("name", TABLES)
def test_each_row_says_source_license_and_confidence(name: str) -> None:
    for row in table(FOLDER / name):
        assert row["source"] and row["license"], row
        assert row["confidence"] in CONFIDENCES, row


@pytest.mark.parametrize("path", [*FOLDER.glob("*.csv"), INDEX], ids=lambda p: p.name)
def test_tables_have_plain_line_ends_and_no_outer_blanks(path: Path) -> None:
    assert b"\r" not in path.read_bytes()
    assert all(cell == cell.strip() for row in table(path) for cell in row.values())


def test_remembered_facts_are_no_evidence() -> None:
    for name in TABLES:
        for row in table(FOLDER / name):
            assert "memory" not in " ".join(row.values()).lower(), row


def test_the_wrong_items_of_other_lists_are_absent(authority: Authority) -> None:
    """Pyongyang, Incheon (that is Iksan), Khrushchev, and one that only memory had."""
    items = {entry.qid for entry in authority.entries()}
    assert not items & {"Q109386", "Q42137", "Q35108", "Q109374", "Q11720", "Q14213"}
    assert authority.entry("place", "pyongyang").qid == "Q18808"  # type: ignore[union-attr]
    assert authority.entry("person", "khrushchev-nikita").qid == "Q35314"  # type: ignore[union-attr]


def test_an_unverified_entry_has_no_item(authority: Authority) -> None:
    for entry in authority.entries():
        if entry.confidence == "unverified":
            assert entry.qid is None, entry
    for identifier in ("shtykov-terenty", "zakharov-matvei", "pak-hon-yong"):
        assert authority.entry("person", identifier).qid is None  # type: ignore[union-attr]


def test_an_item_belongs_to_one_entry_of_all_kinds(authority: Authority) -> None:
    items = Counter(entry.qid for entry in authority.entries() if entry.qid)
    assert [item for item, count in items.items() if count > 1] == []


def test_every_entry_is_found_by_its_own_label(authority: Authority) -> None:
    for entry in authority.entries():
        found = {record.entity for record in authority.named(entry.label, entry.kind)}
        assert entry.identifier in found, entry


def test_the_identifiers_that_other_rooms_rely_on(authority: Authority) -> None:
    people = [
        "stalin-joseph", "shtykov-terenty", "zakharov-matvei", "kim-il-sung", "pak-hon-yong",
        "vasilevsky-aleksandr", "beria-lavrentiy", "bulganin-nikolai", "kaganovich-lazar",
        "malenkov-georgy", "mikoyan-anastas",
    ]  # fmt: skip
    places = ["pyongyang", "korea", "north-korea", "south-korea", "moscow", "parallel-38-north"]
    for kind, identifiers in {
        "person": people,
        "place": places,
        "organization": ["korean-government", "cc-cpsu"],
    }.items():
        for identifier in identifiers:
            assert authority.entry(kind, identifier), identifier


def test_matveyev_has_two_bearers_each_with_a_source(authority: Authority) -> None:
    found = authority.named("Matveyev", "person")
    assert {record.entity for record in found} == {"zakharov-matvei", "razuvaev-vladimir"}
    assert all(record.kind == "cover name" and "index: wc-" in record.source for record in found)


def test_sources_in_the_index_exist() -> None:
    known = {row["id"] for row in table(INDEX)}
    for name in TABLES:
        for row in table(FOLDER / name):
            for identifier in re.findall(r"\bwc-[0-9a-z-]+", row["source"]):
                assert identifier in known, row


# The index


def bare(name: str) -> str:
    """Without brackets and "and Others": names, not remarks about them."""
    return re.sub(r"\s*[\[(].*?[\])]|\s+and Others$|^the (?=Chairman)", "", name).strip()


@pytest.mark.parametrize(
    "column", ["sender", "sender_as_named", "recipients", "recipients_as_named", "via"]
)
def test_every_name_of_the_index_is_in_the_register(authority: Authority, column: str) -> None:
    loose = {"chairman": "title without a name", "ambassador roshchin": "post and name"}
    for row in table(INDEX):
        for name in filter(None, row[column].split(";")):
            known = authority.named(name) or authority.named(bare(name)) or key(bare(name)) in loose
            assert known, (row["id"], name)


@pytest.mark.parametrize("column", ["from_place", "to_place"])
def test_every_place_of_the_index_is_in_the_register(authority: Authority, column: str) -> None:
    for row in table(INDEX):
        assert not row[column] or authority.named(row[column], "place"), row


def test_index_keeps_all_rows_and_only_addresses_of_the_publisher() -> None:
    rows = table(INDEX)
    assert len(rows) == 260
    assert len({row["id"] for row in rows}) == 260
    hosts = Counter(
        urlsplit(row[column]).netloc
        for row in rows
        for column in ("url", "evidence")
        if row[column]
    )
    assert set(hosts) == {
        "digitalarchive.wilsoncenter.org",
        "digitalarchive.umd.edu",
        "wilsoncenter.org",
    }
    for row in rows:
        assert row["source"] and row["license"] == "CC0-1.0"
        assert not row["url"] or "/document/" in row["url"], "not the address of one document"
        assert "?" not in row["url"]


# The description


def test_the_counts_in_the_description_are_those_of_the_tables() -> None:
    text = (shipped("data") / "README.md").read_text(encoding="utf-8")
    for name in TABLES:
        assert f"| `{name}` | {len(table(FOLDER / name))} |" in text, name
    rows = table(INDEX)
    assert f"{len(rows)} messages of 1946 to 1976" in text
    urls, pages = (sum(1 for row in rows if row[column]) for column in ("url", "evidence"))
    assert f"at the archive itself: {urls} rows" in text
    assert f"also listings: {pages} rows" in text
    assert 115 + 74 + 5 + urls == 141 + 5 + 2 + pages == len(rows)
