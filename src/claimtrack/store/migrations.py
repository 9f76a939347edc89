"""The schema, as migrations that run once each and in order. A migration that was released is never edited.

`PRAGMA user_version` is the number of migrations applied, so that any SQLite program sees which schema a file has.
What each table and column means stands in `docs/database.md`.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from claimtrack.store.lives import relive
from claimtrack.store.views import VIEWS

migrations = Migrations("claimtrack")


@migrations(name="0001_tables")
def _tables(database: Database) -> None:
    _what_the_files_say(database)
    _what_the_runs_found(database)
    _what_people_decided(database)


def _what_the_files_say(database: Database) -> None:
    database.table("articles").create(
        {"id": str, "title": str, "url": str, "author": str, "published": str, "path": str},
        pk="id",
        not_null={"title", "path"},
    )
    # Rows of claims are never deleted, so their implicit rowids have no gaps and survive VACUUM: the full-text index
    # relies on it.
    database.table("claims").create(
        {
            "id": str,
            "text": str,
            "article_id": str,
            "quote": str,
            "kind": str,
            "cited_as": str,
            "tags": str,
            "note": str,
            "max_age_s": int,
            "path": str,
            "line": int,
            "added_at": str,
            "changed_at": str,
            "removed_at": str,
            "title": str,
        },
        pk="id",
        not_null={"title", "article_id", "text", "kind", "tags", "path", "line", "added_at", "changed_at"},
        foreign_keys=[("article_id", "articles", "id")],
    ).create_index(["article_id"])
    database.table("sources").create(
        {"id": int, "title": str, "publisher": str, "url": str, "host": str, "archive_url": str},
        pk="id",
        not_null={"title", "host", "url"},
    ).create_index(["url"], unique=True)
    database.table("citations").create(
        {
            "claim_id": str,
            "source_id": int,
            "position": int,
            "publisher": str,
            "title": str,
            "archive_url": str,
            "added_at": str,
            "removed_at": str,
        },
        pk=("claim_id", "source_id"),
        not_null={"position", "added_at"},
        foreign_keys=[("claim_id", "claims", "id"), ("source_id", "sources", "id")],
    ).create_index(["source_id"])


def _what_the_runs_found(database: Database) -> None:
    database.table("runs").create(
        {
            "id": str,
            "title": str,
            "command": str,
            "started_at": str,
            "finished_at": str,
            "exit_code": int,
            "due_after_s": int,
            "counts": str,
            "settings": str,
        },
        pk="id",
        not_null={"title", "command", "started_at", "counts", "settings"},
    )
    database.table("snapshots").create(
        {
            "id": int,
            "title": str,
            "source_id": int,
            "fetched_at": str,
            "confirmed_at": str,
            "status": int,
            "content_type": str,
            "size_bytes": int,
            "elapsed_ms": int,
            "final_url": str,
            "redirects": str,
            "etag": str,
            "last_modified": str,
            "sha256": str,
            "fetcher": str,
        },
        pk="id",
        not_null={"title", "source_id", "fetched_at", "status", "final_url", "redirects", "sha256"},
        foreign_keys=[("source_id", "sources", "id")],
    ).create_index(["source_id", "fetched_at", "sha256"], unique=True)
    database.table("snapshot_texts").create(
        {
            "id": int,
            "title": str,
            "text": str,
            "published": str,
            "lang": str,
            "extractor": str,
            "text_sha256": str,
            "snapshot_sha256": str,
        },
        pk="id",
        not_null={"title", "text", "text_sha256", "snapshot_sha256"},
    ).create_index(["text_sha256"], unique=True)
    database.table("checks").create(
        {
            "id": str,
            "claim_id": str,
            "source_id": int,
            "verdict": str,
            "score": float,
            "problem": str,
            "problem_detail": str,
            "problem_hint": str,
            "checked_at": str,
            "run_id": str,
            "basis": str,
            "reused_from": str,
            "causes": str,
            "label_before": str,
            "score_before": float,
            "passage_before": str,
            "passage_after": str,
            "claim_text": str,
            "snapshot_id": int,
            "text_id": int,
            "scorer": str,
            "key": str,
            "title": str,
        },
        pk="id",
        not_null={"title", "claim_id", "checked_at", "run_id", "basis", "claim_text", "key"},
        foreign_keys=[
            ("claim_id", "claims", "id"),
            ("source_id", "sources", "id"),
            ("run_id", "runs", "id"),
            ("reused_from", "checks", "id"),
            ("snapshot_id", "snapshots", "id"),
            ("text_id", "snapshot_texts", "id"),
        ],
    )
    checks = database.table("checks")
    for column in ("claim_id", "source_id", "run_id", "reused_from", "snapshot_id", "text_id"):
        checks.create_index([column])
    # An index ends in the rowid, so each of these gives the newest check of a claim and a source at once.
    checks.create_index(["claim_id", "source_id"])
    database.execute(
        "create index idx_checks_with_verdict on checks (claim_id, source_id) where verdict is not null"
    )
    database.execute(
        "create index idx_checks_with_change on checks (claim_id, source_id) where label_before is not null"
    )
    _findings(database)


def _findings(database: Database) -> None:
    database.table("reasons").create(
        {
            "id": int,
            "check_id": str,
            "message": str,
            "slug": str,
            "claim_words": str,
            "page_words": str,
            "position": int,
        },
        pk="id",
        not_null={"check_id", "position", "slug", "message", "claim_words", "page_words"},
        foreign_keys=[("check_id", "checks", "id")],
    ).create_index(["check_id", "position"], unique=True)
    database.table("evidence").create(
        {
            "id": int,
            "check_id": str,
            "stance": str,
            "exact": str,
            "prefix": str,
            "suffix": str,
            "start": int,
            "end": int,
            "position": int,
            "link": str,
        },
        pk="id",
        not_null={"check_id", "position", "stance", "prefix", "exact", "suffix", "link", "start", "end"},
        foreign_keys=[("check_id", "checks", "id")],
    ).create_index(["check_id", "position"], unique=True)


def _what_people_decided(database: Database) -> None:
    database.table("reviews").create(
        {
            "id": str,
            "claim_id": str,
            "decision": str,
            "reviewed_by": str,
            "reviewed_at": str,
            "until": str,
            "note": str,
            "check_key": str,
        },
        pk="id",
        not_null={"claim_id", "decision", "reviewed_by", "reviewed_at", "check_key"},
        foreign_keys=[("claim_id", "claims", "id")],
    ).create_index(["claim_id"])


@migrations(name="0002_full_text")
def _full_text(database: Database) -> None:
    tokenize = "unicode61 remove_diacritics 2"
    database.table("claims").enable_fts(["text"], create_triggers=True, tokenize=tokenize)
    database.table("evidence").enable_fts(["exact"], create_triggers=True, tokenize=tokenize)


@migrations(name="0003_views")
def _views(database: Database) -> None:
    for name, sql in VIEWS.items():
        database.create_view(name, sql)


@migrations(name="0004_life_of_sources")
def _life_of_sources(database: Database) -> None:
    sources = database.table("sources")
    sources.add_column("state", str, not_null_default="unknown")
    sources.add_column("state_since", str)
    sources.add_column("state_reason", str, not_null_default="never asked")
    sources.add_column("absent_days", int, not_null_default=0)
    sources.add_column("absent_at", str)
    relive(database)
    database.create_view("source_health", VIEWS["source_health"], replace=True)


@migrations(name="0005_origin_of_snapshots")
def _origin_of_snapshots(database: Database) -> None:
    snapshots = database.table("snapshots")
    snapshots.add_column("origin", str, not_null_default="fetched")
    snapshots.add_column("supplied_by", str, not_null_default="")
    snapshots.add_column("file_name", str, not_null_default="")


@migrations(name="0006_who_wrote_it_and_where_it_stands")
def _who_wrote_it_and_where_it_stands(database: Database) -> None:
    texts = database.table("snapshot_texts")
    for column in ("author", "publisher", "modified", "canonical"):
        texts.add_column(column, str)
    database.table("evidence").add_column("part", str, not_null_default="article")


@migrations(name="0007_what_a_verdict_was_found_from")
def _what_a_verdict_was_found_from(database: Database) -> None:
    checks = database.table("checks")
    checks.add_column("extractor", str, not_null_default="")
    checks.add_column("quote", str)
    # Of checks from before nobody noted either; what is known of both is close enough to tell that a release came between.
    database.execute("""
        update checks set
          extractor = coalesce(
            (select snapshot_texts.extractor from snapshot_texts where snapshot_texts.id = checks.text_id), ''),
          quote = (select claims.quote from claims where claims.id = checks.claim_id)""")


@migrations(name="0008_verdicts_that_are_not_sure")
def _verdicts_that_are_not_sure(database: Database) -> None:
    database.table("checks").add_column("unsure", int, not_null_default=0)


SCHEMA_VERSION = 8
"""How many migrations there are."""


def migrate(database: Database) -> None:
    """Apply what is pending, within the transaction that the caller opened."""
    migrations.apply(database)
    # Pragmas take no parameters; the value is a constant of this module.
    database.execute(f"pragma user_version = {SCHEMA_VERSION}")
