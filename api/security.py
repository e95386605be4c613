"""What every answer says to a browser about itself, and HEAD for every page.

Both are plain ASGI, because they must not hold back or copy a body.

Source: Content Security Policy Level 3; RFC 9110, section 9.3.2 (HEAD); OWASP Secure Headers.
"""

from __future__ import annotations

from collections.abc import MutableMapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""For our pages: no script at all, nothing from another host, in nobody's frame."""

PICTURE_POLICY = "sandbox allow-scripts; frame-ancestors 'self'"
"""For the network picture, which brings its own policy with the checksums of its two scripts:
it runs in an origin of its own and may stand in our page."""

IS_HEAD = "coldwire.is_head"
"""In the scope of a request that was HEAD: whoever makes long answers makes none."""

_ALWAYS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and completes the headers of the answer."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, completed)


class HeadAsGet:
    """Answers HEAD as GET would be answered, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a HEAD request on as GET and drops what its body would be."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = _without_body(message)
            await send(message)

        await self._app({**scope, "method": "GET", IS_HEAD: True}, receive, bodiless)


def _without_body(message: MutableMapping[str, object]) -> MutableMapping[str, object]:
    return {**message, "body": b""}
