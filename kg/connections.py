"""Connections to other machines: the one place that makes them, and how patiently it asks.

Nothing in Coldwire goes online unless a command was told an address to go to: `coldwire fetch`
and a store on a server (`kg.store.remote`). Both ask through here. A request that meets a closed
door (connection refused or cut, a time limit, status 429, 500, 502, 503 or 504) is repeated with
growing pauses; where the server says how long to wait (Retry-After), so long is waited.

Source: RFC 9110, sections 10.2.3 (Retry-After) and 15 (status codes).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from kg.errors import StopError

PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that say "not now"."""

_SHOWN = 500
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited between.

    The pauses double from `first_pause_s` to `longest_pause_s`; a server that asks for more than
    `longest_wait_s` is not waited for. `sleep` waits (tests look at it instead).
    """

    tries: int = 6
    first_pause_s: float = 0.5
    longest_pause_s: float = 30.0
    longest_wait_s: float = 300.0
    sleep: Callable[[float], None] = time.sleep

    def pause_s(self, failures: int) -> float:
        """The pause after so many failures in a row, in seconds.

        >>> [Patience().pause_s(number) for number in (1, 2, 3, 9, 5000)]
        [0.5, 1.0, 2.0, 30.0, 30.0]
        """
        doublings = min(failures - 1, 30)
        return min(self.first_pause_s * 2.0**doublings, self.longest_pause_s)


class NotNowError(Exception):
    """A door was closed; asking again may help. `wait_s` is what the server asked to wait."""

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


def patiently(ask: Callable[[], _T], patience: Patience) -> _T:
    """What `ask` returns, called again while it raises `NotNowError` or the connection fails.

    Raises:
        StopError: when the last try failed too, or the server asks for too long a pause.
    """
    for failures in range(1, patience.tries + 1):
        try:
            return ask()
        except (NotNowError, httpx.TransportError) as error:
            last: Exception = error
        if failures < patience.tries:
            patience.sleep(_pause_s(last, failures, patience))
    tries = f"after {patience.tries} tries" if patience.tries > 1 else "and was asked only once"
    raise StopError(f"{_words(last)}; given up {tries}.") from last


def _pause_s(error: Exception, failures: int, patience: Patience) -> float:
    asked = error.wait_s if isinstance(error, NotNowError) else None
    if asked is None:
        return patience.pause_s(failures)
    if asked > patience.longest_wait_s:
        raise StopError(f"{_words(error)}; it asks to come back in {asked:,.0f} seconds.")
    return asked


def _words(error: Exception) -> str:
    """What happened, in words that name the server but no more of the address."""
    if isinstance(error, NotNowError):
        return str(error)
    try:
        where = host_of(str(error.request.url)) if isinstance(error, httpx.RequestError) else ""
    except RuntimeError:  # httpx: no request is attached
        where = ""
    what = str(error) or type(error).__name__
    return f"{where or 'The server'} cannot be reached ({what})"


def check_passing(response: httpx.Response, words: str = "") -> None:
    """Let a response pass unless its status says "not now".

    Raises:
        NotNowError: then, with the pause that the server asks for.
    """
    if response.status_code in PASSING:
        said = f": {shortened(words)}" if words.strip() else ""
        where = host_of(str(response.request.url))
        raise NotNowError(
            f"{where} answers with status {response.status_code}{said}",
            retry_after_s(response.headers),
        )


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds that a server asks to wait, None when it does not say so intelligibly.

    >>> retry_after_s({"Retry-After": "7"}), retry_after_s({"Retry-After": "soon"})
    (7.0, None)
    """
    text = {name.lower(): value for name, value in headers.items()}.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def client(*, read_s: float, auth: httpx.Auth | None = None) -> httpx.Client:
    """A client for one server: connections are kept, redirections are not followed.

    `read_s` is the longest silence of the server, in seconds.
    """
    timeout = httpx.Timeout(read_s, connect=min(read_s, 20.0))
    headers = {"User-Agent": "coldwire"}
    return httpx.Client(timeout=timeout, headers=headers, auth=auth, follow_redirects=False)


def checked_address(text: str, what: str) -> str:
    """An http(s) address, as it is.

    Raises:
        StopError: when it is none, or has a password in it: addresses end up in messages.
    """
    try:
        parts = urlsplit(text)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        raise StopError(f"{what} is no address: it cannot be read. Give https://HOST/...") from None
    if "@" in parts.netloc:
        raise StopError(
            f"{what} has a name or password in it. Take it out and give it in the environment."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_number:
        raise StopError(f"{what} is no address: {shortened(text)!r}. Give https://HOST/...")
    return text


def host_of(address: str) -> str:
    """The server of an address, without path, parameters, name and password.

    >>> host_of("https://me:secret@example.org:8443/a?token=x")
    'https://example.org:8443'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def shortened(words: str) -> str:
    """The beginning of what a server said, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]} ..."
