"""A bare transcription: everything is body, except what a label at its edge says is not.

Labels count only where they are certain: a line that begins with `Title:`, `Citation:`,
`Summary:`, `Credits:` or `Original Language:` and opens the first or the last paragraphs of the
text. "Summary:" in the middle of a report belongs to the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kg.document import Block, Document, Field
from kg.readers.archive_page import name_of, report_abrupt_end
from kg.readers.base import WHOLE_FILE, Reader, Report, Source, problem
from kg.readers.citation import citation_fields
from kg.readers.layout_seed import LABELS
from kg.readers.page import Page, PageLine, Part, labelled, page_of, stretch
from kg.spans import Span

_LABELS = {"title": ("title", "title"), **LABELS}
_LABEL = re.compile(rf"(?P<label>{'|'.join(_LABELS)})\s*:\s*", re.IGNORECASE)


def recognizes(_text: str) -> bool:
    """True: what no other reader knows is a bare text."""
    return True


def read(source: Source, report: Report) -> Iterator[Document]:
    """The document of a bare text.

    A Markdown file is expected to be a page of the archive, so one that is not gives a warning.

    Raises:
        SkipError: when nothing is left beside labelled paragraphs.
    """
    parts = list(_parts(page_of(source.text)))
    identifier = name_of(source)
    document = Document(
        identifier=identifier,
        source=source.name,
        graph=identifier,
        text=source.text,
        reader="plain_text",
        blocks=tuple(sorted((p for p in parts if isinstance(p, Block)), key=lambda b: b.span)),
        fields=tuple(sorted((p for p in parts if isinstance(p, Field)), key=lambda f: f.span)),
    )
    if document.block("body") is None:
        advice = "Put the text of the message into the file."
        raise source.skip(WHOLE_FILE, "the text has no body, only labelled paragraphs", advice)
    _report_doubts(source, document, report)
    return iter([document])


def _report_doubts(source: Source, document: Document, report: Report) -> None:
    if source.ending == ".md":
        reason = "no layout of the archive's pages; all of it was read as the message"
        advice = "Save a bare transcription as .txt, or copy the page again."
        report(problem(source.skip(WHOLE_FILE, reason, advice), "warning"))
    report_abrupt_end(source, document, report)


def _parts(page: Page) -> Iterator[Part]:
    paragraphs = _paragraphs(page.lines)
    above = list(takewhile(_is_labelled, paragraphs))
    rest = paragraphs[len(above) :]
    below = list(takewhile(_is_labelled, reversed(rest)))
    for paragraph in (*above, *below):
        yield from _labelled_parts(page, paragraph)
    body = [line for paragraph in rest[: len(rest) - len(below)] for line in paragraph]
    yield from stretch("body", page, body)


def _paragraphs(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """Groups of lines between blank lines; a label alone on its line takes the next group."""
    found: list[list[PageLine]] = []
    for line in lines:
        alone = bool(found) and len(found[-1]) == 1 and _is_bare_label(found[-1][0])
        if not found or (line.after_blank and not alone):
            found.append([])
        found[-1].append(line)
    return found


def _is_bare_label(line: PageLine) -> bool:
    return _LABEL.fullmatch(line.item_words) is not None


def _is_labelled(paragraph: Sequence[PageLine]) -> bool:
    return _LABEL.match(paragraph[0].item_words) is not None


def _labelled_parts(page: Page, paragraph: Sequence[PageLine]) -> Iterator[Part]:
    match = _LABEL.match(paragraph[0].item_words)
    assert match is not None  # noqa: S101 - `_is_labelled` chose the paragraph
    kind, name = _LABELS[match["label"].lower()]
    span = Span(paragraph[0].item.start + match.end(), paragraph[-1].span.end)
    yield from labelled(kind, name, page.text, span)
    if kind == "citation":
        yield from citation_fields(page.text, span)


READER = Reader(endings=(".txt", ".md"), recognizes=recognizes, read=read)
