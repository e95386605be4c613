"""The parties that one side of a head line names, each with its own words.

    the Secretary of State (Rusk), the Secretary of Defense, and McGeorge Bundy
    the Embassies in Israel and Jordan                    two offices
    Richard T. Kennedy and Roger Morris of the National Security Council Staff
    the President’s Assistants (Haldeman), (Ehrlichman) and (Kissinger)

"And" and the comma part two parties, or belong to the name of one office ("the Assistant Secretary
of State for Near Eastern and South Asian Affairs"): they part when what stands before is complete
and what follows opens a party of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extractors.edition.offices import Reading, is_person, is_surname, is_titled, read_party
from kg.spans import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A party with the place of its words."""

    span: Span
    reading: Reading


_JOINT = re.compile(
    r"\s*,?\s+and\s+(?:to\s+)?|\s*[,;]\s+(?:to\s+(?=the ))?|(?<=\))\s+for\s+(?=[A-Z])"
)
_SEVERAL = re.compile(
    r"(?:[Tt]he )?(?P<noun>Embassies|Consulates(?: General)?|Legations|Missions|Departments|"
    r"Delegations|Governments|Ministries|Interests Sections|Consuls(?: General)?|Ministers|"
    r"Secretaries|Ambassadors|Chiefs of Mission)\s+(?P<link>in|at|of|to|for)\s+(?P<list>.+)\Z",
    re.S,
)
_SINGULAR = {
    "Embassies": "Embassy",
    "Ministries": "Ministry",
    "Secretaries": "Secretary",
    "Consulates General": "Consulate General",
    "Consuls General": "Consul General",
    "Interests Sections": "Interests Section",
    "Chiefs of Mission": "Chief of Mission",
}
_ITEM = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+)(?:(?:in|at|of|to|for)\s+(?=[A-Z]|the ))?")
_OWN_NOUN = re.compile(
    r"(?:the )?(?:[A-Z][\w.]* ){0,3}(?:Embassy|Embassies|Consulate|Legation|Mission|Department|"
    r"Delegation|Office|Secretary|Ministry|Government|Interests Section|White House|Consul|"
    r"Ambassador|High Commission)\b"
)
_ARTICLE = re.compile(r"[Tt]he ")
_BARE_HEAD = re.compile(
    r"(?:[Tt]he )?(?:Acting |Vice )?(?:Chairman|Commander|Chief|Director|Head)\Z"
)
_FILE = re.compile(r"(?:the )?(?:[Rr]ecord|[Ff]iles?)\Z")
_PLACE = re.compile(r"(?:at|in|aboard|temporarily|then|en route) ")


def parties(words: str, side: Span) -> list[Named]:
    """The parties of the side, in the order of the print.

    >>> side = "Secretary of State Rusk and the Director of the Peace Corps (Shriver)"
    >>> [n.reading.name for n in parties(side, Span(0, len(side)))]
    ['Rusk', 'Shriver']
    """
    several = _SEVERAL.fullmatch(words, side.start, side.end)
    if several and "(" not in several["list"]:
        return list(_distributed(words, several))
    found = []
    for span in _pieces(words, side):
        reading = read_party(span.of(words))
        if reading and not _FILE.match(reading.name):
            found.append(Named(span, reading))
    return _with_shared_office(found)


def _distributed(words: str, several: re.Match[str]) -> Iterator[Named]:
    noun = several["noun"]
    single = _SINGULAR.get(noun) or noun.removesuffix("s")
    start, end = several.span("list")
    for place, (first, last) in enumerate(_between(words, start, end)):
        item = " ".join(words[first:last].split())
        opens = several.start() if place == 0 else first
        own = _OWN_NOUN.match(item) and read_party(item)
        if own:  # "... the Embassies in Brazil and Chile, and the Consulate in Recife"
            yield Named(Span(opens, last), own)
            continue
        yield Named(Span(opens, last), Reading("office", f"{single} {several['link']} {item}"))


def _between(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for joint in _ITEM.finditer(words, start, end):
        if joint.start() > start:
            yield start, joint.start()
        start = joint.end()
    if start < end:
        yield start, end


def _pieces(words: str, side: Span) -> list[Span]:
    """The side cut where one party ends and the next begins."""
    cuts = [side.start]
    found: list[Span] = []
    closed = False
    for joint in _JOINT.finditer(words, side.start, side.end):
        before, after = words[cuts[-1] : joint.start()], words[joint.end() : side.end]
        if before.count("(") != before.count(")") or not after:
            continue
        if _parts(before, joint[0], after):
            found.append(Span(cuts[-1], joint.start()))
            cuts.append(joint.end())
        elif before.rstrip().endswith(")") and "(" not in after:
            closed = _is_person(before)  # behind a name: ", at Geneva", ", Department of State"
            if closed:
                found.append(Span(cuts[-1], joint.start()))
                break
    if not closed:
        found.append(Span(cuts[-1], side.end))
    return found


def _is_person(words: str) -> bool:
    reading = read_party(words)
    return reading is not None and reading.kind == "person"


def _parts(before: str, joint: str, after: str) -> bool:
    """Whether the joint stands between two parties."""
    if _PLACE.match(after):
        return False
    comma = "and" not in joint
    if before.rstrip().endswith(")"):
        return not comma or after.startswith(("the ", "The ", "(")) or is_person(_first(after))
    if _ARTICLE.match(after):
        return not _BARE_HEAD.match(before) and (not comma or _is_one_of_several(after))
    if _ARTICLE.match(before):
        return not comma and _opens_person(after)
    if comma and ("," in before or (" of " in before and not is_titled(before))):
        return False  # "Harold W. Glidden of the Division for Near East, South Asia, and Africa"
    first = _first(after)
    if not comma and is_titled(before) and is_surname(first):  # "Ambassadors Bruce and Kohler"
        return True
    return is_person(first) and is_person(before)


def _first(after: str) -> str:
    """The words up to the next joint."""
    joint = _JOINT.search(after)
    return after[: joint.start()] if joint and "(" not in after[: joint.start()] else after


def _opens_person(after: str) -> bool:
    """A title or name that closes the side, behind an office: "the Congress and Mr. Hoover"."""
    first = _first(after)
    return is_titled(first) and "(" not in first


def _is_one_of_several(after: str) -> bool:
    """In a list with an "and" before its last; else the comma belongs to one office."""
    return ", and " in after or " and the " in after


def _with_shared_office(found: Sequence[Named]) -> list[Named]:
    """Persons without an office get that of the person behind them, else of the one before."""
    shared: list[Named] = []
    offices = [n.reading.office for n in found]
    for place, named in enumerate(found):
        office = offices[place]
        if named.reading.kind == "person" and not office:
            before = shared[-1].reading.office if shared else None
            office = next(filter(None, offices[place + 1 :]), before)
        shared.append(replace(named, reading=replace(named.reading, office=office)))
    return shared
