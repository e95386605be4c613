"""The register of people of the series."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kg.authority.people import VARIABLE, People
from kg.authority.volumes import Volume
from kg.errors import StopError

HEADER = "id,preferred_name,birth,variants,volumes,remarks\n"
ROWS = (
    '1,"Young, Kenneth Todd",,"Young, Kenneth T.",frus1955-57v21 frus1961-63v23,'
    "Ambassador to Thailand ¦ Director\n"
    '2,"Young, Milton R.",,,frus1961-63v09,Senator\n'
    '3,"Young, Andrew J., Jr.",,,frus1977-80v17p2,Representative to the United Nations\n'
    '4,"Rusk, David Dean",,"Rusk, Dean | Dean Rusk",frus1950v06 frus1961-63v05,Secretary of State\n'
    '5,"Nobody, Else",,,,"in no volume"\n'
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "frus_people.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8", newline="")
    refs = 'person_id,volume,xml_id,name_as_printed\n4,frus1961-63v05,p_RD1,"Rusk, Dean"\n'
    path.with_name("frus_person_refs.csv").write_text(refs, encoding="utf-8")
    return path


def test_people_of_volumes_of_about_the_same_years_are_candidates(table: Path) -> None:
    people = People(table).around("frus1958-60v16", (1958, 1960))
    assert {person.reference for person in people.persons} == {"1", "2", "4"}
    assert people.find("Ambassador Young").reference == "1"  # type: ignore[union-attr]
    assert people.find("Dean Rusk").reference == "4"  # type: ignore[union-attr]


def test_a_hidden_volume_tells_nothing(table: Path) -> None:
    register = People(table).without("frus1961-63v09")
    assert {p.reference for p in register.around("frus1961-63v09", (1961, 1963)).persons} == {
        "1",
        "4",
    }


def test_a_volume_with_a_list_of_its_own_does_not_ask_the_register(table: Path) -> None:
    assert len(Volume("frus1961-63v05", (), People(table)).people) == 3


def test_an_entry_of_a_volume_has_a_number_in_the_register(table: Path) -> None:
    assert People(table).number_of("frus1961-63v05", "p_RD1") == "4"
    assert People(table).number_of("frus1961-63v05", "p_X") is None
    table.with_name("frus_person_refs.csv").unlink()
    assert People(table).number_of("frus1961-63v05", "p_RD1") is None


def test_entries_are_told_apart_by_volume_even_where_one_name_begins_another(table: Path) -> None:
    refs = table.with_name("frus_person_refs.csv")
    refs.write_text(
        "person_id,volume,xml_id,name_as_printed\n"
        '5,frus1961-63v05p2,p_RD1,"Rusk, ""Dean"""\n4,frus1961-63v05,p_RD1,"Rusk, Dean"\n'
        "6,frus1964-68v01,p_RD1,frus1961-63v05\n",
        encoding="utf-8",
    )
    register = People(table)
    assert register.number_of("frus1961-63v05", "p_RD1") == "4"
    assert register.number_of("frus1961-63v05p2", "p_RD1") == "5"


def test_the_register_goes_to_other_processes_as_the_name_of_its_file(table: Path) -> None:
    register = People(table)
    assert register.rows
    sent = pickle.dumps(register)
    assert len(sent) < 1000
    assert pickle.loads(sent).rows == register.rows  # noqa: S301 - made two lines above


def test_the_register_is_found_where_one_says(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert People.found(table) == People(table)
    monkeypatch.setenv(VARIABLE, str(table))
    assert People.found() == People(table)
    monkeypatch.setenv(VARIABLE, str(table) + "x")
    with pytest.raises(StopError, match="--people"):
        People.found()


def test_a_table_without_the_columns_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(StopError, match="no column 'id'"):
        _ = People(path).rows
    with pytest.raises(StopError, match="cannot be read"):
        _ = People(tmp_path / "none.csv").rows
