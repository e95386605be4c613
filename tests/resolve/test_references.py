"""Which message a document speaks of: ranked with reasons, accepted only when certain."""

from __future__ import annotations

from typing import Any

import pytest

from kg.authority import Authority
from kg.identities import Candidate, Resolution
from kg.resolve import EnvelopeIndex, envelope, resolve_references
from tests.growth import assert_linear

SHTYKOV, STALIN, KIM = "shtykov-terenty", "stalin-joseph", "kim-il-sung"


@pytest.fixture
def resolve(hand: Any, shipped: Authority) -> Any:
    """Resolves one reference of a telegram of 1 October 1950 among envelopes."""

    def one(reference: Any, *envelopes: Any, on: str = "1950-10-01") -> Resolution:
        resolved = hand.resolved(shipped, reference, on=on)
        done = resolve_references(resolved, EnvelopeIndex(envelopes))
        (resolution,) = done.resolutions
        return resolution

    return one


def reasons(candidate: Candidate) -> str:
    return " ".join(candidate.reasons)


# What is certain


def test_exact_day_and_both_correspondents_are_certain(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("cable", on="1950-09-30", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("right", of="1950-09-30", by=[SHTYKOV], to=[STALIN]),
        hand.sheet("other-sender", of="1950-09-30", by=[KIM], to=[STALIN]),
    )
    assert (found.target, found.accepted) == ("right", True)
    assert found.candidates[0].message == "right"
    assert reasons(found.candidates[0]) == (
        "It is of 1950-09-30. It is from Terenty Shtykov. It is to Joseph Stalin. It is a telegram."
    )


def test_number_and_both_correspondents_are_certain(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("cable", number="98/SH", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("right", of="1950-09-25", by=[SHTYKOV], to=[STALIN], numbers=("No. 98/sh",)),
        hand.sheet("near", of="1950-09-26", by=[SHTYKOV], to=[STALIN], numbers=("99/sh",)),
    )
    assert (found.target, found.accepted) == ("right", True)


# What is not


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"of": "1950-09-29"}, "one day"),
        ({"of": "1950-09"}, "a month"),
        ({"of": "1950-09-30?"}, "uncertain in the index"),
        ({"of": "1950-09-30", "by": [KIM]}, "another sender"),
        ({"of": "1950-09-30", "to": [KIM]}, "another addressee"),
        ({"of": "1950-09-30", "by": [KIM], "via": [SHTYKOV]}, "only relayed by the author"),
        ({"of": "1950-09-30", "to": []}, "addressee unknown"),
        ({"of": "1950-09-30", "form": "resolution"}, "another form"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_doubt_keeps_a_candidate_from_being_accepted(
    hand: Any, resolve: Any, facts: dict[str, Any], why: str
) -> None:
    envelope = {"by": [SHTYKOV], "to": [STALIN], **facts}
    found = resolve(
        hand.reference("cable", on="1950-09-30", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("doubtful", **envelope),
    )
    assert (found.target, found.accepted) == ("doc-1~ref-1", False)
    assert [candidate.message for candidate in found.candidates] == ["doubtful"]
    assert all(reason.endswith(".") for reason in found.candidates[0].reasons)


def test_two_messages_of_the_day_are_ranked_and_none_is_taken(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("cable", on="1951-06-30", by=["Mao"], to=["Filippov"]),
        *(
            hand.sheet(n, of="1951-06-30", by=["mao-zedong"], to=[STALIN], numbers=(n,))
            for n in ("21334", "21336", "21340")
        ),
        on="1951-07-01",
    )
    assert not found.accepted
    assert [c.message for c in found.candidates] == ["21334", "21336", "21340"]


def test_the_right_number_on_another_day_is_not_taken(hand: Any, resolve: Any) -> None:
    """Printed years can be wrong, and numbers begin anew: neither is corrected silently."""
    found = resolve(
        hand.reference("cable", number="77", on="1950-09-30", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("last-year", of="1949-09-30", by=[SHTYKOV], to=[STALIN], numbers=("77",)),
    )
    assert not found.accepted
    assert "It bears the number 77. It is of 1949-09-30, not of 1950-09-30." in reasons(
        found.candidates[0]
    )


def test_the_right_day_under_another_number_is_not_taken(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("cable", number="77", on="1950-09-30", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("other", of="1950-09-30", by=[SHTYKOV], to=[STALIN], numbers=("78",)),
    )
    assert not found.accepted
    assert "Its number is 78." in reasons(found.candidates[0])


@pytest.mark.parametrize(
    ("kind", "of", "why"),
    [
        ("incoming", "1950-11-02", "later than the document"),
        ("announced", "1950-09-02", "older than the document"),
    ],
)
def test_a_number_on_the_wrong_side_of_the_document_is_not_taken(
    hand: Any, resolve: Any, kind: str, of: str, why: str
) -> None:
    found = resolve(
        hand.reference("cable", kind=kind, number="77", by=["Shtykov"], to=["Stalin"]),
        hand.sheet("wrong-side", of=of, by=[SHTYKOV], to=[STALIN], numbers=("77",)),
    )
    assert not found.accepted
    assert why in reasons(found.candidates[0])


def test_what_is_accepted_stands_first_however_many_there_are(hand: Any, resolve: Any) -> None:
    crowd = [
        hand.sheet(f"z{n}", of="1950-09-30", by=[SHTYKOV], to=[STALIN], numbers=(f"1{n}",))
        for n in range(9)
    ]
    found = resolve(
        hand.reference("cable", number="77", on="1950-09-30", by=["Shtykov"], to=["Stalin"]),
        *crowd,
        hand.sheet("right", of="1950-09-30", by=[SHTYKOV], to=[STALIN], numbers=("77",)),
    )
    assert found.accepted
    assert found.candidates[0].message == found.target == "right"


def test_a_cable_of_two_signed_by_one_is_near_not_certain(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("cable", on="1950-09-30", by=["Shtykov", "Matvei Zakharov"], to=["Stalin"]),
        hand.sheet("one-of-two", of="1950-09-30", by=[SHTYKOV], to=[STALIN]),
    )
    assert not found.accepted
    assert "It is from Terenty Shtykov, not Matvei Zakharov." in reasons(found.candidates[0])


def test_a_letter_without_a_date_is_ranked_by_nearness(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("letter", kind="third party", by=["Kim Il Sung"], to=["Stalin"]),
        hand.sheet("august", of="1950-08-31", by=[KIM], to=[STALIN], form="letter"),
        hand.sheet("carried", of="1950-09-29", by=[KIM, "pak-hon-yong"], to=[STALIN]),
        hand.sheet("later", of="1950-11-02", by=[KIM], to=[STALIN]),
        hand.sheet("to-mao", of="1950-09-30", by=[KIM], to=["mao-zedong"]),
    )
    assert not found.accepted
    assert [c.message for c in found.candidates] == ["carried", "august"]
    assert "telegrams carry letters" in reasons(found.candidates[0])


def test_an_announced_answer_is_looked_for_after_the_document(hand: Any, resolve: Any) -> None:
    found = resolve(
        hand.reference("answer", kind="announced", by=["Stalin"]),
        hand.sheet("before", of="1950-09-20", by=[STALIN], to=[KIM]),
        hand.sheet("after", of="1950-10-08", by=[STALIN], to=[KIM]),
    )
    assert [c.message for c in found.candidates] == ["after"]
    assert not found.accepted


def test_the_document_itself_is_no_candidate_under_either_identifier(
    hand: Any, shipped: Authority
) -> None:
    reference = hand.reference("cable", on="1950-10-01", by=["Stalin"], to=["Shtykov"])
    resolved = hand.resolved(shipped, reference)
    page = hand.sheet(
        "doc-1", of="1950-10-01", by=[STALIN], to=[SHTYKOV], numbers=("7",), held=True
    )
    row = hand.sheet("row", of="1950-10-01", by=[STALIN], to=[SHTYKOV], numbers=("7",))
    (found,) = resolve_references(resolved, EnvelopeIndex([page, row])).resolutions
    assert found.candidates == ()


def test_a_repeated_reference_shares_the_target(hand: Any, shipped: Authority) -> None:
    resolved = hand.resolved(
        shipped,
        hand.reference("cable", on="1950-09-30", by=["Shtykov"]),
        hand.reference("letter", by=["Kim Il Sung"], to=["Stalin"]),
        hand.reference("letter", by=["Kim Il Sung"], to=["Stalin"], same_as=1),
    )
    targets = [r.target for r in resolve_references(resolved, EnvelopeIndex([])).resolutions]
    assert targets == ["doc-1~ref-1", "doc-1~ref-2", "doc-1~ref-2"]


def test_a_document_without_a_day_still_resolves_by_number(hand: Any, shipped: Authority) -> None:
    resolved = hand.resolved(
        shipped,
        hand.reference("cable", number="77", by=["Shtykov"], to=["Stalin"]),
        hand.reference("letter", by=["Kim Il Sung"], to=["Stalin"]),
        on=None,
    )
    sheets = [hand.sheet("seven", of="1950-09-30", by=[SHTYKOV], to=[STALIN], numbers=("77",))]
    first, second = resolve_references(resolved, EnvelopeIndex(sheets)).resolutions
    assert (first.target, first.accepted) == ("seven", True)
    assert second.candidates == ()


# The index


def test_the_index_takes_linear_time_for_tens_of_thousands(hand: Any, shipped: Authority) -> None:
    people = [f"p{n}" for n in range(300)]
    sheets = [
        hand.sheet(
            f"m{n}", of=f"{1946 + n % 30}-{1 + n % 12:02d}-{1 + n % 28:02d}",
            by=[people[n % 300]], to=[people[n % 7]], numbers=(str(n),),
        )
        for n in range(28_000)
    ]  # fmt: skip
    reference = hand.reference("cable", on="1950-09-30", by=["Shtykov"], to=["Stalin"])
    resolved = hand.resolved(shipped, *[reference] * 50)

    def resolve_among(count: int) -> None:
        index = EnvelopeIndex(sheets[:count])
        assert len(index) == count
        resolve_references(resolved, index)

    assert_linear(resolve_among, 7_000)


def test_an_envelope_is_made_of_the_judged_findings(hand: Any, shipped: Authority) -> None:
    resolved = hand.resolved(
        shipped,
        hand.mention("Filippov", "sender"),
        hand.mention("Mao Zedong", "recipient"),
        hand.mention("Roshchin", "relay", name="Nikolai Roshchin"),
        hand.mention("Korea", kind="place"),
        on="1951-06-13",
    )
    made = envelope(resolved)
    assert [e.identifier for e in made.senders] == [STALIN]
    assert [e.identifier for e in made.recipients] == ["mao-zedong"]
    assert [e.identifier for e in made.relays] == ["roshchin-nikolai"]
    assert made.title == "Message, Joseph Stalin to Mao Zedong"
    assert made.value is not None
    assert made.value.edtf == "1951-06-13"
    assert made.held


def test_who_signed_is_the_sender_when_no_address_says_it(hand: Any, shipped: Authority) -> None:
    made = envelope(hand.resolved(shipped, hand.mention("FILIPPOV", "signatory"), on="1951"))
    assert [e.identifier for e in made.senders] == [STALIN]
