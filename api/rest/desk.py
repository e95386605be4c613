"""The desk that answers requests for lists and records: one way for all kinds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from api.finding_aid import FindingAid, things_of
from api.graph import Graph
from api.rest.cursors import Position, cursor_of, position_of
from api.rest.filters import Cutter, Filters, NetworkFilters, ParameterError
from api.rest.models import Line
from api.rest.records import Records
from api.rest.register import Entry, Register
from api.rest.shelves import PEOPLE, Shelf
from api.rest.writing import MEDIA_TYPES, Written, form_of, response
from api.settings import Settings
from api.sparql import own_address

Make = Callable[[Records, Sequence[Entry]], Sequence[BaseModel]]
"""Makes the records of entries."""
_KINDS = {
    "messages": ("message",),
    "people": ("person", "office", "organization", "group"),
    "places": ("place",),
}
_LONGEST_SAID = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests over one graph."""

    graph: Graph
    settings: Settings

    def list(
        self, request: Request, shelf: Shelf, filters: Filters, model: type[BaseModel], make: Make
    ) -> Response:
        """A page of a shelf.

        Raises:
            RefusedError: as `form_of`, `position_of` and `Cutter.conditions`.
        """
        form = self._form(request, filters)
        register = Register.of(self.graph)
        conditions = Cutter(self.graph, register).conditions(shelf, filters)
        position = position_of(register.token, shelf.name, filters, (int,))
        after = 0 if position is None else int(position[0])
        found = register.page(shelf, conditions, after, filters.limit + 1)
        shown = found[: filters.limit]
        end: Position | None = [shown[-1].row] if len(found) > len(shown) else None
        around = self._around(request, register, filters, shelf.name, end)
        around["total"] = register.count(shelf, conditions)
        records = make(Records(self.graph, register, self._here(request)), shown)
        return response(Written(model, records, around, self._here(request)), form, shelf.name)

    def network(self, request: Request, filters: NetworkFilters) -> Response:
        """A page of the lines of the network; raises as `list`."""
        form = self._form(request, filters)
        if form == "jsonld":
            raise ParameterError(
                "format",
                "the lines are counted, not stated, so there is no JSON-LD of them;"
                " /network.graphml has them for other programs.",
                406,
            )
        register = Register.of(self.graph)
        conditions = Cutter(self.graph, register).ties(filters)
        after: Any = position_of(register.token, "network", filters, (int, str, str))
        found = register.ties(conditions, filters.least, after, filters.limit + 1)
        shown = found[: filters.limit]
        last = shown[-1] if len(found) > len(shown) else None
        end: Position | None = None if last is None else [last.messages, last.source, last.target]
        around = self._around(request, register, filters, "network", end)
        around["total"] = register.count_ties(conditions, filters.least)
        records = Records(self.graph, register, self._here(request)).lines(shown, filters)
        return response(Written(Line, records, around, self._here(request)), form, "network")

    def one(
        self, request: Request, identifier: str, shelf: Shelf, model: type[BaseModel], make: Make
    ) -> Response:
        """The record that an identifier means.

        Raises:
            RefusedError: 404 with what may be meant when there is none; 400 for a parameter that
                is none; as `form_of`.
        """
        for name in request.query_params:
            if name != "format":
                raise ParameterError(name, "there is no such parameter here.")
        named = request.query_params.get("format")
        if named is not None and named not in MEDIA_TYPES:
            raise ParameterError("format", f"it is one of {', '.join(MEDIA_TYPES)}.")
        register = Register.of(self.graph)
        entry, ending = self._entry(request, identifier, register, shelf)
        form = form_of(request.headers.get("accept"), named, ending)
        records = make(Records(self.graph, register, self._here(request)), [entry])
        written = Written(model, records, None, self._here(request))
        return response(written, form, shelf.name)

    def _entry(
        self, request: Request, wanted: str, register: Register, shelf: Shelf
    ) -> tuple[Entry, str | None]:
        """What the path means, and its ending: that counts where the rest is known."""
        sent = bytes(request.scope.get("raw_path") or b"").decode("ascii", "replace")
        for local in (sent.partition(f"/api/{shelf.name}/")[2], wanted):
            stem, _, ending = local.rpartition(".")
            for address in self._addresses(shelf, local):
                if entry := register.entry(shelf, address):
                    return entry, None
            for address in self._addresses(shelf, stem) if ending in MEDIA_TYPES else ():
                if entry := register.entry(shelf, address):
                    return entry, ending
        said = f"there is no {wanted[:_LONGEST_SAID]!r} among the {shelf.name}."
        near = things_of(self.graph, FindingAid.of(self.graph).nearest(wanted))
        raise ParameterError("identifier", said, 404, near)

    def _addresses(self, shelf: Shelf, local: str) -> Iterator[str]:
        """The addresses that an identifier can mean on a shelf."""
        base = self.graph.addresses.base
        if shelf is PEOPLE and "/" in local:
            yield base + local
        for kind in _KINDS.get(shelf.name, ("finding",)):
            yield f"{base}{kind}/{local}"

    def _here(self, request: Request) -> str:
        return own_address(request, self.settings)

    def _form(self, request: Request, filters: Filters) -> str:
        ending = request.path_params.get("ending")
        return form_of(request.headers.get("accept"), filters.format, ending)

    def _around(
        self, request: Request, register: Register, filters: Filters, what: str,
        end: Position | None,
    ) -> dict[str, Any]:  # fmt: skip
        """What stands around the records of a page that ends at `end`, None for the last one."""
        cursor = None if end is None else cursor_of(end, register.token, what, filters)
        following = None
        if cursor is not None:
            asked = [(n, v) for n, v in request.query_params.multi_items() if n != "cursor"]
            query = urlencode([*asked, ("cursor", cursor)])
            following = f"{self._here(request)}{request.url.path}?{query}"
        return {"total": 0, "next": following, "cursor": cursor, "version": register.token}
