"""The records of the telegram and the fixtures against what a person read in them.

tests/golden/README.md says how a golden file is written and compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.cleaning import fold, key, plain
from kg.errors import Problem
from kg.pipeline import records
from kg.record import record_schema
from kg.spans import Span

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
FIXTURES = TESTS / "corpus" / "fixtures"
DATA = TESTS.parent / "data"
DOCUMENTS = sorted((DATA / "documents").glob("[!.]*"))
SOURCES = [*DOCUMENTS, *sorted(FIXTURES.glob("*.txt")), *sorted((DATA / "index").glob("*.csv"))]

SETTINGS = {"about", "body_begins"}
"""Keys of a golden file that speak about the file and are no expectations."""
ITEM_SETTINGS = {"required", "max_confidence", "why"}
"""Keys of an item that say how it is compared."""
IDENTITY = ("text", "name", "form", "kind")
"""An item of a list is recognized by the first of these keys that the golden item has."""
ARTICLE = re.compile(r"[Tt]he\s+")

Record = dict[str, Any]


# -- what is compared with what


def source_of(golden: Path) -> Path:
    """The document that a golden file was written from."""
    if golden.parent == GOLDEN:
        return DATA / "documents" / f"{golden.stem}.md"
    return FIXTURES / f"{golden.stem}.txt"


def golden_files() -> list[Path]:
    return [*sorted(GOLDEN.glob("*.json")), *sorted((GOLDEN / "fixtures").glob("*.json"))]


def expectations() -> Iterator[Any]:
    for path in golden_files():
        for field in json.loads(path.read_text("utf-8")):
            if field not in SETTINGS:
                yield pytest.param(path, field, id=f"{path.stem}-{field}")


@cache
def golden_record(path: Path) -> Record:
    golden: Record = json.loads(path.read_text("utf-8"))
    return golden


@cache
def text_of(path: Path) -> str:
    """The text as it is stored: decoded, line ends made one kind, nothing else changed."""
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def stored_text(path: Path, record: Record) -> str:
    """The text that the places of a record count in: the file; of an index, the message's row."""
    if path.suffix != ".csv":
        return text_of(path)
    return next(row for row in text_of(path).split("\n") if row.startswith(f"{record['id']},"))


@cache
def all_records(path: Path) -> tuple[Record, ...]:
    problems: list[Problem] = []
    found = tuple(record.model_dump(mode="json") for record in records([path], problems.append))
    assert found, f"no message in {path.name}: {problems}"
    return found


def found_record(path: Path) -> Record:
    (record,) = all_records(path)
    votes = [vote for decision in record["decisions"] for vote in decision["votes"]]
    return {
        **record,
        "votes": sorted(votes, key=lambda vote: vote["start"]),
        "persons": [entity for entity in record["entities"] if entity["kind"] == "person"],
    }


# -- the tests


@pytest.mark.parametrize(("path", "field"), list(expectations()))
def test_a_field_says_what_a_person_read(path: Path, field: str) -> None:
    golden, record = golden_record(path), found_record(source_of(path))
    text = text_of(source_of(path))
    missed = list(COMPARED.get(field, compared_as_it_is)(field, golden, record, text))
    assert not missed, "\n".join([f"{path.stem}: {len(missed)} differences", *missed])


def test_every_fixture_has_a_golden_file() -> None:
    assert {p.stem for p in FIXTURES.glob("*.txt")} == {
        p.stem for p in (GOLDEN / "fixtures").glob("*.json")
    }


@pytest.mark.parametrize("path", golden_files(), ids=lambda p: p.stem)
def test_the_words_of_a_golden_file_stand_in_its_document(path: Path) -> None:
    golden, text = golden_record(path), text_of(source_of(path))
    missing = [w for w in quotes(golden) if w.casefold() not in plain(text).casefold()]
    missing += [d["text"] for d in golden.get("not_directives", []) if not places(d["text"], text)]
    assert not missing
    body, named = text.index(golden.get("body_begins", "")), golden.get("mentions", [])
    assert len(list(spans_in_order(named, text, body))) == len(named)


def test_a_date_without_a_year_takes_the_year_of_the_document(tmp_path: Path) -> None:
    dated = tmp_path / "f05-dated.txt"
    dated.write_text(f"5 July 1956\n{text_of(FIXTURES / 'f05.txt')}", "utf-8")
    record = found_record(dated)
    assert record["date"]["edtf"] == "1956-07-05"
    assert [reference["date"] for reference in record["references"]] == ["1956-06-02"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_every_quote_stands_where_it_says(path: Path) -> None:
    quoted, wrong = 0, []
    for record in all_records(path):
        text = stored_text(path, record)
        for item in evidence(record):
            quoted += 1
            if not item["text"] or text[item["start"] : item["end"]] != item["text"]:
                wrong.append((record["id"], item["start"], item["text"]))
    assert not wrong
    assert quoted


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_every_record_is_valid_for_the_schema(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(record_schema())
    problems = [error.message for r in all_records(path) for error in validator.iter_errors(r)]
    assert not problems


def test_the_schema_refuses_what_is_no_record() -> None:
    validator = jsonschema.Draft202012Validator(record_schema())
    record = all_records(DOCUMENTS[0])[0]
    assert not validator.is_valid({**record, "number": 75352})
    assert not validator.is_valid({**record, "invented": "field"})


def quotes(golden: Any) -> Iterator[str]:
    """Every `text` of a golden file, also where only a part of it is asked for."""
    if isinstance(golden, dict):
        for name, value in golden.items():
            if name == "text":
                yield plain(value["has"] if isinstance(value, dict) else value)
            else:
                yield from quotes(value)
    elif isinstance(golden, list):
        for item in golden:
            yield from quotes(item)


def evidence(value: Any) -> Iterator[Record]:
    """Every item of a record that says where its words stand."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from evidence(item)


# -- comparing: each function yields one readable line for each difference


def compared_as_it_is(field: str, golden: Record, record: Record, _text: str) -> Iterator[str]:
    yield from differences(field, golden[field], record[field])


def differences(place: str, expected: Any, found: Any) -> Iterator[str]:
    """Where `found` is not what a golden value asks for."""
    if isinstance(expected, dict) and not expected.keys() & {"has", "one_of"}:
        yield from _item(place, expected, found)
    elif isinstance(expected, list):
        yield from in_order(place, expected, found)
    elif not fits(expected, found):
        yield f"{place}: expected {shown(expected)}, found {shown(found)}"


def fits(expected: Any, found: Any) -> bool:
    """True when one value is what the golden file asks for.

    {"has": words} asks for words inside it, in any case; {"one_of": [...]} for one of some.
    """
    if isinstance(expected, dict) and "has" in expected:
        return isinstance(found, str) and expected["has"].casefold() in plain(found).casefold()
    if isinstance(expected, dict):
        return any(fits(value, found) for value in expected["one_of"])
    if isinstance(expected, str) and isinstance(found, str):
        return plain(expected) == plain(found)
    return type(expected) is type(found) and bool(expected == found)


def _item(place: str, expected: Record, found: Record | None) -> Iterator[str]:
    if found is None:
        yield f"{place}: expected {shown(expected)}, found nothing"
        return
    for name, value in expected.items():
        if name not in ITEM_SETTINGS:
            yield from differences(f"{place}.{name}", value, found[name])
    surest = expected.get("max_confidence", 1.0)
    if found.get("confidence", 0.0) > surest:
        yield f"{place}.confidence: expected at most {surest}, found {found['confidence']}"


def in_order(place: str, expected: list[Any], found: list[Any]) -> Iterator[str]:
    """The items one by one, none missing, none too many; `required: false` may be missing.

    An optional item may stand anywhere.
    """
    rest = list(found)
    for item in filter(is_optional, expected):
        at = position(item, rest)
        if at is not None:
            yield from differences(f"{place} {shown(item)}", item, rest.pop(at))
    for item in (item for item in expected if not is_optional(item)):
        at = position(item, rest)
        if at is None:
            yield f"{place}: missing: {shown(item)}"
            continue
        yield from (f"{place}: too many: {shown(extra)}" for extra in rest[:at])
        yield from differences(f"{place} {shown(item)}", item, rest[at])
        rest = rest[at + 1 :]
    yield from (f"{place}: too many: {shown(extra)}" for extra in rest)


def is_optional(expected: Any) -> bool:
    return isinstance(expected, dict) and expected.get("required") is False


def position(expected: Any, found: list[Any]) -> int | None:
    return next((i for i, other in enumerate(found) if is_same(expected, other)), None)


def is_same(expected: Any, found: Any) -> bool:
    """True when two items are about the same thing, right or wrong in the rest."""
    if not isinstance(expected, dict) or not isinstance(found, dict):
        return fits(expected, found)
    name = next(name for name in IDENTITY if name in expected)
    return fits(expected[name], found[name])


def shown(value: Any) -> str:
    """The value, a record by its words only."""
    if isinstance(value, dict) and not value.keys() & {"has", "one_of"}:
        kept = {name: value[name] for name in (*IDENTITY, "choice") if name in value}
        return repr(kept)
    return repr(value)


# -- fields with a rule of their own


def no_directive_here(field: str, golden: Record, record: Record, text: str) -> Iterator[str]:
    """The words are under no directive; under no commitment but one that the file lists."""
    promised = [plain(item["text"]) for item in golden.get("commitments", [])]
    told = [
        *(("directive", item) for item in record["directives"]),
        *(
            ("commitment", item)
            for item in record["commitments"]
            if plain(item["text"]) not in promised
        ),
    ]
    for item in golden[field]:
        for what, found in told:
            span = Span(found["start"], found["end"])
            if any(place.overlaps(span) for place in places(item["text"], text)):
                yield f"{field}: {item['text']!r} ({item['why']}) is in the {what} {shown(found)}"


def aliases(field: str, golden: Record, record: Record, _text: str) -> Iterator[str]:
    """Every pair is found somewhere; what else is found is a fuller form of one of them."""
    expected, found = golden[field], record[field]
    for pair in expected:
        if not is_optional(pair) and not any(is_pair(pair, other) for other in found):
            yield f"{field}: missing: {pair}"
    for other in found:
        if not any(is_pair(pair, other) for pair in expected):
            yield f"{field}: too many: {other['form']} = {other['real']} ({other['relation']})"


def is_pair(expected: Record, found: Record) -> bool:
    return expected["relation"] == found["relation"] and all(
        is_part(expected[name], found[name]) for name in ("form", "real")
    )


def people(field: str, golden: Record, record: Record, _text: str) -> Iterator[str]:
    """One person of the record for each golden name, whatever else the documents call him."""
    found = {e["id"] if "~" not in e["id"] else e["label"] for e in record["persons"]}
    for wanted in golden[field]:
        same = sorted(name for name in found if is_part(wanted["name"], name))
        if len(same) > 1 or not (same or is_optional(wanted)):
            yield f"{field}: expected {wanted['name']!r} once, found {same}"
        found -= set(same)
    yield from (f"{field}: too many: {name!r}" for name in sorted(found))


def is_part(words: str, name: str) -> bool:
    """True when `name` is `words` or a fuller form of them."""
    return f" {key(words)} " in f" {key(name)} "


def references(field: str, golden: Record, record: Record, text: str) -> Iterator[str]:
    """As they are, but whether the article belongs to the words is left open."""
    expected = [_without_article(item) for item in golden[field]]
    yield from differences(field, expected, [_without_article(item) for item in record[field]])


def _without_article(item: Record) -> Record:
    text = item["text"]
    return item if isinstance(text, dict) else {**item, "text": ARTICLE.sub("", text, count=1)}


def mentions(field: str, golden: Record, record: Record, text: str) -> Iterator[str]:
    """Each golden mention at its own place, and no person or place more than these."""
    body = text.index(golden.get("body_begins", ""))
    expected = list(zip(spans_in_order(golden[field], text, body), golden[field], strict=True))
    found = sorted(record[field], key=lambda item: (item["start"], item["end"]))
    for span, item in expected:
        here = [other for other in found if is_at(other, span, text)]
        if not here and item["required"]:
            yield f"{field}: missing {item['text']!r} at {span.start}: {around(text, span)!r}"
        for other in here:
            yield from _mention(f"{field} {item['text']!r} at {span.start}", item, other)
    yield from _too_many(field, expected, found, body, text)


def _mention(place: str, expected: Record, found: Record) -> Iterator[str]:
    kinds = expected["kind"] if isinstance(expected["kind"], list) else [expected["kind"]]
    if found["kind"] not in kinds:
        yield f"{place}: kind: expected one of {kinds}, found {found['kind']!r}"
    entity = None if expected["entity"] == "local" else expected["entity"]
    if expected["entity"] is not None and found["entity"] != entity:
        yield f"{place}: entity: expected {expected['entity']!r}, found {found['entity']!r}"


def _too_many(
    field: str, expected: list[tuple[Span, Record]], found: list[Record], body: int, text: str
) -> Iterator[str]:
    known = {item["entity"] for _, item in expected if item["entity"] not in (None, "local")}
    for other in found:
        span = Span(other["start"], other["end"])
        allowed = (
            any(is_at(other, place, text) for place, _ in expected)
            if span.start >= body
            else other["entity"] in known  # title and summary may name the same people again
        )
        if other["kind"] in ("person", "place") and not allowed:
            yield f"{field}: too many: {other['kind']} {around(text, span)!r} at {span.start}"


def is_at(found: Record, place: Span, text: str) -> bool:
    """True when a mention stands there; whether its article belongs to it is left open."""
    return _bare(Span(found["start"], found["end"]), text) == _bare(place, text)


def _bare(span: Span, text: str) -> Span:
    """The span without an article at its start."""
    article = ARTICLE.match(span.of(text))
    return Span(span.start + (article.end() if article else 0), span.end)


def spans_in_order(items: list[Record], text: str, start: int) -> Iterator[Span]:
    """The places of the mentions, each searched after the one before."""
    for item in items:
        later = [place for place in places(item["text"], text) if place.start >= start]
        assert later, f"no {item['text']!r} after {start}"
        yield later[0]
        start = later[0].end


def places(words: str, text: str) -> list[Span]:
    """Where the words stand as whole words, whatever white space and quotes the page has."""
    pattern = r"\s+".join(re.escape(word) for word in fold(words).split())
    return [Span(*m.span()) for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", fold(text))]


def around(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - 20) : span.start], text[span.end : span.end + 20]
    return plain(f"{before}>{span.of(text)}<{after}")


COMPARED = {
    "not_directives": no_directive_here,
    "aliases": aliases,
    "people": people,
    "references": references,
    "mentions": mentions,
}


# -- the comparison itself can miss nothing


@pytest.mark.parametrize(
    ("expected", "found", "differs"),
    [
        ("1 October  1950", "1 October 1950", 0),
        ("75352", "75353", 1),
        (None, "75352", 1),
        (True, 1, 1),
        ({"has": "may 3"}, "by May 3", 0),
        ({"has": "May 3"}, None, 1),
        ({"one_of": ["office", "organization"]}, "person", 1),
        (["A", "B"], ["A", "B"], 0),
        (["A", "B"], ["B", "A"], 2),
        (["A"], ["A", "A"], 1),
        ([], ["A"], 1),
        ([{"text": "A", "kind": "x"}], [{"text": "A", "kind": "y"}], 1),
        ([{"text": "A", "required": False}, {"text": "B"}], [{"text": "B"}], 0),
        ([{"text": "A", "max_confidence": 0.6}], [{"text": "A", "confidence": 0.9}], 1),
        ({"edtf": "1950"}, None, 1),
    ],
)
def test_the_comparison_counts_the_differences(expected: Any, found: Any, differs: int) -> None:
    assert len(list(differences("field", expected, found))) == differs


def test_a_mention_too_many_or_in_the_wrong_place_is_seen() -> None:
    text = "Head. Cde. Drey saw Drey in Selm."
    golden = {
        "body_begins": "Cde.",
        "mentions": [{"text": "Drey", "kind": "person", "entity": "drey", "required": True}],
    }

    def mention(start: int, words: str, kind: str, entity: str | None) -> Record:
        return {"text": words, "start": start, "end": start + len(words)} | {
            "kind": kind,
            "entity": entity,
        }

    right = mention(11, "Drey", "person", "drey")
    assert not list(mentions("mentions", golden, {"mentions": [right]}, text))
    for wrong in (
        [],
        [right, mention(28, "Selm", "place", None)],
        [right, mention(0, "Head", "person", None)],
        [mention(11, "Drey", "office", "drey")],
        [mention(11, "Drey", "person", None)],
    ):
        assert list(mentions("mentions", golden, {"mentions": wrong}, text))


def test_a_directive_over_words_that_are_none_is_seen() -> None:
    text = "The mill must run by now. Go."
    golden = {"not_directives": [{"why": "assessment", "text": "The mill must run by now."}]}

    def directive(start: int, end: int) -> Record:
        told = {"text": text[start:end], "start": start, "end": end}
        return {"directives": [told], "commitments": []}

    for record, missed in ((directive(26, 29), 0), (directive(9, 13), 1)):
        assert len(list(no_directive_here("not_directives", golden, record, text))) == missed


def test_a_person_missing_or_too_many_is_seen() -> None:
    golden = {"people": [{"name": "stalin-joseph"}, {"name": "Tarn"}]}

    def record(*labels: str) -> Record:
        named = [{"id": f"x~{label}", "label": label} for label in labels]
        return {"persons": [{"id": "stalin-joseph", "label": "Joseph Stalin"}, *named]}

    for labels, missed in ((["Rolf Tarn"], 0), (["Rolf", "Rolf Tarn"], 1), ([], 1)):
        assert len(list(people("people", golden, record(*labels), ""))) == missed


def test_an_alias_too_many_is_seen() -> None:
    golden = {"aliases": [{"form": "Lark", "real": "Drey", "relation": "cover name"}]}
    found = [{"form": "LARK", "real": "N. DREY", "relation": "cover name"}]
    wrong = [*found, {"form": "not", "real": "Perrin", "relation": "cover name"}]
    assert not list(aliases("aliases", golden, {"aliases": found}, ""))
    assert len(list(aliases("aliases", golden, {"aliases": wrong}, ""))) == 1
    assert len(list(aliases("aliases", golden, {"aliases": []}, ""))) == 1
