"""The sample pages on disk, and the validators that let a client ask whether one has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it stands on disk at this moment."""

    body: bytes
    modified: datetime
    """When the file was last written, in UTC and whole seconds: HTTP dates know nothing finer."""

    @property
    def etag(self) -> str:
        """A strong validator: it changes with the content, and only with it."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @property
    def last_modified(self) -> str:
        """`modified` as an HTTP date."""
        return format_datetime(self.modified, usegmt=True)

    def unchanged_for(self, *, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether a conditional request is answered with a 304 (RFC 9110, section 13.2.2).

        Args:
            if_none_match: The header as sent, or None. Where it is there, the other one is not looked at.
            if_modified_since: The header as sent, or None. A date that cannot be read counts as absent.
        """
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return "*" in tags or self.etag in tags
        since = _http_date(if_modified_since)
        return since is not None and self.modified <= since


def read_page(folder: Path, name: str) -> Page | None:
    """Read a page afresh, so that an edit shows at the next request.

    Args:
        folder: Where the pages lie.
        name: A bare file name, as `claimtrack.demo.routes.route` lets through.

    Returns:
        The page, or None where there is no such file. A link is none: it may lead out of the folder.
    """
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return None
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), tz=UTC)
    return Page(body=path.read_bytes(), modified=modified)


def _http_date(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
