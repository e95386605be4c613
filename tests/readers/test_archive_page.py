"""Each layout gives the facts of the page with their places, and nothing of its furniture."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.document import Document
from kg.errors import Problem, SkipError
from kg.files import shipped
from kg.readers import read
from kg.readers.archive_page import LAYOUTS, layout_of
from kg.readers.page import page_of

TESTS = Path(__file__).parents[1]
PAGES = TESTS / "corpus" / "pages"
TELEGRAM = shipped("data") / "documents" / "telegram-75352.md"
GOLDEN: dict[str, Any] = json.loads(
    (TESTS / "golden" / "telegram-75352.json").read_text(encoding="utf-8")
)
FUND = "This document was made possible with support from the Orvane Memorial Fund"


def page(name: str) -> tuple[Document, list[Problem]]:
    problems: list[Problem] = []
    (document,) = read(PAGES / name, PAGES, problems.append)
    return document, problems


def values(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in document.fields:
        found.setdefault(field.name, []).append(field.value)
    return found


def words(document: Document, kind: str) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind == kind]


@pytest.fixture(scope="module")
def telegram() -> Document:
    problems: list[Problem] = []
    (document,) = read(TELEGRAM, TELEGRAM.parent, problems.append)
    assert problems == []
    return document


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("title", "title"),
        ("citation", "citation"),
        ("translator", "translator"),
        ("archive_reference", "archive_reference"),
        ("repository", "repository"),
        ("url", "url"),
        ("summary", "summary"),
        ("credits", "credits"),
        ("language", "original_language"),
        ("kind_of_text", "kind_of_text"),
    ],
)
def test_the_telegram_says_what_the_golden_record_says(
    telegram: Document, name: str, key: str
) -> None:
    field = telegram.field(name)
    assert field is not None
    assert field.value == GOLDEN[key]


def test_the_telegram_is_known_by_the_archives_record(telegram: Document) -> None:
    assert telegram.identifier == telegram.graph == GOLDEN["id"]
    assert telegram.source == GOLDEN["source"]
    assert telegram.reader == "archive_page"


def test_the_telegrams_text_is_the_file(telegram: Document) -> None:
    assert telegram.text == TELEGRAM.read_text(encoding="utf-8")


def test_the_telegrams_body_reaches_from_the_contents_to_the_last_vote(telegram: Document) -> None:
    (body,) = words(telegram, "body")
    assert body.startswith("[...]\n\nTo be returned after 6 days")
    assert body.endswith("Malenkov  \nMikoyan")


def test_the_facts_of_the_citation_stand_inside_it(telegram: Document) -> None:
    citation = telegram.block("citation")
    assert citation is not None
    inside = [field for field in telegram.fields if citation.covers(field.span)]
    assert [field.name for field in inside] == [
        "citation", "title", "date", "repository", "archive_reference", "translator", "url",
    ]  # fmt: skip
    assert inside[2].value == "October 1, 1950"


BARGES = {
    "date": ["May 3, 1957"],
    "title": ["Telegram No. 88, Tamsin to Lark [Drey]"],
    "credits": [FUND],
    "summary": ["Tamsin reports that the barges are nearly loaded and asks Drey for rope."],
    "author": ["Tamsin, Ida, 1901-1977", "Birk, Nan"],
    "archive_reference": ["State Archive of Orvane, fond 3, opis 1, delo 22, list 7"],
    "translator": ["Nan Birk"],
    "form": ["Telegram"],
    "language": ["Orvanese"],
    "record_id": ["990001"],
}
DENSE = {
    "date": ["November 4, 1953", "November 4, 1953"],
    "title": ["Decision of the Chancery Above with a Draft Telegram to Finch"] * 2,
    "summary": [
        "The Chancery approves the answer to Finch about the barges."
        " A first draft of the answer has been lost."
    ],
    "form": ["Resolution", "Excerpt"],
    "language": ["Orvanese", "English"],
    "repository": ["Orvane Digital Archive"],
    "archive_reference": ["Chancery Papers, f. 5, d. 131"],
    "translator": ["Ann Pell, Nan Birk, and Rolf T. Tarn"],
    "record_id": ["990003"],
}
PILOTS_CITATION = (
    '"Ciphered Telegram No. 205, Ambassador Ruel to Lark [Drey]," July 11, 1961, Orvane Digital'
    " Archive, Foreign Ministry of Orvane, Box 9, Folder 417. Translated for the Port Selm History"
    " Project by Nan Birk. https://digitalarchive.wilsoncenter.org/document/990004"
)
PILOTS = {
    "date": ["JULY 11, 1961", "July 11, 1961"],
    "title": [
        "Ciphered Telegram No. 205, Ambassador Ruel to Lark [Drey]",
        "CIPHERED TELEGRAM NO. 205, AMBASSADOR RUEL TO LARK [DREY]",
    ],
    "summary": [
        "Ruel proposes that the envoy call on the mayor of Selm, and calls the mayor"
        ' "a careful man".'
    ],
    "citation": [PILOTS_CITATION],
    "repository": ["Orvane Digital Archive"],
    "archive_reference": ["Foreign Ministry of Orvane, Box 9, Folder 417"],
    "translator": ["Nan Birk"],
    "url": ["https://digitalarchive.wilsoncenter.org/document/990004"],
    "contents": ["English HTML", "Orvanese PDF"],
}
MILL = {
    "title": ["Letter from Perrin to the Harbor Board", "LETTER FROM PERRIN TO THE HARBOR BOARD"],
    "citation": [
        '"Letter from Perrin to the Harbor Board", 1948, Orvane Digital Archive, Harbor Board'
        " Papers. <http://digitalarchive.umd.edu/document/letter-perrin-harbor-board>"
    ],
    "date": ["1948"],
    "repository": ["Orvane Digital Archive"],
    "archive_reference": ["Harbor Board Papers"],
    "url": ["http://digitalarchive.umd.edu/document/letter-perrin-harbor-board"],
    "summary": ["Perrin asks for a third miller."],
    "contents": ["English HTML"],
    "author": ["Perrin, Jules"],
}
ROPE = {
    "date": ["November 23, 1952", "November 23, 1952"],
    "title": ["Telegram, Tamsin to Lark [Drey] on the Sending of Rope"] * 2,
    "citation": [
        '"Telegram, Tamsin to Lark [Drey] on the Sending of Rope," November 23, 1952, Orvane'
        " Digital Archive, State Archive of Orvane, fond 3, opis 2. Contributed by Rolf Tarn and"
        " translated by N. P. Birk. http://digitalarchive.wilsoncenter.org/document/990002"
    ],
    "repository": ["Orvane Digital Archive"],
    "archive_reference": ["State Archive of Orvane, fond 3, opis 2"],
    "translator": ["N. P. Birk"],
    "url": ["http://digitalarchive.wilsoncenter.org/document/990002"],
    "summary": ["Tamsin asks for rope."],
    "credits": [FUND],
    "language": ["Orvanese"],
    "contents": ["English Translation", "Scan of Original Document"],
    "kind_of_text": ["translation"],
}
REPORT = "Report of Consul Perrin on the Mill at Varn"
EXPECTED: dict[str, tuple[str, str, dict[str, list[str]]]] = {
    # file: layout, identifier (or how it begins), every field
    "labelled-ferry.md": (
        "labelled page",
        "labelled-ferry-",
        {
            "date": ["March 4, 1955"],
            "title": ["Cable, Finch [Arden] to Voss"],
            "credits": ["Translated with a grant of the Harbor Board"],
            "language": ["Orvanese"],
            "contents": ["Translation - English"],
            "kind_of_text": ["translation"],
        },
    ),
    "labelled-lost-lines.md": (
        "labelled page",
        "labelled-lost-lines-",
        {
            "title": ["Note from Quill to the Chancery Above"],
            "summary": ["Quill sends the list of pilots."],
            "language": ["Varnish"],
            "contents": ["Transcription - Varnish"],
            "kind_of_text": ["transcription"],
        },
    ),
    "current-barges.md": ("current web page", "wilson-990001", BARGES),
    "current-dense.md": ("current web page", "wilson-990003", DENSE),
    "current-no-summary.md": (
        "current web page",
        "current-no-summary-",
        {"date": ["November 16, 1948"], "title": ["Cable, Drey [Holt] to Ilk [via Sparrow]"]},
    ),
    "current-cut-off.md": (
        "current web page",
        "current-cut-off-",
        {"date": ["August 9, 1963"], "title": [REPORT], "credits": [FUND]},
    ),
    "current-doubtful.md": (
        "current web page",
        "wilson-990005",
        {"date": ["June, 1951"], "title": ["Report on the Mill"], "record_id": ["990005"]},
    ),
    "older-pilots.md": ("older web page", "wilson-990004", PILOTS),
    "older-mill.md": ("older web page", "wilson-letter-perrin-harbor-board", MILL),
    "older-lost-buttons.md": (
        "older web page",
        "older-lost-buttons-",
        {"date": ["June 2, 1959"], "title": ["NOTE ON THE FERRY"], "contents": ["English HTML"]},
    ),
    "flattened-rope.txt": ("flattened PDF", "wilson-990002", ROPE),
    "flattened-bridge.txt": (
        "flattened PDF",
        "flattened-bridge-",
        {
            "date": ["1950"],
            "title": ["Minutes of the Chancery Above on the Bridge"],
            "language": ["Orvanese"],
        },
    ),
}
BODIES = {
    # file: first and last words of the body
    "labelled-ferry.md": ("PORT SELM\n\nTo cde. VOSS", "FINCH\n\n[...]"),
    "labelled-lost-lines.md": ("Pilots for VARN", "Quill\nNo. 12"),
    "current-barges.md": ("[...]\n\nFROM PORT SELM", "T A M S I N\n\nNo. 88/kt"),
    "current-dense.md": ("K12/34\n34. Telegram", "2 copies: 1 - Marrek, 2 - Osterly"),
    "current-no-summary.md": ("To Sparrow: Wire", "Holt\n\n16.XI.1948"),
    "current-cut-off.md": ("Perrin called on the mayor", "He then spoke of the brid"),
    "current-doubtful.md": ("The mill has three stones.", "salt comes back the same way."),
    "older-pilots.md": ("RECEIVED 9.417 FROM THE EMBASSY", "the mayor.\n\nRUEL"),
    "older-mill.md": ("Gentlemen,\nKindly send", "flood.\nPerrin"),
    "older-lost-buttons.md": ("The ferry is not to leave", "noon.\nOsterly"),
    "flattened-rope.txt": (
        "FROM PORT SELM To Comrade",
        "Please say if this suits you. TAMSIN No. 91/kt",
    ),
    "flattened-bridge.txt": ("Cde. Quill--The bridge", "Wants the bridge now."),
}
LINES_OF_FURNITURE = {
    "current-barges.md": [
        "Skip to content", "before 1 June 2019", "2012-05-03", "Drey, Marcus", "990777",
    ],
    "current-no-summary.md": ["Search menu", "2001-01-09"],
    "current-dense.md": ["To top"],
    "older-pilots.md": [
        "Topics", "ADD SEARCH FILTER", "CITATION SHARE DOWNLOAD", "VIEW DOCUMENT IN",
    ],
    "older-mill.md": ["get citation", "Ask Molk."],
    "flattened-rope.txt": ["International History Declassified"],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_exactly_the_facts_that_stand_on_it(name: str) -> None:
    layout, identifier, fields = EXPECTED[name]
    document, _ = page(name)
    assert layout_of(page_of(document.text)) == layout
    assert document.identifier.startswith(identifier)
    assert values(document) == fields


@pytest.mark.parametrize("name", BODIES)
def test_the_body_is_the_message_and_nothing_else(name: str) -> None:
    document, _ = page(name)
    first, last = BODIES[name]
    (body,) = words(document, "body")
    assert body.startswith(first)
    assert body.endswith(last)


@pytest.mark.parametrize("name", LINES_OF_FURNITURE)
def test_what_every_page_prints_is_furniture(name: str) -> None:
    document, _ = page(name)
    furniture = "\n".join(words(document, "furniture"))
    assert [line for line in LINES_OF_FURNITURE[name] if line not in furniture] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_no_fact_stands_in_furniture_or_in_the_body(name: str) -> None:
    document, _ = page(name)
    closed = [block.span for block in document.blocks if block.kind in ("furniture", "body")]
    assert [f for f in document.fields if any(f.span.overlaps(span) for span in closed)] == []


def test_every_invented_page_has_its_expectations() -> None:
    files = {path.name for path in PAGES.iterdir()}
    assert files == EXPECTED.keys() == BODIES.keys()


def test_every_layout_has_two_pages_of_its_own() -> None:
    layouts = [layout for layout, _, _ in EXPECTED.values()]
    assert {name: layouts.count(name) >= 2 for name in LAYOUTS} == dict.fromkeys(LAYOUTS, True)


def test_only_two_of_the_pages_are_doubtful() -> None:
    doubts = {name: [p.message for p in page(name)[1]] for name in EXPECTED}
    assert {name for name, messages in doubts.items() if messages} == {
        "current-cut-off.md",
        "current-doubtful.md",
    }
    (message,) = doubts["current-cut-off.md"]
    assert message.startswith("current-cut-off.md, line 11: the body stops in mid-sentence")
    assert "'d for a third. He then spoke of the brid'" in message
    (message,) = doubts["current-doubtful.md"]
    assert message.startswith("current-doubtful.md, line 9: the last paragraph may be a summary")


def test_a_doubtful_summary_is_settled_as_the_warning_advises(
    read_file: Callable[[str, str], tuple[list[Document], list[Problem]]],
) -> None:
    text = (PAGES / "current-doubtful.md").read_text(encoding="utf-8")
    (document,), problems = read_file("page.md", text.replace("Flour is", "Summary: Flour is"))
    assert problems == []
    assert values(document)["summary"] == [
        "Flour is carried to the harbor by cart, and salt comes back the same way."
    ]
    assert words(document, "body") == ["The mill has three stones."]


LABELS = "**May 3, 1957**\n\n**Cable**\n\n**Citation:**\n\n{citation}\n\n**Summary:**\n\nX.\n\n"


@pytest.mark.parametrize(
    ("text", "line", "where"),
    [
        (LABELS.format(citation="Y") + "**Contents:**\n\nTranslation - English\n", 15, "Contents:"),
        ("Skip to content\n\nMay 3, 1957\n\nCable\n\nAuthor(s):\n\nDrey\n", 9, "Author(s):"),
        ("Skip to content\n", 1, "Author(s):"),
        ("CABLE\nget citation\nX.\nVIEW DOCUMENT IN\nEnglish HTML\n", 5, "VIEW DOCUMENT IN"),
        ("Digital Archive 1950 Cable Citation: X Contents: English Translation", 1, "Contents:"),
        ("Digital Archive 1950 Cable Citation: X Summary: Y", 1, "Contents:"),
    ],
)
def test_a_page_without_a_body_is_left_out_and_the_message_says_what_is_missing(
    read_file: Callable[[str, str], object], text: str, line: int, where: str
) -> None:
    with pytest.raises(SkipError) as caught:
        read_file("page.md", text)
    assert str(caught.value).startswith(f"page.md, line {line}: the page has no body")
    assert where in caught.value.advice


def test_a_list_of_search_results_is_no_document(read_file: Callable[[str, str], object]) -> None:
    text = (
        "Skip to content\n\nResults:\n\n31 - 40 of 1,108\n\nJuly 9, 1945\n\nA Meeting\n\nA note.\n"
    )
    with pytest.raises(SkipError, match="a list of search results, not a document"):
        read_file("page.md", text)


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://digitalarchive.umd.edu/document/117312", "wilson-117312"),
        ("http://digitalarchive.wilsoncenter.org/document/110059.", "wilson-110059"),
        ("https://digitalarchive.wilsoncenter.org/document/Drey_Ilk?x=1", "wilson-drey-ilk"),
        ("http://digitalarchive.org/document/110060", "wilson-110060"),
        ("https://digitalarchive.wilsoncenter.org/document/99018/download", None),
        ("https://digitalarchive.wilsoncenter.org/node/108048", None),
        ("https://example.org/document/117312", None),
    ],
)  # fmt: skip
def test_the_identifier_is_the_archives_record_where_the_page_names_it(
    read_file: Callable[[str, str], tuple[list[Document], list[Problem]]],
    address: str,
    identifier: str | None,
) -> None:
    citation = f'"Cable", May 3, 1957, Orvane Digital Archive <{address}>'
    text = LABELS.format(citation=citation) + "**Contents:**\n\nTranslation - English\n\nBody.\n"
    (document,), _ = read_file("A page.md", text)
    if identifier is None:
        assert document.identifier.startswith("a-page-")
        assert len(document.identifier) == len("a-page-") + 8
    else:
        assert document.identifier == identifier


def test_an_address_in_the_message_or_under_it_names_no_record(
    read_file: Callable[[str, str], tuple[list[Document], list[Problem]]],
) -> None:
    address = "https://digitalarchive.wilsoncenter.org/document/117312"
    head = "Skip to content\n\nMay 3, 1957\n\nCable\n\n"
    text = f"{head}See {address}\n\nAuthor(s):\n\nRights\n\n{address}\n"
    (document,), _ = read_file("page.md", text)
    assert document.identifier.startswith("page-")


def test_the_address_above_a_page_names_its_record_and_a_number_wins(
    read_file: Callable[[str, str], tuple[list[Document], list[Problem]]],
) -> None:
    address = "https://digitalarchive.wilsoncenter.org/document/cable-drey-ilk"
    text = f"Skip to content\n{address}\nMay 3, 1957\n\nCable\n\nBody.\n\nAuthor(s):\n"
    (document,), _ = read_file("page.md", text)
    assert document.identifier == "wilson-cable-drey-ilk"
    (document,), _ = read_file("page.md", text + "\nRecord ID\n\n117312\n")
    assert document.identifier == "wilson-117312"


def test_the_same_text_has_the_same_identifier_whatever_its_line_ends(
    read_file: Callable[[str, str], tuple[list[Document], list[Problem]]],
) -> None:
    text = (PAGES / "labelled-ferry.md").read_text(encoding="utf-8")
    (one,), _ = read_file("page.md", text)
    (other,), _ = read_file("page.md", text.replace("\n", "\r\n"))
    assert one == other
