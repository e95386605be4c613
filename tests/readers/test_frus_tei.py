"""A volume gives its documents as printed, with their blocks and marks, or is left out."""

from __future__ import annotations

import gzip
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from kg.document import Document, Field, Mark
from kg.errors import Problem, SkipError
from kg.readers import printed_edition, read, sources, tei_source
from kg.readers.frus_tei import VolumeSource, volume
from kg.spans import Span

FRUS = Path(__file__).parents[3] / "shared" / "frus"

HEADER = """<teiHeader><fileDesc><titleStmt><title type="series">Papers</title>
    <title type="complete">Papers on Selm,
        1951</title></titleStmt><publicationStmt>
    <idno type="isbn"/><idno type="frus">frus1951v99</idno></publicationStmt></fileDesc>
    </teiHeader>"""

LISTS = """<div type="section" xml:id="persons"><list type="names">
    <item><hi rend="strong"><persName xml:id="p_DW1">Drey, Wilmot</persName>,</hi> Ambassador in
        Selm until May 1951</item>
    <item><hi rend="strong"><persName xml:id="p_TI1">Tamsin, Ida<note n="1">Died.</note></persName>
        </hi></item></list></div>
    <div type="section" xml:id="terms"><list type="terms">
    <item><hi rend="strong"><term xml:id="t_D1">Deptel</term>,</hi> Department telegram</item>
    </list></div>"""

TELEGRAM = """<div type="document" xml:id="d1" n="1">
        <pb n="12" xml:id="pg_12"/>
        <note type="source" rend="inline">793S.00/5–3151: Telegram</note>
        <head>The Ambassador in Selm (<persName type="from" corresp="#p_DW1">Drey</persName>) to the
            <gloss type="to">Secretary of State</gloss><note n="1" xml:id="d1fn1">Repeated to
            <gloss target="#t_D1">Deptel</gloss> <persName corresp="#p_TI1">Tamsin</persName>;
            see <ref target="#d2">Document 2</ref> &amp; <ref
            target="frus1950v06#pg_618">p. 618</ref>.</note></head>
        <opener><seg rendition="#left">SECRET</seg>
            <dateline><placeName>Port Selm</placeName>, <date when="1951-05-03T21:00:00">May 3, 1951
            — 9 p. m.</date></dateline></opener>
        <p>402. The barges
            are loaded<!-- twice -->; <hi rend="italic">Lark</hi> sails <pb n="13"/>tomorrow.</p>
        <closer><signed corresp="#p_DW1"><hi>Drey</hi></signed></closer>
    </div>"""


def tei(*documents: str, header: str = HEADER, front: str = LISTS) -> str:
    body = "\n".join(documents)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"'
        f' xmlns:frus="http://history.state.gov/frus/ns/1.0">{header}<text><front>{front}</front>'
        f'<body><div type="compilation">\n{body}\n</div></body></text></TEI>'
    )


def document(*content: str, attributes: str = 'xml:id="d1" n="1"') -> str:
    return f'<div type="document" {attributes}>{"".join(content)}</div>'


def opened(folder: Path, content: str | bytes, name: str = "a.xml") -> VolumeSource:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return volume(path, folder, no_problem)


def no_problem(problem: Problem) -> None:
    pytest.fail(problem.message)


def refusal(folder: Path, content: str | bytes, name: str = "a.xml") -> SkipError:
    with pytest.raises(SkipError) as caught:
        opened(folder, content, name)
    return caught.value


@pytest.fixture
def telegram(tmp_path: Path) -> Document:
    (found,) = opened(tmp_path, tei(TELEGRAM)).documents(no_problem)
    return found


# What a volume gives.


def test_volume_names_itself_and_its_persons_and_terms(tmp_path: Path) -> None:
    found = opened(tmp_path, tei(TELEGRAM))
    assert (found.volume.identifier, found.title) == ("frus1951v99", "Papers on Selm, 1951")
    assert [(p.reference, p.name, p.about) for p in found.volume.persons] == [
        ("p_DW1", "Drey, Wilmot", "Ambassador in Selm until May 1951"),
        ("p_TI1", "Tamsin, Ida", ""),
    ]
    assert [(t.reference, t.term, t.meaning) for t in found.terms] == [
        ("t_D1", "Deptel", "Department telegram")
    ]
    assert len(found) == 1


def test_volume_without_idno_is_named_by_its_xml_id_or_its_file(tmp_path: Path) -> None:
    plain = tei(document("<p>Go.</p>"), header="")
    assert opened(tmp_path, plain, "frus1950v1.xml").volume.identifier == "frus1950v1"
    named = plain.replace("<TEI ", '<TEI xml:id="frus1949" ')
    assert opened(tmp_path, named).volume.identifier == "frus1949"


def test_document_is_printed_with_its_footnotes_below_the_rule(telegram: Document) -> None:
    assert telegram.text == (
        "793S.00/5–3151: Telegram\n\n"
        "The Ambassador in Selm (Drey) to the Secretary of State¹\n\n"
        "SECRET\n\nPort Selm, May 3, 1951 — 9 p. m.\n\n"
        "402. The barges are loaded; Lark sails tomorrow.\n\nDrey\n\n"
        "----------\n\n¹ Repeated to Deptel Tamsin; see Document 2 & p. 618."
    )
    assert (telegram.identifier, telegram.source) == ("frus1951v99-d1", "a.xml")
    assert (telegram.graph, telegram.reader) == ("frus1951v99", "frus_tei")


def test_blocks_are_the_parts_of_the_page(telegram: Document) -> None:
    found = [(block.kind, block.span.of(telegram.text)) for block in telegram.blocks]
    assert [(kind, words) for kind, words in found if kind != "body"] == [
        ("file number", "793S.00/5–3151: Telegram"),
        ("source note", "793S.00/5–3151: Telegram"),
        ("head", "The Ambassador in Selm (Drey) to the Secretary of State¹"),
        ("classification", "SECRET"),
        ("dateline", "Port Selm, May 3, 1951 — 9 p. m."),
        ("signed", "Drey"),
        ("notes", "¹ Repeated to Deptel Tamsin; see Document 2 & p. 618."),
        ("note", "¹ Repeated to Deptel Tamsin; see Document 2 & p. 618."),
    ]
    body = telegram.body.of(telegram.text)
    assert body.startswith("SECRET\n\nPort Selm") and body.endswith("tomorrow.\n\nDrey")


def test_blocks_agree_with_those_found_in_plain_print(telegram: Document) -> None:
    plain = printed_edition.document("x", "x", telegram.text)
    for kind in ("file number", "head", "body", "notes", "note"):
        assert telegram.block(kind) == plain.block(kind)


def test_marks_say_what_the_editors_encoded_in_the_order_of_the_text(telegram: Document) -> None:
    found = [
        (m.kind, m.span.of(telegram.text), m.value, m.identity, m.party) for m in telegram.marks
    ]
    assert found == [
        ("page", "", "12", None, None),
        ("sender", "Drey", None, "p_DW1", "person"),
        ("person", "Drey", None, "p_DW1", None),
        ("recipient", "Secretary of State", None, None, "office"),
        ("place", "Port Selm", None, None, None),
        ("date", "May 3, 1951 — 9 p. m.", "1951-05-03T21:00:00", None, None),
        ("page", "", "13", None, None),
        ("signed", "Drey", None, "p_DW1", None),
        ("term", "Deptel", None, "t_D1", None),
        ("person", "Tamsin", None, "p_TI1", None),
        ("reference", "Document 2", "frus1951v99#d2", None, None),
        ("reference", "p. 618", "frus1950v06#pg_618", None, None),
    ]


def test_page_begins_where_its_mark_stands(telegram: Document) -> None:
    second = telegram.marked("page")[1]
    assert telegram.text[second.span.start :].startswith(" tomorrow.")


def test_fields_are_head_number_and_what_stands_outside(tmp_path: Path) -> None:
    head = '<head>12. Letter From Drey<note n="1">Source: Papers.</note></head><p>Go.</p>'
    text = tei(document(head, attributes='xml:id="d9" n="12"'))
    (found,) = opened(tmp_path, text).documents(no_problem)
    assert [(field.name, field.value) for field in found.fields] == [
        ("head", "12. Letter From Drey"),
        ("number", "12"),
        ("n", "12"),
        ("volume_title", "Papers on Selm, 1951"),
    ]
    assert found.block("source note") == found.block("note")


def test_entry_of_a_calendar_is_a_document_of_one_line(tmp_path: Path) -> None:
    entry = "<p>116. Memorandum of Discussion, March 28. Secret. 5 pp.</p><frus:pdf>9</frus:pdf>"
    (found,) = opened(tmp_path, tei(document(entry))).documents(no_problem)
    assert found.text == "116. Memorandum of Discussion, March 28. Secret. 5 pp."


def test_document_inside_a_document_is_read_by_itself_too(tmp_path: Path) -> None:
    inner = document("<p>Inside.</p>", attributes='xml:id="d2"')
    found = opened(tmp_path, tei(document("<p>Outside.</p>", inner))).documents(no_problem)
    assert [d.text for d in found] == ["Inside.", "Outside.\n\nInside."]


def marks_of(tmp_path: Path, kind: str, content: str) -> list[tuple[str, Mark]]:
    (found,) = opened(tmp_path, tei(document(content))).documents(no_problem)
    return [(mark.span.of(found.text), mark) for mark in found.marked(kind)]


def test_mark_of_a_footnote_is_no_part_of_a_name(tmp_path: Path) -> None:
    content = (
        '<p>To <persName corresp="#p_A"><note n="1">A.</note>Drey<note n="2">B.</note><note n="3">'
        "C.</note></persName> go.</p>"
    )
    assert [words for words, _ in marks_of(tmp_path, "person", content)] == ["Drey"]


def test_participants_are_the_innermost_items(tmp_path: Path) -> None:
    content = (
        '<list type="participants"><head>PARTICIPANTS</head><item>Selm<list><item>Mr. Drey</item>'
        "<item>Miss Tamsin</item></list></item></list><p>They met.</p>"
    )
    assert [words for words, _ in marks_of(tmp_path, "participant", content)] == [
        "Mr. Drey",
        "Miss Tamsin",
    ]


def test_subject_is_the_item_of_its_list(tmp_path: Path) -> None:
    content = '<list type="subject"><head>SUBJECT</head><item>The barges</item></list>'
    assert [words for words, _ in marks_of(tmp_path, "subject", content)] == ["The barges"]


def test_range_of_days_and_hours_are_values(tmp_path: Path) -> None:
    content = (
        '<dateline><date from="1951-05-03" to="1951-05-04">May 3–4</date>, '
        '<time when="09:00:00">9 a.m.</time></dateline>'
    )
    assert marks_of(tmp_path, "date", content)[0][1].value == "1951-05-03/1951-05-04"
    assert marks_of(tmp_path, "time", content)[0][1].value == "09:00:00"


def test_enclosure_begins_at_its_heading_or_is_its_element(tmp_path: Path) -> None:
    content = (
        '<p>See below.</p><p rend="center">[Enclosure]</p><p>Go.</p><frus:attachment>'
        "<head>Annex A</head><p>Stay.</p></frus:attachment>"
    )
    assert [words for words, _ in marks_of(tmp_path, "attachment", content)] == [
        "[Enclosure]",
        "Annex A\n\nStay.",
    ]


def test_signature_under_an_enclosure_is_no_block_of_the_message(tmp_path: Path) -> None:
    content = (
        "<p>Go.</p><frus:attachment><closer><signed>Tamsin</signed></closer></frus:attachment>"
    )
    (found,) = opened(tmp_path, tei(document(content))).documents(no_problem)
    assert found.block("signed") is None
    assert [mark.span.of(found.text) for mark in found.marked("signed")] == ["Tamsin"]


# Kinds of files.


@pytest.mark.parametrize(
    ("ending", "pack"),
    [(".xml", bytes), (".xml.gz", gzip.compress), (".xml.xz", lzma.compress), (".XML", bytes)],
)
def test_volumes_are_read_plain_and_compressed(tmp_path: Path, ending: str, pack: type) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(pack(tei(TELEGRAM).encode()))
    assert [d.identifier for d in read(path, tmp_path, no_problem)] == ["frus1951v99-d1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encoding_that_the_file_declares_is_used(tmp_path: Path, encoding: str) -> None:
    text = tei(document("<p>Café is\n        open.</p>"))
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    (found,) = opened(tmp_path, text.encode(encoding)).documents(no_problem)
    assert found.text == "Café is open."


def test_xml_that_is_no_edition_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    for name, content in {
        "feed.xml": "<rss><channel/></rss>",
        "frus.xml": tei(TELEGRAM),
        "broken.xml": "<TEI",
        "packed.xml.gz": "no gzip",
        "other.csv.gz": "x",
    }.items():
        (tmp_path / name).write_text(content, "utf-8")
    listed = [file.name for _, file in sources([tmp_path])]
    assert listed == ["broken.xml", "frus.xml", "packed.xml.gz"]


def test_volume_that_describes_its_letters_is_an_edition_and_no_index(tmp_path: Path) -> None:
    described = HEADER.replace("</teiHeader>", "<correspDesc/></teiHeader>")
    path = tmp_path / "a.xml"
    path.write_text(tei(TELEGRAM, header=described), "utf-8")
    assert [d.reader for d in read(path, tmp_path, no_problem)] == ["frus_tei"]


def test_xml_that_is_no_edition_is_refused_when_it_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "<rss><channel/></rss>", "feed.xml")
    assert str(error) == (
        "feed.xml, whole file: it is no TEI edition: its outermost element is rss."
        " Give TEI P5 files, in the namespace of TEI."
    )


# Bad input.


def test_truncated_volume_is_left_out_whole_with_the_line(tmp_path: Path) -> None:
    whole = tei(TELEGRAM, document("<p>Second.</p>"))
    error = refusal(tmp_path, whole[: whole.index("Second")])
    lines = whole[: whole.index("Second")].count("\n") + 1
    assert (error.place, error.reason) == (f"line {lines}", "the volume is cut off here")


def test_truncated_compressed_file_is_left_out(tmp_path: Path) -> None:
    packed = gzip.compress(tei(TELEGRAM).encode())
    assert "cut off" in refusal(tmp_path, packed[:-20], "a.xml.gz").reason
    assert "cut off" in refusal(tmp_path, lzma.compress(b"x" * 999)[:-20], "a.xml.xz").reason


def test_damaged_compressed_file_is_left_out(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"no gzip", "a.xml.gz").reason.startswith("it cannot be unpacked (")
    assert refusal(tmp_path, b"no xz at all", "a.xml.xz").reason.startswith(
        "it cannot be unpacked ("
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))


@pytest.mark.parametrize("place", ["<p>&l9;</p>", '<p rend="&l9;">Go.</p>', "<p>Go.</p>"])
def test_billion_laughs_are_refused(tmp_path: Path, place: str) -> None:
    text = tei(document(place)).replace("<TEI", f"<!DOCTYPE TEI [{LAUGHS}]><TEI", 1)
    assert refusal(tmp_path, text).reason == "it declares entities, which Coldwire does not expand"


def test_external_entity_is_refused_and_its_file_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Selm")
    declared = f'<!DOCTYPE TEI [<!ENTITY e SYSTEM "{tmp_path.as_uri()}/secret.txt">]><TEI'
    error = refusal(tmp_path, tei(document("<p>&e;</p>")).replace("<TEI", declared, 1))
    assert "declares entities" in error.reason


def test_dtd_that_is_named_is_not_loaded(tmp_path: Path) -> None:
    named = '<!DOCTYPE TEI SYSTEM "http://localhost:1/tei.dtd"><TEI'
    (found,) = opened(tmp_path, tei(document("<p>Go.</p>")).replace("<TEI", named, 1)).documents(
        no_problem
    )
    assert found.text == "Go."


def test_dtd_beside_the_volume_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "tei.dtd").write_text('<!ENTITY selm "Selm">')
    named = f'<!DOCTYPE TEI SYSTEM "{tmp_path.as_uri()}/tei.dtd"><TEI'
    error = refusal(tmp_path, tei(document("<p>&selm;</p>")).replace("<TEI", named, 1))
    assert error.reason == "an entity that is not declared: &selm;"


def test_undeclared_entity_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, tei(document("<p>&nbsp;</p>")))
    assert error.reason == "an entity that is not declared"


def test_wrong_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    text = tei(document("<p>Café</p>"))
    error = refusal(tmp_path, text.encode("windows-1252"))
    line = text[: text.index("Caf")].count("\n") + 1
    assert error.place == f"line {line}"
    assert error.reason == "bytes that are not in the encoding which the file declares"


def test_text_node_without_end_is_refused(tmp_path: Path) -> None:
    long = tei(document("<p>", "Go on. " * 1_600_000, "</p>"))
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(long.encode(), 1))
    with pytest.raises(SkipError, match="document d1: longer, or nested deeper, than a document"):
        volume(path, tmp_path, no_problem)


def test_documents_nested_without_end_are_refused(tmp_path: Path) -> None:
    nested = '<div type="document">' * 200 + "</div>" * 200
    assert "nested deeper" in refusal(tmp_path, tei(nested)).reason


def test_header_nested_without_end_is_refused(tmp_path: Path) -> None:
    nested = "<p>" * 2000 + "</p>" * 2000
    reason = refusal(tmp_path, tei(TELEGRAM, front=nested)).reason
    assert reason == "a text, tag or nesting that no volume has"


# What is written in another way than the volumes are.

PLAIN = "<p>AT&amp;T and\nDrey's \u201cbarges\u201d &gt; go.</p>"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("and", "a<!-- not > said --><?not said?>nd"),
        PLAIN.replace("&gt;", ">"),
        PLAIN.replace("&amp;", "&#38;").replace("\u201c", "&#x201C;"),
        PLAIN.replace("'", "&apos;"),
        PLAIN.replace("AT&amp;T", "<![CDATA[AT&T]]>"),
        PLAIN.replace("<p>", "<p rend='a>b'>"),
        PLAIN.replace("<p>", '<p\n        rend = "c"\n>'),
    ],
)
def test_text_is_the_same_however_the_file_is_written(tmp_path: Path, content: str) -> None:
    text = tei(document(content, attributes="n='1'\n   xml:id = 'd1'"))
    (found,) = opened(tmp_path, text).documents(no_problem)
    assert found.text == "AT&T and Drey's \u201cbarges\u201d > go."
    assert (found.identifier, found.field("n")) == (
        "frus1951v99-d1",
        Field("n", "1", Span(len(found.text), len(found.text))),
    )


def test_comment_or_instruction_around_the_edition_is_passed_over(tmp_path: Path) -> None:
    head, body = tei(TELEGRAM).split("\n", 1)
    text = f"{head}<!-- <div type='document'> --><?model <div?>{body}<!-- </div> -->"
    assert len(opened(tmp_path, text)) == 1


def test_encoding_of_a_document_is_an_element_with_its_namespaces(tmp_path: Path) -> None:
    text = tei(document("<p>Go.</p><frus:pdf>9</frus:pdf>"), TELEGRAM.replace("d1", "d2"))
    first, second = opened(tmp_path, text).elements()
    assert first.getparent() is None
    assert [etree.QName(each).localname for each in first] == ["p", "pdf"]
    assert second.tag == "{http://www.tei-c.org/ns/1.0}div"


def test_prefix_of_the_edition_is_known(tmp_path: Path) -> None:
    text = re.sub(r"<(/?)(?=\w)(?!frus:)", r"<\1t:", tei(TELEGRAM)).replace("xmlns=", "xmlns:t=")
    (found,) = opened(tmp_path, text).documents(no_problem)
    (plain,) = opened(tmp_path, tei(TELEGRAM)).documents(no_problem)
    assert found == plain


def test_file_that_swells_in_unpacking_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tei_source.LARGEST_VOLUME == 32 * 1024 * 1024
    monkeypatch.setattr(tei_source, "LARGEST_VOLUME", 1024 * 1024)
    bomb = gzip.compress(tei(document("<p>Go.</p>" * 200_000)).encode())
    assert refusal(tmp_path, bomb, "a.xml.gz").reason == "it is larger than 1 MiB when unpacked"


def test_volume_without_documents_is_left_out(tmp_path: Path) -> None:
    assert refusal(tmp_path, tei()).reason.startswith("a volume without documents")


def test_empty_file_is_left_out(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"").reason == "the file is empty"


def problems_of(tmp_path: Path, text: str) -> tuple[list[Document], list[str]]:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    problems: list[Problem] = []
    documents = list(read(tmp_path / "a.xml", tmp_path, problems.append))
    assert all(problem.severity == "warning" for problem in problems)
    return documents, [problem.message for problem in problems]


def test_two_documents_with_one_xml_id_are_both_kept(tmp_path: Path) -> None:
    text = tei(
        document("<p>One.</p>"), document("<p>Two.</p>"), document("<p>No.</p>", attributes="")
    )
    documents, problems = problems_of(tmp_path, text)
    assert [(d.identifier, d.text) for d in documents] == [
        ("frus1951v99-d1", "One."),
        ("frus1951v99-d1.2", "Two."),
        ("frus1951v99-document3.2", "No."),
    ]
    assert problems[0] == (
        "a.xml, document 2: a second document d1; read as d1.2. Give each document its xml:id."
    )
    assert "a document without xml:id" in problems[1]


def test_two_persons_with_one_xml_id_are_reported(tmp_path: Path) -> None:
    text = tei(TELEGRAM, front=LISTS.replace("p_TI1", "p_DW1"))
    _, problems = problems_of(tmp_path, text)
    assert problems == [
        "a.xml, person p_DW1: Tamsin, Ida has the xml:id of Drey, Wilmot; only the first is used."
        " Give each its own."
    ]


def test_day_that_is_in_no_calendar_is_reported_and_its_words_kept(tmp_path: Path) -> None:
    line = '<dateline><date when="1951-02-30">February 30, 1951</date></dateline>'
    documents, problems = problems_of(tmp_path, tei(document(line), TELEGRAM.replace("d1", "d2")))
    assert [(m.span.of(documents[0].text), m.value) for m in documents[0].marked("date")] == [
        ("February 30, 1951", None)
    ]
    assert problems == [
        "a.xml, document d1: the encoded date 1951-02-30 is in no calendar; only its words are"
        " used. Compare the date with the print."
    ]


# The volumes themselves.


@pytest.fixture(scope="module")
def guatemala() -> Iterator[list[Document]]:
    path = FRUS / "frus1952-54Guat.xml.gz"
    if not path.exists():
        pytest.skip("the volumes of Foreign Relations are not beside the project (../shared/frus)")
    yield list(volume(path, FRUS, no_problem).documents(no_problem))


def test_a_whole_volume_is_read_with_true_places(guatemala: list[Document]) -> None:
    assert len(guatemala) == 287
    assert len({document.identifier for document in guatemala}) == 287
    for found in guatemala:
        plain = printed_edition.document(found.identifier, found.source, found.text)
        for kind in ("head", "body", "notes"):
            assert found.block(kind) == plain.block(kind)
        for mark in found.marks:
            words = mark.span.of(found.text)
            assert mark.span.end <= len(found.text) and words == words.strip()
            assert words or mark.kind == "page"


def test_a_whole_volume_has_the_marks_that_its_description_counts(
    guatemala: list[Document],
) -> None:
    parties = [d for d in guatemala if d.marked("sender") and d.marked("recipient")]
    dated = [d for d in guatemala if d.marked("date")]
    linked = [m for d in guatemala for m in d.marked("person") if m.identity]
    assert abs(len(parties) - 172) < 9 and abs(len(dated) - 273) < 9
    assert len(linked) == 1808
