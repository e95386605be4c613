"""Words of documents on our pages: nothing in them is trusted, nothing readable is lost.

Markup is Jinja's matter (autoescape); what is left to do here are characters that a page
cannot hold or that would turn the words around them.
"""

from __future__ import annotations

import calendar
import re
import unicodedata

from kg.namespaces import PREFIXES

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
# What XML 1.0 and HTML do not allow beside the controls: C1, halves of surrogate pairs, and
# code points that never are characters.
_NO_CHARACTER = re.compile(
    "[\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
# Overrides force letters into the wrong order (Unicode Standard Annex 9, section 2.2); marks
# and isolates, which Arabic and Hebrew need, stay.
_OVERRIDE = re.compile("[\u202d\u202e]")
_EMBEDDING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text, code point for code point, fit for a page; controls become their pictures.

    >>> visible("a\\x00b\\ud800")
    'a␀b�'
    """
    pictured = _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), text)
    return _OVERRIDE.sub("\ufffd", _NO_CHARACTER.sub("\ufffd", pictured))


def line(text: str | None, longest: int = 200) -> str:
    """The text on one line, shortened with an ellipsis: for names, titles and links.

    >>> line(" Feng   Xi\\n[Stalin] ", 8)
    'Feng Xi…'
    """
    whole = " ".join(visible(_EMBEDDING.sub("", text or "")).split())
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


def is_blank(text: str) -> bool:
    """True when nothing of the text can be seen."""
    return not any(unicodedata.category(c)[0] not in "ZC" for c in text)


def day(date: str) -> str:
    """A date of the Extended Date/Time Format in words where that is simple, else as it is.

    >>> day("1950-10-01"), day("1950-10"), day("1950"), day("1950-10-01/1950-10-03")
    ('1 October 1950', 'October 1950', '1950', '1950-10-01/1950-10-03')
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", date)
    if match is None:
        return line(date, 60)
    month = f"{calendar.month_name[int(match[2])]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month


def words(address: str) -> str:
    """The last part of an address as words: what a term without a label is called.

    >>> words("https://w3id.org/coldwire/ontology#toBeDoneBy")
    'to be done by'
    >>> words("https://w3id.org/coldwire/vocabulary/form/ciphered-telegram")
    'ciphered telegram'
    """
    last = re.split(r"[/#]", address.rstrip("/#"))[-1]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last)
    return line(spaced.replace("-", " ").replace("_", " ")).lower() if spaced else address


def prefixed(address: str) -> str:
    """An address with its usual prefix, as a query would write it.

    >>> prefixed("https://w3id.org/coldwire/ontology#sender")
    'cw:sender'
    """
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace) and re.fullmatch(r"[\w-]+", address[len(namespace) :]):
            return f"{prefix}:{address[len(namespace) :]}"
    return address
