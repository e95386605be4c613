"""The parts of a citation, in the forms that the archive's pages have."""

from __future__ import annotations

import pytest

from kg.readers.citation import citation_fields, citation_length, citation_start, reference_fields
from kg.spans import Span


def cited(text: str) -> dict[str, str]:
    found = list(citation_fields(text, Span(0, len(text))))
    assert all(field.span.of(text).strip() == field.span.of(text) for field in found)
    return {field.name: field.value for field in found}


def referred(text: str) -> list[tuple[str, str]]:
    return [(f.name, f.value) for f in reference_fields(text, Span(0, len(text)))]


def test_a_title_may_hold_quotation_marks_and_commas() -> None:
    text = "“Cable, Tamsin to Lark, “The Rope”,” 3 May 1957, Orvane Digital Archive, Fond 3."
    assert cited(text) == {
        "title": 'Cable, Tamsin to Lark, "The Rope"',
        "date": "3 May 1957",
        "repository": "Orvane Digital Archive",
        "archive_reference": "Fond 3",
    }


@pytest.mark.parametrize(
    "date", ["May 3, 1957", "May, 1957", "May 1957", "1957", "undated", "May 3, 1957 - May 5, 1957"]
)
def test_dates_of_every_precision_are_found(date: str) -> None:
    assert cited(f'"Cable," {date}, Orvane Digital Archive')["date"] == date


def test_a_citation_without_date_or_repository_keeps_the_rest() -> None:
    assert cited('"Cable", State Archive, Fond 3, 1957-1960') == {
        "title": "Cable",
        "archive_reference": "State Archive, Fond 3, 1957-1960",
    }


def test_an_archive_is_no_repository_unless_it_is_the_digital_one() -> None:
    assert "repository" not in cited('"Cable", May 3, 1957, State Archive of Orvane, Fond 3')


def test_a_citation_with_line_breaks_keeps_its_places() -> None:
    text = (
        '"Cable to  \nLark", May 3,\n1957, Orvane Digital\nArchive, Fond 3.\nTranslated by\nN. Birk'
    )
    assert cited(text) == {
        "title": "Cable to Lark",
        "date": "May 3, 1957",
        "repository": "Orvane Digital Archive",
        "archive_reference": "Fond 3",
        "translator": "N. Birk",
    }


TRANSLATORS = [
    ("Fond 3. Translated by Nan Birk.", "Nan Birk"),
    ("Fond 3. Translated by Nan Birk <https://example.org/1>", "Nan Birk"),
    ("Fond 3; translated for NIDP by N. P. Birk", "N. P. Birk"),
    ("Fond 3. Translated for the Port Selm History Project by Nan Birk.", "Nan Birk"),
    ("Fond 3. Obtained by Rolf Tarn and translated by Nan Birk.", "Nan Birk"),
    (
        "Fond 3. Obtained by B. Tarn; translated and edited by Élise Ames, A. Pell, and N. Birk.",
        "Élise Ames, A. Pell, and N. Birk",
    ),
    ("Fond 3. Translated from Orvanese by Nan Birk and Rolf Tarn", "Nan Birk and Rolf Tarn"),
    ("Fond 3. Translation by Nan van der Birk (Selm).", "Nan van der Birk"),
    ("Fond 3. Translated by Nan Birk, Port Selm.", "Nan Birk"),
    ("Fond 3. Translated by Nan Birk. Edited by Rolf Tarn.", "Nan Birk"),
    ("Fond 3. Translated by Nan Birk-Pell Jr. for the port.", "Nan Birk-Pell Jr."),
]


@pytest.mark.parametrize(("text", "translator"), TRANSLATORS)
def test_the_translator_is_found_and_left_out_of_the_reference(text: str, translator: str) -> None:
    found = dict(referred(text))
    assert found["translator"] == translator
    assert found["archive_reference"] == "Fond 3"


def test_two_translators_in_two_sentences_are_two_fields() -> None:
    text = "Fond 3. Translated from Orvanese by Nan Birk. Translated from Varnish by Ann Pell."
    assert [value for name, value in referred(text) if name == "translator"] == [
        "Nan Birk",
        "Ann Pell",
    ]


def test_a_translation_without_a_name_names_nobody() -> None:
    assert referred("Fond 3. Translated by the ministry.") == [("archive_reference", "Fond 3")]


def test_who_obtained_an_untranslated_document_stays_in_the_reference() -> None:
    assert referred("Fond 3. Obtained by Rolf Tarn.") == [
        ("archive_reference", "Fond 3. Obtained by Rolf Tarn")
    ]


def test_a_citation_is_found_by_the_title_of_its_page_even_without_a_date() -> None:
    words = 'Ilk writes "no". "Cable to Lark", Fond 3'
    assert citation_start(words, "CABLE TO LARK") == 17
    assert citation_start(words, "") is None


def test_a_citation_without_an_address_ends_with_its_line() -> None:
    assert citation_length('"Cable", Fond 3.\nIlk writes.') == 16
