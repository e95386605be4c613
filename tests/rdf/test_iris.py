"""Addresses are valid whatever stands in an identifier, and never shared by two of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.rdf import iris

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


def is_valid(address: str) -> bool:
    line = f"<{address}> <{address}> <{address}> <{address}> ."
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    return isinstance(quad.subject, ox.NamedNode) and quad.subject.value == address


@given(ANY_TEXT, st.integers(1, 999))
@example('\ud800<>"{}|^`\\ \n%/?#~.', 1)
@example("Пак Хён Ён", 1)
def test_every_address_is_valid(text: str, number: int) -> None:
    for address in (
        iris.message(text), iris.entity("person", text), iris.finding(text, text, number),
        iris.name(text, text), iris.identification(text, text), iris.source_graph(text),
        iris.tenure(text, text), iris.described(text),
    ):  # fmt: skip
        assert is_valid(address)


@given(ANY_TEXT, ANY_TEXT)
@example("a/b", "a%2Fb")
@example("a~b", "a%7Eb")
def test_two_identifiers_never_share_an_address(one: str, other: str) -> None:
    assert (iris.segment(one) == iris.segment(other)) == (one == other)
    assert (iris.part(one) == iris.part(other)) == (one == other)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_findings_of_two_extractors_never_share_an_address(a: str, b: str, c: str, d: str) -> None:
    one, other = iris.finding(a, b, 1), iris.finding(c, d, 1)
    assert (one == other) == ((a, b) == (c, d))


def test_the_tilde_of_a_local_identifier_stays() -> None:
    assert iris.entity("person", "wilson-117312~budanova").endswith("/wilson-117312~budanova")


def test_what_is_no_entity_has_no_address() -> None:
    with pytest.raises(ValueError, match="'message'"):
        iris.entity("message", "x")


@given(ANY_TEXT)
@example("https://[::1]/")
@example("http://user@example.org/")
@example("https://example.org/%zz[1] ü#a#b")
@example("https://example.org:99999999/")
def test_a_web_address_is_valid_or_none(text: str) -> None:
    for printed in (text, f"https://example.org/{text}", f"https://{text}"):
        address = iris.web_address(printed)
        assert address is None or is_valid(address)


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("<https://digitalarchive.umd.edu/document/117312>",
         "https://digitalarchive.umd.edu/document/117312"),
        ("https://example.org/search?f%255B0%255D=places%3A1&b=c#top",
         "https://example.org/search?f%255B0%255D=places%3A1&b=c#top"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("ftp://example.org/a", None),
        ("fond 45, opis 1", None),
        ("", None),
    ],
)  # fmt: skip
def test_printed_addresses(printed: str, address: str | None) -> None:
    assert iris.web_address(printed) == address
