"""The table of cited pages: one row for each URL, with the best name known for it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from claimtrack.models import Source
from claimtrack.store.encoding import bare_url, site_of, title_of

# What an article says about a page fills in or replaces what is known; saying nothing takes nothing away.
_PUT_SOURCE = """
insert into sources (title, publisher, host, url, archive_url)
values (coalesce(:title, :bare_url), :publisher, :host, :url, :archive_url)
on conflict (url) do update set
  title = coalesce(:title, sources.title), publisher = coalesce(:publisher, sources.publisher),
  archive_url = coalesce(:archive_url, sources.archive_url)
where (sources.title, sources.publisher, sources.archive_url) is not (
  coalesce(:title, sources.title), coalesce(:publisher, sources.publisher),
  coalesce(:archive_url, sources.archive_url))
"""
_NAME_SOURCE = "update sources set title = :title where id = :id and title = :bare_url and title <> :title"


def put_sources(database: Database, sources: Iterable[Source]) -> None:
    """Add pages that are new, and what is newly said about known ones; the first mention of a page in `sources` counts."""
    merged: dict[str, Source] = {}
    for source in sources:
        merged[source.url] = _merge(merged[source.url], source) if source.url in merged else source
    database.conn.executemany(
        _PUT_SOURCE,
        (
            {
                "title": title_of(source.title) if source.title else None,
                "bare_url": bare_url(source.url),
                "publisher": source.publisher,
                "host": site_of(source.url),
                "url": source.url,
                "archive_url": source.archive_url,
            }
            for source in merged.values()
        ),
    )


def put_source(database: Database, source: Source, *, page_title: str | None) -> int:
    """Return the id of the row of `source`, made where it is new.

    Args:
        database: The store.
        source: The page, as a claim cites it.
        page_title: What the page calls itself: names it where no article does.
    """
    row = database.execute("select id from sources where url = ?", [source.url]).fetchone()
    if row is None:
        put_sources(database, [source])
        row = database.execute("select id from sources where url = ?", [source.url]).fetchone()
    source_id = int(row[0])
    if page_title:
        database.execute(
            _NAME_SOURCE, {"id": source_id, "title": title_of(page_title), "bare_url": bare_url(source.url)}
        )
    return source_id


def _merge(first: Source, second: Source) -> Source:
    return Source(
        url=first.url,
        publisher=first.publisher or second.publisher,
        title=first.title or second.title,
        archive_url=first.archive_url or second.archive_url,
    )
