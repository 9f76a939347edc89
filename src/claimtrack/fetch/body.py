"""The body of an answer, whole or not at all, within bounds on the wire and inflated.

We inflate ourselves: requests and urllib3 return a gzip stream that was cut in half as if it were whole, and inflate
without bound. Only gzip is asked for, so any other coding is a server that does not listen.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator

import requests

from claimtrack.bodies import Body
from claimtrack.fetch.problems import Failure
from claimtrack.models import ProblemSlug

CHUNK = 65_536
"""Bytes read from the wire at a time."""

MAX_MEMBERS = 10_000
"""Most gzip members in one body: each costs a fresh window, however little it holds."""

_GZIP_WITH_HEADER = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


def read(response: requests.Response, *, max_wire_bytes: int, max_body_bytes: int) -> Body:
    """The body after content decoding.

    Args:
        response: streamed, nothing of its body read yet.
        max_wire_bytes: largest body accepted as it travels.
        max_body_bytes: largest body accepted inflated.

    Raises:
        Failure: `encoding-refused`, `too-large`, `truncated` or `decode-error`.
        CacheError: there is no room for it on this machine.
        urllib3.exceptions.HTTPError: and the others of `problems.NETWORK_ERRORS`.
    """
    url = response.url
    pieces = _pieces(response, max_body_bytes)
    announced = response.headers.get("Content-Length", "").strip()
    if announced.isdecimal() and int(announced[:20]) > max_wire_bytes:
        raise Failure(
            ProblemSlug.TOO_LARGE, f"{url} announces {announced[:20]} bytes; {max_wire_bytes} are accepted"
        )
    with contextlib.ExitStack() as on_failure:
        body = on_failure.enter_context(contextlib.closing(Body()))
        on_wire = 0
        for size, part in pieces:
            on_wire += size
            if on_wire > max_wire_bytes:
                raise Failure(ProblemSlug.TOO_LARGE, f"{url} sends more than {max_wire_bytes} bytes")
            if body.size_bytes + len(part) > max_body_bytes:
                raise Failure(
                    ProblemSlug.TOO_LARGE, f"{url} holds more than {max_body_bytes} bytes once inflated"
                )
            body.add(part)
        on_failure.pop_all()
    return body


def read_start(response: requests.Response, *, max_bytes: int) -> bytes:
    """The first `max_bytes` of the body after content decoding, or all of it where it is shorter.

    Args:
        response: streamed, nothing of its body read yet.
        max_bytes: how much is wanted; no more than that is read from the wire either.

    Raises:
        Failure: `encoding-refused`, `truncated` or `decode-error`, where it befell that part.
        urllib3.exceptions.HTTPError: and the others of `problems.NETWORK_ERRORS`.
    """
    start = b""
    on_wire = 0
    for size, part in _pieces(response, max_bytes):
        on_wire += size
        start += part
        if len(start) >= max_bytes or on_wire >= max_bytes:
            break
    return start[:max_bytes]


def _pieces(response: requests.Response, max_body_bytes: int) -> Iterator[tuple[int, bytes]]:
    """The body as it arrives: bytes on the wire, and what they hold inflated (see `_Inflater.feed` for the bound)."""
    inflater = None
    if _is_gzip(response.headers.get("Content-Encoding", ""), response.url):
        inflater = _Inflater(response.url, max_body_bytes)
    return _inflated(response, inflater)


def _inflated(response: requests.Response, inflater: _Inflater | None) -> Iterator[tuple[int, bytes]]:
    for chunk in response.raw.stream(CHUNK, decode_content=False):
        yield len(chunk), inflater.feed(chunk) if inflater else chunk
    if inflater and not inflater.whole:
        raise Failure(ProblemSlug.TRUNCATED, f"{response.url} broke off in the middle of its gzip stream")


def _is_gzip(header: str, url: str) -> bool:
    codings = [name for part in header.split(",") if (name := part.strip().lower()) not in {"", "identity"}]
    if codings and codings not in (["gzip"], ["x-gzip"]):
        named = ", ".join(codings)[:100]
        raise Failure(
            ProblemSlug.ENCODING_REFUSED, f"{url} is encoded as {named}, though only gzip was asked for"
        )
    return bool(codings)


class _Inflater:
    """A gzip file of one or more members (RFC 1952), inflated piece by piece within a bound."""

    def __init__(self, url: str, limit: int) -> None:
        self._url = url
        self._limit = limit
        self._size = 0
        self._member = zlib.decompressobj(_GZIP_WITH_HEADER)
        self._members = 1
        self._between = b""
        """What came after a member and may be the first byte of the next."""
        self._padding = False

    @property
    def whole(self) -> bool:
        """Whether the last member that began has ended, its checksum and length right."""
        return self._member.eof

    def feed(self, data: bytes) -> bytes:
        """What `data` adds to the body: at most one byte more than the bound, which is enough to know.

        Bytes after the last member are padding, and ignored as browsers do.

        Raises:
            Failure: `decode-error`.
        """
        out: list[bytes] = []
        while data and self._size <= self._limit and not self._padding:
            if self._member.eof and not self._begins_member(data):
                break
            data, self._between = self._between + data, b""
            try:
                part = self._member.decompress(data, self._limit + 1 - self._size)
            except zlib.error as error:
                raise Failure(ProblemSlug.DECODE_ERROR, f"{self._url} is no valid gzip: {error}") from error
            self._size += len(part)
            out.append(part)
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return b"".join(out)

    def _begins_member(self, data: bytes) -> bool:
        start = (self._between + data)[: len(_GZIP_MAGIC)]
        if start == _GZIP_MAGIC:
            self._members += 1
            if self._members > MAX_MEMBERS:
                raise Failure(
                    ProblemSlug.DECODE_ERROR, f"{self._url} holds more than {MAX_MEMBERS} gzip members"
                )
            self._member = zlib.decompressobj(_GZIP_WITH_HEADER)
            return True
        self._between = start
        self._padding = not _GZIP_MAGIC.startswith(start)
        return False
