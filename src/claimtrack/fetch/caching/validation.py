"""What a 304 confirms, and what it changes (RFC 9111, sections 3.2 and 4.3)."""

from __future__ import annotations

from collections.abc import Mapping

HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authentication-info proxy-authorization proxy-connection "
    "te trailer transfer-encoding upgrade".split()
)
"""About one connection, never about what is stored (RFC 9111, section 3.1)."""

_ABOUT_THE_BODY = frozenset("content-encoding content-length content-md5 content-range".split())
"""A 304 has no body, so it cannot change what is said of the stored one (section 3.2)."""


def opaque_tag(etag: str) -> str:
    """An entity tag without the mark of a weak one: what weak comparison compares (RFC 9110, section 8.8.3.2)."""
    return etag.strip().removeprefix("W/")


def is_strong(etag: str) -> bool:
    """Whether an entity tag stands for the same bytes, not only for the same meaning."""
    return not etag.strip().startswith("W/")


def confirms(stored: Mapping[str, str], answer: Mapping[str, str]) -> bool:
    """Whether a 304 is about this stored response (section 4.3.4).

    Args:
        stored: headers of the only stored response that the request was conditional on.
        answer: headers of the 304.
    """
    etag, known = answer.get("etag"), stored.get("etag")
    if etag and is_strong(etag):
        return known is not None and opaque_tag(known) == opaque_tag(etag)
    if etag and known:
        return opaque_tag(known) == opaque_tag(etag)
    modified, known = answer.get("last-modified"), stored.get("last-modified")
    return not (modified and known) or modified == known


def merged(stored: Mapping[str, str], answer: Mapping[str, str]) -> dict[str, str]:
    """The headers of a stored response once a 304 has confirmed it: what the 304 says anew replaces the old.

    Args:
        stored: headers kept so far.
        answer: headers of the 304.
    """
    dropped = HOP_BY_HOP | _ABOUT_THE_BODY | connection_options(answer)
    # its age starts anew, and an answer without a Date is as old as it is here
    kept = {name: value for name, value in stored.items() if name not in {"age", "date"}}
    return {**kept, **{name: value for name, value in answer.items() if name not in dropped}}


def connection_options(headers: Mapping[str, str]) -> frozenset[str]:
    """The header fields that a message declares to be about this connection only."""
    return frozenset(
        name.strip().lower() for name in headers.get("connection", "").split(",") if name.strip()
    )
