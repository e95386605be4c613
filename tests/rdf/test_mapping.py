"""A telegram with every kind of finding becomes the graph that the contract describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace

import pyoxigraph as ox
import pytest

from kg import findings as kinds
from kg.document import Document
from kg.findings import Findings, Mention
from kg.identities import Entity, Identification, Resolution, Resolved
from kg.namespaces import PREFIXES
from kg.rdf import quads
from kg.rdf.mapping import WRITERS

Build = Callable[..., Resolved]
BUREAU = Entity("organization", "paper-1~bureau", "The bureau")
ID = "https://w3id.org/coldwire/id/"
PREFIX = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())
PREFIX += "".join(
    f"PREFIX {kind}: <{ID}{kind}/>\n"
    for kind in ("message", "person", "office", "organization", "place", "finding", "name")
)


class Graphs:
    """The lines in an engine, asked over all graphs."""

    def __init__(self, lines: list[str]) -> None:
        self.store = ox.Store()
        self.store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)

    def ask(self, pattern: str) -> bool:
        query = f"{PREFIX} ASK {{ {pattern} }}"
        return bool(self.store.query(query, use_default_graph_as_union=True))

    def rows(self, select: str) -> list[tuple[str, ...]]:
        found = self.store.query(PREFIX + select, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(value.value.removeprefix(ID) for value in row if value) for row in found]


@pytest.fixture(scope="module")
def graph(resolved: Resolved) -> Graphs:
    return Graphs(list(quads(resolved)))


def test_every_kind_of_finding_has_a_writer_and_is_in_the_example(resolved: Resolved) -> None:
    declared = {
        kind
        for kind in vars(kinds).values()
        if is_dataclass(kind) and isinstance(kind, type) and issubclass(kind, kinds.Finding)
    } - {kinds.Finding}
    assert set(WRITERS) == declared
    found = {type(item) for item in resolved.findings} | {kinds.Vote}
    assert found == declared


def test_the_envelope_is_plain_triples(graph: Graphs) -> None:
    assert graph.ask(
        """message:paper-1 a cw:Message ; cw:date "1950-10-01"^^edtf:EDTF ; cw:time "02:40" ;
        cw:earliest "1950-10-01"^^xsd:date ; cw:latest "1950-10-01"^^xsd:date ;
        cw:number "410277/kt" ; cw:otherNumber "88/kt" ; cw:copies 2 ;
        cw:form <https://w3id.org/coldwire/vocabulary/form/ciphered-telegram> ;
        cw:classification <https://w3id.org/coldwire/vocabulary/classification/top-secret> ;
        cw:precedence <https://w3id.org/coldwire/vocabulary/precedence/urgent> ;
        cw:heldAs <https://w3id.org/coldwire/vocabulary/held-as/held> ;
        cw:note "To be returned after 6 days" ; cw:archiveReference "Archive of Selm, box 3" ;
        dcterms:source <https://example.org/record/7> ;
        rdfs:label "The Ferry Telegram, \\"Lark\\" to Bram Ilk" ;
        cw:sender person:drey-arden ; cw:recipient person:ilk-bram ;
        cw:relay office:selm-ambassador-orvane ; cw:sentFrom place:selm ; cw:sentTo place:orvane"""
    )


def test_every_plain_triple_of_the_message_has_words_behind_it(graph: Graphs) -> None:
    own = {"rdf:type", "rdfs:label", "cw:heldAs", "cw:earliest", "cw:latest"}  # follow from others
    unsupported = graph.rows(
        f"""SELECT DISTINCT ?property WHERE {{ message:paper-1 ?property ?value .
        FILTER NOT EXISTS {{ ?node cw:inMessage message:paper-1 ; cw:supports ?property ;
          cw:quote ?quote ; cw:start ?start ; cw:end ?end ; cw:extractor ?by ; cw:confidence ?sure
          FILTER(?property IN (cw:time, cw:copies)
            || EXISTS {{ ?node cw:refersTo|schema:value ?value }}) }}
        FILTER(?property NOT IN ({", ".join(own)})) }}"""
    )
    assert unsupported == []


def test_every_quote_stands_where_it_says(resolved: Resolved, graph: Graphs) -> None:
    rows = graph.rows(
        "SELECT ?quote ?start ?end { ?n cw:quote ?quote ; cw:start ?start ; cw:end ?end }"
    )
    assert len(rows) > 30
    text = resolved.findings.document.text
    assert all(text[int(start) : int(end)] == quote for quote, start, end in rows)


def test_a_fact_of_an_unknown_name_stays_as_evidence(graph: Graphs) -> None:
    assert graph.ask('?n a cw:Evidence ; rdfs:label "shelf" ; schema:value "record/7"')


def test_a_signature_is_evidence_for_the_sender(graph: Graphs) -> None:
    rows = graph.rows(
        """SELECT ?n { ?n cw:supports cw:sender ; cw:refersTo person:drey-arden ;
        cw:role <https://w3id.org/coldwire/vocabulary/role/signatory> ; cw:writtenAs "LARK" }"""
    )
    assert rows == [("finding/paper-1~correspondents-6",)]


def test_what_was_only_proposed_stays_a_local_entity(graph: Graphs) -> None:
    assert graph.ask(
        "message:paper-1 cw:mentions <https://w3id.org/coldwire/id/person/paper-1~voss>"
    )
    assert graph.ask(
        """?judgment a cw:Identification ; cw:refersTo person:voss-jan ;
        cw:verdict <https://w3id.org/coldwire/vocabulary/verdict/proposed> ;
        cw:concerns finding:paper-1\\~mentions-2"""
    )
    assert not graph.ask("?anything cw:mentions|cw:by person:voss-jan")


def test_a_judgment_that_holds_wins_over_proposals(resolved: Resolved) -> None:
    party = next(i.party for i in resolved.identifications if i.entity.identifier == "voss-jan")
    holds = Identification(party, BUREAU, 0.8, ("not in the register",), "local")
    judged = (holds, *resolved.identifications)
    lines = list(quads(replace(resolved, identifications=judged)))
    assert not any("paper-1~voss>" in line for line in lines)
    assert any("mentions> " in line and "paper-1~bureau>" in line for line in lines)


def test_a_cover_name_has_its_bearer_in_this_document(graph: Graphs) -> None:
    assert graph.ask(
        """name:paper-1\\~names-1 a cw:Name ; rdfs:label "LARK" ; cw:bearer person:drey-arden ;
        cw:kind <https://w3id.org/coldwire/vocabulary/name-kind/cover-name> ; cw:note "Drey" ;
        cw:attestedIn message:paper-1 ; cw:quote "LARK [Drey]" """
    )


def test_votes_are_nodes_and_plain_triples(graph: Graphs) -> None:
    assert graph.ask(
        """finding:paper-1\\~votes-1 a cw:Decision ; cw:concerns message:paper-1 ;
        cw:accepted true ; cw:by organization:paper-1\\~bureau ;
        cw:question "The question of the ferry" .
        finding:paper-1\\~votes-3 a cw:Vote ; cw:by person:quill-ada ;
        cw:concerns finding:paper-1\\~votes-1 ;
        cw:choice <https://w3id.org/coldwire/vocabulary/choice/against> .
        person:quill-ada cw:votedAgainst finding:paper-1\\~votes-1 .
        person:marrek-ivo cw:votedFor finding:paper-1\\~votes-1"""
    )


def test_directives_keep_order_force_and_channel(graph: Graphs) -> None:
    assert graph.ask(
        """finding:paper-1\\~directives-1 a cw:Directive ; cw:ordinal 1 ; cw:point "1" ;
        cw:issuedBy person:drey-arden ; cw:toBeDoneBy person:ilk-bram ; cw:reported false ;
        cw:through office:selm-ambassador-orvane ; cw:deadline "by May 3" ;
        cw:condition "if asked" ;
        cw:force <https://w3id.org/coldwire/vocabulary/force/order> ; cw:cue "Send" .
        finding:paper-1\\~directives-2 cw:proviso "but never\\nin writing" ; cw:reported true .
        finding:paper-1\\~directives-3 a cw:Commitment ; cw:by person:drey-arden ;
        cw:to person:ilk-bram ; cw:deadline "soon" """
    )


def test_handling_and_copies(graph: Graphs) -> None:
    assert graph.ask(
        """finding:paper-1\\~handling-1 a cw:Handling ; cw:time "06:00" ; cw:place "Selm" ;
        cw:kind <https://w3id.org/coldwire/vocabulary/handling/typed> ; cw:note "by hand" ;
        cw:by <https://w3id.org/coldwire/id/person/paper-1~pell> ; cw:flag "typed after sending" .
        finding:paper-1\\~handling-2 a cw:Handling ; cw:copyNumber 1 ; cw:copies 1 ;
        cw:kind <https://w3id.org/coldwire/vocabulary/handling/copied> ; cw:by person:marrek-ivo .
        <https://w3id.org/coldwire/id/person/paper-1~pell> a cw:Person ; rdfs:label "Pell" """
    )


def test_an_accepted_reference_links_the_messages(graph: Graphs) -> None:
    assert graph.ask("message:paper-1 cw:answers message:row-9")
    assert graph.rows(
        "SELECT ?m ?v { ?j cw:concerns finding:paper-1\\~references-1 ; cw:refersTo ?m ;"
        " cw:decidedBy ?by ; cw:verdict ?v FILTER(STRSTARTS(?by, 'comparison')) } ORDER BY ?m"
    ) == [
        ("message/row-8", "https://w3id.org/coldwire/vocabulary/verdict/proposed"),
        ("message/row-9", "https://w3id.org/coldwire/vocabulary/verdict/accepted"),
    ]


def test_a_message_known_only_by_reference_says_what_is_known(graph: Graphs) -> None:
    assert graph.ask(
        """message:paper-1 cw:promises message:paper-1\\~ref-2 .
        message:paper-1\\~ref-2 a cw:Message ;
        rdfs:label "carrier pigeon: An answer to Minister Ruel" ;
        cw:heldAs <https://w3id.org/coldwire/vocabulary/held-as/known-by-reference> ;
        cw:sender person:drey-arden ; cw:form ?form .
        ?form a skos:Concept ; skos:prefLabel "carrier pigeon" ; skos:inScheme cwv:form"""
    )


def test_the_first_reference_that_knows_something_of_a_missing_message_wins(
    resolved: Resolved,
) -> None:
    both = tuple(Resolution(n, "paper-1~ref-1", accepted=False) for n in (0, 1))
    graph = Graphs(list(quads(replace(resolved, resolutions=both))))
    assert graph.rows("SELECT ?n ?d { message:paper-1\\~ref-1 cw:number ?n ; cw:date ?d }") == [
        ("12", "1950-09-30")
    ]
    assert len(graph.rows("SELECT ?form { message:paper-1\\~ref-1 cw:form ?form }")) == 1


def test_a_merged_row_speaks_about_the_page_in_its_own_graph(build: Build) -> None:
    row = _as_row(build("row-9", "index"))
    same: Mapping[str, str] = {"row-9": "paper-1"}
    merged = Graphs(list(quads(row, same)))
    assert merged.ask("message:paper-1 a cw:Message . ?n cw:inMessage message:paper-1")
    assert merged.ask("finding:row-9\\~envelope-1 a cw:Evidence")
    assert not merged.ask("message:row-9 ?p ?o")
    assert not merged.ask("message:paper-1 cw:heldAs ?held")
    assert {str(q.graph_name) for q in merged.store} == {f"<{ID}graph/source/index>"}
    page = Graphs(list(quads(build(), same)))
    assert page.ask("message:paper-1 cw:answers message:paper-1")  # row-9 of the example


def test_a_row_is_held_as_envelope_only_and_has_a_composed_label(build: Build) -> None:
    graph = Graphs(list(quads(_as_row(build("row-9", "index")))))
    assert graph.rows(
        "SELECT ?label ?held { message:row-9 rdfs:label ?label ; cw:heldAs ?held }"
    ) == [
        (
            "Ciphered telegram 410277/kt, Arden Drey to Bram Ilk, 1950-10-01",
            "https://w3id.org/coldwire/vocabulary/held-as/envelope-only",
        )
    ]


def _as_row(resolved: Resolved) -> Resolved:
    """The same findings, but of a document without body or title."""
    document = resolved.findings.document
    bare = Document(document.identifier, document.source, document.graph, document.text, "x", ())
    items = (
        item
        for item in resolved.findings
        if not (isinstance(item, kinds.Description) and item.name == "title")
    )
    return replace(resolved, findings=Findings(bare, tuple(items)))


def test_the_same_input_gives_the_same_lines(resolved: Resolved, build: Build) -> None:
    lines = list(quads(resolved))
    assert lines == list(quads(build()))
    assert len(lines) == len(set(lines))
    assert not any("_:" in line.split('"')[0] for line in lines)


def test_a_party_that_nobody_judged_is_an_error(resolved: Resolved) -> None:
    with pytest.raises(KeyError):
        list(quads(replace(resolved, identifications=())))


def test_a_word_that_the_vocabularies_lack_is_an_error(resolved: Resolved) -> None:
    mention = next(m for m in resolved.findings.of(Mention) if m.role == "sender")
    wrong = Findings(resolved.findings.document, (replace(mention, role="postman"),))
    with pytest.raises(ValueError, match="postman"):
        list(quads(Resolved(wrong, resolved.identifications)))


def test_places_are_never_correspondents(resolved: Resolved) -> None:
    place = next(m for m in resolved.findings.of(Mention) if m.role == "sent from")
    wrong = Findings(resolved.findings.document, (replace(place, role="sender"),))
    lines = list(quads(Resolved(wrong, resolved.identifications)))
    assert any("#mentions> <https://w3id.org/coldwire/id/place/selm>" in line for line in lines)
    assert not any("#sender> <" in line and "message/" in line.split(" ")[0] for line in lines)


def test_an_alias_of_two_possible_bearers_has_none(resolved: Resolved) -> None:
    party = next(i.party for i in resolved.identifications if i.party.written == "LARK")
    other = replace(party, span=None, kind="group")
    twice = (*resolved.identifications, Identification(other, BUREAU, 0.9, ("x",), "y"))
    assert not Graphs(list(quads(replace(resolved, identifications=twice)))).ask("?n cw:bearer ?b")


def test_no_field_of_a_finding_is_lost(resolved: Resolved) -> None:
    """Each text field of each finding stands in the graph as a literal or as a concept."""
    lines = "\n".join(quads(resolved)).replace("\\n", " ").lower()
    for found in resolved.findings:
        for spec in fields(found):
            value = getattr(found, spec.name)
            if isinstance(value, str) and spec.name not in {
                "name",
                "real",
                "extractor",
                "concerns",
            }:
                words = " ".join(value.split()).replace('"', '\\"').lower()
                assert words in lines or words.replace("'", "").replace(" ", "-") in lines, value
