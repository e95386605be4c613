"""The named questions as pages: a form for their parameters, the answer, the query behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from api.errors import RefusedError
from api.forms import answered, chosen, formats_of
from api.graph import Graph
from api.settings import Settings
from api.tables import table
from api.templating import Pages, parameters
from kg.errors import StopError
from kg.queries import Question, question, questions
from kg.store import FORMATS, address_of

_ENDINGS = {each.ending: each for each in FORMATS.values()}


def questions_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the named questions over one graph."""
    router = APIRouter(tags=["Questions"])

    @router.get("/questions", summary="The named questions", response_class=HTMLResponse)
    def every() -> HTMLResponse:
        """All questions with their words and parameters."""
        return pages.render("questions.html", questions=questions())

    @router.get("/questions/{name}", summary="A named question and its answer",
                response_class=Response)  # fmt: skip
    def one(
        request: Request,
        name: Annotated[str, Path(description="Name or number, with or without an ending.")],
    ) -> Response:
        """The answer as a page or, by Accept or a file ending (.csv, .srj ...), as data.

        The parameters of the question are given by their names; what is given is bound as a
        term, never pasted into the query.
        """
        asked, ending = _asked(name)
        given = dict(request.query_params)
        kind = graph.store.kind_of(asked.text)
        written_as = chosen(request.headers.get("accept"), kind, ending)
        if written_as is None:
            return _page(graph, pages, settings, asked, given)
        bound = asked.bind(given, lambda text: address_of(graph.store, text))
        content = graph.store.answer(asked.text, written_as, substitutions=bound)
        return answered(content, written_as)

    return router


def _asked(name: str) -> tuple[Question, str | None]:
    """The question and the file ending after its name, where there is one."""
    stem, _, ending = name.rpartition(".")
    if ending in _ENDINGS and stem:
        name = stem
    else:
        ending = ""
    try:
        return question(name), ending or None
    except StopError as error:
        raise RefusedError(404, str(error)) from error


def _page(
    graph: Graph, pages: Pages, settings: Settings, asked: Question, given: Mapping[str, str]
) -> HTMLResponse:
    """The page; a value that cannot be understood is said beside the form, which stays filled."""
    result, problem = None, ""
    try:
        bound = asked.bind(given, lambda text: address_of(graph.store, text))
        answer = graph.store.answer(asked.text, "json", substitutions=bound)
        result = table(graph, answer, settings.most_rows_on_page)
    except StopError as error:
        problem = str(error)
    return pages.render(
        "question.html",
        status_code=400 if problem and given else 200,
        headers={"Vary": "Accept"},
        asked=asked,
        fields=[_field(each, given) for each in asked.parameters],
        result=result,
        problem=problem,
        columns={column.name: column.what for column in asked.columns},
        formats=_formats(asked, given),
        most=settings.most_rows_on_page,
    )


def _field(parameter: Any, given: Mapping[str, str]) -> dict[str, str]:
    value = given.get(parameter.name, parameter.default or "")
    return {"name": parameter.name, "kind": parameter.kind, "what": parameter.what, "value": value}


def _formats(asked: Question, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where the same answer is as a file."""
    suffix = "?" + parameters(given) if any(given.values()) else ""
    return [
        (each.label, f"/questions/{asked.name}.{each.ending}{suffix}")
        for each in formats_of("bindings")
    ]
