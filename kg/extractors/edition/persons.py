"""Who is mentioned: everybody of the volume's list (or the register) named in the print.

Every occurrence is a `Mention` of role "mentioned" whose span is the name with its title and
given names, and whose `identity` is the entry of the list. A surname of one bearer is his; one
of several is decided by given names, titles and the office beside it, then by the fuller form
elsewhere in the document, then by the entry the editors print in this short form. Rank names only
the head of state and the Secretary: for lesser men it was right one time in four, so nobody is
named. "Dear Foster" and the signature "Walt" are read, too.

Confidence, measured on 21 volumes with lists and the register without them: 0.98 (register 0.94)
where the name tells who is meant or has one bearer; 0.94 (0.90) where another mention tells; 0.9
(0.83) for the entry of the short form; 0.7 (0.83) for the likeliest of several; 0.9 (0.6) for a
given name. The 0.7 is between the mean over the volumes (0.64) and that over the mentions (0.80):
some volumes' editors leave a shared surname unmarked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.authority.listed import AS_PRINTED, ListedPerson, PersonList
from kg.authority.people import doubtful_surnames
from kg.authority.printed_names import GIVEN, TITLES
from kg.authority.volumes import Volume
from kg.authority.weighing import Bearer, weigh
from kg.document import Document
from kg.extractors.edition.sightings import Sighting, sightings
from kg.findings import Finding, Findings, Mention, Party
from kg.spans import Span

NAME = "persons"


@dataclass(frozen=True, slots=True)
class _Sure:
    """Confidences, measured: the share of mentions of that kind that mean this person."""

    clear: float
    remembered: float
    short: float
    likeliest: float
    given: float


_IN_LIST = _Sure(clear=0.98, remembered=0.94, short=0.9, likeliest=0.7, given=0.9)
_IN_REGISTER = _Sure(clear=0.94, remembered=0.9, short=0.83, likeliest=0.83, given=0.6)
_Decided = tuple[Sighting, Bearer, float]


def extract(findings: Findings, volume: Volume) -> Iterable[Finding]:
    """Each mention of a person of the volume's list, in the order of the text."""
    people = volume.people
    if not len(people):
        return
    document = findings.document
    found = list(_identified(document, people))
    yield from (_mention(document, *one) for one in found)
    yield from _by_given_name(document, people, found)


def _mention(document: Document, seen: Sighting, bearer: Bearer, sure: float) -> Mention:
    return _named(document, Span(seen.start, _end(seen, bearer)), bearer.person, sure)


def _named(document: Document, span: Span, person: ListedPerson, sure: float) -> Mention:
    quote = span.of(document.text)
    return Mention(
        span=span,
        quote=quote,
        extractor=NAME,
        confidence=sure,
        party=Party(quote, quote, "person", None, span),
        identity=person.reference,
    )


def _end(seen: Sighting, bearer: Bearer) -> int:
    """Where the name ends: behind the words of it that follow (Chou En-lai)."""
    end = seen.end
    for word, place in zip(seen.clues.after, seen.ends, strict=False):
        if word not in bearer.after:
            break
        end = place
    return end


_DEAR = re.compile(r"\b(?:Dear|DEAR|My dear) ([A-Z][A-Za-z]+)(?=[:,])")
_SIGNED = re.compile(r"\n\s*([A-Z][a-z]+)[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s*\Z")
_OPENING = 1200
"""Within how many letters a letter greets its reader."""


def _by_given_name(
    document: Document, people: PersonList, found: Sequence[_Decided]
) -> Iterator[Mention]:
    """ "Dear Foster" and the signature "Walt": the one so called among those the head names.

    A print without a head leaves the only one of the list; beside a head he is mostly another.
    """
    text, body = document.text, document.body
    sure = _IN_REGISTER if people.doubtful else _IN_LIST
    block = document.block("head")
    head = block or Span(0, 0)
    named = {one[1].person for one in found if head.start <= one[0].start < head.end}
    dear = _DEAR.search(text, body.start, min(body.end, body.start + _OPENING))
    signed = _SIGNED.search(text, max(body.start, body.end - 40), body.end)
    for match in (dear, signed):
        if match is None or people.bearers(match[1]):
            continue
        called = people.given(match[1])
        fits = [person for person in called if person in named or not block]
        if len(fits) == 1:
            yield _named(document, Span(*match.span(1)), fits[0], sure.given)


def _identified(document: Document, people: PersonList) -> Iterator[_Decided]:
    """The sightings of which it is clear, or likely, who is meant."""
    text = document.text
    weighed = [(seen, weigh(seen.bearers, seen.clues)) for seen in sightings(text, people)]
    weighed = [(s, found) for s, found in weighed if found and not _is_term(s, people)]
    sure = _IN_REGISTER if people.doubtful else _IN_LIST
    known: _Known = defaultdict(list)
    for seen, found in weighed:
        if _is_clear(found):
            known[seen.word].append((seen.start, found[0][1]))
    for seen, found in weighed:
        full = known.get(seen.word, ())
        if _is_clear(found):
            yield seen, found[0][1], sure.clear
        elif full:
            yield seen, _remembered(seen, found, full), sure.remembered
        elif not _may_be_nobody(seen, text, people, found):
            if len(found) == 1:
                yield seen, found[0][1], sure.clear
            elif people.doubtful or _is_likely(seen, found):
                short = found[0][1].prior >= _SHORT
                yield seen, found[0][1], sure.short if short else sure.likeliest


_Weighed = Sequence[tuple[float, Bearer]]
_Known = dict[str, list[tuple[int, Bearer]]]
_MARGIN = 1.5
_FULL = 3.5


def _is_clear(found: _Weighed) -> bool:
    """True when given names, title or office tell who is meant, without the other mentions."""
    if len(found) > 1 and found[0][0] - found[1][0] < _MARGIN:
        return False
    return found[0][0] - found[0][1].prior >= _FULL


def _may_be_nobody(seen: Sighting, text: str, people: PersonList, found: _Weighed) -> bool:
    """True for a word that may be none of the names of the list, unless a title stands before."""
    if seen.titled and seen.word not in _COMMON:
        return False
    if _may_be_word(seen, text) or _is_doubtful(seen, people, found):
        return True
    return seen.word in _words() and _in_capitals(seen, text)


@cache
def _words() -> frozenset[str]:
    """Surnames that are common words."""
    return frozenset(word for word, kind in doubtful_surnames().items() if kind != "given name")


def _in_capitals(seen: Sighting, text: str) -> bool:
    """True in a telegram printed in capitals, where HOME and RUSH are mostly no names."""
    around = text[max(0, seen.start - _AROUND) : seen.end + _AROUND]
    return around.isupper()


_AROUND = 12


def _is_likely(seen: Sighting, found: _Weighed) -> bool:
    """True when there is more than his lesser rank for the first of several bearers.

    A bare surname means the head of state or the Secretary without further words, and the entry
    that the editors print in this short form; between a minister and an ambassador rank decides
    nothing. A title that nobody of the list bears speaks of somebody else.
    """
    weight, bearer = found[0]
    evidence = weight - bearer.prior
    return evidence > -_NOTHING if seen.titled or evidence > _NOTHING else bearer.prior >= _TOP


_NOTHING = 0.01
_TOP, _SHORT = 0.75, AS_PRINTED


def _remembered(seen: Sighting, found: _Weighed, full: Sequence[tuple[int, Bearer]]) -> Bearer:
    """The namesake whom the document names more fully nearest before, else first after."""
    before = [bearer for start, bearer in full if start < seen.start]
    nearest = before[-1] if before else full[0][1]
    bonus = {id(bearer): _OTHER for _, bearer in full}
    bonus[id(nearest)] = _NEAREST
    return max(found, key=lambda pair: pair[0] + bonus.get(id(pair[1]), 0.0))[1]


_NEAREST, _OTHER = 2.5, 1.5


def _is_term(seen: Sighting, people: PersonList) -> bool:
    """True for "House" of the White House and "Frank" of Sir Frank, without a given name."""
    if people.doubtful.get(seen.word) not in ("term", "given name"):
        return False
    return not any(len(word) == 1 or word in GIVEN for word in seen.clues.before)


def _is_doubtful(seen: Sighting, people: PersonList, found: _Weighed) -> bool:
    """True for a surname that is a common word, in a list so long that anything is a surname.

    A prominent bearer is believed where the capital is not owed to the place: "told Merchant".
    """
    kind = people.doubtful.get(seen.word)
    return kind is not None and (kind != "word" or seen.opening or found[0][1].prior < _PROMINENT)


_PROMINENT = 2.0
_COMMON = frozenset(
    [
        "may",
        "march",
        "april",
        "june",
        "august",
        "the",
        "do",
        "can",
        "so",
        "no",
        "on",
        "will",
        "an",
        "in",
        "to",
        "as",
        "at",
    ]
)


def _may_be_word(seen: Sighting, text: str) -> bool:
    """True when the bare word may be a common word: a title, a month, or one of this text.

    "Ball" is a surname; where the same document plays ball, a "Ball" that opens a sentence
    needs a fuller form beside it. "King" is one only after "by" or in the brackets of a head.
    """
    if seen.word in TITLES:
        return not text.startswith(("by ", " ("), seen.start - 3) and text[seen.start - 1] != "("
    if seen.word in _COMMON:
        return True
    if not seen.opening or seen.word not in text:
        return False
    return bool(re.search(rf"\b{re.escape(seen.word)}\b", text))
