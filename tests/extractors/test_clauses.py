"""Condition, deadline and proviso are words of the sentence; reasons and questions are none."""

from __future__ import annotations

import pytest

from kg.extractors.clauses import condition, deadline, proviso, told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Visit him immediately.", "immediately"),
        ("One should without delay mobilize.", "without delay"),
        ("Finish by May 3.", "by May 3"),
        ("Finish by 3 May 1953, or sooner.", "by 3 May 1953"),
        ("Sign nothing before Friday.", "before Friday"),
        ("Come not later than the end of the month.", "not later than the end of the month"),
        ("Do it in the shortest possible time.", "in the shortest possible time"),
        ("Do it in the shortest period of time.", "in the shortest period of time"),
        ("Write within two weeks.", "within two weeks"),
        ("You will get it in a few days.", "in a few days"),
        ("Do it in a hurry, for ice will come in a few days.", "in a hurry"),
        ("Come by 3 Oct. with him.", "by 3 Oct."),
        ("Write immediately after the meeting, then wait.", "immediately after the meeting"),
        ("It must run by now.", None),
        ("With immediate measures one must break it.", None),
        ("Leave them until November.", None),
        ("Wait, for he comes tomorrow or by Friday.", None),
    ],
)
def test_deadline(words: str, expected: str | None) -> None:
    found = deadline(words)
    assert (found and found.of(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("If X raises it, answer no.", "If X raises it"),
        ("You may offer it if asked, but never in writing.", "if asked"),
        ("Should he be present, do not read it.", "Should he be present"),
        ("Leave it only if he asks for it.", "only if he asks for it"),
        ("In case of refusal the matter should be dropped.", "In case of refusal"),
        ("In case of other questions you may wait.", "In case of other questions"),
        ("Sign, provided that he signs.", "provided that he signs"),
        ("Please say if this suits you.", None),
        ("Ask him if he comes.", None),
        ("I should be grateful if you came.", None),
        ("One should go.", None),
    ],
)
def test_condition(words: str, expected: str | None) -> None:
    found = condition(words)
    assert (found and found.of(words)) == expected


@pytest.mark.parametrize(
    ("words", "force", "expected"),
    [
        ("You may offer it, but never in writing.", "permission", "but never in writing"),
        ("You may go, but without your men.", "permission", "but without your men"),
        ("You may go, without your men.", "permission", "without your men"),
        ("Go there, without your men.", "order", None),
        ("Go there, but wait.", "order", None),
    ],
)
def test_proviso(words: str, force: str, expected: str | None) -> None:
    found = proviso(words, force)
    assert (found and found.of(words)) == expected


def test_what_somebody_is_to_be_told() -> None:
    words = "Tell the mayor that he must close the bridge."
    found = told(words)
    assert found is not None
    assert found.of(words) == "he must close the bridge."
    assert told("Tell the mayor the following:") is None
