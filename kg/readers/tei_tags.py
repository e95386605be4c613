"""What each tag of an encoded edition does to the print, and what it says of its words.

The table `ELEMENTS` names the elements of the FRUS volumes; one it does not name is printed as
text that runs on. `Steps` gives for a tag as it stands in the file what to do on the sheet.

Source: the schema of the edition (frus.odd, HistoryAtState) and the TEI Guidelines, P5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kg.readers.tei_print import TAB, Sheet, Simple, Spec, Step, as_call, unescaped

Attributes = Mapping[str, str]
Maker = Callable[["Steps", Attributes], Step]
"""Makes the step of an opening tag from its attributes."""


class Steps(dict[str, Step]):
    """The steps of all tags of the volume `volume`, learned as they are met.

    `faults` collects dates that no calendar has; who reads a document takes them out.
    """

    def __init__(self, volume: str) -> None:
        super().__init__()
        self.volume = volume
        self.faults: list[str] = []

    def __missing__(self, tag: str) -> Step:
        """The step of a tag met for the first time ("persName corresp=...", "/p", "lb/").

        An address (xml:id) says nothing about the print, and each stands in one tag only.
        """
        before, found, behind = tag.partition(' xml:id="')
        if found:
            return self[before + behind.partition('"')[2]]
        faults = len(self.faults)
        step = self._step(tag)
        if len(self.faults) == faults:
            self[tag] = step
        return step

    def _step(self, tag: str) -> Step:
        name = tag.strip("/").split(maxsplit=1)[0].rpartition(":")[2]
        element = ELEMENTS.get(name, _RUNS_ON)
        if tag[0] == "/":
            return element.closes
        opens = element.opens(self, attributes(tag))
        if tag[-1] != "/":
            return opens
        if element.closes is Simple.RUN_ON:
            return opens
        first, then = as_call(opens), as_call(element.closes)
        return lambda sheet: then(first(sheet))


_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLAIN_ATTRIBUTE = re.compile(r'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_LINE_ENDS = str.maketrans("\n\t", "  ")


def attributes(tag: str) -> dict[str, str]:
    """What a tag says, as XML has it: entities resolved, line ends as blanks.

    >>> attributes('ref target="#d18"')
    {'target': '#d18'}
    """
    if "&" not in tag and "\n" not in tag and "'" not in tag:
        return dict(_PLAIN_ATTRIBUTE.findall(tag))
    return {
        name: unescaped((value or other).translate(_LINE_ENDS))
        for name, value, other in _ATTRIBUTE.findall(tag)
    }


@dataclass(frozen=True, slots=True)
class Element:
    """How an element begins and ends on the sheet."""

    opens: Maker
    closes: Step


# Steps without attributes.


def _end_paragraph(sheet: Sheet) -> Sheet:
    return sheet.end().paragraph()


def _end_line(sheet: Sheet) -> Sheet:
    return sheet.end().line()


def _always(step: Step) -> Maker:
    return lambda _steps, _attributes: step


_RUNS_ON = Element(_always(Simple.RUN_ON), Simple.RUN_ON)


# Parts of the page.


def _part(kind: str, part: Callable[[Sheet], Sheet]) -> Maker:
    """A part of the message itself; the same in an enclosure or a footnote is none."""
    specs = (Spec(kind, is_block=True),)

    def opens(sheet: Sheet) -> Sheet:
        part(sheet)
        sheet.begin(() if sheet.apart or sheet.lists else specs)
        return sheet

    return _always(opens)


def _signed(_steps: Steps, attributes: Attributes) -> Step:
    mark = Spec("signed", identity=_entry(attributes.get("corresp")))
    own = (Spec("signed", is_block=True), mark)

    def opens(sheet: Sheet) -> Sheet:
        sheet.line()
        sheet.begin((mark,) if sheet.apart else own)
        return sheet

    return opens


def _set_apart(specs: tuple[Spec, ...]) -> Element:
    def opens(sheet: Sheet) -> Sheet:
        sheet.paragraph()
        sheet.apart += 1
        sheet.begin(specs)
        return sheet

    def closes(sheet: Sheet) -> Sheet:
        sheet.end()
        sheet.apart -= 1
        sheet.paragraph()
        return sheet

    return Element(_always(opens), closes)


# Notes and what is not printed.

_ABOVE_THE_HEAD = (
    Spec("file number", is_block=True),
    Spec("source note", is_block=True),
)


def _note(_steps: Steps, attributes: Attributes) -> Step:
    """A footnote where it has a mark; else a paragraph of the editors, as above the head."""
    mark, is_source = attributes.get("n"), attributes.get("type") == "source"
    if mark and attributes.get("rend") != "inline":
        return lambda sheet: sheet.footnote(mark, is_source=is_source)

    def opens(sheet: Sheet) -> Sheet:
        sheet.paragraph()
        sheet.begin(_ABOVE_THE_HEAD if is_source and not sheet.apart else ())
        sheet.apart += 1
        return sheet

    return opens


def _end_note(sheet: Sheet) -> Sheet:
    if sheet.open or sheet.parent is None:
        sheet.apart -= 1
        return _end_paragraph(sheet)
    return sheet.leave()


def _aside(sheet: Sheet) -> Sheet:
    """A sheet that is thrown away."""
    return Sheet(sheet)


def _page(_steps: Steps, attributes: Attributes) -> Step:
    spec = Spec("page", attributes.get("n"))

    def opens(sheet: Sheet) -> Sheet:
        sheet.point(spec)
        return sheet

    return opens


def _gap(sheet: Sheet) -> Sheet:
    sheet.paragraph()
    sheet.words(". . . . . . .")
    sheet.paragraph()
    return sheet


# Lists and tables.

_ITEMS = {
    "participants": (Spec("participant"),),
    "subject": (Spec("subject"),),
}


def _list(_steps: Steps, attributes: Attributes) -> Step:
    own = _ITEMS.get(attributes.get("type", "").strip())

    def opens(sheet: Sheet) -> Sheet:
        sheet.paragraph()
        outer = sheet.lists[-1] if sheet.lists else ()
        sheet.lists.append(own or outer)
        return sheet

    return opens


def _end_list(sheet: Sheet) -> Sheet:
    sheet.lists.pop()
    sheet.paragraph()
    return sheet


def _item(sheet: Sheet) -> Sheet:
    """An item, in the line of its label; what holds items of its own is no longer one itself."""
    labelled = sheet.label_end == len(sheet.pieces)
    sheet.label_end = -1
    if not labelled:
        sheet.line()
    specs = sheet.lists[-1] if sheet.lists and not sheet.apart else ()
    if specs:
        sheet.open = [(i, () if said is specs else said) for i, said in sheet.open]
    sheet.items.append(labelled)
    sheet.begin(specs)
    return sheet


def _end_item(sheet: Sheet) -> Sheet:
    sheet.end()
    if not sheet.items.pop():
        sheet.line()
    return sheet


def _end_label(sheet: Sheet) -> Sheet:
    sheet.parting = " "
    sheet.label_end = len(sheet.pieces)
    return sheet


def _end_cell(sheet: Sheet) -> Sheet:
    sheet.tabbed = sheet.parting
    sheet.parting = TAB
    return sheet


def _end_row(sheet: Sheet) -> Sheet:
    if sheet.parting == TAB:
        sheet.parting = sheet.tabbed
    sheet.line()
    return sheet


# Names, dates and references.

_SIDES = {"from": "sender", "to": "recipient"}


def _named(party: str, kind: str | None) -> Maker:
    """A party of a head or list, a person or a term: a name that may point to a list."""

    def maker(_steps: Steps, attributes: Attributes) -> Step:
        identity = _entry(
            attributes.get("corresp") or attributes.get("ref") or attributes.get("target")
        )
        side = _SIDES.get(attributes.get("type", ""))
        specs = [Spec(side, identity=identity, party=party)] if side else []
        if kind and (identity or kind == "person"):
            specs.append(Spec(kind, identity=identity))
        return tuple(specs)

    return maker


def _entry(pointer: str | None) -> str | None:
    """The entry of a list that is pointed to.

    >>> _entry("#p_AD1")
    'p_AD1'
    """
    return pointer.removeprefix("#") or None if pointer else None


def _reference(steps: Steps, attributes: Attributes) -> Step:
    target = attributes.get("target", "")
    if target.startswith("#"):
        target = steps.volume + target
    return (Spec("reference", target),) if target else ()


def _time(kind: str) -> Maker:
    """A date or an hour; one that no calendar has is a fault and no value."""

    def maker(steps: Steps, attributes: Attributes) -> Step:
        value = attributes.get("when") or "/".join(
            filter(None, (attributes.get(name) for name in ("from", "to")))
        )
        if value and kind == "date" and not all(map(_in_calendar, value.split("/"))):
            steps.faults.append(value)
            value = ""
        return (Spec(kind, value or None),)

    return maker


def _in_calendar(value: str) -> bool:
    """Whether there is such a year, month, day or hour.

    >>> _in_calendar("1951-01-12T21:00:00"), _in_calendar("1951-02"), _in_calendar("1951-02-30")
    (True, True, False)
    """
    try:
        datetime.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


_PARAGRAPH = Element(_always(Simple.PARAGRAPH), Simple.PARAGRAPH)
_LINE = Element(_always(Sheet.line), Sheet.line)
_SILENT = Element(_always(_aside), Sheet.leave)

ELEMENTS: dict[str, Element] = {
    "affiliation": _LINE,
    "attachment": _set_apart((Spec("attachment"),)),
    "cell": Element(_always(Simple.RUN_ON), _end_cell),
    "closer": _PARAGRAPH,
    "date": Element(_time("date"), Simple.END),
    "dateline": Element(_part("dateline", Sheet.paragraph), _end_paragraph),
    "div": _PARAGRAPH,
    "figure": _PARAGRAPH,
    "file": _SILENT,
    "gap": Element(_always(_gap), Simple.RUN_ON),
    "gloss": Element(_named("office", "term"), Simple.END),
    "graphic": _SILENT,
    "head": Element(_part("head", Sheet.paragraph), _end_paragraph),
    "item": Element(_always(_item), _end_item),
    "label": Element(_always(Sheet.line), _end_label),
    "lb": Element(_always(Sheet.line), Simple.RUN_ON),
    "list": Element(_list, _end_list),
    "note": Element(_note, _end_note),
    "opener": _PARAGRAPH,
    "orgName": Element(_named("organization", None), Simple.END),
    "p": _PARAGRAPH,
    "page-count-according-to-citation": _SILENT,
    "pb": Element(_page, Simple.RUN_ON),
    "pdf": _SILENT,
    "persName": Element(_named("person", "person"), Simple.END),
    "placeName": Element(_always((Spec("place"),)), Simple.END),
    "postscript": _set_apart(()),
    "problem": _SILENT,
    "quote": _set_apart(()),
    "ref": Element(_reference, Simple.END),
    "row": Element(_always(Sheet.line), _end_row),
    "salute": _LINE,
    "seg": Element(_part("classification", Sheet.line), _end_line),
    "signed": Element(_signed, _end_line),
    "table": _PARAGRAPH,
    "time": Element(_time("time"), Simple.END),
    "uh-oh": _SILENT,
}
"""The elements of the FRUS volumes that are printed in a place of their own or say something."""
