"""Cited messages and the printed documents they are, inside one volume."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.dates import from_edtf
from kg.extractors.edition.citations import extract
from kg.extractors.evidence import evidence
from kg.findings import Dateline, Findings, Mention, Number, Party
from kg.identities import Resolution
from kg.readers.printed_edition import document
from kg.resolve.citations import resolve_citations
from kg.spans import Span

VOLUME = Volume("frus1955-57v23p1")
WASHINGTON, TOKYO = "Department of State", "Embassy in Japan"


def telegram(
    number: int, own: str, day: str, body: str, *, from_post: bool, notes: str = ""
) -> Findings:
    """A telegram between the Department and Tokyo with what other extractors find in it."""
    sides = (TOKYO, WASHINGTON) if from_post else (WASHINGTON, TOKYO)
    head = f"{number}. Telegram From the {sides[0]} to the {sides[1]}"
    text = f"{head}\n\n{own}. {body}" + (f"\n\n----------\n{notes}" if notes else "")
    page = document(f"{VOLUME.identifier}-d{number}", VOLUME.identifier, text)
    at = text.index(f"\n{own}.") + 1
    known = evidence(page, Span(at, at + len(own)), "test", 1.0)
    findings = Findings(page).plus(
        [
            Number(**known, value=own),
            Dateline(**known, value=from_edtf(day)),
            *(
                Mention(**known, party=Party(side, side, "office"), role=role)
                for side, role in zip(sides, ("sender", "recipient"), strict=True)
            ),
        ]
    )
    return findings.plus(extract(findings, VOLUME))


def of_last(*documents: Findings) -> list[Resolution]:
    return list(resolve_citations(documents, VOLUME)[-1])


def test_a_footnote_that_only_names_a_document_says_which_it_is() -> None:
    citing = telegram(
        18, "466", "1955-08-11", "Your 402,² and 403.³", from_post=False,
        notes="² Document 16.\n³ Not printed, but see Document 17.",
    )  # fmt: skip
    named, unknown = of_last(citing)
    assert (named.accepted, named.target) == (True, "frus1955-57v23p1#d16")
    assert named.candidates[0].reasons == ("The footnote to it names frus1955-57v23p1#d16.",)
    assert (unknown.accepted, unknown.target) == (False, "frus1955-57v23p1-d18~ref-4")


def test_supra_in_a_footnote_is_the_document_before() -> None:
    (found,) = of_last(
        telegram(18, "466", "1955-08-11", "Your 402.²", from_post=False, notes="² Supra.")
    )
    assert found.target == "frus1955-57v23p1#d17"


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        ("Your 402.", True),
        ("Embtel 402, August 6.", True),
        ("Embtel 402, August 2.", False),
        ("Deptel 402.", False),
        ("Seoul’s 402.", False),
        ("Your 403.", False),
    ],
)
def test_number_author_and_day_must_fit(body: str, accepted: bool) -> None:
    cited = telegram(16, "402", "1955-08-06", "Noted.", from_post=True)
    (found,) = of_last(cited, telegram(18, "466", "1955-08-11", body, from_post=False))
    assert found.accepted is accepted
    assert (found.target == "frus1955-57v23p1#d16") is accepted


def test_a_number_of_another_year_or_of_a_later_day_is_another_message() -> None:
    old = telegram(2, "402", "1954-08-06", "Noted.", from_post=True)
    late = telegram(30, "402", "1955-09-06", "Noted.", from_post=True)
    (found,) = of_last(old, late, telegram(18, "466", "1955-08-11", "Your 402.", from_post=False))
    assert not found.accepted
    assert found.candidates == ()


@pytest.mark.parametrize(("day", "accepted"), [("1955-08-06", True), ("1955-03-06", False)])
def test_the_number_of_a_series_names_its_sender_for_a_month(day: str, accepted: bool) -> None:
    cited = telegram(16, "Secto 3", day, "Noted.", from_post=True)
    (found,) = of_last(cited, telegram(18, "466", "1955-08-11", "See Secto 3.", from_post=False))
    assert found.accepted is accepted


def test_two_that_fit_alike_are_none_and_both_are_shown() -> None:
    twins = [telegram(n, "402", "1955-08-06", "Noted.", from_post=True) for n in (15, 16)]
    (found,) = of_last(*twins, telegram(18, "466", "1955-08-11", "Your 402.", from_post=False))
    assert not found.accepted
    assert len(found.candidates) == 2


def test_reftel_shares_the_target_of_the_first_citation() -> None:
    cited = telegram(16, "402", "1955-08-06", "Noted.", from_post=True)
    citing = telegram(18, "466", "1955-08-11", "Your 402. Agree reftel.", from_post=False)
    first, second = of_last(cited, citing)
    assert first.target == second.target == "frus1955-57v23p1#d16"
    assert (first.position, second.position) == (0, 1)


def test_a_document_without_citations_has_no_resolutions() -> None:
    assert of_last(telegram(18, "466", "1955-08-11", "Agree.", from_post=False)) == []
