r"""What must be known about the text of a query before the engine runs it: no SERVICE in it,
brackets that the engine survives, and whether it names its dataset with FROM.

SERVICE would make the engine open a network connection, and it offers no way to forbid that. So a
query that could hold the keyword is refused. The check has to be right in one direction: it may
refuse a harmless query of a strange shape, it must never let a SERVICE pass. Therefore it follows
every way in which the text can be cut into tokens ("<" opens an address or means "less than",
three quotes open a long string or are an empty one and the start of the next), in the text as
given and with its codepoint escapes undone, and refuses when any of them meets the word outside a
string, address, comment, variable or the local part of a prefixed name. Where some addresses are
allowed, the word must be followed by one of them, written out: what a variable, a prefix or a base
would make of it is not looked into.

Updates and LOAD need no check: the engine's parser of queries does not know them.

Source: SPARQL 1.1 Query Language, sections 19.2 (codepoint escapes), 19.4
(comments) and 19.8 (grammar, terminals); SPARQL 1.1 Federated Query.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kg.errors import QueryError

_SERVICE = re.compile("service", re.IGNORECASE)
_NAMED = re.compile(
    r"""
    (?: [ \t\r\n] | \#[^\r\n]*[\r\n] )*   # space and comments
    <(?P<address>[^<>"{}|^`\\\x00-\x20]*)>
    """,
    re.VERBOSE,
)
_SILENT = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*[\r\n])*silent(?!\w)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_LONG_STRING = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|' r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''", re.DOTALL
)
_STRING = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|' r"'(?:[^'\\\r\n]|\\.)*'", re.DOTALL)
_IN_ADDRESS = r"""[^<>"{}|^`\x00-\x20]*>"""
_ADDRESS = re.compile(f"<{_IN_ADDRESS}")
_CERTAIN_ADDRESS = re.compile(f"<[A-Za-z][A-Za-z0-9+.-]*://{_IN_ADDRESS}")
"""With "//" it is an address: read as "less than" it would go on `name: / /`, which is no query."""
_TOKEN = re.compile(
    r"""
      \#[^\r\n]*                     # a comment
    | [?$]\w+                        # a variable
    | :(?:[\w:%·-]|\\.)+             # a local name, up to its first full stop: engines differ there
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*   # a language
    | (?P<bare>\w+)                  # a keyword, number or prefix
    | \\?.                           # anything else
    """,
    re.DOTALL | re.VERBOSE,
)

Token = tuple[int, str]
"""Where a token ends, and its letters if it is a bare word."""


def refuse_service(text: str, allowed: Collection[str] = ()) -> None:
    """Let a query pass in which no reading finds SERVICE, but before one of the allowed addresses.

    Raises:
        QueryError: when one does.

    >>> refuse_service('SELECT * { ?s ?p "in the secret service" } # no service here')
    >>> refuse_service("ASK { SERVICE <http://a/> { } }", {"http://a/"})
    """
    for reading in dict.fromkeys((text, _unescaped(text))):
        if _SERVICE.search(reading) and _may_hold_service(reading, allowed):
            raise QueryError(_REFUSED if not allowed else _ONLY + ", ".join(sorted(allowed)))


_REFUSED = (
    "SERVICE is refused: this store never opens a connection for a query. If the word is only"
    " part of a prefixed name, write the whole address in <...> instead."
)
_ONLY = (
    "SERVICE is refused but for the addresses that this server allows, each written out as"
    " <address> without escapes: "
)

DEEPEST_NESTING = 200
"""Brackets within brackets that a query may have: the engine reads them by recursion and some
thousands end the whole process. No question of a historian comes near."""

_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


def refuse_deep_nesting(text: str) -> None:
    """Let a query pass whose brackets, wherever they stand, are nested as people nest them.

    Raises:
        QueryError: when they are deeper.

    >>> refuse_deep_nesting("ASK { { ?s ?p (1 2) } }")
    """
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
            if depth > DEEPEST_NESTING:
                raise QueryError(
                    f"The query nests brackets more than {DEEPEST_NESTING} deep, which is"
                    " refused: the engine could not survive it. Write it flatter."
                )
        elif character in _CLOSING:
            depth = max(0, depth - 1)


def first_word(text: str) -> str:
    """The first keyword of a query after its prologue, in capitals; "" when there is none.

    >>> first_word("PREFIX e: <http://example.org/> insert data { }")
    'INSERT'
    """
    place = 0
    while token := next(_tokens_at(text, place), None):
        place, bare = token
        prefix = text.startswith(":", place)
        if bare and not prefix and bare.upper() not in ("PREFIX", "BASE"):
            return bare.upper()
    return ""


def names_dataset(text: str) -> bool:
    """Whether a query says FROM or FROM NAMED.

    Cut as the grammar prefers: a clause of the dataset stands where nothing is ambiguous.

    >>> names_dataset("SELECT * FROM <http://example.org/g> { ?s ?p ?o }")
    True
    >>> names_dataset('PREFIX from: <a:b> SELECT ?from { ?from from:from "from" } # from')
    False
    """
    text = _unescaped(text)
    if "from" not in text.lower():
        return False
    place = 0
    while token := next(_tokens_at(text, place), None):
        place, bare = token
        if bare.upper() == "FROM" and not text.startswith(":", place):
            return True
    return False


def groups_open_at(text: str) -> list[int]:
    """Where the groups of a query begin: the places after their opening braces.

    No group of patterns are the template of a CONSTRUCT, the data of a VALUES, and the braces
    around a SELECT within the query.

    >>> text = "CONSTRUCT { ?s a ?c } WHERE { VALUES ?c { 1 } { SELECT ?s { ?s a ?c } } }"
    >>> [text[place:][:7] for place in groups_open_at(text)]
    [' VALUES', ' ?s a ?']
    """
    places, place, before, is_data = [], 0, "", False
    while token := next(_tokens_at(text, place), None):
        start, (place, bare) = place, token
        word = "" if text.startswith(":", place) else bare.upper()
        is_data = is_data or word == "VALUES"
        if text.startswith("{", start):
            if not (is_data or before == "CONSTRUCT" or _next_word(text, place) == "SELECT"):
                places.append(place)
            is_data = False
        if not text[start:place].isspace() and not text.startswith("#", start):
            before = word
    return places


def _next_word(text: str, place: int) -> str:
    """The next token in capitals if it is a word, "" if it is anything else."""
    while token := next(_tokens_at(text, place), None):
        start, (place, bare) = place, token
        if bare or not (text[start:place].isspace() or text.startswith("#", start)):
            return "" if text.startswith(":", place) else bare.upper()
    return ""


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _character(found[1] or found[2]), text)


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _may_hold_service(text: str, allowed: Collection[str]) -> bool:
    """Whether some way of cutting the text into tokens has the word as a token of its own.

    Where it is followed by an allowed address it does not count.
    """
    todo, seen = [0], {0}
    while todo:
        for end, bare in _tokens_at(text, todo.pop()):
            if _SERVICE.search(bare) and not _names_allowed(text, end, bare.lower(), allowed):
                return True
            if end not in seen:
                seen.add(end)
                todo.append(end)
    return False


def has_service(text: str) -> bool:
    """Whether some reading of a query finds SERVICE in it.

    >>> has_service("ASK { SERVICE <http://a/> { } }"), has_service('ASK { ?s ?p "service" }')
    (True, False)
    """
    readings = dict.fromkeys((text, _unescaped(text)))
    return any(_SERVICE.search(each) and _may_hold_service(each, ()) for each in readings)


def _names_allowed(text: str, place: int, word: str, allowed: Collection[str]) -> bool:
    """Whether the word SERVICE (SILENT may follow, also at once) stands before such an address."""
    if not allowed or word not in ("service", "servicesilent"):
        return False
    if word == "service" and (silent := _SILENT.match(text, place)):
        place = silent.end()
    named = _NAMED.match(text, place)
    return named is not None and named["address"] in allowed


def _tokens_at(text: str, place: int) -> Iterator[Token]:
    """Each token that can begin here, the one that the grammar prefers first.

    A quote that opens no string has none: no query goes on after it.
    """
    first = text[place : place + 1]
    if first in ("'", '"'):
        for pattern in (_LONG_STRING, _STRING):
            if string := pattern.match(text, place):
                yield string.end(), ""
    elif first == "<":
        if address := _ADDRESS.match(text, place):
            yield address.end(), ""
        if not _CERTAIN_ADDRESS.match(text, place):
            yield place + 1, ""
    elif token := _TOKEN.match(text, place):
        yield token.end(), token["bare"] or ""
