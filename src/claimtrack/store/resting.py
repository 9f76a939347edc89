"""Which snapshots the stored checks rest on: what a cache must not give up."""

from __future__ import annotations

from sqlite_utils import Database

_RESTS_ON = """
select distinct sources.url, snapshots.sha256
from checks
join snapshots on snapshots.id = checks.snapshot_id
join sources on sources.id = snapshots.source_id
where checks.verdict is not null
"""


def snapshots_rested_on(database: Database) -> frozenset[tuple[str, str]]:
    """Return URL and SHA-256 of every snapshot that a check with a verdict rests on."""
    return frozenset((row["url"], row["sha256"]) for row in database.query(_RESTS_ON))
