"""Whether a page that editors name without a work is one of their own volume."""

from __future__ import annotations

import pytest

from kg.extractors.edition.own_pages import cites_pages, is_own_page
from kg.readers.printed_edition import document
from kg.spans import Span


def own(note: str, *, is_notes: bool = True) -> bool:
    start = note.index("p. ")
    end = start + 3 + len(note[start + 3 :].split(" ", maxsplit=1)[0].strip(".,;)]”’"))
    return is_own_page(note, Span(0, len(note)), Span(start, end), is_notes=is_notes)


@pytest.mark.parametrize(
    "note",
    [
        "Ante, p. 667.",
        "For text of Resolution 498 (V) of the U.N. General Assembly, see p. 150.",
        "By the First Committee of the U.N. General Assembly, see editorial note, p. 76.",
        "Nos. 703 and 777 are printed on p. 151.",
        "Security Council Document S/986 is printed in telegram 1059 from New York, p. 370.",
        "Neither printed. Comkas 37 (telegram 809 from New Delhi), p. 377.",
        "See the memorandum by Mr. Merchant, September 4, p. 881.",
    ],
)
def test_a_page_behind_see_or_a_document_is_of_the_volume(note: str) -> None:
    assert own(note)


@pytest.mark.parametrize(
    "note",
    [
        "Department of State Bulletin, July 3, 1950, p. 12.",
        "Department of State Bulletin, May 1; for his comments, see ibid., March 17, 1952, p. 437.",
        "Government of India, White Paper on Jammu and Kashmir, p. 74.",
        "The committee concurred, “except as noted by the Director of Intelligence on p. 4.”",
        "Position Paper on Economic Measures, April 12, 1951; p. 3. [Footnote in the source text.]",
    ],
)
def test_a_page_of_another_work_or_of_the_paper_itself_is_not(note: str) -> None:
    assert not own(note)


def test_inside_a_message_only_brackets_are_the_editors() -> None:
    assert own("[Here follows the text of telegram 124, p. 304.]", is_notes=False)
    assert not own("As you see, p. 304 is missing.", is_notes=False)


@pytest.mark.parametrize(
    ("years", "head", "pages"),
    [
        ((1951, 1951), "The Secretary of State to the Embassy in Korea", True),
        ((1952, 1954), "The Secretary of State to the Embassy in Korea", True),
        ((1952, 1954), "No. 206\nThe Ambassador in Indonesia (Cochran) to the Department", False),
        ((1952, 1954), "3. Telegram From the Embassy in Guatemala", False),
        ((1955, 1957), "Editorial Note", False),
        ((0, 0), "Editorial Note", False),
    ],
)
def test_pages_are_cited_where_documents_bear_no_printed_numbers(
    years: tuple[int, int], head: str, pages: bool
) -> None:
    page = document("x-d1", "x", f"{head}\n\nSeoul, May 2, 1951.\n\nI agree.")
    assert cites_pages(page, years) is pages
