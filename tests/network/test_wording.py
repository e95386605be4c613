"""Words of documents are made fit for XML, pages and scripts without losing what can stay."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kg.cleaning import shown, xml_safe
from kg.network.wording import script_json, wrapped

ANY_TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["</script>", "<!--", "-->", "<script", "]]>", "\u2028", "&lt;/script&gt;"]
)


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner)))
def test_json_for_a_script_element_never_ends_it_and_loses_nothing(value: object) -> None:
    text = script_json(value)
    assert "</" not in text and "<!--" not in text
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


@given(st.text(st.characters(), max_size=60))
def test_what_is_safe_for_xml_can_be_parsed(text: str) -> None:
    element = ElementTree.Element("a")
    element.text = xml_safe(text)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == xml_safe(text).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(), max_size=3000))
def test_shown_is_one_line_of_bounded_length(text: str) -> None:
    line = shown(text, 50)
    assert len(line) <= 50 and "\n" not in line
    line.encode("utf-8")


@given(st.text(st.characters(), max_size=300))
def test_a_name_in_the_picture_has_at_most_three_lines_and_is_never_empty(text: str) -> None:
    lines = wrapped(text).split("\n")
    assert 1 <= len(lines) <= 3
    assert all(lines)
    assert max(len(line) for line in lines) <= 22
