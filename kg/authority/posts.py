"""The posts of the Foreign Service: which office sat in a city in which year.

Tables in `data/extractors/`: `posts.csv` (a city, the office as an editors' head line names it,
the years in which that holds), `countries.csv` (words that speak of a country: its name, its
people, its government's abbreviation, a leader, and the city of the post there) and `series.csv`
(series of telegram numbers).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.files import shipped

_CAPITALIZED = re.compile(r"\b[A-Z][\w’-]*")


@dataclass(frozen=True, slots=True)
class Post:
    """An office in a city: `kind` "Embassy", `office` "Embassy in India", `place` "India".

    `since` and `until` are the first and last year in which it has that name.
    """

    city: str
    kind: str
    office: str
    place: str
    since: int
    until: int


def post_in(city: str, year: int) -> Post | None:
    """The post in a city in a year, or None when the table knows none.

    >>> post_in("Jidda", 1948).office, post_in("Jidda", 1964).office
    ('Legation in Saudi Arabia', 'Embassy in Saudi Arabia')
    """
    posts = _posts().get(_plain(city), ())
    return next((post for post in posts if post.since <= year <= post.until), None)


def series_office(series: str, direction: str) -> str:
    """Who uses a series of telegram numbers, "" when the table knows none.

    `direction` is "home" for the series of a mission's telegrams to the Department, "abroad" for
    those of the Department to it (`data/extractors/series.csv`).

    >>> series_office("Tosec", "abroad"), series_office("Secto", "abroad")
    ('Secretary of State', '')
    """
    return _series().get((series.casefold(), direction), "")


def city_pattern() -> str:
    """A pattern (without group) for the cities of the table, the longest first."""
    cities = sorted({post.city for posts in _posts().values() for post in posts}, key=len)
    return "(?:" + "|".join(re.escape(city) for city in reversed(cities)) + r")\b"


def countries_named(text: str) -> Counter[str]:
    """How often the text speaks of the country (or city) of each post, by city.

    >>> countries_named("The Shah told the Iranian Foreign Minister at Tehran").most_common()
    [('Tehran', 3)]
    """
    counts: Counter[str] = Counter()
    for word, times in Counter(_CAPITALIZED.findall(text)).items():
        for phrase, city in _phrases().get(word, ()):
            counts[city] += times if phrase == word else text.count(phrase)
    return +counts


@cache
def _posts() -> Mapping[str, tuple[Post, ...]]:
    found: dict[str, list[Post]] = {}
    for row in _rows("posts.csv"):
        since, until = int(row["since"] or 0), int(row["until"] or 9999)
        post = Post(row["city"], row["kind"], row["office"], row["place"], since, until)
        found.setdefault(_plain(row["city"]), []).append(post)
    return {city: tuple(posts) for city, posts in found.items()}


@cache
def _series() -> Mapping[tuple[str, str], str]:
    return {(row["series"], row["direction"]): row["office"] for row in _rows("series.csv")}


@cache
def _words() -> Mapping[str, str]:
    words = {row["word"]: row["city"] for row in _rows("countries.csv")}
    first = {row["place"]: row["city"] for row in _rows("countries.csv")}
    cities = {p.city: first.get(p.place, p.city) for ps in _posts().values() for p in ps}
    return {**cities, **words}


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The words for countries and cities, with the city, by their first word."""
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, city in _words().items():
        first = _CAPITALIZED.match(phrase)
        found.setdefault(first[0] if first else phrase, []).append((phrase, city))
    return {first: tuple(phrases) for first, phrases in found.items()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (shipped("data") / "extractors" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plain(city: str) -> str:
    return " ".join(city.replace(".", " ").casefold().split())
