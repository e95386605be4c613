"""Loading tables: what is wrong in them stops the run with file, line and remedy."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.authority import Authority
from kg.dates import from_edtf
from kg.errors import StopError
from kg.files import shipped

Change = Callable[[str, str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """Copies the shipped tables and replaces one text in one of them."""
    folder = tmp_path / "authority"
    shutil.copytree(shipped("data") / "authority", folder)

    def changed(name: str, old: str, new: str) -> Path:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return changed


def line_of(name: str, text: str) -> int:
    path = shipped("data") / "authority" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(text))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("people.csv", "stalin-joseph,", "Stalin Joseph,", "is no identifier"),
        ("people.csv", "stalin-joseph,", "molotov-vyacheslav,", "stands already in line"),
        ("people.csv", "Q855,", "855,", "Write it as Q855"),
        ("people.csv", "Q855,", "Q132899,", "is already the item of line"),
        ("people.csv", ",1878,1953,", ",c. 1878,1953,", "use EDTF"),
        ("people.csv", ",1878,1953,1946,", ",1878,1953-02-31,1946,", "no such day"),
        ("people.csv", ",soviet-union,head of", ",ussr,head of", "there is no place 'ussr'"),
        ("places.csv", "38.0,127.0,,,parallel", "north,127.0,,,parallel", "lat 'north'"),
        ("places.csv", ",line,", ",border,", "Use one of: city, country, region, line"),
        ("names.csv", "Feng Xi,cover name", "Feng Xi,alias", "unknown kind 'alias'"),
        ("names.csv", "person,stalin-joseph,Feng", "person,stalin,Feng", "no person 'stalin'"),
        ("office_holders.csv", ",shtykov-terenty,", ",shtykov,", "add the person to its table"),
        ("words.csv", "Cabinet,", ",", "no word"),
        ("offices.csv", ",high\n", ",sure\n", "unknown confidence 'sure'"),
        ("offices.csv", ",CC0-1.0,", ",,", "no license"),
    ],
)
def test_a_wrong_cell_is_named_with_file_and_line(
    change: Change, name: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(StopError) as caught:
        Authority.load(change(name, old, new))
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{name}, line ")


def test_the_line_is_that_of_the_row(change: Change) -> None:
    with pytest.raises(StopError, match=f"line {line_of('people.csv', 'stalin-joseph')}:"):
        Authority.load(change("people.csv", "Q855,", "855,"))


def test_a_table_with_other_columns_says_which_it_must_have(change: Change) -> None:
    with pytest.raises(StopError, match=r"line 1: the columns are .*They must be: word, why"):
        Authority.load(change("words.csv", "word,why", "word,reason"))


def test_a_row_with_a_comma_too_many_is_explained(change: Change) -> None:
    with pytest.raises(StopError, match="double quotes"):
        Authority.load(change("words.csv", "Cabinet,", "Cabinet,and,"))


def test_a_missing_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StopError, match="no such file"):
        Authority.load(tmp_path)


def test_a_table_in_another_encoding_is_refused(change: Change) -> None:
    folder = change("words.csv", "Cabinet", "Cabinet")
    (folder / "words.csv").write_bytes(b"word,why,source,license,confidence\nCaf\xe9,x,y,z,high\n")
    with pytest.raises(StopError, match=r"words.csv: byte \d+ is not UTF-8"):
        Authority.load(folder)


def test_the_same_name_twice_is_refused(change: Change) -> None:
    path = shipped("data") / "authority" / "names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        row = next(line for line in file if ",Feng Xi," in line)
    with pytest.raises(StopError, match="the same name stands in line"):
        Authority.load(change("names.csv", row, row + row))


def test_an_empty_register_knows_nobody() -> None:
    empty = Authority.empty()
    assert list(empty.entries()) == []
    assert empty.named("Stalin") == empty.sounding("Stalin Joseph") == empty.holders("x") == ()
    assert empty.find("Stalin in Korea") == []
    assert empty.entry("person", "stalin-joseph") is None


def test_holders_of_an_office_on_a_day() -> None:
    authority = Authority.load()
    on = {
        day: [t.person for t in authority.holders("us-secretary-of-state", from_edtf(day))]
        for day in ("1950-10-01", "1949-01-20", "1949-01-21", "1960")
    }
    assert on == {
        "1950-10-01": ["acheson-dean"],
        "1949-01-20": ["marshall-george"],
        "1949-01-21": ["acheson-dean"],
        "1960": [],
    }
    offices = authority.offices("shtykov-terenty", from_edtf("1950-10-01"))
    assert [tenure.office for tenure in offices] == ["ussr-ambassador-north-korea"]
    assert authority.offices("shtykov-terenty", from_edtf("1952")) == ()
    assert len(authority.holders("us-secretary-of-state")) > 3


def test_names_are_found_in_any_spelling_of_the_key() -> None:
    authority = Authority.load()
    for name in ("PAK HEON-YEONG", "Pak Hon Yong", "pak hŏn-yŏng", "Pak Heon Yeong", "박헌영"):
        assert {r.entity for r in authority.named(name)} == {"pak-hon-yong"}, name
    for name in ("M.V. Zakharov", "M. V. ZAKHAROV", "Matvei Zakharov"):
        assert {r.entity for r in authority.named(name)} == {"zakharov-matvei"}, name


def test_names_that_sound_alike_are_a_second_way() -> None:
    authority = Authority.load()
    assert authority.named("Pak Hon-young") == ()
    for name in ("Bak Honyong", "Hon-yong Pak", "Vyacheslav Molotoff", "Kao Kang", "Gang Gao"):
        assert len({r.entity for r in authority.sounding(name, "person")}) == 1, name
    assert authority.sounding("Matvei Zakharov") != ()
    assert authority.sounding("Ivan Zakharov") == ()


def test_rows_can_be_read_by_everybody() -> None:
    """No quoting tricks: the csv module and a spreadsheet see the same cells."""
    for path in (shipped("data") / "authority").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            widths = {len(row) for row in csv.reader(file, strict=True)}
        assert len(widths) == 1, path.name
