"""Predictions that are wrong in every way the scorer tells apart, made out of gold records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]


def varied(records: list[Record], seed: int) -> list[Record]:
    """A prediction for nearly each record; the same for the same seed."""
    return list(_Variation(records, seed).all())


class _Variation:
    def __init__(self, records: list[Record], seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- no secret hangs on it
        self.records = records
        self.names = [p["name"] for r in records for p in r["persons"] if p["name"]] or ["Rusk"]
        self.refs = [p["ref"] for r in records for p in r["persons"]] or ["p_X1"]
        parties = [p for r in records for p in (*r["from"], *r["to"])]
        self.offices = [p["text"] for p in parties if p["kind"] == "office"] or ["Embassy"]

    def all(self) -> Iterator[Record]:
        for record in self.records:
            if self.often(0.05):
                continue
            yield {"id": record["id"]} if self.often(0.03) else self.one(record)

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, gold: Record) -> Record:
        return {"id": gold["id"], **self.sides(gold), **self.values(gold), **self.lists(gold)}

    def sides(self, gold: Record) -> Record:
        senders = [self.party(p) for p in gold["from"] if not self.often(0.05)]
        recipients = [self.party(p) for p in gold["to"] if not self.often(0.05)]
        if self.often(0.07):
            senders, recipients = recipients, senders
        if self.often(0.1):
            recipients.append({"name": self.chance.choice(self.names + self.offices)})
        if self.often(0.1):
            senders.append({"name": self.chance.choice(self.offices), "kind": "office"})
        return {"from": None if self.often(0.05) else senders, "to": recipients}

    def party(self, gold: Record) -> Any:
        kinds = ["person", "office"]
        party = {"name": gold["text"], "kind": gold["kind"], "role": gold["role"]}
        party["ref"] = self.chance.choice([gold["ref"]] * 8 + [None, *self.refs[:1]])
        party["kind"] = self.chance.choice([gold["kind"]] * 8 + [*kinds, None])
        if self.often(0.1):
            party["role"] = self.chance.choice(self.offices)
        if self.often(0.15):
            words = party["name"].split() or [""]
            others = [self.chance.choice(self.names), self.chance.choice(self.offices)]
            changed = [party["name"].upper(), words[0], f"The {party['name']}", "", *others]
            party["name"] = self.chance.choice(changed)
        return party["name"] if self.often(0.05) else party

    def values(self, gold: Record) -> Record:
        date, line = gold["date"] or {}, gold["classification"] or {}
        day = date.get("edtf") or ""
        wrong_days = [day[:7], day[:4], "1951-01-01", f"{day[:10]}/1960-01-01", {"iso": day}, ""]
        return {
            "date": self.or_one_of(date.get("edtf"), [*wrong_days, "1955-05-05T10:15", None]),
            "time": self.or_one_of(date.get("time"), ["08:00", "20:30", None]),
            "place": self.or_one_of(gold["place"], ["Washington", "Paris, 4 p.m.", None, ""]),
            "classification": self.or_one_of(line.get("level"), ["Secret", "TOP SECRET ", None]),
            "precedence": self.or_one_of(line.get("precedence"), ["Priority", "niact", None]),
            "telegram_number": self.or_one_of(gold["telegram_number"], [17, "Secto 3", None]),
            "subject": self.or_one_of(gold["subject"], ["Berlin", None]),
            "doc_type": self.or_one_of(gold["doc_type"], ["letter", "other", None]),
        }

    def or_one_of(self, right: Any, wrong: list[Any]) -> Any:
        return self.chance.choice(wrong) if self.often(0.15) else right

    def lists(self, gold: Record) -> Record:
        signed = [s["text"] if self.often(0.5) else {"name": s["text"]} for s in gold["signed"]]
        lines = [p["text"] for p in gold["participants"] if not self.often(0.1)]
        links = [
            {"surface": link["surface"], "target": self.or_one_of(link["target"], ["#d9"])}
            for link in gold["links"]
            if not self.often(0.2)
        ]
        return {
            "signed": self.or_one_of(signed, [["Nobody"], []]),
            "participants": lines + [self.chance.choice(self.names)] * self.often(0.1),
            "persons": list(self.persons(gold)),
            "references": list(self.references(gold)),
            "links": links,
        }

    def persons(self, gold: Record) -> Iterator[Any]:
        for person in gold["persons"]:
            if not self.often(0.1):
                surface = self.chance.choice(person["surfaces"])
                ways = [{"ref": "#" + person["ref"]}, {"name": surface}, person["name"] or ""]
                yield self.chance.choice([{"ref": person["ref"]}, *ways])
        if self.often(0.4):
            yield {"ref": self.chance.choice(self.refs)}
        if self.often(0.4):
            yield {"name": self.chance.choice(self.names)}
        yield from ({"ref": ref} for ref in gold["maybe"][:2])
        yield from gold["unlinked"][:2]

    def references(self, gold: Record) -> Iterator[Any]:
        for reference in gold["references"]:
            if self.often(0.1):
                continue
            target = reference["target"]
            volume, _, anchor = target.partition("#")
            other = [f"{volume}#pg_12", "p. 618", f"{volume}/{anchor}", f"#{anchor}", anchor]
            target = self.or_one_of(target, other)
            yield target if self.often(0.1) else {"surface": "x", "target": target}
        if self.often(0.1):
            yield from ({"surface": "x", "target": None}, "frus1950v06#pg_8", "#d4fn2")
