"""Print parts words, lines and paragraphs as a reader sees them, whatever the lines of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.readers.tei_print import printed
from kg.readers.tei_tags import Steps


def print_of(content: str) -> str:
    return printed(f'<div type="document">{content}</div>', Steps("v")).text


@pytest.mark.parametrize(
    ("content", "print_"),
    [
        ("<p>One</p>\n<p>two</p>", "One\n\ntwo"),
        ("<head>A<lb/>B</head>", "A\nB"),
        ("<p>To<p/>  the   barges</p>", "To\n\nthe barges"),
        ("<p>secret \u2003 us urgent\u00a0now</p>", "secret us urgent now"),
        ("<p>Drey\n, who (\nsaid\n) go</p>", "Drey, who (said) go"),
        ("<p><hi>Drey</hi> , <hi>so</hi>\n; then [ <hi>it</hi> ]</p>", "Drey, so; then [it]"),
        ("<p>He left\n. It rained . . . here</p>", "He left. It rained . . . here"),
        ("<p>He <hi>left</hi>\n. <hi>It</hi>\n. . . rained</p>", "He left. It . . . rained"),
        ("<p>AT&amp;T &lt;b&gt;</p>", "AT&T <b>"),
        ("<p>Dr<pb n='3'/>ey <pb n='4'/> came</p>", "Drey came"),
        ("<p>A</p><gap/><p>B</p>", "A\n\n. . . . . . .\n\nB"),
        ("<frus:file id='x'>never</frus:file><p>A</p>", "A"),
        ("<closer><signed>Drey</signed><signed>Tamsin</signed></closer>", "Drey\nTamsin"),
        ("<p>Go <unknown>on</unknown>.</p>", "Go on."),
        ("", ""),
    ],
)
def test_white_space_and_breaks_are_those_of_print(content: str, print_: str) -> None:
    assert print_of(content) == print_


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    first = "<row><cell>A</cell>\n<cell>B</cell></row>"
    second = "<row><cell/><cell>C</cell></row>"
    assert print_of(f"<table>{first}{first}</table>") == "A\tB\nA\tB"
    assert print_of(f"<table>{first}{second}</table>") == "A\tB\tC"


def test_label_stands_in_the_line_of_its_item() -> None:
    listed = "<label>a.</label>\n<item>One</item><item>Two</item><label/><item>Three</item>"
    assert print_of(f"<list>{listed}</list>") == "a. One\nTwo Three"


def test_footnote_marks_are_raised_and_close_to_their_word() -> None:
    text = (
        'Drey<note n="1">One.</note> and Tamsin <note n="12">Two.</note><note n="13">C</note>, so'
    )
    assert print_of(f"<p>{text}</p>") == (
        "Drey\u00b9 and Tamsin\u00b9\u00b2 \u00b9\u00b3, so\n\n----------\n\n"
        "\u00b9 One.\n\n\u00b9\u00b2 Two.\n\n\u00b9\u00b3 C"
    )


def test_footnote_of_a_footnote_comes_after_all_of_the_text() -> None:
    text = '<p>A<note n="1">B<note n="3">D</note></note> b<note n="2">C</note></p>'
    assert print_of(text).endswith("\u00b9 B\u00b3\n\n\u00b2 C\n\n\u00b3 D")


def test_note_without_a_mark_is_a_paragraph_where_it_stands() -> None:
    assert print_of('<note type="source" rend="inline">File</note><head>A</head>') == "File\n\nA"


PIECES = st.sampled_from(
    ["Drey", " ", "\n", "\n    ", ",", ".", ". . .", "(", ")", "\u201c", "\u00a0", "&amp;", "<lb/>",
     "<pb n='1'/>", '<note n="1">a</note>', "<hi>b</hi>", "<persName corresp='#p'> c </persName>",
     "<p>d</p>", "<list><label>e</label><item>f</item></list>", "<gap/>", "<cell>g</cell>",
     "<quote><signed>h</signed></quote>", "<date when='1951-02-30'>i</date>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_encoding_is_printed_with_true_places_and_no_word_lost(content: str) -> None:
    xml = etree.tostring(etree.fromstring(f"<div>{content}</div>"), encoding="unicode")
    page = printed(xml, Steps("v"))
    for start, end, spec in page.placed:
        words = page.text[start:end]
        assert words == words.strip() and (words or spec.kind == "page")
    assert 0 <= page.end <= len(page.text) and page.text == page.text.strip()
    letters = "".join(etree.fromstring(xml).itertext())
    for letter in "Dbcdefghi":
        assert page.text.count(letter) == letters.count(letter)
