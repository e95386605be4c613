"""What a citation says: title, date, repository, archive reference, translator, address.

    "TITLE", DATE, REPOSITORY, ARCHIVE REFERENCE. Translated by NAME <ADDRESS>

Every part but the archive reference may be missing. The line `Source` of the current web page
is the same without title, date and repository. Each part is a field with its own place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.cleaning import fold
from kg.dates import MONTHS
from kg.document import Field
from kg.readers.base import facts, trimmed
from kg.spans import Span

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = (
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"  # October 1, 1950 (telegram 75352)
    rf"|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH},?\s+\d{{4}}"  # June, 1934: documents without a day
    r"|\d{4}\b|undated|n\.d\.)"
)
_DATE = rf"{_DAY}(?:\s*(?:-|to)\s*{_DAY})?"
_DATED = re.compile(
    # American order puts the comma inside the quotation marks, others outside.
    rf'\s*"(?P<title>.{{1,1000}}?),?\s*"\s*,?\s*(?P<date>{_DATE})(?=\s*[,.;<]|\s*$)',
    re.IGNORECASE | re.DOTALL,
)
_UNDATED = re.compile(r'\s*"(?P<title>[^"]+?),?\s*"')
_REPOSITORY = re.compile(
    # "Wilson Center Digital Archive", "History and Public Policy Program Digital Archive"
    r"\s*,?\s*(?P<repository>[^,.;<]{0,120}\b(?:Digital|Virtual)\s+Archive)\b"
)
_ADDRESS = re.compile(r'<?\s*(?P<url>(?:https?://|www\.)[^\s<>"\])]+)')
_SENTENCE = r"(?:[^.;<]|(?<=\b[^\W\d_])\.)"  # what goes on over initials: "A. Pell", "U.S."
_TRANSLATED = re.compile(
    # "Translated by X", "Translated for PROJECT by X", "translated and edited by X"
    rf"\btranslat(?:ed|ion)\b{_SENTENCE}{{0,120}}?\bby\s+",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    # "Obtained by Y and translated by X", "Obtained by Y; translated and edited by A, B, and C"
    r"\b(?:Obtained|Contributed|Provided|Procured|Acquired|Donated|Selected)\b"
    r"(?:[^.;<]{0,60}?)\bby\b"
)
_LONGEST = 5_000
"""Characters of a citation that are looked at; what is longer holds more than a citation."""

_AROUND = " \t\n,.;:<>()"


def citation_fields(text: str, span: Span) -> Iterator[Field]:
    """The parts of the citation at `span`.

    >>> text = '"Cable, Tamsin to Lark", May 3, 1957, Port Digital Archive, Fond 3.'
    >>> [field.value for field in citation_fields(text, Span(0, len(text)))]
    ['Cable, Tamsin to Lark', 'May 3, 1957', 'Port Digital Archive', 'Fond 3']
    """
    words = fold(span.of(text)[:_LONGEST])
    opening = _DATED.match(words) or _UNDATED.match(words)
    position = 0
    if opening:
        for name, (start, end) in ((n, opening.span(n)) for n in opening.groupdict()):
            yield from facts(name, text, Span(start, end).shifted(span.start))
        position = opening.end()
    repository = _REPOSITORY.match(words, position)
    if repository:
        place = Span(*repository.span("repository")).shifted(span.start)
        yield from facts("repository", text, place)
        position = repository.end()
    yield from reference_fields(text, Span(span.start + position, span.end))


def reference_fields(text: str, span: Span) -> Iterator[Field]:
    """Archive reference, translators and address of a reference without title and date.

    >>> text = "Fond 3. Obtained by Ann Pell and translated for NIDP by N. Birk."
    >>> [(f.name, f.value) for f in reference_fields(text, Span(0, len(text)))]
    [('archive_reference', 'Fond 3'), ('translator', 'N. Birk')]
    """
    words = fold(span.of(text)[:_LONGEST])
    address, translated = _ADDRESS.search(words), list(_TRANSLATED.finditer(words))
    reference = Span(span.start, span.start + _reference_end(words, address, translated))
    yield from facts("archive_reference", text, trimmed(text, reference, " \t\n,.;:<"))
    for match in translated:
        start = match.end()
        name = Span(start, start + name_length(words[start : start + _LONGEST_NAMES]))
        yield from facts("translator", text, name.shifted(span.start))
    if address:
        place = Span(*address.span("url")).stripped(words, _AROUND)
        yield from facts("url", text, place.shifted(span.start))


def citation_start(words: str, title: str) -> int | None:
    """Where in folded `words` a citation begins that stands among other text; None if nowhere.

    It begins with the quoted title of the page, or with a quotation in front of a date.

    >>> citation_start('Tamsin asks "why". "Cable to Lark," May 3, 1957, Port Archive', "")
    19
    """
    quoted = words.casefold().find('"' + title.casefold()) if title else -1
    if quoted >= 0:
        return quoted
    quotes = [match.start() for match in re.finditer('"', words)][:_MOST_QUOTES]
    return next((start for start in reversed(quotes) if _DATED.match(words, start)), None)


def citation_length(words: str) -> int:
    """How long the citation is that begins folded `words`: up to its address or its line's end."""
    address = _ADDRESS.search(words)
    if address:
        return address.end() + words[address.end() :].startswith(">")
    line = words.find("\n")
    return len(words) if line < 0 else line


_MOST_QUOTES = 100


def _reference_end(
    words: str, address: re.Match[str] | None, translated: list[re.Match[str]]
) -> int:
    """Where the archive reference ends: at the address, or where it says who worked on it."""
    ends = [len(words), *(match.start() for match in translated)]
    provided = _PROVIDED.search(words)
    if provided and translated and provided.start() < translated[0].start():
        ends.append(provided.start())
    if address:
        ends.append(address.start())
    return min(ends)


_LONGEST_NAMES = 300
_PARTICLES = frozenset(
    ("and", "&", "de", "da", "di", "du", "la", "le", "von", "van", "der", "den", "al", "el", "bin")
)
"""Small words inside a list of names."""
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.-?)+,?|(?:Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St)\.,?")
_MORE_NAMES = re.compile(rf"{_SENTENCE}{{0,120}}?\band\b")


def name_length(words: str) -> int:
    """How many characters the names at the beginning of folded `words` fill.

    A full stop ends them unless it follows an initial; a comma only joins names when an "and"
    comes later, so "Ann Pell, Port Selm" is Ann Pell.

    >>> words = "N. P. Birk, Ann Pell, and Rolf Tarn. Port Selm"
    >>> words[:name_length(words)]
    'N. P. Birk, Ann Pell, and Rolf Tarn'
    """
    end = 0
    for match in re.finditer(r"\S+", words):
        word = match[0]
        if word in _PARTICLES:
            continue
        if not word[0].isupper():
            break
        initial = _ABBREVIATED.fullmatch(word)
        end = match.start() + len(word.rstrip(",;" if initial else ",;.)<"))
        if _closes(word, initial is not None, words[match.end() :]):
            break
    return end


def _closes(word: str, initial: bool, rest: str) -> bool:
    """True when nothing after this word belongs to the names."""
    if word.endswith(","):
        return not _MORE_NAMES.match(rest)
    return word.endswith((";", ")")) or (word.endswith(".") and not initial)
