"""The life of each source, kept up to date check by check: `claimtrack.sourcestate` decides, the table remembers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from claimtrack.models import Check, ProblemSlug
from claimtrack.sourcestate import SourceEvent, SourceLife, SourceState, advance
from claimtrack.store.encoding import optional_time_text, parse_optional_time, parse_time, time_text

_GET = "select state, state_since, state_reason, absent_days, absent_at from sources where id = ?"
_PUT = """
update sources set
  state = :state, state_since = :state_since, state_reason = :state_reason, absent_days = :absent_days, absent_at = :absent_at
where id = :id
"""
_RUN_START = "select started_at from runs where id = ?"
# A snapshot confirmed since was confirmed by some check of it; which one, nobody noted.
_ATTEMPTS = """
select checks.source_id, checks.problem, checks.checked_at from checks
join runs on runs.id = checks.run_id
left join snapshots on snapshots.id = checks.snapshot_id
where checks.source_id is not null
  and (snapshots.id is null or snapshots.confirmed_at is not null or snapshots.fetched_at >= runs.started_at)
order by checks.rowid
"""


def live_on(database: Database, source_id: int, check: Check) -> None:
    """Take one check into the life of its source, within the caller's transaction.

    A check that rests on a snapshot from before its run was no attempt to reach the source: it tells nothing new of it.
    """
    if check.snapshot:
        seen = check.snapshot.confirmed_at or check.snapshot.fetched_at
        (started_at,) = database.execute(_RUN_START, [check.run]).fetchone()
        if time_text(seen) < started_at:
            return
    (row,) = database.query(_GET, [source_id])
    life = _life(row)
    # To the second, as the checks are stored: a history that is read again gives the same life.
    at = parse_time(time_text(check.checked_at))
    lived = advance(life, SourceEvent(at=at, problem=check.problem.slug if check.problem else None))
    if lived != life:
        database.execute(_PUT, _row(source_id, lived))


def relive(database: Database) -> None:
    """Work out the life of every source from the checks that are stored, within the caller's transaction."""
    lives: defaultdict[int, SourceLife] = defaultdict(SourceLife)
    for row in database.query(_ATTEMPTS):
        problem = ProblemSlug(row["problem"]) if row["problem"] else None
        event = SourceEvent(at=parse_time(row["checked_at"]), problem=problem)
        lives[row["source_id"]] = advance(lives[row["source_id"]], event)
    database.conn.executemany(_PUT, (_row(source_id, life) for source_id, life in lives.items()))


def _life(row: Mapping[str, Any]) -> SourceLife:
    return SourceLife(
        state=SourceState(row["state"]),
        since=parse_optional_time(row["state_since"]),
        reason=row["state_reason"],
        failures=row["absent_days"],
        failed_at=parse_optional_time(row["absent_at"]),
    )


def _row(source_id: int, life: SourceLife) -> dict[str, str | int | None]:
    return {
        "id": source_id,
        "state": life.state,
        "state_since": optional_time_text(life.since),
        "state_reason": life.reason,
        "absent_days": life.failures,
        "absent_at": optional_time_text(life.failed_at),
    }
