"""Sender and recipient as the encoding of a head gives them, with its evident slips put right.

In the head `persName` and `gloss` with `@type` "from" or "to" are the parties. The wording between
them tells where the encoder marked both ends alike or took a title for a recipient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.quality.gold_records import GoldParty
from kg.quality.gold_xml import Node, named, one_line, raw_words, tag, words

Names = Mapping[str, str]
"""Entry of the list of persons -> name."""

_PARTIES = frozenset(("persName", "gloss", "orgName"))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A marked element of a head: where it stands in the head's words, and which side."""

    node: Node
    start: int
    end: int

    @property
    def side(self) -> str:
        return str(self.node.get("type", ""))


@dataclass(slots=True)
class _Party:
    """A party while its head is read; `at` is the position of its mark."""

    side: str
    text: str
    kind: str
    ref: str | None
    name: str | None
    role: str | None
    at: int
    split: bool = False

    def as_gold(self) -> GoldParty:
        """The party as it stands in the record."""
        gold: GoldParty = {
            "text": self.text,
            "kind": self.kind,
            "ref": self.ref,
            "name": self.name,
            "role": self.role,
        }
        return {**gold, "split": True} if self.split else gold


@dataclass(frozen=True, slots=True)
class HeadParties:
    """What the head says: both sides; `turned` when a slip was put right; `between` for "Between X
    and Y"; `more` the side on which the head names parties without a mark."""

    senders: list[GoldParty] = field(default_factory=list)
    recipients: list[GoldParty] = field(default_factory=list)
    turned: bool = False
    between: bool = False
    more: str | None = None


def parties_of(head: Node, names: Names) -> HeadParties:
    """The parties that the encoders marked in a head."""
    line, marked = _laid_out(head)
    flat = re.sub(r"\s+", " ", line)
    between = bool(re.search(r"\b[Bb]etween\b", flat))
    found = _found(line, marked, names)
    if not found:
        return HeadParties(between=between)
    turned = _mend_one_sided(line, flat, marked, found, between)
    tail = re.sub(r"\s+", " ", line[marked[found[-1].at].end :])
    more = found[-1].side if not between and _MORE.match(tail) else None
    found = [each for party in found for each in _split_offices(party)]
    turned = _mend(found, flat, _gaps(line, marked)) or turned
    senders = [p.as_gold() for p in found if p.side == "from"]
    recipients = [p.as_gold() for p in found if p.side == "to"]
    return HeadParties(senders, recipients, turned, between, more)


def _laid_out(head: Node) -> tuple[str, list[_Marked]]:
    """The words of a head without notes, and the marked parties with their places."""
    pieces: list[str] = []
    marked: list[_Marked] = []

    def length() -> int:
        return sum(map(len, pieces))

    def walk(node: Node) -> None:
        is_party = tag(node) in _PARTIES and node.get("type") in ("from", "to")
        place, start = len(marked), length()
        if is_party:
            marked.append(_Marked(node, start, start))
        pieces.append(node.text or "")
        for child in node:
            if tag(child) == "lb":
                pieces.append(" ")
            elif tag(child) and tag(child) != "note":
                walk(child)
            pieces.append(child.tail or "")
        if is_party:
            marked[place] = replace(marked[place], end=length())

    walk(head)
    return "".join(pieces), marked


_STUB = re.compile(
    r"(the )?(Embassy|Mission|Consulate|Consulate General|Delegation|Legation|Department"
    r"|Interests Section|Central Intelligence Agency)$"
)
"""An office whose place stands outside the mark: '<gloss>Embassy</gloss> in Korea'."""
_STUB_GOES_ON = re.compile(
    r"\s+((?:in|at|of)\s+(?:the\s+)?[A-Z][\w.’'\s]*?"
    r"|(?:Station|Base|Headquarters)\s+in\s+[\w\[\].’'\s]*?"
    r"|to\s+(?:the\s+)?[A-Z][\w.’'\s]*?(?=\s+to\s))"
    r"(?=\s+to\s|\s+and\s|\s*,|\s*\(|\s*$)"
)


def _found(line: str, marked: Sequence[_Marked], names: Names) -> list[_Party]:
    found = []
    for at, mark in enumerate(marked):
        text = re.sub(r"^(From|from|to) (?=the )", "", trimmed(words(mark.node)))
        if not text:
            continue
        is_person = tag(mark.node) == "persName"
        ref = (mark.node.get("corresp") or "").lstrip("#") or None
        if not is_person and not (ref or "").startswith("p_"):
            ref = None
        if tag(mark.node) == "gloss" and _STUB.match(text):
            rest = _STUB_GOES_ON.match(line[mark.end :])
            text += " " + one_line(rest[0]) if rest else ""
        role = _role(line, marked, at) if is_person else None
        kind = "person" if is_person else "office"
        found.append(_Party(mark.side, text, kind, ref, names.get(ref or ""), role, at))
    return found


def trimmed(text: str) -> str:
    """Without the marks around a name."""
    return text.strip(" ,;.").strip()


def _gaps(line: str, marked: Sequence[_Marked]) -> list[str]:
    """The words before each mark, from the end of the one before it."""
    starts = [0, *(mark.end for mark in marked)]
    return [re.sub(r"\s+", " ", line[starts[i] : mark.start]) for i, mark in enumerate(marked)]


_LEAD = re.compile(r"^[\s\]),;:]*((and|to|from|by|for|between|with|of|the|a)\b[\s,]*)*", re.I)
_OF_THE = re.compile(r"[\s,]+(of the|of|at the|in the|at|in)\b ?([^()]*?)(?=\s+(?:to|and|,)\b|,|$)")


def _role(line: str, marked: Sequence[_Marked], at: int) -> str | None:
    """The office that the head gives a person: 'the Ambassador in India (Henderson)'."""
    start = marked[at - 1].end if at else 0
    end = marked[at + 1].start if at + 1 < len(marked) else len(line)
    before = re.sub(r"\s+", " ", line[start : marked[at].start])
    before = (
        _own_words_first(before, marked[at]) if at == 0 else _own_words(line, before, marked, at)
    )
    before = re.sub(r"^\s*\[?\d+[a-z]?\.?\]?\s*|^\s*No\. \d+\s*", "", before)
    before = _LEAD.sub("", before, count=1)
    role = before
    if "(" in before[-3:]:
        role = before[: before.rindex("(")]
    elif not before.strip():
        after = _OF_THE.match(line[marked[at].end : end])
        if after and re.match(r"of|at the|in the", after[1]):
            role = after[2]
    role = re.sub(r"^(the|The)\s+", "", one_line(role)).strip(" ,;")
    return role if len(role) > 2 else None


def _own_words_first(before: str, mark: _Marked) -> str:
    """The words of the first party: behind 'between', 'from' or the unmarked sender."""
    lead = re.search(r"\b([Bb]etween|[Ww]ith)\s", before) or re.search(
        r"\b([Ff]rom|[Bb]y|[Tt]o|[Ff]or|of)\s", before
    )
    if lead and not re.match(r"\s*The ", before):
        before = before[lead.end() :]
    if mark.side == "to":
        before = before[max(before.rfind(") to "), before.rfind(", to ")) + 1 :]
    return before


def _own_words(line: str, before: str, marked: Sequence[_Marked], at: int) -> str:
    """The words of a later party: behind 'to' after the sender, behind 'and' after a fellow."""
    if marked[at - 1].side == marked[at].side:
        lead = re.search(r"(\band\s|[,;]\s)", before)
    elif re.search(r"\b[Bb]etween\b", line):
        lead = re.search(r"\b(and|with)\s", before)
    else:
        lead = re.search(r"\bto\s", before) or re.search(r"\b(and|by|with)\s", before)
    return before[lead.end() :] if lead else before


_TO_FOLLOWS = re.compile(r"[),\s]*(, ?)?(at|in)?[^()]{0,40}?\bto\b")
_FELLOW_FOLLOWS = re.compile(r"[),\s]*(and|,)")
_ADDRESSED = re.compile(r"(?i)[\[\d\]a-z.\s]*(message|memorandum|letter|report|note)s? (to|for)")


def _mend_one_sided(
    line: str, flat: str, marked: Sequence[_Marked], found: list[_Party], between: bool
) -> bool:
    """Both ends marked alike though the head says 'A to B': true when a side was put right."""
    sides = {party.side for party in found}
    if len(found) < 2 or len(sides) != 1:
        return False
    if sides == {"from"}:
        gaps = _gaps(line, marked)
        for place, party in enumerate(found[1:], 1):
            gap = gaps[party.at]
            if _TO_FOLLOWS.match(gap) and not _FELLOW_FOLLOWS.match(gap):
                for later in found[place:]:
                    later.side = "to"
                return True
        return False
    if _ADDRESSED.match(flat.strip()):
        return False
    gap = re.sub(r"\s+", " ", line[marked[0].end : marked[1].start])
    if re.match(r"[),\s]*to\b", gap) or between:
        found[0].side = "from"
        return True
    return False


_MORE = re.compile(
    r"[)\s]*(,|and\b)[^()]{0,80}?(Embass|Mission|Secretar|Department|Director|Consul|President"
    r"|Delegation|Chairman|Staff|Ambassador|Chief|Legation|Commander|Representative|Assistant"
    r"|Agency|Member|\([A-Z][a-z]+\))"
)
_SEVERAL = re.compile(r"(?:the )?(Embass|Mission|Consulate|Legation)(?:ies|s) in (.*)$")
_SINGULAR = {"Embass": "Embassy"}


def _split_offices(party: _Party) -> list[_Party]:
    """'Embassies in Israel and Jordan' as two offices."""
    several = _SEVERAL.match(party.text) if party.kind == "office" else None
    if not several:
        return [party]
    places = re.split(r", and (?:in )?|, | and (?:in )?", several[2])
    places = [place for place in places if place]
    if len(places) < 2 or not all(re.match(r"(the )?[A-Z]", place) for place in places):
        return [party]
    office = _SINGULAR.get(several[1], several[1])
    return [replace(party, text=f"{office} in {place}", split=True) for place in places]


_OFFICE_TO = re.compile(
    r".*\b[Ff]rom (the )?(Joint Chiefs of Staff|Department of \w+|Central Intelligence Agency"
    r"|(?:Embassy|Mission|Consulate|Legation) (?:in|at) [\w ]+?|National Security Council"
    r"|[A-Z][\w. ]+? of the [\w ]+? Staff),? to "
)
_PAPER_TO = re.compile(
    r"[\d. ]*(Draft |Briefing )?(Memorandum|Note|Message|Letter|Paper|Telegram) (for|to)"
    r" (?!the (Record|File))"
)
_BY_TITLE_TO = re.compile(r".*\b[Bb]y (the )?[^()]*\bto (the )?[^()]*\($")
_BODY_TO = re.compile(r"\) to\b|(Committee|Board|Council|Group|Panel) to\b")
_REGIONAL = "European Regional Organizations"


def _mend(found: list[_Party], flat: str, gaps: Sequence[str]) -> bool:
    """Puts right what the wording between the parties shows to be a slip; true when it did."""
    mended = False
    for place, party in enumerate(found):
        slip = next((s for s in _SLIPS if s(found, place, flat, gaps)), None)
        if slip:
            mended = True
        elif _is_adviser(found, place, gaps, party):
            before = found[place - 1]
            party.side, before.side = "from", "none"
            party.role = before.text + gaps[party.at][:-1].rstrip()
            mended = True
    return mended


def _after(found: list[_Party], place: int, gaps: Sequence[str]) -> str:
    at = found[place].at + 1
    return gaps[at] if at < len(gaps) else ""


def _addressee_first(found: list[_Party], place: int, _flat: str, gaps: Sequence[str]) -> bool:
    """'From the Joint Chiefs of Staff to Secretary McNamara', 'Memorandum for X'."""
    party = found[place]
    if party.side != "from" or place:
        return False
    gap = gaps[party.at]
    alone = len({p.side for p in found}) == 1 and _PAPER_TO.match(gap)
    is_slip = _OFFICE_TO.match(gap) or (
        alone and not re.search(r"\b([Ff]rom|[Bb]y|[Bb]etween)\b", gap)
    )
    if is_slip:
        party.side = "to"
    return bool(is_slip)


def _fellow_sender(found: list[_Party], place: int, flat: str, gaps: Sequence[str]) -> bool:
    """'From A (x) and B (y) to C': B was marked as recipient."""
    party = found[place]
    if party.side != "to" or not place or found[place - 1].side != "from":
        return False
    gap = gaps[party.at]
    rest = _after(found, place, gaps) if place + 1 < len(found) else flat[flat.rfind(party.text) :]
    is_slip = (
        re.match(r"\)?,? and (the )?", gap)
        and not re.search(r" to (the )?", gap)
        and re.search(r"\bto (the )?", rest)
        and not re.search(r"[Bb]etween|[Ww]ith", flat)
    )
    if is_slip:
        party.side = "from"
    return bool(is_slip)


def _author_by_title(found: list[_Party], place: int, flat: str, gaps: Sequence[str]) -> bool:
    """'Report Prepared by the Consultant to the Department of State (x)'."""
    party = found[place]
    if party.side != "to" or len(found) != 1 or not _BY_TITLE_TO.match(gaps[party.at]):
        return False
    if _BODY_TO.search(flat):
        return False
    party.side = "from"
    return True


def _one_mission(found: list[_Party], place: int, _flat: str, gaps: Sequence[str]) -> bool:
    """The mission to NATO and European Regional Organizations was marked as two."""
    party = found[place]
    if not place or not party.text.endswith(_REGIONAL) or party.side != found[place - 1].side:
        return False
    if not re.match(r" and (the )?$", gaps[party.at]):
        return False
    found[place - 1].text += " and " + party.text
    party.side = "none"
    return True


_SLIPS = (_addressee_first, _fellow_sender, _author_by_title, _one_mission)
"""Slips in the order in which they are looked for."""


def _is_adviser(found: list[_Party], place: int, gaps: Sequence[str], party: _Party) -> bool:
    """'The Political Adviser to SCAP (Sebald) to ...': SCAP was marked as recipient."""
    if party.side != "to" or not place or party.kind != "person" or place + 1 >= len(found):
        return False
    if found[place - 1].kind != "office" or not re.match(r" to [^()]*\($", gaps[party.at]):
        return False
    return bool(re.match(r"\)?,? to\b", _after(found, place, gaps)))


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY_AT_END = re.compile(rf",? (?:[A-Z][\w. ]+, )?{_MONTH} \d{{1,2}}, \d{{4}}.*$")
_FROM_TO = re.compile(
    r"(?:[A-Z][\w’'-]*(?: \d+)? ){1,3}From (.+?) to ((?:the |President|Secretary|Under|Certain|All"
    r"|Prime|Acting|Chairman|Foreign|[A-Z]).*)$"
)
_TITLE_WITH_TO = re.compile(
    r"(Assistant|Ambassador|Adviser|Mission|Delegation|Representative|Representatives|Counsel"
    r"|Letter|Liaison)$"
)
_PLAIN_OFFICE = re.compile(
    r"(U\.S\. |United States )?(Embassy|Department|Mission|Consulate|Central Intelligence"
    r"|Joint Chiefs|Legation|Delegation|Liaison Office|White House|National Security Council"
    r"|Interests Section|Secretary of State$|Certain|All )"
)
_SEVERAL_OFFICES = re.compile(r" and |,| to (?!the (United|North|European|Organ))")


def unmarked_parties(head: Node, names: Names) -> tuple[list[GoldParty], list[GoldParty]] | None:
    """Sender and recipient of a head without marks, where its wording leaves no choice."""
    line = re.sub(r"^\[?(No\. ?)?\d+[a-z]?\]?\. ?", "", words(head))
    line = _DAY_AT_END.sub("", line)
    halves = _halves(line)
    if halves is None:
        return None
    known = {
        words(p): (p.get("corresp") or "").lstrip("#") or None
        for p in head.iter(named("persName"))
        if not any(tag(around) == "note" for around in p.iterancestors())
    }
    sides = [_one_party(half, known, names) for half in halves]
    if sides[0] is None or sides[1] is None:
        return None
    return [sides[0]], [sides[1]]


def _halves(line: str) -> tuple[str, str] | None:
    """The words on both sides of the 'to' that parts sender from recipient."""
    found = _FROM_TO.match(line)
    if not found:
        return None
    sender, recipient = found.groups()
    rest = line[line.index(sender) :]
    if sender.count("(") != sender.count(")"):
        again = re.match(r"(.*?\)),? to (.*)$", rest)
        return (again[1], again[2]) if again else None
    if _TITLE_WITH_TO.search(sender):
        again = re.match(r"(.*?\)),? to (.*)$", rest) or re.match(
            r"(.+? to .+?) to (the .*)$", rest
        )
        return (again[1], again[2]) if again else None
    return sender, recipient


def _one_party(half: str, known: Mapping[str, str | None], names: Names) -> GoldParty | None:
    words_ = re.sub(r"^(?:the |The )?", "", half.strip(" ,"))
    bracketed = re.match(r"(.*?) ?\(([^()]+)\)$", words_)
    ending = next((n for n in known if words_.endswith(n) and known[n]), None)
    if bracketed:
        text, role, kind = bracketed[2], bracketed[1], "person"
    elif ending:
        text, role, kind = ending, words_[: -len(ending)].strip() or None, "person"
    elif _PLAIN_OFFICE.match(words_) and not _SEVERAL_OFFICES.search(words_):
        text, role, kind = words_, None, "office"
    else:
        return None
    if kind == "person" and re.search(r" and |,", text):
        return None
    ref = known.get(text)
    return {"text": text, "kind": kind, "ref": ref, "name": names.get(ref or ""), "role": role}


__all__ = ["HeadParties", "Names", "parties_of", "raw_words", "trimmed", "unmarked_parties"]
