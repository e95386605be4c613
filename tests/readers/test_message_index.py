"""Each row of an index is a Document of its own; a bad row never takes others with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.document import Document
from kg.errors import Problem, SkipError
from kg.files import shipped
from kg.readers import read

ReadFile = Callable[[str, str], tuple[list[Document], list[Problem]]]
HEADER = (
    "id,date,date_uncertain,form,number,sender,sender_as_named,recipients,recipients_as_named,"
    "via,from_place,to_place,url,evidence,confidence"
)
SHORT = "id,date,sender,recipients"
FULL = (
    "selm-1,1957-05-03,true,cable,88;88/kt,Ida Tamsin,,Marcus Drey;Nan Birk,Lark;,Bram Ilk,"
    'Port Selm,Orvane,https://example.org/a*b,"https://example.org/?a=1,2",high'
)


def values(document: Document) -> list[tuple[str, str]]:
    return [(field.name, field.value) for field in document.fields]


def test_a_row_gives_a_field_for_each_value_in_order(read_file: ReadFile) -> None:
    (document,), problems = read_file("Port messages.csv", f"{HEADER}\n{FULL}\n")
    assert problems == []
    assert (document.identifier, document.reader) == ("selm-1", "message_index")
    assert (document.source, document.graph) == ("Port messages.csv", "port-messages")
    assert sorted(values(document)) == [
        ("confidence", "high"),
        ("date", "1957-05-03"),
        ("date_uncertain", "true"),
        ("evidence", "https://example.org/?a=1,2"),
        ("form", "cable"),
        ("from_place", "Port Selm"),
        ("number", "88"),
        ("number", "88/kt"),
        ("recipient", "Marcus Drey"),
        ("recipient", "Nan Birk"),
        ("recipient_as_named", "Lark"),
        ("recipient_as_named", "Nan Birk"),
        ("sender", "Ida Tamsin"),
        ("to_place", "Orvane"),
        ("url", "https://example.org/a*b"),
        ("via", "Bram Ilk"),
    ]


def test_the_text_of_a_document_is_its_own_row(read_file: ReadFile) -> None:
    second = 'b,1950,"Holt\nAldous",Ilk'
    documents, _ = read_file("a.csv", f"{SHORT}\na,1949,Drey,Ilk\n\n{second}\n")
    assert [document.text for document in documents] == ["a,1949,Drey,Ilk", second]
    for document in documents:
        assert [(b.kind, b.span.of(document.text)) for b in document.blocks] == [
            ("row", document.text)
        ]
    assert ("sender", "Holt Aldous") in values(documents[1])


def test_the_words_of_a_value_are_the_raw_characters(read_file: ReadFile) -> None:
    row = 'a,"[1950-10-13,1950-10-14]"," Drey ""Lark"" ; Holt","Ilk"'
    (document,), problems = read_file("a.csv", f"{SHORT}\n{row}")
    assert problems == []
    assert [(f.value, f.span.of(document.text)) for f in document.fields] == [
        ("[1950-10-13,1950-10-14]", "[1950-10-13,1950-10-14]"),
        ('Drey "Lark"', 'Drey ""Lark""'),
        ("Holt", "Holt"),
        ("Ilk", "Ilk"),
    ]


def test_an_empty_name_used_is_the_persons_own(read_file: ReadFile) -> None:
    header = "id,date,sender,sender_as_named,recipients"
    (document,), problems = read_file("a.csv", f"{header}\na,,Drey;Holt,;Lark,Ilk\n")
    assert problems == []
    named = document.fields_named("sender_as_named")
    assert [(f.value, f.span.of(document.text)) for f in named] == [
        ("Drey", "Drey"),
        ("Lark", "Lark"),
    ]
    assert named[0].span == document.fields_named("sender")[0].span


def test_a_name_may_stand_without_a_person_when_nobody_knows_who_it_is(
    read_file: ReadFile,
) -> None:
    header = "id,date,sender,sender_as_named,recipients"
    (document,), problems = read_file("a.csv", f"{header}\na,,,Lark,Ilk\n")
    assert problems == []
    assert values(document) == [("sender_as_named", "Lark"), ("recipient", "Ilk")]


BAD_ROWS = [
    ("x,1950,Drey", "skipped", "3 cells, the header has 4 columns"),
    ("x,1950,Drey,Ilk,Voss", "skipped", "5 cells, the header has 4 columns"),
    (",1950,Drey,Ilk", "skipped", "no id"),
    ("x y,1950,Drey,Ilk", "skipped", "'x y' is no id"),
    ("x~y,1950,Drey,Ilk", "skipped", "'x~y' is no id"),
    ("good,1950,Drey,Ilk", "skipped", "the id 'good' stands already in line 2"),
    ('x,1950,"Drey,Ilk', "skipped", "a quotation mark is never closed"),
    ('x,1950,"Drey"s,Ilk', "skipped", "text follows a closing quotation mark"),
    ('x,1950,Drey "Lark",Ilk', "skipped", "a quotation mark inside a cell that does not begin"),
    ("x,1950-02-30,Drey,Ilk", "warning", "no such day: '1950-02-30'; the date was left out"),
    ("x,3 May,Drey,Ilk", "warning", "not a date we know: '3 May'"),
]


@pytest.mark.parametrize(("row", "severity", "reason"), BAD_ROWS)
def test_a_bad_row_is_reported_with_its_line_and_the_others_go_on(
    read_file: ReadFile, row: str, severity: str, reason: str
) -> None:
    text = f"{SHORT}\ngood,1950,Drey,Ilk\n{row}\nlast,1951,Voss,Perrin\n"
    documents, (problem,) = read_file("a.csv", text)
    kept = ["good", "last"] if severity == "skipped" else ["good", "x", "last"]
    assert [document.identifier for document in documents] == kept
    assert problem.severity == severity
    assert problem.source == "a.csv"
    assert problem.message.startswith(f"a.csv, line 3: {reason}")


def test_an_impossible_date_is_left_out_and_the_rest_of_the_row_used(read_file: ReadFile) -> None:
    (document,), _ = read_file("a.csv", f"{SHORT}\nx,1950-13-01,Drey,Ilk\n")
    assert values(document) == [("sender", "Drey"), ("recipient", "Ilk")]


def test_names_that_cannot_be_paired_are_left_out_with_a_warning(read_file: ReadFile) -> None:
    header = "id,date,sender,sender_as_named,recipients"
    (document,), (problem,) = read_file("a.csv", f"{header}\na,,Drey;Holt,Lark,Ilk\n")
    assert "line 2: 1 names in sender_as_named for 2 in sender" in problem.message
    assert document.fields_named("sender_as_named") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,label,qid\na,b,c\n", "line 1: no index of messages: column date, sender, recipients"),
        ("id;date;sender;recipients\n", "line 1: no index of messages"),
        (f"{SHORT},date\na,b,c,d,e\n", "line 1: column 'date' stands twice"),
        (f"{SHORT}\n\n", "line 2: the index has no rows"),
        ('"id,date\na,b\n', "line 1: the header cannot be read: a quotation mark is never closed"),
    ],
)
def test_a_table_that_is_no_index_is_left_out_with_the_reason(
    read_file: ReadFile, text: str, reason: str
) -> None:
    with pytest.raises(SkipError) as caught:
        read_file("a.csv", text)
    assert str(caught.value).startswith(f"a.csv, {reason}")


def test_a_column_nobody_knows_is_reported_once(read_file: ReadFile) -> None:
    documents, (problem,) = read_file("a.csv", f"{SHORT},color\na,,B,C,red\nb,,B,C,red\n")
    assert len(documents) == 2
    assert problem.severity == "warning"
    assert "line 1: unknown column 'color' was not read" in problem.message


def test_columns_may_stand_in_any_order_and_spelling_of_case(read_file: ReadFile) -> None:
    (document,), problems = read_file("a.csv", "Recipients,ID,Sender,Date\nIlk,a,Drey,1950\n")
    assert problems == []
    assert sorted(values(document)) == [("date", "1950"), ("recipient", "Ilk"), ("sender", "Drey")]


def test_the_shipped_index_is_read_whole_and_without_doubts() -> None:
    folder = shipped("data") / "index"
    for path in sorted(folder.glob("*.csv")):
        documents = list(read(path, folder, lambda problem: pytest.fail(problem.message)))
        assert len(documents) == path.read_text(encoding="utf-8").count("\n") - 1
        assert {document.graph for document in documents} == {path.stem}
