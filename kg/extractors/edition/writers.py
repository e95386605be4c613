"""Who wrote a letter or memorandum, and to whom: address lines, salutation, signature, rank.

A salutation names the addressee; a memorandum often names nobody, and then rank speaks: the
members of the Cabinet and the President's assistants write to the President, the Joint Chiefs to
the Secretary of Defense, the Assistant Secretaries to the Secretary of State.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from kg.authority.officers import Officer, holder
from kg.authority.volumes import Volume
from kg.extractors.edition.layout import LETTER, Layout
from kg.extractors.edition.signers import Known, about, familiar, listed_surname, named
from kg.spans import Span

Written: TypeAlias = tuple[Span, Known, str, float]
"""Place, bearer, kind of party, confidence."""

_LINE = r"(?:^|\n)(?:MEMORANDUM\s{{1,3}})?{word}\s{{1,3}}(?:The |THE )?(?P<who>[^\n]{{3,90}})"
_FROM = re.compile(_LINE.format(word="(?:FROM ?:?|From ?:)"))
_FOR = re.compile(_LINE.format(word="(?:(?:FOR|TO) ?:?|(?:Memorandum )?(?:To|For) ?:)"))
_JOINT = re.compile(r"\bJCSM\b|For the Joint Chiefs of Staff")
_CHAIRMAN = re.compile(r"(?:^|\n)CM[-–]\d")
_DEAR = re.compile(r"(?:My |MY )?(?:DEAR|Dear) (?P<who>[^:\n]+)")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Miss|Dr|Gen|Senator|Ambassador|General|Admiral|Secretary"
    r"|Congressman|Governor|Colonel|Professor)\.? "
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)$",
    re.IGNORECASE,
)
_APPROVE = re.compile(
    r"[Tt]hat you (?:approve|sign|authorize|agree)|RECOMMENDATION|Recommendations?:?\n"
)


def sender_of_paper(layout: Layout, volume: Volume) -> Iterator[Written]:
    """The line FROM, the Joint Chiefs by their number, else the signature."""
    line = _FROM.search(layout.top)
    if line:
        yield (Span(*line.span("who")), Known(_titled(line["who"])), "person", 0.95)
        return
    at = layout.signature
    if _JOINT.search(layout.document.text):
        where = _JOINT.search(layout.document.text)
        if where:
            yield (Span(*where.span()), Known("Joint Chiefs of Staff"), "office", 0.55)
        return
    if _CHAIRMAN.search(layout.top):
        chairman = holder("Chairman of the Joint Chiefs of Staff", layout.day)
        if chairman:
            yield (at or layout.paragraphs[0], Known(chairman.name, chairman.office), "person", 0.7)
        return
    if at:
        words = layout.of(at)
        known = named(words, layout.day) or familiar(words, layout.day, volume)
        yield (at, known or Known(words), "person", 0.8)


def recipients_of_paper(layout: Layout, volume: Volume) -> Iterator[Written]:
    """The address line, the salutation, else whom the writer's rank addresses."""
    line = _FOR.search(layout.top)
    if line:
        yield _addressed(layout, Span(*line.span("who")))
        return
    at = layout.salutation
    if at:
        yield from _greeted(layout, at, volume)
        return
    if layout.kind != LETTER:
        yield from _by_rank(layout, volume)


def _addressed(layout: Layout, at: Span) -> Written:
    words = layout.of(at).strip(" :.")
    office = (
        words.title().replace(" Of ", " of ").replace(" The ", " the ")
        if words.isupper()
        else words
    )
    held = holder(office, layout.day)
    if held:
        return (at, Known(held.name, held.office), "person", 0.95)
    known = named(words, layout.day)
    return (at, known or Known(_titled(words)), "person", 0.75)


def _greeted(layout: Layout, at: Span, volume: Volume) -> Iterator[Written]:
    words = layout.of(at).rstrip(":")
    day = layout.day
    lowered = words.casefold()
    if "mr. president" in lowered:
        signer = layout.of(layout.signature) if layout.signature else ""
        president = holder("President", day)
        if president and president.surname not in signer:
            yield (at, Known(president.name, president.office), "person", 0.7)
        return
    if "secretary" in lowered and lowered.endswith("secretary"):
        yield from _secretary(layout, at)
        return
    found = _DEAR.match(words)
    if not found:
        return
    span = Span(at.start + found.start("who"), at.start + found.end("who"))
    titled = _TITLE.search(found["who"])
    if titled:
        name = titled["name"].title() if titled["name"].isupper() else titled["name"]
        known = named(name, day) or listed_surname(name, volume)
        yield (
            span,
            Known(name, known.office if known else None, known.reference if known else None),
            "person",
            0.7,
        )
        return
    known = familiar(found["who"].title(), day, volume)
    yield (span, known or Known(found["who"].title()), "person", 0.65 if known else 0.25)


def _secretary(layout: Layout, at: Span) -> Iterator[Written]:
    """ "Dear Mr. Secretary": of State, unless he signs himself; then of Defense."""
    signer = layout.of(layout.signature) if layout.signature else ""
    state = holder("Secretary of State", layout.day)
    other = holder("Secretary of Defense", layout.day)
    own = state is not None and state.surname in signer
    held = other if own else state
    if held:
        yield (at, Known(held.name, held.office), "person", 0.65)


_TO_PRESIDENT = re.compile(
    r"(?:Deputy |Acting |Under )?Secretary of (?!State)|Secretary of State$"
    r"|Under Secretary of State$"
    r"|Deputy Secretary of State"
    r"|(?:President's |Special |Deputy |Assistant ){1,4}(?:Assistant|to the President)"
    r"|Director of (?:Central|the (?:Bureau of the Budget|Office of M|U))|Chairman|Administrator"
)
_TO_STATE = re.compile(
    r"Assistant Secretary of State|Deputy (?:Assistant|Under) |Director"
    r"|Under Secretary of State for|Counselor|Legal"
)
_TO_DEFENSE = re.compile(
    r"Assistant Secretary of Defense|Chairman of the Joint|Chairman, Joint"
    r"|Secretary of the (?:Army|Navy|Air)"
)
_STAFF = re.compile(
    r"[Mm]ember(?:,| of the)? (?:the )?National Security Council|National Security Council [Ss]taff"
)


def _by_rank(layout: Layout, volume: Volume) -> Iterator[Written]:
    """Whom such a writer mostly addresses; without a signature, who is asked to approve."""
    at = layout.signature
    rank = _rank(layout, volume)
    joint = _JOINT.search(layout.document.text) or _CHAIRMAN.search(layout.top)
    addressed: Officer | None = None
    if joint or _TO_DEFENSE.match(rank):
        addressed = holder("Secretary of Defense", layout.day)
    elif _STAFF.match(rank):
        addressed = _adviser(layout.day)
    elif _TO_PRESIDENT.match(rank):
        addressed = holder("President", layout.day)
    elif _TO_STATE.match(rank) or (not rank and _APPROVE.search(layout.document.text)):
        addressed = holder("Secretary of State", layout.day)
    if addressed:
        where = at or layout.dateline or layout.paragraphs[0]
        yield (where, Known(addressed.name, addressed.office), "person", 0.55)


def _rank(layout: Layout, volume: Volume) -> str:
    """The office of the signer, from the table of officers or the list of persons; "" unknown."""
    at = layout.signature
    if not at:
        return ""
    words = layout.of(at)
    known = named(words, layout.day) or familiar(words, layout.day, volume)
    if known and known.office:
        return known.office
    return about(known.name if known else words, volume)


def _adviser(day: str) -> Officer | None:
    titles = (
        "Special Assistant for National Security Affairs",
        "Special Assistant",
        "Assistant for National Security Affairs",
    )
    return next((h for t in titles if (h := holder(f"President's {t}", day))), None)


def _titled(words: str) -> str:
    return words.strip(" :.").title() if words.isupper() else words.strip(" :.")
