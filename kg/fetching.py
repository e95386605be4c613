"""Fetching volumes of *Foreign Relations of the United States* from the public repository.

The Office of the Historian publishes the volumes as TEI in the repository HistoryAtState/frus,
in the public domain; the file of a volume is `volumes/ID.xml`. A volume is written beside its
place as `ID.xml.part` and moved there only when it is whole:

* its length is the one that the server gave (Content-Length, Content-Range);
* its digest is the one that the server gave, where it gives one (Repr-Digest, Content-Digest of a
  whole answer, SHA-256 or SHA-512). An ETag is no digest: no server says what it is made of, so
  it only tells whether the file is still the same when a download goes on;
* it begins and ends as a TEI document does, so that an error page is not taken for a volume.

A download that stopped goes on where it was, when the server can (Range with If-Range) and says
that the file is the same; otherwise it begins anew.

Source: RFC 9110, sections 8.8 (validators), 13.1.5 (If-Range) and 14 (ranges); RFC 9530 (digests).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kg.connections import (
    NotNowError,
    Patience,
    check_passing,
    checked_address,
    client,
    host_of,
    patiently,
)
from kg.errors import Problem, SkipError, StopError
from kg.files import shipped

REPOSITORY = "https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes"
"""The folder of the volumes, as the repository's host hands out raw files."""

LARGEST_VOLUME = 500_000_000
"""Bytes; the largest published volumes have about 15 million."""

_VOLUME = re.compile(r"frus\d{4}[A-Za-z0-9-]{0,60}", re.ASCII)
_DIGEST = re.compile(r"(sha-256|sha-512)=:([A-Za-z0-9+/=]+):")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_SILENCE_S = 60.0
_START, _END = (
    re.compile(rb"\s*<(?:\?xml|TEI|!)"),
    re.compile(rb"</(?:\w+:)?TEI>\s*(?:<!--.*-->\s*)?"),
)

Report = Callable[[Problem], None]
Step = Callable[[str, int, int], None]
"""Told the volume, the bytes that are there and how many there are (0: not known)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A volume that is there: its file, its size in bytes, and whether it had to be fetched."""

    volume: str
    file: Path
    size: int
    is_new: bool


def _untold(_volume: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where volumes come from, where they go, and whether those that are there come again."""

    folder: Path
    base: str = REPOSITORY
    again: bool = False
    patience: Patience = field(default_factory=Patience)


def fetch(
    volumes: Iterable[str], wish: Wish, report: Report, step: Step = _untold
) -> list[Fetched]:
    """Fetch volumes by their identifiers ("frus1951v07p2"); each once, those that fail reported.

    Raises:
        StopError: when the folder cannot be written or is the one that Coldwire ships.
    """
    checked_address(wish.base, "The address of the volumes")
    _prepare(wish.folder)
    fetched = []
    with client(read_s=_SILENCE_S) as http:
        for volume in dict.fromkeys(volumes):
            try:
                fetched.append(_Download(volume, wish, http, step).run())
            except SkipError as error:
                report(Problem(volume, str(error)))
            except OSError as error:
                raise StopError(
                    f"{volume} cannot be written to {wish.folder}: {error.strerror}. What is there"
                    " stays; the same command goes on from it."
                ) from error
    return fetched


def _prepare(folder: Path) -> None:
    if folder.resolve().is_relative_to(shipped("data").resolve()):
        raise StopError(f"{folder} is Coldwire's own data. Give another folder with --to.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StopError(
            f"{folder} cannot be used: {error.strerror}. Give another folder with --to."
        ) from error


class _Download:
    """One volume on its way."""

    def __init__(self, volume: str, wish: Wish, http: httpx.Client, step: Step) -> None:
        self._volume = volume
        self._wish = wish
        self._http = http
        self._step = step
        self._check_name()
        self._address = f"{wish.base.rstrip('/')}/{volume}.xml"
        self._file = wish.folder / f"{volume}.xml"
        self._part = wish.folder / f"{volume}.xml.part"
        self._notes = wish.folder / f"{volume}.xml.part.json"

    def _check_name(self) -> None:
        if not _VOLUME.fullmatch(self._volume):
            raise self._skip(
                f"{self._volume[:80]!r} is no identifier of a volume",
                "They look like frus1951v07p2 or frus1969-76v20.",
            )

    def _skip(self, reason: str, advice: str) -> SkipError:
        return SkipError(self._volume[:80], host_of(self._wish.base), reason, advice)

    def run(self) -> Fetched:
        """Fetch it, unless it is there.

        Raises:
            SkipError: when it cannot be had.
        """
        if self._file.exists() and not self._wish.again:
            return Fetched(self._volume, self._file, self._file.stat().st_size, is_new=False)
        try:
            digests = patiently(self._receive, self._wish.patience)
        except StopError as error:
            raise self._skip(
                str(error).rstrip("."),
                "What came stays as .part; the same command goes on from it.",
            ) from error
        self._check(digests)
        self._part.replace(self._file)
        self._notes.unlink(missing_ok=True)
        return Fetched(self._volume, self._file, self._file.stat().st_size, is_new=True)

    def _receive(self) -> dict[str, bytes]:
        """Bring the rest of the file into the part; the digests that the server gave."""
        there, validator = self._there()
        headers = {"Accept-Encoding": "identity"}
        if there:
            headers |= {"Range": f"bytes={there}-", "If-Range": validator}
        with self._http.stream("GET", self._address, headers=headers) as response:
            goes_on = self._goes_on(response, there)
            total = _total(response, there if goes_on else 0)
            if total > LARGEST_VOLUME:
                raise self._skip(
                    f"it has {total:,} bytes, no volume is so large", "Nothing was kept."
                )
            if not goes_on:
                self._begin(response)
            self._write(response, there if goes_on else 0, total)
        return _digests(response.headers, is_whole=not goes_on)

    def _there(self) -> tuple[int, str]:
        """How much of the file is there, and by what the server knows it; 0 when of no use."""
        try:
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
            size = self._part.stat().st_size
            if notes["address"] == self._address and notes["validator"]:
                return size, str(notes["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, ""

    def _begin(self, response: httpx.Response) -> None:
        """Empty the part, then write down by what the server knows the file.

        Only a strong ETag is of use for going on later (RFC 9110, section 13.1.5).
        """
        self._part.write_bytes(b"")
        tag = response.headers.get("ETag", "")
        notes = {"address": self._address, "validator": tag if tag.startswith('"') else ""}
        self._notes.write_text(json.dumps(notes) + "\n", encoding="utf-8")

    def _goes_on(self, response: httpx.Response, there: int) -> bool:
        """True when the answer is the rest of what is there, False when it is the whole.

        Raises:
            SkipError: when it is neither.
        """
        status = response.status_code
        if status == httpx.codes.PARTIAL_CONTENT and there:
            span = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if span and int(span[1]) == there:
                return True
        if status in (httpx.codes.PARTIAL_CONTENT, httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE):
            self._forget()
            raise NotNowError("the server cannot go on where the download stopped", 0.0)
        check_passing(response)
        if status == httpx.codes.NOT_FOUND:
            raise self._skip(
                "there is no such volume (status 404)",
                "Look the identifier up at https://history.state.gov/historicaldocuments.",
            )
        if status != httpx.codes.OK:
            raise self._skip(f"the server answers with status {status}", "Nothing was fetched.")
        return False

    def _write(self, response: httpx.Response, start: int, total: int) -> None:
        done = start
        with self._part.open("ab") as part:
            for chunk in response.iter_raw():
                part.write(chunk)
                done += len(chunk)
                if done > LARGEST_VOLUME:
                    raise self._skip(
                        f"it is larger than {LARGEST_VOLUME:,} bytes", "Nothing of use."
                    )
                self._step(self._volume, done, total)
        if total and done != total:
            raise NotNowError(f"{done:,} of {total:,} bytes came")

    def _check(self, digests: Mapping[str, bytes]) -> None:
        """Let the part pass when it is a whole TEI document with these digests.

        Raises:
            SkipError: when not; the part is removed.
        """
        content = self._part.read_bytes()
        for name, digest in digests.items():
            if hashlib.new(name.replace("-", ""), content).digest() != digest:
                self._forget()
                raise self._skip(
                    f"its {name} is not the one that the server gave", "Fetch it again."
                )
        end = content[-10_000:]
        if not _START.match(content.removeprefix(b"\xef\xbb\xbf")) or not _ends_well(end):
            self._forget()
            raise self._skip("what came is no whole TEI document", "Look at the address yourself.")

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)


def _ends_well(end: bytes) -> bool:
    place = end.rfind(b"</")
    return place >= 0 and _END.fullmatch(end[place:]) is not None


def _total(response: httpx.Response, start: int) -> int:
    """The length of the whole file, 0 when the server does not say."""
    span = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if start and span:
        return int(span[2])
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _digests(headers: Mapping[str, str], *, is_whole: bool) -> dict[str, bytes]:
    """The digests of the whole file that the server gives.

    >>> _digests({"Repr-Digest": "sha-256=:AAEC:"}, is_whole=True)
    {'sha-256': b'\\x00\\x01\\x02'}
    """
    given = headers.get("Repr-Digest", "")
    if is_whole:
        given += "," + headers.get("Content-Digest", "")
    return {name: digest for name, value in _DIGEST.findall(given) if (digest := _bytes(value))}


def _bytes(base64_text: str) -> bytes:
    """The bytes, none when they are badly written: such a digest cannot be checked."""
    try:
        return base64.b64decode(base64_text, validate=True)
    except ValueError:
        return b""
