"""Pages out of templates: everything is escaped, nothing undefined passes unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from api.settings import Settings
from api.wording import day, is_blank, line, prefixed, visible, words


class Pages:
    """The templates of one application."""

    def __init__(self, settings: Settings) -> None:
        self._environment = Environment(
            loader=PackageLoader("api", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            visible=visible,
            line=line,
            words=words,
            prefixed=prefixed,
            percent=percent,
            grouped=grouped,
            parameters=parameters,
            bdi=bdi,
            said=said,
            day=day,
        )
        self._environment.tests.update(blank=is_blank)
        self._environment.globals.update(site=settings.title)

    def render(
        self,
        template: str,
        *,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """The page that a template makes of these values."""
        page = self._environment.get_template(template).render(**values)
        return HTMLResponse(page, status_code=status_code, headers=dict(headers or {}))


def percent(confidence: float | None) -> str:
    """A confidence as a share.

    >>> percent(0.85), percent(None)
    ('85 %', 'not stated')
    """
    return "not stated" if confidence is None else f"{confidence:.0%}".replace("%", " %")


def grouped(number: int) -> str:
    """A count with its thousands apart.

    >>> grouped(31667)
    '31,667'
    """
    return f"{number:,}"


def parameters(values: Mapping[str, Any]) -> str:
    """A query string of the values that are not empty.

    >>> parameters({"ego": "Feng Xi", "from": "", "hops": 2})
    'ego=Feng+Xi&hops=2'
    """
    return urlencode({name: value for name, value in values.items() if value not in ("", None)})


def said(text: str, longest: int = 1000) -> str:
    """Words on one line; in their place, where nothing of them can be seen, a note that says so.

    >>> said("\u200e "), said("Typed by Pell")
    ('(blank)', 'Typed by Pell')
    """
    shown = line(text, longest)
    return "(blank)" if is_blank(shown) else shown


def bdi(text: str | None, longest: int = 200) -> Markup:
    """A name on one line, isolated so that its writing direction stays its own.

    >>> from jinja2 import Environment
    >>> Environment(autoescape=True).from_string("{{ x }}").render(x=bdi("<b>Feng Xi"))
    '<bdi>&lt;b&gt;Feng Xi</bdi>'
    """
    shown = line(text, longest)
    return Markup("<bdi>{}</bdi>").format("(no name)" if is_blank(shown) else shown)
