"""Named questions as queries to work on: with the values of their parameters written in.

The pages bind a value as a term. Somebody who writes a query has only its text, so there

- an address takes the place of its variable, and `SELECT` gives it back under the name of the
  variable: with VALUES beside a pattern the engine reads all it has before it looks at the value;
- any other value stands in a line of VALUES at the head of each group with a condition on it.

A parameter that is free when left out gets an example. The head of the text says what is an
example; what it says of parameters and columns the editor shows elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.queries import Question

Edit = tuple[int, int, str]
"""Where a text is changed: from, to, and what stands there then."""

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<clause>(?i:SELECT|GROUP|ORDER)\b)
    | (?P<word>[A-Za-z][\w:-]*)
    | (?P<sign>[{}()])""",
    re.VERBOSE,
)
_SHOWN_ELSEWHERE = re.compile(r"# (?:Title|Question|Parameter|Column): .*\n")
_EXAMPLES = {"date": '"1950"', "text": '"..."', "number": "0.8",
             "day": '"1950-10-01"^^<http://www.w3.org/2001/XMLSchema#date>'}  # fmt: skip


@dataclass
class _Group:
    """A group of a query: where it begins, its own uses of variables, all names inside.

    `head` has the variables of the SELECT over it; None for a group that is part of another.
    `resumed` is the SELECT that goes on after a group in one of its expressions.
    """

    start: int
    head: list[re.Match[str]] | None
    uses: list[re.Match[str]] = field(default_factory=list)
    inside: set[str] = field(default_factory=set)
    resumed: list[re.Match[str]] | None = None


def filled(question: Question, message: str | None = None) -> str:
    """The text of a question with its default values, and an example for each other parameter.

    `message` is an address to show as an example of one; without it such a parameter stays free.

    >>> from kg.queries import question
    >>> [each for each in filled(question("low-confidence")).split("\\n") if "VALUES" in each]
    ['      VALUES ?below { 0.8 }', '      VALUES ?below { 0.8 }']
    """
    terms = {name: _written(term) for name, term in question.bind().items()}
    for each in question.parameters:
        example = _EXAMPLES.get(each.kind) or (message and str(NamedNode(message)))
        if each.name not in terms and example:
            terms[each.name] = example
    said = [
        f"# {each.name}: here {terms[each.name]}, an example; it is {each.what}\n"
        for each in question.parameters if each.name in terms
    ]  # fmt: skip
    text = _SHOWN_ELSEWHERE.sub("", question.text)
    return "".join([f"# {question.title}\n", *said, _changed(text, _edits(text, question, terms))])


def _written(term: NamedNode | Literal) -> str:
    is_bare = isinstance(term, Literal) and term.datatype.value.endswith("#decimal")
    return term.value if is_bare else str(term)


def _changed(text: str, edits: Sequence[Edit]) -> str:
    made, end = [], 0
    for start, stop, said in sorted(edits):
        made += [text[end:start], said]
        end = stop
    return "".join([*made, text[end:]])


def _edits(text: str, question: Question, terms: Mapping[str, str]) -> list[Edit]:
    groups = _groups(text)
    addresses = {each.name for each in question.parameters if each.kind == "address"}
    placed = {name: term for name, term in terms.items() if name in addresses}
    listed = {name: term for name, term in terms.items() if name not in addresses}
    edits = [edit for group in groups for edit in _in_place(group, placed)]
    return edits + [edit for group in groups for edit in _at_the_head(text, group, listed)]


def _in_place(group: _Group, terms: Mapping[str, str]) -> Iterator[Edit]:
    """The terms instead of their variables, which are given back by the SELECT over the group."""
    for use in group.uses:
        if term := terms.get(use[0][1:]):
            yield (use.start(), use.end(), term)
    for use in group.head or ():
        if (term := terms.get(use[0][1:])) and use[0][1:] in group.inside:
            yield (use.start(), use.end(), f"({term} AS {use[0]})")


def _at_the_head(text: str, group: _Group, terms: Mapping[str, str]) -> Iterator[Edit]:
    line = text[text.rfind("\n", 0, group.start) + 1 : group.start]
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    for name, term in terms.items():
        if name in {use[0][1:] for use in group.uses}:
            yield (group.start, group.start, f"\n{indent}VALUES ?{name} {{ {term} }}")


def _groups(text: str) -> list[_Group]:
    """The groups of a query; what stands in SELECT, GROUP BY and ORDER BY is no use."""
    groups: list[_Group] = []
    stack: list[_Group] = []
    head: list[re.Match[str]] | None = None
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token["sign"] or ""
        depth += (sign == "(") - (sign == ")")
        if sign == "{":
            resumed = head if depth else None
            groups.append(_Group(token.end(), head if resumed is None else [], resumed=resumed))
            stack.append(groups[-1])
            head = None
        elif sign == "}":
            head = stack.pop().resumed
        elif token["clause"]:
            head = []
        elif token["variable"]:
            _use(stack, head, token)
    return groups


def _use(stack: Sequence[_Group], head: list[re.Match[str]] | None, token: re.Match[str]) -> None:
    if head is not None:
        head.append(token)
        return
    stack[-1].uses.append(token)
    whole = next(each for each in reversed(stack) if each.head is not None)
    whole.inside.add(token[0][1:])
