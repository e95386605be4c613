"""Invented volumes of an edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENT = """
<div type="document" n="{n}" xml:id="d{n}"><pb n="{page}" xml:id="pg_{page}"/>
<head>{n}. Telegram From the <gloss type="from">Embassy in Ruritania</gloss> to the
 <gloss type="to">Department of State</gloss><note n="1" xml:id="d{n}fn1">Source: Department of
 State, Central Files, 123.45/{n}. Secret; Priority. Drafted by Rassendyll.</note></head>
<opener><dateline><placeName>Strelsau</placeName>, <date when="1951-03-{day:02}T15:00:00">March
 {day}, 1951, 3 p.m.</date></dateline></opener>
<p>{number}. <persName corresp="#p_RR1">Rassendyll</persName> saw the King. {more}</p>
<closer><signed><persName corresp="#p_RR1">Rassendyll</persName></signed></closer></div>
"""
VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc><titleStmt>
<title type="complete">Ruritania</title></titleStmt><publicationStmt><idno type="frus">{name}</idno>
</publicationStmt></fileDesc></teiHeader><text><front><div type="section" xml:id="persons">
<list><item><hi><persName xml:id="p_RR1">Rassendyll, Rudolf</persName></hi>, Ambassador in
 Ruritania</item></list></div></front><body>{documents}</body></text></TEI>
"""

MakeVolume = Callable[..., Path]


@pytest.fixture
def make_volume(tmp_path: Path) -> MakeVolume:
    """Writes a volume of so many telegrams into the folder `sources`."""

    def make(name: str = "frus1951v99", documents: int = 3, more: str = "", page: int = 1) -> Path:
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        file = folder / f"{name}.xml"
        every = "".join(
            DOCUMENT.format(n=n, page=page + n, day=n % 28 + 1, number=100 + n, more=more)
            for n in range(1, documents + 1)
        )
        file.write_text(VOLUME.format(name=name, documents=every), encoding="utf-8")
        return file

    return make
