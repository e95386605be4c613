"""`coldwire show`: a message decomposed, each piece with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from kg.cleaning import shown
from kg.cli.console import DEFAULT_STORE, StoreOption, output, write
from kg.record import AliasRecord, MessageRecord
from kg.store import Store

_WIDTH = 100
Entry = tuple[str, str, Any]
"""A label, what is said, and the piece of the record it rests on (None for a plain fact)."""


def show(
    message: Annotated[str, typer.Argument(help="Number or identifier of a message.")],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add offsets and confidence.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Prints a message decomposed.

    People and cover names, handling, directives in order, votes, references; each with the
    exact words.
    """
    with Store.open(store) as opened:
        text = opened.record_of(message)
    if as_json:
        write(text.encode() + b"\n")
        return
    record = MessageRecord.model_validate_json(text)
    console = output(None if output().is_terminal else _WIDTH)
    console.print(Text(shown(record.title or record.id, 500), "bold"))
    for heading, entries in SECTIONS.items():
        _print_section(console, heading, list(entries(record)), evidence)


def _print_section(
    console: Console, heading: str, entries: list[Entry], with_evidence: bool
) -> None:
    if not entries:
        return
    console.print()
    console.print(Text(heading, "bold cyan"))
    for label, said, item in entries:
        line = Text(shown(label, 200), "bold")
        if said:
            line.append(("  " if label else "") + shown(said, 5000), "")
        _print_indented(console, line, 2)
        if item is not None:
            _print_indented(console, _quote(item, with_evidence), 6)


def _print_indented(console: Console, text: Text, indent: int) -> None:
    """The text in lines of the console's width, without blanks at their ends."""
    for line in text.wrap(console, console.width - indent):
        line.rstrip()
        console.print(Text(" " * indent).append_text(line))


def _quote(item: Any, with_evidence: bool) -> Text:
    text = Text(f"“{shown(item.text, 20_000)}”", "italic")
    if with_evidence:
        text.append(f"  [{item.start}:{item.end}, confidence {item.confidence:.2f}]", "dim")
    return text


def _facts(record: MessageRecord) -> Iterator[Entry]:
    date = record.date
    facts = {
        "Identifier": record.id,
        "Form": record.form,
        "Number": record.number,
        "Other numbers": ", ".join(record.other_numbers),
        "Date": date and (date.edtf if date.text == date.edtf else f"{date.edtf} ({date.text})"),
        "Time": record.time,
        "From": record.from_place,
        "To": record.to_place,
        "Classification": record.classification,
        "Precedence": record.precedence,
        "Office": record.issuing_office,
        "Instructions": "; ".join(record.instructions),
        "Signed": record.signed,
        "Archive": record.archive_reference,
        "Repository": record.repository,
        "Address": record.url,
        "Translated by": record.translator,
        "Original language": record.original_language,
        "Kind of text": record.kind_of_text,
        "Credits": record.credits,
    }
    yield from ((name, value, None) for name, value in facts.items() if value)


def _people(record: MessageRecord) -> Iterator[Entry]:
    for label, parties in (
        ("Sender", record.sender),
        ("Recipient", record.recipients),
        ("Relayed by", record.relays),
    ):
        for party in parties:
            yield label, _who(party.text, party.entity, record, party.office), party


def _who(written: str, address: str, record: MessageRecord, office: str | None) -> str:
    labels = {f"{e.kind}/{e.id}": e.label for e in record.entities}
    label = labels.get(address, address)
    parts = [written] if written == label else [written, "=", label]
    return " ".join([*parts, f"({office})" if office else "", f"<{address}>"]).replace("  ", " ")


def _names(record: MessageRecord) -> Iterator[Entry]:
    grouped: dict[tuple[str, str, str], list[AliasRecord]] = {}
    for alias in record.aliases:
        grouped.setdefault((alias.form, alias.relation, alias.real), []).append(alias)
    for (form, relation, real), found in grouped.items():
        best = max(found, key=lambda alias: (alias.confidence, len(alias.text)))
        times = f", said {len(found)} times" if len(found) > 1 else ""
        yield form, f"{relation} of {real}{times}", best


def _handling(record: MessageRecord) -> Iterator[Entry]:
    for step in record.handling:
        when = " ".join(filter(None, [step.date, step.time]))
        who = ", ".join(filter(None, [step.by, step.office]))
        flag = f"! {step.flag}" if step.flag else None
        said = "; ".join(filter(None, [who, when, step.place, step.note, flag]))
        yield step.kind.capitalize(), said, step


def _copies(record: MessageRecord) -> Iterator[Entry]:
    if record.distribution_total is not None:
        yield "Copies in all", str(record.distribution_total), None
    for copy in record.distribution:
        count = None if copy.copies is None else f"{copy.copies} x"
        number = None if copy.number is None else f"copy {copy.number}"
        yield "To", " ".join(filter(None, [copy.name, number, count, copy.date])), copy


def _directives(record: MessageRecord) -> Iterator[Entry]:
    for item in record.directives:
        words = [
            item.force,
            "reported" if item.reported else "",
            f"point {item.point}" if item.point else "",
            f"to be done by {_joined(item.to_be_done_by)}" if item.to_be_done_by else "",
            f"through {_joined(item.through)}" if item.through else "",
            f"if: {item.condition}" if item.condition else "",
            f"when: {item.deadline}" if item.deadline else "",
            f"but: {item.proviso}" if item.proviso else "",
        ]
        yield f"{item.ordinal}.", "; ".join(filter(None, words)), item


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _commitments(record: MessageRecord) -> Iterator[Entry]:
    for item in record.commitments:
        to = f"to {_joined(item.to)}" if item.to else ""
        when = f"when: {item.deadline}" if item.deadline else ""
        yield _joined(item.by), "; ".join(filter(None, [to, when])), item


def _decisions(record: MessageRecord) -> Iterator[Entry]:
    for item in record.decisions:
        said = [item.question, item.date, item.concerns and f"concerns {item.concerns}"]
        verdict = {True: "accepted", False: "not accepted", None: "outcome not stated"}
        label = item.title or item.body or "Decision"
        yield label, "; ".join(filter(None, [*said, verdict[item.accepted]])), item
        for vote in item.votes:
            yield f"  {vote.name}", vote.choice, vote


def _references(record: MessageRecord) -> Iterator[Entry]:
    for item in record.references:
        if item.same_as is not None:
            continue
        said = [
            item.number and f"no. {item.number}",
            item.date,
            f"from {_joined(item.author)}" if item.author else None,
            f"to {_joined(item.addressee)}" if item.addressee else None,
            f"= {item.target}" if item.target else "not among the messages we hold",
        ]
        yield f"{item.form} ({item.kind})", "; ".join(filter(None, said)), item
        for candidate in [] if item.target else item.candidates[:3]:
            why = " ".join(candidate.reasons)
            yield "  perhaps", f"{candidate.message} ({candidate.score:.2f}): {why}", None


def _mentions(record: MessageRecord) -> Iterator[Entry]:
    labels = {(e.kind, e.id): e.label for e in record.entities}
    seen: dict[tuple[str, str], list[Any]] = {}
    for item in record.mentions:
        if item.role == "mentioned":
            seen.setdefault((item.kind, item.entity or item.text), []).append(item)
    for (kind, name), items in seen.items():
        spellings = ", ".join(dict.fromkeys(item.text for item in items))
        yield labels.get((kind, name), name), f"{kind}, {len(items)} x: {spellings}", items[0]


SECTIONS = {
    "The message": _facts,
    "People": _people,
    "Names": _names,
    "Handling": _handling,
    "Copies": _copies,
    "Directives": _directives,
    "Commitments": _commitments,
    "Decisions and votes": _decisions,
    "References": _references,
    "Mentions": _mentions,
}
"""What is shown, in this order: heading and what makes its entries."""
