"""A title as catalogs write it: form, number, sender, addressees, relay.

    Ciphered Telegram No. 75352, Feng Xi [Stalin] to Shtraus [Shtykov] and Mayveyev [Zakharov]
    Cable, Drey [Holt] to Ilk [via Sparrow]
    Telegram from Lark (Drey) to the Ambassador, regarding the Ferry
    Letter, A to B via C        Message to A

Input is folded text and the span of the title; output are places in it. What no rule reads is
None: a title says nothing then. In six of the 31 documents surveyed the title is the only
place that names sender or addressee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.extractors.lines import NUMBER_SIGN, NUMBER_VALUE, is_addressee
from kg.extractors.vocabulary import alternatives
from kg.spans import Span

LONGEST_TITLE = 600


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a title that were found."""

    form: Span | None = None
    number: Span | None = None
    sender: Span | None = None
    recipients: Span | None = None
    relay: Span | None = None


def read_title(folded: str, span: Span) -> Title:
    """The parts of the title at `span`.

    >>> line = "Cable, Drey [Holt] to Ilk [via Sparrow]"
    >>> title = read_title(line, Span(0, len(line)))
    >>> [part and part.of(line) for part in (title.form, title.sender, title.recipients)]
    ['Cable', 'Drey [Holt]', 'Ilk']
    >>> title.relay.of(line)
    'Sparrow'
    """
    if span.end - span.start > LONGEST_TITLE:
        return Title()
    words = span.of(folded)
    form = _form().search(words)
    number = _number().search(words, form.end() if form else 0)
    sender, recipients = _sides(words)
    relay = _RELAY.search(words, recipients.start if recipients else 0)
    if recipients and relay:
        end = min(recipients.end, relay.start())
        recipients = Span(recipients.start, max(recipients.start, end)).stripped(words, " ,[(")
    return Title(
        form=_placed(span, form and Span(*form.span())),
        number=_placed(span, number and Span(*number.span("value"))),
        sender=_placed(span, sender),
        recipients=_placed(span, recipients),
        relay=_placed(span, relay and Span(*relay.span("name")).stripped(words)),
    )


def _placed(title: Span, part: Span | None) -> Span | None:
    return part.shifted(title.start) if part and part.start < part.end else None


@cache
def _form() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives('form')}", re.IGNORECASE)


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){NUMBER_SIGN}\s?(?P<value>{NUMBER_VALUE})", re.IGNORECASE)


_RELAY = re.compile(r"(?:[\[(]\s*|\s+)(?:via|through)\s+(?P<name>[^\],;)]{2,60})", re.IGNORECASE)
_LEADS = re.compile(r"^|(?:,|:|\bfrom\b)\s+", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_ENDS = re.compile(
    # what a title adds after the addressee
    r",?\s+(?:regarding|concerning|about|on|re|dated|of(?=\s+\d)|transmitting|relaying|conveying|containing"
    r"|with|reporting|requesting|in (?:reply|response|connection)|via|through)\b"
    r"|,\s*(?:\d|#|N°|No\b|January|February|March|April|May|June|July|August|September|October|November"
    r"|December)|[:\"]|\s+-\s",
    re.IGNORECASE,
)


def _sides(words: str) -> tuple[Span | None, Span | None]:
    """Sender and addressees: names on both sides of "to", or an addressee alone."""
    hidden = re.sub(r"\[[^\[\]]*(?:\]|$)|\([^()]*\)", lambda m: "x" * len(m[0]), words)
    for joint in _TO.finditer(hidden):
        recipients = _recipients(words, hidden, joint.end())
        if recipients is None:
            continue
        for lead in reversed(list(_LEADS.finditer(hidden, 0, joint.start()))):
            sender = Span(lead.end(), joint.start()).stripped(words)
            if lead[0].startswith(",") and _is_listed(words, hidden, lead.start()):
                continue
            if _is_side(sender.of(words)):
                return sender, recipients
        if _form().search(hidden[: joint.start()]):
            return None, recipients
    return None, None


def _is_listed(words: str, hidden: str, comma: int) -> bool:
    """True when a comma parts two senders ("from A, B and C to D"), so the side begins earlier."""
    earlier = list(_LEADS.finditer(hidden, 0, comma))
    return any(_is_side(words[lead.end() : comma]) for lead in earlier)


def _is_side(words: str) -> bool:
    """True for a correspondent; a title's first word, "Cable", looks like a name too."""
    return is_addressee(words) and not _form().match(words)


def _recipients(words: str, hidden: str, start: int) -> Span | None:
    end = _ENDS.search(hidden, start)
    span = Span(start, end.start() if end else len(words)).stripped(words, " ,.\"'")
    return span if is_addressee(span.of(words)) else None
