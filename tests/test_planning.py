"""What a run would do: one request per page, whatever the number of claims that cite it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.interfaces import Response
from claimtrack.models import Claim, Kind, Snapshot, Source
from claimtrack.planning import PlannedPage, plan_run
from claimtrack.policy import FetchReason, Freshness

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
A, B = "https://a.example/", "https://b.example/"
DAY = Freshness(max_age_s=86_400)


def _claim(slug: str, *urls: str, kind: Kind = Kind.FACT, max_age_s: int | None = None) -> Claim:
    return Claim(
        id=f"news/{slug}",
        text=f"About {slug}.",
        sources=tuple(Source(url=url) for url in urls),
        kind=kind,
        max_age_s=max_age_s,
        path=Path("claims/news.toml"),
        line=1,
    )


@pytest.fixture
def cache(tmp_path: Path) -> SnapshotCache:
    cache = SnapshotCache(tmp_path / "cache")
    cache.prepare()
    return cache


def _keep(cache: SnapshotCache, url: str, age: timedelta = timedelta(hours=1)) -> Snapshot:
    return cache.keep(
        Response(
            url=url,
            final_url=url,
            status=200,
            body=Body(b"<p>words"),
            fetched_at=NOW - age,
            elapsed_ms=1,
            fetcher="test@1",
        )
    )


def _pages(cache: SnapshotCache, *claims: Claim, wanted: Freshness = DAY) -> dict[str, PlannedPage]:
    return {page.source.url: page for page in plan_run(claims, cache=cache, now=NOW, wanted=wanted).pages}


def test_a_page_is_asked_for_once_for_all_claims_that_cite_it(cache: SnapshotCache) -> None:
    one, two, three = _claim("one", A), _claim("two", B, A), _claim("three", A)
    plan = plan_run([one, two, three], cache=cache, now=NOW, wanted=DAY)
    assert [(page.source.url, page.claims) for page in plan.pages] == [(A, (one, two, three)), (B, (two,))]
    assert plan.fetch_count == 2
    assert plan.check_count == 4


def test_claims_without_a_page_are_kept_apart(cache: SnapshotCache) -> None:
    bare, opinion = _claim("bare"), _claim("opinion", A, kind=Kind.OPINION)
    plan = plan_run(
        [bare, opinion, _claim("bare-opinion", kind=Kind.OPINION)], cache=cache, now=NOW, wanted=DAY
    )
    assert plan.needs_source == (bare,)
    assert [claim.id for claim in plan.opinions] == ["news/opinion", "news/bare-opinion"]
    assert plan.pages == ()
    assert (plan.check_count, plan.fetch_count) == (1, 0)


def test_a_page_never_seen_is_asked_for_whole(cache: SnapshotCache) -> None:
    page = _pages(cache, _claim("one", A))[A]
    assert page.reason is FetchReason.NEVER_FETCHED
    assert page.snapshot is None
    assert page.request
    assert page.request.known is None


def test_a_young_snapshot_is_used_as_it_is(cache: SnapshotCache) -> None:
    snapshot = _keep(cache, A)
    page = _pages(cache, _claim("one", A))[A]
    assert (page.snapshot, page.request, page.reason, page.damage) == (snapshot, None, FetchReason.YOUNG, "")


def test_an_old_one_makes_the_request_conditional(cache: SnapshotCache) -> None:
    snapshot = _keep(cache, A, timedelta(days=2))
    page = _pages(cache, _claim("one", A))[A]
    assert page.reason is FetchReason.DUE
    assert page.request
    assert page.request.known == snapshot


def test_a_refresh_asks_for_the_whole_page(cache: SnapshotCache) -> None:
    _keep(cache, A)
    page = _pages(cache, _claim("one", A), wanted=Freshness(refresh=True))[A]
    assert page.reason is FetchReason.ASKED
    assert page.request
    assert page.request.known is None


def test_offline_asks_for_nothing(cache: SnapshotCache) -> None:
    snapshot = _keep(cache, A, timedelta(days=2))
    pages = _pages(cache, _claim("one", A, B), wanted=Freshness(offline=True))
    assert (pages[A].snapshot, pages[A].request) == (snapshot, None)
    assert (pages[B].snapshot, pages[B].request) == (None, None)


@pytest.mark.parametrize("order", [1, -1])
def test_one_claim_that_is_due_is_enough_to_ask_for_the_page_they_share(
    cache: SnapshotCache, order: int
) -> None:
    _keep(cache, A)
    claims = [_claim("patient", A), _claim("strict", A, max_age_s=60)][::order]
    page = _pages(cache, *claims)[A]
    assert page.request
    assert page.reason is FetchReason.DUE
    assert page.claims == tuple(claims)


def test_a_damaged_snapshot_never_makes_a_request_conditional(cache: SnapshotCache, tmp_path: Path) -> None:
    _keep(cache, A, timedelta(days=2))
    for body in (tmp_path / "cache" / "objects").rglob("*"):
        if body.is_file():
            body.chmod(0o600)
            body.write_bytes(b"something else")
    page = _pages(cache, _claim("one", A))[A]
    assert page.damage
    assert page.snapshot is None
    assert page.request
    assert page.request.known is None
    offline = _pages(cache, _claim("one", A), wanted=Freshness(offline=True))[A]
    assert (offline.snapshot, offline.request) == (None, None)
    assert offline.damage
