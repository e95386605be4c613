"""The register becomes a graph: labels, names, periods, offices; Wikidata only where trusted."""

from __future__ import annotations

from kg.authority import Authority, Entry, NameRecord, Tenure
from kg.rdf import authority_quads, validate

ID = "https://w3id.org/coldwire/id/"
LARK = NameRecord(
    "person", "drey", "Lark", "cover name", valid_from="1950-09", valid_to="1951",
    source="invented", license="none",
)  # fmt: skip
DREY = Entry(
    "person", "drey", "Arden Drey", "a captain", qid="Q1", birth="1901", death="1960-05",
    country="selm", source="invented", license="none",
    names=(LARK, NameRecord("person", "drey", "A. Drey", "short form", language="en")),
)  # fmt: skip
SELM = Entry("place", "selm", "Selm", latitude=48.1, longitude=-11.25, subkind="country")
PORT = Entry("place", "port", "Port Selm", country="selm", qid="Q2", confidence="unverified")
OFFICE = Entry("office", "envoy", "Envoy of Selm", part_of="ministry", seat="port")
MINISTRY = Entry("organization", "ministry", "Ministry", country="selm", part_of="state")
STATE = Entry("organization", "state", "State of Selm", valid_from="1900", valid_to="1991")
TENURE = Tenure("envoy", "drey", "1949", "1953-03", source="invented", license="none")


def lines() -> list[str]:
    register = Authority([DREY, SELM, PORT, OFFICE, MINISTRY, STATE], [TENURE])
    return list(authority_quads(register))


def said(subject: str) -> set[tuple[str, str]]:
    """Property (last word of its address) and value of everything said of a subject."""
    found = set()
    for line in lines():
        node, predicate, rest = line.split(" ", 2)
        if node == f"<{ID}{subject}>":
            value = rest.removesuffix(f" <{ID}graph/authority> .")
            found.add((predicate.strip("<>").replace("#", "/").rsplit("/", 1)[-1], value))
    return found


def edtf(value: str) -> str:
    return f'"{value}"^^<http://id.loc.gov/datatypes/edtf/EDTF>'


def test_a_person_has_label_life_country_and_wikidata_item() -> None:
    assert said("person/drey") == {
        ("type", "<https://w3id.org/coldwire/ontology#Person>"),
        ("label", '"Arden Drey"'),
        ("altLabel", '"A. Drey"'),
        ("description", '"a captain"'),
        ("source", '"invented"'),
        ("license", '"none"'),
        ("exactMatch", "<http://www.wikidata.org/entity/Q1>"),
        ("birthDate", edtf("1901")),
        ("deathDate", edtf("1960-05")),
        ("nationality", '"Selm"'),
    }


def test_a_wikidata_item_that_nobody_verified_is_not_stated() -> None:
    assert ("location", f"<{ID}place/selm>") in said("place/port")
    assert not any(name == "exactMatch" for name, _ in said("place/port"))


def test_a_cover_name_has_bearer_period_and_source_and_is_no_other_label() -> None:
    found = said("name/person-drey~cover-name-Lark")
    assert ("label", '"Lark"') in found
    assert ("bearer", f"<{ID}person/drey>") in found
    assert ("kind", "<https://w3id.org/coldwire/vocabulary/name-kind/cover-name>") in found
    assert ("source", '"invented"') in found
    date = "http://www.w3.org/2001/XMLSchema#date"
    assert ("earliest", f'"1950-09-01"^^<{date}>') in found
    assert ("latest", f'"1951-12-31"^^<{date}>') in found


def test_places_have_coordinates() -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    found = said("place/selm")
    assert {("latitude", f'"48.1"^^<{decimal}>'), ("longitude", f'"-11.25"^^<{decimal}>')} <= found


def test_who_held_an_office_and_when() -> None:
    assert {
        ("heldBy", f"<{ID}person/drey>"),
        ("postIn", f"<{ID}organization/ministry>"),
        ("location", f"<{ID}place/port>"),
    } <= said("office/envoy")
    assert {
        ("member", f"<{ID}person/drey>"),
        ("post", f"<{ID}office/envoy>"),
        ("validFrom", edtf("1949")),
        ("validThrough", edtf("1953-03")),
    } <= said("tenure/envoy~drey-1949")
    assert ("subOrganizationOf", f"<{ID}organization/state>") in said("organization/ministry")


def test_one_form_under_two_records_is_two_names() -> None:
    twice = Authority([Entry("person", "drey", "Arden Drey", names=(LARK, LARK))])
    names = {line.split(" ")[0] for line in authority_quads(twice) if "/name/" in line}
    assert names == {
        f"<{ID}name/person-drey~cover-name-Lark>",
        f"<{ID}name/person-drey~cover-name-Lark-2>",
    }


def test_the_graph_keeps_the_shapes() -> None:
    assert validate(lines()) == []


def test_the_shipped_register_keeps_the_shapes_and_says_everything_once() -> None:
    shipped = list(authority_quads(Authority.load()))
    assert len(shipped) == len(set(shipped)) > 1000
    assert validate(shipped) == []
