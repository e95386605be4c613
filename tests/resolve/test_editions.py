"""Whom the names of a volume mean: judged once, the same in all its documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.authority import Authority
from kg.authority.people import People
from kg.authority.volumes import ListedPerson, Volume
from kg.document import Block, Document
from kg.findings import Findings, Handling, Mention, Party
from kg.identities import LISTED, LOCAL, SERIES, Entity
from kg.resolve.editions import VolumeIdentities, identify_edition
from kg.spans import Span

LIST = (
    ListedPerson("p_DW1", "Drey, Wanda", "Minister of Barges"),
    ListedPerson("p_DK1", "Drey, Karl", "her brother"),
    ListedPerson("p_JVS1", "Stalin, Joseph"),
)
VOLUME = Volume("frus1951v99", LIST)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


@pytest.fixture
def identities(authority: Authority) -> VolumeIdentities:
    return VolumeIdentities(VOLUME, authority)


def test_an_entry_of_the_list_is_one_person_of_the_volume(identities: VolumeIdentities) -> None:
    one = identities.judged(Party("Drey", "Drey"), "p_DW1")
    other = identities.judged(Party("Mrs. Drey", "Mrs. Drey"), "p_DW1")
    assert one.entity == other.entity == Entity("person", "frus1951v99~p_DW1", "Wanda Drey")
    assert (one.rule, one.score) == (LISTED, 1.0)
    assert identities.listed == {"p_DW1": one.entity}


def test_an_entry_whom_the_register_knows_by_his_whole_name_is_he(
    identities: VolumeIdentities,
) -> None:
    judged = identities.judged(Party("Stalin", "Stalin"), "p_JVS1")
    assert judged.entity.identifier == "stalin-joseph"


def test_the_register_of_the_series_makes_one_person_of_entries_in_several_volumes(
    authority: Authority, tmp_path: Path
) -> None:
    table = tmp_path / "frus_people.csv"
    table.write_text(
        "id,preferred_name,variants,volumes,remarks\n"
        '7,"Drey, Wanda",,frus1951v99 frus1952v98,Minister of Barges\n'
    )
    (tmp_path / "frus_person_refs.csv").write_text(
        "person_id,volume,xml_id,name_as_printed\n7,frus1951v99,p_DW1,x\n7,frus1952v98,p_WD9,x\n"
    )
    found = set()
    for name, reference in (("frus1951v99", "p_DW1"), ("frus1952v98", "p_WD9")):
        listed = (ListedPerson(reference, "Drey, Wanda"),)
        of = VolumeIdentities(Volume(name, listed, People.load(table)), authority)
        found.add(of.judged(Party("Drey", "Drey"), reference).entity)
        assert list(of.shared) == [Entity("person", "frus-7", "Wanda Drey")]
    assert found == {Entity("person", "frus-7", "Wanda Drey")}


def test_an_office_is_one_in_the_whole_series(authority: Authority) -> None:
    entities = {
        VolumeIdentities(Volume(name), authority)
        .judged(Party("the Embassy in Ruritania", "the Embassy in Ruritania", "office"), None)
        .entity
        for name in ("frus1951v99", "frus1952v98")
    }
    assert entities == {Entity("office", "frus-embassy-in-ruritania", "Embassy in Ruritania")}


def test_a_name_that_the_encoding_left_alone_is_looked_up_in_the_list(
    identities: VolumeIdentities,
) -> None:
    judged = identities.judged(Party("Karl Drey", "Karl Drey"), None)
    assert judged.entity.identifier == "frus1951v99~p_DK1"
    assert judged.score < 1


def test_a_name_that_nobody_lists_stays_local_to_the_volume(identities: VolumeIdentities) -> None:
    judged = identities.judged(Party("Pell", "Pell", "person", "Clerk in Selm"), None)
    assert judged.entity == Entity("person", "frus1951v99~pell-clerk-in-selm", "Pell")
    assert judged.rule == LOCAL


def test_every_party_of_a_document_is_judged(identities: VolumeIdentities) -> None:
    text = "Drey to Selm. Drafted by Pell."
    page = Document("frus1951v99-d1", "x", "x", text, "frus_tei", (Block("body", Span(0, 30)),))
    findings = Findings(
        page,
        (
            Mention(
                span=Span(0, 4), quote="Drey", extractor="encoded", role="sender",
                party=Party("Drey", "Drey"), identity="p_DW1",
            ),
            Mention(
                span=Span(8, 12), quote="Selm", extractor="heads", role="recipient",
                party=Party("Selm", "Embassy in Selm", "office"),
            ),
            Handling(
                span=Span(14, 29), quote="Drafted by Pell", extractor="sources", kind="drafted",
                by=Party("Pell", "Pell"),
            ),
        ),
    )  # fmt: skip
    resolved = identify_edition(findings, identities)
    assert [i.rule for i in resolved.identifications] == [LISTED, SERIES, LOCAL]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Drey, Wanda", "Wanda Drey"),
        ("MacArthur, Douglas, II", "Douglas MacArthur II"),
        ("Sargent, John G., Jr.", "John G. Sargent Jr."),
        ("Chou En-lai", "Chou En-lai"),
    ],
)
def test_a_name_of_the_list_is_said_in_order(authority: Authority, name: str, label: str) -> None:
    of = VolumeIdentities(Volume("frus1951v99", (ListedPerson("p_1", name),)), authority)
    found = of.judged(Party("x", "x"), "p_1").entity.label
    assert found == label or found in {e.label for e in authority.entries("person")}
