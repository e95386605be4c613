"""Everybody, every body and every place that the message speaks of, with its place and kind.

Input: the findings of the extractors before (correspondents, aliases, handling, votes) and the
authority. Output: a `Mention` with role "mentioned" for each name in the body that no earlier
mention covers; the archive's summary is not the body. The steps:

1. names that the head, tail and papers have shown already (copies, typist, voters, bodies);
2. lines of the head and tail that name an office;
3. known names (the register), and names of this document wherever they stand again;
4. persons after a title or post ("cde. X", "Minister Ruel"), persons by what they do ("X said",
   "called on X"), places by how they are spoken of ("in X", "sent to X");
5. bodies and places by the words they are made of ("Ministry of Trade", "Port Selm");
6. collective parties: "Chinese comrades", "the Americans", "the guerillas"; "the government"
   where the document has named one before.

Where two overlap, the one that begins first and then the longer one stands. Capitals alone make
nobody: headings, emphasis and the first word of a sentence are capitalized too.

Confidence: 0.95 a name shown in the envelope, the papers or the register; 0.9 after a title;
0.8 a collective; 0.6 by context alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.authority import Authority
from kg.cleaning import key, plain, title_case
from kg.dates import MONTHS, find_dates
from kg.document import Document
from kg.extractors.language import terms as words_of
from kg.extractors.parties import is_place
from kg.extractors.parts import HEAD, SUMMARY, TAIL, papers
from kg.extractors.runs import CAPITAL, WORD, Run, is_in, lexicon, runs
from kg.extractors.vocabulary import alternatives, is_term
from kg.findings import Alias, Copy, Decision, Finding, Findings, Handling, Mention, Party
from kg.spans import Span

NAME = "mentions"


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: where, what kind, how sure, and the party when it is known already."""

    span: Span
    kind: str
    confidence: float
    party: Party | None = None


Runs = list[tuple[Span, list[Run]]]
"""Each stretch of the body with its runs of capitalized words."""


def extract(findings: Findings, authority: Authority) -> Iterator[Finding]:
    """The mentions of the body that no earlier extractor gave, in text order."""
    document = findings.document
    areas = _areas(document)
    if not areas:
        return
    capitals = [(area, list(runs(document.folded, area))) for area in areas]
    known = [_as_place(p, authority) for p in _known_parties(findings)]
    shown = [_Found(p.span, p.kind, 0.95, p) for p in known if p.span is not None]
    found = [
        *shown,
        *_office_lines(document),
        *_registered(document, areas, authority),
        *_named(document, capitals, authority),
        *_collectives(document, capitals),
    ]
    found += _again(document, capitals, [*found, *_aliased(findings)], known)
    taken = [m.span for m in findings.of(Mention)]
    names = _Names(findings, document)
    for candidate in _without_overlaps(found, taken):
        span = _with_initials(document.folded, candidate)
        yield Mention(
            span=span,
            quote=span.of(document.text),
            extractor=NAME,
            confidence=candidate.confidence,
            party=candidate.party or names.party(candidate, span),
        )


def _areas(document: Document) -> list[Span]:
    """The stretches of the body that belong to the document."""
    return [part.span for paper in papers(document) for part in paper.parts if part.kind != SUMMARY]


# 1. What the envelope and the papers have shown


def _known_parties(findings: Findings) -> list[Party]:
    """Parties of copies, handling and decisions, in the order found."""
    found: list[Party | None] = []
    for item in findings:
        if isinstance(item, Copy):
            found.append(item.party)
        elif isinstance(item, Handling):
            found.append(item.by)
        elif isinstance(item, Decision):
            found += [item.body, *(vote.party for vote in item.votes)]
    body = findings.document.body
    return [
        p
        for p in found
        if p is not None and p.span is not None and body.covers(p.span) and not _is_paper(p.written)
    ]


def _as_place(party: Party, authority: Authority) -> Party:
    """The party, as a place where its name is one: a city stands among the copies."""
    named_so = party.kind == "person" and is_place(party.written, authority)
    return replace(party, kind="place") if named_so else party


def _is_paper(written: str) -> bool:
    """True for the entries of a copy list that are no party: "File", "Copy"."""
    return re.fullmatch(r"(?:the\s+)?(?:files?|cop(?:y|ies)|archive)", written, re.I) is not None


def _aliased(findings: Findings) -> Iterator[_Found]:
    """Nobody new: aliases whose form or real name may stand elsewhere in the body."""
    for alias in findings.of(Alias):
        for name in (alias.form, alias.real):
            yield _Found(Span(0, 0), "person", 0.9, Party(name, title_case(name)))
    for mention in findings.of(Mention):
        yield _Found(Span(0, 0), mention.kind, 0.9, mention.party)


# 2. Offices on lines of their own


def _office_lines(document: Document) -> Iterator[_Found]:
    """ "8 Department of the General Staff ..." in the head or tail."""
    for paper in papers(document):
        for piece in paper.pieces(HEAD, TAIL):
            if piece.kind == "office" and _is_office_name(piece.folded):
                span = piece.span.stripped(document.folded, " .,")
                yield _Found(span, _office_kind(piece.folded), 0.9)


def _is_office_name(line: str) -> bool:
    """False for a lone word and the rest of a sentence ("of the meeting ... of 14 March")."""
    if len(line.split()) < 2 or line[0].islower() or "," in line or find_dates(line):
        return False
    return not re.search(r"\bfiles?\b", line, re.IGNORECASE)


def _office_kind(words: str) -> str:
    return "organization" if _bodies().search(words) else "office"


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives('body', 'unit')}", re.IGNORECASE)


# 3. Known names


def _registered(document: Document, areas: list[Span], authority: Authority) -> Iterator[_Found]:
    for area in areas:
        for match in authority.find(document.folded, area):
            kinds = [record.entity_kind for record in match.records]
            kind = next((k for k in _KINDS if k in kinds), kinds[0])
            yield _Found(match.span, kind, 0.95)


_KINDS = ("person", "organization", "office", "place", "group")


def _again(
    document: Document, capitals: Runs, found: Iterable[_Found], known: Iterable[Party]
) -> Iterator[_Found]:
    """The other places of names that this document has shown to be names."""
    kinds: dict[str, str] = {}
    for item in found:
        words = item.party.written if item.party else item.span.of(document.folded)
        if item.kind in {"person", "place"} and _may_repeat(words):
            kinds.setdefault(key(words), item.kind)
    for party in known:
        kinds.setdefault(key(party.name), party.kind)
    kinds = {n: k for n, k in kinds.items() if len(n) > 2 and _may_stand_alone(n)}
    firsts = {name.split()[0] for name in kinds}
    for _, found_runs in capitals:
        for run in found_runs:
            yield from _known_in(document.folded, run, kinds, firsts)


def _known_in(folded: str, run: Run, kinds: dict[str, str], firsts: set[str]) -> Iterator[_Found]:
    for index, word in enumerate(run.words):
        spelled = word.of(folded).lower()
        if spelled not in firsts and re.split(r"[\s.'-]", spelled, maxsplit=1)[0] not in firsts:
            continue
        for last in reversed(run.words[index : index + 4]):
            span = Span(word.start, last.end)
            words = re.sub(r"'s$", "", span.of(folded))
            if (kind := kinds.get(key(words))) is not None:
                yield _Found(Span(span.start, span.start + len(words)), kind, 0.9)
                break


def _may_stand_alone(name: str) -> bool:
    """False for "to the North": half a country in one sentence, a direction in the next."""
    return not is_term("not a name", name) and name not in {"north", "south"}


def _may_repeat(words: str) -> bool:
    return words[:1].isupper() and len(words) > 2 and not is_term("title", words)


# 4. Names by title and by context

_SAYS = words_of("saying")
_TO_PERSON = words_of("to a person")
_IN = frozenset(["in", "into", "near"])
_TO = frozenset(["to", "for", "from"])
_GOES = re.compile(
    # "the sending of 40 tons of rope to SELM" (fixture F11), "Dispatched from Selm"
    r"\b(?:send|sent|sending|post|posting|posted|ship|shipped|shipment|deliver\w*|transport\w*|go|"
    r"going|went|travel\w*|arriv\w+|depart\w*|leav\w+|left|fl(?:y|ew|ight)|sail\w*|march\w*|mov\w+|"
    r"withdraw\w*|evacuat\w+|return\w*|trip|journey|dispatched)\b[^.;:\n]*$",
    re.IGNORECASE,
)
_FIRST_NAMES = re.compile(
    # "[Envoy Rolf] TARN": the bracket gives office and first names of the one who follows
    r"\]\s+[A-Z]"
)
_JOINED = re.compile(r",\s+(?:and\s+)?|\s+and\s+")


def _named(document: Document, capitals: Runs, authority: Authority) -> Iterator[_Found]:
    """Persons, places and bodies that runs of capitalized words name."""
    for _, found_runs in capitals:
        listed = -1
        before: Run | None = None
        for run in found_runs:
            goes_on = before is not None and before.span.end == listed
            if goes_on and before and _JOINED.fullmatch(document.folded[listed : run.span.start]):
                found = list(_person(document.folded, run.span, 0.8))
                listed = run.span.end if found else -1
            else:
                found = list(_of_run(document.folded, run, authority))
                listed = run.span.end if found and _carries(run) else -1
            yield from found
            before = run


def _of_run(folded: str, run: Run, authority: Authority) -> Iterator[_Found]:
    yield from _descriptive(folded, run)
    if _FIRST_NAMES.match(folded, run.span.end):
        return
    titles = lexicon("title", "rank", "post")
    if is_in(run.before, titles) and not run.before[0].endswith(","):
        yield from _person(folded, run.span, 0.9)
        return
    inner = _behind_titles(folded, run)
    if inner is not None:
        yield from _person(folded, inner, 0.9)
        return
    kind = _kind_by_context(folded, run, titles)
    words = run.span.of(folded)
    if kind == "person" and not _is_else(words, kind, authority):
        yield from _person(folded, run.span, 0.6)
    if kind == "place" and not _is_else(words, kind, authority) and _is_name(words):
        yield _Found(run.span, "place", 0.6)


def _carries(run: Run) -> bool:
    """ "Cdes. Voss, Perrin, and Ilk": a list carries its title on the first name only."""
    return run.before[0].rstrip(".") in {
        "cdes",
        "cmrds",
        "comrades",
        "coms",
        "comrs",
        "messrs",
        "tt",
    }


def _behind_titles(folded: str, run: Run) -> Span | None:
    """What follows the titles inside a run: "Tell Minister President MARREK"."""
    titles, name = lexicon("title", "rank", "post"), 0
    for first in range(len(run.words)):
        for length in (3, 2, 1):
            words = run.words[first : first + length]
            lead = folded[words[0].start : words[-1].end].lower().rstrip(".")
            if len(words) == length and first + length < len(run.words) and lead in titles:
                name = first + length
                break
        else:
            if name and first >= name:
                break
    return Span(run.words[name].start, run.span.end) if name else None


def _kind_by_context(folded: str, run: Run, titles: frozenset[str]) -> str | None:
    """What the words around a name make of it, None for nothing."""
    verb = run.after[1] if run.after[0] in {"also", "then"} else run.after[0]
    close = folded[run.span.end : run.span.end + 1] in {" ", "\n", "["}
    if (verb in _SAYS and close) or is_in(run.before, _TO_PERSON):
        return "person"
    apposed = tuple(words.rstrip(",") for words in run.before)
    in_commas = run.before[0].endswith(",") and folded[run.span.end : run.span.end + 1] == ","
    if in_commas and any(words in titles for words in apposed):  # "The police chief, Voss, should"
        return "person"
    if len(run.words) > 1:
        return None
    if run.before[0] in _IN:
        return "place"
    left = folded[max(0, run.span.start - 90) : run.span.start]
    return "place" if run.before[0] in _TO and _GOES.search(left) else None


def _person(folded: str, span: Span, confidence: float) -> Iterator[_Found]:
    name = _name_only(folded, span)
    words = list(WORD.finditer(folded, span.start, span.end))
    while name is None and len(words) > 1:  # "When KIM said": the sentence's first word
        words.pop(0)
        name = _name_only(folded, Span(words[0].start(), span.end))
    if name is not None:
        yield _Found(name, "person", confidence)


def _is_else(words: str, kind: str, authority: Authority) -> bool:
    """True when the register knows the words, and not as this kind."""
    kinds = {record.entity_kind for record in authority.named(words)}
    return bool(kinds) and kind not in kinds


def _is_name(words: str) -> bool:
    first = words.split(maxsplit=1)[0].rstrip(".")
    return not (_no_name().match(words) or is_term("not a name", first))


@cache
def _no_name() -> re.Pattern[str]:
    """Words that a name does not begin with: nationalities, bodies, months, pronouns."""
    months = rf"(?:{'|'.join(month.title() for month in MONTHS)})"
    pronouns = (
        "Everybody|Everyone|Nobody|Someone|Somebody|Which|Who|What|This|These|Those|There|Then|"
        "You|Your|They|Their|His|Her|Its|All|Both|Each|Some|Such|And|But|As|After|Before|When|"
        "While|Since|Until|Today|Yesterday|Tomorrow|Here|Now|One|Two|Three|Four|Five|Six|Seven|"
        "Russian|English|Stamp|Copy|Also|Only|Even|Our|My|Re|No|God|He|She|It|We|If|In"
    )
    vocabulary = alternatives("body", "unit", "post", "form", "nationality", "classification",
                              "group", "weekday", "place word", "title")  # fmt: skip
    return re.compile(rf"(?:{months}|(?i:{pronouns})|(?i:{vocabulary}))(?:\b|(?<=\.))")


def _name_only(folded: str, span: Span) -> Span | None:
    """The name without a footnote digit or possessive; None when its words are no name."""
    words = span.of(folded)
    match = re.match(r"[\w.'\s-]*?(?='s\b)", words)
    words = match[0] if match else words
    if "\n" in words and not words.isupper():
        words = words.split("\n")[0]
    words = re.sub(r"(?<=[^\W\d_]{2})\d{1,2}$", "", words).rstrip(" .-'")
    while " " in words and _ends_a_name(words.rsplit(" ", 1)[1]):
        words = words.rsplit(" ", 1)[0]
    return Span(span.start, span.start + len(words)) if words and _is_name(words) else None


def _ends_a_name(word: str) -> bool:
    """True for a capitalized word behind a name that is no part of it: "Vinogradov Extract"."""
    return any(is_term(name, word) for name in ("not a name", "form", "body", "unit")) or bool(
        re.fullmatch(r"Extract|Copy|Draft|File|Sent|Received", word)
    )


# 5. Bodies and places by the words they are made of


@cache
def _made_of() -> re.Pattern[str]:
    """ "Ministry of Trade", "Harbor Board", "Port Selm": capitalized, with a word of the kind."""
    body = rf"(?=[A-Z])(?i:{alternatives('body', 'unit')})"
    of = rf" (?:of|for)\s(?:the )?{CAPITAL}(?:(?: (?:of the|of|and|for the|for))? {CAPITAL}){{0,4}}"
    joints = r"(?:the|to|in|at|of|our|your|and|for|by)"
    numbered = rf"(?:\d+(?:st|nd|rd|th)? {body} )*\d+(?:st|nd|rd|th)? {body}(?:{of})?"
    named = rf"(?:(?!(?i:{joints})\b){CAPITAL} ){{1,3}}{body}(?:{of})?"
    place = rf"(?=[A-Z])(?i:{alternatives('place word')}) {CAPITAL}"
    return re.compile(rf"(?:(?P<body>{numbered}|{body}{of}|{named})|(?P<place>{place}))\b")


_NUMBERED = re.compile(
    # "4th Division 8 Department of the GSSA": the units before the one named
    r"\b(?:\d+(?:st|nd|rd|th)? (?:[A-Z][\w-]+ )?)+$"
)


@cache
def _first_words(*classes: str) -> frozenset[str]:
    return frozenset(term.split()[0].split("(")[0] for term in lexicon(*classes))


def _descriptive(folded: str, run: Run) -> Iterator[_Found]:
    """A body or place whose own words say so."""
    places = lexicon("place word")
    if run.before[0] == "of" and run.before[1].split()[0] in places:  # "the island of Teel"
        yield _Found(run.words[0], "place", 0.7)
    known = _first_words("body", "unit", "place word")
    for index, word in enumerate(run.words):
        if word.of(folded).lower() not in known:
            continue
        before = _NUMBERED.search(folded, max(0, word.start - 60), word.start)
        starts = [w.start for w in run.words[max(0, index - 3) : index + 1]]
        for start in ([before.start()] if before else []) + starts:
            match = _made_of().match(folded, start)
            if match is not None:
                kind = "place" if match["place"] else _office_kind(match[0])
                yield _Found(Span(*match.span()), kind, 0.7)
                return


# 6. Collective parties

_BY_THEMSELVES = re.compile(
    r"\b[Tt]he\s+(?P<half>North|South)\b(?!\s+(?:[A-Z]|of\b))"
    r"|\b(?i:guerr?illa\s+fighters|guerr?illas|partisans)\b"
    r"|\b(?i:the|our)\s+(?P<friends>friends)\b"
)
_OF_PEOPLES = r"(?:people|troops|armed\s+forces|delegation|authorities)"
_NOT_ITS_PEOPLE = re.compile(
    # "the Chinese are", never "the Chinese delegation"
    r"\s*[.,;:)]|\s+(?:are|were|have|had|will|would|should|must|do|did|can|could|may|said|asked|want|"
    r"to|and|in|on|at|for|not)\b|\s*$"
)


@cache
def _collective() -> re.Pattern[str]:
    """ "Korean leadership", "Soviet Embassy", "Soviet Ambassador": nationality and what it is."""
    body = rf"(?P<body>{alternatives('body', 'unit')})"
    post = rf"(?P<post>{alternatives('post')})"
    group = rf"(?P<group>{alternatives('group')}|{_OF_PEOPLES})"
    # A post before a name is that person's title.
    kinds = rf"(?i:{body}|{group})\b(?!'s)|(?i:{post})\b(?!\s+[A-Z\[])"
    return re.compile(rf"(?i:{alternatives('nationality')})\s+(?:{kinds})")


def _collectives(document: Document, capitals: Runs) -> Iterator[_Found]:
    folded = document.folded
    named: dict[str, Party] = {}
    for area, found_runs in capitals:
        for run in found_runs:
            yield from _of_nation(folded, area, run, named)
        yield from _bare(folded, area, named)
        for match in _BY_THEMSELVES.finditer(folded, area.start, area.end):
            group = next((g for g in ("half", "friends") if match[g]), 0)
            kind = "place" if group == "half" else "group"
            yield _Found(Span(*match.span(group)), kind, 0.7)


def _of_nation(folded: str, area: Span, run: Run, named: dict[str, Party]) -> Iterator[_Found]:
    nations = _first_words("nationality")
    for index, word in enumerate(run.words):
        spelled = word.of(folded).lower()
        if spelled in nations:
            match = _collective().match(folded, word.start, area.end)
            if match is not None:
                kind = "organization" if match["body"] else "office" if match["post"] else "group"
                if match["body"]:
                    party = Party(match[0], plain(match[0]), kind)
                    named.setdefault(match["body"].lower(), party)
                yield _Found(Span(*match.span()), kind, 0.8)
                return
            article = run.words[index - 1].of(folded).lower() if index else run.before[0]
            is_people = spelled.endswith(("ese", "ish", "ch", "ss")) and article == "the"
            if is_people and _NOT_ITS_PEOPLE.match(folded, word.end, area.end):
                yield _Found(word, "group", 0.8)
        elif spelled.endswith("s") and spelled[:-1] in nations:  # "the Americans"
            yield _Found(word, "group", 0.8)


def _bare(folded: str, area: Span, named: dict[str, Party]) -> Iterator[_Found]:
    """ "The government", where "the Korean government" has been named in the same text."""
    if not named:
        return
    heads = "|".join(re.escape(head) for head in sorted(named, key=len, reverse=True))
    pattern = re.compile(rf"\b[Tt]he\s+(?P<head>(?i:{heads}))\b(?!\s+(?:of|for)\b)")
    for match in pattern.finditer(folded, area.start, area.end):
        party, span = named[plain(match["head"]).lower()], Span(*match.span())
        meant = Party(span.of(folded), party.name, party.kind, None, span)
        yield _Found(span, party.kind, 0.7, meant)


# Which candidates stand, and under which name


def _without_overlaps(found: Iterable[_Found], taken: Iterable[Span]) -> Iterator[_Found]:
    """The candidates in text order; none that overlaps a mention there is or one before it."""
    placed = sorted(set(taken))
    starts = [span.start for span in placed]
    end = 0
    for item in sorted(found, key=lambda f: (f.span.start, -f.span.end, -f.confidence)):
        index = bisect_left(starts, item.span.end) - 1
        overlaps = index >= 0 and placed[index].overlaps(item.span)
        if item.span.start < end or overlaps or item.span.start == item.span.end:
            continue
        end = item.span.end
        yield item


_INITIALS_BEFORE = re.compile(r"(?:\b[A-Z]\.\s?){1,3}$")
_INITIALS_AFTER = re.compile(r" (?:[A-Z]\.\s?){0,2}[A-Z]\.(?=[\])\s,;]|$)(?!\s+[A-Z])")


def _with_initials(folded: str, item: _Found) -> Span:
    """A person's name with its initials: "M.V. Zakharov", "ARDEN P.Q."."""
    if item.kind != "person":
        return item.span
    before = _INITIALS_BEFORE.search(folded, max(0, item.span.start - 12), item.span.start)
    after = _INITIALS_AFTER.match(folded, item.span.end)
    start = before.start() if before else item.span.start
    return Span(start, after.end() if after else item.span.end)


class _Names:
    """The best name the document itself gives to words: what an alias or the envelope says."""

    def __init__(self, findings: Findings, document: Document) -> None:
        self._folded = document.folded
        self._real = {
            key(alias.form): alias.real
            for alias in findings.of(Alias)
            if alias.relation == "cover name"
        }
        self._parties = {key(m.party.written): m.party for m in findings.of(Mention)}

    def party(self, item: _Found, span: Span) -> Party:
        """The party of a candidate."""
        written = plain(span.of(self._folded))
        known = self._parties.get(key(written))
        if known is not None and known.kind == item.kind:
            return replace(known, written=written, span=span)
        name = self._real.get(key(written)) or _normal(written, item.kind)
        return Party(written, name, item.kind, None, span)


def _normal(written: str, kind: str) -> str:
    return title_case(written) if kind in {"person", "place"} else written
