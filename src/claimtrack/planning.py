"""What a run would do: which pages to ask for, which claims each serves, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from claimtrack.errors import CacheError
from claimtrack.interfaces import Cache, FetchRequest
from claimtrack.models import Claim, Problem, ProblemSlug, Snapshot, Source
from claimtrack.policy import FetchReason, Freshness, is_checked, plan_fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPage:
    """One source of a run and the claims held against it."""

    source: Source
    claims: tuple[Claim, ...]
    snapshot: Snapshot | None
    """The newest one; None where there is none that can be used."""
    request: FetchRequest | None
    """What to ask the network; None to use the snapshot as it is."""
    reason: FetchReason
    damage: str = ""
    """Why the newest snapshot cannot be used, where it is there but damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPlan:
    """What a run does, before it does it."""

    needs_source: tuple[Claim, ...]
    pages: tuple[PlannedPage, ...]
    opinions: tuple[Claim, ...]

    @property
    def check_count(self) -> int:
        """Checks the run will yield: one for each claim and source, and one for each claim that needs a source."""
        return len(self.needs_source) + sum(len(page.claims) for page in self.pages)

    @property
    def fetch_count(self) -> int:
        """Pages the run will ask the network for."""
        return sum(page.request is not None for page in self.pages)


def plan_run(claims: Iterable[Claim], *, cache: Cache, now: datetime, wanted: Freshness) -> VerifyPlan:
    """Say what a run over `claims` would do. Reads the cache, touches neither network nor store."""
    by_url: dict[str, list[Claim]] = {}
    sources: dict[str, Source] = {}
    needs_source, opinions = [], []
    for claim in claims:
        if not is_checked(claim):
            opinions.append(claim)
            continue
        if not claim.sources:
            needs_source.append(claim)
        for source in claim.sources:
            sources.setdefault(source.url, source)
            by_url.setdefault(source.url, []).append(claim)
    pages = [
        _plan_page(sources[url], tuple(cited_by), cache, now, wanted) for url, cited_by in by_url.items()
    ]
    return VerifyPlan(needs_source=tuple(needs_source), pages=tuple(pages), opinions=tuple(opinions))


def _plan_page(
    source: Source, claims: tuple[Claim, ...], cache: Cache, now: datetime, wanted: Freshness
) -> PlannedPage:
    damage = ""
    try:
        snapshot = cache.latest(source.url)
        if snapshot:
            cache.body(snapshot)
    except CacheError as error:
        # A damaged copy must not make the request conditional: the answer "not modified" would confirm it.
        snapshot, damage = None, error.message
    plans = [plan_fetch(claim, snapshot, now, wanted) for claim in claims]
    # One claim that is due is enough to ask for the page they share.
    chosen = next((plan for plan in plans if plan.fetch), plans[0])
    known = snapshot if chosen.conditional else None
    request = FetchRequest(url=source.url, known=known) if chosen.fetch else None
    return PlannedPage(
        source=source, claims=claims, snapshot=snapshot, request=request, reason=chosen.reason, damage=damage
    )


def needs_source(claim: Claim) -> Problem:
    """Return the problem of a claim that cites no page."""
    named = f"; {claim.cited_as} is named without a link" if claim.cited_as else ""
    return Problem(
        slug=ProblemSlug.NEEDS_SOURCE,
        detail=f"the claim cites no page{named}",
        hint="add a source to the claim, or make it an opinion",
    )
