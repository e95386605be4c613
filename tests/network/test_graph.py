"""The graph holds what the store says, with the evidence of every line, always in one order."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from kg.errors import StopError
from kg.network import build_network
from kg.network.layers import LAYERS

BASE = "https://w3id.org/coldwire/id/"
STALIN, SHTYKOV = BASE + "person/stalin-joseph", BASE + "person/shtykov-terenty"
ZAKHAROV, KIM = BASE + "person/zakharov-matvei", BASE + "person/kim-il-sung"
PAK, MAO = BASE + "person/pak-hon-yong", BASE + "person/mao-zedong"
EMBASSY, GUERRILLAS = BASE + "office/embassy-china", BASE + "group/guerrillas"
DECISION, TELEGRAM = BASE + "finding/one-decision", BASE + "message/one"


def edge(graph: nx.MultiDiGraph, source: str, target: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = graph.edges[source, target, key]
    return found


def pairs(graph: nx.MultiDiGraph) -> set[tuple[str, str, str]]:
    return set(graph.edges(keys=True))


def test_correspondence_joins_sender_and_recipients_with_their_words(store: Any) -> None:
    found = edge(build_network(store), STALIN, SHTYKOV, "correspondence")
    assert (found["weight"], found["first"], found["last"]) == (1, "1950-10-01", "1950-10-01")
    assert (found["confidence"], found["certain"]) == (0.95, True)
    (message,) = found["messages"]
    assert message["label"] == "Telegram No. 1"
    assert message["quote"] == "Feng Xi · SHTRAUS"


def test_a_relayed_message_keeps_its_line_and_marks_the_legs(store: Any) -> None:
    graph = build_network(store)
    direct = edge(graph, STALIN, MAO, "correspondence")
    assert (direct["weight"], direct["relayed"]) == (2, False)
    assert [message["via"] for message in direct["messages"]] == [["Soviet Embassy in China"], []]
    for ends in ((STALIN, EMBASSY), (EMBASSY, MAO)):
        leg = edge(graph, *ends, "correspondence:relay")
        assert (leg["layer"], leg["relayed"], leg["weight"]) == ("correspondence", True, 1)


def test_the_lowest_confidence_counts_also_that_of_an_identification(store: Any) -> None:
    found = edge(build_network(store), STALIN, MAO, "correspondence")
    assert (found["confidence"], found["certain"]) == (0.4, False)


def test_a_message_known_only_from_a_reference_is_there_but_not_certain(store: Any) -> None:
    found = edge(build_network(store), KIM, STALIN, "correspondence")
    (message,) = found["messages"]
    assert not found["certain"]
    assert message["quote"] == "the letter of cde. KIM IL SUNG"
    assert message["note"] == "known only from a reference"


def test_mentions_leave_out_places_and_the_sender_himself(store: Any) -> None:
    graph = build_network(store, layers=["mentions"])
    assert pairs(graph) == {(STALIN, KIM, "mentions"), (STALIN, PAK, "mentions")}
    (message,) = edge(graph, STALIN, KIM, "mentions")["messages"]
    assert message["quote"] == "KIM IL SUNG · cde. Kim"


def test_directives_lead_to_the_doer_and_mark_the_channel(store: Any) -> None:
    graph = build_network(store, layers=["directives"])
    assert pairs(graph) == {
        (STALIN, GUERRILLAS, "directives"),
        (STALIN, SHTYKOV, "directives"),
        (STALIN, SHTYKOV, "directives:relay"),
        (SHTYKOV, GUERRILLAS, "directives:relay"),
    }
    (told,) = edge(graph, STALIN, GUERRILLAS, "directives")["messages"]
    assert told["note"] == "order"
    assert told["via"] == ["Terenty Shtykov"]
    (direct,) = edge(graph, STALIN, SHTYKOV, "directives")["messages"]
    assert direct["note"] == "permission, prohibition"


def test_votes_lead_over_the_decision_to_those_it_is_sent_to(store: Any) -> None:
    graph = build_network(store, layers=["votes"])
    assert pairs(graph) == {
        (BASE + "person/beria-lavrenty", DECISION, "votes"),
        (BASE + "organization/cc-vkpb", DECISION, "votes"),
        (DECISION, SHTYKOV, "votes"),
        (DECISION, ZAKHAROV, "votes"),
    }
    assert graph.nodes[DECISION]["kind"] == "decision"
    assert graph.nodes[DECISION]["label"] == "To accept the proposed draft telegram"


def test_handling_joins_people_and_the_paper(store: Any) -> None:
    graph = build_network(store, layers=["handling"])
    typist = BASE + "person/one~budanova"
    assert pairs(graph) == {
        (typist, TELEGRAM, "handling"),
        (TELEGRAM, STALIN, "handling"),
        (STALIN, TELEGRAM, "handling"),
    }
    assert edge(graph, typist, TELEGRAM, "handling")["messages"][0]["note"] == "typed"
    assert graph.nodes[TELEGRAM]["kind"] == "message"


def test_layers_add_up_and_nodes_say_who_they_are(store: Any) -> None:
    graph = build_network(store, layers=list(LAYERS))
    single = [build_network(store, layers=[layer]) for layer in LAYERS]
    assert pairs(graph) == set().union(*(pairs(one) for one in single))
    assert graph.nodes[KIM] == {
        "label": "Kim Il Sung", "kind": "person", "iri": KIM, "country": "Korea",
        "degree": 1, "strength": 2,
    }  # fmt: skip


def test_nodes_and_edges_always_come_in_the_same_order(store: Any) -> None:
    one = build_network(store, layers=list(LAYERS))
    other = build_network(store, layers=list(reversed(LAYERS)))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    assert list(one) == sorted(one)


@pytest.mark.parametrize(
    ("date_from", "date_to", "weight"),
    [
        (None, None, 2),
        ("1950-10-31", None, 1),
        ("1950", "1950", 1),
        (None, "1950-10-01", 1),
        ("1950-11", None, 0),
        (None, "1950-09", 0),
    ],
)
def test_a_message_is_inside_when_its_days_overlap_the_period(
    store: Any, date_from: str | None, date_to: str | None, weight: int
) -> None:
    graph = build_network(store, date_from=date_from, date_to=date_to)
    found = graph.get_edge_data(STALIN, MAO, "correspondence", default={"weight": 0})
    assert found["weight"] == weight


@pytest.mark.parametrize(
    ("first", "last"), [("soon", None), ("1950-13", None), ("1950-2-1", None), ("1951", "1950")]
)
def test_a_wrong_period_is_refused(store: Any, first: str, last: str | None) -> None:
    with pytest.raises(StopError):
        build_network(store, date_from=first, date_to=last)


@pytest.mark.parametrize(
    "ego",
    [SHTYKOV, "shtykov-terenty", "person/shtykov-terenty", "Terenty Shtykov", "SHTRAUS",
     "terenty  shtykov"],
)  # fmt: skip
def test_an_ego_is_found_by_address_identifier_label_and_any_name(store: Any, ego: str) -> None:
    graph = build_network(store, ego=ego)
    assert graph.graph["ego"] == SHTYKOV
    assert set(graph) == {SHTYKOV, STALIN}


def test_diacritics_do_not_matter(store: Any) -> None:
    assert build_network(store, layers=["mentions"], ego="pak hon yong").graph["ego"] == PAK


def test_hops_count_lines_in_either_direction(store: Any) -> None:
    assert set(build_network(store, ego=ZAKHAROV, hops=0)) == {ZAKHAROV}
    assert set(build_network(store, ego=ZAKHAROV, hops=2)) == set(build_network(store))
    near = build_network(store, ego=ZAKHAROV)
    assert (near.nodes[STALIN]["degree"], near.nodes[STALIN]["strength"]) == (1, 1)


def test_an_ambiguous_name_lists_the_candidates(store: Any) -> None:
    with pytest.raises(StopError, match=r"2 agents: Aleksei Zakharov \(person/zakharov-aleksei\)"):
        build_network(store, ego="Zakharov")


def test_an_unknown_name_lists_who_is_near(store: Any) -> None:
    with pytest.raises(StopError, match=r"Did you mean: Joseph Stalin"):
        build_network(store, ego="Stalin")
    with pytest.raises(StopError, match=r"Nobody is called 'Napoleon'"):
        build_network(store, ego="Napoleon")
    with pytest.raises(StopError, match=r"Nobody is called ''"):
        build_network(store, ego="")


def test_an_ego_without_lines_is_said_to_be_so(store: Any) -> None:
    with pytest.raises(StopError, match="Nobody Wrote has no line"):
        build_network(store, ego="Nobody Wrote")


def test_an_unknown_layer_is_refused_with_the_known_ones(store: Any) -> None:
    with pytest.raises(StopError, match="Unknown layer: letters. Known: correspondence"):
        build_network(store, layers=["letters"])  # type: ignore[list-item]


def test_an_empty_store_gives_an_empty_graph(store_of: Any) -> None:
    assert len(build_network(store_of(""), layers=list(LAYERS))) == 0
