"""Form, classification, precedence, instructions and issuing office."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.findings import Findings, Marking

FindIn = Callable[..., Findings]
InFixture = Callable[[int], Findings]
TEXT = "The rope has come to the harbor now."


def marks(findings: Findings, kind: str) -> list[str]:
    return [mark.value for mark in findings.of(Marking) if mark.kind == kind]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Top Secret", "top secret"),
        ("STRICTLY SECRET", "strictly secret"),
        ("(Secret!)", "secret"),
        ("Confidential", "confidential"),
        ("EYES ONLY", "eyes only"),
        ("SECRET—EXTREMELY URGENT", "secret"),
        ("TOP SECRET CIPHERED TELEGRAM # 410", "top secret"),
        ("Dear Comrade Ilk! (Top Secret)", "top secret"),
    ],
)
def test_classification(find: FindIn, line: str, value: str) -> None:
    assert marks(find(f"{line}\n{TEXT}"), "classification") == [value]


def test_precedence_is_another_field(find: FindIn, in_fixture: InFixture) -> None:
    assert marks(find(f"SECRET—EXTREMELY URGENT\n{TEXT}"), "precedence") == ["extremely urgent"]
    assert marks(in_fixture(8), "classification") == ["secret"]
    assert marks(in_fixture(8), "precedence") == ["urgent"]


def test_a_secret_in_the_text_is_no_classification(find: FindIn) -> None:
    found = find("To Ilk\nIt is a SECRET of the millers and urgent too.\nThe Secret Mill is old.")
    assert marks(found, "classification") == []
    assert marks(found, "precedence") == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("To be returned after 6 days", "To be returned after 6 days"),
        ("Making copies is prohibited!", "Making copies is prohibited"),
        ("Top secret. Making copies is prohibited", "Making copies is prohibited"),
        ("[Stamp: To be returned to Section 9", "To be returned to Section 9"),
    ],
)
def test_instructions_on_the_paper(find: FindIn, line: str, value: str) -> None:
    assert marks(find(f"{line}\nTo Ilk\n{TEXT}"), "instruction") == [value]


def test_f11_the_stamp_says_where_the_paper_goes(in_fixture: InFixture) -> None:
    assert marks(in_fixture(11), "instruction") == ["To be returned to Section 9"]


def test_the_office_above_the_number_issued_the_paper(find: FindIn) -> None:
    found = find(f"8 Department of the General Staff.\n# 410\nTo Ilk\n{TEXT}")
    assert marks(found, "issuing office") == ["8 Department of the General Staff"]


def test_a_line_that_continues_a_heading_names_no_office(find: FindIn) -> None:
    found = find(f"Extract from protocol No. 7\nof the meeting of the Presidium\nTo Ilk\n{TEXT}")
    assert marks(found, "issuing office") == []


def test_the_post_below_the_destination_did_not(find: FindIn) -> None:
    assert marks(find(f"SELM\nSOVIET AMBASSADOR\n{TEXT}"), "issuing office") == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Ciphered Telegram # 410277/kt", "ciphered telegram"),
        ("CYPHERED TELEGRAM", "ciphered telegram"),
        ("Cable, Drey [Holt] to Ilk", "cable"),
        ("Decision dated November 4, 1953", "resolution"),
    ],
)
def test_forms(find: FindIn, line: str, value: str) -> None:
    assert find(f"{line}\nTo Ilk\n{TEXT}").marking("form") == value


def test_the_head_wins_over_the_title(find: FindIn) -> None:
    title = "Top Secret Cable, Drey to Ilk"
    assert find(TEXT, title=title).marking("form") == "cable"
    assert find(TEXT, title=title).marking("classification") == "top secret"
    both = find(f"Secret\nCiphered Telegram\n{TEXT}", title=title)
    assert both.marking("form") == "ciphered telegram"
    assert marks(both, "classification") == ["secret"]


def test_a_telegram_in_a_reference_line_is_no_form(find: FindIn) -> None:
    assert find(f"RE: your telegram # 77\n{TEXT}").marking("form") is None
