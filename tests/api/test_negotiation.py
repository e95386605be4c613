"""The Accept header decides as RFC 9110 says, and a broken one never does harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import preferred, wants_page, weight

_OFFERS = ["application/json", "application/xml", "text/csv", "text/html"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.3, application/xml;q=0.9", "application/xml"),
        ("application/json;q=0, */*;q=0.5", "application/xml"),
        ("*/*;q=0.1, text/csv", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("APPLICATION/XML ; Q=0.4 , TEXT/CSV ; q=0.3", "application/xml"),
        ("application/pdf", None),
        (";;;,,", "application/json"),
        ("text/csv;q=high", "application/json"),
        ("text/csv;charset=utf-8;q=0.5, text/html;q=0.4", "text/csv"),
    ],
)
def test_the_best_offer_wins(accept: str | None, expected: str | None) -> None:
    assert preferred(accept, _OFFERS) == expected


def test_a_page_is_for_browsers_only() -> None:
    assert wants_page("text/html,application/xhtml+xml,*/*;q=0.8")
    assert not wants_page("*/*")
    assert not wants_page(None)
    assert not wants_page("application/json")


@given(st.text(max_size=200))
def test_no_header_is_an_error(accept: str) -> None:
    assert preferred(accept, _OFFERS) in {*_OFFERS, None}
    assert 0 <= weight(accept, "text/csv") <= 1
