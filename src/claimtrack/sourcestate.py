"""The life of a source: dead is a state, not an event.

One failure proves nothing: servers fall over, walls go up and come down. A source becomes *suspect* with the first failure
that says its page is not there, and *dead* when three such failures lie on three separate days, or at once where the server
says that the page was removed for good (410). A page that arrives sets it back to *ok*. What stops short of the page (a
refusal, a time-out, a server's failure) never makes a source dead.

`advance` folds one event into what is known, so that a store keeps one small row for each source and never reads its history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from claimtrack.models import Label, ProblemSlug

FAILURES_TO_DIE = 3
"""Failures on separate days that make a source dead: as Wikipedia's InternetArchiveBot counts them."""
LEAST_APART = timedelta(hours=12)
"""Two failures around midnight are not two days."""

ABSENT = frozenset(
    {
        ProblemSlug.DNS,
        ProblemSlug.NOT_FOUND,
        ProblemSlug.GONE,
        ProblemSlug.SOFT_NOT_FOUND,
        ProblemSlug.REDIRECTED_HOME,
        ProblemSlug.PARKED,
    }
)
"""Problems that say: the page is not there."""
REFUSED = frozenset(
    {
        ProblemSlug.BLOCKED,
        ProblemSlug.RATE_LIMITED,
        ProblemSlug.ROBOTS,
        ProblemSlug.PAYWALL,
        ProblemSlug.CONSENT_WALL,
        ProblemSlug.LOGIN_WALL,
    }
)
"""Problems that say: the page may be there, and is not shown to us."""
OURS = frozenset(
    {
        ProblemSlug.NEEDS_SOURCE,
        ProblemSlug.NOT_CACHED,
        ProblemSlug.CACHE_CORRUPT,
        ProblemSlug.BAD_URL,
        ProblemSlug.SCHEME_REFUSED,
        ProblemSlug.BLOCKED_ADDRESS,
        ProblemSlug.BUDGET,
    }
)
"""Problems of the claim or of this machine: they tell nothing of the source."""


class SourceState(StrEnum):
    """How a source is."""

    OK = "ok"
    """Its page was held against claims the last time."""
    SUSPECT = "suspect"
    """It said that the page is not there, not yet often enough to believe it."""
    DEAD = "dead"
    BLOCKED = "blocked"
    """It refuses programs, or shows the page only to those who pay, sign in or consent."""
    UNKNOWN = "unknown"
    """Never asked, or the last attempt failed in a way that says nothing of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEvent:
    """How one attempt to use a source ended."""

    at: datetime
    """Aware."""
    problem: ProblemSlug | None = None
    """None where the page was held against a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLife:
    """What is known of a source."""

    state: SourceState = SourceState.UNKNOWN
    since: datetime | None = None
    """When it came into this state; None for a source that was never asked."""
    reason: str = "never asked"
    """Why, in words."""
    failures: int = 0
    """Separate days, since the page was last there, on which it was said not to be."""
    failed_at: datetime | None = None
    """When the newest of these was counted."""


def life_of(events: Iterable[SourceEvent]) -> SourceLife:
    """Return what a source's events, oldest first, add up to."""
    life = SourceLife()
    for event in events:
        life = advance(life, event)
    return life


def advance(life: SourceLife, event: SourceEvent) -> SourceLife:
    """Return what is known after one more event. Pure; the order is that in which events were recorded."""
    slug = event.problem
    if slug is None:
        return _turn(life, SourceState.OK, event.at, "the page arrives")
    if slug in OURS or (life.state is SourceState.DEAD and slug is not ProblemSlug.GONE):
        return life
    if slug in ABSENT:
        return _fail(life, event.at, slug)
    if life.failures:
        # Neither a refusal nor a time-out says that a page which was not there is back.
        return life
    return _turn(life, SourceState.BLOCKED if slug in REFUSED else SourceState.UNKNOWN, event.at, slug.value)


def _turn(life: SourceLife, state: SourceState, at: datetime, reason: str) -> SourceLife:
    since = life.since if life.state is state else at
    return SourceLife(state=state, since=since, reason=reason)


def _fail(life: SourceLife, at: datetime, slug: ProblemSlug) -> SourceLife:
    counts = life.failed_at is None or (
        at - life.failed_at >= LEAST_APART
        and at.astimezone(UTC).date() > life.failed_at.astimezone(UTC).date()
    )
    failures = life.failures + counts
    failed_at = at if counts else life.failed_at
    if slug is ProblemSlug.GONE:
        state, reason = SourceState.DEAD, "the server says that the page was removed for good (gone)"
    elif failures >= FAILURES_TO_DIE:
        state, reason = SourceState.DEAD, f"{slug} again, on {failures} separate days"
    else:
        days = "one day" if failures == 1 else f"{failures} separate days"
        state, reason = SourceState.SUSPECT, f"{slug}; not there on {days}, dead after {FAILURES_TO_DIE}"
    since = life.since if life.state is state else at
    return SourceLife(state=state, since=since, reason=reason, failures=failures, failed_at=failed_at)


_KNOWN_WORDS = {
    Label.SUPPORTED: "supported",
    Label.PARTIAL: "partly supported",
    Label.UNSUPPORTED: "not supported",
    Label.CONTRADICTED: "contradicted",
}


def last_known_words(label: Label, seen_at: datetime) -> str:
    """Say what still holds where a source cannot be checked: `supported by the snapshot of 2026-11-01`.

    Args:
        label: Of the newest check that has a verdict.
        seen_at: When the site last gave or confirmed the snapshot it rests on.
    """
    return f"{_KNOWN_WORDS[label]} by the snapshot of {seen_at.astimezone(UTC):%Y-%m-%d}"
