"""The head line of a printed document: from which words the sender is named, and the recipient.

    57. Telegram From the Embassy in India to the Department of State
    The Ambassador in India (Henderson) to the Secretary of State
    Memorandum by the Secretary of Defense (Wilson) to the President
    Memorandum of a Telephone Conversation Between the President and the Secretary of State
    Paper Prepared in the Department of State

Works on plain words (`kg.extractors.edition.lines.alike`): footnote marks are blanks, so that
places in the words are places in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extractors.edition.offices import is_office_noun, is_person, paper_words, takes_to
from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Sides:
    """Where a head names its two sides; `between` when neither is the sender of the other.

    `form` says how the head names them: "from", "by", "between", "prepared", "for" or "plain".
    """

    form: str
    sender: Span | None = None
    recipient: Span | None = None
    between: bool = False


_NUMBER = re.compile(r"\s*(?:No\.? ?\d{1,4}[a-z]?[.\]]{0,2}\s|\d{1,4}[a-z]?\. )\s*")
_TALK = re.compile(
    r"\b(?:Conversations?|Discussions?|Meetings?|Conference|Telecon|Teletype|Talks?|Call|Interview)\b"
)
_EXCHANGE = re.compile(r"\b(?:Exchange|Correspondence|Letters|Messages|Notes|Communications)\b")
_BETWEEN = re.compile(r"\b[Bb]etween ")
_FROM = re.compile(r"\b[Ff]rom ")
_SIDE = re.compile(r" (?:[Ff]rom|[Bb]y|[Tt]o) ")
_PREPARED = re.compile(
    r"\b[Pp]repared (?:by|for|(?:in|at) (?=the |[A-Z])(?!Response|Connection|Support)) ?"
)
_BY = re.compile(rf"\b(?:[Bb]y |of )|{_PREPARED.pattern}")
_FORM = re.compile(
    r"(?:[A-Z][\w.’'-]*,? |of |the |a |an |and |on |in |for the Record |for the Files? )*?"
    rf"(?:{'|'.join(paper_words())})\b"
)
_NO_PARTIES = re.compile(r"Editorial Note|Diary|Chronology|Agreement|Treaty|Protocol\b")
_FOR_THE_FILE = re.compile(r"\b[Ff]or (?:the )?(?:[Rr]ecord|[Ff]iles?)\b")
_FOR = re.compile(r"\b[Ff]or (?=(?:the |[A-Z]))")
_TO = re.compile(r"\s+[Tt]o\s+(?!be\b)")
_AND_TO = re.compile(r"\band\s*\Z")
_END = re.compile(
    r",? (?:[Vv]ia|[Tt]hrough|[Tt]ransmitted|[Cc]oncerning|[Rr]egarding|[Dd]ated|Before|Delivered) "
)
_SUBJECT = re.compile(
    r"(?:National Security Council|President|Secretary of \w+|Chiefs of Staff|\)) on (?=[A-Z])"
)
_PURPOSE = re.compile(
    r",? [Ff]or (?:the )?(?:President|Secretary|Vice President|Under Secretary|Use|Discussion|"
    r"Meeting|Consideration|National Security Council|NSC)\b"
)
_OPENS = re.compile(r"(?:the|his|her|an?) ", re.I)
_OPENS_PARTY = re.compile(r"(?:The |Mr\.? |Messrs\.? |Mrs\.? |Miss )")
_LONGEST = 1200


def sides(words: str) -> Sides | None:
    """Where the head names sender and recipient, or None when it names neither.

    >>> head = "The Ambassador in India (Henderson) to the Secretary of State"
    >>> found = sides(head)
    >>> found.sender.of(head), found.recipient.of(head)
    ('The Ambassador in India (Henderson)', 'the Secretary of State')
    """
    words = words[:_LONGEST]
    start = title_start(words)
    if _NO_PARTIES.match(words, start):
        return None
    form = _FORM.match(words, start)
    if not form:
        if origin := _FROM.search(words, start):  # "Talking Points From ..."
            return _from(words, start, origin)
        if prepared := _PREPARED.search(words, start):
            return _authored(words, prepared.start())
        return _plain(words, start)
    if between := _BETWEEN.search(words, form.start()):
        heading = words[start : between.start()]
        if _TALK.search(heading) or _EXCHANGE.search(heading):
            return _between(words, between.end())
        return None
    if _TALK.search(words, start, _title_end(words, form.end())):
        return None
    if origin := _FROM.search(words, form.end()):
        return _from(words, start, origin)
    return _authored(words, form.end(), report=form[0].endswith("Report"))


def title_start(words: str) -> int:
    """Where the head goes on behind the number that the edition gives the document."""
    number = _NUMBER.match(words)
    return number.end() if number else 0


def _title_end(words: str, start: int) -> int:
    """Where the words that name the sort of paper end: at the first "from", "by" or "to"."""
    found = _SIDE.search(words, start)
    return found.start() if found else len(words)


def _from(words: str, start: int, origin: re.Match[str]) -> Sides:
    first = _TO.search(words, start, origin.start()) or _FOR.search(words, start, origin.start())
    if first:  # "Memorandum to the President From the Secretary of State"
        return Sides("from", _span(words, origin.end()), _span(words, first.end(), origin.start()))
    return _split("from", words, origin.end())


def _authored(words: str, form_end: int, *, report: bool = False) -> Sides | None:
    """Heads without "from": by, prepared by, to, for; "Report of the Committee to ..."."""
    start = max(form_end - 1, 0)
    author = next(
        (
            m
            for m in _BY.finditer(words, start)
            if m[0] != "of " or (report and m.start() <= form_end + 1)
        ),
        None,
    )
    if author and author[0] == "of " and not _TO.search(words, author.end()):
        author = None
    if author and author[0].rstrip().endswith("for"):
        return Sides("for", None, _span(words, author.end()))
    addressed = _TO.search(words, start, author.start() if author else len(words))
    addressed = addressed if addressed and addressed.start() <= form_end + 1 else None
    if author and addressed:
        recipient = _span(words, addressed.end(), author.start())
        return Sides("by", _span(words, author.end()), recipient)
    if author:
        purpose = _PURPOSE.search(words, author.end())
        end = purpose.start() if purpose else len(words)
        return _split("prepared" if "repared" in author[0] else "by", words, author.end(), end)
    if not addressed and not _FOR_THE_FILE.search(words):
        addressed = _FOR.match(words, form_end + 1)
    return Sides("for", None, _span(words, addressed.end())) if addressed else None


def _plain(words: str, start: int) -> Sides | None:
    """A head without the form of the paper: "The Secretary of State to the Embassy in Iran"."""
    found = _split("plain", words, start)
    if not found.sender or not found.recipient:
        return None
    first = found.sender.of(words)
    opens = _OPENS_PARTY.match(first) or is_person(first) or any(map(is_office_noun, first.split()))
    return found if opens else None


def _between(words: str, start: int) -> Sides | None:
    """Two sides that an "and" parts: after a bracket, or before an article, title or name."""
    places = [m for m in re.finditer(r",? and\s+(?:[Bb]etween )?", words) if m.start() >= start]
    for m in places:
        before, after = words[start : m.start()], words[m.end() :]
        complete = before.rstrip().endswith(")") or is_person(before)
        if complete or _OPENS.match(after) or is_person(after):
            return Sides("between", _span(words, start, m.start()), _span(words, m.end()), True)
    return None


def _split(form: str, words: str, start: int, end: int | None = None) -> Sides:
    """Sender and recipient on the two sides of the "to" that parts them."""
    end = len(words) if end is None else end
    every = list(_TO.finditer(words, start, end))
    marks = [m for m in every if not _AND_TO.search(words, start, m.start())]
    parting = next((m for m in every if _parts(words, start, m)), None)
    if not parting and marks and form not in ("by", "prepared"):
        parting = marks[0]
    if not parting:
        return Sides(form, _span(words, start, end))
    return Sides(form, _span(words, start, parting.start()), _span(words, parting.end(), end))


def _parts(words: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a "to" parts the sides: not that of an office, nor that of "X, and to Y".

    "The Ambassador to Laos (Sullivan) to the President": the first belongs to the office.
    "The Ambassador in Iran (Wiley), to the Secretary": behind a bracket the comma is no list's.
    """
    before = words[start : mark.start()].rstrip()
    if before.endswith("and"):
        return False
    return not takes_to(before)


def _span(words: str, start: int, end: int | None = None) -> Span | None:
    """The place without blanks and commas at its ends, cut where the way of the paper is told."""
    end = len(words) if end is None else end
    if told := _END.search(words, start, end):
        end = told.start()
    if told := _SUBJECT.search(words, start, end):
        end = told.end() - len(" on ")
    while end > start and words[end - 1] in " ,;:\n\t":
        end -= 1
    if (
        end > start
        and words[end - 1] == "."
        and words[start:end].rsplit(" ", 1)[-1]
        not in (
            "Jr.",
            "Sr.",
        )
    ):
        end -= 1
    while start < end and words[start] in " ,\n\t":
        start += 1
    return Span(start, end) if start < end else None
