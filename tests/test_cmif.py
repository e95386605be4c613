"""Writing CMIF: valid, with addresses, and read back as the same correspondence."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from kg.cmif import ADDRESS, Envelope, Name, dating_of, envelopes, write_cmif
from kg.document import Document
from kg.readers import read
from kg.store import Store

WHEN = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)
TEI = {"t": "http://www.tei-c.org/ns/1.0"}

# What the documentation of CMIF demands, said once more in RELAX NG.
PERSON, BODY, PLACE = (
    f'<element name="{name}"><optional><attribute name="ref"><data type="anyURI"/></attribute>'
    '</optional><data type="string"><param name="minLength">1</param></data></element>'
    for name in ("persName", "orgName", "placeName")
)
DAY = '<choice><data type="date"/><data type="gYearMonth"/><data type="gYear"/></choice>'
SCHEMA = f"""
<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="{TEI["t"]}"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <element name="teiHeader">
  <element name="fileDesc">
   <element name="titleStmt"><element name="title"><text/></element>
     <oneOrMore><element name="editor"><text/></element></oneOrMore></element>
   <element name="publicationStmt">
    <element name="publisher"><element name="ref">
      <attribute name="target"><data type="anyURI"/></attribute><text/></element></element>
    <element name="idno"><attribute name="type"><value>url</value></attribute>
      <data type="anyURI"/></element>
    <element name="date"><attribute name="when"><data type="dateTime"/></attribute></element>
    <element name="availability"><element name="licence"><attribute name="target">
      <value>https://creativecommons.org/licenses/by/4.0/</value></attribute>
      <text/></element></element>
   </element>
   <element name="sourceDesc"><oneOrMore><element name="bibl">
     <attribute name="type"><choice><value>print</value><value>online</value></choice></attribute>
     <attribute name="xml:id"><data type="ID"/></attribute><text/></element></oneOrMore></element>
  </element>
  <element name="profileDesc"><zeroOrMore><element name="correspDesc">
    <attribute name="ref"><data type="anyURI"/></attribute>
    <attribute name="source"><data type="anyURI"/></attribute>
    {
    "".join(
        f'''
    <element name="correspAction"><attribute name="type"><value>{action}</value></attribute>
      <oneOrMore><choice>{PERSON}{BODY}</choice></oneOrMore>
      <zeroOrMore>{PLACE}</zeroOrMore>
      <optional><element name="date">
       <choice><attribute name="when">{DAY}</attribute>
        <group><attribute name="from">{DAY}</attribute>
          <attribute name="to">{DAY}</attribute></group>
        <group><attribute name="notBefore">{DAY}</attribute>
          <attribute name="notAfter">{DAY}</attribute></group></choice>
       <optional><attribute name="cert"><value>low</value></attribute></optional>
      </element></optional>
    </element>'''
        for action in ("sent", "received")
    )
}
  </element></zeroOrMore></element>
 </element>
 <element name="text"><element name="body"><element name="p"><empty/></element></element></element>
</element>"""


def written(letters: Iterable[Envelope], address: str = ADDRESS) -> bytes:
    output = io.BytesIO()
    write_cmif(letters, output, WHEN, address)
    return output.getvalue()


def checked(content: bytes) -> etree._Element:
    tree = etree.fromstring(content)
    schema = etree.RelaxNG(etree.fromstring(SCHEMA))
    assert schema.validate(tree), schema.error_log
    identifiers = {f"#{each}" for each in tree.xpath("//t:bibl/@xml:id", namespaces=TEI)}
    assert set(tree.xpath("//t:correspDesc/@source", namespaces=TEI)) <= identifiers
    return tree


def read_back(content: bytes, tmp_path: Path) -> list[Document]:
    path = tmp_path / "letters.xml"
    path.write_bytes(content)
    return list(read(path, tmp_path, lambda problem: pytest.fail(problem.message)))


def test_whole_store_is_valid_and_says_the_same_when_read_back(
    coldwire: Store, tmp_path: Path
) -> None:
    letters = envelopes(coldwire)
    content = written(letters)
    checked(content)
    assert len(letters) > 200
    documents = {each.identifier: each for each in read_back(content, tmp_path)}
    assert len(documents) == len(letters)
    for letter in letters:
        document = documents[letter.message.rpartition("/")[2]]
        for role, field, mark in (
            ("sender", "sender", "sender"),
            ("recipient", "recipient", "recipient"),
            ("sentFrom", "from_place", "place"),
            ("sentTo", "to_place", "place"),
        ):
            names = [*letter.names.get(role, {}).values()]
            assert [f.value for f in document.fields_named(field)] == [n.words for n in names]
            known = {each.identity for each in document.marked(mark)}
            assert {name.ref for name in names if name.ref} <= known
        read_date = document.field("date")
        assert (read_date is None) == (not dating_of(letter.date))
        if read_date:
            assert dating_of(read_date.value).items() <= dating_of(letter.date).items()


def test_telegram_has_its_correspondents_with_addresses(coldwire: Store) -> None:
    (letter,) = [each for each in envelopes(coldwire) if each.message.endswith("wilson-117312")]
    text = written([letter]).decode()
    assert '<persName ref="http://www.wikidata.org/entity/Q855">Joseph Stalin</persName>' in text
    assert '<placeName ref="http://www.wikidata.org/entity/Q18808">Pyongyang</placeName>' in text
    assert '<date when="1950-10-01"/>' in text


def test_same_store_gives_the_same_bytes(coldwire: Store) -> None:
    assert written(envelopes(coldwire)) == written(envelopes(coldwire))


def test_messages_known_from_references_only_are_left_out() -> None:
    cw, base = "https://w3id.org/coldwire/ontology#", "https://w3id.org/coldwire/"
    quads = []
    for name, held in (("a", "held"), ("b", "known-by-reference"), ("c", "envelope-only")):
        message, graph = f"<{base}id/message/{name}>", f"<{base}id/graph/g>"
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        quads += [
            f"{message} {kind} <{cw}Message> {graph} .",
            f"{message} <{cw}heldAs> <{base}vocabulary/held-as/{held}> {graph} .",
            f"<{base}id/finding/{name}> {kind} <{cw}Mention> {graph} .",
            f"<{base}id/finding/{name}> <{cw}inMessage> {message} {graph} .",
            f"<{base}id/finding/{name}> <{cw}role> <{base}vocabulary/role/sender> {graph} .",
            f'<{base}id/finding/{name}> <{cw}writtenAs> "Drey & <Co>" {graph} .',
        ]
    found = envelopes(Store.from_quads(quads))
    assert [each.message[-1] for each in found] == ["a", "c"]
    tree = checked(written(found))
    assert tree.xpath("//t:persName/text()", namespaces=TEI) == ["Drey & <Co>", "Unknown"] * 2


def test_odd_characters_do_not_break_the_file(tmp_path: Path) -> None:
    odd = 'a\x00b\x0bc\ud800 "q" <&>\t\U0001f600'
    letter = Envelope("https://w3id.org/coldwire/id/message/x", "1950")
    letter.add("sender", "x", Name("persName", odd, 'https://example.org/?a="&b=<'))
    content = written([letter], address="https://example.org/?a=1&b=2")
    tree = etree.fromstring(content)
    assert tree.xpath("string(//t:idno)", namespaces=TEI) == "https://example.org/?a=1&b=2"
    (document,) = read_back(content, tmp_path)
    assert document.fields_named("sender")[0].value.startswith("a\ufffdb\ufffdc\ufffd")


@pytest.mark.parametrize(
    ("edtf", "attributes"),
    [
        ("1950", {"when": "1950"}),
        ("1950-10~", {"when": "1950-10", "cert": "low"}),
        ("1950-10-01/1950-10-03", {"from": "1950-10-01", "to": "1950-10-03"}),
        ("[1950-10-04,1950-10-06]", {"notBefore": "1950-10-04", "notAfter": "1950-10-06"}),
        ("[1950..1951-02]", {"notBefore": "1950-01-01", "notAfter": "1951-02-28"}),
        ("XXXX-10-01", {}),
        ("no date", {}),
        (None, {}),
    ],
)
def test_dates_become_dating_attributes(edtf: str | None, attributes: dict[str, str]) -> None:
    assert dating_of(edtf) == attributes


def test_empty_store_is_a_file_without_letters() -> None:
    content = written(envelopes(Store.from_quads([])))
    checked(content)
    assert not re.search(b"<correspDesc", content)
