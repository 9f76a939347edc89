"""What the store answers with: one frozen dataclass for each kind of row a person is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from claimtrack.models import Basis, Change, Grounds, Kind, Label, Problem, Verdict
from claimtrack.sourcestate import SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStatus:
    """Where one claim stands: the view `claim_status`."""

    id: str
    verdict: Label | None
    """Best of its sources' newest checks; None where none of them has a verdict."""
    score: float | None
    """0 to 1, of the check that gave the verdict, to two decimals."""
    claim: str
    """The claim's text."""
    passage: str | None
    """The best evidence, verbatim."""
    reasons: str | None
    """Why, in words, joined by semicolons."""
    problem: str | None
    """What kept sources from being checked, as `slug: detail`, joined by semicolons."""
    changed: str | None
    """How the newest check differs from the one before it, in words."""
    publisher: str | None
    source_url: str | None
    """The source that gave the verdict; without one, the first one cited."""
    sources: int
    """How many sources it cites."""
    last_checked: datetime | None
    last_known: str | None
    """The verdict of before and its date, where the newest check has none."""
    article: str
    """The article's title."""
    kind: Kind


class StaleReason(StrEnum):
    """Why a claim needs to be looked at."""

    NEVER_CHECKED = "never checked"
    NOT_CHECKED = "could not be checked"
    CLAIM_CHANGED = "claim text changed"
    EVIDENCE_CHANGED = "evidence changed"
    """A check differed from the one before it, and nobody has reviewed the claim since."""
    NEEDS_SOURCE = "needs a source"
    DUE = "due by age"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleClaim:
    """A claim and a source of it that need attention: the view `stale_claims`."""

    id: str
    """Of the claim."""
    reason: StaleReason
    detail: str
    """The reason, told in full."""
    claim: str
    """The claim's text."""
    verdict: Label | None
    """Of the newest check against this source."""
    due_at: datetime | None
    """Since when; None only for an age that ends beyond the calendar."""
    last_checked: datetime | None
    source_url: str | None
    """None where the claim needs a source."""
    article: str
    """The article's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One check of a claim, as it was found; a verdict that was reused is shown whole."""

    check_id: str
    run_id: str
    checked_at: datetime
    claim_text: str
    """The claim as it read then."""
    quote: str | None
    """The words that it expected on the page."""
    source_url: str | None
    verdict: Verdict | None
    problem: Problem | None
    basis: Basis
    reused_from: str | None
    change: Change | None
    key: str
    document_sha256: str | None
    snapshot_sha256: str | None
    seen_at: datetime | None
    """When the site last gave or confirmed the snapshot."""
    extractor: str
    """`Check.extractor`."""

    @property
    def grounds(self) -> Grounds | None:
        """What the verdict was found from; None for a problem."""
        if self.verdict is None:
            return None
        return Grounds(
            claim_text=self.claim_text,
            quote=self.quote,
            document_sha256=self.document_sha256 or "",
            snapshot_sha256=self.snapshot_sha256 or "",
            extractor=self.extractor,
            scorer=self.verdict.scorer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a page says of itself: a row of `snapshot_texts` without the text."""

    title: str
    author: str | None
    """All of them, separated by commas."""
    publisher: str | None
    published: str | None
    """ISO 8601, as for `modified`."""
    modified: str | None
    canonical: str | None
    """The URL that it gives as its own."""
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How well one source answers: the view `source_health`."""

    source: str
    """Title of the page, else its URL without the scheme."""
    host: str
    state: SourceState
    status: str
    """`ok`, `never fetched`, or the newest problem as `slug: detail`."""
    state_since: datetime | None
    """When it came into its state; None for one that was never asked."""
    state_reason: str
    """Why it is in its state, in words."""
    failures: int
    """Runs in a row that could not use it, up to now."""
    last_fetched: datetime | None
    """When it was last asked for."""
    last_success: datetime | None
    """When it last gave a page that a claim could be held against."""
    claims: int
    """How many claims cite it."""
    publisher: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One run of a command."""

    id: str
    title: str
    """`2026-11-24 14:51 verify`."""
    command: str
    started_at: datetime
    finished_at: datetime | None
    """None while it runs, and for one that was killed."""
    exit_code: int | None
    due_after_s: int | None
    """Age in seconds from which a check was due again under the settings of the run."""
    counts: Mapping[str, int]
    settings: Mapping[str, str]
