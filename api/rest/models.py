"""The records that REST gives: what each member means, for people and for OpenAPI.

Every member is always there: null where nothing is known, a list may be empty.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Address = Annotated[str, Field(description="The address in the graph; it stays as it is.")]
Url = Annotated[str, Field(description="A place on this server.")]
Day = Annotated[str, Field(description="A day, YYYY-MM-DD.", examples=["1950-10-01"])]
Confidence = Annotated[float, Field(ge=0, le=1, description="How sure it is, from 0 to 1.")]
_T = TypeVar("_T")


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class Link(_Model):
    """Something that a record speaks of."""

    id: Address
    type: str | None = Field(None, description="Its class, as Person, Office, Place, Message.")
    name: str | None = None
    page: Url | None = None


class Concept(_Model):
    """A term of one of the vocabularies."""

    id: Address
    name: str = Field(description="The term in words, as 'ciphered telegram'.")


class Evidence(_Model):
    """Words of a message that a statement rests on."""

    id: Address
    page: Url | None = None
    message: Link = Field(description="Where they stand.")
    quote: str = Field(description="The exact words: text[start:end] of the stored text.")
    start: int = Field(description="Unicode code points before the quote.")
    end: int
    confidence: Confidence
    extractor: str = Field(description="What found them.")
    supports: str = Field(
        description="What they are evidence for: the name of a member of the message's record, or"
        " the address of a property."
    )
    role: Concept | None = None
    value: str | None = Field(None, description="What they say: an address or a text.")


class Message(_Model):
    """One act of correspondence."""

    id: Address
    type: Literal["Message"] = "Message"
    page: Url | None = Field(None, description="The page with its text and every fact.")
    api: Url = Field(description="This record with its evidence.")
    name: str | None = None
    title: str | None = Field(None, description="The title it is published under.")
    date: str | None = Field(None, description="EDTF, as 1950-10-01 or 1950-10.")
    earliest: Day | None = None
    latest: Day | None = None
    time: str | None = None
    form: list[Concept] = Field(description="Telegram, letter, memorandum ...")
    number: str | None = None
    other_numbers: list[str]
    classification: list[Concept]
    precedence: list[Concept]
    held: Concept | None = Field(None, description="Held, envelope only, or known by reference.")
    sender: list[Link]
    recipient: list[Link]
    relay: list[Link] = Field(description="Who gets it to hand it on.")
    from_place: list[Link]
    to_place: list[Link]
    mentions: list[Link]
    answers: list[Link]
    promises: list[Link]
    cites: list[Link]
    archive_reference: list[str]
    translator: list[str]
    subject: list[str]
    source: list[str] = Field(description="Where it is published.")
    evidence: list[Evidence] | None = Field(
        None, description="The words behind it; in a list only with evidence=true."
    )


class Name(_Model):
    """A form of a name: a real name, a cover name, a romanization."""

    id: Address
    page: Url | None = None
    name: str | None = None
    kind: Concept | None = None
    according_to: list[str] = Field(description="A register, or where it was taken from.")
    attested_in: list[Link] = Field(description="Messages in which it stands.")


class Uses(_Model):
    """In how many messages, directives and votes somebody has a part."""

    sent: int
    received: int
    relayed: int
    mentioned: int
    directives_issued: int
    directives_to_do: int
    votes: int


class Person(_Model):
    """A person, organization, office or group."""

    id: Address
    type: Literal["Person", "Organization", "Office", "Group"]
    page: Url | None = None
    api: Url
    name: str | None = None
    other_names: list[str]
    description: str | None = None
    nationality: list[str]
    born: str | None = Field(None, description="EDTF.")
    died: str | None = Field(None, description="EDTF.")
    wikidata: list[str] = Field(description="Items that were verified.")
    first_day: Day | None = Field(None, description="Of the messages sent, got or passed on.")
    last_day: Day | None = None
    uses: Uses
    messages: Url = Field(description="The messages in which this is a correspondent or named.")
    names: list[Name] | None = Field(None, description="Forms of the name; in a single record.")
    evidence: list[Evidence] | None = Field(
        None, description="Up to 200 findings whose words mean this; in a single record."
    )


class PlaceUses(_Model):
    """In how many messages a place has a part."""

    sent_from: int
    sent_to: int
    mentioned: int


class Place(_Model):
    """A city, country, region or line on the map."""

    id: Address
    type: Literal["Place"] = "Place"
    page: Url | None = None
    api: Url
    name: str | None = None
    other_names: list[str]
    description: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikidata: list[str]
    uses: PlaceUses
    messages: Url
    evidence: list[Evidence] | None = None


class _Finding(_Model):
    id: Address
    type: str
    page: Url | None = None
    api: Url
    message: Link | None = Field(None, description="The message in which the words stand.")
    message_date: str | None = Field(None, description="The date of that message (EDTF).")
    quote: str
    start: int
    end: int
    confidence: Confidence
    extractor: str


class Directive(_Finding):
    """What somebody is to do."""

    type: Literal["Directive"] = "Directive"
    ordinal: int | None = Field(None, description="Its place among those of the message, from 1.")
    point: str | None = Field(None, description="The number printed before it.")
    force: list[Concept] = Field(description="Order, request, advice, permission, prohibition.")
    issued_by: list[Link]
    to_be_done_by: list[Link]
    through: list[Link]
    condition: str | None = None
    deadline: str | None = None
    proviso: str | None = None
    reported: bool | None = Field(None, description="True when somebody else gave it.")
    cue: str | None = None


class Reference(_Finding):
    """Words by which a message speaks of another message."""

    type: Literal["Reference"] = "Reference"
    kind: list[Concept]
    relation: str | None = Field(None, description="answers, promises or cites.")
    target: list[Link] = Field(description="The other message, where it is found.")
    form: list[Concept]
    number: str | None = Field(None, description="The number that the words give.")
    date: str | None = Field(None, description="The date that the words give (EDTF).")
    by: list[Link] = Field(description="Who wrote the other message, as the words say.")
    to: list[Link]
    subject: list[str]


class Decision(_Model):
    """A draft or proposal that a body accepted or not."""

    id: Address
    page: Url | None = None
    name: str | None = None
    date: str | None = None
    body: list[Link]
    accepted: bool | None = None
    question: str | None = None
    draft: str | None = None
    quote: str | None = None


class Vote(_Finding):
    """The choice of one voter about one decision."""

    type: Literal["Vote"] = "Vote"
    voter: list[Link]
    choice: Concept | None = None
    decision: Decision | None = None


class Line(_Model):
    """A line of the network: how often one had to do with the other."""

    layer: str
    source: Link
    target: Link
    messages: int = Field(description="How many messages, directives or votes.")
    first_day: Day | None = None
    last_day: Day | None = None
    evidence: Url = Field(description="The records that the line rests on.")


class Page(_Model, Generic[_T]):
    """A part of a list and the way to the next one."""

    total: int = Field(description="How many records the filters leave, on all pages.")
    next: Url | None = Field(description="The next page; null on the last one.")
    cursor: str | None = Field(description="The same as a value for `cursor`.")
    version: str = Field(description="Of the data; a cursor holds for one version.")
    items: list[_T]
