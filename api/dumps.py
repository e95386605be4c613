"""The dataset as files: a page that lists them, and the files themselves.

They lie in the folder that the setting `dumps` names, as `coldwire export --all` makes it. Only
what its index lists is served, under the name that stands there. A file can be had in parts
(Range), and a client that has it already is told so: its tag is its checksum.

Source: RFC 9110, sections 8.8.3 (ETag), 13 (conditional requests) and 14 (Range); RFC 9530
(Repr-Digest).
"""

from __future__ import annotations

import logging
from base64 import b64encode
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from starlette.responses import FileResponse, HTMLResponse, Response

from api.caching import Validators
from api.errors import RefusedError
from api.graph import Graph
from api.linking import Link, described, link_header
from api.security import IS_HEAD
from api.settings import Settings
from api.templating import Pages
from kg.dumps import Dumps, Listed, read_dumps
from kg.errors import StopError

PREFIX = "/dumps"
_log = logging.getLogger("coldwire.dumps")
_PACKED = "application/gzip"
_RDF = {"application/n-quads", "application/trig"}


def dumps_router(graph: Graph, pages: Pages, settings: Settings) -> APIRouter:
    """The routes of the dumps in the folder of the settings."""
    router = APIRouter(tags=["Dumps"])

    @router.get(PREFIX, summary="The whole dataset as files", response_class=HTMLResponse)
    def listing() -> HTMLResponse:
        """What there is, with sizes, checksums, license and version."""
        links = (*described(graph), *_links(settings))
        return pages.render(
            "dumps.html",
            headers=link_header(links),
            links=links,
            dumps=dumps_of(settings),
            is_set=settings.dumps is not None,
            served=graph.store.version,
        )

    @router.get(
        PREFIX + "/{name}",
        summary="One of the files",
        response_class=FileResponse,
        responses={
            206: {"description": "The part that was asked for."},
            304: {"description": "The client has it already."},
            404: {"description": "There is no such file."},
            416: {"description": "It has no such part."},
        },
    )
    def file(
        request: Request, name: Annotated[str, PathParameter(description="As SHA256SUMS.")]
    ) -> Response:
        """A file as it was exported; `Range` gives a part of it."""
        dumps = dumps_of(settings)
        found = None if dumps is None else dumps.file(name)
        if dumps is None or found is None or settings.dumps is None:
            raise RefusedError(404, f"There is no dump {name}. {PREFIX} lists what there is.")
        return _sent(request, Path(settings.dumps) / found.name, found, dumps)

    return router


def dumps_of(settings: Settings) -> Dumps | None:
    """What is in the folder of the settings; None when none is set, or it is not whole."""
    if settings.dumps is None:
        return None
    try:
        return read_dumps(Path(settings.dumps))
    except StopError as error:
        _log.warning("no dumps are served: %s", error)
        return None


def data_dumps(settings: Settings) -> list[str]:
    """The paths of those files that hold the statements as RDF."""
    dumps = dumps_of(settings)
    files = () if dumps is None else dumps.files
    return [f"{PREFIX}/{file.name}" for file in files if file.media_type in _RDF]


def _links(settings: Settings) -> tuple[Link, ...]:
    if dumps_of(settings) is None:
        return ()
    return (Link("alternate", f"{PREFIX}/void.ttl", "text/turtle", "VoID and DCAT"),)


def _sent(request: Request, path: Path, file: Listed, dumps: Dumps) -> Response:
    try:
        stat = path.stat()
    except OSError:
        stat = None
    if stat is None or stat.st_size != file.size:  # the folder is being replaced, or was damaged
        raise RefusedError(503, f"{file.name} is not whole now.", {"Retry-After": "5"})
    validators = Validators(f'"{file.digest}"', int(stat.st_mtime))
    links = [Link("describedby", f"{PREFIX}/void.ttl", "text/turtle")]
    links += [Link("license", dumps.license)] if dumps.license else []
    headers = {
        "ETag": validators.tag,
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(file.digest)).decode()}:",
        **link_header(links),
    }
    if validators.is_known(request.headers):
        return Response(status_code=304, headers=headers)
    media_type = _PACKED if file.is_compressed else file.media_type
    whole = FileResponse(path, headers=headers, media_type=media_type, stat_result=stat)
    if request.scope.get(IS_HEAD):
        return Response(headers=dict(whole.headers))
    return whole
