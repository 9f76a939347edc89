"""Bringing the tables that mirror the claim files up to date: articles, claims, sources, citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlite_utils import Database

from claimtrack.models import Article, Claim
from claimtrack.store.encoding import json_text, time_text, title_of
from claimtrack.store.sources import put_sources

# Each statement below changes a row only where it differs, so that a second sync writes nothing at all.
_PUT_ARTICLE = """
insert into articles (id, title, url, author, published, path)
values (:id, :title, :url, :author, :published, :path)
on conflict (id) do update set
  title = excluded.title, url = excluded.url, author = excluded.author, published = excluded.published,
  path = excluded.path
where (articles.title, articles.url, articles.author, articles.published, articles.path)
  is not (excluded.title, excluded.url, excluded.author, excluded.published, excluded.path)
"""
_PUT_CLAIM = """
insert into claims (
  id, title, article_id, text, quote, kind, cited_as, tags, note, max_age_s, path, line, added_at, changed_at)
values (
  :id, :title, :article_id, :text, :quote, :kind, :cited_as, :tags, :note, :max_age_s, :path, :line, :now, :now)
on conflict (id) do update set
  title = excluded.title, text = excluded.text, quote = excluded.quote, kind = excluded.kind,
  cited_as = excluded.cited_as, tags = excluded.tags, note = excluded.note, max_age_s = excluded.max_age_s,
  path = excluded.path, line = excluded.line, removed_at = null,
  changed_at = case when claims.text = excluded.text then claims.changed_at else excluded.changed_at end
where claims.removed_at is not null
  or (claims.title, claims.text, claims.quote, claims.kind, claims.cited_as, claims.tags, claims.note,
      claims.max_age_s, claims.path, claims.line)
  is not (excluded.title, excluded.text, excluded.quote, excluded.kind, excluded.cited_as, excluded.tags,
      excluded.note, excluded.max_age_s, excluded.path, excluded.line)
"""
_PUT_CITATION = """
insert into citations (claim_id, source_id, position, publisher, title, archive_url, added_at)
select :claim_id, sources.id, :position, :publisher, :title, :archive_url, :now from sources where sources.url = :url
on conflict (claim_id, source_id) do update set
  position = excluded.position, publisher = excluded.publisher, title = excluded.title,
  archive_url = excluded.archive_url, removed_at = null
where citations.removed_at is not null
  or (citations.position, citations.publisher, citations.title, citations.archive_url)
  is not (excluded.position, excluded.publisher, excluded.title, excluded.archive_url)
"""
_MARK_CLAIMS_GONE = """
update claims set removed_at = :now
where article_id = :article_id and removed_at is null and id not in (select value from json_each(:claim_ids))
"""
_MARK_CITATIONS_GONE = """
update citations set removed_at = :now
where removed_at is null
  and claim_id in (select id from claims where article_id = :article_id and removed_at is null)
  and (claim_id, source_id) not in (
    select json_extract(cited.value, '$[0]'), sources.id from json_each(:cited) as cited
    join sources on sources.url = json_extract(cited.value, '$[1]'))
"""
_MARK_ARTICLES_GONE = """
update claims set removed_at = :now
where removed_at is null and article_id not in (select value from json_each(:article_ids))
"""


def sync(database: Database, articles: Sequence[Article], *, whole_project: bool, now: datetime) -> None:
    """Write what differs between the claim files and the tables, within the caller's transaction.

    Args:
        database: The store.
        articles: The claim files that were loaded.
        whole_project: Those are all there are: claims of any other article are marked as removed too.
        now: When.
    """
    at = time_text(now)
    connection = database.conn
    claims = [claim for article in articles for claim in article.claims]
    connection.executemany(_PUT_ARTICLE, map(_article_row, articles))
    connection.executemany(_PUT_CLAIM, (_claim_row(claim, at) for claim in claims))
    put_sources(database, (source for claim in claims for source in claim.sources))
    connection.executemany(_PUT_CITATION, (row for claim in claims for row in _citation_rows(claim, at)))
    for article in articles:
        gone = {"article_id": article.id, "now": at}
        claim_ids = json_text(claim.id for claim in article.claims)
        cited = json_text([claim.id, source.url] for claim in article.claims for source in claim.sources)
        connection.execute(_MARK_CLAIMS_GONE, gone | {"claim_ids": claim_ids})
        connection.execute(_MARK_CITATIONS_GONE, gone | {"cited": cited})
    if whole_project:
        article_ids = json_text(article.id for article in articles)
        connection.execute(_MARK_ARTICLES_GONE, {"article_ids": article_ids, "now": at})


def _article_row(article: Article) -> dict[str, str | None]:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "published": article.published,
        "path": str(article.path),
    }


def _claim_row(claim: Claim, at: str) -> dict[str, str | int | None]:
    return {
        "id": claim.id,
        "title": title_of(claim.text),
        "article_id": claim.article_id,
        "text": claim.text,
        "quote": claim.quote,
        "kind": claim.kind,
        "cited_as": claim.cited_as,
        "tags": json_text(claim.tags),
        "note": claim.note,
        "max_age_s": claim.max_age_s,
        "path": str(claim.path),
        "line": claim.line,
        "now": at,
    }


def _citation_rows(claim: Claim, at: str) -> Iterator[dict[str, str | int | None]]:
    for position, source in enumerate(claim.sources):
        yield {
            "claim_id": claim.id,
            "url": source.url,
            "position": position,
            "publisher": source.publisher,
            "title": source.title,
            "archive_url": source.archive_url,
            "now": at,
        }
