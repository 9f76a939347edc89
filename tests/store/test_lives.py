"""The life of a source in the store: what the table remembers is what the function says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from claimtrack.models import Check, ProblemSlug
from claimtrack.sourcestate import SourceEvent, SourceState, life_of
from claimtrack.store import SourceHealth, Store

if TYPE_CHECKING:
    from tests.store.conftest import World


def health(store: Store) -> SourceHealth:
    (found,) = store.source_health()
    return found


def attempt(store: Store, world: World, problem: ProblemSlug | None, **fields: Any) -> Check:
    """Save the check of a run of its own, an hour after the last one."""
    run = world.begin(store)
    if problem:
        fields["problem"] = world.problem(problem)
    check = world.check(run, world.claim(), **fields)
    store.save(check, None if problem else world.document())
    return check


def attempts(store: Store, world: World, found: Iterable[ProblemSlug | None]) -> list[Check]:
    """The same on days in a row."""
    checks = []
    for problem in found:
        checks.append(attempt(store, world, problem))
        world.now += timedelta(days=1)
    return checks


@pytest.fixture(autouse=True)
def _known(store: Store, world: World) -> None:
    store.sync([world.article()])


def test_three_days_of_404_make_a_source_dead(store: Store, world: World) -> None:
    assert (health(store).state, health(store).state_since) == (SourceState.UNKNOWN, None)
    attempts(store, world, [None, ProblemSlug.NOT_FOUND])
    assert health(store).state is SourceState.SUSPECT
    checks = attempts(store, world, [ProblemSlug.NOT_FOUND] * 2)
    found = health(store)
    assert (found.state, found.state_since) == (SourceState.DEAD, checks[-1].checked_at)
    assert found.state_reason == "http-404 again, on 3 separate days"
    attempts(store, world, [None])
    assert health(store).state is SourceState.OK


def test_view_and_function_agree_on_any_history(store: Store, world: World) -> None:
    random = Random(3)  # noqa: S311 - a history, no secret
    choice = [
        None,
        ProblemSlug.NOT_FOUND,
        ProblemSlug.GONE,
        ProblemSlug.TIMEOUT,
        ProblemSlug.BLOCKED,
        ProblemSlug.PARKED,
    ]
    events = []
    for _ in range(80):
        check = attempt(store, world, random.choices(choice, [2, 9, 1, 3, 3, 3])[0])
        events.append(SourceEvent(at=check.checked_at, problem=check.problem.slug if check.problem else None))
        world.now += timedelta(hours=random.randint(0, 30))
        life, found = life_of(events), health(store)
        assert (found.state, found.state_since, found.state_reason) == (life.state, life.since, life.reason)


def test_a_check_of_an_old_snapshot_is_no_attempt(store: Store, world: World) -> None:
    """An offline run on a suspect source must not clear it, nor one on a soft 404 count as another day."""
    old = attempt(store, world, None).snapshot
    attempts(store, world, [ProblemSlug.NOT_FOUND])
    attempt(store, world, None, snapshot=old)
    assert health(store).state is SourceState.SUSPECT
    for _ in range(4):
        world.now += timedelta(days=1)
        attempt(store, world, ProblemSlug.SOFT_NOT_FOUND, snapshot=old)
    assert health(store).state is SourceState.SUSPECT


def test_a_snapshot_that_the_site_confirmed_counts(store: Store, world: World) -> None:
    fetched = world.snapshot("https://velda.example/bridge")
    attempts(store, world, [ProblemSlug.NOT_FOUND])
    confirmed = world.snapshot(
        "https://velda.example/bridge", fetched_at=fetched.fetched_at, confirmed_at=world.now
    )
    attempt(store, world, None, snapshot=confirmed)
    assert health(store).state is SourceState.OK


def test_a_check_saved_twice_is_one_event(store: Store, world: World) -> None:
    checks = attempts(store, world, [ProblemSlug.NOT_FOUND] * 2)
    for check in checks * 3:
        store.save(check, None)
    assert health(store).state is SourceState.SUSPECT


def test_past_checks_know_when_their_page_was_seen(store: Store, world: World) -> None:
    claim = world.claim()
    check = attempt(store, world, None)
    attempts(store, world, [ProblemSlug.NOT_FOUND])
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    assert check.snapshot is not None
    assert past.seen_at == check.snapshot.fetched_at


def test_a_store_from_before_learns_the_lives_from_its_checks(path: Path, world: World) -> None:
    with Store.open(path) as store:
        attempts(store, world, [None, *[ProblemSlug.NOT_FOUND] * 3])
        before = health(store)
    connection = sqlite3.connect(path)
    connection.execute("drop view source_health")
    for column in ("state", "state_since", "state_reason", "absent_days", "absent_at"):
        connection.execute(f"alter table sources drop column {column}")
    connection.execute("delete from _sqlite_migrations where name = '0004_life_of_sources'")
    connection.execute("create view source_health as select 1 as old")
    connection.execute("pragma user_version = 3")
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        assert health(store) == before
    assert before.state is SourceState.DEAD
