"""What the source note says: where the paper lies, who drafted and approved it, who got copies.

    Source: Department of State, Central Files, POL 27 LAOS. Secret; Immediate. Drafted by Slutz on
    March 3; cleared by Trueheart and Green; approved by Ball. Repeated to Bangkok and CINCPAC.

Up to 1954 the note is the file number above the head ("793B.00/1-1251: Telegram"). The archive is
the first part of the reference; record group, lot and decimal file are told by their shapes.
Names of persons and offices stay as printed: "Diane Mendenhall" and "EUR" drafted, an office in
brackets behind a name is the person's. Whoever got a copy is a copy recipient.

Confidence: 0.97 the archive reference, 0.95 who drafted and approved, 0.9 who cleared, 0.9 a
recipient of a copy; 0.1 less for words that are neither a name nor an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg.authority.volumes import Volume
from kg.dates import DateValue, find_dates, find_times, value_of, with_year
from kg.document import Document
from kg.extractors.edition.lines import source_note
from kg.extractors.evidence import evidence
from kg.findings import Description, Finding, Findings, Handling, Marking, Mention, Party
from kg.spans import Span

NAME = "sources"
_SOURCE = re.compile(r"(?:^|[\s\[])[Ss]ource:?\s+")
_FILED = re.compile(r"[^:\n]{3,200}")
_STOP = re.compile(
    r"[.](?<![A-Z]\.)(?<!\bVol\.)(?<!\bNo\.)(?<!\bJan\.)(?<!\bJul\.)(?<!\bDec\.)(?<!\bpp\.)"
    r"(?=\s+[A-Z\"\[(]|\s*$)"
)
"""The point that ends a reference; "U.S. Policy" and "Vol. I" go on. It comes first because the
machine skips to a pattern's first letter."""
_SHAPES = (
    ("record_group", ("RG",), re.compile(r"\bRG\s\d+\b")),
    (
        "lot",
        ("Lot", "FRC"),
        re.compile(
            r"\bLot(?:\sFile)?\s\d\d\s?[A-Z]\s?\d+\b|\bFRC\s\d+(?:\s[A-Z]?\s?\d+|\s[A-Z])+\b"
        ),
    ),
    (
        "decimal_file",
        ("/",),
        re.compile(
            r"\b\d{3}[A-Z]?\.\d[\w.()-]*(?:\s?[A-Z][\w.-]*)?/(?:\d{1,2}\s?-\s?\d{3,4})\b|\b\d{3}[A-Z]?\.\d[^\s,;:]*/[\d-]+"
        ),
    ),
    ("job", ("Job",), re.compile(r"\bJob\s[\w-]+\b")),
)
_VERBS = ("rafted", "leared", "pproved", "nitial", "ranscribed", "repared", "oncurred")
_VERB = re.compile(
    r"\b(?P<verb>[Dd]rafted|[Cc]leared|[Aa]pproved|[Ii]nitial+ed|[Tt]ranscribed|[Pp]repared|[Cc]oncurred\sin)\b"
    r"(?P<how>(?:\s(?:jointly|also|in\s(?:draft|substance|part)|and\s(?:initial+ed|signed|approved|cleared)"
    r"|in\s[A-Z][\w/]*))*)\s(?:by|(?P<within>in))\s+"
)
_KINDS = {
    "drafted": ("drafted", 0.95),
    "prepared": ("drafted", 0.95),
    "cleared": ("cleared", 0.9),
    "concurred in": ("cleared", 0.9),
    "approved": ("approved", 0.95),
    "initialed": ("initialled", 0.95),
    "initialled": ("initialled", 0.95),
    "transcribed": ("transcribed", 0.95),
}
_CLAUSE = re.compile(
    r";|(?<!\b[A-Z])(?<!\bJr)(?<!\bSr)(?<!Mr)(?<!Dr)(?<!Lt)(?<!Col)(?<!Gen)(?<!Mrs)(?<!Adm)"
    r"(?<!Maj)[.](?=\s|$)|(?<=\b[JS]r)[.](?=\s+[A-Z]|\s*$)|[\n\"\]]"
    r"|,?\s(?:and\s|but\s)?(?:was\s|were\s)?"
    r"(?=(?:drafted|cleared|approved|initial+ed|transcribed|concurred|signed"
    r"|repeated|sent|received|passed|pouched|transmitted)\b)"
)
"""Where the names of one verb end."""
_WHEN = re.compile(
    r"\s(?:on|of|at|after|from|for|at\sthe\srequest|who|which|with|under|based|according)\s"
)
_BETWEEN = re.compile(r",?\s+and\s+(?:in\s\w+\sby\s)?|,\s+|\s*/\s+")
_ITEM = re.compile(
    r"(?:(?:the\slatter|both|all)\b.*|"
    r"(?P<name>(?:(?:Mr|Mrs|Miss|Dr|Gen|General|Col|Colonel|Ambassador|Admiral|Secretary|Major|Captain|Lt)\.?\s)?"
    r"[^\W\d_a-z][\w.'/-]*(?:\s(?:(?:de|van|von|del|la|der|bin|al|el)\s)?[^\W\d_a-z][\w.'/-]*){0,4}"
    r"(?:,\s(?:Jr|Sr|I{2,3})\b\.?)?)"
    r"(?:\s(?:of|in)\s(?:the\s)?(?P<of>[A-Z][\w/ -]*))?(?:\s?\((?P<office>[^)]{1,80})\))?)\s*$"
)
_OFFICE = re.compile(
    r"(?:the\s)?(?:[A-Z][A-Z/.-]*[A-Z]|[A-Z])$|\b(?:Department|Office|Bureau|House|Defense|State|Treasury|Commerce"
    r"|Agriculture|Staff|Agency|Council|Division|Embassy|Committee|Secretariat|Board|Affairs|Navy|Army|Force)\b"
)
_POSITION = re.compile(
    r"(?:the\s)?(?:(?:Acting|Deputy|Assistant|Special|Executive|First|Second|Associate|Senior)\s)*(?:Officers?|Chief"
    r"|Director|Assistant|Counselor|Advis[eo]r|Secretary|Consultant|Chairman|Member|Deputy|Representative"
    r"|Head|Administrator|Analyst|Economist|Legal)\b"
)
"""An office, where it follows a name and a comma."""
_AROUND = re.compile(
    r"^(?:with|by|in\s\w+\sby|also|both)\s+|\s+in\s(?:draft|substance|part|principle)$"
)
_SENT = re.compile(
    r"(?:^|(?<=[.;,\])]\s)|(?<=\band\s)|(?<=\bAlso\s))(?P<how>(?:[Aa]lso\s)?(?:[Rr]epeated|[Pp]ouched|[Ss]ent|[Pp]assed|[Rr]elayed|[Aa]ddressed)"
    r"(?:\s(?:for\sinformation|information|also|priority|immediate|niact|flash|operational|by\sair|by\spouch"
    r"|eyes\sonly|in\sturn))*\sto)\s+(?:the\s)?(?P<to>(?:(?!,?\sand\s(?:repeated|sent|passed|pouched|relayed)\b)[^.;\n\"(]){2,700})",
    re.IGNORECASE,
)
_SENDING = tuple(
    form
    for verb in ("repeated", "pouched", "sent ", "passed", "relayed", "addressed")
    for form in (verb, verb.capitalize(), verb.upper())
)
_POST = re.compile(
    r"(?:the\s)?[^\W_a-z][\w.'/-]*(?:\s(?:(?:of|de|the|for|in)\s)*[^\W\d_a-z][\w.'/-]*){0,6}$"
)
_NOT_POST = re.compile(
    r"\s(?:for|with|under|on|eyes|by|at|as|in|from|which|who|where|and\srepeated|along|through|via)\s.*",
    re.DOTALL,
)
_RECEIVED = re.compile(
    r"\b[Rr]eceived\s(?P<where>(?:in|at)\s(?:the\s)?[A-Z][\w/ ]{1,40}\s)?"
    r"(?P<when>(?:at|on)\s[^;\n]{3,60}?(?=\.\s+[A-Z]|\.?$|;|,?\s(?:and|by)\b))"
)


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """Archive reference, handling and copies of the document's first source note."""
    document = findings.document
    note = document.block("source note")
    if note is None or findings.marking("form") == "editorial note":
        return
    words = source_note(document)
    note = Span(note.start, note.start + len(words))
    source = _SOURCE.search(words) if "ource" in words else None
    if source is None:
        yield from _file_number(document, note, words)
        return
    end = _end_of_reference(findings, note, words, source.end())
    reference = Span(source.end(), end).stripped(words, " .,;").shifted(note.start)
    yield from _reference(document, reference, reference.shifted(-note.start).of(words))
    sent = _day_of(findings)
    yield from _handlings(document, note, words, end, sent)
    yield from _copies(document, note, words, end)
    yield from _received(document, note, words, end, sent)


def _file_number(document: Document, note: Span, words: str) -> Iterator[Description]:
    filed = _FILED.match(note.of(document.text))
    if filed:
        span = Span(0, filed.end()).shifted(note.start).stripped(document.text)
        yield from _reference(document, span, span.shifted(-note.start).of(words))


def _end_of_reference(findings: Findings, note: Span, words: str, start: int) -> int:
    """Where the classification begins, if the note has one, else the end of its first sentence."""
    marks = [
        m.span.start - note.start
        for m in findings.of(Marking)
        if m.kind in {"classification", "precedence", "distribution"} and note.covers(m.span)
    ]
    stop = _STOP.search(words, start)
    end = stop.start() if stop else len(words)
    first = min(marks, default=end)
    return first if start < first <= end + 2 or (start < first < end) else end


def _reference(document: Document, span: Span, words: str) -> Iterator[Description]:
    """The reference and its parts; `words` are those of the span, made alike."""
    if span.start >= span.end:
        return
    yield _description(document, span, words, "archive_reference")
    archive, comma, _ = words.partition(",")
    if comma and not archive[0].isdigit():
        place = Span(span.start, span.start + len(archive))
        yield _description(document, place, archive, "archive")
    for name, cues, shape in _SHAPES:
        found = shape.search(words) if _has(words, cues) else None
        if found:
            place = Span(*found.span()).shifted(span.start)
            yield _description(document, place, found[0], name)


def _description(document: Document, span: Span, words: str, name: str) -> Description:
    value = " ".join(words.split())
    return Description(**evidence(document, span, NAME, 0.97), name=name, value=value)


def _day_of(findings: Findings) -> date | None:
    dated = findings.dateline()
    return date.fromisoformat(dated.value.earliest) if dated and dated.value.earliest else None


def _handlings(
    document: Document, note: Span, words: str, start: int, sent: date | None
) -> Iterator[Handling]:
    """Who drafted, cleared, approved and initialled, one finding for each."""
    for verb in _VERB.finditer(words, start) if _has(words, _VERBS) else ():
        kind, sure = _KINDS[re.sub(r"\s+", " ", verb["verb"].lower())]
        clause = _CLAUSE.search(words, verb.end())
        end = min(clause.start() if clause else len(words), verb.end() + 600)
        when = _WHEN.search(words, verb.end(), end)
        names = Span(verb.end(), when.start() if when else end)
        day = _day_in(words, Span(names.end, end), sent)
        for span, party in _parties(document, note, words, names):
            named = sure if party.kind == "person" else sure - 0.05
            found = evidence(document, span, NAME, round(named, 2))
            yield Handling(**found, kind=kind, by=party, date=day, note=verb["how"].strip() or None)


def _has(words: str, cues: Iterable[str]) -> bool:
    """Whether an expensive pattern may find something."""
    return any(map(words.__contains__, cues))


def _day_in(words: str, within: Span, sent: date | None) -> DateValue | None:
    printed = find_dates(words, within) if within.end > within.start else []
    return value_of(with_year(printed[0], sent)) if printed else None


def _parties(
    document: Document, note: Span, words: str, within: Span
) -> Iterator[tuple[Span, Party]]:
    """The persons and offices of a list of names; an office after a name's comma belongs to it."""
    found: list[tuple[Span, Party]] = []
    for span in _items(words, within):
        item = _ITEM.match(words[span.start : span.end])
        if item is None or item["name"] is None:
            continue
        if found and found[-1][1].kind == "person" and _POSITION.match(item["name"]):
            last, person = found.pop()
            found.append((last, replace(person, office=span.of(words))))
            continue
        place = Span(*item.span("name")).stripped(item.string, " ,").shifted(span.start)
        name = place.of(words)
        kind = "office" if _OFFICE.search(name) else "person"
        place = place.shifted(note.start)
        office = item["office"] or item["of"]
        found.append((place, Party(place.of(document.text), name, kind, office, place)))
    yield from found


def _items(words: str, within: Span) -> Iterator[Span]:
    position = within.start
    for gap in _BETWEEN.finditer(words, within.start, within.end):
        if words.startswith(("Jr.", "Sr.", "II"), gap.end()):
            continue
        if words.count("(", position, gap.start()) > words.count(")", position, gap.start()):
            continue
        yield _without_manner(words, Span(position, gap.start()))
        position = gap.end()
    yield _without_manner(words, Span(position, within.end))


def _without_manner(words: str, span: Span) -> Span:
    """The item without "with" before and "in draft" behind."""
    span = span.stripped(words)
    for around in _AROUND.finditer(span.of(words)):
        if around.start():
            span = Span(span.start, max(span.start, span.end - (around.end() - around.start())))
        else:
            span = Span(span.start + around.end(), span.end)
    return span


def _copies(document: Document, note: Span, words: str, start: int) -> Iterator[Finding]:
    """Posts and offices that got the message, too: "Repeated to Moscow and London"."""
    for sent in _SENT.finditer(words, start) if _has(words, _SENDING) else ():
        posts = list(_posts(words, Span(*sent.span("to"))))
        if not posts:
            continue
        how = " ".join(sent["how"].split())
        whole = Span(sent.start(), posts[-1].end).shifted(note.start)
        yield Handling(**evidence(document, whole, NAME, 0.9), kind="copied", note=how)
        for post in posts:
            place = post.shifted(note.start)
            party = Party(place.of(document.text), post.of(words), "office", None, place)
            yield Mention(
                **evidence(document, place, NAME, 0.9), party=party, role="copy recipient"
            )


def _posts(words: str, within: Span) -> Iterator[Span]:
    for item in _items(words, within):
        rest = _NOT_POST.search(words, item.start, item.end)
        span = Span(item.start, rest.start() if rest else item.end).stripped(words)
        if words.startswith("the ", span.start):
            span = Span(span.start + 4, max(span.end, span.start + 4))
        if span.start < span.end and _POST.fullmatch(words, span.start, span.end):
            yield span
        if rest or span.start >= span.end:
            return


def _received(
    document: Document, note: Span, words: str, start: int, sent: date | None
) -> Iterator[Handling]:
    received = _RECEIVED.search(words, start) if "eceived" in words else None
    if received is None:
        return
    times = find_times(
        words.replace("p. m.", "p.m. ").replace("a. m.", "a.m. "), Span(*received.span("when"))
    )
    day = _day_in(words, Span(*received.span("when")), sent)
    if not times and day is None:
        return
    found = evidence(document, Span(*received.span()).shifted(note.start), NAME, 0.9)
    yield Handling(
        **found, kind="received", date=day, time=times[0].value if times else None,
        place=(received["where"] or "").strip() or None,
    )  # fmt: skip
