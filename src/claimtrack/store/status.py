"""Reading the browsing views, typed: where claims, sources and runs stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from claimtrack.models import Kind, Label
from claimtrack.sourcestate import SourceState
from claimtrack.store.encoding import json_text, parse_object, parse_optional_time, parse_time, time_text
from claimtrack.store.rows import ClaimStatus, RunSummary, SourceHealth, StaleClaim, StaleReason

Row = Mapping[str, Any]

_ALL_CLAIMS = """
select claim_status.* from claims join claim_status on claim_status.id = claims.id order by claims.rowid
"""
_SOME_CLAIMS = "select * from claim_status where id in (select value from json_each(:ids))"
_STALE = """
select id, reason, detail, claim, verdict, due_at, last_checked, source_url, article from due_dates
where due_at <= :now or last_checked > :now
"""
_ALL_SOURCES = "select * from source_health"
_SOME_SOURCES = "select * from source_health where url in (select value from json_each(:urls))"
_RUNS = "select * from runs order by rowid desc limit ?"


def claim_statuses(database: Database, claim_ids: Collection[str] | None) -> tuple[ClaimStatus, ...]:
    """Return the live claims among `claim_ids`, in that order; or all, in the order in which the store first met them."""
    if claim_ids is None:
        return tuple(map(_claim_status, database.query(_ALL_CLAIMS)))
    found = {
        row["id"]: _claim_status(row) for row in database.query(_SOME_CLAIMS, {"ids": json_text(claim_ids)})
    }
    return tuple(found[claim_id] for claim_id in claim_ids if claim_id in found)


def stale(database: Database, now: datetime) -> tuple[StaleClaim, ...]:
    """Return what needs attention at `now`, one entry for each claim and source."""
    return tuple(map(_stale_claim, database.query(_STALE, {"now": time_text(now)})))


def source_health(database: Database, urls: Collection[str] | None) -> tuple[SourceHealth, ...]:
    """Return the sources among `urls`, or all."""
    if urls is None:
        return tuple(map(_source_health, database.query(_ALL_SOURCES)))
    return tuple(map(_source_health, database.query(_SOME_SOURCES, {"urls": json_text(urls)})))


def runs(database: Database, limit: int) -> tuple[RunSummary, ...]:
    """Return the newest runs first, at most `limit`."""
    return tuple(map(_run_summary, database.query(_RUNS, [limit])))


def _claim_status(row: Row) -> ClaimStatus:
    return ClaimStatus(
        **dict(row)
        | {
            "verdict": _label(row["verdict"]),
            "last_checked": parse_optional_time(row["last_checked"]),
            "kind": Kind(row["kind"]),
        }
    )


def _stale_claim(row: Row) -> StaleClaim:
    return StaleClaim(
        **dict(row)
        | {
            "reason": StaleReason(row["reason"]),
            "verdict": _label(row["verdict"]),
            "due_at": parse_optional_time(row["due_at"]),
            "last_checked": parse_optional_time(row["last_checked"]),
        }
    )


def _source_health(row: Row) -> SourceHealth:
    times = {name: parse_optional_time(row[name]) for name in ("state_since", "last_fetched", "last_success")}
    return SourceHealth(**dict(row) | times | {"state": SourceState(row["state"])})


def _run_summary(row: Row) -> RunSummary:
    return RunSummary(
        **dict(row)
        | {
            "started_at": parse_time(row["started_at"]),
            "finished_at": parse_optional_time(row["finished_at"]),
            "counts": parse_object(row["counts"]),
            "settings": parse_object(row["settings"]),
        }
    )


def _label(text: str | None) -> Label | None:
    return None if text is None else Label(text)
