"""`coldwire query`: SPARQL, or one of the named questions, on a built store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from kg.cleaning import shown
from kg.cli.console import (
    DEFAULT_STORE,
    AnyStoreOption,
    StoreKindOption,
    opened,
    output,
    write,
)
from kg.errors import StopError
from kg.queries import question, questions
from kg.store import FORMATS, Store, Term, address_of

if TYPE_CHECKING:
    from kg.store.remote import RemoteStore

TABLE = "table"
_LONGEST_CELL = 20_000


def query(
    what: Annotated[
        str | None, typer.Argument(help="A file (.rq), or the number or name of a question.")
    ] = None,
    text: Annotated[str | None, typer.Option("-q", "--text", help="SPARQL text.")] = None,
    fmt: Annotated[
        str | None,
        typer.Option("--format", "-f", help=f"table (default), {', '.join(FORMATS)}."),
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Parameter of a question: name=value.")
    ] = None,
    store: AnyStoreOption = str(DEFAULT_STORE),
    kind: StoreKindOption = None,
) -> None:
    """Asks the graph. Without anything to ask, lists the named questions."""
    if what is None and text is None:
        _list_questions()
        return
    with opened(store, kind) as graph:
        asked, bound = _asked(what, text, values or [], graph)
        answers = graph.kind_of(asked, bound)
        chosen = fmt or ("turtle" if answers == "graph" else TABLE)
        if chosen == TABLE:
            _print_table(graph, asked, bound, answers)
        else:
            write(graph.answer(asked, chosen, substitutions=bound))


def _list_questions() -> None:
    table = Table("no.", "name", "question", "parameters", box=None, pad_edge=False)
    for item in questions():
        parameters = ", ".join(parameter.name for parameter in item.parameters)
        table.add_row(str(item.number), item.name, item.title, parameters)
    output().print(table)


def _asked(
    what: str | None, text: str | None, values: list[str], store: Store | RemoteStore
) -> tuple[str, dict[str, Term]]:
    """The text of the query and the values bound to its variables."""
    if what is not None and text is not None:
        raise StopError("Ask one thing: a file or a question, or a text with -q.")
    pairs = dict(_pair(value) for value in values)
    if what is not None and not Path(what).suffix:
        asked = question(what)
        return asked.text, asked.bind(pairs, lambda given: address_of(store, given))
    if pairs:
        raise StopError("--set gives values to a named question only; write them into the query.")
    return (text or "" if what is None else _read(Path(what))), {}


def _pair(value: str) -> tuple[str, str]:
    name, sign, given = value.partition("=")
    if not sign:
        raise StopError(f"--set {value!r}: write name=value.")
    return name, given


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StopError(f"{file}: cannot be read as a query in UTF-8: {error}.") from error


def _print_table(store: Store | RemoteStore, asked: str, bound: dict[str, Term], kind: str) -> None:
    if kind == "graph":
        raise StopError("The answer is a graph: choose turtle, ntriples, jsonld or another format.")
    if kind == "boolean":
        output().print(store.answer(asked, "csv", substitutions=bound).decode())
        return
    table = Table(show_lines=False, header_style="bold")
    rows = store.rows(asked, bound)
    for name in rows.columns:
        table.add_column(shown(name, 200), overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(value, _LONGEST_CELL)) for value in row.values()))
    console = output()
    console.print(table)
    console.print(Text(f"{len(rows):,} rows", "dim"))
