"""The page of the shipped telegram, from the file to what a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.files import shipped
from kg.pipeline import build


@pytest.fixture(scope="module")
def store_of_telegram(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("store")
    build([shipped("data") / "documents"], directory, lambda problem: None)
    return directory


@pytest.fixture(scope="module")
def telegram(
    store_of_telegram: Path, serve: Callable[..., Any], check_page: Callable[[str], Any]
) -> Iterator[Any]:
    with serve(store_of_telegram) as site:
        yield check_page(httpx.get(f"{site}/messages/wilson-117312", trust_env=False).text)


def _under(page: Any, heading: str) -> list[str]:
    """The texts of the facts under a heading."""
    tags = page.tags[page.tags.index(next(h for h in page.all("h3") if heading in h.text)) + 1 :]
    end = next((i for i, tag in enumerate(tags) if tag.name == "h3"), len(tags))
    return [tag.text for tag in tags[:end] if "fact" in tag.get("class").split()]


def test_it_says_who_wrote_to_whom_under_which_name(telegram: Any) -> None:
    (parties,) = telegram.all("ul", class_="parties")
    for words in ("Stalin", "FENG XI", "Shtykov", "SHTRAUS", "Zakharov", "MAYVEYEV"):
        assert words in parties.text


def test_it_lists_the_eighteen_directives_in_order(telegram: Any) -> None:
    directives = _under(telegram, "Directives")
    assert len(directives) == 18
    assert "Keep these directions in mind" in directives[0]
    assert "to be done by" in directives[7]
    assert "Korean government" in directives[7]
    assert "through" in directives[7]
    assert "Chinese comrades" in directives[17]


def test_it_lists_commitments_votes_references_and_handling(telegram: Any) -> None:
    assert any("We will fully supply" in fact for fact in _under(telegram, "Commitments"))
    votes = [fact for fact in _under(telegram, "Decision") if fact.startswith("for ")]
    assert len(votes) == 5
    assert any("30 September" in fact for fact in _under(telegram, "References"))
    handled = " ".join(_under(telegram, "Handling"))
    assert "Budanova" in handled
    assert "06:00" in handled
    assert len(_under(telegram, "Copies")) == 2


def test_its_sentences_are_marked_in_the_text(telegram: Any) -> None:
    marked = [a for a in telegram.all("a", class_="k-directive") if "Immediately visit" in a.text]
    assert len(marked) == 1
    (text,) = telegram.all("div", class_="text")
    assert "FENG XI [STALIN]" in text.words
