"""From a volume of an edition to documents, against the bare parse of the same bytes.

The bare work is lxml's own parse of the unpacked volume into a tree: the least that any reader of
XML does. Ours unpacks, checks, cuts, prints, and finds blocks and marks. The volume is one of the
FRUS volumes beside the project, else an invented one of the same make.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from benchmarks.measure import Figure, compare
from kg.readers.frus_tei import VolumeSource, volume

VOLUME = Path(__file__).parents[2] / "shared" / "frus" / "frus1961-63v05.xml.gz"
_INVENTED = 400
"""Documents of the invented volume."""


def figures() -> Iterator[Figure]:
    """Reading a volume as a whole, and its two parts: parsing, and printing the documents."""
    with TemporaryDirectory() as folder:
        path = VOLUME if VOLUME.exists() else _invented(Path(folder) / "invented.xml.gz")
        content = gzip.decompress(path.read_bytes())
        bare = partial(_bare, content)
        source = _source(path)
        against = f"lxml parse of {len(source)} documents, {len(content):,} bytes"
        ours = compare("volume to documents", against, partial(_read, path), bare)
        yield _with_rate(ours, len(source))
        yield compare("unpack, check, cut into documents", against, partial(_source, path), bare)
        yield compare("print, blocks, marks", against, partial(_documents, source), bare)


def _with_rate(figure: Figure, documents: int) -> Figure:
    what = f"{figure.what} ({documents / figure.ours_s:,.0f} documents a second)"
    return Figure(what, figure.against, figure.ours_s, figure.bare_s)


def _bare(content: bytes) -> None:
    etree.fromstring(content, etree.XMLParser(resolve_entities=False, collect_ids=False))


def _source(path: Path) -> VolumeSource:
    return volume(path, path.parent, print)


def _documents(source: VolumeSource) -> None:
    for _ in source.documents(print):
        pass


def _read(path: Path) -> None:
    _documents(_source(path))


def _invented(path: Path) -> Path:
    """A volume of telegrams of about the length and marks of real ones."""
    line = (
        '<persName corresp="#p_DW1">Drey</persName> reports that the barges\n            are loaded'
        ' (<gloss target="#t_D1">Deptel</gloss> 402)<note n="{n}" xml:id="d{n}fn1">See <ref'
        ' target="#d{n}">Document {n}</ref>.</note> and go to Selm. '
    )
    plain = "The barges are loaded and go to Selm with all that was asked for.\n            "
    one = (
        '<div type="document" xml:id="d{n}" n="{n}"><head>{n}. Telegram From <persName type="from"'
        '>Drey</persName> to the <gloss type="to">Department</gloss></head><dateline><placeName>'
        'Selm</placeName>, <date when="1951-05-03">May 3, 1951</date>.</dateline>'
    ) + f"<p>{line}{plain * 12}</p>\n" * 6
    documents = "\n".join((one + "</div>").replace("{n}", str(n)) for n in range(_INVENTED))
    path.write_bytes(
        gzip.compress(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>{documents}</text></TEI>'.encode()
        )
    )
    return path
