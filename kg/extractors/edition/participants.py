"""Who took part in a conversation or meeting: the list below PARTICIPANTS or PRESENT.

The heading stands among the first paragraphs ("PARTICIPANTS", "OTHERS PRESENT", "Participants:"),
one participant on each line below it. The list goes on over a blank line where a delegation has its
own heading ("United States", "U.S.S.R."): that is no person but takes part as an organization. Some
lists run several on one line, parted by tabs, or by commas before a title ("Secretary Rusk,
Secretary McNamara, General Taylor"); each is a participant of his own. A line about the list
("See attached list") names nobody.

`party.written` is the participant as printed, with office; `party.name` the same without notes.

Confidence: 0.98 a line below a heading, 0.97 a delegation, 0.9 a line after a blank line, 0.8 a
part of a line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.authority.volumes import Volume
from kg.document import Document
from kg.extractors.edition.lines import Line, alike, lines
from kg.extractors.edition.paragraphs import paragraphs
from kg.extractors.evidence import evidence
from kg.files import shipped
from kg.findings import Finding, Findings, Mention, Party
from kg.print_shapes import SUPERSCRIPT
from kg.spans import Span

NAME = "participants"
_LISTED = (
    r"(?:PARTICIPANTS?|PRESENT|(?:IN\s)?ATTENDANCE|ATTENDEES|PARTICIPATION|PRINCIPALS"
    r"|PARTICIPATING)"
)
_WHICH = (
    r"(?:(?:LIST\sOF|OTHERS?|ALSO|MEMBERS|THOSE|THE\sFOLLOWING(?:\s\w+)?\sWERE|\d\."
    r"|(?:U\.?S\.?|AMERICAN|FOREIGN)(?:\sSIDE)?)\s)?"
)
_WHERE = (
    r"(?:\s(?:WERE|IN\s\w+|INCLUDED"
    r"|(?:AT|DURING)\sTHE\s(?:MEETING|CONFERENCE|CONVERSATION)(?:\sWERE)?))?"
)
_HEADING = re.compile(
    rf"\[?(?:{_WHICH}{_LISTED}{_WHERE}|THOSE\sATTENDING(?:\sTHE\sMEETING)?(?:\sWERE)?)\]?[\s{SUPERSCRIPT}]*"
    r"(?:(?P<colon>[:.-]+)\s*|(?=\n|$))",
    re.IGNORECASE,
)
_FIRST_LETTERS = frozenset("PpIiAaLlOoMmTtUuFf[İıſ") | frozenset("0123456789")
"""The letters with which a heading opens, or its number."""
_OTHER_HEADING = re.compile(
    r"\[?(?:SUBJECTS?|PLACE|DATE|TIME|COPIES(?:\sTO)?|DISTRIBUTION|REFERENCES?|SUBJ|RE|AGENDA|COPY|cc|ITEM"
    r"|TOPICS?|PURPOSE|BACKGROUND|CLEARED|DRAFTED)\b(?::|\s*$|\s?\[)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\W*(?:see\b|list(?:ed)?\b|attached\b|same\sas\b|as\sabove\b|\[|here\sfollow|\(?for\sa\slist)",
    re.IGNORECASE,
)
_LIST = 2000
"""So much of a line is read: some lists run on one."""
_OPENING = 40
"""So many paragraphs from the top are searched for a heading."""
_LONGEST = 40
"""So many paragraphs a list may have: each delegation can be one."""
_SENTENCE = 170
"""A line of this length is a sentence, unless it is a list of several with commas."""
_TITLE = (
    r"(?:the\s)?(?:Messrs?|Mr|Mrs|Miss|Ms|Mme|Dr|Sir|Lord|General|Gen|Lt|Lieutenant|Major|Maj|Col|Colonel|Captain"
    r"|Capt|Commander|Admiral|Adm|Secretary|Under|Deputy|Assistant|Acting|Director|Ambassador|Minister|President"
    r"|Vice|Attorney|Governor|Senators?|Congress(?:man|men)|Speaker|Counselor|Prime|Foreign|Chancellor"
    r"|Chairman|Justice|Prince|King|Shah|Administrator|Consul|Premier|Marshal|Representatives?|Prof|Professor)\b"
)
_COMMA = re.compile(rf"\s*[,;]\s+(?:and\s)?(?={_TITLE})", re.IGNORECASE)
_BY_TITLE = re.compile(_TITLE, re.IGNORECASE)
_COLUMN = re.compile(
    r"\s*\t\s*|\s{3,}|\s(?=[A-Z]{1,3}(?:/[A-Z]{1,4})*-(?:Mr|Mrs|Miss|Dr|Amb)\.?\s)"
)
_PERSONAL = re.compile(
    rf"{_TITLE}|.*,\s|.*\s-\s|\(|[A-Z][\w.]*\s(?:[A-Z]\.\s)+[A-Z]", re.IGNORECASE
)
_DELEGATION = re.compile(
    r"(?:the\s)?(?:United\sStates|United\sNations|United\sKingdom|U\.?\s?S\.?(?:\s?S\.?\s?R\.?)?(?:\sSide|\sDelegation|\sParticipants)?|U\.?\s?K\.?|U\.?N\.?|R\.?O\.?K\.?"
    r"|G\.?R\.?C\.?|F\.?R\.?G\.?|U\.?A\.?R\.?|State|Defense|JCS|ISA|CIA|NSC|OSD|Treasury|AID|Commerce|OCB|Army|Navy"
    r"|White\sHouse|Americans?|Foreign|British|French|Germans?|Soviets?|[A-Z][a-z]+(?:an|ese|ish|i|ch)\sSide"
    r"|.{0,40}\b(?:Delegation|Side|Staff|Embassy|Department(?:\sof\s\w+)?|Mission|Office|Government|Agency|Council"
    r"|Committee|Bureau|Ministry|Board|Corporation|Company))\s*:?",
    re.IGNORECASE,
)


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:  # noqa: ARG001
    """The participants in the order of the list."""
    document = findings.document
    if findings.marking("form") == "editorial note":
        return
    opening = paragraphs(document, _OPENING + _LONGEST)
    position = 0
    while position < min(len(opening), _OPENING):
        heading = _headed(document.text, opening[position])
        position += 1
        if heading:
            found, used = _below(document, opening[position - 1], heading, opening[position:])
            position += used
            yield from found


def _headed(text: str, span: Span) -> re.Match[str] | None:
    """The heading with which a paragraph opens."""
    if text[span.start] not in _FIRST_LETTERS:
        return None
    return _HEADING.match(text, span.start, min(span.end, span.start + _SENTENCE))


def _below(
    document: Document, headed: Span, heading: re.Match[str], below: list[Span]
) -> tuple[list[Mention], int]:
    """The participants below a heading, and how many paragraphs they fill."""
    rest = Span(min(heading.end(), headed.end), headed.end)
    listed = rest.of(document.text).strip()
    own_line = heading["colon"] or "\n" in heading[0] or not listed
    if not own_line and not _starts_line(document, rest):
        return [], 0
    found = list(_of_list(document, rest.stripped(document.text), 0.95))
    for count, paragraph in enumerate(below[:_LONGEST]):
        following = below[count + 1] if count + 1 < len(below) else None
        first = not listed and count == 0
        if not _goes_on(document, paragraph, following, first=first):
            return found, count
        found += _of_list(document, paragraph, 0.98 if count == 0 else 0.9)
    return found, min(len(below), _LONGEST)


def _starts_line(document: Document, rest: Span) -> bool:
    return document.text[rest.start - 1 : rest.start] == "\n" or document.text[rest.start] == "\n"


def _goes_on(document: Document, paragraph: Span, following: Span | None, *, first: bool) -> bool:
    """Whether a paragraph belongs to the list.

    The first one below the heading does; a later one when it has several short lines and each
    could be a participant, or is the heading of a delegation above such a paragraph.
    """
    words = alike(paragraph.of(document.text)[:_FIRST])
    if _OTHER_HEADING.match(words) or _HEADING.match(words):
        return False
    if first:
        return True
    printed = [line.strip() for line in words.split("\n") if line.strip()]
    if any(len(line) > _SENTENCE or line.startswith("[") for line in printed):
        return False
    if len(printed) == 1:
        return bool(_DELEGATION.fullmatch(printed[0]) or _is_country(printed[0])) and (
            following is not None and _goes_on(document, following, None, first=False)
        )
    return sum(1 for line in printed if _PERSONAL.match(line)) * 2 >= len(printed) - 1


_FIRST = 4000
"""So much of a paragraph is looked at to tell whether it is a list."""
_COUNTRY = re.compile(r"(?:The\s)?[A-Z][\w.'-]+(?:\s(?:of\s|and\s|the\s)*[A-Z][\w.'-]+){0,3}\s*:?")


@cache
def _countries() -> frozenset[str]:
    """Names of countries, which head the list of a delegation."""
    path = shipped("data") / "extractors" / "countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["place"] for row in csv.DictReader(file))


def _is_country(line: str) -> bool:
    return bool(_COUNTRY.fullmatch(line)) and not _BY_TITLE.match(line)


def _of_list(document: Document, paragraph: Span, confidence: float) -> Iterator[Mention]:
    for line in lines(document, paragraph, 200, _LIST):
        if _NOBODY.match(line.words):
            continue
        if _OTHER_HEADING.match(line.words):
            return
        if _is_sentence(line):
            return
        yield from _of_line(document, line, confidence)


def _is_sentence(line: Line) -> bool:
    """A sentence that follows the list without a blank line ("Mr. Birdsall called on ...")."""
    return bool(_VERB.search(line.words)) and line.words.rstrip().endswith((".", ".)", ":"))


_VERB = re.compile(
    r"\s(?:called|opened|said|stated|was|were|is|began|asked|met|had|made|welcomed|came|discussed|referred"
    r"|expressed|has|have|handed|explained|told|greeted|thanked)\s"
)


def _of_line(document: Document, line: Line, confidence: float) -> Iterator[Mention]:
    if _DELEGATION.fullmatch(line.words) or line.words.rstrip(" :.") in _countries():
        yield _participant(document, line.span, "organization", 0.97)
        return
    parts = list(_parts(document, line))
    for span in parts:
        sure = confidence if len(parts) == 1 else 0.8
        yield _participant(document, span, "person", sure)


def _parts(document: Document, line: Line) -> Iterator[Span]:
    """The participants of a line: one, unless columns or titles after commas part several."""
    raw = line.span.of(document.text)
    raw = raw.replace("—", "-")
    cuts = _COLUMN if _COLUMN.search(raw) else _COMMA
    words = raw if cuts is _COLUMN else line.words
    titled = cuts is _COLUMN or (
        bool(_BY_TITLE.match(words)) and len(_COMMA.findall(words)) * 2 >= words.count(",")
    )
    position = 0
    for gap in cuts.finditer(words) if titled and (cuts is _COLUMN or _several(words)) else ():
        if gap.start() > position:
            yield line.place(position, gap.start())
        position = gap.end()
    if position < len(words):
        yield line.place(position, len(words))


def _several(words: str) -> bool:
    """Two commas before titles: one may stand before the office ("Mr. Hays, Deputy Director")."""
    return len(_COMMA.findall(words)) >= 2


def _participant(document: Document, span: Span, kind: str, confidence: float) -> Mention:
    written = span.of(document.text)
    name = " ".join(alike(written).split()).rstrip(" ,;:")
    party = Party(written=written, name=name or written, kind=kind, span=span)
    return Mention(**evidence(document, span, NAME, confidence), party=party, role="participant")
