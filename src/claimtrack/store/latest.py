"""The newest check of each claim and source, whole: what stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from claimtrack.models import Basis, Check, Claim, Origin, Snapshot
from claimtrack.store.encoding import parse_optional_time, parse_strings, parse_time
from claimtrack.store.reading import change_of, past_checks, problem_of, verdicts_of

_BATCH = 500
"""Claims asked about at once: what a project stores is read piece by piece."""
_LATEST = """
select
  newest.*, coalesce(newest.reused_from, newest.id) as scored_id, sources.url as source_url,
  snapshot_texts.text_sha256 as document_sha256,
  snapshots.fetched_at, snapshots.confirmed_at, snapshots.status, snapshots.content_type, snapshots.size_bytes,
  snapshots.elapsed_ms, snapshots.final_url, snapshots.redirects, snapshots.etag, snapshots.last_modified, snapshots.sha256,
  snapshots.fetcher, snapshots.origin, snapshots.supplied_by, snapshots.file_name
from json_each(:pairs) as wanted
left join sources on sources.url = json_extract(wanted.value, '$[1]')
cross join checks as newest on newest.rowid = (
  select checks.rowid from checks
  where checks.claim_id = json_extract(wanted.value, '$[0]')
    and checks.source_id is (case when json_extract(wanted.value, '$[1]') is null then null else coalesce(sources.id, -1) end)
  order by checks.rowid desc limit 1)
left join snapshots on snapshots.id = newest.snapshot_id
left join snapshot_texts on snapshot_texts.id = newest.text_id
order by wanted.key
"""


def latest_checks(database: Database, claims: Sequence[Claim]) -> Iterator[Check]:
    """Yield the newest check of each claim against each source it cites now, in the order of the claims.

    A claim or source that was never checked yields nothing.
    """
    for at in range(0, len(claims), _BATCH):
        batch = {claim.id: claim for claim in claims[at : at + _BATCH]}
        pairs = [
            (claim.id, source.url if source else None)
            for claim in batch.values()
            for source in (claim.sources or (None,))
        ]
        rows = list(database.query(_LATEST, {"pairs": json.dumps(pairs)}))
        failed = [
            (row["claim_id"], row["source_url"]) for row in rows if row["problem"] and row["source_url"]
        ]
        past = past_checks(database, failed) if failed else {}
        for row, verdict in zip(rows, verdicts_of(database, rows), strict=True):
            claim = batch[row["claim_id"]]
            known = past.get((row["claim_id"], row["source_url"]))
            yield Check(
                id=row["id"],
                run=row["run_id"],
                claim=claim,
                source=next((source for source in claim.sources if source.url == row["source_url"]), None),
                snapshot=_snapshot(row),
                document_sha256=row["document_sha256"],
                verdict=verdict,
                problem=problem_of(row),
                checked_at=parse_time(row["checked_at"]),
                key=row["key"],
                extractor=row["extractor"],
                basis=Basis(row["basis"]),
                reused_from=row["reused_from"],
                change=change_of(row),
                last_known=known.last_known if known else None,
            )


def _snapshot(row: Mapping[str, Any]) -> Snapshot | None:
    if row["sha256"] is None:
        return None
    return Snapshot(
        url=row["source_url"],
        final_url=row["final_url"],
        redirects=parse_strings(row["redirects"]),
        fetched_at=parse_time(row["fetched_at"]),
        confirmed_at=parse_optional_time(row["confirmed_at"]),
        status=row["status"],
        content_type=row["content_type"],
        sha256=row["sha256"],
        size_bytes=row["size_bytes"],
        elapsed_ms=row["elapsed_ms"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        fetcher=row["fetcher"],
        origin=Origin(row["origin"]),
        supplied_by=row["supplied_by"],
        file_name=row["file_name"],
    )
