"""How long a stored response is good for, and how old it is (RFC 9111, section 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from claimtrack.fetch.caching import dates, directives

HEURISTIC_STATUSES = frozenset({200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
"""Cacheable without explicit freshness (RFC 9110, section 15.1)."""
HEURISTIC_SHARE = 0.1
"""Of the time since the last modification, the value that RFC 9111, section 4.2.2, gives as typical."""
MAX_HEURISTIC_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A response as a cache remembers it; the body plays no part in what may be done with it."""

    status: int
    headers: Mapping[str, str]
    request_time: datetime
    """When the request was made; aware, as all times here."""
    response_time: datetime
    """When the answer came, or the last 304 that confirmed it."""


def lifetime_s(stored: Stored, *, heuristic: bool) -> float:
    """Seconds for which a response may be used from when its origin made it; 0 where it says nothing.

    `s-maxage` is for shared caches and plays no part. Freshness information that makes no sense, or comes twice with
    two values, makes a response stale.

    Args:
        stored: the response.
        heuristic: whether a guess from Last-Modified will do where the server gives no freshness.
    """
    control = directives.parse(stored.headers.get("cache-control"))
    max_age = control.seconds("max-age")
    if max_age is not None:
        return max_age
    made = _made(stored)
    if "expires" in stored.headers:
        expires = dates.parse(stored.headers["expires"], stored.response_time)
        return max(0.0, (expires - made).total_seconds()) if expires else 0.0
    modified = dates.parse(stored.headers.get("last-modified"), stored.response_time)
    cacheable = stored.status in HEURISTIC_STATUSES or "public" in control
    if not heuristic or modified is None or not cacheable or "pragma" in stored.headers:
        return 0.0
    return min(MAX_HEURISTIC_S, max(0.0, (made - modified).total_seconds() * HEURISTIC_SHARE))


def age_s(stored: Stored, now: datetime) -> float:
    """Seconds since the origin made or last confirmed a response (section 4.2.3)."""
    apparent = max(0.0, (stored.response_time - _made(stored)).total_seconds())
    delay = max(0.0, (stored.response_time - stored.request_time).total_seconds())
    resident = max(0.0, (now - stored.response_time).total_seconds())
    return max(apparent, _age_header(stored.headers) + delay) + resident


def is_fresh(stored: Stored, now: datetime, *, heuristic: bool) -> bool:
    """Whether a response may be used without asking its server.

    A response that comes from the future has no age that means anything: the clock was set back.
    """
    if now < stored.response_time:
        return False
    return lifetime_s(stored, heuristic=heuristic) > age_s(stored, now)


def _made(stored: Stored) -> datetime:
    return dates.parse(stored.headers.get("date"), stored.response_time) or stored.response_time


def _age_header(headers: Mapping[str, str]) -> int:
    """The first member of the Age header; one that is no number is ignored (section 5.1)."""
    first = headers.get("age", "").partition(",")[0].strip()
    return directives.whole_seconds(first) or 0
