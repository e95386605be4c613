"""A name phrase of a telegram as parties: names, titles, posts, brackets.

Input is folded text and the span of a phrase that holds nothing but names: an address, a
signature, an entry of a copy list, one side of a title, the words after "by". Output is one
`NamePhrase` a name, in order:

    cde. KIM IL SUNG                        person "Kim Il Sung", title "cde."
    SHTRAUS [pseudonym for Amb. Shtykov]    person, written SHTRAUS, name Shtykov, office "Amb."
    PAK HEON-YEONG [Pak Hon Yong]           person, name as in the bracket (a romanization)
    [Envoy Rolf] TARN2                      person "Rolf Tarn", office "Envoy"
    T A M S I N                             person "Tamsin"
    the Ambassador / SOVIET AMBASSADOR      office
    Chancellor's Office / Harbor Board      office
    Chancery Above / Instance               organization
    Chinese comrades                        group

Which word makes an office, a body or a group is data (`data/extractors/words.csv`: classes
post, unit, body, group); what the vocabulary leaves open is asked of the authority, and what
that leaves open is a person. Places are not decided here: see `is_place`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from kg.cleaning import key, plain, title_case, unspaced, without_footnote
from kg.extractors.vocabulary import alternatives, is_term
from kg.findings import Party
from kg.spans import Span

if TYPE_CHECKING:
    from kg.authority import Authority

PERSON, OFFICE, ORGANIZATION, GROUP = "person", "office", "organization", "group"
COVER_NAME, ROMANIZATION, FULLER_FORM = "cover name", "romanization", "fuller form"


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """One name with what stands around it.

    `party.span` is the name as written, without title, bracket and footnote digit; `span` the
    whole phrase with them. `gloss` is the inside of the bracket that explains the name, and
    `relation` what it says: "cover name", "romanization" or "fuller form" (None when there is
    no bracket, or it holds no name). `real` is the name the bracket gives, with its initials.
    `title` is "cde." and the like, and `rank` "Colonel" and the like, as printed.
    """

    party: Party
    span: Span
    title: str | None = None
    rank: str | None = None
    gloss: Span | None = None
    relation: str | None = None
    real: str | None = None


def parties(folded: str, span: Span, authority: Authority) -> list[NamePhrase]:
    """The names in a phrase, in order; [] when it holds none.

    >>> from kg.authority import Authority
    >>> line = "SHTRAUS [pseudonym for Soviet Amb. Shtykov], cde. LARK [DREY] and the Ambassador"
    >>> found = parties(line, Span(0, len(line)), Authority.empty())
    >>> [(f.party.written, f.party.name, f.party.kind) for f in found]  # doctest: +ELLIPSIS
    [('SHTRAUS', 'Shtykov', 'person'), ('LARK', 'Drey', 'person'), ('the Ambassador', ...)]
    """
    found = [
        named for part in split_names(folded, span) if (named := party(folded, part, authority))
    ]
    return _with_appositions(folded, found)


def party(folded: str, span: Span, authority: Authority) -> NamePhrase | None:
    """The one name in a phrase, or None when it holds no name.

    >>> from kg.authority import Authority
    >>> lines = "[Envoy Rolf] TARN2", "Chancellor's Office", "Colonel Ogurtsov", "T A M S I N"
    >>> for line in lines:
    ...     p = party(line, Span(0, len(line)), Authority.empty()).party
    ...     print(p.written, "|", p.name, "|", p.kind, "|", p.office)
    TARN | Rolf Tarn | person | Envoy
    Chancellor's Office | Chancellor's Office | office | None
    Ogurtsov | Ogurtsov | person | None
    TAMSIN | Tamsin | person | None
    """
    whole = span.stripped(folded, " \n\t.,;:!\"'/-")
    whole = _with_initial_stop(folded, whole, span)
    if whole.start == whole.end:
        return None
    brackets = _brackets(folded, whole)
    core, before, gloss = _around_brackets(folded, whole, brackets)
    core, title = _without_lead(folded, core, "title")
    kind, office, core, rank = _office_and_name(folded, core, authority)
    if not core.of(folded).strip():
        return None
    written = without_footnote(core.of(folded))
    core = Span(core.start, core.start + len(written))
    return _named(
        folded, NamePhrase(Party("", "", kind, office, core), whole, title, rank, gloss), before
    )


# Lists


_AND = re.compile(r"\s+(?:and|&)\s+|\s*;\s*|\s*,\s*(?:and\s+)?|\s*\n\s*", re.IGNORECASE)


def split_names(folded: str, span: Span) -> list[Span]:
    """The entries of a list of names: parted by commas, semicolons, line ends and "and".

    Nothing inside brackets parts; "and" inside the name of an office does not part
    ("Ministry of Trade and Industry").

    >>> line = "Marrek, Osterly and [the] Ministry of Trade and Industry; Quill"
    >>> [part.of(line) for part in split_names(line, Span(0, len(line)))]
    ['Marrek', 'Osterly', '[the] Ministry of Trade and Industry', 'Quill']
    """
    hidden = _hide_brackets(span.of(folded))
    parts, start = [], 0
    for match in _AND.finditer(hidden):
        if _inside_office(hidden[start : match.start()], match[0], hidden[match.end() :]):
            continue
        parts.append(Span(start, match.start()))
        start = match.end()
    parts.append(Span(start, len(hidden)))
    placed = [part.shifted(span.start).stripped(folded) for part in parts]
    return [part for part in placed if part.start < part.end]


def _inside_office(left: str, joint: str, right: str) -> bool:
    if "and" not in joint.lower() or "," in joint:
        return False
    units = re.search(rf"\b{alternatives('unit', 'body')}\s+(?:of|for)\b", left, re.IGNORECASE)
    return units is not None and not re.match(alternatives("title", "post"), right, re.IGNORECASE)


_ANY_BRACKET = re.compile(r"\[[^\[\]]*(?:\]|$)|\([^()]*(?:\)|$)")


def _hide_brackets(words: str) -> str:
    return _ANY_BRACKET.sub(lambda match: "x" * len(match[0]), words)


def _with_appositions(folded: str, found: list[NamePhrase]) -> list[NamePhrase]:
    """A post after a name and a comma is that person's: "Shtykov, Soviet Ambassador"."""
    kept: list[NamePhrase] = []
    for named in found:
        last = kept[-1] if kept else None
        if last and _is_apposition(folded, last, named):
            owner = last.party
            joined = Party(owner.written, owner.name, PERSON, named.party.written, owner.span)
            whole = Span(last.span.start, named.span.end)
            kept[-1] = NamePhrase(
                joined, whole, last.title, last.rank, last.gloss, last.relation, last.real
            )
        else:
            kept.append(named)
    return kept


def _is_apposition(folded: str, last: NamePhrase, named: NamePhrase) -> bool:
    between = folded[last.span.end : named.span.start]
    post = re.match(rf"(?:[\w-]+\s+){{0,3}}{alternatives('post')}", named.party.written, re.I)
    return (
        last.party.kind == PERSON
        and last.party.office is None
        and named.party.kind == OFFICE
        and between.strip() == ","
        and post is not None
        and not named.party.written.lower().startswith("the ")
    )


# One phrase: brackets, titles, offices


def _with_initial_stop(folded: str, whole: Span, span: Span) -> Span:
    """The full stop of a last initial belongs to the name: "ARDEN P.Q."."""
    end = whole.end
    if re.search(r"(?:^|[\s.])[A-Z]$", whole.of(folded)) and folded[end : end + 1] == ".":
        return Span(whole.start, min(end + 1, span.end))
    return whole


def _brackets(folded: str, whole: Span) -> list[Span]:
    """The brackets of the phrase that are not letters completing a word ("R[obert]")."""
    found = [Span(*match.span()) for match in _ANY_BRACKET.finditer(folded, whole.start, whole.end)]
    return [b for b in found if b.start == whole.start or not folded[b.start - 1].isalnum()]


def _around_brackets(
    folded: str, whole: Span, brackets: list[Span]
) -> tuple[Span, Span | None, Span | None]:
    """The name without brackets, the inside of one before it, and of the first after it."""
    before = after = None
    core = whole
    if brackets and brackets[0].start == whole.start and brackets[0].end < whole.end:
        before = _inside(folded, brackets[0])
        core = Span(brackets[0].end, whole.end).stripped(folded)
        brackets = brackets[1:]
    if brackets:
        after = _inside(folded, brackets[0])
        core = Span(core.start, max(core.start, brackets[0].start)).stripped(folded, " ,.-\"'\n")
    if core.start == core.end and after is not None:
        return after, before, None
    return core, before, after


def _inside(folded: str, bracket: Span) -> Span:
    return bracket.stripped(folded, "[]() ")


def _without_lead(folded: str, core: Span, word_class: str) -> tuple[Span, str | None]:
    """The phrase without the titles (or ranks) that open it, and those words."""
    match = _leads(word_class).match(folded, core.start, core.end)
    if match is None or match.end() >= core.end:
        return core, None
    return Span(match.end(), core.end).stripped(folded), match[0].strip()


@cache
def _leads(word_class: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(word_class)}[\s.]*)+(?=[^\s.])", re.IGNORECASE)


@cache
def _words(*classes: str) -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(*classes)}", re.IGNORECASE)


_NAME_AT_END = re.compile(
    # "... M.V. Zakharov", "... Shtykov": initials and capitalized words up to the end
    r"(?:(?:[A-Z]\.\s?){1,3}|)(?:[^\W\d_a-z][\w'-]*)(?:\s+[^\W\d_a-z][\w'-]*){0,3}\d?$"
)


def _office_and_name(
    folded: str, core: Span, authority: Authority
) -> tuple[str, str | None, Span, str | None]:
    """Kind, office, the span of the name, rank."""
    named, rank = _without_lead(folded, core, "rank")
    if rank is not None and _kind_of(named.of(folded)) is None:  # "General Registry" is no general
        return PERSON, None, named, rank
    words = core.of(folded)
    kind = _kind_of(words)
    if kind is None:
        return _known_kind(words, authority), None, core, None
    if kind == OFFICE:
        ranked = _ranked_person(folded, core)
        if ranked is not None:
            return ranked
        person = _person_after_post(folded, core)
        if person is not None:
            office = Span(core.start, person.start).stripped(folded, " .,")
            office = _with_abbreviation_stop(folded, office)
            return PERSON, plain(office.of(folded)), person, None
    return kind, None, core, None


def _with_abbreviation_stop(folded: str, office: Span) -> Span:
    """ "Soviet Amb." keeps its full stop where the vocabulary writes it with one."""
    last = office.of(folded).split()[-1] if office.start < office.end else ""
    if folded[office.end : office.end + 1] == "." and is_term("post", last + "."):
        return Span(office.start, office.end + 1)
    return office


def _ranked_person(folded: str, core: Span) -> tuple[str, str, Span, str] | None:
    """ "head of dispatch ... of the GSSA.Colonel Ogurtsov": office, rank, name."""
    for match in _words("rank").finditer(folded, core.start + 1, core.end):
        name = Span(match.end(), core.end).stripped(folded, " .,")
        words = name.of(folded)  # "General Staff" is no general
        if words and _NAME_AT_END.fullmatch(words) and _kind_of(words) is None:
            office = Span(core.start, match.start()).stripped(folded, " .,")
            return PERSON, plain(office.of(folded)), name, match[0]
    return None


def _person_after_post(folded: str, core: Span) -> Span | None:
    """The name after a post: "Soviet Ambassador Shtykov", "Minister of Trade A. B. Quill"."""
    posts = list(_words("post").finditer(folded, core.start, core.end))
    if not posts:
        return None
    rest = Span(posts[-1].end(), core.end).stripped(folded, " .,")
    words = rest.of(folded)
    if not words or folded[posts[-1].end() : posts[-1].end() + 1] == "'":
        return None
    if re.match(r"(?:of|for|in|to|at|on)\b", words, re.IGNORECASE):
        initials = re.search(r"(?:[A-Z]\.\s?){1,3}[^\W\d_a-z][\w'-]+$", words)
        return Span(rest.start + initials.start(), rest.end) if initials else None
    if _NAME_AT_END.fullmatch(words) and not _words("unit", "body", "group").search(words):
        return rest
    return None


def _kind_of(words: str) -> str | None:
    """The kind that the vocabulary gives a phrase, by its head noun; None when it gives none.

    The head noun is the last known word before the first "of", "for", "in", "at", "to": a
    "Department of the General Staff" is a department. A single capitalized word that is also a
    family name (Head, King) is not asked for here, because its phrase would be a bare name.
    """
    before_joint = re.split(r"\s+(?:of|for|in|at|to)\s+", words, maxsplit=1, flags=re.I)[0]
    classes = {"post": OFFICE, "unit": OFFICE, "body": ORGANIZATION, "group": GROUP}
    best: tuple[int, int, str] | None = None
    for text in (before_joint, words):
        for name, kind in classes.items():
            for match in _words(name).finditer(text):
                place = (match.end(), match.end() - match.start(), kind)
                best = max(best, place) if best else place
        if best:
            return best[2]
    return None


def _known_kind(words: str, authority: Authority) -> str:
    kinds = [record.entity_kind for record in authority.named(words)]
    known = [kind for kind in kinds if kind in {PERSON, OFFICE, ORGANIZATION, GROUP}]
    return known[0] if known and PERSON not in known else PERSON


def is_place(words: str, authority: Authority) -> bool:
    """True when the words are a place: known as one, or named as a port, city, island ...

    >>> from kg.authority import Authority
    >>> is_place("PORT SELM", Authority.empty()), is_place("SELM", Authority.empty())
    (True, False)
    """
    bare = plain(words).strip(" .,:")
    kinds = {record.entity_kind for record in authority.named(bare)}
    if "place" in kinds and PERSON not in kinds:
        return True
    lead = _words("place word").match(bare)
    named = lead is not None and lead.end() < len(bare) and not kinds
    return named and _kind_of(bare) is None  # a "Harbor Board" is no harbor


# What a bracket says of a name


_PSEUDONYM = re.compile(
    r"(?:a\s+|the\s+)?(?:pseudonym|alias|code\s?name|cover\s?name|pen name|cryptonym|real name"
    r"|i\.e\.|that is)"
    r"\s*(?:for|of|,|:|used by)?\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    # (d)-(i) of the nine kinds of brackets: letters, original words, missing words, doubt,
    # stamps, footnote marks
    r"[?!\d\W]*$|sic\b|via\b|through\b|illegible|signature|stamp|hand|by hand|sent|not\b|copy\b"
    r"|[ivx]+$|as in|text|omitted|missing|no date|undated|original",
    re.IGNORECASE,
)


def gloss_of(words: str) -> str | None:
    """The name a bracket gives, with office and initials; None when it holds no name.

    >>> gloss_of("pseudonym for M.V. Zakharov, Stalin's personal military envoy")
    "M.V. Zakharov, Stalin's personal military envoy"
    >>> [gloss_of(words) for words in ("telegrafuy", "not", "?", "1", "sic")]
    [None, None, None, None, None]
    """
    explained = _PSEUDONYM.match(words)
    rest = words[explained.end() :] if explained else words
    if _NOT_A_NAME.match(rest) or not re.search(r"[^\W\d_]{2}", rest):
        return None
    first = re.search(r"[^\W\d_]", rest)
    if first is None or (first[0].islower() and explained is None):
        return None
    return rest


def relation_of(form: str, real: str, explained: bool = False) -> str:
    """What a bracket says of a name: another spelling, a fuller form or another name.

    Spellings of one name share most of their letters in order; a cover name does not.

    >>> relation_of("PAK HEON-YEONG", "Pak Hon Yong"), relation_of("LARK", "DREY")
    ('romanization', 'cover name')
    >>> relation_of("TARN", "Rolf Tarn"), relation_of("I.V. Stalin", "Joseph Stalin")
    ('fuller form', 'fuller form')
    """
    if explained:
        return COVER_NAME
    one, other = key(form).split(), key(real).split()
    bare = set(key(without_initials(form)).split())
    if set(one) < set(other) or set(other) < set(one) or bare < set(other):
        return FULLER_FORM
    ratio = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()
    return ROMANIZATION if ratio >= 0.6 else COVER_NAME


def _named(folded: str, named: NamePhrase, before: Span | None) -> NamePhrase:
    """The phrase with the party's names: as written, and the best the phrase itself gives."""
    span = named.party.span or named.span
    written = unspaced(span.of(folded))
    name, office = _normal(written) if named.party.kind == PERSON else written, named.party.office
    relation = real = gloss = None
    if before is not None:
        office, first_names = _office_and_first_names(before.of(folded), office)
        if first_names:
            name = real = f"{first_names} {name}"
            relation, gloss = FULLER_FORM, before
    kind = named.party.kind
    if named.gloss is not None and kind in {PERSON, OFFICE}:
        told = _best_told(written, named.gloss.of(folded))
        if told is not None and kind == OFFICE:  # "the Chairman [Mao Zedong]"
            kind, office, name, gloss = PERSON, plain(written), told.name, named.gloss
        elif told is not None:
            office, gloss, real = office or told.office, named.gloss, told.name
            relation = relation_of(written, real, told.explained)
            name = without_initials(_fuller(name, real) if relation == FULLER_FORM else real)
    name = _normal(name) if kind == PERSON else _normal_office(name)
    party_ = Party(written, name, kind, office, span)
    return NamePhrase(party_, named.span, named.title, named.rank, gloss, relation, real)


def _normal(written: str) -> str:
    closed = re.sub(r"\[([^\W\d_]+)\]", r"\1", plain(written))  # "R[obert] QUILL"
    return " ".join(title_case(word) for word in closed.split(" "))


def _normal_office(written: str) -> str:
    """ "SOVIET AMBASSADOR" in normal case; short words may be abbreviations and stay (CC, NKVD)."""
    return " ".join(_normal_word(word) for word in plain(written).split(" "))


def _normal_word(word: str) -> str:
    if word.lower() in {"the", "of", "in", "for", "at", "to", "and", "on"}:
        return word.lower()
    return word if len(word) < 5 or "/" in word else title_case(word)


def _fuller(name: str, real: str) -> str:
    return max(name, real, key=len)


def _office_and_first_names(words: str, office: str | None) -> tuple[str | None, str | None]:
    """ "Envoy Rolf": the office and the first names before a surname."""
    post = _leads("post").match(words + " ")
    rest = words[post.end() :].strip() if post else words
    if post is None and _words("post").fullmatch(words.strip()):
        return words.strip(), None
    rest = rest if rest and rest[0].isupper() and gloss_of(rest) else ""
    return (post[0].strip() if post else office), rest or None


@dataclass(frozen=True, slots=True)
class Told:
    """What one part of a bracket tells: a name, an office, and whether the bracket says that
    the name before it is a pseudonym."""

    name: str
    office: str | None
    explained: bool


def told(words: str) -> list[Told]:
    """The names in the inside of a bracket; ";" parts a variant from a real name.

    >>> [(t.name, t.office, t.explained) for t in told("pseudonym for Soviet Amb. Shtykov")]
    [('Shtykov', 'Soviet Amb.', True)]
    >>> [t.name for t in told("Drei; real name Bim")]
    ['Drei', 'Bim']
    """
    found = [_told(piece.strip()) for piece in words.split(";")]
    return [item for item in found if item is not None]


def _told(words: str) -> Told | None:
    explained = _PSEUDONYM.match(words) is not None
    rest = gloss_of(words)
    if rest is None:
        return None
    name, _, apposition = rest.partition(",")
    lead = _person_after_post(name, Span(0, len(name)))
    if lead is not None:
        before = _with_abbreviation_stop(name, Span(0, lead.start).stripped(name, " ."))
        return Told(_normal(lead.of(name)), plain(before.of(name)), explained)
    bare = _leads("title").sub("", name, count=1).strip(" '\"")
    if not bare or _kind_of(bare) is not None:
        return None
    return Told(_normal(bare), plain(apposition) or None, explained)


def _best_told(written: str, words: str) -> Told | None:
    """The name behind the written one: what is called so, else another name than a spelling."""
    ranked = sorted(
        told(words),
        key=lambda t: (not t.explained, relation_of(written, t.name) == ROMANIZATION),
    )
    return ranked[0] if ranked else None


_INITIALS = re.compile(
    r"^(?:[^\W\d_]\.[\s-]?)+(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[\s,]+(?:[^\W\d_]\.\s?)+$"
)


def without_initials(name: str) -> str:
    """The family name without initials before or after it.

    >>> without_initials("M.V. Zakharov"), without_initials("Arden P.Q."), without_initials("J. V.")
    ('Zakharov', 'Arden', 'J. V.')
    """
    return _INITIALS.sub("", name).strip()
