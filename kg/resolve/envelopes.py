"""Envelopes: what is needed to recognize a message from outside.

An envelope has sender, recipients, relays, day, numbers, form and the publisher's record; it is
made of the judged findings of a page, or of a row of an index whose text nobody holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from kg.dates import DateValue, from_edtf
from kg.findings import Mention
from kg.identities import Entity, Envelope, Resolved

# The archive serves one record under several hosts (umd.edu, wilsoncenter.org): its number or
# name in the address is the same.
_RECORD = re.compile(r"/document/([^/?#]+?)(?:\.pdf)?/?$")


def envelope(resolved: Resolved) -> Envelope:
    """The envelope of one message, from its judged findings."""
    findings = resolved.findings
    senders = _entities(resolved, "sender") or _entities(resolved, "signatory")
    recipients, relays = _entities(resolved, "recipient"), _entities(resolved, "relay")
    form, numbers = findings.marking("form"), findings.numbers()
    return Envelope(
        message=findings.document.identifier,
        title=findings.description("title") or _title(form, senders, recipients),
        form=form,
        numbers=tuple(dict.fromkeys(number.value for number in numbers)),
        value=_day(resolved),
        senders=senders,
        recipients=recipients,
        relays=relays,
        records=tuple(dict.fromkeys(_records(resolved))),
        held=findings.document.body.start < findings.document.body.end,
    )


def _entities(resolved: Resolved, role: str) -> tuple[Entity, ...]:
    found = (
        resolved.entity(mention.party)
        for mention in resolved.findings.of(Mention)
        if mention.role == role
    )
    return tuple(dict.fromkeys(found))


def _title(form: str | None, senders: Iterable[Entity], recipients: Iterable[Entity]) -> str:
    """A title for a message that nobody gave one.

    >>> _title("telegram", [Entity("person", "mao-zedong", "Mao Zedong")], [])
    'Telegram, Mao Zedong'
    """
    who = " to ".join(
        names for part in (senders, recipients) if (names := ", ".join(e.label for e in part))
    )
    return ", ".join(part for part in ((form or "message").capitalize(), who) if part)


def _day(resolved: Resolved) -> DateValue | None:
    """The date; with EDTF's question mark where the index itself calls it uncertain."""
    dateline = resolved.findings.dateline()
    value = dateline.value if dateline else None
    doubt = resolved.findings.document.field("date_uncertain")
    if value and doubt and doubt.value.lower() == "true" and value.edtf[-1].isdigit():
        return from_edtf(value.edtf + "?")
    return value


def _records(resolved: Resolved) -> Iterator[str]:
    for found in resolved.findings.document.fields_named("url"):
        match = _RECORD.search(_path(found.value.strip("<> ")))
        if match:
            yield match[1].lower()


def _path(address: str) -> str:
    """The path of an address; "" for one that is printed wrong ("https://[::1")."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def plain_number(number: str) -> str:
    """A number without blanks, sign and case.

    >>> plain_number("No. 98 / SH"), plain_number("# 75352"), plain_number("0222")
    ('98/sh', '75352', '0222')
    """
    return re.sub(r"^(?:n[o°r]?\.?|#)(?=\d)", "", re.sub(r"\s", "", number).lower())
