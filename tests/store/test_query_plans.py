"""A run's cost grows with what it asks about, never with what is stored: no statement of one walks a whole table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from claimtrack.models import Basis
from claimtrack.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import World

STORED = "articles|claims|sources|citations|snapshots|snapshot_texts|checks|evidence|reasons|newest|shown|tried|good"
WALK = re.compile(rf"^SCAN ({STORED})\b")


def statements(store: Store, act: Callable[[], object]) -> list[str]:
    """Return the SQL that `act` runs, parameters filled in; what triggers run is left out."""
    said: list[str] = []
    connection = store._database.conn
    connection.set_trace_callback(said.append)
    try:
        act()
    finally:
        connection.set_trace_callback(None)
    return [sql for sql in said if re.match(r"\s*(select|insert|update|delete|with)\b", sql, re.IGNORECASE)]


def walks(store: Store, act: Callable[[], object]) -> list[tuple[str, str]]:
    seen = statements(store, act)
    assert seen
    return [
        (step, sql)
        for sql in seen
        for *_, step in store._database.execute(f"explain query plan {sql}").fetchall()
        if WALK.match(step)
    ]


@pytest.fixture
def filled(store: Store, world: World) -> Store:
    claims = [world.claim(f"c{number}") for number in range(3)]
    store.sync([world.article(*claims)])
    run = world.begin(store)
    for claim in claims:
        scored = world.check(run, claim)
        store.save(scored, world.document())
        store.save(
            world.check(run, claim, basis=Basis.UNCHANGED, reused_from=scored.id, key=scored.key), None
        )
        store.save(world.check(run, claim, problem=world.problem()), None)
    return store


def test_the_test_notices_a_walk(filled: Store) -> None:
    database = filled._database
    act = lambda: database.execute("select count(*) from checks where score > 0.5").fetchall()  # noqa: E731
    assert walks(filled, act) == [("SCAN checks", "select count(*) from checks where score > 0.5")]


def test_no_statement_of_a_run_walks_a_table(filled: Store, world: World) -> None:
    claim = world.claim("c1")
    url = claim.sources[0].url
    run = world.begin(filled)
    check = world.check(run, claim)
    acts: list[Callable[[], object]] = [
        lambda: filled.past_checks([(claim.id, url), ("bridge/c2", url)]),
        lambda: filled.save(check, world.document("another text")),
        lambda: filled.save(world.check(run, claim, problem=world.problem()), None),
        lambda: filled.history(claim.id, 5),
        lambda: list(filled.trail(claim.id, url)),
        lambda: filled.document_text(world.document().text_sha256),
        lambda: filled.claim_statuses([claim.id]),
        lambda: list(filled.latest_checks([claim, world.claim("c2", sources=())])),
        lambda: filled.source_health([url]),
        lambda: filled.sync([world.article(claim)]),
        lambda: filled.end_run(run, world.now, 0, {}),
    ]
    assert [walks(filled, act) for act in acts] == [[] for _ in acts]
