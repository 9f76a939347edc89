"""What the browsing views say: verdicts combined, reasons in words, what is stale, which sources fail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from claimtrack.models import Basis, Cause, Change, Claim, Label, ProblemSlug, Source
from claimtrack.policy import BEST_FIRST, DUE_AFTER, combine
from claimtrack.sourcestate import SourceState
from claimtrack.store import SourceHealth, StaleClaim, StaleReason, Store

if TYPE_CHECKING:
    from tests.store.conftest import World

A, B, C = (Source(url=f"https://{name}.example/page") for name in "abc")


def check_each(store: Store, world: World, claim: Claim, found: Mapping[Source, Label | ProblemSlug]) -> None:
    run = world.begin(store)
    for source, result in found.items():
        fields: dict[str, Any] = (
            {"problem": world.problem(result)}
            if isinstance(result, ProblemSlug)
            else {"verdict": world.verdict(result)}
        )
        store.save(world.check(run, claim, source=source, **fields), world.document())


def one_stale(store: Store, at: datetime) -> StaleClaim:
    (entry,) = store.stale(at)
    return entry


@pytest.mark.parametrize("labels", list(product([*Label, None], repeat=3)))
def test_sql_and_python_combine_verdicts_alike(
    store: Store, world: World, labels: tuple[Label | None, ...]
) -> None:
    claim = world.claim(sources=(A, B, C))
    store.sync([world.article(claim)])
    found = {source: label for source, label in zip((A, B, C), labels, strict=True) if label}
    check_each(store, world, claim, found)
    (status,) = store.claim_statuses()
    assert status.verdict == combine(found.values())
    assert status.source_url == next((s.url for s, label in found.items() if label is status.verdict), A.url)


def test_the_rank_in_the_view_is_the_order_of_the_policy(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    ranks: list[int] = []
    for label in BEST_FIRST:
        check_each(store, world, claim, {claim.sources[0]: label})
        ranks.extend(row["rank"] for row in store._database.query("select rank from citation_status"))
    assert ranks == [1, 2, 3, 4]


def test_of_equal_verdicts_the_higher_score_is_shown(store: Store, world: World) -> None:
    claim = world.claim(sources=(A, B))
    store.sync([world.article(claim)])
    run = world.begin(store)
    for source, score in ((A, 0.81), (B, 0.93)):
        verdict = world.verdict(Label.SUPPORTED, score)
        store.save(world.check(run, claim, source=source, verdict=verdict), world.document())
    (status,) = store.claim_statuses()
    assert (status.score, status.source_url, status.sources) == (0.93, B.url, 2)


def test_status_shows_the_newest_verdict_and_every_problem_in_words(store: Store, world: World) -> None:
    claim = world.claim(sources=(A, B, C))
    store.sync([world.article(claim)])
    check_each(store, world, claim, {A: Label.SUPPORTED})
    check_each(store, world, claim, {A: ProblemSlug.TIMEOUT, B: Label.PARTIAL, C: ProblemSlug.NOT_FOUND})
    (status,) = store.claim_statuses([claim.id])
    assert status.verdict is Label.PARTIAL
    assert status.problem == "timeout: no answer within 20 s; http-404: no answer within 20 s"
    assert status.reasons == "412 metres in both"
    assert status.last_checked == world.now


def test_a_claim_that_could_not_be_checked_is_not_unsupported(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    check_each(store, world, claim, {claim.sources[0]: ProblemSlug.NETWORK})
    (status,) = store.claim_statuses()
    assert (status.verdict, status.score, status.passage) == (None, None, None)
    assert status.last_known == "supported on 2026-11-01"
    assert status.problem == "network: no answer within 20 s"


def test_a_claim_without_a_source_says_what_it_was_cited_as(store: Store, world: World) -> None:
    claims = world.claim(sources=(), cited_as="Velda Courier"), world.claim("bare", sources=())
    store.sync([world.article(*claims)], now=world.now)
    cited, bare = store.claim_statuses()
    assert cited.problem == "needs-source: cited as Velda Courier, without a URL"
    assert cited.publisher == "Velda Courier"
    assert bare.problem == "needs-source: no source is named"
    assert {entry.reason for entry in store.stale(world.now)} == {StaleReason.NEEDS_SOURCE}


def test_only_the_claims_asked_for_are_returned(store: Store, world: World) -> None:
    store.sync([world.article(*(world.claim(slug) for slug in "abc"))])
    assert [status.id for status in store.claim_statuses(["bridge/b", "bridge/none"])] == ["bridge/b"]
    assert store.claim_statuses([]) == ()
    assert [status.id for status in store.claim_statuses(["bridge/c", "bridge/a"])] == [
        "bridge/c",
        "bridge/a",
    ]


def test_a_claim_is_stale_until_its_first_check(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)], now=world.now)
    assert one_stale(store, world.now).reason is StaleReason.NEVER_CHECKED
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    assert store.stale(world.now) == ()


def test_a_new_source_of_an_old_claim_was_never_checked(store: Store, world: World) -> None:
    store.sync([world.article(world.claim(sources=(A,)))], now=world.now)
    check_each(store, world, world.claim(sources=(A,)), {A: Label.SUPPORTED})
    store.sync([world.article(world.claim(sources=(A, B)))], now=world.now)
    entry = one_stale(store, world.now)
    assert (entry.reason, entry.source_url, entry.due_at) == (StaleReason.NEVER_CHECKED, B.url, world.now)


def test_a_problem_is_stale_with_its_words(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    check_each(store, world, claim, {claim.sources[0]: ProblemSlug.BLOCKED})
    entry = one_stale(store, world.now)
    assert entry.reason is StaleReason.NOT_CHECKED
    assert entry.detail == "blocked: no answer within 20 s; last known: supported on 2026-11-01"
    assert entry.due_at == world.now


def test_a_reworded_claim_is_stale_until_it_is_checked_as_it_reads_now(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    reworded = world.reworded(claim, "The Orrin bridge is 421 metres long.")
    store.sync([world.article(reworded)], now=world.now)
    entry = one_stale(store, world.now)
    assert entry.reason is StaleReason.CLAIM_CHANGED
    assert entry.detail == "checked as: The Orrin bridge is 412 metres long."
    check_each(store, world, reworded, {claim.sources[0]: Label.UNSUPPORTED})
    assert store.stale(world.now) == ()


def test_changed_evidence_waits_for_a_review_whatever_later_checks_say(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    run = world.begin(store)
    change = Change(
        causes=(Cause.PAGE,),
        label_before=Label.SUPPORTED,
        score_before=0.9,
        passage_before="a",
        passage_after="",
    )
    changed = world.check(run, claim, verdict=world.verdict(Label.PARTIAL, 0.5), change=change)
    store.save(changed, world.document())
    later = world.check(
        run,
        claim,
        verdict=changed.verdict,
        basis=Basis.UNCHANGED,
        reused_from=changed.id,
        key=changed.key,
    )
    store.save(later, None)
    entry = one_stale(store, world.now)
    assert entry.reason is StaleReason.EVIDENCE_CHANGED
    assert entry.detail == "was supported, is partial, changed: page"
    assert entry.due_at == changed.checked_at
    review = {
        "id": "r1",
        "claim_id": claim.id,
        "decision": "accept",
        "reviewed_by": "Ada Quill",
        "reviewed_at": "2026-11-02 00:00:00Z",
        "check_key": "of an earlier check",
    }
    reviews = store._database.table("reviews")
    reviews.insert(review)
    assert one_stale(store, world.now).reason is StaleReason.EVIDENCE_CHANGED
    reviews.insert(review | {"id": "r2", "check_key": later.key})
    assert store.stale(world.now) == ()


def test_a_check_is_due_by_age_as_the_policy_says(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    due_at = world.now + DUE_AFTER
    assert store.stale(due_at - timedelta(seconds=1)) == ()
    entry = one_stale(store, due_at)
    assert (entry.reason, entry.due_at, entry.last_checked) == (StaleReason.DUE, due_at, world.now)


def test_the_age_of_the_claim_goes_before_that_of_the_run(store: Store, world: World) -> None:
    own, general = world.claim("own", max_age_s=3600), world.claim("general")
    store.sync([world.article(own, general)])
    run = world.begin(store, due_after_s=7200)
    world.begin(store)  # a later run that says nothing leaves the setting as it is
    now = world.now
    for claim in (own, general):
        store.save(world.check(run, claim, checked_at=now), world.document())
    assert [entry.id for entry in store.stale(now + timedelta(hours=1))] == ["bridge/own"]
    assert [entry.id for entry in store.stale(now + timedelta(hours=2))] == ["bridge/own", "bridge/general"]


def test_an_endless_age_is_never_due(store: Store, world: World) -> None:
    claim = world.claim(max_age_s=10**18)
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    assert store.stale(world.now + timedelta(days=3650)) == ()


def test_a_check_from_the_future_is_due(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    assert one_stale(store, world.now - timedelta(days=1)).reason is StaleReason.DUE


def test_the_view_of_stale_claims_agrees_with_the_method(store: Store, world: World) -> None:
    claims = world.claim("old"), world.claim("new"), world.claim("none", sources=())
    store.sync([world.article(*claims)], now=world.now)
    run = world.begin(store)
    store.save(world.check(run, claims[0], checked_at=world.now - timedelta(days=9000)), world.document())
    shown = list(store._database.query("select id, reason from stale_claims"))
    assert shown == [
        {"id": "bridge/old", "reason": "due by age"},
        {"id": "bridge/new", "reason": "never checked"},
        {"id": "bridge/none", "reason": "needs a source"},
    ]


def test_source_health_counts_failed_runs_not_failed_claims(store: Store, world: World) -> None:
    claims = [world.claim(f"c{number}") for number in range(3)]
    store.sync([world.article(*claims)])
    (source,) = claims[0].sources
    assert store.source_health()[0].status == "never fetched"
    check_each(store, world, claims[0], {source: Label.SUPPORTED})
    seen = world.now
    for slug in (ProblemSlug.TIMEOUT, ProblemSlug.NOT_FOUND):
        run = world.begin(store)
        for claim in claims:
            store.save(world.check(run, claim, problem=world.problem(slug)), None)
    failed = world.now
    check_each(store, world, claims[0], {source: ProblemSlug.NOT_CACHED})
    (health,) = store.source_health([source.url])
    assert health == SourceHealth(
        source="The bridge",
        host="velda.example",
        state=SourceState.SUSPECT,
        state_since=failed - timedelta(hours=2),
        state_reason="http-404; not there on one day, dead after 3",
        status="http-404: no answer within 20 s",
        failures=2,
        last_fetched=failed,
        last_success=seen,
        claims=3,
        publisher="Velda Courier",
        url=source.url,
    )
    check_each(store, world, claims[0], {source: Label.PARTIAL})
    (health,) = store.source_health()
    assert (health.status, health.failures, health.last_success) == ("ok", 0, world.now)
    assert store.source_health(["https://nowhere.example/"]) == ()


def test_each_check_of_the_history_view_says_why(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    check_each(store, world, claim, {claim.sources[0]: Label.SUPPORTED})
    check_each(store, world, claim, {claim.sources[0]: ProblemSlug.TIMEOUT})
    found = list(store._database.query("select verdict, passage, reasons, problem, run from check_history"))
    assert found == [
        {
            "verdict": "supported",
            "passage": "It is 412 metres long",
            "reasons": "412 metres in both",
            "problem": None,
            "run": "2026-11-01 09:30 verify",
        },
        {
            "verdict": None,
            "passage": None,
            "reasons": None,
            "problem": "timeout: no answer within 20 s",
            "run": "2026-11-01 10:30 verify",
        },
    ]
