"""Whom a name means: the document first, then the register, and "nobody we know" is an answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority import Authority, Entry, NameRecord, Tenure
from kg.document import Document
from kg.findings import Copy, Decision, Directive, Findings, Handling, Mention, Party, Vote
from kg.identities import Entity
from kg.resolve import identify
from kg.resolve.bearers import parties_of
from kg.spans import Span

EVIDENCE: dict[str, Any] = {"span": Span(0, 1), "quote": "x", "extractor": "by hand"}


@pytest.fixture
def zakharovs(hand: Any) -> Authority:
    """Three generals and officials of one family name, all alive in 1950."""
    return hand.register(
        hand.person(
            "zakharov-matvei", "Matvei Vasilevich Zakharov", "~Zakharov", birth="1898", death="1972"
        ),
        hand.person("zakharov-aleksei", "Aleksei Vasilyevich Zakharov", "~Zakharov"),
        hand.person("zakharov-nikolai", "Nikolai F. Zakharov", "~Zakharov", active_from="1958"),
    )


# The document explains its own names


def test_a_cover_name_is_whom_the_document_says(hand: Any, shipped: Authority) -> None:
    meant = hand.meant(
        shipped,
        hand.alias("FENG XI", "Stalin"),
        hand.mention("FENG XI", "sender", name="Stalin"),
        hand.mention("Feng Xi"),
    )
    assert meant == {"FENG XI": "stalin-joseph", "Feng Xi": "stalin-joseph"}


def test_the_document_wins_over_the_register(hand: Any, shipped: Authority) -> None:
    """Another editor resolves Shtraus otherwise: in his document it is whom he says."""
    items = [hand.alias("Shtraus", "Mikoyan"), hand.mention("Shtraus", name="Mikoyan")]
    assert hand.meant(shipped, *items) == {"Shtraus": "mikoyan-anastas"}
    unknown = [hand.alias("Shtraus", "Quill"), hand.mention("Shtraus", name="Quill")]
    assert hand.meant(shipped, *unknown) == {"Shtraus": "doc-1~quill"}


def test_a_cover_name_may_be_the_real_name_of_somebody_else(hand: Any) -> None:
    authority = hand.register(
        hand.person("holt-aldous", "Aldous Holt", "~Holt"),
        hand.person("drey-ivo", "Ivo Drey", "~Drey"),
    )
    meant = hand.meant(
        authority,
        hand.alias("Holt", "Drey"),
        hand.mention("Holt", "signatory"),
        hand.mention("Drey", "sender"),
        hand.mention("Aldous Holt"),
    )
    assert meant == {"Holt": "drey-ivo", "Drey": "drey-ivo", "Aldous Holt": "holt-aldous"}


def test_the_reasons_are_sentences_that_name_the_evidence(hand: Any, shipped: Authority) -> None:
    items = [hand.alias("FENG XI", "Stalin"), hand.mention("FENG XI", name="Stalin")]
    (judged,) = hand.resolved(shipped, *items).identifications
    assert judged.rule == "explained by the document"
    assert judged.verdict == "accepted"
    assert judged.reasons == (
        'The document explains "FENG XI" as "Stalin".',
        '"Stalin" is a short name of Joseph Stalin.',
        "Joseph Stalin (1878-1953) was alive on 1950-10-01.",
        'The register, too, has "Feng Xi" for Joseph Stalin.',
    )


def test_two_romanizations_in_one_document_are_one_person(hand: Any, shipped: Authority) -> None:
    names = ["PAK HEON-YEONG", "Pak Hon Yong", "Bak Hŏn-yŏng", "Hon-yong Pak"]
    assert set(hand.meant(shipped, *map(hand.mention, names)).values()) == {"pak-hon-yong"}
    nobody = hand.meant(Authority.empty(), *map(hand.mention, names))
    assert len(set(nobody.values())) == 1, "one person, even if nobody knows him"


def test_a_family_name_is_the_fuller_name_of_its_document(hand: Any) -> None:
    items = [hand.mention("Rolf Tarn"), hand.mention("TARN"), hand.mention("R. Tarn")]
    assert set(hand.meant(Authority.empty(), *items).values()) == {"doc-1~rolf-tarn"}


def test_a_family_name_that_fits_two_fuller_names_joins_neither(hand: Any) -> None:
    items = [hand.mention("Rolf Tarn"), hand.mention("Ivo Tarn"), hand.mention("Tarn")]
    assert sorted(hand.meant(Authority.empty(), *items).values()) == [
        "doc-1~ivo-tarn",
        "doc-1~rolf-tarn",
        "doc-1~tarn",
    ]


# Namesakes


def test_initials_in_the_explanation_choose_among_three_zakharovs(
    hand: Any, zakharovs: Authority
) -> None:
    gloss = "pseudonym for M.V. Zakharov, Stalin's personal military envoy"
    items = [
        hand.alias("MAYVEYEV", "Zakharov", gloss=gloss),
        hand.mention("MAYVEYEV", "recipient", name="Zakharov"),
    ]
    resolved = hand.resolved(zakharovs, *items)
    (judged,) = resolved.identifications
    assert judged.entity.identifier == "zakharov-matvei"
    assert "The initials M. V. fit Matvei Vasilevich Zakharov." in judged.reasons
    assert "The initials M. V. do not fit Nikolai F. Zakharov." in judged.reasons


def test_a_bare_family_name_with_three_bearers_stays_open(hand: Any, zakharovs: Authority) -> None:
    resolved = hand.resolved(zakharovs, hand.mention("Zakharov"))
    proposed = [i for i in resolved.identifications if i.verdict == "proposed"]
    holds = resolved.identifications[-1]
    assert proposed[0].entity.identifier == "zakharov-matvei"
    assert len(proposed) == 3
    assert (holds.entity, holds.verdict) == (
        Entity("person", "doc-1~zakharov", "Zakharov"),
        "accepted",
    )
    assert resolved.entity(holds.party) == holds.entity
    assert "may be" in holds.reasons[0]


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("M.V. Zakharov", "zakharov-matvei"),
        ("Zakharov M. V.", "zakharov-matvei"),
        ("A. V. ZAKHAROV", "zakharov-aleksei"),
        ("Matvei Vasilevich Zakharov", "zakharov-matvei"),
        ("Semyon Zakharov", "doc-1~semyon-zakharov"),
        ("S. E. Zakharov", "doc-1~s-e-zakharov"),
    ],
)
def test_given_names_and_initials_decide(
    hand: Any, zakharovs: Authority, written: str, identifier: str
) -> None:
    assert hand.meant(zakharovs, hand.mention(written)) == {written: identifier}


def test_the_office_held_on_the_day_chooses_between_two_roshchins(hand: Any) -> None:
    beijing = NameRecord("place", "beijing", "Beijing", "real")
    authority = hand.register(
        Entry("place", "beijing", "Beijing", names=(beijing,)),
        Entry("office", "embassy", "Soviet ambassador in the PRC", seat="beijing"),
        hand.person("roshchin-nikolai", "Nikolai Roshchin", "~Roshchin"),
        hand.person("roshchin-alexei", "Alexei Roshchin", "~Roshchin"),
        tenures=(Tenure("embassy", "roshchin-nikolai", "1949", "1952"),),
    )
    roshchin = hand.mention("Roshchin", "sender", office="Soviet Amb.")
    assert hand.meant(authority, roshchin)["Roshchin"] == "roshchin-nikolai"
    assert hand.meant(authority, roshchin, on="1966-05-03")["Roshchin"] == "doc-1~roshchin"
    bare = hand.mention("Roshchin", "sender")
    assert hand.meant(authority, bare)["Roshchin"] == "doc-1~roshchin"
    place = hand.mention("Beijing", "sent from", kind="place")
    assert hand.resolved(authority, bare, place).identifications[0].score == pytest.approx(0.8)


# The day


@pytest.mark.parametrize(
    ("on", "identifier"),
    [
        ("1953-03-05", "stalin-joseph"),
        ("1954-01-02", "doc-1~stalin"),
        ("1877", "doc-1~stalin"),
        (None, "stalin-joseph"),
    ],
)
def test_the_dead_do_not_write(
    hand: Any, shipped: Authority, on: str | None, identifier: str
) -> None:
    assert hand.meant(shipped, hand.mention("Stalin"), on=on) == {"Stalin": identifier}


def test_the_reason_of_a_veto_is_kept(hand: Any, shipped: Authority) -> None:
    (judged,) = hand.resolved(shipped, hand.mention("Stalin"), on="1954-01-02").identifications
    assert judged.reasons == ("Joseph Stalin (1878-1953) was not alive on 1954-01-02.",)
    assert judged.rule == "not in the register"


def test_years_that_nobody_verified_get_two_years_grace(hand: Any) -> None:
    authority = hand.register(
        hand.person("pak", "Pak Hon Yong", death="1955", confidence="unverified")
    )
    mention = hand.mention("Pak Hon Yong")
    assert hand.meant(authority, mention, on="1956-12-01")["Pak Hon Yong"] == "pak"
    assert hand.meant(authority, mention, on="1958-01-01")["Pak Hon Yong"] == "doc-1~pak-hon-yong"


def test_somebody_seen_at_work_in_1953_is_not_assumed_in_1985(hand: Any) -> None:
    authority = hand.register(
        hand.person("suzdalev", "Suzdalev", active_from="1953", active_to="1953")
    )
    assert hand.meant(authority, hand.mention("Suzdalev"), on="1951")["Suzdalev"] == "suzdalev"
    late = hand.resolved(authority, hand.mention("Suzdalev"), on="1985-02-01")
    assert [i.verdict for i in late.identifications] == ["proposed", "accepted"]
    assert late.identifications[-1].entity.is_local


# Cover names the document does not explain


def test_a_cover_name_of_the_register_counts_while_it_was_in_use(
    hand: Any, shipped: Authority
) -> None:
    filippov = hand.mention("Filippov", "recipient")
    assert hand.meant(shipped, filippov, on="1951-06-13")["Filippov"] == "stalin-joseph"
    late = hand.resolved(shipped, hand.mention("Semenov"), on="1950-06-13")
    assert late.identifications[0].entity.identifier == "stalin-joseph"
    assert late.identifications[0].verdict == "proposed"
    assert late.identifications[-1].entity.is_local


def test_a_cover_name_with_two_bearers_is_only_proposed(hand: Any, shipped: Authority) -> None:
    resolved = hand.resolved(shipped, hand.mention("Matveyev", "sender"), on="1950-09-27")
    verdicts = {i.entity.identifier: i.verdict for i in resolved.identifications}
    assert verdicts == {
        "zakharov-matvei": "proposed",
        "razuvaev-vladimir": "proposed",
        "doc-1~matveyev": "accepted",
    }


# Everybody else


def test_groups_offices_and_places_are_the_registers_or_local(
    hand: Any, shipped: Authority
) -> None:
    meant = hand.meant(
        shipped,
        hand.mention("Korean government", kind="organization"),
        hand.mention("Chinese comrades", kind="group"),
        hand.mention("Soviet Ambassador in Beijing", kind="office"),
        hand.mention("38th parallel", kind="place"),
        hand.mention("Port Selm", kind="place"),
        hand.mention("Harbor Board", kind="office"),
    )
    assert meant == {
        "Korean government": "korean-government",
        "Chinese comrades": "doc-1~chinese-comrades",
        "Soviet Ambassador in Beijing": "ussr-ambassador-china",
        "38th parallel": "parallel-38-north",
        "Port Selm": "doc-1~port-selm",
        "Harbor Board": "doc-1~harbor-board",
    }


def test_a_table_that_only_says_recipient_still_finds_offices_and_bodies(
    hand: Any, shipped: Authority
) -> None:
    names = ["Soviet Ambassador in Beijing", "Politburo of the CC VKP(b)"]
    resolved = hand.resolved(shipped, *(hand.mention(name, "recipient") for name in names))
    assert [i.entity.kind for i in resolved.identifications] == ["office", "organization"]


def test_a_place_and_a_person_of_one_name_are_two(hand: Any) -> None:
    meant = hand.resolved(
        Authority.empty(), hand.mention("Varn"), hand.mention("Varn", kind="place")
    )
    assert {i.entity.kind for i in meant.identifications} == {"person", "place"}


@pytest.mark.parametrize(
    ("others", "meant"),
    [
        (["South Korea"], "south-korea"),
        (["South Korea", "South Vietnam"], "doc-1~south"),
        (["Korea"], "doc-1~south"),
    ],
)
def test_the_bare_south_is_the_one_south_of_the_document(
    hand: Any, shipped: Authority, others: list[str], meant: str
) -> None:
    places = [hand.mention(name, kind="place") for name in [*others, "South"]]
    assert hand.meant(shipped, *places)["South"] == meant


def test_every_party_of_every_finding_is_judged(hand: Any, shipped: Authority) -> None:
    """Also the doer of a directive, a voter inside a decision, the reader of a copy."""
    parties = {
        name: Party(name, name) for name in ["Ilk", "Voss", "Quill", "Pell", "Marrek", "Ames"]
    }
    vote = Vote(party=parties["Quill"], choice="for", **EVIDENCE)
    items = (
        Directive(
            ordinal=1, force="order", cue="must", to_be_done_by=(parties["Ilk"],),
            through=(parties["Voss"],), **EVIDENCE,
        ),
        Decision(body=parties["Ames"], votes=(vote,), **EVIDENCE),
        Handling(kind="typed", by=parties["Pell"], **EVIDENCE),
        Copy(party=parties["Marrek"], **EVIDENCE),
        hand.reference("cable", by=["Tolvin"]),
    )  # fmt: skip
    found = hand.findings(*items)
    resolved = identify(found, shipped)
    names = {"Ilk", "Voss", "Quill", "Pell", "Marrek", "Ames", "Tolvin"}
    assert {party.name for party in parties_of(found)} == names
    for party in parties_of(found):
        assert resolved.entity(party).identifier == f"doc-1~{party.name.lower()}"


def test_equal_parties_at_two_places_are_one_entity(hand: Any) -> None:
    items = [hand.mention("Ilk", span=Span(0, 3)), hand.mention("ILK", span=Span(9, 12))]
    resolved = hand.resolved(Authority.empty(), *items)
    assert len(resolved.identifications) == 2
    assert len({i.entity for i in resolved.identifications}) == 1


def test_local_names_of_any_script_have_an_address(hand: Any) -> None:
    names = ["박헌영", "Бударнова", "???", "~", "Ilk", "ilk-2"]
    meant = hand.meant(Authority.empty(), *map(hand.mention, names))
    assert len(set(meant.values())) == len(names)
    assert all(m.startswith("doc-1~") and m.isascii() and m.count("~") == 1 for m in meant.values())


@given(st.lists(st.text(min_size=1, max_size=12), max_size=12))
def test_any_names_are_judged_and_the_same_each_time(names: list[str]) -> None:
    document = Document("doc-1", "doc.txt", "doc-1", "x", "plain_text", ())
    found = Findings(
        document, tuple(Mention(party=Party(name, name), **EVIDENCE) for name in names)
    )
    first, second = (identify(found, Authority.empty()) for _ in range(2))
    assert first == second
    for party in parties_of(found):
        assert first.entity(party).is_local
