"""Where the names stand in a line, without what leads to them."""

from __future__ import annotations

import pytest

from kg.cleaning import fold
from kg.extractors.lines import kind_of
from kg.extractors.parts import Piece
from kg.extractors.phrases import name_phrase
from kg.spans import Span


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("FROM: PORT SELM", "PORT SELM"),
        ("To Comrade VOSS", "Comrade VOSS"),
        ("ORVANE, TO THE AMBASSADOR", "THE AMBASSADOR"),
        ("Destination: ORVANE To Whom: SOVIET AMBASSADOR", "SOVIET AMBASSADOR"),
        ("Dear Comrade Ilk! (Top Secret)", "Comrade Ilk"),
        ("Greetings! LARK [Drey].”", "LARK [Drey].”"),
        ("(ss) Osterly", "Osterly"),
        ("By order of the Chancery Above", "Chancery Above"),
        ("– Molk – 52 –", "Molk"),
        ("FENG XI [STALIN]", "FENG XI [STALIN]"),
    ],
)
def test_only_the_names_are_left(line: str, names: str) -> None:
    folded = fold(line)
    piece = Piece(Span(7, 7 + len(line)), folded, kind_of(folded))
    assert name_phrase(piece).of("x" * 7 + line) == names
