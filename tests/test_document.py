"""Documents: parts of a page as places in one stored text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.document import Block, Document, Field
from kg.spans import Span


def page(text: str, *blocks: Block, fields: tuple[Field, ...] = ()) -> Document:
    return Document("page", "page.md", "page", text, "plain_text", blocks, fields)


@given(st.text(max_size=80))
def test_lines_are_places_without_outer_blanks(text: str) -> None:
    document = page(text, Block("body", Span(0, len(text))))
    for line in document.lines():
        assert line.folded == line.span.of(document.folded)
        assert line.folded == line.folded.strip()
        assert line.folded


def test_without_a_body_there_are_no_lines() -> None:
    document = page("Citation: nothing else", Block("citation", Span(0, 22)))
    assert document.body == Span(22, 22)
    assert document.lines() == []


def test_fields_are_found_by_name_in_the_order_of_the_text() -> None:
    fields = (Field("sender", "Drey", Span(0, 4)), Field("sender", "Holt", Span(5, 9)))
    document = page("Drey;Holt", fields=fields)
    assert document.field("sender") == fields[0]
    assert document.fields_named("sender") == list(fields)
    assert document.field("date") is None


def test_a_cell_border_ends_a_line_in_the_folded_text_only() -> None:
    document = page("PORT SELM | To FINCH", Block("body", Span(0, 20)))
    assert [line.span.of(document.text) for line in document.lines()] == ["PORT SELM", "To FINCH"]
