"""The message itself: title, date, numbers, markings and what its publisher says of it.

Every finding becomes a node of evidence; those that agree with the value chosen for the message
support its plain triple. A finding that says something else stays, and supports nothing.
"""

from __future__ import annotations

from kg.cleaning import plain
from kg.findings import Copy, Dateline, Description, Marking, Mention, Number
from kg.rdf import iris
from kg.rdf.concepts import concept
from kg.rdf.page import Page
from kg.rdf.terms import cw, edtf, integer, iri, string, term

DESCRIPTIONS = {
    "title": "dcterms:title",
    "citation": "dcterms:bibliographicCitation",
    "repository": "dcterms:publisher",
    "archive_reference": "cw:archiveReference",
    "url": "dcterms:source",
    "translator": "cw:translator",
    "summary": "dcterms:abstract",
    "credits": "schema:creditText",
    "language": "dcterms:language",
    "contents": "dcterms:description",
    "kind_of_text": "dcterms:type",
    "author": "dcterms:creator",
    "record_id": "dcterms:identifier",
    "rights": "dcterms:rights",
    "subject": "dcterms:subject",
    "source_note": "dcterms:provenance",
    "evidence": "prov:wasDerivedFrom",
}
"""The property for each fact that a page or table states about its message.

A fact of another name stays a node of evidence with that name as its label.
"""

_ADDRESSES = {"dcterms:source", "prov:wasDerivedFrom"}
_MARKINGS = {"form": "form", "classification": "classification", "precedence": "precedence"}


def write_message(page: Page) -> None:
    """What is said of the message as a whole and rests on no single finding."""
    page.graph.add(page.message, term("rdf:type"), cw("Message"))
    if not page.is_merged:
        page.graph.add_text(page.message, term("rdfs:label"), label(page))
        body = page.document.body
        held = "held" if body.start < body.end else "envelope only"
        page.graph.add(page.message, cw("heldAs"), concept("held-as", held))
    if page.document.reader == "frus_tei":
        address = iris.frus_page(page.document.identifier)
        page.graph.add(page.message, term("dcterms:source"), iri(address))
    page.dated(page.message, page.date.value if page.date else None)


def label(page: Page) -> str:
    """The title; where there is none, form, number, correspondents and date in one line."""
    findings = page.findings
    title = findings.description("title")
    if title:
        return plain(title)
    number = next((f" {n.value}" for n in findings.numbers()), "")
    ends = [_names(page, "sender"), _names(page, "recipient")]
    parts = [
        (findings.marking("form") or "message").capitalize() + number,
        " to ".join(end or "unknown" for end in ends) if any(ends) else "",
        page.date.value.edtf if page.date else "",
    ]
    return ", ".join(part for part in parts if part)


def _names(page: Page, role: str) -> str:
    found = [page.entity(m.party).label for m in page.findings.of(Mention) if m.role == role]
    return " and ".join(dict.fromkeys(found))


def write_description(page: Page, node: str, found: Description) -> None:
    """A fact of the archive's page or of a table's row."""
    page.evidence(node, "Evidence", found)
    name = DESCRIPTIONS.get(found.name)
    if found.name == "title" and plain(found.value) != plain(
        page.findings.description("title") or ""
    ):
        name = None  # the page prints two titles: the other stays as evidence
    value = _value(name, found.value)
    if name is None:
        page.graph.add_text(node, term("rdfs:label"), found.name.replace("_", " "))
        page.graph.add(node, term("schema:value"), value)
    elif found.value:
        page.supported(node, term(name), value)


def _value(name: str | None, text: str) -> str:
    address = iris.web_address(text) if name in _ADDRESSES else None
    return iri(address) if address else string(text)


def write_dateline(page: Page, node: str, found: Dateline) -> None:
    """A date (and hour) of the message."""
    page.evidence(node, "Evidence", found)
    page.dated(node, found.value)
    page.graph.add(node, cw("role"), concept("date-role", found.role))
    if page.date is not None and found.value == page.date.value:
        page.supported(node, cw("date"), edtf(found.value.edtf))
    if found.time:
        page.graph.add(node, cw("time"), string(found.time))
    if found is page.hour:
        page.graph.add(page.message, cw("time"), string(str(found.time)))
        page.graph.add(node, cw("supports"), cw("time"))


def write_number(page: Page, node: str, found: Number) -> None:
    """A number: the one to cite the message by, or another."""
    page.evidence(node, "Evidence", found)
    page.graph.add(node, cw("kind"), concept("number-kind", found.kind))
    main = page.findings.numbers()[0].value
    predicate = cw("number" if found.value == main else "otherNumber")
    page.supported(node, predicate, string(found.value))


def write_marking(page: Page, node: str, found: Marking) -> None:
    """A marking: form, classification and precedence as concepts, the others as notes."""
    page.evidence(node, "Evidence", found)
    page.graph.add(node, cw("kind"), concept("marking-kind", found.kind))
    if found.kind not in _MARKINGS:
        words = found.quote if found.kind == "instruction" else found.value
        page.supported(node, cw("note"), string(plain(words)))
        return
    value = page.concept(found.kind, found.value)
    chosen = page.findings.marking(found.kind)
    if chosen is not None and page.concept(found.kind, chosen) == value:
        page.supported(node, cw(_MARKINGS[found.kind]), value)
    else:
        page.graph.add(node, term("schema:value"), value)


def write_total(page: Page, node: str, found: Copy) -> None:
    """How many copies the distribution list counts in all; printed once, said by each entry."""
    if found.total is not None:
        page.graph.add(page.message, cw("copies"), integer(found.total))
        page.graph.add(node, cw("supports"), cw("copies"))
