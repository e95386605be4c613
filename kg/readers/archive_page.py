"""Pages of the Wilson Center Digital Archive, in the four layouts that copies have.

The layouts are a visible table, tried in its order. Each gives blocks (title, citation, summary,
credits, body, furniture ...) and fields; here they become a Document with its identifier.

The first field of a name is the one to use; a citation repeats title and date in its own words.
Furniture (menus, rights, uploaded date, search tags) holds no fields. Blocks never overlap; labels
and blank lines belong to no block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.document import Block, Document, Field
from kg.readers import layout_current, layout_flattened, layout_older, layout_seed
from kg.readers.base import WHOLE_FILE, Reader, Report, Source, line_number, problem, slug
from kg.readers.page import Page, Part, page_of, stops_abruptly
from kg.spans import Span


def _no_doubt(_page: Page) -> Span | None:
    return None


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: how to know it, how to read it, and where in it the message must stand.

    `doubt` gives a place that may or may not belong to the message.
    """

    recognizes: Callable[[Page], bool]
    read: Callable[[Page], Iterator[Part]]
    body_place: str
    doubt: Callable[[Page], Span | None] = _no_doubt


LAYOUTS: dict[str, Layout] = {
    "flattened PDF": Layout(
        layout_flattened.recognizes,
        layout_flattened.read,
        "after 'Contents: English Translation'",
    ),
    "older web page": Layout(
        layout_older.recognizes, layout_older.read, "after 'VIEW DOCUMENT IN' and 'English HTML'"
    ),
    "labelled page": Layout(
        layout_seed.recognizes, layout_seed.read, "after 'Contents:' and 'Translation - English'"
    ),
    "current web page": Layout(
        layout_current.recognizes,
        layout_current.read,
        "between the title and 'Author(s):'",
        layout_current.doubt,
    ),
}
"""Every layout, the most particular first."""


def layout_of(page: Page) -> str | None:
    """The name of the page's layout; None when it is no page of the archive."""
    return next((name for name, layout in LAYOUTS.items() if layout.recognizes(page)), None)


def recognizes(text: str) -> bool:
    """True when the text is a page of the archive."""
    return layout_of(page_of(text)) is not None


def read(source: Source, report: Report) -> Iterator[Document]:
    """The document of a page.

    Raises:
        SkipError: when the page has no layout we know, lists search results, or has no body.
    """
    page = page_of(source.text)
    name = layout_of(page)
    if name is None:
        raise source.skip(WHOLE_FILE, "not a page of the archive", "Save bare text as .txt.")
    layout = LAYOUTS[name]
    parts = list(layout.read(page))
    document = _document(source, parts)
    _refuse_without_message(source, page, name, document)
    _report_doubts(source, document, layout.doubt(page), report)
    return iter([document])


def _document(source: Source, parts: Sequence[Part]) -> Document:
    blocks = [part for part in parts if isinstance(part, Block)]
    fields = [part for part in parts if isinstance(part, Field)]
    identifier = _identifier(source, fields, blocks)
    return Document(
        identifier=identifier,
        source=source.name,
        graph=identifier,
        text=source.text,
        reader="archive_page",
        blocks=tuple(sorted(blocks, key=lambda block: block.span)),
        fields=tuple(sorted(fields, key=_capitals_last)),
    )


def _capitals_last(field: Field) -> tuple[bool, int, int]:
    """Order of the text, but a title that an old page prints in capitals after one that is not."""
    shouted = field.name == "title" and field.value.isupper()
    return shouted, field.span.start, -field.span.end


_RESULTS = re.compile(r"\d[\d,]* - \d[\d,]* of \d[\d,]*")


def _refuse_without_message(source: Source, page: Page, layout: str, document: Document) -> None:
    if any(_RESULTS.fullmatch(line.words) for line in page.lines[:5]):
        advice = "Copy the page of each document instead."
        raise source.skip(WHOLE_FILE, "a list of search results, not a document", advice)
    if document.block("body") is None:
        place = f"line {line_number(source.text, page.lines[-1].span.end)}"
        reason = f"the page has no body (layout: {layout})"
        where = LAYOUTS[layout].body_place
        raise source.skip(place, reason, f"The message must stand {where}: copy the page again.")


def _report_doubts(
    source: Source, document: Document, summary: Span | None, report: Report
) -> None:
    if summary is not None:
        place = f"line {line_number(source.text, summary.start)}"
        reason = "the last paragraph may be a summary; it was read as part of the message"
        advice = "If it is one, write 'Summary:' in front of it."
        report(problem(source.skip(place, reason, advice), "warning"))
    report_abrupt_end(source, document, report)


def report_abrupt_end(source: Source, document: Document, report: Report) -> None:
    """Warns when the body breaks off in the middle of a sentence or word."""
    if stops_abruptly(source.text, document.body):
        place = f"line {line_number(source.text, document.body.end)}"
        last = " ".join(source.text[: document.body.end][-40:].split())
        reason = f"the body stops in mid-sentence ({last!r})"
        report(
            problem(source.skip(place, reason, "Copy the whole page if there is more."), "warning")
        )


_RECORD = re.compile(
    # https://digitalarchive.umd.edu/document/117312 (telegram 75352); digitalarchive.wilsoncenter
    # .org/document/SLUG since 2020; digitalarchive.org before 2012. ".../document/N/download" and
    # ".../node/N" count files and pages of the site, not records.
    r"digitalarchive(?:\.\w+)*\.(?:org|edu)/document/(?P<record>[\w%-]+)(?!/download|[\w%-])",
    re.IGNORECASE,
)


def _identifier(source: Source, fields: Iterable[Field], blocks: Iterable[Block]) -> str:
    """The archive's own record: its number, else the last part of its address.

    A page without either gets the name of its file and eight digits of its content.
    """
    values = {field.name: field.value for field in fields if field.name in ("url", "record_id")}
    printed = [values.get("url", ""), *_furniture_words(source.text, blocks)]
    addressed = [match["record"] for match in map(_RECORD.search, printed) if match]
    records = sorted([values.get("record_id", ""), *addressed], key=lambda r: not r.isdigit())
    record = next((slug(record) for record in records if slug(record)), None)
    return f"wilson-{record}" if record else name_of(source)


def _furniture_words(text: str, blocks: Iterable[Block]) -> Iterator[str]:
    """What stands above the message: a copy may have kept the address of its page."""
    blocks = sorted(blocks, key=lambda block: block.span)
    for block in blocks:
        if block.kind in ("body", "summary"):
            return
        if block.kind == "furniture":
            yield block.span.of(text)


def name_of(source: Source) -> str:
    """The identifier of a source without a record: its file's name and content."""
    return "-".join(filter(None, (slug(source.stem), source.digest[:8])))


READER = Reader(endings=(".md", ".txt"), recognizes=recognizes, read=read)
