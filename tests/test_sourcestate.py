"""The life of a source: suspect, dead, back again; and what never kills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.models import Label, ProblemSlug
from claimtrack.sourcestate import (
    ABSENT,
    OURS,
    REFUSED,
    SourceEvent,
    SourceLife,
    SourceState,
    advance,
    last_known_words,
    life_of,
)

START = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def events(*found: ProblemSlug | None, every: timedelta = DAY) -> list[SourceEvent]:
    return [SourceEvent(at=START + every * number, problem=problem) for number, problem in enumerate(found)]


def state(*found: ProblemSlug | None, every: timedelta = DAY) -> SourceState:
    return life_of(events(*found, every=every)).state


def test_a_source_that_was_never_asked_is_unknown() -> None:
    assert life_of([]) == SourceLife(state=SourceState.UNKNOWN, since=None, reason="never asked")


@pytest.mark.parametrize("slug", sorted(ABSENT - {ProblemSlug.GONE}))
def test_dead_after_three_failures_on_three_days(slug: ProblemSlug) -> None:
    assert state(slug) is SourceState.SUSPECT
    assert state(slug, slug) is SourceState.SUSPECT
    life = life_of(events(None, slug, slug, slug, slug))
    assert life.state is SourceState.DEAD
    assert life.since == START + 3 * DAY
    assert slug in life.reason
    assert "3 separate days" in life.reason


def test_gone_is_dead_at_once() -> None:
    life = life_of(events(None, ProblemSlug.GONE))
    assert (life.state, life.since) == (SourceState.DEAD, START + DAY)
    assert state(ProblemSlug.NOT_FOUND, ProblemSlug.GONE) is SourceState.DEAD


def test_many_failures_of_one_day_are_one() -> None:
    life = life_of(events(*[ProblemSlug.NOT_FOUND] * 40, every=timedelta(minutes=20)))
    assert (life.state, life.failures, life.since) == (SourceState.SUSPECT, 1, START)


def test_failures_around_midnight_are_no_two_days() -> None:
    midnight = datetime(2026, 11, 2, tzinfo=UTC)
    late, early, evening = (
        midnight - timedelta(minutes=5),
        midnight + timedelta(minutes=5),
        midnight + DAY / 2,
    )
    found = [SourceEvent(at=at, problem=ProblemSlug.NOT_FOUND) for at in (late, early)]
    assert life_of(found).failures == 1
    later = SourceEvent(at=evening, problem=ProblemSlug.NOT_FOUND)
    assert life_of([*found, later]).failures == 2


def test_days_are_those_of_utc_wherever_the_clock_stands() -> None:
    east = timezone(timedelta(hours=13))
    moments = [START, START + DAY, START + 2 * DAY]
    found = [SourceEvent(at=at.astimezone(east), problem=ProblemSlug.DNS) for at in moments]
    assert life_of(found).state is SourceState.DEAD


def test_a_page_that_arrives_starts_anew() -> None:
    missing = ProblemSlug.SOFT_NOT_FOUND
    assert state(missing, missing, None) is SourceState.OK
    assert state(missing, missing, None, missing, missing) is SourceState.SUSPECT
    life = life_of(events(missing, missing, missing, None, None))
    assert (life.state, life.since, life.failures) == (SourceState.OK, START + 3 * DAY, 0)


@pytest.mark.parametrize("slug", sorted(REFUSED))
def test_a_site_that_refuses_is_blocked_and_never_dead(slug: ProblemSlug) -> None:
    assert state(*[slug] * 30) is SourceState.BLOCKED
    assert life_of(events(None, slug, slug)).since == START + DAY
    assert state(slug, None) is SourceState.OK


@pytest.mark.parametrize("slug", sorted(set(ProblemSlug) - ABSENT))
def test_nothing_else_kills(slug: ProblemSlug) -> None:
    assert state(None, *[slug] * 30) is not SourceState.DEAD
    assert state(None, *[slug] * 30) is not SourceState.SUSPECT


@pytest.mark.parametrize(
    "slug", ["timeout", "http-5xx", "network", "deadline", "reset", "tls", "js-only", "moved-host"]
)
def test_a_failure_that_says_nothing_of_the_page_leaves_it_unknown(slug: str) -> None:
    assert state(None, ProblemSlug(slug)) is SourceState.UNKNOWN


@pytest.mark.parametrize("slug", sorted(OURS))
def test_problems_of_this_side_change_nothing(slug: ProblemSlug) -> None:
    before = events(None, ProblemSlug.NOT_FOUND)
    after = SourceEvent(at=START + 5 * DAY, problem=slug)
    assert life_of([*before, after]) == life_of(before)


def test_what_says_nothing_leaves_a_suspicion_standing() -> None:
    missing, other = ProblemSlug.NOT_FOUND, (ProblemSlug.TIMEOUT, ProblemSlug.BLOCKED)
    assert state(missing, *other) is SourceState.SUSPECT
    assert state(missing, *other, missing, *other, missing) is SourceState.DEAD
    assert state(missing, missing, missing, *other) is SourceState.DEAD


FOUND = st.sampled_from([None, *ProblemSlug])


@given(st.lists(st.tuples(FOUND, st.integers(-50, 200)), max_size=30))
def test_death_always_has_its_grounds(found: list[tuple[ProblemSlug | None, int]]) -> None:
    """Whatever happens, clock set back included: dead means gone, or absent on three days with no page between."""
    at, life = START, SourceLife()
    absent_days: set[object] = set()
    gone = False
    for problem, hours in found:
        at += timedelta(hours=hours)
        before = life
        life = advance(life, SourceEvent(at=at, problem=problem))
        if problem is None:
            absent_days, gone = set(), False
            assert life.state is SourceState.OK
        elif problem in ABSENT:
            absent_days.add(at.date())
            gone = gone or problem is ProblemSlug.GONE
        if life.state is SourceState.DEAD:
            assert gone or len(absent_days) >= 3
        if life.state is before.state:
            assert life.since == before.since
        else:
            assert life.since == at


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (Label.SUPPORTED, "supported by the snapshot of 2026-11-01"),
        (Label.PARTIAL, "partly supported by the snapshot of 2026-11-01"),
        (Label.UNSUPPORTED, "not supported by the snapshot of 2026-11-01"),
        (Label.CONTRADICTED, "contradicted by the snapshot of 2026-11-01"),
    ],
)
def test_what_still_holds_is_said_with_its_date(label: Label, words: str) -> None:
    assert last_known_words(label, START) == words
