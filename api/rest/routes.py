"""The routes of REST: what can be asked, as the description of the API tells it."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.graph import Graph
from api.rest import models
from api.rest.context import context
from api.rest.desk import Desk
from api.rest.filters import (
    DirectiveFilters,
    MessageFilters,
    NetworkFilters,
    PersonFilters,
    PlaceFilters,
    ReferenceFilters,
    VoteFilters,
)
from api.rest.records import Records
from api.rest.shelves import DIRECTIVES, MESSAGES, PEOPLE, PLACES, REFERENCES, VOTES
from api.rest.writing import CONTEXT_PATH, MEDIA_TYPES
from api.settings import Settings
from api.templating import Pages


def _identifier(example: str) -> Any:
    return Path(
        description="The end of its address; .json, .jsonld or .csv behind it gives that form.",
        max_length=1_000,
        examples=[example],
    )


def _answers(model: Any) -> dict[str, Any]:
    """The forms of an answer, for the description; the schema is that of the JSON."""
    forms: dict[str, Any] = {
        media.partition(";")[0]: {"schema": {"type": "object" if "json" in name else "string"}}
        for name, media in MEDIA_TYPES.items()
        if name != "json"
    }
    return {
        "response_model": model,
        "responses": {
            200: {"content": forms},
            410: {"description": "The cursor is of another version of the data."},
        },
    }


def rest_router(graph: Graph, _: Pages, settings: Settings) -> APIRouter:
    """The routes under /api over one graph."""
    router, desk = APIRouter(tags=["REST"], prefix="/api"), Desk(graph, settings)
    _messages(router, desk)
    _people_and_places(router, desk)
    _findings(router, desk)
    _single_findings(router, desk)

    @router.get(CONTEXT_PATH.removeprefix("/api"), summary="The JSON-LD context of the records")
    def jsonld_context() -> Response:
        """Which property of the ontology each member of a record is."""
        return Response(json.dumps(context(), indent=1), media_type=MEDIA_TYPES["jsonld"])

    return router


def _messages(router: APIRouter, desk: Desk) -> None:
    @router.get("/messages.{ending}", include_in_schema=False)
    @router.get("/messages", summary="Messages, by date", **_answers(models.Page[models.Message]))
    def messages(request: Request, filters: Annotated[MessageFilters, Query()]) -> Response:
        """Telegrams, letters, memoranda: who wrote to whom, when, of what form."""
        make = partial(Records.messages, with_evidence=filters.evidence)
        return desk.list(request, MESSAGES, filters, models.Message, make)

    @router.get("/messages/{identifier:path}", summary="A message with its evidence",
                **_answers(models.Message))  # fmt: skip
    def message(
        request: Request, identifier: Annotated[str, _identifier("wilson-117312")]
    ) -> Response:
        """One message and the words behind everything that is said of it."""
        make = partial(Records.messages, with_evidence=True, whole=True)
        return desk.one(request, identifier, MESSAGES, models.Message, make)


def _people_and_places(router: APIRouter, desk: Desk) -> None:
    @router.get("/people.{ending}", include_in_schema=False)
    @router.get("/people", summary="People, by name", **_answers(models.Page[models.Person]))
    def people(request: Request, filters: Annotated[PersonFilters, Query()]) -> Response:
        """Persons, offices, organizations and groups, and how often they have a part."""
        return desk.list(request, PEOPLE, filters, models.Person, Records.people)

    @router.get("/people/{identifier:path}", summary="Somebody, with names and evidence",
                **_answers(models.Person))  # fmt: skip
    def person(
        request: Request, identifier: Annotated[str, _identifier("person/stalin-joseph")]
    ) -> Response:
        """One person, office, organization or group, with cover names and where they stand."""
        make = partial(Records.people, whole=True)
        return desk.one(request, identifier, PEOPLE, models.Person, make)

    @router.get("/places.{ending}", include_in_schema=False)
    @router.get("/places", summary="Places, by name", **_answers(models.Page[models.Place]))
    def places(request: Request, filters: Annotated[PlaceFilters, Query()]) -> Response:
        """Places that messages come from, go to or name."""
        return desk.list(request, PLACES, filters, models.Place, Records.places)

    @router.get("/places/{identifier:path}", summary="A place with its evidence",
                **_answers(models.Place))  # fmt: skip
    def place(request: Request, identifier: Annotated[str, _identifier("pyongyang")]) -> Response:
        """One place and the words that mean it."""
        return desk.one(
            request, identifier, PLACES, models.Place, partial(Records.places, whole=True)
        )


def _findings(router: APIRouter, desk: Desk) -> None:
    @router.get("/directives.{ending}", include_in_schema=False)
    @router.get("/directives", summary="Directives, in the order of their messages",
                **_answers(models.Page[models.Directive]))  # fmt: skip
    def directives(request: Request, filters: Annotated[DirectiveFilters, Query()]) -> Response:
        """What somebody is to do, in the exact words."""
        return desk.list(request, DIRECTIVES, filters, models.Directive, Records.directives)

    @router.get("/references.{ending}", include_in_schema=False)
    @router.get("/references", summary="References of messages to other messages",
                **_answers(models.Page[models.Reference]))  # fmt: skip
    def references(request: Request, filters: Annotated[ReferenceFilters, Query()]) -> Response:
        """Words by which a message speaks of another, found or not."""
        return desk.list(request, REFERENCES, filters, models.Reference, Records.references)

    @router.get("/votes.{ending}", include_in_schema=False)
    @router.get("/votes", summary="Votes with what was decided",
                **_answers(models.Page[models.Vote]))  # fmt: skip
    def votes(request: Request, filters: Annotated[VoteFilters, Query()]) -> Response:
        """Who voted how on which draft."""
        return desk.list(request, VOTES, filters, models.Vote, Records.votes)

    @router.get("/network.{ending}", include_in_schema=False)
    @router.get("/network", summary="Who had to do with whom, the strongest lines first",
                **_answers(models.Page[models.Line]))  # fmt: skip
    def network(request: Request, filters: Annotated[NetworkFilters, Query()]) -> Response:
        """Lines between people in a period, with the way to the records they rest on."""
        return desk.network(request, filters)


def _single_findings(router: APIRouter, desk: Desk) -> None:
    @router.get("/directives/{identifier:path}", summary="A directive",
                **_answers(models.Directive))  # fmt: skip
    def directive(
        request: Request, identifier: Annotated[str, _identifier("wilson-117312~directives-1")]
    ) -> Response:
        """One directive."""
        return desk.one(request, identifier, DIRECTIVES, models.Directive, Records.directives)

    @router.get("/references/{identifier:path}", summary="A reference",
                **_answers(models.Reference))  # fmt: skip
    def reference(
        request: Request, identifier: Annotated[str, _identifier("wilson-117312~references-1")]
    ) -> Response:
        """One reference."""
        return desk.one(request, identifier, REFERENCES, models.Reference, Records.references)

    @router.get("/votes/{identifier:path}", summary="A vote", **_answers(models.Vote))
    def vote(
        request: Request, identifier: Annotated[str, _identifier("wilson-117312~votes-2")]
    ) -> Response:
        """One vote."""
        return desk.one(request, identifier, VOTES, models.Vote, Records.votes)
