"""Whether the snapshot of an earlier fetch will do: the rules of `caching`, applied to what we keep.

A snapshot is evidence first, and kept whatever its server says about caching. Whether it may *stand for an answer* is
another question, and here the rules of a private cache hold: one marked `no-store` is never built upon.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from claimtrack.fetch.caching import stale, storing
from claimtrack.fetch.caching.freshness import Stored, is_fresh
from claimtrack.fetch.visit import VERSION
from claimtrack.models import ProblemSlug, Snapshot

_SENT_ALIKE = frozenset({"accept", "accept-encoding"})
"""Request headers that are the same in every request of one version of the fetcher."""
_SENT_DIFFERENTLY = frozenset({"user-agent"})
"""Those that settings or a new release change; what is in neither set is never sent."""

_SERVER_FAILS = frozenset(
    {
        ProblemSlug.NETWORK,
        ProblemSlug.DNS,
        ProblemSlug.TIMEOUT,
        ProblemSlug.DEADLINE,
        ProblemSlug.RESET,
        ProblemSlug.SERVER_ERROR,
        ProblemSlug.TRUNCATED,
    }
)
"""What a gateway would answer with 500, 502, 503 or 504 (RFC 5861, section 4)."""


class Course(StrEnum):
    """What to do about a page that is wanted."""

    REUSE = "reuse"
    """Nothing: its server said that the snapshot is good for longer."""
    VALIDATE = "validate"
    """Ask for what is newer than the snapshot."""
    WHOLE = "whole"
    """Ask for the page, whatever is known."""


def course(known: Snapshot | None, now: datetime, *, full_refetch_after_s: float) -> Course:
    """Decide how a page is asked for.

    Only what a server says outright (max-age, Expires) saves a request. A guess from Last-Modified does not: a
    person who runs a check wants to see what changed.

    Args:
        known: its newest snapshot; None where there is none, or none is to be used.
        now: aware.
        full_refetch_after_s: age of the body in seconds from which it is fetched whole, lest a server that answers 304
            by mistake hides a change for good.
    """
    if known is None or not storing.may_store(known.status, known.headers):
        return Course.WHOLE
    if not timedelta(0) <= now - known.fetched_at < timedelta(seconds=full_refetch_after_s):
        return Course.WHOLE
    return (
        Course.REUSE
        if _answers(known) and is_fresh(_stored(known), now, heuristic=False)
        else Course.VALIDATE
    )


def bridges(known: Snapshot | None, slug: ProblemSlug, now: datetime) -> bool:
    """Whether a snapshot may stand in for a page whose server fails (`stale-if-error`)."""
    return (
        known is not None
        and slug in _SERVER_FAILS
        and _answers(known)
        and stale.bridges_error(_stored(known), now)
    )


def _answers(known: Snapshot) -> bool:
    """Whether the snapshot is what the same request would bring, as far as its server let us know.

    The headers of redirects on the way are not kept, so that nothing is known of how long those hold.
    """
    names = storing.varies_by(known.headers)
    if names is None or names & _SENT_DIFFERENTLY or known.redirects:
        return False
    return not storing.needs_validation(known.headers) and (
        not names & _SENT_ALIKE or known.fetcher == VERSION
    )


def _stored(known: Snapshot) -> Stored:
    response_time = known.confirmed_at or known.fetched_at
    return Stored(
        status=known.status,
        headers=known.headers,
        request_time=response_time - timedelta(milliseconds=known.elapsed_ms),
        response_time=response_time,
    )
