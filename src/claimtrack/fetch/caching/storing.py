"""What may be stored (RFC 9111, section 3) and which later requests it may answer (section 4.1)."""

from __future__ import annotations

from collections.abc import Mapping

from claimtrack.fetch.caching import directives

UNDERSTOOD = frozenset(
    {200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410}
    | {411, 412, 413, 414, 415, 416, 417, 421, 422, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505}
)
"""Status codes whose rules for caches are known here; 206 and 304 are no responses of their own."""


def may_store(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a private cache may store the answer to a GET.

    `private`, and what a request was authorised with, bind only shared caches.
    """
    control = directives.parse(headers.get("cache-control"))
    if "must-understand" in control:
        # who understands the status may disregard a no-store beside it (section 5.2.2.3)
        return status in UNDERSTOOD
    return "no-store" not in control and status not in {206, 304}


def needs_validation(headers: Mapping[str, str]) -> bool:
    """Whether a response may be used only once its server has confirmed it, however fresh it is."""
    control = directives.parse(headers.get("cache-control"))
    return "no-cache" in control and control.fields("no-cache") is None


def varies_by(headers: Mapping[str, str]) -> frozenset[str] | None:
    """The request headers that a response was chosen by; None for `*`, which no request can match."""
    names = frozenset(name.strip().lower() for name in headers.get("vary", "").split(",") if name.strip())
    return None if "*" in names else names


def matches(
    headers: Mapping[str, str], stored_request: Mapping[str, str], request: Mapping[str, str]
) -> bool:
    """Whether a stored response was chosen by the same request headers as the one at hand (Vary)."""
    names = varies_by(headers)
    return names is not None and all(
        _normal(stored_request.get(name)) == _normal(request.get(name)) for name in names
    )


def _normal(value: str | None) -> str | None:
    return None if value is None else ",".join(part.strip() for part in value.split(","))
