"""The date of the message itself: of its head, its stamps, its last lines.

Input: the main paper of the body (`kg.extractors.parts`) and its stamps. Dates inside copy
lists, references and certifications are not the message's own. Stamps and body of one telegram
may use opposite orders of day and month; `kg.extractors.dating` settles them, and both readings
stay where it cannot (an EDTF set "one of").

Confidence: 0.95 a date line or the number line of the head; 0.9 a stamp "sent" or "received";
0.85 a date line at the end; 0.7 a date inside another line of the head; 0.15 less where the
order of day and month stays open. The heading of the page is `kg.extractors.envelope`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.authority import Authority
from kg.dates import PrintedDate, PrintedTime, find_dates, find_times, value_of
from kg.document import Document
from kg.extractors.dating import dates_in
from kg.extractors.evidence import evidence
from kg.extractors.parts import HEAD, TAIL, Piece, main_paper
from kg.extractors.stamps import Stamp, stamps
from kg.extractors.vocabulary import terms
from kg.findings import Dateline, Finding, Findings

NAME = "datelines"
_OF_HEAD = {"date": 0.95, "form": 0.95, "number": 0.95, "title": 0.85}
_NEVER = frozenset(["copies", "reference", "certified", "instruction", "event", "salutation"])


def extract(findings: Findings, authority: Authority) -> Iterable[Finding]:  # noqa: ARG001
    """The datelines of the main paper: "sent" and "received"."""
    document = findings.document
    paper = main_paper(document)
    if paper is None:
        return
    loose = _loose_time(paper.pieces(HEAD))
    stamped = [stamp for stamp in stamps(document) if paper.span.covers(stamp.span)]
    for stamp in stamped:
        yield from _of_stamp(document, stamp, loose)
    taken = {piece.span for stamp in stamped for piece in paper.pieces() if _in(piece, stamp)}
    for piece in paper.pieces(HEAD):
        if piece.span not in taken:
            yield from _of_piece(document, piece, _OF_HEAD.get(piece.kind, 0.7))
    for piece in paper.pieces(TAIL):
        if piece.span not in taken and piece.kind in {"date", "number", "signature", "names"}:
            yield from _of_piece(document, piece, 0.85)


def _in(piece: Piece, stamp: Stamp) -> bool:
    """True for the second line of a stamp whose clock runs over the line break."""
    return piece.span.overlaps(stamp.span)


def _of_stamp(document: Document, stamp: Stamp, loose: PrintedTime | None) -> Iterator[Dateline]:
    if stamp.sent is not None:  # "14/15/IX/61": the first day is the sender's
        yield _dateline(document, stamp.sent, loose, "sent", 0.9)
    if stamp.day is None or stamp.kind not in {"sent", "received"}:
        return
    time = stamp.time or (loose if stamp.kind == "sent" else None)
    yield _dateline(document, stamp.day, time, stamp.kind, 0.9)


def _of_piece(document: Document, piece: Piece, confidence: float) -> Iterator[Dateline]:
    if piece.kind in _NEVER or not any(c.isdigit() for c in piece.folded):
        return
    times = find_times(document.folded, piece.span)
    for printed in dates_in(document, piece.span):
        yield _dateline(document, printed, times[0] if times else None, "sent", confidence)


def _dateline(
    document: Document,
    printed: PrintedDate,
    time: PrintedTime | None,
    role: str,
    confidence: float,
) -> Dateline:
    doubt = 0.15 if printed.is_open else 0.0
    found = evidence(document, printed.span, NAME, round(confidence - doubt, 2))
    value = value_of(printed)
    return Dateline(**found, value=value, time=time.value if time else None, role=role)


def _loose_time(head: Iterable[Piece]) -> PrintedTime | None:
    """The hour beside a number and a weekday, whose date a stamp gives (fixture F8)."""
    for piece in head:
        if (
            piece.kind in {"number", "date"}
            and _has_weekday(piece)
            and not find_dates(piece.folded)
        ):
            times = find_times(piece.folded)
            if times:
                return PrintedTime(times[0].span.shifted(piece.span.start), times[0].value)
    return None


def _has_weekday(piece: Piece) -> bool:
    return any(word in piece.folded.lower() for word in _weekdays())


def _weekdays() -> Iterable[str]:
    return terms("weekday")
