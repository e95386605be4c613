"""Indexes of letters in CMIF: each letter a Document with the words it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.document import Document
from kg.errors import Problem, SkipError
from kg.readers import read
from kg.readers.cmif import edtf_of, is_cmif

ReadFile = Callable[[str, str | bytes], tuple[list[Document], list[Problem]]]
LETTER = """<correspDesc key="631" source="#selm" ref="https://example.org/letters/631?a=1&amp;b=2">
  <correspAction type="sent">
    <persName ref="http://viaf.org/viaf/1">Ida  Tamsin</persName>
    <orgName>Ministry of Ports &amp; Müllabfuhr</orgName>
    <placeName ref="http://www.geonames.org/2">Port Sélm</placeName>
    <date when="1957-05-03" cert="low">3 May</date>
  </correspAction>
  <correspAction type="received">
    <persName ref='http://d-nb.info/gnd/3' key="Drey, Marcus"/>
    <persName><forename>Nan</forename> <surname>Birk</surname></persName>
    <placeName>Orvane</placeName>
    <date when="1957-05-09"/>
  </correspAction>
</correspDesc>"""


def cmif(*letters: str, head: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><sourceDesc>
<bibl type="print" xml:id="selm">Letters from <hi>Selm</hi>. Orvane 1999.</bibl>
</sourceDesc></fileDesc><profileDesc>
{"".join(letters)}
</profileDesc></teiHeader><text><body><p/></body></text></TEI>
"""


def sent(*elements: str, attributes: str = "") -> str:
    return (
        f"<correspDesc {attributes}><correspAction type='sent'>{''.join(elements)}"
        "</correspAction></correspDesc>"
    )


def values(document: Document) -> list[tuple[str, str, str]]:
    return [(f.name, f.value, f.span.of(document.text)) for f in document.fields]


def test_a_letter_gives_a_field_for_each_fact_with_its_words(read_file: ReadFile) -> None:
    (document,), problems = read_file("Port letters.xml", cmif(LETTER))
    assert problems == []
    assert (document.identifier, document.reader) == ("port-letters-631", "cmif")
    assert (document.source, document.graph) == ("Port letters.xml", "port-letters")
    assert document.text == LETTER
    url = "https://example.org/letters/631?a=1&b=2"
    assert values(document) == [
        ("source", "Letters from Selm. Orvane 1999, no. 631", "#selm"),
        ("url", url, url.replace("&", "&amp;")),
        ("sender", "Ida Tamsin", "Ida  Tamsin"),
        ("sender", "Ministry of Ports & Müllabfuhr", "Ministry of Ports &amp; Müllabfuhr"),
        ("from_place", "Port Sélm", "Port Sélm"),
        ("date", "1957-05-03", "1957-05-03"),
        ("date_uncertain", "true", "low"),
        ("recipient", "Drey, Marcus", "Drey, Marcus"),
        ("recipient", "Nan Birk", "<forename>Nan</forename> <surname>Birk</surname>"),
        ("to_place", "Orvane", "Orvane"),
    ]


def test_addresses_of_authorities_are_marks_at_the_names(read_file: ReadFile) -> None:
    (document,), _ = read_file("a.xml", cmif(LETTER))
    assert [(m.kind, m.span.of(document.text), m.identity, m.party) for m in document.marks] == [
        ("sender", "Ida  Tamsin", "http://viaf.org/viaf/1", "person"),
        ("place", "Port Sélm", "http://www.geonames.org/2", "place"),
        ("recipient", "Drey, Marcus", "http://d-nb.info/gnd/3", "person"),
    ]


@pytest.mark.parametrize(
    ("attributes", "edtf"),
    [
        ({"when": "1957"}, "1957"),
        ({"when": "1957-05"}, "1957-05"),
        ({"when": "1957-05-03T10:20:00+01:00"}, "1957-05-03"),
        ({"from": "1957-05-03", "to": "1957-05-09"}, "1957-05-03/1957-05-09"),
        ({"notBefore": "1957-05-03", "notAfter": "1957-06"}, "[1957-05-03..1957-06]"),
        ({"from": "1957-05-03", "notAfter": "1957-06"}, "[1957-05-03..1957-06]"),
        ({"notBefore": "1957-05-03", "notAfter": "1957-05-03"}, "1957-05-03"),
        ({"notBefore": "1957"}, None),
        ({"when": "1957-02-30"}, None),
        ({"when": "--05-03"}, None),
        ({"when": "May 1957"}, None),
        ({}, None),
    ],
)
def test_dating_attributes_become_edtf(attributes: dict[str, str], edtf: str | None) -> None:
    assert edtf_of(attributes) == edtf


def test_period_has_its_whole_tag_for_words(read_file: ReadFile) -> None:
    tag = '<date notBefore="1957-05" notAfter="1957-07"/>'
    (document,), _ = read_file("a.xml", cmif(sent(tag)))
    assert values(document) == [("date", "[1957-05..1957-07]", tag)]


def test_date_that_is_none_is_left_out_with_a_warning(read_file: ReadFile) -> None:
    letter = sent('<date when="1957-02-30"/>', "<persName>Drey</persName>")
    (document,), (problem,) = read_file("a.xml", cmif(letter))
    assert values(document) == [("sender", "Drey", "Drey")]
    assert problem.severity == "warning"
    assert "a.xml, line 5: no date can be read from when='1957-02-30'" in problem.message


@pytest.mark.parametrize("name", ["Unknown", "UNKNOWN", "  ", "Unbekannt", "N. N."])
def test_unknown_is_nobody(name: str, read_file: ReadFile) -> None:
    (document,), _ = read_file("a.xml", cmif(sent(f"<persName>{name}</persName>")))
    assert document.fields == ()


def test_identifiers_come_from_the_letter_and_are_unique(read_file: ReadFile) -> None:
    letters = [
        sent(attributes='ref="https://w3id.org/coldwire/id/message/wilson-117312"'),
        sent(attributes='ref="https://w3id.org/coldwire/id/message/a/b"'),
        sent(attributes='xml:id="L.7" key="1"'),
        sent(attributes='key="Nr. 12"'),
        sent(attributes='ref="https://example.org/1"'),
        sent(),
        sent(attributes='key="nr 12"'),
    ]
    documents, (problem,) = read_file("a.xml", cmif(*letters))
    found = [document.identifier for document in documents]
    assert found[0] == "wilson-117312"
    assert found[2:4] == ["a-l-7", "a-nr-12"]
    assert found[5] == "a-letter-6"
    assert len(set(found)) == 6
    assert problem.severity == "skipped"
    assert "'a-nr-12' stands already in line 5" in problem.message


def test_other_actions_and_other_vocabularies_say_nothing(read_file: ReadFile) -> None:
    letter = (
        "<correspDesc><correspAction type='transmitted'><persName>Ilk</persName></correspAction>"
        "<correspAction type='sent'><x:persName xmlns:x='urn:x'>Lark</x:persName>"
        "<note>by <persName>Holt</persName></note></correspAction></correspDesc>"
    )
    (document,), _ = read_file("a.xml", cmif(letter))
    assert document.fields == ()


def test_prefixed_elements_are_read_too(read_file: ReadFile) -> None:
    text = (
        "<t:TEI xmlns:t='http://www.tei-c.org/ns/1.0'><t:correspDesc><t:correspAction type='sent'>"
        "<t:persName>Drey</t:persName></t:correspAction></t:correspDesc></t:TEI>"
    )
    (document,), _ = read_file("a.xml", text)
    assert values(document) == [("sender", "Drey", "Drey")]
    assert document.text.startswith("<t:correspDesc>")
    assert document.text.endswith("</t:correspDesc>")


# --- files that cannot be used as they are -------------------------------------------------------


def test_file_that_breaks_off_gives_the_letters_before(read_file: ReadFile) -> None:
    whole = cmif(LETTER, sent("<persName>Drey</persName>", attributes='key="2"'))
    documents, (problem,) = read_file("a.xml", whole[: whole.index("Drey</persName")])
    assert [document.identifier for document in documents] == ["a-631"]
    assert problem.severity == "skipped"
    assert "breaks off" in problem.message


@pytest.mark.parametrize("size", range(30, 400, 7))
def test_every_cut_is_read_or_refused_with_its_line(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<TEI><correspDesc/>" + cmif(LETTER)[:size] + "<", encoding="utf-8")
    problems: list[Problem] = []
    list(read(path, tmp_path, problems.append))
    assert "a.xml, line" in problems[0].message


def bomb() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE TEI [<!ENTITY l0 "lol">{levels}]>'


@pytest.mark.parametrize(
    "head",
    [
        bomb(),
        '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE TEI [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
    ],
)
def test_entities_are_refused_and_nothing_is_fetched(head: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(cmif(sent("<persName>&l8;&x;</persName>"), head=head), encoding="utf-8")
    with pytest.raises(SkipError, match="entity"):
        read(path, tmp_path, lambda _: None)


def test_undeclared_entity_behind_a_dtd_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    head = '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd">'
    path.write_text(cmif(sent("<persName>&who;</persName>"), head=head), encoding="utf-8")
    with pytest.raises(SkipError, match=r"line 5: the entity 'who' is not declared"):
        read(path, tmp_path, lambda _: None)


def test_many_names_in_one_letter_are_read_in_one_pass(read_file: ReadFile) -> None:
    names = "".join(f"<persName>Ütz {n}</persName>\n" for n in range(20_000))
    (document,), _ = read_file("a.xml", cmif(sent(names)))
    assert len(document.fields) == 20_000
    assert all(field.span.of(document.text) == field.value for field in document.fields)


def test_only_files_that_describe_correspondence_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    for content, is_one in ((cmif(LETTER), True), ("<TEI><body/></TEI>", False), ("", False)):
        path.write_text(content, encoding="utf-8")
        assert is_cmif(path) is is_one
    assert not is_cmif(tmp_path)
