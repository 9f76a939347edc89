"""What a fetch brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """Where a snapshot came from."""

    FETCHED = "fetched"
    """The server of the URL answered with it."""
    ATTACHED = "attached"
    """A person saved the page and attached the file: what a paywall shows to subscribers."""
    ARCHIVE = "archive"
    """A copy kept by a web archive, or one out of a WARC file that others made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one fetch of a URL brought: the record of it, not the body."""

    url: str
    """The URL asked for (canonical)."""
    final_url: str
    """The URL that answered, after redirects."""
    redirects: tuple[str, ...] = ()
    """Every URL in between that answered with a redirect, in order, `url` first; empty without redirects."""
    fetched_at: datetime
    """When the answer came."""
    status: int
    """HTTP status of the answer that carried the body (200 also when a 304 confirmed it later)."""
    content_type: str
    """The Content-Type header as sent, or an empty string."""
    sha256: str
    """Of the body after content decoding: 64 hexadecimal digits, and its name in the cache."""
    size_bytes: int
    """Of the body after content decoding."""
    etag: str | None = None
    last_modified: str | None = None
    elapsed_ms: int = 0
    """From the request to the last byte."""
    confirmed_at: datetime | None = None
    """When the server last answered 304 to a conditional request for this body."""
    fetcher: str = ""
    """`name@version` of what fetched it."""
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of the answer and of every 304 that confirmed it since, names in lower case; see `claimtrack.fetch.headers`. Only
    the cache keeps them, so that they play no part in comparing."""
    origin: Origin = Origin.FETCHED
    supplied_by: str = ""
    """Who attached it; empty unless `origin` is `attached`."""
    file_name: str = ""
    """Name of the file it came from: the page as the person had saved it, or a WARC file; empty for a fetch."""

    @property
    def seen_at(self) -> datetime:
        """When the server last said that the page reads so: of the fetch, or of the 304 that confirmed it."""
        return self.confirmed_at or self.fetched_at
