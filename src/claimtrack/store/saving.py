"""Writing one check with all it rests on: the page fetched, the text read, the verdict's reasons and evidence."""

from __future__ import annotations

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.models import Check, Document, Snapshot, Verdict
from claimtrack.store.encoding import bare_url, json_text, optional_time_text, time_text, title_of
from claimtrack.store.lives import live_on
from claimtrack.store.sources import put_source

Value = str | int | float | None

_PUT_SNAPSHOT = """
insert into snapshots (
  title, source_id, fetched_at, confirmed_at, status, content_type, size_bytes, elapsed_ms, final_url, redirects,
  etag, last_modified, sha256, fetcher, origin, supplied_by, file_name)
values (
  :title, :source_id, :fetched_at, :confirmed_at, :status, :content_type, :size_bytes, :elapsed_ms, :final_url,
  :redirects, :etag, :last_modified, :sha256, :fetcher, :origin, :supplied_by, :file_name)
on conflict (source_id, fetched_at, sha256) do update set confirmed_at = excluded.confirmed_at
where excluded.confirmed_at > coalesce(snapshots.confirmed_at, '')
"""
_FIND_SNAPSHOT = """
select id from snapshots where source_id = :source_id and fetched_at = :fetched_at and sha256 = :sha256
"""
_PUT_TEXT = """
insert into snapshot_texts (
  title, text, published, lang, extractor, text_sha256, snapshot_sha256, author, publisher, modified, canonical)
values (
  :title, :text, :published, :lang, :extractor, :text_sha256, :snapshot_sha256, :author, :publisher, :modified, :canonical)
on conflict (text_sha256) do update set
  (published, lang, author, publisher, modified, canonical) = (
    coalesce(published, excluded.published), coalesce(lang, excluded.lang), coalesce(author, excluded.author),
    coalesce(publisher, excluded.publisher), coalesce(modified, excluded.modified), coalesce(canonical, excluded.canonical))
where (published, lang, author, publisher, modified, canonical) is not (
  coalesce(published, excluded.published), coalesce(lang, excluded.lang), coalesce(author, excluded.author),
  coalesce(publisher, excluded.publisher), coalesce(modified, excluded.modified), coalesce(canonical, excluded.canonical))
"""
_PUT_CHECK = """
insert into checks (
  id, title, claim_id, source_id, verdict, score, problem, problem_detail, problem_hint, checked_at, run_id, basis,
  reused_from, causes, label_before, score_before, passage_before, passage_after, claim_text, snapshot_id, text_id,
  scorer, key, extractor, quote, unsure)
values (
  :id, :title, :claim_id, :source_id, :verdict, :score, :problem, :problem_detail, :problem_hint, :checked_at, :run_id,
  :basis, :reused_from, :causes, :label_before, :score_before, :passage_before, :passage_after, :claim_text,
  :snapshot_id, :text_id, :scorer, :key, :extractor, :quote, :unsure)
"""
_PUT_REASON = """
insert into reasons (check_id, position, slug, message, claim_words, page_words)
values (:check_id, :position, :slug, :message, :claim_words, :page_words)
"""
_PUT_EVIDENCE = """
insert into evidence (check_id, position, stance, prefix, exact, suffix, link, start, end, part)
values (:check_id, :position, :stance, :prefix, :exact, :suffix, :link, :start, :end, :part)
"""


def save(database: Database, check: Check, document: Document | None) -> None:
    """Write one check within the caller's transaction; one that is there already is left as it is.

    Raises:
        StoreError: the check rests on a text that was neither given nor kept earlier.
    """
    if database.execute("select 1 from checks where id = ?", [check.id]).fetchone():
        return
    source_id = None
    if check.source:
        source_id = put_source(database, check.source, page_title=document.title if document else None)
    snapshot_id = None
    if check.snapshot and source_id is not None:
        snapshot_id = _put_snapshot(database, check.snapshot, source_id)
    row = _check_row(check) | {
        "source_id": source_id,
        "snapshot_id": snapshot_id,
        "text_id": _put_text(database, check, document),
    }
    database.execute(_PUT_CHECK, row)
    if source_id is not None:
        live_on(database, source_id, check)
    if check.verdict and not check.reused_from:
        _put_findings(database, check.id, check.verdict)


def _put_snapshot(database: Database, snapshot: Snapshot, source_id: int) -> int:
    fetched_at = time_text(snapshot.fetched_at)
    row: dict[str, Value] = {
        "title": f"{fetched_at[:16]} {snapshot.status} {bare_url(snapshot.final_url)}",
        "source_id": source_id,
        "fetched_at": fetched_at,
        "confirmed_at": optional_time_text(snapshot.confirmed_at),
        "status": snapshot.status,
        "content_type": snapshot.content_type,
        "size_bytes": snapshot.size_bytes,
        "elapsed_ms": snapshot.elapsed_ms,
        "final_url": snapshot.final_url,
        "redirects": json_text(snapshot.redirects),
        "etag": snapshot.etag,
        "last_modified": snapshot.last_modified,
        "sha256": snapshot.sha256,
        "fetcher": snapshot.fetcher,
        "origin": snapshot.origin,
        "supplied_by": snapshot.supplied_by,
        "file_name": snapshot.file_name,
    }
    database.execute(_PUT_SNAPSHOT, row)
    (snapshot_id,) = database.execute(_FIND_SNAPSHOT, row).fetchone()
    return int(snapshot_id)


def _put_text(database: Database, check: Check, document: Document | None) -> int | None:
    if document:
        row: dict[str, Value] = {
            "title": title_of(document.title or document.text) or "(no text)",
            "text": document.text,
            "published": document.published,
            "lang": document.lang,
            "extractor": document.extractor,
            "text_sha256": document.text_sha256,
            "snapshot_sha256": document.sha256,
            "author": document.author,
            "publisher": document.publisher,
            "modified": document.modified,
            "canonical": document.canonical,
        }
        database.execute(_PUT_TEXT, row)
    text_sha256 = document.text_sha256 if document else check.document_sha256
    if text_sha256 is None:
        return None
    found = database.execute("select id from snapshot_texts where text_sha256 = ?", [text_sha256]).fetchone()
    if found is None:
        raise StoreError(
            f"check {check.id} rests on the text {text_sha256}, which was neither given nor kept earlier"
        )
    return int(found[0])


def _check_row(check: Check) -> dict[str, Value]:
    verdict, problem, change = check.verdict, check.problem, check.change
    return {
        "id": check.id,
        "title": title_of(f"{verdict.label if verdict else problem and problem.slug}: {check.claim.text}"),
        "claim_id": check.claim.id,
        "verdict": verdict.label if verdict else None,
        "score": verdict.score if verdict else None,
        "problem": problem.slug if problem else None,
        "problem_detail": problem.detail if problem else None,
        "problem_hint": problem.hint if problem else None,
        "checked_at": time_text(check.checked_at),
        "run_id": check.run,
        "basis": check.basis,
        "reused_from": check.reused_from,
        "causes": json_text(change.causes) if change else None,
        "label_before": change.label_before if change else None,
        "score_before": change.score_before if change else None,
        "passage_before": change.passage_before if change else None,
        "passage_after": change.passage_after if change else None,
        "claim_text": check.claim.text,
        "scorer": verdict.scorer if verdict else None,
        "key": check.key,
        "extractor": check.extractor,
        "quote": check.claim.quote,
        "unsure": int(verdict.unsure) if verdict else 0,
    }


def _put_findings(database: Database, check_id: str, verdict: Verdict) -> None:
    database.conn.executemany(
        _PUT_REASON,
        (
            {
                "check_id": check_id,
                "position": position,
                "slug": reason.slug,
                "message": reason.message,
                "claim_words": json_text(reason.claim_words),
                "page_words": json_text(reason.page_words),
            }
            for position, reason in enumerate(verdict.reasons)
        ),
    )
    database.conn.executemany(
        _PUT_EVIDENCE,
        (
            {
                "check_id": check_id,
                "position": position,
                "stance": item.stance,
                "prefix": item.prefix,
                "exact": item.exact,
                "suffix": item.suffix,
                "link": item.link,
                "start": item.start,
                "end": item.end,
                "part": item.part,
            }
            for position, item in enumerate(verdict.evidence)
        ),
    )
