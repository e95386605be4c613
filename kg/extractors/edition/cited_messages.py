"""Messages that a text cites by number: "Your 402", "Embtel 1648, January 8", "Paris despatch 12".

A citation has a word that says whose message it is ("your", "Saigon's"), or what ("telegram"), or
both in one ("Deptel": the Department's; "Embtel": of the Embassy that writes or is written to, of
another post when that is a consulate), and a number; a list goes on with numbers alone ("your 614,
738 and 832"). Series of conferences and commands ("Secto 3", "JCS 982211", "CA-1234") belong to
the number. Place and day may follow.

The search goes from the numbers to the words before them, because a text has few numbers. "Reftel"
is the message cited first, when that is one; "urtel" without a number is one of the addressee.

Confidence: 0.97 a series or a noun with a number, 0.9 a possessive with a bare number, 0.85 a
number that goes on with a list, 0.6 "reftel" and its like (judged by eye on a sample).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from string import ascii_uppercase

from kg.dates import MONTHS, DateValue, PrintedDate, value_of, with_year
from kg.document import Document
from kg.extractors.edition.citation_words import CitationWord, citation_words
from kg.extractors.evidence import evidence
from kg.findings import Findings, Mention, Party, Reference
from kg.spans import Span

NAME = "cited_messages"
MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The digits of footnote marks."""

_DEPARTMENT, _EMBASSY, _POST = "department", "embassy", "post"
_ADDRESSEE, _AUTHOR = "addressee", "author"
_WORDS, _SERIES = citation_words("word"), citation_words("series")
_PLAIN = CitationWord(None, "telegram")
_LETTER_FORMS = {"A": "airgram", "G": "airgram", "D": "despatch", "CA": "airgram"}
_OWN = {"your": _ADDRESSEE, "ur": _ADDRESSEE, "my": _AUTHOR, "our": _AUTHOR}
_HOUSES = {
    **dict.fromkeys(("department", "dept", "state", "secretary"), _DEPARTMENT),
    **dict.fromkeys(("embassy", "emb"), _EMBASSY),
    **dict.fromkeys(("legation", "consulate", "mission"), _POST),
}
_NO_POSTS = {
    "re",
    "ref",
    "refs",
    "see",
    "reference",
    "regarding",
    "from",
    "this",
    "in",
    "as",
    "for",
}
_NUMBER = re.compile(r"[0-9][0-9]*(?:[–-][0-9]+)*")
_BEFORE = 60
_GAP, _NEAR = 14, 25
_DASHES = ("–", "-")
_POSSESSIVES = ("’s", "'s", "s’", "s'")
_CUES = {
    *(f"{word}{ending}" for word in (*_WORDS, *_SERIES) for ending in ("", "s", "es")),
    *_OWN, "no.", "nos.", "no", "nos", "preceding",
}  # fmt: skip
_LETTERS = re.compile(r"(?<![A-Za-z])([A-Z]{1,3})(?:[–-] ?|(?<=[A-Z]))\Z")
_LEAD = re.compile(
    r"(?=\b[A-Za-z]|[\s#es’']|\Z)"  # with what it can begin; most places fail at once
    r"(?:(?P<whose>\b(?:[Yy]our|[Uu]r|[Mm]y|[Oo]ur|[A-Z][a-z]+(?: [A-Z][a-z]+)?[’']s?"
    r"|[A-Z][a-z]+(?=\s(?![Nn]os?\.)[A-Za-z])))\s)?(?P<urgent>\bimmediately preceding\s)?"
    r"(?P<word>\b[A-Za-z]+?)?(?P<plural>(?<=[a-z])s|es)?(?P<of>(?<!s)[’']s)?"
    r"(?P<circular>(?<=ircular)\s(?:telegram|airgram))?"
    r"\s?(?:\b[Nn]os?\.\s?|#)?\Z"
)
_MONTH = "|".join(name.capitalize() for name in sorted(MONTHS, key=len, reverse=True))
_PERSONS = "Deputy|Secretary|Under|Assistant|President|Prime|Foreign|Ambassador|Minister|General"
_AFTER = re.compile(
    r"(?P<place>,? (?:from|to) (?:the )?"
    rf"(?P<name>Department|Dept\b|(?!{_PERSONS})[A-Z]\w+(?: (?!Re\b)[A-Z][a-z]+)?))?"
    rf"(?P<date>(?:,| of| dated)? \[?(?P<month>{_MONTH})\.?\]? (?P<day>[0-3]?\d)(?!\d|[:–-]\d)"
    r"(?:, (?P<year>1[89]\d\d))?(?P<late>,? to (?:the )?(?P<to>Department|Dept\b|[A-Z]\w+))?)?"
)
_LIST = re.compile(rf"[\s,;{MARKS}]*(?:(?:and|&|or)\s+)?(?:[A-Z]{{1,2}}[–-]\s?)?\Z")
_NO_COUNT = re.compile(
    rf"\s*(?:[{MARKS},.;:)\]”’]|\Z|\[|\((?!\d)|—|–"
    rf"|(?:and|or|re|regarding|which|that|in|as|on|dated|of (?:{_MONTH})|to|from"
    r"|paragraphs?|paras?|with|is|was|has|have|reported|states?|stated|we|I|but|rptd|repeated"
    r"|received|sent|concerning|Dept|Embassy|Embtel|Deptel|your|our|my|contains|crossed|should|for"
    rf"|{_MONTH}|indicates|gives|gave|reports|were|are|not|this|the|last|by|it|he|also)\b)"
)
_BEFORE_TEL = frozenset("fprby")
_BARE = re.compile(
    r"\b(?P<word>[Rr]ef(?:tel|air|desp|let)|[Uu]r(?:tel|let|desp)|[Mm]ytel|[Dd]eptel|[Ee]mbtel)s?\b"
    r"(?!\s?(?:[Nn]o\.?\s?)?[\[\dA-Z]?\d)"
)


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation on its way to a `Reference`."""

    span: Span
    number: str | None
    whose: str | None
    form: str
    name: str | None = None
    to: str | None = None
    date: DateValue | None = None
    confidence: float = 0.97
    plural: bool = False


def cited_messages(findings: Findings) -> Iterator[Reference]:
    """The messages that the body of one document cites, in the order of the text."""
    document = findings.document
    found = [*_numbered(findings), *_bare(document)]
    if not found:
        return
    found.sort(key=lambda cited: cited.span)
    speakers = _Speakers.of(findings)
    seen: dict[tuple[str | None, str | None], int] = {}
    named = _named_first(found)
    for position, cited in enumerate(found):
        same = _same(cited, seen, position, named)
        yield _reference(document, cited, speakers, same)


def _named_first(found: list[_Cited]) -> int | None:
    """Which message "reftel" means: the first one cited, unless it is one of a list."""
    numbered = [place for place, cited in enumerate(found) if cited.number]
    if len(numbered) > 1:
        first, second = found[numbered[0]], found[numbered[1]]
        if second.span.start - first.span.end < _NEAR and second.number != first.number:
            return None
    return numbered[0] if numbered else None


def _same(
    cited: _Cited, seen: dict[tuple[str | None, str | None], int], at: int, named: int | None
) -> int | None:
    """The place among the citations of an earlier one of the same message."""
    if cited.number is None:
        return named if cited.whose is None and named is not None and named < at else None
    known = (cited.whose or cited.name, cited.number)
    first = seen.setdefault(known, at)
    return first if first < at else None


def _numbered(findings: Findings) -> Iterator[_Cited]:
    text, body = findings.document.text, findings.document.body
    led = _led_numbers(text, body)
    day = _day_of(findings) if led else None
    last: _Cited | None = None
    for start in (*led, body.end) if led else ():
        while last and (more := _going_on(text, body, last, start)):
            last = _completed(text, more, day)
            yield last
        if start < body.end and (last is None or start >= last.span.end):
            cited = _at(text, body, start, last)
            if cited:
                last = _completed(text, cited, day)
                yield last


def _at(text: str, body: Span, start: int, last: _Cited | None) -> _Cited | None:
    """The citation whose number begins at `start`."""
    match = _NUMBER.match(text, start, body.end)
    cited = _led(text, body, match) if match else None
    if match and cited is None and last and start - last.span.end < _GAP:
        cited = _listed(text, match, last)
    return None if cited is None or _is_title(text, cited.span) else cited


def _going_on(text: str, body: Span, last: _Cited, before: int) -> _Cited | None:
    """The next number of the list that a citation begins, when it begins `before` a place."""
    position = last.span.end
    limit = min(before, position + _GAP)
    while found := _NUMBER.search(text, position, limit):
        match = _NUMBER.match(text, found.start(), body.end)
        cited = _listed(text, match, last) if match else None
        if cited and not _is_title(text, cited.span):
            return cited
        position = match.end() if match else limit
    return None


def _day_of(findings: Findings) -> date | None:
    line = findings.dateline()
    return date.fromisoformat(line.value.earliest) if line and line.value.earliest else None


def _shapes() -> bytes:
    """For each character of Latin-1 what it is to a citation; what is none of these is "a".

    Blanks and dashes are one shape, so one search finds the numbers behind either. Encoding
    writes what is not in Latin-1 as "?": the dash of the edition among it.
    """
    shapes = bytearray(b"a" * 256)
    for kind, characters in ((b"0", "0123456789"), (b" ", " -#?"), (b",", ",;:)\n\t")):
        for character in characters:
            shapes[ord(character)] = kind[0]
    return bytes(shapes)


_SHAPES = _shapes()
_NUMBER_BEHIND = re.compile(rb" 0")
_DASHED = ("–", "-", "#")


def _led_numbers(text: str, body: Span) -> list[int]:
    """Where numbers begin that a word of a citation leads, by cheap looks: most are none."""
    shapes = text.encode("latin-1", "replace").translate(_SHAPES)
    found: list[int] = []
    for match in _NUMBER_BEHIND.finditer(shapes, body.start, body.end):
        start = match.end() - 1
        if text[start - 1] == " ":
            possible = text[start - 3 : start - 1].lower() in _ENDS_OF_CUES
        else:
            possible = text[start - 1] in _DASHED and shapes[start - 2] != _DIGIT
        if possible and _may_lead(text, start):
            found.append(start)
    return found


_DIGIT = b"0"[0]
_ENDS_OF_CUES = frozenset({cue[-2:] for cue in _CUES} | set(_POSSESSIVES))
"""Only behind words that end so and a blank may a number be a citation's."""


def _may_lead(text: str, start: int) -> bool:
    """True for a number behind a word of a citation."""
    before = text[max(0, start - 22) : start]
    if before[-1:] in _DASHES:
        before = _before_letters(before[:-1])
    if before[-1:] not in " #":
        return False
    word = before[:-1].rpartition(" ")[2].rpartition("\n")[2].lower()
    return word.lstrip('([“"—') in _CUES or word.endswith(_POSSESSIVES)


def _before_letters(before: str) -> str:
    """Without the letters of "A-696" at the end; those of a series ("CA-2286") are words."""
    word = before.rpartition(" ")[2].rpartition("\n")[2].lstrip("(")
    return f"{before} " if word.lower() in _SERIES else before.rstrip(ascii_uppercase)


def _is_title(text: str, span: Span) -> bool:
    """The message's own number, and the heading of another one: a line that opens with it."""
    if span.start and text[span.start - 1] != "\n":
        return False
    follows = text[span.end : span.end + 6]
    return bool(re.match(r" From\s|\.\s+[A-Z]|\n| \d", follows)) or span.end == len(text)


def _led(text: str, body: Span, match: re.Match[str]) -> _Cited | None:
    """A number with the words of a citation before it."""
    start = match.start()
    before = text[max(body.start, start - _BEFORE) : start].rpartition("\n")[2]
    letters = _LETTERS.search(before) if _may_end_in_letters(before) else None
    number = match[0]
    if letters and letters[1].lower() not in _SERIES:
        before, start = before[: letters.start()], start - len(letters[0])
        number = f"{letters[1]}-{number}"
    elif letters:
        before = f"{before.rstrip('–- ')} "
    lead = _LEAD.search(_last_words(before))
    return _from_lead(text, Span(start, match.end()), number, lead) if lead else None


def _may_end_in_letters(before: str) -> bool:
    """A cheap look for "A-" or "A" at the end; blanks behind words are the rule."""
    last = before[-2:-1] if before[-1:] == " " else before[-1:]
    return last in _DASHES or (before[-1:] != " " and last in ascii_uppercase)


def _last_words(before: str) -> str:
    """So much of the line that the words of a citation are in it: five blanks at most."""
    if "preceding" in before or "ircular" in before:
        return before
    parts = before.rsplit(" ", 5)
    return before[len(parts[0]) :] if len(parts) > 5 else before


def _from_lead(text: str, place: Span, number: str, lead: re.Match[str]) -> _Cited | None:
    word = (lead["word"] or "").lower()
    plural = lead["plural"] or ""
    word = next((w for w in (word, word + plural, word + plural[:-1]) if w in _WORDS), word)
    whose = lead["whose"] or ""
    begin = place.start - (len(lead.string) - lead.start())
    opening, _, rest = whose.partition(" ")
    if rest and opening.lower() in _NO_POSTS:
        whose, begin = rest, begin + len(opening) + 1
    form, holder, name, confidence = "telegram", None, None, 0.97
    if word in _SERIES or (lead["plural"] and word + "s" in _SERIES):
        number = f"{lead['word']} {number}"
        begin += lead.start("word") - lead.start()
        form = _SERIES.get(word, _SERIES.get(f"{word}s", _PLAIN)).form
        number = number.replace(" ", "-") if form == "airgram" else number
    elif word in _WORDS and not lead["of"]:
        holder, form = _WORDS[word].whose, _WORDS[word].form
        form = "airgram" if (lead["circular"] or "").endswith("airgram") else form
        form = _LETTER_FORMS.get(number.partition("-")[0], form)
        said = _whose(whose, holder) if holder is None or whose.lower() in _OWN else (holder, None)
        if said == (holder, None):
            begin += lead.start("word") - lead.start()
        holder, name = said
    else:
        return _possessive(text, place, number, lead)
    return _Cited(
        Span(begin, place.end), number, holder, form, name, confidence=confidence,
        plural=bool(lead["plural"]),
    )  # fmt: skip


def _possessive(text: str, place: Span, number: str, lead: re.Match[str]) -> _Cited | None:
    """ "Your 402", "Saigon's 2622": a number without a noun, when it counts nothing."""
    said = lead.string[lead.start() :].strip().split()
    last = said[-1] if said else ""
    if not (last.lower() in _OWN or re.fullmatch(r"[A-Z]\w+(?:[’']s?|s[’'])", last)):
        return None
    plain = number.isdigit()
    if not _NO_COUNT.match(text, place.end) or (plain and number.startswith("0")):
        return None
    if last.startswith("FY"):
        return None
    if plain and 1900 <= int(number) < 1990 and last.lower() not in _OWN:
        follows = text[place.end : place.end + 2]
        if not any(mark in follows for mark in MARKS):
            return None
    holder, name = _whose(last, None)
    begin = place.start - (len(lead.string) - lead.string.rindex(last))
    form = _LETTER_FORMS.get(number.partition("-")[0], "telegram")
    return _Cited(Span(begin, place.end), number, holder, form, name, confidence=0.9)


def _whose(words: str, otherwise: str | None) -> tuple[str | None, str | None]:
    """Whose message the words before it say: a side, or the name of a post."""
    plain = re.sub(r"(?:[’']s?)$", "", words).removeprefix("the ").strip()
    low = plain.lower()
    if low in _OWN:
        return _OWN[low], None
    if low in _HOUSES:
        return _HOUSES[low], None
    if plain[:1].isupper() and low not in _NO_POSTS:
        return otherwise, plain
    return otherwise, None


def _listed(text: str, match: re.Match[str], last: _Cited) -> _Cited | None:
    """A number that goes on with the list of the citation before it."""
    gap = text[last.span.end : match.start()]
    if len(gap) > _GAP or not gap.strip() or not _LIST.match(gap):
        return None
    if not _NO_COUNT.match(text, match.end()) or (last.number or "").split()[-1:] == [match[0]]:
        return None
    letters = _LETTERS.search(gap)
    number = f"{letters[1]}-{match[0]}" if letters else match[0]
    series = "" if letters else (last.number or "").rpartition(" ")[0]
    start = match.start() - (len(letters[0]) if letters else 0)
    return replace(
        last,
        span=Span(start, match.end()),
        number=f"{series} {number}" if series else number,
        form=_LETTER_FORMS.get(number.partition("-")[0], last.form),
        date=None,
        to=None,
        confidence=0.85,
    )


def _completed(text: str, cited: _Cited, day: date | None) -> _Cited:
    """With the place and the day that follow the number."""
    after = _AFTER.match(text, cited.span.end)
    if after is None or not (after["place"] or after["date"]):
        return cited
    name, to = cited.name, cited.to
    if after["place"]:
        if after["place"].lstrip(", ").startswith("to"):
            to = after["name"]
        else:
            name = after["name"]
    to = after["to"] or to
    value = _day(after, day) if after["date"] else None
    end = after.end("date") if after["date"] else after.end("place")
    return replace(cited, span=Span(cited.span.start, end), name=name, to=to, date=value)


def _day(after: re.Match[str], day: date | None) -> DateValue | None:
    reading = (int(after["year"] or 0), MONTHS[after["month"].lower()], int(after["day"]))
    printed = PrintedDate(Span(*after.span("date")), (reading,), "words")
    try:
        return value_of(with_year(printed, day))
    except ValueError:
        return None


def _bare(document: Document) -> Iterator[_Cited]:
    """ "Reftel", "urtel" and their like without a number."""
    text, body = document.text, document.body
    for match in _bare_words(text, body):
        word = match["word"].lower()
        whose = {"u": _ADDRESSEE, "m": _AUTHOR, "d": _DEPARTMENT, "e": _POST}.get(word[0])
        form = {"air": "airgram", "esp": "despatch", "let": "letter"}.get(word[-3:], "telegram")
        span = Span(match.start(), match.end())
        yield _Cited(span, None, whose, form, confidence=0.6)


def _bare_words(text: str, body: Span) -> Iterator[re.Match[str]]:
    """All bare words; most texts have only those with "tel", which are found by it."""
    begin, end = body.start, body.end
    if _has_other_than_tel(text, begin, end):
        yield from _BARE.finditer(text, begin, end)
        return
    place = text.find("tel", begin, end)
    while place >= 0:
        if text[place - 1] in _BEFORE_TEL:
            for start in (place - 3, place - 2):
                if start >= begin and (match := _BARE.match(text, start)):
                    yield match
                    break
        place = text.find("tel", place + 3, end)


def _has_other_than_tel(text: str, start: int, end: int) -> bool:
    if text.find("efair", start, end) >= 0 or text.find("rlet", start, end) >= 0:
        return True
    return text.find("desp", start, end) >= 0 and (
        text.find("fdesp", start, end) >= 0 or text.find("rdesp", start, end) >= 0
    )


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Who writes to whom, and on which side the Department is ("author", "addressee", None)."""

    authors: tuple[Party, ...]
    addressees: tuple[Party, ...]
    department: str | None
    is_consulate: bool

    @classmethod
    def of(cls, findings: Findings) -> _Speakers:
        """From the correspondents found, else from the words of the head."""
        mentions = findings.of(Mention)
        authors = tuple(m.party for m in mentions if m.role == "sender")
        addressees = tuple(m.party for m in mentions if m.role == "recipient")
        head = findings.document.block("head")
        start, _, rest = (head.of(findings.document.text) if head else "").partition(" to the ")
        said = (
            " ".join(f"{p.written} {p.office or ''}" for p in authors) or start,
            " ".join(f"{p.written} {p.office or ''}" for p in addressees) or rest,
        )
        sides = [bool(_DEPARTMENT_NAMES.search(side)) for side in said]
        department = {(True, False): _AUTHOR, (False, True): _ADDRESSEE}.get((sides[0], sides[1]))
        return cls(authors, addressees, department, any("Consul" in side for side in said))

    def side(self, whose: str | None) -> str | None:
        """Whether the author or the addressee of the document wrote the cited message."""
        if whose in {_AUTHOR, _ADDRESSEE} or self.department is None:
            return whose if whose in {_AUTHOR, _ADDRESSEE} else None
        if whose == _DEPARTMENT:
            return self.department
        if whose == _POST or (whose == _EMBASSY and not self.is_consulate):
            return _ADDRESSEE if self.department == _AUTHOR else _AUTHOR
        return None


_DEPARTMENT_NAMES = re.compile(
    r"\bDepartment of State\b|\bthe Department\b"
    r"|(?<!Assistant )(?<!Under )\bSecretary of State\b(?! for )"
)
_STATE = "Department of State"


def _reference(
    document: Document, cited: _Cited, speakers: _Speakers, same: int | None
) -> Reference:
    side = speakers.side(cited.whose)
    kind = {_AUTHOR: "own", _ADDRESSEE: "incoming"}.get(side or "", "third party")
    author = {_AUTHOR: speakers.authors, _ADDRESSEE: speakers.addressees}.get(side or "", ())
    addressee = {_AUTHOR: speakers.addressees, _ADDRESSEE: speakers.authors}.get(side or "", ())
    if cited.whose == _DEPARTMENT and not author:
        author = (Party(_STATE, _STATE, "office"),)
    if cited.name and not author:
        author = (Party(cited.name, cited.name, "office"),)
    if cited.to:
        name = _STATE if cited.to in {"Department", "Dept"} else cited.to
        addressee = (Party(cited.to, name, "office"),)
    return Reference(
        **evidence(document, cited.span, NAME, cited.confidence),
        kind=kind,
        form=cited.form,
        number=cited.number,
        date=cited.date,
        author=author,
        addressee=addressee,
        same_as=same,
    )
