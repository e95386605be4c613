"""Records as JSON, JSON-LD and CSV, and which of them a client gets.

Source: RFC 4180 (CSV); OWASP, "CSV Injection"; W3C Recommendation "JSON-LD 1.1", section 6.1.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from starlette.responses import Response

from api.errors import RefusedError
from api.negotiation import preferred
from api.rest.models import Concept, Evidence, Link, Name

MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8; header=present",
}
"""The forms of an answer, by their names, which are endings of a path as well."""
CONTEXT_PATH = "/api/context.jsonld"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for something else
_LEFT_OUT = (Evidence, Name)


def form_of(accept: str | None, named: str | None, ending: str | None) -> str:
    """The form a client gets: by an ending, else by `format`, else by Accept.

    Raises:
        RefusedError: 404 for an ending there is not, 406 when no form is taken.
    """
    if ending is not None and ending not in MEDIA_TYPES:
        raise RefusedError(404, f"The lists can be had as {', '.join(MEDIA_TYPES)}, not {ending}.")
    if ending or named:
        return ending or named or "json"
    offers = {media.partition(";")[0]: name for name, media in MEDIA_TYPES.items()}
    best = preferred(accept, list(offers))
    if best is None:
        raise RefusedError(406, f"It can be had as {', '.join(offers)}.", {"Vary": "Accept"})
    return offers[best]


@dataclass(frozen=True, slots=True)
class Written:
    """What is written: the records, their model, and for a list what stands around them.

    `around` is None for a single record; `here` is the address of this server.
    """

    model: type[BaseModel]
    records: Sequence[BaseModel]
    around: Mapping[str, Any] | None
    here: str


def response(written: Written, form: str, name: str) -> Response:
    """The answer in a form; `name` is what a saved file is called."""
    content = {"json": _json, "jsonld": _jsonld, "csv": _csv}[form](written)
    headers = {"Vary": "Accept"}
    following = (written.around or {}).get("next")
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if form == "csv":
        headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return Response(
        content.encode("utf-8", "replace"), media_type=MEDIA_TYPES[form], headers=headers
    )


def _json(written: Written) -> str:
    records = [record.model_dump() for record in written.records]
    content = records[0] if written.around is None else {**written.around, "items": records}
    return _text(content)


def _jsonld(written: Written) -> str:
    """The records as nodes, their evidence beside them; the next page is in the Link header."""
    nodes: list[Any] = []
    for record in written.records:
        node = record.model_dump(exclude_none=True)
        evidence = node.pop("evidence", None)
        nodes += [node, *(evidence if isinstance(evidence, list) else [])]
    return _text({"@context": written.here + CONTEXT_PATH, "@graph": _exact(nodes)})


def _exact(value: Any) -> Any:
    """Fractions as texts: a number of JSON with a fraction is a double in JSON-LD."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {name: _exact(each) for name, each in value.items()}
    return [_exact(each) for each in value] if isinstance(value, list) else value


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _csv(written: Written) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    columns = [*_columns(written.model)]
    writer.writerow(name for name, _ in columns)
    for record in written.records:
        content = record.model_dump()
        writer.writerow(_cell(content, path) for _, path in columns)
    return _BOM + file.getvalue()


def _columns(
    model: type[BaseModel], before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns of a model: (head, path of members)."""
    for name, field in model.model_fields.items():
        inner, path = _model_in(field.annotation), (*before, name)
        head = "_".join(path)
        if inner is None:
            yield head, path
        elif issubclass(inner, Concept):
            yield head, (*path, "name")
        elif issubclass(inner, Link):
            yield head, (*path, "name")
            yield f"{head}_id", (*path, "id")
        elif not issubclass(inner, _LEFT_OUT):
            yield from _columns(inner, path)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in a type such as `list[Link]` or `Link | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)


def _cell(content: Any, path: Sequence[str]) -> str | float | int:
    """What stands in a cell: several values are parted by "; ", nothing starts a formula."""
    if isinstance(content, list):
        return guarded("; ".join(str(_cell(each, path)) for each in content))
    if isinstance(content, dict) and path:
        return _cell(content[path[0]], path[1:])
    if content is None:
        return ""
    if isinstance(content, bool):
        return str(content).lower()
    return content if isinstance(content, int | float) else guarded(str(content))


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guarded('=HYPERLINK("http://x")'), guarded("Feng Xi")
    ('\\'=HYPERLINK("http://x")', 'Feng Xi')
    """
    return "'" + text if text.startswith(_FORMULA) else text
