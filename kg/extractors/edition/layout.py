"""How a message without an editors' head line is laid out: dateline, opening, signature, kind.

Input is the body of a bare document, paragraphs parted by an empty line. The kind is read off the
form alone: a telegram opens with its number ("1691. Deptel 1047 ..."), a letter with a salutation,
a record of talk with the names of those present; what opens like none of these is a memorandum
when it has a subject or a line for its addressee, else a paper of no known sender.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.document import Document
from kg.spans import Span

TELEGRAM, LETTER, MEMORANDUM, TALK, PAPER = "telegram", "letter", "memorandum", "talk", "paper"

_MONTHS = tuple(calendar.month_name[1:])
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_DAY = re.compile(
    rf"({_MONTH}) (\d{{1,2}})[,.]? ?((?:19)\d\d)|(\d{{1,2}}) ({_MONTH})[,.]? (19\d\d)"
)
_YEAR = re.compile(r"\b19[4-8]\d\b")
_HOUR = re.compile(r"\d [ap]\. ?m\.?|noon|midnight|\b\d{4}Z")
_ZULU = re.compile(r"\b\d{4}Z")
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?!\n))*")
# "1691.", "Secto 3.", "A-873.", "CAP 63560.", "No. 457" belongs to a despatch
NUMBER = re.compile(
    r"(?:No\. )?(?P<series>[A-Z][A-Za-z]{1,11} ?(?:[A-Z]-?\d )?)?"
    r"(?:[A-Z]{1,2} ?[-–] ?)?\d{1,6}Z?[.,:](?= |$)"
)
_SALUTATION = re.compile(r"(?:My |MY )?(?:Dear|DEAR)\b[^:\n]{0,60}:|(?:Sir|Excellency|Sirs|Madam):")
_TO_PRESIDENT = re.compile(r"Mr\. President:|MR\. PRESIDENT:|Mr\. Secretary:|The Secretary:")
_ADDRESS = re.compile(
    r"(?:MEMORANDUM )?(?:FOR|TO|FROM|THROUGH)\b ?:?(?:$|\n| THE\b)|Memorandum (?:for|to)\b"
)
# "PARTICIPANTS", "PRESENT", "OTHERS PRESENT", "Attendance", "TELECON": nobody sends a conversation
_TALK = re.compile(
    r"(?:^|\n)(?:PARTICIPANTS?|Participants?|(?:OTHERS |Others |ALSO |Those )?(?:PRESENT|Present)"
    r"|ATTENDANCE|Attendees|ATTENDEES|Attendance|TELE?CON|(?:MEMORANDUM|Memorandum|MEMO) (?:OF|of)"
    r"|MINUTES|Minutes of|Summary Record|RECORD OF|List of Participants)\b"
)
# NSC papers, estimates, instructions of the President are issued, not sent
_ISSUED = re.compile(
    r"(?:^|\n)(?:N ?I ?E|S ?N ?I ?E|NSC|NATIONAL SECURITY|National Security|Special National"
    r"|National Intelligence|NATIONAL INTELLIGENCE|NSAM|OCB|ORE|SE)[ \d–-]"
)
_SUBJECT = re.compile(r"(?:SUBJECTS?|Subject|SUBJ|RE|REF|REFERENCES?)\b")
# "CM-3943-68", "JCSM-565-64", "I-35935/68", "No. 457": numbers of papers, not of telegrams
_PAPER_NUMBER = re.compile(r"(?:[A-Z]{1,5}[-– ]|No\. )\d[^\n]{0,20}$")
# "No. 457", "A-873" above the subject: a despatch or airgram of a post
_DESPATCH = re.compile(r"(?:No\. ?|A ?[-–] ?)\d{1,5}$")
_CABLE = re.compile(
    r"\b(?:[Dd]ep(?:artmen)?tel|DEPTEL|[Ee]mb(?:assy )?tel|[Cc]on(?:gen)?tel|[Ll]egtel|[Mm]ytel"
    r"|[Uu]rtel|[Rr]eftel"
    r"|REFTEL|SEPTEL|rptd|Niact|NIACT|Eyes [Oo]nly)"
)
_CLOSING = re.compile(
    r"(?:Very |Most )?(?:Sincerely|Respectfully|Faithfully|Cordially|Yours|Approved"
    r"|For the|By direction)"
)
_SIGNED = re.compile(
    r"(?:/s/ ?)?(?P<name>(?:[A-Z][\w.’'-]*\.?|de|von|van|la)"
    r"(?: (?:[A-Z][\w.’'-]*\.?|de|von|van|la)){0,4})"
    r"(?:,? (?:Jr|Sr)\.?| ?,? I{2,3})?(?:,? U\.?S\.?[A-Z.]{1,3})?"
)
_NO_NAME = re.compile(
    r"End|END|Enclosure|Attachment|Approved|Annex|Tab|Gp|GP|Conclusion|Recommendation|Source"
)


@dataclass(frozen=True)
class Layout:
    """The parts of a bare message."""

    document: Document

    @cached_property
    def paragraphs(self) -> list[Span]:
        """All paragraphs of the body."""
        text, body = self.document.text, self.document.body
        found = _PARAGRAPH.finditer(text, body.start, body.end)
        return [Span(m.start(), m.end()) for m in found]

    def of(self, span: Span) -> str:
        """The words at a place."""
        return span.of(self.document.text)

    @cached_property
    def top(self) -> str:
        """The first lines: what stands above the text."""
        return self.document.text[self.document.body.start : self.document.body.start + 1500]

    @cached_property
    def dateline(self) -> Span | None:
        """The first of the opening paragraphs that bears a day, or "undated"."""
        for span in self.paragraphs[:3]:
            words = self.of(span)
            if len(words) < 120 and (
                _DAY.search(words) or "undated" in words or _YEAR.search(words)
            ):
                return span
        return None

    @cached_property
    def place(self) -> str:
        """The city of the dateline, "" where none is printed."""
        if self.dateline is None:
            return ""
        words = self.of(self.dateline)
        day = _DAY.search(words) or re.search(r"undated|[Nn]o date", words)
        before = words[: day.start()] if day else words
        return before.strip("[]., \n").removesuffix(",").split("\n")[-1].split(",")[0].strip("[] ")

    @cached_property
    def day(self) -> str:
        """The day as ISO, "" where it is not printed."""
        found = _DAY.search(self.top)
        if not found:
            return ""
        month, day, year = (
            (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        )
        return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"

    @cached_property
    def has_hour(self) -> bool:
        """True when the dateline gives an hour."""
        return self.dateline is not None and bool(_HOUR.search(self.of(self.dateline)))

    @cached_property
    def is_zulu(self) -> bool:
        """True when the hour is Greenwich time ("1753Z")."""
        return self.dateline is not None and bool(_ZULU.search(self.of(self.dateline)))

    @cached_property
    def text(self) -> list[Span]:
        """The paragraphs below the dateline."""
        if self.dateline is None:
            return self.paragraphs
        return [p for p in self.paragraphs if p.start >= self.dateline.end]

    @cached_property
    def number(self) -> Span | None:
        """The telegram's number at the head of the text."""
        for span in self.text[:4]:
            words = self.of(span)
            found = NUMBER.match(words)
            if found:
                return Span(span.start, span.start + found.end() - 1)
            if len(words) > 80 or _SUBJECT.match(words) or _PAPER_NUMBER.match(words):
                return None
        return None

    @cached_property
    def salutation(self) -> Span | None:
        """ "Dear Mr. President:" and the like."""
        for span in self.text[:8]:
            found = _SALUTATION.match(self.of(span)) or _TO_PRESIDENT.match(self.of(span))
            if found:
                return Span(span.start, span.start + found.end())
        return None

    @cached_property
    def signature(self) -> Span | None:
        """The last line that is a name and nothing else."""
        for span in reversed(self.text[-4:]):
            found = self._name_of(span)
            if found:
                return found
            if len(self.of(span)) > 160:
                return None
        return None

    def _name_of(self, span: Span) -> Span | None:
        words = self.of(span)
        line = words.split("\n", 1)[0].strip("[] ")
        if len(words) > 160 or len(line) > 45 or _NO_NAME.match(line) or _CLOSING.match(line):
            return None
        found = _SIGNED.fullmatch(line.rstrip(","))
        if not found:
            return None
        start = span.start + words.index(found["name"])
        return Span(start, start + len(found["name"]))

    @cached_property
    def kind(self) -> str:
        """ "telegram", "letter", "memorandum", "talk" or "paper"."""
        if self.is_cable:
            return TELEGRAM
        if _TALK.search(self.top):
            return TALK
        if _ISSUED.search(self.top[:500]):
            return PAPER
        if self.salutation is not None:
            return LETTER
        if any(_SUBJECT.match(self.of(p)) or _ADDRESS.match(self.of(p)) for p in self.text[:7]):
            return MEMORANDUM
        return MEMORANDUM if self.dateline and self.signature else PAPER

    @property
    def is_cable(self) -> bool:
        """A telegram: address lines, or an hour or a telegram's words with a number above."""
        if re.search(r"\n(?:FM\n|ACTION:|TO\n\n?SECSTATE)", self.top):
            return True
        if any(_DESPATCH.match(self.of(p)) for p in self.text[:4]):
            return self.salutation is None or self.of(self.salutation).startswith("Sir")
        if self.number is None or self.salutation is not None:
            return False
        if _TALK.search(self.top) is not None:
            return False
        counted = self.of(self.number) in {"1", "I", "A"}
        body = self.document.text[: self.document.body.start + 3000]
        return self.has_hour or not counted or bool(_CABLE.search(body))

    def lines(self) -> Iterator[str]:
        """The lines of the first part of the message."""
        return iter(self.top.split("\n"))
