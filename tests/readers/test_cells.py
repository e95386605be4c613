"""Cells and their places are those of RFC 4180, and one slip costs one row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.cells import LONGEST_CELL, rows

CELL = st.text(alphabet='ab ;,"\n', max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_are_those_that_the_csv_module_wrote(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    text = out.getvalue()
    found = [[cell.span.of(text).replace('""', '"') for cell in row.cells] for row in rows(text)]
    assert found == [cells for cells in table if any(cells) or len(cells) > 1]


@given(st.text(alphabet='a,"\n'))
def test_rows_keep_their_order_and_lines_for_any_text(text: str) -> None:
    end = 0
    for row in rows(text):
        assert row.span.start >= end
        assert row.line == text.count("\n", 0, row.span.start) + 1
        assert all(row.span.covers(cell.span) for cell in row.cells)
        assert bool(row.cells) != bool(row.broken)
        end = row.span.end


def test_a_broken_quotation_mark_costs_its_own_line() -> None:
    text = 'a,"b\nc,d\ne,"f" g\nh,"i"\n'
    found = [(row.line, row.span.of(text), row.broken) for row in rows(text)]
    assert found == [
        (1, 'a,"b', "text follows a closing quotation mark"),
        (2, "c,d", None),
        (3, 'e,"f" g', "text follows a closing quotation mark"),
        (4, 'h,"i"', None),
    ]


@pytest.mark.parametrize(("length", "broken"), [(LONGEST_CELL - 1, False), (LONGEST_CELL, True)])
def test_a_cell_is_not_looked_for_beyond_its_longest(length: int, broken: bool) -> None:
    (first, *_) = rows(f'"{"x" * length}",b')
    assert bool(first.broken) is broken
