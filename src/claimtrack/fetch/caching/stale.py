"""When a response that is no longer fresh may be used all the same (RFC 9111, section 4.2.4; RFC 5861)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from claimtrack.fetch.caching import directives
from claimtrack.fetch.caching.freshness import Stored, age_s, lifetime_s

_FORBIDDING = ("must-revalidate", "no-store", "proxy-revalidate", "s-maxage")
"""`proxy-revalidate` and `s-maxage` bind shared caches only; a server that sends them wants no stale use anywhere."""


def is_forbidden(headers: Mapping[str, str]) -> bool:
    """Whether the server rules out that a stale response is used, whatever happens."""
    control = directives.parse(headers.get("cache-control"))
    return any(name in control for name in (*_FORBIDDING, "no-cache"))


def bridges_error(stored: Stored, now: datetime) -> bool:
    """Whether the server lets this response stand in while it fails: `stale-if-error` (RFC 5861, section 4)."""
    window_s = directives.parse(stored.headers.get("cache-control")).seconds("stale-if-error")
    if window_s is None or is_forbidden(stored.headers) or now < stored.response_time:
        return False
    return age_s(stored, now) - lifetime_s(stored, heuristic=False) <= window_s
