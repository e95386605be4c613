"""What a single line of a telegram looks like: its kind, by structure and wording alone.

`kind_of` looks at one folded line without its neighbors; `kg.extractors.parts` then decides
what the line is in its document (a line of names is an address in the head, a signature in the
tail). The kinds, in the order in which they are tried:

    omission        "[...]"                          separator   "====="
    note            "[Handwritten across ...", "[Stamp: ..."
    summary         "Summary: ..." of the archive, copied into the body
    voting          "Voted FOR:"                     decision    "INSTRUCTION OF THE CC VKP(b)"
    attachment      "Annex 1"                        reference   "RE: # 77", "To No. 15"
    certified       "Correct: head of dispatch ..."  copies      "2 copies - 1 - cde. Vasilevsky"
    event           "Received in Orvane on ... at ..."
    classification  "SECRET-URGENT"                  instruction "To be returned after 6 days"
    title           "Cable, Drey [Holt] to Ilk"      form        "CIPHERED TELEGRAM # 75352"
    signature       "T A M S I N", "- Molk - 52 -"   number      "No. 88/kt"
    date            "1 October 1950"                 address     "To Pyongyang"
    sender          "FROM: PORT SELM"                salutation  "Dear Comrade Ilk!"
    office          "8 Department of the General Staff"
    names           "LARK [DREY]"

The empty string means running text, or what nobody recognizes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.dates import find_dates, find_times
from kg.extractors.vocabulary import alternatives, holds_first_word, is_term

LONGEST = 400
"""A longer line is running text; the heads of the 31 documents surveyed stay far below."""


def kind_of(line: str) -> str:
    """The kind of one folded, stripped line, "" for running text.

    >>> [kind_of(l) for l in ("CIPHERED TELEGRAM # 75352", "To Pyongyang", "FENG XI [STALIN]")]
    ['form', 'address', 'names']
    >>> kind_of("We have received your cable of 30 September and 1 October.")
    ''
    """
    if len(line) > LONGEST:
        return ""
    table = _LABELED if is_prose(line) else _TABLE
    return next((kind for kind, looks in table if looks(line)), "")


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _starts(pattern: str) -> Callable[[str], bool]:
    compiled = _pattern(pattern)
    return lambda line: bool(compiled.match(line))


# Prose, names, offices


_BRACKET = re.compile(r"\[[^\[\]]*(?:\]|$)|\([^()]*\)")
_WORD = re.compile(r"[^\W\d_][\w'.-]*|&|\d+(?:st|nd|rd|th)?")
_PARTICLES = frozenset(
    ["de", "von", "van", "der", "den", "bin", "al", "el", "ibn", "da", "di", "du", "la", "le"]
) | {"and", "&"}
_JOINTS = frozenset(["of", "the", "for", "in", "at", "to", "and", "on", "a", "&", "with"])
_FORM = alternatives("form")
_MARK = alternatives("classification", "precedence")
_TITLE = alternatives("title")
_STAMP = alternatives("handling")
_OFFICE_WORD = _pattern(rf"\b{alternatives('post', 'unit', 'body')}")


def is_prose(line: str) -> bool:
    """True for running text: five words or more, at least half of them in lower case.

    >>> is_prose("The attached draft reply is approved."), is_prose("The question of Korea")
    (True, False)
    """
    if len(line) > LONGEST:
        return True
    words = re.findall(r"[^\W\d_]+", line)
    return len(words) >= 5 and 2 * sum(map(str.islower, words)) >= len(words)


def is_names(line: str) -> bool:
    """True when a line holds nothing but names, with titles, brackets, commas and "and".

    >>> is_names("SHTRAUS [pseudonym for Soviet Amb. Shtykov], MAYVEYEV [Zakharov]")
    True
    >>> is_names("Confirm receipt."), is_names("First.")
    (False, False)
    """
    bare = _BRACKET.sub(" ", line)
    words = _WORD.findall(bare)
    if not 1 <= len(words) <= 12 or re.search(r"[!?:;=%]|\d{3,}", bare):
        return False
    names = [w for w in words if w[0].isupper() and not is_term("title", w)]
    first = names[0].rstrip(".") if names else "a"
    if is_term("not a name", first) and not _INITIAL.fullmatch(names[0] if names else ""):
        return False
    return all(_may_stand_in_a_name(word) for word in words)


_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
"""An initial before a surname, "A. B. QUILL", where the bare word "A" begins a sentence."""


def _may_stand_in_a_name(word: str) -> bool:
    return word[0].isupper() or word.lower() in _PARTICLES or is_term("title", word)


def is_office(line: str) -> bool:
    """True when a line names a post, an office or a body, and says nothing about it.

    >>> is_office("8 Department of the General Staff of the Armed Forces of the Union SSR.")
    True
    >>> is_office("The Korean government possesses forces, it only should organize them.")
    False
    """
    if not holds_first_word(line, "post", "unit", "body"):
        return False
    bare = _BRACKET.sub(" ", line)
    words = _WORD.findall(bare)
    if not 1 <= len(words) <= 25 or re.search(r"[!?:;]", bare):
        return False
    others, found = _OFFICE_WORD.subn(" ", bare)
    unknown = [w for w in _WORD.findall(others) if w[0].islower() and w.lower() not in _JOINTS]
    return found > 0 and (not unknown or (len(unknown) == 1 and not line.endswith(".")))


# Lines that say themselves what they are


NUMBER_SIGN = r"(?:N°\s*N°|N°|No\b\.?|Nos\b\.?|#\s?#|#|nr\b\.?|number\b)"
"""The signs of a number, all of them seen in the 31 documents surveyed."""

NUMBER_VALUE = r"[A-Z]{0,3}-?\d[\w./-]*(?<![./-])"
"""Digits with what may be glued to them: 410277/kt, 98/sh, K12/34, 12.345."""

_OMISSION = r"[\[(]?\s*(?:(?:\.\s?){3,}|…)\s*[\])]?\s*$"
_SEPARATOR = r"[-=_~#+\s]{3,}$"
_NOTE = (
    r"[\[(]\s*(?:hand-?written|by hand\b|in hand|stamp|seal|marginal|in (?:the )?margin|in pencil"
    r"|note\b|signature|illegible|annotation|resolution of|translator|editor|trans)"
    r"|hand-?written|marginal note|stamp\s*:"
)
_VOTING = r"vot(?:ed|es|ing)\b[^.]{0,40}$|results? of (?:the )?vot[^.]{0,40}$"
_REFERENCE = (
    r"re\s*:|ref(?:erence)?\s*[:.]|subject\s*:|in (?:answer|reply|response) to (?:your|no)"
    rf"|to\s+(?:your\s+)?{NUMBER_SIGN}\s*\S*\d"
)
_COPIES = (
    r"(?:distribution(?:\s+list)?|mailing\s+list|circulation)\b\s*[:(-]"
    r"|(?:distributed|circulated|copies(?:\s+sent)?)\s+to\b|(?:copies|copy)\s*[:-]"
    rf"|cop(?:y|ies)\s+{NUMBER_SIGN}\s*\d"
    r"|total\s+(?:of\s+\d|(?:number\s+of\s+)?copies)"
    r"|(?:printed\s+|typed\s+|made\s+)?(?:in\s+)?\d+\s+cop(?:y|ies)\b"
    r"\s*(?:[-:,]|for\b|to\b|$)"
)
_CERTIFIED = (
    r"(?:correct|true|true copy|authentic|certified(?: correct)?|verified|authenticated)"
    r"\s*(?:[:.-]|by\b)|certified\s+(?:true|copy)"
)
_INSTRUCTION = rf"\W*{alternatives('instruction')}"
_DECISION_HEADING = _starts(
    rf"(?:draft\s+)?(?:the\s+)?(?:politburo\s+)?{alternatives('decision heading')}(?:\s+|$)"
    r"(?:of|dated|no\b|n°|#|from|$)"
)
_ATTACHMENT_HEADING = _starts(
    rf"{alternatives('attachment heading')}\s*(?:{NUMBER_SIGN}|\d|[:.]|to\b|$)"
)


def _is_decision_heading(line: str) -> bool:
    return _DECISION_HEADING(line) and _is_heading(line)


def _is_attachment_heading(line: str) -> bool:
    return _ATTACHMENT_HEADING(line) and _is_heading(line)


def _is_heading(line: str) -> bool:
    return len(line.split()) <= 16 and not re.search(r"[a-z]{3}\.\s*$|[;!?]", line)


# Stamps


EVENT_WORD = _pattern(rf"\b{_STAMP}")
"""The first word of a stamp line or of a stamp in it ("Typed", "Sent by wire")."""

_EVENT = _pattern(rf"{_STAMP}|from\s+[^.:;\n]{{2,40}}?\s{_STAMP}")
_AFTER_EVENT = _pattern(
    r"\s*(?:[:.,/-]|by\b|on\b|at\b|in\b|from\b|to\b|via\b|over\b|N°|No\b|#|\d|$)"
)
_NAMED = re.compile(r"\s*(?::\s*|(?i:by):?\s+)[A-Z\[]")
_SENTENCE_FOLLOWS = re.compile(r"[.?!]\s+[A-Z][a-z]+ [a-z]+ [a-z]+")


def _is_event(line: str) -> bool:
    """A stamp names what was done and when or by whom; "Received your cable" is no stamp."""
    start = _EVENT.match(line)
    if start is None:
        return False
    rest = line[start.end() :]
    if _SENTENCE_FOLLOWS.search(rest) or not _AFTER_EVENT.match(rest):
        return False
    named = bool(_NAMED.match(rest)) or not rest.strip()
    return named or bool(find_dates(line)) or bool(find_times(line))


# Marks, forms, numbers, dates


_GLUE = r"[\s,;.!/()\[\]\"'-]*"
_CLASSIFICATION = (
    rf"{_GLUE}(?:{_MARK}{_GLUE}){{1,4}}(?:(?:for\s+)?{alternatives('instruction')}.{{0,60}})?$"
)
_TITLE_HEAD = _pattern(rf"{_FORM}(?:\s*{NUMBER_SIGN}\s*{NUMBER_VALUE})?\s*(?:,\s*|\s+from\s+)")
_FORM_HEAD = _pattern(rf"(?:{_MARK}\W+)*{_FORM}")
_KIND_OF_NUMBER = (
    r"(?:special|spec\.?|spets\.?|protocol|serial|ser\.?|file|reg\.?|registration|incoming"
    r"|outgoing|inc\.?|form|copy|our|ref\.?)"
)
_NUMBER = _pattern(
    rf"(?:(?:{_KIND_OF_NUMBER}\W+)*{NUMBER_SIGN}\s*[:.]?\s*{NUMBER_VALUE}"
    r"|[A-Z]{1,2}\d+/\d+|\d{2,6}(?=[\s.,;]*$))[\s.,;]*"
)


def _is_title(line: str) -> bool:
    """A line like a catalog's title: "Cable, Drey [Holt] to Ilk [via Sparrow]"."""
    match = _TITLE_HEAD.match(line)
    if match is None or line.endswith("."):
        return False
    sides = re.split(r"\s+to\s+", _BRACKET.sub(" ", line[match.end() :]), maxsplit=1)
    return len(sides) == 2 and all(is_names(side) or is_office(side) for side in sides)


def _is_form(line: str) -> bool:
    match = _FORM_HEAD.match(line)
    if match is None:
        return False
    rest = line[match.end() :]
    return len(rest.split()) <= 8 and not re.search(r"[a-z]\.$", rest)


def _is_number(line: str) -> bool:
    match = _NUMBER.match(line)
    return match is not None and (match.end() == len(line) or _is_date(line[match.end() :]))


def _is_date(line: str) -> bool:
    """A date or hour with at most a place, a weekday or "Accepted on" beside it."""
    if not any(map(str.isdigit, line)) or len(line) > 90:
        return False
    taken = [d.span for d in find_dates(line)] + [t.span for t in find_times(line)]
    rest = "".join(c for i, c in enumerate(line) if not any(s.start <= i < s.end for s in taken))
    sentence = re.search(r"[a-z]{4,} [a-z]{4,}", rest)
    return bool(taken) and len(re.findall(r"[^\W\d_]{2,}", rest)) <= 4 and not sentence


# Who and where


_WHERE = r"(?:destination\s*:|to where:?)\s*(?P<where>[^:\n]{2,40}?)\s*(?P<whom>to whom\s*:?)"
_PLACE = r"(?P<place>[A-Z][\w' .-]{1,40}?)\s*(?:,|-)\s*"
_TO = r"(?:to|for|for the attention of|attention|attn\.?|addressee)\b\s*:?"
ADDRESS_LABEL = re.compile(rf"(?:(?i:{_WHERE})|(?:{_PLACE})?(?i:{_TO}))\s*")
"""What comes before an addressee: "To", "For", "CITY, TO", "Destination: CITY To Whom:"."""

FROM_LABEL = _pattern(r"from(?:\s*:|\s+where\s*:?)?\s+")


def is_addressee(words: str) -> bool:
    """True when words after "To" can be who or where: names, a post, a title."""
    bare = words.strip(" :.,!")
    return bool(bare) and (is_names(bare) or is_office(bare))


def _is_address(line: str) -> bool:
    match = ADDRESS_LABEL.match(line)
    if match is None or match.end() == len(line):
        return False
    return bool(match["whom"]) or is_addressee(line[match.end() :])


def _is_sender(line: str) -> bool:
    match = FROM_LABEL.match(line)
    return match is not None and is_addressee(line[match.end() :])


_POLITE = r"(?:dear|esteemed|respected|honou?red|highly esteemed)"
_SALUTATION = _pattern(
    rf"[\"']?(?:{_POLITE}\s+(?:{_TITLE}\s+)?|{_TITLE}\s+|(?={alternatives('post')}[^!]*!$))"
)
_MARK_AFTER_SALUTATION = re.compile(r"\([^()]{0,60}\)\s*$")


def _is_salutation(line: str) -> bool:
    """ "Dear Comrade Ilk!", with a classification in round brackets after it, perhaps."""
    match = _SALUTATION.match(line)
    name = _MARK_AFTER_SALUTATION.sub("", line).rstrip()
    if match is None or not re.search(r"[!,:][\"']?$", name):
        return False
    return is_addressee(name[match.end() :].rstrip("\"'"))


# Signatures


_LETTER_SPACED = re.compile(r"(?:[^\W\d_a-z][ ]{1,3}){3,}[^\W\d_a-z]\W*$")
DASHED_SIGNATURE = re.compile(
    r"-\s*(?P<name>[A-Z][\w'. ]{1,40}?)\s*-\s*(?P<number>\d{1,6})\s*-?\s*$"
)
"""A name between dashes with the number of the telegram: "- Molk - 52 -"."""

SIGNED_MARK = re.compile(r"(?:\(ss?\)|/ss?/|\[ss?\]|(?i:signed)\s*[:.,-]?)\s*(?=[A-Z\[])")
SIGNATURE_LEAD = _pattern(
    rf"(?:[\"']?(?:{alternatives('closing')}[\s!,.:-]*)+"
    rf"|{alternatives('on behalf')}\s+(?:the\s+)?)"
)
"""What may stand before the name of a signature: a closing formula, "By order of"."""


def _is_signature(line: str) -> bool:
    if _LETTER_SPACED.match(line) or DASHED_SIGNATURE.match(line):
        return True
    if SIGNED_MARK.match(line):
        return not is_prose(line)
    match = SIGNATURE_LEAD.match(line)
    if match is None:
        return False
    rest = line[match.end() :].strip(" .\"'!,")
    return not rest or is_addressee(rest)


_TABLE: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("omission", _starts(_OMISSION)),
    ("separator", _starts(_SEPARATOR)),
    ("note", _starts(_NOTE)),
    ("summary", _starts(r"summary\s*:")),
    ("voting", _starts(_VOTING)),
    ("decision", _is_decision_heading),
    ("attachment", _is_attachment_heading),
    ("reference", _starts(_REFERENCE)),
    ("certified", _starts(_CERTIFIED)),
    ("copies", _starts(_COPIES)),
    ("event", _is_event),
    ("classification", _starts(_CLASSIFICATION)),
    ("instruction", _starts(_INSTRUCTION)),
    ("title", _is_title),
    ("form", _is_form),
    ("signature", _is_signature),
    ("number", _is_number),
    ("date", _is_date),
    ("address", _is_address),
    ("sender", _is_sender),
    ("salutation", _is_salutation),
    ("office", is_office),
    ("names", is_names),
)
_BARE = frozenset(["form", "number", "date", "salutation", "names"])
_LABELED = tuple((kind, looks) for kind, looks in _TABLE if kind not in _BARE)
"""What prose can still be: lines that a first word, a label or an office gives away."""
