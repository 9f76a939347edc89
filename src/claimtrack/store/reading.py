"""Reading checks back: what earlier runs found about a claim and a source, verdicts whole."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from claimtrack.interfaces import PastCheck
from claimtrack.models import (
    Basis,
    Cause,
    Change,
    Evidence,
    Label,
    Part,
    Problem,
    ProblemSlug,
    Reason,
    Stance,
    Verdict,
)
from claimtrack.store.encoding import json_text, parse_optional_time, parse_strings, parse_time
from claimtrack.store.rows import HistoryEntry, Imprint

Row = Mapping[str, Any]

_PAST_CHECKS = """
select
  json_extract(wanted.value, '$[0]') as wanted_claim_id, json_extract(wanted.value, '$[1]') as wanted_url,
  coalesce(newest.reused_from, newest.id) as scored_id, newest.checked_at, newest.key, newest.claim_text, newest.quote, newest.extractor,
  newest.verdict, newest.score, newest.scorer, newest.unsure,
  coalesce(snapshot_texts.text_sha256, '') as document_sha256, coalesce(snapshots.sha256, '') as snapshot_sha256,
  coalesce(snapshots.confirmed_at, snapshots.fetched_at) as seen_at
from json_each(:pairs) as wanted
cross join sources on sources.url = json_extract(wanted.value, '$[1]')
cross join checks as newest on newest.rowid = (
  select checks.rowid from checks
  where checks.claim_id = json_extract(wanted.value, '$[0]') and checks.source_id = sources.id and checks.verdict is not null
  order by checks.rowid desc limit 1)
left join snapshots on snapshots.id = newest.snapshot_id
left join snapshot_texts on snapshot_texts.id = newest.text_id
"""
_ENTRIES = """
select
  checks.rowid as place, checks.*, coalesce(checks.reused_from, checks.id) as scored_id, sources.url as source_url,
  snapshot_texts.text_sha256 as document_sha256, snapshots.sha256 as snapshot_sha256,
  coalesce(snapshots.confirmed_at, snapshots.fetched_at) as seen_at
from checks
left join sources on sources.id = checks.source_id
left join snapshots on snapshots.id = checks.snapshot_id
left join snapshot_texts on snapshot_texts.id = checks.text_id
"""
_HISTORY = f"""
{_ENTRIES}
where checks.claim_id = :claim_id
order by checks.rowid desc limit :limit
"""
_TRAIL = f"""
{_ENTRIES}
where checks.claim_id = :claim_id and checks.source_id = (select id from sources where url = :url)
  and checks.rowid < :place
order by checks.rowid desc limit :limit
"""  # noqa: S608 - all parts are constants of this module
_PAGE_SIZE = 50
"""Checks of a trail read at once."""
_BEYOND = 2**63 - 1
"""No row has a higher number."""
_REASONS = """
select check_id, slug, message, claim_words, page_words from reasons
where check_id in (select value from json_each(:ids)) order by check_id, position
"""
_EVIDENCE = """
select check_id, stance, prefix, exact, suffix, link, start, end, part from evidence
where check_id in (select value from json_each(:ids)) order by check_id, position
"""
_TEXT = "select text from snapshot_texts where text_sha256 = ?"
_IMPRINT = """
select title, author, publisher, published, modified, canonical, lang from snapshot_texts where text_sha256 = ?
"""


def past_checks(database: Database, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], PastCheck]:
    """Return the newest check with a verdict for each (claim id, source URL) that has one."""
    rows = list(database.query(_PAST_CHECKS, {"pairs": json.dumps([list(pair) for pair in set(pairs)])}))
    verdicts = verdicts_of(database, rows)
    return {
        (row["wanted_claim_id"], row["wanted_url"]): PastCheck(
            check_id=row["scored_id"],
            checked_at=parse_time(row["checked_at"]),
            key=row["key"],
            claim_text=row["claim_text"],
            document_sha256=row["document_sha256"],
            snapshot_sha256=row["snapshot_sha256"],
            quote=row["quote"],
            extractor=row["extractor"],
            seen_at=parse_optional_time(row["seen_at"]),
            verdict=verdict,
        )
        for row, verdict in zip(rows, verdicts, strict=True)
        if verdict
    }


def document_text(database: Database, text_sha256: str) -> str | None:
    """Return a text that a check rests on, by the SHA-256 of its UTF-8 form."""
    row = database.execute(_TEXT, [text_sha256]).fetchone()
    return None if row is None else str(row[0])


def imprint(database: Database, text_sha256: str) -> Imprint | None:
    """Return who wrote a text that a check rests on, and when, by the SHA-256 of its UTF-8 form."""
    rows = database.query(_IMPRINT, [text_sha256])
    return next((Imprint(**row) for row in rows), None)


def history(database: Database, claim_id: str, limit: int) -> tuple[HistoryEntry, ...]:
    """Return the checks of a claim against all its sources, newest first, at most `limit`."""
    rows = list(database.query(_HISTORY, {"claim_id": claim_id, "limit": limit}))
    return tuple(map(_entry, rows, verdicts_of(database, rows)))


def trail(database: Database, claim_id: str, url: str) -> Iterator[HistoryEntry]:
    """Yield the checks of a claim against one source, newest first, read as they are asked for."""
    place = _BEYOND
    while rows := list(
        database.query(_TRAIL, {"claim_id": claim_id, "url": url, "place": place, "limit": _PAGE_SIZE})
    ):
        yield from map(_entry, rows, verdicts_of(database, rows))
        place = rows[-1]["place"]


def _entry(row: Row, verdict: Verdict | None) -> HistoryEntry:
    return HistoryEntry(
        check_id=row["id"],
        run_id=row["run_id"],
        checked_at=parse_time(row["checked_at"]),
        claim_text=row["claim_text"],
        quote=row["quote"],
        source_url=row["source_url"],
        verdict=verdict,
        problem=problem_of(row),
        basis=Basis(row["basis"]),
        reused_from=row["reused_from"],
        change=change_of(row),
        key=row["key"],
        document_sha256=row["document_sha256"],
        snapshot_sha256=row["snapshot_sha256"],
        seen_at=parse_optional_time(row["seen_at"]),
        extractor=row["extractor"],
    )


def verdicts_of(database: Database, rows: Iterable[Row]) -> list[Verdict | None]:
    """Return the verdict of each row of `checks`; reasons and evidence are those of the check that was really scored."""
    rows = list(rows)
    ids = json_text({row["scored_id"] for row in rows if row["verdict"]})
    reasons: defaultdict[str, list[Reason]] = defaultdict(list)
    for found in database.query(_REASONS, {"ids": ids}):
        reasons[found["check_id"]].append(_reason(found))
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for found in database.query(_EVIDENCE, {"ids": ids}):
        evidence[found["check_id"]].append(_evidence(found))
    return [
        Verdict(
            label=Label(row["verdict"]),
            score=row["score"],
            evidence=tuple(evidence[row["scored_id"]]),
            reasons=tuple(reasons[row["scored_id"]]),
            scorer=row["scorer"],
            unsure=bool(row["unsure"]),
        )
        if row["verdict"]
        else None
        for row in rows
    ]


def _reason(row: Row) -> Reason:
    return Reason(
        slug=row["slug"],
        claim_words=parse_strings(row["claim_words"]),
        page_words=parse_strings(row["page_words"]),
        message=row["message"],
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(
        exact=row["exact"],
        prefix=row["prefix"],
        suffix=row["suffix"],
        start=row["start"],
        end=row["end"],
        stance=Stance(row["stance"]),
        link=row["link"],
        part=Part(row["part"]),
    )


def problem_of(row: Row) -> Problem | None:
    """Return the problem in a row of `checks`."""
    if row["problem"] is None:
        return None
    return Problem(slug=ProblemSlug(row["problem"]), detail=row["problem_detail"], hint=row["problem_hint"])


def change_of(row: Row) -> Change | None:
    """Return the change in a row of `checks`."""
    if row["label_before"] is None:
        return None
    return Change(
        causes=tuple(map(Cause, parse_strings(row["causes"]))),
        label_before=Label(row["label_before"]),
        score_before=row["score_before"],
        passage_before=row["passage_before"],
        passage_after=row["passage_after"],
    )
