"""What the encoders did not mark and the gold reads by rule: form, classification, number.

Only where the rule is certain: the classification line, the source note, the first words of the
body, the head. Everything else stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.quality.gold_records import GoldClassification
from kg.quality.gold_xml import Node, named, one_line, tag, words

SOURCE = re.compile(
    r"\[?(Summary: .{,3000}?)?[Ss]ource(:| (?=Department|National|Kennedy|Johnson|Eisenhower"
    r"|Library|Washington|Central))"
)
"""How a source note begins, also where it is not marked as one."""


def is_source_note(note: Node) -> bool:
    """True for the note that says where the paper lies."""
    return note.get("type") == "source" or bool(SOURCE.match(words(note)[:4000]))


def source_note(div: Node) -> str:
    """The words of the source note, "" when there is none."""
    notes = (n for n in div.iter(named("note")) if is_source_note(n))
    lines = (n for n in div.iter(named("seg")) if n.get("type") == "source")
    found = next(notes, None)
    if found is None:
        found = next(lines, None)
    return "" if found is None else words(found)


_SORTS = r"(draft|informal|revised|u\.?s\.?|united states|delegation|summary|substance of)"
_FORMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("editorial-note", r"^editorial note"),
        ("telcon", r"telephone (conversation|call)|^telcon"),
        (
            "memcon",
            rf"^({_SORTS} )*"
            r"(memorand\w+|record|notes?|minutes|summary|transcript|notes on|account)?"
            r" ?(of|on|for the record of)? ?(the |a |an )?(substance of )?"
            r"(private |dinner |luncheon |informal )*(conversation|discussion)",
        ),
        (
            "minutes",
            r"^((draft|informal|preliminary|summary|delegation|united states|u\.s\.|verbatim"
            r"|personal|supplementary|agreed|rough) )*"
            r"(minutes|memorandum for the record of .*meeting"
            r"|memorandum of .*(meeting|conference)|record of|notes (of|on|from)"
            r"|summary (record|notes|minutes|of)|highlights|transcript|record"
            r"|report of .*meeting|memorandum on the substance)",
        ),
        (
            "memo-for-record",
            r"^((draft|informal) )*memorand\w+ (for|to) (the )?(president.s )?(record|file)",
        ),
        ("telegram", r"^(\w+[ -]){0,3}(telegram|cablegram|cable)\b"),
        ("airgram", r"^(\w+ ){0,2}airgram"),
        ("despatch", r"^(\w+ ){0,2}(despatch|dispatch)"),
        ("instruction", r"^(\w+ ){0,2}instructions?\b"),
        ("intelligence", r"intelligence|^sn?ie\b|^nie\b|contact report"),
        (
            "nsc-paper",
            r"national security council (report|paper|record)|^nsc "
            r"|national security (action|study|decision) memorandum|^statement of policy"
            r"|^report (to|by) the national security council|^presidential (directive|review)",
        ),
        ("memorandum", r"^([\w'’,\-]+ ){0,4}memorand\w+"),
        ("letter", r"^(\w+ ){0,2}letter"),
        ("message", r"^(\w+[ -]){0,3}message"),
        (
            "note",
            r"^(diplomatic |draft |identic |joint )?(note|aide.m[ée]moire|notes?)\b"
            r" (from|to|verbale)|^aide",
        ),
        (
            "statement",
            r"address|remarks|statement|speech|news conference|press (conference|release)"
            r"|interview|article|communiqu|toast|broadcast",
        ),
        ("diary", r"diary"),
        (
            "paper",
            r"paper|report|study|talking points|outline|program|proposal|analysis|agenda|list"
            r"|situation|draft|review|scenario|plan|estimate|recommend|resolution|agreement"
            r"|treaty|protocol|directive|executive order|economic developments",
        ),
    )
)
"""Kinds of document by the title in lower case; the first that fits."""
_FILED_AS = re.compile(
    r":\s*((?:circular |unnumbered )?(?:telegram|airgram|despatch|instruction|letter))", re.I
)
_CORRESPONDENCE = re.compile(
    r"the .* to (the )?|(mr\.|president|ambassador|senator|king|prime) .* to "
)


def kind_of(title: str, source: str, volume: str) -> str:
    """The kind of a document by its title and the file number above it."""
    if "mSupp" in volume:
        return "calendar-entry"
    low = title.lower()
    if _CORRESPONDENCE.match(low):
        filed = _FILED_AS.search(source[:160])
        return filed[1].lower().split()[-1] if filed else "correspondence"
    named_form = next((name for name, pattern in _FORMS if pattern.search(low)), None)
    if named_form:
        return named_form
    return "correspondence" if re.search(r"\bto (the )?[A-Z]", title) else "other"


_LEVELS = (
    "top secret", "secret", "confidential", "restricted", "limited official use",
    "official use only", "for official use only", "administratively confidential", "unclassified",
    "no classification marking", "no classification", "no classification markings",
    "no classification indicated", "internal use only", "restricted data",
)  # fmt: skip
_PRECEDENCES = (
    "operational immediate", "niact immediate", "us urgent", "u.s. urgent", "most immediate",
    "immediate", "priority", "niact", "flash", "routine", "urgent", "critic", "emergency", "rush",
    "deferred",
)  # fmt: skip
_LEVEL = (
    "(?:strictly |personal and )?("
    + "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True))
    + ")"
)
_PRECEDENCE = "|".join(map(re.escape, _PRECEDENCES))
_LINE = re.compile(rf"^[\[(]?({_LEVEL}|{_PRECEDENCE}|eyes only|nodis|exdis|limdis)\b", re.I)
_LEVEL_WORD = re.compile(rf"\b{_LEVEL}\b")
_LEVEL_ALONE = re.compile(_LEVEL, re.I)
_IN_SOURCE = re.compile(
    rf"(?:^|[.\]),]\s+)((?:{_LEVEL}|Personal|Eyes Only|{_PRECEDENCE})(?:[;,] [^.;]{{2,60}}?)*)"
    r"\s*(?:\.|$|\]|(?= (?:[Dd]rafted|[Pp]repared|[Rr]epeated|[Ss]ent|or drafting|or other"
    r"|is indicated|[Nn]o drafting)\b))",
    re.I,
)
_SAME_LEVEL = {"for official use only": "official use only"}


def classification_of(div: Node, source: str) -> GoldClassification | None:
    """The classification line, else what the source note says; None when neither does."""
    lines = list(_classification_lines(div))
    if lines:
        return _classified("; ".join(lines), "line")
    opening = SOURCE.match(source)
    if opening:
        for found in _IN_SOURCE.finditer(source, opening.end()):
            if found[1][0].isupper():
                return _classified(found[1], "source-note")
    return None


def _classification_lines(div: Node) -> list[str]:
    lines = []
    for segment in div.iter(named("seg")):
        line = words(segment)
        if any(tag(a) in ("attachment", "postscript") for a in segment.iterancestors()):
            break
        if _LINE.match(line):
            lines.append(line)
    for paragraph in div.findall(named("p"))[:3]:
        line = words(paragraph)
        if len(line) < 70 and _LINE.match(line) and not re.search(r"[.:]", line):
            lines.append(line)
    return lines


def _classified(raw: str, origin: str) -> GoldClassification:
    found = _LEVEL_WORD.search(raw.lower())
    level = found[1] if found else None
    if level and level.startswith("no classification"):
        level = "no classification marking"
    return {
        "level": _SAME_LEVEL.get(level, level) if level else None,
        "precedence": _precedence(raw.lower()),
        "handling": _handling(raw) if origin == "source-note" else [],
        "raw": one_line(raw),
        "origin": origin,
    }


def _precedence(low: str) -> str | None:
    found = [p for p in _PRECEDENCES if re.search(rf"(^|[^a-z]){re.escape(p)}\b", low)]
    whole = [p for p in found if not any(p != q and p in q for q in found)]
    first = next(iter(whole), None)
    return "us urgent" if first == "u.s. urgent" else first


def _handling(raw: str) -> list[str]:
    parts = (part.strip(" .[]()") for part in re.split(r"[;—,]|\s-\s", raw))
    return [
        part
        for part in parts
        if part and not _LEVEL_ALONE.fullmatch(part) and part.lower() not in _PRECEDENCES
    ][:6]


_WIRES = ("telegram", "message", "airgram", "instruction")
_IN_TITLE = re.compile(r"(?:\w+ ){0,2}(?:Telegram|Airgram) ((?:[A-Z][a-z]+ )?[\dA]\S*?)\.? [Ff]rom")
_OPENING = re.compile(
    r"^((?:[A-Z][a-z]{2,7}|[A-Z]{2,6}(?: (?:DEF|JOC|J-\d|JO\d))?) )?(\d{1,6}(?:[-–]\d\d)?)"
    r"(/(?:[A-Z][a-z]{3,6} )?\d+)?\.(?=\s|$|\d|[A-Z“])"
)
_NO_SERIES_WORDS = (
    "Part Paragraph Section Document May June July Annex Tab Item Re Ref Phase No Number"
)
_NO_SERIES = frozenset(_NO_SERIES_WORDS.split())


def number_of(title: str, kind: str, div: Node) -> str | None:
    """The number that opens the first paragraph of a telegram, or stands in its title."""
    if kind not in _WIRES:
        return None
    in_title = _IN_TITLE.match(title)
    if in_title:
        return in_title[1]
    paragraphs = [line for line in map(words, div.findall(named("p"))) if line]
    while paragraphs and _is_marking(paragraphs[0]):
        del paragraphs[0]
    found = _OPENING.match(paragraphs[0]) if paragraphs else None
    if not found or (found[1] or "").strip() in _NO_SERIES:
        return None
    series, number, part = found.groups()
    if not series and number.isdigit() and int(number) <= 30 and _counts(paragraphs, int(number)):
        return None
    return (series or "") + number + (part or "")


def _is_marking(line: str) -> bool:
    marked = _LINE.match(line) or line.lower() in ("[extract]", "[extracts]")
    return bool(len(line) < 70 and marked and "." not in line)


def _counts(paragraphs: Sequence[str], number: int) -> bool:
    """True when a small number may count paragraphs."""
    following = re.compile(rf"\(?{number + 1}[.)]")
    return number == 1 or any(following.match(line) for line in paragraphs[1:8])
